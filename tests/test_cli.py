"""The command line as people use it: real processes, real files, both languages, and what is said when things fail."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from click.testing import CliRunner

from zjtx_docs import model
from zjtx_docs.cli import choosing, export_command, graph_command, parse_command
from zjtx_docs.cli.language import choose
from zjtx_docs.cli.program import COMMANDS, build
from zjtx_docs.cli.sources import find_files
from zjtx_docs.cli.spreading import spread
from zjtx_docs.errors import UsageError

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"
SHORT = "南京市关于支持企业发展的若干措施\n\n一、支持创新。对首次认定的企业给予20万元奖励。（责任单位：市财政局）\n"
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b")


class Ran(NamedTuple):
    """What a process left behind."""

    code: int
    out: bytes
    err: str


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without the variables that choose a language or colours."""
    dropped = {"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "COLUMNS"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "PYTHONPATH": str(ROOT), **changes}


def run(*args: object, cwd: Path | None = None, stdin: bytes = b"", **variables: str) -> Ran:
    """Runs ``zjtx-docs`` in a process of its own."""
    command = [sys.executable, "-m", "zjtx_docs.cli", *map(str, args)]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=environment(**variables), timeout=120)
    return Ran(done.returncode, done.stdout, done.stderr.decode())


def here(*args: object, lang: str | None = None) -> Ran:
    """Runs ``zjtx-docs`` in this process, for what needs none of its own. Paths count from the working folder."""
    words = [str(arg) for arg in args]
    result = CliRunner().invoke(build(lang or choose(words, {})), words)
    return Ran(result.exit_code, result.stdout_bytes, result.stderr)


def one_line(ran: Ran) -> str:
    """The only line on standard error of a call that ended with 2 and wrote nothing."""
    assert ran.code == 2, ran
    assert ran.out == b""
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1, ran.err
    return ran.err.strip()


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "政策.txt"
    path.write_text(SHORT, "utf-8")
    return path


# ---- language and help


@pytest.mark.parametrize(
    ("args", "variables", "lang"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "en_GB"}, "en"),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "en_US"}, "zh"),
        ([], {"LANG": "POSIX"}, "zh"),
        (["--lang", "en", "parse"], {}, "en"),
        (["parse", "--lang=en"], {}, "en"),
        (["--lang", "zh"], {"LANG": "en_US"}, "zh"),
        (["--lang", "auto"], {"LANG": "en_US"}, "en"),
        (["--lang", "en", "parse", "--lang", "zh"], {}, "zh"),
        (["parse", "--", "--lang", "en"], {}, "zh"),
        (["parse", "--lang"], {}, "zh"),
    ],
)
def test_the_language_is_chosen(args, variables, lang):
    assert choose(args, variables) == lang


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_chinese_throughout(name):
    ran = run(*filter(None, [name]), "--help")
    page = ran.out.decode()
    assert (ran.code, ran.err) == (0, "")
    assert page.startswith(f"用法：zjtx-docs {name}".strip())
    assert "选项：" in page
    for english in ("Usage", "Options", "Commands", "Show", "default:", "required", "OPTIONS", "FILE"):
        assert english not in page
    described = re.findall(r"^  (?:-\w, )?--?[a-z][^ ]*.*$", page, re.M)
    assert described
    assert len(re.findall("[\u4e00-\u9fff]", page)) > 60


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_english_where_it_is_asked_for(name):
    words = [*filter(None, [name]), "--help"]
    page = run(*words, LC_ALL="en_GB.UTF-8").out.decode()
    assert page.startswith(f"Usage: zjtx-docs {name}".strip())
    assert not re.search("[\u4e00-\u9fff]", page)
    for placed in (["--lang", "en", *words], [*words, "--lang", "en"]):
        assert here(*placed).out.decode().split() == page.split()


@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_fits_a_terminal(name, lang):
    wcwidth = pytest.importorskip("wcwidth")
    page = CliRunner().invoke(build(lang), [*filter(None, [name]), "--help"]).output
    prose = [line for line in page.splitlines() if not line.startswith("  zjtx-docs ")]
    assert max(wcwidth.wcswidth(line) for line in prose) <= 80


