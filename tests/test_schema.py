"""The JSON Schemas follow the model, and validate_json finds every fault and says where."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from zjtx_docs import schema
from zjtx_docs.model import Document, Measure, Money, Responsibility, Source, to_json
from zjtx_docs.schema import check_schema, comparison_schema, document_schema, validate_json, write_schemas

SCHEMAS = Path(__file__).parents[1] / "schemas"
TEXT = "一、支持上市。对首次上市的企业给予最高300万元奖励，𠮷祥企业\r\n优先（市财政局）。"


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def sample() -> Document:
    money = Money(yuan=3_000_000, bound="cap", instrument="award", **place("最高300万元"))
    return Document(
        doc_id="样例",
        issued="2024-02-29",
        source=Source(file="样例.txt", start=0, end=len(TEXT)),
        measures=(
            Measure(id="m1", money=(money,), **place("对首次上市的企业给予最高300万元奖励")),
            Measure(id="m2", **place("𠮷祥企业\r\n优先")),
        ),
        responsibilities=(Responsibility(measure_ids=("m1", "m2"), **place("（市财政局）")),),
    )


def changed(*path: str | int, value: object) -> bytes:
    """The sample's JSON with one value replaced (or added); ``...`` takes it away."""
    raw = json.loads(to_json([sample()]))
    here = raw[0]
    for step in path[:-1]:
        here = here[step]
    if value is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return json.dumps(raw, ensure_ascii=False).encode()


def test_what_the_model_writes_has_no_fault() -> None:
    assert validate_json(to_json([sample()])) == []
    assert validate_json(to_json([sample()]), TEXT) == []
    assert validate_json(to_json(sample()), {"样例.txt": TEXT}) == []
    assert validate_json(b"[]") == []


FAULTS = [
    (("doc_id",), 3, "$[0].doc_id", "expected a text, found 3"),
    (("kind",), "提案", "$[0].kind", "expected one of policy, proposal, reply, plan, notice, other"),
    (("issued",), "2023-02-29", "$[0].issued", "expected a date like 2024-05-01 or null"),
    (("issued",), "二〇二四年", "$[0].issued", "expected a date like 2024-05-01 or null"),
    (("source",), ..., "$[0].source", "missing, expected an object"),
    (("source", "start"), -1, "$[0].source.start", "expected an integer of 0 or more, found -1"),
    (("titel",), "题", "$[0].titel", "no such field, expected: title"),
    (("measures",), {}, "$[0].measures", "expected a list"),
    (("measures", 0, "money", 0, "yuan"), 2.5, "$[0].measures[0].money[0].yuan", "expected an integer or null"),
    (("measures", 0, "money", 0, "yuan"), "300万", "$[0].measures[0].money[0].yuan", 'found "300万"'),
    (
        ("measures", 0, "money", 0, "bound"),
        "max",
        "$[0].measures[0].money[0].bound",
        "cap, floor, exact, range or null",
    ),
    (("measures", 1, "path"), [1], "$[0].measures[1].path[0]", "expected a text, found 1"),
    (("measures", 1, "end"), 2, "$[0].measures[1].end", "(start) or more, found 2"),
    (("measures", 1, "quote"), "𠮷", "$[0].measures[1].quote", "expected 8 characters, found 1"),
    (("measures", 1, "id"), "m1", "$[0].measures[1].id", "$[0].measures[0]"),
    (("responsibilities", 0, "measure_ids", 1), "m7", "$[0].responsibilities[0].measure_ids[1]", 'found "m7"'),
    (("responsibilities", 0, "open_ended"), "否", "$[0].responsibilities[0].open_ended", "expected true or false"),
]


@pytest.mark.parametrize(("path", "value", "where", "what"), FAULTS, ids=lambda one: str(one))
def test_a_fault_is_one_line_with_place_and_expectation(
    path: tuple[Any, ...], value: Any, where: str, what: str
) -> None:
    lines = validate_json(changed(*path, value=value))
    mine = [line for line in lines if line.startswith(f"{where}：")]
    assert len(mine) == 1, lines
    assert what in mine[0]
    assert "\n" not in mine[0]


