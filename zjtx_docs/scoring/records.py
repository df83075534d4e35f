"""What two codings of the same asks have in common: plain frozen records that the report only reads.

``left`` is the coding in question (the tool, a first person), ``right`` what it is held against. A share that nothing
stands behind is None, never 0 or 1.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from zjtx_docs.model import SCHEMA_VERSION

What = Literal["relation", "status", "how"]


class Struct(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the score's records."""


class Interval(Struct, frozen=True, kw_only=True):
    """Where 95 of 100 samples drawn again from the same asks lie."""

    low: float
    high: float


class ClassScore(Struct, frozen=True, kw_only=True):
    """One label: how often each side gave it, how often both, and what follows for the left side."""

    label: str
    left: int
    right: int
    both: int
    precision: float | None
    recall: float | None
    f1: float | None


class Cell(Struct, frozen=True, kw_only=True):
    """How many asks are ``left`` on the left and ``right`` on the right."""

    left: str
    right: str
    count: int


class Agreement(Struct, frozen=True, kw_only=True):
    """How far two codings agree on one field; ``classes`` and ``confusion`` begin with the weakest class.

    For ``how``, a set of labels, ``same`` counts equal sets, ``f1`` is that over all single labels, and there is
    neither κ nor a confusion table. ``f1`` is the mean over the classes otherwise.
    """

    what: What
    asks: int
    same: int
    accuracy: float | None
    accuracy_interval: Interval | None = None
    kappa: float | None = None
    kappa_interval: Interval | None = None
    f1: float | None = None
    classes: tuple[ClassScore, ...] = ()
    confusion: tuple[Cell, ...] = ()


class Calibration(Struct, frozen=True, kw_only=True):
    """Whether the marks for a person's look fall where the relation is wrong.

    Of ``asks``, ``marked`` were marked; ``right_marked`` and ``right_rest`` are how many of either group had the right
    relation at once, ``alternative_right`` how many of the marked ones had it as their alternative.
    """

    asks: int
    marked: int
    right_marked: int
    right_rest: int
    alternative_right: int


class Unpaired(Struct, frozen=True, kw_only=True):
    """An ask that only one side has."""

    fingerprint: str
    words: str | None = None


class Score(Struct, frozen=True, kw_only=True):
    """Two codings held against each other, ask by ask."""

    schema_version: str = SCHEMA_VERSION
    left: str
    right: str
    paired: int
    only_left: tuple[Unpaired, ...] = ()
    only_right: tuple[Unpaired, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    calibration: Calibration | None = None
