"""Graph files that networkx writes unfaithfully or not at all: GEXF, a pair of CSV files, Pajek. Knows no networkx.

networkx takes ``start`` and ``end`` of a node for the time it lives in a GEXF file, drops empty attributes in Pajek
and breaks its lines at a quotation mark in a name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from zjtx_docs.exports.csv import encode_rows, unescape

Attributes = Mapping[str, str | int]

# Keys of each kind of node and edge, in the order of the CSV columns. What is no int here is a string.
NODE_KEYS = {
    "department": ("kind", "label", "name", "aliases", "level"),
    "measure": (
        "kind", "label", "doc_id", "measure_id", "path", "heading", "section", "stance", "action", "instruments",
        "quote", "start", "end",
    ),
}  # fmt: skip
EDGE_KEYS = {
    "responsible_for": ("id", "kind", "role", "quote", "start", "end", "weight"),
    "shares_measures": ("id", "kind", "measures", "weight"),
}
INTEGERS = frozenset({"start", "end", "weight"})
_NODE_FIELDS = ("node", *dict.fromkeys(key for keys in NODE_KEYS.values() for key in keys))
_EDGE_FIELDS = {
    True: ("source", "target", *EDGE_KEYS["responsible_for"]),
    False: ("source", "target", *EDGE_KEYS["shares_measures"]),
}

_GEXF = "http://www.gexf.net/1.2draft"
# Characters that no XML 1.0 file can hold, and what would read as the escape that stands for them.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-F]{4})")
_XML_ESCAPE = re.compile("_x([0-9A-F]{4})_")
_NET_NODE = re.compile(r'([0-9]+) "((?:[^"\\]|\\.)*)"')
_NET_ESCAPE = re.compile(r"\\(.)")


class Flat(NamedTuple):
    """A graph as plain lists: names with their attributes, and (source, target, attributes)."""

    directed: bool
    nodes: list[tuple[str, Attributes]]
    edges: list[tuple[str, str, Attributes]]


def escape_xml(text: str) -> str:
    """The text with what XML cannot hold (a form feed, say) as _x000C_, the way of Office files."""
    return _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape_xml(text: str) -> str:
    """What ``escape_xml`` was given."""
    return _XML_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def encode_gexf(graph: Flat) -> bytes:
    """GEXF 1.2. ``start`` and ``end`` are plain attributes, since offsets are no points in time."""
    root = etree.Element("gexf", nsmap={None: _GEXF}, version="1.2")
    body = etree.SubElement(
        root, "graph", defaultedgetype="directed" if graph.directed else "undirected", mode="static"
    )
    node_ids = _declare(body, "node", [attributes for _, attributes in graph.nodes], ("label",))
    edge_ids = _declare(body, "edge", [attributes for *_, attributes in graph.edges], ("id", "weight"))
    nodes = etree.SubElement(body, "nodes")
    for name, attributes in graph.nodes:
        label = str(attributes.get("label", name))
        node = etree.SubElement(nodes, "node", id=escape_xml(name), label=escape_xml(label))
        _add_values(node, attributes, node_ids)
    edges = etree.SubElement(body, "edges")
    for number, (source, target, attributes) in enumerate(graph.edges, 1):
        edge = etree.SubElement(
            edges, "edge", id=str(attributes.get("id", number)), source=escape_xml(source), target=escape_xml(target),
            weight=str(attributes.get("weight", 1)),
        )  # fmt: skip
        _add_values(edge, attributes, edge_ids)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _declare(body: etree._Element, kind: str, every: list[Attributes], own: Sequence[str]) -> dict[str, str]:
    """Declares the attributes of nodes or edges but those that the format has a place of its ``own`` for; key to id."""
    types = {key: "long" if isinstance(value, int) else "string" for one in every for key, value in one.items()}
    ids = {key: f"{kind[0]}{number}" for number, key in enumerate(key for key in types if key not in own)}
    if ids:
        group = etree.SubElement(body, "attributes", {"class": kind, "mode": "static"})
        for key, number in ids.items():
            etree.SubElement(group, "attribute", id=number, title=key, type=types[key])
    return ids


def _add_values(element: etree._Element, attributes: Attributes, ids: Mapping[str, str]) -> None:
    values = etree.SubElement(element, "attvalues")
    for key, value in attributes.items():
        if key in ids:
            etree.SubElement(values, "attvalue", {"for": ids[key], "value": escape_xml(str(value))})


def encode_graph_csv(graph: Flat) -> tuple[bytes, bytes]:
    """The nodes file (node and attributes) and the edges file (source, target and attributes), CSV for Excel.

    The columns are the same for every graph of one sort; a cell is empty where its kind of node has no such attribute.
    """
    nodes = encode_rows(_NODE_FIELDS, [{"node": name, **attributes} for name, attributes in graph.nodes])
    edges = encode_rows(
        _EDGE_FIELDS[graph.directed],
        [{"source": source, "target": target, **attributes} for source, target, attributes in graph.edges],
    )
    return nodes, edges


def decode_graph_csv(nodes: bytes, edges: bytes) -> Flat:
    """The graph of the two files. Raises ValueError or KeyError where a column is missing or a number is none."""
    node_rows = _rows(nodes, _NODE_FIELDS)
    directed = "measures" not in edges.decode("utf-8-sig").partition("\r\n")[0].split(",")
    edge_keys = EDGE_KEYS["responsible_for" if directed else "shares_measures"]
    return Flat(
        directed,
        [(row["node"], _attributes(row, NODE_KEYS[row["kind"]])) for row in node_rows],
        [(row["source"], row["target"], _attributes(row, edge_keys)) for row in _rows(edges, _EDGE_FIELDS[directed])],
    )


def _rows(data: bytes, fields: Sequence[str]) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    missing = [field for field in fields if field not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"no column {', '.join(missing)}")
    return [{key: unescape(cell) for key, cell in row.items()} for row in reader]


def _attributes(row: Mapping[str, str], keys: Sequence[str]) -> dict[str, str | int]:
    return {key: int(row[key]) if key in INTEGERS else row[key] for key in keys}


def encode_net(graph: Flat) -> bytes:
    """Pajek: names, edges, weights. In a name " and \\ get a backslash, a line break is written \\n or \\r."""
    numbers = {name: number for number, (name, _) in enumerate(graph.nodes, 1)}
    lines = [f"*vertices {len(numbers)}"]
    for name, number in numbers.items():
        safe = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        lines.append(f'{number} "{safe}"')
    lines.append("*arcs" if graph.directed else "*edges")
    for source, target, attributes in graph.edges:
        lines.append(f"{numbers[source]} {numbers[target]} {attributes.get('weight', 1)}")
    return "\n".join([*lines, ""]).encode()


def decode_net(data: bytes) -> Flat:
    """The graph of a file that ``encode_net`` wrote. Raises ValueError, KeyError or IndexError for another text."""
    lines = data.decode("utf-8").split("\n")
    count = int(lines[0].removeprefix("*vertices "))
    directed = {"*arcs": True, "*edges": False}[lines[count + 1]]
    names = {}
    for line in lines[1 : count + 1]:
        found = _NET_NODE.fullmatch(line)
        if found is None:
            raise ValueError(line)
        names[found[1]] = _NET_ESCAPE.sub(lambda mark: {"n": "\n", "r": "\r"}.get(mark[1], mark[1]), found[2])
    parts = [line.split(" ") for line in lines[count + 2 :] if line]
    edges = [(names[source], names[target], {"weight": int(weight)}) for source, target, weight in parts]
    return Flat(directed, [(name, {}) for name in names.values()], edges)
