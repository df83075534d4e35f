"""The wording and the pages that people read: complete, in two languages, lined up, nothing raw."""

from __future__ import annotations

import ast
import csv
import re
import string
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjtx_docs import model
from zjtx_docs.comparison import records
from zjtx_docs.comparison.records import (
    Ask,
    AskReply,
    Change,
    Commitment,
    Compared,
    Comparison,
    Match,
    Nearest,
    Note,
    Pair,
    Uncovered,
    Value,
)
from zjtx_docs.drafting import records as drafting_records
from zjtx_docs.model import Document, Issue, Measure, Money, OutlineItem, Source
from zjtx_docs.report.catalogue import LANGS, both, catalogue, library_words, words
from zjtx_docs.report.layout import clean, pad, shorten, text_width, wrap
from zjtx_docs.report.markdown import render_markdown
from zjtx_docs.report.phrases import change, place, yuan
from zjtx_docs.report.terminal import render_comparison, render_documents
from zjtx_docs.scoring import records as scoring_records

PACKAGE = Path(__file__).parents[1] / "zjtx_docs"
ROOMS = ("cli", "report", "comparison", "drafting", "exports", "scoring", "web")
SPOKEN = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
RAW = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
# Templates say a key in full, say("page.answer"), or put it together, say("role." ~ role), from names that they list.
TEMPLATES = sorted(path for room in ("report", "web") for path in (PACKAGE / room).rglob("*.html"))
SAID = re.compile(r"""say\("([a-z_.]+)"(?=( ~)?)""")
ESCAPE = "\x1b"

# A group of the catalogue and the vocabulary whose every value it says, no more and no less.
VOCABULARIES = {
    "relation": records.Relation,
    "how": records.How,
    "op": records.Op,
    "field": records.Field,
    "status": records.ReplyStatus,
    "explained_relation": records.Relation,
    "explained_status": records.ReplyStatus,
    "state": records.CommitmentState,
    "pair": get_type_hints(Pair)["relation"],
    "kind": model.Kind,
    "level": model.Level,
    "stance": model.Stance,
    "role": model.Role,
    "bound": model.Bound,
    "instrument": model.Instrument,
    "period": model.Period,
    "target_period": model.TargetPeriod,
    "tier": model.Tier,
    "refused": records.Refusal,
    "note": records.NoteCode,
    "decided": records.DecidedField,
    "confirmed": records.DecidedField,
    "finding": drafting_records.FindingCode,
    "found": drafting_records.FindingCode,
    "advice": drafting_records.FindingCode,
    "coded": scoring_records.What,
    "standing": records.Standing,
    "category": records.CategoryLetter,
    "shape": records.Shape,
}


def values_of(vocabulary: object) -> set[str]:
    return set(get_args(vocabulary))


# ---- the catalogue


@pytest.mark.parametrize("group", VOCABULARIES)
def test_every_value_of_a_vocabulary_has_its_word(group):
    said = {key.partition(".")[2] for key in catalogue() if key.startswith(group + ".")}
    assert said == values_of(VOCABULARIES[group])


def test_no_vocabulary_of_the_model_is_forgotten():
    """A Literal that somebody adds to the records needs its words too."""
    known = {frozenset(values_of(one)) for one in VOCABULARIES.values()}
    for module in (model, records, drafting_records, scoring_records):
        for name, value in vars(module).items():
            if str(value).startswith("typing.Literal["):
                assert frozenset(get_args(value)) in known, name


def test_keys_stand_once_and_say_something_in_both_languages():
    path = PACKAGE / "lexicons" / "words.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    keys = [row["key"] for row in rows]
    assert len(keys) == len(set(keys)) == len(catalogue())
    assert [row["key"] for row in rows if not row["zh"].strip() or not row["en"].strip()] == []


def test_both_languages_fill_in_the_same_names():
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert [key for key, said in catalogue().items() if names(said["zh"]) != names(said["en"])] == []


def test_no_chinese_wording_is_english():
    """Chinese words, save for what has none: names of programs and formats, and lines of placeholders alone."""
    chinese = re.compile("[\u4e00-\u9fff]")
    without = {key for key, said in catalogue().items() if not chinese.search(re.sub(r"\{\w+\}", "", said["zh"]))}
    assert without == {
        "error.system", "example.schema", "example.serve", "example.serve_port", "memo.named", "page.comma",
        "page.when", "progress.line", "report.change", "report.change_bare", "report.colon",
        "report.list", "report.semicolon", "validate.problem", "version.line",
    }  # fmt: skip


