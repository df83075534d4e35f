"""Numerals as policies print them, and the digits around them that are no amount.

A case gives the text and what stands in it: ``(kind, value)`` or ``(kind, value, unit)``; a range writes its value as
``(low, high)``. Sums are in yuan, rates are shares of one, counts stand in their base unit (1万名 is 10000 名).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from zjtx_docs.amounts import chinese_number, find_quantities
from zjtx_docs.text import View

WAN, YI = 10**4, 10**8


def case(text: str, *expected: Any, miss: str = "") -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=miss)] if miss else []
    return pytest.param(text, *expected, id=text, marks=marks)


def read(text: str) -> list[tuple[str, Any, str | None]]:
    """Kind, value and unit of each number found; ranges as (low, high), unit None for yuan and rates."""
    found = []
    for quantity in find_quantities(View(text).chars):
        value: Any = quantity.value if quantity.low is None else (quantity.low, quantity.value)
        found.append((quantity.kind, value, {"sum": quantity.currency, "count": quantity.unit}.get(quantity.kind)))
    return found


def wanted(entry: tuple[Any, ...]) -> tuple[str, Any, str | None]:
    kind, value, *unit = entry
    numbers = tuple(Decimal(str(v)) for v in value) if isinstance(value, tuple) else Decimal(str(value))
    return kind, numbers, unit[0] if unit else None


SUMS = [
    case("500万元", [("sum", 500 * WAN)]),
    case("500 万元", [("sum", 500 * WAN)]),
    case("500 万", [("sum", 500 * WAN)]),
    case("500\n万元", [("sum", 500 * WAN)]),
    case("５００万元", [("sum", 500 * WAN)]),
    case("最高**500**万元", [("sum", 500 * WAN)]),
    case("五十万元", [("sum", 50 * WAN)]),
    case("伍拾万元", [("sum", 50 * WAN)]),
    case("贰佰伍拾万元整", [("sum", 250 * WAN)]),
    case("两千万元", [("sum", 2000 * WAN)]),
    case("三百五十万元", [("sum", 350 * WAN)]),
    case("一亿五千万元", [("sum", 15000 * WAN)]),
    case("一千元", [("sum", 1000)]),
    case("1,000万元", [("sum", 1000 * WAN)]),
    case("1，000万元", [("sum", 1000 * WAN)]),
    case("12,500元", [("sum", 12500)]),
    case("1亿元", [("sum", YI)]),
    case("1亿2000万元", [("sum", 12000 * WAN)]),
    case("3亿5千万元", [("sum", 35000 * WAN)]),
    case("0.5亿元", [("sum", 5000 * WAN)]),
    case("1.25亿元", [("sum", 12500 * WAN)]),
    case("2千万元", [("sum", 2000 * WAN)]),
    case("5百万元", [("sum", 500 * WAN)]),
    case("1.5万元", [("sum", 15000)]),
    case("2万亿元", [("sum", 2 * 10**12)]),
    case("3000元", [("sum", 3000)]),
    case("人民币100万元", [("sum", 100 * WAN)]),
    case("100万元人民币", [("sum", 100 * WAN)]),
    case("3000元/人", [("sum", 3000)]),
    case("20元/平方米·月", [("sum", 20)]),
    case("20元/㎡/月", [("sum", 20)]),
    case("200万元/亩", [("sum", 200 * WAN)]),
    case("50万美元", [("sum", 50 * WAN, "USD")]),
    case("五十万美元", [("sum", 50 * WAN, "USD")]),
    case("300万港元", [("sum", 300 * WAN, "HKD")]),
    case("1000万欧元", [("sum", 1000 * WAN, "EUR")]),
    case("近500万元", [("sum", 500 * WAN)]),
    case("1000余万元", [("sum", 1000 * WAN)]),
    case("100多万元", [("sum", 100 * WAN)]),
]
RATES = [
    case("20%", [("rate", 0.2)]),
    case("２０％", [("rate", 0.2)]),
    case("0.5%", [("rate", 0.005)]),
    case("100%", [("rate", 1)]),
    case("百分之二十", [("rate", 0.2)]),
    case("百分之二点五", [("rate", 0.025)]),
    case("百分之15", [("rate", 0.15)]),
    case("1‰", [("rate", 0.001)]),
    case("千分之三", [("rate", 0.003)]),
    case("三成", [("rate", 0.3)]),
    case("设备投资额的五成给予补助", [("rate", 0.5)]),
    case("2个百分点", [("rate", 0.02)]),
    case("1.5个百分点", [("rate", 0.015)]),
    case("1:1", [("rate", 1)]),
    case("１：１", [("rate", 1)]),
    case("1∶0.5", [("rate", 0.5)]),
]
RANGES = [
    case("5%—20%", [("rate", (0.05, 0.2))]),
    case("5%-20%", [("rate", (0.05, 0.2))]),
    case("5-20%", [("rate", (0.05, 0.2))]),
    case("5%至20%", [("rate", (0.05, 0.2))]),
    case("1％～3％", [("rate", (0.01, 0.03))]),
    case("30万元至50万元", [("sum", (30 * WAN, 50 * WAN))]),
    case("30-50万元", [("sum", (30 * WAN, 50 * WAN))]),
    case("30万—50万元", [("sum", (30 * WAN, 50 * WAN))]),
    case("三十万元至五十万元", [("sum", (30 * WAN, 50 * WAN))]),
    case("500万元到1亿元", [("sum", (500 * WAN, YI))]),
    case("10—20家", [("count", (10, 20), "家")]),
]
LISTS = [
    case("10/20/30万元", [("sum", 10 * WAN), ("sum", 20 * WAN), ("sum", 30 * WAN)]),
    case("10、20、30万元", [("sum", 10 * WAN), ("sum", 20 * WAN), ("sum", 30 * WAN)]),
    case("20万元、50万元、100万元", [("sum", 20 * WAN), ("sum", 50 * WAN), ("sum", 100 * WAN)]),
    case("20万元和10万元", [("sum", 20 * WAN), ("sum", 10 * WAN)]),
    case("10%、20%和30%", [("rate", 0.1), ("rate", 0.2), ("rate", 0.3)]),
    case("30%/30%/40%", [("rate", 0.3), ("rate", 0.3), ("rate", 0.4)]),
    case("按30%给予补助，最高200万元", [("rate", 0.3), ("sum", 200 * WAN)]),
]
COUNTS = [
    case("压缩至24小时", [("count", 24, "小时")]),
    case("3个工作日", [("count", 3, "个工作日")]),
    case("30家", [("count", 30, "家")]),
    case("100余家", [("count", 100, "家")]),
    case("50多户", [("count", 50, "户")]),
    case("二十家", [("count", 20, "家")]),
    case("1万名", [("count", WAN, "名")]),
    case("1.5万户", [("count", 15000, "户")]),
    case("3万平方米", [("count", 30000, "平方米")]),
    case("1200人次", [("count", 1200, "人次")]),
    case("5件发明专利", [("count", 5, "件")]),
    case("10个以上", [("count", 10, "个")]),
]
NO_AMOUNT = [
    *map(case, (
        "二〇二三年", "2023年", "2023年2月8日", "二〇二三年二月八日", "第二至三年", "第一年", "前三年", "三级联动", "十四五",
        "“十五五”规划", "3A级", "5A级景区", "AAA级", "一批", "一次性", "一次性告知", "6个月", "5个环节",
        "三个层次", "京发改规〔2023〕12号", "新智造100", "IPv6", "5G网络", "ISO9001认证", "一站式", "一带一路", "双一流", "百强企业",
        "千方百计", "万众创新", "成功引进", "三年行动", "高校毕业生",
    )),
    case("第三届"),
    case("第1条"),
    case("第十二次会议"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*SUMS, *RATES, *RANGES, *LISTS, *COUNTS])
def test_numbers_in_every_form(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert read(text) == [wanted(entry) for entry in expected]


def test_a_fraction_in_words_is_a_share() -> None:
    ((kind, value, _),) = read("三分之二")
    assert kind == "rate"
    assert round(value, 4) == Decimal("0.6667")


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_dates_grades_and_set_phrases_are_no_amount(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        case("给予最高 500 万元的奖励", "500万元"),
        case("按照伍拾万元计", "伍拾万元"),
        case("投资强度200万元/亩", "200万元"),
        case("提高2个百分点", "2个百分点"),
        case("补助30万元至50万元。", "30万元至50万元"),
    ],
)
def test_the_span_holds_the_number_with_its_unit(text: str, covered: str) -> None:
    view = View(text)
    (quantity,) = find_quantities(view.chars)
    assert view.chars[quantity.start : quantity.end] == covered


@pytest.mark.parametrize(
    ("word", "number"),
    [
        case("五十", 50), case("十五", 15), case("十", 10), case("两百", 200), case("一百零五", 105), case("一千二百", 1200),
        case("三千零二十", 3020), case("十万", 10 * WAN), case("二十五万", 25 * WAN), case("一亿五千万", 15000 * WAN),
        case("伍拾万", 50 * WAN), case("叁佰", 300), case("二〇二三", 2023), case("二○二五", 2025), case("〇", 0),
        case("", None), case("甲", None), case("3千", None), case("五十家", None),
    ],
)  # fmt: skip
def test_chinese_numerals(word: str, number: int | None) -> None:
    assert chinese_number(word) == number
