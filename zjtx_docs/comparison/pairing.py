"""Which measures of two policies say the same thing: one to one across moves, then splits and merges.

All pairs are scored first and the best taken first, so that the order of neither text decides; swapping the sides
gives the same pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zjtx_docs.comparison.changes import same_words
from zjtx_docs.comparison.money_changes import grades
from zjtx_docs.comparison.parts import Group, figures, item, join_parts, letters, tiers
from zjtx_docs.comparison.similarity import Nearness, Weights, nearness
from zjtx_docs.comparison.thesaurus import is_fine
from zjtx_docs.comparison.units import Unit
from zjtx_docs.text import squeeze

# Candidates looked at closely for each measure, by shared letters and by likeness of the whole sentence.
_LOOKED_AT = 8
# Two policies on one matter share its subject throughout: the words between weigh more than for an ask.
_FEATURES = (("subject", 0.25), ("word", 0.25), ("gram", 0.40), ("copied", 0.10), ("product", 0.20))
# What the likeness of the words, the shared matter and the place are worth.
_RATIO, _MATTER, _HEADING, _PATH = 0.55, 0.45, 0.06, 0.02
_OTHER_GRADE, _OTHER_TIER, _SAME_TIER, _SAME_FIGURE, _OTHER_SORT = -0.30, -0.15, 0.04, 0.04, -0.15
# Fewer letters than this, stop phrases aside, say too little for their likeness to count in full.
_TELLING = 8
# A pair whose words differ more needs a matter in common.
ACCEPT, ACCEPT_FINE, _RARE = 0.50, 0.36, 0.75
# Two clauses of items that belong together need no more in common than this.
_NEIGHBOURS_ALIKE = 0.55


class Edge(NamedTuple):
    """A possible pair with its score."""

    score: float
    left: int
    right: int
    features: Nearness | None


def pair_up(left: Sequence[Unit], right: Sequence[Unit]) -> list[Group]:
    """The groups of measures that belong together, in the order of the left text; what is in none stands alone."""
    same = _identical(left, right)
    mine = [i for i in range(len(left)) if i not in same]
    theirs = sorted(set(range(len(right))) - set(same.values()))
    edges = score_pairs(left, right, mine, theirs)
    groups = [Group((i,), (j,), 1.0) for i, j in same.items()]
    groups += _groups(_assign(edge for edge in edges if edge.score >= ACCEPT))
    groups = join_parts(groups, left, right)
    # What only shares its matter comes last: a part of a split measure is no new wording of another one.
    used = {i for group in groups for i in group.left}, {j for group in groups for j in group.right}
    groups += _groups(_assign(e for e in edges if e.left not in used[0] and e.right not in used[1]))
    groups += _neighbours(groups, left, right)
    return sorted(groups)


def _neighbours(groups: list[Group], left: Sequence[Unit], right: Sequence[Unit]) -> list[Group]:
    """Short clauses that say too little by themselves, of items that other measures have brought together."""
    from rapidfuzz import fuzz

    items = {(item(left[g.left[0]]), item(right[g.right[0]])) for g in groups}
    used = {i for group in groups for i in group.left}, {j for group in groups for j in group.right}
    waiting: dict[object, list[int]] = defaultdict(list)
    for j in range(len(right)):
        if j not in used[1]:
            waiting[item(right[j])].append(j)
    edges = []
    for i in range(len(left)):
        if i in used[0]:
            continue
        for mine, theirs in items:
            for j in waiting[theirs] if mine == item(left[i]) else ():
                ratio = fuzz.ratio(squeeze(left[i].quote), squeeze(right[j].quote)) / 100
                if ratio >= _NEIGHBOURS_ALIKE:
                    edges.append(Edge(round(ratio, 3), i, j, None))
    return _groups(_assign(edges))


def _groups(edges: Iterable[Edge]) -> list[Group]:
    return [Group((edge.left,), (edge.right,), edge.score, edge.features) for edge in edges]


def _identical(left: Sequence[Unit], right: Sequence[Unit]) -> dict[int, int]:
    """Pairs of the same words: those at the same place first, else in the order of the texts."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for with_path in (True, False):
        waiting: dict[object, list[int]] = defaultdict(list)
        for j, unit in enumerate(right):
            if j not in taken:
                waiting[_key(unit, with_path)].append(j)
        for i, unit in enumerate(left):
            others = waiting.get(_key(unit, with_path)) if i not in found else None
            if others:
                found[i] = others.pop(0)
                taken.add(found[i])
    return found


def _key(unit: Unit, with_path: bool) -> object:
    words = squeeze(unit.quote)
    return (unit.path, words) if with_path else words


