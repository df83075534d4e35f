"""Documents as a graph of departments and the measures they answer for: the one home of networkx.

Nodes are ``department`` (the canonical name) and ``measure`` (``doc_id#measure id``), edges ``responsible_for`` from
the one to the other with the role and the words that say so. Attributes are strings and integers, never None or a
list, so that every format takes them: unknown is ``""``, several values are joined with ；, paths with a full stop.
"""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, get_args

import msgspec

from zjtx_docs.errors import ReadError, UsageError
from zjtx_docs.exports.atomic import PathLike, write_all, write_out
from zjtx_docs.exports.graph_files import (
    EDGE_KEYS,
    INTEGERS,
    NODE_KEYS,
    Flat,
    decode_graph_csv,
    decode_net,
    encode_gexf,
    encode_graph_csv,
    encode_net,
    escape_xml,
    unescape_xml,
)
from zjtx_docs.exports.tables import JOIN, Headings
from zjtx_docs.model import Department, Document, Level, Measure, Record
from zjtx_docs.text import squeeze

if TYPE_CHECKING:
    import networkx

GRAPH_FORMATS = ("graphml", "gexf", "json", "csv", "net")
PROJECTIONS = ("departments",)
# What the readers raise for a file that is broken or another thing altogether.
_NO_GRAPH = (ValueError, LookupError, TypeError, AttributeError, SyntaxError, msgspec.MsgspecError)
_LABEL = 24  # characters of the sentence that label a measure without a heading


def to_graph(
    documents: Iterable[Document],
    projection: str | None = None,
    include_cited: bool = False,
    level: str | None = None,
) -> networkx.MultiDiGraph | networkx.Graph:
    """The graph of all documents together; a body written in several ways, or in several documents, is one node.

    Without ``projection`` a MultiDiGraph: one edge for each department, measure, role and responsibility (two edges
    where one body leads and supports), keyed by its ``id``. Measures that nobody answers for and departments that
    answer for no measure are nodes without edges. ``projection="departments"``: a Graph that joins departments which
    share measures, ``weight`` how many, ``measures`` which. Measures of stance cited, and the departments named for
    nothing else, stay out unless ``include_cited``. ``level`` keeps the departments of that level and the measures
    that they answer for.

    The same ``doc_id`` for two different documents makes the later one ``doc_id(2)``; a document given twice counts
    once. Raises UsageError for a projection or a level that does not exist.
    """
    _check("projection", projection, PROJECTIONS)
    _check("level", level, get_args(Level))
    import networkx

    graph = networkx.MultiDiGraph()
    bodies: dict[str, _Body] = {}
    found: dict[tuple[str, str, str, int, int], Record] = {}
    for doc_id, document in _named(documents):
        shown = {one.id for one in document.measures if include_cited or one.stance != "cited"}
        headings = Headings(document)
        for measure in document.measures:
            if measure.id in shown:
                graph.add_node(f"{doc_id}#{measure.id}", **_measure_attributes(doc_id, measure, headings))
        for body, measure_id, evidence in _answers(document, shown):
            bodies.setdefault(body.canonical, _Body(body.canonical)).add(body)
            if measure_id is not None:
                key = (body.canonical, f"{doc_id}#{measure_id}", body.role, evidence.start, evidence.end)
                found.setdefault(key, evidence)
    for name, body in bodies.items():
        graph.add_node(name, **body.attributes())
    for number, ((source, target, role, start, end), evidence) in enumerate(found.items(), 1):
        values = (f"e{number}", "responsible_for", role, evidence.quote, start, end, 1)
        graph.add_edge(source, target, key=f"e{number}", **dict(zip(EDGE_KEYS["responsible_for"], values, strict=True)))
    if level is not None:
        graph = _of_level(graph, level)
    return _project(graph) if projection == "departments" else graph


