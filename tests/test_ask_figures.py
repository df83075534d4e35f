"""What a figure is for, and how an ask's figures move beside those of a measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.figures import figures_of
from zjtx_docs.comparison.further import weights
from zjtx_docs.comparison.how_figures import figures_how
from zjtx_docs.comparison.standing import named_as_standing
from zjtx_docs.pipeline import parse_text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("年营业收入500万元以上的,给予20万元奖励", [("bar", 5_000_000), ("gift", 200_000)]),
        ("对单户500万元以下的担保业务,担保费率不超过1%", [("ceiling", 5_000_000), ("charge", 0.01)]),
        ("每年筹集人才公寓不少于500套", [("aim", 500)]),
        ("按贷款利率的50%给予贴息,期限2年", [("gift", 0.5), ("span", 24)]),
        ("每季度开展一次安全检查", [("pace", 4)]),
        ("同一企业每年检查不超过2次", [("limit", 2)]),
        ("自受理之日起5个工作日内办结", [("wait", 120)]),
        ("预留给中小企业的份额提高到45%以上", [("share", 0.45)]),
    ],
)
def test_what_a_figure_is_for(text: str, told: list[tuple[str, float]]) -> None:
    assert [(figure.purpose, float(figure.value)) for figure in figures_of(text)] == told


@pytest.mark.parametrize(
    ("ask", "measure", "how"),
    [
        ("新建1000立方米以上冷库的,按投资的20%补助", "新建5000立方米以上冷库的,按投资的20%补助", ["wider_beneficiary"]),
        ("累计开放测试道路500公里以上", "到2026年累计开放测试道路300公里", ["adds_quota_or_target"]),
        ("每年办上六场对接会", "每年举办对接会不少于12场", ["lower_amount"]),
        ("检查由每半年一次增加为每季度一次", "每半年开展一次检查", ["adds_quota_or_target"]),
        ("安全评估由每年1次调整为每3年1次", "每年至少开展1次安全评估", ["conflicts"]),
        ("房租补贴补满三年", "按租金的50%给予补贴,补贴期限不超过2年", ["longer_period"]),
        ("门槛由研发费用500万元降低到200万元", "研发费用500万元以上的,给予补助", ["wider_beneficiary"]),
        ("对企业免收投标保证金", "投标保证金减半收取", ["higher_amount"]),
        ("担保费率不超过1%", "担保费率不超过1%", []),
        ("公交最好跑到半夜十二点再收车", "公交线路末班车延长至22时30分", ["longer_period"]),
        ("博物馆开到晚上九点", "暑期延时开放至22时", ["lower_amount"]),
        ("外摆时段延长至次日3时", "允许外摆经营至次日1时", ["longer_period"]),
        ("请办些班,一年教出一千个来", "每年培训主播不少于3000人次", ["lower_amount"]),
        ("按最低工资标准的一半给予见习补贴", "按最低工资标准的60%给予见习补贴", []),
        ("老冷库还有约21万平方米,对改成车间的给予补助", "对旧厂房改造给予补助", []),
        ("25家农产品企业每家配1名联络员", "为企业配备联络员", []),
        ("为25家农产品企业配联络员", "为企业配备联络员", ["adds_quota_or_target"]),
        ("质押贷款手续费现在是2%左右,建议降到0.5%以下", "引导机构降低手续费率", ["adds_quota_or_target"]),
        ("报辅导给五十万,受理给一百万,上市给一百五十万", "分别奖励100万元、200万元、300万元", []),
    ],
)
def test_how_figures_move(ask: str, measure: str, how: list[str]) -> None:
    assert figures_how(ask, measure) == how


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        ("贴息比例由30%提高到50%", {("rate", 0.3)}),
        ("奖励请由四十万加到六十万", {("sum", 400_000)}),
        ("原来奖一百万太少,请给到三百万", {("sum", 1_000_000)}),
        ("眼下贴两年就断了,请贴到四年", {("月", 24)}),
        ("每半年召开一次改为每季度召开一次", set()),
        ("会议由每半年召开一次改为每季度召开一次", {("次", 2)}),
        ("对研发投入500万元以上的企业给予50万元奖励", set()),
        ("从市级资金中安排200万元,每家补助20万元", set()),
    ],
)
def test_the_figure_that_an_ask_names_as_standing(ask: str, named: set[tuple[str, float]]) -> None:
    assert {(unit, float(value)) for unit, value in named_as_standing(ask)} == named


def test_the_figure_named_as_standing_tells_the_measure() -> None:
    policy = parse_text(
        "示例市支持企业上市若干措施\n\n第一条　完成股份制改造的企业，给予一次性奖励40万元。\n\n"
        "第二条　在新三板基础层、创新层挂牌的企业，分别奖励60万元、80万元。", "policy"
    )  # fmt: skip
    asked = "关于支持企业上市的提案\n\n建议：\n\n1.{}企业改制挂牌的奖励由{}万元提高到{}万元。"
    for stands, wanted, place in ((40, 60, "一条"), (60, 80, "二条")):
        found = compare(parse_text(asked.format("", stands, wanted), "p"), policy).asks[-1]
        assert (found.matches[0].path[-1], found.relation) == (place, "extends")


@pytest.mark.parametrize(
    ("ask", "relation"),
    [
        ("对新评定的丙级旅游民宿给予5万元奖励", "extends"),
        ("对新评定的乙级旅游民宿给予5万元奖励", "duplicates"),
        ("把露营地也列入旅游民宿评定奖励，每家奖励5万元", "extends"),
        ("对新评定的乙级旅游民宿，也应当给予5万元奖励", "duplicates"),
    ],
)
def test_a_lower_grade_and_a_group_let_in_go_further(ask: str, relation: str) -> None:
    policy = "关于旅游的若干措施\n\n第一条　对新评定的甲级、乙级旅游民宿，分别给予30万元、15万元一次性奖励。"
    found = compare(parse_text(f"关于旅游的提案\n\n建议：\n\n1.{ask}。", "p"), parse_text(policy, "q"))
    assert [one.relation for one in found.asks] == [relation]


def test_a_sum_for_one_grade_is_held_against_that_grade_of_a_list() -> None:
    policy = "关于家政的若干措施\n\n第一条　取得初级、中级、高级家政职业技能等级证书的，分别按每人1000元、1500元、2000元给予培训补贴。"
    less, more = (
        compare(parse_text(f"关于家政的提案\n\n建议：\n\n1.对取得中级家政职业技能等级证书的，每人给予培训补贴{sum_}元。", "p"), parse_text(policy, "q"))
        for sum_ in (1200, 1800)
    )  # fmt: skip
    assert [ask.relation for ask in (*less.asks, *more.asks)] == ["duplicates", "extends"]


def test_classes_of_a_list_are_grades_too() -> None:
    policy = "关于医药的若干措施\n\n第一条　对首次取得第三类、第二类医疗器械注册证的企业，每个品种分别给予80万元、20万元奖励。"
    third, second = (
        compare(parse_text(f"关于医药的提案\n\n建议：\n\n1.首次取得{which}医疗器械注册证的企业，每个品种奖励50万元。", "p"), parse_text(policy, "q"))
        for which in ("第三类", "第二类")
    )  # fmt: skip
    assert [ask.relation for ask in (*third.asks, *second.asks)] == ["duplicates", "extends"]


@pytest.mark.parametrize(
    ("measure", "ask", "relation"),
    [
        ("为来本市求职的高校毕业生提供7天免费住宿。", "求职的高校毕业生来了，让他们免费住半个月。", "extends"),
        ("为来本市求职的高校毕业生提供7天免费住宿。", "求职的高校毕业生来了，让他们免费住三天。", "duplicates"),
        ("每个县（市、区）至少建设1个规范化零工市场。", "每个乡镇都建设1个零工市场。", "extends"),
        ("建立市属三级医院伦理审查互认联盟。", "将区属二级医院纳入伦理审查互认联盟。", "extends"),
        ("对通过复核的老字号给予10万元奖励。", "过了复核的老字号也该给点奖励。", "duplicates"),
        ("对市级中试平台按设备投资额的30%给予补助。", "对市级中试平台优先供地。", "extends"),
        ("对市级中试平台按设备投资额的30%给予补助。", "市级中试平台的补助要真正执行到位，不能光写在纸上。", "duplicates"),
        ("新建工业厂房屋顶光伏覆盖率不低于50%。", "新建工业厂房应同步建设屋顶光伏，避免二次施工。", "duplicates"),
        ("利用闲置厂房改建为职工宿舍的，按照每间1万元给予补助。", "闲置厂房改成职工宿舍的，请给补一点钱。", "duplicates"),
    ],
)
def test_what_asks_for_more_and_what_only_for_the_same(measure: str, ask: str, relation: str) -> None:
    policy = parse_text(f"关于发展的若干措施\n\n第一条　{measure}", "q")
    found = compare(parse_text(f"关于发展的提案\n\n建议：\n\n1.{ask}", "p"), policy, as_="asks")
    assert [one.relation for one in found.asks] == [relation]


def test_a_letterhead_with_its_category_stays_with_the_reply() -> None:
    text = (
        "临江市工业和信息化局\n\n办理结果：B类\n\n关于市政协十届三次会议第0217号提案的答复\n\n王某委员：\n\n"
        "您提出的提案收悉。现答复如下：\n\n一、关于安全\n\n我局已建成监测平台。\n"
    )
    assert [document.kind for document in parse_text(text, "r")] == ["reply"]


def test_a_draft_under_its_announcement_is_asked_of() -> None:
    draft = (
        "临湖区人民政府办公室关于公开征求《临湖区养老服务实施办法（征求意见稿）》意见的公告\n\n"
        "为完善养老服务，区民政局起草了《临湖区养老服务实施办法（征求意见稿）》，现向社会公开征求意见。\n\n"
        "临湖区养老服务实施办法（征求意见稿）\n\n第一条　对家庭养老床位，给予每张2500元的建设补助。\n\n"
        "第二条　将老年助餐补助标准提高到每人次3元。\n"
    )
    policy = "临市养老服务若干措施\n\n第一条　对家庭养老床位，给予每张3000元的建设补助。"
    found = compare(parse_text(draft, "d"), parse_text(policy, "p"), as_="asks")
    assert len(found.asks) >= 2 and found.asks[0].relation == "duplicates"


def test_the_learned_weights_are_whole() -> None:
    model = weights()
    assert len(model.weight["said"]) > 5000 and len(model.weight["new"]) > 5000 and set(model.less) == {
        "lower_amount", "narrower_beneficiary", "implementation",
    }  # fmt: skip
    for name in ("learned_e5.npz", "learned_use.npz"):
        assert (Path(__file__).parents[1] / "zjtx_docs" / "comparison" / name).stat().st_size > 10**6
