"""Teaches the encoder's vectors from examples of our own and writes ``zjtx_docs/comparison/learned_<model>.npz``.

``data/ask_examples.jsonl`` holds measures, each with asks on its matter and asks on a neighbouring one. Learned are two
turns of the vectors, one for asks and one for measures, that bring each ask to its own measure among all (softmax over
the cosines, held near to no turn at all); kept are the examples, on a basis of ``KEPT`` directions. Examples out of
whole proposals (group "case…") are left out: on those the rest is measured. Without ``--write`` a fifth of the sets is
left out and told how often an ask finds its measure among those of its policy.
Run: python benchmarks/directions.py [e5|use] [--write]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from zjtx_docs.comparison import encoder
from zjtx_docs.comparison.encoder import Model, encode
from zjtx_docs.comparison.learned import BYTE, unit_length

EXAMPLES = Path(__file__).parent / "data" / "ask_examples.jsonl"
TARGET = Path(__file__).parents[1] / "zjtx_docs" / "comparison"
KEPT = 128
# The sharpness of the softmax, how strongly the turns are held back, and the steps of the descent.
SHARP, HELD, STEPS, RATE, BATCH = 20.0, 0.04, 600, 2e-3, 512


class Examples(NamedTuple):
    """Texts by measure: ``asks[n]`` are on the matter of ``measures[n]``, ``unanswered`` on none of its policy."""

    policies: list[tuple[str, int]]
    measures: list[str]
    asks: list[list[str]]
    unanswered: list[list[str]]


def read() -> Examples:
    """The examples written as pairs."""
    rows = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if not row["group"].startswith("case")]
    return Examples(
        [(row["group"], row["policy"]) for row in rows],
        [row["m"] for row in rows],
        [[*row["d"], *(text for _, text in row["e"])] for row in rows],
        [row["l"] for row in rows],
    )


def turns(asks: Any, owner: Any, measures: Any) -> tuple[Any, Any]:
    """The two turns: gradient descent (Adam) from no turn, the rate falling as a cosine."""
    size = asks.shape[1]
    weights = [numpy.eye(size, dtype=numpy.float32), numpy.eye(size, dtype=numpy.float32)]
    first, second = ([numpy.zeros_like(w) for w in weights] for _ in range(2))
    chance = numpy.random.default_rng(0)
    for step in range(STEPS):
        at = chance.choice(len(asks), min(BATCH, len(asks)), replace=False)
        slopes = _slopes(asks[at], owner[at], measures, weights)
        rate = RATE * 0.5 * (1 + numpy.cos(numpy.pi * step / STEPS))
        for n, slope in enumerate(slopes):
            first[n] = 0.9 * first[n] + 0.1 * slope
            second[n] = 0.999 * second[n] + 0.001 * slope**2
            high = first[n] / (1 - 0.9 ** (step + 1))
            wide = second[n] / (1 - 0.999 ** (step + 1))
            weights[n] = weights[n] - rate * high / (numpy.sqrt(wide) + 1e-8)
    return weights[0], weights[1]


def _slopes(asks: Any, owner: Any, measures: Any, weights: list[Any]) -> list[Any]:
    sides = [(vectors, vectors @ w) for vectors, w in zip((asks, measures), weights, strict=True)]
    mine, theirs = (unit_length(turned) for _, turned in sides)
    odds = SHARP * mine @ theirs.T
    odds -= odds.max(axis=1, keepdims=True)
    share = numpy.exp(odds)
    share /= share.sum(axis=1, keepdims=True)
    share[numpy.arange(len(asks)), owner] -= 1.0
    share *= SHARP / len(asks)
    made = []
    for (vectors, turned), own, pull, w in zip(
        sides, (mine, theirs), (share @ theirs, share.T @ mine), weights, strict=True
    ):
        flat = pull - own * (own * pull).sum(axis=1, keepdims=True)
        flat /= numpy.linalg.norm(turned, axis=1, keepdims=True)
        made.append(vectors.T @ flat + 2 * HELD * (w - numpy.eye(len(w), dtype=numpy.float32)))
    return made


def teach(examples: Examples) -> dict[str, Any]:
    """What ``Learned`` holds, as arrays."""
    flat = [text for texts in examples.asks for text in texts]
    owner = numpy.repeat(numpy.arange(len(examples.asks)), [len(texts) for texts in examples.asks])
    asks, measures = encode(flat), encode(examples.measures)
    middle_asks, middle_units = asks.mean(axis=0), measures.mean(axis=0)
    mine, theirs = unit_length(asks - middle_asks), unit_length(measures - middle_units)
    turn_asks, turn_units = turns(mine, owner, theirs)
    basis = numpy.linalg.svd(numpy.vstack([theirs, mine]), full_matrices=False)[2][:KEPT].T
    spare = unit_length(encode([text for texts in examples.unanswered for text in texts]) - middle_asks)
    return {
        "turn_asks": turn_asks, "turn_units": turn_units, "middle_asks": middle_asks, "middle_units": middle_units,
        "basis": basis, "starts": numpy.searchsorted(owner, numpy.arange(len(examples.measures))),
        "measures": unit_length(theirs @ basis), "asks": unit_length(mine @ basis),
        "unanswered": unit_length(spare @ basis),
    }  # fmt: skip


def write(model: Model, arrays: dict[str, Any]) -> None:
    """Writes the arrays: examples as bytes, the rest in half precision."""
    small = {}
    for name, array in arrays.items():
        if name in ("measures", "asks", "unanswered"):
            small[name] = numpy.clip(numpy.round(array * BYTE), -127, 127).astype(numpy.int8)
        else:
            small[name] = array.astype(numpy.int32 if name == "starts" else numpy.float16)
    numpy.savez_compressed(TARGET / f"learned_{model}.npz", **small)


def part(examples: Examples, kept: list[int]) -> Examples:
    return Examples(*([each[n] for n in kept] for each in examples))


def left_out(examples: Examples) -> None:
    """Prints how often an ask finds its measure in its policy, before and after, on a fifth of the sets left out."""
    sets = sorted({policy[0] for policy in examples.policies})[::5]
    inside = [n for n, (name, _) in enumerate(examples.policies) if name in sets]
    taught = teach(part(examples, [n for n in range(len(examples.policies)) if n not in set(inside)]))
    found = [0, 0, 0]
    for policy in sorted({examples.policies[n] for n in inside}):
        rows = [n for n in inside if examples.policies[n] == policy]
        flat = [(n, text) for n in rows for text in examples.asks[n]]
        mine = unit_length(encode([text for _, text in flat]) - taught["middle_asks"])
        theirs = unit_length(encode([examples.measures[n] for n in rows]) - taught["middle_units"])
        plain = (mine @ theirs.T).argmax(axis=1)
        turned = (unit_length(mine @ taught["turn_asks"]) @ unit_length(theirs @ taught["turn_units"]).T).argmax(axis=1)
        for (n, _), before, after in zip(flat, plain, turned, strict=True):
            found[0] += rows[before] == n
            found[1] += rows[after] == n
            found[2] += 1
    print(f"{len(sets)} sets left out: {found[0]} of {found[2]} asks find their measure untaught, {found[1]} taught")


def main() -> None:
    chosen: Model = "use" if "use" in sys.argv else "e5"
    encoder.choose(chosen)
    examples = read()
    if "--write" in sys.argv:
        write(chosen, teach(examples))
    else:
        left_out(examples)


if __name__ == "__main__":
    main()
