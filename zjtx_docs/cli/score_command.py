"""``score``: how far two codings of the same asks agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zjtx_docs.cli.decisions_file import read_text
from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import STDOUT, guard_inputs, suffix_of, terminal_width, wants_color, write_data
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import Say, both

if TYPE_CHECKING:
    from zjtx_docs.scoring.records import Score

FORMATS = ("table", "json")
BY_SUFFIX = {"json": "json", "txt": "table"}


def score_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(left: str, right: str, format: str | None, output: str | None) -> int:
        return score(left, right, format, output, say)

    params = [
        click.Argument(["left"], type=PATH, metavar=say("metavar.left")),
        click.Argument(["right"], type=PATH, metavar=say("metavar.right")),
        click.Option(["--format"], type=click.Choice(FORMATS), help=say("help.compare_format")),
        click.Option(["-o", "--output"], type=PATH, metavar=say("metavar.output"), help=say("help.score_output")),
    ]
    return Command("score", say, run, params, ["score", "score_people"])


def score(left: str, right: str, format: str | None, output: str | None, say: Say) -> int:
    """Reads both codings, holds them against each other and shows the result; writes it where ``-o`` says."""
    if left == right == STDOUT:
        raise UsageError(*both("error.stdin_twice"))
    to_file = output not in (None, STDOUT)
    saved = BY_SUFFIX[suffix_of(output, tuple(BY_SUFFIX))] if to_file else None
    guard_inputs(output, [left, right])
    texts = [read_text(left), read_text(right)]
    from zjtx_docs.scoring import read_coding
    from zjtx_docs.scoring import score as score_codings

    found = score_codings(*(read_coding(*text) for text in texts), names=(texts[0][1], texts[1][1]))
    if not found.agreements:
        raise UsageError(*both("error.nothing_shared", left=found.left, right=found.right))
    if saved:
        write_data(output, render(found, saved, say))
    shown = format or "table"
    if shown != saved:
        write_data(None, render(found, shown, say, on_terminal=True))
    return 0


def render(found: Score, format: str, say: Say, on_terminal: bool = False) -> bytes:
    """The score in one format, as UTF-8."""
    if format == "json":
        from zjtx_docs.model import to_json

        return to_json(found)
    from zjtx_docs.report.scores import render_score

    width, color = (terminal_width(), wants_color()) if on_terminal else (100, False)
    return render_score(found, say.lang, width, color).encode()
