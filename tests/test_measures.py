"""Which words act, how a sentence is cut, and on whose behalf it speaks: promised, asked, reported or cited.

A measure is one sentence under an item that acts, or the clause with its own act, amount or responsible department.
Expected measures are given by a piece of each, in order; a piece must stand in that measure and the numbers must be
equal.
"""

from __future__ import annotations

from typing import Any

import pytest

from zjtx_docs.model import Document, Measure, all_finds
from zjtx_docs.pipeline import parse_text
from zjtx_docs.text import squeeze


def case(text: str, *expected: Any, miss: str = "") -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=miss)] if miss else []
    return pytest.param(text, *expected, id=text, marks=marks)


def policy(body: str) -> Document:
    (document,) = parse_text("台州市支持民营经济发展若干措施\n一、支持企业发展\n" + body)
    return document


def proposal(body: str) -> Document:
    (document,) = parse_text("关于支持民营经济发展的建议\n" + body)
    return document


def reply(body: str) -> Document:
    (document,) = parse_text("关于市政协第35号提案的答复\n陈某委员：\n您提出的提案收悉，现答复如下：\n" + body)
    return document


def holds(measures: tuple[Measure, ...] | list[Measure], pieces: list[str]) -> bool:
    """True where there are as many measures as pieces and each measure holds its piece."""
    quotes = [squeeze(measure.quote) for measure in measures]
    return len(quotes) == len(pieces) and all(piece in quote for piece, quote in zip(pieces, quotes, strict=True))


def stances(document: Document, piece: str) -> set[str]:
    return {measure.stance for measure in document.measures if piece in squeeze(measure.quote)}


