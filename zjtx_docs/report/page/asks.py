"""The asks as a page shows them: every value in words, every quote with its marks and the way to its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zjtx_docs.comparison.records import Ask, Change, Comparison, Match, Nearest, Value
from zjtx_docs.model import Measure
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.decided import decided_words
from zjtx_docs.report.layout import clean
from zjtx_docs.report.page.marks import Mark, mark_quote
from zjtx_docs.report.page.markup import Html
from zjtx_docs.report.page.places import Link, Places
from zjtx_docs.report.phrases import refusal, value

# What a changed field is coloured as, the same colours as in the full texts.
KIND_OF = {
    "amount": "money", "bound": "money", "rate": "money", "period": "money", "duration": "money", "per": "money",
    "instrument": "money", "beneficiary": "beneficiary", "threshold": "threshold", "target": "target",
    "department": "department", "role": "department", "deadline": "target", "condition": "condition",
}  # fmt: skip


class Quote(NamedTuple):
    """Words of a text: which text, where in it, the words with what differs marked, and the way there."""

    title: str
    trail: str
    words: Html
    link: Link | None


class ChangeRow(NamedTuple):
    """One field that differs: its name, what became of it, both sides in words and the ways to them."""

    field: str
    kind: str
    op: str
    left: str
    left_link: Link | None
    right: str
    right_link: Link | None


class Body(NamedTuple):
    """A department to address: its full name, how the text writes it, its role, the way to the words."""

    name: str
    written: str
    role: str
    link: Link | None


class Counterpart(NamedTuple):
    """A measure or target that answers an ask, or the nearest miss with the reason why it is none."""

    quote: Quote
    changes: list[ChangeRow]
    bodies: list[Body]
    subjects: str
    refused: str


class AskView(NamedTuple):
    """One ask, ready for the template; ``filters`` holds the values that the filters look at."""

    number: int
    anchor: str
    quote: Quote
    relation: str
    relation_words: str
    how: list[str]
    why: str
    percent: int
    review: bool
    alternative: str
    decided: str
    best: Counterpart | None
    others: list[Counterpart]
    nearest: Counterpart | None
    status: str
    status_words: str
    reply: Quote | None
    reply_why: str
    bodies: list[Body]
    departments: list[str]
    tiers: list[str]


def ask_views(comparison: Comparison, places: Places) -> list[AskView]:
    """All asks in the order of the text."""
    return [_ask(number, ask, comparison, places) for number, ask in enumerate(comparison.asks, 1)]


def _ask(number: int, ask: Ask, comparison: Comparison, places: Places) -> AskView:
    say = places.say
    anchor = f"ask-{number}"
    back = say("page.ask_tag", number=number)
    best = _counterpart(ask.matches[0], anchor, back, places) if ask.matches else None
    others = [_counterpart(match, anchor, back, places) for match in ask.matches[1:]]
    nearest = _counterpart(ask.nearest, anchor, back, places) if ask.nearest else None
    own = places.measure(comparison.left, ask.id, ask.start, ask.end)
    bodies = _distinct([*(best.bodies if best else []), *(body for other in others for body in other.bodies)])
    asked_of = [clean(body.canonical) for body in (own.departments if own else ())]
    reply = None
    if ask.reply and ask.reply.quote and comparison.reply is not None:
        reply = quote_of(comparison.reply, ask.reply, (), anchor, back, places)
    return AskView(
        number=number,
        anchor=anchor,
        quote=quote_of(comparison.left, ask, changed(ask.matches[0].changes if ask.matches else (), "left", own, say),
                       anchor, back, places),
        relation=ask.relation,
        relation_words=say(f"relation.{ask.relation}"),
        how=[say(f"how.{name}") for name in ask.how],
        why=clean(ask.why) if say.lang == "zh" else "",
        percent=round(ask.confidence * 100),
        review=ask.review,
        alternative=say(f"relation.{ask.alternative}") if ask.alternative else "",
        decided=say("report.semicolon").join(decided_words(one, say) for one in ask.decided),
        best=best,
        others=others,
        nearest=nearest,
        status=ask.reply.status if ask.reply else "",
        status_words=say(f"status.{ask.reply.status}") if ask.reply else "",
        reply=reply,
        reply_why=clean(ask.reply.why) if ask.reply and say.lang == "zh" else "",
        bodies=bodies,
        departments=list(dict.fromkeys([body.name for body in bodies] + asked_of)),
        tiers=list(_tiers(ask, comparison, places)),
    )  # fmt: skip


def _tiers(ask: Ask, comparison: Comparison, places: Places) -> Iterable[str]:
    """The rungs of the ladder that the ask and its best counterpart speak of, in words."""
    pairs = [(comparison.left, ask.id, ask.start, ask.end)]
    pairs += [(m.doc_id, m.measure_id, m.start, m.end) for m in ask.matches[:1]]
    found: dict[str, None] = {}
    for pair in pairs:
        measure = places.measure(*pair)
        if measure:
            for entry in (*measure.beneficiaries, *measure.targets):
                if entry.tier:
                    found[places.say(f"tier.{entry.tier}")] = None
    return found


def quote_of(doc_id: str, record: Ask | Match, marks: Sequence[Mark], anchor: str, back: str, places: Places) -> Quote:
    """The words of a record with marks, their place in words and the way there and back."""
    return Quote(
        title=places.title(doc_id),
        trail=places.trail(doc_id, record.path),
        words=mark_quote(record.quote, record.start, marks),
        link=places.link(doc_id, record.start, record.end, anchor, back),
    )


def changed(changes: Sequence[Change], side: str, measure: Measure | None, say: Say) -> list[Mark]:
    """The words of one side that the changes rest on, coloured by field; of sums and rates the figure itself too."""
    figures = {
        (entry.start, entry.end, place.field): place
        for entry in (measure.money if measure else ())
        for place in entry.places
    }
    marks = []
    for found in changes:
        told: Value | None = getattr(found, side)
        if told is None or found.field not in KIND_OF:
            continue
        marks.append(Mark(told.start, told.end, KIND_OF[found.field], say(f"field.{found.field}")))
        exact = figures.get((told.start, told.end, found.field))
        if exact is not None:
            marks.append(Mark(exact.start, exact.end, "figure"))
    return list(dict.fromkeys(marks))


def change_rows(changes: Sequence[Change], left: str, right: str, places: Places) -> list[ChangeRow]:
    """The field changes in words; ``left`` and ``right`` are the ids of the documents that the spans count in."""
    say = places.say
    rows = []
    for found in changes:
        if found.op == "reworded":
            continue
        rows.append(
            ChangeRow(
                field=say(f"field.{found.field}"),
                kind=KIND_OF.get(found.field, "measure"),
                op=_op(found, say),
                left=_side(found, found.left, say),
                left_link=places.link(left, found.left.start, found.left.end) if found.left else None,
                right=_side(found, found.right, say),
                right_link=places.link(right, found.right.start, found.right.end) if found.right else None,
            )
        )
    return rows


def _op(found: Change, say: Say) -> str:
    """What became of a field; only a matter is reassigned to another body, any other field just changes."""
    if found.op == "reassigned" and found.field != "department":
        return say("page.op_changed")
    return say(f"op.{found.op}")


def _side(found: Change, side: Value | None, say: Say) -> str:
    if side is None or side.value is None:
        return say("page.not_said")
    words = value(found.field, side, say)
    return f"{clean(side.quote)}{say('report.colon')}{words}" if found.field == "role" else words


def _counterpart(match: Match, anchor: str, back: str, places: Places) -> Counterpart:
    say = places.say
    measure = places.of(match)
    bodies = match.departments or places.bodies(match.doc_id, match.measure_id or "")
    return Counterpart(
        quote=quote_of(match.doc_id, match, changed(match.changes, "right", measure, say), anchor, back, places),
        changes=change_rows(match.changes, places.left, match.doc_id, places),
        bodies=_distinct(
            Body(
                clean(body.canonical),
                clean(body.as_written),
                say(f"role.{body.role}"),
                places.link(match.doc_id, body.start, body.end),
            )
            for body in bodies
        ),
        subjects=say("report.list").join(places.subject(name) for name in match.subjects),
        refused=refusal(match, say) if isinstance(match, Nearest) else "",
    )


def _distinct(bodies: Iterable[Body]) -> list[Body]:
    known: dict[tuple[str, str], Body] = {}
    for body in bodies:
        known.setdefault((body.name, body.role), body)
    return list(known.values())
