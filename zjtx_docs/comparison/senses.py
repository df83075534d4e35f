"""How near asks are in meaning to the units of the texts supplied, or to the sentences of a reply, by the encoder."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

from zjtx_docs.comparison.encoder import encode, model
from zjtx_docs.comparison.learned import learned, unit_length
from zjtx_docs.lexicon import rows

# From so many asks and units on, they tell themselves what is common; else sentences on all matters help.
ENOUGH, MANY_UNITS = 5, 20


class Near(NamedTuple):
    """How near an ask is to a unit in meaning.

    ``cosine``: in the directions learned; ``stands``: by how many deviations it stands out among all units, ``across``
    among all asks; ``lead``: before the nearest other ask. ``like``: how near the measures of like examples come to the
    unit, ``like_stands`` the same in deviations; ``apart``: by how much an example that nothing answered is nearer to
    the ask than any that something did.
    """

    cosine: float
    stands: float
    across: float = 0.0
    lead: float = 0.0
    like: float = 0.0
    like_stands: float = 0.0
    apart: float = 0.0


@functools.cache
def _general() -> tuple[str, ...]:
    """A sentence on each of some two dozen matters, spread over the thesaurus."""
    sentences = [row["sentence"] for row in rows("subject_names") if row["sentence"]]
    return tuple(sentences[:: max(1, len(sentences) // 24)])


class Senses:
    """How near asks are in meaning to the units of the texts supplied, given once as ``asks`` and ``units``.

    What all asks have in common and what all units have in common is taken out first: a unit that is near to every ask
    (定期开展服务活动) is the counterpart of none by that alone.
    """

    def __init__(self, asks: Sequence[str], units: Sequence[str]) -> None:
        asked = [*asks, *_general()] if len(asks) < ENOUGH else list(asks)
        held = [*units, *_general()] if len(units) < MANY_UNITS else list(units)
        encode([*asked, *held])
        self._taught = learned(model() or "use")
        self._middle_asks, self._middle_units = encode(asked).mean(axis=0), encode(held).mean(axis=0)
        self._asks, self._units = self._turned_asks(asked), self._turned_units(held)
        self._held = held
        self._places = {text: place for place, text in enumerate(held)}
        self._asked = {text: place for place, text in enumerate(asked)}
        self._like, self._apart = self._taught.like(encode(asked), encode(held))

    def _turned_asks(self, texts: Sequence[str]) -> Any:
        return unit_length(unit_length(encode(texts) - self._middle_asks) @ self._taught.turn_asks)

    def _turned_units(self, texts: Sequence[str]) -> Any:
        return unit_length(unit_length(encode(texts) - self._middle_units) @ self._taught.turn_units)

    def near(self, ask: str, units: Sequence[str]) -> list[Near]:
        """The nearness of one ask to each of these units, and how far each stands out among all units given first."""
        import numpy

        if not units:
            return []
        mine = self._turned_asks([ask])[0]
        number = self._asked.get(ask)
        among = self._units @ mine
        middle, spread = _level(among)
        places = [self._places.get(text) for text in units]
        known = None not in places
        held = self._units[places] if known else self._turned_units(units)
        line = held @ mine
        others = held @ self._asks.T
        across = (line - others.mean(axis=1)) / numpy.maximum(others.std(axis=1), 1e-6)
        if number is not None:
            others[:, number] = -1.0
        lead = line - others.max(axis=1)
        if number is None:
            everywhere, far = (each[0] for each in self._taught.like(encode([ask]), encode(self._held)))
        else:
            everywhere, far = self._like[number], self._apart[number]
        like = everywhere[places] if known else self._taught.like(encode([ask]), encode(units))[0][0]
        apart = float(far)
        usual, width = _level(everywhere)
        return [
            Near(
                round(float(line[at]), 4), round((float(line[at]) - middle) / spread, 3),
                round(float(across[at]), 3), round(float(lead[at]), 4),
                round(float(like[at]), 4), round((float(like[at]) - usual) / width, 3), round(apart, 4),
            )
            for at in range(len(units))
        ]  # fmt: skip


def _level(values: Any) -> tuple[float, float]:
    """The mean, and the deviation or one."""
    return float(values.mean()), float(values.std()) or 1.0
