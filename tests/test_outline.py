"""Documents of a file, their paragraphs, numbered items and blocks, in many layouts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjtx_docs.parsers.documents import split_documents
from zjtx_docs.parsers.header import find_header
from zjtx_docs.parsers.labels import read_label
from zjtx_docs.parsers.outline import find_outline
from zjtx_docs.parsers.paragraphs import find_paragraphs
from zjtx_docs.parsers.references import find_references
from zjtx_docs.parsers.titles import title_kind
from zjtx_docs.pipeline import parse_text
from zjtx_docs.text import fold, squeeze

SHARED = Path(__file__).parents[2] / "shared"


def outlines(text):
    return [find_outline(text, part) for part in split_documents(text)]


def items(text):
    return [(".".join(item.path), item.heading) for outline in outlines(text) for item in outline.items]


def blocks(text, role="body"):
    return [
        (".".join(block.path), block.view.chars)
        for outline in outlines(text)
        for block in outline.blocks
        if block.role == role
    ]


LABELS = {
    "一、提升能力": ("一", "c"),
    "一 、提升能力": ("一", "c"),
    "（十二）补贴": ("十二", "pc"),
    "1.支持": ("1", "d"),
    "１２．支持": ("12", "d"),
    "1、500强企业": ("1", "d"),
    "1.2022年底前完成": ("1", "d"),
    "（3）补贴": ("3", "pd"),
    "4）补贴": ("4", "d)"),
    "②设备": ("2", "ring"),
    "第三章　奖励": ("三章", "章"),
    "第二节 补助": ("二节", "节"),
    "第四条为促进": ("四条", "条"),
    "第 1 条 支持": ("1条", "条"),
    "第三条之一 补充": ("三条之一", "条"),
    "第一百零五条 本条例": ("一百零五条", "条"),
    "附 则": ("附则", "附"),
    "附件2": ("附件2", "附"),
    "2.1 编制目的": ("2.1", "dd"),
    "A.资金支持": ("A", "letter"),
    "B、人才支持": ("B", "letter"),
    "A2. 担保贷款": ("A2", "under"),
    "A轮融资": None,
    "B2B平台": None,
    "A.B.C三类": None,
    "第五条规定的企业": None,
    "第十条、第十一条": None,
    "第一批试点": None,
    "一、二、三产业融合": None,
    "二、三线城市": None,
    "一是加强领导": None,
    "第一，加强领导": None,
    "2022年以来": None,
    "1.5倍以内": None,
    "3.5%的比例": None,
    "1、2、3号楼": None,
    "（2023年修订）": None,
    "（市财政局）": None,
    "二〇二三、工作": None,
}


@pytest.mark.parametrize("text", LABELS, ids=LABELS)
def test_numbering_marks(text):
    label = read_label(fold(text), 0, len(text))
    assert (None if label is None else (label.token, label.style)) == LABELS[text]


KINDS = {
    "江口市支持软件产业发展若干措施": "policy",
    "关于推动制造业高质量发展的实施意见(试行)": "policy",
    "江口市专精特新企业培育三年行动计划": "plan",
    "数字化转型工作方案": "plan",
    "关于出台人工智能扶持政策的建议": "proposal",
    "关于落实《若干措施》的提案": "proposal",
    "关于政协第0101号提案的答复": "reply",
    "对市政协第0101号提案办理情况的函": "reply",
    "关于第12号建议的会办意见": "reply",
    "关于优化服务的提案办理情": "reply",
    "关于印发《创新券管理办法》的通知": "notice",
    "关于支持企业稳岗若干措施的通知": "policy",
    "关于贯彻落实若干措施的通知": "notice",
    "关于加强审计监督的决议": "other",
    "近年来全市工业运行平稳": None,
}


@pytest.mark.parametrize("words", KINDS, ids=KINDS)
def test_title_kind(words):
    found = title_kind(words)
    assert (found[0] if found else None) == KINDS[words]


LAYOUTS = {
    "一、 and 1. that run on": (
        "江口市支持创新若干措施\n一、加大投入\n1.支持研发。给予50万元补助。\n2.支持转化。给予20万元奖励。\n"
        "二、优化服务\n3.建设平台。给予100万元资助。\n本措施自印发之日起施行。",
        [("一", "加大投入"), ("一.1", "支持研发"), ("一.2", "支持转化"), ("二", "优化服务"), ("二.3", "建设平台")],
    ),
    "chapters, articles, lists": (
        "江口市奖励办法\n第一章　总　　则\n第一条　为促进转化，根据有关规定，制定本办法。\n第二章 奖励\n"
        "第二条　奖励下列单位：\n（一）企业；\n（二）高校。\n第三条 依照第二条规定申请的，应当提交材料。\n附则\n1.本办法由科技局解释。",
        [("一章", "总则"), ("一章.一条", None), ("二章", "奖励"), ("二章.二条", None), ("二章.二条.一", None),
         ("二章.二条.二", None), ("二章.三条", None), ("附则", "附则"), ("附则.1", None)],
    ),
    "articles with a heading": (
        "江口市扶持办法\n第一条（目的）为促进发展，制定本办法。\n第二条（范围）\n本办法适用于本市企业。\n第三条【奖励】给予5万元。",
        [("一条", "目的"), ("二条", "范围"), ("三条", "奖励")],
    ),
    "articles whose first phrase is the heading": (
        "江口市若干措施\n第一条 支持研发。按投入的10%给予补助。\n第二条 支持上市。对上市企业给予300万元奖励。\n"
        "第三条 本措施由市科技局负责解释，自发布之日起执行。",
        [("一条", "支持研发"), ("二条", "支持上市"), ("三条", None)],
    ),
    "articles that run on under 一、": (
        "江口市若干政策\n一、做强企业\n第一条 鼓励上规。奖励20万元。\n二、技术改造\n第二条 鼓励技改。补助8%。\n三、附则\n第三条 由工信局解释。",
        [("一", "做强企业"), ("一.一条", "鼓励上规"), ("二", "技术改造"), ("二.二条", "鼓励技改"), ("三", "附则"), ("三.三条", None)],
    ),
    "markdown": (
        "# 关于支持楼宇经济的意见\n\n## 一、总体要求\n\n**（一）目标。** 到2025年建成20栋。\n\n**（二）原则** 坚持市场导向。\n\n"
        "## 二、任务\n\n### 1. 打造楼宇\n\n给予20万元奖励。\n\n- ① 入驻率80%以上；\n- ② 税收增长10%。",
        [("一", "总体要求"), ("一.一", "目标"), ("一.二", "原则"), ("二", "任务"), ("二.1", "打造楼宇"), ("二.1.1", None), ("二.1.2", None)],
    ),
    "decimal numbers": (
        "江口市上市扶持办法\n1 总则\n1.1 目的\n为鼓励上市，制定本办法。\n2 标准\n2.1 境内上市\n2.1.1 完成股改的，奖励50万元。\n"
        "2.2 境外上市\n增长1.5倍以上的再奖励10万元。",
        [("1", "总则"), ("1.1", "目的"), ("2", "标准"), ("2.1", "境内上市"), ("2.1.1", None), ("2.2", "境外上市")],
    ),
    "letters, and letters with numbers below": (
        "江口市返乡创业若干政策\nA. 资金支持\nA1. 创业补贴。给予1万元补贴。\nA2. 场租补贴。给予5万元补贴。\nB. 服务保障\nB1. 设立专窗，专人服务。",
        [("A", "资金支持"), ("A.A1", "创业补贴"), ("A.A2", "场租补贴"), ("B", "服务保障"), ("B.B1", None)],
    ),
    "letters inside numbers": (
        "江口市若干政策\n1.支持研发。下列情形给予补助：\nA.新购设备。补助5万元。\nB.改造产线。补助8万元。\n2.支持转化。奖励2万元。",
        [("1", "支持研发"), ("1.A", "新购设备"), ("1.B", "改造产线"), ("2", "支持转化")],
    ),
    "a list in the middle of a paragraph": (
        "江口市若干措施\n一、专项政策\n主要是：1、培育企业。给予30万元奖励。\n2、引进企业。给予20万元奖励。",
        [("一", "专项政策"), ("一.1", "培育企业"), ("一.2", "引进企业")],
    ),
    "conditions counted off in a sentence": (
        "江口市若干措施\n1.支持基金。同时符合：（1）实缴1亿元；（2）备案满一年；（3）投资本地的，给予50万元奖励。\n2.支持担保。按1%补贴。",
        [("1", "支持基金"), ("2", "支持担保")],
    ),
    "headed sub-items in one paragraph": (
        "江口市若干措施\n1.支持基金。可享受：（1）用房补助。按租金的50%补助。（2）贡献奖励。给予20万元奖励。\n2.支持担保。按1%补贴。",
        [("1", "支持基金"), ("1.1", "用房补助"), ("1.2", "贡献奖励"), ("2", "支持担保")],
    ),
    "marks typed carelessly": (
        "江口市若干措施\n1.支持研发。补助50万元。\n2、支持转化。奖励20万元。\n3．支持平台。资助10万元。",
        [("1", "支持研发"), ("2", "支持转化"), ("3", "支持平台")],
    ),
    "a number twice and one left out": (
        "江口市若干措施\n一、投入\n1.研发。补助5万元。\n1.转化。奖励2万元。\n4.平台。资助1万元。",
        [("一", "投入"), ("一.1", "研发"), ("一.1#2", "转化"), ("一.4", "平台")],
    ),
    "一是 and 第一， are no items": (
        "关于培育企业的建议\n一、加强领导\n一是成立专班。二是定期调度。\n第一，明确责任；第二，压实责任。",
        [("一", "加强领导")],
    ),
    "an inner list before 一、": (
        "江口市工作方案\n坚持以下原则：\n（1）政府引导；\n（2）市场主导。\n一、重点任务\n（1）培育企业。每年新增10家。\n（2）建设园区。建成2个。\n"
        "二、保障\n（1）组织。成立专班。",
        [("1", None), ("2", None), ("一", "重点任务"), ("一.1", "培育企业"), ("一.2", "建设园区"), ("二", "保障"), ("二.1", "组织")],
    ),
    "figures at the head of an item": (
        "江口市公租房通知\n（一）面向下列家庭：\n1.3人户家庭；\n2.2人户家庭；\n3.4人户及以上家庭。",
        [("一", None), ("一.1", None), ("一.2", None), ("一.3", None)],
    ),
    "contents before the text": (
        "江口市产业规划\n目  录\n第一章 总则........1\n第二章 任务........3\n第一章 总则\n一、背景\n产业基础较好，企业数量逐年增长。\n第二章 任务\n一、培育企业\n每年新增10家。",
        [("一章", "总则"), ("一章.一", "背景"), ("二章", "任务"), ("二章.一", "培育企业")],
    ),
    "an annex": (
        "关于开展认定工作的通知\n各区县：\n一、范围\n本市注册的企业均可申报，名额不限。\n附件：1.申报指南\n2.承诺书\n江口市科技局\n2023年5月1日\n"
        "附件1\n申报指南\n一、条件\n注册满一年。",
        [("一", "范围"), ("附件1", "申报指南"), ("附件1.一", "条件")],
    ),
    "wide blanks for line breaks": (
        "关于促进夜间经济的建议　　民建云溪区委　　分析：夜间消费场所不足。　　建议：1.完善规划。由商务局牵头。2.加大扶持。补贴2万元。",
        [("1", "完善规划"), ("2", "加大扶持")],
    ),
    "the responsible in the heading's line": (
        "江口市若干措施\n一、支持上市（责任单位：市金融办）\n对上市企业给予300万元奖励。\n二、支持外贸（市商务局）\n给予20万元补助。",
        [("一", "支持上市"), ("二", "支持外贸")],
    ),
    "a mark alone on its line": (
        "江口市办法\n第一章\n总则\n第一条\n为促进发展，制定本办法。\n附件2\n申报表样式",
        [("一章", "总则"), ("一章.一条", None), ("附件2", "申报表样式")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS, ids=LAYOUTS)
def test_layouts(name):
    text, expected = LAYOUTS[name]
    assert items(text) == expected


def test_an_item_ends_where_its_heading_ends():
    text = "江口市若干措施\n（一） 支持研发。给予50万元补助。\n（二）对新认定的企业，给予20万元奖励。"
    found = find_outline(text, split_documents(text)[0]).items
    assert [(item.label, item.heading, item.quote) for item in found] == [
        ("（一）", "支持研发", "（一） 支持研发"),
        ("（二）", None, "（二）"),
    ]


def test_a_short_item_that_holds_all_its_text_is_read_as_text():
    text = "关于培育企业的建议\n建议：\n1、设立专项资金\n2、建设服务平台\n"
    assert items(text) == [("1", "设立专项资金"), ("2", "建设服务平台")]
    assert blocks(text) == [("1", "设立专项资金"), ("2", "建设服务平台")]


def test_sums_make_no_heading():
    text = "江口市若干措施\n一、奖励\n1.国家级奖励50万元\n2.省级奖励20万元\n"
    assert items(text) == [("一", "奖励"), ("一.1", None), ("一.2", None)]


def test_odd_numbers_are_reported():
    text = "江口市若干措施\n一、研发。补助5万元。\n一、转化。奖励2万元。\n四、平台。资助1万元。"
    issues = find_outline(text, split_documents(text)[0]).issues
    assert [(issue.code, text[issue.start : issue.end]) for issue in issues] == [
        ("number_repeated", "一、"),
        ("number_skipped", "四、"),
    ]


def test_sections_without_number():
    text = (
        "关于培育企业的提案\n案由：\n企业是创新主体，应当加强培育。\n问题及分析：融资渠道窄，企业反映强烈。\n"
        "【建议】\n一、设立基金\n规模1亿元。\n有关建议\n1.加强宣传。"
    )
    found = [block for outline in outlines(text) for block in outline.blocks]
    sections = {block.view.chars: (".".join(block.path), block.section) for block in found if block.role == "body"}
    assert sections == {
        "企业是创新主体,应当加强培育。": ("", "案由"),
        "融资渠道窄,企业反映强烈。": ("", "问题及分析"),
        "规模1亿元。": ("一", "建议"),
        "加强宣传。": ("1", "有关建议"),
    }
    assert [item.section for outline in outlines(text) for item in outline.items] == ["建议", "有关建议"]


def test_the_clause_on_the_document_itself_stands_under_no_item():
    text = "江口市若干措施\n一、支持研发。补助5万元。\n支持平台建设，资助1万元。\n本措施自2024年1月1日起施行，由市科技局解释。"
    assert [path for path, _ in blocks(text)] == ["一", "一", ""]
    text = "江口市若干措施\n一、支持研发。补助5万元。\n二、附则\n本措施自2024年1月1日起施行。"
    assert [path for path, _ in blocks(text)] == ["一", "二"]


def test_a_lead_sentence_stands_for_a_heading():
    text = "江口市若干政策\n一、支持平台建设\n培育各类平台。对国家级平台给予500万元奖励，对省级平台给予100万元奖励。\n各区要加强领导。定期调度，压实责任，确保落实。"
    leads = [block.lead for outline in outlines(text) for block in outline.blocks if block.role == "body"]
    assert leads == ["培育各类平台", None]


def test_roles():
    text = (
        "首页 > 政务公开\n江口市人民政府关于支持上市的意见\n江政发〔2023〕6号\n各区人民政府，市政府各部门：\n"
        "为支持上市，提出如下意见。\n一、奖励\n给予300万元奖励。\n级别\t金额\n国家级\t50万元\n\n江口市人民政府\n2023年4月10日\n（此件公开发布）\n"
        "公开方式：主动公开\n打印\n关闭"
    )
    roles = [(block.role, block.view.chars) for outline in outlines(text) for block in outline.blocks]
    assert [(role, words[:6]) for role, words in roles] == [
        ("meta", "首页>政务公"), ("title", "江口市人民政"), ("meta", "江政发[20"), ("salutation", "各区人民政府"), ("body", "为支持上市,"),
        ("heading", "奖励"), ("body", "给予300万"), ("table", "级别金额"), ("table", "国家级50万"), ("signature", "江口市人民政"),
        ("signature", "2023年4"), ("meta", "(此件公开发"), ("meta", "公开方式:主"), ("meta", "打印"), ("meta", "关闭"),
    ]  # fmt: skip


PARTS = {
    "a proposal and its reply": (
        "关于培育企业的建议\n张三\n问题：\n融资难，企业反映强烈，需要解决。\n建议：\n一、设立基金\n规模1亿元。\n\n"
        "**关于培育企业的提案办理情况\n承办单位 区经信局**\n一、设立基金\n已纳入计划。",
        ["proposal", "reply"],
    ),
    "a reply without a title": (
        "关于培育企业的提案\n一、设立基金\n规模1亿元。\n张三委员：\n您提出的关于培育企业的提案收悉，现答复如下：\n一、关于基金\n已纳入计划。",
        ["proposal", "reply"],
    ),
    "a form with the reply below": (
        "提案标题：关于培育企业的提案\n提案者：李四\n【提案内容】\n一、设立基金\n规模1亿元。\n【办理复文】\n一、关于基金\n已纳入计划。",
        ["proposal", "reply"],
    ),
    "a cover and what it issues": (
        "江口市人民政府关于印发江口市创新券管理办法的通知\n各区人民政府：\n现将《江口市创新券管理办法》印发给你们，请遵照执行。\n江口市人民政府\n2023年5月1日\n"
        "江口市创新券管理办法\n第一条 每张创新券面额1万元。",
        ["notice", "policy"],
    ),
    "a cover that issues two": (
        "关于印发《江口市总部办法》《江口市认定细则》的通知\n各区：\n现将两个文件印发给你们，请遵照执行。\n2023年5月1日\n附件1\n江口市总部办法\n第一条 补助200万元。\n"
        "附件2\n江口市认定细则\n第一条 注册满一年。",
        ["notice", "policy", "policy"],
    ),
    "a cover with the text in it": (
        "关于印发江口市创新券管理办法的通知\n各区：\n《江口市创新券管理办法》已经同意，现印发实施。\n江口市科技局\n2023年5月1日\n第一条 面额1万元。\n第二条 每年申领一次。\n第三条 由科技局解释。",
        ["policy"],
    ),
    "a policy with annexes": (
        "江口市若干措施\n一、支持研发\n补助50万元。\n附件1\n江口市申报工作方案\n一、申报时间\n每年3月。\n附件2\n关于加强监管的通知\n一、要求\n从严。",
        ["policy"],
    ),
    "headings that sound like titles": (
        "关于发展低空经济的建议\n一、现状\n企业12家。\n支持政策\n建议出台专项政策，设立基金。\n关于加快发展的建议\n（1）设立基金；\n（2）建设园区。",
        ["proposal"],
    ),
    "a proposal that quotes a policy": (
        "关于落实《江口市若干措施》的提案\n《江口市若干措施》已印发一年，企业反映兑现不及时。\n一、加快兑现\n明确时限。",
        ["proposal"],
    ),
    "nothing but text": (
        "本办法所称企业，是指在本市注册的企业。\n第一条 给予奖励。\n第二条 由科技局解释。",
        ["policy"],
    ),
    "nothing to tell": ("今天天气很好。", ["other"]),
    "empty": (" \n\n　\n", []),
}


@pytest.mark.parametrize("name", PARTS, ids=PARTS)
def test_split_documents(name):
    text, kinds = PARTS[name]
    parts = split_documents(text)
    assert [part.kind for part in parts] == kinds
    assert "\n".join(text[part.start : part.end] for part in parts).split() == text.split()


def test_a_policy_repeated_is_one_document():
    text = "江口市若干措施\n一、支持研发\n补助50万元。\n" * 30
    assert [part.kind for part in split_documents(text)] == ["policy"]
    assert items(text)[-1] == ("一#30", "支持研发")


def test_a_proposal_and_reply_repeated_are_cut_each_time(proposal_text):
    parts = split_documents((proposal_text + "\n") * 3)
    assert [part.kind for part in parts] == ["proposal", "reply"] * 3


BROKEN = {
    "a word over a blank line": (
        "目前全区纳入服务包的企业共有五十六家，了解企业诉求，帮助企业解决资质申报、政策兑现、人才引进等诉求，通过走访抓好重点企业培育\n\n"
        "扶持工作，深入企业解决难题。",
        1,
    ),
    "a comma at the line's end": ("对新认定的企业，\n给予50万元奖励。", 1),
    "an open book title": ("按照《江口市支持\n企业上市办法》执行。", 1),
    "a mark that cannot open a line": ("对新认定的企业给予奖励\n，最高50万元。", 1),
    "two paragraphs": ("对新认定的企业给予奖励。\n对老企业给予补助。", 2),
    "headings": ("一、支持研发\n二、支持转化", 2),
    "a field and a number": ("发文机关：江口市人民政府，联合市委\n江政发〔2023〕6号", 2),
}


@pytest.mark.parametrize("name", BROKEN, ids=BROKEN)
def test_broken_lines(name):
    text, count = BROKEN[name]
    assert len(find_paragraphs(fold(text))) == count


def printed(text, width, indent):
    """The text as a printer breaks it: ``width`` characters a line, two blanks before a paragraph where ``indent``."""
    lines = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        rest = "　　" + line
        first = True
        while rest:
            size = columns = 0
            while size < len(rest) and (columns := columns + 1 + (ord(rest[size]) > 127)) <= 2 * width:
                size += 1
            while size < len(rest) and rest[size] in "，。、；：）》”！？":
                size += 1
            piece, rest = rest[:size], rest[size:]
            lines.append(piece if indent or not first else piece[2:])
            first = False
    return "\n".join(lines)


@pytest.mark.parametrize("width", [24, 30, 38])
def test_printed_lines_give_the_same_outline(policy_text, width):
    plain = find_outline(policy_text, split_documents(policy_text)[0])
    text = printed(policy_text, width, indent=True)
    again = find_outline(text, split_documents(text)[0])
    assert [(item.path, item.heading) for item in again.items] == [(item.path, item.heading) for item in plain.items]
    assert [block.view.chars for block in again.blocks if block.role == "body"] == [
        block.view.chars for block in plain.blocks if block.role == "body"
    ]


@pytest.mark.parametrize("width", [24, 30, 38])
def test_printed_lines_without_indents_keep_the_items(policy_text, width):
    text = printed(policy_text, width, indent=False)
    assert items(text) == items(policy_text)


def test_the_two_texts(policy_text, proposal_text):
    numbers = [path.split(".")[1] for path, _ in items(policy_text) if "." in path]
    assert numbers == [str(number) for number in range(1, 17)]
    kinds = [part.kind for part in split_documents(proposal_text)]
    assert kinds == ["proposal", "reply"]


GOLD = {
    "gold/policy.json": "seeds/000_bbd81771983c6ace.txt",
    "gold/proposal.json": "seeds/004_ea53659c3003adce.txt",
    "gold/reply.json": "seeds/004_ea53659c3003adce.txt",
    "real/labelled/anhui_iiot_policy.json": "real/labelled/anhui_iiot_policy.txt",
    "real/labelled/gz_17.json": "real/labelled/gz_17.txt",
    "real/labelled/lucheng_services_2019.json": "real/labelled/lucheng_services_2019.txt",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated texts are not here")
@pytest.mark.parametrize("name", GOLD)
def test_annotated_texts(name):
    gold = json.loads((SHARED / name).read_text("utf-8"))
    text = (SHARED / GOLD[name]).read_bytes().decode("utf-8-sig")
    parts = split_documents(text)
    part = next(part for part in parts if part.kind == gold["kind"])
    outline = find_outline(text, part)
    wanted = [entry for entry in gold["outline"] if not entry.get("optional")]
    expected = [(tuple(entry["path"]), squeeze(entry["heading"] or "")) for entry in wanted]
    assert [(item.path, item.heading or "") for item in outline.items] == expected
    header = find_header(text, part, outline)
    assert header.title in {squeeze(gold["title"]), gold.get("title_normalised")}
    assert (header.level, header.issued) == (gold["level"], gold["issued"])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the statutes are not here")
def test_every_article_of_the_statutes():
    for path in sorted((SHARED / "real" / "statutes").glob("*.md")):
        text = path.read_text("utf-8")
        written = re.findall(r"^[#\s]*第([一二三四五六七八九十百零]+[章节条])(?=\s|$)", text, re.MULTILINE)
        tokens = [path.rsplit(".", 1)[-1].split("#")[0] for path, _ in items(text)]
        assert [token for token in tokens if token[-1] in "章节条"] == written, path.name


MARKS = [
    *"一二三十、，。：；（）()《》“”【】 \t\n\r　*#-—.．0123456789①⑴㈠第条章节附件则年月日号〔〕\ufeff\u200b\x0c\u2028𠮷"
]
WORDS = [
    "关于", "的通知", "的建议", "建议：", "一、", "（一）", "1.", "第一条", "附则", "附件1", "提案", "答复", "收悉", "办理情况", "目录",
    "2023年2月8日", "印发", "施行", "本办法", "有效期3年", "各单位：", "北京市", "人民政府", "\n\n", "**", "## ", "问题：",
    "给予50万元奖励。",
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS + WORDS), max_size=120).map("".join))
def test_any_text_keeps_its_spans(text):
    """Nothing raises; parts, blocks and items stand in order, inside each other, and quote the text."""
    end = 0
    for part in split_documents(text):
        assert end <= part.start < part.end <= len(text)
        end = part.end
        outline = find_outline(text, part)
        header = find_header(text, part, outline)
        for record in (*outline.items, *filter(None, (header.validity, header.applies_to))):
            assert text[record.start : record.end] == record.quote
        last = part.start
        for block in outline.blocks:
            assert last <= block.start < block.end <= part.end
            last = block.end
            assert all(text[found.start : found.end] == found.quote for found in find_references(block))


@given(cut=st.integers(0, 4200), size=st.integers(0, 900), whole=st.booleans())
def test_a_cut_file_keeps_its_spans(proposal_text, cut, size, whole):
    text = proposal_text[cut : cut + size] if not whole else proposal_text[cut:].replace("\n", "\r\n")
    for outline in outlines(text):
        for item in outline.items:
            assert text[item.start : item.end] == item.quote
            assert item.path


def test_a_share_in_figures_ends_no_heading() -> None:
    (document,) = parse_text("示例市办法\n三、资金\n（一）损失由银行和财政按3:7承担，余下的由企业自负。")
    assert [measure.quote for measure in document.measures] == ["损失由银行和财政按3:7承担，余下的由企业自负"]