class _Body:
    """One department under all its spellings."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.aliases: dict[str, None] = {}
        self.level = ""

    def add(self, body: Department) -> None:
        if body.as_written != self.name:
            self.aliases[body.as_written] = None
        self.level = self.level or body.level or ""

    def attributes(self) -> dict[str, str]:
        values = ("department", self.name, self.name, JOIN.join(self.aliases), self.level)
        return dict(zip(NODE_KEYS["department"], values, strict=True))


def _check(what: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        names = ", ".join(known)
        raise UsageError(f"{what}“{value}”不存在，可用：{names}", f"no {what} {value!r}; expected one of: {names}")


def _named(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Each document once, with an id that no other has."""
    seen: dict[str, list[Document]] = {}
    taken: set[str] = set()
    for document in documents:
        others = seen.setdefault(document.doc_id, [])
        if document in others:
            continue
        others.append(document)
        names = itertools.chain([document.doc_id], (f"{document.doc_id}({number})" for number in itertools.count(2)))
        doc_id = next(name for name in names if name not in taken)
        taken.add(doc_id)
        yield doc_id, document


def _answers(document: Document, shown: set[str]) -> Iterator[tuple[Department, str | None, Record]]:
    """Department, measure and the words that join them; measure None for a body that answers for none that is known."""
    known = {measure.id for measure in document.measures}
    told: set[tuple[str, str]] = set()
    for responsibility in document.responsibilities:
        measure_ids = [one for one in responsibility.measure_ids if one in known]
        if measure_ids and not shown.intersection(measure_ids):
            continue
        for body in responsibility.departments:
            yield body, None, body
            for measure_id in measure_ids:
                if measure_id in shown:
                    told.add((body.canonical, measure_id))
                    yield body, measure_id, responsibility
    for measure in document.measures:
        for body in measure.departments:
            if measure.id in shown and (body.canonical, measure.id) not in told:
                yield body, measure.id, body


def _measure_attributes(doc_id: str, measure: Measure, headings: Headings) -> dict[str, str | int]:
    heading = headings.over(measure.path) or ""
    words = squeeze(measure.quote)
    title = heading or (words if len(words) <= _LABEL else words[: _LABEL - 1] + "…")
    path = ".".join(measure.path)
    values = (
        "measure", f"{path} {title}".strip(), doc_id, measure.id, path, heading, measure.section or "", measure.stance,
        measure.action or "", JOIN.join(measure.instruments), measure.quote, measure.start, measure.end,
    )  # fmt: skip
    return dict(zip(NODE_KEYS["measure"], values, strict=True))


def _of_level(graph: networkx.MultiDiGraph, level: str) -> networkx.MultiDiGraph:
    bodies = [name for name, data in graph.nodes(data=True) if data["kind"] == "department" and data["level"] == level]
    kept = {*bodies, *(measure for name in bodies for measure in graph.successors(name))}
    return graph.subgraph([name for name in graph if name in kept]).copy()


def _project(graph: networkx.MultiDiGraph) -> networkx.Graph:
    import networkx

    result = networkx.Graph()
    result.add_nodes_from((name, data) for name, data in graph.nodes(data=True) if data["kind"] == "department")
    order = {name: number for number, name in enumerate(result)}
    shared: dict[tuple[str, str], list[str]] = {}
    for name, data in graph.nodes(data=True):
        if data["kind"] == "measure":
            for pair in itertools.combinations(sorted(graph.predecessors(name), key=order.__getitem__), 2):
                shared.setdefault(pair, []).append(name)
    for number, ((left, right), names) in enumerate(shared.items(), 1):
        values = (f"e{number}", "shares_measures", JOIN.join(names), len(names))
        result.add_edge(left, right, **dict(zip(EDGE_KEYS["shares_measures"], values, strict=True)))
    return result


def write_graph(graph: networkx.Graph, target: PathLike | BinaryIO, format: str | None = None) -> None:
    """Writes a graph of ``to_graph`` as graphml, gexf, json (node-link), csv or net (Pajek), whole or not at all.

    ``format`` None takes the path's suffix. csv makes two files, NAME.nodes.csv and NAME.edges.csv, so it needs a
    path; the other formats go to a binary stream too. net keeps names, edges and weights only. Raises UsageError for
    another format.
    """
    is_path = isinstance(target, (str, os.PathLike))
    format = _format(format if format is not None else Path(target).suffix if is_path else "")  # type: ignore[arg-type]
    if format != "csv":
        write_out(target, _encode(graph, format))
    elif is_path:
        write_all(dict(zip(_csv_paths(target), encode_graph_csv(_flat(graph)), strict=True)))  # type: ignore[arg-type]
    else:
        raise UsageError("-：csv 是两个文件，请给出文件名", "-: csv makes two files; expected the name of a file")


