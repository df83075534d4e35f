"""Tables and their files: every file is read back by the library that people use for it, and compared."""

from __future__ import annotations

import builtins
import csv
import io
import json
import os
import stat
import time
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pandas
import pytest

from zjtx_docs import model
from zjtx_docs.errors import MissingExtra, UsageError
from zjtx_docs.exports.atomic import write_all, write_whole
from zjtx_docs.exports.columns import COLUMNS, columns, data_dictionary
from zjtx_docs.exports.csv import unescape
from zjtx_docs.exports.frames import to_frames
from zjtx_docs.exports.json import encode_json, write_json
from zjtx_docs.exports.tables import tables
from zjtx_docs.exports.write import TABLE_FORMATS, write_dictionary, write_tables
from zjtx_docs.model import (
    Beneficiary,
    Clause,
    Condition,
    Covers,
    Department,
    Document,
    Duration,
    Measure,
    Money,
    OutlineItem,
    Proposal,
    Reference,
    Reply,
    Responsibility,
    Source,
    Statistic,
    Target,
    Threshold,
    from_json,
)

TEXT = (
    "三、支持上市\n5.对首次上市的“小巨人”企业给予300万元奖励，\n对其他企业按投入的10%至20%给予最高50万元补贴，贴息不低于1:1，为期三年"
    "（市财政局牵头，市经信局配合）。=SUM(A1)企业提供担保。@各区推荐项目，给予30万元至50万元或最高20万美元支持。"
    "本措施自印发之日起施行。达到500家，已有69家，营业收入超过3000.5万元，见《办法》。"
)


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def body(words: str, canonical: str, role: str) -> Department:
    return Department(as_written=words, canonical=canonical, role=role, level="prefectural", **place(words))


def policy() -> Document:
    finance, economy = body("市财政局", "北京市财政局", "lead"), body("市经信局", "北京市经济和信息化局", "supporting")
    first = Measure(
        id="m1",
        path=("三", "5"),
        section="建议",
        action="给予",
        instruments=("award", "subsidy"),
        conditions=(Condition(**place("首次上市")), Condition(**place("企业提供担保"))),
        departments=(finance,),
        money=(
            Money(yuan=3_000_000, bound="exact", instrument="award", beneficiary="“小巨人”企业", **place("300万元")),
            Money(rate=0.2, rate_min=0.1, bound="range", basis="投入", per="企业", **place("10%至20%")),
            Money(yuan=500_000, bound="cap", period="per_year", departments=("市财政局",), **place("最高50万元")),
            Money(
                rate=1.0, bound="floor", duration=Duration(value=3, unit="年", **place("三年")), **place("不低于1:1")
            ),
            Money(instrument="loan", **place("贴息")),
        ),
        beneficiaries=(
            Beneficiary(as_written="“小巨人”企业", tier="national_little_giant", **place("“小巨人”企业")),
            Beneficiary(as_written="其他企业", other="其他企业", **place("其他企业")),
        ),
        **place("对首次上市的“小巨人”企业给予300万元奖励，\n对其他企业"),
    )
    second = Measure(
        id="m2",
        stance="cited",
        money=(
            Money(yuan=500_000, yuan_min=300_000, bound="range", **place("30万元至50万元")),
            Money(amount=200_000, currency="USD", bound="cap", **place("最高20万美元")),
        ),
        **place("@各区推荐项目"),
    )
    return Document(
        doc_id="措施",
        kind="policy",
        title="关于支持上市的若干措施",
        level="prefectural",
        issued="2024-05-01",
        validity=Clause(**place("本措施自印发之日起施行")),
        applies_to=Clause(tiers=("champion", "potential"), **place("企业")),
        proposal=Proposal(number="0123", proposers=("甲", "乙")),
        reply=Reply(handling="市财政局", category="A", date="2024-06-01"),
        source=Source(
            file="措施.txt", sha256="0" * 64, encoding="utf-8", media_type="text/plain", start=0, end=len(TEXT)
        ),
        outline=(
            OutlineItem(path=("三",), label="三、", heading="支持上市", **place("三、支持上市")),
            OutlineItem(path=("三", "5"), label="5.", **place("5.")),
        ),
        measures=(first, Measure(id="m0", **place("=SUM(A1)企业提供担保")), second),
        responsibilities=(
            Responsibility(
                departments=(finance, economy),
                measure_ids=("m1",),
                open_ended=True,
                path=("三", "5"),
                covers=Covers(start=8, end=20),
                **place("（市财政局牵头，市经信局配合）"),
            ),
            Responsibility(open_ended=False, deadline="年底前", **place("各区")),
        ),
        money=(Money(yuan=2_000_000, bound="cap", **place("担保")),),
        thresholds=(
            Threshold(metric="营业收入", value=30_005_000.5, unit="元", bound="floor", **place("超过3000.5万元")),
        ),
        targets=(Target(metric="企业", value=500, unit="家", period="by_deadline", **place("达到500家")),),
        statistics=(Statistic(metric="企业", value=69, unit="家", as_of="目前", **place("已有69家")),),
        references=(Reference(title="办法", date="2021-12-02", date_as_written="2021年12月2日", **place("《办法》")),),
    )


