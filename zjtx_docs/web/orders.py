"""What the server asks of the processes that work for it, and what they answer: records that go through a pipe."""

from __future__ import annotations

import struct
from typing import BinaryIO, Literal

import msgspec

from zjtx_docs.comparison.decisions import Decision
from zjtx_docs.comparison.records import Comparison
from zjtx_docs.model import Document
from zjtx_docs.report.catalogue import Lang

Role = Literal["proposal", "policy", "reply", "decisions"]
Message = tuple[str, str]  # Chinese, English
_HEAD = struct.Struct(">Q")


class Upload(msgspec.Struct, frozen=True):
    """A file or a pasted text, and what it was given as."""

    role: Role
    name: str
    data: bytes


class Text(msgspec.Struct, frozen=True):
    """One text that was read: its documents, what its reader noted, and the text that spans count in."""

    path: str
    folder: str | None
    documents: list[Document]
    notes: tuple[Message, ...]
    text: str | None


class Sides(msgspec.Struct, frozen=True):
    """All texts that were read, by what they were given as."""

    proposals: list[Text]
    policies: list[Text]
    replies: list[Text]


class Found(msgspec.Struct, frozen=True):
    """One comparison with what its page needs."""

    comparison: Comparison
    documents: list[Document]
    texts: dict[str, str]


class Read(msgspec.Struct, frozen=True, tag=True):
    """The order to read uploads, to compare them and to write the page of the first comparison."""

    uploads: list[Upload]
    lang: Lang = "zh"


class Compare(msgspec.Struct, frozen=True, tag=True):
    """The order to compare again what was read, with a person's decisions. ``sides`` is what ``Answer`` gave."""

    sides: bytes
    decisions: list[Decision]


class Render(msgspec.Struct, frozen=True, tag=True):
    """The order to write comparisons in a format. ``found`` is what ``Answer`` gave."""

    found: bytes
    format: str
    lang: Lang
    part: int = 0
    decisions: list[Decision] = []


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The order to do nothing: its answer says that a process has loaded all it needs."""


class Stage(msgspec.Struct, frozen=True, tag=True):
    """How far an order is: a key of the catalogue and what it names."""

    key: str
    values: dict[str, str | int] = {}


class Answer(msgspec.Struct, frozen=True, tag=True):
    """What came of an order. ``problems`` are files that could not be read, ``failure`` why there is no result."""

    sides: bytes = b""
    found: bytes = b""
    comparisons: list[Comparison] = []
    decisions: list[Decision] = []
    problems: list[Message] = []
    notes: list[Message] = []
    failure: Message | None = None
    data: bytes = b""


Order = Read | Compare | Render | Ready
ORDERS = msgspec.msgpack.Decoder(Order)
ANSWERS = msgspec.msgpack.Decoder(Stage | Answer)
SIDES = msgspec.msgpack.Decoder(Sides)
FOUND = msgspec.msgpack.Decoder(list[Found])
encode = msgspec.msgpack.encode


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """The data with its length before it."""
    stream.write(_HEAD.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """What ``write_frame`` wrote; None where the stream ends before it is whole."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (size,) = _HEAD.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None
