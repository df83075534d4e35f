"""One coding of asks, whoever made it: a comparison, a decisions file, or a table of asks with their labels."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from zjtx_docs.comparison.decisions import BETWEEN
from zjtx_docs.comparison.fingerprints import fingerprint
from zjtx_docs.comparison.wording import both
from zjtx_docs.errors import UsageError
from zjtx_docs.exports.csv import read_rows
from zjtx_docs.exports.decisions import decode_decisions, read_value

# Columns of a table of asks; a reply state may stand under either name.
_WORDS = ("quote", "ask")
_STATUS = ("status", "reply")


class Coded(NamedTuple):
    """What one coder says of one ask; None where the coder says nothing."""

    words: str | None = None
    relation: str | None = None
    status: str | None = None
    how: frozenset[str] | None = None
    marked: bool | None = None
    alternative: str | None = None


Coding = dict[str, Coded]


def read_coding(text: str, file: str) -> Coding:
    """The asks of a coding by their fingerprints. Raises UsageError that names the file, the place and what was wrong.

    Read are the JSON of ``compare`` (the tool's own labels, whatever was decided since), a decisions file in CSV or
    JSON, and a table (CSV, or JSON with ``asks``) with ``fingerprint`` or ``quote`` and ``relation``, ``status``,
    ``how``.
    """
    if text.lstrip()[:1] in ("[", "{"):
        raw = _json(text, file)
        if isinstance(raw, list) and any("kind" in one and "value" in one for one in raw if isinstance(one, dict)):
            return _of_decisions(text, file)
        return _collected(_of_asks(raw, file))
    try:
        line, names, rows = read_rows(text)
    except csv.Error as error:
        raise _bad(file, "1", "error.decision_csv", why=error) from None
    head = set(names)
    if {"kind", "value"} <= head:
        return _of_decisions(text, file)
    if not (head & {"fingerprint", *_WORDS} and head & {"relation", "how", *_STATUS}):
        raise _bad(file, str(line), "error.coding_head")
    return _collected(_of_row({name: cell.strip() for name, cell in row.items()}, file, str(at)) for at, row in rows)


def _json(text: str, file: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _bad(file, "1", "error.decision_json", why=error) from None


def _collected(found: Iterable[tuple[str, Coded]]) -> Coding:
    """By fingerprint; one that stands twice (the same ask in two proposals) is told apart by its number."""
    coding: Coding = {}
    seen: Counter[str] = Counter()
    for mark, coded in found:
        seen[mark] += 1
        coding[mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"] = coded
    return coding


def _of_decisions(text: str, file: str) -> Coding:
    coding: Coding = {}
    for one in decode_decisions(text, file):
        before = coding.get(one.fingerprint, Coded())
        if one.kind == "record":
            continue
        value = frozenset(filter(None, one.value.split(BETWEEN))) if one.field == "how" else one.value
        coding[one.fingerprint] = before._replace(**{one.field: value})
    return coding


def _of_asks(raw: Any, file: str) -> Iterator[tuple[str, Coded]]:
    """The asks of one comparison or of several."""
    for one in raw if isinstance(raw, list) else [raw]:
        asks = one.get("asks") if isinstance(one, dict) else None
        if not isinstance(asks, list):
            raise _bad(file, "1", "error.coding_json")
        for number, ask in enumerate(asks):
            try:
                yield _of_ask(ask, file, f"$.asks[{number}]")
            except (AttributeError, TypeError, KeyError):
                raise _bad(file, f"$.asks[{number}]", "error.coding_json") from None


def _of_ask(ask: Mapping[str, Any], file: str, place: str) -> tuple[str, Coded]:
    decided = {one["field"]: one for one in ask.get("decided") or ()}
    words = ask.get("quote")
    reply = ask.get("reply") or {}

    def tool(field: str, now: Any) -> Any:
        return decided[field].get("tool_value") if field in decided else now

    how = tool("how", BETWEEN.join(ask["how"]) if ask.get("how") is not None else None)
    relation = tool("relation", ask.get("relation"))
    status = tool("status", reply.get("status"))
    marked = decided.get("relation", {}).get("tool_review", ask.get("review"))
    coded = Coded(
        words=words,
        relation=_value("relation", relation, file, place),
        status=_value("status", status, file, place),
        how=None if ask.get("how") is None else frozenset(filter(None, (how or "").split(BETWEEN))),
        marked=marked,
        alternative=ask.get("alternative"),
    )
    return ask.get("fingerprint") or fingerprint(words), coded


def _of_row(row: Mapping[str, str], file: str, place: str) -> tuple[str, Coded]:
    words = next((row[name] for name in _WORDS if row.get(name)), None)
    status = next((row[name] for name in _STATUS if row.get(name)), None)
    how = _value("how", row.get("how") or None, file, place)
    mark = row.get("fingerprint") or (fingerprint(words) if words else None)
    if mark is None:
        raise _bad(file, place, "error.coding_row")
    return mark, Coded(
        words=words,
        relation=_value("relation", row.get("relation") or None, file, place),
        status=_value("status", status, file, place),
        how=None if how is None else frozenset(filter(None, how.split(BETWEEN))),
    )


def _value(field: str, words: str | None, file: str, place: str) -> str | None:
    return None if words is None else read_value(field, words, f"{file}:{place}")


def _bad(file: str, place: str, key: str, **values: object) -> UsageError:
    zh, en = both(key, **values)
    return UsageError(f"{file}:{place}: {zh}", f"{file}:{place}: {en}")
