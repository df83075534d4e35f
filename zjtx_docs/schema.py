"""The JSON Schemas of the records, and ``validate_json``, which tells a person what is wrong with a file and where."""

from __future__ import annotations

import datetime
import difflib
import functools
import json
import re
import types
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from zjtx_docs import model
from zjtx_docs.drafting.records import DraftCheck
from zjtx_docs.exports.atomic import PathLike, write_all
from zjtx_docs.model import Document

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_COMPARISON = "zjtx_docs.comparison.records"
_BYTE = re.compile(r"byte ([0-9]+)")
_SHOWN = 40  # characters of a wrong value that a message shows

_PLAIN = {
    str: ("文本", "a text"), int: ("整数", "an integer"), float: ("数字", "a number"),
    bool: ("真假值（true 或 false）", "true or false"), type(None): ("空值（null）", "null"),
}  # fmt: skip

Texts = str | Mapping[str, str] | None


def document_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``parse`` writes, an array of documents, and of one document alone."""
    return _schema("Documents", "An array of documents, or one document.", Document, also_array=True)


def comparison_schema() -> dict[str, Any] | None:
    """The JSON Schema of what ``compare`` writes; None where this build has no comparison."""
    kind = _comparison_type()
    return None if kind is None else _schema("Comparison", "What compare writes.", kind, also_array=False)


def check_schema() -> dict[str, Any]:
    """The JSON Schema of what ``check`` writes: an object for one draft, an array of them for several."""
    return _schema("DraftChecks", "The check of a draft, or an array of checks.", DraftCheck, also_array=True)


def write_schemas(folder: PathLike) -> list[Path]:
    """Writes the three files NAME.schema.json into ``folder``; their paths. The same bytes each time."""
    schemas = {"document": document_schema(), "comparison": comparison_schema(), "check": check_schema()}
    files = {
        Path(folder) / f"{name}.schema.json": (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
        for name, schema in schemas.items()
        if schema is not None
    }
    write_all(files)
    return list(files)


def validate_json(data: bytes, text: Texts = None) -> list[str]:
    """What is wrong with the JSON of documents (an array or one), a comparison or a check: a line a fault, [] for none.

    A line gives the place (``$[0].measures[2].start``), what was expected there and what stands there, in Chinese and
    English. Beside the types: no unknown field, real dates, start <= end, a quote as long as its span, each id once,
    responsibilities that name measures which exist. With ``text`` (the text of the source, or texts by the documents'
    ``source.file``) every quote of a document must be exactly what stands at its place. The schema files let unknown
    fields pass, so that programs may read what a later version adds; a person who validates a file made a slip.
    """
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return [_broken(data, error)]
    comparison = _comparison_type()
    if isinstance(raw, dict) and "findings" in raw:
        return [*_faults(raw, DraftCheck, "$"), *_check_faults(raw, text)]
    if isinstance(raw, dict) and "doc_id" not in raw and "left" in raw and comparison is not None:
        return [*_faults(raw, comparison, "$"), *_comparison_faults(raw, text)]
    if not isinstance(raw, list):
        return list(_document_faults(raw, "$", text))
    lines = [line for number, one in enumerate(raw) for line in _document_faults(one, f"$[{number}]", text)]
    return lines + list(_repeated([one.get("doc_id") for one in raw if isinstance(one, dict)], "$", "doc_id"))


def _schema(title: str, description: str, kind: type, also_array: bool) -> dict[str, Any]:
    (one,), parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    for part in parts.values():
        if "description" in part:
            part["description"] = " ".join(part["description"].split())
    body = {"anyOf": [{"type": "array", "items": one}, one]} if also_array else one
    head = {"$schema": DRAFT, "title": title, "description": description}
    # Through JSON and back, which makes the tuples among the defaults lists, as a reader of the file has them.
    return json.loads(json.dumps({**head, **body, "$defs": dict(sorted(parts.items()))}))


def _comparison_type() -> type | None:
    return getattr(import_module(_COMPARISON), "Comparison", None) if find_spec(_COMPARISON) else None


def _line(place: str, zh: str, en: str) -> str:
    return f"{place}：{zh} ({en})"


def _broken(data: bytes, error: Exception) -> str:
    """The line for data that is no JSON: where it breaks, counted in lines and columns."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _line(
            "1:1", "文件以字节顺序标记开头，应为不带标记的 UTF-8", "byte-order mark; expected UTF-8 without it"
        )
    found = _BYTE.search(str(error))
    at = int(found[1]) if found else len(data)
    before = data[:at]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return _line(f"{before.count(bytes([10])) + 1}:{column}", f"不是 JSON：{error}", f"expected JSON: {error}")


