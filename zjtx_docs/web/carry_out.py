"""What is done in a process beside the server: uploads to texts, texts to comparisons, comparisons to files."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

import msgspec

from zjtx_docs.cli.choosing import Parties
from zjtx_docs.cli.comparison_output import Finding, render
from zjtx_docs.cli.sources import Found as Place
from zjtx_docs.cli.sources import Loaded, Piece, load_piece
from zjtx_docs.comparison.decisions import Decision
from zjtx_docs.errors import MissingExtra, ZjtxError
from zjtx_docs.exports.csv import encode_rows
from zjtx_docs.exports.decisions import HEAD, decode_decisions
from zjtx_docs.report.catalogue import LANGS, both, words
from zjtx_docs.web.orders import (
    FOUND,
    SIDES,
    Answer,
    Compare,
    Found,
    Message,
    Order,
    Read,
    Render,
    Sides,
    Stage,
    Text,
    Upload,
    encode,
)

Tell = Callable[[Stage], None]
# The files of a work that can be taken away, and the format of each.
DOWNLOADS = {
    "report.html": "html", "report.docx": "docx", "report.xlsx": "xlsx", "asks.csv": "csv", "comparison.json": "json",
    "report.md": "markdown", "departments.graphml": "graphml", "decisions.csv": "decisions", "all.zip": "zip",
}  # fmt: skip
# What a text given as this should be; another kind is told, not refused. A policy may be held against policies too.
_EXPECTED = {
    "proposals": ("proposal", "policy", "plan"),
    "policies": ("policy", "plan", "notice"),
    "replies": ("reply",),
}


def carry_out(order: Order, tell: Tell) -> Answer:
    """The answer to an order. Whatever goes wrong is told in it."""
    try:
        if isinstance(order, Read):
            return _read(order, tell)
        if isinstance(order, Compare):
            return _compare(SIDES.decode(order.sides), order.sides, order.decisions, [], [])
        return Answer(data=_render(order)) if isinstance(order, Render) else Answer()
    except ZjtxError as error:
        return Answer(failure=(error.zh, error.en))
    except MemoryError:
        return Answer(failure=both("web.too_large"))
    except Exception as error:  # a bad file must never take the server down, nor show a traceback
        return Answer(failure=both("web.failed", why=type(error).__name__))


def _read(order: Read, tell: Tell) -> Answer:
    texts: dict[str, list[Text]] = {"proposal": [], "policy": [], "reply": []}
    decisions: list[Decision] = []
    problems: list[Message] = []
    for number, upload in enumerate(order.uploads, 1):
        tell(Stage("web.reading", {"done": number, "total": len(order.uploads), "file": upload.name}))
        try:
            if upload.role == "decisions":
                decisions += read_decisions(upload)
                continue
            for found in _texts(upload):
                if isinstance(found, Text):
                    texts[upload.role].append(found)
                else:
                    problems.append((found.zh, found.en))
        except ZjtxError as error:
            problems.append((error.zh, error.en))
        except (MemoryError, RecursionError):
            problems.append(both("web.file_too_large", file=upload.name))
        except Exception as error:
            problems.append(both("error.internal", file=upload.name, why=type(error).__name__))
    sides = Sides(texts["proposal"], texts["policy"], texts["reply"])
    for role, there in (("proposal", sides.proposals), ("policy", sides.policies)):
        if not there:
            return Answer(problems=problems, failure=both(f"web.no_{role}"))
    tell(Stage("web.comparing"))
    answer = _compare(sides, encode(sides), decisions, problems, _odd(sides))
    # It is what is looked at next; written here, it need not wait for another process. Where it cannot be written, all
    # other files may be.
    with contextlib.suppress(Exception):
        answer = msgspec.structs.replace(answer, data=_render(Render(answer.found, "html", order.lang)))
    return answer


def read_decisions(upload: Upload) -> list[Decision]:
    """The decisions of a file. Raises ReadError or UsageError that names the line."""
    from zjtx_docs.readers.encoding import decode_text

    return decode_decisions(decode_text(upload.data, upload.name)[0], upload.name)


def _texts(upload: Upload) -> Iterator[Text | ZjtxError]:
    """The texts of an upload, each file of an archive one; the error in place of one that cannot be read."""
    from zjtx_docs.pipeline import parse_source
    from zjtx_docs.readers import is_archive, read_archive

    if not is_archive(upload.data):
        yield _text(load_piece(Piece(Place(upload.name), upload.data)))
        return
    for source in read_archive(upload.data, name=upload.name):
        if isinstance(source, ZjtxError):
            yield source
        else:
            place = Place(source.file, upload.name)
            yield _text(Loaded(place, list(parse_source(source)), source.notes, source.text))


def _text(loaded: Loaded) -> Text:
    return Text(loaded.found.path, loaded.found.folder, loaded.documents, loaded.notes, loaded.text)


def _odd(sides: Sides) -> list[Message]:
    """What readers noted, and texts that look like another kind than they were given as."""
    notes = []
    for side, kinds in _EXPECTED.items():
        for text in getattr(sides, side):
            notes += [(f"{text.path}: {zh}", f"{text.path}: {en}") for zh, en in text.notes]
            found = [document.kind for document in text.documents]
            if found and not set(found) & set(kinds):
                notes.append(_said("web.other_kind", text.path, f"kind.{found[0]}", f"web.side_{side}"))
    return notes


def _said(key: str, file: str, kind: str, given: str) -> Message:
    zh, en = (words(lang)(key, file=file, kind=words(lang)(kind), given=words(lang)(given)) for lang in LANGS)
    return zh, en


def _compare(
    sides: Sides, raw: bytes, decisions: Sequence[Decision], problems: list[Message], notes: list[Message]
) -> Answer:
    told = list(notes)

    def tell(file: str | None, note: Message) -> None:
        told.append((f"{file}: {note[0]}", f"{file}: {note[1]}"))

    loaded = [
        [Loaded(Place(text.path, text.folder), text.documents, text.notes, text.text) for text in side]
        for side in (sides.proposals, sides.policies, sides.replies)
    ]
    findings = Parties(loaded, tell).compare(decisions)
    found = []
    for one in findings:
        taking = {document.doc_id for document in one.documents}
        texts = {doc_id: text for doc_id, text in one.texts.items() if doc_id in taking}
        found.append(Found(one.comparison, list(one.documents), texts))
    comparisons = [one.comparison for one in findings]
    return Answer(
        sides=raw, found=encode(found), comparisons=comparisons, decisions=list(decisions), problems=problems,
        notes=list(dict.fromkeys(told)),
    )  # fmt: skip


def _render(order: Render) -> bytes:
    found = FOUND.decode(order.found)
    if order.format == "html":  # several pages cannot be one
        found = found[order.part : order.part + 1]
    if order.format == "zip":
        return _zip(found, order)
    return _written(found, order.format, order)


def _written(found: Sequence[Found], format: str, order: Render) -> bytes:
    if format == "decisions":
        return encode_decisions(order.decisions)
    if format == "graphml":
        from zjtx_docs.graph import to_graph, write_graph

        stream = io.BytesIO()
        documents = {document.doc_id: document for one in found for document in one.documents}
        write_graph(to_graph(list(documents.values())), stream, "graphml")
        return stream.getvalue()
    findings = [Finding(one.comparison, one.documents, one.texts) for one in found]
    return render(findings, format, words(order.lang))


def encode_decisions(decisions: Sequence[Decision]) -> bytes:
    """The decisions file, to be given again with the same texts or to ``compare --decisions``."""
    return encode_rows(HEAD, [one._asdict() for one in decisions])


def _zip(found: Sequence[Found], order: Render) -> bytes:
    """Every file in one archive, a page for each of several proposals; what lacks its library is left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, format in DOWNLOADS.items():
            if format == "zip":
                continue
            several = format == "html" and len(found) > 1
            for number in range(len(found) if several else 1):
                part = found[number : number + 1] if several else found
                shown = name.replace(".", f"-{number + 1}.") if several else name
                # No clock goes into the archive: the same work gives the same bytes.
                entry = zipfile.ZipInfo(shown, (2000, 1, 1, 0, 0, 0))
                with contextlib.suppress(MissingExtra):
                    archive.writestr(entry, _written(part, format, order), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def warm() -> None:
    """Loads the parser, the comparison and the words, so that the first order does not wait for them."""
    from zjtx_docs.pipeline import parse_text
    from zjtx_docs.samples import POLICY, read_sample

    text = read_sample(POLICY)[:3000].decode("utf-8", "ignore")
    document = parse_text(text)
    loaded = [Loaded(Place("-"), document, (), text)]
    findings = Parties([loaded, loaded, []], lambda file, note: None).compare(view="asks")
    render(findings, "html", words("zh"))