CUTS = [
    case("支持企业建设智能工厂，给予最高200万元补助。", ["给予最高200万元补助"]),
    case("推进银行开辟绿色通道（市金融办）。指导银行推出信用贷款产品（市财政局）。", ["开辟绿色通道", "推出信用贷款产品"]),
    case(
        "支持企业在新三板挂牌并给予补贴（市科技局）；支持企业境内外上市，给予每家300万元奖励（市金融办）。",
        ["在新三板挂牌", "境内外上市"],
    ),
    case(
        "开展首台套保险补偿试点（市财政局），推动医疗机构使用创新产品（市卫生健康委），扩大政府采购份额（市机关事务局）。",
        ["保险补偿试点", "使用创新产品", "扩大政府采购份额"],
    ),
    case("对国家级平台给予100万元奖励；对省级平台给予50万元奖励。", ["国家级平台", "省级平台"]),
    case("对国家级平台给予100万元奖励，对省级平台给予50万元奖励，对市级平台给予20万元奖励。", ["国家级", "省级", "市级"]),
    case("对国家级、省级平台分别给予100万元、50万元奖励。", ["分别给予100万元、50万元奖励"]),
    case("按研发投入的10%给予补助，单个企业最高100万元。", ["按研发投入的10%给予补助，单个企业最高100万元"]),
    case("对新认定的企业给予20万元奖励，单个企业不重复享受。", ["给予20万元奖励，单个企业不重复享受"]),
    case("组织供需对接活动。开展上云培训。每年遴选20家标杆企业。", ["供需对接", "上云培训", "标杆企业"]),
    case("1.支持企业上市。建立上市后备企业库（市金融办）。", ["建立上市后备企业库"]),
    case("（一）降低用房成本。对租用标准厂房的企业，给予租金补贴。\n（二）强化用地保障。优先安排用地指标。", ["租金补贴", "用地指标"]),
    case("一是建立企业名录库。二是开展入企走访。三是完善考核机制。", ["名录库", "走访", "考核机制"]),
    case("按设备投资额给予补助：工业企业补助10%，软件企业补助15%。", ["工业企业补助10%，软件企业补助15%"]),
    case("扩大政府性融资担保业务规模。设立资金池。", ["担保业务规模", "设立资金池"]),
    case("对获评A级的企业给予50万元奖励。\n对获评B级的企业给予30万元奖励。", ["A级", "B级"]),
]  # fmt: skip
NO_MEASURE = [
    case("本措施自2024年1月1日起施行，有效期3年。"),
    case("本措施所称民营企业，是指在本市依法登记的非国有企业。"),
    case("本措施所称“以上”均含本数。"),
    case("此前规定与本措施不一致的，以本措施为准。"),
    case("民营经济是国民经济的重要组成部分。"),
]
DEPARTMENTS = [
    case(
        "推进银行开辟绿色通道（市金融办）。指导银行推出信用贷款产品（市财政局，市科技局）。",
        [["市金融办"], ["市财政局", "市科技局"]],
    ),
    case("支持企业挂牌（市科技局）；支持企业上市（市金融办，市财政局）。", [["市科技局"], ["市金融办", "市财政局"]]),
    case("建立企业分级名录库。常态化开展入企走访服务。（责任单位：市经信局）", [["市经信局"], ["市经信局"]]),
    case("完善担保体系（市财政局牵头，市金融办配合）。", [["市财政局", "市金融办"]]),
    case("开展供需对接活动。", [[]]),
]
ACTIONS = [
    case("支持企业建设智能工厂。", "支持"),
    case("鼓励企业加大研发投入。", "鼓励"),
    case("引导银行推出信用贷款产品。", "引导"),
    case("建立企业成长档案。", "建立"),
    case("设立产业引导基金。", "设立"),
    case("开展免费诊断服务。", "开展"),
    case("组织企业参加展会。", "组织"),
    case("完善风险补偿机制。", "完善"),
    case("推动银企精准对接。", "推动"),
    case("打造特色产业园区。", "打造"),
    case("对符合条件的企业给予最高50万元奖励。", "给予"),
    case("按设备投资额的10%给予补助。", "给予"),
    case("对国家级平台奖励100万元。", "奖励"),
    case("每年遴选30家标杆企业。", "遴选"),
    case("为企业提供法律咨询服务。", "提供"),
    case("进一步优化审批流程。", "优化"),
    case("由市财政局会同有关部门研究制定配套办法。", "制定"),
]
CONDITIONS = [
    case("对首次认定的企业给予20万元奖励，单个企业不重复享受。", "不重复享受"),
    case("对认定的项目给予补助，同一项目按就高不重复原则执行。", "就高不重复"),
    case("经认定，对企业给予一次性奖励30万元。", "经认定"),
    case("通过验收后，给予项目承担单位50万元补助。", "通过验收后"),
    case("在符合规划的前提下，可适当提高容积率。", "符合规划的前提下"),
    case("除上述奖励外，再给予企业20万元奖励。", "除上述奖励外"),
    case("对省级称号企业奖励50万元，晋级补差。", "晋级补差"),
    case("对企业给予租金补贴，已享受区级房租补贴的不再重复享受。", "不再重复享受"),
    case("符合条件的，给予企业资金补助。", "符合条件"),
]
BACKGROUND_AND_ASKS = [
    case("问题：\n一是融资难。支持力度不足，担保机构覆盖面窄。\n建议：\n一、设立风险补偿资金池。", "资金池"),
    case("一、基本情况\n全区现有民营企业2万家，建立了走访机制。\n二、存在问题\n融资渠道单一，缺少专项扶持。\n三、意见建议\n（一）设立风险补偿资金池。", "资金池"),
    case("案由：\n民营企业融资成本高，完善担保体系十分必要。\n办法：\n设立风险补偿资金池。", "资金池"),
    case("民营企业是就业的主渠道。近年来我市出台多项政策，推动企业发展，但融资难仍然存在。\n为此，建议：\n1.设立风险补偿资金池。", "资金池"),
    case("现状分析：\n目前银行授信以抵押为主。\n对策建议：\n1、设立风险补偿资金池。", "资金池"),
]  # fmt: skip
REPLY_STANCES = [
    case("已建立企业名录库。", "建立企业名录库", "reported"),
    case("我局组织开展了融资对接活动。", "融资对接", "reported"),
    case("截至10月底，已发放补贴3000万元。", "发放补贴", "reported"),
    case("2023年共举办培训12场。", "举办培训", "reported"),
    case("下一步，我们将建立企业名录库。", "建立企业名录库", "provided"),
    case("今后，我局将继续加大信贷支持力度。", "加大信贷支持力度", "provided"),
    case(
        "2025年底前，出台专项扶持政策。",
        "出台专项扶持政策",
        "provided",
    ),
    case("拟于明年设立风险补偿资金池。", "设立风险补偿资金池", "provided"),
]


