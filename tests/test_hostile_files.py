"""Files made to break a reader: bombs, cut and locked files, entities, nesting without end, bytes at random."""

from __future__ import annotations

import io
import os
import random
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zjtx_docs.errors import MissingExtra, ReadError
from zjtx_docs.limits import Limits
from zjtx_docs.readers import SourceText, is_archive, read_archive, read_source
from zjtx_docs.readers.container import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def pack(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def docx(inner: str, before: str = "") -> bytes:
    return pack(
        {"word/document.xml": f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{inner}</w:body></w:document>'}
    )


def para(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def ofd(text: str, before: str = "") -> bytes:
    return pack({
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document {OFD}><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Document>',
        "Doc_0/P.xml": f'{before}<ofd:Page {OFD}><ofd:TextObject Boundary="20 60 100 5" Size="4">'
        f'<ofd:TextCode X="0" Y="4">{text}'
        "</ofd:TextCode></ofd:TextObject></ofd:Page>",
    })  # fmt: skip


def pdf(pages: int = 1) -> bytes:
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    pytest.importorskip("pypdfium2")
    stream = io.BytesIO()
    canvas = canvas_module.Canvas(stream)
    for at in range(pages):
        canvas.drawString(100, 500, f"page {at} of support for enterprises")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def refused(data: bytes, name: str = "a", limits: Limits | None = None) -> str:
    """The Chinese message, after seeing to it that both are one line and name the file."""
    with pytest.raises((ReadError, MissingExtra)) as caught:
        read_source(data, name, limits=limits)
    assert len(caught.value.args) == 2
    for message in caught.value.args:
        assert len(message.splitlines()) == 1 and message.startswith(f"{name}: ")
    return caught.value.args[0]


def attempt(data: bytes, name: str = "a") -> SourceText | ReadError | MissingExtra:
    """What reading gives, be it text or a refusal; anything else is a failure of the test."""
    try:
        return read_source(data, name)
    except (ReadError, MissingExtra) as error:
        return error


def text_of(found: SourceText | ReadError | MissingExtra) -> str:
    """The text, "" for a refusal, which must be two messages of one line."""
    if isinstance(found, SourceText):
        found.text.encode("utf-8")
        return found.text
    assert len(found.args) == 2 and all(len(line.splitlines()) == 1 for line in found.args)
    return ""


SOUND = {"docx": docx(para("支持企业发展")), "ofd": ofd("支持企业发展"), "zip": pack({"a.txt": "支持企业发展"})}


def test_the_sound_files_are_read():
    assert read_source(SOUND["docx"]).text == read_source(SOUND["ofd"]).text == "支持企业发展\n"
    assert [one.text for one in read_archive(SOUND["zip"])] == ["支持企业发展"]


# --- bombs ------------------------------------------------------------------------------------------------------------


def test_member_that_expands_abnormally_is_stopped_while_reading():
    data = docx(para("a" * 30_000_000))
    assert len(data) < 100_000
    started = time.perf_counter()
    assert "压缩比异常" in refused(data, "炸弹.docx")
    assert time.perf_counter() - started < 1
    assert "ZJTX_LIMIT_EXPANSION_RATIO" in refused(data)


def test_limits_on_members_sizes_and_pages():
    assert "UNPACKED_BYTES" in refused(SOUND["docx"], limits=Limits(unpacked_bytes=100))
    assert "MEMBER_BYTES" in refused(SOUND["docx"], limits=Limits(member_bytes=100))
    assert "PAGES" in refused(pdf(3), limits=Limits(pages=2))
    assert "PAGE_OBJECTS" in refused(pdf(), limits=Limits(page_objects=5))
    assert "PAGE_OBJECTS" in refused(SOUND["ofd"], limits=Limits(page_objects=5))
    many = pack({f"{i}.txt": "支持" for i in range(30)})
    with pytest.raises(ReadError, match="ARCHIVE_MEMBERS"):
        read_archive(many, limits=Limits(archive_members=29))
    with pytest.raises(ReadError, match="UNPACKED_BYTES"):
        read_archive(many, limits=Limits(unpacked_bytes=100))


def test_member_that_lies_about_its_size():
    body = b"a" * 3_000_000
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezer.compress(body) + squeezer.flush()
    name = b"a.txt"
    fields = (20, 0, 8, 0, 0, zlib.crc32(body), len(packed), 10)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, *fields, len(name), 0) + name + packed
    central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, *fields, len(name), 0, 0, 0, 0, 0, 0) + name
    data = local + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central), len(local), 0)
    (found,) = read_archive(data, "谎.zip")
    assert isinstance(found, ReadError) and found.args[0].startswith("谎.zip")


def test_archive_in_archive_in_archive_stops():
    data = SOUND["zip"]
    for _ in range(30):
        data = pack({"a.zip": data})
    (found,) = read_archive(data)
    assert isinstance(found, ReadError)
    (found,) = read_archive(data, limits=Limits(archive_nesting=3))
    assert isinstance(found, ReadError) and "a.zip/a.zip/a.zip" in found.args[0]


