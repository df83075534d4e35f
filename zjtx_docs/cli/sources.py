"""What the commands read: files, folders, archives, standard input; source texts and the JSON of ``parse``."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zjtx_docs.errors import UsageError, ZjtxError
from zjtx_docs.report.catalogue import both

if TYPE_CHECKING:
    from zjtx_docs.model import Document
    from zjtx_docs.readers import SourceText

STDIN = "-"
# What a folder is searched for. A file that is named is read whatever it is called: kinds are told by content.
SOURCE_SUFFIXES = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".mhtml", ".mht", ".docx", ".doc", ".wps", ".rtf", ".odt",
    ".pdf", ".ofd", ".zip",
)  # fmt: skip
RECORD_SUFFIXES = (".json", ".jsonl")
_RECORDS = re.compile(rb"[\s\xef\xbb\xbf]{0,64}(?:\[\s{0,64}\]\s{0,64}$|\[?\s{0,64}\{\s{0,64}\"schema_version\")")


class Found(NamedTuple):
    """A file to read, and the folder that was named where it was found by a search."""

    path: str
    folder: str | None = None


class Piece(NamedTuple):
    """One source: a file, or one file of an archive. ``data`` None is a plain file that has not been read yet."""

    found: Found
    data: bytes | None = None
    member: str | None = None

    @property
    def name(self) -> str:
        """As its records and its errors call it: the path, ``archive.zip/member`` inside an archive."""
        from zjtx_docs.readers.source import display_name

        name = display_name(self.found.path)
        return name if self.member is None else f"{name}/{self.member}"


class Loaded(NamedTuple):
    """What one file holds: its documents, what its reader has to tell, each as (Chinese, English), and its text.

    ``text`` is what the spans count in; None where records were read in place of a text.
    """

    found: Found
    documents: list[Document]
    notes: tuple[tuple[str, str], ...] = ()
    text: str | None = None


def texts_of(every: Iterable[Loaded]) -> dict[str, str]:
    """The text of each document's file by ``doc_id``; none for documents that were read as records."""
    return {
        document.doc_id: loaded.text for loaded in every if loaded.text is not None for document in loaded.documents
    }


def find_files(names: Iterable[str], suffixes: Sequence[str] = SOURCE_SUFFIXES) -> list[Found]:
    """Every file that ``names`` stand for, each once: files as named, folders searched in order of their names.

    Raises UsageError for a folder that cannot be read or holds no file of a known kind, and for a second ``-``.
    """
    files: dict[str, Found] = {}
    for name in names:
        if name != STDIN and os.path.isdir(name):
            inside = list(_search(name, suffixes))
            if not inside:
                raise UsageError(*both("error.empty_folder", file=name, suffixes=" ".join(suffixes)))
            for path in inside:
                files.setdefault(os.path.normpath(path), Found(path, name))
        elif name == STDIN and STDIN in files:
            raise UsageError(*both("error.stdin_twice"))
        else:
            files.setdefault(name if name == STDIN else os.path.normpath(name), Found(name))
    return list(files.values())


def _search(folder: str, suffixes: Sequence[str]) -> Iterator[str]:
    for here, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(tuple(suffixes)) and not name.startswith((".", "~$")):
                yield os.path.normpath(os.path.join(here, name))


def _refuse_folder(error: OSError) -> None:
    raise UsageError(*both("error.system", file=error.filename, why=error.strerror or error))


def read_bytes(path: str) -> bytes:
    """The bytes of a file or, for ``-``, of standard input, no more than a reader takes. Raises ReadError."""
    from zjtx_docs import readers
    from zjtx_docs.limits import read_limits
    from zjtx_docs.readers.source import display_name

    limits = read_limits()
    if path == STDIN:
        return sys.stdin.buffer.read(limits.file_bytes + 1) if sys.stdin is not None else b""
    return readers.read_bytes(path, display_name(path), limits)


def sources(data: bytes, path: str) -> Iterator[SourceText | ZjtxError]:
    """The text of a file, or of each file of an archive, errors of single files of the archive in their place."""
    from zjtx_docs.readers import is_archive, read_archive, read_source

    if is_archive(data):
        yield from read_archive(data, name=path)
    else:
        yield read_source(data, name=path)


def pieces(found: Found) -> Iterator[Piece | ZjtxError]:
    """The sources of a file: itself, or each file of an archive in its order, the error in place of a bad one.

    A plain file is not read here beyond its first bytes; standard input, pipes and archives are. Raises ReadError.
    """
    from zjtx_docs.readers import is_archive

    if found.path != STDIN and os.path.isfile(found.path) and not _is_zip(found.path):
        yield Piece(found)
        return
    data = read_bytes(found.path)
    if is_archive(data):
        yield from _members(data, found)
    else:
        yield Piece(found, data)


def _is_zip(path: str) -> bool:
    """Whether the file begins as a zip does, docx and ofd too; one that cannot be opened is told when it is read."""
    try:
        with open(path, "rb") as stream:
            return stream.read(2) == b"PK"
    except OSError:
        return False


def _members(data: bytes, found: Found) -> Iterator[Piece | ZjtxError]:
    """The files of an archive as bytes, one at a time: whoever works on them extracts the text."""
    from zjtx_docs.limits import read_limits
    from zjtx_docs.readers.archive import read_members
    from zjtx_docs.readers.source import display_name

    name = display_name(found.path)

    def take(member: bytes, shown: str, limits: object) -> Piece:
        return Piece(found, member, shown.removeprefix(f"{name}/"))

    yield from read_members(data, name, read_limits(), take)


def load(found: Found) -> Iterator[Loaded | ZjtxError]:
    """The documents of a file: parsed, or read where it is JSON that ``parse`` wrote. An archive gives one item a file.

    Raises ReadError, UsageError or MissingExtra where the file as a whole cannot be read.
    """
    for piece in pieces(found):
        if isinstance(piece, ZjtxError):
            yield piece
            continue
        try:
            loaded = load_piece(piece)
        except ZjtxError as error:
            yield error
        else:
            yield loaded


def load_piece(piece: Piece) -> Loaded:
    """The documents of one source. Raises ReadError, UsageError or MissingExtra."""
    data = read_bytes(piece.found.path) if piece.data is None else piece.data
    if piece.member is None and is_records(data, piece.found.path):
        return read_records(data, piece.found)
    from zjtx_docs.pipeline import parse_source
    from zjtx_docs.readers import read_source

    source = read_source(data, name=piece.name)
    return Loaded(piece.found, list(parse_source(source)), source.notes, source.text)


def is_records(data: bytes, path: str) -> bool:
    """Whether the bytes are structured JSON: by their beginning, or by name, so that broken JSON is told so."""
    return path.lower().endswith(RECORD_SUFFIXES) or _RECORDS.match(data[:1024]) is not None


def read_records(data: bytes, found: Found) -> Loaded:
    """The documents of JSON (an array, one object or one a line). Raises UsageError that names what is wrong."""
    import msgspec

    try:
        documents = _decode(data.removeprefix(b"\xef\xbb\xbf").strip())
    except msgspec.ValidationError as error:
        raise UsageError(*both("error.not_documents", file=found.path, place=error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(*both("error.not_json", file=found.path, place=error)) from error
    return Loaded(found, documents)


def _decode(data: bytes) -> list[Document]:
    import msgspec

    from zjtx_docs.model import Document, from_json

    if data.startswith(b"["):
        return from_json(data)
    try:
        return [msgspec.json.decode(data, type=Document)]
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        lines = [line for line in data.splitlines() if line.strip()]
        return [msgspec.json.decode(line, type=Document) for line in lines or [data]]
