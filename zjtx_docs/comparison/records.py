"""What a comparison says: plain frozen records that report, exports and web only read.

``left`` is the document in question (the proposal), ``right`` what it is held against. Every span counts in the text of
the file that its ``doc_id`` names.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from zjtx_docs.model import SCHEMA_VERSION, Covers, Department, IsoDate, Kind, Offset, Path, Record

Relation = Literal["duplicates", "extends", "lacks"]
How = Literal[
    "higher_amount", "lower_amount", "sets_amount_where_none", "new_beneficiary", "wider_beneficiary",
    "narrower_beneficiary", "new_instrument", "adds_quota_or_target", "adds_organisation", "adds_platform",
    "longer_period",
    "implementation", "conflicts", "other",
]  # fmt: skip
Op = Literal["added", "removed", "raised", "lowered", "widened", "narrowed", "reassigned", "rescheduled", "reworded"]
Field = Literal[
    "amount", "bound", "rate", "period", "duration", "per", "beneficiary", "threshold", "target", "department", "role",
    "deadline", "condition", "instrument", "stance", "wording",
]  # fmt: skip
Standing = Literal["repeats", "tops_up", "localises", "alters"]
Shape = Literal["one_to_one", "split", "merge"]
ReplyStatus = Literal["acted", "partly", "deferred_to_upper_level", "refused", "not_addressed"]
CommitmentState = Literal["done", "under_way", "planned", "under_study"]
Refusal = Literal["other_sector", "same_field", "few_words", "near_words", "by_person"]
NoteCode = Literal["policy_younger", "district_missing", "decision_unknown", "decision_unused"]
DecidedField = Literal["relation", "how", "status"]
CategoryLetter = Literal["A", "B", "C"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Struct(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the comparison's records."""


class Value(Record, frozen=True, kw_only=True):
    """One side of a field change: the value in words or numbers, and the exact words it rests on."""

    value: str | int | float | None


class Change(Struct, frozen=True, kw_only=True):
    """One field that differs. ``left`` or ``right`` is None where only the other side says anything."""

    field: Field
    op: Op
    left: Value | None = None
    right: Value | None = None


class Match(Record, frozen=True, kw_only=True):
    """A counterpart in a text supplied: a measure, or a target (``measure_id`` None), with why it counts.

    ``subjects`` are the shared subjects (rows of lexicons/subject_names.csv), the most telling first.
    """

    doc_id: str
    measure_id: str | None = None
    path: Path = ()
    score: Share
    reasons: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    departments: tuple[Department, ...] = ()


class Nearest(Match, frozen=True, kw_only=True):
    """The nearest miss of an ask that lacks a counterpart, and the one reason why it is refused."""

    refused_because: str
    refused_code: Refusal


class AskReply(Struct, frozen=True, kw_only=True):
    """What the reply did with one ask. Place and quote are None where it says nothing on the subject."""

    status: ReplyStatus
    path: Path = ()
    start: Offset | None = None
    end: Offset | None = None
    quote: str | None = None
    why: str


class Decided(Struct, frozen=True, kw_only=True):
    """A person's word on one field of an ask, beside what the tool said: the same is a confirmation, another a
    correction. Several ``how`` stand in one value, joined by ``;``. ``tool_review``: the relation had been marked for a
    person's look."""

    field: DecidedField
    tool_value: str | None = None
    tool_review: bool | None = None
    value: str
    by: str | None = None
    date: IsoDate | None = None
    note: str | None = None


class Ask(Record, frozen=True, kw_only=True):
    """The smallest stretch that asks for one thing, and how it stands to the texts supplied.

    ``fingerprint`` knows the ask again after edits elsewhere in the text; ``decided`` tells what a person said of it.
    """

    id: str
    fingerprint: str | None = None
    path: Path = ()
    relation: Relation
    how: tuple[How, ...] = ()
    confidence: Share
    alternative: Relation | None = None
    review: bool = False
    why: str
    matches: tuple[Match, ...] = ()
    nearest: Nearest | None = None
    reply: AskReply | None = None
    decided: tuple[Decided, ...] = ()


class Pair(Struct, frozen=True, kw_only=True):
    """Two measures of two policies that say the same thing, and what changed from right (older, upper) to left.

    ``shape`` tells a measure that became several (split: ``more`` are the further ones on the left) and several that
    became one (merge: ``more`` are those on the right). ``moved``: it stands under another number. ``standing`` is set
    where left is a lower level's policy: it repeats the upper level's measure, tops_up (on top of it, or matching it),
    localises (own departments, groups or dates only) or alters (own figures, means or terms).
    """

    left: Match
    right: Match
    relation: Literal["same", "changed"]
    standing: Standing | None = None
    shape: Shape = "one_to_one"
    moved: bool = False
    more: tuple[Match, ...] = ()
    changes: tuple[Change, ...] = ()


class Uncovered(Struct, frozen=True, kw_only=True):
    """An item of a policy that no ask touches."""

    doc_id: str
    path: Path
    heading: str | None = None


class Commitment(Record, frozen=True, kw_only=True):
    """What the reply says was done, is being done or will be done."""

    who: str | None = None
    what: str
    deadline: str | None = None
    state: CommitmentState
    path: Path = ()


class Compared(Struct, frozen=True, kw_only=True):
    """A document that took part."""

    doc_id: str
    kind: Kind
    title: str | None = None
    file: str | None = None
    sha256: str | None = None


class Note(Struct, frozen=True, kw_only=True):
    """What a reader must know of the texts supplied; ``text`` says it in Chinese."""

    code: NoteCode
    text: str
    values: dict[str, str] = {}


class Category(Struct, frozen=True, kw_only=True):
    """The official category of a reply (A 已解决, B 计划解决, C 留作参考): ``suggested`` from the states of the asks, and
    the one ``printed`` in the reply as it stands there, if any."""

    suggested: CategoryLetter
    why: str
    printed: str | None = None


class Comparison(Struct, frozen=True, kw_only=True):
    """The whole comparison. ``asks`` for a proposal; ``pairs``, ``added`` and ``removed`` for policy against policy.
    ``encoder``: the sentence encoder that took part in the search for counterparts and answers."""

    schema_version: str = SCHEMA_VERSION
    documents: tuple[Compared, ...] = ()
    left: str
    right: tuple[str, ...] = ()
    reply: str | None = None
    asks: tuple[Ask, ...] = ()
    pairs: tuple[Pair, ...] = ()
    added: tuple[Match, ...] = ()
    removed: tuple[Match, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    category: Category | None = None
    encoder: Literal["e5", "use"] | None = None
    notes: tuple[Note, ...] = ()
    summary: dict[str, int] = {}


__all__ = [
    "Ask",
    "AskReply",
    "Change",
    "Commitment",
    "Comparison",
    "Covers",
    "Match",
    "Nearest",
    "Pair",
    "Uncovered",
    "Value",
]
