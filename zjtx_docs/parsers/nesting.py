"""On which level a numbering mark stands: a stack of the forms that are open, no fixed table of levels.

The first form seen is the outermost, a new form lies inside the open ones, a known form closes what is inside it. Only
where a form that is outer by custom (一、) follows an inner one ((1)) the marks further down decide whether the inner
list is over.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from zjtx_docs.model import Path
from zjtx_docs.parsers.labels import Label

_MOST_LEVELS = 8


class _Level(NamedTuple):
    style: str
    key: str
    rank: int
    number: int
    written: str
    path: Path


class Opened(NamedTuple):
    """The path of a mark and what is odd about its number: ``skipped`` or ``repeated``, else None."""

    path: Path
    odd: str | None


class Nesting:
    """The open levels while a text is read. ``ahead`` holds every mark at the head of a paragraph, in order."""

    def __init__(self, ahead: list[Label]) -> None:
        self._open: list[_Level] = []
        self._seen: dict[Path, int] = {}
        self._last: dict[str, int] = {}
        self._under: dict[str, str] = {}  # the form that each form last stood inside
        self._ahead: dict[str, tuple[list[int], list[int]]] = {}
        for label in ahead:
            starts, numbers = self._ahead.setdefault(label.key, ([], []))
            starts.append(label.start)
            numbers.append(label.number)

    @property
    def path(self) -> Path:
        """The path of the item that is open, () where none is."""
        return self._open[-1].path if self._open else ()

    @property
    def numbers(self) -> dict[str, int]:
        """The last number of each open form, by style."""
        return {level.style: level.number for level in self._open}

    def last(self, key: str) -> int:
        """The last number that was opened in this form anywhere, 0 where none was."""
        return self._last.get(key, 0)

    def close(self) -> None:
        """Close every level: a section without number, an annex or the end of the list begins."""
        self._open.clear()

    def next_number(self, key: str, after: int) -> int | None:
        """The number of the first mark of this form at the head of a paragraph after the offset ``after``."""
        starts, numbers = self._ahead.get(key, ([], []))
        at = bisect_right(starts, after)
        return numbers[at] if at < len(numbers) else None

    def fits(self, label: Label) -> bool:
        """Whether a decimal mark (1.2) continues the open number: others are amounts or versions."""
        if label.style != "dd":
            return True
        parent, _, last = label.token.rpartition(".")
        for level in self._open:
            if level.style == "dd" and level.written == f"{parent}.{int(last) - 1}":
                return True
        return int(last) == 1 and any(
            level.written == parent or level.rank == 4 and str(level.number) == parent for level in self._open
        )

    def open(self, label: Label) -> Opened:
        """Put the mark on its level and tell its path."""
        if label.style == "附":
            self._open.clear()
        else:
            self._close_for(label)
        parent = self.path
        if len(self._open) >= _MOST_LEVELS:
            self._open.pop()
            parent = self.path
        token = label.token if label.style != "dd" else str(label.number)
        path = (*parent, token)
        times = self._seen[path] = self._seen.get(path, 0) + 1
        odd = self._odd(label, times > 1)
        if times > 1:
            path = (*parent, f"{token}#{times}")
        if self._open:
            self._under[label.key] = self._open[-1].key
        self._open.append(_Level(label.style, label.key, label.rank, label.number, label.token, path))
        self._last[label.key] = label.number
        return Opened(path, odd)

    def _odd(self, label: Label, again: bool) -> str | None:
        """What is odd about the number; lists that begin anew are not."""
        last = self._last.get(label.key)
        if last is None or label.style in ("附", "dd") or "之" in label.token:
            return None
        if again and label.number == last:
            return "repeated"
        return "skipped" if label.number > max(last, 1) + 1 else None

    def _close_for(self, label: Label) -> None:
        """Close the levels that end where this mark stands."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].key == label.key:
                del self._open[depth:]
                return
        for depth in range(len(self._open) - 1, -1, -1):
            # 1、 2. 3、: one list whose marks were typed carelessly
            if self._open[depth].style == label.style and label.number > 1 and self._open[depth].number < label.number:
                del self._open[depth:]
                return
        while self._open and label.rank < self._open[-1].rank and not self._goes_on(self._open[-1], label):
            if self._under.get(label.key) == self._open[-1].key:
                return
            self._open.pop()

    def _goes_on(self, level: _Level, label: Label) -> bool:
        """Whether the open list is taken up again further down, so that the new form lies inside it."""
        return self.next_number(level.key, label.start) == level.number + 1
