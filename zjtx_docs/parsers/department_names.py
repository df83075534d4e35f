"""The grammar of a public body's name: where it sits, what it does, what kind of office it is, and its full name.

A name is ``[seat] stem tail``: 市|经信|局, 安澜市|投资促进|中心, 国家|药监|局. Seats are a word of rank (省, 市, 区, 县) that points
at the document's own jurisdiction, a full place name, or 国家; stems and tails stand in ``department_stems.csv`` and
``department_tails.csv``, whole names that follow no rule in ``departments.csv``. A body never listed is recognised by its shape.
"""

from __future__ import annotations

import functools
import re
from typing import Literal, NamedTuple

from zjtx_docs.lexicon import rows
from zjtx_docs.model import Level
from zjtx_docs.text import fold, squeeze

CERTAIN, STRONG, WEAK, NONE = 3, 2, 1, 0

_RANKS = "省市区县州旗镇乡"
# Words that begin with a word of rank and mean no seat: 市场监管局, 乡村振兴局, 区域合作办.
_NO_SEAT = re.compile(r"市[场政容民监级属直辖内外区县]|区[域块级属直县]|县[域级直区市属]|镇[域街村级]|省[级属直市会]|州[级府]|乡[村镇]|旗下")
_PLACE = re.compile(
    r"(?:[^\W\d_A-Za-z局委厅办与由从在向被将等]{2,8}?(?:自治区|自治州|自治县)|(?:兴安|锡林郭勒|阿拉善)盟"
    r"|[^\W\d_A-Za-z局委厅办与由从在向被将等]{2,5}?(?:省|市|地区|县|区|旗|州(?!市))"
    r"|[^\W\d_A-Za-z局委厅办与由从在向被将等]{1,5}?(?:镇|乡|街道)(?=人民政府|政府|办事处|党委|党工委|人大))"
)
_NO_PLACE = re.compile(
    r"(?:开发|高新|经开|保税|自贸|试验|示范|先行|综保|工业|集聚|度假|功能|园|库|校|厂|灾|社|小|辖|片|街|牧|大湾|风景|景|[主老]城|中心城|困难山|贫困山)区$"
    r"|(?:城|都|上|股|超|楼|门|入|集|夜|早|全|本|该|我|各)市$|^[省市区县和及]|^(?:支持|鼓励|引导|推动|加快|加强|促进|建立|全|本|我|各|由|向|在|与|和|对|从|为)"
)
_SHAPE = re.compile(r"[一-鿿A-Za-z0-9·()“”、-]+\Z")
_LEADING_VERB = re.compile(r"(?:支持|鼓励|引导|推动|加快|加强|建立|[由向在与被把将从为]|对(?!外)|经(?![济开信贸发合商科管]))")
_NO_NAME = re.compile(r"会同|牵头|负责|配合|参与|协助|给予|申请|按照|根据|应当|以上|或|另行|制定|印发")
_UNIT = r"(?:[市区县州盟旗镇乡村街场]|街道|地区|自治区|直辖市|开发区|高新区|经开区|新区|功能区|园区|片区|板块|度假区|管理区|社区)"
_PLURAL = re.compile(
    rf"(?:各(?:级|个|有关|相关)?|有关|相关)(?:地级以上|设区的?|所辖|产业|工业|省级)?{_UNIT}{{1,6}}(?:\((?:{_UNIT}|[、,]){{1,8}}\))?(?:、?{_UNIT}{{1,4}}(?:\((?:{_UNIT}|[、,]){{1,8}}\))?)?"
    r"(?:党委政府|党政|人民政府|政府|管委会|管理委员会|党委|党工委|办事处|、)*\Z"
    r"|(?:市|区|县|镇|乡|街道)\((?:市|区|县|镇|乡|街道|、|,){1,6}\)(?:人民政府|政府|管委会|办事处)\Z|各级(?:人民)?政府\Z"
)
_GLOSS = re.compile(r"\([^()]*\)")
_ZONES = frozenset(("高新区", "经开区", "开发区", "新区", "保税区", "自贸区", "综保区", "自贸试验区"))
_YOUTH = re.compile(r"(?:共青)?团([省市区县州])委")
_NATION = re.compile(r"国家|国务院|中央|全国|中国(?!人民银行)|中共中央|中华全国|人民银行|中国人民银行|人行")


