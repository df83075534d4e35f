"""Field changes between two measures, as a closed list of operations.

``left`` is the document in question, ``right`` what it is held against; ``raised`` means that left gives more than
right. Equal fields are not listed, and a sentence that only reads differently is no change.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

import msgspec

from zjtx_docs.amounts import find_quantities
from zjtx_docs.comparison.groups import group_changes
from zjtx_docs.comparison.money_changes import both_sides, list_money_changes, one_side, pair_money
from zjtx_docs.comparison.records import Change, Field
from zjtx_docs.comparison.timing import timing_changes
from zjtx_docs.lexicon import Terms, terms
from zjtx_docs.model import Department, Measure, Record
from zjtx_docs.text import View, fold, squeeze

__all__ = ["find_changes", "pair_money", "same_words"]

# Fields of which a sentence with several sums is told once.
_TOLD_ONCE = ("instrument", "per", "period", "bound")
_TERM = re.compile(r"须|应当|应(?=[在具为是符满按取])|不得|仅限|不再|不重复|就高|前提")
_COUNTED = re.compile(r"(?:每|单(?!位))[^年月季日天半度,;。\d最不补给奖按可的累总资]{1,5}")
_CLAUSE = re.compile(r"[^,;。:()]{4,}")
_SAME = (("按照", "按"), ("予以", "给予"), ("给与", "给予"), ("的", ""), ("应当", "须"), ("应", "须"), ("必须", "须"))
Sides = tuple[Iterable[Record], Iterable[Record]]


def find_changes(
    left: Measure | Sequence[Measure], right: Measure | Sequence[Measure], deadlines: Sides = ((), ())
) -> tuple[Change, ...]:
    """All field changes from ``right`` to ``left``; a side may be several measures that say one thing together.

    ``deadlines`` are those of either side that stand outside its quotes (in the line that names the department).
    """
    lefts, rights = ((side,) if isinstance(side, Measure) else tuple(side) for side in (left, right))
    a, b = _joined(lefts), _joined(rights)
    made: list[Change] = []
    if not same_words("".join(m.quote for m in lefts), "".join(m.quote for m in rights)):
        made += list_money_changes(a, b, in_parts=len(lefts) + len(rights) > 2)
        if _counted(lefts) == _counted(rights):  # else what is counted is taken from who receives: told there
            made = [change for change in made if change.field != "per"]
        made += group_changes(lefts, rights)
        made += _number_changes("target", a.targets, b.targets)
        made += _number_changes("threshold", a.thresholds, b.thresholds)
        made += _condition_changes(lefts, rights)
    made += timing_changes(lefts, rights, deadlines)
    made += _department_changes(a.departments, b.departments)
    return tuple(_once(made))


def _joined(measures: tuple[Measure, ...]) -> Measure:
    """The lists of several measures in one."""
    if len(measures) == 1:
        return measures[0]
    lists = ("money", "thresholds", "targets", "departments")
    return msgspec.structs.replace(
        measures[0], **{name: tuple(entry for m in measures for entry in getattr(m, name)) for name in lists}
    )


@functools.lru_cache(maxsize=8192)
def _normal(text: str) -> str:
    """The text with every number as its value and words that say the same made one."""
    chars = View(text).chars
    parts, at = [], 0
    for found in find_quantities(chars):
        if found.start >= at:
            parts += [chars[at : found.start], f"<{found.low}-{found.value}{found.unit}{found.currency}>"]
            at = found.end
    bare = "".join(parts) + chars[at:]
    for one, other in _SAME:
        bare = bare.replace(one, other)
    return re.sub(r"[,、。;:\s\"“”]", "", bare)


def same_words(left: str, right: str) -> bool:
    """Whether two texts read the same, but for how numbers are written (500万元, 五百万元, 0.05亿元), marks and 的."""
    return left == right or _normal(left) == _normal(right)


def _once(changes: list[Change]) -> list[Change]:
    """The changes without those that repeat one of the same values: one word often speaks for several sums. The one
    that stands first in the texts is kept, whichever side is left."""
    first: dict[object, Change] = {}
    for change in changes:
        first[_same(change)] = min(first.get(_same(change), change), change, key=_place)
    return [change for change in changes if first[_same(change)] is change]


def _same(change: Change) -> object:
    """What makes two changes one and the same to a reader."""
    if change.field not in _TOLD_ONCE:
        return id(change)
    return change.field, change.op, *(side.value if side else None for side in (change.left, change.right))


def _place(change: Change) -> tuple[int, int]:
    """Where a change stands, told alike from either side."""
    starts = [side.start for side in (change.left, change.right) if side]
    return sum(starts), min(starts)


def _counted(measures: Sequence[Measure]) -> list[str]:
    """The words that say what is counted (每个, 单家, 每平方), in order."""
    return [word for measure in measures for word in _COUNTED.findall(View(measure.quote).chars)]


def _department_changes(left: tuple[Department, ...], right: tuple[Department, ...]) -> list[Change]:
    """Bodies added, removed or replaced (lead by lead first), and roles; none where a side names nobody."""
    if not (left and right):
        return []
    mine, other = {d.canonical: d for d in left}, {d.canonical: d for d in right}
    new = [d for name, d in mine.items() if name not in other]
    old = [d for name, d in other.items() if name not in mine]
    made = []
    for a in list(new):
        b = next((b for b in old if b.role == a.role), None)
        if b is not None:
            new.remove(a)
            old.remove(b)
            made.append(both_sides("department", "reassigned", (a, a.canonical), (b, b.canonical)))
    for a, b in zip(list(new), list(old), strict=False):
        new.remove(a)
        old.remove(b)
        made.append(both_sides("department", "reassigned", (a, a.canonical), (b, b.canonical)))
    made += [one_side("department", a, a.canonical, "added") for a in new]
    made += [one_side("department", b, b.canonical, "removed") for b in old]
    for name, a in mine.items():
        b = other.get(name)
        if b and b.role != a.role:
            made.append(both_sides("role", "reassigned", (a, a.role), (b, b.role)))
    return made


def _condition_changes(left: Sequence[Measure], right: Sequence[Measure]) -> list[Change]:
    """Conditions on one side only. One that merely reads a little differently, whose figures differ, or whose words
    stand in the other sentence is no new one."""
    made = []
    for one, other, op in ((left, right, "added"), (right, left, "removed")):
        known = [_plain(condition.quote) for m in other for condition in conditions(m)]
        known += [_plain(m.quote) for m in other]
        made += [
            one_side("condition", condition, squeeze(condition.quote), op)
            for m in one
            for condition in conditions(m)
            if not any(_alike(_plain(condition.quote), text) for text in known)
        ]
    return made


def conditions(measure: Measure) -> list[Record]:
    """The conditions of a measure: what the parser found, and each clause that says what one must or must not."""
    found: list[Record] = list(measure.conditions)
    view = View(measure.quote)
    for clause in _CLAUSE.finditer(view.chars):
        a, b = view.span(*clause.span())
        start, end = measure.start + a, measure.start + b
        if (_TERM.search(clause[0]) or _condition_words().find(clause[0])) and not any(
            c.start < end and start < c.end for c in measure.conditions
        ):
            found.append(Record(start=start, end=end, quote=measure.quote[a:b]))
    return found


@functools.cache
def _condition_words() -> Terms[str]:
    return terms("condition_words")


def _plain(text: str) -> str:
    return re.sub(r"[\d.,，、的]+", "", fold(squeeze(text)))


def _alike(condition: str, known: str) -> bool:
    from rapidfuzz import fuzz

    if condition in known or known in condition or fuzz.ratio(condition, known) >= 60:
        return True
    return len(condition) <= len(known) and fuzz.partial_ratio(condition, known) >= 85


def _number_changes(field: Field, left: tuple, right: tuple) -> list[Change]:
    """Targets or thresholds: paired by unit and metric, the most alike first, then raised or lowered."""
    likely = sorted(
        (
            (_metric_likeness(a.metric, b.metric) + (a.value == b.value), -i - j, -i, -j)
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
    made = [one_side(field, a, a.value, "added") for i, a in enumerate(left) if i not in pairs]
    for i, j in sorted(pairs.items()):
        a, b = left[i], right[j]
        if a.value is not None and b.value is not None and a.value != b.value:
            made.append(both_sides(field, "raised" if a.value > b.value else "lowered", (a, a.value), (b, b.value)))
        elif a.bound != b.bound and not same_words(a.quote, b.quote):
            made.append(both_sides("bound", "reassigned", (a, a.bound), (b, b.bound)))
    paired = set(pairs.values())
    made += [one_side(field, b, b.value, "removed") for j, b in enumerate(right) if j not in paired]
    return made


def _metric_likeness(a: str | None, b: str | None) -> float:
    if not a or not b:
        return 0.0
    return len(set(a) & set(b)) / max(len(set(a)), len(set(b)))
