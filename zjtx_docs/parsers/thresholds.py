"""Thresholds: what one must reach to qualify. Never money given.

Support policies write them before 的，给予…: 上年度营业收入达到2000万元以上的, 研发费用占比不低于5%, 连续就业满1年.
"""

from __future__ import annotations

import re

from msgspec import structs

from zjtx_docs.amounts import chinese_number
from zjtx_docs.model import Bound, Path, Threshold
from zjtx_docs.parsers.figure_context import Figure
from zjtx_docs.parsers.sentences import Sentence

_AFTER = re.compile(r"(?:\(?含(?:本数)?\)?|及)?(以上|以下|以内|之上)(?:\(?含(?:本数)?\)?)?|(部分)")
_COUNTED_AFTER = re.compile(r"的?([一-龥A-Za-z]{2,16}?)(?=的|,|、|;|$|且|和|并)")
_METRIC_EDGE = re.compile(r"[,;:、。()的且和与在对为将]|以及|首次|年度|上一?年(?!度)|且")
_TIME = re.compile(
    r"(?P<before>满|超过|达到|达|不少于|不低于)?(?P<value>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>年|个月|周岁|岁)(?P<after>及?以上|及?以下|以内)?"
)


def find_thresholds(sentence: Sentence, figures: list[Figure], path: Path) -> list[Threshold]:
    """The thresholds of one sentence: sums in yuan (unit 元), percentages as written (unit %), counts with their
    unit."""
    made: list[Threshold] = []
    for figure in figures:
        if figure.role == "threshold":
            entry = _threshold(sentence, figure, figures, path)
            if made and entry.metric and re.search(r"\d", entry.metric):  # 1000万元以下、1000万元至5000万元
                entry = structs.replace(entry, metric=made[-1].metric)
            made.append(entry)
    text = sentence.text
    if "年" in text or "岁" in text or "月" in text:
        made.extend(_times(sentence, path))
    return sorted(made, key=lambda entry: (entry.start, entry.end))


def value_and_unit(figure: Figure) -> tuple[int | float, str | None]:
    """The number as a threshold or target states it: yuan, percent as written, or a count."""
    quantity = figure.quantity
    value = quantity.value
    if quantity.kind == "sum":
        unit = "元" if quantity.currency is None else quantity.currency
        return (int(value) if value == int(value) else float(value)), unit
    if quantity.kind == "rate":
        percent = value * 100
        return (int(percent) if percent == int(percent) else float(percent)), "%"
    return (int(value) if value == int(value) else float(value)), quantity.unit


def bound_of(sentence: Sentence, figure: Figure, head: Figure) -> Bound:
    """floor for 达到/超过/不低于/以上, cap for 不超过/以下, exact otherwise."""
    if figure.quantity.low is not None:
        return "range"
    after = _AFTER.match(sentence.chars, figure.tail)
    if after and after[1]:
        return "cap" if after[1] in ("以下", "以内") else "floor"
    for hit in reversed(head.left):
        if hit.value.kind == "cap":
            return "cap"
        if hit.value.kind == "to":
            return "exact"
        if hit.value.kind in ("floor", "reach") and head.quantity.start - hit.end <= 12:
            step = hit.value.word.startswith("每")
            return "exact" if step else "floor"
    return "exact"


def metric_before(sentence: Sentence, figure: Figure) -> tuple[int, str | None]:
    """(start, words) of what the number measures, read from the clause before it: 上年度营业收入 in 上年度营业收入达到…."""
    a = sentence.clauses[figure.clause][0]
    stop = figure.quantity.start
    for hit in reversed(figure.left):
        if hit.value.kind in ("reach", "cap", "floor", "to") and stop - hit.end <= 3:
            stop = hit.start
    metric = next(
        (hit for hit in reversed(figure.left) if hit.value.kind in ("metric", "ratio") and hit.end <= stop), None
    )
    end = metric.end if metric and stop - metric.end <= 8 else stop
    text = sentence.chars[a:end]
    edges = [match.end() for match in _METRIC_EDGE.finditer(text) if match.end() < len(text) - 1]
    start = a + (edges[-1] if edges else 0)
    if metric and start > metric.start:
        start = metric.start
    words = sentence.chars[start:end].strip("“”")
    return (start, words) if words else (figure.quantity.start, None)


def _threshold(sentence: Sentence, figure: Figure, figures: list[Figure], path: Path) -> Threshold:
    view = sentence.block.view
    start, metric = metric_before(sentence, figures[figure.head])
    after = _AFTER.match(sentence.chars, figure.quantity.end)
    first = figure.tail == figure.quantity.end or any(hit.end <= figure.quantity.start for hit in figure.left)
    stop = after.end() if after else figure.quantity.end
    if figure.quantity.kind == "count" and (metric is None or len(metric) <= 2):
        counted = _COUNTED_AFTER.match(sentence.chars, stop, sentence.clauses[figure.clause][1])
        if counted:  # 拥有3项以上软件著作权: what is counted stands behind the number
            metric, stop = counted[1], counted.end(1)
    s, e = view.span(start if first else figure.quantity.start, stop)
    value, unit = value_and_unit(figure)
    return Threshold(
        start=s,
        end=e,
        quote=view.source[s:e],
        metric=metric,
        value=value,
        unit=unit,
        bound=bound_of(sentence, figure, figure),
        path=path,
    )


def _times(sentence: Sentence, path: Path) -> list[Threshold]:
    """满1年, 45周岁以下, 连续任职2年以上: how long or how old one must be."""
    view, made = sentence.block.view, []
    for match in _TIME.finditer(sentence.chars, sentence.a, sentence.b):
        if not (match["after"] or match["before"] == "满"):
            continue
        word = match["value"]
        value = int(word) if word.isdecimal() else chinese_number(word)
        if value is None or value > 120:
            continue
        s, e = view.span(match.start(), match.end())
        cap = (match["after"] or "").endswith(("下", "内"))
        made.append(
            Threshold(
                start=s,
                end=e,
                quote=view.source[s:e],
                value=value,
                unit=match["unit"],
                bound="cap" if cap else "floor",
                path=path,
            )
        )
    return made
