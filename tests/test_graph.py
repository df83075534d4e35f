"""The graph of departments and measures: what is in it, and that every file format gives it back equal."""

from __future__ import annotations

import io
import time
from pathlib import Path

import networkx
import pytest

from zjtx_docs.errors import ReadError, UsageError
from zjtx_docs.graph import GRAPH_FORMATS, read_graph, to_graph, write_graph
from zjtx_docs.model import Department, Document, Measure, OutlineItem, Responsibility, Source

WHOLE = ("graphml", "gexf", "json", "csv")  # formats that keep every attribute
TEXT = (
    "一、加大资金支持\n对首次上市的企业给予最高300万元奖励（市财政局牵头，市经信局、市财政局配合）。"
    "开展上市辅导\n“育苗 & 护航”<专项>（责任单位：市经济和信息化局）。鼓励各区先行先试。"
    "（加强统筹：市人才局）某市方案提出建设产业园（责任部门：区住建委）。"
)


def place(words: str, text: str = TEXT) -> dict[str, object]:
    """Start, end and quote of the words in the text."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def body(words: str, canonical: str, role: str = "joint", level: str | None = None) -> Department:
    return Department(as_written=words, canonical=canonical, role=role, level=level, **place(words))


def policy(doc_id: str = "policy") -> Document:
    """Two measures with responsibilities, one that nobody answers for, one cited, and a body without a measure."""
    finance, economy = "北京市财政局", "北京市经济和信息化局"
    return Document(
        doc_id=doc_id,
        kind="policy",
        source=Source(start=0, end=len(TEXT)),
        outline=(OutlineItem(path=("一",), label="一、", heading="加大资金支持", **place("一、加大资金支持")),),
        measures=(
            Measure(
                id="m1",
                path=("一",),
                action="给予",
                instruments=("award", "grant"),
                departments=(body("市财政局", finance, "lead", "prefectural"), body("市经信局", economy, "supporting")),
                **place("对首次上市的企业给予最高300万元奖励"),
            ),
            Measure(id="m2", path=("一", "2"), **place("开展上市辅导\n“育苗 & 护航”<专项>")),
            Measure(id="m3", departments=(), **place("鼓励各区先行先试")),
            Measure(id="m4", stance="cited", **place("某市方案提出建设产业园")),
        ),
        responsibilities=(
            Responsibility(
                departments=(
                    body("市财政局", finance, "lead", "prefectural"),
                    body("市经信局", economy, "supporting"),
                    body("市财政局", finance, "supporting", "prefectural"),
                ),
                measure_ids=("m1",),
                **place("市财政局牵头，市经信局、市财政局配合"),
            ),
            Responsibility(
                departments=(
                    body("市经济和信息化局", economy, "joint", "prefectural"),
                    body("市财政局", finance, "joint"),
                ),
                measure_ids=("m2", "m1", "没有这条"),
                **place("责任单位：市经济和信息化局"),
            ),
            Responsibility(departments=(body("市人才局", "北京市人才局"),), **place("加强统筹：市人才局")),
            Responsibility(
                departments=(body("区住建委", "房山区住房和城乡建设委员会", level="district"),),
                measure_ids=("m4",),
                **place("责任部门：区住建委"),
            ),
        ),
    )


def odd() -> Document:
    """Names and quotes that break one format or another: quotation marks, markup, line breaks, control characters."""
    names = ("\"甲\"&<局>,'乙'", "=1+1", "@丙\n处", "\\丁 \\n 室\r", "戊😀𠮷；己", "-_x000C_庚\x0c\x0b", "'=辛", "# 壬")
    text = "".join(f"（{name}）" for name in names) + "支持\r\n\t“小巨人”\x0c & <企业>, 落地 "
    quote = text[text.index("支持") :]
    return Document(
        doc_id='怪 "文件" #1',
        source=Source(start=0, end=len(text)),
        measures=(
            Measure(id="m1", **place(quote, text)),
            Measure(id="m2", **place("企业", text)),
        ),
        responsibilities=tuple(
            Responsibility(
                departments=(
                    Department(as_written=name, canonical=name, role="lead", **place(name, text)),
                    Department(as_written=name + "*", canonical=name, role="joint", **place(name, text)),
                ),
                measure_ids=("m1", "m2"),
                **place(f"（{name}）", text),
            )
            for name in names
        ),
    )


def content(graph: networkx.Graph) -> tuple[object, ...]:
    """All that must survive a file, with the types, in an order of its own."""

    def typed(data: dict[str, object]) -> list[tuple[str, str, object]]:
        return sorted((key, type(value).__name__, value) for key, value in data.items())

    nodes = sorted((name, typed(data)) for name, data in graph.nodes(data=True))
    keys = {"keys": True} if graph.is_multigraph() else {}
    pairs = [(edge[:-1], typed(edge[-1])) for edge in graph.edges(data=True, **keys)]
    if not graph.is_directed():
        pairs = [(tuple(sorted(ends)), data) for ends, data in pairs]
    return type(graph), graph.is_directed(), nodes, sorted(pairs)


def weights(graph: networkx.Graph) -> list[tuple[object, ...]]:
    directed = graph.is_directed()
    return sorted((*((a, b) if directed else sorted((a, b))), data["weight"]) for a, b, data in graph.edges(data=True))


GRAPHS = {
    "政策": lambda: to_graph([policy()]),
    "单位共同负责": lambda: to_graph([policy()], projection="departments"),
    "怪名": lambda: to_graph([odd(), policy()]),
    "怪名共同负责": lambda: to_graph([odd()], projection="departments"),
    "空": lambda: to_graph([]),
    "空的共同负责": lambda: to_graph([], projection="departments"),
    "只有单位": lambda: to_graph([policy()], level="township"),
}


# --- what the graph holds ---


def test_nodes_are_departments_and_measures_with_their_attributes() -> None:
    graph = to_graph([policy()])
    assert isinstance(graph, networkx.MultiDiGraph)
    assert graph.nodes["北京市经济和信息化局"] == {
        "kind": "department",
        "label": "北京市经济和信息化局",
        "name": "北京市经济和信息化局",
        "aliases": "市经信局；市经济和信息化局",
        "level": "prefectural",
    }
    assert graph.nodes["policy#m1"] == {
        "kind": "measure",
        "label": "一 加大资金支持",
        "doc_id": "policy",
        "measure_id": "m1",
        "path": "一",
        "heading": "加大资金支持",
        "section": "",
        "stance": "provided",
        "action": "给予",
        "instruments": "award；grant",
        **place("对首次上市的企业给予最高300万元奖励"),
    }
    assert graph.nodes["policy#m2"]["heading"] == "加大资金支持", "the nearest outer heading"
    assert graph.nodes["policy#m3"]["label"] == "鼓励各区先行先试", "the sentence where there is no heading"


def test_one_body_written_in_several_ways_is_one_node_over_all_documents() -> None:
    graph = to_graph([policy(), policy("second")])
    names = [name for name, data in graph.nodes(data=True) if data["kind"] == "department"]
    assert sorted(names) == ["北京市人才局", "北京市经济和信息化局", "北京市财政局"]
    assert set(graph.successors("北京市经济和信息化局")) == {"policy#m1", "policy#m2", "second#m1", "second#m2"}


def test_edges_carry_role_and_the_words_of_the_responsibility() -> None:
    graph = to_graph([policy()])
    edges = graph.get_edge_data("北京市财政局", "policy#m1").values()
    assert [(edge["role"], edge["quote"]) for edge in edges] == [
        ("lead", "市财政局牵头，市经信局、市财政局配合"),
        ("supporting", "市财政局牵头，市经信局、市财政局配合"),
        ("joint", "责任单位：市经济和信息化局"),
    ]
    for edge in edges:
        assert edge["kind"] == "responsible_for"
        assert edge["weight"] == 1
        assert TEXT[edge["start"] : edge["end"]] == edge["quote"]
    ids = [data["id"] for *_, data in graph.edges(data=True)]
    assert ids == [key for *_, key in graph.edges(keys=True)]
    assert len(set(ids)) == len(ids)


def test_a_department_that_only_the_measure_names_has_an_edge_with_its_own_words() -> None:
    document = policy()
    measure = Measure(id="m9", departments=(body("市人才局", "北京市人才局", "handling"),), **place("鼓励各区先行先试"))
    graph = to_graph([Document(doc_id="d", source=document.source, measures=(measure,))])
    ((source, target, data),) = graph.edges(data=True)
    assert (source, target, data["role"], data["quote"]) == ("北京市人才局", "d#m9", "handling", "市人才局")


def test_departments_of_the_measure_do_not_double_those_of_a_responsibility() -> None:
    graph = to_graph([policy()])
    assert graph.number_of_edges("北京市经济和信息化局", "policy#m1") == 2, (
        "supporting and joint, each from its bracket"
    )


def test_cited_measures_and_their_bodies_stay_out_unless_asked_for() -> None:
    without, with_cited = to_graph([policy()]), to_graph([policy()], include_cited=True)
    assert "policy#m4" not in without
    assert "房山区住房和城乡建设委员会" not in without
    assert with_cited.has_edge("房山区住房和城乡建设委员会", "policy#m4")


def test_bodies_and_measures_without_a_counterpart_are_nodes() -> None:
    graph = to_graph([policy()])
    assert list(networkx.isolates(graph)) == ["policy#m3", "北京市人才局"]


def test_departments_are_joined_by_the_number_of_distinct_measures_they_share() -> None:
    graph = to_graph([policy()], projection="departments")
    assert type(graph) is networkx.Graph
    assert sorted(graph) == ["北京市人才局", "北京市经济和信息化局", "北京市财政局"]
    ((left, right, data),) = graph.edges(data=True)
    assert {left, right} == {"北京市财政局", "北京市经济和信息化局"}
    assert data == {"id": "e1", "kind": "shares_measures", "measures": "policy#m1；policy#m2", "weight": 2}


def test_level_keeps_its_departments_and_their_measures() -> None:
    graph = to_graph([policy()], level="prefectural")
    assert sorted(graph) == ["policy#m1", "policy#m2", "北京市经济和信息化局", "北京市财政局"]
    assert sorted(to_graph([policy()], include_cited=True, level="district")) == [
        "policy#m4",
        "房山区住房和城乡建设委员会",
    ]


def test_two_documents_of_one_name_do_not_run_into_each_other() -> None:
    other = Document(doc_id="policy", source=Source(start=0, end=2), measures=(Measure(id="m1", **place("奖励")),))
    graph = to_graph([policy(), other, policy()])
    assert graph.nodes["policy#m1"]["quote"] == "对首次上市的企业给予最高300万元奖励"
    assert graph.nodes["policy(2)#m1"]["quote"] == "奖励"
    assert "policy(3)#m1" not in graph, "the same document given twice counts once"


@pytest.mark.parametrize("name", GRAPHS, ids=str)
def test_attributes_are_scalars_of_one_type_a_key(name: str) -> None:
    graph = GRAPHS[name]()
    types: dict[tuple[str, str], set[type]] = {}
    for sort, every in (("node", graph.nodes(data=True)), ("edge", graph.edges(data=True))):
        for *_, data in every:
            for key, value in data.items():
                types.setdefault((sort, key), set()).add(type(value))
    assert all(kinds in ({str}, {int}) for kinds in types.values())


@pytest.mark.parametrize("wrong", [{"projection": "measures"}, {"level": "city"}], ids=str)
def test_unknown_choices_name_the_known_ones(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="departments|prefectural"):
        to_graph([policy()], **wrong)


# --- files ---


@pytest.mark.parametrize("format", WHOLE)
@pytest.mark.parametrize("name", GRAPHS, ids=str)
def test_a_file_gives_the_graph_back_equal(name: str, format: str, tmp_path: Path) -> None:
    graph = GRAPHS[name]()
    write_graph(graph, tmp_path / f"图.{format}", format)
    assert content(read_graph(tmp_path / f"图.{format}", format)) == content(graph)


@pytest.mark.parametrize("name", GRAPHS, ids=str)
def test_net_keeps_names_edges_and_weights(name: str, tmp_path: Path) -> None:
    graph = GRAPHS[name]()
    write_graph(graph, tmp_path / "图.net")
    again = read_graph(tmp_path / "图.net")
    assert type(again) is type(graph)
    assert list(again) == list(graph)
    assert weights(again) == weights(graph)
    assert not any(data for _, data in again.nodes(data=True))


@pytest.mark.parametrize("name", ["政策", "单位共同负责", "空"], ids=str)
@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_networkx_alone_reads_the_same(name: str, format: str, tmp_path: Path) -> None:
    graph, path = GRAPHS[name](), tmp_path / f"g.{format}"
    write_graph(graph, path)
    again = networkx.read_graphml(path) if format == "graphml" else networkx.read_gexf(path)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    if graph.number_of_edges():
        assert sorted((*edge[:2], sorted(edge[2].items())) for edge in again.edges(data=True)) == sorted(
            (*edge[:2], sorted(edge[2].items())) for edge in graph.edges(data=True)
        )


def test_networkx_alone_reads_pajek_names_with_blanks_and_quotation_marks(tmp_path: Path) -> None:
    graph = to_graph([odd(), policy()])
    write_graph(graph, tmp_path / "g.net")
    again = networkx.read_pajek(tmp_path / "g.net")
    plain = {name for name in graph if "\n" not in name and "\r" not in name}
    assert plain <= set(again)
    assert again.number_of_edges() == graph.number_of_edges()


def test_gexf_takes_offsets_for_attributes_not_for_time(tmp_path: Path) -> None:
    write_graph(to_graph([policy()]), tmp_path / "g.gexf")
    written = (tmp_path / "g.gexf").read_text("utf-8")
    assert 'mode="dynamic"' not in written
    assert " start=" not in written


def test_csv_is_two_files_for_excel_and_harmless(tmp_path: Path) -> None:
    write_graph(to_graph([odd()]), tmp_path / "g.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g.edges.csv", "g.nodes.csv"]
    for path in tmp_path.iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    nodes = (tmp_path / "g.nodes.csv").read_text("utf-8-sig")
    assert "\n'=1+1," in nodes
    assert "\n=1+1" not in nodes


@pytest.mark.parametrize("format", [name for name in GRAPH_FORMATS if name != "csv"])
def test_the_same_graph_gives_the_same_bytes_also_to_a_stream(format: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    write_graph(to_graph([policy()]), stream, format)
    write_graph(to_graph([policy()]), tmp_path / f"g.{format}")
    assert (tmp_path / f"g.{format}").read_bytes() == stream.getvalue()


def test_csv_needs_a_path_and_unknown_formats_name_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name of a file"):
        write_graph(to_graph([]), io.BytesIO(), "csv")
    with pytest.raises(UsageError, match="graphml, gexf, json, csv, net"):
        write_graph(to_graph([]), tmp_path / "g.html")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", GRAPH_FORMATS)
@pytest.mark.parametrize("text", ["", "这不是图", '{"a": 1}', "<a/>", "kind\r\nx\r\n", "*vertices 3\n"], ids=repr)
def test_what_is_no_graph_is_a_read_error_that_names_the_file(format: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / f"坏.{format}"
    for name in (path, tmp_path / "坏.nodes.csv", tmp_path / "坏.edges.csv"):
        name.write_text(text, "utf-8")
    with pytest.raises(ReadError, match="坏"):
        read_graph(path, format)


def test_a_missing_file_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"缺\.gexf"):
        read_graph(tmp_path / "缺.gexf")


def test_two_hundred_measures_take_less_than_a_third_of_a_second(tmp_path: Path) -> None:
    document = policy()
    measures = tuple(Measure(id=f"m{number}", **place("奖励")) for number in range(200))
    named = tuple(
        Responsibility(
            departments=tuple(body("市财政局", f"第{(number + step) % 40}局") for step in range(5)),
            measure_ids=(f"m{number}",),
            **place("市财政局牵头"),
        )
        for number in range(200)
    )
    large = Document(doc_id="d", source=document.source, measures=measures, responsibilities=named)
    start = time.perf_counter()
    graph = to_graph([large])
    write_graph(graph, tmp_path / "g.graphml")
    to_graph([large], projection="departments")
    assert time.perf_counter() - start < 0.3
    assert graph.number_of_edges() == 1000
