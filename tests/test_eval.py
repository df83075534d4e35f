"""The quality gate: what was right stays right. See tests/eval/floors.py for what is stored and how it is renewed."""

from __future__ import annotations

import os

import msgspec
import pytest
from eval.annotations import GOLDEN, Annotation, comparisons, documents, key_of, locate, parse_case, source_path
from eval.floors import digest, entry_of, judge, outcomes_of, read_floors, write_floors
from eval.measure import measure
from eval.measure_comparison import compare_case, kappa, measure_comparison
from eval.outcomes import Outcome

from zjtx_docs.comparison.encoder import model
from zjtx_docs.comparison.records import Comparison
from zjtx_docs.model import Document, Measure

ALL = [*documents(), *comparisons()]
NAMES = [annotation.name for annotation in ALL]
replace = msgspec.structs.replace


@pytest.mark.parametrize("annotation", ALL, ids=NAMES)
def test_what_was_right_stays_right(annotation, request, capsys):
    """Fails for each fact that was right and is not any more; says what was lost and what was gained."""
    if annotation in comparisons() and model() != "e5":
        pytest.skip("the floors of comparisons are those of the better encoder")
    floors = read_floors()
    entry = floors.get(annotation.name, {"sha256": None, "fields": {}})
    outcomes = outcomes_of(annotation)
    verdict = judge(outcomes, entry["fields"])
    if str(verdict):
        with capsys.disabled():
            print(f"\n{annotation.name}\n{verdict}")
    if request.config.getoption("--rewrite-golden"):
        if os.environ.get("CI"):
            pytest.fail("a person accepts a new state, CI never", pytrace=False)
        kept = {name: entry for name, entry in floors.items() if name in NAMES}
        write_floors({**kept, annotation.name: entry_of(annotation, outcomes)})
        return
    assert entry["sha256"] == digest(annotation), "the annotation or its text was changed: see tests/eval/floors.py"
    assert verdict.lost == []
    assert verdict.more == []


def test_each_text_has_its_floor():
    assert sorted(read_floors()) == sorted(NAMES)


@pytest.mark.parametrize("annotation", ALL, ids=NAMES)
def test_annotations_quote_their_text(annotation):
    compared = annotation.path.parent.parent.name == "compare"
    folder = annotation.path.parent if compared else GOLDEN / annotation.path.stem
    text = source_path(folder, "proposal" if compared else "source")[0].read_bytes().decode("utf-8")
    for fact in annotation.facts:
        if "quote" in fact:
            start, end = locate(text, fact)
            assert text[start:end] == fact["quote"]
    keys = [(fact["list"], fact.get("tier"), fact.get("ask"), key_of(fact)) for fact in annotation.facts]
    assert len(set(keys)) == len(keys), "one fact twice"


# That the measuring sees what it is there for: each damage to a record costs a fact, and nothing else does.


@pytest.fixture(scope="module")
def policy() -> tuple[Annotation, str, Document]:
    [annotation] = [a for a in documents() if a.path.stem == "beijing_policy"]
    text, [document] = parse_case(GOLDEN / "beijing_policy")
    return annotation, text, document


def with_money(document: Document, **changes) -> Document:
    """The document with the first sum changed, or left out where there are no changes."""
    at, measure_ = next((i, m) for i, m in enumerate(document.measures) if any(e.yuan for e in m.money))
    money = [replace(entry, **changes) for entry in measure_.money[:1] if changes] + list(measure_.money[1:])
    changed: Measure = replace(measure_, money=tuple(money))
    return replace(document, measures=(*document.measures[:at], changed, *document.measures[at + 1 :]))


