"""The outline of a document: its numbered items with their paths, its sections, and its paragraphs as blocks.

Paths are bare numerals from the outside in (三、 5、 is ("三", "5")). An item's heading is the short line or first sentence
after its mark; where the mark begins a sentence there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zjtx_docs.model import Issue, OutlineItem
from zjtx_docs.parsers.block import Block, BlockRole
from zjtx_docs.parsers.documents import Part
from zjtx_docs.parsers.frame import read_frame
from zjtx_docs.parsers.headings import find_head
from zjtx_docs.parsers.items import Item, Piece, Reader
from zjtx_docs.parsers.labels import read_label
from zjtx_docs.parsers.pages import blank_page_marks
from zjtx_docs.parsers.paragraphs import find_paragraphs
from zjtx_docs.text import View, fold, squeeze

_LEAD_MOST = 22
# What a sentence says and a heading does not: subjects at its head, duties, tenses.
_STATEMENT = re.compile(
    r"^(?:我|各|该|其|此|上述|由)|(?<![重主需必紧概摘])要(?![素求点件闻约])|是|分为|应[当该]|有关|将|已|曾"
)


class Outline(NamedTuple):
    """Numbered items, paragraphs and what is odd about the numbers, each in the order of the text."""

    items: tuple[OutlineItem, ...]
    blocks: tuple[Block, ...]
    issues: tuple[Issue, ...]


def find_outline(text: str, part: Part) -> Outline:
    """Items, blocks and oddities of one document; spans count in the whole text. Empty text gives empty tuples."""
    base = part.start
    while base and text[base - 1] in " \t\u3000":
        base -= 1  # the indent of the first line tells how the text was printed
    folded = blank_page_marks(fold(text[base : part.end]))
    lines = find_paragraphs(folded)
    labels = [read_label(folded, line.start, line.end) for line in lines]
    frame = read_frame(folded, lines, labels)
    reader = Reader(folded, lines, labels, frame, part.kind)
    reader.read()
    _settle_heads(reader.items, folded)
    items = tuple(_outline_item(text, item, base) for item in reader.items)
    issues = tuple(
        Issue(
            code=f"number_{odd}",
            message=f"the number {label.token} is {odd}",
            start=base + label.start,
            end=base + label.end,
        )
        for label, odd in reader.odd
    )
    return Outline(items, _blocks(text, folded, reader.pieces, base), issues)


def _settle_heads(items: list[Item], folded: str) -> None:
    """Keep the headings that their place and their fellows confirm."""
    votes: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for item in items:
        sure = item.head is not None and item.head.sure == 2 and item.head.form not in ("alone", "stopped")
        # Articles of one chapter may bear headings where those of another (总则, 附则) do not.
        for fellows in {(item.label.style, ()), _fellows(item)}:
            votes.setdefault(fellows, [0, 0])[0 if sure else 1] += 1
    before: dict[str, Item] = {}
    for item in items:
        head = item.head
        last = before.get(item.label.style)
        before[item.label.style] = item
        if head is None:
            continue
        yes, no = votes[(item.label.style, ())]
        listed = last is not None and last.path[:-1] == item.path[:-1] and folded[last.paragraph_end - 1] == ";"
        if item.label.style == "条" and head.form == "stopped":
            keep = item.follows == "deeper" and _many(votes[_fellows(item)])
        elif head.form == "stopped":
            keep = item.follows in ("text", "deeper") and not listed
        elif head.form == "alone":
            keep = not listed and (head.sure == 2 or item.follows in ("text", "deeper"))
        elif item.label.style == "条" and head.form in ("lead", "gap"):
            headed = _many((yes, no)) or _many(votes[_fellows(item)])
            keep = headed or head.form == "gap" and head.sure == 1 and _many_gaps(items)
        else:
            keep = head.sure == 2 or yes > no
        if not keep:
            item.head = None


def _many(votes: Sequence[int]) -> bool:
    return votes[0] >= 2 and votes[0] >= 0.25 * sum(votes)


def _fellows(item: Item) -> tuple[str, tuple[str, ...]]:
    return item.label.style, item.path[:-1] if item.label.style == "条" else ()


def _many_gaps(items: list[Item]) -> bool:
    articles = [item for item in items if item.label.style == "条"]
    return sum(item.head is not None and item.head.form == "gap" for item in articles) >= 0.4 * len(articles)


def _outline_item(text: str, item: Item, base: int) -> OutlineItem:
    label, head = item.label, item.head
    start = base + label.start
    end = base + (head.end + (head.form == "bracket") if head is not None else label.end)
    label_end = base + label.start + len(text[start : base + label.end].rstrip())
    if head is None:
        end = label_end
    written = squeeze(text[start:label_end])
    heading = squeeze(text[base + head.start : base + head.end]) or None if head is not None else None
    if label.token == "附则":
        written = heading = "附则"
    return OutlineItem(
        path=item.path,
        label=written,
        heading=heading,
        section=item.section,
        start=start,
        end=end,
        quote=text[start:end],
    )


def _blocks(text: str, folded: str, pieces: list[Piece], base: int) -> tuple[Block, ...]:
    """The pieces as blocks: a heading that was not confirmed goes back to the text after it."""
    blocks: list[Block] = []
    pending = -1
    for number, piece in enumerate(pieces):
        start, end, role = piece.start, piece.end, piece.role
        item = piece.item
        if item is not None:
            head = item.head
            following = pieces[number + 1] if number + 1 < len(pieces) else None
            if head is None:
                joined = (
                    following is not None
                    and following.item is None
                    and following.role == "body"
                    and not following.opens
                )
                if joined and following is not None and following.start == end:
                    pending = item.label.end
                    continue
                start, role = item.label.end, "body"
            else:
                start, end = head.start, head.end
                if head.form in ("alone", "stopped") and item.follows in ("", "none", "?"):
                    role = "body"
            if item.label.token == "附则":
                start, end, role = item.label.start, item.label.end, "heading"
        elif pending >= 0:
            start, pending = pending, -1
        start, end = _trim(folded, start, end, role)
        if start < end:
            lead = None
            if piece.opens and role == "body" and (head := find_head(folded, None, start, end)) is not None:
                words = squeeze(text[base + head.start : base + head.end])
                if head.form == "lead" and head.sure == 2 and end - head.body >= 15 and len(words) <= _LEAD_MOST:
                    lead = words if _STATEMENT.search(words) is None else None
            view = View(text, base + start, base + end, folded[start:end])
            blocks.append(Block(base + start, base + end, role, piece.path, piece.section, view, lead))
    return tuple(blocks)


def _trim(folded: str, start: int, end: int, role: BlockRole) -> tuple[int, int]:
    """The stretch without blanks and Markdown marks at its ends, and without the mark that closes a heading."""
    words = folded[start:end]
    left = len(words) - len(words.lstrip(" \t\r\n\u3000\xa0*"))
    right = len(words.rstrip(" \t\r\n\u3000\xa0*"))
    if role == "body" and not words[left:right].strip("。;:,、"):
        return start, start
    return start + left, start + right