def spoken_keys() -> tuple[set[str], set[str]]:
    """Keys that the code names in full, and groups whose keys it puts together (f"help.{name}")."""
    whole, groups = set(), set()
    for path in SPOKEN:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                groups.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        whole.update(re.findall(r'"([a-z_.]+)"', text))
        groups.update(key for key, joined in SAID.findall(text) if joined)
    return whole, groups


def test_no_key_is_missing():
    called = set()
    for path in SPOKEN:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("say", "both"):
                    called.add(node.args[0].value)
    for path in TEMPLATES:
        called.update(key for key, joined in SAID.findall(path.read_text("utf-8")) if not joined)
    assert len(called) > 50
    assert called - set(catalogue()) == set()


def test_no_key_is_unused():
    from zjtx_docs.cli.program import COMMANDS, build

    whole, groups = spoken_keys()
    program = build("zh")
    examples = {
        line.strip()
        for name in COMMANDS
        for line in (program.get_command(None, name).epilog or "").splitlines()  # type: ignore[arg-type]
    }
    unused = []
    for key, said in catalogue().items():
        group, _, name = key.partition(".")
        if key in whole or group in VOCABULARIES or group == "click":
            continue
        if group == "help" and name.removesuffix("_more") in COMMANDS:
            continue
        if group == "example" and said["zh"] in examples:
            continue
        if any(key.startswith(start) and name.removeprefix(start.partition(".")[2]) in whole for start in groups):
            continue
        unused.append(key)
    assert unused == []


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        words("zh")("report.nothing_like_it")


def test_both_gives_chinese_and_english():
    assert both("error.no_documents", file="甲.json") == ("甲.json: 里面没有文档", "甲.json: holds no document")


# Said to whoever writes a program with click, or by parts of it that this program has not.
NOT_OURS = re.compile(
    r"^Name '|^No options defined|^Could not (determine|open)|^Boolean option|^Arguments take|DeprecationWarning"
    r"|^deprecated$|^Value must be|UUID|^\{name\} \{filename|match the format|values are required|^Choice\(|^file$"
    r"|^directory$|^path$"
)


def test_click_speaks_chinese():
    """Every sentence of the installed click that can reach a person has its row; a new click may bring new ones."""
    import click

    said = set()
    for name in ("core", "exceptions", "formatting", "parser", "types"):
        source = Path(click.__file__).with_name(f"{name}.py").read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
                said.update(arg.value for arg in node.args if isinstance(arg, ast.Constant))
    assert "Usage:" in said
    assert sorted(message for message in said - set(library_words()) if not NOT_OURS.search(message)) == []


# ---- columns

CHINESE = st.text(alphabet="专精特新企业给予最高500万元奖励，。、（）“”《》；：？！ abcXYZ-.%…—①　", max_size=80)


@given(CHINESE)
def test_widths_are_those_of_terminals(text):
    wcwidth = pytest.importorskip("wcwidth")
    assert text_width(text) == wcwidth.wcswidth(text)


@given(CHINESE, st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing(text, columns):
    lines = wrap(text, columns)
    assert all(text_width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(CHINESE, st.integers(4, 40), st.integers(1, 4))
def test_a_limit_of_lines_is_kept(text, columns, limit):
    lines = wrap(text, columns, limit)
    assert len(lines) <= limit
    assert all(text_width(line) <= columns for line in lines)
    if lines != wrap(text, columns):
        assert lines[-1].endswith("…")


def test_a_line_does_not_begin_with_a_closing_mark():
    assert wrap("支持企业转型，升级改造", 12) == ["支持企业转", "型，升级改造"]
    assert wrap("建设示范园（试点）。", 12) == ["建设示范园", "（试点）。"]


def test_numbers_and_latin_words_stay_whole():
    assert wrap("给予最高1000万元", 12) == ["给予最高1000", "万元"]
    assert wrap("给予最高10000万元", 12) == ["给予最高", "10000万元"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("给予 500\n万元 奖励", "给予500万元奖励"),
        ("**支持** 企业", "支持企业"),
        ("Little  Giant\t企业", "Little Giant企业"),
        ("红\x1b[31m字\x07\u202e倒", "红[31m字倒"),
        ("两行\r\n\r\n之间", "两行之间"),
    ],
)
def test_quotes_are_cleaned(text, shown):
    assert clean(text) == shown


def test_shortened_text_fits():
    assert shorten("专精特新企业", 8) == "专精特…"
    assert shorten("专精特新", 8) == "专精特新"
    assert text_width(pad("专精", 10)) == 10


# ---- phrases


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (5_000_000, "500万元", "5,000,000 yuan"),
        (150_000_000, "1.5亿元", "150,000,000 yuan"),
        (12_345_678, "1234.5678万元", "12,345,678 yuan"),
        (123_456_789, "12345.6789万元", "123,456,789 yuan"),
        (9_999, "9999元", "9,999 yuan"),
        (10_001, "1.0001万元", "10,001 yuan"),
        (0, "0元", "0 yuan"),
    ],
)
def test_sums_are_written_as_people_write_them(amount, zh, en):
    assert (yuan(amount, words("zh")), yuan(amount, words("en"))) == (zh, en)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (("三", "5"), "三.5"),
        (("一章", "四条"), "第一章.第四条"),
        (("附件2", "1"), "附件2.1"),
        (("三", "5#2"), "三.5(2)"),
        ((), ""),
    ],
)
def test_places_are_said_as_people_say_them(path, shown):
    assert place(path) == shown