class _Whole(NamedTuple):
    value: str
    place: str
    level: str


class Parts(NamedTuple):
    """A name taken apart: ``kind`` of seat, the seat as written, and the rest."""

    kind: Literal["none", "rank", "place", "short", "nation"]
    seat: str
    rest: str


class Seat(NamedTuple):
    """A jurisdiction by its ranks; each as the full name of that place, a province left out where a city follows."""

    province: str | None = None
    city: str | None = None
    district: str | None = None
    town: str | None = None
    own: str | None = None


@functools.cache
def _wholes() -> dict[str, _Whole]:
    return {fold(row["word"]): _Whole(row["value"], row["place"], row["level"]) for row in rows("departments")}


@functools.cache
def _stems() -> dict[str, str]:
    return {row["word"]: row["value"] for row in rows("department_stems")}


@functools.cache
def _tails() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["value"], row["strength"]) for row in rows("department_tails")}


@functools.cache
def _places() -> dict[str, Level]:
    """Every division from province to county with its level."""
    return {row["word"]: row["value"] for row in rows("places")}  # type: ignore[misc]


@functools.cache
def _short_places() -> dict[str, str]:
    """Provinces and cities without their last word (安徽, 合肥) to the full name."""
    return {_short(place): place for place, level in _places().items() if level != "district" and len(_short(place)) > 1}


def _short(place: str) -> str:
    return re.sub(r"(?:(?:[壮回]族|维吾尔)?自治区|特别行政区|省|市|区|县|地区|盟)\Z", "", place)


def _place_end(name: str, at: int) -> int:
    """Where the place name that begins at ``name[at]`` ends: a listed division, else one by its shape; ``at`` for none."""
    places = _places()
    for size in range(min(11, len(name) - at), 1, -1):
        if name[at : at + size] in places:
            return at + size
    match = _PLACE.match(name, at)
    return match.end() if match and not _NO_PLACE.search(match[0]) else at


@functools.cache
def words(kind: str) -> frozenset[str]:
    """The words of ``open_lists.csv`` of one kind: qualifier, noun, party, ending, generic, vague."""
    return frozenset(row["word"] for row in rows("open_lists") if row["value"] == kind)


@functools.cache
def joint_names() -> tuple[str, ...]:
    """Names of one institution that hold a separating mark (科委、中关村管委会), longest first."""
    return tuple(sorted((word for word in _wholes() if "、" in word), key=len, reverse=True))


def tail_of(name: str) -> str | None:
    """The longest tail of ``department_tails.csv`` that ``name`` ends in."""
    tails = _tails()
    for size in range(min(8, len(name)), 0, -1):
        if name[-size:] in tails:
            return name[-size:]
    return None


def _full_rest(rest: str) -> str | None:
    """The full name of a body without its seat, or None where neither the whole nor the stem is listed."""
    whole = _wholes().get(rest)
    if whole:
        return whole.value
    tails, stems = _tails(), _stems()
    for size in range(min(8, len(rest) - 1), 0, -1):
        tail = tails.get(rest[-size:])
        if tail and rest[:-size] in stems and tail[1] != "place":
            return stems[rest[:-size]] + tail[0]
    return None


def is_field(name: str) -> bool:
    """Whether a name is only the field of an office, as in 财政、科技等部门 or 市发改、财政等部门."""
    stems = _stems()
    return name in stems or name[:1] in _RANKS and name[1:] in stems


