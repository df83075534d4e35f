"""Times in the words of a measure: by when, for how long and how often; and what differs between two measures.

Read from the quote of a measure, since most deadlines of plans (2025年底前建成…) stand in no field of their own.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zjtx_docs.amounts import chinese_number
from zjtx_docs.comparison.money_changes import both_sides, one_side
from zjtx_docs.comparison.records import Change, Field, Op
from zjtx_docs.model import Measure, Record
from zjtx_docs.text import View

_COUNT = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_DATE = re.compile(
    r"(?P<to>到|至|截至|截止到?|力争|争取|于)?(?P<y>20\d\d)年"
    r"(?:(?P<m>1[0-2]|0?[1-9])月份?(?:(?P<d>[0-3]?\d)[日号])?|(?P<part>上半年|第?[一二三四1-4]季度|年))?"
    r"(?P<end>底|末|内)?(?P<mark>之?前|以前|之前)?(?![0-9年月至]|[-~]20\d\d)"
)
_DAY = re.compile(r"(?<!\d年)(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?:份?底|(?P<d>[0-3]?\d)[日号])(?:之?前|以前)")
_WITHIN = re.compile(_COUNT + r"个?(?P<unit>工作日|自然日|天|日|个?月|年)(?:之|以)?内(?!的)")
_RECENT = re.compile(r"(?:[近前未来]|过去|连续|每)$")
_FROM = re.compile(r"(?:自|从|近|已于|截至|截止)$")
_DURATION = re.compile(
    r"(?:连续|持续|期限?|[最累]计?[长多]|为期|给予|享受|免除|减免|免收|免|取消|暂停|补贴|补助|贴息|奖励|支持|不超过|不多于|前|租期|再)"
    r"(?:给予|享受|免除|减免|补贴|补助)?(?:最长|最多|一般)?(?:可?达|不超过|不多于|为|是)?"
    + _COUNT
    + r"个?(?P<unit>年|个月|月)(?![前后内份度底末中以及]|[一二三四五六七八九十\d])"
)
_AGE = re.compile(r"(?:成立|注册|设立|毕业|从业|工作|经营|运营|满)$")
_OFTEN = re.compile(r"每(?P<unit>两年|半年|年|季度?|月|半月|周|日|天)")
# The rarer first.
_OFTENNESS = ("两年", "年", "半年", "季度", "季", "月", "半月", "周", "日", "天")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


class Said(NamedTuple):
    """A time in words: ``key`` is what two of them are compared by, ``value`` what is shown."""

    key: tuple[object, ...]
    value: int | str
    record: Record


def deadlines(measure: Measure) -> list[Said]:
    """By when: 2025年底前, 到2026年, 5个工作日内."""
    view = View(measure.quote)
    by_day = [_said(measure, view, m, ("every year", m["m"], m["d"])) for m in _DAY.finditer(view.chars)]
    return (
        dates(measure)
        + by_day
        + [
            _said(measure, view, m, (m["unit"], _number(m["n"])))
            for m in _WITHIN.finditer(view.chars)
            if not _RECENT.search(view.chars[: m.start()])
        ]
    )


def dates(record: Record, always: bool = False) -> list[Said]:
    """The dates in a record's quote that set an end; all of them where the record is known to state a deadline."""
    view = View(record.quote)
    found = []
    for match in _DATE.finditer(view.chars):
        before, after = view.chars[: match.start()], view.chars[match.end() : match.end() + 2]
        limits = match["mark"] or match["end"] or match["to"] or always
        if limits and not _FROM.search(before) and not after.startswith(("起", "以来", "后", "至")):
            found.append(_said(record, view, match, _last_day(match)))
    return found


