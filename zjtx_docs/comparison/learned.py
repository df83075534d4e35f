"""What the encoder's vectors are taught from examples of our own: which directions tell asks and measures apart.

``learned_<model>.npz`` is made by ``benchmarks/directions.py`` from ``benchmarks/data/ask_examples.jsonl``: measures,
each with asks on its matter and with asks on a neighbouring one. It holds a turn for asks and one for measures, so
that an ask in everyday words comes near its measure, and the examples themselves, shortened to a basis, as a memory of
how people speak of which matter.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any, NamedTuple

from zjtx_docs.comparison.encoder import Model

# How sharply the nearest examples are preferred.
SHARP = 15.0
# The examples are kept as bytes, this much to one.
BYTE = 381.0


class Learned(NamedTuple):
    """Arrays: the turns of asks and units, the middle of either, the basis of the examples, the measures of the
    examples, their asks (those of measure n from ``starts[n]`` on), and the asks that none of the measures answers."""

    turn_asks: Any
    turn_units: Any
    middle_asks: Any
    middle_units: Any
    basis: Any
    measures: Any
    asks: Any
    starts: Any
    unanswered: Any

    def like(self, asks: Any, units: Any) -> tuple[Any, Any]:
        """For each ask and unit how near the measures that such asks are on come to the unit; and for each ask by how
        much an example that nothing answered is nearer to it than any other."""
        import numpy

        mine, theirs = self._short(asks - self.middle_asks), self._short(units - self.middle_units)
        near = numpy.maximum.reduceat(mine @ self.asks.T, self.starts, axis=1)
        share = numpy.exp(SHARP * near)
        share /= share.sum(axis=1, keepdims=True)
        return share @ (theirs @ self.measures.T).T, (mine @ self.unanswered.T).max(axis=1) - near.max(axis=1)

    def _short(self, vectors: Any) -> Any:
        return unit_length(unit_length(vectors) @ self.basis)


@functools.cache
def learned(model: Model) -> Learned:
    """What was learned for one model; read once in a process."""
    import numpy

    with (files("zjtx_docs") / "comparison" / f"learned_{model}.npz").open("rb") as handle, numpy.load(handle) as held:
        arrays = {name: held[name] for name in Learned._fields}
    made = {
        name: array.astype(numpy.float32) / (BYTE if array.dtype == numpy.int8 else 1.0)
        for name, array in arrays.items()
        if name != "starts"
    }
    return Learned(**made, starts=arrays["starts"])


def unit_length(vectors: Any) -> Any:
    """The rows, each of length one."""
    import numpy

    return vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
