"""Asks that an earlier proposal made already, with what its reply did with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zjtx_docs.amounts import find_quantities
from zjtx_docs.comparison.align import rank
from zjtx_docs.comparison.candidates import Candidate, is_counterpart
from zjtx_docs.comparison.records import Ask
from zjtx_docs.comparison.reply import ReplyReader
from zjtx_docs.comparison.similarity import Weights
from zjtx_docs.comparison.units import Unit, ask_units
from zjtx_docs.drafting.records import Counterpart, Finding
from zjtx_docs.drafting.wording import finding_words
from zjtx_docs.model import Document, Measure
from zjtx_docs.text import fold, squeeze

# Two members may ask for steps on one subject. They ask for the same step where most of the words are shared, or where
# the same figure stands beside the same subject.
SAME_WORDS = 0.55
SHARED_LETTERS = 0.29
SAME_FIGURE = 0.45
_LOOKED_AT = 5

Figures = set[tuple[str, str | None, float]]


def find_repeated(
    units: Sequence[Unit], asks: Sequence[Ask], earlier: Sequence[tuple[Document, Document | None]]
) -> Iterator[Finding]:
    """A finding for each ask that a proposal of ``earlier`` made; ``answer`` where its reply is at hand."""
    everything = [unit for proposal, _ in earlier for unit in ask_units(proposal)]
    if not everything:
        return
    weights = Weights([unit.profile for unit in everything])
    titles = {proposal.doc_id: squeeze(proposal.title or proposal.doc_id) for proposal, _ in earlier}
    readers = {}
    for proposal, reply in earlier:
        if reply is not None:
            readers[proposal.doc_id] = ReplyReader(reply)
            readers[proposal.doc_id].hear(ask_units(proposal))
    for unit, ask in zip(units, asks, strict=True):
        ranked = rank(unit, everything, weights)[:_LOOKED_AT]
        old = next((candidate.unit for candidate in ranked if is_repeated(unit, candidate)), None)
        if old is None:
            continue
        reader = readers.get(old.doc_id)
        answer = reader.answer(old).status if reader else None
        values = {"title": titles[old.doc_id], "quote": squeeze(old.quote)}
        there = Counterpart(
            start=old.start, end=old.end, quote=old.quote, doc_id=old.doc_id, path=old.path, title=titles[old.doc_id]
        )
        yield Finding(
            start=ask.start, end=ask.end, quote=ask.quote, path=ask.path, ask_id=ask.id, fingerprint=ask.fingerprint,
            counterpart=there, **finding_words("repeats_earlier", values, answer),
        )  # fmt: skip


def is_repeated(unit: Unit, candidate: Candidate) -> bool:
    """Whether a candidate asks for the very step that ``unit`` asks for."""
    if not is_counterpart(candidate) or _other_recipients(unit.measure, candidate.unit.measure):
        return False
    if candidate.score >= SAME_WORDS and candidate.features.gram >= SHARED_LETTERS:
        return True
    return candidate.score >= SAME_FIGURE and bool(_figures(unit.quote) & _figures(candidate.unit.quote))


def _other_recipients(left: Measure | None, right: Measure | None) -> bool:
    """Whether both name who receives, and neither a rung of the ladder nor the noun is shared: 基地 is no 企业."""
    if left is None or right is None:
        return False
    tiers = [{entry.tier for entry in side.beneficiaries if entry.tier} for side in (left, right)]
    if all(tiers):
        return not tiers[0] & tiers[1]
    nouns = [{squeeze(m.beneficiary)[-2:] for m in side.money if m.beneficiary} for side in (left, right)]
    return all(nouns) and not nouns[0] & nouns[1]


def _figures(quote: str) -> Figures:
    return {(one.kind, one.unit, float(one.value)) for one in find_quantities(fold(squeeze(quote)))}