def _last_day(match: re.Match[str]) -> tuple[object, ...]:
    """Year, month and day of the last day allowed, as far as said: 9月底前 is 9月30日前."""
    year, part = int(match["y"]), match["part"] or ""
    month = int(match["m"]) if match["m"] else 6 if part == "上半年" else None
    quarter = re.search(r"[一二三四1-4]", part) if "季" in part else None
    if quarter:
        month = 3 * (_QUARTERS.get(quarter[0]) or int(quarter[0]))
    if month is None:
        return (year, 12, 31)
    whole = bool(match["end"] or part)
    day = int(match["d"]) if match["d"] else calendar.monthrange(year, month)[1] if whole else None
    return (year, month, day)


def _said(record: Record, view: View, match: re.Match[str], key: tuple[object, ...]) -> Said:
    a, b = view.span(match.start(), match.end())
    place = Record(start=record.start + a, end=record.start + b, quote=record.quote[a:b])
    return Said(key, match[0], place)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else chinese_number(word) or 0


def durations(measure: Measure) -> list[Said]:
    """For how long: 连续三年, 期限不超过2年, 免除3个月租金; what the money entries say, and the words of the sentence."""
    found: dict[tuple[int, int], Said] = {}
    for entry in measure.money:
        if entry.duration and entry.duration.value:
            record = entry.duration
            key = (record.value * (12 if record.unit == "年" else 1),)
            found[record.start, record.end] = Said(key, record.value, record)
    view = View(measure.quote)
    taken = [(t.start, t.end) for t in measure.thresholds] + list(found)
    for match in _DURATION.finditer(view.chars):
        number = _number(match["n"])
        said = _said(measure, view, match, (number * (12 if match["unit"] == "年" else 1),))
        record = said.record
        if number and not _AGE.search(view.chars[: match.start()]) and not _overlap(record, taken):
            found[record.start, record.end] = said._replace(value=number)
    return [found[place] for place in sorted(found)]


def _overlap(record: Record, places: Iterable[tuple[int, int]]) -> bool:
    return any(start < record.end and record.start < end for start, end in places)


def frequencies(measure: Measure) -> list[Said]:
    """How often something is done (每季度开展一次…), where the measure gives no money with a period of its own."""
    if measure.money or measure.targets or measure.thresholds:
        return []
    view = View(measure.quote)
    made = [_said(measure, view, m, (m["unit"].replace("季度", "季"),)) for m in _OFTEN.finditer(view.chars)]
    return made[:1]


def timing_changes(
    left: Sequence[Measure], right: Sequence[Measure], more: tuple[Iterable[Record], Iterable[Record]]
) -> list[Change]:
    """Deadlines moved, durations longer or shorter, and things done more or less often. ``more`` are deadlines of
    either side that stand outside the quotes."""
    by_when = [[s for m in side for s in deadlines(m)] for side in (left, right)]
    for found, records in zip(by_when, more, strict=True):
        found += [said for record in records for said in dates(record, always=True)]
    how_long = [[s for m in side for s in durations(m)] for side in (left, right)]
    how_often = [[s for m in side for s in frequencies(m)] for side in (left, right)]
    return _changes("deadline", *by_when) + _changes("duration", *how_long) + _changes("period", *how_often)


def _changes(field: Field, mine: list[Said], other: list[Said]) -> list[Change]:
    """What stands on one side only, in order: the first new one takes the place of the first old one."""
    known, told = {said.key for said in other}, {said.key for said in mine}
    new = list({said.key: said for said in mine if said.key not in known}.values())
    old = list({said.key: said for said in other if said.key not in told}.values())
    made = [
        both_sides(field, _op(field, a, b), (a.record, a.value), (b.record, b.value))
        for a, b in zip(new, old, strict=False)
    ]
    made += [one_side(field, said.record, said.value, "added") for said in new[len(old) :]]
    made += [one_side(field, said.record, said.value, "removed") for said in old[len(new) :]]
    return made


def _op(field: Field, mine: Said, other: Said) -> Op:
    if field == "deadline":
        return "rescheduled"
    if field == "duration":
        return "raised" if mine.key > other.key else "lowered"
    a, b = (_OFTENNESS.index(str(said.key[0])) for said in (mine, other))
    return "raised" if a > b else "lowered"
