"""Facts that a reader wrote down from twelve short texts alone, one layout family each, against what is parsed.

``tests/golden/CASE/facts.json``: document fields, outline, sums, what is no sum, thresholds, who answers. ``optional``
facts are neither asked for nor punished, ``accept`` holds further values that a reader may defend.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from eval.annotations import GOLDEN

from zjtx_docs.model import Document, all_finds
from zjtx_docs.pipeline import parse_text

CASES = sorted(path.parent for path in GOLDEN.glob("*/facts.json"))
# (case, words) of facts that are missed, each with its reason.
MISSED = {
    ("chapters_articles", "区人民政府"): "a body named as the subject of a plain sentence",
    ("letter_reply", "湖陵市商务局"): "the foot of a letter, below the signature, names who handled it",
    ("letter_reply", "市交通运输局"): "the foot of a letter, below the signature, names who handled it",
    ("letter_reply", "我局"): "我局将会同 is a promise of the letter's own author",
    ("not_money", "市科学技术局"): "a body named as the subject of a plain sentence",
    ("oneis_first", "市教育局"): "a body named as the subject of a plain sentence",
    ("oneis_first", "市政府督查室"): "a body named as the subject of a plain sentence",
    ("unnumbered", "县人力资源和社会保障局"): "a body named as the subject of a plain sentence",
}


def test_half_of_the_golden_cases_were_written_without_the_parsers():
    assert len(CASES) >= 12
    assert len([path for path in GOLDEN.iterdir() if path.is_dir()]) >= 20


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request) -> tuple[str, dict[str, Any], str, list[Document]]:
    folder = request.param
    text = (folder / "source.txt").read_bytes().decode("utf-8")
    return folder.name, json.loads((folder / "facts.json").read_bytes()), text, parse_text(text)


def places(text: str, quote: str) -> list[tuple[int, int]]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


def meets(entry: Any, text: str, quote: str) -> bool:
    return any(entry.start < end and start < entry.end for start, end in places(text, quote))


def test_head(case):
    _, facts, _, documents = case
    document = next(document for document in documents if document.kind == facts["kind"])
    for field in ("title", "issuer", "issued", "document_number"):
        assert getattr(document, field) in (facts[field], *facts.get("accept", {}).get(field, ())), field
    for field, fact in (facts.get("dates") or {}).items():
        if fact is not None:
            assert getattr(document, field) in (fact["date"], *fact.get("accept", ())), field


def test_outline(case):
    _, facts, _, documents = case
    assert [list(item.path) for document in documents for item in document.outline] == facts["outline"]


def test_money(case):
    _, facts, text, documents = case
    made = [
        entry
        for document in documents
        for entry in all_finds(document, "money")
        if entry.yuan or entry.rate or entry.amount
    ]
    for fact in sorted(facts["money"], key=lambda fact: bool(fact.get("optional"))):
        found = next(
            (
                entry for entry in made
                if meets(entry, text, fact["quote"]) and entry.yuan == fact["yuan"]
                and (entry.rate == pytest.approx(fact["rate"]) if fact["rate"] is not None else entry.rate is None)
            ),
            None,
        )  # fmt: skip
        if found is None:
            assert fact.get("optional"), f"missed {fact['quote']}"
            continue
        assert found.bound in (fact["bound"], *fact.get("accept", {}).get("bound", ())), fact["quote"]
        made.remove(found)
    optional = [fact["quote"] for fact in facts["money"] if fact.get("optional")]
    extra = [entry.quote for entry in made if not any(meets(entry, text, quote) for quote in optional)]
    assert extra == []


def test_what_is_no_money(case):
    _, facts, text, documents = case
    taken = [
        place
        for document in documents
        for entry in all_finds(document, "money")
        for place in entry.places
        if place.field in ("amount", "rate")
    ]
    quotes = [fact if isinstance(fact, str) else fact["quote"] for fact in facts.get("not_money", ())]
    assert [quote for quote in quotes if any(meets(place, text, quote) for place in taken)] == []


def test_thresholds(case):
    _, facts, text, documents = case
    made = [entry for document in documents for entry in all_finds(document, "thresholds")]
    for fact in facts.get("thresholds", ()):
        values = (fact["value"], *fact.get("accept", {}).get("value", ()))
        found = [entry for entry in made if meets(entry, text, fact["quote"]) and entry.value in values]
        assert found or fact.get("optional"), fact["quote"]
        bounds = (fact["bound"], *fact.get("accept", {}).get("bound", ()))
        assert not found or found[0].bound in bounds, fact["quote"]


def test_who_answers(case, request):
    name, facts, text, documents = case
    made = [entry for document in documents for entry in document.responsibilities]
    missed = []
    for fact in facts.get("responsible", ()):
        if fact.get("optional"):
            continue
        words = fact["covers_words"] or fact.get("quote") or fact["names"][0]
        at = text.find(words)
        told: set[str] = set()
        for entry in made:
            covers = entry.covers
            if covers and covers.start <= at < covers.end or entry.start <= at < entry.end:
                told.update("".join(body.as_written.split()) for body in entry.departments)
        if not {"".join(wanted.split()) for wanted in fact["names"]} <= told:
            missed.append(fact["names"][0])
    expected = sorted(words for case_name, words in MISSED if case_name == name)
    assert sorted(missed) == expected, "MISSED lists what is not read, and is held to be exact"
