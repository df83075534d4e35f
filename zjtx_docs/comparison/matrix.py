"""The whole matrix: every ask or measure of the left against every item of the texts it is held against.

One cell an ask and an item: the best measure of that item, its score and the features behind it, whether or not it
counts as a counterpart. What ``compare`` answers is the best of each row; here the rest can be read too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zjtx_docs.comparison.align import rank
from zjtx_docs.comparison.candidates import Candidate, is_counterpart
from zjtx_docs.comparison.encoder import Encoder, wanted
from zjtx_docs.comparison.senses import Senses
from zjtx_docs.comparison.similarity import Weights
from zjtx_docs.comparison.thesaurus import subject_name
from zjtx_docs.comparison.units import Unit, ask_units, counterpart_units
from zjtx_docs.model import Document, Measure

_LEAN = 8


class Cell(NamedTuple):
    """One ask (or measure) against one item. Scores and features lie between 0 and 1; paths are joined by dots.

    ``rank`` counts the items of a row from 1, the best first; ``counterpart`` says whether the evidence is enough.
    """

    left: str
    left_id: str
    left_path: str
    left_quote: str
    right: str
    right_path: str
    heading: str | None
    measure_id: str | None
    right_quote: str
    score: float
    rank: int
    counterpart: bool
    subject: float
    word: float
    gram: float
    copied: float
    subjects: str
    same_instrument: bool
    same_tier: bool
    same_figure: bool
    left_start: int
    left_end: int
    right_start: int
    right_end: int


def matrix(left: Document, rights: Sequence[Document], encoder: Encoder = "auto") -> list[Cell]:
    """Every ask of a proposal, or every measure of a policy, against every item with a measure or target of its own;
    in the order of the left text, the best item first."""
    units = [unit for document in rights for unit in counterpart_units(document)]
    return [
        _cell(left, ask, candidate, number)
        for ask, ranked in _rows(left, units, wanted(encoder))
        for number, candidate in enumerate(_best_of_items(ranked), 1)
    ]


def _rows(left: Document, units: list[Unit], encoded: bool) -> Iterator[tuple[Unit, list[Candidate]]]:
    """Each ask with all candidates, the best first; an elliptical ask leans on the one before it."""
    said = [unit.said for unit in units]
    asks = ask_units(left)
    senses = Senses([ask.said for ask in asks], said) if encoded else None
    weights = Weights(unit.profile for unit in units)
    before: dict[int, float] = {}
    place = None
    for ask in asks:
        near = senses.near(ask.said, said) if senses else None
        ranked = rank(ask, units, weights, before if ask.path == place else None, senses=near)
        before = {id(candidate.unit): candidate.score for candidate in ranked[:_LEAN]}
        place = ask.path
        yield ask, ranked


def _best_of_items(ranked: list[Candidate]) -> list[Candidate]:
    best: dict[tuple[str, tuple[str, ...]], Candidate] = {}
    for candidate in ranked:
        best.setdefault((candidate.unit.doc_id, candidate.unit.path), candidate)
    return list(best.values())


def _cell(left: Document, ask: Unit, candidate: Candidate, number: int) -> Cell:
    unit, features = candidate.unit, candidate.features
    mine, theirs = ask.measure, unit.measure
    return Cell(
        left=left.doc_id, left_id=ask.id, left_path=".".join(ask.path), left_quote=ask.quote,
        right=unit.doc_id, right_path=".".join(unit.path), heading=unit.heading, measure_id=unit.id or None,
        right_quote=unit.quote, score=round(candidate.likely, 3), rank=number, counterpart=is_counterpart(candidate),
        subject=round(features.subject, 3), word=round(features.word, 3), gram=round(features.gram, 3),
        copied=round(features.copied, 3), subjects="；".join(subject_name(s) for s in features.shared),
        same_instrument=bool(mine and theirs and set(mine.instruments) & set(theirs.instruments)),
        same_tier=bool(_tiers(mine) & _tiers(theirs)), same_figure=bool(_figures(mine) & _figures(theirs)),
        left_start=ask.start, left_end=ask.end, right_start=unit.start, right_end=unit.end,
    )  # fmt: skip


def _tiers(measure: Measure | None) -> set[str]:
    return {entry.tier for entry in (*measure.beneficiaries, *measure.targets) if entry.tier} if measure else set()


def _figures(measure: Measure | None) -> set[tuple[int | None, float | None]]:
    return {(e.yuan, e.rate) for e in measure.money if e.yuan or e.rate} if measure else set()
