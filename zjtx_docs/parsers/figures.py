"""What a number means: money given, a threshold to reach, a target aimed at, a statistic reported, or none of them.

Chinese policies write ``[who and under what condition]的，给予[how much]``: a number that a metric governs (营业收入达到
2000万元) is required, a number that a giving verb or noun governs (给予2000万元, 2000万元的奖励) is given. The cue nearest to
the number decides; the members of a list (分别奖励5万元、10万元) share the role of the first.
"""

from __future__ import annotations

import re

from zjtx_docs.amounts import Quantity
from zjtx_docs.lexicon import Hit
from zjtx_docs.model import Stance
from zjtx_docs.parsers.counted import role_of_count
from zjtx_docs.parsers.figure_context import (
    BOUNDS,
    CONDITION,
    NAMING,
    SERIES,
    UNIT_AFTER,
    Figure,
    FigureRole,
    closes,
    is_aim,
    is_condition,
    is_listed_under,
    is_no_matter,
    is_of_which,
    is_old_value,
    is_paid,
    is_pool_size,
    is_refused,
    is_rent_share,
    is_reported,
    is_share_out,
    label_of,
    last_of,
)  # fmt: skip
from zjtx_docs.parsers.sentences import Cue, Sentence

_GIVING = frozenset({"give", "verb", "weak", "standard", "fundpool"})
_REQUIRED = frozenset({"metric", "ratio"})
_CHAIN = re.compile(r"(?:[、,/]|和|及|或|与|以及)(?:每家|每个|每人)?")
_OF_GROUP = re.compile(r"的?(?:[^,。]{0,12}?)(?:企业|项目|单位|机构|平台|园区|主体|人员|公司|商户|楼宇)")
# 对单户1000万元以下贷款发生的损失: the size of a loan, nothing given.
# 补贴不足200元的, 此后每增加50万元加奖3000元: what must be reached.
_STEP_OF = re.compile(r"不足$|每(?:再)?(?:增加|新增|超过|超出|增长|达到|达|满)$")
# Letters ask in plain words: 一年给厂里六千块, 财政替厂里出一半利息, 给到三十万.
_IN_PLAIN_WORDS = re.compile(
    r"(?:(?<![发供])给|发|(?:政府|财政|公家)[^,。;\d]{0,6}[认担]|(?<![提付超])出|补|贴|奖|添|拿|掏|加到|涨到)[^,。;，不]{0,10}$"
)
# 设备投入(不含税)在300万元以上的, 获得100万元以上支持的企业, 单项奖励超过200万元的: what must be reached.
_CONDITIONED = re.compile(
    r"^(?:投入(?:\([^()]{1,10}\))?(?:在|达到?|超过|总?额?)?|获得?|取得"
    r"|(?:[奖补资]?[助励贴]|奖补)(?:资金|金额|总额)?(?:超过|达到|高于|大于|在))$|(?:签订|签约|成交)$"
)
_QUALIFIES = re.compile(r"(?:\(不?含(?:本数)?\))?(?:(?:及?以[上下]|至|-)|的(?!奖|补|资|支持)|、(?=\d)[^,。;]{0,80}的$)")
_LENT = re.compile(r"(?:提供|发放|给予)(?!的)[^,。;的]{0,8}$")
_FINANCED = re.compile(r"的?(?:[^,。;]{0,4})(?:贷款|融资|保单|担保)")
_FUND_OF = re.compile(
    r"(?:左右|以上)?的?(?:[^,。;]{2,24}?基金(?!会|管理|公司|份额|规模|总)"
    r"|[^,。;]{0,16}?(?:专项|纾困|周转|补偿|引导|扶持|互助|转贷|应急|奖补|发展)资金|[^,。;]{0,16}?资金池)"
)
# 由该资金分担40%, 财政承担30%: what public money bears of a loss or a cost.
_BORNE = re.compile(r"(?:财政|政府|资金池?|基金)[^,。;\d]{0,8}(?:分担|承担|负担|补偿|代偿)[^,。;\d]{0,8}$")
_FOUNDS = re.compile(r"设立|组建|成立|发起|筹建")
_BY = re.compile(r"按照?|依照|参照|根据|以(?![上下内外及来后前为])")
# 前两年按100%、后三年按50%给予奖励: the giving verb stands behind the last of the steps.
# 按投资额的10%、每家最高100万元给予补助: so it does behind the ceiling.
_LIKEWISE = re.compile(
    r"[、,](?:[^,。;、]{0,10}按|(?:[每单][^,。;、\d]{1,6}|年度|全年|累计){0,2}(?:最高|最多|至多|上限|不超过?|封顶))[^,。;]{0,24}?"
    r"(?:给[予与以]|予以|奖励|补助|补贴|返还|奖补|资助)"
)
_STANDARD = re.compile(r"[^,。]{0,24}?(?:标准|比例|额度)")
_LATER_GIVING = frozenset({"give", "verb", "weak"})


