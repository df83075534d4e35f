"""The whole matrix as a file, several texts on the right, and policy against policy on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from zjtx_docs.cli.program import build
from zjtx_docs.comparison import compare
from zjtx_docs.comparison.matrix import Cell, matrix
from zjtx_docs.exports.csv import unescape
from zjtx_docs.exports.matrix import dictionary, write_matrix
from zjtx_docs.pipeline import parse_file, parse_text

FOLDER = Path(__file__).with_name("policy_pairs")
CITY, DISTRICT = FOLDER / "city.txt", FOLDER / "district.txt"
PROPOSAL = """关于支持我市专精特新企业发展的建议
一、建议
1.建议对企业牵头制定国际标准的，每项给予50万元奖励。
2.建议对企业参加境外展会的展位费给予70%的补贴。
3.建议在老旧小区加装电梯。
4.建议对租用标准厂房的企业给予租金减免。
"""


def here(*args: object, lang: str = "zh"):
    return CliRunner().invoke(build(lang), [str(arg) for arg in args])


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    path = tmp_path / "提案.txt"
    path.write_text(PROPOSAL, "utf-8")
    return path


def cells_of(right: list[Path]) -> list[Cell]:
    rights = [document for path in right for document in parse_file(path)]
    return matrix(parse_text(PROPOSAL, "提案")[0], rights)


def test_every_ask_meets_every_item_once():
    cells = cells_of([CITY, DISTRICT])
    rows = {cell.left_id for cell in cells}
    items = {(cell.right, cell.right_path) for cell in cells}
    assert len(rows) == 4
    assert len(items) == 9 + 7
    assert len(cells) == len({(c.left_id, c.right, c.right_path) for c in cells}) == len(rows) * len(items)
    assert all(0 <= value <= 1 for c in cells for value in (c.score, c.subject, c.word, c.gram, c.copied))


def test_the_best_cell_of_a_row_is_the_counterpart_that_compare_names():
    left = parse_text(PROPOSAL, "提案")[0]
    rights = [*parse_file(CITY), *parse_file(DISTRICT)]
    asks = compare(left, rights).asks
    assert [ask.relation for ask in asks].count("lacks") == 1
    best = {cell.left_id: cell for cell in matrix(left, rights) if cell.rank == 1}
    for ask in asks:
        cell = best[ask.id]
        assert cell.counterpart == bool(ask.matches)
        if ask.matches:
            assert (cell.right, cell.right_path, cell.score) == (
                ask.matches[0].doc_id, ".".join(ask.matches[0].path), ask.matches[0].score,
            )  # fmt: skip


def test_each_ask_is_answered_by_the_text_that_holds_its_matter(proposal):
    ran = here("compare", proposal, "--against", CITY, DISTRICT, "--format", "json")
    asks = json.loads(ran.stdout)["asks"]
    assert [(ask["matches"] or [{"doc_id": None}])[0]["doc_id"] for ask in asks] == ["city", "city", None, "district"]
    page = here("compare", proposal, "--against", CITY, DISTRICT).stdout
    assert "对应条目出自各文本的事项数：[1] 2、[2] 1" in page


def test_the_csv_is_long_and_opens_in_a_sheet(proposal, tmp_path):
    target = tmp_path / "矩阵.csv"
    ran = here("compare", proposal, "--against", CITY, DISTRICT, "--matrix", target)
    assert ran.exit_code == 0, ran.output
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == list(Cell._fields)
    assert len(rows) == 4 * 16
    assert {row["counterpart"] for row in rows} == {"true", "false"}
    text = PROPOSAL
    assert all(text[int(r["left_start"]) : int(r["left_end"])] == unescape(r["left_quote"]) for r in rows)


def test_the_workbook_holds_both_forms(proposal, tmp_path):
    target = tmp_path / "矩阵.xlsx"
    assert here("compare", proposal, "--against", CITY, "--matrix", target).exit_code == 0
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["long", "wide", "dictionary"]
    wide = list(book["wide"].values)
    assert wide[0][:4] == ("left", "left_id", "left_path", "left_quote")
    assert (len(wide), len(wide[0])) == (1 + 4, 4 + 9)
    best = max(range(4, 13), key=lambda column: wide[1][column])
    assert wide[0][best] == "二.3"
    scores = {(row[1], row[5]): row[9] for row in list(book["long"].values)[1:]}
    assert scores[wide[1][1], "二.3"] == wide[1][best]


def test_a_cell_that_looks_like_a_formula_is_defused(tmp_path):
    cells = [cell._replace(left_quote="=1+1", heading="+cmd") for cell in cells_of([CITY])]
    write_matrix(cells, tmp_path / "a.csv", "csv")
    line = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1]
    assert "'=1+1" in line
    assert "'+cmd" in line
    write_matrix(cells, tmp_path / "a.xlsx", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


def test_every_column_is_explained():
    assert [row["field"] for row in dictionary()] == list(Cell._fields)
    assert all(row["meaning_zh"] and row["meaning_en"] for row in dictionary())


def test_another_suffix_is_refused_and_no_source_overwritten(proposal):
    ran = here("compare", proposal, "--against", CITY, "--matrix", "矩阵.txt")
    assert ran.exit_code == 2
    assert ".csv .xlsx" in ran.stderr


def test_an_empty_matrix_is_a_file_with_heads(tmp_path):
    for name in ("a.csv", "a.xlsx"):
        write_matrix([], tmp_path / name, name[2:])
        assert (tmp_path / name).stat().st_size > 0


# ---- policy against policy on the command line


def test_two_versions_are_paired_and_saved(tmp_path):
    new, old = FOLDER / "versions_new.txt", FOLDER / "versions_old.txt"
    saved = tmp_path / "比较.json"
    ran = here("compare", new, "--against", old, "-o", saved)
    assert ran.exit_code == 0, ran.output
    assert "对应的措施 10 组：未变 4、有变化 6" in ran.stdout
    assert "一条分成几条" in ran.stdout
    assert "几条合成一条" in ran.stdout
    found = json.loads(saved.read_bytes())
    assert (found["asks"], len(found["pairs"])) == ([], 10)
    for side, path in (("left", new), ("right", old)):
        text = path.read_text("utf-8")
        for pair in found["pairs"]:
            assert text[pair[side]["start"] : pair[side]["end"]] == pair[side]["quote"]
            for change in pair["changes"]:
                value = change[side]
                assert value is None or text[value["start"] : value["end"]] == value["quote"]
    checked = here("validate", saved, "--source", new, "--source", old)
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", ["table", "markdown"])
def test_a_district_beside_the_city_says_how_it_stands(lang, format):
    page = here("--lang", lang, "compare", DISTRICT, "--against", CITY, "--format", format, lang=lang).stdout
    said = "与上级相同 1、配套或加码 2、换成本地单位或范围 2、另定金额、方式或条件 1"
    english = "repeats 1, tops up 2, localises 2, sets its own terms 1"
    page = page.replace("repeats the upper level", "repeats")
    assert (said if lang == "zh" else english) in " ".join(page.split())
    assert "tops_up" not in page


def test_the_same_texts_can_be_read_as_asks():
    as_asks = json.loads(here("compare", DISTRICT, "--against", CITY, "--as", "asks", "--format", "json").stdout)
    assert as_asks["asks"]
    assert as_asks["pairs"] == []
    assert here("compare", DISTRICT, "--against", CITY, "--as", "else").exit_code == 2
