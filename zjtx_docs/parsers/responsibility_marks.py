"""Responsibility set off from the text: brackets that name who answers, and lines that a label opens.

（市财政局）, （责任单位：A、B）, 【A牵头，B配合】 close a sentence or an item; 责任单位：A、B stands on a line of its own or behind a full stop.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator

from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.department_names import CERTAIN, STRONG, WEAK, is_named, strength
from zjtx_docs.parsers.responsibility_lists import Reading, find_labels, read_list
from zjtx_docs.parsers.responsibility_scopes import Find
from zjtx_docs.text import View

_BRACKET = re.compile(r"[()\[\]]")
_HINT = re.compile(r"[局委厅办部院府会心区县市镇乡道团司行校所组社台联关队署]|单位|负责|牵头")
_LABELLED = re.compile(r"[(\[](?:[一-鿿]{0,6}(?:单位|部门|牵头|责任|主办|分工)[一-鿿]{0,4}:)")
_NOT_BARE = re.compile(r"不?(?:含|包括|限)|除|如|即|例|原|或|以下|简称|下称|[一二三四五六七八九十]{1,3}\Z|\d+\Z")
_FOLLOWING = frozenset("。,;!?:([")
_PEOPLE = re.compile(r"(?:提案[人者]|附议[人者]?|联名[人者]?|联系人|领衔代表|参会人员)[^。;]{0,4}:")
_LINE_HINT = re.compile(r"[单部主承牵配责会协分完时]")
_LONGEST = 400
# 本节工作牵头单位：A；以上各项责任单位：A: one line for all items of the section above it.
_SECTION = re.compile(
    r"(?P<wide>以上|上述|本节|本章|本部分|本板块|该部分)?(?:本条|本项|本款|此项|该项|此条)?(?:各项|各条|所列)?"
    r"(?:工作|任务|措施|内容|政策|事项)?的?"
)
FOOTER = re.compile(
    r"ICP备|备案[序编]?号|网站(?:标识|地图|支持|主办|管理)|版权所有|公网安|技术支持|联系我们|返回顶部|关闭窗口"
)


def find_brackets(number: int, block: Block) -> Iterator[Find]:
    """The brackets of block ``number`` that name who answers for the text before them."""
    chars = block.view.chars
    for a, b in _bracket_spans(chars):
        if not 3 < b - a < _LONGEST or not _HINT.search(chars, a + 1, b):
            continue
        inner_end = b - 1 if chars[b - 1] in ")]" else b
        gaps = frozenset(gap - a - 1 for gap in gaps_of(block.view, a + 1, inner_end))
        reading = _shifted(_read_inner(chars[a + 1 : inner_end], gaps), a + 1)
        if _names_who_answers(block, a, b, reading):
            opening = _SECTION.match(chars, a + 1)
            wide = bool(opening and opening["wide"] and reading.labelled)
            yield Find(number, a, number, b, "bracket", reading, wide=wide)


@functools.lru_cache(maxsize=8192)
def _read_inner(inner: str, gaps: frozenset[int]) -> Reading:
    """What the inside of a bracket says, in its own indices: a policy repeats the same few lists of bodies."""
    return read_list(inner, 0, len(inner), gaps)


def _shifted(reading: Reading, by: int) -> Reading:
    bodies = tuple(body._replace(start=body.start + by, end=body.end + by) for body in reading.bodies)
    deadline = (reading.deadline[0] + by, reading.deadline[1] + by) if reading.deadline else None
    return reading._replace(bodies=bodies, deadline=deadline)


def _bracket_spans(chars: str) -> Iterator[tuple[int, int]]:
    """Outermost brackets. One that never closes ends with its sentence, if a label opens it."""
    depth = start = 0
    for match in _BRACKET.finditer(chars):
        at = match.start()
        if depth and at - start > _LONGEST:
            depth = 0
        if match[0] in "([":
            if depth and _LABELLED.match(chars, at) and "。" in chars[start:at]:
                depth = 0
            if not depth:
                start = at
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, at + 1
    if depth and _LABELLED.match(chars, start):
        stop = chars.find("。", start)
        yield start, stop if stop >= 0 else len(chars)


def _names_who_answers(block: Block, a: int, b: int, reading: Reading) -> bool:
    if block.role in ("title", "salutation", "signature"):
        return False
    bodies = reading.bodies
    if reading.labelled:
        return bool(bodies) or reading.open_ended
    strong = sum(body.strength >= STRONG for body in bodies)
    if not bodies or reading.unknown > min(strong, 1):
        return False
    if reading.spoken:
        return True
    chars = block.view.chars
    if block.role == "meta" or _NOT_BARE.match(chars, a + 1, b - 1) or _PEOPLE.search(chars, max(0, a - 60), a):
        return False
    if b < len(chars) and chars[b] not in _FOLLOWING and strong < 2 and not (strong and chars[a - 1] in "。;"):
        return False
    if not strong and not all(is_named(chars[body.start : body.end]) for body in bodies):
        return False
    return len(bodies) > 1 or not _glosses(chars, a)


def _glosses(chars: str, a: int) -> bool:
    """Whether a name of a body stands right before the bracket, so that the bracket is its other name."""
    start = max(a - 16, max(chars.rfind(mark, max(0, a - 16), a) + 1 for mark in "。,;、:)”"))
    return any(strength(chars[at:a]) == CERTAIN for at in range(start, a - 2))


def gaps_of(view: View, a: int, b: int) -> set[int]:
    """Indices in ``a``..``b`` before which white space stood."""
    if view.place(max(a, b - 1)) - view.place(a) == max(a, b - 1) - a:
        return set()
    places = [view.place(index) for index in range(a, b)]
    return {a + step for step in range(1, len(places)) if places[step] - places[step - 1] > 1}


def find_lines(number: int, block: Block, taken: list[tuple[int, int]]) -> Iterator[Find]:
    """Labels with their values at the head of a paragraph, or behind a sentence of it."""
    chars = block.view.chars
    if (
        not _LINE_HINT.match(chars, chars.startswith("["))
        and ":" not in chars
        and block.role not in ("title", "meta", "heading")
    ):
        return
    if block.role in ("salutation", "toc") or FOOTER.search(chars):
        return
    done = 0
    gaps = gaps_of(block.view, 0, len(chars)) if len(chars) < 2000 else set()
    for label in find_labels(chars, 0, len(chars), gaps):
        at = label.start
        inside = bisect_right(taken, (at, 1 << 62)) - 1
        if label.value == "other" or at < done or inside >= 0 and at < taken[inside][1]:
            continue
        opening = _SECTION.match(chars)
        wide = bool(opening and opening["wide"] and opening.end() == at)
        if opening and opening.end() == at:
            at = 0
        if at and chars[at - 1] not in "。;!?)" and at not in gaps and chars[:at] != "[":
            continue
        end = chars.find("。", at)
        end = len(chars) if end < 0 else end
        reading = read_list(chars, label.start, end, gaps)
        if reading.unknown > 1 or not (reading.bodies or reading.open_ended or (at == 0 and reading.deadline)):
            continue
        if any(body.strength < WEAK or body.end - body.start > 30 for body in reading.bodies):
            continue
        yield Find(number, at, number, end, "line", reading, wide=wide)
        done = end
