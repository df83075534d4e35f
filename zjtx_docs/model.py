"""The records that everything else makes or reads.

Frozen ``msgspec`` structs: what a parser found in one document, each find tied to its place. ``start`` and ``end`` are
code points, half-open, into the whole file's text, and ``quote == text[start:end]`` always. Unknown is ``None``,
never an empty string or zero. The JSON Schemas under ``schemas/`` are generated from these types.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

SCHEMA_VERSION = "1.0"

Kind = Literal["policy", "proposal", "reply", "plan", "notice", "other"]
Level = Literal["national", "provincial", "prefectural", "district", "township"]
Stance = Literal["asked", "provided", "reported", "cited"]
Role = Literal["lead", "supporting", "joint", "handling"]
Bound = Literal["cap", "floor", "exact", "range"]
Instrument = Literal[
    "grant", "award", "subsidy", "interest_subsidy", "investment_subsidy", "risk_compensation", "rent_relief",
    "voucher", "loan", "guarantee", "insurance", "equity", "fund", "tax", "procurement", "hukou_quota",
    "land", "service", "other",
]  # fmt: skip
Period = Literal[
    "one_off", "per_year", "per_month", "per_quarter", "total", "first_year", "second_year", "third_year", "years_2_3"
]
TargetPeriod = Literal["per_year", "by_deadline"]
Tier = Literal[
    "potential", "innovative_sme", "municipal_sme", "municipal_little_giant", "national_little_giant", "champion"
]

Path = tuple[str, ...]
IsoDate = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Offset = Annotated[int, msgspec.Meta(ge=0)]


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Anything found in a text: where it stands and what stands there."""

    start: Offset
    end: Offset
    quote: str


class Place(Record, frozen=True, kw_only=True):
    """The exact words that one field of a find rests on."""

    field: str


