"""The ruled tables of a PDF: pdfplumber finds the cells, the characters are those that pdfium gave."""

from __future__ import annotations

import io
from typing import Any

from zjtx_docs.readers.pieces import Line, Piece, lines_of

Box = tuple[float, float, float, float]


class Tables:
    """Opens the file with pdfplumber when the first page with rules asks for it. Odd files have no tables, no error."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: list[Any] | None = None

    def put_in(self, lines: list[Line], pieces: list[Piece], at: int) -> list[Line]:
        """The lines of page ``at`` with those inside a table replaced by its rows."""
        for table in self._find(at):
            _, top, _, bottom = table.bbox
            rows = _rows(table, [one for one in pieces if _between(top, one, bottom)])
            if not any("\t" in row.text for row in rows):
                continue
            outside = [one for one in lines if one.row or not _holds(table.bbox, one)]
            if len(outside) < len(lines):
                lines = sorted(outside + rows, key=lambda one: one.top)
        return lines

    def _find(self, at: int) -> list[Any]:
        """The tables of page ``at``."""
        try:
            if self._pages is None:
                import pdfplumber

                self._pages = pdfplumber.open(io.BytesIO(self._data)).pages
            page = self._pages[at]
            found = page.find_tables()
            page.close()
        except Exception:  # pdfminer raises anything on odd files; the lines without their table are still the text
            return []
        return found


def _between(top: float, one: Piece | Line, bottom: float) -> bool:
    """Whether the middle of something lies between two heights."""
    return top <= (one.top + one.bottom) / 2 <= bottom


def _holds(box: Box, line: Line) -> bool:
    """Whether a line begins inside a box, give or take the width of a rule."""
    left, top, right, bottom = box
    return left - 2 < line.left < right + 2 and _between(top - 2, line, bottom + 2)


def _rows(table: Any, pieces: list[Piece]) -> list[Line]:
    """The rows of a table, each cell the characters whose middle lies in it; merged cells stand where they begin."""
    rows: list[Line] = []
    for row in table.rows:
        left, top, right, bottom = row.bbox
        near = [
            one for one in pieces if top <= (one.top + one.bottom) / 2 <= max(bottom, *(c[3] for c in row.cells if c))
        ]
        cells = ["" if cell is None else _cell_text(cell, near) for cell in row.cells]
        if any(cells):
            rows.append(Line("\t".join(cells), left, right, top, bottom, 1.0, row=True))
    return rows


def _cell_text(cell: Box, pieces: list[Piece]) -> str:
    """The text of a cell on one line: lines of Chinese join without a blank."""
    left, top, right, bottom = cell
    lines = lines_of(
        [one for one in pieces if left <= (one.left + one.right) / 2 <= right and _between(top, one, bottom)]
    )
    out = ""
    for line in lines:
        latin = out and out[-1].isascii() and out[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
        out += (" " if latin else "") + line.text
    return out
