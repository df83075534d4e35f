"""``graph``: departments and measures as a graph file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import guard_inputs, suffix_of, write_data
from zjtx_docs.report.catalogue import Say

if TYPE_CHECKING:
    from zjtx_docs.cli.sources import Loaded

FORMATS = ("graphml", "gexf", "json", "csv", "net", "html")
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
    return Command("graph", say, run, params, ["graph", "graph_page", "graph_projection"])


def graph(names: Sequence[str], output: str, projection: str | None, include_cited: bool, say: Say) -> int:
    """Reads every file and writes one graph of them all. What cannot be read is told, left out and makes the code 2."""
    from zjtx_docs.cli.run import ANY_SUFFIXES, Run
    from zjtx_docs.cli.sources import find_files

    format = suffix_of(output, FORMATS)
    files = find_files(names, ANY_SUFFIXES)
    guard_inputs(output, (found.path for found in files))
    run = Run(say)
    loaded = list(run.load(files))
    documents = [document for one in loaded for document in one.documents]
    if documents and format == "html":
        _write_page(loaded, output, projection, include_cited, say)
    elif documents:
        from zjtx_docs.graph import to_graph, write_graph

        write_graph(to_graph(documents, projection, include_cited), output, format)
    return run.code


def _write_page(loaded: Sequence[Loaded], output: str, projection: str | None, include_cited: bool, say: Say) -> None:
    """The page to look through: the graph, the other pictures, the tables behind them and the full texts."""
    from zjtx_docs.cli.choosing import distinct
    from zjtx_docs.cli.sources import texts_of
    from zjtx_docs.report.page import render_graph_page

    (every,) = distinct([loaded])
    documents = [document for one in every for document in one.documents]
    page = render_graph_page(documents, texts_of(every), say.lang, projection, include_cited)
    write_data(output, page.encode())
