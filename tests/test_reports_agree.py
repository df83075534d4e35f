"""Word, Excel, CSV, Markdown, page and JSON say the same of a comparison: same asks, relations, states, quotes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import msgspec
import openpyxl
import pytest

from zjtx_docs import compare, parse_file, parse_text, to_frames
from zjtx_docs.cli.compare_command import BY_SUFFIX
from zjtx_docs.cli.comparison_output import Finding, render
from zjtx_docs.comparison.decisions import Decision
from zjtx_docs.comparison.records import Comparison
from zjtx_docs.errors import MissingExtra
from zjtx_docs.exports.comparison_tables import (
    COMPARISON_COLUMNS,
    comparison_columns,
    comparison_dictionary,
    comparison_tables,
)
from zjtx_docs.exports.csv import unescape
from zjtx_docs.model import to_json
from zjtx_docs.report.catalogue import words
from zjtx_docs.report.layout import clean
from zjtx_docs.report.phrases import ask_words

docx = pytest.importorskip("docx")

ROOT = Path(__file__).parents[1]
LANGS = ("zh", "en")
HOSTILE = """建议：
一、=HYPERLINK("http://x.example","点我")，对企业给予30万元奖励。
二、+cmd|' /C calc'!A0 建设@养老驿站\u0007 <b>&amp;</b> | `x` * _y_。
三、-2+3 支持企业上市，给予最高0.5亿元奖励。
"""
POLICY = """关于支持“专精特新”企业发展的若干措施