# --- locked and cut ---------------------------------------------------------------------------------------------------


def locked(data: bytes) -> bytes:
    """The zip with every member marked as encrypted."""
    out = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            out[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(out)


def test_encrypted_files():
    assert "密码" in refused(locked(SOUND["docx"]), "a.docx")
    assert "密码" in refused(locked(SOUND["ofd"]), "a.ofd")
    (found,) = read_archive(locked(SOUND["zip"]), "a.zip")
    assert isinstance(found, ReadError) and "密码" in found.args[0]
    pytest.importorskip("pypdfium2")
    pdfencrypt = pytest.importorskip("reportlab.lib.pdfencrypt")
    from reportlab.pdfgen.canvas import Canvas

    for owner_only in (False, True):
        stream = io.BytesIO()
        key = pdfencrypt.StandardEncryption("" if owner_only else "secret", ownerPassword="owner")
        canvas = Canvas(stream, encrypt=key)
        canvas.drawString(100, 500, "support for enterprises")
        canvas.save()
        if owner_only:
            assert read_source(stream.getvalue()).text == "support for enterprises\n"
        else:
            assert "密码" in refused(stream.getvalue(), "a.pdf")


@pytest.mark.parametrize("kind", ["docx", "ofd", "pdf", "zip"])
def test_cut_files_are_refused(kind):
    data = pdf() if kind == "pdf" else SOUND[kind]
    for size in (30, len(data) // 3, len(data) // 2, len(data) - 30):
        if kind == "zip":
            with pytest.raises(ReadError):
                list(read_archive(data[:size], "a.zip"))
        refused(data[:size], f"a.{kind}")


def test_zip_with_a_broken_member_keeps_the_others():
    data = pack({"a.txt": "支持企业" * 100, "b.txt": "支持企业"}, zipfile.ZIP_STORED)
    broken, sound = read_archive(data.replace("支持企业支持".encode(), "支持企业破坏".encode(), 1), "a.zip")
    assert isinstance(broken, ReadError) and isinstance(sound, SourceText)


def test_package_without_its_main_part():
    assert "word/document.xml" in refused(pack({"[Content_Types].xml": "<a/>", "word/styles.xml": "<a/>"}), "a.docx")
    assert "Document.xml" in refused(
        pack({"OFD.xml": f"<ofd:OFD {OFD}><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>"})
    )
    assert "XML" in refused(pack({"word/document.xml": "<w:document"}))
    assert "没有文字" in refused(pack({"word/document.xml": "<document/>"}))
    with pytest.raises(ReadError, match="空的"):
        read_archive(pack({}))


# --- entities, paths --------------------------------------------------------------------------------------------------


def test_external_and_internal_entities_stay_unread(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", "utf-8")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}"> <!ENTITY y "展开了">]>'
    for data in (docx(para("前&x;&y;后"), outside), ofd("前&x;&y;后", outside)):
        assert text_of(attempt(data)) in ("", "前后\n", "前\n")
    page = read_source(f"{outside}<html><body><p>前&x;后，企业支持。</p></body></html>".encode(), "a.html")
    assert "机密" not in page.text and "后，企业支持。" in page.text
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    included = f"<w:body {W}>{include}</w:body>"
    assert "机密" not in "".join(parse_xml(included.encode()).itertext())


def test_entities_that_multiply():
    laughs = '<!DOCTYPE a [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    started = time.perf_counter()
    text = text_of(attempt(docx(para("前&j;后"), laughs + "]>")))
    assert len(text) < 100 and time.perf_counter() - started < 2


def test_paths_inside_archives_write_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ["../上级.txt", "/绝对.txt", "C:\\盘.txt", "..\\..\\反.txt", "a/../../b.txt", "正\n常.txt"]
    found = list(read_archive(pack(dict.fromkeys(names, "支持企业")), "包.zip"))
    assert len(found) == len(names) and all(one.text == "支持企业" and "\n" not in one.file for one in found)
    assert os.listdir(tmp_path) == [] and "上级.txt" not in os.listdir(tmp_path.parent)
    link = zipfile.ZipInfo("链接.txt")
    link.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert [one.text for one in read_archive(stream.getvalue())] == ["/etc/passwd"]


def test_relations_that_point_outside_the_package():
    relations = (
        '<Relationships><Relationship Type="x/officeDocument" Target="../../../etc/passwd"/>'
        '<Relationship Type="x/other" TargetMode="External" Target="http://localhost:1/a"/></Relationships>'
    )
    data = pack({"_rels/.rels": relations, "word/document.xml": "<a/>"})
    assert "缺少" in refused(data, "a.docx")


# --- nesting and size -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "ul><li", "font", "p"])
def test_html_nested_ten_thousand_deep(tag):
    page = f"<{tag}>" * 10_000 + "最里面的一段话，说支持企业发展。"
    assert (
        "最里面的一段话，说支持企业发展。"
        in read_source(f"<html><body>{page}<p>后面还有一段话，也不能丢。".encode(), "a.html").text
    )


@pytest.mark.parametrize("inner", ["<w:sdt><w:sdtContent>", "<w:ins>", "<w:p><w:r>", "<w:tbl><w:tr><w:tc>"])
def test_docx_nested_deeper_than_word_goes(inner):
    closing = "".join(f"</{tag}" for tag in reversed(inner.split("<")[1:]))
    assert "XML" in refused(docx(inner * 5000 + para("深") + closing * 5000), "a.docx")
    times = 200 // inner.count("<")
    assert "深" in read_source(docx(inner * times + para("深") + closing * times)).text


def test_mhtml_nested_deep():
    data = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a0\n\n"
    for i in range(900):
        data += f"--a{i}\nContent-Type: multipart/mixed; boundary=a{i + 1}\n\n".encode()
    data += b"--a900\nContent-Type: text/html\n\n<p>\xe6\x94\xaf\xe6\x8c\x81"
    assert text_of(attempt(data, "a.mht")) in ("", "支持\n")


def test_one_line_of_a_hundred_megabytes():
    data = "支持企业发展，".encode() * 4_800_000
    assert len(data) > 100_000_000
    started = time.perf_counter()
    assert len(read_source(data).text) == 33_600_000
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "page",
    [
        "<p>支持" + "\n" * 2_000_000 + "企业，发展。",
        "<p>" + "支持企业，" * 1_000_000,
        "<p>支持企业，发展。" * 50_000,
        "<table><tr>" + "<td rowspan=9999 colspan=9999>支持" * 5_000,
        "<div class=nav>" * 1500 + "<p>支持企业，" * 20_000,
        "<!--" * 200_000 + "支持企业，发展。",
        "<p>支持企业，发展。" + "<meta " * 200_000,
        "<p>支持企业，发展。" + "&#x41;" * 500_000 + "&" * 100_000,
    ],
    ids=["newlines", "one paragraph", "paragraphs", "spans", "menus", "comments", "meta", "references"],
)
def test_html_in_linear_time(page):
    started = time.perf_counter()
    attempt(f"<html><body>{page}".encode(), "a.html")
    assert time.perf_counter() - started < 8


def test_nul_bytes_everywhere():
    assert "第" in refused("支持\0企业".encode() * 50, "a.txt")
    refused(b"<html><body>" + b"\0" * 1000, "a.html")
    refused(b"\0" * 10_000)
    refused(b"%PDF-1.4" + b"\0" * 1000)
    refused(b"PK\x03\x04" + b"\0" * 1000)
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "a.doc", Limits(convert_seconds=60))


