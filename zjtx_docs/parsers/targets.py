"""Targets, the numbers that a text sets out to reach, and statistics, the numbers that it reports as reached.

Policies and proposals write 到2025年…达到500家, 每年遴选不少于30家; reports and replies write 截至9月末，…存量130家，较上年新增12家.
"""

from __future__ import annotations

import re

from zjtx_docs.model import Bound, Path, Statistic, Target, TargetPeriod, Tier
from zjtx_docs.parsers.beneficiaries import tiers_in
from zjtx_docs.parsers.dates import deadline_iso
from zjtx_docs.parsers.figure_context import Figure
from zjtx_docs.parsers.sentences import Sentence
from zjtx_docs.parsers.thresholds import bound_of, metric_before, value_and_unit
from zjtx_docs.text import squeeze

_DEADLINE = re.compile(
    r"(?:到|至|于|在|力争|争取|截至)?"
    r"((?:20\d\d|二〇[〇一二三四五六七八九]{2})年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底前|年底前|底|末|前)?|“?十[三四五六]五”?(?:规划)?(?:期)?(?:末|期间)|"
    r"(?:今|本|明)?年底(?:前)?|今明两年|三年内|五年内|[一二两三四五]年内)"
)
_YEARLY = re.compile(r"每年|年均|每一?年度?|逐年")
_AS_OF = re.compile(
    r"截[至止]到?(?:目前|[^,。;、“《]{0,12}?(?:底|末|日|号|月(?![底末份\d])|年(?![底末度\d一二三四前上下])|季度|前))(?![度来])|目前|"
    r"20\d\d年(?:底|末|上半年|全年|前三季度|[一二三四]季度|\d{1,2}月(?:底|末)?)?|今年以来|去年|上年末?|年内"
)
_CHANGE = re.compile(
    r"(?:较|比|同比|环比)[^,。;、]{0,12}?(?:新增|增加|增长|提高|提升|减少|下降|降低|翻|净增)[^,。;、]{0,4}$|(?:同比|环比)$"
)
_HEAD_AFTER = re.compile(
    r"(?:左右|以上|以内)?(?:的)?([^,。;、()]{1,30}?)(?=[,。;、()]|$|[和及与]\d|以上|左右|达到|上市|落地|入库|升规)"
)


def find_targets(sentence: Sentence, figures: list[Figure], path: Path) -> list[Target]:
    """The targets of one sentence. A deadline before the number holds for all numbers after it in the sentence."""
    made = []
    view = sentence.block.view
    for figure in figures:
        if figure.role != "target":
            continue
        start, end, metric = _extent(sentence, figure)
        value, unit = value_and_unit(figure)
        deadline = _last(_DEADLINE, sentence, figure.quantity.start)
        a = sentence.clauses[figure.clause][0]
        yearly = (
            bool(_YEARLY.search(sentence.chars, a, figure.quantity.start))
            or "全年" in sentence.chars[a : figure.quantity.start]
        )
        words = _source(sentence, deadline.start(1), deadline.end(1)) if deadline else None
        period: TargetPeriod | None = "per_year" if yearly else "by_deadline" if deadline else None
        s, e = view.span(start, end)
        made.append(
            Target(
                start=s,
                end=e,
                quote=view.source[s:e],
                metric=metric,
                value=value,
                unit=unit,
                bound=_bound(sentence, figure),
                period=period,
                deadline=words,
                deadline_date=deadline_iso(words) if words else None,
                tier=_tier(sentence, start, end, figure.quantity.end),
                path=path,
            )  # fmt: skip
        )
    return made


