"""Text in columns where a Chinese character takes two: measure, wrap, pad and lay out a table.

Only the standard library: the help pages use it too, and they must come up at once. Quotes come from files of any kind,
so everything shown goes through ``clean`` first: no line break, no control or direction mark reaches a terminal.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

GAP = 2

# A line may not begin with a closing mark nor end with an opening one.
_CLOSERS = frozenset("，。、；：！？）】》〉”’％%…·)]}>.,;:!?」』〕")
_OPENERS = frozenset("（【《〈“‘([{<「『〔")
_EAST = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—"
_EAST_BLANK = re.compile(rf"(?<=[{_EAST}])\s+|\s+(?=[{_EAST}])")
_TOKEN = re.compile(r"[!-~]+|\s|.", re.DOTALL)
_STYLES = {"good": "\x1b[32m", "warn": "\x1b[33m", "bad": "\x1b[31m", "strong": "\x1b[1m", "faint": "\x1b[2m"}


class Cell(NamedTuple):
    """Lines of one cell of a table, each no wider than its column, and how they are coloured, if at all."""

    lines: tuple[str, ...] = ()
    style: str | None = None


@functools.lru_cache(maxsize=8192)
def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def text_width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def clean(text: str) -> str:
    """The text on one line as a person reads it: no emphasis, no control marks, no blanks beside Chinese words."""
    text = " ".join(text.replace("**", "").split())
    text = _EAST_BLANK.sub("", text)
    if text.isprintable():
        return text
    return "".join(char for char in text if char == " " or unicodedata.category(char)[0] != "C")


def _split(token: str, columns: int) -> Iterable[str]:
    """A word that no line can hold, in pieces that lines can."""
    return (token[at : at + columns] for at in range(0, len(token), columns)) if len(token) > columns else (token,)


def wrap(text: str, columns: int, limit: int | None = None) -> list[str]:
    """The text in lines of at most ``columns``; at most ``limit`` lines, the last ending in … where text is left."""
    columns = max(columns, 2)
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for token in (piece for found in _TOKEN.findall(text) for piece in _split(found, columns)):
        size = text_width(token)
        if used + size > columns and line:
            if limit is not None and len(lines) + 1 >= limit:
                return [*lines, shorten("".join(line) + token, columns)]
            carried = _carried(line, token, columns)
            lines.append("".join(line).rstrip())
            line = carried
            used = sum(map(text_width, line))
        if token.isspace() and not line:
            continue
        line.append(token)
        used += size
    if line:
        lines.append("".join(line).rstrip())
    return lines


def _carried(line: list[str], token: str, columns: int) -> list[str]:
    """Takes from the end of ``line`` what has to stand on the next one, before ``token``; nothing without room."""
    keep = len(line)
    if token in _CLOSERS and keep > 2:
        keep -= 1
    while keep > 1 and line[keep - 1] in _OPENERS:
        keep -= 1
    carried = line[keep:]
    if sum(map(text_width, carried)) + text_width(token) > columns * 2 // 3:
        return []
    del line[keep:]
    return carried


def shorten(text: str, columns: int) -> str:
    """The text where it fits into ``columns``, else its beginning and …"""
    if text_width(text) <= columns:
        return text
    kept: list[str] = []
    room = columns - text_width("…")
    for char in text:
        room -= _columns(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def pad(text: str, columns: int) -> str:
    """The text with blanks behind it up to ``columns``."""
    return text + " " * (columns - text_width(text))


def paint(text: str, style: str | None, color: bool) -> str:
    """The text in one of the few styles (good, warn, bad, strong, faint) where colour is wanted."""
    return f"{_STYLES[style]}{text}\x1b[0m" if color and style and text else text


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int], color: bool = False) -> list[str]:
    """The lines of a table: a head, a rule, and the rows with a faint rule between them."""
    gap = " " * GAP
    total = sum(widths) + GAP * (len(widths) - 1)
    heads = [Cell(tuple(wrap(word, columns, 2)), "strong") for word, columns in zip(head, widths, strict=True)]
    lines = _row(heads, widths, gap, color)
    for number, row in enumerate(rows):
        lines.append(paint(("─" if number else "━") * total, "faint", color))
        lines.extend(_row(row, widths, gap, color))
    return lines


def _row(cells: Sequence[Cell], widths: Sequence[int], gap: str, color: bool) -> list[str]:
    lines = []
    for at in range(max((len(cell.lines) for cell in cells), default=0)):
        parts = []
        for cell, columns in zip(cells, widths, strict=True):
            text = cell.lines[at] if at < len(cell.lines) else ""
            parts.append(paint(text, cell.style, color) + " " * (columns - text_width(text)))
        lines.append(gap.join(parts).rstrip())
    return lines


def hanging(text: str, columns: int, margin: str = "  ") -> list[str]:
    """The text wrapped, every line but the first moved in."""
    lines = wrap(text, columns - len(margin))
    return [line if not number else margin + line for number, line in enumerate(lines)]


def stack(statements: Sequence[str], columns: int, limit: int) -> list[str]:
    """The statements below each other in at most ``limit`` lines, each with a fair part; … where some are left."""
    shown = statements[:limit]
    lines: list[str] = []
    for number, statement in enumerate(shown):
        lines.extend(wrap(statement, columns, limit - len(lines) - (len(shown) - number - 1)))
    if len(shown) < len(statements):
        lines[-1] = shorten(lines[-1] + " " * columns, columns)
    return lines
