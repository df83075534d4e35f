"""Which measure of the texts supplied is the counterpart of an ask: a table of (feature, weight), and the reasons.

No single feature decides: a shared subject says what both are about, shared words and letters that they speak of the
same
thing, a copied run or a product's name that one is taken from the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zjtx_docs.comparison.candidates import SAME_INSTRUMENT, SAME_PER, SAME_SUM, SAME_THRESHOLD, Candidate
from zjtx_docs.comparison.senses import Near
from zjtx_docs.comparison.similarity import PART, Nearness, Weights, nearness
from zjtx_docs.comparison.standing import held_by, named_as_standing
from zjtx_docs.comparison.thesaurus import broader, heading_subjects, is_fine
from zjtx_docs.comparison.units import Unit
from zjtx_docs.model import Measure
from zjtx_docs.text import fold, squeeze

# What each feature is worth; found by trial on development cases (benchmarks/ablation.py shows what each part adds).
WEIGHTS: tuple[tuple[str, float], ...] = (
    ("subject", 0.40),
    ("word", 0.20),
    ("gram", 0.25),
    ("rest", 0.05),
    ("copied", 0.05),
    ("product", 0.20),
    ("fields", 1.0),
)
# A narrow subject in common.
NARROW = 0.04

# The same words come before all that is near.
SAME = 100.0
# The item's own heading names the matter of the ask.
HEADED = 0.10
# Both name rungs of the ladder: the same one, or different ones (市级…中小企业, 国家级“小巨人”).
SAME_TIER = 0.06
OTHER_TIER = -0.12
SAME_FIGURE = 0.04
# The measure holds, or does not hold, a figure that the ask names as what stands (由30%提高到40%).
STANDS, STANDS_NOT = 0.5, -0.35
# Both give an award to firms of one rung.
SAME_AWARD = 0.30
# An award for a title beside a measure for another occasion (对迁入本市的“小巨人”企业).
OTHER_OCCASION = -0.7
# That officials are judged by a matter is another matter: 把培育成效纳入各街道的年度考核.
_ASSESSED = re.compile(
    r"(?:成效|情况|实绩|业绩|工作|落实)[^,。;]{0,6}(?:列入|纳入|作为)[^,。;]{0,24}(?:考核|督查|督办|绩效|议事日程|重点工作)"
)
_ASSESSMENT = re.compile(r"考核|督查|督办|绩效")
NO_ASSESSMENT = -0.8
_TITLES = frozenset({"title_award", "tiers", "potential"})
# A subject counts as the measure's own from this weight on: a telling word, or the heading right above.
TELLING = 0.5
# Walks of life beside trade and industry: an ask on one that the texts supplied never name is on another matter,
# however alike the means (养老驿站 in old plants beside a policy that reuses old plants for firms).
SECTORS = frozenset(
    "elderly childcare traffic school health culture tourism agri village sports environment welfare safety".split()
)
BACKED = 0.05


# Asks that lean on the one before: 期限延长到三年, 再给不超过100万元, 比例提高到15%.
_ELLIPTIC = re.compile(r"到|延长|放宽|降|扩大|上调|再|另|改为|一并|增加|要求|比例|期限|门槛|上限")


def rank(
    ask: Unit,
    units: list[Unit],
    weights: Weights,
    before: dict[int, float] | None = None,
    headed: float = HEADED,
    senses: Sequence[Near] | None = None,
) -> list[Candidate]:
    """All counterparts of an ask, the best first.

    ``before`` maps the ``id()`` of a unit to the score of the ask before this one in the same paragraph: an elliptical
    ask (期限延长到三年) leans on it. ``headed`` is what a heading on the ask's matter adds. ``senses`` tells for each unit
    how near the encoder holds it.
    """
    subjects = ask.profile.subjects
    own = {subject for subject, weight in subjects.items() if weight >= 1.0}
    themes = {subject for subject in subjects if weights.is_theme(subject)}
    leaning = _ELLIPTIC.search(ask.profile.text) is not None and not own
    lean = 0.5 if leaning else 0.0
    # An award for a title and nothing else is on the rung that it goes to.
    awarded = _awarded(ask) if own <= _TITLES else frozenset()
    found: list[tuple[float, Candidate]] = []
    elsewhere = _elsewhere(subjects, own, weights)
    narrower = [subject for subject in own if is_fine(subject)]
    standing = named_as_standing(ask.quote)
    unknown = sum(not weights.names(subject) for subject in narrower) / max(1, len(narrower))
    assessed = _ASSESSED.search(fold(squeeze(ask.quote))) is not None
    for number, unit in enumerate(units):
        features = nearness(ask.profile, unit.profile, weights)
        if features.terms:
            features = features._replace(terms=tuple(w for w in features.terms if not weights.is_theme_word(w)))
        near = senses[number] if senses else None
        features = features._replace(fields=_fields_agree(ask, unit))
        score = sum(weight * getattr(features, name) for name, weight in WEIGHTS)
        if unit.heading and own & heading_subjects(unit.heading):
            score += headed
        if before:
            score += lean * before.get(id(unit), 0.0)
        telling = set(features.shared) if leaning else own
        theirs = unit.profile.subjects
        # A matter that only the heading above names must be backed by a word.
        backed = bool(features.terms) or features.gram >= BACKED or features.fields > 0.0
        narrow = any(
            is_fine(s)
            and s not in themes
            and (theirs[s] >= (TELLING if backed else 1.0) if s in telling else _part_of(subjects[s], theirs[s]))
            for s in features.shared
        )  # fmt: skip
        # That so many firms are to hold a title is no award for it.
        counted = unit.target is not None and ask.measure is not None and bool(ask.measure.money)
        other_occasion = bool(own) and own <= _TITLES and (counted or _other_occasion(theirs))
        if awarded and awarded & _awarded(unit) and not other_occasion:
            score += SAME_AWARD
            narrow = True
        matters = own - themes
        if headed and narrow and _is_aside(matters, features):
            narrow = False
        foreign = bool(matters) and not features.terms and not narrow and not matters & set(features.shared)
        score += NARROW * narrow
        # Fields settle which of several near ones is meant; another group alone makes none another matter.
        fields = _by_fields(ask, unit) + OTHER_OCCASION * other_occasion
        if assessed and not _ASSESSMENT.search(unit.quote):
            fields += NO_ASSESSMENT
        if standing:
            fields += STANDS if standing & held_by(unit.quote) else STANDS_NOT
        same = SAME * (ask.quote == unit.quote)
        candidate = Candidate(
            unit, 1.0 if same else min(score, 0.99), features, narrow, foreign, elsewhere, near, unknown, fields
        )
        evidence = candidate.evidence
        found.append((same + (score + fields if evidence is None else evidence), candidate))
    # Equal evidence is settled by the words, so that the order of the texts supplied tells nothing.
    found.sort(key=lambda pair: (-pair[0], pair[1].unit.quote))
    return [candidate for _, candidate in found]


def _is_aside(matters: set[str], features: Nearness) -> bool:
    """Whether less than half of what the ask names is shared, and no word: 生鲜电商运损保险 beside training for 电商."""
    named = {subject for subject in matters if is_fine(subject)}
    shared = named & set(features.shared)
    return len(named) >= 2 and 2 * len(shared) < len(named) and not features.terms and features.gram < 0.06


def _part_of(mine: float, theirs: float) -> bool:
    """Whether the ask is on a part of the narrow matter that the unit names."""
    return mine >= PART and theirs >= 1.0


def _elsewhere(subjects: dict[str, float], own: set[str], weights: Weights) -> bool:
    """Whether the ask is on a walk of life that no text supplied names; a word that only names a field (学校, 乡村)
    counts where the ask names no narrower matter."""
    named = {s for s, weight in subjects.items() if (s in own or (not own and weight >= TELLING * 0.9))}
    sectors = {above for s in named for above in _upwards(s) if above in SECTORS}
    return bool(sectors) and not any(weights.names(sector) for sector in sectors)


def _upwards(subject: str) -> list[str]:
    """The subject and the wholes that it is a part of, one above the other."""
    found = [subject]
    while (above := broader(found[-1])) and above not in found:
        found.append(above)
    return found


def _fields_agree(ask: Unit, unit: Unit) -> float:
    """What the structured fields of the two have in common, as a part of the score."""
    mine, theirs = ask.measure, unit.measure
    if mine is None or theirs is None:
        return 0.0
    score = 0.0
    if set(mine.instruments) & set(theirs.instruments) - {"service", "other"}:
        score += SAME_INSTRUMENT
    if {t.value for t in mine.thresholds if t.value} & {t.value for t in theirs.thresholds}:
        score += SAME_THRESHOLD
    if _figures(mine) & _figures(theirs):
        score += SAME_SUM
    if {entry.per for entry in mine.money if entry.per} & {entry.per for entry in theirs.money}:
        score += SAME_PER
    return score


def _other_occasion(subjects: dict[str, float]) -> bool:
    """Whether a measure names an occasion of its own for its award: 对迁入本市的“小巨人”企业."""
    return any(weight >= 1.0 and is_fine(subject) and subject not in _TITLES for subject, weight in subjects.items())


def _figures(measure: Measure) -> set[tuple[int | None, float | None]]:
    return {(entry.yuan, entry.rate) for entry in measure.money if entry.yuan or entry.rate}


def _by_fields(ask: Unit, unit: Unit) -> float:
    """What the tiers and the figures of the two say: an award for the “小巨人” is not the one for the first rung."""
    if ask.measure is None or unit.measure is None:
        return 0.0
    score = 0.0
    mine, theirs = _tiers(ask.measure), _tiers(unit.measure)
    if mine and theirs:
        score += SAME_TIER if mine & theirs else OTHER_TIER
    if _figures(ask.measure) & _figures(unit.measure):
        score += SAME_FIGURE
    return score


def _tiers(measure: Measure) -> set[str]:
    return {entry.tier for entry in (*measure.beneficiaries, *measure.targets) if entry.tier}


def _awarded(unit: Unit) -> frozenset[str]:
    """The rungs that a measure gives an award to."""
    if unit.measure is None or "award" not in unit.measure.instruments:
        return frozenset()
    return frozenset(entry.tier for entry in unit.measure.beneficiaries if entry.tier)
