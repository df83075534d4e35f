"""A draft before it is handed in: every kind of finding, and as many drafts in which it must not come up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from click.testing import CliRunner

from zjtx_docs.cli.program import build
from zjtx_docs.drafting import check_draft
from zjtx_docs.drafting.named import is_slip, name_key
from zjtx_docs.drafting.records import DraftCheck, Finding, FindingCode
from zjtx_docs.model import Document, to_json
from zjtx_docs.pipeline import parse_file, parse_text
from zjtx_docs.report.catalogue import words
from zjtx_docs.report.draft import finding_words, render_check, render_check_markdown
from zjtx_docs.report.layout import text_width
from zjtx_docs.schema import check_schema, validate_json

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"

MEASURES = """临江市支持民营企业发展若干措施

一、加大金融支持。设立规模2亿元的信贷风险补偿资金池，对合作银行发生的不良贷款按50%给予补偿。（责任单位：市财政局）
二、支持技术改造。对实施设备更新的企业，按设备投资额的10%给予补助，单个企业最高300万元。（责任单位：市工业和信息化局）
三、支持参加展会。对参加境外展会的企业，按展位费的50%给予补贴，每家每年最高10万元。（责任单位：市商务局）
四、保障用地。优先保障重点项目用地指标。（责任单位：市自然资源和规划局）

本措施自2023年1月1日起施行，有效期至2025年12月31日。
"""
NEWER = """临江市支持民营企业发展若干措施

一、支持参加展会。对参加境外展会的企业，按展位费的60%给予补贴，每家每年最高15万元。（责任单位：市商务局）

