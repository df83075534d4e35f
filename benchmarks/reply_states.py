"""Learns what the words of an answer speak for, and says how often that is right on sentences left out.

``data/reply_examples.csv`` holds asks, the deciding sentence of a reply and its state, in sets by different hands; each
set in turn is left out. ``--write`` writes ``zjtx_docs/lexicons/reply_weights.csv``.
Run: python benchmarks/reply_states.py
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from zjtx_docs.comparison.cues import Asked, cues_of
from zjtx_docs.comparison.states import CUE, STATES, grams, shares
from zjtx_docs.text import fold, squeeze

EXAMPLES = Path(__file__).parent / "data" / "reply_examples.csv"
WEIGHTS = Path(__file__).parents[1] / "zjtx_docs" / "lexicons" / "reply_weights.csv"
# The ridge, and in how many examples a gram must stand.
RIDGE, LEAST = 2.0, 2
# A district or county speaks: the city is above it.
_DISTRICT = re.compile(
    r"我[区县]|[区县](?:里|财政|科委|发展|政府|住房|教委|金融|人力|市场监管|国资|融资|属|经|交通|卫生|政务|税务|商务|司法|民政|级|内|教育|城市)"
)
_MONEY = re.compile(r"\d[\d.]*[万亿]?元|补贴|奖励|补助")


class Example(NamedTuple):
    """One sentence of a reply with the ask that it answers, both folded, and its state."""

    group: str
    ask: str
    reply: str
    state: str

    def cues(self) -> dict[str, bool]:
        """The cues beside the words."""
        asked = Asked(self.ask, bool(_MONEY.search(self.ask)))
        return cues_of(asked, self.reply, "district" if _DISTRICT.search(self.reply) else "prefectural")


class Model(NamedTuple):
    """Rarity of each gram, the names of the cues, and the weights: grams, then cues, then the rest."""

    rarity: dict[str, float]
    cues: tuple[str, ...]
    weights: Any


def read() -> list[Example]:
    """The examples; those that answer nothing teach no state."""
    with EXAMPLES.open(encoding="utf-8", newline="") as handle:
        found = [
            Example(row["group"], fold(squeeze(row["ask"])), fold(squeeze(row["reply"])), row["state"])
            for row in csv.DictReader(handle)
        ]
    return [example for example in found if example.state in STATES]


def learn(examples: Sequence[Example]) -> Model:
    """Ridge regression on the states; solved in the examples, which are fewer than the grams."""
    found = [grams(example.reply) for example in examples]
    held = Counter(gram for one in found for gram in one)
    rarity = {
        gram: round(math.log((1 + len(examples)) / (1 + times)) + 1.0, 4)
        for gram, times in sorted(held.items())
        if times >= LEAST
    }
    cues = tuple(examples[0].cues())
    table = _table(examples, rarity, cues)
    wanted = numpy.array([[1.0 if example.state == state else -1.0 for state in STATES] for example in examples])
    middle, level = table.mean(axis=0), wanted.mean(axis=0)
    centred = table - middle
    inner = centred @ centred.T + RIDGE * numpy.eye(len(examples))
    slopes = centred.T @ numpy.linalg.solve(inner, wanted - level)
    return Model(rarity, cues, numpy.vstack([slopes, level - middle @ slopes]))


def _table(examples: Sequence[Example], rarity: dict[str, float], cues: tuple[str, ...]) -> Any:
    places = {gram: at for at, gram in enumerate(rarity)}
    table = numpy.zeros((len(examples), len(rarity) + len(cues)))
    for row, example in enumerate(examples):
        for gram, share in shares(grams(example.reply), rarity).items():
            table[row, places[gram]] = share
        told = example.cues()
        table[row, len(rarity) :] = [CUE * told[name] for name in cues]
    return table


def judge(model: Model, examples: Sequence[Example]) -> list[str]:
    """The state of each example by the model."""
    told = _table(examples, model.rarity, model.cues) @ model.weights[:-1] + model.weights[-1]
    return [STATES[at] for at in told.argmax(axis=1)]


def write(model: Model) -> None:
    """Writes the weights, three decimals each."""
    names = [("gram", gram, rarity) for gram, rarity in model.rarity.items()]
    names += [("cue", name, "") for name in model.cues] + [("rest", "", "")]
    with WEIGHTS.open("w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(["kind", "name", "rarity", *STATES])
        for (kind, name, rarity), row in zip(names, model.weights, strict=True):
            out.writerow([kind, name, rarity, *(f"{value:.3f}" for value in row)])


def main() -> None:
    examples = read()
    wrong: Counter[tuple[str, str]] = Counter()
    for group in sorted({example.group for example in examples}):
        kept = [example for example in examples if example.group == group]
        said = judge(learn([example for example in examples if example.group != group]), kept)
        right = sum(state == example.state for state, example in zip(said, kept, strict=True))
        wrong.update((e.state, state) for state, e in zip(said, kept, strict=True) if state != e.state)
        print(f"set {group} left out: {right} of {len(kept)} = {right / len(kept):.3f}")
    total = len(examples) - sum(wrong.values())
    print(f"all: {total} of {len(examples)} = {total / len(examples):.3f}")
    for (state, said), times in wrong.most_common(6):
        print(f"  {state} read as {said}: {times}")
    if "--write" in sys.argv:
        write(learn(examples))


if __name__ == "__main__":
    main()