def test_every_fault_is_told_not_the_first_alone() -> None:
    raw = json.loads(to_json([sample(), sample()]))
    raw[0]["kind"] = "x"
    raw[1]["measures"][0]["stance"] = "y"
    raw[1]["measures"][1]["end"] = "z"
    raw.append(7)
    places = [line.partition("：")[0] for line in validate_json(json.dumps(raw).encode())]
    assert places == ["$[0].kind", "$[1].measures[0].stance", "$[1].measures[1].end", "$[2]", "$[1].doc_id"]


def test_quotes_are_held_against_the_text() -> None:
    lines = validate_json(to_json([sample()]), TEXT.replace("最高300万元", "最高500万元"))
    assert [line.partition("：")[0] for line in lines] == ["$[0].measures[0].quote", "$[0].measures[0].money[0].quote"]
    assert 'expected "最高500万元" as in the text, found "最高300万元"' in lines[1]
    short = validate_json(to_json([sample()]), TEXT[:20])
    assert f"expected at most 20, found {len(TEXT)}" in short[0]


def test_another_files_text_is_not_held_against_the_document() -> None:
    assert validate_json(to_json([sample()]), {"另一份.txt": "短"}) == []
    assert validate_json(to_json([sample()]), {"样例.txt": "短"}) != []


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "1:1"),
        (b'[{"doc_id": "a",\n  "kind": tru}]', "2:"),
        ('{"题": 错}'.encode(), "1:7"),
        (b"\xef\xbb\xbf[]", "1:1"),
        (b'["\xff"]', "1:"),
        (b"[" * 200_000, "1:"),
        ("提案".encode("gb18030"), "1:1"),
    ],
    ids=lambda one: repr(one)[:20],
)
def test_what_is_no_json_is_one_line_with_line_and_column(data: bytes, where: str) -> None:
    (line,) = validate_json(data)
    assert line.startswith(where)


@pytest.mark.parametrize("data", [b"null", b"3", b'"x"', b"[null, [], {}]", b'[{"measures": [3], "source": 4}]'])
def test_other_json_is_told_and_never_raises(data: bytes) -> None:
    assert validate_json(data)


def test_a_fault_of_the_comparison_is_told() -> None:
    assert validate_json(b'{"left": "a"}') == []
    (line,) = validate_json(b'{"left": "a", "right": "b"}')
    assert line.startswith("$.right：")


# --- the schema files ---


@pytest.mark.parametrize("make", [document_schema, comparison_schema, check_schema], ids=lambda make: make.__name__)
def test_schemas_are_whole(make: Any) -> None:
    made = make()
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    words = json.dumps(made)
    names = {part.partition('"')[0] for part in words.split("#/$defs/")[1:]}
    assert names <= made["$defs"].keys()
    assert names
    assert all("description" in part for part in made["$defs"].values())


def test_the_schema_says_what_the_model_says() -> None:
    made = document_schema()["$defs"]
    assert made["Document"]["required"] == ["doc_id", "source"]
    assert set(made["Money"]["properties"]) == {field.name for field in msgspec.structs.fields(Money)}
    assert {"type": "integer"} in made["Money"]["properties"]["yuan"]["anyOf"]
    assert made["Measure"]["properties"]["start"] == {"type": "integer", "minimum": 0}
    assert made["Money"]["description"].startswith("Money given")


def test_written_schemas_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path / "schemas")
    assert [path.name for path in paths] == ["document.schema.json", "comparison.schema.json", "check.schema.json"]
    first = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in write_schemas(tmp_path / "schemas")] == first
    assert json.loads(first[0]) == document_schema()


@pytest.mark.parametrize("name", ["document", "comparison", "check"])
def test_the_schema_in_the_project_is_in_step_with_the_model(name: str) -> None:
    path = SCHEMAS / f"{name}.schema.json"
    if not path.is_file():
        pytest.skip(f"no {path.name}: make schemas writes it")
    assert json.loads(path.read_text("utf-8")) == getattr(schema, f"{name}_schema")(), "make schemas writes it again"


def test_a_schema_validator_takes_what_the_model_writes_and_refuses_the_faults() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    made = document_schema()
    jsonschema.Draft202012Validator.check_schema(made)
    validator = jsonschema.Draft202012Validator(made)
    raw = json.loads(to_json([sample()]))
    assert validator.is_valid(raw)
    assert validator.is_valid(raw[0])
    wrong = copy.deepcopy(raw)
    wrong[0]["measures"][0]["stance"] = "wished"
    assert not validator.is_valid(wrong)
