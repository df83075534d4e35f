"""The outline of a document: its numbered items with their paths, its sections, and its paragraphs as blocks.

A mark opens an item at the head of a paragraph, or inside one where a line break was lost or a heading follows
(其中包括：1、人才政策。对…). Conditions that a sentence counts off ((1)…；(2)…) open none. Paths are bare numerals from the outside in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.model import Issue, OutlineItem, Path
from zjtx_docs.parsers.block import Block, BlockRole
from zjtx_docs.parsers.documents import Part
from zjtx_docs.parsers.fields import read_section
from zjtx_docs.parsers.frame import Frame, is_sentence, read_frame
from zjtx_docs.parsers.headings import Head, find_head
from zjtx_docs.parsers.labels import Label, inside_labels, read_label
from zjtx_docs.parsers.labels import label as make_label
from zjtx_docs.parsers.nesting import Nesting
from zjtx_docs.parsers.paragraphs import Paragraph, find_paragraphs
from zjtx_docs.parsers.titles import is_salutation, title_kind
from zjtx_docs.text import View, fold, squeeze

_ITSELF = re.compile(r"(?:本|以上|上述)(?:政策|措施|办法|意见|规定|细则|方案|若干|计划|条例|通知|实施|文件)")
_CLOSING = re.compile(r"适用|施行|起实施|起执行|开始执行|有效期|解释|印发之日|发布之日|公布之日")
_BEFORE_CLOSING = re.compile(r"实施细则|申报指南|申报细则|操作细则|服务指南")
_PLAIN_HEADING = re.compile(r"[\u4e00-\u9fff“”、A-Za-z0-9()\u3000 -]{4,24}")
_LEAD_MOST = 22
_STATEMENT = re.compile(r"要|由|是|分为|应|有关|我|各|该|其|此|上述|将|已|曾")
_SENTENCE_LISTS = ("pd", "ring", "d)")
_ITEM_LISTS = ("c", "pc", "d")


class Outline(NamedTuple):
    """Numbered items, paragraphs and what is odd about the numbers, each in the order of the text."""

    items: tuple[OutlineItem, ...]
    blocks: tuple[Block, ...]
    issues: tuple[Issue, ...]


class _Item:
    """A mark that opened an item, with the heading that it may have."""

    __slots__ = ("label", "path", "section", "head", "line", "paragraph_end", "follows")

    def __init__(self, label: Label, path: Path, section: str | None, head: Head | None, line: int, end: int) -> None:
        self.label, self.path, self.section, self.head, self.line, self.paragraph_end = label, path, section, head, line, end
        self.follows = ""  # what comes next: "text", "deeper", or "" for a sibling or nothing


class _Piece(NamedTuple):
    """A stretch of a paragraph with its place; ``item`` where a mark opens it."""

    start: int
    end: int
    role: BlockRole
    path: Path
    section: str | None
    item: _Item | None
    opens: bool  # the stretch begins its paragraph


def find_outline(text: str, part: Part) -> Outline:
    """Items, blocks and oddities of one document; spans count in the whole text. Empty text gives empty tuples."""
    folded = fold(text[part.start : part.end])
    lines = find_paragraphs(folded)
    labels = [read_label(folded, line.start, line.end) for line in lines]
    frame = read_frame(folded, lines, labels)
    reader = _Reader(folded, lines, labels, frame, part.kind)
    reader.read()
    _settle_heads(reader.items, folded)
    base = part.start
    items = tuple(_outline_item(text, item, base) for item in reader.items)
    issues = tuple(
        Issue(code=f"number_{odd}", message=f"the number {label.token} is {odd}", start=base + label.start, end=base + label.end)
        for label, odd in reader.odd
    )
    return Outline(items, _blocks(text, folded, reader.pieces, base), issues)


class _Reader:
    """Reads the paragraphs of a document in order and keeps its items and pieces."""

    def __init__(
        self, folded: str, lines: list[Paragraph], labels: list[Label | None], frame: Frame, kind: str
    ) -> None:
        self.folded, self.lines, self.roles, self.kind = folded, lines, frame.roles, kind
        self.labels = [label if role is None else None for label, role in zip(labels, frame.roles, strict=True)]
        decimals = {label.token.partition(".")[0] for label in self.labels if label is not None and label.style == "dd"}
        self.labels = [label if label is None or label.mark != " " or label.token in decimals else None for label in self.labels]
        self.nesting = Nesting([label for label in self.labels if label is not None])
        self.section: str | None = None
        self.items: list[_Item] = []
        self.pieces: list[_Piece] = []
        self.odd: list[tuple[Label, str]] = []
        self.titles = {title.first: title for title in frame.titles}
        self.closing = self._closing_from()
        self.skip = -1

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
                self._piece(title.start, title.end, "title", (), None)
                self.skip = title.last
                continue
            if role is not None:
                path = self.nesting.path if role == "table" else ()
                self._piece(line.start, line.end, role, path, self.section if role == "table" else None, opens=True)
                continue
            self._paragraph(at, line)

    def _piece(
        self, start: int, end: int, role: BlockRole, path: Path, section: str | None, item: _Item | None = None, opens: bool = False
    ) -> None:
        self.pieces.append(_Piece(start, end, role, path, section, item, opens))

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
                self._piece(line.start, line.end, "salutation", (), None)
                return
            elif self._names_an_ask(line):
                self._open_section(squeeze(self.folded[line.start : line.end]), line.start, line.end)
                return
            elif self._is_plain_heading(at, line):
                if not self.nesting.path and self.kind not in ("proposal", "reply"):
                    self.section = squeeze(self.folded[line.start : line.end])
                self._piece(line.start, line.end, "heading", self.nesting.path, self.section)
                return
        if start >= line.end:
            return
        inside = inside_labels(self.folded, start, line.end) if line.end - start > 12 else []
        if label is not None and not self.nesting.fits(label):
            label = self._plain_number(label, at)
        if label is not None and self._counts_off(label, inside, line):
            label = None
        cursor, first = start, True
        if label is not None:
            limit = inside[0].start if inside else line.end
            cursor = self._open(label, at, limit, line)
            first = False
        for number, mark in enumerate(inside):
            if mark.start < cursor or not self._opens_inside(mark, inside, number, line, label):
                continue
            if mark.start > cursor:
                self._text(cursor, mark.start, first)
            limit = inside[number + 1].start if number + 1 < len(inside) else line.end
            cursor, first = self._open(mark, at, limit, line), False
        if cursor < line.end:
            self._text(cursor, line.end, first)

    def _text(self, start: int, end: int, opens: bool) -> None:
        if self.items and not self.items[-1].follows:
            self.items[-1].follows = "text"
        self._piece(start, end, "body", self.nesting.path, self.section, opens=opens)

    def _open_section(self, name: str, start: int, end: int) -> None:
        if self.items and not self.items[-1].follows:
            self.items[-1].follows = "none"
        self.nesting.close()
        self.section = name
        self._piece(start, end, "heading", (), name)

    def _is_section(self, alone: bool) -> bool:
        """A policy has sections only as lines of their own; a proposal's stand before their text too."""
        return alone or self.kind in ("proposal", "reply", "other")

    def _is_first_address(self, at: int, line: Paragraph) -> bool:
        """Whether the line addresses somebody before any text (答复内容：, then 张三委员：)."""
        return not any(piece.role == "body" for piece in self.pieces) and is_salutation(self.folded, line.start, line.end)

    def _names_an_ask(self, line: Paragraph) -> bool:
        """Whether the line is a proposal's heading over what it asks for (关于…的建议)."""
        if self.kind != "proposal" or not 6 <= line.end - line.start <= 40 or self.folded[line.end - 1] not in "议案":
            return False
        words = squeeze(self.folded[line.start : line.end])
        found = title_kind(words)
        return found is not None and found[0] == "proposal" and re.search(r"[。;:!?,]", words) is None

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
            self.items[-1].follows = "deeper" if opened.path[: len(before)] == before and len(opened.path) > len(before) else "none"
        markup = line.markup if label.start == line.start else ""
        head = None if label.token == "附则" else find_head(self.folded, label, label.end, limit, markup)
        end = limit
        if label.end >= line.end and label.style != "条" and label.token != "附则":
            head, end = self._heading_below(at, label)
        item = _Item(label, opened.path, self.section, head, at, end)
        self.items.append(item)
        body = head.body if head is not None else label.end
        self._piece(label.start, max(body, label.end), "heading", opened.path, self.section, item)
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
        if not 2 <= len(words) <= 40 or re.search(r"[。;:!?,]", words):
            return None, end
        self.skip = at + 1
        return Head(below.start, below.end, below.end, "alone", 2), below.end

    def _counts_off(self, label: Label, inside: list[Label], line: Paragraph) -> bool:
        """Whether the mark at the head of a paragraph only begins a list inside one sentence: (1)… (2)… without headings."""
        if label.style not in _SENTENCE_LISTS:
            return False
        run = [mark for mark in inside if mark.key == label.key]
        if not run or run[0].number != label.number + 1:
            return False
        return not self._headed([label, *run], line)

    def _headed(self, run: list[Label], line: Paragraph) -> bool:
        """Whether at least half of the marks of a list are followed by a heading and its text."""
        count = 0
        for number, mark in enumerate(run):
            limit = run[number + 1].start if number + 1 < len(run) else line.end
            head = find_head(self.folded, mark, mark.end, limit)
            count += head is not None and head.form in ("lead", "colon", "bold", "gap") and head.sure == 2 and head.body < limit
        return 2 * count >= len(run)

    def _opens_inside(self, mark: Label, inside: list[Label], number: int, line: Paragraph, label: Label | None) -> bool:
        """Whether a mark inside a paragraph opens an item."""
        run = _run_of(inside, number)
        if mark.number == 1:
            after = run[1].number if len(run) > 1 else self.nesting.next_number(mark.key, mark.start)
            if after != 2:
                return False
        elif self.nesting.last(mark.key) != mark.number - 1:
            return False
        if self._headed(run, line):
            return True
        if mark.style == "c":
            listed = any(self.folded[other.start - 1] == ";" for other in run[1:])
            return mark.mark in ("、", ".") and (not listed or not self.nesting.path or "c" in self.nesting.numbers)
        if mark.style not in _ITEM_LISTS:
            return False
        return not self.nesting.path or self.nesting.numbers.get(mark.style) == mark.number - 1 and label is not None

    def _closing_from(self) -> int:
        """The paragraph from which the text speaks of the document itself after its last item, else -1."""
        last = max((at for at, label in enumerate(self.labels) if label is not None), default=-1)
        if last < 0:
            return -1
        bodies = 0
        label = self.labels[last]
        head = find_head(self.folded, label, label.end, self.lines[last].end) if label is not None else None
        bodies += head is None or head.body < self.lines[last].end
        found = -1
        for at in range(last + 1, len(self.lines)):
            if self.roles[at] is not None:
                continue
            line = self.lines[at]
            if bodies and _ITSELF.search(self.folded, line.start, line.end) and _CLOSING.search(self.folded, line.start, line.end):
                found = at
                break
            bodies += 1
        while found - 1 > last + 1 and _BEFORE_CLOSING.search(self.folded, self.lines[found - 1].start, self.lines[found - 1].end):
            found -= 1
        return found