def _document_faults(raw: object, place: str, text: Texts) -> Iterator[str]:
    yield from _faults(raw, Document, place)
    if not isinstance(raw, dict):
        return
    if isinstance(text, Mapping):
        source = raw.get("source")
        text = text.get(source.get("file")) if isinstance(source, dict) else None
    yield from _span_faults(raw, place, text)
    ids = [one.get("id") for one in _objects(raw.get("measures"))]
    yield from _repeated(ids, f"{place}.measures", "id")
    for number, one in enumerate(_objects(raw.get("responsibilities"))):
        named = one.get("measure_ids")
        for at, measure_id in enumerate(named if isinstance(named, list) else ()):
            if measure_id not in ids:
                where = f"{place}.responsibilities[{number}].measure_ids[{at}]"
                shown = _shown(measure_id)
                yield _line(where, f"没有编号为 {shown} 的措施", f"expected the id of a measure, found {shown}")


def _comparison_faults(raw: dict[str, Any], text: Texts) -> Iterator[str]:
    """Spans and quotes of a comparison, each held against the text of the document that it was taken from."""
    files = {one.get("doc_id"): one.get("file") for one in _objects(raw.get("documents"))}

    def of(doc_id: object) -> str | None:
        return text.get(files.get(doc_id) or "") if isinstance(text, Mapping) else None

    if text is not None and not any(of(doc_id) is not None for doc_id in files):
        yield _line("$.documents", "所给原文不是其中任何一份文件", "expected the text of one of these documents")
    left, reply = of(raw.get("left")), of(raw.get("reply"))
    for number, ask in enumerate(_objects(raw.get("asks"))):
        place = f"$.asks[{number}]"
        found = [*_objects(ask.get("matches")), *_objects([ask["nearest"]] if ask.get("nearest") else [])]
        yield from _span_faults({**ask, "matches": [], "nearest": None, "reply": None}, place, left)
        if ask.get("reply"):
            yield from _span_faults(ask["reply"], f"{place}.reply", reply)
        for at, match in enumerate(found):
            where, changes = f"{place}.matches[{at}]", _objects(match.get("changes"))
            yield from _span_faults({**match, "changes": []}, where, of(match.get("doc_id")))
            for change in changes:
                yield from _span_faults(change.get("left"), f"{where}.changes.left", left)
                yield from _span_faults(change.get("right"), f"{where}.changes.right", of(match.get("doc_id")))
    yield from _span_faults(raw.get("commitments"), "$.commitments", reply)


def _check_faults(raw: dict[str, Any], text: Texts) -> Iterator[str]:
    """Spans and quotes of a check, each held against the text of the document that it was taken from."""
    texts = text if isinstance(text, Mapping) else {}
    held = {one.get("doc_id"): texts.get(one.get("file") or "") for one in _objects(raw.get("documents"))}
    for number, finding in enumerate(_objects(raw.get("findings"))):
        place, other = f"$.findings[{number}]", _objects([finding.get("counterpart")])[0]
        yield from _span_faults({**finding, "counterpart": None}, place, held.get(raw.get("doc_id")))
        yield from _span_faults(other, f"{place}.counterpart", held.get(other.get("doc_id")))


def _objects(raw: object) -> list[dict[str, Any]]:
    """The list with what is no object made an empty one, so that the numbers of the entries stay."""
    return [one if isinstance(one, dict) else {} for one in raw] if isinstance(raw, list) else []


def _repeated(ids: list[object], place: str, name: str) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, one in enumerate(ids):
        if isinstance(one, str) and seen.setdefault(one, number) != number:
            first = f"{place}[{seen[one]}]"
            shown = _shown(one)
            where = f"{place}[{number}].{name}"
            yield _line(where, f"{shown} 已用于 {first}", f"expected an id of its own, {shown} is {first}'s")