@functools.lru_cache(maxsize=8192)
def parts_of(name: str) -> Parts:
    """``name`` (folded, without white space) taken apart; ``rest`` is the whole where no seat is named."""
    if _full_rest(name):
        return Parts("none", "", name)
    nation = _NATION.match(name)
    if nation and len(name) > nation.end():
        return Parts("nation", nation[0], name[nation.end() :])
    at = 0
    while at < len(name) - 1 and not _full_rest(name[at:]):
        end = _place_end(name, at)
        if end == at or end >= len(name):
            break
        at = end
    if at:
        return Parts("place", name[:at], name[at:])
    for size in (3, 2) if name[:1] in "本我自全" else (1,):
        head, rest = name[:size], name[size:]
        if head[-1:] in _RANKS and rest and (size > 1 or _full_rest(rest) or not _NO_SEAT.match(name)):
            if size == 1 or head in ("自治区", "本市", "本区", "本县", "本省", "我市", "我区", "我县", "我省"):
                return Parts("rank", head, rest)
    for size in (4, 3, 2):
        if name[:size] in _short_places() and len(name) > size + 1:
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
    if _PLURAL.match(name):
        return CERTAIN
    bare = _GLOSS.sub("", name)
    if "、" in bare:
        return CERTAIN if any(bare.endswith(joint) for joint in joint_names()) else strength(bare.rpartition("、")[2])
    if bare.startswith("属地"):
        return max(strength(bare[2:]), WEAK if bare[2:] in ("政府", "街道", "乡镇", "镇街") else NONE)
    if _YOUTH.fullmatch(bare):
        return CERTAIN
    if bare in _ZONES:
        return WEAK
    if _NO_NAME.search(bare):
        return NONE
    if len(bare) < 2 or bare in words("generic") or bare[-2:] in words("ending"):
        return NONE
    seat = parts_of(bare)
    whole = _wholes().get(seat.rest)
    if whole:
        return WEAK if whole.level == "township" and not seat.seat else CERTAIN
    if _full_rest(seat.rest):
        return CERTAIN
    return _by_tail(bare, seat)


def _by_tail(bare: str, seat: Parts) -> int:
    tail = tail_of(bare)
    if tail is None:
        return NONE
    kind = _tails()[tail][1]
    stem = seat.rest[: len(seat.rest) - len(tail)] if len(seat.rest) >= len(tail) else ""
    if kind == "place":
        return WEAK if _is_place(bare) else NONE
    if kind == "strong":
        if _LEADING_VERB.match(bare):
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


def _is_place(bare: str) -> bool:
    if bare in _places():
        return True
    match = _PLACE.fullmatch(bare) or re.fullmatch(r"[一-鿿]{2,5}(?:镇|乡|街道)", bare)
    return match is not None and not _NO_PLACE.search(bare) and not _vague(bare)


def _vague(name: str) -> bool:
    """Whether a name begins as a class of things rather than as one body: 国家级…, 各类…, 新型…"""
    vague = words("vague")
    return any(name[:size] in vague for size in (1, 2, 3))


def is_named(name: str) -> bool:
    """Whether a weak name tells one body from its like by a place or by 国家, 中国: 北京金控集团, 中国出口信用保险公司."""
    return parts_of(_GLOSS.sub("", name)).kind in ("place", "short", "nation", "rank") and len(name) >= 4


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
    if city and _places().get(city) == "district":
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
    """The full place that a word of rank stands for in a document of ``seat``; None where the document does not tell."""
    word = rank[-1]
    if rank == "自治区" or word == "省":
        return seat.province
    if word in "市州":
        return seat.district if seat.district and seat.district.endswith("市") else seat.city
    return seat.town if word in "镇乡" else seat.district


