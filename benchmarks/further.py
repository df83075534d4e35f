"""Learns which wording asks for more than stands where no field tells, and says how often that is right.

``data/ask_examples.jsonl`` and ``data/further_examples.jsonl`` hold measures, each with asks that it meets (d) and asks
that go further (e), in sets by different hands; each set in turn is left out. In the second no figure tells. Only asks
of which the fields tell nothing further are learned from, as only those are judged. ``--write`` writes
``zjtx_docs/lexicons/further_weights.csv``.
Run: python benchmarks/further.py
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from zjtx_docs.comparison.align import rank
from zjtx_docs.comparison.further import BAR, CUE, LESS, shares, tokens
from zjtx_docs.comparison.how import fields_how
from zjtx_docs.comparison.similarity import Weights
from zjtx_docs.comparison.units import ask_units, counterpart_units
from zjtx_docs.pipeline import parse_text
from zjtx_docs.text import fold, squeeze

DATA = Path(__file__).parent / "data"
EXAMPLES = (DATA / "ask_examples.jsonl", DATA / "further_examples.jsonl")
WEIGHTS = Path(__file__).parents[1] / "zjtx_docs" / "lexicons" / "further_weights.csv"
# The ridge, in how many examples a gram must stand, and what an ask of a whole proposal counts for.
RIDGE, LEAST, WHOLE = 2.0, 4, 3.0


class Example(NamedTuple):
    """An ask beside its measure, both folded: whether it goes further, and what the fields tell of less."""

    group: str
    ask: str
    measure: str
    further: bool
    less: tuple[str, ...]

    @property
    def weight(self) -> float:
        return WHOLE if self.group.startswith("case") else 1.0


def read() -> list[Example]:
    """The examples of which the fields tell nothing further."""
    found = []
    for line in (line for file in EXAMPLES for line in file.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        policy = parse_text(f"示例市若干措施\n\n第一条　{row['m'].rstrip('。')}。", "policy")[0]
        units = counterpart_units(policy)
        for further, said in ((False, row["d"]), (True, [text for _, text in row["e"]])):
            for text in said:
                example = _example(row["group"], text, units, further)
                if example:
                    found.append(example)
    return found


def _example(group: str, text: str, units: list[Any], further: bool) -> Example | None:
    proposal = parse_text(f"关于有关工作的建议\n\n　　建议：\n1.{text.rstrip('。')}。", "proposal")[0]
    asked = ask_units(proposal)
    if not asked or not units:
        return None
    ask = max(asked, key=lambda unit: len(unit.quote))
    best = max((rank(ask, [unit], Weights([unit.profile]))[0] for unit in units), key=lambda found: found.score)
    told = fields_how(ask, best)
    if any(item not in LESS for item in told):
        return None
    return Example(group, fold(squeeze(ask.quote)), fold(squeeze(best.unit.quote)), further, tuple(told))


class Model(NamedTuple):
    """Rarity of each gram by kind, and the weights: grams, then ``LESS``, then the rest."""

    rarity: dict[str, dict[str, float]]
    weights: Any


def learn(examples: Sequence[Example]) -> Model:
    """Ridge regression; solved in the examples, which are fewer than the grams."""
    held: dict[str, Counter[str]] = {"said": Counter(), "new": Counter()}
    for example in examples:
        for kind, found in zip(held, tokens(example.ask, example.measure), strict=True):
            held[kind].update(found)
    rarity = {
        kind: {
            gram: round(math.log((1 + len(examples)) / (1 + times)) + 1.0, 3)
            for gram, times in sorted(table.items())
            if times >= LEAST
        }
        for kind, table in held.items()
    }
    table = _table(examples, rarity)
    wanted = numpy.array([1.0 if example.further else -1.0 for example in examples])
    share = numpy.array([example.weight for example in examples])
    middle, level = (table * share[:, None]).sum(axis=0) / share.sum(), (wanted * share).sum() / share.sum()
    centred = (table - middle) * numpy.sqrt(share)[:, None]
    inner = centred @ centred.T + RIDGE * numpy.eye(len(examples))
    slopes = centred.T @ numpy.linalg.solve(inner, (wanted - level) * numpy.sqrt(share))
    return Model(rarity, numpy.append(slopes, level - middle @ slopes))


def _table(examples: Sequence[Example], rarity: dict[str, dict[str, float]]) -> Any:
    places = {key: at for at, key in enumerate((kind, gram) for kind, known in rarity.items() for gram in known)}
    table = numpy.zeros((len(examples), len(places) + len(LESS)), dtype=numpy.float32)
    for row, example in enumerate(examples):
        for kind, found in zip(rarity, tokens(example.ask, example.measure), strict=True):
            for gram, share in shares(found, rarity[kind]).items():
                table[row, places[kind, gram]] = share
        table[row, len(places) :] = [CUE * (item in example.less) for item in LESS]
    return table


def judge(model: Model, examples: Sequence[Example]) -> list[bool]:
    """Whether each example goes further by the model."""
    told = _table(examples, model.rarity) @ model.weights[:-1] + model.weights[-1]
    return [bool(value > BAR) for value in told]


def write(model: Model) -> None:
    """Writes the weights, two decimals each; what weighs nothing stays, since it counts in the length."""
    names = [(kind, gram, rarity) for kind, known in model.rarity.items() for gram, rarity in known.items()]
    rest = [("less", name, "") for name in LESS] + [("rest", "", "")]
    with WEIGHTS.open("w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(["kind", "name", "rarity", "weight"])
        for (kind, name, rarity), value in zip([*names, *rest], model.weights, strict=True):
            out.writerow([kind, name, rarity, f"{value:.3f}"])


def main() -> None:
    examples = read()
    right: Counter[tuple[str, bool]] = Counter()
    groups = sorted({example.group for example in examples})
    folds = [groups[start::6] for start in range(6)]
    for fold_of in folds:
        kept = [example for example in examples if example.group in fold_of]
        said = judge(learn([example for example in examples if example.group not in fold_of]), kept)
        for told, example in zip(said, kept, strict=True):
            kind = "whole proposals" if example.group.startswith("case") else "written pairs"
            right[kind, told == example.further] += 1
            right[f"{kind}, further" if example.further else f"{kind}, no more", told == example.further] += 1
    for kind in sorted({kind for kind, _ in right}):
        print(f"{kind}: {right[kind, True]} of {right[kind, True] + right[kind, False]} right, sets left out by sixths")
    if "--write" in sys.argv:
        write(learn(examples))


if __name__ == "__main__":
    main()
