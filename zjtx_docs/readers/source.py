"""What a reader hands on, and how it says that it cannot."""

from __future__ import annotations

import os
import re

import msgspec

from zjtx_docs.errors import ReadError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class SourceText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one file and what is known of the file.

    ``text`` is what the bytes of a text file decode to, newlines and all, less a byte-order mark; of any other kind it
    is what the reader extracted. ``encoding`` is a codec name for which ``data.decode(encoding) == text`` (less the
    mark), None for kinds that are no text. ``sha256`` is of the file's bytes. ``pages`` are the offsets at which each
    page begins, for kinds that have pages. ``notes`` are things that a person should know, each as (Chinese, English).
    """

    text: str
    encoding: str | None
    media_type: str
    sha256: str
    file: str
    pages: tuple[int, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def display_name(name: str | bytes | os.PathLike) -> str:
    """A file name that any stream can print on one line: bytes that are no UTF-8 and control characters become �."""
    raw = os.fsencode(name) if not isinstance(name, bytes) else name
    return _CONTROL.sub("\ufffd", raw.decode("utf-8", "replace"))


def refusal(file: str, zh: str, en: str) -> ReadError:
    """The error for ``file``: one line in Chinese and one in English, both beginning with its name."""
    return ReadError(f"{file}: {zh}", f"{file}: {en}")
