"""Reads the paragraphs of a document in order: which marks open items, where sections begin, what stands under what.

A mark opens an item at the head of a paragraph, or inside one where a line break was lost or a heading follows
(包括：1、租金补贴。对…). Conditions that a sentence counts off ((1)…；(2)…) open none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.model import Path
from zjtx_docs.parsers.block import BlockRole
from zjtx_docs.parsers.closing import find_closing
from zjtx_docs.parsers.fields import read_section
from zjtx_docs.parsers.frame import Frame, is_sentence
from zjtx_docs.parsers.headings import Head, find_head
from zjtx_docs.parsers.labels import Label, inside_labels, read_label
from zjtx_docs.parsers.labels import label as make_label
from zjtx_docs.parsers.lists import Run, headed, runs_of
from zjtx_docs.parsers.nesting import Nesting
from zjtx_docs.parsers.paragraphs import Paragraph
from zjtx_docs.parsers.titles import is_salutation, title_kind
from zjtx_docs.text import squeeze

_PLAIN_HEADING = re.compile(r"[\u4e00-\u9fff“”、A-Za-z0-9()\u3000 -]{4,24}")
_MARKED = re.compile(r"[。;!?:,]")
_FAR = 30
_SENTENCE_LISTS = ("pd", "ring", "d)")
_ITEM_LISTS = ("c", "pc", "d")


class Item:
    """A mark that opened an item, with the heading that it may have."""

    __slots__ = ("label", "path", "section", "head", "line", "paragraph_end", "follows")

    def __init__(self, label: Label, path: Path, section: str | None, head: Head | None, line: int, end: int) -> None:
        self.label, self.path, self.section, self.head = label, path, section, head
        self.line, self.paragraph_end = line, end
        self.follows = ""  # what comes next: text, deeper (an item inside), none


class Piece(NamedTuple):
    """A stretch of a paragraph with its place; ``item`` where a mark opens it."""

    start: int
    end: int
    role: BlockRole
    path: Path = ()
    section: str | None = None
    item: Item | None = None
    opens: bool = False  # text that begins its paragraph


class Reader:
    """Reads the paragraphs of a document in order and keeps its items and pieces."""

    def __init__(
        self, folded: str, lines: list[Paragraph], labels: list[Label | None], frame: Frame, kind: str
    ) -> None:
        self.folded, self.lines, self.roles, self.kind = folded, lines, frame.roles, kind
        self.labels = [label if role is None else None for label, role in zip(labels, frame.roles, strict=True)]
        decimals = {label.token.partition(".")[0] for label in self.labels if label is not None and label.style == "dd"}
        self.labels = [
            label if label is None or label.mark != " " or label.token in decimals else None for label in self.labels
        ]
        self.nesting = Nesting([label for label in self.labels if label is not None])
        self.section: str | None = None
        self.items: list[Item] = []
        self.pieces: list[Piece] = []
        self.odd: list[tuple[Label, str]] = []
        self.titles = {title.first: title for title in frame.titles}
        self.closing = find_closing(folded, lines, self.roles, self.labels)
        self.skip = -1
        self.spoken = False  # text proper has been read

    def read(self) -> None:
        """Go through the paragraphs once."""
        for at, line in enumerate(self.lines):
            role = self.roles[at]
            if at == self.closing:
                self.nesting.close()
                self.section = None
            if at <= self.skip:
                continue
            if role == "title" and at in self.titles:
                title = self.titles[at]
                self.pieces.append(Piece(title.start, title.end, "title"))
                self.skip = title.last
                continue
            if role is not None:
                path = self.nesting.path if role == "table" else ()
                section = self.section if role == "table" else None
                self.pieces.append(Piece(line.start, line.end, role, path, section))
                continue
            self._paragraph(at, line)

    def _paragraph(self, at: int, line: Paragraph) -> None:
        label = self.labels[at]
        start = line.start
        if label is None:
            named = read_section(self.folded, line.start, line.end)
            if named is not None and self._is_section(named.value >= line.end):
                self._open_section(named.name, named.start, named.name_end)
                start = named.value
                label = read_label(self.folded, start, line.end)
            elif not self.items and self._is_first_address(at, line):
                self.pieces.append(Piece(line.start, line.end, "salutation"))
                return
            elif self._names_an_ask(line):
                self._open_section(squeeze(self.folded[line.start : line.end]), line.start, line.end)
                return
            elif self._is_plain_heading(at, line):
                if not self.nesting.path and self.kind not in ("proposal", "reply"):
                    self.section = squeeze(self.folded[line.start : line.end])
                self.pieces.append(Piece(line.start, line.end, "heading", self.nesting.path, self.section))
                return
        if start >= line.end:
            return
        inside = inside_labels(self.folded, start, line.end) if line.end - start > 12 else []
        runs = runs_of(inside)
        if label is not None and not self.nesting.fits(label):
            label = self._plain_number(label, at)
        if label is not None and label.style == "d" and label.number >= _FAR:
            # a figure (…计划100、…) that a layout put at the head of a line
            label = label if self.nesting.last(label.key) >= label.number - 3 else None
        if label is not None and self._counts_off(label, runs, line):
            label = None
        cursor, first = start, True
        if label is not None:
            limit = inside[0].start if inside else line.end
            cursor = self._open(label, at, limit, line)
            first = False
        for number, mark in enumerate(inside):
            if mark.start < cursor or not self._opens_inside(mark, runs[number], line, label):
                continue
            if mark.start > cursor:
                self._text(cursor, mark.start, first)
            limit = inside[number + 1].start if number + 1 < len(inside) else line.end
            cursor, first = self._open(mark, at, limit, line), False
        if cursor < line.end:
            self._text(cursor, line.end, first)

    def _text(self, start: int, end: int, opens: bool) -> None:
        self.spoken = True
        if self.items and not self.items[-1].follows:
            self.items[-1].follows = "text"
        self.pieces.append(Piece(start, end, "body", self.nesting.path, self.section, None, opens))

    def _open_section(self, name: str, start: int, end: int) -> None:
        if self.items and not self.items[-1].follows:
            self.items[-1].follows = "none"
        self.nesting.close()
        self.section = name
        self.pieces.append(Piece(start, end, "heading", (), name))

    def _is_section(self, alone: bool) -> bool:
        """A policy has sections only as lines of their own; a proposal's stand before their text too."""
        return alone or self.kind in ("proposal", "reply", "other")

    def _is_first_address(self, at: int, line: Paragraph) -> bool:
        """Whether the line addresses somebody before any text (答复内容：, then 张三委员：)."""
        return not self.spoken and is_salutation(self.folded, line.start, line.end)

    def _names_an_ask(self, line: Paragraph) -> bool:
        """Whether the line is a proposal's heading over what it asks for (关于…的建议)."""
        if self.kind != "proposal" or not 6 <= line.end - line.start <= 40 or self.folded[line.end - 1] not in "议案":
            return False
        words = squeeze(self.folded[line.start : line.end])
        found = title_kind(words)
        return found is not None and found[0] == "proposal" and _MARKED.search(words) is None

    def _is_plain_heading(self, at: int, line: Paragraph) -> bool:
        """Whether the line is a heading without a number: a few words over a paragraph."""
        if at + 1 >= len(self.lines) or self.roles[at + 1] is not None or line.last != line.start:
            return False
        if not _PLAIN_HEADING.fullmatch(self.folded, line.start, line.end):
            return False
        below = self.lines[at + 1]
        return is_sentence(self.folded, below) and self.folded[below.end - 1] in "。:;)”"

    def _open(self, label: Label, at: int, limit: int, line: Paragraph) -> int:
        """Open an item and return where its own text begins."""
        if self.items and not self.items[-1].follows:
            self.items[-1].follows = "?"
        opened = self.nesting.open(label)
        if opened.odd is not None:
            self.odd.append((label, opened.odd))
        if self.items and self.items[-1].follows == "?":
            before = self.items[-1].path
            inner = opened.path[: len(before)] == before and len(opened.path) > len(before)
            self.items[-1].follows = "deeper" if inner else "none"
        markup = line.markup if label.start == line.start else ""
        head = None if label.token == "附则" else find_head(self.folded, label, label.end, limit, markup)
        end = limit
        if label.end >= line.end and label.style != "条" and label.token != "附则":
            head, end = self._heading_below(at, label)
        item = Item(label, opened.path, self.section, head, at, end)
        self.items.append(item)
        body = head.body if head is not None else label.end
        self.pieces.append(Piece(label.start, max(body, label.end), "heading", opened.path, self.section, item))
        return body if head is not None else label.end

    def _plain_number(self, label: Label, at: int) -> Label | None:
        """A decimal mark read as a number and a figure (2.3人户家庭 is item 2), where the list counts so; else None."""
        number = int(label.token.partition(".")[0])
        if self.folded[label.end - 1].isspace():
            return None
        if self.nesting.numbers.get("d") != number - 1:
            after = next((found for found in self.labels[at + 1 :] if found is not None), None)
            if number != 1 or after is None or after.token.partition(".")[0] != "2" or after.style not in ("d", "dd"):
                return None
        return make_label(label.start, label.start + len(str(number)) + 1, "d", ".", number, str(number))

    def _heading_below(self, at: int, label: Label) -> tuple[Head | None, int]:
        """The heading that stands on the line under a mark that is alone on its own (附件2, 第一章)."""
        end = self.lines[at].end
        if at + 1 >= len(self.lines) or self.roles[at + 1] is not None or self.labels[at + 1] is not None:
            return None, end
        below = self.lines[at + 1]
        words = squeeze(self.folded[below.start : below.end])
        if not 2 <= len(words) <= 40 or _MARKED.search(words):
            return None, end
        self.skip = at + 1
        return Head(below.start, below.end, below.end, "alone", 2), below.end

    def _counts_off(self, label: Label, runs: list[Run], line: Paragraph) -> bool:
        """Whether the mark at a paragraph's head only begins a list inside one sentence: (1)… (2)… without headings."""
        if label.style not in _SENTENCE_LISTS:
            return False
        run = next((run for run in runs if run.marks[0].key == label.key), None)
        if run is None or run.marks[0].number != label.number + 1:
            return False
        return not headed(self.folded, [label, *run.marks], line.end)

    def _opens_inside(self, mark: Label, run: Run, line: Paragraph, label: Label | None) -> bool:
        """Whether a mark inside a paragraph opens an item."""
        if mark.number == 1:
            after = run.marks[1].number if len(run.marks) > 1 else self.nesting.next_number(mark.key, mark.start)
            if after != 2:
                return False
        elif self.nesting.last(mark.key) != mark.number - 1:
            return False
        if run.headed is None:
            run.headed = headed(self.folded, run.marks, line.end)
            run.listed = any(self.folded[other.start - 1] == ";" for other in run.marks[1:])
        if run.headed:
            return True
        if mark.style == "c":
            return mark.mark in ("、", ".") and (not run.listed or not self.nesting.path or "c" in self.nesting.numbers)
        if mark.style not in _ITEM_LISTS:
            return False
        return not self.nesting.path or self.nesting.numbers.get(mark.style) == mark.number - 1 and label is not None
