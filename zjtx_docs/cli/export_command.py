"""``export``: documents as tables."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import STDOUT, guard_inputs, suffix_of
from zjtx_docs.report.catalogue import Say

FORMATS = ("xlsx", "csv", "jsonl", "parquet")
TABLES = (
    "documents", "measures", "money", "responsibilities", "thresholds", "targets", "statistics", "references",
    "beneficiaries", "outline",
)  # fmt: skip


def export_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(files: Sequence[str], output: str, table: Sequence[str], format: str | None, heads: str) -> int:
        return export(files, output, table, format, say, heads)

    params = [
        click.Argument(["files"], type=PATH, nargs=-1, required=True, metavar=say("metavar.files")),
        click.Option(
            ["-o", "--output"], type=PATH, required=True, metavar=say("metavar.output"), help=say("help.export_output")
        ),
        click.Option(
            ["--table"],
            type=click.Choice([*TABLES, "all"]),
            multiple=True,
            default=["all"],
            metavar=say("metavar.table"),
            help=say("help.table", tables=say("report.list").join(TABLES)),
        ),
        click.Option(["--format"], type=click.Choice(FORMATS), help=say("help.export_format")),
        click.Option(["--heads"], type=click.Choice(["en", "zh"]), default="en", help=say("help.heads")),
    ]
    return Command("export", say, run, params, ["export", "export_table"])


def export(
    names: Sequence[str], output: str, tables: Sequence[str], format: str | None, say: Say, heads: str = "en"
) -> int:
    """Reads every file and writes the tables. What cannot be read is told and left out; the exit code says so."""
    from zjtx_docs.cli.run import ANY_SUFFIXES, Run, all_documents
    from zjtx_docs.cli.sources import find_files

    format = format or format_of(output)
    files = find_files(names, ANY_SUFFIXES)
    guard_inputs(output, (found.path for found in files))
    run = Run(say)
    documents = all_documents(run, files)
    if documents:
        from zjtx_docs.exports.write import write_tables

        target = sys.stdout.buffer if output == STDOUT else output
        write_tables(documents, target, format, None if "all" in tables else list(tables), heads)
    return run.code


def format_of(output: str) -> str:
    """The format that the name of the output tells: its suffix, csv for a folder and for standard output."""
    if output == STDOUT or output.endswith(("/", os.sep)) or os.path.isdir(output):
        return "csv"
    return suffix_of(output, FORMATS)