@pytest.mark.parametrize(("body", "pieces"), CUTS)
def test_how_sentences_are_cut(body: str, pieces: list[str]) -> None:
    measures = policy(body).measures
    assert holds(measures, pieces), [measure.quote for measure in measures]


@pytest.mark.parametrize("body", NO_MEASURE)
def test_what_does_not_act_is_no_measure(body: str) -> None:
    assert [measure.quote for measure in policy("支持企业建设智能工厂。\n" + body).measures[1:]] == []


PLEDGES = [
    "托育机构租用国有房屋的，前3年免收租金。",
    "对小规模纳税人、小型微利企业减半征收“六税两费”。",
    "入驻企业的房租实行“两免三减半”。",
    "信用评价为AAA级的企业免缴农民工工资保证金。",
    "全市口岸实行7×24小时预约通关。",
    "旅游投诉应当在30分钟内响应。",
    "企业反映的诉求，应当在5个工作日内办结或者书面答复。",
    "养老机构用水、用电、用气、用热执行居民生活类价格。",
    "物流仓储用地可以采取弹性年期出让方式供应。",
    "国有企业应当拿出适合的岗位，面向残疾人定向招聘。",
    "上年度出口额500万美元以下的企业，由市财政统一投保。",
    "除早晚高峰外，新能源城市配送货车在城区道路全天通行。",
    "在夜间消费片区周边道路施划临时停车泊位500个。",
    "街区商户外摆经营时段延长至23时，免收占道费。",
]


@pytest.mark.parametrize("body", PLEDGES)
def test_what_is_pledged_without_a_verb_of_support_is_a_measure(body: str) -> None:
    document = policy("1." + body + "\n2.支持企业技术改造，给予最高200万元补助。\n")
    assert [squeeze(m.quote) for m in document.measures if m.path[-1] == "1"] == [body.rstrip("。")]


NOT_PLEDGED = [
    "同一项目符合多项政策的，按照就高不重复的原则执行。",
    "国家和省另有规定的，从其规定。",
    "此前规定与本措施不一致的，以本措施为准。",
]


@pytest.mark.parametrize("body", NOT_PLEDGED)
def test_general_provisions_are_none(body: str) -> None:
    document = policy("1." + body + "\n2.支持企业技术改造，给予最高200万元补助。\n")
    assert [m for m in document.measures if m.path[-1] == "1"] == []


def test_the_bodies_of_a_row_answer_for_its_measure() -> None:
    table = "附表　奖补标准\n\n项目\t支持标准\t责任单位\n新开首店\t每家奖励20万元\t市商务局、市财政局\n参展补贴\t每人次交通费500元\t市商务局\n"
    document = policy("1.支持商贸发展，标准见附表。\n\n" + table)
    rows = [m for m in document.measures if "\t" in m.quote]
    assert [[d.as_written for d in m.departments] for m in rows] == [["市商务局", "市财政局"], ["市商务局"]]
    assert rows[1].money[0].per == "人次"


ASKS = [
    case("鹭江街区去年获评国家级集聚区，应尽快将200万元奖励资金拨付到位。", ["鹭江街区去年获评"]),
    case("国有企业采购首台（套）产品时，不得将同类业绩作为投标资格条件。", ["国有企业采购"]),
    case("由街区运营方、商户、金融机构共同参与，成立夜间经济促进会。", ["由街区运营方"]),
    case("周末和节假日的外摆经营时段，建议延长至次日3时。", ["周末和节假日"]),
    case("办厂的老一辈眼看要退了，把“厂二代”送到大企业去跟班学上半年。", ["办厂的老一辈"]),
    case("由市卫生健康委牵头，组建临床试验联盟，统一承接试验项目。", ["由市卫生健康委牵头"]),
    case("建设冷链物流园，建议设立冷链发展基金。", ["建设冷链物流园", "建议设立冷链发展基金"]),
    case(
        "主要景区和星级饭店应实现境外银行卡受理全覆盖。积极争取将机场列为口岸。",
        ["主要景区和星级饭店", "积极争取"],
    ),
]


