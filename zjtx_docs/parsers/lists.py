"""Marks that count on inside one paragraph: items whose line breaks were lost, or a list that a sentence counts off."""

from __future__ import annotations

from zjtx_docs.parsers.headings import find_head
from zjtx_docs.parsers.labels import Label

_SET_OFF = ("lead", "colon", "bold", "gap")


class Run:
    """Marks of one form that count on inside a paragraph; what is found out about them is kept."""

    __slots__ = ("marks", "headed", "listed")

    def __init__(self, first: Label) -> None:
        self.marks = [first]
        self.headed: bool | None = None
        self.listed = False


def runs_of(inside: list[Label]) -> list[Run]:
    """The run of each mark, in order."""
    runs: list[Run] = []
    current: dict[str, Run] = {}
    for mark in inside:
        run = current.get(mark.key)
        if run is not None and mark.number == run.marks[-1].number + 1:
            run.marks.append(mark)
        else:
            run = current[mark.key] = Run(mark)
        runs.append(run)
    return runs


def headed(folded: str, marks: list[Label], end: int) -> bool:
    """Whether at least half of the marks of a list are followed by a heading and its text; the list ends at ``end``."""
    count = 0
    for number, mark in enumerate(marks):
        limit = marks[number + 1].start if number + 1 < len(marks) else end
        head = find_head(folded, mark, mark.end, limit)
        count += head is not None and head.form in _SET_OFF and head.sure == 2 and head.body < limit
    return 2 * count >= len(marks)
