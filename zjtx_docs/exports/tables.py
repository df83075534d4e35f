"""Documents as plain tables: one dict a row, every value a string, number, truth value or None.

Lists are joined with ；, paths with a full stop; sums are integers in yuan; offsets count code points in the file's
text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zjtx_docs.errors import UsageError
from zjtx_docs.exports.columns import COLUMNS
from zjtx_docs.model import Department, Document, Measure, Money, Path, Record

Row = dict[str, object]
JOIN = "；"


def tables(documents: Iterable[Document], only: Sequence[str] | None = None) -> dict[str, list[Row]]:
    """The tables by name (all of them, or those of ``only``), each row with every column of its table.

    **measures** has one row for each measure and money entry, the measure's own columns repeated and ``money_no``
    counting from 1, and one row with ``money_no`` None for a measure without money. Joining several amounts in one
    cell would turn the column into text that no sheet can sum or sort; a column for each would have no end. To count
    measures take the rows with ``money_no`` 1 or None. A sum stands in ``amount`` where it is exact, in ``cap`` where
    it is the most, in ``floor`` where it is the least, a range in ``floor`` and ``cap``; a rate in ``rate`` with its
    ``rate_bound``.

    **responsibilities** has one row for each department named, so that one can filter by department.

    Raises UsageError for a table that does not exist.
    """
    names = table_names(only)
    result: dict[str, list[Row]] = {name: [] for name in names}
    for document in documents:
        headings = Headings(document)
        for name in names:
            result[name].extend(_MAKERS.get(name, _finds)(document, headings, name))
    return result


def table_names(only: Sequence[str] | None = None) -> tuple[str, ...]:
    """The names asked for, or all, each once. Raises UsageError for a name that is no table's."""
    names = tuple(dict.fromkeys(COLUMNS if only is None else only))
    for name in names:
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise UsageError(f"表“{name}”不存在，可用：{known}", f"no table {name!r}; tables: {known}")
    return names


class Headings:
    """The headings of a document by path."""

    def __init__(self, document: Document) -> None:
        self._headings = {item.path: item.heading for item in reversed(document.outline) if item.heading}

    def over(self, path: Path) -> str | None:
        """The heading of the item at ``path``, else of the nearest item further out; None where none has any."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._headings:
                return self._headings[path[:length]]
        return None


def answering(document: Document) -> dict[str, tuple[Department, ...]]:
    """The departments of each measure by its id: its own and those of each responsibility for it, once a role."""
    found: dict[str, dict[tuple[str, str], Department]] = {
        measure.id: {(body.canonical, body.role): body for body in reversed(measure.departments)}
        for measure in document.measures
    }
    for responsibility in document.responsibilities:
        for measure_id in responsibility.measure_ids:
            bodies = found.get(measure_id)
            if bodies is not None:
                for body in responsibility.departments:
                    bodies.setdefault((body.canonical, body.role), body)
    return {key: tuple(sorted(bodies.values(), key=lambda body: body.start)) for key, bodies in found.items()}


def _joined(parts: Iterable[str]) -> str | None:
    """The distinct parts with ； between them, None for none."""
    return JOIN.join(dict.fromkeys(part for part in parts if part)) or None


def _document_row(document: Document, headings: Headings, table: str) -> list[Row]:
    proposal, reply, source = document.proposal, document.reply, document.source
    applies_to, validity = document.applies_to, document.validity
    plain = ("kind", "title", "issuer", "document_number", "jurisdiction", "level", "issued", "effective", "expires")
    row: Row = {
        "document": document.doc_id,
        **{name: getattr(document, name) for name in plain},
        "validity": validity.quote if validity else None,
        "applies_to": applies_to.quote if applies_to else None,
        "applies_to_tiers": _joined(applies_to.tiers) if applies_to else None,
        "proposal_number": proposal.number if proposal else None,
        "session": proposal.session if proposal else None,
        "proposers": _joined(proposal.proposers) if proposal else None,
        "cosigners": _joined(proposal.cosigners) if proposal else None,
        "handling": reply.handling if reply else None,
        "co_handling": _joined(reply.co_handling) if reply else None,
        "category": reply.category if reply else None,
        "reply_date": reply.date if reply else None,
        "measures": len(document.measures),
        **{name: getattr(source, name) for name in ("file", "sha256", "encoding", "media_type")},
        "schema_version": document.schema_version,
        "start": source.start,
        "end": source.end,
    }
    return [row]


def _measure_rows(document: Document, headings: Headings, table: str) -> list[Row]:
    bodies = answering(document)
    result: list[Row] = []
    for measure in document.measures:
        responsible = bodies[measure.id]
        own: Row = {
            "document": document.doc_id,
            "measure_id": measure.id,
            "path": ".".join(measure.path) or None,
            "heading": headings.over(measure.path),
            "section": measure.section,
            "stance": measure.stance,
            "action": measure.action,
            "sentence": measure.quote,
            "instruments": _joined(measure.instruments),
            "lead_departments": _joined(body.canonical for body in responsible if body.role == "lead"),
            "other_departments": _joined(body.canonical for body in responsible if body.role != "lead"),
            "conditions": _joined(condition.quote for condition in measure.conditions),
            "start": measure.start,
            "end": measure.end,
        }
        for number, money in enumerate(measure.money or (Money(start=0, end=0, quote=""),), 1):
            cells = {**own, **_sum_cells(money), **_recipient_cells(measure, money)}
            cells["money_no"] = number if measure.money else None
            result.append({name: cells[name] for name in COLUMNS["measures"]})
    return result


def _sum_cells(money: Money) -> Row:
    """The sum of one money entry, put into the column that its bound asks for."""
    capped, least = money.bound in ("cap", "range"), money.bound == "floor"
    return {
        "amount": None if capped or least else money.yuan,
        "cap": money.yuan if capped else None,
        "floor": money.yuan if least else money.yuan_min,
        "currency": money.currency,
        "foreign_amount": money.amount,
        "rate": money.rate,
        "rate_min": money.rate_min,
        "rate_bound": money.bound if money.rate is not None else None,
        "instrument": money.instrument,
        "period": money.period,
        "duration": money.duration.value if money.duration else None,
        "duration_unit": money.duration.unit if money.duration else None,
        "per": money.per,
        "basis": money.basis,
        "payer": money.payer,
    }


def _recipient_cells(measure: Measure, money: Money) -> Row:
    """Who receives: the entry's own beneficiary with the tiers of its words, else all that the measure names."""
    named = money.beneficiary
    among = [one for one in measure.beneficiaries if named and (one.as_written in named or named in one.as_written)]
    tiers = among or measure.beneficiaries
    return {
        "beneficiary": named or _joined(one.as_written for one in measure.beneficiaries),
        "tier": _joined(one.tier or "" for one in tiers),
    }


