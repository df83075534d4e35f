"""docx, pdf, html, ofd, doc, zip and pictures: real files made here, and the same policy read from each of them."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from zjtx_docs.errors import MissingExtra, ReadError
from zjtx_docs.limits import Limits
from zjtx_docs.readers import SourceText, is_archive, read_archive, read_source
from zjtx_docs.readers.numerals import write_number
from zjtx_docs.readers.ocr import can_recognise

TITLE = "临江市支持专精特新企业高质量发展的若干措施"
PARAGRAPHS = (
    "为落实国家和省关于促进中小企业发展的部署，加快培育专精特新企业，结合本市实际，制定以下措施。本措施适用于在本市依法登记、正常经营的企业。",
    "一、支持企业创新",
    "（一）加大研发投入。对年度研发费用超过500万元的企业，按照实际投入的10%给予补助，每家企业每年最高不超过200万元；对首次认定的国家级“小巨人”企业，一次性奖励100万元（市科技局、市财政局）。",
    "（二）建设创新平台。鼓励企业建设工程研究中心、企业技术中心和中试基地，认定后分别给予50万元、30万元、20万元的一次性资金支持。",
    "二、降低融资成本",
    "（三）实施贷款贴息。按照实际支付利息的50%给予贴息，单个企业每年不超过30万元。支持银行推出信用贷款产品，引导担保机构降低费率，综合担保费率不高于1%。",
    "三、附则",
    "本措施自2024年3月1日起施行，有效期三年，由市经济和信息化局负责解释。",
)
LINES = (TITLE, *PARAGRAPHS)
TABLE = (("序号", "事项", "责任单位"), ("1", "研发补助", "市科技局"), ("2", "贷款贴息", "市财政局"))
ROWS = tuple("\t".join(row) for row in TABLE)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.split("\n") if line]


# --- docx -----------------------------------------------------------------------------------------------------------


def make_docx() -> bytes:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "临江市人民政府公报"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(3, 3)
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("（此件公开发布）")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bare_docx(body: str, **parts: str) -> bytes:
    """A docx with this XML as its body; ``parts`` are further parts by name (numbering, styles, footnotes)."""
    names = "".join(
        f'<Relationship Id="r{i}" Type="http://x/relationships/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(parts)
    )
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        main = '<Relationship Id="m" Type="http://x/relationships/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", relations.format(main))
        archive.writestr("word/_rels/document.xml.rels", relations.format(names))
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:mc="m" xmlns:v="v"><w:body>{body}</w:body></w:document>',
        )
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{xml}</w:{name}>')
    return stream.getvalue()


def p(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, style: str, text: str, extra: str = "") -> str:
    counting = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{counting}</w:lvl>'


def read_body(body: str, **parts: str) -> list[str]:
    return lines(read_source(bare_docx(body, **parts), "a.docx"))


def test_docx_keeps_the_order_of_paragraphs_and_tables():
    source = read_source(make_docx(), "a.bin")
    assert lines(source) == [*LINES, *ROWS, "（此件公开发布）"]
    assert source.media_type.endswith("wordprocessingml.document") and source.encoding is None


def test_docx_numbers_that_word_counts_itself():
    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "chineseCounting", "%1、")
        + level(1, "chineseCountingThousand", "（%2）")
        + level(2, "decimal", "%3.")
        + level(3, "decimal", "%1.%3.%4", "<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = "".join(
        (numbered("创新"), numbered("研发", 1), numbered("补助", 2), numbered("贴息", 2), numbered("细目", 3), numbered("平台", 1),
         numbered("奖励", 2), p("正文"), numbered("融资"), numbered("担保", 1))
    )  # fmt: skip
    assert read_body(body, numbering=numbering) == [
        "一、创新", "（一）研发", "1.补助", "2.贴息", "1.2.1 细目", "（二）平台", "1.奖励", "正文", "二、融资", "（一）担保",
    ]  # fmt: skip


def test_docx_numbers_of_articles_come_from_the_style_and_start_anew():
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="条"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="条二"/><w:basedOn w:val="a"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0">' + level(0, "chineseCountingThousand", "第%1条") + "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = (
        p("目的", '<w:pStyle w:val="a"/>')
        + p("范围", '<w:pStyle w:val="b"/>')
        + numbered("期限", 0, 2)
        + numbered("解释", 0, 2)
    )
    body += p("不编号", '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read_body(body, styles=styles, numbering=numbering) == [
        "第一条 目的", "第二条 范围", "第五条 期限", "第六条 解释", "不编号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "numbers"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "一百"}),
        ("chineseCountingThousand", {105: "一百零五", 110: "一百一十", 1001: "一千零一", 2010: "二千零一十"}),
        ("chineseLegalSimplified", {1: "壹", 12: "壹拾贰", 23: "贰拾叁"}),
        ("upperRoman", {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL"}),
        ("lowerRoman", {3: "iii"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {7: "07"}),
        ("unheardOf", {7: "7"}),
        ("bullet", {1: ""}),
    ],
)
def test_number_formats(style, numbers):
    assert {number: write_number(number, style) for number in numbers} == numbers


def test_docx_revisions_hidden_text_and_breaks():
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("奖励") + "<w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins>" + run.format("50") + "</w:ins>"
        + run.format("万元") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run.format("前半") + "</w:p><w:p>" + run.format("后半") + "</w:p>"
        "<w:p>" + run.format("甲") + "<w:r><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t>"
        "<w:br w:type='page'/><w:t>丁</w:t></w:r></w:p>"
        "<w:p><w:moveFrom>" + run.format("移走") + "</w:moveFrom><w:hyperlink>" + run.format("链接") + "</w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:p/>"
    )  # fmt: skip
    assert read_body(body) == ["奖励50万元", "前半后半", "甲 乙", "丙丁", "链接"]


def test_docx_text_boxes_once_footnotes_last_contents_never():
    box = "<w:txbxContent>" + p("红头文件") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>" + box + "</w:drawing></mc:Choice><mc:Fallback>"
        "<w:pict>" + box
        + "</w:pict></mc:Fallback></mc:AlternateContent><w:t>标题</w:t></w:r></w:p>"
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>"
        + p("目录") + "</w:sdtContent></w:sdt>" + p("一、总则 3", '<w:pStyle w:val="t"/>')
        + "<w:sdt><w:sdtContent>" + p("控件里的正文") + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    notes = (
        '<w:footnote w:type="separator">' + p("线") + "</w:footnote><w:footnote>" + p("指上一年度。") + "</w:footnote>"
    )
    assert read_body(body, styles=styles, footnotes=notes) == ["标题", "红头文件", "控件里的正文", "指上一年度。"]


def test_docx_merged_cells_frames_and_nested_tables():
    def cell(inner: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"

    body = (
        "<w:tbl><w:tr>" + cell(p("事项"), '<w:vMerge w:val="restart"/>') + cell(p("标准"), '<w:gridSpan w:val="2"/>')
        + "</w:tr>"
        "<w:tr>" + cell(p("事项"), "<w:vMerge/>") + cell(p("市级")) + cell(p("区级") + p("（配套）")) + "</w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell(p("删")) * 3 + "</w:tr></w:tbl>"
        "<w:tbl><w:tr>"
        + cell(p("框里第一段") + "<w:tbl><w:tr>" + cell(p("内1")) + cell(p("内2")) + "</w:tr></w:tbl>" + p("框里第二段"))
        + "</w:tr></w:tbl>"
    )  # fmt: skip
    assert read_body(body) == ["事项\t标准\t", "\t市级\t区级 （配套）", "框里第一段", "内1\t内2", "框里第二段"]


def test_docx_of_the_strict_kind_and_without_text():
    data = bare_docx(p("正文")).replace(b"", b"")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert lines(read_source(stream.getvalue())) == ["正文"]
    with pytest.raises(ReadError, match="没有文字"):
        read_source(bare_docx("<w:p/>"), "空.docx")


# --- pdf ------------------------------------------------------------------------------------------------------------


def make_pdf(texts=LINES, table=TABLE, password=None, heads=True) -> bytes:
    pytest.importorskip("reportlab")
    from reportlab.lib import colors, pdfencrypt
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    common = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    body = ParagraphStyle("body", fontSize=16, leading=28, firstLineIndent=32, alignment=4, **common)
    title = ParagraphStyle("title", fontSize=20, leading=30, alignment=1, **common)

    def furniture(canvas, document):
        if heads:
            canvas.setFont("STSong-Light", 10)
            canvas.drawString(72, 800, "临江市人民政府公报")
            canvas.drawCentredString(297, 40, f"— {document.page} —")

    story: list = [Paragraph(escape(text), title if at == 0 else body) for at, text in enumerate(texts)]
    if table:
        story.append(
            Table(
                table,
                style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTNAME", (0, 0), (-1, -1), "STSong-Light")],
            )
        )
    stream = io.BytesIO()
    locked = pdfencrypt.StandardEncryption(password) if password else None
    SimpleDocTemplate(stream, encrypt=locked).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()


def test_pdf_joins_lines_drops_running_heads_keeps_tables():
    pytest.importorskip("pypdfium2")
    texts = [*LINES, *PARAGRAPHS[:-1], *PARAGRAPHS]
    source = read_source(make_pdf(texts), "a")
    assert lines(source) == [*texts, *ROWS] and len(source.pages) > 2
    assert source.media_type == "application/pdf" and source.notes == ()


def test_pdf_paragraph_over_a_page_break_and_page_offsets():
    pytest.importorskip("pypdfium2")
    texts = [TITLE, *("".join(PARAGRAPHS) * times for times in (1, 2, 3, 2, 1))]
    source = read_source(make_pdf(texts, None))
    assert lines(source) == texts
    assert len(source.pages) > 2 and source.pages[0] == 0 and list(source.pages) == sorted(set(source.pages))
    assert any(source.text[at - 1] != "\n" for at in source.pages[1:])  # one of the breaks is inside a paragraph


def test_pdf_without_running_heads_keeps_its_first_and_last_lines():
    pytest.importorskip("pypdfium2")
    assert lines(read_source(make_pdf(heads=False, table=None))) == list(LINES)


def scan_pdf() -> bytes:
    """A PDF whose one page is a picture."""
    pytest.importorskip("reportlab")
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawImage(ImageReader(Image.new("RGB", (300, 400), "white")), 0, 0, 590, 840)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_pdf_scan_says_what_to_install():
    pytest.importorskip("pypdfium2")
    with pytest.raises(ReadError) as caught:
        read_source(scan_pdf(), "扫描.pdf")
    assert caught.value.args[0].startswith("扫描.pdf: ")
    if not can_recognise():
        assert "扫描件" in caught.value.args[0] and all(
            'pip install "zjtx-docs[ocr]"' in one for one in caught.value.args
        )


def test_pdf_in_which_one_page_is_a_picture_is_read_with_a_note():
    pdfium = pytest.importorskip("pypdfium2")
    whole, scan = pdfium.PdfDocument(make_pdf(heads=False)), pdfium.PdfDocument(scan_pdf())
    whole.import_pages(scan)
    stream = io.BytesIO()
    whole.save(stream)
    source = read_source(stream.getvalue(), "a.pdf")
    assert lines(source) == [*LINES, *ROWS]
    assert len(source.notes) == 1 and source.pages[-1] <= len(source.text)
    if not can_recognise():
        assert "第2页" in source.notes[0][0] and "pages 2" in source.notes[0][1]


def test_pdf_turned_sideways():
    pdfium = pytest.importorskip("pypdfium2")
    straight = read_source(make_pdf(heads=False)).text
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    assert TITLE in straight
    for turn, place in ((90, (0, -595)), (180, (-595, -842)), (270, (-842, 0))):
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(595, 842))
        canvas.rotate(turn)
        canvas.translate(*place)
        canvas.setFont("STSong-Light", 16)
        for at, text in enumerate(("第一行在上。", "第二行在下，比第一行长。")):
            canvas.drawString(60, 500 - 40 * at, text)
        canvas.save()
        document = pdfium.PdfDocument(stream.getvalue())
        document[0].set_rotation(turn)
        turned = io.BytesIO()
        document.save(turned)
        assert lines(read_source(turned.getvalue())) == ["第一行在上。", "第二行在下，比第一行长。"], turn


# --- html -----------------------------------------------------------------------------------------------------------


def make_html(charset="utf-8", declared=None, wrap="{}") -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    body = "".join(f"<p>&nbsp;&nbsp;　　<span>{escape(text[:9])}</span>{escape(text[9:])}</p>\n" for text in PARAGRAPHS)
    menu = "".join(
        f'<li><a href="/{i}">{name}</a></li>'
        for i, name in enumerate(("首页", "政务公开", "政务服务", "互动交流", "数据开放") * 4)
    )
    page = f"""<!DOCTYPE html><html><head><meta charset="{declared or charset}"><title>{TITLE} - 临江市人民政府门户网站</title>
    <style>p {{ color: red }}</style><script>var text = "<p>不是正文，是脚本。</p>";</script></head><body>
    <div class="header"><ul>{menu}</ul></div>
    <div class="weizhi">您当前的位置：<a href="/">首页</a> &gt; <a href="/a">政策文件</a></div>
    <div class="box"><h1>{TITLE}</h1><div class="xx">发布时间：2024-03-01　来源：市经信局　浏览次数：32 <a href="#">【打印】</a></div>
    {wrap.format(f'<div id="con">{body}<table>{rows}</table></div>')}
    <div class="bdsharebuttonbox">分享到：<a>微信</a></div></div>
    <div class="side"><h3>相关政策</h3><ul>{menu}</ul></div><div style="display:none"><p>隐藏的一段话，不应出现，因为网页不显示它。</p></div>
    <div class="bottom"><p>主办：临江市人民政府　承办：临江市数据局　网站标识码：1100000000</p><p>京ICP备00000000号</p></div>
    <!-- 注释 --></body></html>"""
    return page.encode(charset)


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", None), ("gb18030", "gb2312"), ("gb18030", "utf-8"), ("utf-16", "utf-8"), ("utf-8", "gbk")],
)
def test_html_keeps_the_body_and_nothing_else(charset, declared):
    source = read_source(make_html(charset, declared), "a.html")
    assert lines(source) == [*LINES, *ROWS]
    assert (source.media_type, source.encoding) == ("text/html", charset)


@pytest.mark.parametrize("name", ["a.txt", "a.doc", "-", "网页"])
def test_html_is_told_by_content(name):
    assert read_source(make_html(), name).media_type == "text/html"


@pytest.mark.parametrize(
    "wrap",
    ["<table><tr><td>{}</td></tr></table>", "<form>{}</form>", '<div class="print-area share-box">{}</div>',
     "<table><tr><td>左</td><td>{}</td></tr></table>",
     "<div>" * 300 + "{}" + "</div>" * 300],
    ids=["table", "form", "furniture name", "two columns", "deep"],
)  # fmt: skip
def test_html_body_inside_frames(wrap):
    found = lines(read_source(make_html(wrap=wrap), "a.html"))
    assert [line for line in found if line != "左"] == [*LINES, *ROWS]


def test_html_fragment_lists_breaks_and_wrapped_lines():
    page = (
        '<meta charset="utf-8"><tbody><tr><td><p>关于支持企业发展<br>的若干意见</p><p>各区人民政府，\n  市各有关部门：</p>'
        '<ol><li>支持企业。</li><li value="5">支持 big data 产业。</li></ol><ol start="3"><li>附则，从略。</li></ol>'
        "<p>第<sup>1</sup>条&#xD800;</p></td></tr></tbody>"
    )
    assert lines(read_source(page.encode(), "a.html")) == [
        "关于支持企业发展", "的若干意见", "各区人民政府，市各有关部门：", "1.支持企业。", "5.支持 big data 产业。", "3.附则，从略。", "第1条\ufffd",
    ]  # fmt: skip


def test_html_merged_cells_keep_their_columns():
    page = (
        "<html><body><table><caption>表一</caption><tr><th rowspan=2>事项<th colspan=2>标准</tr>"
        "<tr><td>市级<td>区级<p>（配套）</p></tr><tr><td>补助<td>50万元<td>30万元</tr></table></body></html>"
    )
    assert lines(read_source(page.encode())) == [
        "表一",
        "事项\t标准\t",
        "\t市级\t区级 （配套）",
        "补助\t50万元\t30万元",
    ]


def test_html_with_broken_bytes_is_read_with_a_note():
    data = make_html("gb18030", "gb2312").replace("脚本".encode("gb18030"), b"\xff\xff")
    source = read_source(data, "a.html")
    assert lines(source) == [*LINES, *ROWS]
    assert len(source.notes) == 1 and source.encoding == "gb18030"
    with pytest.raises(ReadError, match="第31字节"):
        read_source(b"<html><meta charset=gbk><body>" + b"\xff\xfe\xfd" * 50, "a.html")


def test_html_copies_and_menus_without_lists():
    copy = (
        make_html().decode().replace("</body>", "".join(f"<div><p>{text}</p></div>" for text in PARAGRAPHS) + "</body>")
    )
    assert lines(read_source(copy.encode(), "a.html")) == [*LINES, *ROWS]


def test_html_without_text():
    with pytest.raises(ReadError, match="没有正文"):
        read_source(b"<html><body><script>1</script><img src=a.png></body></html>", "a.html")


def test_page_that_only_consists_of_a_menu_is_still_read():
    page = '<html><body><div class="nav"><a href="/">首页</a><a href="/b">政务公开</a></div></body></html>'
    assert lines(read_source(page.encode())) == ["首页政务公开"]


def test_mhtml():
    page = make_html("gb18030", "gb2312")
    import base64

    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(page) + b"\r\n--x--\r\n"
    )
    source = read_source(data, "a.doc")
    assert lines(source) == [*LINES, *ROWS] and source.media_type == "multipart/related"


# --- ofd ------------------------------------------------------------------------------------------------------------


def make_ofd(texts=LINES, per_line=28, per_page=12, prefix="") -> bytes:
    """An OFD as writers make it: a text object for each printed line, coordinates in millimetres."""
    printed = [row for at, text in enumerate(texts) for row in _wrap(text if at == 0 else "　　" + text, per_line)]
    pages = [printed[i : i + per_page] for i in range(0, len(printed), per_page)]
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f"<ofd:OFD {ns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(
            f'<ofd:Page ID="{i}" BaseLoc="{prefix}Pages/Page_{i}/Content.xml"/>' for i in range(len(pages))
        )
        template = '<ofd:TemplatePage ID="99" BaseLoc="Tpls/T.xml"/>'
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea>{template}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for i, rows in enumerate(pages):
            objects = "".join(_ofd_line(text, 25, 30 + 18 * at) for at, text in enumerate(rows)) + _ofd_line(
                f"— {i + 1} —", 100, 285
            )
            archive.writestr(
                f"Doc_0/Pages/Page_{i}/Content.xml",
                f'<ofd:Page {ns}><ofd:Template TemplateID="99"/><ofd:Content><ofd:Layer>{objects}</ofd:Layer>'
                "</ofd:Content></ofd:Page>",
            )
        head = _ofd_line("临江市人民政府公报", 25, 10)
        archive.writestr(
            "Doc_0/Tpls/T.xml", f"<ofd:Page {ns}><ofd:Content><ofd:Layer>{head}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return stream.getvalue()


def _wrap(text: str, width: float) -> list[str]:
    """The text in lines of so many Chinese characters; Latin ones are half as wide."""
    rows, room = [""], width
    for char in text:
        room -= 1 if char > "\xff" else 0.5
        if room < 0:
            rows.append("")
            room = width - (1 if char > "\xff" else 0.5)
        rows[-1] += char
    return rows


def _ofd_line(text: str, x: float, y: float, size: float = 5.6) -> str:
    shown = text.lstrip("　")
    x += size * (len(text) - len(shown))
    widths = [size if char > "\xff" else size / 2 for char in shown]
    steps = (
        " ".join(str(width) for width in widths[:-1])
        if shown != text or not shown.isalpha()
        else f"g {len(shown) - 1} {size}"
    )
    return (
        f'<ofd:TextObject Boundary="{x} {y} {sum(widths)} {size + 1}" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">'
        f"{escape(shown)}</ofd:TextCode></ofd:TextObject>"
    )


@pytest.mark.parametrize("prefix", ["", "/Doc_0/"])
def test_ofd_joins_lines_and_drops_what_repeats(prefix):
    texts = [TITLE[:20], *PARAGRAPHS, *PARAGRAPHS[1:]]
    source = read_source(make_ofd(texts, per_page=9, prefix=prefix), "a")
    assert lines(source) == texts
    assert source.media_type == "application/ofd" and len(source.pages) == 4


def test_ofd_that_is_a_picture_or_encrypted():
    with pytest.raises(ReadError, match="没有文字"):
        read_source(make_ofd(texts=()), "a.ofd")
    stream = io.BytesIO(make_ofd())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("Encryptions.xml", "<a/>")
    with pytest.raises(ReadError, match="加了密"):
        read_source(stream.getvalue(), "a.ofd")


# --- one text, every kind ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: "\n".join(LINES).encode("gb18030"),
        make_docx,
        make_html,
        lambda: make_pdf(heads=False),
        lambda: make_ofd(LINES),
    ],
    ids=["txt", "docx", "html", "pdf", "ofd"],
)
def test_one_policy_gives_the_same_paragraphs_from_every_kind(make):
    pytest.importorskip("pypdfium2")
    assert tuple(lines(read_source(make()))[: len(LINES)]) == LINES


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("extension", ["doc", "rtf", "odt"])
def test_other_office_files_through_libreoffice(tmp_path, extension):
    (tmp_path / "a.docx").write_bytes(make_docx())
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", extension, "--outdir", tmp_path,
         tmp_path / "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    source = read_source((tmp_path / f"a.{extension}").read_bytes(), "a.wps")  # the kind is told by the content
    assert lines(source) == [*LINES, *ROWS, "（此件公开发布）"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)


def test_doc_without_libreoffice_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError) as caught:
        read_source(OLE, "a.doc")
    assert all("LibreOffice" in one and "soffice" in one and one.startswith("a.doc: ") for one in caught.value.args)


@pytest.mark.parametrize(
    ("stream", "words"), [("EncryptedPackage", "加了密"), ("Workbook", "Excel"), ("PowerPoint Document", "PowerPoint")]
)
def test_office_files_that_are_no_text(stream, words):
    with pytest.raises(ReadError, match=words):
        read_source(OLE.replace("WordDocument".encode("utf-16-le"), stream.encode("utf-16-le")), "a.doc")


@pytest.mark.parametrize(
    ("module", "extra", "make"),
    [
        ("pypdfium2", "pdf", make_pdf),
        ("pdfplumber", "pdf", make_pdf),
        ("rapidocr", "ocr", lambda: b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_missing_library_says_what_to_install(tmp_path, module, extra, make):
    (tmp_path / "a").write_bytes(make())
    code = (
        f"import sys, importlib.util as u; sys.modules[{module!r}] = None\n"
        "from zjtx_docs.readers import read_source; from zjtx_docs.errors import MissingExtra\n"
        f"try: read_source({str(tmp_path / 'a')!r})\n"
        f"except MissingExtra as e: print(len(e.args), all('zjtx-docs[{extra}]' in a for a in e.args))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["2", "True"]


# --- zip --------------------------------------------------------------------------------------------------------------


def test_archive_gives_every_file_or_its_error():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("里面.txt", "支持")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("甲/政策.txt", "支持企业".encode("gbk"))
        archive.writestr("../../坏.txt", b"")
        archive.writestr("b.docx", make_docx())
        archive.writestr("__MACOSX/x.txt", "x")
        archive.writestr("c.zip", inner.getvalue())
        archive.writestr("d.rar", b"Rar!\x1a\x07\x00")
    data = stream.getvalue()
    assert is_archive(data) and not is_archive(make_docx()) and not is_archive(b"PK") and not is_archive(Path("没有"))
    found = list(read_archive(data, "包.zip"))
    assert [one.file if isinstance(one, SourceText) else type(one).__name__ for one in found] == [
        "包.zip/甲/政策.txt", "ReadError", "包.zip/b.docx", "ReadError", "ReadError",
    ]  # fmt: skip
    assert found[0].text == "支持企业" and found[1].args[0].startswith("包.zip/../../坏.txt: ")
    assert "zip 压缩包" in found[3].args[0] and "RAR" in found[4].args[0]
    deeper = list(read_archive(data, "包.zip", limits=Limits(archive_nesting=2)))
    assert deeper[3].file == "包.zip/c.zip/里面.txt" and deeper[3].text == "支持"
    with pytest.raises(ReadError, match="zip 压缩包"):
        read_source(data, "包.zip")


def test_archive_from_chinese_windows_has_readable_names(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("AAAA.txt", "支持")
    path = tmp_path / "a.zip"
    path.write_bytes(stream.getvalue().replace(b"AAAA", "政策".encode("gbk")))
    assert is_archive(path)
    assert [one.file for one in read_archive(path)] == [f"{path}/政策.txt"]


def test_picture_without_the_extra_or_broken():
    if can_recognise():
        with pytest.raises(ReadError, match="已损坏"):
            read_source(b"\x89PNG\r\n\x1a\n", "a.png")
    else:
        with pytest.raises(MissingExtra):
            read_source(b"\x89PNG\r\n\x1a\n", "a.png")
