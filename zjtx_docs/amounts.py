"""Numerals of policy Chinese to numbers: sums in yuan, rates, ratios, counts, ranges and lists.

Works on ``View.chars`` (folded, no white space). Reads 500万元, 五十万元, 伍拾万元, 1,000万元, 1亿2000万元, 0.5亿元, bare 500万,
50万美元, 百分之二十, 三成, 1‰, 2个百分点, 1:1, 5%-20%, 30万元至50万元, 10/20/30万元, and counts with their unit (30家).
What a number means (given, required, aimed at, reported) is decided by the parsers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

QuantityKind = Literal["sum", "rate", "count"]

_DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_DIGITS |= {"壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_SHORT = {"百": "十", "千": "百", "万": "千", "亿": "千万"}
_SCALE = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_CURRENCY = {
    "美元": "USD",
    "美金": "USD",
    "港元": "HKD",
    "港币": "HKD",
    "欧元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
    "澳门元": "MOP",
}

_CN = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALES = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百"
_MONEY_UNITS = "元|圆|块钱|块(?![地头状])|美元|美金|港元|港币|欧元|日元|英镑|澳门元"
# Measure words that policies count with. 年, 月, 日 and 级 are durations, dates and grades, read elsewhere.
_COUNT_UNITS = (
    "万平方米|平方公里|平方米|公里|万吨|万亩|个百分点|周岁|人次|万人|万名|万户|万家|"
    "家|个(?!月|工作日|自然日|季度|年度|小时|方面|环节|等级|梯度|层次|层级|类别|档次|阶段|步骤|领域|百分点)|"
    "名|小时|分钟|个工作日|工作日|人|户|项|件|场|次(?!性)|只|条|根(?!据)|座|套|台|辆|亩|岁|所|处|期|批(?!次)|支(?![持撑付出])|种|门|款|"
    "吨|台套|张|间|趟|届|倍|位|例|天|篇|部|列|架次|班(?!子)|航次|标箱|公顷|栋|幢|宗|对|双|团队|份(?!额|内|外)"
)

# One alternation, so that the text is walked once. Every branch begins with a digit or a Chinese numeral.
_NUMBER = re.compile(
    rf"""
    (?P<part>[一二三四五六七八九十两]{{1,3}})分之(?P<share>[一二三四五六七八九十]{{1,3}})(?![{_CN}])
    |百分之(?P<cn_percent>[{_CN}]{{1,6}}(?:点[{_CN}]{{1,4}})?|{_ARABIC})
    |千分之(?P<cn_permille>[{_CN}]{{1,6}}|{_ARABIC})
    |(?P<ratio_a>\d{{1,3}}(?:\.\d+)?)[:∶比](?P<ratio_b>\d{{1,3}}(?:\.\d+)?)(?![\d:])
    |(?P<num>{_ARABIC})(?:[余多来](?={_SCALES}))?(?P<scale>{_SCALES})?(?P<more>(?:\d+(?:\.\d+)?(?:千万|百万|亿|万|千))*)
        (?P<unit>{_MONEY_UNITS}|‰|%|个百分点|成(?![立为功果员长本都效熟型])|(?:余|多|左右)?(?:{_COUNT_UNITS}))?
    |(?P<half>一半)(?![以人时天年])
    |(?P<cn_bare>[{_CN}]{{1,8}}[万亿](?:[一二三四五六七八九](?=[,。;!?]|$))?)
        (?=[,。;!?)]|$|的(?=奖|补|钱)|以[内上下]|[提加涨增调升降放]{{1,2}}[高宽]?[到至]|太[少低]|偏[少低]|不够)
    |(?<=[到贴补给拿奖发])(?P<cn_said>[一二两三四五六七八九][百千](?:[一二三四五六七八九]百?)?)(?=[,。;!?]|$)
    |(?P<cn>[{_CN}]{{1,12}})(?P<cn_unit>{_MONEY_UNITS}|个百分点|成(?![立为功果员长本都效熟型])|(?:余|多)?(?:{_COUNT_UNITS}))
    """,
    re.VERBOSE,
)
_START = re.compile(rf"[\d{_CN}]")
# No text writes a number of so many digits; a row of digits without end is none.
_LONGEST = 40
_TO = re.compile(r"(?:\(含(?:本数)?\))?(?:至|到|-{1,2}|~)(?:最高|不超过)?")
_LIST = re.compile(r"[、/,]|和|及|或|与")


class Quantity(NamedTuple):
    """A number in the text: ``chars[start:end]``. ``value`` is in yuan (sum), a share of one (rate) or a count.

    ``low`` is the lower end of a range, ``unit`` the count's unit as written, ``currency`` None for yuan. ``listed``
    tells that
    the number took its unit from a list (10/20/30万元). ``bare`` sums have no 元.
    """

    start: int
    end: int
    kind: QuantityKind
    value: Decimal
    low: Decimal | None = None
    unit: str | None = None
    currency: str | None = None
    listed: bool = False
    bare: bool = False
    ratio: bool = False


def chinese_number(word: str) -> int | None:
    """The value of a Chinese numeral (五十, 一千二百, 二〇, 伍拾万, 3千 is not one), or None where it is no number."""
    if not word or any(ch not in _DIGITS and ch not in _SMALL and ch not in _LARGE for ch in word):
        return None
    if all(ch in _DIGITS for ch in word):
        return int("".join(str(_DIGITS[ch]) for ch in word)) if len(word) > 1 else _DIGITS[word]
    if len(word) > 1 and word[-1] in _DIGITS and word[-2] in _SHORT:  # 一万二, 三百五: the next rank is left out
        word += _SHORT[word[-2]]
    total = section = digit = 0
    for ch in word:
        if ch in _DIGITS:
            digit = _DIGITS[ch]
        elif ch in _SMALL:
            section += (digit or 1) * _SMALL[ch]
            digit = 0
        else:
            section = (section + digit) or (1 if not total else 0)
            if ch == "亿":
                total = (total + section) * _LARGE[ch]
            else:
                total += section * _LARGE[ch]
            section = digit = 0
    return total + section + digit


def _decimal(word: str) -> Decimal | None:
    if word[0].isdecimal():
        return Decimal(word.replace(",", ""))
    if "点" in word:
        whole, _, rest = word.partition("点")
        head = chinese_number(whole)
        tail = "".join(str(_DIGITS[ch]) for ch in rest if ch in _DIGITS)
        return Decimal(f"{head}.{tail}") if head is not None and tail else None
    value = chinese_number(word)
    return None if value is None else Decimal(value)


# What may follow 500万 when 元 is left out: a mark, a bound, or the noun of the support.
_AFTER_BARE = re.compile(r"$|[,。;、)!?:/~\-]|的|以内|以上|以下|至|到|封顶|为|奖|补|资|支持|扶持|贷|元|和|及|或|每|/")


def _read(match: re.Match[str], chars: str) -> Quantity | None:
    """The quantity of one match, or None for a number without a unit (kept apart as a list head by the caller)."""
    start, end = match.span()
    if end - start > _LONGEST:
        return None
    if match["part"]:
        whole, share = chinese_number(match["part"]), chinese_number(match["share"])
        if not whole or share is None or share > whole:
            return None
        return Quantity(start, end, "rate", Decimal(share) / Decimal(whole))
    if match["cn_percent"] or match["cn_permille"]:
        value = _decimal(match["cn_percent"] or match["cn_permille"])
        return None if value is None else Quantity(start, end, "rate", value / (100 if match["cn_percent"] else 1000))
    if match["ratio_a"]:
        first, second = Decimal(match["ratio_a"]), Decimal(match["ratio_b"])
        return Quantity(start, end, "rate", second / first, ratio=True) if first else None
    if match["half"]:
        return Quantity(start, end, "rate", Decimal("0.5"))
    if match["cn_bare"] or match["cn_said"]:  # 奖励三十万, 贴一万二, 请加到五百
        number = chinese_number(match["cn_bare"] or match["cn_said"])
        return None if not number else Quantity(start, end, "sum", Decimal(number), bare=True)
    if match["num"]:
        value = Decimal(match["num"].replace(",", ""))
        unit, scale = match["unit"], match["scale"]
        value *= _SCALE.get(scale or "", 1)
        for part in re.finditer(r"(\d+(?:\.\d+)?)(千万|百万|亿|万|千)", match["more"] or ""):
            value += Decimal(part[1]) * _SCALE[part[2]]
    else:
        unit, scale = match["cn_unit"], None
        number = chinese_number(match["cn"])
        if number is None:
            return None
        value = Decimal(number)
        if all(ch in _LARGE for ch in match["cn"]):  # 奖励标准（单位：万元）
            return None
        if match["cn"] in ("一", "首") and unit in ("批", "个", "家", "种", "些", "项", "处", "支"):
            return None
    return _with_unit(start, end, value, unit, scale, chars)


def _with_unit(
    start: int, end: int, value: Decimal, unit: str | None, scale: str | None, chars: str
) -> Quantity | None:
    if unit is None:
        if scale in ("万", "亿", "千万", "百万", "十万", "十亿", "百亿", "千亿") and _AFTER_BARE.match(chars, end):
            return Quantity(start, end, "sum", value, bare=True)
        return None
    if unit == "%":
        return Quantity(start, end, "rate", value / 100)
    if unit == "‰":
        return Quantity(start, end, "rate", value / 1000)
    if unit == "个百分点":
        return Quantity(start, end, "rate", value / 100, unit=unit)
    if unit.startswith("成"):
        return Quantity(start, end, "rate", value / 10)
    if unit in ("元", "圆", "块钱", "块"):
        return Quantity(start, end, "sum", value)
    if unit in _CURRENCY:
        return Quantity(start, end, "sum", value, currency=_CURRENCY[unit])
    unit = unit.removeprefix("余").removeprefix("多").removeprefix("左右")
    if len(unit) > 1 and unit[0] == "万" and unit[1] in "人名户家亩吨平":
        value, unit = value * 10000, unit[1:]
    return Quantity(start, end, "count", value, unit=unit)


def find_quantities(chars: str) -> list[Quantity]:
    """Every number with a unit in ``chars``, left to right; ranges as one, list members each with the list's unit."""
    found: list[Quantity] = []
    heads: list[tuple[int, int, Decimal]] = []  # numbers without a unit that a list or range may still give one
    at = 0
    while (first := _START.search(chars, at)) is not None:
        # The engine finds a class of letters ten times faster than the head of an alternation.
        match = _NUMBER.match(chars, first.start())
        if match is None:
            at = first.end()
            continue
        start, end = match.span()
        at = end
        if chars[start - 1 : start] == "第" or chars[max(0, start - 2) : start] in ("附件", "附表", "附录"):
            continue  # 第三届, 第1条, 附件2所列标准: which one, not how many
        quantity = _read(match, chars)
        if quantity is None:
            bare = match["num"] if not match["more"] else None
            if bare and len(bare) <= _LONGEST:
                value = Decimal(bare.replace(",", "")) * _SCALE.get(match["scale"] or "", 1)
                if heads and not _LIST.fullmatch(chars, heads[-1][1], start):
                    heads.clear()
                heads.append((start, end, value))
            continue
        _add(found, heads, quantity, match, chars)
        heads.clear()
    return found