def find_statistics(
    sentence: Sentence, figures: list[Figure], path: Path, as_of: str | None
) -> tuple[list[Statistic], str | None]:
    """The statistics of one sentence, and the as-of words that still hold for the next (截至9月末，…)."""
    made: list[Statistic] = []
    view = sentence.block.view
    reported = [figure for figure in figures if figure.role == "statistic"]
    for figure in reported:
        a = sentence.clauses[figure.clause][0]
        change = _CHANGE.search(sentence.chars[a : figure.quantity.start])
        if change and made:
            words = _source(sentence, a + change.start(), figure.quantity.end)
            if made[-1].change is None:
                made[-1] = _with_change(made[-1], words)
            continue
        found = _last(_AS_OF, sentence, figure.quantity.start)
        if found and not _is_base(sentence, found):
            as_of = _source(sentence, found.start(), found.end())
        start, end, metric = _extent(sentence, figure)
        value, unit = value_and_unit(figure)
        s, e = view.span(start, end)
        made.append(
            Statistic(
                start=s,
                end=e,
                quote=view.source[s:e],
                metric=metric,
                value=value,
                unit=unit,
                as_of=as_of,
                tier=_tier(sentence, start, end, figure.quantity.end),
                path=path,
            )
        )
    if not reported and "截" in sentence.text:
        found = _last(_AS_OF, sentence, sentence.b)
        if found and found[0].startswith("截"):
            as_of = _source(sentence, found.start(), found.end())
    return made, as_of


def _bound(sentence: Sentence, figure: Figure) -> Bound:
    """As a threshold's, but 达到500家 states the number itself: exact."""
    last = next((hit for hit in reversed(figure.left) if hit.value.kind in ("reach", "floor", "cap", "to")), None)
    after = bound_of(sentence, figure._replace(left=()), figure._replace(left=()))
    if (
        after == "exact"
        and last is not None
        and last.value.word in ("达到", "达", "实现", "首次达到", "累计达到", "累计达")
    ):
        return "exact"
    return bound_of(sentence, figure, figure)


def _tier(sentence: Sentence, a: int, b: int, at: int) -> Tier | None:
    found = tiers_in(sentence.chars, a, b)
    # 16家市级小巨人和10家国家级小巨人企业: what stands right behind the number is what it counts.
    behind = [tier for start, _, tier in found if start >= at]
    return behind[0] if behind else found[0][2] if found else None


def _is_base(sentence: Sentence, found: re.Match[str]) -> bool:
    """较2022年新增: the year is what is compared with, not the date of the figure."""
    return sentence.chars[max(0, found.start() - 1) : found.start()] in ("较", "比")


def _with_change(statistic: Statistic, words: str) -> Statistic:
    import msgspec

    return msgspec.structs.replace(statistic, change=words)


def _last(pattern: re.Pattern[str], sentence: Sentence, stop: int) -> re.Match[str] | None:
    match = None
    for match in pattern.finditer(sentence.chars, sentence.a, stop):  # noqa: B007
        pass
    return match


def _source(sentence: Sentence, a: int, b: int) -> str:
    s, e = sentence.block.view.span(a, b)
    return squeeze(sentence.block.view.source[s:e])


def _extent(sentence: Sentence, figure: Figure) -> tuple[int, int, str | None]:
    """(start, end, metric): the figure with what it counts, before it (…企业达到500家) or after it (30家标杆企业)."""
    chars, quantity = sentence.chars, figure.quantity
    b = sentence.clauses[figure.clause][1]
    start, before = metric_before(sentence, figure)
    after = _HEAD_AFTER.match(chars, quantity.end, b) if quantity.kind == "count" else None
    words = after[1] if after else None
    end = after.end(1) if after and words else quantity.end
    bounded = re.compile(r"及?以上|左右|以内").match(chars, quantity.end)
    if bounded:
        end = max(end, bounded.end())
    if words and before:
        verb = next((hit.value.word for hit in reversed(figure.left) if hit.value.kind in ("aim", "weak")), "")
        metric = words if before.endswith(verb) or not verb else before
        metric = f"{verb}{words}" if verb and metric == words else metric
    else:
        metric = words or before
    return start, end, _LEADS.sub("", metric) or metric if metric else None


_LEADS = re.compile(r"^(?:目前|截[至止][^,]{0,12}?(?:季度|月末|年底|月底|日)|全年|其中(?:包括)?|同时)+")
