"""What a document says of itself: title, issuer, number, dates, place, level, scope; heads of proposals and replies."""

from __future__ import annotations

import pytest

from zjtx_docs.parsers.documents import split_documents
from zjtx_docs.parsers.fields import read_field, read_section
from zjtx_docs.parsers.header import find_header
from zjtx_docs.parsers.outline import find_outline
from zjtx_docs.parsers.places import find_place
from zjtx_docs.pipeline import parse_text
from zjtx_docs.text import fold, squeeze


def headers(text):
    return [find_header(text, part, find_outline(text, part)) for part in split_documents(text)]


def told(header):
    """The fields that are known, clauses as their words."""
    known = {name: value for name, value in header._asdict().items() if value is not None}
    return {name: getattr(value, "quote", value) for name, value in known.items() if name not in ("proposal", "reply")}


HEADS = {
    "a notice and its measures": (
        "临川市人民政府办公室文件\n临政办发〔2024〕15 号\n临川市人民政府办公室关于印发支持专精特新\n企业高质量发展若干措施的通知\n"
        "各县（区）人民政府，市政府各部门：\n《支持专精特新企业高质量发展若干措施》已经市政府同意，现印发给你们。\n临川市人民政府办公室\n2024年5月6日\n"
        "支持专精特新企业高质量发展\n若干措施\n一、支持认定\n对首次认定的企业奖励100万元。\n本措施自2024年6月1日起施行，有效期至2026年12月31日。",
        [
            {"title": "临川市人民政府办公室关于印发支持专精特新企业高质量发展若干措施的通知", "issuer": "临川市人民政府办公室",
             "document_number": "临政办发〔2024〕15号", "jurisdiction": "临川市", "level": "prefectural", "issued": "2024-05-06"},
            {"title": "支持专精特新企业高质量发展若干措施", "issuer": "临川市人民政府办公室", "document_number": "临政办发〔2024〕15号",
             "jurisdiction": "临川市", "level": "prefectural", "issued": "2024-05-06", "effective": "2024-06-01",
             "expires": "2026-12-31", "validity": "本措施自2024年6月1日起施行，有效期至2026年12月31日"},
        ],
    ),
    "several issuers and the text in the cover": (
        "江口市财政局 江口市科学技术局\n关于印发江口市创新券管理办法的通知\n江财规[2023]2号\n各单位：\n现将办法印发给你们，请遵照执行。\n"
        "江口市财政局\n江口市科学技术局\n二〇二三年四月十日\n第一条 面额1万元。\n第二条 本办法适用于在本市注册的企业，自印发之日起施行，有效期3年。\n"
        "第三条 由财政局解释。\n江口市财政局办公室\n2023年4月12日印发",
        [
            {"title": "江口市创新券管理办法", "issuer": "江口市财政局 江口市科学技术局", "document_number": "江财规[2023]2号",
             "jurisdiction": "江口市", "level": "prefectural", "issued": "2023-04-10", "effective": "2023-04-10",
             "expires": "2026-04-09", "validity": "自印发之日起施行，有效期3年", "applies_to": "本办法适用于在本市注册的企业"},
        ],
    ),
    "fields of a web page": (
        "索 引 号：  0000/2023-12        主题分类：  工业\n发文机关：  江口区人民政府              成文日期：  2023年04月10日\n"
        "标　　题：  江口区支持外贸若干政策（试行）\n发文字号：  江区政发〔2023〕6号           发布日期：  2023-04-12\n\n"
        "江口区支持外贸若干政策（试行）\n一、支持出口\n给予10万元补助。",
        [
            {"title": "江口区支持外贸若干政策（试行）", "issuer": "江口区人民政府", "document_number": "江区政发〔2023〕6号",
             "jurisdiction": "江口区", "level": "district", "issued": "2023-04-10"},
        ],
    ),
    "no head but a title": (
        "关于大力发展低空经济的若干意见\n为抢抓机遇，2023年1月1日以来，全省加快布局，现提出如下意见。\n一、培育企业\n省财政厅每年安排1亿元，全省统筹。",
        [{"title": "关于大力发展低空经济的若干意见", "level": "provincial"}],
    ),
    "a ministry": (
        "工业和信息化部关于促进中小企业发展的指导意见\n工信部企业〔2023〕8号\n各省、自治区、直辖市主管部门：\n为促进发展，提出意见如下。\n一、总体要求\n坚持创新驱动。\n"
        "工业和信息化部\n2023年3月1日",
        [
            {"title": "工业和信息化部关于促进中小企业发展的指导意见", "issuer": "工业和信息化部", "document_number": "工信部企业〔2023〕8号",
             "level": "national", "issued": "2023-03-01"},
        ],
    ),
    "a town": (
        "东莞市长安镇人民政府关于支持企业技改的若干措施\n一、补助\n给予5万元。\n长安镇人民政府  2023年6月1日",
        [
            {"title": "东莞市长安镇人民政府关于支持企业技改的若干措施", "issuer": "东莞市长安镇人民政府", "jurisdiction": "东莞市长安镇",
             "level": "township", "issued": "2023-06-01"},
        ],
    ),
    "a term without a beginning": (
        "江口市若干措施\n一、奖励\n给予5万元。\n本措施有效期3年。\n",
        [{"title": "江口市若干措施", "jurisdiction": "江口市", "level": "prefectural", "validity": "本措施有效期3年"}],
    ),
    "in force some days after the issue": (
        "江口市若干措施\n一、奖励\n给予5万元。\n本措施自印发之日起30日后施行。\n江口市人民政府\n2023年6月1日",
        [
            {"title": "江口市若干措施", "issuer": "江口市人民政府", "jurisdiction": "江口市", "level": "prefectural",
             "issued": "2023-06-01", "validity": "本措施自印发之日起30日后施行"},
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS, ids=HEADS)
def test_heads(name):
    text, expected = HEADS[name]
    assert [told(header) for header in headers(text)] == expected


def test_a_proposal_as_a_form():
    text = (
        "政协临川市第五届委员会第三次会议提案\n案    号：0057\n案    由：关于加快发展预制菜产业的提案（修改稿）\n"
        "提 案 人：张三、李四\n联 名 人：王五 赵六\n主办单位：市农业农村局    会办单位：市商务局\n近年来，我市预制菜企业发展到56家，但带动能力不强。\n一、建议\n设立资金。"
    )
    (header,) = headers(text)
    assert header.title == "关于加快发展预制菜产业的提案（修改稿）"
    assert header.issuer == "张三、李四"
    proposal = header.proposal
    assert (proposal.number, proposal.session) == ("0057", "政协临川市第五届委员会第三次会议")
    assert (proposal.proposers, proposal.cosigners) == (("张三", "李四"), ("王五", "赵六"))


PROPOSERS = {
    "关于支持青年人才的建议\n王小明\n近年来人才流失严重，应当重视。\n一、补贴\n每月800元。": ("王小明",),
    "关于支持青年人才的建议\n（陈一  李二三）\n近年来人才流失严重，应当重视。\n一、补贴\n每月800元。": (
        "陈一",
        "李二三",
    ),
    "关于支持青年人才的提案\n民建江口市委\n近年来人才流失严重，应当重视。\n一、补贴\n每月800元。": ("民建江口市委",),
    "关于支持青年人才的提案\n提案者：九三学社江口市委\n近年来人才流失严重，应当重视。": ("九三学社江口市委",),
    "关于支持青年人才的建议\n近年来人才流失严重，应当重视。\n一、补贴\n每月800元。\n王小明\n2024年1月15日": ("王小明",),
    "关于支持青年人才的建议\n近年来人才流失严重，应当重视。\n一、补贴\n每月800元。": (),
}


@pytest.mark.parametrize("text", PROPOSERS, ids=PROPOSERS)
def test_proposers(text):
    (header,) = headers(text)
    assert header.proposal.proposers == PROPOSERS[text]
    assert header.issuer == ("、".join(PROPOSERS[text]) or None)


def test_the_session_of_a_proposal_is_not_the_one_it_looks_back_on():
    text = "关于培育企业的建议\n张三\n问题：\n本人在第八届委员会第一次会议上曾提出建议，得到重视。现在九届二次会议再次提出建议，请予考虑。\n建议：\n一、设立基金\n规模1亿元。"
    (header,) = headers(text)
    assert header.proposal.session == "九届二次会议"


REPLIES = {
    "类别：A\n江科函〔2023〕22号    签发人：赵六\n江口市科学技术局关于市政协六届二次会议\n第0123号提案的答复\n张三委员：\n您提出的提案收悉，现答复如下：\n"
    "一、关于资金\n已安排500万元。\n江口市科学技术局\n2023年6月20日\n联系人：钱七": ("江口市科学技术局", "A", "2023-06-20"),
    "关于第45号建议的答复（B类）\n承办单位 区人社局\n王五代表：\n您提出的建议收悉，现答复如下：\n一、关于住房\n每月补贴600元。": ("区人社局", "B", None),
    "对政协第7号提案的复函\nC2\n民革江口市委：\n你们提出的提案收悉，现函复如下：\n目前正在研究论证，尚不具备条件。\n江口市财政局\n2023年7月1日": (
        "江口市财政局", "C2", "2023-07-01"),
    "关于优化服务的提案办理情况\n办理单位：市政务局\n办理结果：已采纳\n一、优化流程\n已压缩时限。": ("市政务局", "已采纳", None),
}  # fmt: skip


@pytest.mark.parametrize("text", REPLIES, ids=REPLIES)
def test_replies(text):
    (header,) = headers(text)
    assert (header.reply.handling, header.reply.category, header.reply.date) == REPLIES[text]
    assert header.issuer == header.reply.handling


def test_a_reply_below_a_form_takes_the_handling_body_of_the_form():
    text = (
        "提案标题：关于加强家政服务的提案\n提案编号：2023-118        届次：十三届二次会议\n提案者：李四\n承办单位：区商务局      会办单位：区人社局、区市场监管局\n"
        "【提案内容】\n一、对策\n1. 给予每人600元补贴；\n【办理复文】\n李四委员：\n您提出的提案收悉，现答复如下：\n一、工作打算\n纳入预算。"
    )
    proposal, reply = headers(text)
    assert (proposal.title, proposal.proposal.number, proposal.issuer) == ("关于加强家政服务的提案", "2023-118", "李四")
    assert (reply.reply.handling, reply.reply.co_handling) == ("区商务局", ("区人社局", "区市场监管局"))


def test_the_two_texts(policy_text, proposal_text):
    (policy,) = headers(policy_text)
    assert policy.title == "北京市关于促进“专精特新”中小企业高质量发展的若干措施"
    assert (policy.issuer, policy.issued, policy.jurisdiction, policy.level) == (None, None, "北京市", "provincial")
    assert policy.validity.quote == "自印发之日起施行"
    assert squeeze(policy.applies_to.quote) == "本政策适用于国家和市级“专精特新”中小企业及“小巨人”企业"
    proposal, reply = headers(proposal_text)
    assert (proposal.issuer, proposal.jurisdiction, proposal.level) == ("陈利军", "北京市房山区", "district")
    assert proposal.proposal.session == "九届二次会议"
    assert (reply.issuer, reply.jurisdiction, reply.reply.handling) == ("区经信局", "北京市房山区", "区经信局")


# names from first to last, document number, text proper -> place, level
PLACES = {
    (("温州市鹿城区人民政府",), None, ""): ("温州市鹿城区", "district"),
    (("浙江省温州市鹿城区人民政府",), None, ""): ("浙江省温州市鹿城区", "district"),
    (("关于推进鹿城区服务业发展的意见",), None, "温州市级奖励"): ("温州市鹿城区", "district"),
    (("关于推进鹿城区服务业发展的意见",), None, ""): ("鹿城区", "district"),
    (("关于支持鼓楼区发展的意见",), None, "与南京市同步"): ("南京市鼓楼区", "district"),
    (("昆山市人民政府",), None, ""): ("昆山市", "district"),
    (("恩施土家族苗族自治州人民政府",), None, ""): ("恩施土家族苗族自治州", "prefectural"),
    (("上海市浦东新区人民政府",), None, ""): ("上海市浦东新区", "district"),
    (("苏州市高新区管理委员会",), None, ""): ("苏州市高新区", "district"),
    (("中关村街道办事处",), None, ""): ("中关村街道", "township"),
    (("国务院办公厅关于支持北京市发展的意见",), None, ""): (None, "national"),
    (("区经信局", "关于进一步培育房山区企业的提案"), None, "北京市多个区"): ("北京市房山区", "district"),
    (("若干措施",), "京经信发[2023]5号", ""): ("北京市", "provincial"),
    (("若干措施",), "国办发[2023]5号", ""): (None, "national"),
    (("若干措施",), None, "为推进鹿城区发展,鹿城区财政安排资金,我区企业可申报"): ("鹿城区", "district"),
    (("若干措施",), None, "我市企业可申报,全市统一受理"): (None, "prefectural"),
    (("民盟市委",), None, ""): (None, None),
    (("优化城市更新的若干措施",), None, "持续推进各项工作"): (None, None),
}


@pytest.mark.parametrize("case", PLACES, ids=lambda case: f"{'、'.join(case[0])} {case[1] or ''} {case[2]}")
def test_find_place(case):
    names, number, body = case
    assert tuple(find_place(names, number, body)) == PLACES[case]


FIELDS = {
    "承办单位：区经信局": ("handling", "区经信局"),
    "承办单位 区经信局": ("handling", "区经信局"),
    "案　　由：关于支持创新的提案": ("title", "关于支持创新的提案"),
    "【发布日期】2023-02-08": ("published", "2023-02-08"),
    "(会办单位:市财政局)": None,
    "承办单位：": None,
    "支持单位：市财政局": None,
    "提升承办单位效率": None,
}


@pytest.mark.parametrize("text", FIELDS, ids=FIELDS)
def test_read_field(text):
    field = read_field(fold(text), 0, len(text))
    assert (None if field is None else (field.means, text[field.value :])) == FIELDS[text]


SECTIONS = {
    "问题:": "问题",
    "建议：设立基金": "建议",
    "【工作建议】": "工作建议",
    "建 议：": "建议",
    "问题与建议": "问题与建议",
    "建议设立基金": None,
    "一、建议": None,
}


@pytest.mark.parametrize("text", SECTIONS, ids=SECTIONS)
def test_read_section(text):
    section = read_section(fold(text), 0, len(text))
    assert (None if section is None else section.name) == SECTIONS[text]


@pytest.mark.parametrize("clause", ["以上举措自2026年7月1日起施行，有效期两年", "本指引自2026年7月1日起执行，试行两年"])
def test_a_text_may_call_itself_by_other_names_and_hold_on_trial(clause: str) -> None:
    (document,) = parse_text(f"江口市冷链物流若干举措\n一、扩大规模\n给予5万元奖励。\n{clause}。\n")
    assert (document.effective, document.expires) == ("2026-07-01", "2028-06-30")
    assert document.validity is not None and document.validity.quote == clause


def test_a_cover_that_hands_on_a_policy_promises_nothing() -> None:
    text = "关于印发《江口市若干政策》的通知\n各单位：\n《江口市若干政策》已经市政府常务会议审议通过，现印发给你们，请认真贯彻执行。\n"
    (document,) = parse_text(text)
    assert document.measures == ()
