"""``parse``: files to structured records. ``text``: a file to the text that all places count in."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import guard_inputs, write_data
from zjtx_docs.cli.sources import find_files
from zjtx_docs.report.catalogue import Say

KINDS = ("policy", "proposal", "reply", "plan", "notice", "other")
SUFFIXES = {"json": ".json", "jsonl": ".jsonl", "table": ".txt"}


def parse_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(files: Sequence[str], format: str, output: str | None, kind: Sequence[str], jobs: int, force: bool) -> int:
        return parse(files, format, output, kind, say, jobs, force)

    params = [
        click.Argument(["files"], type=PATH, nargs=-1, required=True, metavar=say("metavar.files")),
        click.Option(
            ["--format"],
            type=click.Choice(list(SUFFIXES)),
            default="json",
            show_default=True,
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
    format: str,
    output: str | None,
    kinds: Sequence[str],
    say: Say,
    jobs: int = 1,
    force: bool = False,
) -> int:
    """Parses every file and writes the documents: one array, line by line, a table, or one file for each source."""
    from zjtx_docs.cli.run import Run
    from zjtx_docs.cli.task import Order

    files = find_files(names)
    guard_inputs(output, (found.path for found in files))
    run = Run(say)
    order = Order(format, tuple(kinds or KINDS), say.lang)
    if output is not None and (output.endswith(("/", os.sep)) or os.path.isdir(output)):
        from zjtx_docs.cli.batch import parse_to_folder

        return parse_to_folder(run, files, output, order, SUFFIXES[format], jobs, force)
    from zjtx_docs.cli.stream import parse_to_stream

    return parse_to_stream(run, files, output, order, jobs)


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
    from zjtx_docs.errors import UsageError
    from zjtx_docs.report.catalogue import both

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
