"""How far two codings of the same asks agree: the tool against a person, or a person against another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zjtx_docs.comparison.fingerprints import find_same
from zjtx_docs.scoring.agreement import label_agreement, set_agreement
from zjtx_docs.scoring.coding import Coded, Coding, read_coding
from zjtx_docs.scoring.records import Agreement, Calibration, Score, Unpaired, What

__all__ = ["read_coding", "score"]


def score(left: Coding, right: Coding, names: tuple[str, str] = ("A", "B")) -> Score:
    """The agreement of ``left`` with ``right`` on relation, reply state and how, over the asks that both have.

    An ask is found by its fingerprint, else by its own words where one alone is left with them on either side. Where
    ``left`` marked asks for a person's look, the score also tells whether the marks fall where it is wrong.
    """
    same = find_same(right, left)
    paired = [(left[mark], right[other]) for mark, other in same.items()]
    return Score(
        left=names[0], right=names[1], paired=len(paired),
        only_left=_unpaired(left, set(same)), only_right=_unpaired(right, set(same.values())),
        agreements=tuple(filter(None, (_labels("relation", paired), _labels("status", paired), _how(paired)))),
        calibration=calibration(paired),
    )  # fmt: skip


def _unpaired(coding: Coding, paired: set[str]) -> tuple[Unpaired, ...]:
    others = ((mark, coded) for mark, coded in coding.items() if mark not in paired)
    return tuple(Unpaired(fingerprint=mark, words=coded.words) for mark, coded in others)


def calibration(paired: list[tuple[Coded, Coded]]) -> Calibration | None:
    """How often the relation was right among the asks marked for a person's look, and among the rest."""
    known = [(a, b) for a, b in paired if a.marked is not None and a.relation and b.relation]
    if not known:
        return None
    marked = [(a, b) for a, b in known if a.marked]

    def right(pairs: list[tuple[Coded, Coded]], value: Callable[[Coded], Any]) -> int:
        return sum(value(a) == b.relation for a, b in pairs)

    return Calibration(
        asks=len(known), marked=len(marked), right_marked=right(marked, lambda one: one.relation),
        right_rest=right([(a, b) for a, b in known if not a.marked], lambda one: one.relation),
        alternative_right=right(marked, lambda one: one.alternative),
    )  # fmt: skip


def _labels(what: What, paired: list[tuple[Coded, Coded]]) -> Agreement | None:
    sides = [(getattr(a, what), getattr(b, what)) for a, b in paired]
    pairs = [(a, b) for a, b in sides if a is not None and b is not None]
    return label_agreement(what, pairs) if pairs else None


def _how(paired: list[tuple[Coded, Coded]]) -> Agreement | None:
    pairs = [(a.how, b.how) for a, b in paired if a.how is not None and b.how is not None]
    return set_agreement("how", pairs) if pairs else None
