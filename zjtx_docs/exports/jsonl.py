"""JSON lines: one object a row, with the key ``table`` that says which table the row belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec


def encode_tables(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> bytes:
    """All rows of all tables, one UTF-8 JSON object a line, unknown values null."""
    return msgspec.json.Encoder().encode_lines(
        [{"table": name, **row} for name, rows in tables.items() for row in rows]
    )
