"""Laws that hold for every text at hand: the two of raw/, the golden cases, the compared ones, and some of others where
they lie beside the project."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.changes import find_changes
from zjtx_docs.model import FIND_LISTS, Document, Measure, Record, all_finds, from_json, to_json
from zjtx_docs.pipeline import parse_text
from zjtx_docs.readers import read_source

HERE = Path(__file__).parent
ROOT = HERE.parent
OURS = sorted([*(ROOT / "raw").glob("*.txt"), *HERE.glob("golden/*/source.txt"), *HERE.glob("eval/compare/*/*.txt")])
# Texts of others that may lie beside the project: used where they are, never copied.
OTHERS = sorted((ROOT.parent / "shared" / "real").glob("*/*.*"))
OTHERS = [path for path in OTHERS if path.suffix in {".txt", ".md", ".html", ".htm"}]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@cache
def read(path: Path) -> tuple[str, tuple[Document, ...]]:
    """The text of a file and its documents."""
    text = read_source(path).text
    return text, tuple(parse_text(text, f"{path.parent.name}/{path.stem}"))


def documents() -> list[Document]:
    return [document for path in OURS for document in read(path)[1]]


def each(name: str, values: Iterable[Any], said: Callable[[Any], str], misses: dict[str, str]) -> pytest.MarkDecorator:
    """The test for each value; ``misses`` are the known ones, with why the law does not hold there yet."""
    made = []
    for value in values:
        reason = misses.get(said(value))
        marks = [pytest.mark.xfail(reason=reason)] if reason else []
        made.append(pytest.param(value, id=said(value), marks=marks))
    return pytest.mark.parametrize(name, made)


def each_text(misses: dict[str, str] | None = None, others: bool = True) -> pytest.MarkDecorator:
    return each("path", [*OURS, *OTHERS] if others else OURS, name_of, misses or {})


def each_document(misses: dict[str, str]) -> pytest.MarkDecorator:
    return each("document", documents(), lambda document: document.doc_id, misses)


def structs(value: Any) -> Iterator[msgspec.Struct]:
    """A record and all records in it, found by walking the fields, so that a new field cannot be forgotten here."""
    if isinstance(value, msgspec.Struct):
        yield value
        for field in value.__struct_fields__:
            yield from structs(getattr(value, field))
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from structs(entry)


@each_text()
def test_each_quote_is_its_span(path):
    text, found = read(path)
    for document in found:
        for entry in structs(document):
            if isinstance(entry, Record):
                assert 0 <= entry.start < entry.end <= len(text), entry
                assert text[entry.start : entry.end] == entry.quote
            elif hasattr(entry, "start"):
                assert 0 <= entry.start <= entry.end <= len(text), entry


@each_text()
def test_documents_divide_the_text(path):
    """In order, none over another, and each holds all that was found in it."""
    text, found = read(path)
    assert found or not text.strip()
    for before, after in zip(found, found[1:], strict=False):
        assert before.source.end <= after.source.start
    for document in found:
        inside = [entry for entry in structs(document) if isinstance(entry, Record)]
        assert [e for e in inside if e.start < document.source.start or e.end > document.source.end] == []


@each_text()
def test_json_there_and_back(path):
    found = list(read(path)[1])
    assert from_json(to_json(found)) == found


@each_text()
def test_each_find_stands_once(path):
    """In the measure that its span lies in, else at the document; never in two places and never twice in one."""
    for document in read(path)[1]:
        for name in FIND_LISTS:
            entries = all_finds(document, name)
            assert [entry for entry, times in Counter(entries).items() if times > 1] == []
            for measure in document.measures:
                assert [e for e in getattr(measure, name) if e.start < measure.start or e.end > measure.end] == []
            spans = [(measure.start, measure.end) for measure in document.measures]
            loose = [e for e in getattr(document, name) if any(a <= e.start and e.end <= b for a, b in spans)]
            assert loose == []


@each_text()
def test_measures_and_items_are_told_apart(path):
    for document in read(path)[1]:
        ids = [measure.id for measure in document.measures]
        assert len(set(ids)) == len(ids)
        assert {id for r in document.responsibilities for id in r.measure_ids} <= set(ids)
        paths = [item.path for item in document.outline]
        assert [path for path, times in Counter(paths).items() if times > 1] == []
        for before, after in zip(document.measures, document.measures[1:], strict=False):
            assert before.end <= after.start, "measures in order, none over another"


@each_text()
def test_each_path_is_an_item(path):
    for document in read(path)[1]:
        items = {(), *(item.path for item in document.outline)}
        places = {entry.path for entry in structs(document) if isinstance(getattr(entry, "path", None), tuple)}
        assert places - items == set()
        assert {item.path[:-1] for item in document.outline} - items == set(), "an item without its parent"


@each_text(others=False)
def test_unknown_is_none(path):
    """Never an empty word; what is squeezed holds no white space."""
    for document in read(path)[1]:
        for entry in structs(document):
            for field in entry.__struct_fields__:
                assert getattr(entry, field) != "", f"{type(entry).__name__}.{field}: {entry}"
        for entry in (body for r in document.responsibilities for body in r.departments):
            assert not re.search(r"\s", entry.as_written + entry.canonical)


@each_text(others=False)
def test_a_responsibility_answers_for_what_it_covers(path):
    """measure_ids are the measures that the covered text touches."""
    for document in read(path)[1]:
        for entry in document.responsibilities:
            touched = [
                measure.id for measure in document.measures
                if entry.covers and measure.start < entry.covers.end and measure.end > entry.covers.start
            ]  # fmt: skip
            assert list(entry.measure_ids) == touched


@each_text()
def test_no_find_cuts_a_number(path):
    """022年 of 2022年, 50万 of 150万: what begins or ends with a digit does so where the number does."""
    text, found = read(path)
    cut = []
    for document in found:
        for entry in structs(document):
            if isinstance(entry, Record):
                edges = text[max(entry.start - 1, 0) : entry.start + 1], text[entry.end - 1 : entry.end + 1]
                if any(re.fullmatch("[0-9０-９]{2}", edge) for edge in edges):
                    cut.append((type(entry).__name__, entry.quote))
    assert cut == []


@each_text()
def test_no_find_cuts_a_title(path):
    """A find holds a title in 《》 whole, lies in it, or stays out of it."""
    text, found = read(path)
    titles = [match.span() for match in re.finditer("《[^《》]*》", text)]
    cut = [
        (type(entry).__name__, entry.quote)
        for document in found for entry in structs(document) if isinstance(entry, Record)
        for a, b in titles
        if a < entry.start < b < entry.end or entry.start < a < entry.end < b
    ]  # fmt: skip
    assert cut == []


@each_text()
def test_one_name_is_one_body(path):
    """What is written alike in one document is one body: one full name, one level."""
    for document in read(path)[1]:
        bodies: dict[str, set[tuple[str, str | None]]] = {}
        for entry in document.responsibilities:
            for body in entry.departments:
                bodies.setdefault(body.as_written, set()).add((body.canonical, body.level))
        assert {name: full for name, full in bodies.items() if len(full) > 1} == {}


# Comparisons


@each_document({})
def test_a_document_finds_itself(document):
    """Each of its asks (or measures) is its own counterpart, with no change. A heading that asks has none to find."""
    spans = {(measure.start, measure.end) for measure in document.measures}
    wrong = []
    for ask in compare(document, document).asks:
        best = ask.matches[0] if ask.matches else None
        if (ask.start, ask.end) in spans and (
            best is None or (best.start, best.end, best.changes) != (ask.start, ask.end, ())
        ):
            wrong.append((ask.quote, best and best.quote))
    assert wrong == []


@each_document({})
def test_a_document_duplicates_itself(document):
    """Whatever an ask says of more, wider or longer: held against itself it asks for nothing new."""
    spans = {(measure.start, measure.end) for measure in document.measures}
    asks = [ask for ask in compare(document, document).asks if (ask.start, ask.end) in spans]
    assert [(a.quote, a.relation, a.how) for a in asks if (a.relation, a.how) != ("duplicates", ())] == []


MIRROR = {"added": "removed", "removed": "added", "raised": "lowered", "lowered": "raised", "widened": "narrowed",
          "narrowed": "widened"}  # fmt: skip


def with_something() -> list[Measure]:
    """Measures with more than words: some hundred pairs of them are compared both ways."""
    return [m for d in documents() for m in d.measures if m.money or m.targets or m.thresholds or m.beneficiaries]


def test_sides_swapped_swap_the_changes():
    measures = with_something()
    near = [pair for step in (1, 2, 7) for pair in zip(measures, measures[step:], strict=False)]
    wrong = []
    for left, right in near:
        there = Counter((c.field, c.op, c.left, c.right) for c in find_changes(left, right))
        back = Counter((c.field, MIRROR.get(c.op, c.op), c.right, c.left) for c in find_changes(right, left))
        if there != back:
            wrong.append((left.quote, right.quote, list((there - back).elements()), list((back - there).elements())))
    assert len(near) > 500
    assert wrong == []


def test_what_is_equal_is_no_change():
    assert [m.quote for d in documents() for m in d.measures if find_changes(m, m)] == []


# A sentence more

SENTENCE = "各单位要密切协作，加强政策宣传解读，及时总结经验做法。"
NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else NUMERALS[tens - 1] * (tens > 1) + "十") + ("" if ones == 0 else NUMERALS[ones - 1])


def next_label(document: Document) -> str:
    """The label of one more item at the top of the outline; nothing where items have no numbers."""
    tops = [item for item in document.outline if len(item.path) == 1 and not item.path[0].startswith("附")]
    if not tops:
        return ""
    last = unicodedata.normalize("NFKC", tops[-1].label)
    written = re.search(f"[{NUMERALS}]+|\\d+", last)
    values = {numeral(n): n for n in range(1, 100)} | {str(n): n for n in range(1, 100)}
    number = values[written[0]] + 1
    return last.replace(written[0], str(number) if written[0].isdigit() else numeral(number), 1)


def moved(value: Any, at: int, by: int) -> Any:
    """The builtins of a record with each place from ``at`` on moved. What runs up to ``at`` may run on (the whole
    document)."""
    if isinstance(value, dict):
        far = {name: at + by for name in ("end",) if value.get(name) == at and "quote" not in value}
        return {
            name: far.get(name) or (entry + by if _is_place(name, entry) and entry + (name == "start") > at
                                    else moved(entry, at, by))
            for name, entry in value.items()
        }  # fmt: skip
    if isinstance(value, list | tuple):
        return [moved(entry, at, by) for entry in value]
    return value


def _is_place(name: str, value: Any) -> bool:
    return name in ("start", "end") and isinstance(value, int)


@each_text(others=False)
def test_a_sentence_more_changes_no_other_record(path):
    """A new paragraph under a new item after the last item; everything else stays as it was, moved.

    Whoever answers for the whole document answers for the new measure too.
    """
    text, found = read(path)
    document = found[-1]
    acting = [*document.outline, *document.measures, *document.responsibilities]
    acting = [entry for entry in acting if not (entry.path and entry.path[0].startswith("附"))]  # before the annexes
    last = max((entry.end for entry in acting if entry.path or not document.outline), default=len(text))
    at = text.find("\n", last) if "\n" in text[last:] else len(text)
    label = next_label(document)
    new = f"\n{label}加强组织实施。{SENTENCE}" if label else f"\n　　{SENTENCE}"
    more = parse_text(text[:at] + new + text[at:], document.doc_id.partition("#")[0])
    assert len(more) == len(found)
    before = moved(msgspec.to_builtins(found), at, len(new))
    after = moved(msgspec.to_builtins(more), at, 0)
    new_ids = {measure.id for measure in more[-1].measures} - {measure.id for measure in document.measures}
    for entry in after[-1]["responsibilities"]:
        entry["measure_ids"] = [id for id in entry["measure_ids"] if id not in new_ids]
    for old, now in zip(before, after, strict=True):
        for name, value in old.items():
            if not isinstance(value, list):
                assert now[name] == value, name
            else:
                assert [entry for entry in value if entry not in now[name]] == [], name
                added = [entry for entry in now[name] if entry not in value]
                assert [e for e in added if e["start"] < at or e["end"] > at + len(new)] == [], name


def test_the_laws_are_said_of_enough():
    assert len(OURS) >= 12
    assert len(with_something()) >= 200
