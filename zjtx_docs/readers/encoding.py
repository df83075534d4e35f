"""Bytes -> text: which of the encodings that Chinese documents come in, told by strict decoding and by plausibility.

A byte-order mark decides. Without one, valid UTF-8 is UTF-8; else GB18030 (with GBK and GB 2312 inside it), Big5 and
UTF-16 are all tried, and the reading that looks most like Chinese wins. Nothing is decoded with replacement characters:
a file with broken bytes is refused, and the refusal names the first of them.
"""

from __future__ import annotations

import re

from zjtx_docs.errors import ReadError
from zjtx_docs.readers.frequent import plausibility, readable_share
from zjtx_docs.readers.source import refusal

# Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE. The last is the mark as GB18030 writes it.
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Python's big5 lacks seven characters that Windows has (裏, 粧 …) and those of Hong Kong: the wider codecs come after.
_LEGACY = ("gb18030", "big5", "cp950", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

_SAMPLE = 65_536
_PLAUSIBLE = 0.4
_WIDE_PLAUSIBLE = 0.6
_TWO_BYTE_PLAUSIBLE = 0.55
# By bytes a character. UTF-32 needs less: other bytes are hardly ever valid there.
_READABLE = {2: 0.9, 4: 0.5}
_CONTROL_SHARE = 0.02
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b"))
_ODD_MARKS = re.compile("[\u0250-\u07ff]")


def decode_text(data: bytes, file: str) -> tuple[str, str]:
    """The text of ``data`` and the codec that read it. ReadError where it is empty, blank, binary or broken."""
    if not data:
        raise undecodable(file, 0, zh="空文件，没有文字", en="empty file")
    encoding = marked_encoding(data) or _unmarked_encoding(data, file)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise undecodable(file, error.start, encoding) from None
    text = text.removeprefix("\ufeff")
    if (at := text.find("\0")) >= 0:
        raise undecodable(file, len(text[:at].encode(encoding, "replace")), encoding)
    if not text or text.isspace():
        raise undecodable(file, 0, zh="只有空白，没有文字", en="nothing but white space")
    return text, encoding


def marked_encoding(data: bytes) -> str | None:
    """The codec that the byte-order mark of ``data`` names, else None."""
    return next((codec for mark, codec in MARKS if data.startswith(mark)), None)


def undecodable(
    file: str, at: int, encoding: str | None = None, zh: str = "不是可读的文字", en: str = "not readable text"
) -> ReadError:
    """The refusal for bytes that are no text at offset ``at`` (from 0); ``encoding`` is what the text before it is in.

    The message counts bytes from 1. ``zh`` and ``en`` say what is wrong with them.
    """
    zh = f"第{at + 1}字节: {zh}（期待 UTF-8、UTF-16、GB18030 或 Big5"
    en = f"byte {at + 1}: {en} (expected UTF-8, UTF-16, GB18030 or Big5"
    if encoding and at:
        name = encoding.upper().removesuffix("-SIG")
        zh, en = f"{zh}；前文是 {name}", f"{en}; what precedes is {name}"
    return refusal(file, zh + "）", en + ")")


def _unmarked_encoding(data: bytes, file: str) -> str:
    """The codec for bytes without a mark; ReadError where none fits."""
    nul = data.find(b"\0")
    if nul >= 0:
        wide = _wide_encoding(data)
        if wide is None:
            raise undecodable(file, nul)
        return wide
    _refuse_controls(data, file)
    broken = _first_error(data, "utf-8")
    if broken is None:
        return _two_byte_encoding(data) or "utf-8"
    if _is_broken_utf8(data, broken):
        raise undecodable(file, broken, "utf-8")
    best = max(_candidates(data), default=None)
    if best is None:
        raise undecodable(file, *_likely_error(data, broken))
    return best[2]


def _refuse_controls(data: bytes, file: str) -> None:
    """ReadError for bytes strewn with control characters: no encoding of text without NUL has many of them."""
    found = len(data) - len(data.translate(None, _CONTROLS))
    if found > max(1, len(data) * _CONTROL_SHARE) and _wide_encoding(data) is None:
        raise undecodable(file, next(i for i, byte in enumerate(data) if byte in _CONTROLS))


def _first_error(data: bytes, codec: str) -> int | None:
    """The offset of the first byte that ``codec`` cannot read, None where it reads all."""
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return None


def sample_text(data: bytes, codec: str, around: int = 0) -> str:
    """Up to 64 KB of ``data`` about offset ``around``, decoded with replacement characters, ragged ends cut off."""
    start = max(0, around - _SAMPLE // 2) & ~3
    text = data[start : start + _SAMPLE].decode(codec, "replace")
    # A cut in the middle of a character costs at most one replacement character at either end.
    return text[1 if start else 0 : -1 if start + _SAMPLE < len(data) else None]


def _first_foreign(data: bytes) -> int:
    """The offset of the first byte above ASCII: the place to sample."""
    found = re.search(rb"[\x80-\xff]", data)
    return found.start() if found else 0


def _is_broken_utf8(data: bytes, broken: int) -> bool:
    """Whether ``data`` is UTF-8 with some bad bytes, the first at ``broken``, and not another encoding.

    Three characters of three bytes in a row do not come about by chance in GB18030 or Big5.
    """
    before = data[max(0, broken - _SAMPLE) : broken].decode("utf-8", "ignore")
    if sum(char >= "\u0800" for char in before) >= 3:
        return True
    text = sample_text(data, "utf-8", broken)
    good = sum(char >= "\u0800" and char != "\ufffd" for char in text)
    return good >= 3 and good > 3 * text.count("\ufffd")


def _two_byte_encoding(data: bytes) -> str | None:
    """gb18030 for short GBK texts that happen to be valid UTF-8 (通知 reads as two combining marks), else None."""
    at = _first_foreign(data)
    if data[at : at + 1] < b"\x80":
        return None
    text = sample_text(data, "utf-8", at)
    if max(text) >= "\u0800" or not _ODD_MARKS.search(text) or _first_error(data, "gb18030") is not None:
        return None
    return "gb18030" if plausibility(sample_text(data, "gb18030", at)) > _TWO_BYTE_PLAUSIBLE else None


def _candidates(data: bytes) -> list[tuple[float, int, str]]:
    """(plausibility, rank, codec) of each encoding that reads all of ``data`` and gives plausible Chinese."""
    found = []
    at = _first_foreign(data)
    for rank, codec in enumerate(_LEGACY + _WIDE[:2]):
        wide = codec in _WIDE
        score = round(plausibility(sample_text(data, codec, at)), 2)
        if score >= (_WIDE_PLAUSIBLE if wide else _PLAUSIBLE) and _first_error(data, codec) is None:
            found.append((score, -rank, codec))
    return found


def _likely_error(data: bytes, broken: int) -> tuple[int, str | None]:
    """Where to say that ``data`` breaks and what precedes: by the legacy encoding that it resembles, else by UTF-8."""
    at = _first_foreign(data)
    scores = [(plausibility(sample_text(data, codec, at)), -rank, codec) for rank, codec in enumerate(_LEGACY[:2])]
    score, _, codec = max(scores)
    if score < _PLAUSIBLE:
        return broken, None
    error = _first_error(data, codec)
    return (broken, None) if error is None else (error, codec)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, where the bytes read as Chinese or English text; else None."""
    best: tuple[float, str] | None = None
    for codec in _WIDE:
        width = 4 if "32" in codec else 2
        if len(data) % width:
            continue
        share = readable_share(sample_text(data, codec))
        if share >= _READABLE[width] and (best is None or share > best[0]) and _first_error(data, codec) is None:
            best = share, codec
    return best[1] if best else None
