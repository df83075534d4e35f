"""A person's word counts: fingerprints that survive edits, decisions that are read back, the table to fill in."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zjtx_docs.cli.program import build
from zjtx_docs.comparison import compare
from zjtx_docs.comparison.decisions import Decision, share_out
from zjtx_docs.comparison.fingerprints import find_same, fingerprint, fingerprints_of, words_part
from zjtx_docs.comparison.records import Ask, Comparison
from zjtx_docs.errors import UsageError
from zjtx_docs.exports.decisions import HEAD, TEMPLATE_HEAD, decode_decisions, encode_template
from zjtx_docs.model import Document
from zjtx_docs.pipeline import parse_file, parse_text
from zjtx_docs.report.markdown import render_markdown
from zjtx_docs.report.terminal import render_comparison

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"
TEXT = """关于支持民营企业发展的建议
建议：
一、加强金融支持
1.设立民营企业信贷风险补偿资金池。
2.对首次认定的企业给予20万元奖励。
二、加强人才支持
1.为企业引进的人才提供人才公寓。
2.对首次认定的企业给予20万元奖励。
"""


def draft(text: str = TEXT) -> Document:
    (document,) = parse_text(text, "draft")
    assert document.kind == "proposal"
    return document


def quotes(text: str) -> dict[str, str]:
    """Fingerprint -> the ask's words, of a proposal."""
    document = draft(text)
    comparison = compare(document, parse_text("某市若干措施\n一、设立资金池（市财政局）。", "p"))
    assert [ask.fingerprint for ask in comparison.asks] == fingerprints_of(document)
    return {str(ask.fingerprint): ask.quote for ask in comparison.asks}


@pytest.fixture(scope="module")
def documents() -> tuple[list[Document], list[Document]]:
    return parse_file(PROPOSAL), parse_file(POLICY)


@pytest.fixture(scope="module")
def plain(documents: Any) -> Comparison:
    return compare(*documents)


def asked(comparison: Comparison, words: str) -> Ask:
    (found,) = [ask for ask in comparison.asks if words in ask.quote]
    return found


def row(ask: Ask, kind: str, value: str, field: str = "", **more: Any) -> Decision:
    fields = {"relation": "relation", "reply": "status"}
    return Decision(str(ask.fingerprint), kind, field or fields[kind], value, **more)  # type: ignore[arg-type]


# ---- fingerprints


def test_the_fingerprint_is_of_words_not_of_their_dress() -> None:
    plain = fingerprint("对首次认定的企业，给予50万元奖励。", "一、支持创新")
    assert plain == fingerprint("对首次认定的企业给予 ５０ 万元**奖励**", "一支持创新")
    assert plain != fingerprint("对首次认定的企业，给予60万元奖励。", "一、支持创新")
    assert fingerprint("按1.5%补助") != fingerprint("按15%补助")
    assert not plain[0].isdigit()  # a spreadsheet must not take it for a number


def test_all_fingerprints_of_a_text_differ(plain: Comparison) -> None:
    marks = [ask.fingerprint for ask in plain.asks]
    assert len(set(marks)) == len(marks) > 30
    assert len({words_part(mark) for mark in quotes(TEXT)}) == len(quotes(TEXT)) - 1  # one stands under two headings


@pytest.mark.parametrize(
    "edited",
    [
        TEXT.replace("建议：\n", "近年来我区企业发展很快，融资难仍然突出。\n\n建议：\n"),
        TEXT.replace("一、加强金融支持", "一、优化环境\n1.开通企业服务热线。\n二、加强金融支持").replace(
            "二、加强人才", "三、加强人才"
        ),
        TEXT.replace("。\n", "。\r\n"),
        TEXT.replace("20万元", "20 万元"),
        "\ufeff" + TEXT,
    ],
    ids=["a paragraph before", "an item before", "line ends", "blanks", "a mark before"],
)
def test_fingerprints_survive_edits_elsewhere(edited: str) -> None:
    assert quotes(TEXT).keys() <= quotes(edited).keys()


def test_a_reworded_heading_or_a_second_like_ask_is_bridged() -> None:
    before = quotes(TEXT)
    after = quotes(TEXT.replace("加强金融支持", "破解融资难题"))
    found = find_same(after, before)
    measures = [mark for mark, quote in before.items() if not quote.startswith(("加强", "破解"))]
    assert len(measures) == 4
    assert set(measures) <= found.keys()
    assert all(before[mark] == after[other] for mark, other in found.items())
    assert before.keys() != after.keys()


def test_no_guess_where_two_asks_have_the_words() -> None:
    one, other = fingerprint("给予奖励", "甲"), fingerprint("给予奖励", "乙")
    assert find_same([one, other], [fingerprint("给予奖励", "丙")]) == {}
    assert find_same([one], [fingerprint("给予奖励", "丙")]) == {fingerprint("给予奖励", "丙"): one}
    assert find_same([one, other], [one]) == {one: one}


