"""What an ask says of what stands: 由每年30万元提高到50万元 names the figure of the very measure that it is about."""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from zjtx_docs.comparison.figures import figures_of
from zjtx_docs.text import fold, squeeze

# A figure that stands, by its unit and value.
Standing = tuple[str, Decimal]
# Between the figure that stands and the one asked for lie so many letters at most.
_FAR = 24
_FROM = re.compile(r"(?:由|从|自)[^,。;\d]{0,10}$")
_MOVED = re.compile(
    r"(?:提高?|提升|增加?|加|上调|调整?|放宽|延长|扩大|升|涨|降低?|压缩?|缩短?|减少?|改|翻)[^,。;\d]{0,4}?[到至为成]?"
    r"[^,。;\d一二三四五六七八九十百千万两]{0,3}$"
)
_NOW = re.compile(
    r"(?:原来|原先|原定|原有|原|现行|现有|现在|眼下|目前|如今|当前|现|只有|仅有?|才|规定)[^,。;]{0,10}$"
)


def named_as_standing(ask: str) -> frozenset[Standing]:
    """The figures that an ask names as those that stand, before the one that it wants; most asks name none."""
    text = fold(squeeze(ask))
    found = figures_of(text) if _FROM_ANYWHERE.search(text) else []
    named = set()
    for at, figure in enumerate(found):
        before = text[max(0, figure.start - 16) : figure.start]
        for other in found[at + 1 :]:
            if other.unit != figure.unit or other.value == figure.value or other.start - figure.end > _FAR:
                continue
            if _NOW.search(before) or _FROM.search(before) and _MOVED.search(text[figure.end : other.start]):
                named.add((figure.unit, figure.value))
                break
    return frozenset(named)


_FROM_ANYWHERE = re.compile(r"由|从|自|原|现|眼下|目前|如今|当前|只有|仅|才|规定")


@functools.lru_cache(maxsize=4096)
def held_by(text: str) -> frozenset[Standing]:
    """The figures of a measure."""
    return frozenset((figure.unit, figure.value) for figure in figures_of(fold(squeeze(text))))