def score_pairs(left: Sequence[Unit], right: Sequence[Unit], mine: Sequence[int], theirs: Sequence[int]) -> list[Edge]:
    """The likely pairs among the units numbered, each with its score; symmetric in the two sides."""
    weights = Weights([unit.profile for unit in (*left, *right)])
    edges = []
    for i, j in sorted(_candidates(left, right, mine, theirs, weights)):
        score, features = likeness(left[i], right[j], weights)
        if is_pair(score, features, weights):
            edges.append(Edge(score, i, j, features))
    return edges


def _candidates(
    left: Sequence[Unit], right: Sequence[Unit], mine: Sequence[int], theirs: Sequence[int], weights: Weights
) -> set[tuple[int, int]]:
    """Pairs worth a close look: the most alike of each side, by letters shared and by the whole sentence."""
    from rapidfuzz import fuzz, process

    found: set[tuple[int, int]] = set()
    for a, b, ids, others, turned in ((left, right, mine, theirs, False), (right, left, theirs, mine, True)):
        texts = {j: b[j].profile.text for j in others}
        holding = defaultdict(list)
        for j in others:
            for gram in b[j].profile.grams:
                holding[gram].append(j)
        for i in ids:
            shared: dict[int, float] = defaultdict(float)
            for gram in a[i].profile.grams:
                weight = weights.gram(gram) if gram in holding else 0.0
                for j in holding.get(gram, ()):
                    shared[j] += weight
            near = sorted(shared, key=lambda j: (-shared[j], j))[:_LOOKED_AT]
            alike = process.extract(a[i].profile.text, texts, scorer=fuzz.ratio, limit=_LOOKED_AT, score_cutoff=35)
            for j in {*near, *(key for _, _, key in alike)}:
                found.add((j, i) if turned else (i, j))
    return found


def likeness(a: Unit, b: Unit, weights: Weights) -> tuple[float, Nearness]:
    """How likely two measures say the same thing (0 to 1), and the features behind it."""
    from rapidfuzz import fuzz

    there, back = nearness(a.profile, b.profile, weights), nearness(b.profile, a.profile, weights)
    matter = sum(weight * (getattr(there, name) + getattr(back, name)) / 2 for name, weight in _FEATURES)
    mine, theirs = letters(a), letters(b)
    ratio = fuzz.ratio(mine, theirs) / 100 * min(1.0, min(len(mine), len(theirs)) / _TELLING)
    score = _RATIO * ratio + _MATTER * min(matter, 1.0)
    if a.heading and b.heading and fuzz.ratio(squeeze(a.heading), squeeze(b.heading)) >= 80:
        score += _HEADING
    score += _PATH * (a.path == b.path) + _by_fields(a, b)
    if same_words(a.quote, b.quote):
        score = max(score, 0.98)
    return round(min(max(score, 0.0), 0.99), 3), there._replace(gram=max(there.gram, ratio))


def _by_fields(a: Unit, b: Unit) -> float:
    """What grades, tiers and figures of the two say: the state's list is not the province's."""
    score = 0.0
    mine, theirs = grades(squeeze(a.quote)), grades(squeeze(b.quote))
    if mine and theirs and not mine & theirs:
        score += _OTHER_GRADE
    if a.measure is None or b.measure is None:
        return score
    mine_tiers, their_tiers = tiers(a), tiers(b)
    if mine_tiers and their_tiers:
        score += _SAME_TIER if mine_tiers & their_tiers else _OTHER_TIER
    sorts = [bool(m.targets) - bool(m.money) for m in (a.measure, b.measure)]
    score += _OTHER_SORT * (sorts[0] * sorts[1] < 0)
    return score + _SAME_FIGURE * bool(figures(a) & figures(b))


def is_pair(score: float, features: Nearness, weights: Weights) -> bool:
    """Whether the evidence is enough: alike in words, or on one narrow matter that few measures of the texts share."""
    if score >= ACCEPT:
        return True
    telling = any(is_fine(subject) and weights.subject(subject) >= _RARE for subject in features.shared)
    return score >= ACCEPT_FINE and (telling or bool(features.products))


def _assign(edges: Iterable[Edge]) -> list[Edge]:
    """One to one: the best first, then pairs that swap partners where both together gain by it."""
    by_place = {(edge.left, edge.right): edge for edge in edges}
    chosen: dict[int, Edge] = {}
    taken: dict[int, int] = {}
    for edge in sorted(by_place.values(), key=lambda e: (-e.score, e.left + e.right, e.left)):
        if edge.left not in chosen and edge.right not in taken:
            chosen[edge.left] = edge
            taken[edge.right] = edge.left
    for edge in sorted(by_place.values(), key=lambda e: (-e.score, e.left + e.right, e.left)):
        mine, holder = chosen.get(edge.left), taken.get(edge.right)
        if mine is None or holder is None or holder == edge.left:
            continue
        crossed = by_place.get((holder, mine.right))
        if crossed and edge.score + crossed.score > mine.score + chosen[holder].score + 1e-9:
            for one in (edge, crossed):
                chosen[one.left], taken[one.right] = one, one.left
    return list(chosen.values())
