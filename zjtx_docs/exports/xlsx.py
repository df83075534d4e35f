"""Excel workbooks: a sheet for each table and one for the data dictionary; nothing that a text says is carried out."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zjtx_docs.errors import UsageError
from zjtx_docs.exports.columns import DICTIONARY_COLUMNS, Column, columns, data_dictionary

if TYPE_CHECKING:
    import xlsxwriter

Rows = Sequence[Mapping[str, object]]

_MOST_ROWS = 1_048_575  # below the head; xlsxwriter drops what lies beyond without a word
_MOST_CHARACTERS = 32_767
_MOST_COMMENTS = 255
_WIDEST, _NARROWEST = 60, 8
_RATES = ("rate", "rate_min")
_YUAN = ("yuan", "yuan_min", "amount", "cap", "floor", "foreign_amount")
# Texts are texts: nothing that a document says becomes a formula, a link or a number.
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_MARKS = ("，", "；", "：", "。", "（")


class Head(NamedTuple):
    """The head of a column: its words, how its cells look (text, number, yuan, rate, boolean) and its note, if any."""

    label: str
    look: str = "text"
    note: str | None = None


class Sheet(NamedTuple):
    """A sheet: its name (31 characters at most), its heads and its rows, None for an empty cell."""

    name: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[object]]


def encode_tables(tables: Mapping[str, Rows], heads: str = "en") -> bytes:
    """The workbook as bytes, the same for the same tables: frozen head, filter, wrapped text, widths by content.

    Sheets and heads bear the names of the data contract, which programs look for; the meaning of each column in
    Chinese and English is a note on its head. With ``heads`` "zh" they bear short Chinese names, for people.

    A line break in a cell is \\n, as Excel has it: a carriage return shows as _x000D_ in most other programs. A text of
    more than 32,767 characters, the most that a cell holds, is cut and ends in …; a table of more rows than a sheet
    holds raises UsageError.
    """
    said = {(entry["table"], entry["field"]): entry for entry in data_dictionary()}
    sheets = [_sheet(name, rows, said, heads) for name, rows in tables.items()]
    labels = [Head(name) for name in DICTIONARY_COLUMNS]
    entries = [[row[label] for label in DICTIONARY_COLUMNS] for row in data_dictionary()]
    return encode_book([*sheets, Sheet("dictionary" if heads == "en" else "数据字典", labels, entries)])


def _sheet(name: str, rows: Rows, said: Mapping, heads: str) -> Sheet:
    columns_ = columns(name)
    labels = []
    for column in columns_:
        entry = said[name, column.name]
        note = "\n".join(filter(None, (entry["meaning_zh"], entry["meaning_en"])))
        short = _short(entry["meaning_zh"] or "") or column.name
        labels.append(Head(column.name if heads == "en" else short, _look(column), note or None))
    title = name if heads == "en" else _short(said[name, "*"]["meaning_zh"] or "") or name
    return Sheet(title, labels, [[row[column.name] for column in columns_] for row in rows])


def _short(meaning: str) -> str:
    """The name that a meaning begins with: 标题 of 标题，… ; what follows explains it."""
    return meaning[: min((at for at in map(meaning.find, _MARKS) if at > 0), default=len(meaning))]


def encode_sheets(sheets: Mapping[str, tuple[Sequence[Column], Rows]]) -> bytes:
    """A workbook of tables by name, each given by its columns and its rows."""
    made = []
    for name, (heads, rows) in sheets.items():
        cells = [[row[head.name] for head in heads] for row in rows]
        made.append(Sheet(name, [Head(head.name, _look(head)) for head in heads], cells))
    return encode_book(made)


def encode_book(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one workbook. Raises UsageError for a table of more rows than a sheet holds."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    # Else the clock goes into the file, and the same documents would give other bytes each time.
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    formats = _formats(book)
    for sheet in sheets:
        _write_sheet(book, formats, sheet)
    book.close()
    return stream.getvalue()


def _formats(book: xlsxwriter.Workbook) -> dict[str, object]:
    top = {"valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True, **top}),
        "text": book.add_format({"text_wrap": True, **top}),
        "number": book.add_format(top),
        "boolean": book.add_format(top),
        "yuan": book.add_format({"num_format": "#,##0", **top}),
        "rate": book.add_format({"num_format": "0.0%", **top}),
    }


def _write_sheet(book: xlsxwriter.Workbook, formats: dict[str, object], sheet: Sheet) -> None:
    name, heads, rows = sheet
    if len(rows) > _MOST_ROWS:
        raise UsageError(
            f"表 {name} 有 {len(rows)} 行，超过 xlsx 一页的 {_MOST_ROWS} 行，请用 csv、jsonl 或 parquet",
            f"table {name} has {len(rows)} rows, an xlsx sheet holds {_MOST_ROWS}; expected csv, jsonl or parquet",
        )
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.autofilter(0, 0, len(rows), len(heads) - 1)
    for number, head in enumerate(heads):
        page.write_string(0, number, head.label, formats["head"])
        if head.note:
            page.write_comment(0, number, head.note[:_MOST_COMMENTS], {"author": "", "x_scale": 2})
        values = [row[number] for row in rows]
        page.set_column(number, number, _width(head, values))
        for line, value in enumerate(values, 1):
            _write(page, line, number, value, head.look, formats)


def _write(page: object, line: int, number: int, value: object, look: str, formats: dict[str, object]) -> None:
    if isinstance(value, str):
        page.write_string(line, number, _fit(value), formats["text"])
    elif isinstance(value, bool):
        page.write_boolean(line, number, value, formats["boolean"])
    elif value is not None:
        fraction = isinstance(value, float) and look == "yuan" and value != int(value)
        page.write_number(line, number, value, formats["number" if fraction else look])


def _look(column: Column) -> str:
    if column.type in ("string", "boolean"):
        return "text" if column.type == "string" else "boolean"
    if column.name in _YUAN:
        return "yuan"
    return "rate" if column.name in _RATES else "number"


def _fit(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


def _width(head: Head, values: Sequence[object]) -> int:
    """Columns wide enough for their head (with the filter's arrow) and most cells; a Chinese character counts two."""
    widest = max((len(str(value).encode("gbk", "replace")) for value in values[:500] if value is not None), default=0)
    return min(max(widest + 2, len(head.label.encode("gbk", "replace")) + 4, _NARROWEST), _WIDEST)
