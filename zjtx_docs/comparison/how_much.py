"""How much more or less an ask wants than the measure that it is held against: sums, rates, shares, figures moved.

Money is compared entry by entry as the parser read it; set phrases (提高到, 在市级基础上再给) and two figures in one ask
(一年修十家太慢，修上二十家) tell the rest.
"""

from __future__ import annotations

import re
from decimal import Decimal

from zjtx_docs.amounts import Quantity, chinese_number, find_quantities
from zjtx_docs.comparison.changes import pair_money
from zjtx_docs.comparison.records import How
from zjtx_docs.model import Measure, Money
from zjtx_docs.text import fold, squeeze

# A figure, as digits or in words.
_NUMBER = r"[\d一二三四五六七八九十百两]"
# What an ask says of itself: it wants more, wider or longer than what stands, or only that what stands be carried out.
_MORE = re.compile(
    rf"(?:提高|增加|提升|上调|上浮|提|增|加|涨)(?:至|到)|再提高|翻倍|加倍|翻[一两]?番|[涨给加提贴补奖发放]到{_NUMBER}|"
    r"提上去|多给(?:一?[点些])|提高[^,。]{0,12}(?:标准|比例|额度|上限|力度)|加大[^,。]{0,10}(?:力度|投入)|不够用|偏低|太少|太低|偏少|不够(?=[,。;]|$)"
)
# 在市级奖励基础上，由区财政再给予40万元: on top of what stands.
_ON_TOP = re.compile(
    r"基础上[^。;]{0,16}(?:再|另|追加|叠加|额外|配套)|(?:区|县|本级)[^,。;]{0,6}(?:再|另行?)(?:给予|奖励|补助|补贴)|配套奖励"
)
_AGAIN = re.compile(r"再(?:给予?|奖励?|补助?|发放?)[^,。;]{0,8}\d")
# 连续三年保持在库的再给予…: for what comes after, whatever the sum.
_LATER = re.compile(r"(?:连续|期满|复核|保持|续评)[^。;]{0,28}再(?:给|奖|补|发)")
# What firms and people pay: the less the better.
_CHARGE = re.compile(r"费率|收费|费用?(?=[^,。;]{0,8}(?:压|降|控制))|担保费|质保金|保证金|价格|电价")
_FIGURED = re.compile(r"\d|标准|比例|上限|[一二三四五六七八九十百两][十百千万成倍块番]|一半")

# A share that is set aside for some (预留40%的份额, 留一半给小店, 资金比例不低于20%).
_SHARE = re.compile(
    r"(?:留出?|预留|拿出|划出|占到?|安排|用于|投向|面向)[^,。;]{0,16}$|(?:比例|占比|份额|比重)[^,。;]{0,3}(?:不低于|不少于|达到|提高到|至少)$"
)


def adds_share(text: str, theirs: str) -> bool:
    """Whether the ask sets a share aside where what stands sets none aside, or a smaller one."""
    asked = [q.value for q in find_quantities(text) if q.kind == "rate" and _SHARE.search(text[: q.start])]
    found = [q for q in find_quantities(theirs) if q.kind == "rate"]
    given = [q.value for q in found if _SHARE.search(theirs[: q.start])]
    return bool(asked) and max(asked) > max(given, default=0) and not set(asked) & {q.value for q in found}


_LIMIT = re.compile(r"不(?:得)?(?:超过|高于|低于|少于)|最高|最低|至少|以内|封顶|上限|下限")


def says_as_much(text: str, theirs: str) -> bool:
    """Whether all sums and rates of the ask, and there are some, stand in the other text too."""
    return bool(_told(text)) and _told(text) <= _told(theirs)


def _told(text: str) -> set[Decimal]:
    """The sums and rates of a folded text."""
    return {quantity.value for quantity in find_quantities(text) if quantity.kind in ("sum", "rate")}


_BAR = re.compile(r"门槛|起点|条件|满|放宽|以上|年龄")


