"""``index``: very many policies as one file that ``compare --against`` searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from zjtx_docs.cli.choosing import CORPUS, choose_policies
from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import guard_inputs, suffix_of
from zjtx_docs.report.catalogue import Say

if TYPE_CHECKING:
    from zjtx_docs.cli.run import Run
    from zjtx_docs.cli.sources import Found
    from zjtx_docs.model import Document


def index_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(files: Sequence[str], output: str) -> int:
        return index(files, output, say)

    params = [
        click.Argument(["files"], type=PATH, nargs=-1, required=True, metavar=say("metavar.files")),
        click.Option(
            ["-o", "--output"], type=PATH, required=True, metavar=say("metavar.output"), help=say("help.index_output")
        ),
    ]
    return Command("index", say, run, params, ["index"])


def index(names: Sequence[str], output: str, say: Say) -> int:
    """Reads every file and writes the corpus. What cannot be read is told, left out and makes the code 2."""
    from zjtx_docs.cli.run import ANY_SUFFIXES, Run
    from zjtx_docs.cli.sources import find_files

    suffix_of(output, (CORPUS.removeprefix("."),))
    files = find_files(names, ANY_SUFFIXES)
    guard_inputs(output, (found.path for found in files))
    run = Run(say)
    from zjtx_docs.comparison.corpus import build

    units = build(_policies(run, files), output)
    click.echo(say("index.done", output=output, units=units), err=True)
    return run.code


def _policies(run: Run, files: Sequence[Found]) -> Iterator[Document]:
    """The policies of the files one by one, each under an id of its own."""
    import msgspec

    taken: dict[str, int] = {}
    for loaded in run.load(files):
        if not loaded.documents:
            continue
        for document in choose_policies(loaded):
            number = taken[document.doc_id] = taken.get(document.doc_id, 0) + 1
            name = document.doc_id if number == 1 else f"{document.doc_id}({number})"
            yield document if number == 1 else msgspec.structs.replace(document, doc_id=name)
