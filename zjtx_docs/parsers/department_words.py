"""The tables behind the names of public bodies: whole names, stems, tails, places and the words of open lists."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.lexicon import rows
from zjtx_docs.model import Level
from zjtx_docs.text import fold

PLACE = re.compile(
    r"(?:[^\W\d_A-Za-z局委厅办与由从在向被将等]{2,8}?(?:自治区|自治州|自治县)|(?:兴安|锡林郭勒|阿拉善)盟"
    r"|[^\W\d_A-Za-z局委厅办与由从在向被将等]{2,5}?(?:省|市|地区|县|区|旗|州(?!市))"
    r"|[^\W\d_A-Za-z局委厅办与由从在向被将等]{1,5}?(?:镇|乡|街道)(?=人民政府|政府|办事处|党委|党工委|人大))"
)
NO_PLACE = re.compile(
    r"(?:开发|高新|经开|保税|自贸|试验|示范|先行|综保|工业|集聚|度假|功能|园|库|校|厂|灾|社|小|辖|片|街|牧|大湾|风景|景|[主老]城|中心城|困难山|贫困山)区$"
    r"|(?:城|都|上|股|超|楼|门|入|集|夜|早|全|本|该|我|各)市$|^[省市区县和及]|^(?:支持|鼓励|引导|推动|加快|加强|促进|建立|全|本|我|各|由|向|在|与|和|对|从|为)"
)


class Whole(NamedTuple):
    value: str
    place: str
    level: str


@functools.cache
def wholes() -> dict[str, Whole]:
    return {fold(row["word"]): Whole(row["value"], row["place"], row["level"]) for row in rows("departments")}


@functools.cache
def stems() -> dict[str, str]:
    return {row["word"]: row["value"] for row in rows("department_stems")}


@functools.cache
def tails() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["value"], row["strength"]) for row in rows("department_tails")}


@functools.cache
def places() -> dict[str, Level]:
    """Every division from province to county with its level."""
    return {row["word"]: row["value"] for row in rows("places")}  # type: ignore[misc]


@functools.cache
def short_places() -> dict[str, str]:
    """Provinces and cities without their last word (安徽, 合肥) to the full name."""
    return {short_place(place): place for place, level in places().items() if level != "district" and len(short_place(place)) > 1}


def short_place(place: str) -> str:
    return re.sub(r"(?:(?:[壮回]族|维吾尔)?自治区|特别行政区|省|市|区|县|地区|盟)\Z", "", place)


def place_end(name: str, at: int) -> int:
    """Where the place name that begins at ``name[at]`` ends: a listed division, else one by its shape; ``at`` for none."""
    listed = places()
    for size in range(min(11, len(name) - at), 1, -1):
        if name[at : at + size] in listed:
            return at + size
    match = PLACE.match(name, at)
    return match.end() if match and not NO_PLACE.search(match[0]) else at


@functools.cache
def words(kind: str) -> frozenset[str]:
    """The words of ``open_lists.csv`` of one kind: qualifier, noun, party, ending, generic, vague."""
    return frozenset(row["word"] for row in rows("open_lists") if row["value"] == kind)


@functools.cache
def joint_names() -> tuple[str, ...]:
    """Names of one institution that hold a separating mark (科委、中关村管委会), longest first."""
    return tuple(sorted((word for word in wholes() if "、" in word), key=len, reverse=True))


