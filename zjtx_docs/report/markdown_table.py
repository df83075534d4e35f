"""A table in Markdown, and text whose marks mean nothing to Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; a line feed inside a cell becomes a line break."""
    lines = [_line(head), "|" + " --- |" * len(head)]
    lines.extend(_line(row) for row in rows)
    return lines


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escape(cell.strip()).replace("\n", "<br>") for cell in cells) + " |"


def escape(text: str) -> str:
    """The text with every mark that Markdown or HTML would read as its own put out of work."""
    return _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;"))
