"""Parquet, one file a table, with the types of the data dictionary. pyarrow is an extra."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from zjtx_docs.errors import MissingExtra
from zjtx_docs.exports.columns import columns


def encode_table(name: str, rows: Sequence[Mapping[str, object]]) -> bytes:
    """One table as Parquet bytes: string, int64, double and bool columns, all nullable, whatever the rows hold.

    Raises MissingExtra where pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        line = 'pip install "zjtx-docs[parquet]"'
        raise MissingExtra(f"写 Parquet 需要 pyarrow，请运行：{line}", f"Parquet needs pyarrow: {line}") from error
    kinds = {
        "string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_(),
    }  # fmt: skip
    arrays = {
        column.name: pyarrow.array([_plain(row[column.name], column.type) for row in rows], type=kinds[column.type])
        for column in columns(name)
    }
    stream = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays), stream)
    return stream.getvalue()


def _plain(value: object, kind: str) -> object:
    # A double column refuses an integer of more than 53 bits instead of rounding it.
    return float(value) if kind == "number" and value is not None else value  # type: ignore[arg-type]
