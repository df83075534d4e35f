"""Departments on the left, the items of the texts on the right, a line for every responsibility between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from zjtx_docs.model import Path
from zjtx_docs.report.layout import shorten
from zjtx_docs.report.page.duties import ROWS, Duty, Load, quoted
from zjtx_docs.report.page.markup import Html
from zjtx_docs.report.page.places import Link, Places
from zjtx_docs.report.page.svg import Svg

BODIES, ITEMS = 48, 72  # how many the picture shows; the table behind it has all
_ROW, _TOP = 24, 46
_LEFT, _RIGHT, _WIDTH = 290, 620, 1000
_STRENGTH = ("lead", "handling", "joint", "supporting")  # the role that the line shows where one body has several


class DutyRow(NamedTuple):
    """A row of the table behind the graph; ``key`` and ``item`` are what a pick in the graph looks for."""

    key: int
    item: int
    level: str
    body: str
    role: str
    level_words: str
    place: str
    words: str
    link: Link | None


class Network(NamedTuple):
    """The graph, its table, the levels to filter by, and how many departments and items are not drawn."""

    picture: Html
    rows: list[DutyRow]
    levels: list[tuple[str, str]]
    bodies: int
    items: int
    hidden_bodies: int
    hidden_items: int
    more: int  # rows of the table that are left out


def network_of(duties: Sequence[Duty], loads: Sequence[Load], places: Places) -> Network | None:
    """The graph of all duties, None where there are none."""
    if not duties:
        return None
    say = places.say
    keys = {load.body: number for number, load in enumerate(loads)}
    items: dict[tuple[str, Path], int] = {}
    for duty in duties:
        items.setdefault((duty.doc_id, duty.path), len(items))
    rows = [
        DutyRow(
            keys[duty.body],
            items[duty.doc_id, duty.path],
            duty.level,
            duty.body,
            say(f"role.{duty.role}"),
            say(f"level.{duty.level}") if duty.level else say("page.unknown"),
            places.trail(duty.doc_id, duty.path),
            quoted(duty.measure),
            duty.link,
        )
        for duty in sorted(duties, key=lambda one: (keys[one.body], one.doc_id, one.measure.start))
    ]
    levels = [
        (level, say(f"level.{level}"))
        for level in ("national", "provincial", "prefectural", "district", "township")
        if any(load.level == level for load in loads)
    ]
    return Network(
        _draw(duties, loads, items, keys, places),
        rows[:ROWS],
        levels,
        len(loads),
        len(items),
        max(len(loads) - BODIES, 0),
        max(len(items) - ITEMS, 0),
        max(len(rows) - ROWS, 0),
    )


def _draw(
    duties: Sequence[Duty],
    loads: Sequence[Load],
    items: dict[tuple[str, Path], int],
    keys: dict[str, int],
    places: Places,
) -> Html:
    say = places.say
    shown = {load.body for load in loads[:BODIES]}
    weight = Counter((duty.doc_id, duty.path) for duty in duties if duty.body in shown)
    kept = {key for key, _ in weight.most_common(ITEMS)}
    order = [key for key in items if key in kept]
    column: list[tuple[str, Path] | str] = []
    for key in order:  # a line for the document over its items
        if len(places.documents) > 1 and (not column or column[-1][0] != key[0]):
            column.append(key[0])
        column.append(key)
    height = _TOP + _ROW * max(len(shown), len(column)) + 12
    label = say("page.network_label", bodies=len(loads), items=len(items))
    drawing = Svg(_WIDTH, height, label, css="network", interactive=True)
    drawing.text(_LEFT, 22, say("page.network_bodies"), "head", "end")
    drawing.text(_RIGHT, 22, say("page.network_items"), "head")
    body_y = _spread([load.body for load in loads[:BODIES]], height)
    item_y = _spread(column, height)
    lines: dict[tuple[str, tuple[str, Path]], list[Duty]] = {}
    for duty in duties:
        key = (duty.doc_id, duty.path)
        if duty.body in shown and key in kept:
            lines.setdefault((duty.body, key), []).append(duty)
    for (body, key), several in lines.items():
        role = min((duty.role for duty in several), key=_STRENGTH.index)
        a, b = body_y[body], item_y[key]
        middle = (_LEFT + _RIGHT) / 2
        data = f"M{_LEFT + 14} {a:.1f}C{middle:.0f} {a:.1f} {middle:.0f} {b:.1f} {_RIGHT - 14} {b:.1f}"
        thick = min(len({duty.measure.id for duty in several}), 4)
        drawing.path(data, f"edge r-{role} w{thick}", body=keys[body], item=items[key])
    for load in loads[:BODIES]:
        y = body_y[load.body]
        told = say("page.network_body", name=load.body, count=load.measures)
        drawing.open("node body", told, button=True, body=keys[load.body], level=load.level, name=load.body)
        drawing.text(_LEFT - 14, y + 5, shorten(load.body, 34), "name", "end")
        drawing.circle(_LEFT, y, min(4 + load.measures**0.5, 10), f"dot l-{load.level or 'unknown'}")
        drawing.text(_LEFT, y + 4, str(load.measures), "count", "middle")
        drawing.close()
    for doc_id in (one for one in column if isinstance(one, str)):
        words = f"{places.kind(doc_id)}{say('report.colon')}{places.title(doc_id)}"
        drawing.text(_RIGHT - 6, item_y[doc_id] + 6, shorten(words, 50), "head")
    for key in order:
        y = item_y[key]
        name = places.short(*key)
        drawing.open("node item", say("page.network_item", name=name), button=True, item=items[key], name=name)
        drawing.circle(_RIGHT, y, 5, f"dot d-{places.documents[key[0]].kind}")
        drawing.text(_RIGHT + 14, y + 5, shorten(name, 46), "name")
        drawing.close()
    return drawing.html()


def _spread(keys: Sequence, height: float) -> dict:
    """Places the keys one under the other over the whole height."""
    step = (height - _TOP - 12) / max(len(keys), 1)
    return {key: _TOP + step * (number + 0.5) for number, key in enumerate(keys)}
