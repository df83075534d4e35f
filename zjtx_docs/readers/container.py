"""Zip files as a reader needs them: readable names, contents within the limits, XML that reaches for nothing.

docx and ofd files are zips of XML, archives are zips of files. Nothing is ever unpacked to disk, so the paths inside
only serve as names.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from zjtx_docs.errors import ReadError
from zjtx_docs.limits import MEGABYTE, Limits
from zjtx_docs.readers.source import refusal

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_CHUNK = 65_536
# What zipfile and the decompressors raise on bytes that are no sound zip; RuntimeError is a password that is wanted.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, KeyError, IndexError, OverflowError, MemoryError, AssertionError,
)  # fmt: skip


class Container:
    """An open zip. Sizes are checked by what the directory claims and again by what really comes out."""

    def __init__(self, data: bytes, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = [info for info in self._zip.infolist() if not info.is_dir()]
        except _BROKEN + (Exception,):  # any failure in reading the directory means a broken file
            raise self.broken() from None
        self.members = {member_name(info): info for info in members}
        if len(members) > limits.archive_members:
            raise self._too_much(f"{len(members)} 个文件", f"{len(members)} files", "ARCHIVE_MEMBERS")
        if sum(info.file_size for info in members) > limits.unpacked_bytes:
            raise self._too_much("解压后太大", "too large when unpacked", "UNPACKED_BYTES")

    def broken(self) -> ReadError:
        """The refusal for a zip that is cut or damaged."""
        return refusal(
            self.file,
            "压缩结构已损坏或不完整（期待完整的文件）",
            "the zip structure is damaged or cut short (expected a whole file)",
        )

    def _too_much(self, zh: str, en: str, name: str) -> ReadError:
        return refusal(
            self.file,
            f"{zh}，超过上限（可用 ZJTX_LIMIT_{name} 放宽）",
            f"{en}, over the limit (ZJTX_LIMIT_{name} raises it)",
        )

    def is_encrypted(self, name: str) -> bool:
        """Whether a member needs a password."""
        return bool(self.members[name].flag_bits & _ENCRYPTED)

    def read(self, name: str) -> bytes:
        """The contents of the member ``name``. ReadError where it is locked, broken, or unpacks beyond the limits."""
        info = self.members[name]
        if self.is_encrypted(name):
            raise refusal(
                self.file,
                f"{name} 加了密码（期待没有密码的文件）",
                f"{name} is encrypted (expected a file without a password)",
            )
        if info.file_size > self.limits.member_bytes:
            raise self._too_much(f"{name} 解压后太大", f"{name} is too large when unpacked", "MEMBER_BYTES")
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while part := stream.read(_CHUNK):
                    size += len(part)
                    self._check(name, size, info.compress_size, len(part))
                    parts.append(part)
        except ReadError:
            raise
        except _BROKEN:
            raise self.broken() from None
        return b"".join(parts)

    def _check(self, name: str, size: int, packed: int, step: int) -> None:
        """ReadError as soon as what has come out breaks a limit."""
        self._unpacked += step
        if size > self.limits.member_bytes:
            raise self._too_much(f"{name} 解压后太大", f"{name} is too large when unpacked", "MEMBER_BYTES")
        if self._unpacked > self.limits.unpacked_bytes:
            raise self._too_much("解压后太大", "too large when unpacked", "UNPACKED_BYTES")
        if size > MEGABYTE and size > max(1, packed) * self.limits.expansion_ratio:
            raise self._too_much(f"{name} 的压缩比异常", f"{name} expands abnormally", "EXPANSION_RATIO")

    def xml(self, name: str) -> etree._Element:
        """The root of the XML member ``name``. ReadError where it is missing or no sound XML."""
        if name not in self.members:
            raise refusal(self.file, f"缺少 {name}（期待完整的文件）", f"{name} is missing (expected a whole file)")
        try:
            return parse_xml(self.read(name))
        except (etree.XMLSyntaxError, ValueError) as error:
            why = str(error).splitlines()[0][:120]
            raise refusal(
                self.file,
                f"{name} 不是完好的 XML：{why}（期待完整的文件）",
                f"{name} is no sound XML: {why} (expected a whole file)",
            ) from None

    def find_xml(self, name: str) -> etree._Element | None:
        """As ``xml``, None where the member is missing."""
        return self.xml(name) if name in self.members else None


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member. Chinese Windows writes GBK without saying so, which zipfile reads as code page 437."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for codec in ("utf-8", "gb18030"):
            try:
                return raw.decode(codec)
            except UnicodeDecodeError:
                continue
    return name


def parse_xml(data: bytes) -> etree._Element:
    """The root of some XML. No entity is expanded, nothing outside is read, libxml2's own limits hold."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    return etree.fromstring(data, parser)


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments, processing instructions and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute of that local name, whatever its namespace."""
    value = element.get(name)
    if value is not None:
        return value
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