def find_figures(sentence: Sentence, stance: Stance | None, listed: bool = False) -> list[Figure]:
    """The quantities of one sentence with their roles; ``stance`` None for a sentence that only describes, ``listed``
    for a member of a list that a promise opens."""
    figures: list[Figure] = []
    chars = sentence.chars
    quantities = sentence.quantities
    tails = _tails(quantities, chars)
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
            if other.role is None and is_old_value(sentence, other):
                continue  # 补助标准由800元提高到1200元: what governs the old sum governs the new one
            if other.role is not None or other.quantity.kind != "count":
                unit = UNIT_AFTER.match(chars, other.quantity.end)
                left_from = max(a, unit.end() if unit else other.quantity.end)
                break
        last = tails[number]
        right_to = min(b, quantities[last + 1].start) if last + 1 < len(quantities) else b
        tail = quantities[last].end
        left = _cues(sentence, left_from, quantity.start)
        figure = Figure(quantity, None, clause, left, _cues(sentence, tail, right_to), number, tail)
        role = _role(sentence, figure, figures, stance)
        capped = any(hit.value.kind == "cap" for hit in figure.left)
        if listed and (role is None or role == "threshold" and capped) and closes(sentence, figure):
            role = "money"
        figures.append(figure._replace(role=role))
    return _spread(figures)


def _tails(quantities: list[Quantity], chars: str) -> list[int]:
    """For each quantity the number of the last one of its list (20万元、50万元的奖励), itself where it stands alone."""
    tails = list(range(len(quantities)))
    for number in range(len(quantities) - 2, -1, -1):
        if _chained(quantities[number], quantities[number + 1], chars):
            tails[number] = tails[number + 1]
    return tails


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


def _first(cues: tuple[Hit[Cue], ...], kinds: frozenset[str]) -> Hit[Cue] | None:
    return next((hit for hit in cues if hit.value.kind in kinds), None)


def _role(sentence: Sentence, figure: Figure, before: list[Figure], stance: Stance | None) -> FigureRole | None:
    """The role of a number that opens a list or stands alone."""
    kind = figure.quantity.kind
    if is_no_matter(sentence, figure) or is_old_value(sentence, figure):
        return None
    if not is_pool_size(sentence, figure) and _is_aimed_at(sentence, figure, before) or _is_share_of_fund(figure):
        return "target"
    if kind == "count":
        role = role_of_count(sentence, figure, stance)
    elif kind == "rate" and is_share_out(sentence, figure):
        return None
    else:
        given = _given(sentence, figure, before)
        role = "money" if given else "threshold" if given is False else None
    if role is None and stance == "asked" and kind != "count" and _IN_PLAIN_WORDS.search(_before(sentence, figure)):
        role = "money"
    if role == "money":
        paid = is_paid(sentence, figure) if stance == "reported" else is_reported(sentence, figure, stance)
        return "statistic" if paid else "money"
    if role in ("threshold", None) and kind != "count":
        if is_reported(sentence, figure, stance):
            return "statistic" if kind == "sum" or figure.left or figure.right else None
        if is_aim(sentence, figure, stance) and (role == "threshold" or figure.left):
            return "target"
    return role


def _before(sentence: Sentence, figure: Figure) -> str:
    return sentence.chars[sentence.clauses[figure.clause][0] : figure.quantity.start]


def _is_aimed_at(sentence: Sentence, figure: Figure, before: list[Figure]) -> bool:
    """稳定在520万亩以上, 压缩至30小时以内: a state to reach, unless it is support that is raised to a sum."""
    near = [hit for hit in figure.left if hit.value.kind == "to" and figure.quantity.start - hit.end <= 2]
    if not near or any(other.role == "money" for other in before) or is_condition(sentence, figure):
        return False
    return not any(
        hit.value.kind in ("give", "standard", "weak") for hit in sentence.cues if hit.end <= figure.quantity.start
    )


def _is_share_of_fund(figure: Figure) -> bool:
    """基金…投资X不低于30%: how much of a fund must go somewhere is an aim, nothing given."""
    if figure.quantity.kind != "rate" or any(hit.value.kind in NAMING for hit in figure.right):
        return False
    last = [hit.value for hit in figure.left if hit.value.kind in ("give", "floor", "verb", "fundpool")]
    return (
        any(cue.kind == "floor" for cue in last)
        and any(cue.value in ("fund", "equity") for cue in last)
        and last[-1].kind == "floor"
    )


