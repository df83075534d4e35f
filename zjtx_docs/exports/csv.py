"""CSV that Excel opens by a double click: UTF-8 with its mark, CRLF, no cell that a sheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from zjtx_docs.exports.columns import COLUMNS

# What makes a sheet take a text for a formula; the full-width signs do so where East Asian input is set.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def encode_table(name: str, rows: Iterable[Mapping[str, object]]) -> bytes:
    """One table of ``tables()`` as CSV bytes."""
    return encode_rows(COLUMNS[name], rows)


def encode_rows(fields: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Rows as CSV bytes, the fields in the order given: None is an empty cell, truth values are true and false.

    A text that begins with = + - @, a tab or a line break (after any number of apostrophes) gets an apostrophe in
    front, which ``unescape`` takes away again; numbers stay numbers.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_cell(row.get(field)) for field in fields])
    return stream.getvalue().encode("utf-8-sig")


def unescape(cell: str) -> str:
    """A cell as it was before ``encode_rows`` wrote it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def read_rows(text: str) -> tuple[int, list[str], list[tuple[int, dict[str, str]]]]:
    """A table that a spreadsheet saved: the line of its head, the head in small letters, each row with its line.

    Commas, tabs or semicolons stand between the cells, whichever the head has most of; blank lines are skipped, line
    numbers count them. Without any line the head is empty. Raises csv.Error.
    """
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=first.count))
    head: list[str] = []
    head_line = next_line = 1
    rows = []
    for cells in reader:
        line, next_line = next_line, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if head:
            rows.append((line, {name: unescape(cell) for name, cell in zip(head, cells, strict=False) if name}))
        else:
            head_line, head = line, [cell.strip().lower() for cell in cells]
    return head_line, head, rows


def _cell(value: object) -> object:
    if isinstance(value, str):
        return "'" + value if value.lstrip("'").startswith(_FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
