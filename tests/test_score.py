"""Two codings of the same asks held against each other: pairing, P/R/F1, κ, confusion, the marks for review."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zjtx_docs.cli.program import build
from zjtx_docs.comparison import compare
from zjtx_docs.comparison.decisions import Decision
from zjtx_docs.comparison.fingerprints import fingerprint
from zjtx_docs.comparison.records import Comparison
from zjtx_docs.errors import UsageError
from zjtx_docs.exports.decisions import encode_template
from zjtx_docs.model import to_json
from zjtx_docs.pipeline import parse_file
from zjtx_docs.report.catalogue import words
from zjtx_docs.report.layout import text_width
from zjtx_docs.report.scores import render_score
from zjtx_docs.scoring import Coded, calibration, read_coding, score
from zjtx_docs.scoring.agreement import accuracy, class_scores, interval, kappa, label_agreement, set_agreement
from zjtx_docs.scoring.records import Calibration

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"


def pairs(**counts: int) -> list[tuple[str, str]]:
    """ab=3: three asks that are a on the left and b on the right."""
    return [(name[0], name[1]) for name, count in counts.items() for _ in range(count)]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(parse_file(PROPOSAL), parse_file(POLICY))


# ---- the figures


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (pairs(aa=20, ab=5, ba=10, bb=15), 0.4),
        (pairs(aa=45, ab=15, ba=25, bb=15), 0.1304),
        (pairs(aa=25, ab=35, ba=5, bb=35), 0.2593),
        (pairs(aa=5, bb=5, cc=5), 1.0),
        (pairs(ab=5, ba=5), -1.0),
        (pairs(aa=5), None),
        ([], None),
    ],
    ids=["fair", "the textbook's first", "the textbook's second", "all the same", "all crossed", "one label", "none"],
)
def test_kappa(given: list[tuple[str, str]], expected: float | None) -> None:
    found = kappa(given)
    assert found == (expected if expected is None else pytest.approx(expected, abs=5e-5))


def test_kappa_is_the_same_either_way_and_order_tells_nothing() -> None:
    given = pairs(aa=9, ab=4, bc=3, cc=6, ca=1)
    shuffled = random.Random(1).sample(given, len(given))
    assert kappa(given) == pytest.approx(kappa([(b, a) for a, b in shuffled]))


def test_precision_recall_and_f1_of_each_class() -> None:
    found = {one.label: one for one in class_scores(pairs(aa=6, ab=2, ba=3, bb=8, cb=1))}
    a = found["a"]
    assert (a.left, a.right, a.both, a.precision, a.recall) == (8, 9, 6, 0.75, 0.6667)
    assert a.f1 == pytest.approx(2 * 6 / 17, abs=5e-5)
    assert (found["c"].precision, found["c"].recall, found["c"].f1) == (0.0, None, 0.0)


def test_the_weakest_class_comes_first_in_both_tables() -> None:
    found = label_agreement("relation", pairs(aa=9, bb=1, ba=4, ab=1, cc=5))
    assert [one.label for one in found.classes] == ["b", "a", "c"]
    assert [one.f1 for one in found.classes] == sorted(one.f1 or 0 for one in found.classes)
    assert (found.confusion[0].left, found.confusion[0].right, found.confusion[0].count) == ("b", "b", 1)
    assert sum(cell.count for cell in found.confusion) == found.asks == 20
    assert sum(cell.count for cell in found.confusion if cell.left == cell.right) == found.same == 15
    assert found.accuracy == 0.75


def test_sets_are_scored_label_by_label() -> None:
    given = [({"x", "y"}, {"x"}), (set(), set()), ({"z"}, {"x"}), ({"x"}, {"x"})]
    found = set_agreement("how", [(frozenset(a), frozenset(b)) for a, b in given])
    assert (found.asks, found.same, found.accuracy, found.kappa, found.confusion) == (4, 2, 0.5, None, ())
    assert found.f1 == pytest.approx(2 * 2 / (4 + 3), abs=5e-5)
    assert [one.label for one in found.classes] == ["y", "z", "x"]


def test_intervals_hold_the_figure_and_narrow_with_more_asks() -> None:
    few, many = pairs(aa=8, ab=2, bb=8, ba=2), pairs(aa=160, ab=40, bb=160, ba=40)
    small, large = interval(few, accuracy), interval(many, accuracy)
    assert small is not None and large is not None
    assert small.low < 0.8 < small.high
    assert large.high - large.low < (small.high - small.low) / 2
    assert interval(few, accuracy) == small
    assert interval(pairs(aa=2, bb=2), accuracy) is None


# ---- the codings


def wide(*rows: str, head: str = "quote,relation,status,how") -> str:
    return "\n".join([head, *rows]) + "\n"


def test_the_three_kinds_of_coding_are_read_alike(comparison: Comparison) -> None:
    data = to_json(comparison).decode()
    tool = read_coding(data, "c.json")
    assert set(tool) == {ask.fingerprint for ask in comparison.asks}
    first = comparison.asks[0]
    assert tool[str(first.fingerprint)] == Coded(
        first.quote, first.relation, first.reply and first.reply.status, frozenset(first.how), first.review,
        first.alternative,
    )  # fmt: skip
    rows = [
        f'"{ask.quote}",{ask.relation},{ask.reply.status},{";".join(ask.how)}' for ask in comparison.asks if ask.reply
    ]
    table = read_coding(wide(*rows), "t.csv")
    found = score(tool, table)
    assert (found.paired, found.only_left, found.only_right) == (len(comparison.asks), (), ())
    assert [(one.what, one.accuracy, one.kappa) for one in found.agreements[:2]] == [
        ("relation", 1.0, 1.0), ("status", 1.0, 1.0)
    ]  # fmt: skip
    people = "fingerprint,kind,field,value\n" + "".join(
        f"{ask.fingerprint},relation,,{ask.relation}\n{ask.fingerprint},relation,how,{';'.join(ask.how) or '无'}\n"
        for ask in comparison.asks
    )
    decided = score(tool, read_coding(people, "d.csv"))
    assert [(one.what, one.accuracy) for one in decided.agreements] == [("relation", 1.0), ("how", 1.0)]


def test_what_people_call_a_value_is_read_too() -> None:
    text = wide("设立资金池,政策已有,已采纳,", "建设平台,goes further,not addressed,新增平台；金额更高")
    first, second = read_coding(text, "t.csv").values()
    assert (first.relation, first.status, first.how) == ("duplicates", "acted", None)
    assert (second.relation, second.status, second.how) == (
        "extends", "not_addressed", frozenset({"adds_platform", "higher_amount"})
    )  # fmt: skip


def test_asks_with_objects_and_a_reply_of_their_own_are_read() -> None:
    raw = {"asks": [{"quote": "设立资金池", "relation": "lacks", "how": [], "reply": {"status": "refused"}}]}
    ((mark, coded),) = read_coding(json.dumps(raw), "g.json").items()
    assert mark == fingerprint("设立资金池")
    assert (coded.relation, coded.status, coded.how, coded.marked) == ("lacks", "refused", frozenset(), None)


def test_a_comparison_with_decisions_counts_as_the_tool_said(comparison: Comparison) -> None:
    doubtful = next(ask for ask in comparison.asks if ask.review)
    other = "lacks" if doubtful.relation != "lacks" else "extends"
    decided = compare(
        parse_file(PROPOSAL), parse_file(POLICY),
        decisions=[Decision(str(doubtful.fingerprint), "relation", "relation", other)],
    )  # fmt: skip
    before = read_coding(to_json(comparison).decode(), "a")[str(doubtful.fingerprint)]
    after = read_coding(to_json(decided).decode(), "b")[str(doubtful.fingerprint)]
    assert (after.relation, after.marked) == (before.relation, True)


def test_asks_are_paired_by_fingerprint_then_by_their_words() -> None:
    left = read_coding(wide("设立资金池,lacks,,", "建设平台,extends,,", "只在左边,lacks,,"), "l")
    marks = [fingerprint("设立资金池。", "一、别的标题"), fingerprint("建设平台", "二"), fingerprint("只在右边", "")]
    rows = [f"{mark},lacks" for mark in marks]
    right = read_coding(wide(*rows, head="fingerprint,relation"), "r")
    found = score(left, right)
    assert found.paired == 2
    assert [one.words for one in found.only_left] == ["只在左边"]
    assert [one.fingerprint for one in found.only_right] == [marks[2]]
    assert found.agreements[0].same == 1


def test_the_same_ask_of_two_proposals_stays_two() -> None:
    text = wide("设立资金池,lacks,,", "设立资金池,extends,,")
    found = score(read_coding(text, "l"), read_coding(text, "r"))
    assert (found.paired, found.agreements[0].accuracy) == (2, 1.0)


def test_fields_that_only_one_side_codes_are_left_out() -> None:
    left = read_coding(wide("设立资金池,lacks,acted,other"), "l")
    right = read_coding(wide("设立资金池,lacks,,"), "r")
    assert [one.what for one in score(left, right).agreements] == ["relation"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲,乙\n1,2\n", "t:1: 缺少表头"),
        ("quote,other\n1,2\n", "t:1: 缺少表头"),
        (wide("设立资金池,也许,,"), "t:2: value 为“也许”"),
        (wide(",lacks,,"), "t:2: 这一行既没有"),
        ('{"a": 1}', "t:1: 不是标注"),
        ('{"asks": [3]}', "t:$.asks[0]: 不是标注"),
        ('{"asks": [{"quote": "x", "relation": "odd"}]}', "t:$.asks[0]: value 为“odd”"),
        ("{", "t:1: 不是 JSON"),
        ("fingerprint,kind,value\nx,relation,lacks\n", "t:2: “x”不是指纹"),
        (f"quote,relation\n{'长' * 200_000},lacks\n", "t:1: 不是 CSV"),
    ],
    ids=lambda one: one[:14],
)
def test_what_is_no_coding_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        read_coding(text, "t")
    assert error.value.zh.startswith(said)


# ---- calibration


def test_calibration_parts_the_marked_from_the_rest() -> None:
    def coded(relation: str, marked: bool | None, alternative: str | None = None) -> Coded:
        return Coded("x", relation, marked=marked, alternative=alternative)

    truth = Coded("x", "lacks")
    paired = [
        (coded("lacks", True, "extends"), truth),
        (coded("extends", True, "lacks"), truth),
        (coded("duplicates", True, "extends"), truth),
        (coded("lacks", False), truth),
        (coded("lacks", False), truth),
        (coded("extends", False), truth),
        (coded("extends", None), truth),
        (coded("extends", False), Coded("x")),
    ]
    assert calibration(paired) == Calibration(asks=6, marked=3, right_marked=1, right_rest=2, alternative_right=1)
    assert calibration([(coded("lacks", None), truth)]) is None


# ---- the report and the command


def test_the_page_fits_and_holds_the_figures(comparison: Comparison) -> None:
    tool = read_coding(to_json(comparison).decode(), "工具.json")
    person = {mark: one._replace(relation="lacks" if at % 3 else one.relation, marked=None)
              for at, (mark, one) in enumerate(tool.items())}  # fmt: skip
    found = score(tool, person, ("工具.json", "人.csv"))
    agreement = found.agreements[0]
    for lang, label in (("zh", "待复核标记是否可靠"), ("en", "Do the marks for review")):
        for width in (60, 100):
            page = render_score(found, lang, width)  # type: ignore[arg-type]
            assert all(text_width(line) <= width for line in page.splitlines())
            assert f"κ {agreement.kappa:.3f}" in page
            assert f"{agreement.same}/{agreement.asks}" in page
            assert label in page
    page = render_score(found, "zh")
    places = [page.index(f"\n{words('zh')(f'relation.{one.label}')} ") for one in agreement.classes]
    assert len(places) == 3
    assert places == sorted(places)


def run(*args: object, lang: Any = "zh") -> Any:
    return CliRunner().invoke(build(lang), [str(arg) for arg in args])


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comparison: Comparison) -> None:
    monkeypatch.chdir(tmp_path)
    Path("比较.json").write_bytes(to_json(comparison))
    head, *rows = csv.reader(encode_template([comparison]).decode("utf-8-sig").splitlines())
    relations = [dict(zip(head, row, strict=True)) for row in rows if "relation" in row]
    for number, row in enumerate(relations[:20]):
        row["value"] = "更进一步" if number % 4 == 0 else row["tool_value"]
    with open("复核.csv", "w", encoding="gb18030", newline="") as stream:  # as a spreadsheet saves it
        writer = csv.DictWriter(stream, head)
        writer.writeheader()
        writer.writerows(relations)
    ran = run("score", "比较.json", "复核.csv", "-o", "一致.json")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert "最弱在前" in ran.stdout
    found = json.loads(Path("一致.json").read_text("utf-8"))
    assert found["agreements"][0]["what"] == "relation"
    assert (found["paired"], len(found["only_left"])) == (20, len(comparison.asks) - 20)
    wrong = sum(ask.relation != "extends" for ask in comparison.asks[:20:4])
    assert found["agreements"][0]["same"] == 20 - wrong < 20
    assert found["calibration"]["asks"] == 20
    assert json.loads(run("score", "比较.json", "复核.csv", "--format", "json").stdout) == found
    Path("别的.csv").write_text("quote,relation\n无此建议,lacks\n", "utf-8")
    for args, said in (
        (("比较.json", "别的.csv"), "没有共同的建议事项"), (("比较.json", "无.csv"), "无.csv"), (("-", "-"), "只能用一次"),
        (("比较.json", "复核.csv", "-o", "x.md"), ".json .txt"), (("比较.json", "复核.csv", "-o", "复核.csv"), "后缀"),
    ):  # fmt: skip
        wrong = run("score", *args)
        assert (wrong.exit_code, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1), args
        assert said in wrong.stderr