def test_the_same_words_under_one_heading_are_counted() -> None:
    twice = TEXT.replace("1.为企业引进的人才提供人才公寓。", "1.对首次认定的企业给予20万元奖励。")
    marks = [mark for mark, quote in quotes(twice).items() if "首次认定" in quote]
    assert len(marks) == 3
    assert sum(mark.endswith("-2") for mark in marks) == 1


# ---- what a decision does


def test_a_corrected_relation_shows_the_persons_value_and_the_tools(documents: Any, plain: Comparison) -> None:
    before = asked(plain, "开辟信贷绿色通道")
    assert before.relation == "duplicates"
    told = {"by": "李某", "date": "2026-11-20", "note": "区里没有"}
    comparison = compare(*documents, decisions=[row(before, "relation", "lacks", **told)])
    after = asked(comparison, "开辟信贷绿色通道")
    (decided,) = after.decided
    assert (after.relation, after.review, after.matches) == ("lacks", False, ())
    assert (decided.tool_value, decided.value, decided.by, decided.note) == ("duplicates", "lacks", "李某", "区里没有")
    assert after.nearest is not None
    assert (after.nearest.quote, after.nearest.refused_code) == (before.matches[0].quote, "by_person")
    assert comparison.summary["lacks"] == plain.summary["lacks"] + 1
    assert [ask for ask in comparison.asks if ask.decided] == [after]


def test_an_item_that_only_a_refused_match_touched_is_uncovered(documents: Any, plain: Comparison) -> None:
    path = ("六", "15")
    only = [ask for ask in plain.asks if ask.matches and ask.matches[0].path == path]
    assert len(only) == 1
    assert path not in [item.path for item in plain.uncovered]
    comparison = compare(*documents, decisions=[row(only[0], "relation", "lacks")])
    assert path in [item.path for item in comparison.uncovered]


def test_a_confirmation_changes_nothing_but_the_mark(documents: Any, plain: Comparison) -> None:
    doubtful = next(ask for ask in plain.asks if ask.review)
    comparison = compare(*documents, decisions=[row(doubtful, "relation", doubtful.relation)])
    after = next(ask for ask in comparison.asks if ask.fingerprint == doubtful.fingerprint)
    assert (after.relation, after.how, after.matches) == (doubtful.relation, doubtful.how, doubtful.matches)
    assert not after.review
    assert after.decided[0].tool_review is True
    assert comparison.summary["review"] == plain.summary["review"] - 1


def test_how_and_reply_state_can_be_decided_too(documents: Any, plain: Comparison) -> None:
    before = asked(plain, "企业培养库")
    comparison = compare(
        *documents,
        decisions=[
            row(before, "relation", "adds_platform;other", "how"),
            row(before, "relation", "extends"),
            row(before, "reply", "acted"),
        ],
    )
    after = asked(comparison, "企业培养库")
    assert after.how == ("adds_platform", "other")
    assert after.reply is not None and before.reply is not None
    assert (after.reply.status, after.reply.quote) == ("acted", before.reply.quote)
    assert {one.field: one.tool_value for one in after.decided}["status"] == before.reply.status
    nothing = compare(*documents, decisions=[row(before, "reply", "not_addressed")])
    answer = asked(nothing, "企业培养库").reply
    assert answer is not None
    assert (answer.status, answer.quote, answer.start, answer.path) == ("not_addressed", None, None, ())


def test_the_last_of_two_rows_counts(documents: Any, plain: Comparison) -> None:
    ask = plain.asks[0]
    decisions = [row(ask, "relation", "lacks", by="甲"), row(ask, "relation", "duplicates", by="乙")]
    after = compare(*documents, decisions=decisions).asks[0]
    assert (after.relation, [one.by for one in after.decided]) == ("duplicates", ["乙"])


def test_what_cannot_be_used_is_told(documents: Any, plain: Comparison) -> None:
    strange = Decision("f000000000000-0000", "relation", "relation", "lacks")
    record = Decision("f111111111111-1111", "record", "yuan", "500000")
    notes = compare(*documents, decisions=[strange, record]).notes
    told = {note.code: note for note in notes if note.code.startswith("decision")}
    assert "f000000000000-0000" in told["decision_unknown"].text
    assert "f111111111111-1111" in told["decision_unused"].text
    proposal, policy = documents[0][:1], documents[1]
    unanswered = compare(proposal, policy, decisions=[row(plain.asks[0], "reply", "acted")])
    assert unanswered.asks[0].reply is None
    assert "decision_unused" in [note.code for note in unanswered.notes]