一、支持首次认定
对企业给予20万元奖励。（责任单位：市财政局、市经济和信息化局）
"""


def finding(proposal: list, policy: list, texts: dict[str, str], decisions: list[Decision] | None = None) -> Finding:
    comparison = compare(proposal, policy, decisions=decisions or [])
    took_part = {document.doc_id for document in comparison.documents}
    return Finding(comparison, [one for one in (*proposal, *policy) if one.doc_id in took_part], texts)


def seeds() -> Finding:
    paths = [ROOT / "raw" / f"{name}.txt" for name in ("fangshan_zjtx_proposal_2023", "beijing_zjtx_measures_2021")]
    proposal, policy = (parse_file(path) for path in paths)
    texts = {document.doc_id: paths[0].read_bytes().decode() for document in proposal}
    texts |= {document.doc_id: paths[1].read_bytes().decode() for document in policy}
    return finding(proposal, policy, texts)


def hostile() -> Finding:
    texts = {"提案": HOSTILE, "政策": POLICY}
    proposal, policy = (parse_text(text, name, f"{name}.txt") for name, text in texts.items())
    first = compare(proposal, policy).asks[0].fingerprint
    decided = [Decision(str(first), "relation", "relation", "lacks", "张委员", "2024-05-01", "=1+1")]
    return finding(proposal, policy, texts, decided)


FINDINGS = {"seeds": seeds(), "hostile": hostile()}


@pytest.fixture(params=FINDINGS, ids=str)
def found(request) -> Finding:
    return FINDINGS[request.param]


def bare(text: str) -> str:
    """The text as every format can show it: no white space, nothing that only escapes."""
    return re.sub(r"\s|\ufffd", "", clean(text))  # the page shows a control mark as \ufffd


def statements(comparison: Comparison, lang: str) -> list[tuple[str, ...]]:
    """What every format has to say of each ask, in order: number, ask, relation, state, quotes of policy and reply."""
    say = words(lang)  # type: ignore[arg-type]
    made = []
    for number, ask in enumerate(comparison.asks, 1):
        said = ask_words(number, ask, comparison, say)
        best = ask.matches[0] if ask.matches else ask.nearest
        quotes = [bare(best.quote) if best else "", bare(ask.reply.quote or "") if ask.reply else ""]
        made.append((str(number), bare(ask.quote), said.relation, said.status or "", *quotes))
    return made


def in_order(page: str, wanted: list[str], name: str) -> None:
    """Every statement stands in the page, each after the one before."""
    at = 0
    for words_ in wanted:
        place = page.find(words_, at)
        assert place >= 0, f"{name}: {words_!r} is missing after {page[max(0, at - 40) : at]!r}"
        at = place


# ---- the same in each format


@pytest.mark.parametrize("lang", LANGS)
def test_json_is_the_comparison(found, lang):
    data = render([found], "json", words(lang))
    assert msgspec.json.decode(data, type=Comparison) == found.comparison


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_agrees(found, lang):
    book = openpyxl.load_workbook(io.BytesIO(render([found], "xlsx", words(lang))))
    name = {entry["field"]: entry[f"name_{lang}"] for entry in comparison_dictionary() if entry["table"] == "asks"}
    heads, *rows = book.worksheets[1].iter_rows(values_only=True)
    at = {field: heads.index(label) for field, label in name.items() if label in heads}
    seen = []
    for row in rows:
        quote = row[at["match_quote"]] or row[at["nearest_quote"]] or ""
        seen.append((str(row[at["ask_no"]]), bare(row[at["quote"]]), row[at["relation"]], row[at["reply_status"]] or "",
                     bare(quote), bare(row[at["reply_quote"]] or "")))  # fmt: skip
    assert seen == statements(found.comparison, lang)


def test_the_csv_agrees(found):
    data = render([found], "csv", words("zh")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    asks = found.comparison.asks
    assert [unescape(row["quote"]) for row in rows] == [ask.quote for ask in asks]
    assert [row["relation"] for row in rows] == [ask.relation for ask in asks]
    assert [row["reply_status"] for row in rows] == [ask.reply.status if ask.reply else "" for ask in asks]
    assert [(int(row["start"]), int(row["end"])) for row in rows] == [(ask.start, ask.end) for ask in asks]
    for ask, row in zip(asks, rows, strict=True):
        assert unescape(row["match_quote"]) == (ask.matches[0].quote if ask.matches else "")
        assert unescape(row["nearest_quote"]) == (ask.nearest.quote if ask.nearest else "")


@pytest.mark.parametrize("lang", LANGS)
def test_the_memo_agrees(found, lang):
    document = docx.Document(io.BytesIO(render([found], "docx", words(lang))))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows][1:]
    assert len(rows) == len(found.comparison.asks)
    for row, (number, ask, relation, status, quote, _) in zip(rows, statements(found.comparison, lang), strict=True):
        assert row[0].split("\n")[0] == number
        assert bare(row[1]) == ask
        assert row[2].split("\n")[0] == relation
        assert quote in bare(row[3])
        assert not status or row[4].split("\n")[0] == status
    annex = bare("".join(paragraph.text for paragraph in document.paragraphs))
    asks = found.comparison.asks
    quotes = [
        quote
        for ask in asks
        for quote in (ask.quote, *(match.quote for match in ask.matches), *([ask.nearest.quote] if ask.nearest else []),
                      *([ask.reply.quote] if ask.reply and ask.reply.quote else []))
    ]  # fmt: skip
    in_order(annex, [bare(quote) for quote in quotes], "docx")


@pytest.mark.parametrize("lang", LANGS)
def test_markdown_agrees(found, lang):
    page = render([found], "markdown", words(lang)).decode()
    plain = bare(re.sub(r"\\(.)", r"\1", page.replace("<br>", " ")).replace("&amp;", "&"))
    in_order(plain, [bare(row[at]) for row in statements(found.comparison, lang) for at in (1, 2, 4, 3)], "md")


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_agrees(found, lang):
    from lxml import html

    tree = html.document_fromstring(render([found], "html", words(lang)).decode())
    for hidden in tree.xpath("//script | //style"):
        hidden.drop_tree()
    plain = bare(tree.text_content())
    for row in statements(found.comparison, lang):
        for word in row[1:]:
            assert bare(word) in plain, word


# ---- policy against policy


def versions() -> Finding:
    first = POLICY.replace("对企业给予20万元奖励", "对首次认定的“专精特新”企业给予20万元一次性奖励")
    old = first + "二、支持上市\n对在境内上市的企业给予最高300万元奖励。\n三、支持办展\n组织企业参加展会。\n"
    new = old.replace("20万元", "50万元").replace("支持办展\n组织企业参加展会", "支持出口\n对出口信用保险保费给予补贴")
    left, right = parse_text(new, "新", "新.txt"), parse_text(old, "旧", "旧.txt")
    return Finding(compare(left, right), [*left, *right], {"新": new, "旧": old})


@pytest.mark.parametrize("format", ["docx", "xlsx", "csv", "markdown", "html", "json"])
def test_what_changed_between_policies_stands_in_each_format(format):
    one = versions()
    (pair,) = [pair for pair in one.comparison.pairs if pair.relation == "changed"]
    wanted = [pair.left.quote, pair.right.quote, one.comparison.added[0].quote, one.comparison.removed[0].quote]
    data = render([one], format, words("zh"))
    if format == "docx":
        document = docx.Document(io.BytesIO(data))
        page = document.element.xpath("string(//w:body)")
    elif format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert book.sheetnames == ["概要", "措施对应", "对应措施的变化", "数据字典"]
        amount = [row for row in book["对应措施的变化"].values if row[2] == "金额"]
        assert [(row[5], row[10]) for row in amount] == [(500000, 200000)]
        page = "".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    else:
        page = data.decode("utf-8-sig" if format == "csv" else "utf-8")
    if format == "html":
        from lxml import html

        page = html.document_fromstring(page).text_content()
    assert [quote for quote in wanted if bare(quote) not in bare(page)] == []


# ---- what each format has to be


def test_every_suffix_of_compare_is_tried_here():
    tried = {"json", "xlsx", "csv", "docx", "markdown", "html"}
    assert set(BY_SUFFIX.values()) - tried == {"table"}


def test_sheets_are_named_in_the_language(found):
    names = [openpyxl.load_workbook(io.BytesIO(render([found], "xlsx", words(lang)))).sheetnames for lang in LANGS]
    assert names == [
        ["概要", "建议事项", "对应条目", "字段差异", "答复情况", "承诺与进展", "建议未涉及的条目", "责任单位", "人工核定", "数据字典"],
        ["Summary", "Asks", "Counterparts", "Differences", "Reply", "Commitments", "Not touched", "Departments",
         "Decisions", "Dictionary"],
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_raw_and_nothing_live_is_in_the_workbook(found, lang):
    """No value of a vocabulary as programs write it, no formula, no link; sums as whole numbers."""
    book = openpyxl.load_workbook(io.BytesIO(render([found], "xlsx", words(lang))))
    raw = re.compile(r"^[a-z]+(?:_[a-z0-9]+)+$|^(?:lacks|extends|duplicates|added|raised|acted|partly|joint)$")
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type != "f" and cell.hyperlink is None, cell.coordinate
                if sheet is not book.worksheets[-1] and isinstance(cell.value, str):
                    assert lang == "en" or not raw.match(cell.value), (sheet.title, cell.coordinate, cell.value)
                assert not (isinstance(cell.value, float) and cell.number_format == "#,##0")
    assert any(cell.alignment.wrap_text for cell in book.worksheets[1][2])


def test_sums_stand_as_whole_numbers():
    rows = [row for row in comparison_tables(FINDINGS["seeds"].comparison)["changes"] if row["field"] == "amount"]
    found = [(row["left_yuan"], row["right_yuan"]) for row in rows]
    assert all(isinstance(one, int) for pair in found for one in pair if one is not None)
    assert any(left for left, _ in found)
    assert all(row["left_value"] == str(row["left_yuan"]) for row in rows if row["left_value"])


@pytest.mark.parametrize("lang", LANGS)
def test_the_memo_looks_like_an_official_paper(lang):
    from docx.oxml.ns import qn

    document = docx.Document(io.BytesIO(render([FINDINGS["seeds"]], "docx", words(lang))))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 28, 26, 37]
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    title = document.paragraphs[0].runs[0]
    assert title._r.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    cell = document.tables[0].rows[1].cells[1].paragraphs[0].runs[0]
    assert cell._r.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "the head stands on each page"
    assert "PAGE" in section.footer._element.xml
    assert "房山" in document.core_properties.title


def test_the_memo_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra, match=r"zjtx-docs\[docx\]"):
        render([FINDINGS["seeds"]], "docx", words("zh"))


@pytest.mark.parametrize("format", ["docx", "xlsx", "csv"])
def test_several_comparisons_are_one_file(format):
    both = render(list(FINDINGS.values()), format, words("zh"))
    count = sum(len(one.comparison.asks) for one in FINDINGS.values())
    if format == "docx":
        assert len(docx.Document(io.BytesIO(both)).tables) >= 2
    elif format == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(both)).worksheets[1]
        assert (sheet["A1"].value, sheet.max_row) == ("提案文件", count + 1)
    else:
        assert len(list(csv.DictReader(io.StringIO(both.decode("utf-8-sig"))))) == count


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_the_same_comparison_gives_the_same_bytes(format):
    one = [FINDINGS["seeds"]]
    assert render(one, format, words("zh")) == render(one, format, words("zh"))


def test_a_comparison_without_asks_is_written():
    empty = Finding(Comparison(left="甲"), [], {})
    for format in ("docx", "xlsx", "csv", "markdown"):
        assert render([empty], format, words("zh"))


# ---- tables and frames


def test_rows_follow_the_columns(found):
    for name, rows in comparison_tables(found.comparison).items():
        types = {column.name: column.type for column in comparison_columns(name)}
        kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
        for row in rows:
            assert tuple(row) == COMPARISON_COLUMNS[name]
            said = {key: value for key, value in row.items() if value is not None}
            assert [key for key, value in said.items() if not isinstance(value, kinds[types[key]])] == []


def test_frames_of_a_comparison():
    frames = to_frames(FINDINGS["seeds"].comparison)
    assert list(frames) == list(COMPARISON_COLUMNS)
    asks = json.loads(to_json(FINDINGS["seeds"].comparison))["asks"]
    assert frames["asks"]["quote"].tolist() == [ask["quote"] for ask in asks]
    assert str(frames["changes"]["left_yuan"].dtype) == "Int64"
    assert str(frames["asks"]["review"].dtype) == "boolean"
    assert list(to_frames([FINDINGS["seeds"].comparison], ["reply"])) == ["reply"]


def test_every_quote_is_its_span(found):
    for name, columns in COMPARISON_COLUMNS.items():
        for row in comparison_tables(found.comparison)[name]:
            for side, file in (("left_", "document"), ("right_", "match_document"), ("match_", "match_document")):
                if f"{side}start" in columns and row[f"{side}start"] is not None:
                    text = found.texts[row[file]]
                    assert text[row[f"{side}start"] : row[f"{side}end"]] == row[f"{side}quote"]


def test_every_column_is_explained_in_both_languages():
    for entry in comparison_dictionary():
        assert entry["name_zh"] and entry["name_en"] and entry["meaning_zh"] and entry["meaning_en"], entry
    for lang in LANGS:
        for table in COMPARISON_COLUMNS:
            entries = [entry for entry in comparison_dictionary() if entry["table"] == table and entry["field"] != "*"]
            names = [entry[f"name_{lang}"] for entry in entries]
            assert len(names) == len(set(names)), (table, names)
