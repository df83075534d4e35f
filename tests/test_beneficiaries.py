"""Who receives: the rung of the ladder that the words name, and the words themselves where they name none.

``tier`` stands only where the text gives both level and kind; what is counted in a target or a report, who merely
acts, and the names of papers and products receive nothing.
"""

from __future__ import annotations

from typing import Any

import pytest

from zjtx_docs.model import Beneficiary, Document, all_finds
from zjtx_docs.pipeline import parse_text

HEAD = "绍兴市促进中小企业发展若干措施\n一、支持企业成长\n"


def case(text: str, *expected: Any, miss: str = "") -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=miss)] if miss else []
    return pytest.param(text, *expected, id=text, marks=marks)


def policy(sentence: str) -> Document:
    (document,) = parse_text(HEAD + sentence)
    return document


def receivers(sentence: str) -> list[Beneficiary]:
    return list(all_finds(policy(sentence), "beneficiaries"))


def tiers(sentence: str) -> set[str]:
    return {entry.tier for entry in receivers(sentence) if entry.tier}


LADDER = [
    case("支持国家级专精特新“小巨人”企业牵头组建创新联合体。", {"national_little_giant"}),
    case("支持国家级“小巨人”企业牵头组建创新联合体。", {"national_little_giant"}),
    case("对国家专精特新小巨人企业给予奖励。", {"national_little_giant"}),
    case("对工信部认定的国家级专精特新“小巨人”企业，一次性奖励100万元。", {"national_little_giant"}),
    case(
        "对国家级重点“小巨人”企业给予200万元奖励。",
        {"national_little_giant"},
    ),
    case("对市级专精特新“小巨人”企业给予50万元奖励。", {"municipal_little_giant"}),
    case("对省级专精特新“小巨人”企业给予50万元奖励。", {"municipal_little_giant"}),
    case("对首次获得上海市专精特新“小巨人”称号的企业给予奖励。", {"municipal_little_giant"}),
    case("对省级专精特新中小企业给予20万元奖励。", {"municipal_sme"}),
    case("对市级“专精特新”中小企业给予20万元奖励。", {"municipal_sme"}),
    case("对首次获得重庆市“专精特新”称号的中小企业给予20万元奖励。", {"municipal_sme"}),
    case("对省“专精特新”企业给予20万元奖励。", {"municipal_sme"}),
    case("对创新型中小企业给予5万元奖励。", {"innovative_sme"}),
    case("对潜在专精特新企业开展辅导。", {"potential"}),
    case("对专精特新后备企业开展辅导。", {"potential"}),
    case("对准专精特新企业开展辅导。", {"potential"}),
    case("对国家制造业单项冠军企业给予200万元奖励。", {"champion"}),
    case("对单项冠军示范企业和单项冠军产品企业给予奖励。", {"champion"}),
    case("支持隐形冠军企业拓展市场。", {"champion"}),
    case(
        "对国家级、省级专精特新“小巨人”企业给予奖励。",
        {"national_little_giant", "municipal_little_giant"},
    ),
    case(
        "对国家级和市级专精特新“小巨人”企业分别奖励50万元、30万元。",
        {"national_little_giant", "municipal_little_giant"},
    ),
    case(
        "对创新型中小企业、省级专精特新中小企业、国家级专精特新“小巨人”企业，分别奖励5万元、20万元、50万元。",
        {"innovative_sme", "municipal_sme", "national_little_giant"},
    ),
    case("对新认定的单项冠军企业、国家级“小巨人”企业，分别给予奖励。", {"champion", "national_little_giant"}),
]
NO_TIER = [
    case("对专精特新企业给予融资支持。", "专精特新企业"),
    case("支持“小巨人”企业引进高层次人才。", "“小巨人”企业"),
    case("对规模以上工业企业给予用电补贴。", "规模以上工业企业"),
    case("对高新技术企业给予20万元奖励。", "高新技术企业"),
    case("支持龙头企业开展并购。", "龙头企业"),
    case("对成功引荐企业的中介机构给予奖励。", "中介机构"),
    case("对服务成效突出的平台给予奖励。", "平台"),
    case("支持特色园区建设公共服务平台。", "园区"),
    case("给予引进的高层次人才安家补贴。", "高层次人才"),
    case("为小微企业提供法律咨询服务。", "小微企业"),
    case("对开展订单培养的职业院校给予补助。", "职业院校"),
]
NOBODY = [
    case("到2025年，培育国家级专精特新“小巨人”企业100家。"),
    case("每年新增省级专精特新中小企业不少于50家。"),
    case("力争市级专精特新中小企业达到5000家。"),
    case("截至2023年底，全市有国家级专精特新“小巨人”企业35家。"),
    case("贯彻《绍兴市专精特新中小企业培育管理办法》。"),
    case("优化营商环境。"),
]
RECEIVES = [
    case("对租用标准厂房的企业，给予10万元补贴。", "租用标准厂房的企业"),
    case("给予租用标准厂房的企业10万元补贴。", "租用标准厂房的企业"),
    case("租用标准厂房的企业可获得10万元补贴。", "租用标准厂房的企业"),
    case("租用标准厂房的企业，给予10万元补贴。", "租用标准厂房的企业"),
    case("对在境内外证券交易所首次公开发行股票并上市的企业，给予300万元奖励。", "上市的企业"),
    case("企业获得省级绿色工厂称号的，给予30万元奖励。", "企业"),
    case("支持企业参加国际展会，给予展位费50%的补贴。", "企业"),
    case("鼓励孵化器引进优质项目，每引进1个项目奖励5万元。", "孵化器"),
    case("对经评审入选的产业联盟（含行业协会），给予20万元资助。", "产业联盟"),
    case("对年度考核优秀的园区，奖励运营单位30万元。", "运营单位"),
    case("对引进人才的企业，按其支付薪酬的10%给予补贴。", "引进人才的企业"),
    case(
        "按照保费的50%给予投保企业补贴。",
        "投保企业",
    ),
    case("首次通过省级绿色工厂认定的，奖励10万元。", None),
    case("按实际投资额的10%给予补助。", None),
]


