"""The tables as pandas frames: the one home of pandas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zjtx_docs.exports.columns import columns
from zjtx_docs.exports.tables import tables
from zjtx_docs.model import Document

if TYPE_CHECKING:
    import pandas

# Nullable types: with the plain ones a null would turn 2000000 yuan into 2000000.0.
_DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def to_frames(documents: Iterable[Document], only: Sequence[str] | None = None) -> dict[str, pandas.DataFrame]:
    """The tables of ``tables()`` by name, all or those of ``only``, unknown values ``pandas.NA``.

    Column types do not hang on the rows: Int64, Float64, boolean and string as the data dictionary says.
    """
    import pandas

    frames = {}
    for name, rows in tables(documents, only).items():
        data = {
            column.name: pandas.array([row[column.name] for row in rows], dtype=_DTYPES[column.type])
            for column in columns(name)
        }
        frames[name] = pandas.DataFrame(data)
    return frames
