"""Who answers for what, in the forms that policies, plans, proposals and replies of many places use."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.responsibilities import departments_for, find_responsibilities
from zjtx_docs.text import View

PLACE = "江西省临川市"


class Line(NamedTuple):
    """One paragraph of a made document."""

    text: str
    path: tuple[str, ...] = ()
    role: str = "body"
    lead: str | None = None


def blocks_of(*lines: Line) -> tuple[str, list[Block]]:
    """The text of the lines and their blocks."""
    text = "".join(line.text + "\n" for line in lines)
    blocks, start = [], 0
    for line in lines:
        end = start + len(line.text)
        blocks.append(Block(start, end, line.role, line.path, None, View(text, start, end), line.lead))
        start = end + 1
    return text, blocks


def found_in(*lines: Line, place: str | None = PLACE):
    text, blocks = blocks_of(*lines)
    entries = find_responsibilities(blocks, place)
    for entry in entries:
        assert text[entry.start : entry.end] == entry.quote
        assert all(text[d.start : d.end] == d.quote for d in entry.departments)
        assert entry.covers is None or 0 <= entry.covers.start < entry.covers.end <= len(text)
    return text, entries


def covered(text: str, entry) -> str:
    return text[entry.covers.start : entry.covers.end]


def roles(entry) -> list[tuple[str, str]]:
    return [(d.as_written, d.role) for d in entry.departments]


JOINT, LEAD, WITH = "joint", "lead", "supporting"
TEXT = "对首次上规模的企业给予20万元奖励"

# What stands in the bracket, the bodies with their roles, whether the list is open, the deadline.
BRACKETS = [
    ("（市水务局）", [("市水务局", JOINT)], False, None),
    ("(市水务局)", [("市水务局", JOINT)], False, None),
    ("（市水务局)", [("市水务局", JOINT)], False, None),
    ("【市水务局、市林业局】", [("市水务局", JOINT), ("市林业局", JOINT)], False, None),
    ("［责任单位：市水务局］", [("市水务局", JOINT)], False, None),
    ("（责任单位：市水务局、市林业局，各县（市、区）人民政府）",
     [("市水务局", JOINT), ("市林业局", JOINT), ("各县（市、区）人民政府", JOINT)], False, None),
    ("（责任单位:市水务局,各相关单位）", [("市水务局", JOINT)], True, None),
    ("（市珍珠产业局，市水务局等相关部门，各区）", [("市珍珠产业局", JOINT), ("市水务局", JOINT), ("各区", JOINT)], True, None),
    ("（市水务局等）", [("市水务局", JOINT)], True, None),
    ("（市水务局牵头，市林业局、市珍珠产业局配合）",
     [("市水务局", LEAD), ("市林业局", WITH), ("市珍珠产业局", WITH)], False, None),
    ("（由市水务局牵头，各县区配合）", [("市水务局", LEAD), ("各县区", WITH)], False, None),
    ("（牵头单位：市水务局；配合单位：市林业局、各乡镇（街道））",
     [("市水务局", LEAD), ("市林业局", WITH), ("各乡镇（街道）", WITH)], False, None),
    ("（牵头单位：市水务局，责任单位：市林业局）", [("市水务局", LEAD), ("市林业局", JOINT)], False, None),
    ("（市水务局、市林业局按职责分工负责）", [("市水务局", JOINT), ("市林业局", JOINT)], False, None),
    ("（市水务局会同市林业局负责）", [("市水务局", LEAD), ("市林业局", WITH)], False, None),
    ("（市水务局会同有关部门负责）", [("市水务局", LEAD)], True, None),
    ("（市水务局牵头，会同市林业局、各区等负责）", [("市水务局", LEAD), ("市林业局", WITH), ("各区", WITH)], True, None),
    ("（主办：市水务局，协办：市林业局）", [("市水务局", LEAD), ("市林业局", WITH)], False, None),
    ("（市水务局（牵头）、市林业局）", [("市水务局", LEAD), ("市林业局", JOINT)], False, None),
    ("（责任部门：市水务局；完成时限：2024 年 6 月底）", [("市水务局", JOINT)], False, "2024 年 6 月底"),
    ("（责任单位：市水务局，2024年6月底前完成）", [("市水务局", JOINT)], False, "2024年6月底前"),
    ("（牵头领导：张三；责任单位：市水务局；联系电话：0794-1234567）", [("市水务局", JOINT)], False, None),
    ("（市水\n务局，市林\n业局）", [("市水务局", JOINT), ("市林业局", JOINT)], False, None),
    ("（市水务局 市林业局）", [("市水务局", JOINT), ("市林业局", JOINT)], False, None),
    ("（市水务局和市林业局）", [("市水务局", JOINT), ("市林业局", JOINT)], False, None),
    ("（责任单位：城联社、市属国企）", [("城联社", JOINT), ("市属国企", JOINT)], False, None),
    ("（市水务局，临川市水务投资集团，人行临川市分行）",
     [("市水务局", JOINT), ("临川市水务投资集团", JOINT), ("人行临川市分行", JOINT)], False, None),
    ("（市水务局，各商业银行）", [("市水务局", JOINT), ("各商业银行", JOINT)], False, None),
    ("（责任单位：市水务局、市林业局，排在首位的为牵头单位）", [("市水务局", LEAD), ("市林业局", JOINT)], False, None),
    ("（责任单位：各有关部门）", [], True, None),
    ("（市科委、中关村管委会，市水务局）", [("市科委、中关村管委会", JOINT), ("市水务局", JOINT)], False, None),
    ("（省发展改革委、交通运输厅、水利厅等省有关部门和各地级以上市人民政府按职责分工负责）",
     [("省发展改革委", JOINT), ("交通运输厅", JOINT), ("水利厅", JOINT), ("各地级以上市人民政府", JOINT)], True, None),
    ("（发改、财政等部门按职责分工负责）", [("发改", JOINT), ("财政", JOINT)], True, None),
]  # fmt: skip


@pytest.mark.parametrize(
    "closing", ["{0}。", "。{0}", "{0}，下同", "{0}；"], ids=["before 。", "after 。", "before ，", "；"]
)
@pytest.mark.parametrize(("bracket", "bodies", "is_open", "deadline"), BRACKETS, ids=[row[0] for row in BRACKETS])
def test_a_bracket_after_a_sentence(bracket, bodies, is_open, deadline, closing):
    text, entries = found_in(Line(TEXT + closing.format(bracket), ("一", "1")))
    assert [entry.quote for entry in entries] == [bracket]
    assert (roles(entries[0]), entries[0].open_ended, entries[0].deadline) == (bodies, is_open, deadline)
    assert covered(text, entries[0]).rstrip("。") == TEXT
    assert entries[0].path == ("一", "1")


@pytest.mark.parametrize(
    "words",
    [
        "支持整机（系统）与零部件企业协同。", "推广智能车间（工厂），扩大应用。", "建立工业互联网（云）服务商资源池。", "实施计划（2021—2023年）。",
        "按照通知（临政办〔2021〕82号）执行。", "单项冠军企业（产品）。", "省服务业重点企业（龙头企业）。", "对企业（社会组织、机构）奖励。",
        "现代服务业企业（含分支机构）给予奖励。", "给予补贴（以下简称补贴）。", "不超过3年（含本数）。", "按条件（一）办理。",
        "支持“小巨人”企业牵头申报专项。", "市级财政安排5000万元。", "支持企业向国家药监局申请注册。", "在市金融办备案的基金。",
        "经市水务局会同市林业局认定的企业，给予奖励。", "由工业和信息化部负责认定的企业。", "所需经费由市财政局承担。",
        "鼓励行业协会牵头制定标准。", "企业主要负责人应当到会。", "市水务局负责人介绍了情况。", "市水务局会同市林业局出台了三项政策。",
        "支持江口大学（东校区）建设。", "市道路运输管理局（市交通执法支队）发布信息。", "园区（开发区）企业可享受。", "由承办单位负责落实。",
        "建立由市长牵头、各部门参与的联席会议。", "在全市推广（试点除外）。", "支持国家级平台（研究院）。", "提供一站式服务（一网通办）。",
        "提案人：张三（市工商联）。",
    ],
)  # fmt: skip
def test_what_names_nobody_who_answers(words):
    _, entries = found_in(Line(words, ("一", "1")))
    assert entries == ()


STATEMENTS = [
    (
        "由市水务局牵头，市林业局、市财政局配合，制定方案",
        [("市水务局", LEAD), ("市林业局", WITH), ("市财政局", WITH)],
        False,
        None,
    ),
    ("市水务局会同市林业局等部门制定实施细则", [("市水务局", LEAD), ("市林业局", WITH)], True, "制定实施细则"),
    ("市水务局要会同有关部门抓好督查", [("市水务局", LEAD)], True, "抓好督查"),
    ("区科技局负责本办法的组织实施", [("区科技局", JOINT)], False, "本办法的组织实施"),
    ("各区负责本辖区企业的培育工作", [("各区", JOINT)], False, "本辖区企业的培育工作"),
    ("市水务局、市林业局按照职责分工做好落实工作", [("市水务局", JOINT), ("市林业局", JOINT)], False, "做好落实工作"),
    ("本政策由市水务局负责解释", [("市水务局", JOINT)], False, None),
    ("临川市青年创业专项小组协调相关部门提供服务", [("临川市青年创业专项小组", JOINT)], True, "协调相关部门提供服务"),
    ("建议由区经信局牵头，联合区财政局等部门，建立培育库", [("区经信局", LEAD), ("区财政局", WITH)], True, None),
    ("明确副市长牵头，并由经济与信息化局作为具体牵头落实部门", [("经济与信息化局", LEAD)], False, None),
    ("以市工信局为牵头单位，建立工作机制", [("市工信局", LEAD)], False, None),
    ("具体由市珍珠产业局等部门承担", [("市珍珠产业局", JOINT)], True, None),
    ("由江口市数字经济发展服务中心负责平台运营", [("江口市数字经济发展服务中心", JOINT)], False, None),
    ("由市人社局负责人才落户", [("市人社局", JOINT)], False, None),
    ("市水务局负责制定实施方案", [("市水务局", JOINT)], False, "制定实施方案"),
    ("高新区管委会应当牵头编制目录", [("高新区管委会", LEAD)], False, "编制目录"),
    ("市水务局：负责项目评审", [("市水务局", JOINT)], False, "项目评审"),
    (
        "临川区会同属地乡镇、街道联合开展宣讲",
        [("临川区", LEAD), ("属地乡镇", WITH), ("街道", WITH)],
        False,
        "联合开展宣讲",
    ),
]


@pytest.mark.parametrize(("words", "bodies", "is_open", "covers"), STATEMENTS, ids=[row[0] for row in STATEMENTS])
def test_a_statement_in_running_text(words, bodies, is_open, covers):
    text, entries = found_in(Line(words + "。", ("五",)))
    assert [(roles(entry), entry.open_ended) for entry in entries] == [(bodies, is_open)]
    assert covered(text, entries[0]) == (covers or words)


def test_charges_of_one_sentence_stand_apart():
    text, entries = found_in(Line("市商务局负责展会组织，市财政局负责资金拨付；市审计局负责资金的监督。", ("六",)))
    assert [(entry.quote, covered(text, entry)) for entry in entries] == [
        ("市商务局负责展会组织", "展会组织"),
        ("市财政局负责资金拨付", "资金拨付"),
        ("市审计局负责资金的监督", "资金的监督"),
    ]


def test_who_interprets_answers_for_what_stands_before():
    text, entries = found_in(
        Line(
            "本办法自印发之日起施行，细则另行制定。本办法由临川市人民政府负责解释，具体由市水务局等部门承担。", ("六",)
        )
    )
    assert [d.as_written for d in entries[0].departments] == ["临川市人民政府", "市水务局"]
    assert covered(text, entries[0]) == "本办法自印发之日起施行，细则另行制定"


def test_each_bracket_answers_for_the_text_since_the_last():
    text, entries = found_in(
        Line("支持研发（市科技局）。加大采购（市财政局），支持注册；对接审批（市药监局）。", ("一", "2"))
    )
    assert [covered(text, entry) for entry in entries] == ["支持研发", "加大采购", "支持注册；对接审批"]


def test_two_brackets_in_a_row_answer_for_the_same():
    text, entries = found_in(Line("将工作纳入考核。（市委督查室）（市政府督查室）", ("八",)))
    assert [covered(text, entry) for entry in entries] == ["将工作纳入考核。"] * 2


def test_one_bracket_at_the_end_answers_for_all_paragraphs_of_the_item():
    text, entries = found_in(
        Line("梯度培育", ("一",), "heading"),
        Line("建立培育库。", ("一",)), Line("每年培育100家。", ("一",)), Line("给予奖励。（市工信局、市财政局）", ("一",)),
        Line("支持上市（市金融办）。", ("二",)),
    )  # fmt: skip
    assert covered(text, entries[0]) == "建立培育库。\n每年培育100家。\n给予奖励。"
    assert covered(text, entries[1]) == "支持上市"


def test_a_lead_sentence_begins_what_is_answered_for():
    text, entries = found_in(
        Line("培育平台。支持建设一批平台。（责任单位：省工信厅）", ("一",), lead="培育平台"),
        Line("推动上云。建立资源池。（责任单位：省工信厅、省财政厅）", ("一",), lead="推动上云"), place="安徽省",
    )  # fmt: skip
    assert [covered(text, entry) for entry in entries] == ["培育平台。支持建设一批平台。", "推动上云。建立资源池。"]
    assert [d.canonical for d in entries[1].departments] == ["安徽省工业和信息化厅", "安徽省财政厅"]


@pytest.mark.parametrize(
    "line",
    [
        "责任单位：市水务局、市林业局",
        "责任单位　市水务局　市林业局",
        "（责任单位：市水务局、市林业局）",
        "（市水务局，市林业局）",
    ],
)
def test_a_line_of_its_own_answers_for_the_item_above(line):
    text, entries = found_in(
        Line("对企业补助10%。", ("一", "（1）")), Line("最高500万元。", ("一", "（1）")), Line(line, ("一", "（1）")),
        Line("支持上市。", ("一", "（2）")), Line("责任单位：市金融办", ("一", "（2）")),
    )  # fmt: skip
    assert [d.as_written for d in entries[0].departments] == ["市水务局", "市林业局"]
    assert covered(text, entries[0]) == "对企业补助10%。\n最高500万元。"
    assert covered(text, entries[1]) == "支持上市。"


def test_lines_for_roles_and_deadline_are_one():
    text, entries = found_in(
        Line("保障用地。", ("四",)), Line("牵头单位：市水务局", ("四",)), Line("配合单位：市林业局、各县区", ("四",)),
        Line("完成时限：2024年6月底", ("四",)),
    )  # fmt: skip
    assert len(entries) == 1
    assert roles(entries[0]) == [("市水务局", LEAD), ("市林业局", WITH), ("各县区", WITH)]
    assert (entries[0].deadline, entries[0].deadline_date) == ("2024年6月底", "2024-06-30")
    assert covered(text, entries[0]) == "保障用地。"


def test_a_label_behind_the_last_sentence():
    text, entries = found_in(Line("保障企业用水。牵头单位：市水务局  配合单位：市林业局", ("四",)))
    assert [(roles(entry), covered(text, entry)) for entry in entries] == [
        ([("市水务局", LEAD), ("市林业局", WITH)], "保障企业用水。")
    ]


def test_a_line_under_a_heading_answers_for_the_section():
    text, entries = found_in(
        Line("要素保障", ("二",), "heading"), Line("责任单位：市水务局", ("二",)),
        Line("保障用地。", ("二", "1")), Line("保障用水。", ("二", "2")), Line("金融支持", ("三",), "heading"),
    )  # fmt: skip
    assert covered(text, entries[0]) == "保障用地。\n保障用水。"


def test_a_bracket_in_a_heading_answers_for_the_section():
    text, entries = found_in(
        Line("要素保障（牵头单位：市水务局）", ("二",), "heading"),
        Line("保障用地。", ("二", "1")),
        Line("保障用水。", ("二", "2")),
    )
    assert covered(text, entries[0]) == "保障用地。\n保障用水。"


def test_a_bracket_after_the_last_of_several_points_answers_for_the_item():
    text, entries = found_in(
        Line("风险补偿", ("三", "7"), "heading"), Line("对银行补偿。", ("三", "7", "1")),
        Line("对担保机构补偿。（责任单位：市财政局）", ("三", "7", "2")), Line("贷款贴息。（责任单位：市金融办）", ("三", "8")),
    )  # fmt: skip
    assert [covered(text, entry) for entry in entries] == ["对银行补偿。\n对担保机构补偿。", "贷款贴息。"]


def test_a_cited_plan_begins_after_the_colon():
    text, entries = found_in(
        Line("在《工作方案》中明确指出：落实一揽子政策。推动企业上市。（责任部门：区经信局）。"), place="广州市云山区"
    )
    assert covered(text, entries[0]) == "落实一揽子政策。推动企业上市。"
    assert entries[0].departments[0].canonical == "广州市云山区经济和信息化局"


def test_an_item_that_is_a_heading_alone():
    text, entries = found_in(Line("推进企业上云", ("1",), "heading"), Line("（责任单位：市工信局）", ("1",)))
    assert covered(text, entries[0]) == "推进企业上云"


@pytest.mark.parametrize("mark", ["\t", " | "], ids=["tabs", "bars"])
def test_rows_of_a_table(mark):
    rows = [
        ("序号", "重点任务", "牵头单位", "配合单位", "完成时限"),
        ("1", "推进企业上云，每年支持100家企业", "市工信局", "市财政局、各镇（街道）", "2024年12月底"),
        ("2", "建设工业互联网平台", "市科技局", "", "2025年6月底前"),
    ]
    text, entries = found_in(*(Line(mark.join(row), ("二",), "table") for row in rows))
    assert [roles(entry) for entry in entries] == [
        [("市工信局", LEAD), ("市财政局", WITH), ("各镇（街道）", WITH)],
        [("市科技局", LEAD)],
    ]
    assert [covered(text, entry).strip() for entry in entries] == [rows[1][1], rows[2][1]]
    assert [entry.deadline_date for entry in entries] == ["2024-12-31", "2025-06-30"]


def test_the_handling_office_answers_for_the_whole_reply():
    text, entries = found_in(
        Line("关于第0123号提案的答复", role="title"), Line("承办单位 区经信局", role="meta"),
        Line("持续做好培育工作", ("一",), "heading"), Line("建立培育库。", ("一",)), Line("感谢您的关心。"),
        Line("广州市云山区经济和信息化局", role="signature"), place="广州市云山区",
    )  # fmt: skip
    assert [roles(entry) for entry in entries] == [[("区经信局", "handling")]]
    assert covered(text, entries[0]) == "持续做好培育工作\n建立培育库。\n感谢您的关心。"


def test_hosts_of_a_reply():
    _, entries = found_in(
        Line("对市政协第12号提案的答复", role="title"), Line("主办单位：市工信局", role="meta"), Line("会办单位：市财政局、市科技局", role="meta"),
        Line("您的提案收悉，现答复如下。"), Line("下一步，加大支持。"),
    )  # fmt: skip
    assert [roles(entry) for entry in entries] == [[("市工信局", LEAD), ("市财政局", WITH), ("市科技局", WITH)]]


def test_the_foot_of_a_web_page_is_no_responsibility():
    _, entries = found_in(
        Line("若干措施", role="title"),
        Line("支持企业发展。", ("1",)),
        Line("主办单位：临川市人民政府办公室"),
        Line("网站标识码：361000"),
    )
    assert entries == ()


def test_a_lone_gloss_needs_a_document_that_writes_brackets():
    alone = Line("支持在江口建设研究中心（江口大学）。", ("1",))
    assert found_in(alone)[1] == ()
    _, entries = found_in(
        Line("支持研发（市科技局）。", ("2",)),
        Line("支持上市（市金融办，市财政局）。", ("3",)),
        Line("支持融资（北京金控集团）。", ("4",)),
    )
    assert [d.as_written for d in entries[-1].departments] == ["北京金控集团"]


def test_first_named_leads_from_the_note_on():
    _, entries = found_in(
        Line("减税。（责任单位：市税务局、市财政局，排在首位的为牵头单位，下同）", ("1",)),
        Line("降费。（责任单位：市水务局、市林业局）", ("2",)),
    )
    assert [roles(entry) for entry in entries] == [
        [("市税务局", LEAD), ("市财政局", JOINT)], [("市水务局", LEAD), ("市林业局", JOINT)],
    ]  # fmt: skip


def test_a_semicolon_inside_a_bracket_makes_no_statement():
    _, entries = found_in(
        Line("落实减税政策（市税务局牵头；市财政局配合；2024年底前完成）；降低电价（市发改委）。", ("1",))
    )
    assert [roles(entry) for entry in entries] == [[("市税务局", LEAD), ("市财政局", WITH)], [("市发改委", JOINT)]]


def test_people_and_representative_firms_before_a_bracket():
    _, entries = found_in(Line("支持人大代表所在的代表性企业参展（市商务局）。", ("1",)))
    assert [d.as_written for d in entries[0].departments] == ["市商务局"]


def test_a_bracket_that_never_closes():
    _, entries = found_in(Line("支持研发。（责任单位：市科技局、市财政局", ("1",)))
    assert [d.as_written for d in entries[0].departments] == ["市科技局", "市财政局"]


def test_departments_for_an_offset():
    text, entries = found_in(Line("支持研发给予10万元（市科技局）。支持上市给予20万元（市金融办）。", ("1",)))
    assert [d.as_written for d in departments_for(entries, text.index("20"))] == ["市金融办"]
    assert [d.as_written for d in departments_for(entries, text.index("10"))] == ["市科技局"]
    assert departments_for(entries, len(text) + 5) == ()
    assert departments_for((), 3) == ()


def test_the_narrowest_responsibility_is_asked():
    text, entries = found_in(
        Line("要素保障（牵头单位：市水务局）", ("二",), "heading"),
        Line("保障用地（市林业局）。", ("二", "1")),
        Line("保障用水。", ("二", "2")),
    )
    assert [d.as_written for d in departments_for(entries, text.index("用地"))] == ["市林业局"]
    assert [d.as_written for d in departments_for(entries, text.index("用水"))] == ["市水务局"]


def test_the_policy_of_raw(policy_text):
    """63 brackets, none of them the （系统） of a term."""
    from zjtx_docs.parsers.documents import split_documents
    from zjtx_docs.parsers.outline import find_outline

    (part,) = split_documents(policy_text)
    entries = find_responsibilities(find_outline(policy_text, part).blocks, "北京市")
    assert len(entries) == 63 and sum(len(entry.departments) for entry in entries) == 129
    assert sum(entry.open_ended for entry in entries) == 4
    assert "（系统）" not in {entry.quote for entry in entries}


PIECES = [
    *"（）()【】[]：:；;，,、。！ \n\t|*“”《》𠮷",
    *(
        "责任单位",
        "牵头",
        "配合",
        "负责",
        "会同",
        "市财政局",
        "各区",
        "等相关部门",
        "承办单位",
        "由",
        "和",
        "的",
        "完成时限",
    ),
    *("2024年6月底", "企业", "市科委、中关村管委会", "排在首位的为牵头单位", "局", "市", "协调相关部门"),
]
ODD = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
PLACES = st.sampled_from([(), ("一",), ("一", "1")])
ROLES = st.sampled_from(["body", "heading", "table", "title", "meta"])


@given(st.lists(st.tuples(ODD, ROLES, PLACES), max_size=8))
def test_any_text_gives_true_spans(parts):
    found_in(*(Line(text, path, role) for text, role, path in parts), place=None)


@given(st.text(max_size=200))
def test_any_characters_give_true_spans(text):
    found_in(Line(text, ("一",)))
