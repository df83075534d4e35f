"""``validate``: JSON of documents or comparisons against the model and, with the source texts, against their words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import write_data
from zjtx_docs.report.catalogue import Say, both


def validate_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(files: Sequence[str], source: Sequence[str]) -> int:
        return validate(files, source, say)

    params = [
        click.Argument(["files"], type=PATH, nargs=-1, required=True, metavar=say("metavar.json_files")),
        click.Option(["--source"], type=PATH, multiple=True, metavar=say("metavar.file"), help=say("help.source")),
    ]
    return Command("validate", say, run, params, ["validate"])


def validate(names: Sequence[str], sources: Sequence[str], say: Say) -> int:
    """One line for each fault on standard output; returns 0 for none, 1 for some, 2 where a file is no JSON."""
    from zjtx_docs.cli.run import Run
    from zjtx_docs.cli.sources import RECORD_SUFFIXES, find_files, read_bytes
    from zjtx_docs.errors import ZjtxError
    from zjtx_docs.readers import read_source

    texts = [read_source(read_bytes(name), name=name) for name in sources]
    run = Run(say)
    found_fault = False
    for found in find_files(names, RECORD_SUFFIXES):
        try:
            data = read_bytes(found.path)
            faults = [fault for place, part in parts(data, found.path) for fault in _faults(part, place, texts)]
        except ZjtxError as error:
            run.fail(error)
            continue
        found_fault = found_fault or bool(faults)
        lines = [say("validate.problem", file=found.path, problem=fault) for fault in faults]
        write_data(None, "".join(f"{line}\n" for line in lines or [say("validate.fine", file=found.path)]).encode())
    return run.code or int(found_fault)


def parts(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """What is checked at a time, with its place: the whole, a line of JSON Lines, a comparison or check of an array."""
    import msgspec

    if path.lower().endswith(".jsonl"):
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                yield f"{number}:", line
        return
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        from zjtx_docs.errors import UsageError
        from zjtx_docs.schema import validate_json

        why = next(iter(validate_json(data)), str(error))
        raise UsageError(*both("error.system", file=path, why=why)) from error
    if isinstance(raw, list) and raw and all(isinstance(one, dict) and _has_parts(one) for one in raw):
        for number, one in enumerate(raw):
            yield f"[{number}]", msgspec.json.encode(one)
    else:
        yield "", data


def _has_parts(raw: dict) -> bool:
    """Whether this is a comparison or a check, whose places count in the texts of several documents."""
    return "left" in raw or "findings" in raw


def _faults(data: bytes, place: str, texts: Sequence) -> list[str]:
    from zjtx_docs.schema import validate_json

    return [place + fault for fault in validate_json(data, _texts_by_file(data, texts))]


def _texts_by_file(data: bytes, texts: Sequence) -> str | Mapping[str, str] | None:
    """The text for each ``source.file`` of the documents: of the same bytes, else the same name, else the only one."""
    import msgspec

    if not texts:
        return None
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    result: dict[str, str] = {}
    comparison = isinstance(raw, dict) and _has_parts(raw)
    for one in (raw.get("documents") or []) if comparison else raw if isinstance(raw, list) else [raw]:
        source = one if comparison else one.get("source") if isinstance(one, dict) else None
        if not isinstance(source, dict) or not isinstance(source.get("file"), str):
            continue
        file = source["file"]
        same = [text for text in texts if text.sha256 == source.get("sha256")]
        same = same or [text for text in texts if os.path.basename(text.file) == os.path.basename(file)]
        same = same or (list(texts) if len(texts) == 1 and not comparison else [])
        if same:
            result[file] = same[0].text
    return result or texts[0].text
