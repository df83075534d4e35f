"""One policy as txt, md, html, docx, pdf and ofd: how fast each is read, and read and parsed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from measuring import POLICY, Row, child, timed

Lines = Sequence[str]


def policy_lines() -> list[str]:
    """The paragraphs of the policy of raw/."""
    return [line.strip() for line in POLICY.read_text("utf-8").splitlines() if line.strip()]


def make_txt(lines: Lines) -> bytes:
    """Plain text in GB18030, as such files mostly are."""
    return "\n".join(lines).encode("gb18030")


def make_md(lines: Lines) -> bytes:
    """Markdown with the title as a heading and blank lines between paragraphs."""
    return ("# " + "\n\n".join(lines) + "\n").encode()


def make_html(lines: Lines) -> bytes:
    """A page of a government site: menu, title, body, foot."""
    menu = "".join(f'<li><a href="/{at}">{name}</a></li>' for at, name in enumerate(("首页", "政务公开", "互动") * 6))
    body = "".join(f"<p>　　{escape(line)}</p>\n" for line in lines[1:])
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(lines[0])}</title></head><body>'
        f'<div class="header"><ul>{menu}</ul></div><div class="box"><h1>{escape(lines[0])}</h1>'
        f'<div id="con">{body}</div></div><div class="bottom"><p>主办：市人民政府办公室</p></div></body></html>'
    ).encode()


def make_docx(lines: Lines) -> bytes:
    """A Word file, by python-docx."""
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_pdf(lines: Lines) -> bytes:
    """A PDF of justified paragraphs with page numbers, by reportlab."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=16, leading=28, firstLineIndent=32, alignment=4, wordWrap="CJK"
    )

    def number(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 10)
        canvas.drawCentredString(297, 40, f"— {document.page} —")

    stream = io.BytesIO()
    story = [Paragraph(escape(line), style) for line in lines]
    SimpleDocTemplate(stream).build(story, onFirstPage=number, onLaterPages=number)
    return stream.getvalue()


def make_ofd(lines: Lines, width: int = 28, height: int = 22) -> bytes:
    """An OFD as its writers make it: a text object for each printed line, millimetres, a file for each page."""
    printed = []
    for line in lines:
        text = "　　" + line
        printed += [text[at : at + width] for at in range(0, len(text), width)]
    pages = [printed[at : at + height] for at in range(0, len(printed), height)]
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f"<ofd:OFD {ns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for at, rows in enumerate(pages):
            objects = "".join(_ofd_line(text, 30 + 11 * row) for row, text in enumerate(rows))
            archive.writestr(
                f"Doc_0/Pages/Page_{at}/Content.xml",
                f"<ofd:Page {ns}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>",
            )
    return stream.getvalue()


def _ofd_line(text: str, y: float, size: float = 5.6) -> str:
    shown = text.lstrip("　")
    x = 25 + size * (len(text) - len(shown))
    steps = " ".join([str(size)] * (len(shown) - 1))
    return (
        f'<ofd:TextObject Boundary="{x} {y} {size * len(shown)} {size + 1}" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(shown)}</ofd:TextCode></ofd:TextObject>'
    )


MAKERS: dict[str, Callable[[Lines], bytes]] = {
    "txt": make_txt,
    "md": make_md,
    "html": make_html,
    "docx": make_docx,
    "pdf": make_pdf,
    "ofd": make_ofd,
}


def measure_format(name: str) -> dict:
    """Reading alone, and reading with parsing, of the policy in one format; the file lies in a temporary folder."""
    import tempfile
    from pathlib import Path

    from zjtx_docs.pipeline import parse_source
    from zjtx_docs.readers import read_source

    data = MAKERS[name](policy_lines())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"政策.{name}")
        path.write_bytes(data)

        def read(file: str) -> int:
            return len(read_source(file).text)

        def parse(file: str) -> int:
            return sum(len(document.measures) for document in parse_source(read_source(file)))

        parse(str(path))  # libraries and words are loaded once
        return {"bytes": len(data), "read": timed(read, str(path)), "parse": timed(parse, str(path))}


def format_rows() -> list[Row]:
    """A row for each format."""
    rows = []
    for name in MAKERS:
        result = child("format", name)
        if isinstance(result, str):
            rows.append((f"{name}, read and parse", f"not measured: {result}"))
            continue
        chars = result["read"]["found"]
        read, both = (chars / result[part]["seconds"] for part in ("read", "parse"))
        size = f"{chars:,} chars in {result['bytes'] / 1024:.0f} KB, {result['parse']['found']} measures"
        rows.append((f"{name}, read and parse", f"{read:,.0f} chars/s read, {both:,.0f} read and parsed ({size})"))
    return rows
