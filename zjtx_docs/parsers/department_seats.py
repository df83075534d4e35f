"""Full names and levels of bodies: 市 and 区 read by the jurisdiction of the document that says them."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.model import Level
from zjtx_docs.parsers.department_names import (
    CERTAIN,
    GLOSS,
    NONE,
    PLURAL,
    STRONG,
    YOUTH,
    Parts,
    full_rest,
    is_place,
    parts_of,
    strength,
)  # fmt: skip
from zjtx_docs.parsers.department_words import joint_names, places, short_place, short_places, wholes
from zjtx_docs.text import fold, squeeze


class Seat(NamedTuple):
    """A jurisdiction by its ranks; each as the full name of that place, a province left out where a city follows."""

    province: str | None = None
    city: str | None = None
    district: str | None = None
    town: str | None = None
    own: str | None = None


@functools.lru_cache(maxsize=256)
def seat_of(jurisdiction: str | None) -> Seat:
    """The ranks of a jurisdiction such as 北京市房山区, 安徽省, 温州市鹿城区 or 浙江省温州市鹿城区南汇街道."""
    rest = squeeze(jurisdiction or "")
    own = rest or None
    province = city = district = town = None
    match = re.match(r"[一-鿿]{2,3}省|[一-鿿]{2,6}?自治区|(?:北京|上海|天津|重庆)市", rest)
    if match:
        province, rest = match[0], rest[match.end() :]
        if province.endswith("市"):
            city = province
    match = None if city else re.match(r"[一-鿿]{1,8}?(?:自治州|地区|盟|市)|[一-鿿]{2,8}?州", rest)
    if match:
        city, rest = match[0], rest[match.end() :]
    if city and places().get(city) == "district":
        city, district = None, city
    match = None if district else re.match(r"[一-鿿]{1,12}?(?:开发区|区|自治县|县|旗|市)", rest)
    if match:
        district, rest = (city or province or "") + match[0], rest[match.end() :]
    if re.fullmatch(r"[一-鿿]{1,8}(?:镇|乡|街道)", rest):
        town = (district or city or province or "") + rest
    if own and province and city and province != city:
        own = own.removeprefix(province)
    return Seat(province, city, district, town, own)


def _own_place(rank: str, seat: Seat) -> str | None:
    """The full place that a word of rank means in a document of ``seat``; None where the document does not tell."""
    word = rank[-1]
    if rank == "自治区" or word == "省":
        return seat.province
    if word in "市州":
        return seat.district if seat.district and seat.district.endswith("市") else seat.city
    return seat.town if word in "镇乡" else seat.district


@functools.lru_cache(maxsize=8192)
@functools.lru_cache(maxsize=8192)
def canonical_name(name: str, jurisdiction: str | None) -> str:
    """The full name with its place: 市经信局 in 北京市房山区 -> 北京市经济和信息化局, 经信局 there -> 北京市房山区经济和信息化局.

    Bodies that are not listed keep their own words behind the place; without a jurisdiction 市, 区 … stay as written.
    """
    bare = re.sub(r"(?<=[一-鿿])\([^()]*\)\Z", "", fold(squeeze(name)))
    whole = wholes().get(bare)
    if whole and whole.place == "none":
        return whole.value
    if PLURAL.match(bare) or strength(bare) == NONE or "、" in bare and not bare.endswith(joint_names()):
        return squeeze(name)
    seat = seat_of(jurisdiction)
    youth = YOUTH.fullmatch(bare)
    if youth:
        return f"共青团{_own_place(youth[1], seat) or youth[1]}委员会"
    if is_place(bare):
        return next((place for place in (seat.town, seat.district, seat.city) if place and place.endswith(bare)), bare)
    parts = parts_of(bare)
    if parts.kind == "nation":
        return _national(bare, parts)
    place = _place_of(parts, seat)
    whole, full = wholes().get(parts.rest), full_rest(parts.rest)
    party = "委" if whole and whole.place == "party" else ""
    if place is None:
        # The jurisdiction does not tell which place 市 or 区 is: only the stem is written out.
        return parts.seat + (parts.rest if not full or "{}" in full else party + full)
    if full is None:
        return bare if parts.kind in ("none", "short") else place + parts.rest
    if whole and "{}" in full:
        return full.format(short_place(place) if whole.place == "short" else place)
    return place + party + full


def _national(bare: str, parts: Parts) -> str:
    if parts.seat in ("人行", "人民银行", "中国人民银行"):
        return "中国人民银行" + parts.rest
    local = re.match(r"国家税务总局(.+)税务局\Z", bare)
    if local:
        return bare
    full = full_rest(parts.rest)
    return parts.seat + (full if full and "{}" not in full else parts.rest)


def _place_of(parts: Parts, seat: Seat) -> str | None:
    if parts.kind == "rank":
        return _own_place(parts.seat, seat)
    if parts.kind == "place":
        mine = [place for place in (seat.town, seat.district, seat.city, seat.province) if place]
        return next((place for place in mine if place.endswith(parts.seat) or parts.seat.endswith(place)), parts.seat)
    if parts.kind == "short":
        return short_places()[parts.seat]
    for place in (seat.district, seat.city, seat.province):
        if place and parts.rest.startswith(short_place(place)):
            return None
    return seat.province if parts.rest.endswith("厅") else seat.own


@functools.lru_cache(maxsize=8192)
def level_of(name: str, jurisdiction: str | None) -> Level | None:
    """The level of government of a body, None if untold; 市 is provincial in a 直辖市, else prefectural."""
    bare = GLOSS.sub("", fold(squeeze(name)))
    seat, parts = seat_of(jurisdiction), parts_of(bare)
    whole = wholes().get(bare) or wholes().get(parts.rest)
    if whole and whole.level:
        return whole.level  # type: ignore[return-value]
    if bare.startswith("各"):
        return _rank_level(re.sub(r"开发区|园区|高新区|新区|功能区|度假区|社区|[^省市区县镇乡街]", "", bare)[:1], seat)
    if parts.kind == "nation":
        return None if re.search(r"支行|分行|营业|分公司|监管局|税务局$|调查队", parts.rest) else "national"
    if parts.kind == "rank":
        return _rank_level(parts.seat[-1], seat)
    if "、" in bare and not bare.endswith(joint_names()):
        return None
    if parts.kind == "short":
        if strength(bare) < STRONG:
            return None
        return places()[short_places()[parts.seat]]
    place = parts.seat if parts.kind == "place" else bare if is_place(bare) else None
    has_seat = whole is None or whole.place != "none"
    if place is None and parts.kind == "none" and has_seat and strength(bare) == CERTAIN:
        place = _place_of(parts, seat)
    return _place_level(place, seat) if place else None


def _rank_level(rank: str, seat: Seat) -> Level | None:
    if rank in ("区", "县", "旗"):
        own_region = seat.province is not None and seat.province.endswith("区") and not seat.district and not seat.city
        return "provincial" if own_region else "district"
    if rank == "省":
        return "provincial"
    if rank == "市":
        if seat.district and seat.district.endswith("市"):
            return "district"
        if seat.city is None and seat.province is None:
            return None
        return "provincial" if seat.city and seat.city == seat.province else "prefectural"
    if rank == "州":
        return "prefectural"
    return "township" if rank else None


def _place_level(place: str, seat: Seat) -> Level | None:
    for size in range(min(11, len(place)), 1, -1):
        if place[-size:] in places():
            return places()[place[-size:]]
    if re.search(r"(?:镇|乡|街道)$", place):
        return "township"
    if place.endswith("市"):
        return "district" if seat.district == place else "prefectural"
    if place.endswith(("省", "自治区")):
        return "provincial"
    if place.endswith(("州", "地区", "盟")):
        return "prefectural"
    return "district" if place.endswith(("区", "县", "旗")) else None