def side(value: object, quote: str) -> Value:
    return Value(value=value, start=0, end=len(quote), quote=quote)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        (
            Change(field="amount", op="raised", left=side(5_000_000, "500万"), right=side(3_000_000, "300 万元")),
            "金额：300万元→500万元",
            "amount: 3,000,000 yuan → 5,000,000 yuan",
        ),
        (
            Change(field="instrument", op="added", left=side("interest_subsidy", "贴息")),
            "支持方式：贴息（政策未写）",
            "instrument: interest subsidy (not in the policy)",
        ),
        (
            Change(field="deadline", op="removed", right=side("2025-12-31", "2025年底前")),
            "时限：政策有2025年底前，建议未写",
            "deadline: 2025年底前 in the policy, not asked for",
        ),
        (Change(field="department", op="reassigned"), "责任单位改由他人负责", "department reassigned"),
        (
            Change(field="role", op="reassigned", left=side("lead", "牵头"), right=side("joint", "市科委")),
            "分工：共同负责→牵头",
            "role: joint → lead",
        ),
        (
            Change(field="rate", op="raised", left=side(0.2, "合同额的 20%"), right=side(0.125, "百分之十二点五")),
            "比例：12.5%→20%",
            "rate: 12.5% → 20%",
        ),
        (
            Change(field="amount", op="added", left=side(300_000, "给予30万元"), right=side(None, "给予一次性 奖励")),
            "金额：给予一次性奖励→30万元",
            "amount: 给予一次性奖励 → 300,000 yuan",
        ),
        (
            Change(field="duration", op="raised", left=side(3, "持续三年"), right=side(1, "持续一年")),
            "期限：持续一年→持续三年",
            "duration: 持续一年 → 持续三年",
        ),
        (
            Change(
                field="department", op="reassigned", left=side("甲区科委", "区科委"), right=side("甲区经信局", "经信局")
            ),
            "责任单位：甲区经信局→甲区科委",
            "department: 甲区经信局 → 甲区科委",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_changes_are_said_in_words(found, zh, en):
    assert (change(found, words("zh")), change(found, words("en"))) == (zh, en)


# ---- pages


RAISED = (Change(field="amount", op="raised", left=side(5_000_000, "500万"), right=side(3_000_000, "300 万元")),)


def span(quote: str, start: int = 0) -> dict[str, object]:
    return {"start": start, "end": start + len(quote), "quote": quote}


ASKS = (
    Ask(
        id="a1", path=("一",), relation="lacks", confidence=0.5, alternative="extends", review=True, why="",
        nearest=Nearest(
            doc_id="policy", path=("四", "9"), score=0.3, refused_because="都涉及企业培育库，但具体支持的事项不同。",
            refused_code="same_field", subjects=("registry",),
            **span("建立上市后备企业库"),
        ),
        reply=AskReply(status="acted", path=("一", "1"), why="", **span("已建成培育项目库")),
        **span("建立 1 个企业培育库，\n按 梯度 分类管理"),
    ),
    Ask(
        id="a2", path=("三", "1"), relation="extends", how=("higher_amount", "sets_amount_where_none"), confidence=0.9,
        why="",
        matches=(
            Match(
                doc_id="policy", measure_id="m1", path=("二", "5"), score=0.9, **span("给予最高 300 万元奖励 | 以补代奖"),
                changes=RAISED,
            ),
            Match(doc_id="policy", measure_id="m2", path=("二", "6"), score=0.5, **span("支持贷款贴息")),
        ),
        reply=AskReply(status="deferred_to_upper_level", path=("二",), why="", **span("按市级政策执行")),
        **span("对新认定企业给予 500 万元奖励"),
    ),
    Ask(
        id="a3", path=("三", "2"), relation="duplicates", how=("implementation",), confidence=0.8, why="",
        matches=(Match(doc_id="policy", measure_id=None, path=(), score=0.7, **span("服务企业 1000 家")),),
        reply=AskReply(status="not_addressed", why=""), **span("落实既有服务措施"),
    ),
)  # fmt: skip
COMPARISON = Comparison(
    documents=(
        Compared(doc_id="proposal", kind="proposal", title="关于培育企业的\n建议", file="提案.txt"),
        Compared(doc_id="policy", kind="policy", title="若干措施"),
        Compared(doc_id="proposal#2", kind="reply", title=None, file="提案.txt"),
    ),
    left="proposal",
    right=("policy",),
    reply="proposal#2",
    asks=ASKS,
    uncovered=(Uncovered(doc_id="policy", path=("五", "12"), heading="知识产权保护"),),
    commitments=(
        Commitment(
            who="区经信局", what="开展走访", deadline="年底前", state="under_study", path=("五",), **span("开展走访")
        ),
    ),
    notes=(Note(code="district_missing", text="未提供本区（县）自己的政策。"),),
)
VERSIONS = Comparison(
    documents=(
        Compared(doc_id="new", kind="policy", title="新措施"),
        Compared(doc_id="old", kind="policy", title="旧措施"),
    ),
    left="new",
    right=("old",),
    pairs=(
        Pair(
            left=Match(doc_id="new", measure_id="m1", path=("一",), score=1, **span("最高500万元")),
            right=Match(doc_id="old", measure_id="m1", path=("一",), score=1, **span("最高300万元")),
            relation="changed",
            changes=RAISED,
        ),
    ),
    added=(Match(doc_id="new", measure_id="m2", path=("二",), score=0, **span("新设绿色通道")),),
    removed=(Match(doc_id="old", measure_id="m3", path=("三",), score=0, **span("取消房租补贴")),),
)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [60, 72, 91, 92, 100, 129, 130, 200])
@pytest.mark.parametrize("comparison", [COMPARISON, VERSIONS], ids=["提案对照政策", "新旧政策"])
def test_no_line_is_wider_than_the_terminal(comparison, width, lang):
    wcwidth = pytest.importorskip("wcwidth")
    page = render_comparison(comparison, lang, width)
    assert max(wcwidth.wcswidth(line) for line in page.splitlines()) <= width
    assert page.endswith("\n")
    assert not page.endswith("\n\n")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("comparison", [COMPARISON, VERSIONS], ids=["提案对照政策", "新旧政策"])
