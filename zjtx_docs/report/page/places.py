"""Where things stand, for people: titles of texts, items by their own label and heading, links into the full texts."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zjtx_docs.comparison.records import Match
from zjtx_docs.exports.tables import answering
from zjtx_docs.lexicon import rows
from zjtx_docs.model import FIND_LISTS, Department, Document, Measure, Path
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.layout import clean, shorten
from zjtx_docs.report.page.markup import GAP
from zjtx_docs.report.phrases import place

_HEADING = 44  # columns of a heading inside a trail


class Link(NamedTuple):
    """The way to a stretch of a full text: the text's number and the offsets in it."""

    text: int
    start: int
    end: int

    @property
    def anchor(self) -> str:
        return f"t{self.text}-{self.start}"


class Text(NamedTuple):
    """One full text with the documents in it; ``whole`` is False where only quotes are known and gaps stand between."""

    number: int
    text: str
    documents: list[Document]
    whole: bool


class Places:
    """Answers every question of where for one page, and keeps in mind which stretches are pointed at and from where.

    ``used`` holds, by text, each (start, end) that something links to, with the anchors that it leads back to and
    their labels, short and in full.
    """

    def __init__(self, documents: Sequence[Document], texts: Mapping[str, str], say: Say, left: str = "") -> None:
        self.say = say
        self.left = left
        self.documents = {document.doc_id: document for document in documents}
        self.texts = _texts(documents, texts)
        self.used: dict[int, dict[tuple[int, int], dict[str, tuple[str, str]]]] = {
            text.number: {} for text in self.texts
        }
        self._number = {doc.doc_id: text.number for text in self.texts for doc in text.documents}
        self._outline = {
            doc.doc_id: {item.path: item for item in reversed(doc.outline)} for doc in self.documents.values()
        }
        self._measures = {doc.doc_id: {m.id: m for m in doc.measures} for doc in self.documents.values()}
        self._bodies = {doc.doc_id: answering(doc) for doc in self.documents.values()}

    def title(self, doc_id: str) -> str:
        """The name of a document: its title, else its file, else its id."""
        document = self.documents.get(doc_id)
        name = (document.title or document.source.file or doc_id) if document else doc_id
        return clean(name) or self.say("report.untitled")

    def kind(self, doc_id: str) -> str:
        """What sort of document it is, in words."""
        document = self.documents.get(doc_id)
        return self.say(f"kind.{document.kind}") if document else ""

    def told_kind(self, doc_id: str) -> str:
        """What sort of document it is, for a sentence that names it; one of no known sort is the text."""
        document = self.documents.get(doc_id)
        return self.say("page.the_text") if document is None or document.kind == "other" else self.kind(doc_id)

    def subject(self, name: str) -> str:
        """The name of a subject of the thesaurus (the number of firms on a rung is one too)."""
        return _subjects(self.say.lang).get(name.partition(":")[0], name)

    def trail(self, doc_id: str, path: Path) -> str:
        """The item at ``path`` by the labels and headings of the text: 四、服务 › 9.支持上市; for none the opening."""
        items = self._outline.get(doc_id, {})
        steps = []
        for length in range(1, len(path) + 1):
            item = items.get(path[:length])
            label = clean(item.label) if item else place(path[length - 1 : length])
            steps.append(shorten(label + clean((item and item.heading) or ""), _HEADING))
        return " › ".join(steps) or self.say("page.no_item")

    def short(self, doc_id: str, path: Path) -> str:
        """The item on one short line: its label and heading; where it has no heading all labels and its first words."""
        items = self._outline.get(doc_id, {})
        item = items.get(path)
        if not path or (item and item.heading):
            return self.trail(doc_id, path).rpartition(" › ")[2]
        labels = "".join(clean(items[path[:n]].label) for n in range(1, len(path) + 1) if path[:n] in items)
        first = next((m.quote for m in self._measures.get(doc_id, {}).values() if m.path == path), "")
        return shorten(f"{labels or place(path)} {clean(first)}", _HEADING)

    def measure(self, doc_id: str, measure_id: str | None, start: int, end: int) -> Measure | None:
        """The measure of that id, else the one that holds the stretch."""
        known = self._measures.get(doc_id, {})
        if measure_id in known:
            return known[measure_id]
        return next((m for m in known.values() if m.start <= start and end <= m.end), None)

    def of(self, match: Match) -> Measure | None:
        """The measure of a match."""
        return self.measure(match.doc_id, match.measure_id, match.start, match.end)

    def bodies(self, doc_id: str, measure_id: str) -> tuple[Department, ...]:
        """The departments that answer for a measure, its own and those of the responsibilities over it."""
        return self._bodies.get(doc_id, {}).get(measure_id, ())

    def link(self, doc_id: str, start: int, end: int, back: str = "", label: str = "") -> Link | None:
        """The way to a stretch, kept in mind for the full text; ``back`` is the anchor that the text leads back to.

        None where the text does not hold it.
        """
        number = self._number.get(doc_id)
        if number is None:
            return None
        start, end = max(start, 0), min(end, len(self.texts[number].text))
        if start >= end:
            return None
        leads = self.used[number].setdefault((start, end), {})
        if back:
            leads.setdefault(back, (label, self.say("page.back_to", what=label)))
        return Link(number, start, end)


def _texts(documents: Sequence[Document], texts: Mapping[str, str]) -> list[Text]:
    """Each full text once: a proposal and the reply under it share theirs."""
    made: list[Text] = []
    known: dict[str, Text] = {}
    for document in documents:
        text = texts.get(document.doc_id)
        if text is not None and text in known:
            if document not in known[text].documents:
                known[text].documents.append(document)
            continue
        entry = Text(len(made), rebuilt(document) if text is None else text, [document], text is not None)
        made.append(entry)
        if text is not None:
            known[text] = entry
    return made


def rebuilt(document: Document) -> str:
    """What the quotes of a document give of its text, everything in its place; GAP where nothing is quoted."""
    records = [*document.outline, *document.measures, *document.responsibilities]
    for holder in (document, *document.measures):
        for name in FIND_LISTS:
            records.extend(getattr(holder, name))
    parts: list[str] = []
    at = 0
    for record in sorted(records, key=lambda one: (one.start, -one.end)):
        if record.end > at:
            parts.append(GAP * (record.start - at))
            parts.append(record.quote[max(at - record.start, 0) :])
            at = record.end
    return "".join(parts)


@functools.cache
def _subjects(lang: str) -> dict[str, str]:
    return {row["value"]: row[lang] for row in rows("subject_names")}
