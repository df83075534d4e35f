"""Which sentence of a reply answers which ask: all asks and all sentences weighed at once.

A letter answers in its own order, several asks in one paragraph and some not at all. So a sentence counts for an ask
where it stands out among the sentences (as seen from the ask) and the ask stands out among the asks (as seen from the
sentence): what is nearer to another ask answers that one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, pstdev
from typing import NamedTuple

from zjtx_docs.comparison.candidates import Candidate
from zjtx_docs.comparison.encoder import Model, model
from zjtx_docs.comparison.senses import Near
from zjtx_docs.comparison.thesaurus import is_fine
from zjtx_docs.comparison.units import Unit

Table = list[list[float]]
# What standing out among the asks counts for beside standing out among the sentences.
ACROSS = 0.7


class Weights(NamedTuple):
    """The log-odds that a sentence answers an ask.

    ``near``: its nearness, ``on_subject``: whether it is on the subject at all, ``first``: no other ask is nearer to
    it, ``first_elsewhere``: none on another subject is, ``margin``: by how much it leads the next sentence, ``sense``:
    the
    encoder's word as seen from the sentence; ``rest`` for all. ``order``: what the encoder counts for in the order.
    """

    near: float
    on_subject: float
    first: float
    first_elsewhere: float
    margin: float
    sense: float
    rest: float
    order: float


# Fitted on development letters for each model and without any.
WEIGHTS: dict[Model | None, Weights] = {
    "e5": Weights(0.1, 2.0, 0.72, 0.0, 0.8, 1.68, -6.75, 1.5),
    "use": Weights(1.27, 1.64, 1.09, 1.42, 0.52, 0.79, -5.88, 0.4),
    None: Weights(2.4, 1.55, 1.8, 0.0, 0.6, 0.0, -3.95, 0.0),
}
# From here on a sentence is on the subject; where a narrow subject is shared, from less.
NEAR, NEAR_FINE = 0.22, 0.17
# Fewer asks do not tell what stands out.
FEW = 6
# Nor is standing out among other matters worth more than this: a letter of one sentence may be on the next matter.
ALONE = 2.6
# No lead counts for more.
MOST = 3.0


class Heard(NamedTuple):
    """A sentence that may answer an ask: how near it is, and the log-odds that it does."""

    candidate: Candidate
    evidence: float


def hear(
    asks: Sequence[Unit], tables: Sequence[Sequence[tuple[Candidate, float]]], senses: Sequence[Sequence[Near]] | None
) -> dict[str, list[Heard]]:
    """For each ask (by id) the sentences, the likeliest first. ``tables`` holds for each ask every sentence, in one
    order for all, with its nearness; ``senses`` what the encoder says of each pair."""
    if not asks or not tables[0]:
        return {ask.id: [] for ask in asks}
    weigh = WEIGHTS[model() if senses is not None else None]
    near = [[value for _, value in row] for row in tables]
    across = _turned(_standing(_turned(near)))
    total = _added(_standing(near), across, ACROSS)
    meant: Table = [[0.0] * len(row) for row in near]
    if senses is not None:
        cosines = [[one.cosine for one in row] for row in senses]
        meant = _turned(_standing(_turned(cosines)))
        if len(asks) < FEW:  # too few to stand out among: held against sentences on all matters instead
            meant = [[min(ALONE, one.stands) for one in row] for row in senses]
        total = _added(_added(total, _standing(cosines), weigh.order), meant, weigh.order)
    subjects = [_narrow(ask) for ask in asks]
    found = {}
    for number, ask in enumerate(asks):
        row = total[number]
        best = sorted(range(len(row)), key=lambda at: -row[at])
        heard = []
        for place, at in enumerate(best[:4]):
            others = [total[other][at] for other in range(len(asks)) if other != number]
            elsewhere = [total[other][at] for other in range(len(asks)) if not subjects[other] & subjects[number]]
            candidate, value = tables[number][at]
            told = {
                "near": value,
                "on_subject": float(_is_on_subject(candidate, value)),
                "first": float(row[at] > max(others)) if others else 0.5,  # alone it is first without a rival
                "first_elsewhere": float(row[at] > max(elsewhere, default=-math.inf)),
                "margin": min(MOST, row[at] - row[best[1]]) if place == 0 and len(best) > 1 else 0.0,
                "sense": meant[number][at],
            }
            odds = weigh.rest + sum(getattr(weigh, name) * value for name, value in told.items())
            heard.append(Heard(candidate, odds))
        found[ask.id] = heard
    return found


def _narrow(ask: Unit) -> frozenset[str]:
    """The narrow subjects of an ask: asks that share one may well be answered in one sentence."""
    found = {subject for subject, weight in ask.profile.subjects.items() if weight >= 0.5 and is_fine(subject)}
    return frozenset(found or {ask.id})


def _is_on_subject(candidate: Candidate, value: float) -> bool:
    specific = candidate.specific or candidate.features.gram >= 0.12
    return specific and value >= (NEAR_FINE if candidate.fine else NEAR)


def _standing(table: Table) -> Table:
    """Each value as deviations from the mean of its row."""
    made = []
    for row in table:
        middle, spread = fmean(row), pstdev(row) or 1.0
        made.append([(value - middle) / spread for value in row])
    return made


def _turned(table: Table) -> Table:
    return [list(column) for column in zip(*table, strict=True)]


def _added(one: Table, other: Table, weight: float) -> Table:
    return [[a + weight * b for a, b in zip(row, beside, strict=True)] for row, beside in zip(one, other, strict=True)]