def test_nothing_raw_is_shown(comparison, lang):
    pages = [render_comparison(comparison, lang, width) for width in (60, 100, 200)]
    for page in (*pages, render_markdown(comparison, lang)):
        assert RAW.findall(page) == []


def flat(page: str) -> str:
    return "".join(page.split())


def test_the_summary_counts_and_names():
    page = render_comparison(COMPARISON, "zh", 160)
    head = page.partition("━")[0]
    assert "关于培育企业的建议" in head
    assert "建议事项 3 项：政策已有 1、更进一步 1、未见对应 1" in head
    assert "答复情况：已采纳 1、部分回应 0、需上级办理 1、未采纳 0、未回应 1" in head
    assert "待人工复核 1 条：1" in head
    assert "建议未涉及的政策条目 1 条：五.12 知识产权保护" in head
    assert "只就所给的文本而言" in head
    assert "说明：未提供本区（县）自己的政策" in head


@pytest.mark.parametrize("width", [60, 100, 200])
def test_the_table_says_what_a_reader_needs(width):
    page = render_comparison(COMPARISON, "zh", width)
    for statement in (
        "未见对应",
        "待复核",
        "更进一步",
        "政策已有",
        "金额更高",
        "已采纳",
        "需上级办理",
        "未回应",
        "研究中",
    ):
        assert statement in page
    rows = flat(render_comparison(COMPARISON, "zh", 60))
    assert "最接近：四.9建立上市后备企业库" in rows
    assert "不算对应：都涉及企业培育库，但具体支持的事项不同" in rows
    assert "另见二.6" in rows
    assert "金额：300万元→500万元" in rows


