"""Printed lines -> paragraphs: what runs on is joined, running heads, page numbers and tables of contents go.

A Chinese paragraph begins two characters in, fills its lines to the right margin and ends short of it. So a line runs
on where it reaches the margin and the next one is not indented.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter

import msgspec

from zjtx_docs.readers.pieces import Line, Page, is_wide

_PAGE_NUMBER = re.compile(
    r"[-—–―─·•\s]{0,6}(?:第\s?)?(?:[0-9０-９]{1,4}|[ivxIVX]{1,6})(?:\s?页)?"
    r"(?:\s?[/／，,]?\s?(?:共\s?)?[0-9]{1,4}\s?页?)?[-—–―─·•\s]{0,6}"
)
_CONTENTS = re.compile(r"[.．…·⋯•]{4,}\s?[-—–]?\s?[0-9]{1,4}\s?[-—–]?$|(?:[.．…·⋯]\s){4,}\s?[0-9]{1,4}$")
_LABEL = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,6}[编章节条款]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|"
    r"[0-9]{1,2}[.．、](?![0-9])|[①-⑳]|附件\s?[0-9一二三四五六七八九十]{0,2}\s?[:：]?|[一二三四五六七八九]是"
)
_CLOSES = re.compile(r"[。；！？.;!?][”’』」）)]?$")
_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十]+")
_FIRST_WORD = re.compile(r"[A-Za-z0-9.,%+/-]{1,40}")
_EDGE_LINES = 2


class Column(msgspec.Struct):
    """The left and right edge of the running text on a page, the width of a character, and how paragraphs begin:
    ``indented`` where they stand in, else they begin at the left edge."""

    left: float
    right: float
    size: float
    indented: bool = True


def join_pages(pages: list[Page]) -> tuple[str, tuple[int, ...]]:
    """The text, a newline after each paragraph, and for each page the offset at which the first text of it begins.

    Where a paragraph runs over to the next page, that page begins in the middle of a line.
    """
    repeated = _repeated(pages)
    pages = [msgspec.structs.replace(page, lines=_body_lines(page, repeated)) for page in pages]
    columns = _columns(pages)
    out: list[str] = []
    starts: list[int] = []
    length = 0
    last: tuple[Line, Column] | None = None
    for page, column in zip(pages, columns, strict=True):
        gap = _usual_gap(page.lines)
        starts.append(-1)
        for line in page.lines:
            same_page = starts[-1] >= 0
            if last is None:
                joint = ""
            elif _runs_on(*last, line, column, gap if same_page else None):
                joint = _joint(last[0].text, line.text)
            else:
                joint = "\n"
            if not same_page:
                starts[-1] = length + len(joint)
            out.append(joint + line.text)
            length += len(joint) + len(line.text)
            last = line, column
        if starts[-1] < 0:  # a page without text begins where the text so far ends
            starts[-1] = length
    text = "".join(out)
    return (text + "\n" if text else ""), tuple(starts)


def _shape(text: str) -> str:
    """A line with its numbers masked, to tell running heads that count."""
    return _DIGITS.sub("0", "".join(text.split()))


def _repeated(pages: list[Page]) -> set[str]:
    """The shapes of lines at the edge of a third of the pages, three at least (two where there are but two)."""
    counts: Counter[str] = Counter()
    for page in pages:
        edges = page.lines[:_EDGE_LINES] + page.lines[_EDGE_LINES:][-_EDGE_LINES:]
        counts.update({_shape(line.text) for line in edges if not line.row and _in_margin(line, page)})
    needed = 2 if len(pages) == 2 else max(3, len(pages) // 3)
    return {shape for shape, count in counts.items() if count >= needed}


def _in_margin(line: Line, page: Page) -> bool:
    """Whether a line lies in the outer eighth of the page, above or below the text."""
    return line.bottom < page.height / 8 or line.top > page.height * 7 / 8


def _body_lines(page: Page, repeated: set[str]) -> list[Line]:
    """The lines of a page less running heads, page numbers and entries of a table of contents."""
    kept: list[Line] = []
    last = len(page.lines) - 1
    for at, line in enumerate(page.lines):
        edge = not line.row and (at < _EDGE_LINES or at > last - _EDGE_LINES) and _in_margin(line, page)
        if edge and (_PAGE_NUMBER.fullmatch(line.text) or _shape(line.text) in repeated):
            continue
        if not line.row and _CONTENTS.search(line.text):
            continue
        kept.append(line)
    return kept


def _columns(pages: list[Page]) -> list[Column]:
    """The column of each page: odd and even pages may have different margins, pages of another width have their own."""
    groups: dict[tuple[int, int], list[Line]] = {}
    keys = [(round(page.width), at % 2) for at, page in enumerate(pages)]
    for key, page in zip(keys, pages, strict=True):
        groups.setdefault(key, []).extend(line for line in page.lines if not line.row)
    whole = {key: _column(lines) for key, lines in groups.items()}
    for width, parity in list(whole):  # few lines on one side of the sheet say little: take the other side's, if wider
        other = whole.get((width, 1 - parity))
        mine = whole[width, parity]
        if other and len(groups[width, parity]) < 12 and other.right - other.left > mine.right - mine.left:
            whole[width, parity] = other
    return [whole[key] for key in keys]


def _column(lines: list[Line]) -> Column:
    """The column of running text among some lines: what the long ones among them reach, outliers left aside."""
    if not lines:
        return Column(0.0, 0.0, 1.0)
    size = statistics.median(line.size for line in lines) or 1.0
    widest = max(line.right - line.left for line in lines)
    long = [line for line in lines if line.right - line.left >= 0.6 * widest]
    lefts = sorted(line.left for line in long)
    rights = sorted(line.right for line in long)
    spare = len(long) // 20
    column = Column(lefts[spare], rights[-1 - spare], size)
    after_short = [b for a, b in zip(lines, lines[1:], strict=False) if not _is_full(a, column, b)]
    flush = sum(line.left - column.left < 0.7 * size for line in after_short)
    return msgspec.structs.replace(column, indented=2 * flush <= len(after_short))


def _usual_gap(lines: list[Line]) -> float:
    """The distance from one line to the next that is usual on a page."""
    steps = [b.top - a.top for a, b in zip(lines, lines[1:], strict=False) if b.top > a.top]
    return statistics.median(steps) if steps else 0.0


def _runs_on(line: Line, its: Column, following: Line, column: Column, gap: float | None) -> bool:
    """Whether ``following`` goes on with the paragraph of ``line``; ``gap`` is None over a page break."""
    if line.row or following.row or abs(line.size - following.size) > 0.2 * its.size:
        return False
    if gap and following.top - line.top > 1.6 * gap + 0.5 * its.size:
        return False
    if not _is_full(line, its, following):
        return False
    if (following.left - column.left) / column.size < 0.7:
        # At the left edge: the paragraph goes on, unless paragraphs begin there and this one has come to an end.
        return column.indented or not (_CLOSES.search(line.text) and _LABEL.match(following.text))
    # Standing in: a paragraph of its own, or the second line of an item whose number hangs out to the left.
    hanging = (line.left - its.left) / its.size < 0.7 and _LABEL.match(line.text)
    return bool(hanging and not _CLOSES.search(line.text) and not _LABEL.match(following.text))


def _is_full(line: Line, column: Column, following: Line) -> bool:
    """Whether a line reaches the right margin, or so near that the next word did not fit."""
    room = column.right - line.right
    word = _FIRST_WORD.match(following.text)
    needed = 2.2 * column.size + (len(word[0]) * 0.55 * column.size if word else 0.0)
    return room < needed


def _joint(before: str, after: str) -> str:
    """What stands between two joined lines: a blank between Latin words, else nothing."""
    if before and after and not is_wide(before[-1]) and not is_wide(after[0]):
        if before[-1].isalpha() and after[0].isalpha() and before[-1].isascii() and after[0].isascii():
            return " "
    return ""
