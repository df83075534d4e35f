"""The grammar of a public body's name: where it sits, what it does, what kind of office it is, and its full name.

A name is ``[seat] stem tail``: 市|经信|局, 安澜市|投资促进|中心, 国家|药监|局. Seats are a word of rank (省, 市, 区, 县) that points
at the document's own jurisdiction, a full place name, or 国家; stems and tails stand in ``department_stems.csv`` and
``department_tails.csv``, whole names that follow no rule in ``departments.csv``. A body never
listed is recognised by its shape.
"""

from __future__ import annotations

import functools
import re
from typing import Literal, NamedTuple

from zjtx_docs.parsers.department_words import (
    PLACE,
    choices,
    is_no_place,
    joint_names,
    place_end,
    places,
    short_places,
    stems,
    tails,
    wholes,
    words,
)

CERTAIN, STRONG, WEAK, NONE = 3, 2, 1, 0

_RANKS = "省市区县州旗镇乡"
# Words that begin with a word of rank and mean no seat: 市场监管局, 乡村振兴局, 区域合作办.
_NO_SEAT = re.compile(
    r"市[场政容民监级属直辖内外区县]|区[域块级属直县]|县[域级直区市属]|镇[域街村级]|省[级属直市会]|州[级府]|乡[村镇]|旗下"
)
_SHAPE = re.compile(r"[一-鿿A-Za-z0-9·()“”、-]+\Z")
_NO_SUBJECT = re.compile(r"对(?!外)|经(?![济开信贸发合商科管])")
_UNIT = r"(?:[市区县州盟旗镇乡村街场]|街道|地区|自治区|直辖市|开发区|高新区|经开区|新区|功能区|园区|片区|板块|度假区|管理区|社区)"
_IN_BRACKETS = rf"(?:\((?:{_UNIT}|[、,]){{1,8}}\))?"
PLURAL = re.compile(
    rf"(?:各(?:级|个|有关|相关)?|有关|相关)(?:地级以上|设区的?|所辖|产业|工业|省级)?{_UNIT}{{1,6}}{_IN_BRACKETS}"
    rf"(?:、?{_UNIT}{{1,4}}{_IN_BRACKETS})?(?:党委政府|党政|人民政府|政府|管委会|管理委员会|党委|党工委|办事处|、)*\Z"
    r"|(?:市|区|县|镇|乡|街道)\((?:市|区|县|镇|乡|街道|、|,){1,6}\)(?:人民政府|政府|管委会|办事处)\Z|各级(?:人民)?政府\Z"
)
GLOSS = re.compile(r"\([^()]*\)")
_ZONES = frozenset(("高新区", "经开区", "开发区", "新区", "保税区", "自贸区", "综保区", "自贸试验区"))
YOUTH = re.compile(r"(?:共青)?团([省市区县州])委")
_NATION = re.compile(r"国家(?!级)|国务院|中央|全国(?!性)|中国(?!人民银行)|中共中央|中华全国|人民银行|中国人民银行|人行")


@functools.cache
def _no_name() -> re.Pattern[str]:
    return re.compile(choices("no_name"))


class Parts(NamedTuple):
    """A name taken apart: ``kind`` of seat, the seat as written, and the rest."""

    kind: Literal["none", "rank", "place", "short", "nation"]
    seat: str
    rest: str


def tail_of(name: str) -> str | None:
    """The longest tail of ``department_tails.csv`` that ``name`` ends in."""
    listed = tails()
    for size in range(min(8, len(name)), 0, -1):
        if name[-size:] in listed:
            return name[-size:]
    return None


def full_rest(rest: str) -> str | None:
    """The full name of a body without its seat, or None where neither the whole nor the stem is listed."""
    whole = wholes().get(rest)
    if whole:
        return whole.value
    for size in range(min(8, len(rest) - 1), 0, -1):
        tail = tails().get(rest[-size:])
        if tail and tail[1] != "place" and rest[:-size] in stems():
            return stems()[rest[:-size]] + tail[0]
    return None


def is_field(name: str) -> bool:
    """Whether a name is only the field of an office, as in 财政、科技等部门 or 市发改、财政等部门."""
    return name in stems() or name[:1] in _RANKS and name[1:] in stems()


