"""Finds to one Document: each into the measure that holds its span, departments where a responsibility answers for
it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from zjtx_docs.model import (
    FIND_LISTS,
    Beneficiary,
    Clause,
    Department,
    Document,
    Measure,
    Money,
    Record,
    Reference,
    Responsibility,
    Source,
    Target,
)  # fmt: skip
from zjtx_docs.parsers.beneficiaries import tiers_in
from zjtx_docs.reading import Draft, Finds
from zjtx_docs.text import View, squeeze

if TYPE_CHECKING:
    from zjtx_docs.parsers.documents import Part
    from zjtx_docs.parsers.header import Header
    from zjtx_docs.parsers.outline import Outline

replace = msgspec.structs.replace


def assemble(
    text: str, part: Part, outline: Outline, header: Header, responsibilities: tuple[Responsibility, ...], finds: Finds,
    *, doc_id: str, file: str | None, sha256: str | None, encoding: str | None, media_type: str | None,
) -> Document:  # fmt: skip
    """The document of one part. Every find stands exactly once: in the measure that its span lies in, else in the
    document."""
    cover = _Cover(responsibilities)
    money = [
        replace(entry, departments=tuple(d.as_written for d in cover.departments(entry.start))) for entry in finds.money
    ]
    targets = [_with_deadline(entry, cover.at(entry.start)) for entry in finds.targets]
    applies_to, scope_tiers = _scope(text, header.applies_to)
    lists: dict[str, list[Any]] = {
        "money": money, "thresholds": finds.thresholds, "targets": targets, "statistics": finds.statistics,
        "references": [_of_itself(entry, header) for entry in finds.references],
        "beneficiaries": [*finds.beneficiaries, *_new(scope_tiers, finds.beneficiaries)],
    }  # fmt: skip
    measures, rest = _measures(finds.drafts, lists, finds.conditions, cover)
    return Document(
        doc_id=doc_id, kind=part.kind, title=header.title, issuer=header.issuer, document_number=header.document_number,
        jurisdiction=header.jurisdiction, level=header.level, issued=header.issued, effective=header.effective,
        expires=header.expires, validity=header.validity, applies_to=applies_to, proposal=header.proposal,
        reply=header.reply,
        source=Source(
            file=file, sha256=sha256, encoding=encoding, media_type=media_type, start=part.start, end=part.end
        ),
        outline=outline.items, measures=measures, responsibilities=_with_measures(responsibilities, measures),
        issues=outline.issues, **{name: tuple(entries) for name, entries in rest.items()},
    )  # fmt: skip


class _Cover:
    """Which responsibility answers for an offset: the one whose covered text holds it, the narrowest where they
    nest."""

    def __init__(self, responsibilities: tuple[Responsibility, ...]) -> None:
        self._entries = sorted((r for r in responsibilities if r.covers), key=lambda r: (r.covers.start, -r.covers.end))
        self._starts = [r.covers.start for r in self._entries]
        self._longest = max((r.covers.end - r.covers.start for r in self._entries), default=0)

    def at(self, offset: int) -> Responsibility | None:
        for at in range(bisect_right(self._starts, offset) - 1, -1, -1):
            entry = self._entries[at]
            if entry.covers.end > offset:
                return entry
            if offset - entry.covers.start > self._longest:
                return None
        return None

    def departments(self, offset: int) -> tuple[Department, ...]:
        entry = self.at(offset)
        return entry.departments if entry else ()


def _of_itself(reference: Reference, header: Header) -> Reference:
    """A cover that names the text it issues: that text's own date and issuer are known."""
    if header.title is None or header.issued is None or squeeze(reference.title) != squeeze(header.title):
        return reference
    return replace(reference, date=reference.date or header.issued, issuer=reference.issuer or header.issuer)


