"""A draft proposal before it is handed in: what is in policy already, what is unclear, what is out of date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.records import Ask, Match
from zjtx_docs.comparison.units import ask_units, headings_of
from zjtx_docs.drafting.named import Dead, compared, dead_policies, find_named
from zjtx_docs.drafting.past import find_repeated
from zjtx_docs.drafting.records import Counterpart, DraftCheck, Finding, FindingCode
from zjtx_docs.drafting.single import find_bundles, find_unaddressed, find_unmeasured
from zjtx_docs.drafting.wording import finding_words
from zjtx_docs.model import Document
from zjtx_docs.text import squeeze

__all__ = ["check_draft"]


def check_draft(
    draft: Document, policies: Sequence[Document] = (), earlier: Sequence[tuple[Document, Document | None]] = (),
    on: str | None = None, texts: Mapping[str, str] | None = None,
) -> DraftCheck:  # fmt: skip
    """What to look at before ``draft`` is handed in, in the order of its text.

    ``policies`` are held against it, ``earlier`` are proposals made before with their replies. ``on`` is the day
    (ISO) that expiry is held against: the draft's own date, else today, where it is None. ``texts`` are the texts that
    the spans of the documents count in, by ``doc_id``; with them the head of the draft is read too, and what a policy
    says of the ones that it repeals.
    """
    day = on or draft.issued or date.today().isoformat()
    asking = msgspec.structs.replace(draft, kind="proposal")  # what is handed in asks, whatever it looks like
    units = ask_units(asking)
    comparison = compare(asking, policies)
    held = [policy for policy in policies if policy.doc_id in comparison.right]
    texts = texts or {}
    dead = dead_policies(held, day, texts)
    asks = comparison.asks
    findings = [
        *_nothing(draft, asks),
        *_covered(asks, held, dead),
        *find_unmeasured(units, asks),
        *find_unaddressed(draft, units, asks, texts.get(draft.doc_id)),
        *find_bundles(draft, units, asks),
        *find_named(draft, held, dead),
        *find_repeated(units, asks, earlier),
    ]
    replies = [reply for _, reply in earlier if reply is not None]
    return DraftCheck(
        doc_id=draft.doc_id, date=day, documents=compared([draft, *held, *(one for one, _ in earlier), *replies]),
        policies=comparison.right, earlier=tuple(one.doc_id for one, _ in earlier), asks=len(asks),
        findings=tuple(sorted(findings, key=lambda one: (one.start, one.end))),
    )  # fmt: skip


def _nothing(draft: Document, asks: Sequence[Ask]) -> list[Finding]:
    """A draft without an ask is not a draft without a fault."""
    if asks:
        return []
    here = draft.source.start
    return [Finding(start=here, end=here, quote="", **finding_words("no_asks", {}))]


def _covered(asks: Sequence[Ask], policies: Sequence[Document], dead: dict[str, Dead]) -> Iterator[Finding]:
    """Asks that a policy in force already covers, or one that is no longer in force did."""
    headings = {policy.doc_id: headings_of(policy) for policy in policies}
    titles = {policy.doc_id: squeeze(policy.title or policy.doc_id) for policy in policies}
    for ask in asks:
        if ask.relation != "duplicates" or "implementation" in ask.how or not ask.matches:
            continue
        match = next((one for one in ask.matches if one.doc_id not in dead), ask.matches[0])
        number, heading = ".".join(match.path), squeeze(headings[match.doc_id].get(match.path, ""))
        values = {
            "title": titles[match.doc_id],
            "item": "：".join(filter(None, (number, heading))) or "—",
            "quote": squeeze(match.quote),
        }
        gone = dead.get(match.doc_id)
        if gone is not None:
            values["day"] = gone.day or "—"
        yield Finding(
            start=ask.start, end=ask.end, quote=ask.quote, path=ask.path, ask_id=ask.id, fingerprint=ask.fingerprint,
            counterpart=_counterpart(match, titles), review=ask.review, **finding_words(_code(ask, gone), values),
        )  # fmt: skip


def _code(ask: Ask, gone: Dead | None) -> FindingCode:
    if gone is not None:
        return "covered_expired"
    if "lower_amount" in ask.how:
        return "covered_more"
    return "covered_wider" if "narrower_beneficiary" in ask.how else "covered"


def _counterpart(match: Match, titles: dict[str, str]) -> Counterpart:
    return Counterpart(
        start=match.start, end=match.end, quote=match.quote, doc_id=match.doc_id, path=match.path,
        title=titles.get(match.doc_id),
    )  # fmt: skip
