"""``compare``: each ask of a proposal against policies and the reply, or a policy against policies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from zjtx_docs.cli.comparison_output import render, write_pages
from zjtx_docs.cli.decisions_file import load_decisions, refuse_taken
from zjtx_docs.cli.formatting import PATH
from zjtx_docs.cli.output import STDOUT, guard_inputs, suffix_of, write_data
from zjtx_docs.cli.spreading import Spreading
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import Say, both

if TYPE_CHECKING:
    from zjtx_docs.cli.choosing import Parties
    from zjtx_docs.comparison.encoder import Encoder

VIEWS = ("asks", "pairs")
MATRIX_SUFFIXES = ("csv", "xlsx")
FORMATS = ("table", "json", "markdown", "html")
# What a file can hold besides what the screen can show.
BY_SUFFIX = {
    "json": "json", "md": "markdown", "txt": "table", "html": "html", "htm": "html", "docx": "docx", "xlsx": "xlsx",
    "csv": "csv",
}  # fmt: skip
ENCODERS = ("auto", "on", "off")


def compare_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(
        proposals: Sequence[str], against: Sequence[str], reply: str | None, encoder: Encoder, format: str | None,
        output: str | None, view: str | None, matrix: str | None, decisions: str | None,
        decisions_template: str | None,
    ) -> int:  # fmt: skip
        return compare(
            proposals, against, reply, format, output, say, encoder, view, matrix, decisions, decisions_template
        )

    params = [
        click.Argument(["proposals"], type=PATH, nargs=-1, required=True, metavar=say("metavar.proposals")),
        click.Option(
            ["--against"],
            type=PATH,
            multiple=True,
            required=True,
            metavar=say("metavar.policies"),
            help=say("help.against"),
        ),
        click.Option(["--reply"], type=PATH, metavar=say("metavar.file"), help=say("help.reply")),
        click.Option(
            ["--encoder"], type=click.Choice(ENCODERS), default="auto", show_default=True, help=say("help.encoder")
        ),
        click.Option(["--format"], type=click.Choice(FORMATS), help=say("help.compare_format")),
        click.Option(["-o", "--output"], type=PATH, metavar=say("metavar.output"), help=say("help.compare_output")),
        click.Option(["--as", "view"], type=click.Choice(VIEWS), help=say("help.compare_as")),
        click.Option(["--matrix"], type=PATH, metavar=say("metavar.file"), help=say("help.matrix")),
        click.Option(["--decisions"], type=PATH, metavar=say("metavar.file"), help=say("help.decisions")),
        click.Option(
            ["--decisions-template"], type=PATH, metavar=say("metavar.output"), help=say("help.decisions_template")
        ),
    ]
    examples = [
        "compare", "compare_save", "compare_versions", "compare_matrix", "compare_corpus", "compare_template",
        "compare_decisions",
    ]  # fmt: skip
    return Spreading("compare", say, run, params, examples)


def compare(
    proposals: Sequence[str],
    against: Sequence[str],
    reply: str | None,
    format: str | None,
    output: str | None,
    say: Say,
    encoder: Encoder = "auto",
    view: str | None = None,
    matrix: str | None = None,
    decisions: str | None = None,
    template: str | None = None,
) -> int:
    """Compares, writes the file that ``-o`` names in the format of its suffix, and shows the table or other format.

    ``view`` is asks or pairs, None for what suits the document; ``matrix`` names a file for the whole matrix,
    ``decisions`` one with what a person decided, ``template`` a new one to write decisions into.
    """
    to_file = output not in (None, STDOUT)
    saved = BY_SUFFIX[suffix_of(output, tuple(BY_SUFFIX))] if to_file else None
    table = suffix_of(matrix, MATRIX_SUFFIXES) if matrix else None
    for target in (output, matrix):
        guard_inputs(target, [*proposals, *against, *(name for name in (reply, decisions) if name)])
    refuse_taken(template)
    decided = load_decisions(decisions)
    parties = _parties(proposals, against, reply, say, [decisions] if decisions else [])
    found = parties.compare(decided, encoder, view)
    if matrix and table:
        _write_matrix(parties, matrix, table, against[0], encoder)
    if template:
        from zjtx_docs.exports.decisions import encode_template

        write_data(template, encode_template([one.comparison for one in found], say.lang))
    if saved == "html" and len(found) > 1:
        write_pages(output, found, say)
    elif saved:
        write_data(output, render(found, saved, say))
    shown = format or "table"
    if shown != saved:
        write_data(None, render(found, shown, say, on_terminal=True))
    return 0


def _write_matrix(parties: Parties, target: str, table: str, against: str, encoder: Encoder) -> None:
    if parties.corpus:
        raise UsageError(*both("error.matrix_corpus", file=against))
    from zjtx_docs.comparison.matrix import matrix as make_matrix
    from zjtx_docs.exports.matrix import write_matrix

    cells = [cell for left, _ in parties.lefts for cell in make_matrix(left, parties.policies, encoder)]
    write_matrix(cells, target, table)


def _parties(
    proposals: Sequence[str], against: Sequence[str], reply: str | None, say: Say, others: Sequence[str]
) -> Parties:
    """What the names stand for, read. Raises the first failure: a missing text would make the answers wrong."""
    from zjtx_docs.cli.choosing import Parties, open_corpus
    from zjtx_docs.cli.run import ANY_SUFFIXES, Run, tell_notes
    from zjtx_docs.cli.sources import STDIN, find_files

    if [*proposals, *against, reply, *others].count(STDIN) > 1:
        raise UsageError(*both("error.stdin_twice"))
    run = Run(say, strict=True)
    corpus = open_corpus(against)
    read = [] if corpus else against
    named_files = [find_files(names, ANY_SUFFIXES) for names in (proposals, read, [reply] if reply else [])]

    def tell(file: str | None, note: tuple[str, str]) -> None:
        tell_notes([note], file or "-", say)

    return Parties([list(run.load(files)) for files in named_files], tell, corpus)
