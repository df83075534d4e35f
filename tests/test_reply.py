"""What an official reply did with one ask, and what it took on.

acted: done or firmly taken on; partly: a part, a smaller or another step, or figures without taking it on;
deferred: left to the level above; refused: no, or not now; not_addressed: nothing on the subject, courtesy
included. Every reply below also holds two paragraphs on other subjects, which must not be taken for the answer.
"""

from __future__ import annotations

from typing import Any

import pytest

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.records import AskReply, Commitment, Comparison
from zjtx_docs.pipeline import parse_text

POLICY = """扬州市促进民营经济发展若干措施
一、优化服务
1.建立领导干部联系企业制度（市工信局）。
2.支持企业参加境内外展会（市商务局）。
"""
OPENING = """关于市政协第118号提案的答复
周某委员：
您提出的关于支持民营企业发展的提案收悉，现答复如下：
一、关于营商环境
市行政审批局持续压减审批时限，推行帮办代办服务。
二、关于您提出的建议
"""
CLOSING = """
三、关于人居环境
市住建局推进背街小巷整治，新增停车泊位800个。
感谢您对我们工作的关心和支持。
扬州市工业和信息化局
2024年6月18日
"""

POOL = "设立民营企业信贷风险补偿资金池。"
AWARD = "对首次认定的省级专精特新中小企业给予20万元奖励。"
TRAINING = "每年组织企业经营管理人才培训不少于1000人次。"
LIST = "建立专精特新企业培育库。"
PARK = "建设专精特新特色产业园区。"
LOAN = "引导银行开发面向民营企业的信用贷款产品。"
LISTING = "每年推动不少于3家企业上市。"
HOUSING = "为企业引进的人才提供人才公寓。"
LAND = "优先保障民营企业项目用地指标。"


def case(text: str, *expected: Any, miss: str = "") -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=miss)] if miss else []
    return pytest.param(text, *expected, id=text, marks=marks)


def compared(ask: str, answer: str) -> Comparison:
    (policy,) = parse_text(POLICY, "policy")
    (proposal,) = parse_text(
        "关于支持民营企业发展的建议\n问题：\n民营企业面临不少困难。\n建议：\n一、" + ask, "proposal"
    )
    (reply,) = parse_text(OPENING + answer + CLOSING, "reply")
    assert (proposal.kind, reply.kind) == ("proposal", "reply")
    return compare(proposal, policy, reply=reply)


def answer_to(ask: str, answer: str) -> AskReply:
    (found,) = compared(ask, answer).asks
    assert found.reply is not None
    return found.reply