class Covers(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The stretch of text that a responsibility answers for."""

    start: Offset
    end: Offset


class Department(Record, frozen=True, kw_only=True):
    """A body named as responsible. ``as_written`` is without white space, ``canonical`` the full name with its
    jurisdiction."""

    as_written: str
    canonical: str
    role: Role = "joint"
    level: Level | None = None


class OutlineItem(Record, frozen=True, kw_only=True):
    """A numbered place. ``path`` holds bare numerals from the outside in; ``end`` is where its label and heading
    end."""

    path: Path
    label: str
    heading: str | None = None
    section: str | None = None


class Duration(Record, frozen=True, kw_only=True):
    """How long support runs: ``value`` years or months, ``bound`` cap where the text says at most."""

    value: int | None
    unit: str
    bound: Bound = "exact"


class Money(Record, frozen=True, kw_only=True):
    """Money given: an integer sum in yuan, or a rate of ``basis``; both ``None`` where support is promised without
    a figure.

    ``yuan_min``/``rate_min`` are the lower ends of a range. A sum in another currency, or one with a fraction of a
    yuan (每度电0.3元), has ``yuan`` None and stands in ``amount`` with ``currency``. ``places`` names the words behind
    each field.
    """

    yuan: int | None = None
    yuan_min: int | None = None
    rate: float | None = None
    rate_min: float | None = None
    currency: str | None = None
    amount: int | float | None = None
    bound: Bound | None = None
    instrument: Instrument | None = None
    period: Period | None = None
    duration: Duration | None = None
    per: str | None = None
    basis: str | None = None
    beneficiary: str | None = None
    departments: tuple[str, ...] = ()
    payer: str | None = None
    path: Path = ()
    places: tuple[Place, ...] = ()


class Threshold(Record, frozen=True, kw_only=True):
    """What one must reach to qualify: never money given. Sums are in yuan with unit 元, percentages as written with
    unit %."""

    metric: str | None = None
    value: float | int | None = None
    unit: str | None = None
    bound: Bound | None = None
    path: Path = ()


class Target(Record, frozen=True, kw_only=True):
    """A number that the document sets out to reach; ``tier`` where firms on one rung of the ladder are counted."""

    metric: str | None = None
    value: float | int | None = None
    unit: str | None = None
    bound: Bound | None = None
    period: TargetPeriod | None = None
    deadline: str | None = None
    deadline_date: IsoDate | None = None
    tier: Tier | None = None
    path: Path = ()


class Statistic(Record, frozen=True, kw_only=True):
    """A number reported as reached, with its as-of words and the change as written."""

    metric: str | None = None
    value: float | int | None = None
    unit: str | None = None
    as_of: str | None = None
    change: str | None = None
    tier: Tier | None = None
    path: Path = ()


class Reference(Record, frozen=True, kw_only=True):
    """Another document that the text names."""

    title: str
    date: IsoDate | None = None
    date_as_written: str | None = None
    issuer: str | None = None
    path: Path = ()


class Beneficiary(Record, frozen=True, kw_only=True):
    """Who receives: ``tier`` where the words name a rung of the ladder, else ``other`` keeps what was written."""

    as_written: str
    tier: Tier | None = None
    other: str | None = None
    path: Path = ()


class Condition(Record, frozen=True, kw_only=True):
    """What must hold before support is given, or how it may be combined with other support."""


class Measure(Record, frozen=True, kw_only=True):
    """One sentence that acts, or the clause of a sentence with its own act, amount or responsible department.

    ``action`` is the verb as written; ``stance`` tells an ask from a promise, a report and a plan quoted from
    elsewhere.
    """

    id: str
    path: Path = ()
    section: str | None = None
    stance: Stance = "provided"
    action: str | None = None
    instruments: tuple[Instrument, ...] = ()
    conditions: tuple[Condition, ...] = ()
    departments: tuple[Department, ...] = ()
    money: tuple[Money, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    targets: tuple[Target, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    references: tuple[Reference, ...] = ()
    beneficiaries: tuple[Beneficiary, ...] = ()


class Responsibility(Record, frozen=True, kw_only=True):
    """Who answers for what. ``open_ended`` marks lists that end in 等相关部门 and the like; ``covers`` is the text
    answered for."""

    departments: tuple[Department, ...] = ()
    measure_ids: tuple[str, ...] = ()
    open_ended: bool = False
    deadline: str | None = None
    deadline_date: IsoDate | None = None
    path: Path = ()
    covers: Covers | None = None


class Clause(Record, frozen=True, kw_only=True):
    """A sentence about the document itself: whom it applies to, from when and how long it holds."""

    tiers: tuple[Tier, ...] = ()


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of a proposal says of itself."""

    number: str | None = None
    session: str | None = None
    proposers: tuple[str, ...] = ()
    cosigners: tuple[str, ...] = ()


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the head or tail of an official reply says of itself; ``category`` is the printed grade (A, B, C …)."""

    handling: str | None = None
    co_handling: tuple[str, ...] = ()
    category: str | None = None
    date: IsoDate | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The file behind a document and the stretch of its text that is this document."""

    file: str | None = None
    sha256: str | None = None
    encoding: str | None = None
    media_type: str | None = None
    start: Offset
    end: Offset


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """Odd text, reported and never raised."""

    code: str
    message: str
    start: Offset
    end: Offset


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a file, with everything found in it.

    A find stands exactly once: inside the measure that holds its span, else in the lists of the document.
    ``effective`` and ``expires`` are ISO dates where the text gives them; ``validity`` is the clause that says so.
    """

    schema_version: str = SCHEMA_VERSION
    doc_id: str
    kind: Kind = "other"
    title: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    jurisdiction: str | None = None
    level: Level | None = None
    issued: IsoDate | None = None
    effective: IsoDate | None = None
    expires: IsoDate | None = None
    validity: Clause | None = None
    applies_to: Clause | None = None
    proposal: Proposal | None = None
    reply: Reply | None = None
    source: Source
    outline: tuple[OutlineItem, ...] = ()
    measures: tuple[Measure, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    issues: tuple[Issue, ...] = ()
    money: tuple[Money, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    targets: tuple[Target, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    references: tuple[Reference, ...] = ()
    beneficiaries: tuple[Beneficiary, ...] = ()


FIND_LISTS = ("money", "thresholds", "targets", "statistics", "references", "beneficiaries")


def all_finds(document: Document, name: str) -> tuple[Record, ...]:
    """Every entry of the list ``name`` (one of FIND_LISTS), the measures' and the document's own, in the order of
    the text."""
    entries = list(getattr(document, name))
    for measure in document.measures:
        entries.extend(getattr(measure, name))
    return tuple(sorted(entries, key=lambda entry: (entry.start, entry.end)))


def to_json(documents: object) -> bytes:
    """UTF-8 JSON of any record or sequence of records, indented by two."""
    return msgspec.json.format(msgspec.json.encode(documents), indent=2) + b"\n"


def from_json(data: bytes) -> list[Document]:
    """The documents that ``to_json`` wrote. Raises msgspec.ValidationError where the data does not follow the model."""
    return msgspec.json.decode(data, type=list[Document])
