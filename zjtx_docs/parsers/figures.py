"""What a number means: money given, a threshold to reach, a target aimed at, a statistic reported, or none of them.

Chinese policies write ``[who and under what condition]的，给予[how much]``: a number that a metric governs (营业收入达到
2000万元) is required, a number that a giving verb or noun governs (给予2000万元, 2000万元的奖励) is given. The cue nearest to
the number decides; the members of a list (分别奖励5万元、10万元) share the role of the first.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from zjtx_docs.amounts import Quantity
from zjtx_docs.lexicon import Hit
from zjtx_docs.model import Stance
from zjtx_docs.parsers.sentences import Cue, Sentence

FigureRole = Literal["money", "threshold", "target", "statistic"]

_GIVING = frozenset({"give", "verb", "weak", "standard", "fundpool"})
_NAMING = frozenset({"give", "weak"})
_REQUIRED = frozenset({"metric", "ratio"})
_BOUNDS = frozenset({"reach", "cap", "floor"})

_CHAIN = re.compile(r"(?:[、,/]|和|及|或|与|以及)(?:每家|每个|每人|最高)?")
_STEPS = re.compile(
    r"(?:[、,]|和|及)?(?:第[一二三四五]年|次年|首年|其次|省级|市级|区级|县级)?(?:给予|奖励|补助|补贴|奖补)?(?:最高)?"
)
_CONDITION = re.compile(r"(?:\(?含(?:本数)?\)?|及)?(?:以上|以下|之上)|部分|\(含\)|至[^,]{0,8}之间")
_OF_GROUP = re.compile(r"的?(?:[^,。]{0,12}?)(?:企业|项目|单位|机构|平台|园区|主体|人员|公司|商户|楼宇)")
_BY = re.compile(r"按照?|依照|参照|根据|以(?![上下内外及来后前为])")
_STANDARD = re.compile(r"[^,。]{0,24}?(?:标准|比例|额度)")
_EACH = re.compile(r"[每第前同单任近]$|连续$")
_DEADLINE = re.compile(r"到20\d\d年|20\d\d年底?前?[,达]|[“\"]?十[三四五六]五[”\"]?(?:期?末|期间)|年底前?")
_SHARE_OUT = re.compile(
    r"比例(?:拨付|兑付|兑现|支付)|(?<!部)分(?:期|[两二三四\d]次|[两二三四\d]年|批|年度|阶段|别?按)|首期|尾款|余款|剩余|拨付比例|先行?拨付|验收"
)
_SERIES = re.compile(r"[、,](?!且)[^,。;、\d]{1,12}")
_YEAR_OPENING = re.compile(r"(?:截[至止])?20\d\d年(?:度|末|底|上半年)?,?")
_UNIT_AFTER = re.compile(
    r"(?:及?以上|以内|以下|左右)?(?:[/每·.]\(?(?:平方米|平米|[人月年天日家个台辆吨亩件户床间次]))*"
)
_LATER_GIVING = frozenset({"give", "verb", "weak"})


class Figure(NamedTuple):
    """A quantity with its role and the cues that stand around it, nearest last in ``left`` and first in ``right``.

    ``head`` is the number (in the sentence's list of figures) of the list's first member, itself where it stands alone;
    ``tail`` is where the list's last member ends.
    """

    quantity: Quantity
    role: FigureRole | None
    clause: int
    left: tuple[Hit[Cue], ...]
    right: tuple[Hit[Cue], ...]
    head: int
    tail: int


def find_figures(sentence: Sentence, stance: Stance) -> list[Figure]:
    """The quantities of one sentence with their roles."""
    figures: list[Figure] = []
    chars = sentence.chars
    quantities = sentence.quantities
    for number, quantity in enumerate(quantities):
        clause = sentence.clause_of(quantity.start)
        a, b = sentence.clauses[clause]
        before = figures[-1] if figures else None
        if before and _chained(before.quantity, quantity, chars):
            right = _cues(sentence, quantity.end, b)
            figures.append(Figure(quantity, before.role, clause, before.left, right, before.head, quantity.end))
            continue
        left_from = a
        for other in reversed(figures):
            if other.role is not None or other.quantity.kind != "count":
                unit = _UNIT_AFTER.match(chars, other.quantity.end)
                left_from = max(a, unit.end() if unit else other.quantity.end)
                break
        right_to = b
        if number + 1 < len(quantities):
            right_to = min(b, quantities[number + 1].start)
        left = _cues(sentence, left_from, quantity.start)
        right = _cues(sentence, quantity.end, right_to)
        figure = Figure(quantity, None, clause, left, right, number, quantity.end)
        figures.append(figure._replace(role=_role(sentence, figure, figures, stance)))
    return _spread(figures)


def _spread(figures: list[Figure]) -> list[Figure]:
    """Give a list's members what only its last member shows: the naming words after it (20万元、50万元的奖励)."""
    last: dict[int, Figure] = {figure.head: figure for figure in figures}
    return [
        figure._replace(role=figures[figure.head].role, right=last[figure.head].right, tail=last[figure.head].tail)
        for figure in figures
    ]


def _chained(before: Quantity, quantity: Quantity, chars: str) -> bool:
    if before.kind != quantity.kind or before.unit != quantity.unit or quantity.start - before.end > 6:
        return False
    return bool(_CHAIN.fullmatch(chars, before.end, quantity.start))


def _cues(sentence: Sentence, a: int, b: int) -> tuple[Hit[Cue], ...]:
    return tuple(hit for hit in sentence.cues if hit.start >= a and hit.end <= b)


def _last(cues: tuple[Hit[Cue], ...], kinds: frozenset[str]) -> Hit[Cue] | None:
    return next((hit for hit in reversed(cues) if hit.value.kind in kinds), None)


def _first(cues: tuple[Hit[Cue], ...], kinds: frozenset[str]) -> Hit[Cue] | None:
    return next((hit for hit in cues if hit.value.kind in kinds), None)


def _role(sentence: Sentence, figure: Figure, before: list[Figure], stance: Stance) -> FigureRole | None:
    """The role of a number that opens a list or stands alone."""
    kind = figure.quantity.kind
    if any(hit.value.kind in ("penalty", "example") and hit.start < figure.quantity.start for hit in sentence.cues):
        return None
    if _is_aimed_at(sentence, figure, before) or _is_share_of_fund(figure):
        return "target"
    if kind == "count":
        role = _role_of_count(sentence, figure, stance)
    elif kind == "rate" and _is_share_out(sentence, figure):
        return None
    else:
        given = _given(sentence, figure, before)
        role = "money" if given else "threshold" if given is False else None
    if role == "money":
        return "statistic" if _is_reported(sentence, figure, stance) else "money"
    if role in ("threshold", None) and kind != "count":
        if _is_reported(sentence, figure, stance):
            return "statistic" if kind == "sum" or figure.left or figure.right else None
        if _is_aim(sentence, figure, stance) and (role == "threshold" or figure.left):
            return "target"
    return role


def _is_aimed_at(sentence: Sentence, figure: Figure, before: list[Figure]) -> bool:
    """稳定在520万亩以上, 压缩至30小时以内: a state to reach, unless it is support that is raised to a sum."""
    near = [hit for hit in figure.left if hit.value.kind == "to" and figure.quantity.start - hit.end <= 2]
    if not near or any(other.role == "money" for other in before) or _is_condition(sentence, figure):
        return False
    return not any(
        hit.value.kind in ("give", "standard", "weak") for hit in sentence.cues if hit.end <= figure.quantity.start
    )


def _is_share_of_fund(figure: Figure) -> bool:
    """基金…投资X不低于30%: how much of a fund must go somewhere is an aim, nothing given."""
    if figure.quantity.kind != "rate" or any(hit.value.kind in _NAMING for hit in figure.right):
        return False
    last = [hit.value for hit in figure.left if hit.value.kind in ("give", "floor", "verb")]
    return (
        any(cue.kind == "floor" for cue in last)
        and any(cue.value in ("fund", "equity") for cue in last)
        and last[-1].kind == "floor"
    )


def _given(sentence: Sentence, figure: Figure, before: list[Figure]) -> bool | None:
    """True for money given, False for a threshold, None where nothing near says either."""
    chars, quantity = sentence.chars, figure.quantity
    rate = quantity.kind == "rate"
    give, metric = _last(figure.left, _GIVING), _last(figure.left, _REQUIRED)
    reach = _last(figure.left, _BOUNDS)
    b = sentence.clauses[figure.clause][1]
    tail = chars[quantity.end : b]
    named = _first(figure.right, _GIVING)
    between = chars[quantity.end : named.start] if named else ""
    if named is not None and named.value.value == "fund" and len(between) <= 30 and "," not in between:
        return True
    condition = _CONDITION.match(tail)
    required = metric is not None and (give is None or metric.start >= give.end)
    if required and metric is not None and not rate and _BY.search(chars, metric.end, quantity.start):
        required = False
    close_naming = named is not None and len(between) <= 16 and not _OF_GROUP.match(between)
    if condition and not (give and not required) and not (close_naming and len(between) - condition.end() <= 1):
        return False
    if required and metric is not None:
        governed = metric.value.kind == "ratio" or (reach is not None and reach.start >= metric.end)
        limited = reach is not None and any(h.value.kind == "metric" and h.end <= reach.start for h in figure.left)
        if rate and limited and not close_naming and not give:
            return False
        if rate and not governed:
            return True if close_naming or give or _by_frame(sentence, figure) else _carried(figure, before, sentence)
        if (
            rate
            and close_naming
            and len(between) <= 4
            and _BY.search(chars, sentence.clauses[figure.clause][0], metric.start)
        ):
            return True
        return False
    if give is not None:
        return not (_OF_GROUP.match(tail) and give.value.kind == "weak" and condition)
    if close_naming and not (
        reach is not None and reach.value.kind == "reach" and "的" in between[:1] and _OF_GROUP.match(tail)
    ):
        return True
    if _by_frame(sentence, figure):
        return True
    if _carried(figure, before, sentence):
        return True
    if reach is not None and quantity.start - reach.end <= 4:
        return False
    return None


def _by_frame(sentence: Sentence, figure: Figure) -> bool:
    """按…X的标准 / 按…的X%，给予…: the giving verb opens the next clause."""
    chars, quantity = sentence.chars, figure.quantity
    a, b = sentence.clauses[figure.clause]
    if not _BY.search(chars, a, quantity.start):
        return False
    if _STANDARD.match(chars, quantity.end, b):
        return True
    if figure.clause + 1 < len(sentence.clauses):
        a2, b2 = sentence.clauses[figure.clause + 1]
        return any(hit.value.kind in _LATER_GIVING and hit.start - a2 <= 6 and hit.end <= b2 for hit in sentence.cues)
    return False


def _carried(figure: Figure, before: list[Figure], sentence: Sentence) -> bool:
    """A ceiling or a further step after support was promised: …给予奖补，最高3000万元；第二年20万元."""
    earlier = any(other.role == "money" for other in before)
    if earlier and before[-1].role == "money" and before[-1].quantity.kind == figure.quantity.kind:
        unit = _UNIT_AFTER.match(sentence.chars, before[-1].quantity.end)
        at = unit.end() if unit else before[-1].quantity.end
        plain = not any(hit.value.kind in ("metric", "ratio", "reach") for hit in figure.left)
        if plain and _SERIES.fullmatch(sentence.chars, at, figure.quantity.start):
            return True
    giving = any(hit.value.kind == "give" and hit.end <= figure.quantity.start for hit in sentence.cues)
    bound = _last(figure.left, frozenset({"cap", "floor"})) or _first(figure.right, frozenset({"cap"}))
    if bound is not None:
        counted = _last(figure.left, frozenset({"per", "period"}))
        return earlier or giving or counted is not None
    return earlier and _last(figure.left, frozenset({"period", "per", "verb"})) is not None


def _is_share_out(sentence: Sentence, figure: Figure) -> bool:
    """Instalments of a sum already given (分两年按60%、40%拨付): no support of their own."""
    a, b = sentence.clauses[figure.clause]
    if figure.quantity.ratio and re.search(r"承担|负担|分担|出资|共担|比例(?:配套)?$", sentence.chars[a:b]):
        return True
    return bool(_SHARE_OUT.search(sentence.chars, a, b)) and not any(hit.value.kind == "ratio" for hit in figure.left)


def _is_reported(sentence: Sentence, figure: Figure, stance: Stance) -> bool:
    if stance == "cited":
        return False
    past = [hit for hit in sentence.cues if hit.value.kind == "past" and hit.start < figure.quantity.start]
    if stance == "reported":
        return bool(past) or not _is_future(sentence, figure)
    opening = not sentence.block.path and _YEAR_OPENING.match(sentence.text) is not None
    if opening and not _CONDITION.match(sentence.chars, figure.quantity.end):
        return not _is_future(sentence, figure)
    return (
        any(hit.value.value == "strong" for hit in past)
        and not _is_condition(sentence, figure)
        and not _is_future(sentence, figure)
    )


def _is_future(sentence: Sentence, figure: Figure) -> bool:
    return any(hit.value.kind == "future" and hit.start < figure.quantity.start for hit in sentence.cues)


def _is_condition(sentence: Sentence, figure: Figure) -> bool:
    """The number stands before 的 and a giving word follows: …达到10家以上的，给予…."""
    chars, end = sentence.chars, figure.quantity.end
    giving = next((hit.start for hit in sentence.cues if hit.start >= end and hit.value.kind in ("give", "verb")), None)
    return giving is not None and "的" in chars[end:giving]


def _is_aim(sentence: Sentence, figure: Figure, stance: Stance) -> bool:
    if _is_condition(sentence, figure):
        return False
    if _is_future(sentence, figure) or _DEADLINE.search(sentence.chars, sentence.a, figure.quantity.start):
        return True
    return stance == "asked" and _last(figure.left, frozenset({"floor", "reach"})) is not None


# What is counted once, in turn or by rank is no aim.
_NO_AIM_UNITS = frozenset("次 倍 位 届 期 天 周岁 岁 条 款 例 对 双 点".split())


def _role_of_count(sentence: Sentence, figure: Figure, stance: Stance) -> FigureRole | None:
    chars, quantity = sentence.chars, figure.quantity
    if _EACH.search(chars[max(sentence.a, quantity.start - 2) : quantity.start]):
        return None
    bound = _last(figure.left, _BOUNDS)
    near = bound is not None and quantity.start - bound.end <= 3
    after = _CONDITION.match(chars, quantity.end)
    if _is_condition(sentence, figure):
        return "threshold" if near or after else None
    if _is_reported(sentence, figure, stance):
        return None if quantity.unit in _NO_AIM_UNITS else "statistic"
    arabic = chars[quantity.start].isdecimal()
    if near and bound is not None and bound.value.kind == "cap":
        return "threshold"
    aim = any(hit.value.kind in ("aim", "weak", "future") and hit.end <= quantity.start for hit in sentence.cues)
    if quantity.unit in _NO_AIM_UNITS and not near:
        return None
    if near or after or aim:
        small = quantity.value < 2 and not arabic
        if small or (not arabic and quantity.value < 10 and not (near or after or _is_aim(sentence, figure, stance))):
            return None
        if quantity.unit in ("周岁", "岁", "公里", "平方米") and (near or after):
            return "threshold"
        return "target" if aim or stance == "asked" or _is_aim(sentence, figure, stance) else "threshold"
    return None
