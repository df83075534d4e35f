"""Field changes between two measures, as a closed list of operations.

``left`` is the document in question, ``right`` what it is held against; ``raised`` means that left gives more than
right.
Equal fields are not listed, and a sentence that only reads differently is no change.
"""

from __future__ import annotations

import re

from zjtx_docs.comparison.records import Change, Field, Op, Value
from zjtx_docs.model import Measure, Money, Record
from zjtx_docs.text import fold, squeeze

_TIER_WORDS = {
    "potential": "潜在企业", "innovative_sme": "创新型中小企业", "municipal_sme": "市级专精特新中小企业",
    "municipal_little_giant": "市级小巨人", "national_little_giant": "国家级小巨人", "champion": "单项冠军",
}  # fmt: skip


def value_of(record: Record, value: str | int | float | None) -> Value:
    """One side of a change, resting on the words of ``record``."""
    return Value(value=value, start=record.start, end=record.end, quote=record.quote)


def pair_money(left: Measure, right: Measure) -> list[tuple[Money, Money]]:
    """Entries of the two measures that speak of the same thing: sums with sums, rates with rates, like periods and
    recipients
    first; each entry in one pair at most."""
    likely = sorted(
        ((_likeness(a, b), -i - j, -i, -j) for i, a in enumerate(left.money) for j, b in enumerate(right.money)),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for likeness, _, i, j in likely:
        if likeness > 0 and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return [(left.money[i], right.money[j]) for i, j in sorted(pairs.items())]


def _likeness(a: Money, b: Money) -> float:
    if (a.yuan is None) != (b.yuan is None) or (a.rate is None) != (b.rate is None):
        bare = (b.yuan is None and b.rate is None) or (a.yuan is None and a.rate is None)
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
    mine, other = set(_GRADE.findall(a.beneficiary or "")), set(_GRADE.findall(b.beneficiary or ""))
    if mine and other:
        score += 2.0 if mine & other else -0.9
    return max(score, 0.1)


_GRADE = re.compile(r"国家(?=级|[^,。]{0,2}认定)|[省市区县](?=级)|[甲乙丙](?=级)|[1-5]A|[一二三四五]星|第?[一二三]等")


def money_changes(a: Money, b: Money) -> list[Change]:
    """The fields in which two money entries differ."""
    made = []
    for field in ("yuan", "rate"):
        mine, other = getattr(a, field), getattr(b, field)
        name = "amount" if field == "yuan" else "rate"
        if mine == other:
            continue
        if other is None:
            made.append(Change(field=name, op="added", left=value_of(a, mine), right=value_of(b, None)))
        elif mine is None:
            made.append(Change(field=name, op="removed", left=value_of(a, None), right=value_of(b, other)))
        else:
            made.append(
                Change(
                    field=name,
                    op="raised" if mine > other else "lowered",
                    left=value_of(a, mine),
                    right=value_of(b, other),
                )
            )
    figured = (a.yuan is not None or a.rate is not None) and (b.yuan is not None or b.rate is not None)
    for field in ("bound", "period", "per", "instrument"):
        mine, other = getattr(a, field), getattr(b, field)
        if mine == other or (field == "bound" and not figured):
            continue
        if other is None or mine is None:
            made.append(_added_or_removed(field, a, b, mine, other))
        else:
            made.append(
                Change(field=field, op=_op(field, mine, other), left=value_of(a, mine), right=value_of(b, other))
            )
    mine_years, other_years = a.duration, b.duration
    if mine_years and other_years and mine_years.value and other_years.value and mine_years.value != other_years.value:
        op = "raised" if mine_years.value > other_years.value else "lowered"
        made.append(
            Change(
                field="duration",
                op=op,
                left=value_of(mine_years, mine_years.value),
                right=value_of(other_years, other_years.value),
            )
        )
    elif mine_years and not other_years:
        made.append(Change(field="duration", op="added", left=value_of(mine_years, mine_years.value)))
    elif other_years and not mine_years:
        made.append(Change(field="duration", op="removed", right=value_of(other_years, other_years.value)))
    return made


def _alone(entry: Money, op: Op) -> Change:
    """Money on one side only: its sum or rate, or the kind of support where it is promised without a figure."""
    if entry.yuan is not None:
        field, value = "amount", value_of(entry, entry.yuan)
    elif entry.rate is not None:
        field, value = "rate", value_of(entry, entry.rate)
    else:
        field, value = "instrument", value_of(entry, entry.instrument)
    return Change(field=field, op=op, left=value if op == "added" else None, right=value if op == "removed" else None)


def _op(field: str, mine: str, other: str) -> str:
    """Looser or tighter where the values have an order, else reassigned."""
    order = {
        "bound": ("cap", "exact", "floor"),
        "period": ("one_off", "total", "per_year", "per_quarter", "per_month"),
    }.get(field)
    if order and mine in order and other in order:
        return "raised" if order.index(mine) > order.index(other) else "lowered"
    return "reassigned"


def _added_or_removed(field: str, a: Money, b: Money, mine: str | None, other: str | None) -> Change:
    if other is None:
        return Change(field=field, op="added", left=value_of(a, mine))
    return Change(field=field, op="removed", right=value_of(b, other))


def _list_changes(
    field: str, left: list[tuple[str, Record]], right: list[tuple[str, Record]], reassign: bool
) -> list[Change]:
    """Names on one side only: added and removed, or reassigned where one takes the place of another."""
    mine, other = dict(left), dict(right)
    added = [name for name in mine if name not in other]
    removed = [name for name in other if name not in mine]
    made = []
    while reassign and added and removed:
        new, old = added.pop(0), removed.pop(0)
        made.append(
            Change(field=field, op="reassigned", left=value_of(mine[new], new), right=value_of(other[old], old))
        )
    made += [Change(field=field, op="added", left=value_of(mine[name], name)) for name in added]
    made += [Change(field=field, op="removed", right=value_of(other[name], name)) for name in removed]
    return made


def find_changes(left: Measure, right: Measure) -> tuple[Change, ...]:
    """All field changes from ``right`` to ``left``: money, group, targets, thresholds, departments and roles."""
    made: list[Change] = []
    pairs = pair_money(left, right)
    for a, b in pairs:
        made.extend(money_changes(a, b))
    paired_left = {id(a) for a, _ in pairs}
    paired_right = {id(b) for _, b in pairs}
    for a in left.money:
        if id(a) not in paired_left:
            made.append(_alone(a, "added"))
    for b in right.money:
        if id(b) not in paired_right:
            made.append(_alone(b, "removed"))
    made.extend(_group_changes(left, right))
    made.extend(_number_changes("target", left.targets, right.targets))
    made.extend(_number_changes("threshold", left.thresholds, right.thresholds))
    made.extend(_condition_changes(left, right))
    if left.departments and right.departments:
        made.extend(
            _list_changes(
                "department",
                [(d.canonical, d) for d in left.departments],
                [(d.canonical, d) for d in right.departments],
                reassign=True,
            )
        )
        roles = {d.canonical: d for d in right.departments}
        for mine in left.departments:
            other = roles.get(mine.canonical)
            if other and other.role != mine.role:
                made.append(
                    Change(
                        field="role", op="reassigned", left=value_of(mine, mine.role), right=value_of(other, other.role)
                    )
                )
    return tuple(made)


def _condition_changes(left: Measure, right: Measure) -> list[Change]:
    """Conditions on one side only. One that merely reads a little differently, or whose figures differ, is the same
    one."""
    mine = [(_plain(condition.quote), condition) for condition in left.conditions]
    other = [(_plain(condition.quote), condition) for condition in right.conditions]
    made = [
        Change(field="condition", op="added", left=value_of(condition, squeeze(condition.quote)))
        for text, condition in mine
        if not any(_alike(text, known) for known, _ in other)
    ]
    made += [
        Change(field="condition", op="removed", right=value_of(condition, squeeze(condition.quote)))
        for text, condition in other
        if not any(_alike(text, known) for known, _ in mine)
    ]
    return made


def _plain(text: str) -> str:
    return re.sub(r"[\d.,，、]+", "", fold(squeeze(text)))


def _alike(a: str, b: str) -> bool:
    from rapidfuzz import fuzz

    return a in b or b in a or fuzz.ratio(a, b) >= 60


def _group_changes(left: Measure, right: Measure) -> list[Change]:
    mine = {b.tier: b for b in left.beneficiaries if b.tier}
    other = {b.tier: b for b in right.beneficiaries if b.tier}
    made = []
    if mine and other and set(mine) != set(other):
        more, less = set(mine) - set(other), set(other) - set(mine)
        op = "widened" if more and not less else "narrowed" if less and not more else "reassigned"
        a = mine[sorted(more or mine)[0]]
        b = other[sorted(less or other)[0]]
        made.append(
            Change(field="beneficiary", op=op, left=value_of(a, _named(mine)), right=value_of(b, _named(other)))
        )
    return made


def _named(tiers: dict) -> str:
    return "、".join(_TIER_WORDS[tier] for tier in _TIER_WORDS if tier in tiers)


def _number_changes(field: Field, left: tuple, right: tuple) -> list[Change]:
    """Targets or thresholds: paired by unit and metric, the most alike first, then raised or lowered."""
    likely = sorted(
        (
            (_metric_likeness(a.metric, b.metric), -i - j, -i, -j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if a.unit == b.unit
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for _, _, i, j in likely:
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    made = []
    for i, mine in enumerate(left):
        if i not in pairs:
            made.append(Change(field=field, op="added", left=value_of(mine, mine.value)))
            continue
        other = right[pairs[i]]
        if mine.value is not None and other.value is not None and mine.value != other.value:
            op: Op = "raised" if mine.value > other.value else "lowered"
            made.append(Change(field=field, op=op, left=value_of(mine, mine.value), right=value_of(other, other.value)))
        elif getattr(mine, "deadline", None) != getattr(other, "deadline", None):
            then, now = value_of(other, other.deadline), value_of(mine, mine.deadline)
            made.append(Change(field="deadline", op="rescheduled", left=now, right=then))
        elif mine.bound != other.bound:
            then, now = value_of(other, other.bound), value_of(mine, mine.bound)
            made.append(Change(field="bound", op="reassigned", left=now, right=then))
    paired = set(pairs.values())
    made += [
        Change(field=field, op="removed", right=value_of(other, other.value))
        for j, other in enumerate(right)
        if j not in paired
    ]
    return made


def _metric_likeness(a: str | None, b: str | None) -> float:
    if not a or not b:
        return 0.0
    return len(set(a) & set(b)) / max(len(set(a)), len(set(b)))
