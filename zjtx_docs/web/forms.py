"""What visitors send: files, pasted texts, corrections."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from zjtx_docs.comparison.decisions import VALUES, Decision, tool_value
from zjtx_docs.comparison.records import Ask, Comparison
from zjtx_docs.readers.source import display_name
from zjtx_docs.report.catalogue import Lang, words
from zjtx_docs.samples import POLICY, PROPOSAL, read_sample
from zjtx_docs.web.orders import Role, Upload

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage, ImmutableMultiDict

ROLES: tuple[Role, ...] = ("proposal", "policy", "reply")
_LONGEST_NAME = 100
_LONGEST_NOTE = 500
# The kind of a decision and the field that it is on.
_FIELDS = (("relation", "relation"), ("reply", "status"))


def uploads_of(
    form: ImmutableMultiDict[str, str], files: ImmutableMultiDict[str, FileStorage], lang: Lang
) -> list[Upload]:
    """Everything that was sent, what is bundled among it; empty fields are left out."""
    found = []
    for role in (*ROLES, "decisions"):
        for file in files.getlist(role):
            if file.filename:
                found.append(Upload(role, plain_name(file.filename), file.read()))
        pasted = form.get(f"{role}_text", "")
        if pasted.strip():
            name = words(lang)(f"web.pasted_{role}")
            # Browsers send line ends as CR LF whatever was pasted.
            found.append(Upload(role, f"{name}.txt", pasted.replace("\r\n", "\n").encode("utf-8", "replace")))
    for role, name in (("proposal", PROPOSAL), ("policy", POLICY)):
        if form.get(f"sample_{role}"):
            found.append(Upload(role, name, read_sample(name)))
    return found


def plain_name(name: str) -> str:
    """A file name on one line, without folders, of a length that pages can show; its ending stays."""
    last = re.split(r"[/\\]", display_name(name))[-1].strip() or "-"
    if len(last) <= _LONGEST_NAME:
        return last
    stem, dot, ending = last.rpartition(".")
    keep = f"{dot}{ending}" if dot and len(ending) < 10 else ""
    return f"{(stem or last)[: _LONGEST_NAME - len(keep) - 1]}…{keep}"


def decisions_of(
    form: Mapping[str, str], comparisons: Iterable[Comparison], before: Sequence[Decision], by: str
) -> list[Decision]:
    """The decisions that stand after a form of corrections was sent.

    A value other than the tool's is a correction, the tool's own with its box ticked a confirmation; the tool's own
    without it takes back what was decided. What the form does not speak of stays as it was.
    """
    kept = {(one.fingerprint, one.field): one for one in before}
    today = datetime.date.today().isoformat()
    for ask in (ask for comparison in comparisons for ask in comparison.asks if ask.fingerprint):
        for kind, field in _FIELDS:
            value = form.get(f"{field}.{ask.fingerprint}")
            if value not in VALUES[field] or (kind == "reply" and ask.reply is None):
                continue
            key = (str(ask.fingerprint), field)
            note = form.get(f"note.{field}.{ask.fingerprint}", "").strip()[:_LONGEST_NOTE] or None
            if value == said_by_tool(ask, field) and not form.get(f"confirm.{field}.{ask.fingerprint}"):
                kept.pop(key, None)
            elif (old := kept.get(key)) is None or (old.value, old.note) != (value, note):
                kept[key] = Decision(key[0], kind, field, value, by or None, today, note)  # type: ignore[arg-type]
    return list(kept.values())


def merged(before: Iterable[Decision], more: Iterable[Decision]) -> list[Decision]:
    """Decisions of two files; on the same field of the same ask the later one counts."""
    return list({(one.fingerprint, one.field): one for one in (*before, *more)}.values())


def said_by_tool(ask: Ask, field: str) -> str | None:
    """What the tool says in a field, whatever a person decided since."""
    return next((one.tool_value for one in ask.decided if one.field == field), tool_value(ask, field))


def rows_of(comparison: Comparison) -> Iterator[dict[str, object]]:
    """The asks for the page of corrections: number, ask, and for each field its value, the tool's and what was said."""
    for number, ask in enumerate(comparison.asks, 1):
        fields = []
        for kind, field in _FIELDS:
            if kind == "reply" and ask.reply is None:
                continue
            decided = next((one for one in ask.decided if one.field == field), None)
            fields.append({
                "field": field, "value": tool_value(ask, field), "tool": said_by_tool(ask, field), "decided": decided,
                "note": (decided.note if decided else None) or "", "choices": VALUES[field],
            })  # fmt: skip
        yield {"number": number, "ask": ask, "fields": fields}
