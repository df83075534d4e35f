"""What the check of a draft says: plain frozen records that the report only reads."""

from __future__ import annotations

from typing import Literal

import msgspec

from zjtx_docs.comparison.records import Compared, ReplyStatus
from zjtx_docs.model import SCHEMA_VERSION, IsoDate, Path, Record

# covered: a supplied policy promises the same; covered_more: it gives more than is asked; covered_wider: to a wider
# group; covered_expired: it did, and has expired or been replaced. no_figure: support or a number of things without
# how much or how many. no_department: an item that names no body. several_matters: an item that bundles three matters
# or more. policy_expired, policy_replaced, policy_misnamed: a policy that the draft names. repeats_earlier: an earlier
# proposal asked for the same. no_asks: nothing that could be checked.
FindingCode = Literal[
    "covered", "covered_more", "covered_wider", "covered_expired",
    "no_figure", "no_department", "several_matters",
    "policy_expired", "policy_replaced", "policy_misnamed",
    "repeats_earlier", "no_asks",
]  # fmt: skip


class Counterpart(Record, frozen=True, kw_only=True):
    """The words of another document that a finding rests on; its span counts in that document's text."""

    doc_id: str
    title: str | None = None
    path: Path = ()


class Finding(Record, frozen=True, kw_only=True):
    """One thing to look at before the draft is handed in. ``message`` and ``advice`` are Chinese.

    ``values`` is what they were made of, so that they can be said in another language; ``answer`` is what became of
    the earlier ask. ``review``: the evidence is thin. The span counts in the draft's text.
    """

    code: FindingCode
    ask_id: str | None = None
    fingerprint: str | None = None
    path: Path = ()
    message: str
    advice: str
    values: dict[str, str] = {}
    answer: ReplyStatus | None = None
    counterpart: Counterpart | None = None
    review: bool = False


class DraftCheck(msgspec.Struct, frozen=True, kw_only=True):
    """All findings on one draft, in the order of its text. ``date`` is the day that expiry is held against."""

    schema_version: str = SCHEMA_VERSION
    doc_id: str
    date: IsoDate
    documents: tuple[Compared, ...] = ()
    policies: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    asks: int = 0
    findings: tuple[Finding, ...] = ()
