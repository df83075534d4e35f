"""Logical paragraphs from the lines of a text: what a layout broke is joined, what the writer parted stays apart.

Text comes from PDF with visual lines, from web pages with blank lines that mean nothing, from word processors with one
line a paragraph, and with breaks in the middle of a word. Works on folded text; offsets are those of the source.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from zjtx_docs.parsers.fields import opens_field, read_field
from zjtx_docs.parsers.labels import read_label

_LINE = re.compile(r"\S[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]*")
_BREAKS = re.compile(r"[\n\f\v\x1c-\x1e\x85\u2028\u2029]|\r\n?")
_BULLET = re.compile(r"[-•●◆■▪◇□]\s+(?=[^\s0-9])|-{2}(?=[一-龥])|[•●◆■▪◇□➢◎★]\s*")
_MARKUP = "#*>\u200b\u200c\u200d\u2060\ufeff"
_LEAD = re.compile(rf"[\s{_MARKUP}]*")
_TRAIL = " \t\r\n\u3000\xa0*#\u200b\u200c\u200d\u2060\ufeff"
_RULE = re.compile(r"[-=_·.~+\s]{3,}")
# A wide gap inside a line stands for a lost line break after a sentence's end or before a numbering mark.
_WIDE_GAP = re.compile(r"(?:(?<=[。;:!?)”])[\u3000\xa0 ]{2,}|[\u3000]{2,})")
_NEXT_WORDS = re.compile(r"[^\s]{6}")
# A document number or a date on a line of its own carries nothing on and is carried on by nothing.
_ALONE = re.compile(
    r"(?:\(?[\u4e00-\u9fffA-Za-z]{2,20}[\[(](?:19|20)[0-9]{2}[\])]\s?第?[0-9]{1,5}\s?号\)?"
    r"|\(?[0-9一二][0-9〇零○一二三四五六七八九]{3}\s?年[^,。]{2,8}[日号](?:印发)?\)?)"
    r"(?=\s{2}|$)"
)
# 200 / 万元奖励, 300万 / 元: no paragraph begins with the unit of the number that the line above ends with.
_NUMBER_ENDS = re.compile(r"\d\s?[万亿千百]{0,2}\Z")
_UNIT_BEGINS = re.compile(r"[万亿千百]{0,2}(?:元|美元|港元|欧元|%|‰|个百分点|平方米|平方公里)|[万亿](?=[的以,;。])")
_CLOSERS = frozenset(",。、;:!?)]》”’%")
_ENDS = frozenset("。!?;:…")
_OPEN_ENDS = frozenset(",、(《“‘-+")
_JOINING = frozenset("的和与及或")
_PAIRS = (("《", "》"), ("(", ")"), ("“", "”"))

_WRAP_FROM, _WRAP_TO = 36, 140  # widths in columns that a printed line has: 18 to 70 Chinese characters
_FAR = 30  # no list counts so far: a figure stands at the head of a printed line
_HALF_PAGE = 40
_SLACK = 2  # columns by which a full line may fall short: half a character, or a mark that hangs over
_FIRST_INDENT = 4  # two characters at the head of a paragraph, lost where a reader strips them
_DEEPEST = 60  # blanks before a centred line


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


class _Layout(NamedTuple):
    """How lines were printed: their ``width`` in columns, 0 where lines are paragraphs; the ``base`` indent; ``marked``
    where the first lines of paragraphs are indented."""

    width: int
    base: int
    marked: bool


def find_paragraphs(folded: str) -> list[Paragraph]:
    """The paragraphs of a folded text in order, none empty, none overlapping."""
    lines = _lines(folded)
    layout = _layout(folded, lines)
    found: list[Paragraph] = []
    for line in lines:
        if found and _continues(folded, found[-1], line, layout):
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
        after_mark = (
            folded[gap.start() - 1] in "。;!?)”" or folded[gap.start() - 1] == ":" and gap.start() - before >= 8
        )
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


def _across(folded: str, at: int, end: int) -> int:
    """How wide the line that holds ``at`` prints up to ``end``, with its indent."""
    lowest = max(0, at - _DEEPEST)
    start = max(folded.rfind("\n", lowest, at), folded.rfind("\r", lowest, at)) + 1
    return _columns(folded[start or at : end] if lowest else folded[start:end])


def _layout(folded: str, lines: list[Paragraph]) -> _Layout:
    """How the text was printed: at a constant width, or with one line a paragraph."""
    wide = [line for line in lines if line.end - line.start >= _WRAP_FROM // 2]
    if len(wide) < 4:
        return _Layout(0, 0, False)
    counts = Counter(_across(folded, line.start, line.end) for line in wide)
    width = max(counts, key=lambda columns: (counts[columns - 1] + counts[columns] + counts[columns + 1], columns))
    if not _WRAP_FROM <= width <= _WRAP_TO:
        return _Layout(0, 0, False)
    full = [line for line in wide if width - _SLACK <= _across(folded, line.start, line.end) <= width + 2 * _SLACK]
    unended = sum(folded[line.end - 1] not in _ENDS for line in full)
    if len(full) < 0.4 * len(wide) or unended < 0.6 * len(full):
        return _Layout(0, 0, False)
    # a few lines tell it only where none is wider and none of them ends a sentence
    if len(full) < 4 and (len(full) < 3 or unended < len(full) or max(counts) > width + 2 * _SLACK):
        return _Layout(0, 0, False)
    base = min(line.indent for line in full)
    begun = sum(line.indent >= base + 2 for line in lines)
    return _Layout(width, base, begun >= 0.1 * len(lines) and begun >= 2)


def is_table(folded: str, start: int, end: int) -> bool:
    """Whether the line is a row of a table: cells parted by tabs or bars."""
    if folded.startswith("|", start):
        return True
    tab = folded.find("\t", start, end)
    return tab >= 0 and not folded[start:tab].isspace() and not folded[tab:end].isspace()


def _continues(folded: str, above: Paragraph, line: Paragraph, layout: _Layout) -> bool:
    """Whether ``line`` carries on the paragraph ``above``: a layout broke it, no writer parted it."""
    last = folded[above.end - 1]
    if folded[line.start] in _CLOSERS and last not in "。!?;" and above.end - above.start > 3:
        return True
    if _UNIT_BEGINS.match(folded, line.start) and _NUMBER_ENDS.search(folded, above.end - 4, above.end):
        return True
    if last in _ENDS and not layout.marked or line.markup.startswith("#") or above.markup.startswith("#"):
        return False
    label = read_label(folded, line.start, line.end)
    if label is not None and (label.style != "d" or label.number < _FAR or not layout.width):
        return False
    if opens_field(folded, line.start, line.end):
        return False
    if _ALONE.match(folded, line.start, line.end) or _ALONE.match(folded, above.start, above.end):
        return False
    if is_table(folded, line.start, line.end) or is_table(folded, above.last, above.end):
        return False
    if layout.width and (printed := _printed_on(folded, above, line, layout)) is not None:
        return printed
    return last not in _ENDS and _broken(folded, above, line)


def _printed_on(folded: str, above: Paragraph, line: Paragraph, layout: _Layout) -> bool | None:
    """Whether a line of a text printed at a constant width goes on; None where its width does not tell."""
    if layout.marked and line.indent >= layout.base + 2 or read_field(folded, above.start, above.end) is not None:
        return False
    short = layout.width - _across(folded, above.last, above.end)
    if short <= _SLACK or not layout.marked and above.last == above.start and short <= _SLACK + _FIRST_INDENT:
        return layout.marked or folded[above.end - 1] not in _ENDS
    return None


def _broken(folded: str, above: Paragraph, line: Paragraph) -> bool:
    """Whether a line break stands inside a sentence, by the words and marks around it."""
    length = above.end - above.start
    last = folded[above.end - 1]
    if length >= 8 and (last in _OPEN_ENDS or (last in _JOINING and length >= 16)):
        return True
    if length >= 8 and _open_pair(folded, above):
        return True
    if 2 <= above.indent <= 8 and line.indent <= above.indent - 2 and length >= 16 and not line.gap:
        # the first line of a paragraph is indented, the lines that carry it on are not
        if _across(folded, above.last, above.end) >= _HALF_PAGE:
            return True
    if line.indent >= 2 or last in ")》”’]%":
        return False
    sentence = folded.find("。", above.start, above.end) >= 0
    if not sentence and (folded.find(",", above.start, above.end) < 0 or opens_field(folded, above.start, above.end)):
        return False
    if length >= 80:
        return True
    return length >= (40 if sentence else 60) and read_label(folded, above.start, above.end) is None


def _open_pair(folded: str, above: Paragraph) -> bool:
    """Whether a bracket or quotation mark of the last line is still open."""
    tail = folded[max(above.last, above.end - 90) : above.end]
    if '"' in tail:
        return False
    return any(
        tail.count(left) > tail.count(right) and tail.rfind(left) > tail.rfind(right) - 1 for left, right in _PAIRS
    )