def _with_deadline(target: Target, responsibility: Responsibility | None) -> Target:
    """A bracket's 完成时限 holds for the targets that it answers for."""
    if responsibility is None or responsibility.deadline is None or target.deadline is not None:
        return target
    return replace(
        target,
        deadline=responsibility.deadline,
        deadline_date=responsibility.deadline_date,
        period=target.period or "by_deadline",
    )


def _scope(text: str, clause: Clause | None) -> tuple[Clause | None, list[Beneficiary]]:
    """The 本政策适用于… clause with the rungs it names, which are beneficiaries of the whole document."""
    if clause is None:
        return None, []
    view = View(text, clause.start, clause.end)
    found = []
    for a, b, tier in tiers_in(view.chars, 0, len(view)):
        s, e = view.span(a, b)
        found.append(Beneficiary(start=s, end=e, quote=text[s:e], as_written=squeeze(text[s:e]), tier=tier, path=()))
    return replace(clause, tiers=tuple(dict.fromkeys(entry.tier for entry in found if entry.tier))), found


def _new(scope: list[Beneficiary], known: list[Beneficiary]) -> list[Beneficiary]:
    there = {(entry.start, entry.end, entry.tier) for entry in known}
    return [entry for entry in scope if (entry.start, entry.end, entry.tier) not in there]


def _measures(
    drafts: list[Draft], lists: dict[str, list[Any]], conditions: list[Record], cover: _Cover
) -> tuple[tuple[Measure, ...], dict[str, list[Any]]]:
    starts = [draft.start for draft in drafts]
    inside: list[dict[str, list[Any]]] = [defaultdict(list) for _ in drafts]
    rest: dict[str, list[Any]] = {name: [] for name in FIND_LISTS}

    def home(entry: Record) -> int | None:
        at = bisect_right(starts, entry.start) - 1
        return at if at >= 0 and entry.end <= drafts[at].end else None

    for name, entries in lists.items():
        for entry in sorted(entries, key=lambda e: (e.start, e.end)):
            at = home(entry)
            (rest[name] if at is None else inside[at][name]).append(entry)
    for condition in conditions:
        at = home(condition)
        if at is not None:
            inside[at]["conditions"].append(condition)
    numbers: Counter[str] = Counter()
    made = []
    for draft, own in zip(drafts, inside, strict=True):
        place = ".".join(draft.block.path) or (draft.block.section or "0")
        numbers[place] += 1
        made.append(_measure(draft, own, f"{place}-{numbers[place]}", cover))
    return tuple(made), rest


def _measure(draft: Draft, own: dict[str, list[Any]], id: str, cover: _Cover) -> Measure:
    source = draft.block.view.source
    money: list[Money] = own["money"]
    instruments = dict.fromkeys(entry.instrument for entry in money if entry.instrument)
    bodies = cover.departments(draft.start)
    if not bodies and money and "\t" in source[draft.start : draft.end]:
        bodies = cover.departments(money[0].start)  # in a table's row its bodies answer for the cell of the task
    return Measure(
        id=id, path=draft.block.path, section=draft.block.section, stance=draft.stance, action=draft.action,
        instruments=tuple(instruments), departments=bodies, start=draft.start, end=draft.end,
        quote=source[draft.start : draft.end], conditions=tuple(own["conditions"]),
        **{name: tuple(own[name]) for name in FIND_LISTS},
    )  # fmt: skip


def _with_measures(
    responsibilities: tuple[Responsibility, ...], measures: tuple[Measure, ...]
) -> tuple[Responsibility, ...]:
    starts = [measure.start for measure in measures]
    made = []
    for entry in responsibilities:
        ids: list[str] = []
        if entry.covers:
            at = max(bisect_right(starts, entry.covers.start) - 1, 0)
            while at < len(measures) and measures[at].start < entry.covers.end:
                if measures[at].end > entry.covers.start:
                    ids.append(measures[at].id)
                at += 1
        made.append(replace(entry, measure_ids=tuple(ids)))
    return tuple(made)
