"""Whether an ask goes further by other means than a figure, a group or a body: a linear model over its wording.

Asks for a calculator beside a talk, a list at the door beside a register, a visit each month beside a hotline go
further, though no field tells. What speaks for it are the letters and pairs of letters of the ask, and apart from them
those that the measure does not have. The weights in ``lexicons/further_weights.csv`` are learned from examples of our
own (``benchmarks/data/ask_examples.jsonl``) by ``benchmarks/further.py``, on those alone where the fields tell nothing
further.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from zjtx_docs.comparison.records import How
from zjtx_docs.comparison.states import grams
from zjtx_docs.lexicon import columns

# What a field that tells of less counts for.
CUE = 0.4
# From here on the wording is taken to ask for more (asks in everyday words that ask for no more come near).
BAR = 0.25
# What the fields may have told that is no more than stands.
LESS: tuple[How, ...] = ("lower_amount", "narrower_beneficiary", "implementation")


class Weights(NamedTuple):
    """Rarity and weight of each gram of the ask ("said") and of each that the measure lacks ("new"), the weight of
    each of ``LESS``, and the rest."""

    rarity: dict[str, dict[str, float]]
    weight: dict[str, dict[str, float]]
    less: dict[str, float]
    rest: float


def tokens(text: str, theirs: str) -> tuple[set[str], set[str]]:
    """The grams of a folded ask, and those of them that the folded measure does not have."""
    said = set(grams(text))
    return said, said - set(grams(theirs))


def shares(found: Iterable[str], rarity: dict[str, float]) -> dict[str, float]:
    """What each known gram counts for; together they have length one."""
    known = {gram: rarity[gram] for gram in found if gram in rarity}
    length = math.sqrt(sum(value * value for value in known.values())) or 1.0
    return {gram: value / length for gram, value in known.items()}


@functools.cache
def weights() -> Weights:
    """The weights as they were learned."""
    rarity: dict[str, dict[str, float]] = {"said": {}, "new": {}}
    weight: dict[str, dict[str, float]] = {"said": {}, "new": {}, "less": {}, "rest": {}}
    for kind, name, rare, worth in zip(*columns("further_weights").values(), strict=True):
        weight[kind][name] = float(worth)
        if rare:
            rarity[kind][name] = float(rare)
    return Weights(rarity, weight, weight["less"], weight["rest"][""])


def goes_further(text: str, theirs: str, found: Iterable[How]) -> bool:
    """Whether a folded ask, of which the fields tell nothing further, goes beyond the folded measure all the same."""
    model = weights()
    total = model.rest + CUE * sum(model.less.get(item, 0.0) for item in found)
    for kind, grams_found in zip(model.rarity, tokens(text, theirs), strict=True):
        total += sum(
            share * model.weight[kind][gram] for gram, share in shares(grams_found, model.rarity[kind]).items()
        )
    return total > BAR


_GROUP = re.compile(r"也|同样|一样|一视同仁|照样|不光|不只|别光|别只|放宽|扩大")
_OFTEN = re.compile(r"每[年季月周天]|每个(?:月|季度|星期)|一[年月周]")
_PLACE = re.compile(r"平台|系统|小程序|地图|二维码|扫码|网上|手机上|计算器|数据库")
_BODY = re.compile(r"专班|专员|协会|联盟|委员会|小组|队伍?|中心|站(?!长)|专人")


def means_named(text: str) -> How:
    """What kind of means a folded ask names first: a place on the net, a body, a group, a pace, else a new means."""
    for pattern, how in ((_GROUP, "wider_beneficiary"), (_PLACE, "adds_platform"), (_BODY, "adds_organisation")):
        if pattern.search(text):
            return how
    return "adds_quota_or_target" if _OFTEN.search(text) and re.search(r"\d|次", text) else "new_instrument"
