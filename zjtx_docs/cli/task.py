"""One source from its bytes to what is written of it: the unit of work, done here or in a process beside this one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from zjtx_docs.errors import ZjtxError
from zjtx_docs.report.catalogue import Lang, both, words

if TYPE_CHECKING:
    from zjtx_docs.cli.sources import Piece
    from zjtx_docs.model import Document

Message = tuple[str, str]  # Chinese, English


class Order(NamedTuple):
    """What is wanted of every source: the format, the kinds of document, the language of a table."""

    format: str
    kinds: tuple[str, ...]
    lang: Lang

    def spelled(self) -> str:
        """The order in a word, the same for orders that give the same bytes."""
        spoken = (self.lang,) if self.format == "table" else ()
        return " ".join((self.format, *sorted(self.kinds), *spoken))


class Task(NamedTuple):
    """A source and the file that is written for it; None where its documents go on to a common output."""

    piece: Piece
    target: str | None = None


class Done(NamedTuple):
    """What came of a source: a failure, or its documents, written to their own file or here as ``parts``.

    ``size`` and ``sha256`` are of the source's bytes, ``written`` is the sha256 of the file that was written.
    """

    name: str
    failure: Message | None = None
    notes: tuple[Message, ...] = ()
    parts: tuple[bytes, ...] = ()
    unchanged: bool = False
    target: str | None = None
    size: int = 0
    sha256: str = ""
    written: str = ""


def work(order: Order, task: Task) -> Done:
    """Reads and parses a source, writes its file where it has one. Whatever goes wrong is told in the result."""
    name = task.piece.name
    try:
        return _work(order, task, name)
    except ZjtxError as error:
        return Done(name, (error.zh, error.en))
    except OSError as error:
        place, why = error.filename or name, error.strerror or error
        return Done(name, both("error.system", file=place, why=why))
    except Exception as error:  # one bad file in ten thousand must not cost the others
        return Done(name, both("error.internal", file=name, why=f"{type(error).__name__}: {error}"))


def lost(task: Task, how: str) -> Done:
    """The result of a source whose process died over it."""
    return Done(task.piece.name, both("error.died", file=task.piece.name, how=how))


def warm() -> None:
    """Loads the parser and its words, so that processes that are forked from this one share them."""
    from zjtx_docs.pipeline import parse_text

    parse_text("一、支持创新。对首次认定的企业给予20万元奖励（市财政局）。")


def encode(order: Order, documents: Sequence[Document], on_terminal: bool = False) -> bytes:
    """Documents as one file of the format: an array, lines, or a table."""
    if order.format == "table":
        from zjtx_docs.cli.output import terminal_width, wants_color
        from zjtx_docs.report.terminal import render_documents

        width, color = (terminal_width(), wants_color()) if on_terminal else (100, False)
        return render_documents(documents, words(order.lang).lang, width, color).encode()
    if order.format == "jsonl":
        import msgspec

        return msgspec.json.Encoder().encode_lines(documents)
    from zjtx_docs.model import to_json

    return to_json(documents)


def _work(order: Order, task: Task, name: str) -> Done:
    from zjtx_docs.cli.sources import load_piece, read_bytes

    piece = task.piece
    if piece.data is None:
        piece = piece._replace(data=read_bytes(piece.found.path))
    loaded = load_piece(piece)
    documents = [document for document in loaded.documents if document.kind in order.kinds]
    if task.target is None:
        return Done(name, notes=loaded.notes, parts=_parts(order, documents))
    from zjtx_docs.exports.atomic import write_whole

    data = encode(order, documents)
    os.makedirs(os.path.dirname(task.target) or ".", exist_ok=True)
    write_whole(task.target, data)
    return Done(
        name,
        notes=loaded.notes,
        target=task.target,
        size=len(piece.data),
        sha256=hashlib.sha256(piece.data).hexdigest(),
        written=hashlib.sha256(data).hexdigest(),
    )


def _parts(order: Order, documents: Sequence[Document]) -> tuple[bytes, ...]:
    """Documents one by one, as they stand in the common output; for a table as compact JSON, decoded at the end."""
    import msgspec

    if order.format == "jsonl":
        return tuple(msgspec.json.encode(document) + b"\n" for document in documents)
    if order.format == "table":
        return tuple(msgspec.json.encode(document) for document in documents)
    # Inside an array each line stands two blanks further in; line feeds inside strings are escaped in JSON.
    formatted = (msgspec.json.format(msgspec.json.encode(document), indent=2) for document in documents)
    return tuple(b"  " + one.replace(b"\n", b"\n  ") for one in formatted)