def _run_of(inside: list[Label], number: int) -> list[Label]:
    """The marks of one form that count on from ``inside[number]``."""
    run = [inside[number]]
    for mark in inside[number + 1 :]:
        if mark.key == run[0].key:
            if mark.number != run[-1].number + 1:
                break
            run.append(mark)
    return run


def _settle_heads(items: list[_Item], folded: str) -> None:
    """Keep the headings that their place and their fellows confirm."""
    votes: dict[str, list[int]] = {}
    for item in items:
        sure = item.head is not None and item.head.sure == 2 and item.head.form != "alone"
        count = votes.setdefault(item.label.style, [0, 0])
        count[0 if sure else 1] += 1
    before: dict[str, _Item] = {}
    for item in items:
        head = item.head
        last = before.get(item.label.style)
        before[item.label.style] = item
        if head is None:
            continue
        yes, no = votes[item.label.style]
        listed = last is not None and last.path[:-1] == item.path[:-1] and folded[last.paragraph_end - 1] == ";"
        if head.form == "stopped":
            keep = item.follows in ("text", "deeper") and not listed
        elif head.form == "alone":
            keep = not listed and (head.sure == 2 or item.follows in ("text", "deeper"))
        elif item.label.style == "条" and head.form in ("lead", "gap"):
            keep = yes >= 2 and yes >= 0.25 * (yes + no) or head.form == "gap" and head.sure == 1 and _many_gaps(items)
        else:
            keep = head.sure == 2 or yes > no
        if not keep:
            item.head = None


