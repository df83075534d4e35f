"""Money against money: which entry of one measure answers which of the other, and the fields in which two differ."""

from __future__ import annotations

import re

from zjtx_docs.comparison.records import Change, Field, Op, Value
from zjtx_docs.model import Measure, Money, Record
from zjtx_docs.text import fold, squeeze

# Values that have an order, the tighter first: a cap is less than a fixed sum, a fixed sum less than a floor.
_ORDER: dict[str, tuple[str, ...]] = {
    "bound": ("cap", "exact", "floor"),
    "period": ("one_off", "total", "per_year", "per_quarter", "per_month"),
}
_GRADE = re.compile(
    r"国家(?=级|[^,。]{0,2}认定)|[省市区县甲乙丙初中高](?=级)|[1-5]A|[一二三四五]星|第?[一二三]等|第?[一二三四]类|[A-D]类|[一二三]档|博士|硕士|本科|专科"
)
Figure = int | float | str | None


def value_of(record: Record, value: Figure) -> Value:
    """One side of a change, resting on the words of ``record``."""
    return Value(value=value, start=record.start, end=record.end, quote=record.quote)


def one_side(field: Field, record: Record, value: Figure, op: Op) -> Change:
    """A change that only one side speaks of: ``added`` stands on the left, ``removed`` on the right."""
    side = value_of(record, value)
    return Change(field=field, op=op, left=side if op == "added" else None, right=side if op == "removed" else None)


def both_sides(field: Field, op: Op, left: tuple[Record, Figure], right: tuple[Record, Figure]) -> Change:
    """A change with the value and the words of each side."""
    return Change(field=field, op=op, left=value_of(*left), right=value_of(*right))


def list_money_changes(left: Measure, right: Measure, in_parts: bool = False) -> list[Change]:
    """All changes between the money of two measures; entries without an answer on the other side are told alone.

    ``in_parts``: a side is several measures, each of which may repeat what the other side says once.
    """
    made: list[Change] = []
    pairs = pair_money(left, right)
    for a, b in pairs:
        made.extend(money_changes(a, b))
    mine, theirs = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    for side, paired, other, op in ((left, mine, right, "added"), (right, theirs, left, "removed")):
        known = {_terms(entry) for entry in other.money} if in_parts else ()
        made += [_alone(e, op) for e in side.money if id(e) not in paired and _terms(e) not in known]
    return made


def _terms(entry: Money) -> tuple[object, ...]:
    """What an entry gives, whoever receives it."""
    return (_sum(entry), entry.rate, entry.bound, entry.instrument, entry.period)


