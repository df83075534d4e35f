"""``parse``: files to structured records. ``text``: a file to the text that all places count in."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import STDOUT, guard_inputs, terminal_width, wants_color, write_data
from zjtx_docs.cli.sources import Found, find_files
from zjtx_docs.report.catalogue import Say

KINDS = ("policy", "proposal", "reply", "plan", "notice", "other")
SUFFIXES = {"json": ".json", "jsonl": ".jsonl", "table": ".txt"}


def parse_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(files: Sequence[str], format: str, output: str | None, kind: Sequence[str]) -> int:
        return parse(files, format, output, kind, say)

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
    ]
    return Command("parse", say, run, params, ["parse", "parse_folder"])


def parse(names: Sequence[str], format: str, output: str | None, kinds: Sequence[str], say: Say) -> int:
    """Parses every file and writes the documents: one array, line by line, a table, or one file for each source."""
    from zjtx_docs.cli.run import Run

    files = find_files(names)
    guard_inputs(output, (found.path for found in files))
    run = Run(say)
    each = _Writer(format, kinds, say)
    if output is not None and (output.endswith(("/", os.sep)) or os.path.isdir(output)):
        return _parse_to_folder(run, files, output, each)
    streams = format == "jsonl" and output in (None, STDOUT)
    documents, count = [], 0
    for loaded in run.load(files):
        count += 1
        wanted = each.select(loaded.documents)
        if streams:
            write_data(output, each.encode(wanted))
        else:
            documents.extend(wanted)
    if count and not streams:
        write_data(output, each.encode(documents, on_terminal=output in (None, STDOUT)))
    return run.code


class _Writer:
    """Chooses documents by kind and encodes them in one format."""

    def __init__(self, format: str, kinds: Sequence[str], say: Say) -> None:
        self.format = format
        self.kinds = frozenset(kinds or KINDS)
        self.say = say

    def select(self, documents: Sequence) -> list:
        return [document for document in documents if document.kind in self.kinds]

    def encode(self, documents: Sequence, on_terminal: bool = False) -> bytes:
        if self.format == "table":
            from zjtx_docs.report.terminal import render_documents

            width, color = (terminal_width(), wants_color()) if on_terminal else (100, False)
            return render_documents(documents, self.say.lang, width, color).encode()
        if self.format == "jsonl":
            import msgspec

            return msgspec.json.Encoder().encode_lines(documents)
        from zjtx_docs.model import to_json

        return to_json(documents)


def _parse_to_folder(run, files: Sequence[Found], folder: str, each: _Writer) -> int:
    """One file for each source, named as the source is; a folder that was searched keeps its sub-folders."""
    by_source: dict[Found, list] = {}
    for loaded in run.load(files):
        by_source.setdefault(loaded.found, []).extend(each.select(loaded.documents))
    taken: set[str] = set()
    for found, documents in by_source.items():
        name = os.path.relpath(found.path, found.folder) if found.folder else os.path.basename(found.path)
        name = "stdin" if found.path == STDOUT else name
        target = os.path.join(folder, os.path.splitext(name)[0] + SUFFIXES[each.format])
        if target in taken:
            target = os.path.join(folder, name + SUFFIXES[each.format])
        taken.add(target)
        guard_inputs(target, (one.path for one in files))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        write_data(target, each.encode(documents))
    return run.code


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