def _span_faults(raw: object, place: str, text: str | None) -> Iterator[str]:
    """Faults of every span inside ``raw``, whatever else may be wrong with it."""
    if isinstance(raw, list):
        for number, one in enumerate(raw):
            yield from _span_faults(one, f"{place}[{number}]", text)
        return
    if not isinstance(raw, dict):
        return
    start, end, quote = raw.get("start"), raw.get("end"), raw.get("quote")
    if isinstance(start, int) and isinstance(end, int):
        yield from _span_fault(start, end, quote if isinstance(quote, str) else None, place, text)
    for key, value in raw.items():
        yield from _span_faults(value, f"{place}.{key}", text)


def _span_fault(start: int, end: int, quote: str | None, place: str, text: str | None) -> Iterator[str]:
    if start > end:
        yield _line(
            f"{place}.end", f"应不小于 start {start}，实为 {end}", f"expected {start} (start) or more, found {end}"
        )
    elif text is not None and end > len(text):
        length = len(text)
        yield _line(f"{place}.end", f"全文只有 {length} 字，实为 {end}", f"expected at most {length}, found {end}")
    elif text is not None and quote is not None and quote != text[start:end]:
        there, shown = _shown(text[start:end]), _shown(quote)
        yield _line(
            f"{place}.quote", f"原文此处为 {there}，实为 {shown}", f"expected {there} as in the text, found {shown}"
        )
    elif quote is not None and len(quote) != end - start:
        span, length = end - start, len(quote)
        yield _line(
            f"{place}.quote",
            f"应为 {span} 字（end − start），实为 {length} 字",
            f"expected {span} characters, found {length}",
        )


def _faults(value: object, kind: Any, place: str) -> Iterator[str]:
    """Where a decoded JSON value departs from a type of the model: every place, not the first alone."""
    inner, nullable = _without_null(kind)
    if value is None and nullable:
        return
    if isinstance(inner, type) and issubclass(inner, msgspec.Struct) and isinstance(value, dict):
        yield from _struct_faults(value, inner, place)
    elif get_origin(inner) is tuple and isinstance(value, list):
        for number, one in enumerate(value):
            yield from _faults(one, get_args(inner)[0], f"{place}[{number}]")
    elif not _fits(value, inner):
        zh, en = _expected(kind)
        shown = _shown(value)
        yield _line(place, f"应为{zh}，实为 {shown}", f"expected {en}, found {shown}")


def _without_null(kind: Any) -> tuple[Any, bool]:
    """``T | None`` as T and True; any other type as it is and False."""
    parts = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else ()
    inner = [part for part in parts if part is not type(None)]
    return (inner[0], True) if len(inner) == 1 else (kind, False)


def _struct_faults(value: dict[str, Any], kind: type[msgspec.Struct], place: str) -> Iterator[str]:
    fields = _fields(kind)
    for name, field in fields.items():
        if name in value:
            yield from _faults(value[name], field.type, f"{place}.{name}")
        elif field.required:
            zh, en = _expected(field.type)
            yield _line(f"{place}.{name}", f"缺少，应为{zh}", f"missing, expected {en}")
    for name in value:
        if name not in fields:
            near = difflib.get_close_matches(name, fields, n=1) or list(fields)
            known = ", ".join(near)
            yield _line(f"{place}.{name}", f"没有这个字段，应为：{known}", f"no such field, expected: {known}")


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
        return kind != model.IsoDate or bool(datetime.date.fromisoformat(str(value)))
    except ValueError:
        return False


def _expected(kind: Any) -> tuple[str, str]:
    """A type in words, Chinese and English."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind == model.IsoDate:
        return "形如 2024-05-01 的日期", "a date like 2024-05-01"
    if origin is Annotated:
        zh, en = _expected(parts[0])
        least = next((one.ge for one in parts[1:] if isinstance(one, msgspec.Meta) and one.ge is not None), None)
        return (zh, en) if least is None else (f"不小于 {least} 的{zh}", f"{en} of {least} or more")
    if origin is Literal:
        return f"以下之一：{'、'.join(parts)}", f"one of {', '.join(parts)}"
    if origin in (Union, types.UnionType):
        words = [_expected(part) for part in parts]
        return "或".join(zh for zh, _ in words), " or ".join(en for _, en in words)
    if origin is tuple:
        return "数组", "a list"
    return _PLAIN.get(kind, ("对象", "an object"))


def _shown(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
