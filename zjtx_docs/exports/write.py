"""Tables to files: picks the format's writer and decides between one file and a folder of files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from zjtx_docs.errors import UsageError
from zjtx_docs.exports.atomic import PathLike, write_all, write_out
from zjtx_docs.exports.columns import DICTIONARY_COLUMNS, data_dictionary
from zjtx_docs.exports.tables import Row
from zjtx_docs.exports.tables import tables as make_tables
from zjtx_docs.model import Document

Tables = dict[str, list[Row]]

TABLE_FORMATS = ("csv", "xlsx", "jsonl", "parquet")
_ONE_FILE_A_TABLE = ("csv", "parquet")


def write_tables(
    documents: Iterable[Document],
    target: PathLike | BinaryIO,
    format: str,
    tables: str | Sequence[str] | None = None,
    heads: str = "en",
) -> None:
    """Writes tables as ``csv``, ``xlsx``, ``jsonl`` or ``parquet``, whole or not at all.

    ``tables`` names one table or several, None all. ``target`` is a file for xlsx (a sheet for each table and one for
    the data dictionary) and jsonl; for csv and parquet it is a folder, which gets a file for each table and
    dictionary.csv, or, where one table is asked for, a file of that suffix. A binary stream takes what one file takes.
    ``heads`` "zh" gives the sheets and columns of xlsx Chinese names, for people; all else keeps the fixed names.
    Raises UsageError for what cannot be written so, MissingExtra where parquet lacks its library.
    """
    if format not in TABLE_FORMATS:
        known = ", ".join(TABLE_FORMATS)
        raise UsageError(f"表格格式“{format}”不存在，可用：{known}", f"no table format {format!r}; formats: {known}")
    found = make_tables(documents, [tables] if isinstance(tables, str) else tables)
    if format == "xlsx":
        from zjtx_docs.exports.xlsx import encode_tables

        write_out(target, encode_tables(found, heads))
    elif format not in _ONE_FILE_A_TABLE:
        write_out(target, import_module(f"zjtx_docs.exports.{format}").encode_tables(found))
    elif _is_one_file(target, format):
        _write_one(found, target, format)
    else:
        _write_folder(found, Path(target), format)  # type: ignore[arg-type]


def write_dictionary(target: PathLike | BinaryIO) -> None:
    """Writes the data dictionary as CSV for Excel: each column of each table with type, unit, meaning and values."""
    write_out(target, _dictionary_csv())


def _is_one_file(target: PathLike | BinaryIO, format: str) -> bool:
    if not isinstance(target, (str, os.PathLike)):
        return True
    path = Path(target)
    if path.is_dir():
        return False
    return path.suffix.lower() == f".{format}" or path.exists()


def _write_one(found: Tables, target: PathLike | BinaryIO, format: str) -> None:
    if len(found) != 1:
        where = os.fspath(target) if isinstance(target, (str, os.PathLike)) else "-"
        names = ", ".join(found)
        raise UsageError(
            f"{where}: {format} 每个表一个文件，请给出文件夹，或用 --table 只选一个表（{names}）",
            f"{where}: {format} writes one file a table; expected a folder, or one table by --table ({names})",
        )
    ((name, rows),) = found.items()
    write_out(target, import_module(f"zjtx_docs.exports.{format}").encode_table(name, rows))


def _write_folder(found: Tables, folder: Path, format: str) -> None:
    encode = import_module(f"zjtx_docs.exports.{format}").encode_table
    files = {folder / f"{name}.{format}": encode(name, rows) for name, rows in found.items()}
    write_all({**files, folder / "dictionary.csv": _dictionary_csv()})


def _dictionary_csv() -> bytes:
    from zjtx_docs.exports.csv import encode_rows

    return encode_rows(DICTIONARY_COLUMNS, data_dictionary())
