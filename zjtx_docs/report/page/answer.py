"""The answer on top of the page: how many asks are what, what was never answered, what waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from zjtx_docs.comparison.records import Comparison, Relation, ReplyStatus
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.layout import clean
from zjtx_docs.report.page.asks import AskView
from zjtx_docs.report.page.markup import Html
from zjtx_docs.report.page.places import Link, Places
from zjtx_docs.report.page.svg import Svg
from zjtx_docs.report.phrases import category_lines


class Share(NamedTuple):
    """One value of a vocabulary with how often it came up."""

    name: str
    words: str
    explained: str
    count: int
    percent: int


class Bar(NamedTuple):
    """A bar of shares, drawn, with the shares for the legend."""

    label: str
    picture: Html
    shares: list[Share]


class Group(NamedTuple):
    """Asks that share something worth telling on top."""

    name: str
    label: str
    asks: list[AskView]


class Item(NamedTuple):
    """An item of a policy that no ask touches."""

    title: str
    trail: str
    link: Link | None


class Answer(NamedTuple):
    """Everything on top of the page."""

    bars: list[Bar]
    groups: list[Group]
    uncovered: list[Item]
    notes: list[str]
    category: str


def answer_of(comparison: Comparison, asks: Sequence[AskView], places: Places) -> Answer:
    """The answer of a comparison."""
    say = places.say
    bars = []
    if asks:
        bars.append(_bar("relation", get_args(Relation), (ask.relation for ask in asks), say("page.bar_relation"), say))
    answered = [ask for ask in asks if ask.status]
    if answered:
        states = (ask.status for ask in answered)
        bars.append(_bar("status", get_args(ReplyStatus), states, say("page.bar_status"), say))
    return Answer(
        bars=bars,
        groups=[group for group in _groups(asks, say) if group.asks],
        uncovered=[_item(entry.doc_id, entry.path, places) for entry in comparison.uncovered],
        notes=[clean(say(f"note.{note.code}", **note.values)) for note in comparison.notes],
        category="".join(category_lines(comparison, say)),
    )


def _groups(asks: Sequence[AskView], say: Say) -> list[Group]:
    return [
        Group("lacks", say("page.group_lacks"), [ask for ask in asks if ask.relation == "lacks"]),
        Group("refused", say("page.group_refused"), [ask for ask in asks if ask.status == "refused"]),
        Group("silent", say("page.group_silent"), [ask for ask in asks if ask.status == "not_addressed"]),
        Group("decided", say("page.group_decided"), [ask for ask in asks if ask.decided]),
        Group("review", say("page.group_review"), [ask for ask in asks if ask.review]),
    ]


def _bar(group: str, names: Sequence[str], values: Iterable[str], label: str, say: Say) -> Bar:
    counts = Counter(values)
    total = sum(counts.values()) or 1
    shares = [
        Share(
            name,
            say(f"{group}.{name}"),
            say(f"explained_{group}.{name}"),
            counts[name],
            round(counts[name] * 100 / total),
        )
        for name in names
    ]
    told = label + say("report.colon") + say("report.list").join(f"{share.words} {share.count}" for share in shares)
    drawing = Svg(1000, 28, told, css="bar")
    at = 0.0
    for share in shares:
        width = share.count * 1000 / total
        if width:
            drawing.rect(at, 0, width, 28, f"f-{share.name}", title=f"{share.words} {share.count}")
            at += width
    return Bar(label, drawing.html(), shares)


def _item(doc_id: str, path: tuple[str, ...], places: Places) -> Item:
    document = places.documents.get(doc_id)
    item = next((one for one in document.outline if one.path == path), None) if document else None
    link = places.link(doc_id, item.start, item.end, "uncovered", places.say("page.uncovered_tag")) if item else None
    return Item(places.title(doc_id), places.trail(doc_id, path), link)