def _given(sentence: Sentence, figure: Figure, before: list[Figure]) -> bool | None:
    """True for money given, False for a threshold, None where nothing near says either."""
    chars, quantity = sentence.chars, figure.quantity
    rate = quantity.kind == "rate"
    give, metric = last_of(figure.left, _GIVING), last_of(figure.left, _REQUIRED)
    if metric is not None and metric.value.value == "人" and quantity.kind == "sum":
        metric = None  # 给予入驻企业总额不超过90万元: heads and square metres are not counted in yuan
    reach = last_of(figure.left, BOUNDS)
    b = sentence.clauses[figure.clause][1]
    tail = chars[figure.tail : b]
    named = _first(figure.right, _GIVING)
    between = chars[figure.tail : named.start] if named else ""
    if not rate and _FUND_OF.match(tail) and _FOUNDS.search(chars, sentence.a, quantity.start):
        return True
    if not rate and named is not None and named.value.value == "fund" and len(between) <= 30 and "," not in between:
        return True
    condition = CONDITION.match(tail)
    if condition is None and is_pool_size(sentence, figure):
        return True
    if condition and _FINANCED.match(tail, condition.end()) and not _LENT.search(chars[: quantity.start]):
        return False
    led = chars[give.start if give is not None else max(sentence.a, quantity.start - 2) : quantity.start]
    if _CONDITIONED.search(led) and _QUALIFIES.match(tail):
        return False
    if label_of(sentence, figure):
        return True
    if is_refused(sentence, figure) or _STEP_OF.search(chars[max(0, quantity.start - 8) : quantity.start]):
        return False
    if rate and (is_rent_share(sentence, figure) or _BORNE.search(_before(sentence, figure))):
        return True
    required = metric is not None and (give is None or metric.start >= give.end)
    if required and metric is not None and metric.value.kind != "ratio":
        required = not _BY.search(chars, metric.end, quantity.start)
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
        reckoned = _BY.search(chars, sentence.clauses[figure.clause][0], metric.start)
        return bool(rate and close_naming and len(between) <= 4 and reckoned)
    if give is not None:
        return not (_OF_GROUP.match(tail) and give.value.kind == "weak" and condition)
    reached = reach is not None and reach.value.kind == "reach"
    if close_naming and not (reached and "的" in between[:1] and _OF_GROUP.match(tail)):
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
    if _STANDARD.match(chars, quantity.end, b) or _LIKEWISE.match(chars, quantity.end, b):
        return True
    if figure.clause + 1 < len(sentence.clauses):
        a2, b2 = sentence.clauses[figure.clause + 1]
        return any(hit.value.kind in _LATER_GIVING and hit.start - a2 <= 6 and hit.end <= b2 for hit in sentence.cues)
    return False


# 区财政按进度补贴，每家累计600万元: the sum of what the clause before gives.
_EACH_TOTAL = re.compile(r"(?:[每单][^,。;、\d]{1,6})?(?:每年|全年|累计|合计|总计|总额|年度)+(?:为|共)?[\d.]+[万亿]?元")
_GIVEN_BEFORE = re.compile(r"(?:奖励|补助|补贴|资助|奖补|支持),$")


def _carried(figure: Figure, before: list[Figure], sentence: Sentence) -> bool:
    """A ceiling or a further step after support was promised: …给予奖补，最高3000万元；第二年20万元."""
    earlier = any(other.role == "money" for other in before)
    plain = last_of(figure.left, frozenset({"metric", "ratio", "reach"})) is None
    if earlier and before[-1].role == "money" and before[-1].quantity.kind == figure.quantity.kind:
        unit = UNIT_AFTER.match(sentence.chars, before[-1].quantity.end)
        at = unit.end() if unit else before[-1].quantity.end
        if plain and SERIES.fullmatch(sentence.chars, at, figure.quantity.start):
            return True
    if plain and any(hit.value.kind == "standard" and hit.end <= figure.quantity.start for hit in sentence.cues):
        return True
    giving = any(hit.value.kind == "give" and hit.end <= figure.quantity.start for hit in sentence.cues)
    if plain and giving and (is_listed_under(sentence, figure) or is_of_which(sentence, figure)):
        return True
    a, b = sentence.clauses[figure.clause]
    if plain and _EACH_TOTAL.fullmatch(sentence.chars, a, b) and _GIVEN_BEFORE.search(sentence.chars, sentence.a, a):
        return True
    bound = last_of(figure.left, frozenset({"cap", "floor"})) or _first(figure.right, frozenset({"cap"}))
    if bound is not None:
        counted = last_of(figure.left, frozenset({"per", "period"}))
        return earlier or giving or (counted is not None and figure.quantity.kind != "rate")
    return earlier and last_of(figure.left, frozenset({"period", "per", "verb"})) is not None
