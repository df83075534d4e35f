"""The spaCy component: every find in ``doc.spans``, at its exact place, through everything spaCy does with a doc."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import msgspec
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus, Example

from zjtx_docs import nlp as component
from zjtx_docs.model import Duration, Place, Record
from zjtx_docs.pipeline import parse_text

TITLE = "某市关于支持中小企业发展的若干措施\r\n\r\n一、加大资金支持\r\n"
MADE_UP = (
    f"{TITLE}1.鼓励企业𠮷升级。对首次认定的国家级专精特新“小\r\n巨人”企业，一次性给予50 万元奖励（市经济和信息化局，市财政局）。"
    "\r\n\t2.支持技术改造。按实际投入的20%给予补助，最高不超过３００万元（市发展改革委）。\r\n"
)


def records_of(value: object) -> Iterator[Record]:
    """Every record inside a document, found by walking its fields, so that a new list cannot be forgotten here."""
    if isinstance(value, Place | Duration):  # the words behind one field of a find: no find of its own
        return
    if isinstance(value, Record):
        yield value
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from records_of(getattr(value, field))
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from records_of(entry)


def spans_of(doc: Doc) -> set[tuple[int, int, str]]:
    return {(span.start_char, span.end_char, span.text) for key in component.SPANS_KEYS for span in doc.spans[key]}


def described(doc: Doc) -> dict[str, list[tuple]]:
    return {
        key: [(span.start_char, span.end_char, span.text, span.label_, span.kb_id_, span.id_) for span in group]
        for key, group in doc.spans.items()
    }


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("zjtx_docs")
    return pipeline


@pytest.fixture(scope="module")
def doc(nlp: spacy.Language, policy_text: str) -> Doc:
    return nlp(policy_text)


@pytest.mark.parametrize("which", ["policy_text", "proposal_text"])
@pytest.mark.parametrize("make", [lambda: None, component.blank], ids=["spacy.blank", "nlp.blank"])
def test_every_find_is_a_span_with_its_exact_text(which, make, nlp, request):
    text = request.getfixturevalue(which)
    doc = (make() or nlp)(text)
    spans = spans_of(doc)
    records = [record for document in parse_text(text) for record in records_of(document)]
    assert len(records) > 50
    assert {(r.start, r.end, r.quote) for r in records} <= spans
    assert {(r.start, r.end) for r in records} == {(start, end) for start, end, _ in spans}, "a span that is no find"
    assert doc.text == text


def test_spans_stand_under_the_name_of_their_kind(doc, policy_text):
    (document,) = parse_text(policy_text)
    assert set(doc.spans) == set(component.SPANS_KEYS)
    places = {(span.start_char, span.end_char, span.id_, span.label_) for span in doc.spans["measures"]}
    assert places == {(m.start, m.end, m.id, m.stance) for m in document.measures}
    assert [span.id_ for span in doc.spans["outline"]] == ["/".join(item.path) for item in document.outline]
    assert all(span.label_ == "item" for span in doc.spans["outline"])


def test_labels_and_names_come_from_the_records(nlp):
    doc = nlp(MADE_UP)
    (first, second) = list(doc.spans["departments"])[:2]
    assert (first.text, first.label_) == ("市经济和信息化局", "joint")
    assert second.text == "市财政局"
    assert second.kb_id_.endswith("市财政局")
    assert "award" in {span.label_ for span in doc.spans["money"]}
    (tier,) = [span for span in doc.spans["beneficiaries"] if span.label_ == "national_little_giant"]
    assert "“小\r\n巨人”" in tier.text, "a find over two lines keeps the break"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\r\n\r\n",
        "　　",
        "𠮷",
        "给予𠮷企业 50 万\r\n元奖励",
        "\ufeff给予企业50\u200b万元奖励",
        "\t 1.支持企业。给予 50 万元奖励。 \n",
    ],
    ids=["empty", "blank", "CRLF", "ideographic blank", "astral", "broken amount", "BOM", "blanks at both ends"],
)
def test_odd_white_space_and_astral_characters_keep_their_place(text, nlp):
    for pipeline in (nlp, component.blank()):
        text = text if not text.strip() else TITLE + text
        doc = pipeline(text)
        assert doc.text == text
        for start, end, words in spans_of(doc):
            assert text[start:end] == words
        records = [record for document in doc._.zjtx for record in records_of(document)]
        assert {(r.start, r.end, r.quote) for r in records} <= spans_of(doc)


PIECES = [
    *("一、", "1.", "给予", "最高", "企业", "“小巨人”", "50", "万", "元", "奖励", "（市财政局）", "。", "，"),
    *(" ", "\r\n", "\n\n", "　", "𠮷", "\t", "**"),
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_keeps_every_find_less_white_space_at_its_ends(text):
    text = TITLE + text
    doc = SHARED(text)
    spans = {(start, end) for start, end, _ in spans_of(doc)}
    for document in parse_text(text):
        for record in records_of(document):
            if words := record.quote.strip():
                start = record.start + record.quote.index(words)
                assert (start, start + len(words)) in spans


SHARED = component.blank()


def test_long_texts_in_linear_time_and_past_spacys_limit(policy_text):
    text = policy_text * (1_000_100 // len(policy_text) + 1)
    assert len(text) > spacy.blank("zh").max_length
    tokens = component.blank().make_doc(text)
    assert len(tokens) == len(text)
    assert tokens[len(text) - 1].idx == len(text) - 1


def test_documents_are_reachable(doc, policy_text):
    assert doc._.zjtx == parse_text(policy_text)
    assert spacy.blank("zh")(policy_text)._.zjtx == []


def test_a_file_with_two_documents(nlp, proposal_text):
    assert [document.kind for document in nlp(proposal_text)._.zjtx] == ["proposal", "reply"]


def test_a_word_segmenter_loses_nothing_and_warns():
    def segment(text: str) -> Doc:
        words = re.findall(r"\s+|[^\s，。]+[，。]?", text)
        return Doc(pipeline.vocab, words=words, spaces=[False] * len(words))

    pipeline = spacy.blank("zh")
    pipeline.tokenizer = segment
    pipeline.add_pipe("zjtx_docs")
    text = MADE_UP
    with pytest.warns(UserWarning, match="finds do not fall on token borders"):
        doc = pipeline(text)
    assert doc.text == text
    exact = [record for document in parse_text(text) for record in records_of(document)]
    for record in exact:
        assert any(start <= record.start and record.end <= end for start, end, _ in spans_of(doc))
    assert doc._.zjtx == parse_text(text)


def test_pipe_and_processes_give_the_same(nlp, policy_text, proposal_text):
    texts = [policy_text, proposal_text, MADE_UP, ""]
    alone = [described(nlp(text)) for text in texts]
    assert [described(doc) for doc in nlp.pipe(texts, batch_size=2)] == alone
    several = list(nlp.pipe(texts, n_process=2, batch_size=1))
    assert [described(doc) for doc in several] == alone
    assert [len(doc._.zjtx) for doc in several][:2] == [1, 2]


def test_docbin_keeps_spans_names_and_documents(doc, tmp_path):
    path = tmp_path / "policy.spacy"
    DocBin(docs=[doc], store_user_data=True).to_disk(path)
    (back,) = DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab)
    assert described(back) == described(doc)
    assert back._.zjtx == doc._.zjtx
    assert described(Doc(spacy.blank("zh").vocab).from_bytes(doc.to_bytes())) == described(doc)


def test_training_data_for_a_span_categoriser(doc, tmp_path):
    """The spans of one kind as the examples that spaCy's trainers read from a .spacy file."""
    path = tmp_path / "train.spacy"
    DocBin(docs=[doc]).to_disk(path)
    trainee = spacy.blank("zh")
    suggester = {"@misc": "spacy.ngram_suggester.v1", "sizes": [4]}
    trainee.add_pipe("spancat", config={"spans_key": "money", "suggester": suggester})
    examples: list[Example] = list(Corpus(path)(trainee))
    assert [len(example.reference.spans["money"]) for example in examples] == [len(doc.spans["money"])]
    trainee.initialize(lambda: examples)
    assert set(trainee.get_pipe("spancat").labels) == {span.label_ for span in doc.spans["money"]}