本措施自2026年2月1日起施行，有效期至2028年12月31日。《临江市支持民营企业发展若干措施》同时废止。
临江市人民政府
2026年1月20日
"""


def policy(text: str = MEASURES, doc_id: str = "policy") -> Document:
    (document,) = parse_text(text, doc_id)
    assert document.kind == "policy"
    return document


def draft_of(*asks: str, before: str = "民营企业面临不少困难。") -> tuple[Document, str]:
    body = "\n".join(f"{number}.{ask}" for number, ask in enumerate(asks, 1))
    text = f"关于支持民营企业发展的建议\n\n{before}\n\n建议：\n{body}\n"
    (document,) = parse_text(text, "draft")
    assert document.kind == "proposal"
    return document, text


def checked(*asks: str, before: str = "民营企业面临不少困难。", on: str = "2024-06-01", **sides: Any) -> DraftCheck:
    document, text = draft_of(*asks, before=before)
    sides.setdefault("policies", [policy()])
    texts = {"draft": text, "policy": MEASURES, "newer": NEWER, **sides.pop("texts", {})}
    check = check_draft(document, on=on, texts=texts, **sides)
    for finding in check.findings:
        assert finding.quote == text[finding.start : finding.end]
    return check


def codes(check: DraftCheck, *but: str) -> list[str]:
    """The codes found, less those that the case is not about."""
    return [one.code for one in check.findings if one.code not in (but or ("no_department",))]


def only(check: DraftCheck, code: str) -> Finding:
    (found,) = [one for one in check.findings if one.code == code]
    return found


FAIR = "对参加境外展会的企业，由市商务局按展位费的50%给予补贴，每家每年最高10万元。"

# ---- what policy covers


def test_an_ask_that_policy_covers_names_the_item_and_its_words() -> None:
    found = only(checked(FAIR), "covered")
    assert "《临江市支持民营企业发展若干措施》" in found.message
    assert "三：支持参加展会" in found.message
    assert "对参加境外展会的企业" in found.message
    assert "要求在本地落实" in found.advice
    assert found.counterpart is not None and found.counterpart.doc_id == "policy"
    assert MEASURES[found.counterpart.start : found.counterpart.end] == found.counterpart.quote
    assert (found.ask_id, found.path, (found.fingerprint or "")[0]) == ("1-1", ("1",), "f")


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        ("市商务局对参加境外展会的企业按展位费的50%给予补贴，每家每年最高6万元。", "covered_more"),
        ("落实好境外展会展位费补贴政策，由市商务局及时足额兑现。", None),
        ("市商务局把境外展会展位费补贴比例提高到80%。", None),
        ("市园林局建设两处口袋公园。", None),
    ],
    ids=["less than policy gives", "asks to carry out", "asks for more", "another matter"],
)
def test_only_what_stands_in_policy_is_called_covered(ask: str, code: str | None) -> None:
    assert codes(checked(ask)) == ([code] if code else [])


def test_a_policy_out_of_force_covers_nothing() -> None:
    assert codes(checked(FAIR, on="2025-12-31")) == ["covered"]
    found = only(checked(FAIR, on="2026-01-01"), "covered_expired")
    assert "2025-12-31" in found.message


def test_of_two_policies_the_one_in_force_counts() -> None:
    both = [policy(), policy(NEWER, "newer")]
    check = checked(FAIR, on="2026-06-01", policies=both)
    (found,) = [one for one in check.findings if one.code.startswith("covered")]
    assert found.code != "covered_expired"
    assert found.counterpart is not None and found.counterpart.doc_id == "newer"


def test_the_draft_is_dated_by_itself_where_it_is() -> None:
    document, _ = draft_of(FAIR)
    dated = msgspec.structs.replace(document, issued="2024-03-01")
    assert check_draft(dated, [policy()]).date == "2024-03-01"
    assert check_draft(dated, [policy()], on="2026-01-01").date == "2026-01-01"


# ---- what the draft's own words leave open


@pytest.mark.parametrize(
    "ask",
    [
        "对孵化成效好的园区给予一定的奖励。",
        "对困难企业给予适当补贴。",
        "引进一批专业服务机构。",
        "对引进的骨干人才给予生活补贴。",
    ],
)
def test_support_without_a_figure_is_told(ask: str) -> None:
    assert codes(checked(f"由市财政局{ask}", policies=[])) == ["no_figure"]


@pytest.mark.parametrize(
    "ask",
    [
        "对孵化成效好的园区给予20万元奖励。",
        "对困难企业给予不低于市级标准的补贴。",
        "培训费用由市财政全额补贴。",
        "引进10家专业服务机构。",
        "规范奖励资金的发放流程。",
        "在子女入学方面对引进的人才给予支持。",
        "展位费由市财政给予一半补贴。",
        "对小巨人企业优先给予每年2名落户指标支持。",
        "成立工作专班，由副市长牵头。",
    ],
)
def test_a_figure_or_no_need_of_one_is_no_finding(ask: str) -> None:
    assert codes(checked(ask, policies=[])) == []


def test_the_figure_may_stand_in_the_next_sentence() -> None:
    ask = "设立人才奖励资金，对引进的人才给予奖励。对引进的博士给予5万元奖励。"
    assert codes(checked(ask, policies=[])) == []
    assert "no_figure" in codes(checked("设立人才奖励资金，对引进的人才给予奖励。", policies=[]))


def test_a_count_is_no_model() -> None:
    ranked = MEASURES.replace("按展位费的50%给予补贴，每家每年最高10万元", "给予补贴，优先支持前200名企业")
    found = only(
        checked("市商务局对参加境外展会的企业给予适当补贴。", policies=[policy(ranked)], texts={"policy": ranked}),
        "no_figure",
    )
    assert "可参照" not in found.advice


def test_a_figure_of_the_policy_is_offered_as_a_model() -> None:
    found = only(checked("市商务局对参加境外展会的企业给予适当补贴。"), "no_figure")
    assert "展位费的50%" in found.advice


SILENT = "为企业引进的人才提供人才公寓500套。"


@pytest.mark.parametrize(
    "ask",
    [
        "由市住建局为企业引进的人才提供人才公寓500套。",
        "为企业引进的人才提供人才公寓500套。（责任单位：市住房和城乡建设局）",
        "建议市政府为企业引进的人才提供人才公寓500套。",
        "由分管副市长牵头，为企业引进的人才提供人才公寓500套。",
    ],
)
def test_an_item_that_names_a_body_is_no_finding(ask: str) -> None:
    assert codes(checked(ask, policies=[]), "none") == []


def test_an_item_without_a_body_is_told_once_with_bodies_of_the_policy() -> None:
    check = checked("对参加境外展会的企业给予展位费补贴50%，每家每年最高20万元。组织企业参加境外展会10场。")
    found = only(check, "no_department")
    assert "市商务局负责" in found.advice
    assert found.path == ("1",)
    assert codes(checked(SILENT, policies=[]), "none") == ["no_department"]
    assert codes(checked("请有关部门为企业引进的人才提供人才公寓500套。", policies=[]), "none") == ["no_department"]


def test_districts_at_large_are_no_body_to_name() -> None:
    spread = policy(MEASURES.replace("责任单位：市商务局", "责任单位：各区、市商务局"))
    check = checked("对参加境外展会的企业给予展位费补贴50%，每家每年最高20万元。", policies=[spread])
    assert "政策中同类措施由临江市商务局负责" in only(check, "no_department").advice


def test_a_head_that_says_who_should_handle_it_is_enough() -> None:
    head = "建议承办单位：市住房和城乡建设局"
    assert codes(checked(SILENT, before=head, policies=[]), "none") == []
    document, _ = draft_of(SILENT, before=head)
    assert [one.code for one in check_draft(document).findings] == ["no_department"]  # without the text it is not seen


BUNDLE = "由市工信局设立信贷风险补偿资金池；建设中试平台；支持企业参加境外展会；组织企业家培训。"


def test_an_item_of_several_matters_names_them() -> None:
    found = only(checked(BUNDLE, policies=[]), "several_matters")
    assert "风险补偿" in found.message
    assert found.message.count("、") >= 2


@pytest.mark.parametrize(
    "ask",
    [
        "由市工信局设立信贷风险补偿资金池，资金池规模2亿元。银行发生不良的，由风险补偿资金池补偿五成。",
        "由市商务局支持企业参加境外展会，对参展企业给予展位费补贴5万元。",
        "由市工信局设立信贷风险补偿资金池；支持企业参加境外展会。",
    ],
    ids=["one matter in two sentences", "one matter in two clauses", "two matters"],
)
def test_one_matter_in_several_sentences_is_fine(ask: str) -> None:
    assert codes(checked(ask, policies=[])) == []


def test_matters_with_numbers_of_their_own_are_fine() -> None:
    asks = [part + "。" for part in BUNDLE.rstrip("。").split("；")]
    assert "several_matters" not in codes(checked(*asks, policies=[]))
    listed = "由市工信局办三件事：一是设立信贷风险补偿资金池；二是建设中试平台；三是支持企业参加境外展会。"
    assert "several_matters" not in codes(checked(listed, policies=[]))


# ---- the policies that the draft names

TITLE = "临江市支持民营企业发展若干措施"


def named(title: str, *policies: Document, on: str = "2024-06-01", **sides: Any) -> list[str]:
    check = checked(FAIR, before=f"我市印发了《{title}》。", policies=list(policies) or [policy()], on=on, **sides)
    return [one.code for one in check.findings if one.code.startswith("policy")]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (TITLE, []),
        ("临江市支持民营企业发展“若干措施”", []),
        ("支持民营企业发展若干措施", []),
        ("临江市支持民营企业发展若干措施（试行）", []),
        ("临江市人民政府关于印发《临江市支持民营企业发展若干措施》的通知", []),
        ("临江市支持民营经济发展若干措施", ["policy_misnamed"]),
        ("临江市关于支持民营企业发展的若干措施", ["policy_misnamed"]),
        ("滨海市支持民营企业发展若干措施", []),
        ("临江市支持民营企业发展若干措施实施细则", []),
        ("临江市支持民营企业发展十条措施", []),
        ("临江市养老服务条例", []),
    ],
)
def test_a_name_near_but_not_equal_is_told(written: str, found: list[str]) -> None:
    assert named(written) == found


def test_a_slip_is_told_from_another_document() -> None:
    assert is_slip("某市支持科技创新若干政策措施", "某市支持科技创新的若干政策措施")
    assert not is_slip("2023年某市工业稳增长工作方案", "2024年某市工业稳增长工作方案")
    assert not is_slip("某市科学技术奖励办法", "某市科学技术奖励办法补充规定")
    assert name_key("关于印发《某市支持创新若干措施》的通知") == "某市支持创新若干措施"


def test_an_expired_or_replaced_policy_is_told() -> None:
    assert named(TITLE, on="2026-06-01") == ["policy_expired"]
    lasting = MEASURES.replace("，有效期至2025年12月31日", "")
    renamed = NEWER.replace("若干措施\n\n一", "实施办法\n\n一", 1)
    old, new = policy(lasting, "old"), policy(renamed, "new")
    assert new.title == "临江市支持民营企业发展实施办法"
    texts = {"old": lasting, "new": renamed}
    assert named(TITLE, old, new, on="2026-06-01", texts=texts) == ["policy_replaced"]
    assert named(TITLE, old, new, on="2025-06-01", texts=texts) == []  # not yet
    assert named(new.title, old, new, on="2026-06-01", texts=texts) == []
    assert named(TITLE, old, new, on="2026-06-01") == []  # without the text nothing says so
    again = policy(lasting.replace("2023年1月1日", "2026年2月1日") + "临江市人民政府\n2026年1月20日\n", "again")
    dated = policy(lasting + "临江市人民政府\n2022年12月20日\n", "dated")
    assert named(TITLE, dated, again, on="2026-06-01") == ["policy_replaced"]  # the same name, issued later


def test_a_name_is_told_once() -> None:
    before = "我市印发了《临江市支持民营经济发展若干措施》。落实《临江市支持民营经济发展若干措施》以来成效明显。"
    assert codes(checked(SILENT, before=before)).count("policy_misnamed") == 1


# ---- earlier proposals

EARLIER = """关于帮助企业走出去的建议