@pytest.mark.parametrize(("sentence", "expected"), LADDER)
def test_the_rung_of_the_ladder(sentence: str, expected: set[str]) -> None:
    assert tiers(sentence) == expected


@pytest.mark.parametrize(("sentence", "written"), NO_TIER)
def test_without_a_level_the_words_are_kept(sentence: str, written: str) -> None:
    entries = receivers(sentence)
    assert [entry.tier for entry in entries] == [None] * len(entries)
    assert any(written in (entry.other or "") for entry in entries)


@pytest.mark.parametrize("sentence", NOBODY)
def test_what_is_counted_or_cited_receives_nothing(sentence: str) -> None:
    assert [entry.as_written for entry in receivers(sentence)] == []


@pytest.mark.parametrize(
    ("sentence", "actor", "receiver"),
    [
        case(
            "鼓励保险机构开发新产品，为专精特新企业提供保障。",
            "保险机构",
            "专精特新企业",
            miss="who is urged to act is listed as a recipient",
        ),
        case(
            "推进商业银行为小微企业开辟信贷绿色通道。",
            "银行",
            "小微企业",
            miss="who is urged to act is listed as a recipient",
        ),
        case(
            "引导商业银行推出专属信贷产品，满足企业融资需求。",
            "银行",
            "",
        ),
        case("组织服务机构走访专精特新企业。", "服务机构", ""),
        case(
            "遴选一批优质服务商，为中小企业开展免费诊断。",
            "服务商",
            "中小企业",
            miss="who is urged to act is listed as a recipient",
        ),
    ],
)
def test_who_only_acts_receives_nothing(sentence: str, actor: str, receiver: str) -> None:
    written = [entry.as_written for entry in receivers(sentence)]
    assert not [words for words in written if actor in words]
    assert not receiver or any(receiver in words for words in written)


@pytest.mark.parametrize(("sentence", "expected"), RECEIVES)
def test_who_receives_the_money(sentence: str, expected: str | None) -> None:
    found = {entry.beneficiary for entry in all_finds(policy(sentence), "money")}
    if expected is None:  # 的 without a noun: no name, or all of the words
        assert all(words is None or words.endswith("的") for words in found)
    else:
        assert found
        assert all(expected in (words or "") for words in found)


@pytest.mark.parametrize(
    ("sentence", "rungs"),
    [
        case(
            "对专精特新中小企业给予奖励。本措施适用于国家级和省级专精特新“小巨人”企业。",
            {"national_little_giant", "municipal_little_giant"},
        ),
        case("对企业给予奖励。本政策适用于在本市注册的省级专精特新中小企业。", {"municipal_sme"}),
        case("对企业给予奖励。本政策适用于在本市依法登记的各类企业。", set()),
    ],
)
def test_whom_the_whole_policy_is_for(sentence: str, rungs: set[str]) -> None:
    first, last = sentence.split("。", 1)
    (document,) = parse_text(f"{HEAD}{first}。\n{last}")
    assert document.applies_to is not None
    assert set(document.applies_to.tiers) == rungs


@pytest.mark.parametrize("sentence", [parameter.values[0] for parameter in [*LADDER, *NO_TIER]])
def test_each_entry_quotes_its_place(sentence: str) -> None:
    for entry in receivers(sentence):
        assert entry.quote == (HEAD + sentence)[entry.start : entry.end]
        assert entry.as_written
        assert (entry.tier is None) != (entry.other is None)
