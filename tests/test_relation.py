"""How one ask stands to a policy: duplicates, extends (and in what), or lacks (and what came nearest).

Every ask is held against the same made-up policy. The subject decides between extends and lacks, the fields between
duplicates and extends: a smaller sum or a narrower group stays duplicates and is told, a call to carry out what
stands is duplicates too.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.against import is_against
from zjtx_docs.comparison.records import Ask, Comparison
from zjtx_docs.model import Document
from zjtx_docs.pipeline import parse_text

POLICY = """湖州市促进中小企业高质量发展若干措施
为支持中小企业提质增效，力争到2026年，国家级专精特新“小巨人”企业达到100家，现制定以下措施。
一、支持创新改造
1.加快设备更新。对企业实施设备更新和数字化改造的项目，按设备投资额的10%给予补助，单个项目最高500万元（市经信局）。
2.激励研发投入。对企业年度研发费用增量部分，按10%给予补助，单个企业每年最高100万元（市科技局）。
3.推广首台套产品。对首次认定的首台（套）装备，给予生产企业一次性50万元奖励（市经信局）。开展首台（套）保险补偿试点，给予投保企业保费补贴（市财政局）。
4.推动企业上云。鼓励企业将业务系统向云端迁移（市大数据局）。
二、加强融资服务
5.扩大信贷投放。引导银行开发“专精特新贷”，为企业开辟信贷绿色通道（市金融办）。
6.降低融资成本。对国家级专精特新“小巨人”企业的贷款，按实际支付利息的30%给予贴息，每家企业每年不超过50万元（市财政局）。
7.培育上市企业。建立上市后备企业资源库，开展分类辅导（市金融办）。对在境内外证券交易所上市的企业，给予总额300万元奖励（市金融办，市财政局）。
8.发挥基金作用。设立规模5亿元的产业引导基金，投向初创期科技企业（市国资委）。
三、助力市场开拓
9.支持参展。支持企业参加境内外展会，按展位费的50%给予补贴，单个企业每年不超过10万元（市商务局）。
10.稳定外贸。对企业投保出口信用保险的，按保费的60%给予补助（市商务局）。
11.保护知识产权。对获得国外发明专利授权的企业，每件资助2万元（市市场监管局）。
四、强化要素保障
12.保障用地。优先保障重大制造业项目新增用地指标（市自然资源和规划局）。
13.建设特色园区。打造5个中小企业特色产业园区，对园区建设公共服务平台给予最高200万元补助（市经信局）。
14.降低用房成本。对租用标准厂房的专精特新企业，前三年给予租金补贴（各区县）。
15.引进人才。对企业引进的博士，给予每人10万元安家补贴（市人力社保局）。
16.开展培训。组织企业经营管理人才培训（市经信局）。
五、优化企业服务
17.走访服务。建立领导干部联系企业制度，常态化开展入企走访，协调解决困难（市经信局）。
18.发放服务券。通过中小企业服务券支持企业购买管理咨询、检验检测等服务（市经信局）。
19.招引总部企业。对新引进的总部企业给予一次性落户奖励（市投资促进中心）。
"""


def case(text: str, *expected: Any, miss: str = "") -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=miss)] if miss else []
    return pytest.param(text, *expected, id=text, marks=marks)


@cache
def policy() -> Document:
    (document,) = parse_text(POLICY, "policy")
    assert document.kind == "policy"
    return document


def compared(suggestions: str) -> Comparison:
    (document,) = parse_text(
        "关于支持中小企业发展的建议\n问题：\n中小企业面临不少困难。\n建议：\n" + suggestions, "proposal"
    )
    assert document.kind == "proposal"
    return compare(document, policy())


def only_ask(sentence: str) -> Ask:
    (ask,) = compared("一、" + sentence).asks
    return ask


# An ask, the counterpart that it must meet, and what must be told of it.
DUPLICATES = [
    case("对企业设备更新和数字化改造项目，按设备投资额的10%给予补助，单个项目最高500万元。", "设备更新", set()),
    case("引导银行推出“专精特新贷”，为企业开辟信贷绿色通道。", "专精特新贷", set()),
    case("建立企业上市后备资源库，分类开展上市辅导。", "上市后备", set()),
    case("支持企业参加国内外展会，给予展位费50%的补贴。", "展会", set()),
    case("对企业投保出口信用保险给予保费60%的补助。", "出口信用保险", set()),
    case("优先保障重大制造业项目的新增用地指标。", "用地指标", set()),
    case("组织开展企业经营管理人才培训。", "人才培训", set()),
    case("鼓励企业把业务系统迁移到云端，推动企业上云。", "云端", set()),
    case("请专业机构给企业做检验检测，并用服务券帮企业抵扣一部分费用。", "服务券", set()),
    case(
        "通过发放服务券，支持中小企业购买管理咨询和检验检测服务。",
        "服务券",
        set(),
    ),
    case("打造一批中小企业特色产业园区。", "特色产业园区", set()),
    case("完善领导干部联系企业制度，常态化开展入企走访。", "联系企业", set()),
    case("对企业设备更新和数字化改造项目给予补助，单个项目最高300万元。", "设备更新", {"lower_amount"}),
    case("对企业引进的博士，给予每人5万元安家补贴。", "博士", {"lower_amount"}),
    case("对在境内外证券交易所上市的企业给予200万元奖励。", "证券交易所", {"lower_amount"}),
    case("对企业投保出口信用保险的，按保费的30%给予补助。", "出口信用保险", {"lower_amount"}),
    case(
        "对租用标准厂房的国家级专精特新“小巨人”企业，前三年给予租金补贴。",
        "租金补贴",
        {"narrower_beneficiary"},
    ),
    case("企业参加国内外展会，区里比照市里的标准给予展位费50%的补贴。", "展会", set()),
    case("尽快落实设备更新和数字化改造补助政策。", "设备更新", {"implementation"}),
    case("抓好首台（套）保险补偿试点的落地实施。", "保险补偿", {"implementation"}),
    case("加快兑现企业参加境内外展会的补贴。", "展会", {"implementation"}),
    case("我县去年有6家企业出国参展，摊位费花了两成利润，建议对企业参加境内外展会的展位费给予补贴。", "展会", set()),
]
EXTENDS = [
    case(
        "对企业设备更新和数字化改造项目，按设备投资额的10%给予补助，单个项目最高1000万元。",
        "设备更新",
        {"higher_amount"},
    ),
    case("对企业设备更新和数字化改造项目，按设备投资额的20%给予补助。", "设备更新", {"higher_amount"}),
    case("对企业引进的博士，给予每人20万元安家补贴。", "博士", {"higher_amount"}),
    case("将企业参加境内外展会的展位费补贴比例提高到80%。", "展会", {"higher_amount"}),
    case("对新引进的总部企业给予100万元落户奖励。", "总部企业", {"sets_amount_where_none"}),
    case("对租用标准厂房的专精特新企业，给予每平方米每月10元租金补贴。", "租金补贴", {"sets_amount_where_none"}),
    case("对成功引进总部企业的中介机构给予奖励。", "总部企业", {"new_beneficiary"}),
    case("对省级专精特新中小企业的贷款，按实际支付利息的30%给予贴息。", "贴息", {"wider_beneficiary"}),
    case("将贷款贴息范围扩大到创新型中小企业和省级专精特新中小企业。", "贴息", {"wider_beneficiary"}),
    case("对银行发放的“专精特新贷”给予风险补偿。", "专精特新贷", {"new_instrument"}),
    case("对将业务系统向云端迁移的企业给予资金补贴。", "云端", {"new_instrument"}),
    case("每年推动不少于5家企业上市。", "上市", {"adds_quota_or_target"}),
    case("每年组织企业经营管理人才培训不少于1000人次。", "人才培训", {"adds_quota_or_target"}),
    case("各部门明确专职联络员，联合开展入企走访。", "入企走访", {"adds_organisation"}),
    case(
        "搭建企业上云公共服务平台，为企业业务系统向云端迁移提供支撑。",
        "云端",
        {"adds_platform"},
    ),
    case(
        "对租用标准厂房的专精特新企业，连续五年给予租金补贴。",
        "租金补贴",
        {"longer_period"},
    ),
    case("取消对企业参加境外展会的补贴。", "展会", {"conflicts"}),
    case("不再对首台（套）装备生产企业给予奖励。", "首台（套）装备", {"conflicts"}),
    case("企业上市的那笔奖励，往后就别发了。", "上市", {"conflicts"}),
    case("租用标准厂房的专精特新企业，租金一律免收。", "租金补贴", {"new_instrument"}),
    case("把全县中小企业的负责人全部培训一遍，组织开展企业经营管理人才培训，两年内全部完成。", "人才培训", {"wider_beneficiary"}),
    case("把企业参加境内外展会的补贴推广到个体工商户。", "展会", {"wider_beneficiary"}),
]
# The same words on another subject, or a subject that the policy does not have.
LACKS = [
    case("发放文旅消费券，带动居民消费。"),
    case("规范校车租赁服务管理，保障学生出行安全。"),
    case("在产业园区周边增设公交线路，方便职工上下班。"),
    case("加快老旧小区改造，完善停车设施。"),
    case("设立困难职工救助基金。"),
    case("解决企业高管子女入学问题。"),
    case("建设社区养老服务中心。"),
    case("对个人购买新能源汽车给予补贴。"),
    case("支持企业开展碳足迹核算和绿色认证。"),
    case("对集装箱海铁联运给予运费补助。"),
    case("加强企业职工食堂食品安全检查。"),
    case("推行企业破产案件简易审理。"),
    case("加强农村电商人才下乡。"),
    case("整治拖欠中小企业账款行为。"),
    case("限期清偿国有企业拖欠“专精特新”企业的账款。"),
    case("把各部门的检查合到一块儿，一家厂一年上门不超过两次。"),
    case("把培育中小企业的成效纳入对各乡镇的年度考核。"),
    case("筹建500套人才公寓，以低于市场价的租金供青年员工租住。"),
    case("把8路公交延伸到产业园东门。"),
    case("对首次获评国家级专精特新“小巨人”的企业，一次性给予50万元奖励。", miss="alike in words to the award for new machines"),
]
# Said in other words: the subject is there, and only lacks is wrong.
PARAPHRASES = [
    case("企业出国办展览，摊位费由政府报销一半。", "展会"),
    case("替企业负担一部分银行贷款利息。", "贴息"),
    case("给来湖工作的博士发放购房安家费。", "博士"),
    case("帮助企业淘汰旧机器，购买新装备的给予补贴。", "设备"),
    case("减轻企业厂房租金负担。", "租金补贴"),
]


@pytest.mark.parametrize(("sentence", "counterpart", "how"), DUPLICATES)
def test_what_the_policy_already_promises(sentence: str, counterpart: str, how: set[str]) -> None:
    ask = only_ask(sentence)
    assert ask.relation == "duplicates", (ask.how, ask.why)
    assert counterpart in ask.matches[0].quote
    assert how <= set(ask.how)
    assert not {"higher_amount", "wider_beneficiary", "new_beneficiary", "conflicts"} & set(ask.how)


@pytest.mark.parametrize(("sentence", "counterpart", "how"), EXTENDS)
def test_what_goes_further(sentence: str, counterpart: str, how: set[str]) -> None:
    ask = only_ask(sentence)
    assert ask.relation == "extends", (ask.how, ask.why)
    assert counterpart in ask.matches[0].quote
    assert how <= set(ask.how)


@pytest.mark.parametrize("sentence", LACKS)
def test_what_the_policy_does_not_have(sentence: str) -> None:
    ask = only_ask(sentence)
    assert ask.relation == "lacks", [match.quote for match in ask.matches]
    assert ask.matches == ()
    assert ask.nearest is not None
    assert ask.nearest.refused_because


@pytest.mark.parametrize(("sentence", "counterpart"), PARAPHRASES)
def test_the_same_in_other_words(sentence: str, counterpart: str) -> None:
    ask = only_ask(sentence)
    assert ask.relation != "lacks"
    assert counterpart in ask.matches[0].quote


def test_a_goal_of_the_opening_is_a_counterpart() -> None:
    ask = only_ask("到2026年，培育国家级专精特新“小巨人”企业150家。")
    assert ask.relation == "extends"
    assert "adds_quota_or_target" in ask.how
    assert (ask.matches[0].measure_id, ask.matches[0].path) == (None, ())


@pytest.mark.parametrize(
    ("suggestions", "pieces"),
    [
        case("一、加强培育\n每年辅导不少于2家企业上市，培育10家国家级专精特新“小巨人”企业，培养100家后备企业。",
             ["2家企业上市", "10家国家级", "100家后备企业"]),
        case("一、加大奖励。对省级专精特新中小企业奖励20万元；对国家级专精特新“小巨人”企业奖励50万元。", ["奖励20万元", "奖励50万元"]),
        case("一、支持企业参加境外展会。\n二、建立上市后备企业资源库。", ["境外展会", "上市后备"]),
        case("1、对企业研发费用增量部分按15%给予补助，单个企业每年最高100万元。", ["按15%给予补助，单个企业每年最高100万元"]),
    ],
)  # fmt: skip
def test_an_ask_is_the_smallest_stretch(suggestions: str, pieces: list[str]) -> None:
    quotes = [ask.quote for ask in compared(suggestions).asks]
    assert len(quotes) == len(pieces), quotes
    assert all(piece in quote for piece, quote in zip(pieces, quotes, strict=True))


def test_items_that_no_ask_touches() -> None:
    found = compared("一、支持企业参加境内外展会，给予展位费50%的补贴。\n二、设立规模5亿元的产业引导基金。")
    untouched = {entry.path for entry in found.uncovered}
    assert {("三", "9"), ("二", "8")} & untouched == set()
    assert {("一", "1"), ("四", "12"), ("五", "19")} <= untouched


def test_a_match_shows_the_fields_that_differ_and_the_bodies_to_address() -> None:
    ask = only_ask("对企业引进的博士，给予每人20万元安家补贴。")
    (change,) = [change for change in ask.matches[0].changes if change.field == "amount"]
    assert (change.op, change.left.value, change.right.value) == ("raised", 200000, 100000)
    assert [body.as_written for body in ask.matches[0].departments] == ["市人力社保局"]


def test_a_charge_without_a_figure_is_compared_without_one() -> None:
    policy = "关于支持检测的若干措施\n\n第一条　对小微企业检测收费不超过500元，给予补助。"
    proposal = "关于检测的提案\n\n建议：\n\n1.对小微企业检测收费全额补助，最高不限。"
    found = compare(parse_text(proposal, "p"), parse_text(policy, "q"))
    assert [ask.relation for ask in found.asks] == ["extends"]


@pytest.mark.parametrize(
    ("means", "relation"), [("发放服务券支持企业购买上市辅导", "duplicates"), ("组织券商为企业提供上市辅导", "extends")]
)
def test_a_voucher_that_stands_is_no_new_means_and_a_broker_is_none(means: str, relation: str) -> None:
    policy = f"关于支持企业上市的若干措施\n\n第一条　{means}。"
    proposal = "关于企业上市的提案\n\n建议：\n\n1.请券商给企业做上市辅导，并用服务券帮企业抵扣一部分费用。"
    found = compare(parse_text(proposal, "p"), parse_text(policy, "q"))
    assert [ask.relation for ask in found.asks] == [relation]


@pytest.mark.parametrize(
    ("asked", "stands", "contrary"),
    [
        ("园区内项目一律不提高容积率", "符合规划的可适当提高容积率", True),
        ("补贴不得低于市级标准", "补贴不低于市级标准", False),
        ("旧车间收拾出来,改成研发用房", "支持老旧厂房改造为研发用房", False),
        ("展会补贴不宜年年都发", "每年对参加展会的给予补贴", True),
        ("停止对展会的补贴", "对参加展会的给予补贴", True),
    ],
)
def test_what_is_the_contrary_of_what_stands(asked: str, stands: str, contrary: bool) -> None:
    assert is_against(asked, stands) is contrary


def test_each_item_on_the_subject_is_named_before_any_a_second_time() -> None:
    lines = (
        "一、对企业参加境外展会的展位费给予补贴。对企业参加境内展会的展位费给予补贴。对企业参加线上展会的展位费给予补贴。",
        "二、组织企业参加各类展会。",
        "三、支持企业在展会上推介产品。",
    )
    proposal = parse_text("关于展会的提案\n\n建议：\n\n1.对企业参加展会的展位费给予补贴。", "p")
    (ask,) = compare(proposal, parse_text("关于支持展会的若干措施\n\n" + "\n".join(lines), "q")).asks
    assert {match.path for match in ask.matches} == {("一",), ("二",), ("三",)}


def test_a_letter_under_the_reason_asks_where_it_goes_on_to_propose() -> None:
    text = (
        "关于帮助小厂的提案\n\n提案人：李明\n\n案由：\n\n　　我们走访了二十家小厂，老板们说买机床的钱不够。\n\n"
        "　　为此，提出以下建议。\n\n　　买新机床的，建议政府补一部分钱。\n\n　　另外，建议办几期培训班。\n"
    )
    (proposal,) = parse_text(text, "proposal")
    assert [measure.quote for measure in proposal.measures if measure.stance == "asked"] == [
        "买新机床的，建议政府补一部分钱", "另外，建议办几期培训班"
    ]  # fmt: skip
