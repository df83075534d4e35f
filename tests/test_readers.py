"""Text and Markdown: every encoding that Chinese documents come in, and the one-line refusals."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zjtx_docs.errors import ReadError, UsageError
from zjtx_docs.limits import Limits, parse_limit, read_limits
from zjtx_docs.readers import read_source
from zjtx_docs.readers.encoding import MARKS, decode_text
from zjtx_docs.readers.frequent import plausibility

SIMPLIFIED = (
    "临江市支持中小企业创新发展的若干措施\n"
    "一、加大研发投入\n"
    "1.对首次认定的企业，给予最高50万元的一次性奖励（市科技局、市财政局）。\n"
    "2.鼓励银行开发信用贷款产品，按照实际支付利息的30%给予贴息，每家企业每年不超过20万元。\n"
)
TRADITIONAL = (
    "關於支持中小企業創新發展的若干措施\n"
    "一、加大研發投入\n"
    "1.對首次認定的企業，給予最高50萬元的獎勵。\n"
    "2.鼓勵銀行開發信用貸款產品，每家企業每年不超過20萬元。\n"
)
SEEDS = Path(__file__).parents[1] / "raw"


def refused(data: bytes, name: str = "a.txt") -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_source(data, name)
    return caught.value


@pytest.mark.parametrize(
    "codec",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "gb18030",
        "gbk",
        "gb2312",
    ],
)
def test_simplified_in_every_encoding(codec):
    data = SIMPLIFIED.encode(codec)
    source = read_source(data, "a.txt")
    assert source.text == SIMPLIFIED
    assert source.encoding == {"gbk": "gb18030", "gb2312": "gb18030"}.get(codec, codec)
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert (source.media_type, source.file) == ("text/plain", "a.txt")


@pytest.mark.parametrize("codec", ["utf-8", "big5", "gb18030", "utf-16", "utf-16-be"])
def test_traditional_in_every_encoding(codec):
    source = read_source(TRADITIONAL.encode(codec))
    assert (source.text, source.encoding, source.file) == (TRADITIONAL, codec, "-")


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line", SIMPLIFIED.splitlines())
def test_single_line(line, codec):
    assert read_source(line.encode(codec)).text == line


@pytest.mark.parametrize("line", TRADITIONAL.splitlines())
def test_single_line_of_big5(line):
    assert read_source(line.encode("big5")).text == line


@pytest.mark.parametrize("text", ["通知", "联通", "意见", "关于", "支持企业", "职业", "财政局"])
def test_short_gbk_that_is_nearly_utf8(text):
    assert read_source(text.encode("gbk")).text == text


@pytest.mark.parametrize("text", ["裏面的粧品", "政府嘅補貼，佢哋唔知喺邊度申請"])
def test_big5_beyond_the_first_table(text):
    assert read_source((TRADITIONAL + text).encode("big5hkscs")).text == TRADITIONAL + text


@pytest.mark.parametrize(
    "text", ["plain English", "a·b", "café, naïve, 20°C ± 1", "Москва и область", "α, β, γ", "𠮷野家与㐀镇", "한국어"]
)
def test_valid_utf8_is_not_taken_for_anything_else(text):
    assert read_source(text.encode()).text == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_astral_and_rare_characters(codec):
    text = SIMPLIFIED + "𠮷林路、㛃镇、䶮泉街道、①②③"
    assert read_source(text.encode(codec)).text == text


@pytest.mark.parametrize(("mark", "codec"), MARKS, ids=[f"{codec}-{mark.hex()}" for mark, codec in MARKS])
def test_mark_decides_and_is_dropped(mark, codec):
    body = {
        b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xff\xfe\0\0": "utf-32-le", b"\0\0\xfe\xff": "utf-32-be",
    }.get(mark, codec.removesuffix("-sig"))  # fmt: skip
    source = read_source(mark + "措施".encode(body))
    assert (source.text, source.encoding) == ("措施", codec)


def test_newlines_and_a_later_mark_are_kept():
    text = "一、总则\r\n二、附则\r三、其他\n\ufeff四、说明\u2028\x1a"
    assert read_source(text.encode()).text == text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.md", "text/markdown"),
        ("A.MARKDOWN", "text/markdown"),
        ("a.txt", "text/plain"),
        ("a.pdf", "text/plain"),
        ("-", "text/plain"),
    ],
)
def test_media_type_of_text(name, kind):
    source = read_source("# 措施\n**支持**企业<b>发展</b>".encode(), name)
    assert (source.media_type, source.text) == (kind, "# 措施\n**支持**企业<b>发展</b>")


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", 1, "空文件"),
        (b"\xef\xbb\xbf", 1, "空文件，没有文字|只有空白"),
        (" \n\u3000\r\n\t".encode(), 1, "只有空白"),
        (b"\xff\xfe \x00\n\x00", 1, "只有空白"),
        ("支持\0企业".encode(), 7, "不是可读的文字"),
        ("支持\0企业".encode("gbk") * 3, 5, "不是可读的文字"),
        (b"\xff\xfe" + "支\0持".encode("utf-16-le"), 5, "不是可读的文字"),
        (bytes(range(1, 256)) * 4, 1, "不是可读的文字"),
        (SIMPLIFIED.encode()[:50], 49, "前文是 UTF-8"),
        (SIMPLIFIED[:10].encode() + b"\xff" + SIMPLIFIED[10:].encode(), 31, "前文是 UTF-8"),
        (SIMPLIFIED.encode("gbk")[:60] + b"\xff\xff" + SIMPLIFIED.encode("gbk")[60:], 61, "前文是 GB18030"),
        (TRADITIONAL.encode("big5")[:61], 61, "前文是 BIG5"),
        (SIMPLIFIED.encode() + SIMPLIFIED.encode("gbk"), len(SIMPLIFIED.encode()) + 1, "前文是 UTF-8"),
        ("支持".encode() + b"\xed\xa0\x80" + "企业".encode(), 7, "期待 UTF-8"),
        (b"\xff\xfe" + "支持".encode("utf-16-le") + b"\x00\xd8a\x00", 7, "前文是 UTF-16"),
        (b"\xff\xfea", 3, "期待 UTF-8、UTF-16、GB18030 或 Big5"),
        (b"caf\xe9 \xe0 la carte", 4, "期待 UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_refusal_names_file_place_and_what_was_expected(data, place, words):
    zh, en = refused(data, "材料/建议.txt").args
    assert zh.startswith(f"材料/建议.txt: 第{place}字节: ")
    assert en.startswith(f"材料/建议.txt: byte {place}: ")
    assert re.search(words, zh)
    assert "期待 UTF-8、UTF-16、GB18030 或 Big5" in zh and "expected UTF-8, UTF-16, GB18030 or Big5" in en
    assert "\n" not in zh + en


@pytest.mark.parametrize(
    "data",
    [
        os.urandom(4096) + b"\0",
        b"\x7fELF" + bytes(100),
        b"MZ" + bytes(200),
        b"Rar!\x1a\x07\x01\x00" + bytes(50),
        b"\x1f\x8b\x08" + bytes(50),
    ],
    ids=["random", "elf", "exe", "rar", "gzip"],
)
def test_binary_is_refused(data):
    zh, en = refused(data).args
    assert "期待" in zh and "expected" in en


def test_missing_file_folder_and_permission(tmp_path):
    for path, words in (
        (tmp_path / "没有.txt", "没有这个文件"),
        (tmp_path, "是文件夹"),
        ("a\0b", "打不开"),
        ("长" * 4000, "打不开"),
    ):
        with pytest.raises(ReadError) as caught:
            read_source(path)
        assert words in caught.value.args[0] and len(caught.value.args[0].splitlines()) == 1
    locked = tmp_path / "锁.txt"
    locked.write_text("支持", "utf-8")
    locked.chmod(0)
    if os.access(locked, os.R_OK):  # the superuser reads everything
        assert read_source(locked).text == "支持"
    else:
        with pytest.raises(ReadError, match="没有读取权限"):
            read_source(locked)


def test_name_that_no_stream_can_print(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff\n.txt"
    try:
        Path(os.fsdecode(path)).write_bytes(b"\xff")
    except OSError:
        pytest.skip("this file system takes no such name")
    with pytest.raises(ReadError) as caught:
        read_source(os.fsdecode(path))
    assert len(caught.value.args[0].splitlines()) == 1
    caught.value.args[0].encode("utf-8")


def test_limit_on_size_from_argument_and_environment(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 2049)
    assert len(read_source(path).text) == 2049
    with pytest.raises(ReadError, match="文件太大"):
        read_source(path, limits=Limits(file_bytes=2048))
    monkeypatch.setenv("ZJTX_LIMIT_FILE_BYTES", "2K")
    for given_ in (path, path.read_bytes()):
        with pytest.raises(ReadError, match="期待不超过 2048 字节"):
            read_source(given_)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")
def test_endless_device_stops_at_the_limit():
    with pytest.raises(ReadError, match="文件太大"):
        read_source("/dev/zero", limits=Limits(file_bytes=5_000_000))


@pytest.mark.parametrize(("value", "number"), [("1", 1), ("2K", 2048), ("3m", 3 << 20), ("1GB", 1 << 30), (" 7 ", 7)])
def test_limit_values(value, number):
    assert parse_limit("X", value) == number
    assert read_limits({"ZJTX_LIMIT_PAGES": value}).pages == number


@pytest.mark.parametrize(
    "environ", [{"ZJTX_LIMIT_PAGES": v} for v in ("", "0", "-1", "1.5", "many", "９")] + [{"ZJTX_LIMIT_PAGE": "5"}]
)
def test_limit_that_cannot_be_used(environ):
    with pytest.raises(UsageError) as caught:
        read_limits(environ)
    assert next(iter(environ)) in caught.value.args[0] and next(iter(environ)) in caught.value.args[1]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16"])
def test_one_line_of_many_megabytes(codec):
    text = "支持企業發展" * 400_000
    assert read_source(text.encode(codec)).text == text


def test_every_encoding_of_the_seeds():
    texts = [path.read_text("utf-8") for path in SEEDS.glob("*.txt")]
    if not texts:
        pytest.skip("no seeds here")
    for text in texts:
        for codec in ("utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32-be"):
            assert read_source(text.encode(codec)).text == text


def test_plausibility_parts_right_from_wrong():
    right = plausibility(SIMPLIFIED)
    wrong = [
        plausibility(SIMPLIFIED.encode("gbk").decode(codec, "replace")) for codec in ("big5", "utf-16-le", "shift_jis")
    ]
    assert right > 0.6 and max(wrong) < 0.3


def attempt(data: bytes) -> tuple[str, str] | ReadError:
    try:
        return decode_text(data, "a")
    except ReadError as error:
        return error


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_exact_text_or_a_refusal(data):
    found = attempt(data)
    if isinstance(found, ReadError):
        assert len(found.args) == 2 and all(len(line.splitlines()) == 1 for line in found.args)
    else:
        text, encoding = found
        assert data.decode(encoding).removeprefix("\ufeff") == text
        text.encode("utf-8")


@settings(deadline=None)
@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip() and not re.search("[\0-\x1f\ufeff]", text)))
def test_any_utf8_text_comes_back(text):
    if max(text) >= "\u0800" or text.isascii():
        assert read_source(text.encode()).text == text
    assert read_source(b"\xef\xbb\xbf" + text.encode()).text == text


def test_import_is_light():
    heavy = ("lxml", "docx", "pypdfium2", "numpy", "pandas")
    code = f"import sys, zjtx_docs.readers; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_standard_input_bytes_have_the_name_dash():
    assert read_source(io.BytesIO("支持".encode()).read(), "-").file == "-"