def read_graph(path: PathLike, format: str | None = None) -> networkx.MultiDiGraph | networkx.Graph:
    """The graph of a file that ``write_graph`` wrote: names, attributes, edges and weights equal what was written.

    Raises ReadError for a file that is none, UsageError for an unknown format.
    """
    import networkx

    format = _format(format if format is not None else Path(path).suffix)
    try:
        if format == "csv":
            nodes, edges = (name.read_bytes() for name in _csv_paths(path))
            return _unflat(decode_graph_csv(nodes, edges))
        return _decode(Path(path).read_bytes(), format)
    except OSError as error:
        why = error.strerror or error
        raise ReadError(f"{path}：不能读取（{why}）", f"{path}: cannot be read: {why}") from error
    except (*_NO_GRAPH, networkx.NetworkXException) as error:
        raise ReadError(
            f"{path}：不是 {format} 图文件（{error}）", f"{path}: expected a {format} graph: {error}"
        ) from error


def _format(name: str) -> str:
    short = name.removeprefix(".").lower()
    if short not in GRAPH_FORMATS:
        known = ", ".join(GRAPH_FORMATS)
        raise UsageError(
            f"不能写“{short}”格式的图，可用：{known}", f"no graph format {short!r}; expected one of: {known}"
        )
    return short


def _csv_paths(path: PathLike) -> tuple[Path, Path]:
    """NAME.nodes.csv and NAME.edges.csv for NAME.csv, NAME or either of the two."""
    whole = Path(path)
    name = whole.name
    for suffix in (".csv", ".nodes", ".edges"):
        name = name.removesuffix(suffix)
    return whole.with_name(f"{name}.nodes.csv"), whole.with_name(f"{name}.edges.csv")


def _encode(graph: networkx.Graph, format: str) -> bytes:
    import networkx

    if format == "gexf":
        return encode_gexf(_flat(graph))
    if format == "net":
        return encode_net(_flat(graph))
    if format == "json":
        return msgspec.json.format(msgspec.json.encode(networkx.node_link_data(graph, edges="edges")), indent=1) + b"\n"
    stream = io.BytesIO()
    networkx.write_graphml(_mapped(graph, escape_xml), stream, edge_id_from_attribute="id")
    return stream.getvalue()


def _decode(data: bytes, format: str) -> networkx.Graph:
    import networkx

    if format == "net":
        return _unflat(decode_net(data))
    if format == "json":
        return networkx.node_link_graph(msgspec.json.decode(data), edges="edges")
    reader = networkx.read_gexf if format == "gexf" else networkx.read_graphml
    return _mapped(reader(io.BytesIO(data)), unescape_xml)


def _flat(graph: networkx.Graph) -> Flat:
    return Flat(graph.is_directed(), list(graph.nodes(data=True)), list(graph.edges(data=True)))


def _unflat(flat: Flat) -> networkx.MultiDiGraph | networkx.Graph:
    """A MultiDiGraph for a directed graph, edges keyed by their id, else a Graph."""
    import networkx

    graph = networkx.MultiDiGraph() if flat.directed else networkx.Graph()
    graph.add_nodes_from(flat.nodes)
    if flat.directed:
        graph.add_edges_from((source, target, data.get("id"), data) for source, target, data in flat.edges)
    else:
        graph.add_edges_from(flat.edges)
    return graph


def _mapped(graph: networkx.Graph, change: Callable[[str], str]) -> networkx.MultiDiGraph | networkx.Graph:
    """A copy with ``change`` applied to every name and text, the numbers integers again (GEXF weights are floats)."""

    def attributes(data: dict[str, object]) -> dict[str, str | int]:
        return {key: int(value) if key in INTEGERS else change(str(value)) for key, value in data.items()}

    flat = _flat(graph)
    nodes = [(change(name), attributes(data)) for name, data in flat.nodes]
    edges = [(change(a), change(b), attributes(data)) for a, b, data in flat.edges]
    return _unflat(Flat(flat.directed, nodes, edges))