@pytest.mark.parametrize("key", ["outline", "measures", "responsibilities", "departments", "money", "beneficiaries"])
def test_displacy_draws_each_kind(key, nlp):
    doc = nlp(MADE_UP)
    page = displacy.render(doc, style="span", options={"spans_key": key}, jupyter=False)
    assert page.startswith("<div")
    assert doc.spans[key]
    for label in {span.label_ for span in doc.spans[key]}:
        assert label in page


def test_a_saved_pipeline_loads_again(tmp_path, policy_text, doc):
    for number, pipeline in enumerate((component.blank(), spacy.blank("zh"))):
        if "zjtx_docs" not in pipeline.pipe_names:
            pipeline.add_pipe("zjtx_docs")
        pipeline.to_disk(tmp_path / str(number))
        assert described(spacy.load(tmp_path / str(number))(policy_text)) == described(doc)


def test_spacy_finds_the_component_without_an_import(root: Path):
    """An installed package announces its factory, so ``add_pipe`` needs no import of zjtx_docs."""
    if "zjtx_docs" not in {entry.name for entry in entry_points(group="spacy_factories")}:
        pytest.skip("the package is not installed here")
    code = (
        "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('zjtx_docs'); print(nlp.pipe_names);"
        "print(spacy.registry.tokenizers.get('zjtx_docs.characters.v1').__name__)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root.parent, check=True)
    assert run.stdout.split() == ["['zjtx_docs']", "make_tokenizer"]


def test_nothing_else_loads_spacy(root: Path):
    code = "import sys, zjtx_docs; zjtx_docs.parse_text('给予企业50万元奖励。'); print('spacy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert run.stdout.strip() == "False"
