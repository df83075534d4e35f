"""``parse``: files to structured records. ``text``: a file to the text that all places count in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import STDOUT, guard_inputs, write_data
from zjtx_docs.cli.sources import find_files
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import Say, both

KINDS = ("policy", "proposal", "reply", "plan", "notice", "other")
SUFFIXES = {"json": ".json", "jsonl": ".jsonl", "table": ".txt"}
# What -o may be called, and the format that it asks for where --format does not: JSON in a file called .xlsx could not
# be opened by anything.
BY_SUFFIX = {"json": "json", "jsonl": "jsonl", "txt": "table", "": "json"}
TEXT_SUFFIXES = ("txt", "text", "md", "")


def parse_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(
        files: Sequence[str], format: str | None, output: str | None, kind: Sequence[str], jobs: int, force: bool
    ) -> int:
        return parse(files, format, output, kind, say, jobs, force)

    params = [
        click.Argument(["files"], type=PATH, nargs=-1, required=True, metavar=say("metavar.files")),
        click.Option(
            ["--format"],
            type=click.Choice(list(SUFFIXES)),
            help=say("help.format"),
        ),
        click.Option(["-o", "--output"], type=PATH, metavar=say("metavar.output"), help=say("help.parse_output")),
        click.Option(
            ["--kind"],
            type=click.Choice(KINDS),
            multiple=True,
            metavar=say("metavar.kind"),
            help=say("help.kind", kinds=say("report.list").join(KINDS)),
        ),
        click.Option(
            ["--jobs"], type=click.IntRange(min=0), default=1, metavar=say("metavar.number"), help=say("help.jobs")
        ),
        click.Option(["--force"], is_flag=True, help=say("help.force")),
    ]
    return Command("parse", say, run, params, ["parse", "parse_folder", "parse_again"])


def parse(
    names: Sequence[str],
    format: str | None,
    output: str | None,
    kinds: Sequence[str],
    say: Say,
    jobs: int = 1,
    force: bool = False,
) -> int:
    """Parses every file and writes the documents: one array, line by line, a table, or one file for each source."""
    from zjtx_docs.cli.run import Run
    from zjtx_docs.cli.task import Order

    to_folder = output is not None and (output.endswith(("/", os.sep)) or os.path.isdir(output))
    asked = "json" if output in (None, STDOUT) or to_folder else BY_SUFFIX[_suffix(output, BY_SUFFIX, tables=True)]
    format = format or asked
    files = find_files(names)
    guard_inputs(output, (found.path for found in files))
    run = Run(say)
    order = Order(format, tuple(kinds or KINDS), say.lang)
    if to_folder:
        from zjtx_docs.cli.batch import parse_to_folder

        return parse_to_folder(run, files, output, order, SUFFIXES[format], jobs, force)
    from zjtx_docs.cli.stream import parse_to_stream

    return parse_to_stream(run, files, output, order, jobs)


def _suffix(output: str, known: Iterable[str], tables: bool = False) -> str:
    """The suffix of a file that is to be written, without its dot, "" for none.

    Raises UsageError for one that means another kind of file, and names the command that writes tables.
    """
    suffix = os.path.splitext(output)[1].lower().removeprefix(".")
    if suffix in known:
        return suffix
    names = " ".join(f".{name}" for name in known if name)
    if tables and suffix in ("xlsx", "xls", "csv", "tsv", "parquet"):
        raise UsageError(*both("error.parse_table", file=output, suffixes=names))
    raise UsageError(*both("error.output_suffix", file=output, suffixes=names))


def text_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(file: str, output: str | None) -> int:
        return text(file, output, say)

    params = [
        click.Argument(["file"], type=PATH, metavar=say("metavar.file")),
        click.Option(["-o", "--output"], type=PATH, metavar=say("metavar.output"), help=say("help.text_output")),
    ]
    return Command("text", say, run, params, ["text"])


def text(name: str, output: str | None, say: Say) -> int:
    """Writes exactly the text of the file, nothing added and no line end changed."""
    from zjtx_docs.cli.run import tell_notes
    from zjtx_docs.cli.sources import read_bytes, sources

    if output not in (None, STDOUT):
        _suffix(output, TEXT_SUFFIXES)
    guard_inputs(output, [name])
    found = list(sources(read_bytes(name), name))
    if len(found) != 1:
        raise UsageError(*both("error.one_text", file=name, count=len(found)))
    (source,) = found
    if isinstance(source, Exception):
        raise source
    tell_notes(source.notes, name, say)
    write_data(output, source.text.encode())
    return 0
