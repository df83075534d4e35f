"""Lists of bodies: （市财政局，市教委等相关部门，各区） as the bodies it names and whether it is left open.

``split_departments`` serves brackets and label lines of policies, plans, proposals and replies; what a name is stands
in ``department_names``, what its full form is in ``department_seats``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from typing import NamedTuple

from zjtx_docs.model import Department, Role
from zjtx_docs.parsers.department_names import CERTAIN, STRONG, parts_of, strength
from zjtx_docs.parsers.department_seats import canonical_name, level_of
from zjtx_docs.parsers.department_words import any_of, choices, joint_names
from zjtx_docs.text import View

__all__ = ["Body", "department", "is_open", "read_bodies", "split_departments", "split_pieces", "without_open"]

_UNIT = r"(?:[市区县州盟旗镇乡]|街道|乡镇|开发区|园区|功能区)"
_MARK = re.compile(r"[,、;/()\[\]]")
_SOFT = re.compile(r"以及|暨|和|与|及")
_GLUED = re.compile(r"(?<=[局委厅办部院会府])(?=[省市区县各])")


class Body(NamedTuple):
    """One body of a list: ``chars[start:end]``, and how surely it is one (see ``department_names.strength``)."""

    start: int
    end: int
    strength: int


class Bodies(NamedTuple):
    """What a stretch names: its bodies, whether it leaves the list open, and whether all of it was understood."""

    bodies: tuple[Body, ...]
    open_ended: bool
    understood: bool


@functools.cache
def _kept() -> re.Pattern[str]:
    """Stretches whose 、 divides nothing: one institution under two names, 各市、县（区）, 市、区财政局."""
    joint = any_of(joint_names())
    return re.compile(
        rf"{joint}|各{_UNIT}{{1,3}}(?:、{_UNIT}{{1,2}}(?:\([^()]{{1,8}}\))?)+"
        r"(?:人民政府|政府|党委|管委会)?(?=[,、;)\]等按负牵配和及]|\Z)"
        rf"|(?:(?<![一-鿿])|(?<=[由请和及]))[省市区县](?:、[市县区镇乡](?:\([^()]{{1,8}}\))?)+(?=[一-鿿]{{2}})"
    )


@functools.cache
def _open_end() -> re.Pattern[str]:
    """等, 等相关部门, 等8个部门和单位 at the end of a name."""
    offices = rf"(?:{choices('qualifier')}){{0,6}}(?:{choices('noun')}|{choices('party')})"
    number = r"[\d一二三四五六七八九十]{0,3}[个家]?"
    return re.compile(rf"(?<![高中初特同均平])等{number}(?:{offices})?(?:[和及与]{offices})?\Z")


@functools.cache
def _open_whole() -> re.Pattern[str]:
    """各有关部门, 市直各单位, 联席会议成员单位, 相关企业, 等."""
    qualifier, noun, party = choices("qualifier"), choices("noun"), choices("party")
    return re.compile(
        rf"(?:(?:{qualifier}){{0,6}}(?:{noun})|.{{0,20}}(?:各|相关|有关|成员)(?:{qualifier}){{0,3}}(?:{noun})"
        rf"|.{{0,4}}(?:相关|有关)(?:{party})|等)(?:[和及与、](?:{qualifier}){{0,6}}(?:{noun}|{party}))?\Z"
    )


@functools.lru_cache(maxsize=4096)
def is_open(piece: str) -> bool:
    """Whether a piece of a list names no body but leaves the list open: 各相关单位, 市直有关部门, 等."""
    if not piece or len(piece) > 30 or strength(piece) == CERTAIN:
        return False
    return _open_whole().match(piece) is not None or without_open(piece, 0, len(piece))[0] == 0


def without_open(chars: str, a: int, b: int) -> tuple[int, bool]:
    """The end of the name in ``chars[a:b]`` without a closing 等相关部门, and whether there was one."""
    if "等" not in chars[max(a, b - 30) : b]:
        return b, False
    match = _open_end().search(chars[max(a, b - 30) : b])
    return (max(a, b - 30) + match.start(), True) if match else (b, False)


def split_pieces(chars: str, a: int, b: int) -> list[tuple[int, int]]:
    """``chars[a:b]`` cut at , 、 ; and / outside inner brackets; 市科委、中关村管委会 and 各市、县（区） stay whole."""
    kept = [match.span() for match in _kept().finditer(chars, a, b)] if "、" in chars[a:b] else []
    found, start, depth = [], a, 0
    for match in _MARK.finditer(chars, a, b):
        mark, at = match[0], match.start()
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif not depth and not any(x <= at < y for x, y in kept):
            found.append((start, at))
            start = at + 1
    found.append((start, b))
    return [(x, y) for x, y in found if x < y]


def read_bodies(chars: str, a: int, b: int, gaps: Collection[int] = ()) -> Bodies:
    """The bodies of one piece: a name, or names joined by 和, 与, 及 or a blank where both sides are bodies.

    ``gaps`` are the indices of ``chars`` before which white space stood.
    """
    return _read(chars, a, b, gaps, {})


def _read(chars: str, a: int, b: int, gaps: Collection[int], known: dict[int, Bodies]) -> Bodies:
    """``read_bodies`` of the rest of a piece from ``a``; ``known`` keeps what each rest gave: none is read twice."""
    if a in known:
        return known[a]
    end, is_left_open = without_open(chars, a, b)
    text = chars[a:end]
    sure = strength(text)
    found = Bodies((Body(a, end, sure),), is_left_open, True) if sure else Bodies((), is_left_open, not text)
    if sure < CERTAIN and text:
        several = Bodies((), True, True) if is_open(text) else _joined(chars, a, end, gaps, known, is_left_open)
        found = several or found
    known[a] = found
    return found


def _joined(
    chars: str, a: int, end: int, gaps: Collection[int], known: dict[int, Bodies], is_left_open: bool
) -> Bodies | None:
    """The first way to read ``chars[a:end]`` as one body or open end, then the rest; None where there is none."""
    for left, right in _seams(chars[a:end], a, gaps):
        stop, is_open_here = without_open(chars, a, a + left)
        sure = strength(chars[a:stop])
        generic = not sure and (stop == a or is_open(chars[a:stop]))
        if not (sure or generic) or not generic and not _divides(sure, chars[a + right : end]):
            continue
        rest = _read(chars, a + right, end, gaps, known)
        if rest.understood:
            first = () if generic else (Body(a, stop, sure),)
            return Bodies(first + rest.bodies, is_left_open or is_open_here or generic or rest.open_ended, True)
    return None


def _seams(text: str, a: int, gaps: Collection[int]) -> list[tuple[int, int]]:
    """Places where one name may end and the next begin: around 和/与/及, at blanks, and in 市财政局市教委."""
    if len(text) > 80:
        return []
    seams = [match.span() for match in _SOFT.finditer(text)] + [match.span() for match in _GLUED.finditer(text)]
    seams += [(gap - a, gap - a) for gap in gaps if 0 < gap - a < len(text)]
    return sorted(seams)


def _divides(left: int, right: str) -> bool:
    if left >= STRONG:
        return True
    return parts_of(right).kind in ("rank", "place", "nation", "short") or right.startswith("各") or is_open(right)


def split_departments(chars: str, gaps: Collection[int] = ()) -> list[tuple[int, int, str]]:
    """The bodies of a list such as 市财政局、市教委和各区等: (start, end, as written), ends of open lists left out.

    ``chars`` is folded text without white space (``View.chars``), ``gaps`` the indices before which white space stood.
    """
    return [
        (body.start, body.end, chars[body.start : body.end])
        for a, b in split_pieces(chars, 0, len(chars))
        for body in read_bodies(chars, a, b, gaps).bodies
    ]


def department(view: View, a: int, b: int, role: Role, jurisdiction: str | None, rank: str = "") -> Department:
    """The record of the body in ``view.chars[a:b]``. ``rank`` is the 省, 市, 区 that an earlier name of the list said."""
    start, end = view.span(a, b)
    quote = view.source[start:end]
    name = view.words(a, b)
    folded = view.chars[a:b]
    full = rank + folded if rank and takes_rank(folded) else folded
    canonical = canonical_name(full, jurisdiction)
    return Department(
        start=start, end=end, quote=quote, as_written=name, role=role, level=level_of(full, jurisdiction),
        canonical=name if canonical == folded else canonical,
    )  # fmt: skip


def rank_of(name: str) -> str:
    """The 省, 市, 区 … that begins a name, or an empty string."""
    parts = parts_of(name)
    return parts.seat if parts.kind == "rank" else ""


def takes_rank(name: str) -> bool:
    """Whether a name without a seat means the seat said before it: 省财政厅、教育厅."""
    if parts_of(name).kind != "none" or name.startswith(("各", "属地", "人民银行", "中国", "国家", "人行")):
        return False
    bare = re.sub(r"\([^()]*\)\Z", "", name)
    return strength(bare) == CERTAIN and level_of(bare, None) != "national"