建议：
1.对参加境外展会的企业，按展位费的80%给予补贴，每家每年最高20万元。
2.在开发区建设人才公寓300套，租给企业引进的人才。
3.开通园区到地铁站的接驳公交。

关于市政协第18号提案的答复
周某委员：
您提出的关于帮助企业走出去的建议收悉，现答复如下：
一、关于境外展会补贴。受财力所限，境外展会展位费补贴标准暂不提高。
二、关于人才公寓。市住建局已于2024年3月在开发区建成人才公寓300套，全部租给企业引进的人才。
临江市商务局
2024年6月18日
"""


def earlier() -> list[tuple[Document, Document | None]]:
    proposal, reply = parse_text(EARLIER, "earlier")
    assert (proposal.kind, reply.kind) == ("proposal", "reply")
    return [(proposal, reply)]


def test_what_was_asked_before_is_told_with_the_reply() -> None:
    check = checked(
        "由市商务局对参加境外展会的企业按展位费的80%给予补贴，每家每年最高20万元。", policies=[], earlier=earlier()
    )
    found = only(check, "repeats_earlier")
    assert found.answer == "refused"
    assert "《关于帮助企业走出去的建议》" in found.message
    assert "上次的答复：未采纳" in found.advice
    assert found.counterpart is not None
    assert EARLIER[found.counterpart.start : found.counterpart.end] == found.counterpart.quote
    unanswered = checked(
        "由市商务局对参加境外展会的企业按展位费的80%给予补贴，每家每年最高20万元。",
        policies=[], earlier=[(earlier()[0][0], None)],
    )  # fmt: skip
    assert only(unanswered, "repeats_earlier").answer is None


@pytest.mark.parametrize(
    "ask",
    [
        "由市商务局建设跨境电商综合服务平台。",
        "由市住建局改造老旧小区20个。",
        "由市交通局开通夜间货运绿色通道。",
        "由市财政局设立信贷风险补偿资金池2亿元。",
    ],
)
def test_another_step_is_not_asked_before(ask: str) -> None:
    assert codes(checked(ask, policies=[], earlier=earlier())) == []


@pytest.mark.parametrize(
    ("ask", "repeats"),
    [
        ("由市财政局对首次认定的国家级小巨人企业给予50万元奖励。", True),
        ("由市财政局对首次认定的国家级小巨人企业给予奖励80万元。", True),
        ("由市科协对首次认定的科普基地给予50万元奖励。", False),
        ("由市文旅局对首次认定的特色民宿给予5万元奖励。", False),
    ],
)
def test_the_same_kind_of_support_is_not_the_same_step(ask: str, repeats: bool) -> None:
    text = EARLIER.replace("开通园区到地铁站的接驳公交", "对首次认定的国家级小巨人企业给予50万元奖励")
    past = [(parse_text(text, "earlier")[0], None)]
    assert codes(checked(ask, policies=[], earlier=past)) == ["repeats_earlier"] * repeats


# ---- drafts as a whole


def test_a_clean_draft_has_no_finding() -> None:
    check = checked("由市园林局建设两处口袋公园。", "由市卫健委新建社区卫生服务站3处。", earlier=earlier())
    assert (check.findings, check.asks) == ((), 2)
    assert "没有发现问题" in render_check(check, "zh")


def test_a_draft_without_an_ask_is_a_finding() -> None:
    (document,) = parse_text("关于营商环境的情况\n\n民营企业面临不少困难。\n", "draft")
    assert [one.code for one in check_draft(document).findings] == ["no_asks"]


def test_a_draft_that_looks_like_a_policy_is_judged_by_what_it_asks() -> None:
    looks = policy(NEWER, "looks")
    check = check_draft(looks, [policy()], on="2024-06-01", texts={"looks": NEWER})
    assert check.asks > 0
    assert check.documents[0].kind == "policy"


def test_the_draft_of_the_proposal_in_raw() -> None:
    proposal, reply = parse_file(PROPOSAL)
    (measures,) = parse_file(POLICY)
    text = PROPOSAL.read_bytes().decode()
    check = check_draft(proposal, [measures], [(proposal, reply)], "2023-01-01", {proposal.doc_id: text})
    found = {(one.code, one.quote) for one in check.findings}
    assert ("covered", "推出“专精特新贷”满足企业不同阶段的资金需求") in found
    assert ("no_figure", "如果发生不良，给予一定的补贴") in found
    assert "二" not in {one.path[0] for one in check.findings if one.code == "no_department"}
    repeated = [one for one in check.findings if one.code == "repeats_earlier"]
    assert len(repeated) >= check.asks * 0.9  # every ask repeats itself
    assert all(one.quote == text[one.start : one.end] for one in check.findings)
    assert [one.start for one in check.findings] == sorted(one.start for one in check.findings)


# ---- the report, the schema, the command


def every_finding() -> DraftCheck:
    check = checked(
        FAIR, BUNDLE, "对困难企业给予适当补贴。", before="我市印发了《临江市支持民营经济发展若干措施》。",
        earlier=earlier(),
    )  # fmt: skip
    assert set(codes(check, "none")) >= {
        "covered", "several_matters", "no_figure", "no_department", "policy_misnamed", "repeats_earlier"
    }  # fmt: skip
    return check


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 91, 92, 140])
def test_the_page_fits_and_says_each_kind_once(lang: Any, width: int) -> None:
    check = every_finding()
    page = render_check(check, lang, width)
    assert all(text_width(line) <= width for line in page.splitlines())
    say = words(lang)
    for finding in check.findings:
        assert say(f"finding.{finding.code}") in page
    assert page.count(say("advice.covered")[:8]) == 1


def test_json_is_chinese_and_the_page_speaks_the_language() -> None:
    found = only(every_finding(), "policy_misnamed")
    assert found.message.startswith("文中写作《临江市支持民营经济发展若干措施》")
    said = finding_words(found, words("en"))
    assert said.message == (
        "the draft says “临江市支持民营经济发展若干措施”, the policy supplied is called “临江市支持民营企业发展若干措施”."
    )


def test_the_markdown_page_holds_every_message() -> None:
    check = every_finding()
    page = render_check_markdown(check, "zh").replace("\\", "")
    assert page.startswith("# 关于支持民营企业发展的建议\n")
    for finding in check.findings:
        if finding.code != "no_department":
            assert finding.message in page


def test_recommendations_without_a_body_stand_in_one_row() -> None:
    check = checked(SILENT, "新建幼儿园3所。", "新建停车位500个。", policies=[])
    assert codes(check, "none") == ["no_department"] * 3
    page = render_check(check, "zh", 120)
    assert "3 条建议没有写明由哪个部门办理" in page
    assert "1、2、3" in page


def test_the_schema_takes_what_is_written_and_refuses_faults() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    data = to_json(every_finding())
    validator = jsonschema.Draft202012Validator(check_schema())
    raw = json.loads(data)
    assert validator.is_valid(raw) and validator.is_valid([raw])
    raw["findings"][0]["code"] = "odd"
    assert not validator.is_valid(raw)
    assert [line.partition("：")[0] for line in validate_json(json.dumps(raw).encode())] == ["$.findings[0].code"]
    assert validate_json(data) == []


def run(*args: object, lang: Any = "zh") -> Any:
    return CliRunner().invoke(build(lang), [str(arg) for arg in args])


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("往年").mkdir()
    for name, text in (
        ("草稿.txt", draft_of(FAIR)[1]), ("干净.txt", draft_of("由市园林局建设两处口袋公园。")[1]),
        ("政策.txt", MEASURES), ("往年/一.txt", EARLIER),
    ):  # fmt: skip
        Path(name).write_text(text, "utf-8")
    return tmp_path


def test_the_command_and_its_exit_codes(files: Path) -> None:
    found = run("check", "草稿.txt", "--against", "政策.txt", "--earlier", "往年", "--date", "2024-06-01")
    assert (found.exit_code, "政策已有" in found.stdout) == (1, True)
    clean = run("check", "干净.txt", "--against", "政策.txt", "--format", "json")
    assert (clean.exit_code, json.loads(clean.stdout)["findings"]) == (0, [])
    for args, said in (
        (("无.txt",), "无.txt"), (("草稿.txt", "--date", "2024"), "2024-05-01"), (("草稿.txt", "-o", "x.pdf"), ".pdf"),
        (("草稿.txt", "-o", "草稿.txt"), "不能同时作为输出"), (("-", "--against", "-"), "只能用一次"),
    ):  # fmt: skip
        wrong = run("check", *args)
        assert (wrong.exit_code, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1), args
        assert said in wrong.stderr


def test_several_policies_and_earlier_proposals_after_one_option(files: Path) -> None:
    Path("另.txt").write_text(NEWER, "utf-8")
    args = ("check", "草稿.txt", "--against", "政策.txt", "另.txt", "--earlier", "往年", "干净.txt", "--format", "json")
    found = json.loads(run(*args).stdout)
    assert (len(found["policies"]), len(found["earlier"])) == (2, 2)


def test_the_draft_in_the_folder_of_earlier_ones_is_not_held_against_itself(files: Path) -> None:
    found = json.loads(run("check", "草稿.txt", "--earlier", ".", "--format", "json").stdout)
    assert found["earlier"] == ["干净", "一"]
    assert "repeats_earlier" in [one["code"] for one in found["findings"]]  # of 往年/一.txt


def test_the_command_saves_and_validates(files: Path) -> None:
    saved = run("check", "草稿.txt", "--against", "政策.txt", "-o", "检查.json")
    assert saved.exit_code == 1
    sources = ("--source", "草稿.txt", "--source", "政策.txt")
    assert run("validate", "检查.json", *sources).exit_code == 0
    text = Path("检查.json").read_text("utf-8")
    Path("检查.json").write_text(text.replace('"quote": "对参加境外', '"quote": "对参加境内'), "utf-8")
    assert "$.findings[" in run("validate", "检查.json", *sources).stdout
    run("check", "草稿.txt", "--against", "政策.txt", "-o", "检查.md")
    assert Path("检查.md").read_text("utf-8").startswith("# 关于支持民营企业发展的建议")


def test_records_of_parse_are_checked_too(files: Path) -> None:
    run("parse", "草稿.txt", "-o", "草稿.json")
    run("parse", "政策.txt", "-o", "政策.json")
    args = ("--date", "2024-06-01", "--format", "json")
    texts = json.loads(run("check", "草稿.txt", "--against", "政策.txt", *args).stdout)
    assert (
        json.loads(run("check", "草稿.json", "--against", "政策.json", *args).stdout)["findings"] == texts["findings"]
    )


def test_every_code_is_a_word_of_the_vocabulary() -> None:
    assert {one.code for one in every_finding().findings} <= set(get_args(FindingCode))
