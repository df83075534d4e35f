"""What a responsibility answers for: the text since the one before it, its whole item, a section, or a reply.

Brackets answer for what stands before them; a 责任单位 line of its own for the item above it, or, under a heading, for what
follows; 承办单位 for the body of the reply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.responsibility_lists import Reading

_MARKS = ",;。、:!?)”["
_QUOTED = re.compile(
    r"(?:》[^。;》]{0,40}|[中里][^。;]{0,12})(?:指出|明确|提出|规定|要求|强调|写道|部署|安排)[^。;,:]{0,6}:“?"
)
_BODY = ("body", "table")

Form = Literal["bracket", "line", "row", "sentence", "handling"]


class Find(NamedTuple):
    """A responsibility found in ``blocks[block].view.chars[start:end]``.

    ``last`` is the block where it ends, where that is another one, and ``end`` counts there.
    ``covers`` holds source offsets where the form itself tells them (a table's row, a sentence); ``wide`` where the
    line answers for its whole section (本节工作牵头单位：…).
    """

    block: int
    start: int
    last: int
    end: int
    form: Form
    reading: Reading
    covers: tuple[int, int] | None = None
    wide: bool = False


def resolve_scopes(blocks: Sequence[Block], finds: Sequence[Find]) -> list[tuple[int, int] | None]:
    """The source offsets that each find answers for, in the order of ``finds`` (which is that of the text)."""
    return _Scopes(blocks, finds).all()


class _Scopes:
    def __init__(self, blocks: Sequence[Block], finds: Sequence[Find]) -> None:
        self.blocks, self.finds = blocks, finds
        marks = [find for find in finds if find.form in ("bracket", "line")]
        self.in_block: dict[int, list[Find]] = {}
        for find in marks:
            for number in range(find.block, find.last + 1):
                self.in_block.setdefault(number, []).append(find)
        self.before = {
            (find.block, find.start): earlier
            for found in self.in_block.values()
            for earlier, find in zip(found, found[1:], strict=False)
            if find.block == earlier.last
        }
        self.by_item = self._told_item_by_item()

    def all(self) -> list[tuple[int, int] | None]:
        # Two brackets in a row, （A牵头）（B配合）, answer for the same text: the second asks what the first was told.
        self.told: dict[tuple, tuple[int, int] | None] = {}
        for find in self.finds:
            self.told[find[:4]] = find.covers or self._scope(find)
        return [self.told[find[:4]] for find in self.finds]

    def _told_item_by_item(self) -> set[int]:
        """Depths of the outline at which some parent has two children with responsibilities of their own."""
        children: dict[tuple[str, ...], set[str]] = {}
        for number in self.in_block:
            path = self.blocks[number].path
            for depth in range(1, len(path) + 1):
                children.setdefault(path[: depth - 1], set()).add(path[depth - 1])
        return {len(parent) + 1 for parent, names in children.items() if len(names) > 1}

    def _scope(self, find: Find) -> tuple[int, int] | None:
        if find.form == "handling":
            return self._reply(find)
        block = self.blocks[find.block]
        if find.wide and (section := self._section(find)) is not None:
            return section
        if block.role == "heading":
            return self._below(find) or self._stretch(find.block, _after_label(block), find.start)
        earlier = self.before.get((find.block, find.start))
        if earlier is not None:
            return self._stretch(find.block, earlier.end, find.start) or self.told.get(earlier[:4])
        alone = find.start <= _skip(block.view.chars, 0)
        sole = len(self.in_block.get(find.block, ())) == 1
        first, start = find.block, 0
        if sole and not (block.lead and not alone):
            first = self._back(find, alone)
        if first == find.block and alone:
            return self._below(find) or self._heading(find)
        if first != find.block:
            origin = self._origin(first, block.path)
            end = self._end_before(find)
            return (origin, end) if origin < end else None
        return self._stretch(find.block, self._citation(block, start, find.start), find.start)

    def _origin(self, first: int, path: tuple[str, ...]) -> int:
        """Where the text from block ``first`` on begins: with the number and heading of the first item below, where
        the mark answers for several items."""
        block = self.blocks[first]
        if block.path == path or len(block.path) < len(path):
            return block.view.place(0)
        while first and self.blocks[first - 1].role == "heading" and self.blocks[first - 1].path == block.path:
            first -= 1
        source, start = block.view.source, self.blocks[first].view.place(0)
        line = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
        while line < start and (source[line].isspace() or source[line] in "*#"):
            line += 1
        return line if start - line <= 12 else start

    def _section(self, find: Find) -> tuple[int, int] | None:
        """From the first paragraph of the section that the line closes to the line."""
        path = self.blocks[find.block].path
        above = path[:-1] if len(path) > 1 else path
        first = find.block
        for before in range(find.block - 1, -1, -1):
            other = self.blocks[before]
            if not path or other.path[: len(above)] != above:
                break
            first = before if other.role in _BODY else first
        if first == find.block:
            return None
        origin, end = self.blocks[first].view.place(0), self._end_before(find)
        return (origin, end) if origin < end else None

    def _stretch(self, number: int, a: int, b: int) -> tuple[int, int] | None:
        view = self.blocks[number].view
        a = _skip(view.chars, a)
        while b > a and view.chars[b - 1] in ",;:、":
            b -= 1
        return view.span(a, b) if a < b else None

    def _end_before(self, find: Find) -> int:
        """The source offset where the text before the find ends."""
        view = self.blocks[find.block].view
        if find.start > _skip(view.chars, 0):
            return view.span(0, find.start)[1]
        number = find.block - 1
        while number >= 0 and self.blocks[number].role not in (*_BODY, "heading"):
            number -= 1
        above = self.blocks[number].view
        return above.span(0, len(above.chars))[1]

    def _citation(self, block: Block, a: int, b: int) -> int:
        """A plan quoted with 《…》中明确指出： begins after the colon."""
        ends = [match.end() for match in _QUOTED.finditer(block.view.chars, a, b)]
        return ends[-1] if ends and ends[-1] < b - 4 else a

    def _back(self, find: Find, alone: bool) -> int:
        """The first block of the text that a mark closing a block answers for."""
        number = find.block
        block = self.blocks[number]
        if not block.path and not alone:
            return number
        first = self._run(number, block)
        path = block.path
        while len(path) > 1 and len(path) not in self.by_item and not self._continues(find.last, path[:-1]):
            parent = path[:-1]
            start = self._opening(number, parent)
            if start is None or start >= first:
                break
            first, path = start, parent
        return first

    def _run(self, number: int, block: Block) -> int:
        """Back over the paragraphs of the same item that no responsibility has closed."""
        first = number
        for before in range(number - 1, -1, -1):
            other = self.blocks[before]
            if other.role not in _BODY or before in self.in_block:
                break
            if other.path != block.path or other.section != block.section:
                break
            first = before
            if not block.path:
                break
        return first

    def _continues(self, number: int, parent: tuple[str, ...]) -> bool:
        following = self.blocks[number + 1] if number + 1 < len(self.blocks) else None
        return following is not None and bool(following.path) and following.path[: len(parent)] == parent

    def _opening(self, number: int, parent: tuple[str, ...]) -> int | None:
        """The first body block under ``parent``, if no responsibility stands between it and ``number``."""
        first = None
        for before in range(number - 1, -1, -1):
            other = self.blocks[before]
            if other.path[: len(parent)] != parent or not other.path:
                break
            if before in self.in_block:
                return None
            if other.role in _BODY:
                first = before
        return first

    def _below(self, find: Find) -> tuple[int, int] | None:
        """The text under a heading that names who answers for the section."""
        path = self.blocks[find.last].path
        spans = []
        for number in range(find.last + 1, len(self.blocks)):
            block = self.blocks[number]
            if not path or block.path[: len(path)] != path:
                break
            if block.path == path and (block.role == "heading" or number in self.in_block):
                break
            if block.role in (*_BODY, "heading"):
                spans.append(block.view.span(0, len(block.view.chars)))
        return (spans[0][0], spans[-1][1]) if spans else None

    def _heading(self, find: Find) -> tuple[int, int] | None:
        """An item that is a heading and nothing else."""
        above = self.blocks[find.block - 1] if find.block else None
        if above is None or above.role != "heading" or above.path != self.blocks[find.block].path:
            return None
        return above.view.span(0, len(above.view.chars))

    def _reply(self, find: Find) -> tuple[int, int] | None:
        """The body of a reply: from its first paragraph or heading, numbered or not, to its last."""
        told = range(find.block, find.last + 1)
        places = [n for n, block in enumerate(self.blocks) if block.role in (*_BODY, "heading") and n not in told]
        after = [n for n in places if n > find.last]
        chosen = after or places
        if not chosen:
            return None
        first, last = self.blocks[chosen[0]], self.blocks[chosen[-1]]
        source = first.view.source
        start = first.view.place(0)
        floor = self.blocks[find.last].end if after else 0
        line = max(source.rfind("\n", 0, start) + 1, floor)
        while line < start and (source[line].isspace() or source[line] in "*#"):
            line += 1
        return min(line, start), last.view.span(0, len(last.view.chars))[1]


def _skip(chars: str, at: int) -> int:
    while at < len(chars) and chars[at] in _MARKS:
        at += 1
    return at


def _after_label(block: Block) -> int:
    match = re.match(
        r"(?:第[一二三四五六七八九十百零\d]{1,6}[章节条]|\(?[一二三四五六七八九十\d]{1,4}[、.)])", block.view.chars
    )
    return match.end() if match else 0