@pytest.mark.parametrize(("body", "pieces"), ASKS)
def test_an_ask_keeps_what_says_what_it_is_about(body: str, pieces: list[str]) -> None:
    asked = [m for m in proposal("问题：\n企业面临困难。\n建议：\n1." + body).measures if m.stance == "asked"]
    assert len(asked) == len(pieces)
    assert all(squeeze(measure.quote).startswith(piece) for piece, measure in zip(pieces, asked, strict=True))


@pytest.mark.parametrize(("body", "departments"), DEPARTMENTS)
def test_each_measure_has_its_own_bodies(body: str, departments: list[list[str]]) -> None:
    assert [[d.as_written for d in measure.departments] for measure in policy(body).measures] == departments


@pytest.mark.parametrize(("body", "verb"), ACTIONS)
def test_the_verb_as_written(body: str, verb: str) -> None:
    (measure,) = policy(body).measures
    assert measure.action is not None
    assert measure.action in body
    assert verb in measure.action


@pytest.mark.parametrize(("body", "words"), CONDITIONS)
def test_conditions(body: str, words: str) -> None:
    conditions = [condition.quote for measure in policy(body).measures for condition in measure.conditions]
    assert any(words in condition for condition in conditions), conditions


@pytest.mark.parametrize("body", [case("组织供需对接活动。"), case("对国家级平台给予100万元奖励。")])
def test_no_condition_where_none_is_set(body: str) -> None:
    assert [measure.conditions for measure in policy(body).measures] == [()]


@pytest.mark.parametrize("body", [parameter.values[0] for parameter in CUTS])
def test_a_policy_promises(body: str) -> None:
    assert {measure.stance for measure in policy(body).measures} == {"provided"}


@pytest.mark.parametrize(("body", "asked"), BACKGROUND_AND_ASKS)
def test_a_proposal_asks_in_its_suggestions_only(body: str, asked: str) -> None:
    document = proposal(body)
    assert document.kind == "proposal"
    assert [asked in measure.quote for measure in document.measures if measure.stance == "asked"] == [True]


@pytest.mark.parametrize(
    "body",
    [
        case(
            "分析：\n《台州市稳增长工作方案》明确提出：全年新增培育省级专精特新企业25家以上。\n建议：\n设立风险补偿资金池。"
        ),
        case(
            "分析：\n根据《台州市稳增长工作方案》要求，推动20家企业上市（责任单位：市金融办）。\n建议：\n设立风险补偿资金池。"
        ),
    ],
)
def test_a_plan_of_another_paper_is_cited(body: str) -> None:
    document = proposal(body)
    assert stances(document, "全年新增培育") | stances(document, "企业上市") == {"cited"}
    assert stances(document, "资金池") == {"asked"}


@pytest.mark.parametrize(("body", "piece", "stance"), REPLY_STANCES)
def test_what_a_reply_did_and_what_it_will_do(body: str, piece: str, stance: str) -> None:
    document = reply("一、关于融资问题\n" + body)
    assert document.kind == "reply"
    assert stances(document, piece) == {stance}


@pytest.mark.parametrize("body", [parameter.values[0] for parameter in CUTS])
def test_every_find_stands_once_in_the_measure_that_holds_it(body: str) -> None:
    document = policy(body)
    assert len({measure.id for measure in document.measures}) == len(document.measures)
    for name in ("money", "targets", "thresholds", "beneficiaries"):
        spans = [(entry.start, entry.end) for entry in all_finds(document, name)]
        inside = [(e.start, e.end, m) for m in document.measures for e in getattr(m, name)]
        assert all(m.start <= start and end <= m.end for start, end, m in inside)
        assert len(spans) == len(inside) + len(getattr(document, name))


