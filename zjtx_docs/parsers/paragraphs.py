"""Logical paragraphs from the lines of a text: what a layout broke is joined, what the writer parted stays apart.

Text comes from PDF with visual lines, from web pages with blank lines that mean nothing, from word processors with one line a
paragraph, and with breaks in the middle of a word. Works on folded text; offsets are those of the source.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.parsers.fields import opens_field
from zjtx_docs.parsers.labels import read_label

_LINE = re.compile(r"\S[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]*")
_BREAKS = re.compile(r"[\n\f\v\x1c-\x1e\x85\u2028\u2029]|\r\n?")
_BULLET = re.compile(r"[-•●◆■▪◇□]\s+(?=[^\s0-9])|[•●◆■▪◇□➢◎★]\s*")
_MARKUP = "#*>\u200b\u200c\u200d\u2060\ufeff"
_LEAD = re.compile(rf"[\s{_MARKUP}]*")
_TRAIL = " \t\r\n\u3000\xa0*#\u200b\u200c\u200d\u2060\ufeff"
_RULE = re.compile(r"[-=_·.~+\s]{3,}")
# A wide gap inside a line stands for a lost line break after a sentence's end or before a numbering mark.
_WIDE_GAP = re.compile(r"(?:(?<=[。;:!?)”])[\u3000\xa0 ]{2,}|[\u3000]{2,})")
_NEXT_WORDS = re.compile(r"[^\s]{6}")
_CLOSERS = frozenset(",。、;:!?)]》”’%")
_ENDS = frozenset("。!?;:…")
_OPEN_ENDS = frozenset(",、(《“‘-+")
_JOINING = frozenset("的和与及或")
_PAIRS = (("《", "》"), ("(", ")"), ("“", "”"))

_WRAP_FROM, _WRAP_TO = 36, 140  # widths in columns that a printed line has: 18 to 70 Chinese characters
_HALF_PAGE = 40
_SLACK = 4  # columns by which a full line may fall short: a mark may not open the next line


class Paragraph(NamedTuple):
    """One paragraph ``folded[start:end]`` without Markdown marks around it; ``gap`` counts the blank lines above.

    ``last`` is where its last line begins, ``markup`` the marks that stood before it (``## ``, ``**``).
    """

    start: int
    end: int
    indent: int
    gap: int
    markup: str
    last: int

    def text(self, folded: str) -> str:
        """The folded words of the paragraph."""
        return folded[self.start : self.end]


def find_paragraphs(folded: str) -> list[Paragraph]:
    """The paragraphs of a folded text in order, none empty, none overlapping."""
    lines = _lines(folded)
    width, base = _wrapping(folded, lines)
    found: list[Paragraph] = []
    for line in lines:
        if found and _continues(folded, found[-1], line, width, base):
            found[-1] = found[-1]._replace(end=line.end, last=line.start)
        else:
            found.append(line)
    return found


def _lines(folded: str) -> list[Paragraph]:
    found = []
    before = 0
    for match in _LINE.finditer(folded):
        a, b = match.span()
        blank = folded[before:a]
        breaks = len(_BREAKS.findall(blank)) if before else 2
        indent = len(blank) - max(blank.rfind("\n"), blank.rfind("\r")) - 1
        before = b
        start = _LEAD.match(folded, a, b).end()  # type: ignore[union-attr]
        if (bullet := _BULLET.match(folded, start, b)) is not None:
            start = bullet.end()
        end = a + len(folded[a:b].rstrip(_TRAIL))
        if start >= end or _RULE.fullmatch(folded, start, end):
            continue
        line = Paragraph(start, end, indent, max(breaks - 1, 0), folded[a:start].strip(), start)
        if "\u3000\u3000" in folded[start:end] or "\xa0\xa0" in folded[start:end]:
            found.extend(_pieces(folded, line))
        else:
            found.append(line)
    return found


def _pieces(folded: str, line: Paragraph) -> list[Paragraph]:
    """The line cut at its wide gaps, where what follows begins a sentence or a numbered item."""
    cuts = []
    before = line.start
    for gap in _WIDE_GAP.finditer(folded, line.start, line.end):
        after_mark = folded[gap.start() - 1] in "。;!?)”" or folded[gap.start() - 1] == ":" and gap.start() - before >= 8
        marked = read_label(folded, gap.end(), line.end) is not None or opens_field(folded, gap.end(), line.end)
        apart = gap.start() - before >= 6 and _NEXT_WORDS.match(folded, gap.end(), line.end) is not None
        if after_mark or marked or apart:
            cuts.append((gap.start(), gap.end()))
            before = gap.end()
    pieces = []
    start, indent = line.start, line.indent
    for a, b in cuts:
        if start < a:
            pieces.append(line._replace(start=start, end=a, indent=indent, last=start))
        start, indent = b, b - a
    if start < line.end:
        pieces.append(line._replace(start=start, end=line.end, indent=indent, last=start))
    return pieces


def _columns(words: str) -> int:
    """How wide the words print: a Chinese character takes two columns."""
    return (len(words.encode("utf-8", "surrogatepass")) + len(words)) // 2


def _printed(folded: str, line: Paragraph) -> int:
    """How wide a line prints with its indent."""
    indent = folded[line.start - line.indent : line.start] if line.indent else ""
    return _columns(folded[line.start : line.end]) + (_columns(indent) if indent.isspace() else 0)


def _wrapping(folded: str, lines: list[Paragraph]) -> tuple[int, int]:
    """Width of the printed line and its usual indent where the text was broken at a constant width, else (0, 0)."""
    widths = sorted(_printed(folded, line) for line in lines if line.end - line.start >= _WRAP_FROM // 2)
    if len(widths) < 4:
        return 0, 0
    width = widths[int(len(widths) * 0.9)]
    if not _WRAP_FROM <= width <= _WRAP_TO:
        return 0, 0
    full = [line for line in lines if width - _SLACK <= _printed(folded, line) <= width + _SLACK]
    unended = sum(folded[line.end - 1] not in _ENDS for line in full)
    if len(full) < 4 or len(full) < 0.5 * len(widths) or unended < 0.6 * len(full):
        return 0, 0
    indents = sorted(line.indent for line in full)
    return width, indents[len(indents) // 2]


def is_table(folded: str, start: int, end: int) -> bool:
    """Whether the line is a row of a table: cells parted by tabs or bars."""
    if folded.startswith("|", start):
        return True
    tab = folded.find("\t", start, end)
    return tab >= 0 and not folded[start:tab].isspace() and not folded[tab:end].isspace()


def _continues(folded: str, above: Paragraph, line: Paragraph, width: int, base: int) -> bool:
    """Whether ``line`` carries on the paragraph ``above``: a layout broke it, no writer parted it."""
    last = folded[above.end - 1]
    first = folded[line.start]
    if first in _CLOSERS and last not in "。!?;" and above.end - above.start > 3:
        return True
    if last in _ENDS or line.markup.startswith("#") or above.markup.startswith("#"):
        return False
    if read_label(folded, line.start, line.end) is not None or opens_field(folded, line.start, line.end):
        return False
    if is_table(folded, line.start, line.end) or is_table(folded, above.last, above.end):
        return False
    length = above.end - above.start
    if length >= 8 and (last in _OPEN_ENDS or (last in _JOINING and length >= 16)):
        return True
    if length >= 8 and _open_pair(folded, above):
        return True
    across = _columns(folded[above.last : above.end]) + (2 * above.indent if above.last == above.start else 0)
    if 2 <= above.indent <= 8 and line.indent <= above.indent - 2 and _HALF_PAGE <= across and length >= 16:
        return True  # the first line of a paragraph is indented, the lines that carry it on are not
    if width:
        if line.indent >= base + 2:
            return False
        return _columns(folded[above.last : above.end]) + (above.indent if above.last == above.start else 0) >= width - _SLACK
    if line.indent >= 2 or last in ")》”’]%":
        return False
    sentence = folded.find("。", above.start, above.end) >= 0
    if not sentence and (folded.find(",", above.start, above.end) < 0 or opens_field(folded, above.start, above.end)):
        return False
    if length >= 80:
        return True
    return length >= (40 if sentence else 70) and read_label(folded, above.start, above.end) is None


def _open_pair(folded: str, above: Paragraph) -> bool:
    """Whether a bracket or quotation mark of the last line is still open."""
    tail = folded[max(above.last, above.end - 90) : above.end]
    if '"' in tail:
        return False
    return any(tail.count(left) > tail.count(right) and tail.rfind(left) > tail.rfind(right) - 1 for left, right in _PAIRS)
