"""A person's confirmed or corrected relations and reply states, put beside what the tool said.

A decision names its ask by fingerprint. The person's value takes the place of the tool's, which stays in
``Ask.decided``; of several decisions on one field the last one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from zjtx_docs.comparison.fingerprints import find_same
from zjtx_docs.comparison.records import Ask, AskReply, Decided, DecidedField, How, Nearest, Note, Relation, ReplyStatus
from zjtx_docs.comparison.wording import say

DecisionKind = Literal["relation", "reply", "record"]
KINDS: tuple[str, ...] = get_args(DecisionKind)
# The fields that a decision of each kind may name, the first where it names none, and their values.
FIELDS: dict[str, tuple[DecidedField, ...]] = {"relation": ("relation", "how"), "reply": ("status",)}
VALUES: dict[str, tuple[str, ...]] = {
    "relation": get_args(Relation), "how": get_args(How), "status": get_args(ReplyStatus),
}  # fmt: skip
BETWEEN = ";"
_NAMED = 5  # fingerprints that a note names


class Decision(NamedTuple):
    """One row of a decisions file. ``value`` is checked: a value of the field's vocabulary, several ``how`` joined."""

    fingerprint: str
    kind: DecisionKind
    field: str
    value: str
    by: str | None = None
    date: str | None = None
    note: str | None = None


def decide(asks: Sequence[Ask], decisions: Iterable[Decision]) -> tuple[tuple[Ask, ...], tuple[Note, ...]]:
    """The asks with what was decided of them, and notes on the decisions that could not be used."""
    usable = [one for one in decisions if one.kind != "record"]
    unused = [one for one in decisions if one.kind == "record"]
    same = find_same([ask.fingerprint for ask in asks if ask.fingerprint], [one.fingerprint for one in usable])
    made = []
    for ask in asks:
        mine = [one for one in usable if same.get(one.fingerprint) == ask.fingerprint]
        unused += [one for one in mine if one.kind == "reply" and ask.reply is None]
        made.append(_decided(ask, {one.field: one for one in mine if one.kind != "reply" or ask.reply is not None}))
    unknown = [one for one in usable if one.fingerprint not in same]
    return tuple(made), (*_notes("decision_unknown", unknown), *_notes("decision_unused", unused))


def _decided(ask: Ask, decisions: dict[str, Decision]) -> Ask:
    changed = ask
    for field in ("relation", "how", "status"):  # a corrected relation clears ``how``, so ``how`` comes after it
        one = decisions.get(field)
        if one is None:
            continue
        entry = Decided(
            field=field,  # type: ignore[arg-type]
            tool_value=tool_value(ask, field),
            tool_review=ask.review if field == "relation" else None,
            value=one.value,
            by=one.by,
            date=one.date,
            note=one.note,
        )
        changes = _change(changed, field, one.value)
        changed = msgspec.structs.replace(changed, decided=(*changed.decided, entry), **changes)
    return changed


def tool_value(ask: Ask, field: str) -> str | None:
    """What an ask says in a field that can be decided; several ``how`` joined, None where it says nothing."""
    if field == "relation":
        return ask.relation
    if field == "how":
        return BETWEEN.join(ask.how) or None
    return ask.reply.status if ask.reply else None


def _change(ask: Ask, field: str, value: str) -> dict[str, Any]:
    """The fields of the ask that the decision changes."""
    if field == "how":
        return {"how": tuple(value.split(BETWEEN)) if value else ()}
    if field == "status":
        return {"reply": _reply(ask.reply, value)}
    changes: dict[str, Any] = {"relation": value, "review": False, "alternative": None}
    if value == ask.relation:
        return changes
    # How the tool saw it differ was said of another relation; so was its reason.
    changes |= {"how": (), "why": say("why.by_person")}
    if value == "lacks":
        changes |= {"matches": (), "nearest": _refused(ask)}
    return changes


def _refused(ask: Ask) -> Nearest | None:
    """The counterpart that a person refused, as the nearest miss."""
    if not ask.matches:
        return ask.nearest
    best = msgspec.structs.asdict(ask.matches[0])
    return Nearest(**{**best, "changes": ()}, refused_because=say("refused.by_person"), refused_code="by_person")


def _reply(reply: AskReply | None, status: str) -> AskReply | None:
    if reply is None or reply.status == status:
        return reply
    place: dict[str, Any] = {"path": (), "start": None, "end": None, "quote": None}
    changes = {"status": status, "why": say("why.by_person"), **(place if status == "not_addressed" else {})}
    return msgspec.structs.replace(reply, **changes)


def _notes(code: str, decisions: Sequence[Decision]) -> list[Note]:
    if not decisions:
        return []
    marks = list(dict.fromkeys(one.fingerprint for one in decisions))
    shown = "、".join(marks[:_NAMED]) + ("…" if len(marks) > _NAMED else "")
    values = {"count": str(len(marks)), "fingerprints": shown}
    return [Note(code=code, text=say(f"note.{code}", **values), values=values)]  # type: ignore[arg-type]


def share_out(decisions: Sequence[Decision], marks: Sequence[Sequence[str]]) -> list[list[Decision]]:
    """The decisions for each of several proposals, given the fingerprints of each: its own, and those of none of
    them. A fingerprint that stands in one of them as it is means no other ask of the same words elsewhere."""
    wanted = [one.fingerprint for one in decisions]
    exact = {mark for known in marks for mark in known}
    found = [
        {mark for mark, same in find_same(known, wanted).items() if mark == same or mark not in exact}
        for known in marks
    ]
    nobody = set(wanted) - set().union(*found)
    return [[one for one in decisions if one.fingerprint in mine | nobody] for mine in found]
