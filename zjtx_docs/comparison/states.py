"""Which state the words of an answer speak for: a linear model over letters, pairs of letters and cues.

Bureaus say yes, in part and no in more ways than set phrases can hold. The weights in
``lexicons/reply_weights.csv`` are learned from examples of our own, asks with the deciding sentence of a reply and its
state
(``benchmarks/data/reply_examples.csv``), by ``benchmarks/reply_states.py``, which also says how often they are right.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from typing import NamedTuple, get_args

from zjtx_docs.comparison.records import ReplyStatus
from zjtx_docs.lexicon import columns

STATES: tuple[ReplyStatus, ...] = tuple(state for state in get_args(ReplyStatus) if state != "not_addressed")
# What all the words of a sentence count for together, and one cue.
WORDS, CUE = 1.5, 0.4
_DIGITS = re.compile(r"[\d.,]+")


class Weights(NamedTuple):
    """The model: for each letter or pair its rarity and what it speaks for, the same of each cue, and the rest."""

    grams: dict[str, tuple[float, tuple[float, ...]]]
    cues: dict[str, tuple[float, ...]]
    rest: tuple[float, ...]


def grams(text: str) -> Counter[str]:
    """The letters and pairs of letters of a folded text, every number as one 0."""
    plain = _DIGITS.sub("0", text)
    return Counter(plain[at : at + size] for size in (1, 2) for at in range(len(plain) - size + 1))


def shares(found: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    """What each known gram of a text counts for; together they have the length ``WORDS``."""
    raw = {gram: (1.0 + math.log(times)) * rarity[gram] for gram, times in found.items() if gram in rarity}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {gram: WORDS * value / length for gram, value in raw.items()}


@functools.cache
def weights() -> Weights:
    """The weights as they were learned."""
    known: dict[str, tuple[float, tuple[float, ...]]] = {}
    cues: dict[str, tuple[float, ...]] = {}
    rest: tuple[float, ...] = ()
    table = columns("reply_weights")
    values_of = zip(*(map(float, table[state]) for state in STATES), strict=True)
    for kind, name, rarity, values in zip(table["kind"], table["name"], table["rarity"], values_of, strict=True):
        if kind == "gram":
            known[name] = float(rarity), values
        elif kind == "cue":
            cues[name] = values
        else:
            rest = values
    return Weights(known, cues, rest)


@functools.cache
def _rarity() -> dict[str, float]:
    return {gram: rarity for gram, (rarity, _) in weights().grams.items()}


def scores(text: str, cues: dict[str, bool]) -> dict[ReplyStatus, float]:
    """How strongly a folded sentence with these cues speaks for each state."""
    model = weights()
    total = list(model.rest)
    for gram, share in shares(grams(text), _rarity()).items():
        for at, weight in enumerate(model.grams[gram][1]):
            total[at] += share * weight
    for name, there in cues.items():
        if there:
            for at, weight in enumerate(model.cues[name]):
                total[at] += CUE * weight
    return dict(zip(STATES, total, strict=True))


def most_likely(text: str, cues: dict[str, bool]) -> ReplyStatus:
    """The state that a folded sentence with these cues speaks for most."""
    told = scores(text, cues)
    return max(STATES, key=told.__getitem__)