ACTED = [
    case("目前，我市已设立总规模2亿元的民营企业信贷风险补偿资金池。", POOL),
    case("市财政局出资5000万元，设立了信贷风险补偿资金池，已于今年3月投入运行。", POOL),
    case("2024年底前，市财政局将设立民营企业信贷风险补偿资金池。", POOL),
    case("我市出台了专项政策，对首次认定的省级专精特新中小企业给予20万元奖励。", AWARD),
    case("已兑现省级专精特新中小企业首次认定奖励，每家20万元。", AWARD),
    case("我们每年组织企业经营管理人才培训1200人次以上。", TRAINING),
    case("我局已建立专精特新企业培育库，实行动态管理。", LIST),
    case(
        "下一步，我局将建立专精特新企业培育库，分级分类开展培育。",
        LIST,
        miss="plain words of what stands read as a part of it",
    ),
    case("已规划建设专精特新特色产业园区3个，其中2个建成投用。", PARK),
    case("人民银行扬州市分行引导辖内银行推出了民营企业信用贷款产品6款。", LOAN),
    case("建成人才公寓2000套，优先供企业引进的人才租住。", HOUSING),
    case(
        "我局优先保障民营企业项目用地，今年已安排用地指标1200亩。",
        LAND,
    ),
]
PARTLY = [
    case("我市举办民营企业管理人才培训班2期，培训150人次。", TRAINING),
    case(
        "截至5月底，全市上市企业达到42家。",
        LISTING,
        miss="a count of 上市企业 is not brought together with 推动企业上市",
    ),
    case(
        "我市建立了上市后备企业库，开展上市辅导。",
        LISTING,
        miss="without the encoder the sentence is too far from the ask",
    ),
    case("市财政对首次认定的省级专精特新中小企业给予10万元奖励。", AWARD),
    case(
        "市地方金融监管局组织银企对接活动12场，帮助民营企业获得授信。",
        LOAN,
        miss="without the encoder the sentence is too far from the ask",
    ),
    case("目前正对信贷风险补偿资金池的设立方案进行研究论证。", POOL),
    case(
        "市人社局对企业引进的人才发放租房补贴，每人每月800元。",
        HOUSING,
        miss="a statement of what stands is read as the whole",
    ),
    case(
        "我市现有专精特新特色产业园区1个，入驻企业60家。",
        PARK,
        miss="a statement of what stands is read as the whole",
    ),
]
DEFERRED = [
    case("信贷风险补偿资金池方面，市里没有另设资金，主要是组织银行按省级政策申报。", POOL),
    case("人才公寓由我局协助企业向省住房城乡建设厅申请，市级不另行建设。", HOUSING),
    case("信贷风险补偿资金池由省级统一设立，我市将积极向上争取。", POOL),
    case(
        "省级专精特新中小企业的奖励由省级财政统筹安排，我市按照省有关政策执行，帮助企业做好申报。",
        AWARD,
        miss="由省级财政统筹 is not found to be on the subject",
    ),
    case("用地指标由省统一下达，我局将积极向省自然资源厅争取。", LAND),
    case("目前省正在制定专精特新特色产业园区建设标准，待省级文件出台后，我市按要求组织申报。", PARK),
    case("人才公寓政策属于省级事权，我们已将您的建议向省住建厅反映。", HOUSING),
]
REFUSED = [
    case("受财政资金所限，目前暂不具备设立信贷风险补偿资金池的条件。", POOL),
    case("经研究，我市暂不设立信贷风险补偿资金池。", POOL),
    case(
        "按照清理规范奖补政策的要求，不再对省级专精特新中小企业认定给予奖励。",
        AWARD,
    ),
    case("考虑到现有园区尚有空余，近期不宜再建设专精特新特色产业园区。", PARK),
    case("因编制和经费原因，无法为企业引进的人才提供人才公寓。", HOUSING),
    case("单独设立用地指标与国家有关规定不符，难以实施。", LAND),
]
NOT_ADDRESSED = [
    case(
        "您提出的设立信贷风险补偿资金池的建议很有针对性，我们将认真研究吸收。",
        POOL,
    ),
    case("您关于给予专精特新中小企业奖励的建议，对我们改进工作具有重要参考价值。", AWARD),
    case("我们高度重视您提出的建设特色产业园区的意见。", PARK),
    case("市文旅局举办文化旅游节，吸引游客30万人次。", TRAINING),
    case("市交通局新开通公交线路5条。", LAND),
    case("市农业农村局建立农产品质量追溯库。", LIST),
    case("市教育局开展校园贷专项治理。", LOAN),
    case("市民政局建设社区养老服务中心10个。", HOUSING),
    case("专精特新企业是产业链的重要支撑，对稳增长具有重要意义。", LIST),
]


@pytest.mark.parametrize(
    ("answer", "ask", "status"),
    [
        pytest.param(*parameter.values, status, id=parameter.id, marks=parameter.marks)
        for status, table in (
            ("acted", ACTED),
            ("partly", PARTLY),
            ("deferred_to_upper_level", DEFERRED),
            ("refused", REFUSED),
            ("not_addressed", NOT_ADDRESSED),
        )
        for parameter in table
    ],
)
def test_what_became_of_an_ask(answer: str, ask: str, status: str) -> None:
    reply = answer_to(ask, answer)
    assert reply.status == status, (reply.quote, reply.why)
    assert reply.why
    if status == "not_addressed":
        assert (reply.quote, reply.start, reply.end) == (None, None, None)
    else:
        assert reply.quote
        assert reply.quote in OPENING + answer + CLOSING
        assert reply.quote in answer or answer.rstrip("。") in reply.quote


def test_several_asks_in_one_paragraph_are_answered_each() -> None:
    (policy,) = parse_text(POLICY, "policy")
    (proposal,) = parse_text(f"关于支持民营企业发展的建议\n建议：\n一、{POOL}\n二、{LIST}\n三、{HOUSING}", "proposal")
    answer = "我局已建立专精特新企业培育库。受财政资金所限，暂不具备设立信贷风险补偿资金池的条件。"
    (reply,) = parse_text(OPENING + answer + CLOSING, "reply")
    found = [ask.reply and ask.reply.status for ask in compare(proposal, policy, reply=reply).asks]
    assert found == ["refused", "acted", "not_addressed"]


