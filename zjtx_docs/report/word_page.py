"""A Word document with the look of Chinese official papers: the one place that knows python-docx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO

from zjtx_docs.errors import MissingExtra
from zjtx_docs.report.catalogue import Lang

_SONG, _FANG, _HEI, _KAI = "宋体", "仿宋", "黑体", "楷体"
_LATIN = "Times New Roman"
_TITLE, _TEXT, _QUOTE, _TABLE, _FOOT = 22, 16, 14, 9, 14  # points: 二号, 三号, 四号, 小五, 四号
_LINE, _QUOTE_LINE = 28, 22  # points from line to line; 28 gives 22 lines a page
_MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # mm: a text field of 156 by 225 on A4
# What XML cannot hold; everything else that a text says stands.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Page:
    """Paragraphs and tables in their order. Raises MissingExtra where python-docx is not installed."""

    def __init__(self, lang: Lang) -> None:
        try:
            import docx
        except ImportError:
            raise MissingExtra(
                '写 docx 需要 python-docx（pip install "zjtx-docs[docx]"）',
                'writing docx needs python-docx (pip install "zjtx-docs[docx]")',
            ) from None
        self._document = docx.Document()
        self._lang = lang
        self._lay_out()

    def _lay_out(self) -> None:
        from docx.shared import Mm, Pt

        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side, size in _MARGINS.items():
            setattr(section, f"{side}_margin", Mm(size))
        section.footer_distance = Mm(28)
        normal = self._document.styles["Normal"]
        normal.font.size = Pt(_TEXT)
        normal.paragraph_format.space_after = Pt(0)
        _set_fonts(normal, _FANG)
        for level, font in ((1, _HEI), (2, _KAI)):
            style = self._document.styles[f"Heading {level}"]
            style.font.size, style.font.bold, style.font.italic = Pt(_TEXT), False, False
            style.font.color.rgb = None
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            _set_fonts(style, font)
        self._number_pages(section)

    def _number_pages(self, section: object) -> None:
        """— 1 — in the middle of the foot."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        paragraph = section.footer.paragraphs[0]  # type: ignore[attr-defined]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in ("— ", None, " —"):
            run = paragraph.add_run(part or "")
            run.font.size = Pt(_FOOT)
            _set_fonts(run, _SONG)
            if part is None:
                for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), ("text", "1"), ("end", None)):
                    tag = {None: "w:instrText", "text": "w:t"}.get(kind, "w:fldChar")
                    element = OxmlElement(tag)
                    if text:
                        element.text = text
                    else:
                        element.set(qn("w:fldCharType"), kind)
                    run._r.append(element)

    def describe(self, title: str) -> None:
        """The properties of the file; no clock and no name of a person goes into it."""
        properties = self._document.core_properties
        properties.title = _NO_XML.sub("", title)[:255]
        properties.author = "zjtx-docs"
        properties.comments = ""
        properties.language = "zh-CN" if self._lang == "zh" else "en"

    def title(self, text: str) -> None:
        """The title, centred, with room below it."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = self._paragraph(text, _SONG, _TITLE, bold=True)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(_LINE)
        paragraph.paragraph_format.line_spacing = Pt(36)

    def heading(self, text: str) -> None:
        """A heading that Word's navigation shows."""
        self._heading(text, 1)

    def small_heading(self, text: str) -> None:
        """A heading of the second level."""
        self._heading(text, 2)

    def _heading(self, text: str, level: int) -> None:
        from docx.shared import Pt

        paragraph = self._document.add_paragraph(_NO_XML.sub("", text), style=f"Heading {level}")
        paragraph.paragraph_format.line_spacing = Pt(_LINE)
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        """A paragraph, its first line moved in by two characters where the page is Chinese."""
        self._paragraph(text, _FANG, _TEXT)

    def quoted(self, label: str, text: str) -> None:
        """A label in bold and the words after it, a size smaller."""
        from docx.shared import Pt

        paragraph = self._paragraph("", _FANG, _QUOTE)
        paragraph.paragraph_format.line_spacing = Pt(_QUOTE_LINE)
        colon = "：" if self._lang == "zh" else ": "
        for part, bold in ((label + colon, True), (text, False)):
            run = paragraph.add_run(_NO_XML.sub("", part))
            run.bold = bold
            _fit(run, _FANG, _QUOTE)

    def _paragraph(self, text: str, font: str, size: float, bold: bool = False) -> object:
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(_LINE)
        if self._lang == "zh" and size < _TITLE:
            paragraph.paragraph_format.first_line_indent = Pt(2 * size)
        if text:
            run = paragraph.add_run(_NO_XML.sub("", text))
            run.bold = bold
            _fit(run, font, size)
        return paragraph

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self._document.add_page_break()

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table with lines, widths in mm; its head stands again on each page, and no row is broken by one."""
        from docx.shared import Mm

        table = self._document.add_table(rows=1, cols=len(head))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        _mark_row(table.rows[0], "w:tblHeader")
        self._fill(table.rows[0], head, widths, bold=True)
        for row in rows:
            line = table.add_row()
            _mark_row(line, "w:cantSplit")
            self._fill(line, row, widths)

    def _fill(self, row: object, cells: Sequence[str], widths: Sequence[float], bold: bool = False) -> None:
        from docx.shared import Mm

        # Asked once for the row: the library walks the whole row for each cell otherwise.
        for cell, text, width in zip(row.cells, cells, widths, strict=True):  # type: ignore[attr-defined]
            cell.width = Mm(width)
            for number, line in enumerate(text.split("\n")):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                run = paragraph.add_run(_NO_XML.sub("", line))
                run.bold = bold
                _fit(run, _HEI if bold else _SONG, _TABLE)

    def save(self, stream: BinaryIO) -> None:
        """Writes the file."""
        self._document.save(stream)


def _fit(run: object, font: str, size: float) -> None:
    from docx.shared import Pt

    run.font.size = Pt(size)  # type: ignore[attr-defined]
    _set_fonts(run, font)


def _set_fonts(styled: object, font: str) -> None:
    """The Chinese font, which Word takes from an attribute of its own, and the Latin one beside it."""
    from docx.oxml.ns import qn

    styled.font.name = _LATIN  # type: ignore[attr-defined]
    fonts = styled.font.element.rPr.rFonts  # type: ignore[attr-defined]
    fonts.set(qn("w:eastAsia"), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _mark_row(row: object, mark: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(mark))  # type: ignore[attr-defined]
