"""The cells of a table's row: a paragraph that tabs or bars divide."""

from __future__ import annotations

import re

from zjtx_docs.parsers.block import Block


def has_cells(block: Block) -> bool:
    """Whether the paragraph is divided by tabs or bars as a row is."""
    source = block.view.source
    return source.find("\t", block.start, block.end) >= 0 or source.find("|", block.start, block.end) >= 0


def cells_of(block: Block) -> list[tuple[int, int]]:
    """The cells of a row as index ranges of ``block.view.chars``."""
    source, view = block.view.source, block.view
    cells, start = [], block.start
    raw = source[block.start : block.end]
    mark = "\t" if "\t" in raw else "|"
    for match in re.finditer(re.escape(mark), raw):
        cells.append((view.at(start), view.at(block.start + match.start())))
        start = block.start + match.end()
    cells.append((view.at(start), len(view.chars)))
    return cells[1:] if mark == "|" and cells and cells[0][0] == cells[0][1] else cells