def test_measures_carry_the_path_of_their_item() -> None:
    document = policy(
        "1.融资支持。扩大政府性融资担保业务规模。\n（1）设立总规模1亿元的风险补偿资金池。\n"
        "二、强化服务\n2.走访服务。协调解决企业发展中的实际困难。"
    )
    assert [(measure.path, measure.quote.rstrip("。")) for measure in document.measures] == [
        (("一", "1"), "扩大政府性融资担保业务规模"),
        (("一", "1", "1"), "设立总规模1亿元的风险补偿资金池"),
        (("二", "2"), "协调解决企业发展中的实际困难"),
    ]


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        case("商户在不影响通行的前提下，可于每日18时至次日1时在划定区域外摆经营。", ["外摆经营"]),
        case("养老机构收取的押金等预收资金，一律存入银行专用账户。", ["一律存入"]),
        case("4A级以上旅游景区应当具备境外银行卡受理能力。", ["受理能力"]),
        case("中心城区主要公交线路末班车时间不早于21时30分。", ["不早于21时"]),
        case("每个建制村每日往返班次不少于2班。", ["不少于2班"]),
        case("本措施各项奖补资金自申报审核通过之日起60日内拨付到企业。", ["60日内拨付"]),
        case("到2027年，抢救性收集地方特色品种600份以上。", ["600份以上"]),
        case("公众可于2024年5月31日前通过信函反馈意见。", []),
        case("本措施自印发之日起施行，有效期3年。", []),
    ],
)
def test_permissions_paces_and_duties_are_measures(sentence: str, pieces: list[str]) -> None:
    found = [squeeze(measure.quote) for measure in policy(sentence).measures]
    assert len(found) == len(pieces)
    assert all(piece in quote for piece, quote in zip(pieces, found, strict=True))


def test_what_a_body_that_is_set_up_is_to_do_stays_with_it() -> None:
    (measure,) = proposal("建议：\n组建技术经理人联合会，承担行业自律和能力评价职责。").measures
    assert measure.quote.startswith("组建") and measure.quote.rstrip("。").endswith("职责")


def test_two_sums_for_two_things_in_one_sentence_are_two_measures() -> None:
    found = policy("对绿色建筑项目按每平方米20元给予奖励，并对绿色建筑的开发贷款给予1个百分点的财政贴息。").measures
    assert [squeeze(measure.quote)[:2] for measure in found] == ["对绿", "并对"]


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        case("每年留出名额供高管子女就读公办小学，并把这项照顾延伸到公办初中。", ["公办小学", "公办初中"]),
        case("办好企业家沙龙，让老板们常聚一聚，并支持外地商会到本市设立分会和办事处。", ["企业家沙龙", "设立分会"]),
        case("建一批青年公寓租给一线职工，并把外来职工的子女入托纳入街道统筹。", ["青年公寓", "子女入托"]),
        case("建议银行为企业开通审批快车道，同时由财政出资5000万元设立补偿资金。", ["快车道", "补偿资金"]),
        case("一方面要动员银行多开发专利质押贷款，另一方面，这类贷款出了坏账的，由财政补偿一半。", ["动员银行", "补偿一半"]),
        case("请向市里争取，对前沿技术的转化项目，将支持上限提高到300万元。", ["争取，对前沿技术的转化项目，将支持上限提高到300万元"]),
        case("搭建展示平台，并给予每家5万元补贴。", ["搭建展示平台，并给予每家5万元补贴"]),
    ],
)
def test_what_is_asked_besides_is_an_ask_of_its_own(sentence: str, pieces: list[str]) -> None:
    assert holds(proposal(f"建议：\n{sentence}").measures, pieces)


def test_a_letter_asks_in_everyday_turns_and_its_courtesies_ask_for_nothing() -> None:
    letter = (
        "区里各位领导：\n我办厂十年，想说几句心里话。区里的算力中心排队的全是大厂，盼着它也给小公司留个门。"
        "这些空着的老车间，请收拾出来让小厂干活。落户不要只照顾大企业，小厂每年也给两个名额。"
        "去年卖了两千多件货。说得不对的地方，请领导批评。"
    )
    (document,) = parse_text(letter, taken_for="proposal")
    asked = [measure.quote for measure in document.measures if measure.stance == "asked"]
    assert [piece for piece in ("留个门", "收拾出来", "两个名额", "两千多件", "批评") if any(piece in q for q in asked)] == [
        "留个门", "收拾出来", "两个名额"
    ]  # fmt: skip