def _responsibility_rows(document: Document, headings: Headings, table: str) -> list[Row]:
    result: list[Row] = []
    for number, entry in enumerate(document.responsibilities, 1):
        own: Row = {
            "document": document.doc_id,
            "responsibility_no": number,
            "path": ".".join(entry.path) or None,
            "heading": headings.over(entry.path),
            "measure_ids": _joined(entry.measure_ids),
            "open_ended": entry.open_ended,
            "deadline": entry.deadline,
            "deadline_date": entry.deadline_date,
            "covers_start": entry.covers.start if entry.covers else None,
            "covers_end": entry.covers.end if entry.covers else None,
            "start": entry.start,
            "end": entry.end,
            "quote": entry.quote,
        }
        for body in entry.departments or (None,):
            cells = {
                **own,
                "department": body.canonical if body else None,
                "as_written": body.as_written if body else None,
                "role": body.role if body else None,
                "level": body.level if body else None,
                "department_start": body.start if body else None,
                "department_end": body.end if body else None,
            }
            result.append({name: cells[name] for name in COLUMNS[table]})
    return result


def _finds(document: Document, headings: Headings, table: str) -> list[Row]:
    """Rows of the lists that stand in measures and at the document (and of the outline), in the order of the text."""
    found: list[tuple[str | None, Record]] = [(None, entry) for entry in getattr(document, table)]
    if table != "outline":
        found.extend((measure.id, entry) for measure in document.measures for entry in getattr(measure, table))
        found.sort(key=lambda pair: (pair[1].start, pair[1].end))
    return [_find_row(document, headings, table, measure_id, entry) for measure_id, entry in found]


def _find_row(document: Document, headings: Headings, table: str, measure_id: str | None, entry: Record) -> Row:
    path: Path = entry.path  # type: ignore[attr-defined]
    duration = getattr(entry, "duration", None)
    cells: Row = {
        "document": document.doc_id,
        "measure_id": measure_id,
        "path": ".".join(path) or None,
        "heading": entry.heading if table == "outline" else headings.over(path),  # type: ignore[attr-defined]
        "duration": duration.value if duration else None,
        "duration_unit": duration.unit if duration else None,
        "duration_bound": duration.bound if duration else None,
    }
    for name in COLUMNS[table]:
        if name not in cells:
            value = getattr(entry, name)
            cells[name] = _joined(value) if isinstance(value, tuple) else value
    return {name: cells[name] for name in COLUMNS[table]}


_MAKERS = {"documents": _document_row, "measures": _measure_rows, "responsibilities": _responsibility_rows}
