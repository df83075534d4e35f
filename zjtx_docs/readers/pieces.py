"""Pieces of text with a place on a page -> the lines that a person sees.

PDF and OFD files and recognised pictures have no paragraphs, only text at coordinates. Here pieces of one height become
one line; ``paragraphs`` then joins lines. Coordinates run from the top left corner down, in any unit.
"""

from __future__ import annotations

import statistics

import msgspec


class Piece(msgspec.Struct):
    """Some characters at a place. ``size`` is the width of one Chinese character there."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


class Line(msgspec.Struct):
    """One printed line, or one row of a table, where ``row`` is set."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    row: bool = False


class Page(msgspec.Struct):
    """The lines of a page from top to bottom, and its measures."""

    lines: list[Line]
    width: float
    height: float


def lines_of(pieces: list[Piece]) -> list[Line]:
    """The pieces as lines from top to bottom, each from left to right. Blank pieces only part words."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.top + one.bottom, one.left)):
        row = next((row for row in reversed(rows[-3:]) if _same_height(row[0], piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [line for row in rows if (line := _line_of(row)).text]


def _same_height(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand on one line: the middle of either lies well within the other."""
    middle = (other.top + other.bottom) / 2
    reach = 0.5 * min(one.bottom - one.top, other.bottom - other.top)
    return abs(middle - (one.top + one.bottom) / 2) < max(reach, 0.01)


def _line_of(row: list[Piece]) -> Line:
    row.sort(key=lambda piece: piece.left)
    shown = [piece for piece in row if piece.text.strip()] or row
    stretch = statistics.median(b.left - a.right for a, b in zip(row, row[1:], strict=False)) if len(row) > 2 else 0.0
    parts: list[str] = []
    before: Piece | None = None
    for piece in row:
        if before is not None and _has_gap(before, piece, max(0.0, stretch)):
            parts.append(" ")
        parts.append(piece.text)
        before = piece
    return Line(
        text=" ".join("".join(parts).split()),
        left=min(piece.left for piece in shown),
        right=max(piece.right for piece in shown),
        top=min(piece.top for piece in shown),
        bottom=max(piece.bottom for piece in shown),
        size=statistics.median(piece.size for piece in shown),
    )


def _has_gap(before: Piece, piece: Piece, stretch: float) -> bool:
    """Whether a blank is seen between two pieces on a line whose characters stand ``stretch`` apart.

    Word processors set a quarter of a character between Chinese and Latin by themselves: that is no blank.
    """
    if not before.text or not piece.text:
        return False
    wide = is_wide(before.text[-1]) + is_wide(piece.text[0])
    return piece.left - before.right > stretch + (0.2, 0.4, 0.3)[wide] * max(before.size, piece.size)


def is_wide(char: str) -> bool:
    """Whether a character is as wide as a Chinese one."""
    return (
        "\u2e80" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\uff00" <= char <= "\uffef"
        or char >= "\U00020000"
    )
