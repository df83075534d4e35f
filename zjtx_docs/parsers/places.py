"""Whose authorities speak: the place of a document and its level of government.

Provinces, cities, districts and counties are rows of lexicons/places.csv with what they belong to. The place is written
as far as the text says it: 房山区 becomes 北京市房山区 only where 北京市 stands in the text too.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from zjtx_docs.lexicon import Hit, Terms, rows
from zjtx_docs.model import Level

_TOWN = re.compile(r"(?P<town>[\u4e00-\u9fff]{2,5}?(?:镇|乡|街道))(?:党委|人民政府|办事处|党工委|政府)")
_ZONE = re.compile(
    r"(?P<zone>[\u4e00-\u9fff]{0,10}?(?:高新(?:技术产业(?:开发)?)?区|开发区|新区|工业园区|保税区|示范区|试验区|度假区))(?:党工委)?管(?:理)?委"
)
# A development zone at the head of a name, the place before it listed or not.
_LONE_ZONE = re.compile(
    r"(?P<zone>[\u4e00-\u9fff]{2,6}?(?:高新(?:技术产业(?:开发)?)?区|经济技术开发区|经开区|开发区|高新区|保税区))"
    r"(?:党工委|管(?:理)?委|关于|促进|支持|推进|推动|加快|鼓励|扶持|进一步|若干|实施)"
)
# A place that the table does not hold, at the head of a name: …市人民政府, …区关于….
_UNLISTED = re.compile(
    r"(?:中共|政协)?(?!民[革盟建进]|致公|九三|农工|台盟)"
    r"(?P<place>(?:[\u4e00-\u9fff]{2,4}?[市州])?[\u4e00-\u9fff]{2,4}?(?:自治[州县]|(?<![城都上超门园社地新特校辖街各我全本])[省市区县旗]))"
    r"(?:人民政府|政府|政协|委|关于|促进|支持|推进|推动|加快|鼓励|扶持|优化|进一步|深化|若干|实施|贯彻|落实|培育|发展|“"
    r"|[\u4e00-\u9fff]{2,14}(?:局|厅|委员会|办公室)(?:$|关于))"
)
# 中国（某省）自由贸易试验区某片区: its committees rank with a district's.
_FREE_TRADE = re.compile(r"中国\([\u4e00-\u9fff]{2,6}\)自由贸易试验区(?P<part>[\u4e00-\u9fff]{2,8}?片区)?")
# A district that the table does not hold, behind the city it belongs to (天津市…区人民政府).
_UNDER = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,4}?(?<![城都上超门园社地新特校辖街各我全本])[区县旗])(?=人民政府|政府|委|关于|促进|支持|推进|推动|加快)"
)
_NATIONAL_NUMBER = re.compile(r"国(?:办)?[发函]|中[办发]|国务院令|工信部|财[\u4e00-\u9fff]{0,2}\[")
_OWN = re.compile(
    r"(?:我|全|本)(?P<own>[省市区县旗镇])(?!场|民|域|外)|(?P<body>[省市区县])(?:政府|委[、,。市区县]|政协)"
)
_OWN_LEVELS: dict[str, tuple[Level, ...]] = {
    "省": ("provincial",), "市": ("prefectural", "provincial", "district"), "区": ("district", "provincial"),
    "县": ("district",), "旗": ("district",), "镇": ("township",),
}  # fmt: skip
_OFFICES = frozenset(
    "政府发办科财经工商教人委农文卫住建交应审民药监金税医数市"
)  # what follows a province's sign in a number
_SEEN_MOST = 20_000  # characters of the text proper that are read for the place


class Where(NamedTuple):
    """The place as far as the text says it, and its level."""

    name: str | None
    level: Level | None


class _Row(NamedTuple):
    word: str
    level: Level
    parents: tuple[str, ...]


@functools.cache
def _places() -> Terms[_Row]:
    def place(row: dict[str, str]) -> _Row:
        return _Row(row["word"], row["value"], tuple(filter(None, row["parent"].split("|"))))  # type: ignore[arg-type]

    return Terms((row["word"], place(row)) for row in rows("places"))


@functools.cache
def _signs() -> dict[str, _Row]:
    return {
        row["sign"]: _Row(row["word"], row["value"], ())  # type: ignore[arg-type]
        for row in rows("places")
        if row["sign"]
    }


@functools.cache
def _national() -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("national_bodies"))


def find_place(names: Iterable[str | None], number: str | None, body: str, around: str = "") -> Where:
    """The place and level of a document.

    ``names`` are the issuer and titles, ``body`` the text proper, all folded without blanks; ``around`` is the file it
    stands in, which may say what a district belongs to.

    The first of the names that holds a place decides; then the sign in the document number (京, 皖); then the text.
    """
    body = body[:_SEEN_MOST]
    given = [name for name in names if name]
    everything = "".join(given) + body + around
    for name in given:
        if name.startswith(_national()) and not _places().find(name.partition("关于")[0]):
            return Where(None, "national")
        where = _named(name, everything)
        if where.level is not None:
            return where
    if number and _NATIONAL_NUMBER.match(number):
        return Where(None, "national")
    own = _own_level(body)
    if number and number[0] in _signs() and number[1:2] in _OFFICES and (own is None or own == "省"):
        row = _signs()[number[0]]
        return Where(row.word, row.level)
    return _from_text(body, everything, own)


def _named(name: str, everything: str) -> Where:
    hits = _places().find(name)
    chain = _chain(hits)
    where = _whole(chain, everything) if chain else Where(None, None)
    rest = name[chain[-1].end :] if chain else name
    if not chain and (found := _UNLISTED.match(name)) is not None:
        level: Level = {"省": "provincial", "市": "prefectural", "州": "prefectural"}.get(
            found["place"][-1], "district"
        )  # type: ignore[assignment]
        return Where(found["place"], level)
    lone = _LONE_ZONE.match(name) if not chain else None
    if lone is not None:
        return Where(lone["zone"], "district")
    town = _TOWN.match(rest)
    if town is not None:
        return Where((where.name or "") + town["town"], "township")
    zone = _ZONE.match(rest)
    if zone is not None and where.name is not None:
        return Where(where.name + zone["zone"], "district")
    free = _FREE_TRADE.match(name)
    if free is not None:
        return Where(name[: free.end()], "district" if free["part"] else "provincial")
    under = _UNDER.match(rest) if where.level in ("provincial", "prefectural") else None
    if under is not None:
        return Where((where.name or "") + under["place"], "district")
    return where


def _chain(hits: list[Hit[_Row]]) -> list[Hit[_Row]]:
    """The first place and those that stand directly behind it, each inside the one before."""
    chain = hits[:1]
    for hit in hits[1:]:
        if hit.start != chain[-1].end:
            break
        chain.append(hit)
    return chain


def _whole(chain: list[Hit[_Row]], everything: str) -> Where:
    """The name of a chain with what it belongs to, where the text names that."""
    first = chain[0].value
    name = "".join(hit.value.word for hit in chain)
    parents = [parent for parent in first.parents if parent in everything]
    if len(parents) == 1 and first.level == "district" and not name.startswith(parents[0][:2]):
        name = parents[0] + name
    return Where(name, chain[-1].value.level)


def _own_level(body: str) -> str | None:
    """How the text speaks of its own place: 我区, 全市, 省政府; the most frequent, None where it does not."""
    counts = Counter(match["own"] or match["body"] for match in _OWN.finditer(body))
    return counts.most_common(1)[0][0] if counts else None


def _from_text(body: str, everything: str, own: str | None) -> Where:
    hits = _places().find(body)
    levels = _OWN_LEVELS.get(own or "", ())
    if not hits:
        return Where(None, levels[0] if levels else None)
    counts = Counter(hit.value.word for hit in hits if not levels or hit.value.level in levels)
    first = _chain(hits)
    if (
        levels
        and first[-1].value.level not in levels
        or not levels
        and len(hits) > 1
        and counts[first[-1].value.word] < 2
    ):
        best = next((word for word, count in counts.most_common(1) if count >= 2), None)
        if best is None:
            return Where(None, levels[0] if levels else None)
        first = [next(hit for hit in hits if hit.value.word == best)]
    return _whole(first, everything)
