"""The decisions file: what a person confirmed or corrected, read from CSV or JSON, and the table to fill in.

Spreadsheets save CSV with commas, semicolons or tabs and write dates in their own way: all are read. A value may be the
code (``duplicates``) or what people call it (政策已有, already in policy); a row without a value is not filled in yet.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

import msgspec

from zjtx_docs.comparison.decisions import BETWEEN, FIELDS, KINDS, VALUES, Decision, tool_value
from zjtx_docs.comparison.records import Ask, Comparison
from zjtx_docs.comparison.wording import both, codes_by_words
from zjtx_docs.errors import UsageError
from zjtx_docs.exports.csv import encode_rows, read_rows
from zjtx_docs.lexicon import rows
from zjtx_docs.text import fold, squeeze

HEAD = ("fingerprint", "kind", "field", "value", "by", "date", "note")
# The table to fill in: what one reads first, then what one writes, then what finds the ask again.
TEMPLATE_HEAD = (
    "place", "ask", "counterpart", "tool_value", "choices", "value", "by", "date", "note", "kind", "field",
    "fingerprint",
)  # fmt: skip
NOTHING = ("无", "none", "-")
_MARK = re.compile(r"f[0-9a-f]{12}-[0-9a-f]{4}(?:-[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_SPLIT = re.compile(r"[;、|/]")


class _BadRow(Exception):
    """What is wrong with a row, in Chinese and English."""


def decode_decisions(text: str, file: str) -> list[Decision]:
    """The decisions of a CSV or JSON text. Raises UsageError that names the file, the line and what was expected.

    Unknown columns are ignored, rows without a value left out.
    """
    rows_found = _json_rows(text, file) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text, file)
    decisions, bad = [], []
    for place, row in rows_found:
        try:
            one = _decision(row)
        except _BadRow as error:
            bad.append((place, error.args))
        else:
            decisions += [one] if one is not None else []
    if bad:
        place, (zh, en) = bad[0]
        more = both("error.decision_more", count=len(bad) - 1) if len(bad) > 1 else ("", "")
        raise UsageError(f"{file}:{place}: {zh}{more[0]}", f"{file}:{place}: {en}{more[1]}")
    return decisions


def encode_template(comparisons: Iterable[Comparison], lang: str = "zh") -> bytes:
    """The CSV for a person to fill in: a row for the relation of each ask and one for its reply state.

    What was decided before stands in its place already.
    """
    made = [row for comparison in comparisons for ask in comparison.asks for row in _template_rows(ask, lang)]
    return encode_rows(TEMPLATE_HEAD, made)


def _template_rows(ask: Ask, lang: str) -> Iterator[dict[str, object]]:
    decided = {one.field: one for one in ask.decided}
    match = ask.matches[0] if ask.matches else ask.nearest
    sides = [("relation", "relation", match)] + ([("reply", "status", ask.reply)] if ask.reply else [])
    for kind, field, other in sides:
        one = decided.get(field)  # type: ignore[call-overload]
        named = _words(field, lang)
        tool = one.tool_value if one else tool_value(ask, field)
        yield {
            "place": ".".join(ask.path),
            "ask": squeeze(ask.quote),
            "counterpart": squeeze(other.quote) if other and other.quote else None,
            "tool_value": named.get(tool or "", tool),
            "choices": " / ".join(named[value] for value in VALUES[field]),
            "value": named.get(one.value, one.value) if one else None,
            "by": one.by if one else None,
            "date": one.date if one else None,
            "note": one.note if one else None,
            "kind": kind,
            "field": field,
            "fingerprint": ask.fingerprint,
        }


def _words(field: str, lang: str) -> dict[str, str]:
    start = f"{field}."
    return {row["key"].removeprefix(start): row[lang] for row in rows("words") if row["key"].startswith(start)}


def _csv_rows(text: str, file: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each row with its line number."""
    try:
        line, head, found = read_rows(text)
    except csv.Error as error:
        _refuse(file, "1", "error.decision_csv", why=error)
    if not {"fingerprint", "value"} <= set(head):
        _refuse(file, str(line), "error.decision_head", head=",".join(HEAD))
    for line, row in found:
        yield str(line), row


def _json_rows(text: str, file: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        _refuse(file, "1", "error.decision_json", why=error)
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        _refuse(file, "1", "error.decision_list", head=", ".join(HEAD))
    for number, one in enumerate(raw):
        yield f"[{number}]", one


def _refuse(file: str, place: str, key: str, **values: object) -> NoReturn:
    zh, en = both(key, **values)
    raise UsageError(f"{file}:{place}: {zh}", f"{file}:{place}: {en}")


def _decision(row: Mapping[str, Any]) -> Decision | None:
    cells = {name: str(row.get(name) if row.get(name) is not None else "").strip() for name in HEAD}
    if not cells["value"]:
        return None
    mark = cells["fingerprint"].lower()
    if not _MARK.fullmatch(mark):
        raise _BadRow(*both("error.decision_mark", found=cells["fingerprint"]))
    kind = cells["kind"].lower()
    if kind not in KINDS:
        raise _BadRow(*both("error.decision_kind", found=cells["kind"], known=", ".join(KINDS)))
    field, value = cells["field"].lower(), cells["value"]
    if kind != "record":
        field = field or FIELDS[kind][0]
        if field not in FIELDS[kind]:
            raise _BadRow(*both("error.decision_field", found=cells["field"], known=", ".join(FIELDS[kind])))
        value = _read_value(field, value)
    told = {name: cells[name] or None for name in ("by", "note")}
    return Decision(mark, kind, field, value, date=_date(cells["date"]), **told)  # type: ignore[arg-type]


def read_value(field: str, words: str, place: str) -> str:
    """The code for what stands in a cell: a code or its words; several ``how`` joined in the order of the vocabulary.

    Raises UsageError that names the place and the values there are.
    """
    try:
        return _read_value(field, words)
    except _BadRow as error:
        zh, en = error.args
        raise UsageError(f"{place}: {zh}", f"{place}: {en}") from None


def _read_value(field: str, words: str) -> str:
    if field != "how":
        return _code(field, words)
    if words.lower() in NOTHING:
        return ""
    named = {_code(field, part) for part in _SPLIT.split(fold(words)) if part.strip()}
    return BETWEEN.join(value for value in VALUES[field] if value in named)


def _code(field: str, words: str) -> str:
    said = fold(words.strip().lower())
    code = said if said in VALUES[field] else codes_by_words(field).get(said)
    if code is None:
        zh, en = _words(field, "zh"), _words(field, "en")
        known = [f"{value} ({zh[value]})" for value in VALUES[field]], [f"{v} ({en[v]})" for v in VALUES[field]]
        wording = [both("error.decision_value", found=words, known=", ".join(one)) for one in known]
        raise _BadRow(wording[0][0], wording[1][1])
    return code


def _date(words: str) -> str | None:
    if not words:
        return None
    found = _DATE.match(fold(words))
    try:
        return datetime.date(*map(int, found.groups())).isoformat()  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        raise _BadRow(*both("error.decision_date", found=words)) from None
