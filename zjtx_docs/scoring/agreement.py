"""Precision, recall, F1, Cohen's κ and the confusion table of paired labels."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

from zjtx_docs.scoring.records import Agreement, Cell, ClassScore, Interval, What

Pair = tuple[str, str]
Pairs = Sequence[Pair]

SAMPLES = 1000
LEAST = 5  # asks below which an interval says nothing
_DIGITS = 4


def label_agreement(what: What, pairs: Pairs) -> Agreement:
    """How far the left labels agree with the right ones, the weakest class first."""
    classes = sorted(class_scores(pairs), key=lambda one: (one.f1 if one.f1 is not None else 1.0, one.label))
    order = {one.label: number for number, one in enumerate(classes)}
    counts = Counter(pairs)
    cells = sorted(counts, key=lambda pair: (order[pair[1]], order[pair[0]]))
    return Agreement(
        what=what, asks=len(pairs), same=sum(a == b for a, b in pairs), accuracy=_rounded(accuracy(pairs)),
        accuracy_interval=interval(pairs, accuracy), kappa=_rounded(kappa(pairs)),
        kappa_interval=interval(pairs, kappa), f1=_mean([one.f1 for one in classes]), classes=tuple(classes),
        confusion=tuple(Cell(left=a, right=b, count=counts[a, b]) for a, b in cells),
    )  # fmt: skip


def set_agreement(what: What, pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Agreement:
    """How far sets of labels agree: equal sets, and F1 over the single labels."""
    left = Counter(label for mine, _ in pairs for label in mine)
    right = Counter(label for _, theirs in pairs for label in theirs)
    both = Counter(label for mine, theirs in pairs for label in mine & theirs)
    classes = [_class(label, left[label], right[label], both[label]) for label in left | right]
    same = sum(mine == theirs for mine, theirs in pairs)
    return Agreement(
        what=what, asks=len(pairs), same=same, accuracy=_rounded(same / len(pairs)) if pairs else None,
        f1=_class("", left.total(), right.total(), both.total()).f1,
        classes=tuple(sorted(classes, key=lambda one: (one.f1 or 0.0, one.label))),
    )  # fmt: skip


def class_scores(pairs: Pairs) -> list[ClassScore]:
    """Precision, recall and F1 of every label that either side gave."""
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    both = Counter(a for a, b in pairs if a == b)
    return [_class(label, left[label], right[label], both[label]) for label in left | right]


def accuracy(pairs: Pairs) -> float | None:
    """The share of pairs that are equal; None for none."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def kappa(pairs: Pairs) -> float | None:
    """Cohen's κ: agreement beyond chance. None where chance alone agrees always (one label on both sides)."""
    if not pairs:
        return None
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[label] * right[label] for label in left) / len(pairs) ** 2
    seen = sum(a == b for a, b in pairs) / len(pairs)
    return None if chance == 1 else (seen - chance) / (1 - chance)


def interval(pairs: Pairs, measure: Callable[[Pairs], float | None]) -> Interval | None:
    """The middle 95% of the measure over samples drawn with replacement: the same each time."""
    if len(pairs) < LEAST:
        return None
    draw = random.Random(len(pairs))
    found = (measure(draw.choices(pairs, k=len(pairs))) for _ in range(SAMPLES))
    values = sorted(value for value in found if value is not None)
    if len(values) < SAMPLES // 2:
        return None
    cut = len(values) * 25 // 1000
    return Interval(low=round(values[cut], _DIGITS), high=round(values[-1 - cut], _DIGITS))


def _class(label: str, left: int, right: int, both: int) -> ClassScore:
    return ClassScore(
        label=label, left=left, right=right, both=both,
        precision=_rounded(both / left if left else None), recall=_rounded(both / right if right else None),
        f1=_rounded(2 * both / (left + right) if left + right else None),
    )  # fmt: skip


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _rounded(sum(known) / len(known)) if known else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
