"""Which columns each table has, and what they hold: the one list that rows, files and the data dictionary follow.

Types and vocabularies are read off the records of ``model.py``, so that a value list which grows there grows here.
"""

from __future__ import annotations

import functools
import types
from typing import Annotated, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from zjtx_docs import model
from zjtx_docs.lexicon import rows

PLACE = ("start", "end", "quote")
_WHERE = ("document", "measure_id", "path", "heading")
_SUMS = ("per", "basis", "payer", "beneficiary")

COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": (
        "document", "kind", "title", "issuer", "document_number", "jurisdiction", "level", "issued", "effective",
        "expires", "validity", "applies_to", "applies_to_tiers", "proposal_number", "session", "proposers",
        "cosigners", "handling", "co_handling", "category", "reply_date", "measures", "file", "sha256", "encoding",
        "media_type", "schema_version", "start", "end",
    ),
    "measures": (
        "document", "measure_id", "path", "heading", "section", "stance", "action", "sentence", "instruments",
        "money_no", "amount", "cap", "floor", "currency", "foreign_amount", "rate", "rate_min", "rate_bound",
        "instrument", "period", "duration", "duration_unit", "per", "basis", "payer", "lead_departments",
        "other_departments", "beneficiary", "tier", "conditions", "start", "end",
    ),
    "money": (
        *_WHERE, "yuan", "yuan_min", "rate", "rate_min", "bound", "currency", "amount", "instrument", "period",
        "duration", "duration_unit", "duration_bound", *_SUMS, "departments", *PLACE,
    ),
    "responsibilities": (
        "document", "responsibility_no", "path", "heading", "department", "as_written", "role", "level",
        "measure_ids", "open_ended", "deadline", "deadline_date", "covers_start", "covers_end", "department_start",
        "department_end", *PLACE,
    ),
    "thresholds": (*_WHERE, "metric", "value", "unit", "bound", *PLACE),
    "targets": (*_WHERE, "metric", "value", "unit", "bound", "period", "deadline", "deadline_date", "tier", *PLACE),
    "statistics": (*_WHERE, "metric", "value", "unit", "as_of", "change", "tier", *PLACE),
    "references": (*_WHERE, "title", "date", "date_as_written", "issuer", *PLACE),
    "beneficiaries": (*_WHERE, "as_written", "tier", "other", *PLACE),
    "outline": ("document", "path", "label", "heading", "section", *PLACE),
}  # fmt: skip

# The records that a table's columns are named after, first match counts.
_RECORDS: dict[str, tuple[type[msgspec.Struct], ...]] = {
    "documents": (model.Document, model.Source, model.Proposal, model.Reply),
    "measures": (model.Measure, model.Money),
    "money": (model.Money,),
    "responsibilities": (model.Responsibility, model.Department),
    "thresholds": (model.Threshold,),
    "targets": (model.Target,),
    "statistics": (model.Statistic,),
    "references": (model.Reference,),
    "beneficiaries": (model.Beneficiary,),
    "outline": (model.OutlineItem,),
}

# Columns that no field of those records names alike: computed, renamed, or joined to one cell.
_OWN: dict[str, object] = {
    "document": str, "measure_id": str, "heading": str, "department": str, "sentence": str, "validity": str,
    "applies_to": str, "applies_to_tiers": model.Tier, "proposal_number": str, "reply_date": model.IsoDate,
    "conditions": str, "lead_departments": str, "other_departments": str, "measures.tier": model.Tier,
    "measures.beneficiary": str, "documents.measures": int, "money_no": int, "responsibility_no": int,
    "measures.amount": int, "cap": int, "floor": int, "foreign_amount": float, "rate_bound": model.Bound,
    "duration": int, "duration_unit": str, "duration_bound": model.Bound, "covers_start": int, "covers_end": int,
    "department_start": int, "department_end": int,
}  # fmt: skip

DICTIONARY_COLUMNS = ("table", "field", "type", "unit", "meaning_zh", "meaning_en", "vocabulary")


class Column(NamedTuple):
    """One column: ``type`` is string, integer, number or boolean; ``vocabulary`` its closed list of values, if any."""

    name: str
    type: str
    vocabulary: tuple[str, ...] = ()


@functools.cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return tuple(Column(name, *_describe(_annotation(table, name))) for name in COLUMNS[table])


@functools.cache
def data_dictionary() -> tuple[dict[str, str | None], ...]:
    """One row a column (and one, field ``*``, for the table itself): type, unit, meaning in two languages, values.

    The meanings stand in ``lexicons/field_labels.csv``, under ``table.field`` where a field means something of its own
    in one table, else under ``field``. A column without a row there has None for its meaning.
    """
    labels = {row["field"]: row for row in rows("field_labels")}
    entries = []
    for table in COLUMNS:
        for column in (Column("*", "table"), *columns(table)):
            label = labels.get(f"{table}.{column.name}") or labels.get(column.name) or {}
            entries.append({
                "table": table, "field": column.name, "type": column.type, "unit": label.get("unit") or None,
                "meaning_zh": label.get("meaning_zh") or None, "meaning_en": label.get("meaning_en") or None,
                "vocabulary": ", ".join(column.vocabulary) or None,
            })  # fmt: skip
    return tuple(entries)


def _annotation(table: str, name: str) -> object:
    own = _OWN.get(f"{table}.{name}") or _OWN.get(name)
    if own is not None:
        return own
    for record in _RECORDS[table]:
        for field in msgspec.structs.fields(record):
            if field.name == name:
                return field.type
    raise LookupError(f"{table}.{name}: no such field in the model")


def _describe(annotation: object) -> tuple[str, tuple[str, ...]]:
    """The column type and the closed values of a type of the model; a list is one cell and counts as what it holds."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _describe(get_args(annotation)[0])
    if origin is Literal:
        return "string", get_args(annotation)
    if origin in (Union, types.UnionType):
        found = [_describe(part) for part in get_args(annotation) if part is not type(None)]
        kinds = {kind for kind, _ in found}
        return ("number" if kinds == {"integer", "number"} else found[0][0]), found[0][1]
    if origin is tuple:
        return "string", _describe(get_args(annotation)[0])[1]
    return {bool: "boolean", int: "integer", float: "number"}.get(annotation, "string"), ()
