"""Tables of web pages: which of them are data, and their rows with merged cells put in place."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_MAX_SPAN = 50
_CELLS = ("td", "th")
# A cell that holds this share of a table's text is a frame around a page, not a cell.
_FRAME_SHARE = 0.8
_PARTS = frozenset(("p", "div", "br", "li", "h1", "h2", "h3", "h4"))


def is_layout_table(table: etree._Element) -> bool:
    """Whether a table only places things on the page: it holds a table, one column, or nearly all text in one cell."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    sizes: list[int] = []
    widest = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in _CELLS]
        widest = max(widest, len(cells))
        sizes.extend(sum(map(len, cell.itertext())) for cell in cells)
    if widest < 2:
        return True
    return len(sizes) > 0 and max(sizes) > 200 and max(sizes) > _FRAME_SHARE * sum(sizes)


def table_rows(table: etree._Element) -> Iterator[list[str]]:
    """The cells of each row as text. A cell merged over rows or columns stands once, where it begins."""
    for caption in table.iter("caption"):
        yield ["".join(caption.itertext())]
    hanging: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            _skip_hanging(cells, hanging)
            down = _span(cell.get("rowspan"))
            text = cell_text(cell)
            for step in range(_span(cell.get("colspan"))):
                if down > 1:
                    hanging[len(cells)] = down - 1
                cells.append("" if step else text)
        _skip_hanging(cells, hanging)
        yield cells


def _skip_hanging(cells: list[str], hanging: dict[int, int]) -> None:
    """Adds an empty cell for each column that a cell from a row above still covers."""
    while left := hanging.get(len(cells)):
        if left == 1:
            del hanging[len(cells)]
        else:
            hanging[len(cells)] = left - 1
        cells.append("")


def _span(value: str | None) -> int:
    """How many rows or columns a cell covers, from 1 to 50."""
    if value and value.strip().isascii() and value.strip().isdigit():
        return min(max(1, int(value.strip()[:6])), _MAX_SPAN)
    return 1


def cell_text(cell: etree._Element) -> str:
    """The text of a cell on one line, a blank between its paragraphs."""
    parts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element.tag in _PARTS:
            parts.append(" ")
        text = element.text if event == "start" else element.tail if element is not cell else None
        if text:
            parts.append(text)
    return "".join(parts).replace("\t", " ").strip()