def pair_money(left: Measure, right: Measure) -> list[tuple[Money, Money]]:
    """Entries of the two measures that speak of the same thing: sums with sums, rates with rates, like periods and
    recipients first; each entry in one pair at most."""
    mine, other = _steps(left), _steps(right)
    own, theirs = _grades(left), _grades(right)
    likely = sorted(
        (
            (
                _likeness(a, b) + _step_likeness(mine.get(i), other.get(j)) + _same_grade(own, theirs, i, j),
                -i - j,
                -i,
                -j,
            )
            for i, a in enumerate(left.money)
            for j, b in enumerate(right.money)
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for likeness, _, i, j in likely:
        if likeness > 0 and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return [(left.money[i], right.money[j]) for i, j in sorted(pairs.items())]


def _steps(measure: Measure) -> dict[int, tuple[int, int, float | None]]:
    """Entries that are steps of one list (突破3000万元、1亿元、5亿元的，分别给予15万元、40万元、150万元): number -> place in the
    list, length of the list, and the threshold of the step."""
    sums = [number for number, entry in enumerate(measure.money) if _sum(entry) is not None]
    bars = [bar.value for bar in measure.thresholds if bar.value is not None]
    if len(sums) == 1 and len(bars) == 1:
        return {sums[0]: (0, 1, bars[0])}
    if len(sums) < 2 or len({measure.money[number].bound for number in sums}) > 1:
        return {}
    told = bars if len(bars) == len(sums) else [None] * len(sums)
    return {number: (place, len(sums), told[place]) for place, number in enumerate(sums)}


def _grades(measure: Measure) -> dict[int, str]:
    """The grade that each sum goes to, where as many grades are named as there are sums: number -> grade."""
    sums = [number for number, entry in enumerate(measure.money) if _sum(entry) is not None]
    named = list(dict.fromkeys(_GRADE.findall(fold(squeeze(measure.quote)))))
    return dict(zip(sums, named, strict=True)) if len(named) == len(sums) else {}


def _same_grade(mine: dict[int, str], theirs: dict[int, str], i: int, j: int) -> float:
    """A sum for one grade answers the sum for that grade of a list, whichever side the list stands on."""
    listed = min(len(mine), len(theirs)) == 1 < max(len(mine), len(theirs))
    return 2.0 if listed and i in mine and mine[i] == theirs.get(j) else 0.0


def _step_likeness(mine: tuple[int, int, float | None] | None, other: tuple[int, int, float | None] | None) -> float:
    """Steps of the same threshold answer each other, and steps of the same place in lists of one length."""
    if mine is None or other is None:
        return 0.0
    if mine[2] is not None and other[2] is not None and (mine[1] > 1 or other[1] > 1):
        return 2.0 if mine[2] == other[2] else 0.0
    return 1.0 if mine[1] == other[1] > 1 and mine[0] == other[0] else 0.0


def _likeness(a: Money, b: Money) -> float:
    if (_sum(a) is None) != (_sum(b) is None) or (a.rate is None) != (b.rate is None):
        bare = (_sum(b) is None and b.rate is None) or (_sum(a) is None and a.rate is None)
        return 0.5 if bare else 0.0
    score = 1.0
    score += (
        0.5 * (a.instrument == b.instrument)
        + 0.4 * (a.period == b.period)
        + 0.3 * (a.per == b.per)
        + 0.3 * (a.bound == b.bound)
    )
    if a.beneficiary and b.beneficiary:
        shared = set(a.beneficiary) & set(b.beneficiary)
        score += len(shared) / max(len(set(a.beneficiary)), len(set(b.beneficiary)))
    score += 0.2 * (a.yuan == b.yuan and a.rate == b.rate)
    mine, other = grades(a.beneficiary or ""), grades(b.beneficiary or "")
    if mine and other:
        score += 2.0 if mine & other else -0.9
    return max(score, 0.1)


def grades(text: str) -> frozenset[str]:
    """The grades that a text names (国家级, 4A, 一等): awards for different ones are different awards."""
    return frozenset(_GRADE.findall(text))


def _sum(entry: Money) -> float | None:
    """The sum of an entry: yuan, or the amount in another currency or with a fraction of a yuan."""
    return entry.yuan if entry.yuan is not None else entry.amount


def money_changes(a: Money, b: Money) -> list[Change]:
    """The fields in which two money entries differ, the duration aside."""
    made: list[Change] = []
    made += _figure_changes("amount", a, b, (_sum(a), a.yuan_min), (_sum(b), b.yuan_min))
    made += _figure_changes("rate", a, b, (a.rate, a.rate_min), (b.rate, b.rate_min))
    figured = (_sum(a) is not None or a.rate is not None) and (_sum(b) is not None or b.rate is not None)
    names: tuple[Field, ...] = ("bound", "period", "per", "instrument")
    for field in names:
        mine, other = getattr(a, field), getattr(b, field)
        if mine == other or (field == "bound" and not figured):
            continue
        if other is None:
            made.append(one_side(field, a, mine, "added"))
        elif mine is None:
            made.append(one_side(field, b, other, "removed"))
        else:
            made.append(both_sides(field, _op(field, mine, other), (a, mine), (b, other)))
    return made


def _figure_changes(
    field: Field, a: Money, b: Money, mine: tuple[float | None, ...], other: tuple[float | None, ...]
) -> list[Change]:
    """The figure, or where it stands and the lower end of a range moves, that end."""
    for x, y in zip(mine, other, strict=True):
        if x == y:
            continue
        if y is None:
            return [Change(field=field, op="added", left=value_of(a, x), right=value_of(b, None))]
        if x is None:
            return [Change(field=field, op="removed", left=value_of(a, None), right=value_of(b, y))]
        return [both_sides(field, "raised" if x > y else "lowered", (a, x), (b, y))]
    return []


def _alone(entry: Money, op: Op) -> Change:
    """Money on one side only: its sum or rate, or the kind of support where it is promised without a figure."""
    if _sum(entry) is not None:
        return one_side("amount", entry, _sum(entry), op)
    if entry.rate is not None:
        return one_side("rate", entry, entry.rate, op)
    return one_side("instrument", entry, entry.instrument, op)


def _op(field: str, mine: str, other: str) -> Op:
    """Looser or tighter where the values have an order, else reassigned."""
    order = _ORDER.get(field, ())
    if mine in order and other in order:
        return "raised" if order.index(mine) > order.index(other) else "lowered"
    return "reassigned"