def odd() -> Document:
    """Texts that a sheet would run, drop or break, and nothing in most fields."""
    quotes = (
        "=cmd|'/c calc'!A1", "+86 10", "-1,5", "@SUM(1)", "\t缩进", "'=已有撇号", "'普通撇号", "http://a.cn/?a=1&b=2", "007",
        "1e5", "TRUE", "“引”,\"号\"\r\n换行", "<b>&amp;</b>", "😀𠮷", "_x000C_", "分\x0c页", " 前后空白 ", "NA", "null", "＝全角",
    )  # fmt: skip
    text = "".join(quotes)
    starts = [len("".join(quotes[:number])) for number in range(len(quotes))]
    measures = tuple(
        Measure(id=f"m{start}", action=quote, start=start, end=start + len(quote), quote=quote)
        for start, quote in zip(starts, quotes, strict=True)
    )
    return Document(doc_id="=怪 文件", source=Source(start=0, end=len(text)), measures=measures)


def documents() -> list[Document]:
    return [policy(), odd()]


def by_number(rows: list[dict[str, Any]], measure_id: str) -> dict[Any, dict[str, Any]]:
    return {row["money_no"]: row for row in rows if row["measure_id"] == measure_id}


def cells(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """The named cells of a row that hold something."""
    return {name: row[name] for name in names if row[name] is not None}


# --- rows ---

SUMS = ("amount", "cap", "floor", "currency", "foreign_amount", "rate", "rate_min", "rate_bound")


def test_a_measure_has_one_row_for_each_of_its_sums() -> None:
    rows = tables([policy()])["measures"]
    first, second = by_number(rows, "m1"), by_number(rows, "m2")
    assert list(first) == [1, 2, 3, 4, 5]
    assert cells(first[1], *SUMS) == {"amount": 3_000_000}
    assert cells(first[2], *SUMS) == {"rate": 0.2, "rate_min": 0.1, "rate_bound": "range"}
    assert cells(first[3], *SUMS) == {"cap": 500_000}
    assert cells(first[4], *SUMS, "duration", "duration_unit") == {
        "rate": 1.0, "rate_bound": "floor", "duration": 3, "duration_unit": "年",
    }  # fmt: skip
    assert cells(first[5], *SUMS) == {}
    assert cells(second[1], *SUMS) == {"floor": 300_000, "cap": 500_000}
    assert cells(second[2], *SUMS) == {"foreign_amount": 200_000, "currency": "USD"}
    assert list(by_number(rows, "m0")) == [None], "a measure without money has one row"
    assert len({row["measure_id"] for row in rows if row["money_no"] in (1, None)}) == len(policy().measures)


def test_a_row_of_measures_names_place_departments_and_recipients() -> None:
    rows = tables([policy()])["measures"]
    row = by_number(rows, "m1")[1]
    assert row["path"] == "三.5"
    assert row["heading"] == "支持上市", "the nearest outer heading"
    assert row["section"] == "建议"
    assert row["instruments"] == "award；subsidy"
    assert row["lead_departments"] == "北京市财政局"
    assert row["other_departments"] == "北京市经济和信息化局"
    assert row["conditions"] == "首次上市；企业提供担保"
    assert TEXT[row["start"] : row["end"]] == row["sentence"]
    assert (row["beneficiary"], row["tier"]) == ("“小巨人”企业", "national_little_giant")
    assert by_number(rows, "m1")[2]["beneficiary"] == "“小巨人”企业；其他企业"


def test_a_responsibility_has_one_row_for_each_department() -> None:
    rows = tables([policy()])["responsibilities"]
    assert [(row["responsibility_no"], row["department"], row["role"]) for row in rows] == [
        (1, "北京市财政局", "lead"),
        (1, "北京市经济和信息化局", "supporting"),
        (2, None, None),
    ]
    assert (rows[0]["measure_ids"], rows[0]["open_ended"], rows[0]["covers_start"]) == ("m1", True, 8)
    assert rows[2]["deadline"] == "年底前"


def test_finds_of_measures_and_document_stand_in_one_table_in_the_order_of_the_text() -> None:
    rows = tables([policy()])["money"]
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    assert [row["yuan"] for row in rows if row["measure_id"] is None] == [2_000_000]
    assert len(rows) == 8
    assert tables([policy()])["thresholds"][0]["value"] == 30_005_000.5


def test_the_documents_table_has_the_head_of_each() -> None:
    row, other = tables(documents())["documents"]
    assert (row["document"], row["proposal_number"], row["proposers"]) == ("措施", "0123", "甲；乙")
    assert (row["validity"], row["applies_to_tiers"]) == ("本措施自印发之日起施行", "champion；potential")
    assert (row["handling"], row["reply_date"], row["measures"]) == ("市财政局", "2024-06-01", 3)
    assert other["title"] is None


def test_every_row_has_every_column_in_order_and_no_empty_text() -> None:
    for name, rows in tables(documents()).items():
        assert rows, name
        for row in rows:
            assert tuple(row) == COLUMNS[name]
            assert "" not in row.values()


# What a table leaves out of a record on purpose: text places inside a find, lists that are tables of their own.
LEFT_OUT = {
    "money": {"places", "duration"},
    "responsibilities": {"departments", "covers"},
    "measures": {"id", "quote", "departments", "money", *model.FIND_LISTS},
}
RECORDS = {
    "money": Money, "thresholds": Threshold, "targets": Target, "statistics": Statistic, "references": Reference,
    "beneficiaries": Beneficiary, "outline": OutlineItem, "responsibilities": Responsibility, "measures": Measure,
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDS, ids=str)
def test_each_field_of_a_record_has_its_column(name: str) -> None:
    fields = {field.name for field in msgspec.structs.fields(RECORDS[name])}
    assert fields - set(COLUMNS[name]) - LEFT_OUT.get(name, set()) - {"duration"} == set()


# --- data dictionary ---


@pytest.mark.parametrize("entry", data_dictionary(), ids=lambda entry: f"{entry['table']}.{entry['field']}")
def test_each_column_has_its_entry_in_the_dictionary(entry: dict[str, Any]) -> None:
    assert entry["meaning_zh"]
    assert entry["meaning_en"]
    assert entry["type"] in ("table", "string", "integer", "number", "boolean")
    assert entry["type"] != "number" or entry["unit"]


def test_the_dictionary_follows_the_model() -> None:
    entries = {(entry["table"], entry["field"]): entry for entry in data_dictionary()}
    assert {(name, field) for name, fields in COLUMNS.items() for field in fields} < entries.keys()
    assert entries["measures", "instrument"]["vocabulary"].split(", ") == list(model.Instrument.__args__)
    assert entries["measures", "tier"]["vocabulary"].split(", ") == list(model.Tier.__args__)
    assert (entries["money", "yuan"]["type"], entries["money", "yuan"]["unit"]) == ("integer", "yuan")
    assert (entries["thresholds", "value"]["type"], entries["money", "rate"]["type"]) == ("number", "number")
    assert (entries["measures", "amount"]["unit"], entries["money", "amount"]["unit"]) == ("yuan", "units of currency")
    assert entries["responsibilities", "open_ended"]["type"] == "boolean"


# --- frames ---


def test_frames_keep_integers_beside_nulls() -> None:
    frames = to_frames(documents())
    money = frames["money"]
    assert {str(money[name].dtype) for name in ("yuan", "yuan_min", "start", "end")} == {"Int64"}
    assert str(money["amount"].dtype) == "Float64"  # 每度电0.3元 keeps its fraction
    assert (str(money["rate"].dtype), str(money["quote"].dtype)) == ("Float64", "string")
    assert str(frames["responsibilities"]["open_ended"].dtype) == "boolean"
    assert "2000000," in money.to_csv()
    assert "2000000.0" not in money.to_csv()
    assert money["yuan"].isna().sum() == 4
    assert money["yuan"].sum() == 6_000_000
    assert frames["measures"].loc[0, "sentence"] == policy().measures[0].quote


def test_frames_of_nothing_have_the_same_types() -> None:
    some, none = to_frames(documents()), to_frames([])
    for name in COLUMNS:
        assert len(none[name]) == 0
        assert none[name].dtypes.equals(some[name].dtypes)


# --- files, read back ---


def expected(name: str) -> list[dict[str, Any]]:
    return tables(documents())[name]


def as_csv_cell(value: Any) -> str:
    if value is None:
        return ""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def test_csv_folder_holds_each_table_and_the_dictionary(tmp_path: Path) -> None:
    write_tables(documents(), tmp_path / "表", "csv")
    assert sorted(path.name for path in (tmp_path / "表").iterdir()) == sorted(
        [*(f"{name}.csv" for name in COLUMNS), "dictionary.csv"]
    )
    for name in COLUMNS:
        data = (tmp_path / "表" / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert [{key: unescape(cell) for key, cell in row.items()} for row in rows] == [
            {key: as_csv_cell(value) for key, value in row.items()} for row in expected(name)
        ]
        assert not [cell for row in rows for cell in row.values() if cell.startswith(tuple("=+-@\t\r\n"))]
    heads = (tmp_path / "表" / "dictionary.csv").read_text("utf-8-sig").splitlines()[0]
    assert heads == "table,field,type,unit,meaning_zh,meaning_en,vocabulary"


def test_csv_read_by_pandas_has_whole_numbers_and_nulls(tmp_path: Path) -> None:
    write_tables(documents(), tmp_path / "money.csv", "csv", "money")
    frame = pandas.read_csv(tmp_path / "money.csv", dtype={"yuan": "Int64"})
    assert frame["yuan"].dropna().tolist() == [row["yuan"] for row in expected("money") if row["yuan"] is not None]
    assert frame["quote"].tolist() == [row["quote"] for row in expected("money")]
    assert ",2000000," in (tmp_path / "money.csv").read_text("utf-8-sig")


def test_xlsx_holds_a_sheet_for_each_table_and_the_dictionary(tmp_path: Path) -> None:
    write_tables(documents(), tmp_path / "表.xlsx", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    assert book.sheetnames == [*COLUMNS, "dictionary"]
    for name in COLUMNS:
        sheet = book[name]
        heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert tuple(heads) == COLUMNS[name]
        assert [dict(zip(heads, row, strict=True)) for row in rows] == [
            {key: as_excel(value) for key, value in row.items()} for row in expected(name)
        ]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    sentence = list(COLUMNS["measures"]).index("sentence")
    assert book["measures"].cell(2, sentence + 1).alignment.wrap_text
    assert 30 <= book["measures"].column_dimensions[openpyxl.utils.get_column_letter(sentence + 1)].width <= 62
    assert book["money"].cell(2, COLUMNS["money"].index("yuan") + 1).number_format == "#,##0"
    assert book["dictionary"].max_row == len(data_dictionary()) + 1


def test_xlsx_for_people_has_chinese_names(tmp_path: Path) -> None:
    """``heads="zh"``: the same cells under Chinese names; the fixed names stay where nobody asks for others."""
    write_tables(documents(), tmp_path / "表.xlsx", "xlsx", heads="zh")
    write_tables(documents(), tmp_path / "same.xlsx", "xlsx")
    book, same = (openpyxl.load_workbook(tmp_path / name) for name in ("表.xlsx", "same.xlsx"))
    assert book.sheetnames[:3] == ["文件表", "措施表", "资金表"]
    assert [cell.value for cell in book["资金表"][1]][4:7] == ["金额", "金额幅度的低端", "比例"]
    for sheet, plain in zip(book.worksheets, same.worksheets, strict=True):
        heads = [cell.value for cell in sheet[1]]
        assert len(set(heads)) == len(heads), sheet.title
        assert list(sheet.iter_rows(min_row=2, values_only=True)) == list(plain.iter_rows(min_row=2, values_only=True))
        for head, cell in zip(sheet[1], plain[1], strict=True):
            assert (head.comment and head.comment.text) == (cell.comment and cell.comment.text)
    assert "金额；幅度取高端" in same["money"].cell(1, 5).comment.text


def as_excel(value: Any) -> Any:
    """A value as openpyxl gives it: lines end in \\n, a form feed stands as Office's escape, which Excel takes back."""
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").replace("\x0c", "_x000C_")


def test_xlsx_numbers_are_numbers_and_texts_stay_texts(tmp_path: Path) -> None:
    write_tables(documents(), tmp_path / "表.xlsx", "xlsx", ["measures"])
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    assert book.sheetnames == ["measures", "dictionary"]
    column = list(COLUMNS["measures"]).index("sentence") + 1
    found = {cell.value: cell.data_type for (cell,) in book["measures"].iter_rows(min_col=column, max_col=column)}
    assert {"007": "s", "1e5": "s", "TRUE": "s", "@SUM(1)": "s", "=cmd|'/c calc'!A1": "s"}.items() <= found.items()
    amount = book["measures"].cell(2, list(COLUMNS["measures"]).index("amount") + 1)
    assert (amount.value, amount.data_type, type(amount.value)) == (3_000_000, "n", int)


def test_xlsx_cuts_what_no_cell_holds(tmp_path: Path) -> None:
    long = "长" * 40_000
    measure = Measure(id="m1", start=0, end=len(long), quote=long)
    document = Document(doc_id="d", source=Source(start=0, end=len(long)), measures=(measure,))
    write_tables([document], tmp_path / "t.xlsx", "xlsx", "measures")
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx")["measures"].cell(2, COLUMNS["measures"].index("sentence") + 1)
    assert cell.value == "长" * 32_766 + "…"


def test_json_lines_hold_each_row_with_its_table(tmp_path: Path) -> None:
    write_tables(documents(), tmp_path / "表.jsonl", "jsonl")
    lines = [json.loads(line) for line in (tmp_path / "表.jsonl").read_bytes().decode().split("\n") if line]
    assert lines == [{"table": name, **row} for name in COLUMNS for row in expected(name)]
    assert "支持上市" in (tmp_path / "表.jsonl").read_text("utf-8"), "Chinese as it is"


def test_parquet_holds_each_table_with_its_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_tables(documents(), tmp_path / "表", "parquet")
    assert (tmp_path / "表" / "dictionary.csv").is_file()
    names = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}
    for name in COLUMNS:
        table = parquet.read_table(tmp_path / "表" / f"{name}.parquet")
        assert table.to_pylist() == expected(name)
        assert [str(field.type) for field in table.schema] == [names[column.type] for column in columns(name)]
    frame = pandas.read_parquet(tmp_path / "表" / "money.parquet", dtype_backend="numpy_nullable")
    assert str(frame["yuan"].dtype) == "Int64"


def test_parquet_of_nothing_has_the_same_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_tables(documents(), tmp_path / "some.parquet", "parquet", "money")
    write_tables([], tmp_path / "none.parquet", "parquet", "money")
    assert parquet.read_schema(tmp_path / "none.parquet").equals(parquet.read_schema(tmp_path / "some.parquet"))


def test_parquet_without_its_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r'pip install "zjtx-docs\[parquet\]"'):
        write_tables(documents(), tmp_path / "表", "parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", TABLE_FORMATS)
def test_a_stream_takes_what_one_file_takes_and_the_same_bytes(format: str, tmp_path: Path) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow")
    stream = io.BytesIO()
    write_tables(documents(), stream, format, tables="money")
    write_tables(documents(), tmp_path / f"t.{format}", format, tables="money")
    assert (tmp_path / f"t.{format}").read_bytes() == stream.getvalue()


WRONG = [
    ("csv", ["money", "targets"], "t.csv", "one file a table"),
    ("csv", None, "t.csv", "one file a table"),
    ("csv", ["sums"], "t", "no table 'sums'; tables: documents, measures"),
    ("ods", None, "t.ods", "formats: csv, xlsx, jsonl, parquet"),
    ("xlsx", None, "缺/里面/t.xlsx", "cannot be written"),
]


@pytest.mark.parametrize(("format", "names", "target", "what"), WRONG, ids=str)
def test_what_cannot_be_written_is_told_and_leaves_nothing(
    format: str, names: list[str] | None, target: str, what: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        write_tables(documents(), tmp_path / target, format, tables=names)
    assert what in caught.value.en
    assert list(tmp_path.iterdir()) == []


def test_the_dictionary_alone(tmp_path: Path) -> None:
    write_dictionary(tmp_path / "dictionary.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "dictionary.csv").read_text("utf-8-sig"))))
    assert [(row["table"], row["field"]) for row in rows] == [(e["table"], e["field"]) for e in data_dictionary()]


def test_json_is_the_contracts_array_and_deterministic(tmp_path: Path) -> None:
    write_json(documents(), tmp_path / "d.json")
    data = (tmp_path / "d.json").read_bytes()
    assert from_json(data) == documents()
    assert data == encode_json(documents())
    assert isinstance(json.loads(encode_json([])), list)


def test_two_hundred_measures_take_less_than_a_third_of_a_second(tmp_path: Path) -> None:
    one = policy()
    many = tuple(msgspec.structs.replace(one.measures[0], id=f"m{number}") for number in range(200))
    large = msgspec.structs.replace(one, measures=many)
    write_tables([one], tmp_path / "warm.xlsx", "xlsx")
    start = time.process_time()
    write_tables([large], tmp_path / "表", "csv")
    assert time.process_time() - start < 0.3
    start = time.process_time()
    write_tables([large], tmp_path / "t.xlsx", "xlsx", tables="measures")
    assert time.process_time() - start < 0.6


# --- whole or not at all ---


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        write_whole(target, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"old")]


def test_several_files_are_written_together_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(UsageError, match="expected a file"):
        write_all({tmp_path / "new" / "a": b"1", tmp_path / "b": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_an_interrupt_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", b"1")
    assert list(tmp_path.iterdir()) == []


def test_a_written_file_has_the_name_length_and_mode_of_any_file(tmp_path: Path) -> None:
    long = tmp_path / ("长" * 84 + ".x")
    write_whole(long, b"1")
    assert long.read_bytes() == b"1"
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert long.stat().st_mode == plain.stat().st_mode
    if os.name == "posix":
        long.chmod(0o640)
        write_whole(long, b"2")
        assert stat.S_IMODE(long.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_links_are_followed_and_special_files_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(tmp_path / "pipe", b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
