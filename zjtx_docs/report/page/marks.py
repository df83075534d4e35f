"""Text with marks that may overlap, as HTML: one sweep over the boundaries, in time linear in text and marks.

Marks that cross cannot be nested elements, so the text is cut at every boundary and each piece carries the classes of
all marks over it. The pieces hold the text and nothing else: put together they are the text again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from zjtx_docs.report.page.markup import Html, safe

_TAGS = 12  # ways back that one place shows
_CHUNK = 2400  # characters after which a new block begins at the next line: browsers skip blocks out of sight


class Mark(NamedTuple):
    """A stretch to highlight: a class, and what it is in words for whoever points at it."""

    start: int
    end: int
    kind: str
    words: str = ""


Leads = Mapping[str, tuple[str, str]]  # the anchor that a tag leads back to: what it shows, and what it says in full


def mark_quote(quote: str, start: int, marks: Iterable[Mark]) -> Html:
    """A quote that begins at ``start`` of its text with the marks that lie in it, those beyond cut off."""
    end = start + len(quote)
    inside = [m._replace(start=max(m.start, start), end=min(m.end, end)) for m in marks]
    inside = [m for m in inside if m.start < m.end]
    return Html("".join(_pieces(quote, start, end, inside, offsets=False)))


def mark_text(text: str, number: int, marks: Iterable[Mark], used: Mapping[tuple[int, int], Leads]) -> Html:
    """A full text in blocks: its marks, an anchor where each used stretch begins, and the links that lead back."""
    every = [*marks, *(Mark(start, end, "led" if leads else "used") for (start, end), leads in used.items())]
    every = [m for m in every if 0 <= m.start < m.end <= len(text)]
    anchors: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for (start, _), leads in used.items():
        anchors[start].update(leads)
    blocks = []
    at = 0
    ordered = sorted(every)
    first = 0
    carried: list[Mark] = []
    for end in _cuts(text):
        while first < len(ordered) and ordered[first].start < end:
            carried.append(ordered[first])
            first += 1
        here = [m._replace(start=max(m.start, at), end=min(m.end, end)) for m in carried]
        pieces = _pieces(text[at:end], at, end, here, offsets=True, anchors=anchors, number=number)
        blocks.append(f'<div class="block">{"".join(pieces)}</div>')
        carried = [m for m in carried if m.end > end]
        at = end
    return Html("".join(blocks))


def _cuts(text: str) -> list[int]:
    """The ends of the blocks, each behind a line feed; where a line has no end in sight, inside it."""
    cuts = []
    at = 0
    while len(text) - at > 2 * _CHUNK:
        line = text.find("\n", at + _CHUNK, at + 4 * _CHUNK)
        at = line + 1 if line >= 0 else min(at + 4 * _CHUNK, len(text))
        cuts.append(at)
    if at < len(text) or not cuts:
        cuts.append(len(text))
    return cuts


def _pieces(
    text: str,
    base: int,
    end: int,
    marks: list[Mark],
    offsets: bool,
    anchors: Mapping[int, Leads] | None = None,
    number: int = 0,
) -> Iterable[str]:
    starts: dict[int, list[Mark]] = defaultdict(list)
    ends: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        starts[mark.start].append(mark)
        ends[mark.end].append(mark)
    bounds = sorted({base, end, *starts, *ends})
    active: dict[str, list[Mark]] = {}
    for at, following in zip(bounds, bounds[1:], strict=False):
        for mark in ends.get(at, ()):
            active[mark.kind].remove(mark)
        for mark in starts.get(at, ()):
            active.setdefault(mark.kind, []).append(mark)
        if anchors and at in anchors:
            yield _anchor(number, at, anchors[at])
        words = safe(text[at - base : following - base])
        kinds = [kind for kind, several in active.items() if several]
        if not kinds:
            yield words
            continue
        told = " · ".join(dict.fromkeys(m.words for kind in kinds for m in active[kind] if m.words))
        title = f' title="{safe(told)}"' if told else ""
        place = f' data-o="{at}"' if offsets else ""
        yield f'<span class="{" ".join(f"k-{kind}" for kind in kinds)}"{place}{title}>{words}</span>'


def _anchor(number: int, at: int, leads: Leads) -> str:
    """The anchor of a place, and a link back for each thing that points here. The labels are drawn by the style sheet,
    so that they are no part of the text."""
    shown = list(leads.items())[:_TAGS]
    links = "".join(
        f'<a class="back" href="#{escape(target)}" data-label="{escape(label)}" aria-label="{escape(full)}"></a>'
        for target, (label, full) in shown
    )
    if len(leads) > len(shown):
        links += '<span class="back" data-label="…"></span>'
    return f'<span class="spot" id="t{number}-{at}"></span>{links}'
