"""Departments by number of measures and by money; subjects by kind of support as a heat map."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from zjtx_docs.comparison.thesaurus import subject_hits
from zjtx_docs.model import Document, Instrument
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.layout import shorten
from zjtx_docs.report.page.duties import Cell, Load
from zjtx_docs.report.page.markup import Html
from zjtx_docs.report.page.places import Places
from zjtx_docs.report.page.svg import Svg
from zjtx_docs.report.phrases import yuan
from zjtx_docs.text import fold, squeeze

_BODIES, _SUBJECTS, _PARTNERS = 24, 24, 24  # how many a picture shows; the table behind it has all


def draw_loads(loads: Sequence[Load], say: Say) -> Html:
    """Two bars a department: measures it is named for, and the highest sum named in them.

    Sums are not added up: most are ceilings of different things, for one firm or for a project.
    """
    shown = loads[:_BODIES]
    drawing = Svg(1000, 44 + 26 * len(shown), say("page.loads_title"), css="chart loads")
    drawing.text(300, 22, say("page.loads_measures"), "head")
    drawing.text(650, 22, say("page.loads_highest"), "head")
    most = max((load.measures for load in shown), default=1)
    highest = max((load.highest or 0 for load in shown), default=0) or 1
    for number, load in enumerate(shown):
        y = 34 + number * 26
        drawing.text(286, y + 14, shorten(load.body, 36), "name", "end")
        width = max(load.measures / most * 280, 2)
        drawing.rect(300, y, width, 18, "f-measures", round=3)
        drawing.text(308 + width, y + 14, str(load.measures), "entry")
        if load.highest:
            wide = max(load.highest / highest * 220, 2)
            drawing.rect(650, y, wide, 18, "f-money", round=3)
            drawing.text(658 + wide, y + 14, yuan(load.highest, say), "entry")
    return drawing.html()


def load_rows(loads: Sequence[Load], say: Say) -> list[list[Cell]]:
    """The table behind the bars."""
    return [
        [
            Cell(load.body),
            Cell(say(f"level.{load.level}") if load.level else say("page.unknown")),
            Cell(str(load.measures)),
            Cell(str(load.leads)),
            Cell(str(load.with_money)),
            Cell(yuan(load.highest, say) if load.highest is not None else "—"),
        ]
        for load in loads
    ]


def draw_partners(partners: Mapping[tuple[str, str], int], loads: Sequence[Load], say: Say) -> Html:
    """Departments against departments: in each cell the measures that the two answer for together."""
    joined = {body for pair in partners for body in pair}
    shown = [load.body for load in loads if load.body in joined][:_PARTNERS]
    step = min(640 // max(len(shown), 1), 40)
    top, left = 40, 320
    drawing = Svg(1000, top + step * len(shown) + 10, say("page.partners_title"), css="chart heat")
    for row, body in enumerate(shown):
        y = top + row * step + step / 2 + 4
        drawing.text(left - 36, y, shorten(body, 38), "name", "end")
        drawing.text(left - 10, y, str(row + 1), "entry faint", "end")
        drawing.text(left + row * step + step / 2, top - 10, str(row + 1), "entry faint", "middle")
        for column, other in enumerate(shown):
            count = partners.get((min(body, other), max(body, other)), 0) if body != other else 0
            x, y = left + column * step, top + row * step
            told = say("page.partners_cell", one=body, other=other, count=count) if count else ""
            drawing.rect(x, y, step - 3, step - 3, "cell none" if body == other else f"heat-p{min(count, 4)}", told)
            if count:
                drawing.text(x + (step - 3) / 2, y + step / 2 + 4, str(count), f"count h{min(count, 4)}", "middle")
    return drawing.html()


def partner_rows(partners: Mapping[tuple[str, str], int]) -> list[list[Cell]]:
    """The table behind it: each pair of departments once."""
    return [[Cell(one), Cell(other), Cell(str(count))] for (one, other), count in partners.items()]


class Heat(NamedTuple):
    """How often each subject is supported in which way; ``counts`` is (provided, asked) by subject and instrument."""

    subjects: list[str]
    instruments: list[str]
    counts: dict[tuple[str, str], tuple[int, int]]


def heat_of(documents: Sequence[Document], places: Places) -> Heat:
    """Subjects in the order of how much is said on them. A measure counts for each subject and way that it names."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    weight: Counter[str] = Counter()
    for document in documents:
        for measure in document.measures:
            if measure.stance not in ("asked", "provided"):
                continue
            ways = set(measure.instruments) | {entry.instrument for entry in measure.money if entry.instrument}
            names = {places.subject(hit.value) for hit in subject_hits(fold(squeeze(measure.quote)))} if ways else set()
            for subject in names:
                weight[subject] += 1
                for way in ways:
                    counts[subject, way][measure.stance == "asked"] += 1
    used = {way for _, way in counts}
    return Heat(
        [subject for subject, _ in sorted(weight.items(), key=lambda one: (-one[1], one[0]))],
        [way for way in get_args(Instrument) if way in used],
        {key: (value[0], value[1]) for key, value in counts.items()},
    )


def draw_heat(heat: Heat, say: Say) -> Html:
    """A cell for each subject and way: the darker the more measures; provided on the left, asked for on the right."""
    subjects = heat.subjects[:_SUBJECTS]
    step = min(max(780 // max(len(heat.instruments), 1), 34), 90)
    top = 96
    drawing = Svg(1000, top + 28 * len(subjects) + 10, say("page.heat_title"), css="chart heat")
    for column, way in enumerate(heat.instruments):
        x = 210 + column * step + step / 2
        drawing.turned(x, top - 10, say(f"instrument.{way}"), "name")
    for row, subject in enumerate(subjects):
        y = top + row * 28
        drawing.text(198, y + 18, shorten(subject, 26), "name", "end")
        for column, way in enumerate(heat.instruments):
            provided, asked = heat.counts.get((subject, way), (0, 0))
            x = 210 + column * step
            told = say("page.heat_cell", subject=subject, way=say(f"instrument.{way}"), provided=provided, asked=asked)
            half = (step - 3) / 2
            for side, count, at in (("p", provided, x), ("a", asked, x + half)):
                drawing.rect(at, y, half, 25, f"heat-{side}{min(count, 4)}", title=told)
                if count:
                    drawing.text(at + half / 2, y + 17, str(count), f"count h{min(count, 4)}", "middle")
    return drawing.html()


def heat_rows(heat: Heat, say: Say) -> list[list[Cell]]:
    """The table behind the heat map: one row for each subject and way that came up."""
    return [
        [Cell(subject), Cell(say(f"instrument.{way}")), Cell(str(counts[0])), Cell(str(counts[1]))]
        for subject in heat.subjects
        for way in heat.instruments
        if (counts := heat.counts.get((subject, way)))
    ]