def test_without_a_reply_there_is_no_column_for_it():
    asks = tuple(Ask(id=one.id, relation="lacks", confidence=1, why="", **span(one.quote)) for one in ASKS)
    page = render_comparison(Comparison(left="甲", right=("乙",), asks=asks), "zh", 100)
    assert "答复  未提供" in page
    assert "没有接近的条目" in page
    assert not re.search("^编号.*答复", page, re.M)


def test_several_policies_are_numbered():
    match = Match(doc_id="b", measure_id="m1", path=("一",), score=1, **span("给予奖励"))
    asks = (Ask(id="a1", relation="duplicates", confidence=1, why="", matches=(match,), **span("给予奖励")),)
    documents = tuple(Compared(doc_id=name, kind="policy", title=f"措施{name}") for name in "ab")
    page = render_comparison(Comparison(documents=documents, left="p", right=("a", "b"), asks=asks), "zh", 100)
    assert "[1] 措施a" in page
    assert "[2] 一 给予奖励" in page


def test_a_proposal_without_asks_is_told():
    assert "没有找到建议事项" in render_comparison(Comparison(left="甲", right=("乙",)), "zh", 100)


def test_versions_show_what_changed():
    page = flat(render_comparison(VERSIONS, "zh", 100))
    assert "金额：300万元→500万元" in page
    assert "只在“新措施”中的措施二新设绿色通道" in page
    assert "只在对照文本中的措施三取消房租补贴" in page


@pytest.mark.parametrize("width", [60, 100])
def test_colour_only_where_it_is_asked_for(width):
    plain, colored = (render_comparison(COMPARISON, "zh", width, color=color) for color in (False, True))
    assert ESCAPE not in plain
    assert ESCAPE in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain


def test_a_source_cannot_send_commands_to_the_terminal():
    ask = Ask(id="a1", relation="lacks", confidence=1, why="", **span("清屏\x1b[2J\x1b]0;标题\x07以后"))
    assert ESCAPE not in render_comparison(Comparison(left="甲\x1b[31m", right=("乙",), asks=(ask,)), "zh", 100)


def cells(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line)) - 1


@pytest.mark.parametrize("lang", LANGS)
def test_markdown_tables_are_whole(lang):
    page = render_markdown(COMPARISON, lang)
    tables = [[line for line in block.splitlines() if line.startswith("|")] for block in page.split("\n\n")]
    assert [{cells(line) for line in table} for table in tables if table] == [{6}, {5}]
    assert r"以补代奖" in page
    assert r"\| 以补代奖" in page.replace("\\|以", "\\| 以")


def test_markdown_marks_in_a_source_stay_text():
    ask = Ask(id="a1", relation="lacks", confidence=1, why="", **span("<script>甲</script> [链接](x) `码` _下_"))
    page = render_markdown(Comparison(left="甲", right=("乙",), asks=(ask,)), "zh")
    assert r"\<script\>甲" in page
    assert r"\[链接\](x)" in page


DOCUMENTS = (
    Document(
        doc_id="长名称的政策文件二〇二一年版本", kind="policy", title="关于促进发展的\n若干措施", source=Source(start=0, end=9),
        outline=(OutlineItem(path=("一",), label="一、", **span("一、")),),
        measures=(Measure(id="m1", money=(Money(yuan=1, **span("1元")),), **span("给予1元")),),
        issues=(Issue(code="x", message="y", start=0, end=1),),
    ),
    Document(doc_id="b", kind="proposal", source=Source(start=0, end=9)),
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_documents_in_a_table(width, lang):
    wcwidth = pytest.importorskip("wcwidth")
    page = render_documents(DOCUMENTS, lang, width)
    assert max(wcwidth.wcswidth(line) for line in page.splitlines()) <= width
    assert RAW.findall(page) == []
    assert ("2 份" if lang == "zh" else "2 documents") in page


def test_documents_are_counted():
    page = render_documents(DOCUMENTS, "zh", 120)
    row = next(line for line in page.splitlines() if "关于促进发展的若干措施" in line)
    assert row.split()[-6:] == ["1", "1", "1", "0", "0", "1"]
    assert "（无标题）" in page
