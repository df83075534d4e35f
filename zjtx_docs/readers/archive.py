"""A zip of documents -> each of its files. Nothing is written to disk: paths inside the zip only serve as names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zjtx_docs.errors import MissingExtra, ReadError
from zjtx_docs.limits import Limits
from zjtx_docs.readers import sniff
from zjtx_docs.readers.container import Container
from zjtx_docs.readers.source import SourceText, display_name, refusal

Read = Callable[[bytes, str, Limits], SourceText]
# What operating systems put into archives beside the files.
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_members(
    data: bytes, file: str, limits: Limits, read: Read, depth: int = 1
) -> Iterator[SourceText | ReadError | MissingExtra]:
    """Each file in the zip ``data`` through ``read``, or its error. ReadError where the zip itself cannot be read."""
    container = Container(data, file, limits)
    if not container.members:
        raise refusal(file, "压缩包是空的（期待有文件的 zip）", "the archive is empty (expected a zip with files)")
    return _each(container, file, limits, read, depth)


def _each(
    container: Container, file: str, limits: Limits, read: Read, depth: int
) -> Iterator[SourceText | ReadError | MissingExtra]:
    for name in container.members:
        if any(part in f"{name}" for part in _CLUTTER):
            continue
        shown = f"{file}/{display_name(name)}"
        try:
            data = container.read(name)
            if sniff.media_type(data, name) == sniff.ZIP and depth < limits.archive_nesting:
                yield from read_members(data, shown, limits, read, depth + 1)
            else:
                yield read(data, shown, limits)
        except (ReadError, MissingExtra) as error:
            yield error