def test_decisions_are_shared_out_among_proposals() -> None:
    mine, yours, nobodys = fingerprint("甲事", "一"), fingerprint("乙事", "一"), fingerprint("丙事", "一")
    alike = fingerprint("甲事", "二")
    decisions = [Decision(mark, "relation", "relation", "lacks") for mark in (mine, yours, nobodys)]
    first, second = share_out(decisions, [[mine], [yours, alike]])
    assert [one.fingerprint for one in first] == [mine, nobodys]
    assert [one.fingerprint for one in second] == [yours, nobodys]


def test_reports_say_what_a_person_decided(documents: Any, plain: Comparison) -> None:
    decisions = [row(plain.asks[1], "relation", plain.asks[1].relation), row(plain.asks[4], "relation", "extends",
                 by="李某"), row(plain.asks[0], "reply", "refused")]  # fmt: skip
    comparison = compare(*documents, decisions=decisions)
    page = render_markdown(comparison, "zh")
    assert "人工更正 2 条：1、5" in page
    assert "人工确认 1 条：2" in page
    assert "人工更正（原判：未见对应） 李某" in page
    assert re.search("答复更正（原判：[^（）]+）", page)
    assert "corrected by a person (was: no counterpart) 李某" in render_markdown(comparison, "en")
    assert "人工更正" in render_comparison(comparison, "zh", 100)
    refused = compare(*documents, decisions=[row(plain.asks[0], "relation", "lacks")])
    assert "人工判定不是同一事项" in render_markdown(refused, "zh")


# ---- the file

MARK = fingerprint("给予奖励", "一")
GOOD = f"{MARK},relation,relation,lacks,李某,2026-11-20,备注\r\n"


@pytest.mark.parametrize(
    "text",
    [
        ",".join(HEAD) + "\n" + GOOD,
        "\ufeff" + ",".join(HEAD) + "\r\n" + GOOD,
        ";".join(HEAD) + "\n" + GOOD.replace(",", ";"),
        "\t".join(HEAD) + "\n" + GOOD.replace(",", "\t"),
        "说明,Value,FINGERPRINT,kind,by,date,note\n多出的列,未见对应," + MARK.upper() + ",Relation,李某,2026/11/20,备注\n",
        "\n\n" + ",".join(HEAD) + "\n" + f"{MARK},relation,,No counterpart,李某,2026年11月20日,备注\n\n",
        json.dumps([{"fingerprint": MARK, "kind": "relation", "value": "lacks", "by": "李某", "date": "2026-11-20",
                     "note": "备注", "extra": 1}], ensure_ascii=False),
    ],
    ids=["csv", "with mark", "semicolons", "tabs", "words and other columns", "no field, blank lines", "json"],
)  # fmt: skip
def test_every_way_of_writing_a_decision_is_read(text: str) -> None:
    assert decode_decisions(text, "f.csv") == [
        Decision(MARK, "relation", "relation", "lacks", "李某", "2026-11-20", "备注")
    ]


def test_how_takes_several_values_and_none() -> None:
    rows = ["新增平台；金额更高", "adds_platform;higher_amount", "无"]
    text = ",".join(HEAD) + "\n" + "".join(f"{MARK},relation,how,{value},,,\n" for value in rows)
    assert [one.value for one in decode_decisions(text, "f")] == ["higher_amount;adds_platform"] * 2 + [""]
    comma = f'{MARK},relation,how,"政策未写金额，建议写明金额",,,\n'
    assert decode_decisions(",".join(HEAD) + "\n" + comma, "f")[0].value == "sets_amount_where_none"


def test_rows_without_a_value_are_not_filled_in_yet() -> None:
    assert decode_decisions(",".join(HEAD) + f"\n{MARK},relation,relation,,,,\n,,,,,,\n", "f") == []


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        (f"{MARK},relation,,也许,,,", "2", "value 为“也许”，应为 duplicates (政策已有)"),
        (f"{MARK},reply,,lacks,,,", "2", "应为 acted (已采纳)"),
        (f"{MARK},reply,relation,lacks,,,", "2", "field 为“relation”，应为 status 之一"),
        (f"{MARK},意见,,lacks,,,", "2", "kind 为“意见”，应为 relation, reply, record 之一"),
        ("12345,relation,,lacks,,,", "2", "“12345”不是指纹"),
        (f"{MARK},relation,,lacks,,昨天,", "2", "date 为“昨天”"),
        (f"{MARK},relation,,lacks,,2026-02-30,", "2", "date 为“2026-02-30”"),
        (f'{MARK},relation,,lacks,"两\n行",,\n{MARK},relation,,无此,,,\nx,relation,,lacks,,,', "4", "另有 1 行"),
    ],
    ids=lambda one: one[-12:],
)
def test_a_bad_row_is_one_line_with_file_and_line(row: str, where: str, what: str) -> None:
    with pytest.raises(UsageError) as error:
        decode_decisions(",".join(HEAD) + "\n" + row + "\n", "复核.csv")
    assert error.value.zh.startswith(f"复核.csv:{where}: ")
    assert what in error.value.zh
    assert error.value.en.startswith(f"复核.csv:{where}: ")


