"""duplicates, extends or lacks: decided by the fields, not by a threshold.

The subject is the activity supported. Same subject and the ask promises no more: duplicates (a smaller amount or
narrower group
too, told in ``how``). Same subject and the ask goes further: extends. No counterpart on the subject: lacks.
"""

from __future__ import annotations

from typing import NamedTuple

from zjtx_docs.comparison.candidates import Candidate
from zjtx_docs.comparison.further import LESS
from zjtx_docs.comparison.how import how_of
from zjtx_docs.comparison.records import How, Refusal, Relation
from zjtx_docs.comparison.thesaurus import subject_name
from zjtx_docs.comparison.units import Unit
from zjtx_docs.comparison.wording import say


class Verdict(NamedTuple):
    """A relation with how, how sure, what else it might be, and the reason in one line."""

    relation: Relation
    how: tuple[How, ...]
    confidence: float
    alternative: Relation | None
    why: str


# How often the fields tell duplicates from extends where the counterpart is the right one (development cases).
_BY_FIELDS = 0.95
# Below this a counterpart may as well be none.
_THIN = 0.6


def judge(ask: Unit, best: Candidate, second: float) -> Verdict:
    """The relation of an ask to its best counterpart. ``second`` is the score of the next item's best candidate."""
    how = how_of(ask, best)
    further = [item for item in how if item not in LESS]
    relation: Relation = "extends" if further else "duplicates"
    confidence = _confidence(best, second)
    if relation == "extends" and all(
        item in ("other", "new_instrument", "adds_organisation", "adds_platform") for item in further
    ):
        confidence = round(confidence * 0.85, 2)
    alternative: Relation | None = None
    if confidence < 0.75:
        alternative = "lacks" if best.likely < _THIN else ("duplicates" if relation == "extends" else "extends")
    return Verdict(relation, tuple(how), confidence, alternative, _why(relation, how, best))


def _confidence(best: Candidate, second: float) -> float:
    """How sure the relation is: with the encoder the likelihood of the counterpart, lessened by what the fields may
    misjudge; without it by the score and its lead over the next item."""
    if best.evidence is not None:
        return round(_BY_FIELDS * best.likely, 2)
    strength = min(1.0, best.score / 0.7)
    margin = min(1.0, max(0.0, best.score - second) / 0.3)
    return round(min(0.98, 0.42 + 0.38 * strength + 0.18 * margin), 2)


def judge_lacking(nearest: Candidate | None, accept: float) -> Verdict:
    """No counterpart: how sure that is falls as the nearest miss comes near."""
    if nearest is None:
        return Verdict("lacks", (), 0.98, None, say("why.nothing"))
    if nearest.evidence is not None:
        confidence = round(min(0.98, 1.0 - nearest.likely), 2)
        return Verdict("lacks", (), confidence, "extends" if confidence < 0.7 else None, say("why.lacks"))
    gap = max(0.0, 1 - nearest.score / max(accept, 0.01)) if not nearest.fine or nearest.score < accept else 0.2
    confidence = round(0.55 + 0.4 * min(gap, 1.0), 2)
    return Verdict("lacks", (), confidence, "extends" if confidence < 0.7 else None, say("why.lacks"))


def refusal(nearest: Candidate) -> tuple[Refusal, str]:
    """The one reason why the nearest miss is no counterpart: its code and the sentence."""
    if nearest.other_sector:
        return "other_sector", say("refused.other_sector")
    shared = [subject_name(subject) for subject in nearest.features.shared[:2]]
    if shared:
        return "same_field", say("refused.same_field", subjects="、".join(shared))
    code: Refusal = "few_words" if nearest.features.gram < 0.12 else "near_words"
    return code, say(f"refused.{code}")


def _why(relation: Relation, how: list[How], best: Candidate) -> str:
    about = "、".join(subject_name(subject) for subject in best.features.shared[:2]) or best.unit.heading
    differ = "；".join(say(f"how.{item}") for item in how)
    about = about or say("why.matter")
    if relation == "duplicates":
        return say("why.duplicates_but", about=about, how=differ) if differ else say("why.duplicates", about=about)
    return say("why.extends", about=about, how=differ)
