"""Documents as the JSON array of the data contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from zjtx_docs.exports.atomic import PathLike, write_out
from zjtx_docs.model import Document, to_json


def encode_json(documents: Iterable[Document]) -> bytes:
    """A JSON array in UTF-8, two blanks a level, fields in the model's order: the same documents, the same bytes."""
    return to_json(list(documents))


def write_json(documents: Iterable[Document], target: PathLike | BinaryIO) -> None:
    """Writes the array to a path, whole or not at all, or to a binary stream."""
    write_out(target, encode_json(documents))