DAMAGES = {
    "a sum left out": (lambda d: with_money(d), "money"),
    "another sum": (lambda d: with_money(d, yuan=1), "money"),
    "a cap read as a floor": (lambda d: with_money(d, bound="floor"), "money.bound"),
    "another instrument": (lambda d: with_money(d, instrument="loan"), "money.instrument.exact"),
    "another period": (lambda d: with_money(d, period="per_month"), "money.period"),
    "another body": (lambda d: with_money(d, departments=("市公安局",)), "money.departments"),
    "another unit": (lambda d: with_money(d, per="亩"), "money.per"),
    "an item left out": (lambda d: replace(d, outline=d.outline[1:]), "outline"),
    "a responsibility left out": (lambda d: replace(d, responsibilities=d.responsibilities[1:]), "responsibilities"),
    "bodies left out": (
        lambda d: replace(
            d, responsibilities=(replace(d.responsibilities[0], departments=()), *d.responsibilities[1:])
        ),
        "departments",
    ),
    "a list left open": (
        lambda d: replace(
            d, responsibilities=(replace(d.responsibilities[0], open_ended=True), *d.responsibilities[1:])
        ),
        "responsibilities.open_ended",
    ),
    "targets left out": (lambda d: replace(d, targets=()), "targets"),
    "another kind": (lambda d: replace(d, kind="plan"), "document.kind"),
    "another title": (lambda d: replace(d, title="若干措施"), "document.title"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_seen(damage, policy):
    annotation, text, document = policy
    change, name = DAMAGES[damage]
    whole = measure(annotation, text, [document])
    damaged = measure(annotation, text, [change(document)])
    assert len(damaged[name].right) < len(whole[name].right)
    assert judge(damaged, entry_of(annotation, whole)["fields"]).lost
    assert judge(whole, entry_of(annotation, whole)["fields"]).lost == []
    assert judge(whole, entry_of(annotation, damaged)["fields"]).gained


def test_what_is_found_besides_is_seen(policy):
    annotation, text, document = policy
    [target, *_] = document.targets
    twice = replace(document, targets=(*document.targets, target))
    whole, more = measure(annotation, text, [document]), measure(annotation, text, [twice])
    assert len(more["targets"].extra) == len(whole["targets"].extra) + 1
    assert judge(more, entry_of(annotation, whole)["fields"]).more


@pytest.fixture(scope="module")
def compared() -> tuple[Annotation, str, Comparison]:
    [annotation] = [a for a in comparisons() if a.path.parent.name == "fangshan_beijing"]
    return annotation, *compare_case(annotation, "off")


@pytest.mark.parametrize(
    ("name", "change"),
    {
        "asks": lambda asks: asks[1:],
        "relation": lambda asks: [replace(a, relation="lacks") for a in asks],
        "item": lambda asks: [replace(a, matches=()) for a in asks],
        "reply": lambda asks: [replace(a, reply=replace(a.reply, status="refused")) for a in asks],
        "how": lambda asks: [replace(a, how=("conflicts",)) for a in asks],
        "asks.apart": lambda asks: [replace(a, id="1") for a in asks],
    }.items(),
)
def test_damage_to_a_comparison_is_seen(name, change, compared):
    annotation, text, comparison = compared
    whole, kappas = measure_comparison(annotation, text, comparison)
    damaged, worse = measure_comparison(annotation, text, replace(comparison, asks=tuple(change(comparison.asks))))
    assert len(damaged[name].right) < len(whole[name].right)
    assert name not in kappas or worse[name] < kappas[name]


def test_uncovered_items_are_measured_both_ways(compared):
    annotation, text, comparison = compared
    [first, *rest] = comparison.uncovered
    other = replace(first, path=("三", "7"))
    outcomes, _ = measure_comparison(annotation, text, replace(comparison, uncovered=(other, *rest)))
    assert (outcomes["uncovered"].missed, outcomes["uncovered"].extra) == ([".".join(first.path)], ["三.7"])


def test_kappa():
    """Half of the labels agree where chance alone would give half: nothing beyond chance."""
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "b"), ("b", "a")]) == -1


def test_figures_of_an_outcome():
    outcome = Outcome(["a", "b"], ["c"], ["d", "e"])
    assert (outcome.precision, outcome.recall) == (0.5, 2 / 3)
    assert outcome.figure == pytest.approx(4 / 7)
    assert Outcome(["a"], ["b", "c"], found=2).figure == 0.5
