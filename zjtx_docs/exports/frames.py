"""The tables as pandas frames: the one home of pandas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zjtx_docs.comparison.records import Comparison
from zjtx_docs.errors import UsageError
from zjtx_docs.exports.columns import Column, columns
from zjtx_docs.exports.comparison_tables import COMPARISON_COLUMNS, comparison_columns, comparison_tables
from zjtx_docs.exports.tables import Row, tables
from zjtx_docs.model import Document

if TYPE_CHECKING:
    import pandas

# Nullable types: with the plain ones a null would turn 2000000 yuan into 2000000.0.
_DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def to_frames(
    records: Document | Comparison | Iterable[Document] | Iterable[Comparison], only: Sequence[str] | None = None
) -> dict[str, pandas.DataFrame]:
    """The tables of ``tables()`` for documents, of ``comparison_tables()`` for comparisons, unknown values NA.

    ``only`` names those that are wanted, None all. Column types do not hang on the rows: Int64, Float64, boolean and
    string as the data dictionaries say. Raises UsageError for a table that does not exist.
    """
    several = [records] if isinstance(records, Document | Comparison) else list(records)
    if several and isinstance(several[0], Comparison):
        return _comparison_frames(several, only)
    return {name: _frame(columns(name), rows) for name, rows in tables(several, only).items()}


def _frame(heads: Sequence[Column], rows: Sequence[Row]) -> pandas.DataFrame:
    import pandas

    data = {head.name: pandas.array([row[head.name] for row in rows], dtype=_DTYPES[head.type]) for head in heads}
    return pandas.DataFrame(data)


def _comparison_frames(comparisons: Iterable[Comparison], only: Sequence[str] | None) -> dict[str, pandas.DataFrame]:
    found = comparison_tables(comparisons)
    frames = {}
    for name in COMPARISON_COLUMNS if only is None else only:
        if name not in found:
            known = ", ".join(COMPARISON_COLUMNS)
            raise UsageError(f"表“{name}”不存在，可用：{known}", f"no table {name!r}; tables: {known}")
        frames[name] = _frame(comparison_columns(name), found[name])
    return frames
