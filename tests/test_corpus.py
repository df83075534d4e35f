"""Very many policies as one file: the same findings as one by one, and what can go wrong with the file."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from zjtx_docs.cli.language import speaking
from zjtx_docs.cli.program import build as program
from zjtx_docs.comparison import compare
from zjtx_docs.comparison.align import rank
from zjtx_docs.comparison.candidates import is_counterpart
from zjtx_docs.comparison.corpus import Corpus, build, is_corpus
from zjtx_docs.comparison.units import ask_units, counterpart_units
from zjtx_docs.errors import ReadError
from zjtx_docs.model import Document
from zjtx_docs.pipeline import parse_file, parse_text

ROOT = Path(__file__).parents[1]
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"
SOURCES = sorted((ROOT / "tests" / "golden").glob("*/source.txt"))


@pytest.fixture(scope="module")
def policies() -> list[Document]:
    found = [document for path in SOURCES for document in parse_text(path.read_text("utf-8"), path.parent.name)]
    return [*[document for document in found if document.kind == "policy"], *parse_file(POLICY)]


@pytest.fixture(scope="module")
def corpus(policies: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path = tmp_path_factory.mktemp("corpus") / "库.zjtx"
    assert build(iter(policies), path) == sum(len(counterpart_units(policy)) for policy in policies)
    return Corpus(path)


def test_a_small_corpus_gives_what_the_policies_give(policies: list[Document], corpus: Corpus) -> None:
    draft = parse_file(PROPOSAL)
    one_by_one, searched = compare(draft, policies), compare(draft, corpus)
    assert [ask.relation for ask in searched.asks] == [ask.relation for ask in one_by_one.asks]
    first = [[match.quote for match in ask.matches[:1]] for ask in one_by_one.asks]
    assert [[match.quote for match in ask.matches[:1]] for ask in searched.asks] == first


def test_only_the_policies_met_take_part(corpus: Corpus) -> None:
    found = compare(parse_file(PROPOSAL), corpus)
    met = {match.doc_id for ask in found.asks for match in (*ask.matches, *([ask.nearest] if ask.nearest else []))}
    assert set(found.right) == met
    assert found.uncovered == ()
    assert [entry.title for entry in found.documents if entry.doc_id == "beijing_zjtx_measures_2021"] == [
        "北京市关于促进“专精特新”中小企业高质量发展的若干措施"
    ]


def test_few_candidates_hold_what_a_full_comparison_accepts(policies: list[Document], corpus: Corpus) -> None:
    everything = corpus.units(range(corpus.size))
    wanted = got = 0
    for policy in policies:
        for ask in ask_units(policy)[:10]:
            best = [one for one in rank(ask, everything, corpus.weights)[:3] if is_counterpart(one)]
            near = {(unit.doc_id, unit.start, unit.end) for unit in corpus.around(ask, most=20)}
            wanted += len(best)
            got += sum((one.unit.doc_id, one.unit.start, one.unit.end) in near for one in best)
    assert wanted > 50
    assert got / wanted >= 0.98


def test_the_nearest_of_a_measure_is_itself(corpus: Corpus) -> None:
    for unit in corpus.units(range(0, corpus.size, 7)):
        assert unit.quote in [near.quote for near in corpus.around(unit, most=5)]


def test_units_named_besides_are_added_once(corpus: Corpus) -> None:
    ask, other = corpus.units([0, corpus.size - 1])
    found = corpus.around(ask, also=[ask, other], most=3)
    assert len(found) == 4
    assert found[-1] == other


def test_an_empty_corpus_has_no_counterpart(tmp_path: Path) -> None:
    assert build([], tmp_path / "空.zjtx") == 0
    found = compare(parse_file(PROPOSAL), Corpus(tmp_path / "空.zjtx"))
    assert {ask.relation for ask in found.asks} == {"lacks"}


def test_a_corpus_is_replaced_whole(policies: list[Document], tmp_path: Path) -> None:
    path = tmp_path / "库.zjtx"
    build(policies[:1], path)

    def broken():
        yield policies[0]
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        build(broken(), path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["库.zjtx"]
    assert Corpus(path).size == len(counterpart_units(policies[0]))


def test_other_files_are_no_corpus(tmp_path: Path) -> None:
    other, text = tmp_path / "别的.zjtx", tmp_path / "文.zjtx"
    base = sqlite3.connect(other)
    base.execute("CREATE TABLE parts (name TEXT, data BLOB)")
    base.commit()
    base.close()
    text.write_text("第一条", "utf-8")
    assert is_corpus(other)
    assert not is_corpus(text)
    assert not is_corpus(tmp_path / "无.zjtx")
    for path in (other, text):
        with pytest.raises(ReadError):
            Corpus(path)


def run(*words: str):
    with speaking("zh"):
        return CliRunner().invoke(program("zh"), words)


def test_index_and_compare_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "库.zjtx"
    made = run("index", str(POLICY), *map(str, SOURCES), "-o", str(path))
    assert made.exit_code == 0
    assert "条措施和目标" in made.stderr
    shown = run("compare", str(PROPOSAL), "--against", str(path), "--format", "json")
    assert shown.exit_code == 0
    found = json.loads(shown.stdout)
    assert "beijing_zjtx_measures_2021" in found["right"]
    assert sum(ask["relation"] != "lacks" for ask in found["asks"]) > 20
