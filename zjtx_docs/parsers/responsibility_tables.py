"""Rows of a table of tasks: a head row with 责任单位, 配合单位, 完成时限 tells which cells name whom and by when."""

from __future__ import annotations

from collections.abc import Iterator

from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.cells import cells_of
from zjtx_docs.parsers.department_names import STRONG, strength
from zjtx_docs.parsers.responsibility_lists import Reading, label_value, read_list
from zjtx_docs.parsers.responsibility_marks import gaps_of
from zjtx_docs.parsers.responsibility_scopes import Find
from zjtx_docs.text import View


class Table:
    """Reads the rows of one table: a head row with 责任单位, 配合单位, 完成时限 tells which cells name whom."""

    def __init__(self) -> None:
        self.columns: dict[int, str] = {}

    def row(self, number: int, block: Block) -> Iterator[Find]:
        view = block.view
        cells = cells_of(block)
        named = {}
        for column, (a, b) in enumerate(cells):
            value = label_value(view.chars[a:b])
            if value is not None:
                named[column] = value
        if named and not any(strength(view.chars[a:b]) >= STRONG for a, b in cells):
            self.columns = named
            return
        if self.columns:
            yield from self._record(number, view, cells)

    def _record(self, number: int, view: View, cells: list[tuple[int, int]]) -> Iterator[Find]:
        bodies, deadline, open_ended = [], None, False
        others = [cell for column, cell in enumerate(cells) if column not in self.columns]
        task = max(others, key=lambda cell: cell[1] - cell[0], default=None)
        spans = []
        for column, value in self.columns.items():
            if column >= len(cells) or cells[column][0] >= cells[column][1]:
                continue
            a, b = cells[column]
            if value == "deadline":
                deadline = (a, b)
                spans.append((a, b))
            elif value != "other":
                reading = read_list(view.chars, a, b, gaps_of(view, a, b), value)  # type: ignore[arg-type]
                bodies.extend(reading.bodies)
                open_ended = open_ended or reading.open_ended
                spans.append((a, b))
        if not bodies and not open_ended:
            return
        reading = Reading(tuple(sorted(bodies)), open_ended, deadline, True)
        covers = view.span(*task) if task and task[0] < task[1] else None
        yield Find(number, min(spans)[0], number, max(spans)[1], "row", reading, covers)
