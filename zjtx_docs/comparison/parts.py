"""Splits and merges: a measure left over joins the pair whose other side holds its words as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zjtx_docs.comparison.money_changes import grades
from zjtx_docs.comparison.similarity import Nearness
from zjtx_docs.comparison.units import Unit
from zjtx_docs.text import squeeze

# A part belongs to a split measure where most of it stands there and it fills a gap that the other part leaves.
_PART_IN, _PART_ADDS, _SHORTEST = 0.60, 0.18, 5
_SHORT_CLAUSE = 30


class Group(NamedTuple):
    """Measures that say one thing: numbers of the left and the right units, one to one but for splits and merges."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    features: Nearness | None = None


def join_parts(groups: list[Group], left: Sequence[Unit], right: Sequence[Unit]) -> list[Group]:
    """The groups with every measure left over that one of them gains most by; on both sides alike, the best first."""
    used = {i for group in groups for i in group.left}, {j for group in groups for j in group.right}
    found = []
    for turned, units, taken in ((False, left, used[0]), (True, right, used[1])):
        for number in sorted(set(range(len(units))) - taken):
            gains = [(_gain(number, group, left, right, turned), at) for at, group in enumerate(groups)]
            found += [(gain, at, number, turned) for gain, at in gains if gain]
    joined: set[tuple[int, bool]] = set()
    for _, at, number, turned in sorted(found, key=lambda one: (-one[0], one[1], one[2])):
        if (number, turned) not in joined and _gain(number, groups[at], left, right, turned):
            groups[at] = _grown(groups[at], number, turned)
            joined.add((number, turned))
    return groups


def _gain(number: int, group: Group, left: Sequence[Unit], right: Sequence[Unit], turned: bool) -> float:
    """How much of the group's other side the unit tells that its parts do not (0 to 1); 0 where it does not belong."""
    parts, sides = (group.right, group.left) if turned else (group.left, group.right)
    if len(sides) > 1:
        return 0.0
    own, other = (right, left[sides[0]]) if turned else (left, right[sides[0]])
    unit, beside = own[number], [own[k] for k in parts]
    if any(test(unit, beside, other) for test in (_is_clause_of, _is_rung_of, _is_sum_of)):
        return 1.0
    words, target = unit.profile.grams, other.profile.grams
    if len(words) < _SHORTEST or len(target) <= len(words) or len(words & target) < _PART_IN * len(words):
        return 0.0
    told = frozenset().union(*(part.profile.grams for part in beside))
    gain = len((words - told) & target) / len(target)
    return gain if gain >= _PART_ADDS else 0.0


def _grown(group: Group, number: int, turned: bool) -> Group:
    side = "right" if turned else "left"
    return group._replace(**{side: tuple(sorted((*getattr(group, side), number)))})


def _is_rung_of(unit: Unit, parts: Sequence[Unit], whole: Unit) -> bool:
    """Whether the unit gives to the one rung or grade (小巨人, 4A) that the other side names and the parts do not."""
    from rapidfuzz import fuzz

    mine, told = rungs(unit), set().union(*(rungs(part) for part in parts))
    if not mine or mine & told or not mine | told <= rungs(whole):
        return False
    return fuzz.partial_token_ratio(squeeze(unit.quote), squeeze(whole.quote)) >= 60


def rungs(unit: Unit) -> set[str]:
    """The rungs of the ladder that the unit's measure gives to, and the grades that it names."""
    return tiers(unit) | grades(squeeze(unit.quote))


def _is_sum_of(unit: Unit, parts: Sequence[Unit], whole: Unit) -> bool:
    """Whether the unit gives one of the sums that the other side lists (分别奖励50万元、100万元) and the parts do not."""
    from rapidfuzz import fuzz

    mine, told = figures(unit), set().union(*(figures(part) for part in parts))
    if not mine or mine & told or not mine <= figures(whole) or len(figures(whole)) < 2:
        return False
    return fuzz.partial_ratio(letters(unit), letters(whole)) >= 70


def _is_clause_of(unit: Unit, parts: Sequence[Unit], whole: Unit) -> bool:
    """Whether a short clause beside the parts of its item is only a piece of the other side's longer sentence."""
    from rapidfuzz import fuzz

    words, text = squeeze(unit.quote), squeeze(whole.quote)
    if len(words) > _SHORT_CLAUSE or len(words) >= len(text) or all(item(unit) != item(part) for part in parts):
        return False
    told = max(fuzz.partial_ratio(words, squeeze(part.quote)) for part in parts)
    return fuzz.partial_ratio(words, text) >= 75 > told


def tiers(unit: Unit) -> set[str]:
    """The rungs of the ladder that the unit's measure gives to."""
    return {entry.tier for entry in unit.measure.beneficiaries if entry.tier} if unit.measure else set()


def figures(unit: Unit) -> set[tuple[int | None, float | None]]:
    """The sums and rates that the unit's measure gives."""
    return {(e.yuan, e.rate) for e in unit.measure.money if e.yuan or e.rate} if unit.measure else set()


def item(unit: Unit) -> object:
    """The item that a unit stands in, with its document."""
    return unit.doc_id, unit.path


def letters(unit: Unit) -> str:
    """The telling letters of a unit: stop phrases and numbers left out."""
    return unit.profile.text.replace(" ", "")
