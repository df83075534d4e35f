"""Numbers that are no money given: what is required, aimed at or reported, and what is nothing at all.

A case gives the sentence, the money figures that stand in it beside them (mostly none), and the other finds as
``(metric, value, unit, bound)``. The metric is a part of the words that must come out; ``...`` leaves a field open,
a set holds each reading that is right. Sums are in yuan with unit 元, percentages as written with unit %.
"""

from __future__ import annotations

from typing import Any

import pytest

from zjtx_docs.model import Document, all_finds
from zjtx_docs.pipeline import parse_text

WAN, YI = 10**4, 10**8
FLOOR = {"floor", "exact"}  # 达到, 突破: both readings stand in hand annotations


def case(text: str, *expected: Any, miss: str = "") -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=miss)] if miss else []
    return pytest.param(text, *expected, id=text, marks=marks)


def policy(sentence: str) -> Document:
    (document,) = parse_text("临海市促进产业发展若干措施\n一、支持产业发展\n" + sentence)
    return document


def given(document: Document) -> list[float | int]:
    """The figures among the money found: promises without a figure do not count here."""
    values = [entry.yuan if entry.yuan is not None else entry.rate for entry in all_finds(document, "money")]
    return [value for value in values if value is not None]


def missing(found: list[tuple[Any, ...]], wanted: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The wanted entries that no find agrees with; each find answers one."""
    left, lost = list(found), []
    for entry in wanted:
        hit = next((have for have in left if all(agrees(a, b) for a, b in zip(have, entry, strict=True))), None)
        if hit is None:
            lost.append(entry)
        else:
            left.remove(hit)
    return lost


def agrees(have: Any, want: Any) -> bool:
    if want is ... or isinstance(want, set) and have in want:
        return True
    if isinstance(want, str) and isinstance(have, str):
        return want in have
    if isinstance(want, float) and have is not None and not isinstance(have, str):
        return abs(have - want) < 1e-9
    return have == want


def rows(document: Document, name: str, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(entry, field) for field in fields) for entry in all_finds(document, name)]


THRESHOLDS = [
    case("申报企业上年度营业收入应超过3000万元。", [], [("营业收入", 3000 * WAN, "元", "floor")]),
    case("企业研发费用总额占营业收入的比重不低于5%。", [], [("比重", 5, "%", "floor")]),
    case("近两年主营业务收入平均增长率达到10%以上。", [], [("增长率", 10, "%", "floor")]),
    case(
        "申报企业资产负债率不高于70%。",
        [],
        [("资产负债率", 70, "%", "cap")],
    ),
    case(
        "申报项目投资强度不低于200万元/亩。",
        [],
        [("投资强度", 200 * WAN, {"元", "元/亩"}, "floor")],
    ),
    case("申报企业注册资本不低于1000万元。", [], [("注册资本", 1000 * WAN, "元", "floor")]),
    case("在职职工人数不少于20人的企业可以申报。", [], [("职工人数", 20, "人", "floor")]),
    case("孵化场地面积不少于5000平方米。", [], [("面积", 5000, "平方米", "floor")]),
    case("申报人年龄不超过45周岁。", [], [("年龄", 45, "周岁", "cap")]),
    case("拥有有效发明专利5件以上的企业优先推荐。", [], [("发明专利", 5, "件", "floor")]),
    case("核心团队成员不少于3人。", [], [("团队成员", 3, "人", "floor")]),
    case("企业净利润连续两年均不低于500万元。", [], [("净利润", 500 * WAN, "元", "floor")]),
    case("连续3年累计入库税收300万元以上的企业可申报。", [], [("入库税收", 300 * WAN, "元", "floor")]),
    case("申请贴息的企业年度贷款余额不超过2000万元。", [], [("贷款余额", 2000 * WAN, "元", "cap")]),
    case("培训时长不少于40学时。", [], []),
    case(
        "对固定资产投资超过5000万元的项目，按投资额的10%给予补助。",
        [0.1],
        [("固定资产投资", 5000 * WAN, "元", "floor")],
    ),
    case("对年销售额首次达到1亿元的企业，奖励20万元。", [20 * WAN], [("年销售额", YI, "元", FLOOR)]),
    case(
        "设备投资额100万元（含）以上的技改项目，给予不超过50万元的补助。",
        [50 * WAN],
        [("设备投资额", 100 * WAN, "元", "floor")],
    ),
    case(
        "对营业收入2000万元以上且增速不低于15%的企业，给予5万元奖励。",
        [5 * WAN],
        [("营业收入", 2000 * WAN, "元", "floor"), ("增速", 15, "%", "floor")],
    ),
    case(
        "楼宇建筑面积超过2万平方米、入驻率达到80%以上的，给予运营单位50万元奖励。",
        [50 * WAN],
        [("建筑面积", 20000, "平方米", "floor"), ("入驻率", 80, "%", "floor")],
    ),
    case(
        "对年营业收入首次突破1亿元、5亿元的企业，分别奖励20万元、50万元。",
        [20 * WAN, 50 * WAN],
        [("营业收入", YI, "元", FLOOR), ("营业收入", 5 * YI, "元", FLOOR)],
    ),
    case("对上一年度纳税额500万元至1000万元的企业，奖励10万元。", [10 * WAN], [("纳税额", 1000 * WAN, "元", "range")]),
    case("单轮融资金额达到3000万元的，按融资额的2%给予奖励。", [0.02], [("融资金额", 3000 * WAN, "元", FLOOR)]),
    case("地方综合贡献超过40万元的部分，按50%给予奖励。", [0.5], [("地方综合贡献", 40 * WAN, "元", "floor")]),
    case(
        "对境外高端人才个人所得税负超过15%的部分给予补贴。",
        [],
        [("个人所得税负", 15, "%", "floor")],
        miss="the part above a rate is read as the rate given",
    ),
    case("对参保职工100人以上的企业给予5万元稳岗补贴。", [5 * WAN], [("参保职工", 100, "人", "floor")]),
    case("年产值5亿元以下的企业不适用本条。", [], [("年产值", 5 * YI, "元", "cap")]),
    case(
        "研发人员占比20%以上、拥有3项以上软件著作权的，可认定为创新型企业。",
        [],
        [("研发人员", 20, "%", "floor"), ("软件著作权", 3, "项", "floor")],
    ),
]
NOTHING_GIVEN = [
    case("引导基金参股比例不超过子基金规模的30%。"),
    case("政府投资基金持股不超过企业总股本的20%。"),
    case("专项资金中用于人才培养的比例不低于20%。"),
    case("单个企业最多申报3个项目。"),
    case("每年支持企业数量不超过10家。"),
    case("注册不满1年的企业不享受本政策。"),
    case("项目总投资3亿元，建设期24个月。"),
    case("本市企业职工平均工资为8000元/月。"),
    case("获得省级称号的企业注册资本为5000万元。"),
    case("评审得分80分以上的项目进入现场考察。"),
    case("对符合条件的引进人才优先给予每年1名落户指标。"),
    case("中标价格低于500万元的项目不予支持。"),
]
NOTHING_AT_ALL = [
    case("奖励资金按30%、30%、40%的比例分三年拨付。"),
    case("首期拨付50%，验收合格后拨付剩余50%。"),
    case("项目立项后拨付资助资金的60%，通过验收后再拨付40%。"),
    case("所需资金由市、区两级财政按6:4的比例分担。"),
    case("违反规定的，处1万元以上5万元以下罚款。"),
    case("骗取资金的，追回全部资金，并处10万元罚款。"),
    case("例如，某企业投资1000万元，可获得补助100万元。"),
    case("本措施所称以上、以下均含本数，例如100万元以上包含100万元。"),
    case("本政策自2023年5月1日起施行，有效期3年。"),
    case("按照《关于支持中小企业发展的意见》（临政发〔2022〕15号）执行。"),
    case("申报期为每年3月1日至4月30日。"),
    case("受到行政处罚的企业3年内不得申报。"),
    case("申报材料一式三份，于10个工作日内报送。"),
    case("同一项目符合多项奖励条件的，按就高不重复原则执行。"),
    case("对重点企业实行一户一档服务。"),
    case("深入实施“四个一批”工程。"),
    case("推进产学研用三位一体协同创新。"),
    case("开展市、县、乡三级联动走访。"),
    case("筹备第三届创新创业大赛。"),
]
TARGETS = [
    case(
        "到2025年，培育国家级专精特新“小巨人”企业100家。", ("“小巨人”企业", 100, "家", "exact", "by_deadline", "2025年")
    ),
    case(
        "力争到“十四五”末，规上工业企业突破3000家。", ("规上工业企业", 3000, "家", FLOOR, "by_deadline", "“十四五”末")
    ),
    case("每年新增高新技术企业不少于50家。", ("高新技术企业", 50, "家", "floor", "per_year", None)),
    case(
        "到2027年底，全市研发经费投入强度达到3.5%以上。",
        ("研发经费投入强度", 3.5, "%", "floor", "by_deadline", "2027年底"),
    ),
    case("2026年底前建成公共充电桩1万个。", ("充电桩", WAN, "个", "exact", "by_deadline", "2026年底")),
    case("力争全年完成技改投资200亿元。", ("技改投资", 200 * YI, "元", "exact", ..., ...)),
    case("每年组织不少于20场供需对接活动。", ("供需对接活动", 20, "场", "floor", "per_year", None)),
    case("三年内培训企业经营管理人才1000人次。", (..., 1000, "人次", "exact", "by_deadline", "三年内")),
    case("到2025年，培育灯塔工厂3家左右。", ("灯塔工厂", 3, "家", ..., "by_deadline", "2025年")),
    case("每年遴选30家左右数字化转型标杆企业。", ("标杆企业", 30, "家", ..., "per_year", None)),
    case("到2025年，全市数字经济规模达到5000亿元。", ("数字经济规模", 5000 * YI, "元", FLOOR, "by_deadline", "2025年")),
    case("建设100个智能车间。", ("智能车间", 100, "个", "exact", None, None)),
]
STATISTICS = [
    case(
        "截至9月末，全市规上企业达1200家，较上年新增150家。",
        ("规上企业", 1200, "家", "截至9月末", "较上年新增150家"),
    ),
    case("2022年，全区实现工业总产值500亿元，同比增长8%。", ("工业总产值", 500 * YI, "元", "2022年", "同比增长8%")),
    case("目前已累计发放贷款20亿元。", ("贷款", 20 * YI, "元", "目前", None)),
    case(
        "截至2023年6月底，全市已认定创新型中小企业860家。",
        ("创新型中小企业", 860, "家", "截至2023年6月底", None),
    ),
    case("目前，我市拥有国家级专精特新“小巨人”企业35家。", ("“小巨人”企业", 35, "家", "目前", None)),
    case("去年全市新登记企业3.2万户。", ("企业", 32000, "户", "去年", ...)),
    case("据统计，全市中小企业贡献了60%的税收。", ("中小企业", 60, "%", ..., None)),
]


@pytest.mark.parametrize(("sentence", "money", "thresholds"), THRESHOLDS)
def test_what_must_be_reached_is_no_money(sentence: str, money: list[float], thresholds: list[tuple[Any, ...]]) -> None:
    document = policy(sentence)
    assert given(document) == money
    found = rows(document, "thresholds", "metric", "value", "unit", "bound")
    assert missing(found, thresholds) == []
    assert len(found) == len(thresholds)


@pytest.mark.parametrize("sentence", NOTHING_GIVEN)
def test_shares_quotas_and_facts_give_no_money(sentence: str) -> None:
    assert given(policy(sentence)) == []


@pytest.mark.parametrize("sentence", NOTHING_AT_ALL)
def test_instalments_penalties_dates_and_examples_are_no_figure_at_all(sentence: str) -> None:
    document = policy(sentence)
    assert given(document) == []
    assert [rows(document, name, "quote") for name in ("thresholds", "targets", "statistics")] == [[], [], []]


@pytest.mark.parametrize(("sentence", "target"), TARGETS)
def test_what_is_aimed_at(sentence: str, target: tuple[Any, ...]) -> None:
    document = policy(sentence)
    found = rows(document, "targets", "metric", "value", "unit", "bound", "period", "deadline")
    assert missing(found, [target]) == []
    assert len(found) == 1
    assert given(document) == []
    assert rows(document, "thresholds", "quote") == []


@pytest.mark.parametrize(("sentence", "statistic"), STATISTICS)
@pytest.mark.parametrize(
    "before", ["临海市关于促进产业发展的建议\n问题：\n", "关于第12号提案的答复\n一、工作情况\n"], ids=["提案", "答复"]
)
def test_what_is_reported(sentence: str, statistic: tuple[Any, ...], before: str) -> None:
    (document,) = parse_text(before + sentence)
    assert missing(rows(document, "statistics", "metric", "value", "unit", "as_of", "change"), [statistic]) == []
    assert given(document) == []
    assert rows(document, "targets", "quote") == []


def test_several_counts_of_one_report() -> None:
    text = "截至2023年底，全区有专精特新企业69家，其中市级“小巨人”16家、国家级“小巨人”10家。"
    (document,) = parse_text("海淀区关于培育专精特新企业的建议\n一、基本情况\n" + text)
    assert rows(document, "statistics", "value", "unit") == [(69, "家"), (16, "家"), (10, "家")]
    assert rows(document, "targets", "quote") == []


def test_several_targets_under_one_deadline() -> None:
    text = "到2025年，创新型中小企业达到1万家，省级专精特新企业达到2000家，国家级“小巨人”企业达到300家。"
    found = rows(policy(text), "targets", "value", "unit", "period", "deadline")
    assert found == [(v, "家", "by_deadline", "2025年") for v in (WAN, 2000, 300)] or found == [
        (v, "家", "by_deadline", "到2025年") for v in (WAN, 2000, 300)
    ]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        case("2025年12月31日前建成5个中试基地。", "2025-12-31"),
        case("到2025年底建成5个中试基地。", "2025-12-31"),
        case("2024年6月底前建成5个中试基地。", "2024-06-30"),
        case("力争到“十四五”末建成5个中试基地。", None),
        case("三年内建成5个中试基地。", None),
    ],
)
def test_the_day_of_a_deadline_where_one_follows(sentence: str, day: str | None) -> None:
    (target,) = policy(sentence).measures[0].targets
    assert (target.value, target.deadline_date) == (5, day)


@pytest.mark.parametrize("sentence", [case(parameter.id) for parameter in [*THRESHOLDS, *TARGETS]])
def test_no_number_is_read_twice(sentence: str) -> None:
    document = policy(sentence)
    spans = [(e.start, e.end) for name in ("targets", "statistics") for e in all_finds(document, name)]
    figures = [(e.start, e.end) for e in all_finds(document, "thresholds")]
    assert not set(spans) & set(figures)
    assert len(set(spans)) == len(spans)
