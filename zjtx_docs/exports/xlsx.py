"""One Excel workbook: a sheet for each table and one for the data dictionary."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zjtx_docs.errors import UsageError
from zjtx_docs.exports.columns import DICTIONARY_COLUMNS, Column, columns, data_dictionary

if TYPE_CHECKING:
    import xlsxwriter

Rows = Sequence[Mapping[str, object]]

_MOST_ROWS = 1_048_575  # below the head; xlsxwriter drops what lies beyond without a word
_MOST_CHARACTERS = 32_767
_WIDEST, _NARROWEST = 60, 8
_RATES = ("rate", "rate_min")
_YUAN = ("yuan", "yuan_min", "amount", "cap", "floor", "foreign_amount")
# Texts are texts: nothing that a document says becomes a formula, a link or a number.
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


def encode_tables(tables: Mapping[str, Rows]) -> bytes:
    """The workbook of ``tables()`` as bytes, a sheet for each table and the data dictionary last."""
    labels = tuple(Column(name, "string") for name in DICTIONARY_COLUMNS)
    sheets = {name: (columns(name), rows) for name, rows in tables.items()}
    return encode_sheets({**sheets, "dictionary": (labels, data_dictionary())})


def encode_sheets(sheets: Mapping[str, tuple[Sequence[Column], Rows]]) -> bytes:
    """The workbook as bytes, the same for the same tables: frozen head, filter, wrapped text, widths by content.

    A line break in a cell is \\n, as Excel has it: a carriage return shows as _x000D_ in most other programs. A text of
    more than 32,767 characters, the most that a cell holds, is cut and ends in …; a table of more rows than a sheet
    holds raises UsageError.
    """
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    # Else the clock goes into the file, and the same documents would give other bytes each time.
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    formats = _formats(book)
    for name, (heads, rows) in sheets.items():
        _write_sheet(book, formats, name, heads, rows)
    book.close()
    return stream.getvalue()


def _formats(book: xlsxwriter.Workbook) -> dict[str, object]:
    top = {"valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", **top}),
        "text": book.add_format({"text_wrap": True, **top}),
        "number": book.add_format(top),
        "yuan": book.add_format({"num_format": "#,##0", **top}),
        "rate": book.add_format({"num_format": "0.0%", **top}),
    }


def _write_sheet(
    book: xlsxwriter.Workbook, formats: dict[str, object], name: str, heads: Sequence[Column], rows: Rows
) -> None:
    if len(rows) > _MOST_ROWS:
        raise UsageError(
            f"表 {name} 有 {len(rows)} 行，超过 xlsx 一页的 {_MOST_ROWS} 行，请用 csv、jsonl 或 parquet",
            f"table {name} has {len(rows)} rows, an xlsx sheet holds {_MOST_ROWS}; expected csv, jsonl or parquet",
        )
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    for number, head in enumerate(heads):
        cell_format = formats[_format_name(head)]
        sheet.write_string(0, number, head.name, formats["head"])
        values = [row[head.name] for row in rows]
        sheet.set_column(number, number, _width(head, values))
        write = {"string": sheet.write_string, "boolean": sheet.write_boolean}.get(head.type, sheet.write_number)
        for line, value in enumerate(values, 1):
            if value is not None:
                fraction = isinstance(value, float) and cell_format is formats["yuan"] and value != int(value)
                shown = formats["number"] if fraction else cell_format
                write(line, number, _fit(value) if isinstance(value, str) else value, shown)


def _format_name(head: Column) -> str:
    if head.type == "string":
        return "text"
    if head.name in _YUAN:
        return "yuan"
    return "rate" if head.name in _RATES else "number"


def _fit(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


def _width(head: Column, values: Sequence[object]) -> int:
    """Columns wide enough for their head (with the filter's arrow) and most cells; a Chinese character counts two."""
    widest = max((len(str(value).encode("gbk", "replace")) for value in values[:500] if value is not None), default=0)
    return min(max(widest + 2, len(head.name) + 4, _NARROWEST), _WIDEST)