def _many_gaps(items: list[_Item]) -> bool:
    articles = [item for item in items if item.label.style == "条"]
    return sum(item.head is not None and item.head.form == "gap" for item in articles) >= 0.4 * len(articles)


def _outline_item(text: str, item: _Item, base: int) -> OutlineItem:
    label, head = item.label, item.head
    start = base + label.start
    end = base + (head.end + (head.form == "bracket") if head is not None else label.end)
    label_end = base + label.start + len(text[start : base + label.end].rstrip())
    if head is None:
        end = label_end
    written = squeeze(text[start:label_end])
    heading = squeeze(text[base + head.start : base + head.end]) or None if head is not None else None
    if label.token == "附则":
        written, heading = "", "附则"
    return OutlineItem(
        path=item.path, label=written, heading=heading, section=item.section, start=start, end=end, quote=text[start:end]
    )


def _blocks(text: str, folded: str, pieces: list[_Piece], base: int) -> tuple[Block, ...]:
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
                joined = following is not None and following.item is None and following.role == "body" and not following.opens
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
            blocks.append(
                Block(base + start, base + end, role, piece.path, piece.section, View(text, base + start, base + end), lead)
            )
    return tuple(blocks)


def _trim(folded: str, start: int, end: int, role: BlockRole) -> tuple[int, int]:
    """The stretch without blanks and Markdown marks at its ends, and without the mark that closes a heading."""
    words = folded[start:end]
    left = len(words) - len(words.lstrip(" \t\r\n\u3000\xa0*"))
    right = len(words.rstrip(" \t\r\n\u3000\xa0*"))
    if role == "body" and not words[left:right].strip("。;:,、"):
        return start, start
    return start + left, start + right
