"""A file of any kind -> its text, the kind told by content. One file a format; its library is imported when needed.

``read_source`` is the one door: text and Markdown, html and mhtml, docx, pdf, ofd, doc and wps through LibreOffice,
pictures through OCR. ``read_archive`` gives each file of a zip. Whatever cannot be read raises ReadError with two
one-line messages, Chinese and English; a library that is not installed raises MissingExtra in the same form.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator

from zjtx_docs.errors import MissingExtra, ReadError
from zjtx_docs.limits import Limits, read_limits
from zjtx_docs.readers import sniff
from zjtx_docs.readers.encoding import decode_text, undecodable
from zjtx_docs.readers.source import SourceText, display_name, refusal

__all__ = ["SourceText", "is_archive", "read_archive", "read_source"]

_CHUNK = 1024 * 1024
# Half characters, which a numeric reference in a page or a font table can write and no output can encode.
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_source(
    path_or_bytes: str | os.PathLike | bytes, name: str | None = None, *, limits: Limits | None = None
) -> SourceText:
    """The text of one file. ``name`` (the path, or "-" for bytes, where None) stands in the record and in errors.

    Raises ReadError or MissingExtra, whose two arguments are the message in Chinese and in English.
    """
    limits = limits or read_limits()
    if isinstance(path_or_bytes, (bytes, bytearray, memoryview)):
        data, file = bytes(path_or_bytes), display_name(name or "-")
        _refuse_large(len(data), file, limits)
    else:
        file = display_name(name or path_or_bytes)
        data = read_bytes(path_or_bytes, file, limits)
    return _read(data, file, limits)


def is_archive(path_or_bytes: str | os.PathLike | bytes, *, limits: Limits | None = None) -> bool:
    """Whether this is a zip of files, to be read with ``read_archive``; docx and ofd are documents, not archives."""
    limits = limits or read_limits()
    if isinstance(path_or_bytes, bytes):
        return sniff.media_type(path_or_bytes, "") == sniff.ZIP
    try:
        with open(path_or_bytes, "rb") as stream:
            if stream.read(2) != b"PK":
                return False
    except (OSError, ValueError):
        return False
    return sniff.media_type(read_bytes(path_or_bytes, display_name(path_or_bytes), limits), "") == sniff.ZIP


def read_archive(
    path_or_bytes: str | os.PathLike | bytes, name: str | None = None, *, limits: Limits | None = None
) -> Iterator[SourceText | ReadError | MissingExtra]:
    """Each file of a zip in its order, as its text or as the error that says why not; nothing is written to disk.

    A file is named ``archive.zip/member``. Raises ReadError where the archive itself cannot be read.
    """
    from zjtx_docs.readers.archive import read_members

    limits = limits or read_limits()
    file = display_name(name or ("-" if isinstance(path_or_bytes, bytes) else path_or_bytes))
    data = path_or_bytes if isinstance(path_or_bytes, bytes) else read_bytes(path_or_bytes, file, limits)
    return read_members(data, file, limits, _read)


def read_bytes(path: str | os.PathLike, file: str, limits: Limits) -> bytes:
    """The bytes of the file at ``path``, called ``file`` in errors. A pipe or device is read up to the limit."""
    try:
        with open(path, "rb") as stream:
            parts, size = [], 0
            while part := stream.read(_CHUNK):
                size += len(part)
                _refuse_large(size, file, limits)
                parts.append(part)
            return b"".join(parts)
    except FileNotFoundError:
        raise refusal(file, "没有这个文件（期待一个文件）", "no such file (expected a file)") from None
    except IsADirectoryError:
        raise refusal(file, "是文件夹（期待一个文件）", "is a folder (expected a file)") from None
    except PermissionError:
        if os.path.isdir(path):  # what Windows says of a folder
            raise refusal(file, "是文件夹（期待一个文件）", "is a folder (expected a file)") from None
        raise refusal(file, "没有读取权限（期待可读的文件）", "permission denied (expected a readable file)") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        why = getattr(error, "strerror", None) or "invalid path"
        raise refusal(file, f"打不开：{why}（期待一个文件）", f"cannot be opened: {why} (expected a file)") from None


def _refuse_large(size: int, file: str, limits: Limits) -> None:
    """ReadError where ``size`` bytes are more than one file may have."""
    if size > limits.file_bytes:
        raise refusal(
            file,
            f"文件太大（期待不超过 {limits.file_bytes} 字节，可用 ZJTX_LIMIT_FILE_BYTES 放宽）",
            f"file too large (expected at most {limits.file_bytes} bytes; ZJTX_LIMIT_FILE_BYTES raises it)",
        )


def _read(data: bytes, file: str, limits: Limits) -> SourceText:
    """The record of ``data``, by what it is."""
    kind = sniff.media_type(data, file)
    try:
        text, encoding, pages, notes = _extract(data, file, kind, limits)
    except (RecursionError, MemoryError):  # parts nested or sized beyond all sense
        raise refusal(
            file,
            "结构嵌套过深或过大（期待正常的文件）",
            "nested too deep or too large inside (expected an ordinary file)",
        ) from None
    return SourceText(
        text=_SURROGATE.sub("\ufffd", text),
        encoding=encoding,
        media_type=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        file=file,
        pages=pages,
        notes=notes,
    )


def _extract(
    data: bytes, file: str, kind: str, limits: Limits
) -> tuple[str, str | None, tuple[int, ...], tuple[tuple[str, str], ...]]:
    """Text, encoding, page offsets and notes, from the reader of that kind. A reader's library is imported here."""
    if kind in (sniff.TEXT, sniff.MARKDOWN):
        return *decode_text(data, file), (), ()
    if kind in (sniff.HTML, sniff.MHTML):
        from zjtx_docs.readers import html, mhtml

        text, encoding, notes = html.read_html(data, file) if kind == sniff.HTML else mhtml.read_mhtml(data, file)
        return text, encoding, (), notes
    if kind == sniff.DOCX:
        from zjtx_docs.readers.docx import read_docx

        return read_docx(data, file, limits), None, (), ()
    if kind == sniff.PDF:
        from zjtx_docs.readers.pdf import read_pdf

        text, pages, notes = read_pdf(data, file, limits)
        return text, None, pages, notes
    if kind == sniff.OFD:
        from zjtx_docs.readers.ofd import read_ofd

        text, pages = read_ofd(data, file, limits)
        return text, None, pages, ()
    if kind in sniff.OFFICE:
        from zjtx_docs.readers.office import read_office

        return read_office(data, file, kind, limits), None, (), ()
    if kind in sniff.IMAGES:
        from zjtx_docs.readers.ocr import read_image

        return read_image(data, file, limits), None, (), ()
    raise _unread(file, kind)


def _unread(file: str, kind: str) -> ReadError:
    """The refusal for kinds that are known and not read."""
    if kind == sniff.ZIP:
        return refusal(
            file,
            "第1字节: 是 zip 压缩包（期待其中的一个文件）",
            "byte 1: a zip archive (expected one of the files in it)",
        )
    zh, en = sniff.UNREAD[kind]
    return undecodable(file, 0, zh=f"是{zh}，不是可读的文字", en=f"{en}, not readable text")
