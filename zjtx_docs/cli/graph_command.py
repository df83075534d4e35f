"""``graph``: departments and measures as a graph file."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import guard_inputs, suffix_of
from zjtx_docs.report.catalogue import Say

FORMATS = ("graphml", "gexf", "json", "csv", "net")
PROJECTIONS = ("departments",)


def graph_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(files: Sequence[str], output: str, projection: str | None, include_cited: bool) -> int:
        return graph(files, output, projection, include_cited, say)

    suffixes = say("report.list").join(f".{name}" for name in FORMATS)
    params = [
        click.Argument(["files"], type=PATH, nargs=-1, required=True, metavar=say("metavar.files")),
        click.Option(
            ["-o", "--output"],
            type=PATH,
            required=True,
            metavar=say("metavar.output"),
            help=say("help.graph_output", suffixes=suffixes),
        ),
        click.Option(["--projection"], type=click.Choice(PROJECTIONS), help=say("help.projection")),
        click.Option(["--include-cited"], is_flag=True, help=say("help.include_cited")),
    ]
    return Command("graph", say, run, params, ["graph", "graph_projection"])


def graph(names: Sequence[str], output: str, projection: str | None, include_cited: bool, say: Say) -> int:
    """Reads every file and writes one graph of them all. What cannot be read is told, left out and makes the code 2."""
    from zjtx_docs.cli.run import ANY_SUFFIXES, Run, all_documents
    from zjtx_docs.cli.sources import find_files

    format = suffix_of(output, FORMATS)
    files = find_files(names, ANY_SUFFIXES)
    guard_inputs(output, (found.path for found in files))
    run = Run(say)
    documents = all_documents(run, files)
    if documents:
        from zjtx_docs.graph import to_graph, write_graph

        write_graph(to_graph(documents, projection, include_cited), output, format)
    return run.code