def _add(
    found: list[Quantity],
    heads: list[tuple[int, int, Decimal]],
    quantity: Quantity,
    match: re.Match[str],
    chars: str,
) -> None:
    """Join a range, give list heads their unit, then append the quantity."""
    if heads:
        low_start, low_end, low = heads[-1]
        if _TO.fullmatch(chars, low_end, quantity.start):
            factor = _factor(match, quantity)
            low_value = low * factor if low < 10000 else low
            if low_value <= quantity.value:
                found.append(quantity._replace(start=low_start, low=low_value))
                return
        elif _LIST.fullmatch(chars, low_end, quantity.start) and not quantity.ratio:
            factor = _factor(match, quantity)
            for start, end, value in heads:
                found.append(quantity._replace(start=start, end=end, value=value * factor, listed=True))
    elif found and found[-1].low is None and found[-1].kind == quantity.kind and found[-1].unit == quantity.unit:
        before = found[-1]
        if _TO.fullmatch(chars, before.end, quantity.start) and before.value <= quantity.value:
            found[-1] = quantity._replace(start=before.start, low=before.value)
            return
    found.append(quantity)


def _factor(match: re.Match[str], quantity: Quantity) -> Decimal:
    """What one written number of the list is worth: 10/20/30万元 -> 10000, 5-20% -> 0.01."""
    if quantity.kind == "rate":
        unit = match["unit"] or ""
        return Decimal("0.001") if unit == "‰" else Decimal("0.1") if unit.startswith("成") else Decimal("0.01")
    scale = Decimal(_SCALE.get(match["scale"] or "", 1))
    if quantity.kind == "count" and (match["unit"] or "").startswith("万"):
        scale = Decimal(10000)
    return scale