@functools.lru_cache(maxsize=8192)
def parts_of(name: str) -> Parts:
    """``name`` (folded, without white space) taken apart; ``rest`` is the whole where no seat is named."""
    if full_rest(name):
        return Parts("none", "", name)
    nation = _NATION.match(name)
    if nation and len(name) > nation.end():
        return Parts("nation", nation[0], name[nation.end() :])
    at = 0
    while at < len(name) - 1 and not full_rest(name[at:]):
        end = place_end(name, at)
        if end == at or end >= len(name):
            break
        at = end
    if at:
        return Parts("place", name[:at], name[at:])
    for size in (3, 2) if name[:1] in "本我自全" else (1,):
        head, rest = name[:size], name[size:]
        if head[-1:] in _RANKS and rest and (size > 1 or full_rest(rest) or not _NO_SEAT.match(name)):
            if size == 1 or head in ("自治区", "本市", "本区", "本县", "本省", "我市", "我区", "我县", "我省"):
                return Parts("rank", head, rest)
    for size in (4, 3, 2):
        if name[:size] in short_places() and len(name) > size + 1:
            return Parts("short", name[:size], name[size:])
    return Parts("none", "", name)


@functools.lru_cache(maxsize=8192)
def strength(name: str) -> int:
    """How surely ``name`` (folded, without white space) is the name of one body.

    CERTAIN for a listed body or stem and for 各区, 各县(市、区)人民政府; STRONG for an office tail (局, 办, 管委会 …) behind a seat or
    a stem of its own; WEAK for enterprises, schools, centres, zones and bare place names; NONE for everything else.
    """
    if not 2 <= len(name) <= 40 or not _SHAPE.match(name):
        return NONE
    if PLURAL.match(name):
        return CERTAIN
    bare = GLOSS.sub("", name)
    if len(bare) < 2:
        return NONE
    if "、" in bare:
        return CERTAIN if any(bare.endswith(joint) for joint in joint_names()) else strength(bare.rpartition("、")[2])
    if bare.startswith("属地"):
        return max(strength(bare[2:]), WEAK if bare[2:] in ("政府", "街道", "乡镇", "镇街") else NONE)
    if YOUTH.fullmatch(bare):
        return CERTAIN
    if bare in _ZONES or bare[0] == "各" and (tail_of(bare[1:]) or bare[1:] in words("party")):
        return WEAK
    if _no_name().search(bare):
        return NONE
    if bare in words("generic") or bare[-2:] in words("ending"):
        return NONE
    seat = parts_of(bare)
    whole = wholes().get(seat.rest)
    if whole:
        return WEAK if whole.level == "township" and not seat.seat else CERTAIN
    if full_rest(seat.rest):
        return CERTAIN
    return _by_tail(bare, seat)


def _by_tail(bare: str, seat: Parts) -> int:
    tail = tail_of(bare)
    if tail is None:
        return NONE
    kind = tails()[tail][1]
    stem = seat.rest[: len(seat.rest) - len(tail)] if len(seat.rest) >= len(tail) else ""
    if kind == "place":
        return WEAK if is_place(bare) else NONE
    if kind == "strong":
        if bare.startswith(tuple(words("verb"))) or _NO_SUBJECT.match(bare):
            return NONE
        if seat.seat:
            return STRONG if stem or len(tail) > 1 else WEAK
        if tail in ("委", "办", "部", "厅"):
            return WEAK if len(stem) >= 2 else NONE
        return STRONG if len(stem) >= 2 else NONE
    if _vague(seat.rest) and (not seat.seat or seat.rest in words("generic")):
        return NONE
    if tail == "部门":
        return WEAK if seat.seat and len(stem) >= 2 and stem not in words("qualifier") else NONE
    return WEAK if len(stem) >= 2 or (seat.seat and len(seat.rest) >= 2) else NONE


def is_place(bare: str) -> bool:
    if bare in places():
        return True
    match = PLACE.fullmatch(bare) or re.fullmatch(r"[一-鿿]{2,5}(?:镇|乡|街道)", bare)
    return match is not None and not is_no_place(bare) and not _vague(bare)


def _vague(name: str) -> bool:
    """Whether a name begins as a class of things rather than as one body: 国家级…, 各类…, 新型…"""
    vague = words("vague")
    return any(name[:size] in vague for size in (1, 2, 3))


def is_named(name: str) -> bool:
    """Whether a weak name tells one body from its like by a place or by 国家, 中国: 北京金控集团, 中国出口信用保险公司."""
    return parts_of(GLOSS.sub("", name)).kind in ("place", "short", "nation", "rank") and len(name) >= 4
