"""Which sentence of a reply answers which ask: all asks and all sentences weighed at once.

A letter answers several asks in one paragraph and some not at all. So a sentence counts for an ask where it stands
out among the sentences (as seen from the ask) and the ask stands out among the asks (as seen from the sentence). Then
the asks look at each other's answers: replies keep the proposal's order for long stretches, and what plainly answers
another ask seldom answers this one as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp
from statistics import fmean, pstdev
from typing import NamedTuple

from zjtx_docs.comparison.candidates import Candidate
from zjtx_docs.comparison.encoder import Model, model
from zjtx_docs.comparison.senses import Near
from zjtx_docs.comparison.units import Unit
from zjtx_docs.model import Path
from zjtx_docs.text import fold, squeeze

Table = list[list[float]]
_COURTESY = re.compile(
    r"感谢|高度重视您|很有针对性|认真(?:研究)?(?:吸收|吸纳)|敬意|感动|启发|富有远见|谢意|接地气|很有见地|切中|宝贵(?:意见|建议)|深表|高度评价|欢迎(?:您|继续)|恳请(?:您)?(?:理解|谅解)|"
    r"具有[^,。]{0,8}(?:意义|价值)|设想[^,。]{0,12}(?:很好|饱含)|"
    # 牵动千家万户, 感同身受, 关系职工的切身利益，我们将持续关注: that it matters is no act.
    r"牵动[^,。]{0,4}(?:千家|万户|家庭|人心)|感同身受|民生所系|(?:心情|急切|难处|不易)[^,。]{0,8}理解|切身利益[^。]{0,12}(?:关注|理解)|(?:富|颇)有见地|学习吸收"
)


def is_courtesy(text: str) -> bool:
    """Whether a folded sentence thanks, greets or praises."""
    return _COURTESY.search(text) is not None


class Weights(NamedTuple):
    """What each feature counts for in the log-odds that a sentence answers an ask; ``rest`` for all.

    ``near_stands``: its nearness by words and subjects in deviations among the sentences, ``near_across`` among the
    asks, ``near_lead`` before the nearest other ask; ``gram``: the letters shared; then what the encoder says of both
    (senses.Near); ``courtesy``: it thanks or greets; ``length``: its letters, up to a hundred, in hundreds; ``listed``:
    how much it enumerates (what names many matters is near to all and answers few); ``unknown``: the share of the
    ask's narrow matters that no sentence names.
    """

    near_stands: float
    near_across: float
    near_lead: float
    gram: float
    cosine: float
    stands: float
    across: float
    lead: float
    like: float
    like_stands: float
    apart: float
    courtesy: float
    length: float
    listed: float
    unknown: float
    rest: float


# Fitted on development letters for each model and without any: which sentence of all, or none, answers each ask.
WEIGHTS: dict[Model | None, Weights] = {
    "e5": Weights(
        0.191, 0.26, 1.18, 1.83, 2.08, 0.363, 0.564, 3.4, -0.835, 0.31, -3.87, -2.32, 3.12, -1.17, -1.09, -4.33
    ),
    "use": Weights(
        0.298, 0.382, 1.47, 4.66, 0.481, 0.117, 0.394, 4.54, 0.0783, 0.438, -4.25, -2.06, 2.8, -1.37, -1.28, -4.05
    ),
    None: Weights(0.431, 0.595, 2.61, 9.37, 0, 0, 0, 0, 0, 0, 0, -2.18, 2.88, -1.59, -1.29, -3.67),
}


class Beside(NamedTuple):
    """What the answers of the other asks count for, in the log-odds that a sentence answers an ask.

    ``alone``: the log-odds without them; ``next``: how likely the ask before is answered by one of the two sentences
    before, and the ask behind by one of the two behind; ``place``: how likely one of them is answered nearby in the
    same item of the reply; ``taken``: by how much likelier the sentence answers another ask than this one; ``rest``
    for all.
    """

    alone: float
    next: float
    place: float
    taken: float
    rest: float


# Fitted on 22 letters, for each model and without any; ``rest`` is set higher than fitted: an answer passed over costs
# the reader more than one too many.
BESIDE: dict[Model | None, Beside] = {
    "e5": Beside(0.779, 1.65, 1.52, -2.6, -0.6),
    "use": Beside(0.729, 1.63, 1.41, -2.79, -0.1),
    None: Beside(0.782, 2.19, 1.01, -2.02, -0.3),
}
# So many sentences are tried for each ask; so long is long, so many listed are many, and so many sentences off is near.
TRIED, LONG, MANY, NEARBY = 4, 100, 6, 4


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
    used = model() if senses is not None else None
    weigh = WEIGHTS[used]
    near = [[value for _, value in row] for row in tables]
    stands = _standing(near)
    across = _turned(_standing(_turned(near)))
    texts = [fold(squeeze(candidate.unit.quote)) for candidate, _ in tables[0]]
    courtesy = [float(is_courtesy(text)) for text in texts]
    length = [min(len(text), LONG) / LONG for text in texts]
    listed = [min(text.count("、"), MANY) / MANY for text in texts]
    nearest = [sorted(column)[-2:] for column in _turned(near)]  # of each sentence the nearness of its two nearest asks
    alone: Table = []
    for number in range(len(asks)):
        odds = []
        for at, (candidate, value) in enumerate(tables[number]):
            told = {
                "near_stands": stands[number][at],
                "near_across": across[number][at],
                "near_lead": value - _other(value, nearest[at]),
                "gram": candidate.features.gram,
                "courtesy": courtesy[at],
                "length": length[at],
                "listed": listed[at],
                "unknown": candidate.unknown,
            }
            if senses is not None:
                told |= senses[number][at]._asdict()
            odds.append(weigh.rest + sum(getattr(weigh, name) * amount for name, amount in told.items()))
        alone.append(odds)
    evidence = _together(alone, [candidate.unit.path for candidate, _ in tables[0]], BESIDE[used])
    found = {}
    for ask, table, row in zip(asks, tables, evidence, strict=True):
        heard = [Heard(candidate, odds) for (candidate, _), odds in zip(table, row, strict=True)]
        found[ask.id] = sorted(heard, key=lambda one: -one.evidence)[:TRIED]
    return found


def _together(alone: Table, items: Sequence[Path], weigh: Beside) -> Table:
    """The log-odds of each ask and sentence with what the asks beside are answered by; ``items`` of the sentences."""
    likely = [_shares(row) for row in alone]
    nearby = [
        [other for other in range(max(0, at - NEARBY), min(len(items), at + NEARBY + 1)) if items[other] == item]
        for at, item in enumerate(items)
    ]
    none = [0.0] * len(items)
    # Nobody stands before the first ask and behind the last one.
    answers = [none, *likely, none]
    around = [[sum(row[other] for other in others) for others in nearby] for row in answers]
    best = [sorted(column)[-2:] for column in _turned(likely)]
    made = []
    for number, row in enumerate(alone):
        before, behind = answers[number], answers[number + 2]
        made.append([
            weigh.rest
            + weigh.alone * odds
            + weigh.next * (sum(before[max(0, at - 2) : at]) + sum(behind[at + 1 : at + 3]))
            + weigh.place * max(around[number][at], around[number + 2][at])
            + weigh.taken * (_other(likely[number][at], best[at]) - likely[number][at])
            for at, odds in enumerate(row)
        ])  # fmt: skip
    return made


def _shares(odds: Sequence[float]) -> list[float]:
    """How likely each of these is, where one of them or none is the case."""
    top = max(0.0, *odds)
    held = [exp(one - top) for one in odds]
    whole = sum(held) + exp(-top)
    return [one / whole for one in held]


def _other(value: float, nearest: Sequence[float]) -> float:
    """The highest value of the other asks; ``nearest`` holds the two highest, perhaps that of this ask among them."""
    if len(nearest) < 2:
        return 0.0
    return nearest[0] if value == nearest[1] else nearest[1]


def _standing(table: Table) -> Table:
    """Each value as deviations from the mean of its row."""
    made = []
    for row in table:
        middle, spread = fmean(row), pstdev(row) or 1.0
        made.append([(value - middle) / spread for value in row])
    return made


def _turned(table: Table) -> Table:
    return [list(column) for column in zip(*table, strict=True)]
