"""A comparison as plain tables, as ``tables.py`` makes them of documents: for CSV, Excel and pandas.

Values are those of the records (``extends``, integers in yuan), lists are joined with ；, paths with a full stop.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, get_args

from zjtx_docs.comparison import records
from zjtx_docs.comparison.records import Ask, Change, Comparison, Match, Value
from zjtx_docs.exports.columns import Column
from zjtx_docs.exports.tables import JOIN, Row
from zjtx_docs.lexicon import rows as lexicon_rows
from zjtx_docs.model import Path, Role

PAIR_RELATIONS = Literal["same", "changed", "added", "removed"]
_SPAN = ("start", "end", "quote")
_SIDES = tuple(f"{side}_{name}" for side in ("left", "right") for name in ("value", "yuan", *_SPAN))
_ASK = ("document", "ask_no", "ask_id")

COMPARISON_COLUMNS: dict[str, tuple[str, ...]] = {
    "asks": (
        *_ASK, "path", "quote", "relation", "how", "review", "alternative", "confidence", "why", "match_document",
        "match_path", "match_quote", "nearest_path", "nearest_quote", "refused_code", "reply_status", "reply_path",
        "reply_quote", "reply_why", "departments", "match_measure_id", "match_start", "match_end", "start", "end",
        "fingerprint",
    ),
    "matches": (
        *_ASK, "place", "match_document", "match_measure_id", "path", "quote", "score", "reasons", "subjects",
        "departments", "refused_code", "refused_because", "start", "end",
    ),
    "changes": (*_ASK, "place", "match_document", "match_measure_id", "field", "op", *_SIDES),
    "reply": (*_ASK, "ask_quote", "reply_document", "status", "path", "quote", "why", "start", "end"),
    "commitments": ("document", "reply_document", "who", "what", "deadline", "state", "path", *_SPAN),
    "uncovered": ("document", "match_document", "path", "heading"),
    "departments": (*_ASK, "department", "as_written", "role", "match_document", "match_measure_id", "path", "quote"),
    "decisions": (*_ASK, "ask_quote", "decided_field", "tool_value", "value", "by", "date", "note", "fingerprint"),
    "pairs": (
        "document", "pair_no", "pair_relation", "standing", "shape", "moved", "left_path", "left_quote",
        "match_document", "right_path", "right_quote", "left_measure_id", "left_start", "left_end",
        "right_measure_id", "right_start", "right_end",
    ),
    "pair_changes": ("document", "pair_no", "match_document", "field", "op", *_SIDES),
}  # fmt: skip

_INTEGERS = frozenset(
    f"{side}{name}" for side in ("", "match_", "left_", "right_") for name in ("start", "end", "yuan")
) | {"ask_no", "place", "pair_no"}
_NUMBERS = frozenset({"score", "confidence"})
_VOCABULARIES: dict[str, object] = {
    "relation": records.Relation, "alternative": records.Relation, "how": records.How, "op": records.Op,
    "field": records.Field, "status": records.ReplyStatus, "reply_status": records.ReplyStatus,
    "state": records.CommitmentState, "decided_field": records.DecidedField,
    "refused_code": records.Refusal, "role": Role, "standing": records.Standing, "shape": records.Shape,
    "pair_relation": PAIR_RELATIONS,
}  # fmt: skip


def comparison_columns(table: str) -> tuple[Column, ...]:
    """The columns of a table of a comparison, in order, with their types and closed lists of values."""
    return tuple(Column(name, _type(name), get_args(_VOCABULARIES.get(name))) for name in COMPARISON_COLUMNS[table])


def _type(name: str) -> str:
    if name in ("review", "moved"):
        return "boolean"
    return "integer" if name in _INTEGERS else "number" if name in _NUMBERS else "string"


@functools.cache
def comparison_dictionary() -> tuple[dict[str, str | None], ...]:
    """One row a column: table, field, its short name and its meaning in two languages, its type, unit and values.

    They stand in ``lexicons/comparison_labels.csv``, under ``table.field`` where a field means something of its own in
    one table, else under ``field``; ``*`` is the table itself.
    """
    labels = {row["field"]: row for row in lexicon_rows("comparison_labels")}
    found = []
    for table in COMPARISON_COLUMNS:
        for column in (Column("*", "table"), *comparison_columns(table)):
            label = labels.get(f"{table}.{column.name}") or labels[column.name]
            said = {key: label[key] or None for key in ("name_zh", "name_en", "unit", "meaning_zh", "meaning_en")}
            values = ", ".join(column.vocabulary) or None
            found.append({"table": table, "field": column.name, "type": column.type, **said, "vocabulary": values})
    return tuple(found)


def comparison_tables(comparisons: Comparison | Iterable[Comparison]) -> dict[str, list[Row]]:
    """The tables of one comparison or several by name, each row with every column of its table, unknown values None.

    ``document`` is the id of the proposal and ``ask_no`` counts its asks from 1. In **asks** the best counterpart
    stands beside each ask; **matches** has all of them, best first (``place`` 1, 2 …), and with ``place`` None the
    nearest miss of an ask that has none. **departments** has a row for each body that answers for a counterpart.
    """
    several = [comparisons] if isinstance(comparisons, Comparison) else list(comparisons)
    result: dict[str, list[Row]] = {}
    for name, columns in COMPARISON_COLUMNS.items():
        made = (row for comparison in several for row in _MAKERS[name](comparison))
        result[name] = [{column: row.get(column) for column in columns} for row in made]
    return result


def _joined(values: Iterable[str]) -> str | None:
    return JOIN.join(values) or None


def _path(path: Path) -> str | None:
    return ".".join(path) or None


def _each(comparison: Comparison) -> Iterator[tuple[Ask, Row]]:
    """The asks, each with the cells that say which it is."""
    for number, ask in enumerate(comparison.asks, 1):
        yield ask, {"document": comparison.left, "ask_no": number, "ask_id": ask.id}


def _ask_rows(comparison: Comparison) -> Iterator[Row]:
    for ask, key in _each(comparison):
        best = ask.matches[0] if ask.matches else None
        reply, nearest = ask.reply, ask.nearest
        row = {
            **key,
            **_cells(ask, "relation", "confidence", "alternative", "review", "why", "fingerprint"),
            "how": _joined(ask.how),
            "path": _path(ask.path),
            **_cells(ask, *_SPAN),
        }
        if best:
            row |= {f"match_{name}": getattr(best, name) for name in (*_SPAN, "measure_id")}
            row |= {"match_document": best.doc_id, "match_path": _path(best.path), "departments": _bodies(best)}
        if nearest:
            row |= {"nearest_path": _path(nearest.path), "nearest_quote": nearest.quote}
            row["refused_code"] = nearest.refused_code
        if reply:
            row |= {"reply_status": reply.status, "reply_path": _path(reply.path)}
            row |= {"reply_quote": reply.quote, "reply_why": reply.why}
        yield row


def _cells(entry: Any, *names: str) -> Row:
    return {name: getattr(entry, name) for name in names}


def _bodies(match: Match) -> str | None:
    return _joined(dict.fromkeys(body.canonical for body in match.departments))


def _ranked(ask: Ask) -> list[tuple[int | None, Match]]:
    """The counterparts with their places, then the nearest miss with None."""
    found: list[tuple[int | None, Match]] = list(enumerate(ask.matches, 1))
    return [*found, (None, ask.nearest)] if ask.nearest else found


def _match_rows(comparison: Comparison) -> Iterator[Row]:
    for ask, key in _each(comparison):
        for number, match in _ranked(ask):
            yield {
                **key,
                "place": number,
                "match_document": match.doc_id,
                "match_measure_id": match.measure_id,
                "path": _path(match.path),
                **_cells(match, "score", *_SPAN),
                "reasons": _joined(match.reasons),
                "subjects": _joined(match.subjects),
                "departments": _bodies(match),
                "refused_code": getattr(match, "refused_code", None),
                "refused_because": getattr(match, "refused_because", None),
            }


def _change_rows(comparison: Comparison) -> Iterator[Row]:
    for ask, key in _each(comparison):
        for number, match in enumerate(ask.matches, 1):
            where = {"place": number, "match_document": match.doc_id, "match_measure_id": match.measure_id}
            yield from ({**key, **where, **_change(change)} for change in match.changes)


def _change(change: Change) -> Row:
    return {
        "field": change.field,
        "op": change.op,
        **_side("left", change.left, change.field),
        **_side("right", change.right, change.field),
    }


def _side(name: str, side: Value | None, field: str) -> Row:
    """One side of a change; a sum stands as an integer in a column of its own."""
    if side is None:
        return {}
    found = {f"{name}_{key}": value for key, value in _cells(side, *_SPAN).items()}
    found[f"{name}_value"] = None if side.value is None else str(side.value)
    if field == "amount" and isinstance(side.value, int | float) and side.value == int(side.value):
        found[f"{name}_yuan"] = int(side.value)
    return found


def _reply_rows(comparison: Comparison) -> Iterator[Row]:
    for ask, key in _each(comparison):
        if ask.reply:
            said = _cells(ask.reply, "status", "why", *_SPAN)
            where = {"reply_document": comparison.reply, "path": _path(ask.reply.path)}
            yield {**key, "ask_quote": ask.quote, **where, **said}


def _commitment_rows(comparison: Comparison) -> Iterator[Row]:
    for entry in comparison.commitments:
        where = {"document": comparison.left, "reply_document": comparison.reply, "path": _path(entry.path)}
        yield {**where, **_cells(entry, "who", "what", "deadline", "state", *_SPAN)}


def _uncovered_rows(comparison: Comparison) -> Iterator[Row]:
    for item in comparison.uncovered:
        where = {"match_document": item.doc_id, "path": _path(item.path), "heading": item.heading}
        yield {"document": comparison.left, **where}


def _department_rows(comparison: Comparison) -> Iterator[Row]:
    for ask, key in _each(comparison):
        for match in ask.matches:
            for body in match.departments:
                yield {
                    **key,
                    "department": body.canonical,
                    **_cells(body, "as_written", "role"),
                    "match_document": match.doc_id,
                    "match_measure_id": match.measure_id,
                    "path": _path(match.path),
                    "quote": match.quote,
                }


def _decision_rows(comparison: Comparison) -> Iterator[Row]:
    for ask, key in _each(comparison):
        for one in ask.decided:
            said = _cells(one, "tool_value", "value", "by", "date", "note")
            named = {"ask_quote": ask.quote, "decided_field": one.field, "fingerprint": ask.fingerprint}
            yield {**key, **named, **said}


def _pair_rows(comparison: Comparison) -> Iterator[Row]:
    """A row for each pair, for each further part of one that came apart or together, and for what stands alone."""
    for number, pair in enumerate(comparison.pairs, 1):
        said = {"pair_relation": pair.relation, **_cells(pair, "standing", "shape", "moved")}
        yield _pair_row(comparison, number, said, pair.left, pair.right)
        for more in pair.more:
            left, right = (more, pair.right) if pair.shape == "split" else (pair.left, more)
            yield _pair_row(comparison, number, said, left, right)
    alone = [("added", match, None) for match in comparison.added]
    alone += [("removed", None, match) for match in comparison.removed]
    for number, (relation, left, right) in enumerate(alone, len(comparison.pairs) + 1):
        yield _pair_row(comparison, number, {"pair_relation": relation}, left, right)


def _pair_row(comparison: Comparison, number: int, said: Row, left: Match | None, right: Match | None) -> Row:
    row = {"document": comparison.left, "pair_no": number, **said, "match_document": right.doc_id if right else None}
    for side, match in (("left", left), ("right", right)):
        if match:
            row |= {f"{side}_{name}": getattr(match, name) for name in (*_SPAN, "measure_id")}
            row[f"{side}_path"] = _path(match.path)
    return row


def _pair_change_rows(comparison: Comparison) -> Iterator[Row]:
    for number, pair in enumerate(comparison.pairs, 1):
        where = {"document": comparison.left, "pair_no": number, "match_document": pair.right.doc_id}
        yield from ({**where, **_change(change)} for change in pair.changes)


def encode_asks(comparisons: Comparison | Sequence[Comparison]) -> bytes:
    """The table **asks**, of policies held against each other the table **pairs**, as CSV for Excel: UTF-8 with its
    mark, no cell that a sheet would run as a formula."""
    from zjtx_docs.exports.csv import encode_rows

    found = comparison_tables(comparisons)
    name = "pairs" if found["pairs"] and not found["asks"] else "asks"
    return encode_rows(COMPARISON_COLUMNS[name], found[name])


_MAKERS = {
    "asks": _ask_rows,
    "matches": _match_rows,
    "changes": _change_rows,
    "reply": _reply_rows,
    "commitments": _commitment_rows,
    "uncovered": _uncovered_rows,
    "departments": _department_rows,
    "decisions": _decision_rows,
    "pairs": _pair_rows,
    "pair_changes": _pair_change_rows,
}
