"""The pictures of a page, each with a title, a note on how to read it, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zjtx_docs.model import Document
from zjtx_docs.report.page.charts import (
    draw_heat,
    draw_loads,
    draw_partners,
    heat_of,
    heat_rows,
    load_rows,
    partner_rows,
)
from zjtx_docs.report.page.duties import ROWS, Cell, duties_of, loads_of, partners_of
from zjtx_docs.report.page.figures import draw_figures, figure_rows, figures_of
from zjtx_docs.report.page.ladder import draw_ladder, ladder_rows, supports_of
from zjtx_docs.report.page.markup import Html
from zjtx_docs.report.page.network import Network, network_of
from zjtx_docs.report.page.places import Places


class Picture(NamedTuple):
    """One picture; ``name`` is its anchor and the name of the file that it is saved as."""

    name: str
    title: str
    note: str
    drawing: Html
    legend: list[tuple[str, str]]
    head: list[str]
    rows: list[list[Cell]]
    more: int = 0  # rows that are left out, since a page of so many would open slowly


def graph_of(documents: Sequence[Document], places: Places, include_cited: bool = False) -> Network | None:
    """The graph of departments and the items they answer for."""
    duties = duties_of(documents, places, include_cited)
    return network_of(duties, loads_of(duties), places)


def pictures_of(documents: Sequence[Document], places: Places) -> list[Picture]:
    """The other pictures, those alone that have something to show."""
    makers = (_loads, _ladder, _figures, _heat)
    return [_cut(picture) for make in makers if (picture := make(documents, places))]


def _cut(picture: Picture) -> Picture:
    return picture._replace(rows=picture.rows[:ROWS], more=max(len(picture.rows) - ROWS, 0))


def partners_picture(documents: Sequence[Document], places: Places, include_cited: bool = False) -> Picture | None:
    """Which departments answer for measures together; None where none do."""
    say = places.say
    duties = duties_of(documents, places, include_cited)
    partners = partners_of(duties)
    if not partners:
        return None
    return _cut(Picture(
        "partners", say("page.partners_title"), say("page.partners_note"),
        draw_partners(partners, loads_of(duties), say), [], _heads(("body", "other_body", "shared"), places),
        partner_rows(partners),
    ))  # fmt: skip


def _heads(names: Sequence[str], places: Places) -> list[str]:
    return [places.say(f"page.column_{name}") for name in names]


def _loads(documents: Sequence[Document], places: Places) -> Picture | None:
    say = places.say
    loads = loads_of(duties_of(documents, places))
    if not loads:
        return None
    return Picture(
        "loads", say("page.loads_title"), say("page.loads_note"), draw_loads(loads, say), [],
        _heads(("body", "level", "measures", "leads", "with_money", "highest"), places), load_rows(loads, say),
    )  # fmt: skip


def _ladder(documents: Sequence[Document], places: Places) -> Picture | None:
    say = places.say
    supports = supports_of(documents, places)
    if not any(one.tier for one in supports):  # texts that know no ladder
        return None
    return Picture(
        "ladder", say("page.ladder_title"), say("page.ladder_note"), draw_ladder(supports, places), [],
        _heads(("tier", "side", "support", "place", "words"), places), ladder_rows(supports, places),
    )  # fmt: skip


def _figures(documents: Sequence[Document], places: Places) -> Picture | None:
    say = places.say
    figures = figures_of(documents, places)
    if not figures:
        return None
    legend = [(f"f-{sort}", say(f"page.sort_{sort}")) for sort in ("set", "asked", "reported")]
    return Picture(
        "figures", say("page.figures_title"), say("page.figures_note"), draw_figures(figures, places), legend,
        _heads(("row", "sort", "figure", "when", "text", "words"), places), figure_rows(figures, places),
    )  # fmt: skip


def _heat(documents: Sequence[Document], places: Places) -> Picture | None:
    say = places.say
    heat = heat_of(documents, places)
    if not heat.counts:
        return None
    legend = [("heat-p3", say("page.provided")), ("heat-a3", say("page.proposed"))]
    return Picture(
        "heat", say("page.heat_title"), say("page.heat_note"), draw_heat(heat, say), legend,
        _heads(("subject", "instrument", "provided", "asked"), places), heat_rows(heat, say),
    )  # fmt: skip