def test_what_the_asks_beside_are_answered_by_tells_the_sentence() -> None:
    """The middle ask shares few words with its answer; its neighbours have theirs right before and behind."""
    asks = "一、由区里办一支担保公司，给缺抵押的小厂作保。\n二、把担保费压到每年0.5%以内。\n三、组织企业抱团发债。"
    sentences = (
        "区担保公司自5月起与4家银行办理批量业务，单户300万元以下的直接出具保函",
        "平均费率为1.1%，若再下降，收入不足以覆盖代偿支出，现阶段不具备条件",
        "抱团发债一事，已完成摸底，8家企业表达了意向，正在测算发行成本",
    )
    (policy,) = parse_text(POLICY, "policy")
    (proposal,) = parse_text(f"关于改进民生服务的建议\n建议：\n{asks}", "proposal")
    (reply,) = parse_text(OPENING + "。".join(sentences) + "。" + CLOSING, "reply")
    found = [ask.reply for ask in compare(proposal, policy, reply=reply).asks]
    assert [answer and answer.status for answer in found] == ["acted", "refused", "partly"]
    assert [answer and answer.quote for answer in found] == list(sentences)


def test_without_a_reply_nothing_is_said_of_one() -> None:
    (policy,) = parse_text(POLICY, "policy")
    (proposal,) = parse_text("关于支持民营企业发展的建议\n建议：\n一、" + POOL, "proposal")
    found = compare(proposal, policy)
    assert [ask.reply for ask in found.asks] == [None]
    assert found.reply is None
    assert found.commitments == ()


def test_a_reply_under_the_proposal_is_used() -> None:
    (policy,) = parse_text(POLICY, "policy")
    text = f"关于支持民营企业发展的建议\n建议：\n一、{LIST}\n\n\n{OPENING}我局已建立专精特新企业培育库。{CLOSING}"
    documents = parse_text(text, "file")
    assert [document.kind for document in documents] == ["proposal", "reply"]
    found = compare(documents, policy)
    assert found.reply == "file#2"
    assert [ask.reply and ask.reply.status for ask in found.asks] == ["acted"]


COMMITMENTS = [
    case("市工信局已建立专精特新企业培育库。", "市工信局", None, "done"),
    case(
        "今年以来，市商务局组织企业参加展会20场。",
        "市商务局",
        None,
        "done",
    ),
    case("市财政局正在制定民营企业奖补办法。", "市财政局", None, "under_way"),
    case(
        "目前，市住建局正推进人才公寓建设。",
        "市住建局",
        None,
        "under_way",
    ),
    case(
        "下一步，市金融办将设立信贷风险补偿资金池。",
        "市金融办",
        None,
        "planned",
    ),
    case(
        "2024年底前，市财政局将出台民营企业奖补办法。",
        "市财政局",
        "2024年底",
        "planned",
    ),
    case("市工信局计划于2025年6月底前建成中小企业服务平台。", "市工信局", "2025年6月底", "planned"),
    case(
        "市人社局拟在明年开展企业经营管理人才轮训。",
        "市人社局",
        "明年",
        "planned",
        miss="明年 is not kept as the deadline",
    ),
    case("市财政局正在研究设立信贷风险补偿资金池。", "市财政局", None, "under_study"),
    case("市自然资源局将研究论证工业用地弹性出让方案。", "市自然资源局", None, "under_study"),
    case("今后，我们将进一步加大对民营企业的信贷支持力度。", None, None, "planned"),
]


def commitment(answer: str) -> list[Commitment]:
    """The commitments whose words stand in the answer, those of the other paragraphs left aside."""
    start = len(OPENING)
    return [c for c in compared(POOL, answer).commitments if start <= c.start < start + len(answer)]


@pytest.mark.parametrize(("answer", "who", "deadline", "state"), COMMITMENTS)
def test_what_a_reply_takes_on(answer: str, who: str | None, deadline: str | None, state: str) -> None:
    found = commitment(answer)
    assert [entry.state for entry in found] == [state], [entry.what for entry in found]
    (entry,) = found
    assert entry.quote == (OPENING + answer)[entry.start : entry.end]
    assert entry.what
    if who is not None:  # as written or by the full name
        assert entry.who in {who, "扬州" + who, {"市工信局": "扬州市工业和信息化局"}.get(who)}
    if deadline is None:
        assert entry.deadline is None
    else:
        assert deadline in (entry.deadline or "")


@pytest.mark.parametrize(
    "answer",
    [
        case("您的建议很有针对性，感谢您的关心。"),
        case("专精特新企业是产业链的重要支撑。"),
        case("受财政资金所限，暂不具备设立信贷风险补偿资金池的条件。"),
    ],
)
def test_courtesy_and_refusal_commit_to_nothing(answer: str) -> None:
    assert [entry.quote for entry in commitment(answer)] == []
