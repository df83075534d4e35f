"""The README's commands are real: each shown output is what the program prints today, each Python example runs."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from zjtx_docs.comparison.encoder import model

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
SHOWN = re.compile(r"<!-- run: (?P<command>.+?) -->\n```console\n(?P<output>.*?)```", re.DOTALL)


def run(command: str) -> str:
    """What a shell line prints, with zjtx-docs taken from this environment."""
    words = f'"{sys.executable}" -m zjtx_docs.cli'
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1"}
    environment.pop("ZJTX_ENCODER", None)  # as a reader would run it
    line = command.replace("zjtx-docs ", words + " ")
    done = subprocess.run(line, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
    return done.stdout + done.stderr


def shown(path: Path) -> list[tuple[str, str]]:
    return [(match["command"], match["output"]) for match in SHOWN.finditer(path.read_text("utf-8"))]


# What a comparison shows depends a little on the encoder; the README shows that of the better one.
OTHER = pytest.mark.skipif(model() != "e5", reason="shown with the better encoder")

CASES = [
    pytest.param(path, command, output, id=f"{path.name}: {command}", marks=[OTHER] * (" compare " in command))
    for path in READMES
    for command, output in shown(path)
]


@pytest.mark.skipif(sys.platform == "win32", reason="the shown lines are for a POSIX shell")
@pytest.mark.parametrize(("path", "command", "output"), CASES)
def test_shown_output_is_what_is_printed(path: Path, command: str, output: str) -> None:
    assert output.splitlines()[0] == f"$ {command}"
    assert output.splitlines()[1:] == [line.rstrip() for line in run(command).splitlines()]


def test_python_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for path in READMES:
        failed, tried = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
        assert tried >= 8
        assert failed == 0


def test_both_readmes_show_every_command() -> None:
    from zjtx_docs.cli.program import COMMANDS

    assert len(COMMANDS) >= 10
    for path in READMES:
        text = path.read_text("utf-8")
        for name in COMMANDS:
            assert f"zjtx-docs {name}" in text, f"{path.name} does not show {name}"


def rewrite() -> None:
    """Put today's outputs into the READMEs: python tests/test_docs.py; the difference is read before it is kept."""
    for path in READMES:
        text = path.read_text("utf-8")

        def fresh(match: re.Match[str]) -> str:
            lines = [line.rstrip() for line in run(match["command"]).splitlines()]
            return f"<!-- run: {match['command']} -->\n```console\n$ {match['command']}\n" + "\n".join(lines) + "\n```"

        path.write_text(SHOWN.sub(fresh, text), "utf-8")


if __name__ == "__main__":
    rewrite()
