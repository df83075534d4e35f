"""Sentences of a document about itself: from when and how long it holds, whom it applies to."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import NamedTuple

from zjtx_docs.model import Clause
from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.dates import DATE, date_of

# What a document calls itself: 本办法, 以上举措, 本操作指引.
ITSELF = (
    r"(?:本|上述|以上)(?:若干|实施|操作)?(?:政策意见|政策措施|政策|措施|办法|意见|规定|细则|方案|计划|条例|通知|文件|举措|条款|指引|指南|规则|决定|公告"
    r"|通告|实施[\u4e00-\u9fff]{2})"
)
_VALIDITY = re.compile(
    rf"(?:{ITSELF}(?:[^。;,]{{0,10}}?,)?(?:从|于|的)?)?"
    r"(?:(?:自|从)[^。;,]{1,30}?(?:起|开始|后|日)?(?:正式)?(?:施行|实施|执行|生效)"
    r"|于?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日起?(?:正式)?(?:施行|实施|生效))"
    r"(?:[,。]?(?:本[\u4e00-\u9fff]{2,4})?(?:试行期|有效期限?|执行期限?|实施期限?|政策期|试行(?=[0-9一二两三]))[^。;,]{1,40})?"
    r"(?:,?至[^。;,]{4,14}(?:止|日))?"
)
_TERM = re.compile(
    rf"(?:{ITSELF}(?:的)?)?(?:有效期限?|执行期限?|实施期限?|试行期|政策期)[限为至是到:暂定自从]{{0,4}}[0-9一二三四五六七八九十两][^。;,]{{0,40}}"
)
_YEARS = re.compile(
    r"(?:有效期限?|执行期限?|实施期限?|试行期?|政策期)[限为是:暂定]{0,4}(?P<years>[0-9]{1,2}|[一二三四五六七八九十两])年(?!\d*月)"
)
_UNTIL = re.compile(rf"(?:有效期限?至|执行至|实施至|有效至|至|到|-)(?P<until>{DATE.pattern})", re.VERBOSE)
_FROM = re.compile(rf"(?:自|从|于|为|期限?:?)?(?P<from>{DATE.pattern})(?:起|开始|之日起|至|到|-|施行|实施)", re.VERBOSE)
_FROM_ISSUE = re.compile(r"(?:自|从)(?:印发|发布|公布|颁布|下发)(?:之日)?(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效)")
_SCOPE = re.compile(
    rf"{ITSELF}(?:[^。;,:]{{0,12}}?)?适用(?:于|对象|范围|的)?[^。;]*|适用(?:对象|范围)(?:为|:|是|包括)[^。;]*"
)
_SCOPE_ENDS = re.compile(r",(?:自|有效期|执行期|由[^。,]{2,20}解释|本)")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_LAST_BLOCKS = 16


class Validity(NamedTuple):
    """The clause on validity and the ISO dates that follow from it."""

    clause: Clause | None
    effective: str | None
    expires: str | None


def _clause(block: Block, a: int, b: int) -> Clause:
    start, end = block.view.span(a, b)
    return Clause(start=start, end=end, quote=block.view.source[start:end])


def find_validity(blocks: Iterable[Block], issued: str | None) -> Validity:
    """What the last paragraphs say of effect and validity (自印发之日起施行，有效期3年); dates only where they follow."""
    bodies = [block for block in blocks if block.role == "body"]
    for block in [*bodies[-_LAST_BLOCKS:][::-1], *bodies[:4]]:
        chars = block.view.chars
        if not any(word in chars for word in ("施行", "实施", "执行", "生效", "有效期", "试行期")):
            continue
        match = next((found for found in _VALIDITY.finditer(chars) if _speaks_of_itself(chars, found)), None)
        if match is None:
            match = _TERM.search(chars)
        if match is not None:
            return Validity(_clause(block, match.start(), match.end()), *_dates(match[0], issued))
    return Validity(None, None, None)


def _speaks_of_itself(chars: str, match: re.Match[str]) -> bool:
    """Whether the clause is on this document: it names it, speaks of its issue, or opens its sentence with a date."""
    if re.match(ITSELF, match[0]) or _FROM_ISSUE.search(match[0]):
        return True
    return re.search(ITSELF, chars[max(0, match.start() - 30) : match.start()]) is not None


def _dates(words: str, issued: str | None) -> tuple[str | None, str | None]:
    effective = expires = None
    until = _UNTIL.search(words)
    if until is not None:
        expires = _iso_in(until["until"])
    start = _FROM.search(words)
    if start is not None and "后施行" not in words and "后实施" not in words:
        effective = _iso_in(start["from"])
    if effective is None and issued is not None and _FROM_ISSUE.search(words):
        effective = issued
    years = _YEARS.search(words)
    if expires is None and effective is not None and years is not None:
        number = int(years["years"]) if years["years"].isdecimal() else _NUMBERS[years["years"]]
        expires = _years_on(effective, number)
    return effective, expires


def _iso_in(words: str) -> str | None:
    match = DATE.match(words)
    return date_of(match) if match is not None else None


def _years_on(start: str, years: int) -> str | None:
    """The last day of a term: three years from 2023-09-08 end on 2026-09-07."""
    day = datetime.date.fromisoformat(start)
    try:
        return (day.replace(year=day.year + years) - datetime.timedelta(days=1)).isoformat()
    except ValueError:  # 29 February
        return datetime.date(day.year + years, 2, 28).isoformat()


def find_scope(blocks: Iterable[Block]) -> Clause | None:
    """The clause on whom the document applies to (本政策适用于…), else None."""
    for block in blocks:
        if block.role != "body" or "适用" not in block.view.chars:
            continue
        match = _SCOPE.search(block.view.chars)
        if match is None:
            continue
        stop = _SCOPE_ENDS.search(match[0], 4)
        end = match.start() + (stop.start() if stop is not None else len(match[0]))
        return _clause(block, match.start(), end)
    return None
