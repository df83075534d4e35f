"""What kind of file some bytes are, told by their content; the name only settles what the content leaves open."""

from __future__ import annotations

import io
import os
import re
import zipfile

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
MHTML = "multipart/related"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
OFD = "application/ofd"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
WORDML = "application/vnd.ms-word.xml"
ZIP = "application/zip"
ENCRYPTED = "application/encrypted-office"

OFFICE = frozenset({DOC, RTF, ODT, WORDML})
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff", "image/webp"})

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
# The kinds that are known and not read, as a person would call them.
UNREAD = {
    "application/vnd.rar": ("RAR 压缩包", "a RAR archive"),
    "application/x-7z-compressed": ("7z 压缩包", "a 7z archive"),
    "application/gzip": ("gzip 压缩文件", "a gzip file"),
    "application/x-executable": ("程序", "a program"),
    "application/vnd.sqlite3": ("SQLite 数据库", "an SQLite database"),
    "application/vnd.ms-excel": ("表格（Excel）", "a spreadsheet"),
    "application/vnd.ms-powerpoint": ("演示文稿（PowerPoint）", "a presentation"),
    ENCRYPTED: ("加了密的 Office 文件，请先解密", "an encrypted office file: decrypt it first"),
}

_HTML_HEAD = re.compile(
    rb"\s{0,4096}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--.{0,4000}?-->\s{0,200}){0,3}<(?:!doctype\s+html|html\b)",
    re.I | re.S,
)
_TAG = re.compile(
    rb"<(?:/(?:p|div|td|tr|table|span|a|li|h[1-6]|body)|(?:meta|p|div|td|tr|table|br|img)\b[^<>]{0,1000})>", re.I
)
_WORDML = re.compile(rb"<\?mso-application\s+progid=\"Word\.Document\"|<(?:w:wordDocument|pkg:package)\b")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")


def media_type(data: bytes, name: str) -> str:
    """The media type of ``data``. What is no known kind is text/plain: the decoder has the last word on it."""
    head = data[:4096]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image/bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"MZ") and b"\x00" in head[:128]:
        return "application/x-executable"
    if b"%PDF-" in head[:1024] and (
        head.startswith(b"%PDF-") or b"\x00" in head or not head[:1024].isascii() or b"obj" in head
    ):
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    return _text_kind(data, name)


def _zip_kind(data: bytes) -> str:
    """docx, odt, ofd, a spreadsheet, or a plain zip; a broken zip is a zip, which its reader will say."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except Exception:  # zipfile raises half a dozen kinds on odd bytes; all mean the same here
        return ZIP
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("word/") for n in names)):
        return DOCX
    if "OFD.xml" in names:
        return OFD
    if "xl/workbook.xml" in names:
        return "application/vnd.ms-excel"
    if "ppt/presentation.xml" in names:
        return "application/vnd.ms-powerpoint"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return ODT
    return ZIP


def _ole_kind(data: bytes) -> str:
    """Word and WPS text, or one of the other kinds that share the container: their stream names stand in UTF-16."""
    for name, kind in (
        ("EncryptedPackage", ENCRYPTED),
        ("WordDocument", DOC),
        ("Workbook", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ):
        if name.encode("utf-16-le") in data:
            return kind
    return DOC


def _text_kind(data: bytes, name: str) -> str:
    """Among text formats: web pages, the XML of Word 2003, Markdown by name, plain text."""
    extension = os.path.splitext(name.lower())[1]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = data[:16384].decode("utf-16", "ignore").encode("utf-8", "ignore")
    else:
        head = data[:16384].removeprefix(b"\xef\xbb\xbf")
    if _WORDML.search(head[:2000]):
        return WORDML
    if extension in _MARKDOWN_NAMES:
        return MARKDOWN
    if _HTML_HEAD.match(head):
        return HTML
    if head.lstrip()[:13].lower() == b"mime-version:" and b"text/html" in data[:65536].lower():
        return MHTML
    tags = len(_TAG.findall(head))
    if tags and (extension in _HTML_NAMES or (head.lstrip().startswith(b"<") and tags >= 3)):
        return HTML
    return TEXT
