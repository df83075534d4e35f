"""The tables behind the names of public bodies: whole names, stems, tails, places and the words of open lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from zjtx_docs.lexicon import rows
from zjtx_docs.model import Level
from zjtx_docs.text import fold

PLACE = re.compile(
    r"(?:[^\W\d_A-Za-z局委厅办与由从在向被将等]{2,8}?(?:自治区|自治州|自治县)|(?:兴安|锡林郭勒|阿拉善)盟"
    r"|[^\W\d_A-Za-z局委厅办与由从在向被将等]{2,5}?(?:省|市|地区|县|区|旗|州(?!市))"
    r"|[^\W\d_A-Za-z局委厅办与由从在向被将等]{1,5}?(?:镇|乡|街道)(?=人民政府|政府|办事处|党委|党工委|人大))"
)
_BEGINS_NONE = re.compile(r"[省市区县和及全本我各对]")


class Whole(NamedTuple):
    """A body that follows no rule: its full name ({} for the place), how a place joins it, its level if it has one."""

    value: str
    place: str
    level: str


@functools.cache
def wholes() -> dict[str, Whole]:
    """Whole names without their seat, as ``View.chars`` writes them."""
    return {fold(row["word"]): Whole(row["value"], row["place"], row["level"]) for row in rows("departments")}


@functools.cache
def stems() -> dict[str, str]:
    """Fields of offices (经信) to their full words (经济和信息化)."""
    return {row["word"]: row["value"] for row in rows("department_stems")}


@functools.cache
def tails() -> dict[str, tuple[str, str]]:
    """Kinds of offices (委) to their full word (委员会) and how surely they tell a body: strong, weak or place."""
    return {row["word"]: (row["value"], row["strength"]) for row in rows("department_tails")}


@functools.cache
def places() -> dict[str, Level]:
    """Every division from province to county with its level."""
    return {row["word"]: row["value"] for row in rows("places")}  # type: ignore[misc]


@functools.cache
def short_places() -> dict[str, str]:
    """Provinces and cities without their last word (安徽, 合肥) to the full name."""
    large = [place for place, level in places().items() if level != "district"]
    return {short: place for place in large if len(short := short_place(place)) > 1}


def short_place(place: str) -> str:
    """A place without its last word: 安徽省 -> 安徽."""
    return re.sub(r"(?:(?:[壮回]族|维吾尔)?自治区|特别行政区|省|市|区|县|地区|盟)\Z", "", place)


def place_end(name: str, at: int) -> int:
    """Where the place name that begins at ``name[at]`` ends: a listed division or the shape of one; ``at`` for none."""
    listed = places()
    for size in range(min(11, len(name) - at), 1, -1):
        if name[at : at + size] in listed:
            return at + size
    match = PLACE.match(name, at)
    return match.end() if match and not is_no_place(match[0]) else at


def is_no_place(name: str) -> bool:
    """Whether a word has the shape of a place and is none: 开发区, 智慧城市, 支持江口市."""
    if _BEGINS_NONE.match(name) or name.startswith(tuple(words("verb"))):
        return True
    return name.endswith(tuple(words("no_place")))


@functools.cache
def choices(*kinds: str) -> str:
    """The words of ``open_lists.csv`` of some kinds as the inside of a pattern, longest first."""
    return any_of(word for kind in kinds for word in words(kind))


def any_of(listed: Iterable[str]) -> str:
    """Words as the inside of a pattern, longest first."""
    return "|".join(sorted(map(re.escape, listed), key=len, reverse=True))


@functools.cache
def words(kind: str) -> frozenset[str]:
    """The words of ``open_lists.csv`` of one kind: qualifier, noun, party, ending, generic, vague."""
    return frozenset(row["word"] for row in rows("open_lists") if row["value"] == kind)


@functools.cache
def joint_names() -> tuple[str, ...]:
    """Names of one institution that hold a separating mark (科委、中关村管委会), longest first."""
    return tuple(sorted((word for word in wholes() if "、" in word), key=len, reverse=True))
