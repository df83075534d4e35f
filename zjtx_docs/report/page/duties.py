"""Who answers for what: every department with every measure it is named for, and what pictures count of it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zjtx_docs.model import Document, Measure, Path
from zjtx_docs.report.layout import clean, shorten
from zjtx_docs.report.page.places import Link, Places

ROWS = 2000  # of the table behind a picture
QUOTED = 120  # columns of a quote in a table; the whole of it is one click away


class Cell(NamedTuple):
    """A cell of the table behind a picture, with the way to its words where it has one."""

    words: str
    link: Link | None = None


class Duty(NamedTuple):
    """One department answering for one measure in one role (the raw role too, for the line that is drawn)."""

    body: str
    level: str
    role: str
    doc_id: str
    path: Path
    measure: Measure
    link: Link | None


class Load(NamedTuple):
    """What one department is named for: how many measures, how many with money, the highest sum named there."""

    body: str
    level: str
    measures: int
    leads: int
    with_money: int
    highest: int | None


def duties_of(documents: Sequence[Document], places: Places, include_cited: bool = False) -> list[Duty]:
    """All duties in the order of the texts. Measures quoted from other documents stay out unless wanted."""
    found = []
    for document in documents:
        for measure in document.measures:
            if measure.stance == "cited" and not include_cited:
                continue
            for body in places.bodies(document.doc_id, measure.id):
                link = places.link(document.doc_id, measure.start, measure.end)
                found.append(
                    Duty(
                        clean(body.canonical), body.level or "", body.role, document.doc_id, measure.path, measure, link
                    )
                )
    return found


def loads_of(duties: Iterable[Duty]) -> list[Load]:
    """The departments, those named for most measures first."""
    by_body: dict[str, dict[tuple[str, str], list[Duty]]] = {}
    for duty in duties:
        by_body.setdefault(duty.body, {}).setdefault((duty.doc_id, duty.measure.id), []).append(duty)
    loads = []
    for body, measures in by_body.items():
        every = [several[0].measure for several in measures.values()]
        sums = [entry.yuan for measure in every for entry in measure.money if entry.yuan is not None]
        levels = [duty.level for several in measures.values() for duty in several if duty.level]
        loads.append(
            Load(
                body,
                levels[0] if levels else "",
                len(every),
                sum(any(duty.role == "lead" for duty in several) for several in measures.values()),
                sum(bool(measure.money) for measure in every),
                max(sums, default=None),
            )
        )
    return sorted(loads, key=lambda load: (-load.measures, load.body))


def partners_of(duties: Iterable[Duty]) -> dict[tuple[str, str], int]:
    """How many measures each two departments answer for together, the most first; each pair once."""
    bodies: dict[tuple[str, str], dict[str, None]] = {}
    for duty in duties:
        bodies.setdefault((duty.doc_id, duty.measure.id), {})[duty.body] = None
    shared: Counter[tuple[str, str]] = Counter()
    for several in bodies.values():
        shared.update(itertools.combinations(sorted(several), 2))
    return dict(sorted(shared.items(), key=lambda one: (-one[1], one[0])))


def quoted(measure: Measure) -> str:
    """The words of a measure on one line, cut where they are long."""
    return shorten(clean(measure.quote), QUOTED)
