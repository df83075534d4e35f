"""A comparison as an Excel workbook for people: every value in words, sums as numbers, a sheet for each question.

What ``exports/comparison_tables.py`` makes of a comparison, under the names and words of one language. Programs read
the CSV or the JSON, whose names and values do not change with the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zjtx_docs.comparison.decisions import BETWEEN
from zjtx_docs.comparison.records import Comparison, Value
from zjtx_docs.exports.comparison_tables import comparison_columns, comparison_dictionary, comparison_tables
from zjtx_docs.exports.tables import JOIN
from zjtx_docs.exports.xlsx import Head, Sheet, encode_book
from zjtx_docs.lexicon import rows as lexicon_rows
from zjtx_docs.report.catalogue import Lang, Say, words
from zjtx_docs.report.layout import clean
from zjtx_docs.report.pairs import pair_summary
from zjtx_docs.report.phrases import heading, place, refusal, summary, titles, value

Row = Mapping[str, Any]

# Columns whose value is a word of a vocabulary, and the group of the catalogue that says it.
_GROUPS = {
    "relation": "relation", "alternative": "relation", "how": "how", "op": "op", "field": "field", "status": "status",
    "reply_status": "status", "state": "state", "role": "role", "standing": "standing", "shape": "shape",
}  # fmt: skip
_DECIDED = {"relation": "relation", "how": "how", "status": "reply"}
_PLACES = ("path", "match_path", "nearest_path", "reply_path", "left_path", "right_path")
_FILES = ("document", "match_document", "reply_document")
# Said in Chinese alone: an English workbook leaves them to the columns that they sum up.
_CHINESE_ONLY = ("why", "reply_why", "reasons", "refused_because")
# Handles for programs; the workbook has the number of the ask and the words themselves.
_FOR_PROGRAMS = ("ask_id", "match_measure_id", "left_measure_id", "right_measure_id", "fingerprint")
# Sheets of a comparison of policies, and those of a proposal: the other kind's are left out where they are empty.
_OF_POLICIES = ("pairs", "pair_changes")


def render_workbook(comparisons: Sequence[Comparison], lang: Lang) -> bytes:
    """The workbook: a summary, a sheet for each table of the comparisons, and the dictionary of all columns."""
    say = words(lang)
    translate = _Translator(comparisons, say)
    labels = {(entry["table"], entry["field"]): entry for entry in comparison_dictionary()}
    sheets = [_summary(comparisons, say)]
    tables = comparison_tables(comparisons)
    policies_alone = bool(tables["pairs"]) and not tables["asks"]
    for name, rows in tables.items():
        if not rows and (name in _OF_POLICIES) != policies_alone:
            continue
        shown = [column for column in comparison_columns(name) if _is_shown(column.name, lang, len(comparisons))]
        heads = []
        for column in shown:
            label = labels[name, column.name]
            heads.append(Head(str(label[f"name_{lang}"]), _look(column.name, column.type), label[f"meaning_{lang}"]))
        cells = [[translate(column.name, row) for column in shown] for row in rows]
        sheets.append(Sheet(str(labels[name, "*"][f"name_{lang}"]), heads, cells))
    return encode_book([*sheets, _dictionary(say, lang, len(comparisons))])


def _is_shown(column: str, lang: Lang, several: int) -> bool:
    if column == "document":
        return several > 1
    return column not in _FOR_PROGRAMS and not (lang == "en" and column in _CHINESE_ONLY)


def _look(name: str, type: str) -> str:
    if name.endswith("_yuan"):
        return "yuan"
    return "number" if type in ("integer", "number") else "text"


class _Translator:
    """Cells in words."""

    def __init__(self, comparisons: Sequence[Comparison], say: Say) -> None:
        self.say = say
        self.titles = {key: title for one in comparisons for key, title in titles(one, say).items()}
        self.subjects = {row["value"]: row[say.lang] for row in lexicon_rows("subject_names")}
        self.refusals = {
            (one.left, ask.id): refusal(ask.nearest, say) for one in comparisons for ask in one.asks if ask.nearest
        }

    def __call__(self, column: str, row: Row) -> object:
        """The cell of this column, as people read it."""
        raw = row[column]
        if raw is None or raw == "":
            return None
        special: dict[str, Callable[[], object]] = {
            "moved": lambda: self.say("report.yes") if raw else None,
            "pair_relation": lambda: self.say(f"pair.{raw}" if raw in ("same", "changed") else f"sheet.{raw}"),
            "review": lambda: self.say("report.flag") if raw else None,
            "refused_code": lambda: self.refusals.get((row["document"], row["ask_id"])),
            "decided_field": lambda: self.say(f"report.column_{_DECIDED[raw]}"),
            "tool_value": lambda: self._decided(raw, row),
            "value": lambda: self._decided(raw, row),
            "subjects": lambda: self._each(raw, self._subject),
            "left_value": lambda: self._value("left", row),
            "right_value": lambda: self._value("right", row),
        }
        if column in special:
            return special[column]()
        if column in _GROUPS:
            return self._each(raw, lambda word: self.say(f"{_GROUPS[column]}.{word}"))
        if column in _PLACES:
            return place(tuple(raw.split("."))) or None
        if column in _FILES:
            return self.titles.get(raw, clean(raw))
        return clean(raw) if isinstance(raw, str) else raw

    def _each(self, raw: str, word: Callable[[str], str]) -> str:
        return self.say("report.semicolon").join(word(part) for part in raw.split(JOIN))

    def _decided(self, raw: str, row: Row) -> str:
        known = (self.say.get(f"{row['decided_field']}.{one}") or one for one in raw.split(BETWEEN))
        return self.say("report.semicolon").join(known)

    def _subject(self, name: str) -> str:
        kind, _, rest = name.partition(":")
        return self.subjects.get(kind, kind) + (f" {rest}" if rest else "")

    def _value(self, side: str, row: Row) -> str:
        yuan, quote = row[f"{side}_yuan"], row[f"{side}_quote"] or ""
        raw = row[f"{side}_value"] if yuan is None else yuan
        if row["field"] == "rate":
            raw = float(raw)
        return value(row["field"], Value(value=raw, start=0, end=0, quote=quote), self.say)


def _summary(comparisons: Sequence[Comparison], say: Say) -> Sheet:
    rows: list[tuple[str | None, str]] = []
    for one in comparisons:
        rows += heading(one, say)
        for statement in (*pair_summary(one, say), *summary(one, say)):
            label, colon, rest = statement.partition(say("report.colon").strip())
            rows.append((label, clean(rest)) if colon and rest.strip() else (None, statement))
    return Sheet(say("sheet.summary"), [Head(say("sheet.matter")), Head(say("sheet.answer"))], rows)


def _dictionary(say: Say, lang: Lang, several: int) -> Sheet:
    """Every column of every sheet, and the words that its values may be."""
    rows = []
    table = ""
    for entry in comparison_dictionary():
        name, field = entry[f"name_{lang}"], str(entry["field"])
        if field == "*":
            table = str(name)
            rows.append([table, None, entry[f"meaning_{lang}"], None, entry["table"]])
        elif _is_shown(field, lang, several):
            group = _GROUPS.get(field)
            known = (entry["vocabulary"] or "").split(", ") if group else []
            values = say("report.list").join(say(f"{group}.{word}") for word in known)
            rows.append([table, name, entry[f"meaning_{lang}"], values or None, field])
    heads = [Head(say(f"sheet.{key}")) for key in ("sheet", "column", "meaning", "values", "contract")]
    return Sheet(say("sheet.dictionary"), heads, rows)
