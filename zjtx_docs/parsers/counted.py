"""What a count means (30家, 5次, 100平方米): a target aimed at, a threshold to reach, a statistic, or nothing.

Policies require counts before 的，给予… (吸纳就业10人以上的) and aim at them behind a verb (培育30家, 每年遴选不超过20个).
"""

from __future__ import annotations

import re

from zjtx_docs.model import Stance
from zjtx_docs.parsers.figure_context import (
    BOUNDS,
    CONDITION,
    Figure,
    FigureRole,
    is_aim,
    is_condition,
    is_reported,
    last_of,
)
from zjtx_docs.parsers.sentences import Sentence

_EACH = re.compile(r"[每第前同单任近]$|连续$|每(?![年月季])[^,。;、\d]{1,7}$")
# What is counted once, in turn or by rank is no aim.
_NO_AIM_UNITS = frozenset("小时 分钟 个工作日 工作日 次 倍 位 届 期 天 周岁 岁 款 例 对 双 点".split())


def role_of_count(sentence: Sentence, figure: Figure, stance: Stance | None) -> FigureRole | None:
    """The role of a quantity of kind count, None where the sentence makes nothing of it."""
    chars, quantity = sentence.chars, figure.quantity
    if _EACH.search(chars[max(sentence.a, quantity.start - 9) : quantity.start]):
        return None
    bound = last_of(figure.left, BOUNDS)
    near = bound is not None and quantity.start - bound.end <= 3
    if quantity.unit in ("个工作日", "工作日", "天") and "公示" in sentence.text:
        return None  # 公示不少于5个工作日: a step of the procedure
    after = CONDITION.match(chars, quantity.end)
    if is_condition(sentence, figure):
        return "threshold" if near or after else None
    if is_reported(sentence, figure, stance):
        return None if quantity.unit in _NO_AIM_UNITS else "statistic"
    arabic = chars[quantity.start].isdecimal()
    if quantity.unit == "条" and not arabic:
        return None  # 人才十一条: the number of a policy's articles
    if near and bound is not None and bound.value.kind == "cap":
        yearly = any(hit.value.value == "per_year" and hit.end <= bound.start for hit in figure.left)
        aimed = any(hit.value.kind == "aim" and hit.end <= bound.start for hit in figure.left)
        return "target" if yearly and aimed else "threshold"
    aim = any(hit.value.kind in ("aim", "weak", "future") and hit.end <= quantity.start for hit in sentence.cues)
    if quantity.unit in _NO_AIM_UNITS and not near:
        return None
    if near or after or aim:
        small = quantity.value < 2 and not arabic
        if small or (not arabic and quantity.value < 10 and not (near or after or is_aim(sentence, figure, stance))):
            return None
        if quantity.unit in ("周岁", "岁", "公里", "平方米") and (near or after):
            return "threshold"
        return "target" if aim or stance == "asked" or is_aim(sentence, figure, stance) else "threshold"
    return None