@pytest.mark.parametrize(
    "text",
    ["", "甲,乙\n1,2\n", "[1, 2]", '{"asks": []}', "[{", "fingerprint,value\n" + "长" * 200_000],
    ids=["empty", "other head", "list", "object", "broken", "a cell too long"],
)
def test_what_is_no_decisions_file_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="^f.csv:1: "):
        decode_decisions(text, "f.csv")


def test_a_table_without_one_of_its_columns_is_told_so() -> None:
    with pytest.raises(UsageError, match="fingerprint"):
        decode_decisions("fingerprint,kind\nx,y\n", "f.csv")


# ---- the table to fill in, there and back


def cells(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_has_a_row_for_each_ask_and_state(plain: Comparison, lang: str) -> None:
    data = encode_template([plain], lang)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = cells(data)
    assert list(rows[0]) == list(TEMPLATE_HEAD)
    assert [one["fingerprint"] for one in rows] == [ask.fingerprint for ask in plain.asks for _ in range(2)]
    assert {(one["kind"], one["field"], one["value"]) for one in rows} == {
        ("relation", "relation", ""), ("reply", "status", "")
    }  # fmt: skip
    assert rows[0]["ask"] == "建立1个“专精特新”企业培养库"
    filled = [{**one, "value": one["tool_value"]} for one in rows]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(TEMPLATE_HEAD))
    writer.writeheader()
    writer.writerows(filled)
    read = decode_decisions(stream.getvalue(), "f.csv")
    values = [value for ask in plain.asks for value in (ask.relation, ask.reply and ask.reply.status)]
    assert [one.value for one in read] == values


def test_what_was_decided_stands_in_the_next_table(documents: Any, plain: Comparison) -> None:
    decisions = [row(plain.asks[0], "relation", "lacks", by="李某", date="2026-11-20", note="=1+1")]
    rows = cells(encode_template([compare(*documents, decisions=decisions)]))
    first = rows[0]
    assert (first["tool_value"], first["value"], first["by"], first["note"]) == (
        "政策已有",
        "未见对应",
        "李某",
        "'=1+1",
    )
    again = decode_decisions(encode_template([compare(*documents, decisions=decisions)]).decode("utf-8-sig"), "f")
    assert again == decisions


def run(*args: object) -> Any:
    return CliRunner().invoke(build("zh"), [str(arg) for arg in args])


def test_the_command_writes_reads_and_keeps_what_people_filled_in(tmp_path: Path) -> None:
    table = tmp_path / "复核.csv"
    base = ("compare", PROPOSAL, "--against", POLICY, "--format", "json")
    assert run(*base, "--decisions-template", table).exit_code == 0
    head, first, *rest = table.read_text("utf-8-sig").splitlines()
    filled = first.replace("未见对应,,", "未见对应,未见对应,")
    assert filled != first
    table.write_bytes("\r\n".join([head, filled, *rest]).encode("gb18030"))  # as a spreadsheet saves it
    found = json.loads(run(*base, "--decisions", table).stdout)
    assert (found["asks"][0]["relation"], found["asks"][0]["decided"][0]["tool_value"]) == ("lacks", "duplicates")
    before = table.read_bytes()
    refused = run(*base, "--decisions-template", table)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "已经存在" in refused.stderr
    assert table.read_bytes() == before


def test_the_command_tells_file_and_line(tmp_path: Path) -> None:
    table = tmp_path / "坏.csv"
    table.write_text(",".join(HEAD) + f"\n{MARK},relation,,大概,,,\n", "utf-8")
    ran = run("compare", PROPOSAL, "--against", POLICY, "--decisions", table)
    assert (ran.exit_code, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert f"{table}:2: " in ran.stderr


def test_decisions_on_one_of_two_proposals_are_not_unknown_to_the_other(tmp_path: Path, plain: Comparison) -> None:
    other = tmp_path / "另一份.txt"
    other.write_text(TEXT, "utf-8")
    table = tmp_path / "复核.csv"
    mine = next(iter(quotes(TEXT)))
    rows = [f"{mark},relation,,lacks,,,\n" for mark in (plain.asks[2].fingerprint, mine, MARK)]
    table.write_text(",".join(HEAD) + "\n" + "".join(rows), "utf-8")
    ran = run("compare", PROPOSAL, other, "--against", POLICY, "--decisions", table, "--format", "json")
    first, second = json.loads(ran.stdout)
    assert [ask["fingerprint"] for ask in second["asks"] if ask["decided"]] == [mine]
    for one in (first, second):
        (note,) = [note for note in one["notes"] if note["code"] == "decision_unknown"]
        assert note["values"] == {"count": "1", "fingerprints": MARK}
