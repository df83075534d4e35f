"""Text to records: the ordered steps, on one screen.

``parse_text`` gives one Document for each document that a text holds. A step takes text and places and returns what
it found; none raises for odd text.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from zjtx_docs.assembly import assemble
from zjtx_docs.model import Document, Kind
from zjtx_docs.parsers.documents import split_documents
from zjtx_docs.parsers.header import find_header
from zjtx_docs.parsers.outline import find_outline
from zjtx_docs.parsers.responsibilities import find_responsibilities
from zjtx_docs.reading import Finds, read_blocks

if TYPE_CHECKING:
    from zjtx_docs.readers import SourceText


def parse_text(
    text: str, doc_id: str = "text", file: str | None = None, sha256: str | None = None, encoding: str | None = None,
    media_type: str | None = None, taken_for: Kind | None = None,
) -> list[Document]:  # fmt: skip
    """The documents of a text, in its order; ids are ``doc_id``, ``doc_id#2`` … Spans count in the whole text.

    ``taken_for``: the kind to read a text as whose own words tell none (a letter handed in as a proposal).

    >>> parse_text("一、支持创新。对首次认定的企业给予20万元奖励（市财政局）。")[0].outline[0].heading
    '支持创新'
    """
    documents = []
    with _without_collection():
        parts = split_documents(text)
        if taken_for and all(part.kind == "other" for part in parts):
            parts = tuple(part._replace(kind=taken_for) for part in parts)
        for number, part in enumerate(parts, start=1):
            outline = find_outline(text, part)
            header = find_header(text, part, outline)
            responsibilities = find_responsibilities(outline.blocks, header.jurisdiction)
            finds: Finds = read_blocks(part.kind, outline.blocks, responsibilities, header.issued)
            documents.append(
                assemble(
                    text,
                    part,
                    outline,
                    header,
                    responsibilities,
                    finds,
                    doc_id=doc_id if number == 1 else f"{doc_id}#{number}",
                    file=file,
                    sha256=sha256,
                    encoding=encoding,
                    media_type=media_type,
                )  # fmt: skip
            )
    return documents


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for cycles while records are made: they hold none, and looking for them costs a tenth of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def parse_source(source: SourceText) -> list[Document]:
    """The documents of a text that a reader extracted; ids come from the file's name without its ending."""
    stem = FilePath(source.file).stem if source.file and source.file != "-" else "stdin"
    return parse_text(source.text, stem, source.file, source.sha256, source.encoding, source.media_type)


def parse_file(path: str | FilePath) -> list[Document]:
    """The documents of a file of any readable kind. Raises ReadError where it cannot be read as text."""
    from zjtx_docs.readers import read_source

    return parse_source(read_source(path))