def test_ofd_with_senseless_numbers():
    for old, new in (
        ("20 60 100 5", "nan inf 1e308 -5"),
        ('Size="4"', 'Size="-1e9"'),
        ('X="0"', 'X="1e400" DeltaX="g 999999999 1"'),
    ):
        data = pack({
            name: zipfile.ZipFile(io.BytesIO(SOUND["ofd"])).read(name).decode().replace(old, new)
            for name in ("OFD.xml", "Doc_0/Document.xml", "Doc_0/P.xml")
        })  # fmt: skip
        found = attempt(data)
        assert "支" in text_of(found) or "OFD" in found.args[0]


# --- bytes at random --------------------------------------------------------------------------------------------------


def damage(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(out))
        match chance.randrange(4):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                del out[at : at + chance.choice((1, 10, 100))]
            case 2:
                out[at:at] = chance.choice((b"\0", b"<", b"&", b"99999999999", b"</w:p>", b"\xff\xff", b"-1"))
            case _:
                out[at:at] = out[: chance.choice((1, 10, 200))]
        if not out:
            break
    return bytes(out)


@pytest.mark.parametrize("kind", ["docx", "ofd", "pdf", "html", "docx parts", "ofd parts"])
def test_damaged_files_give_text_or_a_refusal(kind):
    chance = random.Random(kind)
    whole = (
        pdf()
        if kind == "pdf"
        else f"<html><body><p>{'支持企业，' * 20}</p></body></html>".encode()
        if kind == "html"
        else SOUND[kind[:4].strip()]
    )
    for _ in range(150):
        if kind.endswith("parts"):
            with zipfile.ZipFile(io.BytesIO(whole)) as archive:
                data = pack({name: damage(archive.read(name), chance) for name in archive.namelist()})
        else:
            data = damage(whole, chance)
        found = attempt(data, "a." + kind)
        assert text_of(found).strip() or not isinstance(found, SourceText)


PREFIXES = [
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"<html>",
    b"\xff\xfe",
    b"\x84\x31\x95\x33",
    b"MIME-Version: 1.0\ncontent-type: text/html\n\n",
]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(PREFIXES), st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx", "a.md"])
)
def test_any_bytes_under_any_name(prefix, data, name):
    text_of(attempt(prefix + data, name))
    assert is_archive(prefix + data) in (True, False)
