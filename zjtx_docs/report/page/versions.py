"""Policy against policy on the page: pairs that changed, and what stands on one side only."""

from __future__ import annotations

from typing import NamedTuple

from zjtx_docs.comparison.records import Comparison
from zjtx_docs.report.page.asks import ChangeRow, Quote, change_rows, changed, quote_of
from zjtx_docs.report.page.places import Places


class PairView(NamedTuple):
    """Two measures that say the same, side by side; ``relation`` in words."""

    number: int
    left: Quote
    right: Quote
    same: bool
    relation: str
    changes: list[ChangeRow]


class Versions(NamedTuple):
    """All that two policies have in common and what is new or gone."""

    pairs: list[PairView]
    added: list[Quote]
    removed: list[Quote]

    @property
    def any(self) -> bool:
        """Whether the comparison is one of policies at all."""
        return bool(self.pairs or self.added or self.removed)


def versions_of(comparison: Comparison, places: Places) -> Versions:
    """The pairs that changed first, in the order of the text."""
    say = places.say
    pairs = []
    ordered = sorted(enumerate(comparison.pairs), key=lambda one: (one[1].relation == "same", one[0]))
    for number, (_, pair) in enumerate(ordered, 1):
        anchor, back = f"pair-{number}", say("page.pair_tag", number=number)
        left, right = (
            quote_of(side.doc_id, side, changed(pair.changes, name, places.of(side), say), anchor, back, places)
            for name, side in (("left", pair.left), ("right", pair.right))
        )
        rows = change_rows(pair.changes, pair.left.doc_id, pair.right.doc_id, places)
        pairs.append(PairView(number, left, right, pair.relation == "same", say(f"pair.{pair.relation}"), rows))
    one_sided = [
        [quote_of(entry.doc_id, entry, (), name, say("page.list_tag"), places) for entry in entries]
        for name, entries in (("added", comparison.added), ("removed", comparison.removed))
    ]
    return Versions(pairs, *one_sided)
