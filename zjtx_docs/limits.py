"""Every limit that guards the readers and the web page, in one place.

A limit stops a file that would fill memory or disk, never an honest document: the largest policy in print is a
hundredth of these. Each can be raised for one call (``read_source(..., limits=Limits(file_bytes=...))``) or for a
process, through the environment variable ``ZJTX_LIMIT_`` and the name in capitals:

    ZJTX_LIMIT_FILE_BYTES=500M  ZJTX_LIMIT_EXPANSION_RATIO=2000

A value is a whole number above zero; K, M and G stand for 1024, 1024² and 1024³.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

import msgspec

from zjtx_docs.errors import UsageError

MEGABYTE = 1024 * 1024
PREFIX = "ZJTX_LIMIT_"

_VALUE = re.compile(r"([0-9]{1,15})([KMG]?)B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1024, "M": MEGABYTE, "G": 1024 * MEGABYTE}


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much is taken before it is refused. The defaults are what every command uses."""

    file_bytes: int = 200 * MEGABYTE
    """One file, as it lies on disk or comes from standard input."""
    archive_members: int = 10_000
    """Entries of one zip, of which docx and ofd files are a kind."""
    member_bytes: int = 200 * MEGABYTE
    """One entry of a zip after unpacking."""
    unpacked_bytes: int = 1024 * MEGABYTE
    """All entries of a zip after unpacking."""
    expansion_ratio: int = 200
    """How many times larger an entry may become by unpacking; entries that unpack to less than 1 MB are let through."""
    archive_nesting: int = 1
    """How deep archives may lie inside an archive that is read: 1 takes a zip, and no zip inside it."""
    pages: int = 5_000
    """Pages of a PDF or OFD file."""
    page_objects: int = 100_000
    """Characters on one page of a PDF or OFD file."""
    image_pixels: int = 100_000_000
    """Width times height of a picture that is to be recognised."""
    convert_seconds: int = 120
    """How long LibreOffice may take for one file."""
    upload_bytes: int = 50 * MEGABYTE
    """All that is sent to the web page at once."""
    upload_files: int = 100
    """Files that are sent to the web page at once."""
    work_seconds: int = 180
    """How long the web page may take to read and compare what was sent."""
    work_memory_bytes: int = 4096 * MEGABYTE
    """Memory of each process that reads for the web page, where the system can hold it to that."""
    works: int = 20
    """Comparisons that one visitor of the web page may keep."""
    works_waiting: int = 100
    """Comparisons of all visitors that may be under way or waiting."""
    sessions: int = 500
    """Visitors that the web page keeps apart; beyond that the one who was away longest is forgotten."""
    kept_bytes: int = 1024 * MEGABYTE
    """What the web page keeps in memory for all visitors."""
    idle_seconds: int = 7200
    """After how long without a visit everything of a visitor is deleted."""


def parse_limit(name: str, value: str) -> int:
    """The number that ``value`` writes (``500M``). Raises UsageError that names the variable."""
    found = _VALUE.fullmatch(value.strip())
    number = int(found[1]) * _UNITS[found[2].upper()] if found else 0
    if number < 1:
        raise UsageError(
            f"{name}: “{value}” 不是可用的上限（期待大于零的整数，可带 K、M、G）",
            f"{name}: {value!r} is no limit (expected a whole number above zero, with K, M or G if wanted)",
        )
    return number


def read_limits(environ: Mapping[str, str] | None = None) -> Limits:
    """The limits in force: the defaults, with what ``environ`` (the process's own where None) sets.

    Raises UsageError for a value that is no number and for a name that no limit has: a misspelt limit would go unseen.
    """
    environ = os.environ if environ is None else environ
    known = {PREFIX + name.upper(): name for name in Limits.__struct_fields__}
    changed: dict[str, int] = {}
    for name, value in environ.items():
        if not name.startswith(PREFIX):
            continue
        if name not in known:
            names = "、".join(known)
            raise UsageError(
                f"{name}: 没有这个上限（可用 {names}）", f"{name}: no such limit (known: {', '.join(known)})"
            )
        changed[known[name]] = parse_limit(name, value)
    return Limits(**changed)
