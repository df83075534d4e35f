"""Policy against policy on the page: pairs that changed, and what stands on one side only."""

from __future__ import annotations

from typing import NamedTuple

from zjtx_docs.comparison.records import Comparison, Pair
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.page.asks import ChangeRow, Quote, change_rows, changed, quote_of
from zjtx_docs.report.page.places import Places
from zjtx_docs.report.pairs import pair_summary


class PairView(NamedTuple):
    """Measures that say the same, side by side, each side with its further parts; ``relation`` and ``flags`` in words:
    how it stands beside an upper level's measure, whether it came apart or together, whether it moved."""

    number: int
    left: list[Quote]
    right: list[Quote]
    same: bool
    relation: str
    flags: list[str]
    changes: list[ChangeRow]


class Versions(NamedTuple):
    """All that two policies have in common and what is new or gone."""

    summary: list[str]
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
        parts = {"left": [pair.left], "right": [pair.right]}
        parts["right" if pair.shape == "merge" else "left"] += pair.more
        left, right = (
            [
                quote_of(one.doc_id, one, changed(pair.changes, name, places.of(one), say), anchor, back, places)
                for one in parts[name]
            ]
            for name in ("left", "right")
        )
        rows = change_rows(pair.changes, pair.left.doc_id, pair.right.doc_id, places)
        relation = say(f"pair.{pair.relation}")
        pairs.append(PairView(number, left, right, pair.relation == "same", relation, _flags(pair, say), rows))
    one_sided = [
        [quote_of(entry.doc_id, entry, (), name, say("page.list_tag"), places) for entry in entries]
        for name, entries in (("added", comparison.added), ("removed", comparison.removed))
    ]
    return Versions(pair_summary(comparison, say), pairs, *one_sided)


def _flags(pair: Pair, say: Say) -> list[str]:
    flags = [say(f"standing.{pair.standing}")] if pair.standing else []
    if pair.shape != "one_to_one":
        flags.append(say(f"shape.{pair.shape}"))
    return [*flags, say("page.moved")] if pair.moved else flags
