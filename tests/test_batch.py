"""Many files: what is done again and what is not, runs that are killed, processes side by side, bounded memory."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import operator
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from zjtx_docs import model
from zjtx_docs.cli.index import INDEX
from zjtx_docs.cli.sources import Found, Piece
from zjtx_docs.cli.targets import Targets, fit, member_parts
from zjtx_docs.cli.workers import Ready, cores, in_order

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"
MODULE = ("-m", "zjtx_docs.cli")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")
linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc")


class Ran(NamedTuple):
    """What a process left behind; ``done`` are the numbers of its last line: parsed, unchanged, failed."""

    code: int
    out: bytes
    told: tuple[str, ...]
    done: tuple[int, ...]


def command(*args: object, program: tuple[str, ...] = MODULE) -> list[str]:
    return [sys.executable, *program, *map(str, args)]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"LC_ALL", "LC_MESSAGES", "LANG"}}
    return {**kept, "PYTHONPATH": str(ROOT)}


def parse(cwd: Path, *args: object, program: tuple[str, ...] = MODULE, stdin: bytes = b"") -> Ran:
    """``zjtx-docs parse`` in a process of its own."""
    words = command("parse", *args, program=program)
    ran = subprocess.run(words, input=stdin, capture_output=True, cwd=cwd, env=environment(), timeout=60)
    told = ran.stderr.decode().splitlines()
    assert "Traceback" not in ran.stderr.decode()
    last = re.fullmatch(r"已解析 (\d+)，未变 (\d+)，失败 (\d+)", told[-1]) if told else None
    return Ran(
        ran.returncode, ran.stdout, tuple(told[:-1] if last else told), tuple(map(int, last.groups())) if last else ()
    )


@contextlib.contextmanager
def started(cwd: Path, *args: object, **streams: object) -> Iterator[subprocess.Popen]:
    """``zjtx-docs parse`` as the first of a process group of its own, none of which is left afterwards."""
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **streams}
    words = command("parse", *args)
    with subprocess.Popen(words, cwd=cwd, env=environment(), start_new_session=True, **streams) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def until(met: Callable[[], object], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def group_is_gone(group: int) -> bool:
    """Whether no process of the group runs any more; one that only waits to be collected by the system does not."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    states = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, at = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
            states.append((int(at), state))
    return bool(states) and all(state == "Z" for at, state in states if at == group)


def text_of(number: int) -> str:
    """A short policy of its own for each number."""
    return (
        f"南京市关于支持第{number}类企业发展的若干措施\n\n一、支持创新。对首次认定的企业给予{number}万元奖励。"
        "（责任单位：市财政局）\n二、加大培育。支持企业建设研发中心，按照投入的10%给予补助，最高不超过50万元。\n"
    )


def make_folder(folder: Path, count: int, each: int = 20) -> Path:
    """So many policies, ``each`` of them in a sub-folder."""
    for number in range(count):
        path = folder / f"{number // each:02}区" / f"政策{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(number + 1), "utf-8")
    return folder


def files_of(folder: Path, pattern: str = "*.json") -> dict[str, bytes]:
    """The files below a folder without the index, by their path in it."""
    found = (path for path in folder.rglob(pattern) if path.is_file() and path.name != INDEX)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def times_of(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in files_of(folder)}