def moves(text: str, theirs: str) -> list[How]:
    """A figure of what stands and another of its kind beside it: 一年修十家太慢，修上二十家; 满八十才给装，放宽到七十五岁."""
    given: dict[str, list[Decimal]] = {}
    asked: dict[str, list[Decimal]] = {}
    for table, words in ((given, theirs), (asked, text)):
        for quantity in find_quantities(words):
            table.setdefault(_kind(quantity), []).append(quantity.value)
        for years in _YEARS.finditer(words):
            table.setdefault("年", []).append(Decimal(chinese_number(years[1]) or 0 if years[1][0] > "9" else years[1]))
    for kind, values in asked.items():
        standing = given.get(kind, ())
        if len(values) not in (2, 3) or values[0] == values[-1] or values[0] not in standing or values[-1] in standing:
            continue
        values = [values[0], values[-1]]
        if kind == "年":
            return ["longer_period"] if values[1] > values[0] else []
        if values[1] < values[0]:
            return ["wider_beneficiary"] if _BAR.search(text) else []
        return ["higher_amount"] if kind in ("sum", "rate") else ["adds_quota_or_target"]
    return []


_YEARS = re.compile(r"(?<![\d第])([一二两三四五六七八九十]{1,2}|\d{1,2})年(?!前|后|度|级|来|以上|内)")
# Units of counts that say the same.
_PLACES = frozenset("家所个座处间")


def _kind(quantity: Quantity) -> str:
    unit = quantity.unit or ""
    return (
        quantity.kind
        if quantity.kind != "count"
        else "岁"
        if unit.endswith("岁")
        else "家"
        if unit in _PLACES
        else unit
    )


def _figured(entries: tuple[Money, ...]) -> list[Money]:
    return [e for e in entries if e.yuan is not None or e.rate is not None or e.amount is not None]


def money_how(text: str, standing: str, mine: Measure | None, theirs: Measure | None) -> list[How]:
    """How the money differs. A floor at the upper level's standard asks for no more than what stands."""
    own = _figured(mine.money) if mine else []
    if own and _LATER.search(text) and not _LATER.search(standing):
        return ["higher_amount"]
    if own and _CHARGE.search(text) and _LIMIT.search(text) and _CHARGE.search(standing):
        asked, given = _told(text), _told(standing)
        if asked and given:
            return [] if max(asked) >= max(given) else ["other"]
    if own and _AGAIN.search(text) and theirs and not {e.yuan for e in own} & {e.yuan for e in theirs.money}:
        return ["higher_amount"]
    if _ON_TOP.search(text) and own or _MORE.search(text) and (own or _FIGURED.search(text)):
        return ["higher_amount"]
    if not own:
        if _LIMIT.search(text) and _told(text) and not _told(standing):
            return ["sets_amount_where_none"]
        promised = mine is not None and any(entry.bound is None for entry in mine.money)
        return ["new_instrument"] if promised and theirs is not None and not theirs.money else []
    if all(entry.rate == 1.0 and entry.bound == "floor" for entry in own) and theirs is not None and theirs.money:
        return []
    other = _figured(theirs.money) if theirs else []
    if not other and says_as_much(text, standing):
        return []  # 收费压在千分之五以内 beside 担保费率不超过0.5%: said there, though not as support
    if not other:
        return ["sets_amount_where_none"] if theirs is not None and theirs.money else ["new_instrument"]
    found: list[How] = []
    for a, b in pair_money(mine, theirs):
        if a.duration and b.duration and (a.duration.value or 0) > (b.duration.value or 0):
            found.append("longer_period")
        if b.yuan is None and b.rate is None:
            continue
        x, y = (a.yuan, b.yuan) if a.yuan is not None else (a.rate, b.rate)
        if x is None or y is None:
            continue
        if _other_basis(a, b):
            found.append("new_instrument")
        elif x > y:
            found.append("higher_amount")
        elif x < y:
            found.append("lower_amount")
        if _yearly(a) and b.period == "one_off":
            found.append("longer_period")
    if "higher_amount" in found and "lower_amount" in found:
        found = [item for item in found if item != "lower_amount"]
    return found


_PLAIN_BASIS = re.compile(
    r"实际|支出|支付|费用?|金额|投入|总额|年度|当年|相关|合同|发生|部分|的|额|款|按照?|给予|[\d%]"
)


def _other_basis(mine: Money, theirs: Money) -> bool:
    """Whether the two rates are of different things (机票的30% beside 展位费的60%)."""
    if mine.rate is None or theirs.rate is None or not mine.basis or not theirs.basis or "%" not in mine.quote:
        return False
    a, b = (_PLAIN_BASIS.sub("", fold(squeeze(basis))) for basis in (mine.basis, theirs.basis))
    return len(a) >= 2 and len(b) >= 2 and not set(a) & set(b)


def _yearly(entry: Money) -> bool:
    return entry.period in ("per_year", "per_month", "per_quarter")
