"""The one home of spaCy: a pipeline component that puts every find into ``Doc.spans``.

    nlp = spacy.blank("zh")
    nlp.add_pipe("zjtx_docs")
    doc = nlp(text)
    [(span.text, span.label_) for span in doc.spans["money"]]

Blank Chinese cuts a text into characters, so that every find falls on token borders. ``blank()`` gives the same for
texts of any length. Nothing here is imported by the rest of the package: spaCy takes most of a second to load.
"""

# Annotations are real objects here, not strings: spaCy reads a factory's signature to check its settings.
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from zjtx_docs.model import FIND_LISTS, Document, Measure, Record, Responsibility, all_finds, from_json
from zjtx_docs.pipeline import parse_text

FACTORY = "zjtx_docs"
TOKENIZER = "zjtx_docs.characters.v1"
SPANS_KEYS = ("outline", "measures", "responsibilities", "departments", "conditions", "clauses", *FIND_LISTS)
_LABELS = dict(zip(FIND_LISTS, ("money", "threshold", "target", "statistic", "reference", "beneficiary"), strict=True))


class Mark(NamedTuple):
    """A find on its way into ``doc.spans[key]``: what the span is called and which name or number it stands for."""

    key: str
    record: Record
    label: str
    name: str = ""
    number: str = ""


def marks(document: Document) -> Iterator[Mark]:
    """Every find of a document. Labels are values of the record where it has a vocabulary, else the name of the kind.

    Measures are labelled with their stance, departments with their role, money with its instrument, beneficiaries
    with their tier. ``name`` is the canonical name of a department or the title of a reference, ``number`` the id of a
    measure or the path of an outline item.
    """
    for item in document.outline:
        yield Mark("outline", item, "item", number="/".join(item.path))
    for label in ("validity", "applies_to"):
        if (clause := getattr(document, label)) is not None:
            yield Mark("clauses", clause, label)
    for measure in document.measures:
        yield Mark("measures", measure, measure.stance, number=measure.id)
        yield from _departments(measure)
        for condition in measure.conditions:
            yield Mark("conditions", condition, "condition")
    for responsibility in document.responsibilities:
        yield Mark("responsibilities", responsibility, "responsibility")
        yield from _departments(responsibility)
    for key in FIND_LISTS:
        for entry in all_finds(document, key):
            label = getattr(entry, "instrument", None) or getattr(entry, "tier", None) or _LABELS[key]
            yield Mark(key, entry, label, name=entry.title if key == "references" else "")


def _departments(holder: Measure | Responsibility) -> Iterator[Mark]:
    for department in holder.departments:
        yield Mark("departments", department, department.role, name=department.canonical)


def _span(doc: Doc, mark: Mark) -> Span | None:
    """The tokens of a find, white space at its ends left out; None where it holds nothing else."""
    quote = mark.record.quote
    start = mark.record.start + len(quote) - len(quote.lstrip())
    end = mark.record.end - len(quote) + len(quote.rstrip())
    if start >= end:
        return None
    names = {"label": mark.label, "kb_id": mark.name, "span_id": mark.number}
    return doc.char_span(start, end, alignment_mode="expand", **names)


def annotate(doc: Doc, documents: list[Document]) -> Doc:
    """Puts the finds into ``doc.spans`` and the documents behind ``doc._.zjtx``; every key of SPANS_KEYS is there.

    Where a find begins or ends inside a token, as it may with a word segmenter, the span is the whole tokens and a
    warning says how many there were. The exact places stand in ``doc._.zjtx`` all the same.
    """
    groups: dict[str, dict[tuple[int, int, str], Span]] = {key: {} for key in SPANS_KEYS}
    widened = 0
    for document in documents:
        for mark in marks(document):
            if (span := _span(doc, mark)) is not None:
                widened += len(span.text) > len(mark.record.quote.strip())
                groups[mark.key].setdefault((span.start, span.end, mark.label), span)
    for key, group in groups.items():
        doc.spans[key] = [group[place] for place in sorted(group)]
    doc.user_data[FACTORY] = msgspec.json.encode(documents).decode()
    if widened:
        warnings.warn(f"{widened} finds do not fall on token borders and were widened: use characters", stacklevel=2)
    return doc


def _documents(doc: Doc) -> list[Document]:
    """What ``doc._.zjtx`` gives: the documents of the text. They travel as JSON, which DocBin and processes carry."""
    return from_json(doc.user_data.get(FACTORY, "[]"))


class Component:
    """Parses ``doc.text`` and annotates the doc. No state: a pipeline with it can be saved, pickled and shared."""

    def __call__(self, doc: Doc) -> Doc:
        return annotate(doc, parse_text(doc.text))


@Language.factory(FACTORY, assigns=["doc.spans", "doc._.zjtx"])
def make_component(nlp: Language, name: str) -> Component:
    """The component that ``nlp.add_pipe("zjtx_docs")`` adds."""
    return Component()


class Characters(DummyTokenizer):
    """One token a code point, white space included, in linear time (spaCy's own takes 14 s for 750,000 characters)."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))


@spacy.registry.tokenizers(TOKENIZER)
def make_tokenizer() -> Callable[[Language], Characters]:
    """The tokenizer factory that a config names as ``@tokenizers = "zjtx_docs.characters.v1"``."""

    def create(nlp: Language) -> Characters:
        return Characters(nlp.vocab)

    return create


def blank() -> Language:
    """A blank Chinese pipeline with this component, one token a character, for texts of any length."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.max_length = sys.maxsize
    nlp.add_pipe(FACTORY)
    return nlp


Doc.set_extension("zjtx", getter=_documents, force=True)
