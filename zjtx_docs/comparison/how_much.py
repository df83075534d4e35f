"""How much more or less an ask wants than the measure that it is held against: sums, rates, shares, figures moved.

Money is compared entry by entry as the parser read it; set phrases (提高到, 在市级基础上再给) and two figures in one ask
(一年修十家太慢，修上二十家) tell the rest.
"""

from __future__ import annotations

import re
from decimal import Decimal

from zjtx_docs.amounts import find_quantities
from zjtx_docs.comparison.changes import pair_money
from zjtx_docs.comparison.records import How
from zjtx_docs.model import Measure, Money
from zjtx_docs.text import fold, squeeze

# A figure, as digits or in words.
_NUMBER = r"[\d一二三四五六七八九十百两]"
# What an ask says of itself: it wants more, wider or longer than what stands, or only that what stands be carried out.
_MORE = re.compile(
    rf"(?:提高|增加|提升|上调|上浮|提|增|加|涨)(?:至|到)|再提高|翻倍|加倍|翻[一两]?番|[涨给加提贴补奖发放取领拿批贷升]到{_NUMBER}|"
    r"提上去|多给(?:一?[点些])|提高[^,。]{0,12}(?:标准|比例|额度|上限|力度)|加大[^,。]{0,10}(?:力度|投入)|不够用|偏低|太少|太低|偏少|不够(?=[,。;]|$)"
)
# 在市级奖励基础上，由区财政再给予40万元: on top of what stands.
_ON_TOP = re.compile(
    r"基础上[^。;]{0,16}(?:再|另|追加|叠加|额外|配套)|(?:区|县|本级)[^,。;]{0,6}(?:再|另行?)(?:给予|奖励|补助|补贴)|配套奖励|"
    # 区级再按市级支持额的30%配套
    r"按[^,。;]{0,16}(?:\d+%|\d:\d|比例)[^,。;]{0,6}配(?:套(?![设服])|一份|给|补)"
)
_AGAIN = re.compile(rf"再(?:给予?|奖励?|补助?|发放?|分担|承担|[添加]上?)[^,。;]{{0,8}}{_NUMBER}")
# 连续三年保持在库的再给予…: for what comes after, whatever the sum.
_LATER = re.compile(r"(?:连续|期满|复核|保持|续评)[^。;]{0,28}再(?:给|奖|补|发)")
# What firms and people pay: the less the better.
_CHARGE = re.compile(r"费率|收费|费用?(?=[^,。;]{0,8}(?:压|降|控制))|担保费|质保金|保证金|价格|电价")
_FIGURED = re.compile(r"\d|标准|比例|上限|[一二三四五六七八九十百两][十百千万成倍块番]|一半")

_LIMIT = re.compile(r"不(?:得)?(?:超过|高于|低于|少于)|最高|最低|至少|以内|封顶|上限|下限")


def says_as_much(text: str, theirs: str) -> bool:
    """Whether all sums and rates of the ask, and there are some, stand in the other text too."""
    return bool(_told(text)) and _told(text) <= _told(theirs)


def _told(text: str) -> set[Decimal]:
    """The sums and rates of a folded text."""
    return {quantity.value for quantity in find_quantities(text) if quantity.kind in ("sum", "rate")}


def _figured(entries: tuple[Money, ...]) -> list[Money]:
    return [e for e in entries if e.yuan is not None or e.rate is not None or e.amount is not None]


# 服务券, 消费券 stand there, though without a sum; 券商 are no vouchers.
_VOUCHER = re.compile("券(?!商)")


def money_how(text: str, standing: str, mine: Measure | None, theirs: Measure | None) -> list[How]:
    """How the money differs. A floor at the upper level's standard asks for no more than what stands."""
    own = _figured(mine.money) if mine else []
    if own and _LATER.search(text) and not _LATER.search(standing):
        return ["higher_amount"]
    charged = _CHARGE.search(text) and _LIMIT.search(text) and _CHARGE.search(standing)
    if own and charged and _told(text) and _told(standing):
        return []  # what is paid, not what is given: compared as a figure
    if own and _AGAIN.search(text) and theirs and not {e.yuan for e in own} & {e.yuan for e in theirs.money}:
        return ["higher_amount"]
    if _ON_TOP.search(text) and own or _MORE.search(text) and (own or _FIGURED.search(text)):
        return ["higher_amount"]
    if not own:
        if _LIMIT.search(text) and _told(text) and not _told(standing):
            return ["sets_amount_where_none"]
        promised = mine is not None and any(entry.bound is None for entry in mine.money)
        promised = promised and not (_VOUCHER.search(text) and _VOUCHER.search(standing))
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
