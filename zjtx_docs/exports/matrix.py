"""The matrix of a comparison as a file: CSV in long form, or a workbook with the long and the wide form.

Long: a row for each ask and item, with the features. Wide: a row for each ask, a column for each item, the scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zjtx_docs.comparison.matrix import Cell
from zjtx_docs.errors import UsageError
from zjtx_docs.exports.atomic import PathLike, write_whole
from zjtx_docs.exports.columns import DICTIONARY_COLUMNS, Column
from zjtx_docs.lexicon import rows

Row = Mapping[str, object]
MATRIX_FORMATS = ("csv", "xlsx")
_INTEGERS = ("rank", "left_start", "left_end", "right_start", "right_end")
_NUMBERS = ("score", "subject", "word", "gram", "copied")
_TRUTHS = ("counterpart", "same_instrument", "same_tier", "same_figure")
_ASK = ("left", "left_id", "left_path", "left_quote")
_MOST_COLUMNS = 16_384


def write_matrix(cells: Sequence[Cell], target: PathLike, format: str) -> None:
    """Writes the cells as ``csv`` or ``xlsx``, whole or not at all. Raises UsageError for another format and for more
    rows or columns than a sheet holds."""
    if format == "csv":
        from zjtx_docs.exports.csv import encode_rows

        data = encode_rows(Cell._fields, long_rows(cells))
    elif format == "xlsx":
        from zjtx_docs.exports.xlsx import encode_sheets

        heads, wide = wide_rows(cells)
        labels = tuple(Column(name, "string") for name in DICTIONARY_COLUMNS)
        data = encode_sheets({
            "long": (long_columns(), long_rows(cells)), "wide": (heads, wide), "dictionary": (labels, dictionary()),
        })  # fmt: skip
    else:
        known = ", ".join(MATRIX_FORMATS)
        raise UsageError(f"矩阵格式“{format}”不存在，可用：{known}", f"no matrix format {format!r}; formats: {known}")
    write_whole(target, data)


def long_columns() -> tuple[Column, ...]:
    """The columns of the long form with their types."""
    kinds = {**dict.fromkeys(_INTEGERS, "integer"), **dict.fromkeys(_NUMBERS, "number")}
    kinds |= dict.fromkeys(_TRUTHS, "boolean")
    return tuple(Column(name, kinds.get(name, "string")) for name in Cell._fields)


def long_rows(cells: Sequence[Cell]) -> list[Row]:
    """One row a cell."""
    return [cell._asdict() for cell in cells]


def wide_rows(cells: Sequence[Cell]) -> tuple[tuple[Column, ...], list[Row]]:
    """One row an ask, one column an item in the order of the texts, the scores in it."""
    order = sorted({(cell.right, cell.right_path): cell.right_start for cell in cells}.items(), key=_by_text)
    several = len({cell.right for cell in cells}) > 1
    headings = {(cell.right, cell.right_path): cell.heading for cell in cells if cell.heading}
    names: dict[tuple[str, str], str] = {}
    for key, _ in order:
        parts = (key[0] if several else "", key[1], " ".join((headings.get(key) or "").split()))
        name = " ".join(part for part in parts if part) or "-"
        names[key] = name if name not in names.values() else f"{name} ({len(names)})"
    if len(names) + len(_ASK) > _MOST_COLUMNS:
        raise UsageError(
            f"宽表有 {len(names)} 个条目，超过 xlsx 一页的列数，请用 csv",
            f"the wide form has {len(names)} items, more than a sheet has columns; expected csv",
        )
    table: dict[tuple[str, str, int], dict[str, object]] = {}
    for cell in cells:
        key = (cell.left, cell.left_id, cell.left_start)
        if key not in table:
            table[key] = {**{field: getattr(cell, field) for field in _ASK}, **dict.fromkeys(names.values())}
        table[key][names[cell.right, cell.right_path]] = cell.score
    heads = [Column(field, "string") for field in _ASK] + [Column(name, "number") for name in names.values()]
    return tuple(heads), list(table.values())


def _by_text(entry: tuple[tuple[str, str], int]) -> tuple[str, int]:
    return entry[0][0], entry[1]


def dictionary() -> list[Row]:
    """What each column of the long form holds."""
    labels = {row["field"]: row for row in rows("field_labels")}
    entries = []
    for column in long_columns():
        label = labels.get(f"matrix.{column.name}", {})
        entries.append({
            "table": "matrix", "field": column.name, "type": column.type, "unit": None,
            "meaning_zh": label.get("meaning_zh"), "meaning_en": label.get("meaning_en"), "vocabulary": None,
        })  # fmt: skip
    return entries
