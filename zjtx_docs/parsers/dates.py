"""Calendar dates as policies write them, and deadlines with the last day they allow.

Reads 2023年2月8日, 2022 年 6 月 12 号, 二〇二三年二月八日, 2023-02-08, 2023.2.8 and 2023/2/8. A year or a month alone is found and
kept as written, its ISO date is None: the day is not said.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import NamedTuple

from zjtx_docs.amounts import chinese_number
from zjtx_docs.text import fold, squeeze

_CN = "〇零○一二三四五六七八九十"
DATE = re.compile(
    rf"""
    (?<![\d.])(?P<y>(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{{3}})年
        (?:(?P<m>1[0-2]|0?[1-9]|[正元]|[{_CN}]{{1,2}})月(?:份|(?P<d>[0-3]?\d|[{_CN}]{{1,3}})[日号])?)?
    |(?<![\d.\-/])(?P<y2>(?:19|20)\d\d)(?P<sep>[-./])(?P<m2>1[0-2]|0?[1-9])(?P=sep)
        (?P<d2>[0-3]\d(?=[0-2]?\d:\d\d)|[0-3]?\d(?![\d./-]))
    """,
    re.VERBOSE,
)
_MONTH_END = re.compile(r"(?:20\d\d|19\d\d)年(?:1[0-2]|0?[1-9])月(?:份)?(?:底|末|内)")
_PART_OF_YEAR = re.compile(
    r"((?:19|20)\d\d)年(?:第?([一二三四1-4])季度|(上半年)|(?:下半年|[底末内]|年[底末内]|全年|度?内))(?:底|末|内)?"
)
_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class DateFound(NamedTuple):
    """A date in ``chars[start:end]``; ``iso`` is None where only the year or the month is said."""

    start: int
    end: int
    iso: str | None


def _number(word: str) -> int | None:
    if word in ("正", "元"):
        return 1
    return int(word) if word.isdecimal() else chinese_number(word)


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    if not month or not day:
        return None
    parts = [_number(part) for part in (year, month, day)]
    try:
        return datetime.date(*parts).isoformat()  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def date_of(match: re.Match[str]) -> str | None:
    """The ISO date of a match of ``DATE``, or None where it names no day of the calendar."""
    if match["y2"]:
        return _iso(match["y2"], match["m2"], match["d2"])
    return _iso(match["y"], match["m"], match["d"])


def find_dates(chars: str) -> tuple[DateFound, ...]:
    """Every date of folded text without white space (``View.chars``), in order, years and months alone too."""
    return tuple(DateFound(match.start(), match.end(), date_of(match)) for match in DATE.finditer(chars))


def parse_date(text: str) -> str | None:
    """The first full date of ``text`` as ISO, however it is spaced; None where no day is said."""
    for match in DATE.finditer(fold(squeeze(text))):
        iso = date_of(match)
        if iso is not None:
            return iso
    return None


def deadline_iso(text: str) -> str | None:
    """The last day that a deadline allows: 2022年12月底 -> 2022-12-31, 2025年底前 -> 2025-12-31, 2023年6月30日前 -> 2023-06-30.

    None for what names no end (2025年, 2023年6月前, “十四五”末): the text does not say the day.
    """
    chars = fold(squeeze(text))
    full = parse_date(chars)
    if full is not None:
        return full
    month_end = _MONTH_END.search(chars)
    if month_end is not None:
        year, month = (int(part) for part in re.findall(r"\d+", month_end[0])[:2])
        return datetime.date(year, month, calendar.monthrange(year, month)[1]).isoformat()
    part = _PART_OF_YEAR.search(chars)
    if part is None:
        return None
    month = 3 * _QUARTER[part[2]] if part[2] else 6 if part[3] else 12
    return datetime.date(int(part[1]), month, calendar.monthrange(int(part[1]), month)[1]).isoformat()
