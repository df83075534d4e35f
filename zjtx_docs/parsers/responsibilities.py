"""Who answers for what: brackets after a sentence, 责任单位 lines, table rows, 承办单位 of a reply, statements in running text.

Policies close a sentence or an item with （市财政局） or （责任单位：…）; plans add 完成时限; replies name 承办单位 in their head.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence

from zjtx_docs.amounts import chinese_number
from zjtx_docs.model import Covers, Department, Responsibility
from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.cells import has_cells
from zjtx_docs.parsers.department_names import STRONG, parts_of
from zjtx_docs.parsers.department_seats import level_of
from zjtx_docs.parsers.departments import department, rank_of
from zjtx_docs.parsers.responsibility_lists import read_list
from zjtx_docs.parsers.responsibility_marks import FOOTER, find_brackets, find_lines, gaps_of
from zjtx_docs.parsers.responsibility_scopes import Find, resolve_scopes
from zjtx_docs.parsers.responsibility_sentences import Statement, find_statements
from zjtx_docs.parsers.responsibility_tables import Table
from zjtx_docs.text import View, fold

_CN = "一二三四五六七八九十百零〇"
_REPLY_WORDS = re.compile(r"(?:提案|建议|议案)[^。]{0,40}(?:收悉|答复|复函|办理)|答复|复函|提案")
# 以上事项由县农业农村局牵头…, 本条由…负责受理: who answers for the item that the sentence closes.
_WHOLE_ITEM = re.compile(r"(?:以上|上述|本条|本项|前款)(?:各项|各条|所列)?(?:事项|工作|任务|措施|内容|政策|条款)?由")
# 第三条由县文旅局落实: the items that a closing sentence deals out.
_ITEMS = re.compile(rf"(?:本[\u4e00-\u9fff]{{2,4}})?第([{_CN}]{{1,4}})[条项](?:(?:至|到)第([{_CN}]{{1,4}})[条项])?由$")
_DEALS = re.compile(r"[条项]由")
_TEXT = ("body", "table")
NOTHING_ELSE = re.compile(
    r"(?:由|[、,和及与]|会同|牵头|负责|落实|组织|实施|配合|协助|做好|具体|共同|分别|参与|推进|核定|按职责分工|兑现|执行|等|有关|相关|部门|单位)*"
)
_OFFICE = re.compile(r"承办|主办|会办|协办|分办|办理")


def find_responsibilities(blocks: Sequence[Block], jurisdiction: str | None) -> tuple[Responsibility, ...]:
    """Every responsibility that the blocks of one document name, in the order of the text, with what it answers for.

    ``jurisdiction`` is the place whose document it is (北京市, 温州市鹿城区); it completes 市, 区 in canonical names.
    """
    finds = _settled(blocks, list(_finds(blocks)))
    leads_first = False
    made = []
    for find, covers in zip(finds, resolve_scopes(blocks, finds), strict=True):
        leads_first = leads_first or find.reading.first_leads
        made.append(_record(blocks, find, covers, jurisdiction, leads_first))
    return tuple(made)


def departments_for(responsibilities: Sequence[Responsibility], offset: int) -> tuple[Department, ...]:
    """The departments of the responsibility whose covered text holds ``offset``: the narrowest one where several do."""
    starts, order = _by_start(responsibilities)
    best: Responsibility | None = None
    for index in range(bisect_right(starts, offset) - 1, -1, -1):
        entry, reach = order[index]
        if entry.covers.end > offset and (best is None or _size(entry) < _size(best)):  # type: ignore[union-attr]
            best = entry
        if reach <= offset or best is not None and offset - starts[index] > _size(best):
            break
    return best.departments if best is not None else ()


_last: tuple[Sequence[Responsibility], list[int], list[tuple[Responsibility, int]]] | None = None


def _by_start(entries: Sequence[Responsibility]) -> tuple[list[int], list[tuple[Responsibility, int]]]:
    """The entries by the start of what they cover, each with how far those up to it reach; kept for the next call."""
    global _last
    if _last is None or _last[0] is not entries:
        # Who interprets a text answers for no sum in it.
        ordered = [entry for entry in entries if entry.covers is not None and "解释" not in entry.quote]
        ordered.sort(key=lambda entry: entry.covers.start)  # type: ignore[union-attr]
        reaches, reach = [], -1
        for entry in ordered:
            reach = max(reach, entry.covers.end)  # type: ignore[union-attr]
            reaches.append((entry, reach))
        _last = (entries, [entry.covers.start for entry in ordered], reaches)  # type: ignore[union-attr]
    return _last[1], _last[2]


def _size(entry: Responsibility) -> int:
    return entry.covers.end - entry.covers.start if entry.covers else 1 << 62


def _record(
    blocks: Sequence[Block], find: Find, covers: tuple[int, int] | None, jurisdiction: str | None, leads_first: bool
) -> Responsibility:
    view = _view_of(blocks, find)
    start, end = view.span(find.start, find.end if find.last == find.block else len(view.chars))
    if find.last != find.block:
        end = blocks[find.last].view.span(0, find.end)[1]
    reading = find.reading
    departments: list[Department] = []
    rank = ""
    by_order = leads_first and find.form != "sentence" and all(body.role == "joint" for body in reading.bodies)
    for number, body in enumerate(reading.bodies):
        role = "lead" if by_order and number == 0 else body.role
        name = view.chars[body.start : body.end]
        departments.append(department(view, body.start, body.end, role, jurisdiction, rank))
        rank = rank_of(name) or ("" if parts_of(name).seat else rank)
    deadline = None
    if reading.deadline is not None:
        a, b = view.span(*reading.deadline)
        deadline = re.sub(r"\s*\n\s*", "", view.source[a:b])
    return Responsibility(
        start=start, end=end, quote=view.source[start:end], path=blocks[find.block].path,
        departments=tuple(departments), open_ended=reading.open_ended, deadline=deadline, deadline_date=_iso(deadline),
        covers=Covers(start=covers[0], end=covers[1]) if covers and covers[0] < covers[1] else None,
    )  # fmt: skip


def _view_of(blocks: Sequence[Block], find: Find) -> View:
    """The view that the reading's indices count in: the block's own, or one over all lines that were read as one."""
    return blocks[find.block].view if find.last == find.block else _view_over(blocks, find.block, find.last)


def _view_over(blocks: Sequence[Block], first: int, last: int) -> View:
    """One view over several lines; what lies between them (bullets, marks of emphasis) counts as blank."""
    views = [block.view for block in blocks[first : last + 1]]
    source, start, end = views[0].source, views[0].start, views[-1].end
    parts = [fold(source[start : views[0].end])]
    for above, view in zip(views, views[1:], strict=False):
        parts += [" " * (view.start - above.end), fold(source[view.start : view.end])]
    return View(source, start, end, "".join(parts))


def _iso(deadline: str | None) -> str | None:
    if deadline is None:
        return None
    from zjtx_docs.parsers.dates import deadline_iso

    return deadline_iso(deadline)


def _finds(blocks: Sequence[Block]) -> Iterator[Find]:
    table = Table()
    articles: dict[int, tuple[int, int]] | None = None
    for number, block in enumerate(blocks):
        if block.role in ("toc",):
            continue
        chars = block.view.chars
        if has_cells(block):
            rows = list(table.row(number, block))
            if rows:
                yield from rows
                continue
        elif table.columns:
            table = Table()
        taken: list[tuple[int, int]] = []
        if "(" in chars or "[" in chars:
            for find in find_brackets(number, block):
                taken.append((find.start, find.end))
                yield find
        for line in find_lines(number, block, taken):
            insort(taken, (line.start, line.end))
            yield line
        if block.role in ("body", "table"):
            for said in find_statements(chars, taken):
                if _answers_for_item(chars, said):
                    yield Find(number, said.start, number, said.end, "line", said.reading)
                    continue
                if _DEALS.search(chars, max(0, said.start - 4), said.end) and articles is None:
                    articles = _articles(blocks)
                dealt = None if said.explains or articles is None else _items_dealt(chars, said, articles)
                covers = dealt or _statement_covers(block, said.covers, said.start, said.explains)
                yield Find(number, said.start, number, said.end, "sentence", said.reading, covers)


def _answers_for_item(chars: str, said: Statement) -> bool:
    """Whether a sentence says who answers for the item that it closes: it says so, or names bodies and nothing else."""
    start = max(chars.rfind(mark, 0, said.start) for mark in "。;") + 1
    if _WHOLE_ITEM.match(chars, start):
        return True
    if 0 < start < 12 or said.explains:
        return False
    rest, at = [], start
    for body in sorted(said.reading.bodies):
        rest.append(chars[at : body.start])
        at = max(at, body.end)
    rest.append(chars[at : said.end])
    return NOTHING_ELSE.fullmatch("".join(rest)) is not None


def _items_dealt(chars: str, said: Statement, articles: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    """The text of the items that 第三条由…, 第一条至第四条由… deals out, where the document has them."""
    match = _ITEMS.search(chars, max(0, said.start - 24), min(body.start for body in said.reading.bodies))
    if match is None:
        return None
    first = articles.get(chinese_number(match[1]) or 0)
    last = articles.get(chinese_number(match[2] or match[1]) or 0)
    return (first[0], last[1]) if first and last and first[0] < last[1] else None


def _articles(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    """Where the text of each article lies."""
    spans: dict[int, tuple[int, int]] = {}
    for block in blocks:
        if block.role in _TEXT and (number := _article(block.path)):
            a, b = block.view.span(0, len(block.view.chars))
            spans[number] = (spans.get(number, (a, b))[0], b)
    return spans


def _article(path: tuple[str, ...]) -> int:
    """The number of the item in whose text a block stands: 第三条, or 三、 where the document has no articles."""
    named = next((step for step in path if step.endswith("条")), path[0] if path else "")
    return chinese_number(named.removesuffix("条")) or 0


def _statement_covers(block: Block, covers: tuple[int, int], start: int, explains: bool) -> tuple[int, int]:
    """Who interprets a text answers for what stands before in the same paragraph, where anything does."""
    a, b = covers
    if explains:
        cut = block.view.chars.rfind("。", 0, start) + 1
        if cut > 1:
            a, b = 0, cut - 1
    return block.view.span(a, b)


def _settled(blocks: Sequence[Block], finds: list[Find]) -> list[Find]:
    """Lines that follow each other as one, 承办单位 as handling, weak brackets only where the document writes brackets."""
    style = sum(_is_sure(blocks[find.block], find) for find in finds if find.form == "bracket")
    kept: list[Find] = []
    for find in finds:
        if find.form == "bracket" and style < 2 and not _is_sure(blocks[find.block], find):
            continue
        if find.form == "line":
            above = kept[-1] if kept else None
            if above is not None and above.form == "line" and _adjoins(blocks, above, find):
                kept[-1] = _joined(blocks, above, find)
                continue
        kept.append(find)
    kept = [find for find in kept if find.form != "line" or find.reading.bodies or find.reading.open_ended]
    is_reply = _answers(blocks)
    placed = [_handling(blocks, find, is_reply) for find in kept]
    return [find for find in placed if find is not None]


def _answers(blocks: Sequence[Block]) -> bool:
    """Whether the head speaks of a proposal and its answer: by title, salutation, or 您提出的提案收悉."""
    for block in blocks[:15]:
        if block.role in ("title", "salutation") or block.role in ("meta", "body") and "收悉" in block.view.chars[:200]:
            if _REPLY_WORDS.search(block.view.chars, 0, 400):
                return True
    return False


def _is_sure(block: Block, find: Find) -> bool:
    reading = find.reading
    strong = [body for body in reading.bodies if body.strength >= STRONG]
    if reading.labelled or reading.spoken or strong and len(reading.bodies) > 1:
        return True
    return bool(strong) and level_of(block.view.chars[strong[0].start : strong[0].end], None) != "national"


def _adjoins(blocks: Sequence[Block], above: Find, find: Find) -> bool:
    if above.last - above.block >= 6:
        return False
    label = blocks[find.block].view.chars[find.start : find.start + 4]
    if any(blocks[number].view.chars.startswith(label) for number in range(above.block, above.last + 1)):
        return False
    return find.block == above.last + 1 and find.start == 0 and above.end >= len(blocks[above.last].view.chars) - 1


def _joined(blocks: Sequence[Block], above: Find, find: Find) -> Find:
    """Two lines (牵头单位：A / 配合单位：B) read as one stretch."""
    view, last = _view_over(blocks, above.block, find.last), blocks[find.last].view
    end = view.at(last.span(0, find.end)[1] - 1) + 1
    reading = read_list(view.chars, above.start, end, gaps_of(view, above.start, end))
    return Find(above.block, above.start, find.last, find.end, "line", reading)


def _handling(blocks: Sequence[Block], find: Find, is_reply: bool) -> Find | None:
    """承办单位, 主办单位 and 会办单位 outside the items of a reply answer for all of it. None for the foot of a web page."""
    block = blocks[find.block]
    if find.form != "line" or not _OFFICE.match(block.view.chars, find.start):
        return find
    if any(FOOTER.search(near.view.chars) for near in blocks[max(0, find.block - 4) : find.last + 6]):
        return None
    if block.path or not find.reading.bodies:
        return find
    if find.block > 8 and not block.view.chars.startswith(("承办", "办理"), find.start):
        return None
    return find._replace(form="handling") if is_reply else None
