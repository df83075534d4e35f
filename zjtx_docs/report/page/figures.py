"""Targets against reported figures: what texts set out to reach beside what they say is reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

from zjtx_docs.model import Document, Statistic, Target, Tier, all_finds
from zjtx_docs.report.layout import clean, wrap
from zjtx_docs.report.page.duties import Cell
from zjtx_docs.report.page.finds import figure_words
from zjtx_docs.report.page.markup import Html
from zjtx_docs.report.page.places import Places
from zjtx_docs.report.page.svg import Svg

_SORTS = ("set", "asked", "reported")


class Figure(NamedTuple):
    """A number set or reported: the row it stands in, what sort it is, the number in words, and its record."""

    row: str
    sort: str
    doc_id: str
    found: Target | Statistic


def figures_of(documents: Sequence[Document], places: Places) -> list[Figure]:
    """Targets and reported figures that stand beside each other: the same rung of the ladder, or the same metric."""
    every: list[Figure] = []
    for document in documents:
        for name in ("targets", "statistics"):
            for found in all_finds(document, name):
                if found.value is None:  # type: ignore[attr-defined]
                    continue
                tier = found.tier  # type: ignore[attr-defined]
                row = places.say(f"tier.{tier}") if tier else clean(found.metric or "")  # type: ignore[attr-defined]
                sort = "reported" if name == "statistics" else "asked" if document.kind == "proposal" else "set"
                every.append(Figure(row, sort, document.doc_id, found))  # type: ignore[arg-type]
    order = list(dict.fromkeys(places.say(f"tier.{tier}") for tier in reversed(get_args(Tier))))
    rows = dict.fromkeys([row for row in order if any(f.row == row for f in every)] + [f.row for f in every if f.row])
    place = {row: number for number, row in enumerate(rows)}
    return sorted((f for f in every if f.row), key=lambda f: (place[f.row], _SORTS.index(f.sort), f.found.start))


def standing_beside(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """The rows that have something to compare: a target and one figure more, counted in the same unit."""
    groups: dict[tuple[str, str | None], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.row, figure.found.unit), []).append(figure)
    compared: dict[str, list[Figure]] = {}
    for (row, _), several in groups.items():
        if len(several) > 1 and any(figure.sort != "reported" for figure in several):
            compared.setdefault(row, several)
    return compared


def draw_figures(figures: Sequence[Figure], places: Places, rows: int = 24) -> Html:
    """One group of bars a row, each group on its own scale, since districts and cities count in different sizes.

    Empty where no target has anything beside it: single bars would compare nothing.
    """
    say = places.say
    shown = list(standing_beside(figures).items())[:rows]
    if not shown:
        return Html()
    height = 16.0
    layout = []
    for row, several in shown:
        name = wrap(row, 30)
        layout.append((name, several, height))
        height += max(len(name) * 18, len(several) * 24) + 14
    drawing = Svg(1000, height + 8, say("page.figures_title"), css="chart figures")
    for name, several, top in layout:
        drawing.line(0, top - 4, 1000, top - 4, "rule")
        for number_, words in enumerate(name):
            drawing.text(0, top + 18 + number_ * 18, words, "name")
        most = max(abs(figure.found.value or 0) for figure in several) or 1
        for number_, figure in enumerate(several):
            y = top + 4 + number_ * 24
            width = max(abs(figure.found.value or 0) / most * 330, 2)
            drawing.rect(240, y, width, 16, f"f-{figure.sort}", round=3)
            told = f"{figure_words(figure.found, say)} {_sort(figure, places)}"
            when = _when(figure)
            drawing.text(250 + width, y + 13, told + (say("page.when", when=when) if when else ""), "entry")
    return drawing.html()


def _sort(figure: Figure, places: Places) -> str:
    """What sort of number it is; of a reported one, which document says so."""
    if figure.sort == "reported":
        return places.say("page.reported_in", kind=places.told_kind(figure.doc_id))
    return places.say(f"page.sort_{figure.sort}")


def _when(figure: Figure) -> str:
    when = figure.found.deadline if isinstance(figure.found, Target) else figure.found.as_of
    return clean(when or "")


def figure_rows(figures: Sequence[Figure], places: Places) -> list[list[Cell]]:
    """The table behind the figures."""
    return [
        [
            Cell(figure.row),
            Cell(_sort(figure, places)),
            Cell(figure_words(figure.found, places.say)),
            Cell(_when(figure) or "—"),
            Cell(places.title(figure.doc_id)),
            Cell(clean(figure.found.quote), places.link(figure.doc_id, figure.found.start, figure.found.end)),
        ]
        for figure in figures
    ]