def test_help_loads_nothing_heavy():
    """What help costs is what it imports: click and the catalogue, not even the records."""
    code = (
        "import sys; from zjtx_docs.cli import main; main(['--help'])\n"
        "print([name for name in ('msgspec', 'lxml', 'ahocorasick_rs', 'pandas', 'networkx', 'jieba', 'rich', 'spacy',"
        " 'zjtx_docs.model') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=True)
    assert done.stderr.decode().strip() == "[]"


def test_help_without_utf8_in_the_locale():
    ran = run("--help", PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert "用法：" in ran.out.decode("utf-8")


def test_version():
    from zjtx_docs import __version__

    assert run("--version").out.decode().strip() == f"zjtx-docs {__version__}"


def test_without_a_command_the_help_is_shown_as_wrong_use():
    ran = run()
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith("用法：")


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        (["prase"], "错误：没有命令 'prase'", "Error: No such command 'prase'."),
        (["parse"], "错误：缺少参数 '文件…'。（用法见 zjtx-docs parse --help）", "Error: Missing argument 'FILE...'."),
        (
            ["parse", "--fomrat", "x"],
            "没有选项 '--fomrat'。（是不是其中之一：'--force', '--format'？）",
            "No such option '--fomrat'.",
        ),
        (["parse", "x", "--format", "xml"], "'--format' 的值不对：'xml' 不在可选的", "Invalid value for '--format'"),
        (["parse", "x", "--format"], "选项 '--format' 后面缺少值。", "Option '--format' requires an argument."),
        (["compare", "x"], "缺少选项 '--against'。", "Missing option '--against'."),
        (
            ["compare", "x", "--against", "y", "-o", "z.odt"],
            "不认得的后缀，应为 .json .md .txt .html .htm .docx .xlsx .csv",
            "unknown suffix, expected",
        ),
        (
            ["graph", "x", "-o", "z.png"],
            "应为 .graphml .gexf .json .csv .net",
            "expected .graphml .gexf .json .csv .net",
        ),
        (["graph", "x"], "缺少选项", "Missing option"),
        (["export", "x", "-o", "z.doc"], "应为 .xlsx .csv .jsonl .parquet", "expected .xlsx .csv .jsonl .parquet"),
        (["text", "x", "y"], "多出的参数（y）", "Got unexpected extra argument (y)"),
        (["schema", "measure"], "'measure' 不在可选的", "'measure' is not one of"),
        (["--lang", "fr", "parse"], "'fr' 不在可选的", "'fr' is not one of"),
        (["parse", "无此文件.txt"], "无此文件.txt: ", "无此文件.txt: "),
        (["text", "无此文件.txt"], "无此文件.txt: ", "无此文件.txt: "),
        (["validate", "无此文件.json"], "无此文件.json: ", "无此文件.json: "),
        (["graph", "无此文件.txt", "-o", "x.gexf"], "无此文件.txt: ", "无此文件.txt: "),
        (["export", "无此文件.txt", "-o", "x.csv"], "无此文件.txt: ", "无此文件.txt: "),
        (["compare", "无此文件.txt", "--against", "也无.txt"], "无此文件.txt: ", "无此文件.txt: "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_in_one_line(args, zh, en, tmp_path, monkeypatch):
    assert zh in one_line(run(*args, cwd=tmp_path))
    monkeypatch.chdir(tmp_path)
    english = one_line(here(*args, lang="en"))
    assert en in english
    assert english.startswith("Error: ")
    assert list(tmp_path.iterdir()) == []


def test_choices_are_those_of_the_parts():
    from zjtx_docs.exports.columns import COLUMNS
    from zjtx_docs.exports.write import TABLE_FORMATS
    from zjtx_docs.graph import GRAPH_FORMATS, PROJECTIONS

    assert get_args(model.Kind) == parse_command.KINDS
    assert tuple(COLUMNS) == export_command.TABLES
    assert set(export_command.FORMATS) == set(TABLE_FORMATS)
    assert (*GRAPH_FORMATS, "html") == graph_command.FORMATS
    assert graph_command.PROJECTIONS == PROJECTIONS


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("zjtx-docs ", "plain,compare"),
        ("zjtx-docs pa", "plain,parse"),
        ("zjtx-docs parse ", "file,"),
        ("zjtx-docs compare 提案.txt --format ", "plain,markdown"),
    ],
)
def test_shells_complete(words, offered):
    number = str(len(words.split(" ")) - 1)
    ran = run(_ZJTX_DOCS_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=number)
    assert offered in ran.out.decode().splitlines()
    assert ran.err == ""


# ---- what is read


def test_a_folder_is_searched_in_order(tmp_path):
    for name in ("乙.txt", "甲/丙.md", "甲/~$丁.docx", ".藏.txt", ".git/x.txt", "甲/图.png", "表.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", "utf-8")
    found = [os.path.relpath(one.path, tmp_path).replace(os.sep, "/") for one in find_files([str(tmp_path)])]
    assert found == ["乙.txt", "甲/丙.md"]
    again = find_files([str(tmp_path / "乙.txt"), str(tmp_path), f"{tmp_path}/./乙.txt"])
    assert [Path(one.path).name for one in again] == ["乙.txt", "丙.md"]


def test_an_empty_folder_is_told(tmp_path):
    (tmp_path / "空").mkdir()
    assert "空: 文件夹里没有认得的文件（认得 .txt" in one_line(run("parse", "空", cwd=tmp_path))


def test_standard_input_is_read_once():
    with pytest.raises(UsageError, match="只能用一次"):
        find_files(["-", "-"])


@pytest.mark.parametrize(
    ("data", "zh"),
    [
        (b"[{", "不是 JSON"),
        (b'[{"schema_version": "1.0"}]', "不是 parse 写出的文档"),
        (b'{"a": 1}', "不是 parse 写出的文档"),
        ('{"题": "坏"'.encode(), "不是 JSON"),
        (b"\xff\xfe", "不是 JSON"),
        (b"", "不是 JSON"),
        (b"[]", None),
    ],
    ids=["断开的", "缺字段的", "别的对象", "断开的对象", "不是文字", "空的", "空数组"],
)
def test_broken_json_is_told(data, zh, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "坏.json").write_bytes(data)
    ran = here("graph", "坏.json", "-o", "图.gexf")
    if zh is None:
        assert (ran.code, ran.err) == (0, "")
    else:
        assert f"坏.json: {zh}" in one_line(ran)
    assert not (tmp_path / "图.gexf").exists()


# ---- text


def test_text_is_exactly_the_text(tmp_path):
    """Newlines of all kinds and characters beyond the first plane come through; only the byte-order mark goes."""
    data = "一、支持𠮷企业\r\n二、奖励\r三、补贴\n\n".encode()
    (tmp_path / "政策.txt").write_bytes(b"\xef\xbb\xbf" + data)
    assert run("text", "政策.txt", cwd=tmp_path) == Ran(0, data, "")
    assert run("text", "-", stdin=data) == Ran(0, data, "")
    assert run("text", "政策.txt", "-o", "文字.txt", cwd=tmp_path) == Ran(0, b"", "")
    assert (tmp_path / "文字.txt").read_bytes() == data


@pytest.mark.parametrize("lang", ["zh_CN.GB18030", "en_US.ISO-8859-1", "C"])
def test_data_is_utf8_whatever_the_locale(lang):
    assert run("text", POLICY, LC_ALL=lang, PYTHONIOENCODING="ascii", PYTHONUTF8="0").out == POLICY.read_bytes()


# ---- parse


def test_parse_writes_an_array_of_documents():
    ran = run("parse", POLICY, PROPOSAL)
    assert (ran.code, ran.err) == (0, "")
    documents = model.from_json(ran.out)
    assert [document.kind for document in documents] == ["policy", "proposal", "reply"]
    assert ran.out.endswith(b"]\n")
    assert b"\r" not in ran.out
    assert model.to_json(documents) == ran.out


def test_parse_reads_standard_input_as_it_reads_a_file():
    named, piped = (json.loads(run("parse", name, stdin=POLICY.read_bytes()).out)[0] for name in (POLICY, "-"))
    assert piped["measures"] == named["measures"]
    assert piped["source"]["sha256"] == named["source"]["sha256"]


def test_parse_as_json_lines_and_as_a_table():
    lines = run("parse", POLICY, PROPOSAL, "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["policy", "proposal", "reply"]
    table = run("parse", POLICY, PROPOSAL, "--format", "table", COLUMNS="160").out.decode()
    assert "共 3 份文件" in table
    assert not RAW.search(table.replace("beijing_zjtx_measures_2021", "").replace("fangshan_zjtx_proposal_2023", ""))
    assert "\x1b" not in table


def test_parse_keeps_the_kinds_asked_for():
    documents = json.loads(run("parse", PROPOSAL, "--kind", "reply", "--kind", "policy").out)
    assert [document["kind"] for document in documents] == ["reply"]


def test_a_bad_file_does_not_stop_the_others(policy, tmp_path):
    ran = run("parse", "无.txt", policy.name, "也无.txt", cwd=tmp_path)
    assert ran.code == 2
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == ["错误：无.txt", "错误：也无.txt"]
    assert [Path(document.source.file).name for document in model.from_json(ran.out)] == ["政策.txt"]


def test_a_single_bad_file_writes_nothing(tmp_path):
    assert "无.txt" in one_line(run("parse", "无.txt", "-o", "出.json", cwd=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_parse_to_a_file_and_to_a_folder(tmp_path):
    source = tmp_path / "原文"
    (source / "区").mkdir(parents=True)
    for name in ("政策.txt", "政策.md", "区/政策.txt"):
        (source / name).write_text(SHORT, "utf-8")
    assert run("parse", "原文/政策.txt", "-o", "出.json", cwd=tmp_path) == Ran(0, b"", "")
    assert len(model.from_json((tmp_path / "出.json").read_bytes())) == 1
    assert run("parse", "原文", "-o", "结果/", cwd=tmp_path) == Ran(0, b"", "已解析 3，未变 0，失败 0\n")
    made = [path for path in (tmp_path / "结果").rglob("*.*") if path.name != ".zjtx-index.json"]
    written = sorted(path.relative_to(tmp_path / "结果").as_posix() for path in made)
    assert written == ["区/政策.json", "政策.json", "政策.txt.json"]
    for path in made:
        assert len(model.from_json(path.read_bytes())) == 1


@pytest.mark.parametrize("command", [["parse"], ["text"], ["graph"], ["export"]], ids=lambda value: value[0])
def test_a_source_is_never_overwritten(command, tmp_path, monkeypatch):
    """``-o`` with the name of the input is a slip that would cost the source."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / {"parse": "政策.txt", "text": "政策.md"}.get(command[0], "政策.csv")
    path.write_text(SHORT, "utf-8")
    assert "不能同时作为输出" in one_line(here(*command, path.name, "-o", path.name))
    assert path.read_text("utf-8") == SHORT


@pytest.mark.parametrize(
    ("command", "name", "expected"),
    [
        ("parse", "出.xlsx", "parse 写 .json .jsonl .txt；表格请用 export 命令"),
        ("parse", "出.csv", "parse 写 .json .jsonl .txt；表格请用 export 命令"),
        ("parse", "出.docx", "不认得的后缀，应为 .json .jsonl .txt"),
        ("parse", "出.dat", "不认得的后缀，应为 .json .jsonl .txt"),
        ("text", "出.docx", "不认得的后缀，应为 .txt .text .md"),
    ],
)
def test_a_name_of_another_kind_is_refused(command, name, expected, policy, tmp_path, monkeypatch):
    """JSON in a file called .xlsx could be opened by nothing."""
    monkeypatch.chdir(tmp_path)
    assert one_line(here(command, policy.name, "-o", name)) == f"错误：{name}: {expected}"
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(("name", "begins"), [("出.json", b"[\n  {"), ("出.jsonl", b'{"schema_'), ("出", b"[\n  {"),
                                              ("出.TXT", "文件".encode())])  # fmt: skip
def test_parse_follows_the_suffix(name, begins, policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert here("parse", policy.name, "-o", name).code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


# ---- validate


def test_validate_finds_nothing_in_what_parse_wrote(tmp_path):
    run("parse", PROPOSAL, "-o", "好.json", cwd=tmp_path)
    for extra in ([], ["--source", PROPOSAL]):
        assert run("validate", "好.json", *extra, cwd=tmp_path) == Ran(0, "好.json: 合格\n".encode(), "")


def test_validate_finds_a_quote_that_is_not_the_text(policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here("parse", policy, "-o", "好.json")
    policy.write_text(SHORT.replace("20万元", "30万元"), "utf-8")
    ran = here("validate", "好.json", "--source", policy.name)
    assert ran.code == 1
    assert ran.err == ""
    lines = ran.out.decode().splitlines()
    assert any(re.match(r"好\.json: \$\[0\]\.measures\[0\]", line) and "30万元" in line for line in lines)


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_validate_tells_the_place(suffix, policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here("parse", policy, "--format", suffix[1:], "-o", f"坏{suffix}")
    path = tmp_path / f"坏{suffix}"
    path.write_bytes(path.read_bytes().replace(b'"policy"', '"政策"'.encode()))
    ran = here("validate", path.name)
    assert ran.code == 1
    assert re.search(r"坏\.jsonl?: .*\$.*\.kind", ran.out.decode())


def test_validate_goes_on_after_a_file_that_is_no_json(policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here("parse", policy, "-o", "好.json")
    (tmp_path / "坏.json").write_text("[{", "utf-8")
    ran = here("validate", "坏.json", "好.json")
    assert (ran.code, ran.out.decode()) == (2, "好.json: 合格\n")
    assert ran.err.count("\n") == 1
    assert "坏.json" in ran.err


# ---- compare


@pytest.mark.parametrize(
    ("args", "spelled"),
    [
        (["p", "--against", "a", "b", "-o", "x"], ["p", "--against", "a", "--against", "b", "-o", "x"]),
        (["--against", "a", "p"], ["--against", "a", "p"]),
        (["p", "q", "--against=a", "b"], ["p", "q", "--against=a", "--against", "b"]),
        (["--against", "a", "p", "--against", "b", "c"], ["--against", "a", "p", "--against", "b", "--against", "c"]),
        (["p", "--against", "a", "--reply", "r", "q"], ["p", "--against", "a", "--reply", "r", "q"]),
        (["p", "--against", "-", "b"], ["p", "--against", "-", "--against", "b"]),
        (["--", "p", "--against", "a", "b"], ["--", "p", "--against", "a", "b"]),
        (["p", "--against"], ["p", "--against"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_against_takes_the_names_that_follow(args, spelled):
    assert spread(args, frozenset({"--against", "--reply", "-o", "--output", "--format", "--lang"})) == spelled


def test_compare_shows_a_table_in_chinese():
    ran = run("compare", PROPOSAL, "--against", POLICY, COLUMNS="100")
    page = ran.out.decode()
    assert (ran.code, ran.err) == (0, "")
    assert page.startswith("提案  关于进一步加快推进房山区")
    for word in ("政策已有", "更进一步", "未见对应", "答复情况", "最接近"):
        assert word in page
    assert "\x1b" not in page
    assert not RAW.search(page.replace("beijing_zjtx_measures_2021", "").replace("fangshan_zjtx_proposal_2023", ""))
    wcwidth = pytest.importorskip("wcwidth")
    assert max(wcwidth.wcswidth(line) for line in page.splitlines()) <= 100


def test_compare_saves_json_and_still_shows_the_table(tmp_path):
    ran = run("compare", PROPOSAL, "--against", POLICY, "-o", "比较.json", cwd=tmp_path)
    assert "建议事项" in ran.out.decode()
    comparison = json.loads((tmp_path / "比较.json").read_bytes())
    assert comparison["left"] == "fangshan_zjtx_proposal_2023"
    assert comparison["right"] == ["beijing_zjtx_measures_2021"]
    assert comparison["reply"] == "fangshan_zjtx_proposal_2023#2"
    assert comparison["asks"]
    assert run("validate", "比较.json", cwd=tmp_path).code == 0


def test_compare_gives_the_same_for_texts_and_for_their_records(tmp_path, monkeypatch):
    """Structured JSON stands in for the texts; where the sources lie does not matter."""
    monkeypatch.chdir(tmp_path)
    here("parse", PROPOSAL, "-o", "提案.json")
    here("parse", POLICY, "-o", "政策.json")
    from_texts = here("compare", PROPOSAL, "--against", POLICY, "--format", "json").out
    assert from_texts.startswith(b"{")
    assert here("compare", "提案.json", "--against", "政策.json", "--format", "json").out == from_texts


@pytest.mark.parametrize(("suffix", "begins"), [(".md", "# 关于"), (".txt", "提案  关于")])
def test_compare_saves_by_suffix(suffix, begins, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = here("compare", PROPOSAL, "--against", POLICY, "-o", f"比较{suffix}")
    assert ran.code == 0
    assert (tmp_path / f"比较{suffix}").read_text("utf-8").startswith(begins)


def test_compare_in_english():
    page = here("compare", PROPOSAL, "--against", POLICY, "--lang", "en").out.decode()
    assert page.startswith("Proposal  ")
    assert "goes further" in page


def test_several_proposals_give_an_array(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = json.loads(here("compare", PROPOSAL, PROPOSAL, "--against", POLICY, "--format", "json").out)
    assert isinstance(found, dict), "the same file named twice is one proposal"
    other = tmp_path / "另一提案.txt"
    other.write_bytes(PROPOSAL.read_bytes())
    found = json.loads(here("compare", PROPOSAL, other, "--against", POLICY, "--format", "json").out)
    assert [one["left"] for one in found] == ["fangshan_zjtx_proposal_2023", "另一提案"]


def test_a_reply_can_be_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reply = tmp_path / "答复.txt"
    reply.write_text(
        "关于第1号提案的答复\n\n王委员：\n您提出的提案收悉，现答复如下：\n一、已建立企业培育库。\n", "utf-8"
    )
    found = json.loads(here("compare", PROPOSAL, "--against", POLICY, "--reply", reply, "--format", "json").out)
    assert found["reply"] == "答复"


def loaded(kinds: list[str]):
    from zjtx_docs.cli.sources import Found, Loaded
    from zjtx_docs.model import Document, Source

    documents = [
        Document(doc_id=f"甲#{number}", kind=kind, source=Source(start=0, end=0))
        for number, kind in enumerate(kinds, 1)
    ]
    return Loaded(Found("甲.txt"), documents)


@pytest.mark.parametrize(
    ("kinds", "pairs"),
    [
        (["proposal", "reply"], [("甲#1", "甲#2")]),
        (["reply", "proposal"], [("甲#2", "甲#1")]),
        (["proposal", "reply", "proposal", "reply"], [("甲#1", "甲#2"), ("甲#3", "甲#4")]),
        (["proposal", "proposal", "reply"], [("甲#1", None), ("甲#2", "甲#3")]),
        (["other"], [("甲#1", None)]),
        (["other", "reply"], [("甲#1", "甲#2")]),
        (["policy", "plan"], [("甲#1", None)]),
    ],
    ids=lambda value: " ".join(map(str, value)),
)
def test_proposals_and_their_replies_are_chosen(kinds, pairs):
    chosen = choosing.choose_proposals(loaded(kinds))
    assert [(left.doc_id, reply.doc_id if reply else None) for left, reply in chosen] == pairs


@pytest.mark.parametrize(
    ("kinds", "chosen"),
    [
        (["notice", "policy", "policy"], ["甲#2", "甲#3"]),
        (["notice", "other", "plan"], ["甲#1", "甲#3"]),
        (["other", "other"], ["甲#1"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_policies_are_chosen(kinds, chosen):
    assert [document.doc_id for document in choosing.choose_policies(loaded(kinds))] == chosen


def test_a_folder_gives_policies_only(policy, tmp_path, monkeypatch):
    """The proposal that lies beside the policies is not held against itself."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "提案.txt").write_bytes(PROPOSAL.read_bytes())
    found = json.loads(here("compare", "提案.txt", "--against", ".", "--format", "json").out)
    assert found["right"] == ["政策"]
    policy.unlink()
    assert "没有可以对照的政策" in one_line(here("compare", "提案.txt", "--against", "."))


def test_standard_input_is_one_side_only():
    assert "只能用一次" in one_line(here("compare", "-", "--against", "-"))


def test_compare_writes_a_page(policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here("compare", PROPOSAL, "--against", POLICY, "-o", "报告.html")
    page = (tmp_path / "报告.html").read_text("utf-8")
    assert page.startswith("<!doctype html>") and 'id="ask-39"' in page
    assert '<html lang="zh-CN">' in page
    printed = here("--lang", "en", "compare", PROPOSAL, "--against", policy, "--format", "html")
    assert b'<html lang="en">' in printed.out


def test_the_pages_of_several_proposals_are_listed(policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("第二份.txt").write_text(
        "关于企业上市的提案\n\n建议：\n一、设立上市奖励。对上市企业给予500万元奖励。\n", "utf-8"
    )
    here("compare", PROPOSAL, "第二份.txt", "--against", policy, "-o", "报告.html")
    assert sorted(path.name for path in tmp_path.glob("*.html")) == ["报告-1.html", "报告-2.html", "报告.html"]
    overview = Path("报告.html").read_text("utf-8")
    assert overview.count("<tr>") == 3 and "关于企业上市的提案" in overview
    refused = here("compare", PROPOSAL, "第二份.txt", "--against", policy, "--format", "html")
    assert refused.code == 2 and "-o" in refused.err


def test_documents_of_one_name_are_told_apart():
    """Two files of one name in two folders: a match has to say which it stands in."""
    left, right = choosing.distinct([[loaded(["policy"])], [loaded(["policy"])]])
    assert [left[0].documents[0].doc_id, right[0].documents[0].doc_id] == ["甲#1", "甲#1(2)"]


# ---- graph, export, schema


def test_graph_writes_a_page(policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here("parse", policy, "-o", "政策.json")
    for source in (policy, "政策.json"):
        assert here("graph", source, "-o", "图.html") == Ran(0, b"", "")
        page = (tmp_path / "图.html").read_text("utf-8")
        assert "南京市财政局" in page and "给予20万元奖励" in page
    here("graph", policy, policy, "--projection", "departments", "-o", "图.html")
    assert 'class="network"' not in (tmp_path / "图.html").read_text("utf-8")


@pytest.mark.parametrize("suffix", graph_command.FORMATS[:-1])
def test_graph_writes_each_format(suffix, policy, tmp_path, monkeypatch):
    from zjtx_docs.graph import read_graph

    monkeypatch.chdir(tmp_path)
    assert here("graph", policy, "-o", f"图.{suffix}") == Ran(0, b"", "")
    assert "南京市财政局" in read_graph(tmp_path / f"图.{suffix}")


def test_graph_takes_records_and_a_projection(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here("parse", POLICY, "-o", "政策.json")
    for source in (POLICY, "政策.json"):
        here("graph", source, "--projection", "departments", "-o", f"{Path(source).suffix[1:]}.json")
    assert (tmp_path / "txt.json").read_bytes() == (tmp_path / "json.json").read_bytes()
    assert {node["kind"] for node in json.loads((tmp_path / "txt.json").read_bytes())["nodes"]} == {"department"}


@pytest.mark.parametrize("suffix", ["xlsx", "jsonl"])
def test_export_writes_a_book_of_all_tables(suffix, policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert here("export", policy, "-o", f"表.{suffix}") == Ran(0, b"", "")
    assert (tmp_path / f"表.{suffix}").stat().st_size > 200


def test_export_writes_one_table_or_a_folder(policy, tmp_path):
    run("export", policy, "--table", "money", "-o", "资金.csv", cwd=tmp_path)
    assert "200000" in (tmp_path / "资金.csv").read_text("utf-8-sig")
    assert run("export", policy, "--table", "money", "--table", "measures", "-o", "表/", cwd=tmp_path).code == 0
    assert {path.name for path in (tmp_path / "表").iterdir()} == {"money.csv", "measures.csv", "dictionary.csv"}
    piped = run("export", policy, "--table", "money", "-o", "-", cwd=tmp_path)
    assert piped.out == (tmp_path / "资金.csv").read_bytes()


def test_export_of_all_tables_to_one_csv_is_told(policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "--table" in one_line(here("export", policy, "-o", "表.csv"))


def test_schema_prints_and_writes(tmp_path):
    assert run("schema").out.decode().split() == ["document", "comparison", "check"]
    printed = run("schema", "document").out
    assert json.loads(printed)["$schema"].startswith("https://json-schema.org/")
    assert run("schema", "-o", "模式", cwd=tmp_path) == Ran(0, b"", "")
    assert (tmp_path / "模式" / "document.schema.json").read_bytes() == printed
    run("schema", "comparison", "-o", "一份", cwd=tmp_path)
    assert [path.name for path in (tmp_path / "一份").iterdir()] == ["comparison.schema.json"]


# ---- pipes, signals, terminals


@pytest.mark.skipif(os.name == "nt", reason="no /dev/full")
def test_a_full_disk_is_told():
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "zjtx_docs.cli", "text", str(POLICY)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert done.stderr.decode().startswith("错误：-: ")


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    path = tmp_path / "长.txt"
    path.write_text("支持企业创新发展。\n" * 200_000, "utf-8")
    command = [sys.executable, "-m", "zjtx_docs.cli", "text", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_ctrl_c_is_quiet(tmp_path):
    """A named pipe tells when the command has begun to read: opening it for writing waits until then."""
    pipe = tmp_path / "管道.txt"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "zjtx_docs.cli", "text", str(pipe)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        with pipe.open("wb"):
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")


def on_terminal(tmp_path: Path, *args: object, slow: Path | None = None, **variables: str) -> bytes:
    """What a command writes to a terminal of its own; ``slow`` is a named pipe that it reads, filled after a while."""
    pty = pytest.importorskip("pty")
    main, own = pty.openpty()
    command = [sys.executable, "-m", "zjtx_docs.cli", *map(str, args)]
    env = environment(TERM="xterm", **variables)
    with subprocess.Popen(command, stdout=own, stderr=own, stdin=own, env=env, cwd=tmp_path) as process:
        os.close(own)
        if slow is not None:
            with slow.open("wb") as pipe:
                time.sleep(0.7)
                pipe.write(SHORT.encode())
        written = b""
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:
                break
            if not part:
                break
            written += part
        process.wait(60)
    os.close(main)
    return written


def test_colours_are_for_terminals(tmp_path):
    args = ("parse", POLICY, "--format", "table")
    assert b"\x1b[" in on_terminal(tmp_path, *args)
    assert b"\x1b[" not in on_terminal(tmp_path, *args, NO_COLOR="1")
    assert b"\x1b[" not in run(*args).out


def test_quick_work_shows_no_progress(policy, tmp_path):
    assert b"1/2" not in on_terminal(tmp_path, "parse", policy, policy.name, POLICY, "-o", "出.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_slow_work_shows_how_far_it_is(policy, tmp_path):
    os.mkfifo(tmp_path / "慢.txt")
    args = ("parse", "慢.txt", policy.name, "无.txt", "-o", "出.json")
    written = on_terminal(tmp_path, *args, slow=tmp_path / "慢.txt").decode()
    assert "\r2/3 政策.txt" in written
    assert written.rstrip().splitlines()[-1].rpartition("\r")[2].startswith("错误：无.txt: ")


def test_the_same_in_this_process(policy):
    """``click.testing`` sees what a process shows."""
    result = CliRunner().invoke(build("zh"), ["text", str(policy)])
    assert (result.exit_code, result.stdout_bytes.decode()) == (0, SHORT)
    failed = CliRunner().invoke(build("zh"), ["parse", "无.txt"])
    assert failed.exit_code == 2
    assert "错误：无.txt" in failed.output


def test_click_is_given_back_its_own_words():
    import click.exceptions

    before = click.exceptions._
    CliRunner().invoke(build("zh"), ["parse"])
    assert click.exceptions._ is before