def parts_of(folder: Path) -> list[Path]:
    return list(folder.rglob(".zjtx-*.part"))


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two sources and what a run made of them; to be copied."""
    folder = tmp_path_factory.mktemp("parsed")
    make_folder(folder / "原文", 2)
    assert parse(folder, "原文", "-o", "果/").done == (2, 0, 0)
    return folder


# ---- only what is new or has changed


def test_a_second_run_finds_all_unchanged_and_a_third_does_what_changed(tmp_path):
    make_folder(tmp_path / "原文", 6, each=3)
    assert parse(tmp_path, "原文", "-o", "果/") == Ran(0, b"", (), (6, 0, 0))
    first, before = files_of(tmp_path / "果"), times_of(tmp_path / "果")
    for name, data in first.items():
        (document,) = model.from_json(data)
        source = tmp_path / document.source.file
        assert document.source.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
        assert source.relative_to(tmp_path / "原文").with_suffix(".json").as_posix() == name
    assert parse(tmp_path, "原文", "-o", "果/").done == (0, 6, 0)
    assert times_of(tmp_path / "果") == before

    changed = tmp_path / "原文" / "00区" / "政策001.txt"  # of the same length: only the bytes tell
    changed.write_text(changed.read_text("utf-8").replace("2万元", "9万元"), "utf-8")
    (tmp_path / "果" / "00区" / "政策002.json").unlink()
    cut = tmp_path / "果" / "01区" / "政策003.json"
    cut.write_bytes(cut.read_bytes()[:-20])
    spoilt = tmp_path / "果" / "01区" / "政策004.json"
    spoilt.write_bytes(spoilt.read_bytes().replace("奖励".encode(), "奖厉".encode()))
    (tmp_path / "原文" / "新.md").write_text(text_of(77), "utf-8")
    assert parse(tmp_path, "原文", "-o", "果/").done == (5, 2, 0)
    after = times_of(tmp_path / "果")
    assert {name for name in before if before[name] == after[name]} == {"00区/政策000.json", "01区/政策005.json"}
    assert parse(tmp_path, "原文", "-o", "新果/").code == 0
    assert files_of(tmp_path / "果") == files_of(tmp_path / "新果")


def test_force_does_everything_again(parsed, tmp_path):
    shutil.copytree(parsed, tmp_path, dirs_exist_ok=True)
    before = times_of(tmp_path / "果")
    assert parse(tmp_path, "原文", "-o", "果/", "--force").done == (2, 0, 0)
    assert not set(before.items()) & set(times_of(tmp_path / "果").items())
    assert parse(tmp_path, "原文", "-o", "果/").done == (0, 2, 0)


def test_another_order_is_another_work(parsed, tmp_path):
    shutil.copytree(parsed, tmp_path, dirs_exist_ok=True)
    assert parse(tmp_path, "原文", "-o", "果/", "--kind", "proposal").done == (2, 0, 0)
    assert set(files_of(tmp_path / "果").values()) == {b"[]\n"}
    assert parse(tmp_path, "原文", "-o", "果/", "--kind", "proposal").done == (0, 2, 0)
    assert parse(tmp_path, "原文", "-o", "果/", "--format", "jsonl").done == (2, 0, 0), "files of another name"
    assert parse(tmp_path, "原文", "-o", "果/", "--kind", "proposal").done == (0, 2, 0)


@pytest.mark.parametrize(
    "change",
    [
        "import zjtx_docs; zjtx_docs.__version__ = '999'",
        "from importlib import metadata; metadata.version = lambda name: '999'",
    ],
    ids=["版本", "读文件的库"],
)
def test_another_program_does_the_work_again(change, parsed, tmp_path):
    shutil.copytree(parsed, tmp_path, dirs_exist_ok=True)
    other = ("-c", f"import sys; {change}; from zjtx_docs.cli import main; sys.exit(main())")
    assert parse(tmp_path, "原文", "-o", "果/").done == (0, 2, 0)
    assert parse(tmp_path, "原文", "-o", "果/", program=other).done == (2, 0, 0)
    assert parse(tmp_path, "原文", "-o", "果/", program=other).done == (0, 2, 0)


def test_a_changed_word_list_is_another_program(tmp_path):
    """Words are data that people add to: what was made without the word is made again."""
    shutil.copytree(ROOT / "zjtx_docs", tmp_path / "zjtx_docs", ignore=shutil.ignore_patterns("__pycache__"))
    copy = (
        "-c",
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from zjtx_docs.cli import main; sys.exit(main())",
    )
    make_folder(tmp_path / "原文", 2)
    assert parse(tmp_path, "原文", "-o", "果/", program=copy).done == (2, 0, 0)
    assert parse(tmp_path, "原文", "-o", "果/", program=copy).done == (0, 2, 0)
    with (tmp_path / "zjtx_docs" / "lexicons" / "stop_phrases.csv").open("a", encoding="utf-8") as words:
        words.write("\n")
    assert parse(tmp_path, "原文", "-o", "果/", program=copy).done == (2, 0, 0)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: None,
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: b"\xff\x00" * 40,
        lambda data: b"[" * 100_000,
        lambda data: b"[]",
        lambda data: b'{"program": 1, "files": []}',
        lambda data: data.replace(b'"size": ', b'"size": "'),
        lambda data: re.sub(rb'"files": .*', b'"files": {"../../x.json": null}}', data, flags=re.S),
    ],
    ids=["没有", "空的", "断开", "乱码", "嵌套", "数组", "类型", "半坏", "空值"],
)
def test_a_damaged_index_only_means_more_work(damage, parsed, tmp_path):
    shutil.copytree(parsed, tmp_path, dirs_exist_ok=True)
    index, kept = tmp_path / "果" / INDEX, files_of(tmp_path / "果")
    data = damage(index.read_bytes())
    index.unlink()
    if data is not None:
        index.write_bytes(data)
    assert parse(tmp_path, "原文", "-o", "果/") == Ran(0, b"", (), (2, 0, 0))
    assert files_of(tmp_path / "果") == kept
    assert len(json.loads(index.read_bytes())["files"]) == 2


def test_an_index_that_cannot_be_written_costs_no_result(tmp_path):
    make_folder(tmp_path / "原文", 2)
    (tmp_path / "果" / INDEX).mkdir(parents=True)
    ran = parse(tmp_path, "原文", "-o", "果/")
    assert (ran.code, ran.done, len(ran.told)) == (2, (2, 0, 0), 1)
    assert INDEX in ran.told[0]
    assert len(files_of(tmp_path / "果")) == 2


def test_an_index_that_names_a_file_elsewhere_reads_and_writes_nothing_there(parsed, tmp_path):
    """Names of files come from the sources; what the index says only decides whether they are made."""
    shutil.copytree(parsed, tmp_path, dirs_exist_ok=True)
    index = tmp_path / "果" / INDEX
    index.write_bytes(index.read_bytes().replace("00区/政策000.json".encode(), b"../../x.json"))
    assert parse(tmp_path, "原文", "-o", "果/").done == (1, 1, 0)
    assert {path.name for path in tmp_path.iterdir()} == {"原文", "果"}


# ---- names


def names(*pieces: Piece) -> list[str]:
    targets = Targets(".json")
    return [targets.name(piece) for piece in pieces]


def test_sources_of_one_name_never_share_a_file(tmp_path):
    for name in ("政策.txt", "政策.md", "甲/政策.txt", "乙/政策.txt", "乙/深/政策.txt", "政策.md.txt"):
        (tmp_path / "一" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "一" / name).write_text(text_of(len(name)), "utf-8")
    shutil.copytree(tmp_path / "一", tmp_path / "二")
    assert parse(tmp_path, "一", "-o", "果/").done == (6, 0, 0)
    assert sorted(files_of(tmp_path / "果")) == [
        "乙/政策.json", "乙/深/政策.json", "政策.json", "政策.md.json", "政策.txt.json", "甲/政策.json"
    ]  # fmt: skip
    assert parse(tmp_path, "一", "二", "一/甲/政策.txt", "-o", "都/").done == (12, 0, 0)
    sources = {model.from_json(data)[0].source.file for data in files_of(tmp_path / "都").values()}
    assert len(sources) == 12
    assert parse(tmp_path, "一", "二", "-o", "都/").done == (0, 12, 0), "the same sources, the same names"


def test_a_common_stem_is_given_out_in_order():
    first = [Piece(Found(f"{folder}/政策.txt")) for folder in "甲乙丙丁"]
    assert names(*first) == ["政策.json", "政策.txt.json", "政策.txt~3.json", "政策.txt~4.json"]
    assert names(Piece(Found("A.txt")), Piece(Found("a.md"))) == ["A.json", "a.md.json"], "one name on some systems"
    assert names(Piece(Found(".zjtx-index.txt"))) == [".zjtx-index.txt.json"], "the index keeps its name"
    assert names(Piece(Found("-"))) == ["stdin.json"]


@pytest.mark.parametrize(
    ("member", "parts"),
    [
        ("区/政策.txt", ["区", "政策.txt"]),
        ("../../政策.txt", ["政策.txt"]),
        ("/etc/政策.txt", ["etc", "政策.txt"]),
        (r"..\C:\政策.txt", ["C_", "政策.txt"]),
        ("./a//b.txt", ["a", "b.txt"]),
        ("NUL.txt", ["_NUL.txt"]),
        ("政策:1?.txt", ["政策_1_.txt"]),
        ("..", ["_"]),
        ("", ["_"]),
        ("a. /b.txt", ["a_", "b.txt"]),
    ],
)
def test_paths_inside_archives_are_made_harmless(member, parts):
    assert member_parts(member) == parts


def test_long_names_are_cut_and_stay_apart(tmp_path):
    long = "关于印发进一步支持专精特新中小企业高质量发展若干措施实施细则的通知" * 4
    assert len(fit(long + "甲", ".json").encode()) <= 255
    assert fit(long + "甲", ".json") != fit(long + "乙", ".json")
    name = long[:82]  # the longest that a file of it can have: 246 bytes and .txt
    (tmp_path / "原文").mkdir()
    for end in "甲乙":
        (tmp_path / "原文" / f"{name}{end}.txt").write_text(text_of(1), "utf-8")
    ran = parse(tmp_path, "原文", "-o", "果/")
    assert (ran.code, ran.done) == (0, (2, 0, 0))
    assert len(files_of(tmp_path / "果")) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="names there are always text")
def test_a_name_that_is_no_utf8(tmp_path):
    (tmp_path / "原文").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "原文") + b"/\xd5\xfe\xb2\xdf.txt")).write_text(text_of(1), "utf-8")
    for _ in range(2):
        assert parse(tmp_path, "原文", "-o", "果/").done == (1, 0, 0)
    assert [path for path in os.listdir(os.fsencode(tmp_path / "果")) if path.endswith(b".json")].count(
        b"\xd5\xfe\xb2\xdf.json") == 1  # fmt: skip


def make_zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_file_of_an_archive_is_a_source(jobs, tmp_path):
    members = {f"{number % 3}区/政策{number}.txt": text_of(number).encode() for number in range(9)}
    bad = {"../../逃.txt": text_of(50).encode(), "坏.docx": b"PK\x03\x04 no zip", "图.bin": bytes(range(256)) * 4}
    (tmp_path / "原文").mkdir()
    path = tmp_path / "原文" / "包.zip"
    path.write_bytes(make_zip({**members, **bad}))
    (tmp_path / "原文" / "包.txt").write_text(text_of(60), "utf-8")
    ran = parse(tmp_path, "原文", "-o", "果/", "--jobs", jobs)
    assert (ran.code, ran.done) == (2, (11, 0, 2))
    assert [line.split(": ")[0] for line in ran.told] == ["错误：原文/包.zip/坏.docx", "错误：原文/包.zip/图.bin"]
    inside = {f"包.zip/{name.removesuffix('.txt')}.json" for name in members}
    assert set(files_of(tmp_path / "果")) == inside | {"包.json", "包.zip/逃.json"}
    assert {path.name for path in tmp_path.iterdir()} == {"原文", "果"}
    members["0区/政策3.txt"] = text_of(333).encode()
    path.write_bytes(make_zip({**bad, **members}))
    assert parse(tmp_path, "原文", "-o", "果/", "--jobs", jobs).done == (1, 10, 2), "order and time do not matter"


def test_standard_input_has_its_file(tmp_path):
    for _ in range(2):
        ran = parse(tmp_path, "-", "-o", "果/", "--jobs", 2, stdin=text_of(3).encode())
        assert ran.code == 0
    assert ran.done == (0, 1, 0)
    assert list(files_of(tmp_path / "果")) == ["stdin.json"]


def test_what_was_written_is_no_source(tmp_path):
    """Tables end in .txt and may lie in the folder that is searched."""
    make_folder(tmp_path, 2)
    for done in ((2, 0, 0), (0, 2, 0)):
        assert parse(tmp_path, ".", "-o", "表/", "--format", "table").done == done
    assert len(files_of(tmp_path / "表", "*.txt")) == 2


def test_a_source_is_never_overwritten(tmp_path):
    make_folder(tmp_path, 3)
    before = files_of(tmp_path, "*.txt")
    ran = parse(tmp_path, ".", "-o", ".", "--format", "table")
    assert (ran.code, ran.done) == (2, (0, 0, 3))
    assert all("不能同时作为输出" in line for line in ran.told)
    assert files_of(tmp_path, "*.txt") == before


# ---- failures


@pytest.mark.parametrize("jobs", [1, 0])
def test_a_bad_file_costs_one_line_and_the_exit_code(jobs, tmp_path):
    make_folder(tmp_path / "原文", 12, each=4)
    bad = ["00区/政策000.txt", "01区/政策005.txt", "02区/政策011.txt"]
    for name in bad:
        (tmp_path / "原文" / name).write_bytes(b"\x7fELF" + bytes(200))
    ran = parse(tmp_path, "原文", "无.txt", "-o", "果/", "--jobs", jobs)
    assert (ran.code, ran.out, ran.done) == (2, b"", (9, 0, 4))
    assert [line.split(": ")[0] for line in ran.told] == [*(f"错误：原文/{name}" for name in bad), "错误：无.txt"]
    assert len(files_of(tmp_path / "果")) == 9
    (tmp_path / "原文" / bad[1]).write_text(text_of(5), "utf-8")
    again = parse(tmp_path, "原文", "-o", "果/", "--jobs", jobs)
    assert (again.code, again.done) == (2, (1, 9, 2)), "what failed is tried again"


def test_where_nothing_can_be_read_no_folder_is_left(tmp_path):
    ran = parse(tmp_path, "无.txt", "-o", "果/")
    assert (ran.code, ran.done) == (2, (0, 0, 1))
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_target_that_cannot_be_written_is_one_failure(tmp_path):
    make_folder(tmp_path / "原文", 3)
    (tmp_path / "果" / "00区" / "政策001.json").mkdir(parents=True)
    ran = parse(tmp_path, "原文", "-o", "果/")
    assert (ran.code, ran.done, len(ran.told)) == (2, (2, 0, 1), 1)
    assert "政策001.json" in ran.told[0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_program_is_one_failure(jobs, tmp_path):
    """A parser that raises on the third file, which none is known to do."""
    make_folder(tmp_path / "原文", 5)
    fault = (
        "import sys; from zjtx_docs import pipeline; sound = pipeline.parse_source\n"
        "def parse_source(source):\n"
        "    return sound(source) if '政策002' not in source.file else [][1]\n"
        "pipeline.parse_source = parse_source\n"
        "from zjtx_docs.cli import main; sys.exit(main())"
    )
    ran = parse(tmp_path, "原文", "-o", "果/", "--jobs", jobs, program=("-c", fault))
    assert (ran.code, ran.done) == (2, (4, 0, 1))
    assert list(ran.told) == ["错误：原文/00区/政策002.txt: 程序内部出错（IndexError: list index out of range）"]


# ---- runs that are killed


@posix
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_leaves_nothing_half_and_the_next_completes(jobs, tmp_path):
    """Killed again and again at odd moments, until a run comes through."""
    make_folder(tmp_path / "原文", 160)
    parse(tmp_path, "原文", "-o", "全/", "--jobs", 0)
    whole, seen, moments = files_of(tmp_path / "全"), 0, random.Random(7)
    for _ in range(3):
        with started(tmp_path, "原文", "-o", "果/", "--jobs", jobs) as process:
            until(lambda seen=seen: len(files_of(tmp_path / "果")) > seen or process.poll() is not None)
            time.sleep(moments.uniform(0, 0.1))
            os.killpg(process.pid, signal.SIGKILL)
        until(lambda: group_is_gone(process.pid))
        found = files_of(tmp_path / "果")
        assert {name: whole[name] for name in found} == found
        seen = len(found)
    assert 0 < seen < 160
    ran = parse(tmp_path, "原文", "-o", "果/", "--jobs", jobs)
    assert (ran.code, sum(ran.done)) == (0, 160)
    assert files_of(tmp_path / "果") == whole
    assert parts_of(tmp_path) == []
    assert parse(tmp_path, "原文", "-o", "果/").done == (0, 160, 0)


@posix
def test_work_done_before_the_kill_is_not_done_again(tmp_path):
    """The index is saved while the run lasts, not only at its end: a second of work is lost at most."""
    make_folder(tmp_path / "原文", 20)
    (tmp_path / "原文" / "末.txt").write_text(POLICY.read_text("utf-8") * 400, "utf-8")
    with started(tmp_path, "原文/00区", "原文/末.txt", "原文/00区/政策000.txt", "-o", "果/", "--jobs", 1) as process:
        until(lambda: len(files_of(tmp_path / "果")) == 20)
        os.killpg(process.pid, signal.SIGKILL)
    assert not (tmp_path / "果" / INDEX).exists(), "all in less than a second"
    slow = "import time; from zjtx_docs.exports import atomic; write = atomic.write_whole\n"
    slow += "def write_whole(*args): time.sleep(0.1); write(*args)\n"
    slow += "atomic.write_whole = write_whole\nimport sys; from zjtx_docs.cli import main; sys.exit(main())"
    words = command("parse", "原文/00区", "-o", "果/", program=("-c", slow))
    with subprocess.Popen(words, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE) as process:
        until((tmp_path / "果" / INDEX).exists)
        process.kill()
    saved = len(json.loads((tmp_path / "果" / INDEX).read_bytes())["files"])
    assert 0 < saved < 20
    assert parse(tmp_path, "原文/00区", "-o", "果/").done == (20 - saved, saved, 0)


@posix
def test_a_file_that_was_being_written_is_taken_away_by_the_next_run(tmp_path):
    """Killed between the writing of a file and its renaming: the worst moment there is."""
    make_folder(tmp_path / "原文", 3)
    dies = (
        "import os, signal, sys; os.replace = lambda *names: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from zjtx_docs.cli import main; sys.exit(main())"
    )
    assert parse(tmp_path, "原文", "-o", "果/", program=("-c", dies)).code == -signal.SIGKILL
    (part,) = parts_of(tmp_path)
    assert files_of(tmp_path / "果") == {}
    beside = tmp_path / "果" / "00区" / ".zjtx-笔记.part"
    beside.write_text("somebody's own", "utf-8")
    assert parse(tmp_path, "原文", "-o", "果/").done == (3, 0, 0)
    assert not part.exists()
    assert beside.exists()


@linux
def test_the_half_written_file_of_another_run_is_left_alone(tmp_path):
    """Two runs into one folder: the second takes nothing away while the first may be writing."""
    make_folder(tmp_path / "原文", 2)
    (tmp_path / "果" / "00区").mkdir(parents=True)
    part = tmp_path / "果" / "00区" / ".zjtx-0123456789abcdef.part"
    part.write_text("", "utf-8")
    os.mkfifo(tmp_path / "管.txt")
    with started(tmp_path, "管.txt", "-o", "果/") as process:
        with (tmp_path / "管.txt").open("wb") as pipe:  # open: the first run is reading, so it has the folder
            assert parse(tmp_path, "原文", "-o", "果/").done == (2, 0, 0)
            assert part.exists()
            pipe.write(text_of(1).encode())
        assert process.wait(20) == 0
    assert parse(tmp_path, "原文", "-o", "果/", "--force").done == (2, 0, 0)
    assert not part.exists()


@linux
def test_ctrl_c_ends_all_processes_quietly(tmp_path):
    make_folder(tmp_path / "原文", 400)
    with started(tmp_path, "原文", "-o", "果/", "--jobs", 2) as process:
        until(lambda: len(files_of(tmp_path / "果")) > 20)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        assert process.wait(10) == 130
        assert process.stderr.read() == b""
        until(lambda: group_is_gone(process.pid), 2)
    found = files_of(tmp_path / "果")
    assert 20 < len(found) < 400
    assert parts_of(tmp_path) == []
    entered = json.loads((tmp_path / "果" / INDEX).read_bytes())["files"]
    assert 0 <= len(found) - len(entered) <= 16, "what was under way may be written and not entered"
    assert parse(tmp_path, "原文", "-o", "果/", "--jobs", 2).done == (400 - len(entered), len(entered), 0)


# ---- processes side by side


def test_the_number_of_processes_changes_nothing(tmp_path):
    make_folder(tmp_path / "原文", 30, each=7)
    (tmp_path / "原文" / "03区" / "坏.txt").write_bytes(b"\x7fELF" + bytes(200))
    shutil.copy(ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt", tmp_path / "原文")
    for format, numbers in (("json", (3,)), ("jsonl", (2,)), ("table", (2,))):
        alone, *more = [parse(tmp_path, "原文", "--format", format, "--jobs", jobs) for jobs in (1, *numbers)]
        assert alone.code == 2
        assert len(alone.told) == 1
        assert set(more) == {alone}
        if format == "json":
            documents = model.from_json(alone.out)
            assert [document.kind for document in documents].count("policy") == 30
            assert [document.kind for document in documents][:2] == ["proposal", "reply"]
            assert model.to_json(documents) == alone.out, "as if they had been encoded together"
            parse(tmp_path, "原文", "--jobs", 2, "-o", "一份")
            assert (tmp_path / "一份").read_bytes() == alone.out
    for jobs in (1, 3):
        parse(tmp_path, "原文", "-o", f"果{jobs}/", "--jobs", jobs)
    assert files_of(tmp_path / "果1") == files_of(tmp_path / "果3")
    assert (tmp_path / "果1" / INDEX).read_bytes() == (tmp_path / "果3" / INDEX).read_bytes()


def test_an_array_of_no_document(tmp_path):
    make_folder(tmp_path, 2)
    assert parse(tmp_path, ".", "--kind", "reply").out == b"[]\n"
    assert parse(tmp_path, ".", "--kind", "reply", "-o", "空.json").code == 0
    assert (tmp_path / "空.json").read_bytes() == b"[]\n"
    assert parse(tmp_path, ".", "--kind", "reply", "--format", "jsonl", "-o", "空.jsonl").code == 0
    assert (tmp_path / "空.jsonl").read_bytes() == b""


@pytest.mark.parametrize("value", ["-1", "两个"])
def test_a_wrong_number_of_processes_is_told(value, tmp_path):
    make_folder(tmp_path, 1)
    ran = parse(tmp_path, ".", "--jobs", value)
    assert (ran.code, ran.out, len(ran.told)) == (2, b"", 1)
    assert "'--jobs' 的值不对" in ran.told[0]


@linux
def test_a_process_that_dies_costs_its_file_alone(tmp_path):
    """The process at work on the first, long file is killed, as the system does where memory runs out."""
    make_folder(tmp_path / "原文", 30)
    (tmp_path / "原文" / "00区" / "大.txt").write_text(POLICY.read_text("utf-8") * 150, "utf-8")
    with started(tmp_path, "原文/00区/大.txt", "原文", "-o", "果/", "--jobs", 2) as process:
        until(lambda: len(files_of(tmp_path / "果")) >= 3)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(min(map(int, children)), signal.SIGKILL)
        told = process.stderr.read().decode().splitlines()
        assert process.wait(20) == 2
    assert told == ["错误：原文/00区/大.txt: 处理它的进程意外退出（SIGKILL）", "已解析 30，未变 0，失败 1"]
    assert len(files_of(tmp_path / "果")) == 30


def dies(task: int) -> int:
    """Ends its process in one way or another for some tasks, gives the square for the others."""
    if task % 10 == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if task % 10 == 7:
        os._exit(7)
    if task == 20:
        time.sleep(0.5)  # the others run ahead of it, so far and no further
    return task * task


@posix
def test_results_keep_their_order_whoever_dies():
    taken = 0

    def tasks() -> Iterator[object]:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield Ready("known") if number % 10 == 1 else number

    found = []
    for number, result in enumerate(in_order(dies, tasks(), 3, lambda task, how: (task, how), method="fork")):
        assert taken - number <= 8 * 3, "tasks are taken as there is room for them"
        found.append(result)
    died = {3: "SIGKILL", 7: "exit 7"}
    for number, result in enumerate(found):
        last = number % 10
        assert result == ("known" if last == 1 else (number, died[last]) if last in died else number * number)
    assert len(found) == 60


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.skipif(os.name == "nt", reason="no fork")
def test_both_ways_of_starting_processes(method):
    assert list(in_order(operator.neg, range(20), 2, None, method=method)) == [-n for n in range(20)]


def test_leaving_early_ends_the_processes():
    import multiprocessing

    results = in_order(operator.neg, iter(range(10**9)), 2, None)
    assert [next(results) for _ in range(3)] == [0, -1, -2]
    assert len(multiprocessing.active_children()) == 2
    results.close()
    assert multiprocessing.active_children() == []
    assert cores() >= 1


@posix
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_goes_away_ends_the_run(jobs, tmp_path):
    make_folder(tmp_path / "原文", 400)
    with started(tmp_path, "原文", "--jobs", jobs, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(10) == 0
        assert process.stderr.read() == b""
        until(lambda: group_is_gone(process.pid), 2)


@linux
def test_processes_end_when_the_first_one_is_killed(tmp_path):
    make_folder(tmp_path / "原文", 300)
    with started(tmp_path, "原文", "-o", "果/", "--jobs", 3) as process:
        until(lambda: len(files_of(tmp_path / "果")) > 10)
        process.kill()  # it alone
        process.wait(5)
        until(lambda: group_is_gone(process.pid), 3)


# ---- memory


def peak(cwd: Path, *args: object) -> int:
    """The most memory, in KB, that a run or one of its processes held.

    Asked by a small process in between: the system counts for a process what its parent held when it was started.
    """
    asks = (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
    )
    words = [sys.executable, "-c", asks, *command("parse", *args)]
    done = subprocess.run(words, cwd=cwd, env=environment(), capture_output=True, timeout=60, check=True)
    return int(done.stdout)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> int:
    """What a single policy takes."""
    return peak(tmp_path_factory.mktemp("few"), POLICY)


@linux
@pytest.mark.parametrize("args", [(), ("-o", "果/"), ("--jobs", 2)], ids=["数组", "文件夹", "两个进程"])
def test_memory_does_not_grow_with_the_number_of_files(args, few, tmp_path):
    """A hundred copies of a policy give 24 MB of JSON, and several times that as records."""
    text = POLICY.read_bytes()
    (tmp_path / "多.zip").write_bytes(make_zip({f"政策{number}.txt": text for number in range(100)}))
    many = peak(tmp_path, "多.zip", *args)
    assert many - few < 16_000
