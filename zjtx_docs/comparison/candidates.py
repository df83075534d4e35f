"""A possible counterpart of an ask: what speaks for it, whether that is enough, and the reasons in plain words."""

from __future__ import annotations

import math
from typing import NamedTuple

from zjtx_docs.comparison.encoder import Model, model
from zjtx_docs.comparison.senses import Near
from zjtx_docs.comparison.similarity import Nearness
from zjtx_docs.comparison.thesaurus import subject_name
from zjtx_docs.comparison.units import Unit
from zjtx_docs.comparison.wording import say

# From here on a score is enough without the encoder; where a narrow matter is shared, from less.
ACCEPT = 0.36
ACCEPT_FINE = 0.27
# An ask on a matter that the unit does not name (公交 beside a park) needs more than stray words.
ACCEPT_FOREIGN = 0.38
# An ask on a walk of life that no text supplied names needs far more.
ACCEPT_OTHER_SECTOR = 0.5
# Without a narrow subject in common, something beyond the words of the broad one must be shared.
REST = 0.07
# Fields that agree: a sum or rate, a threshold, the family of instruments, whom one gift goes to.
SAME_SUM, SAME_THRESHOLD, SAME_INSTRUMENT, SAME_PER = 0.03, 0.05, 0.05, 0.02
# From here on the encoder is given as a reason of its own.
OUTSTANDING = 2.5


class Evidence(NamedTuple):
    """What each feature counts for in the log-odds that two texts are on one subject; ``rest`` for all."""

    score: float
    unknown: float
    other_sector: float
    foreign: float
    agree: float
    cosine: float
    stands: float
    across: float
    lead: float
    like: float
    like_stands: float
    apart: float
    rest: float


# Fitted on development cases for each model: which unit of all, or none, each ask was held to be on. The threshold
# (rest), other_sector and foreign of e5 are set by proposals at first sight, where the thesaurus knows fewer words.
EVIDENCE: dict[Model, Evidence] = {
    "e5": Evidence(6.56, -1.59, -2.5, -1.0, 3.34, 4.74, 0.406, 0.609, 1.97, 0.552, 0.463, -7.89, -5.22),
    "use": Evidence(7.73, -1.77, -0.968, 0.0, 1.52, 2.4, 0.404, 0.473, 2.75, 0.951, 0.358, -7.52, -4.64),
}


# Features that a candidate bears itself; the others are the encoder's word.
_OF_CANDIDATE = ("score", "unknown", "other_sector", "foreign", "agree")


class Candidate(NamedTuple):
    """A possible counterpart with its score (0 to 1) and the features behind it.

    ``narrow``: a narrow subject of the ask is shared; ``foreign``: the ask names a matter of its own that is not the
    unit's. ``other_sector``: it is on a walk of life that no text supplied names. ``sense``: the encoder's word, where
    it takes part. ``unknown``: the share of the ask's narrow matters that no text supplied names.
    ``agree``: what tiers and figures of the two say.
    """

    unit: Unit
    score: float
    features: Nearness
    narrow: bool
    foreign: bool = False
    other_sector: bool = False
    sense: Near | None = None
    unknown: float = 0.0
    agree: float = 0.0

    @property
    def fine(self) -> bool:
        """Whether a narrow subject of the ask itself, a telling word or the name of a product is shared."""
        return bool(self.features.products or self.features.terms or self.narrow)

    @property
    def specific(self) -> bool:
        """Whether what is shared goes beyond a broad field (both on tourism)."""
        return self.fine or self.features.rest >= REST

    @property
    def evidence(self) -> float | None:
        """The log-odds that both are on one subject, where the encoder takes part."""
        if self.sense is None:
            return None
        weigh = EVIDENCE[model() or "use"]
        told = {**self.sense._asdict(), **{name: getattr(self, name) for name in _OF_CANDIDATE}}
        return weigh.rest + sum(getattr(weigh, name) * value for name, value in told.items())

    @property
    def likely(self) -> float:
        """How likely both are on one subject, 0 to 1; without the encoder the score."""
        if self.evidence is None or self.score >= 1.0:
            return self.score
        return 1.0 / (1.0 + math.exp(-self.evidence))


def is_counterpart(candidate: Candidate) -> bool:
    """Whether the evidence is enough to say that both are on one subject; the same words always are."""
    if candidate.score >= 1.0:
        return True
    if candidate.evidence is not None:
        return candidate.evidence > 0.0
    if candidate.other_sector and candidate.score < ACCEPT_OTHER_SECTOR:
        return False
    if candidate.foreign and candidate.score < ACCEPT_FOREIGN:
        return False
    return candidate.specific and candidate.score >= (ACCEPT_FINE if candidate.fine else ACCEPT)


def reasons_for(candidate: Candidate) -> tuple[str, ...]:
    """Why the two belong together, in plain words, the strongest first."""
    features = candidate.features
    said = [say("reason.product", name=name) for name in features.products]
    said += [say("reason.subject", subject=subject_name(subject)) for subject in features.shared[:3]]
    if features.copied >= 0.6 and features.gram >= 0.3:
        said.append(say("reason.copied"))
    elif features.gram >= 0.15 or features.word >= 0.2:
        said.append(say("reason.words"))
    if candidate.sense is not None and candidate.sense.stands >= OUTSTANDING:
        said.append(say("reason.sense"))
    if features.fields >= SAME_THRESHOLD:
        said.append(say("reason.fields"))
    return tuple(said)