@functools.lru_cache(maxsize=8192)
def canonical_name(name: str, jurisdiction: str | None) -> str:
    """The full name with its place: 市经信局 in 北京市房山区 -> 北京市经济和信息化局, 经信局 there -> 北京市房山区经济和信息化局.

    Bodies that are not listed keep their own words behind the place; without a jurisdiction 市, 区 … stay as written.
    """
    bare = re.sub(r"(?<=[一-鿿])\([^()]*\)\Z", "", fold(squeeze(name)))
    whole = _wholes().get(bare)
    if whole and whole.place == "none":
        return whole.value
    if _PLURAL.match(bare) or strength(bare) == NONE:
        return squeeze(name)
    seat = seat_of(jurisdiction)
    youth = _YOUTH.fullmatch(bare)
    if youth:
        return f"共青团{_own_place(youth[1], seat) or youth[1]}委员会"
    if _is_place(bare):
        return next((place for place in (seat.town, seat.district, seat.city) if place and place.endswith(bare)), bare)
    parts = parts_of(bare)
    if parts.kind == "nation":
        return _national(bare, parts)
    place = _place_of(parts, seat)
    whole, full = _wholes().get(parts.rest), _full_rest(parts.rest)
    if place is None:
        # The jurisdiction does not tell which place 市 or 区 is: only the stem is written out.
        return parts.seat + (parts.rest if not full or "{}" in full else ("委" if whole and whole.place == "party" else "") + full)
    if full is None:
        return bare if parts.kind in ("none", "short") else place + parts.rest
    if whole and "{}" in full:
        return full.format(_short(place) if whole.place == "short" else place)
    return place + ("委" if whole and whole.place == "party" else "") + full


def _national(bare: str, parts: Parts) -> str:
    if parts.seat in ("人行", "人民银行", "中国人民银行"):
        return "中国人民银行" + parts.rest
    local = re.match(r"国家税务总局(.+)税务局\Z", bare)
    if local:
        return bare
    full = _full_rest(parts.rest)
    return parts.seat + (full if full and "{}" not in full else parts.rest)


def _place_of(parts: Parts, seat: Seat) -> str | None:
    if parts.kind == "rank":
        return _own_place(parts.seat, seat)
    if parts.kind == "place":
        mine = [place for place in (seat.town, seat.district, seat.city, seat.province) if place]
        return next((place for place in mine if place.endswith(parts.seat) or parts.seat.endswith(place)), parts.seat)
    if parts.kind == "short":
        return _short_places()[parts.seat]
    for place in (seat.district, seat.city, seat.province):
        if place and parts.rest.startswith(_short(place)):
            return None
    return seat.province if parts.rest.endswith("厅") else seat.own


def level_of(name: str, jurisdiction: str | None) -> Level | None:
    """The level of government of a body; 市 is provincial in a municipality under the state, else prefectural. None if untold."""
    bare = _GLOSS.sub("", fold(squeeze(name)))
    seat, parts = seat_of(jurisdiction), parts_of(bare)
    whole = _wholes().get(bare) or _wholes().get(parts.rest)
    if whole and whole.level:
        return whole.level  # type: ignore[return-value]
    if bare.startswith("各"):
        return _rank_level(re.sub(r"开发区|园区|高新区|新区|功能区|度假区|社区|[^省市区县镇乡街]", "", bare)[:1], seat)
    if parts.kind == "nation":
        return None if re.search(r"支行|分行|营业|分公司|监管局|税务局$|调查队", parts.rest) else "national"
    if parts.kind == "rank":
        return _rank_level(parts.seat[-1], seat)
    if parts.kind == "short":
        return _places()[_short_places()[parts.seat]]
    place = parts.seat if parts.kind == "place" else bare if _is_place(bare) else None
    if place is None and strength(bare) == CERTAIN and whole is None or whole and parts.kind == "none" and whole.place != "none":
        place = _place_of(parts, seat)
    return _place_level(place, seat) if place else None


def _rank_level(rank: str, seat: Seat) -> Level | None:
    if rank in ("区", "县", "旗"):
        return "provincial" if seat.province and seat.province.endswith("区") and not seat.district and not seat.city else "district"
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
    listed = next((_places()[place[-size:]] for size in range(min(11, len(place)), 1, -1) if place[-size:] in _places()), None)
    if listed:
        return listed
    if re.search(r"(?:镇|乡|街道)$", place):
        return "township"
    if place.endswith("市"):
        return "district" if seat.district == place else "prefectural"
    if place.endswith(("省", "自治区")):
        return "provincial"
    if place.endswith(("州", "地区", "盟")):
        return "prefectural"
    return "district" if place.endswith(("区", "县", "旗")) else None
