"""docx -> text: one line a paragraph, tables in place as rows with tabs between the cells.

Read from the XML itself, since what counts in official documents is what libraries leave out: numbers that Word counts
by itself, text boxes (red heads), footnotes, revisions. Inserted text stays, deleted text goes, as do headers, footers,
comments, hidden text and tables of contents. Footnotes and endnotes follow the body.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from zjtx_docs.limits import Limits
from zjtx_docs.readers.container import Container, attribute, local
from zjtx_docs.readers.docx_numbering import Numbering, child, read_styles, value
from zjtx_docs.readers.source import refusal

_MAIN = "word/document.xml"
# Elements whose text is never shown, or belongs to something else than the line it stands in.
_SKIPPED = frozenset(
    "del moveFrom delText delInstrText instrText rPr pPr sectPr tblPr trPr tcPr rt object commentReference "
    "annotationRef proofErr txbxContent chart".split()
)
_CONTENTS_STYLE = re.compile(r"toc ?[1-9]|table of contents|toc heading")
_BREAKS = {"tab": " ", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_BLANKS = re.compile(r"[ \t\u00a0\u2002\u2003\u200b\ufeff]+")


def read_docx(data: bytes, file: str, limits: Limits) -> str:
    """The text of a docx file, a newline after each paragraph and row. ReadError where it has none or is broken."""
    container = Container(data, file, limits)
    parts = _parts(container)
    reader = _Reader(
        Numbering(container.find_xml(parts["numbering"]), styles := read_styles(container.find_xml(parts["styles"]))),
        {key for key, style in styles.items() if _CONTENTS_STYLE.fullmatch(style.name)},
    )
    body = child(container.xml(parts["main"]), "body")
    lines = list(reader.lines(body)) if body is not None else []
    for notes in ("footnotes", "endnotes"):
        root = container.find_xml(parts[notes])
        for note in root if root is not None else ():
            if attribute(note, "type") in (None, "normal"):
                lines.extend(reader.lines(note))
    if not lines:
        raise refusal(
            file, "文档里没有文字（期待有文字的 docx）", "the document has no text (expected a docx with text)"
        )
    return "\n".join(lines) + "\n"


def _parts(container: Container) -> dict[str, str]:
    """Where the parts lie: by the relations that the package states, else in the usual places."""
    main = _related(container, "_rels/.rels", "").get("officeDocument", _MAIN)
    folder, name = posixpath.split(main)
    related = _related(container, f"{folder}/_rels/{name}.rels", folder)
    names = ("numbering", "styles", "footnotes", "endnotes")
    return {"main": main} | {one: related.get(one, posixpath.join(folder, f"{one}.xml")) for one in names}


def _related(container: Container, name: str, folder: str) -> dict[str, str]:
    """Kind of relation -> name of the part, for the relations file ``name`` of a part in ``folder``."""
    root = container.find_xml(name)
    found: dict[str, str] = {}
    for one in root if root is not None else ():
        target = one.get("Target") or ""
        if one.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.setdefault((one.get("Type") or "").rpartition("/")[2], path)
    return found


class _Reader:
    """Walks the body in order. XML deeper than 256 is refused by the parser, so recursion stays shallow."""

    def __init__(self, numbering: Numbering, contents_styles: set[str]) -> None:
        self._numbering = numbering
        self._contents_styles = contents_styles
        self._pending = ""

    def lines(self, parent: etree._Element) -> Iterator[str]:
        """The lines of a body, a cell, a text box or a note."""
        for element in parent:
            match local(element):
                case "p":
                    yield from self._paragraph(element)
                case "tbl":
                    yield from self._table(element)
                case "sdt":
                    yield from self._control(element)
                case "customXml" | "ins" | "moveTo" | "smartTag" | "sdtContent":
                    yield from self.lines(element)
                case "AlternateContent":
                    yield from self.lines(_chosen(element))

    def _control(self, element: etree._Element) -> Iterator[str]:
        """A content control; one that holds a table of contents gives nothing."""
        gallery = value(child(child(element, "sdtPr"), "docPartObj"), "docPartGallery")
        content = child(element, "sdtContent")
        if content is not None and gallery != "Table of Contents":
            yield from self.lines(content)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        """A paragraph's line, numbers in front; its soft breaks part lines; the text boxes anchored in it follow."""
        properties = child(paragraph, "pPr")
        if value(properties, "pStyle") in self._contents_styles:
            return
        parts: list[str] = []
        boxes: list[etree._Element] = []
        _inline(paragraph, parts, boxes)
        text = self._pending + "".join(parts)
        self._pending = ""
        if child(child(properties, "rPr"), "del") is not None:  # the paragraph mark was deleted: it runs into the next
            self._pending = text
        else:
            label = self._numbering.label(paragraph)  # an empty paragraph is counted too
            if text.strip():
                yield from _tidy_lines(label + text)
        for box in boxes:
            yield from self.lines(box)

    def _table(self, table: etree._Element) -> Iterator[str]:
        """A line for each row; a table of one column is a frame, whose paragraphs are lines."""
        rows = [row for row in _unwrap(table, "tr") if child(child(row, "trPr"), "del") is None]
        grid = [list(_unwrap(row, "tc")) for row in rows]
        if max(map(len, grid), default=0) < 2:
            for cell in (cell for cells in grid for cell in cells):
                yield from self.lines(cell)
            return
        for row, cells in zip(rows, grid, strict=True):
            texts = [""] * _count(value(child(row, "trPr"), "gridBefore"), 0)
            for cell in cells:
                texts.extend(self._cell(cell))
            if any(texts):
                yield "\t".join(texts)

    def _cell(self, cell: etree._Element) -> list[str]:
        """The text of a cell, on one line, and an empty cell for each further column; merged below, it is empty."""
        properties = child(cell, "tcPr")
        merged = child(properties, "vMerge")
        text = " ".join(self.lines(cell)).replace("\t", " ").replace("\n", " ")
        if merged is not None and attribute(merged, "val") != "restart":
            text = ""
        return [text] + [""] * (_count(value(properties, "gridSpan"), 1) - 1)


def _inline(element: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
    """Adds the shown text under ``element`` to ``parts`` and the text boxes in it to ``boxes``."""
    for one in element:
        name = local(one)
        if name == "t":
            parts.append(one.text or "")
        elif name in _BREAKS:
            parts.append(_BREAKS[name])
        elif name == "br":
            parts.append("\n" if attribute(one, "type") in (None, "textWrapping") else "")
        elif name == "r":
            if not _is_hidden(one):
                _inline(one, parts, boxes)
        elif name == "txbxContent":
            boxes.append(one)
        elif name == "AlternateContent":
            _inline(_chosen(one), parts, boxes)
        elif name not in _SKIPPED:
            _inline(one, parts, boxes)


def _chosen(element: etree._Element) -> etree._Element:
    """The one alternative to read of several that show the same."""
    for name in ("Choice", "Fallback"):
        if (found := child(element, name)) is not None:
            return found
    return etree.Element("none")


def _is_hidden(run: etree._Element) -> bool:
    """Whether a run is formatted as hidden."""
    hidden = child(child(run, "rPr"), "vanish")
    return hidden is not None and attribute(hidden, "val") not in ("0", "false")


def _unwrap(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name, those inside content controls and revisions included."""
    for one in parent:
        if local(one) == name:
            yield one
        elif local(one) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _unwrap(one, name)


def _count(text: str | None, default: int) -> int:
    """A number of columns, at most 63, which is what Word allows."""
    return min(int(text), 63) if text and re.fullmatch(r"[0-9]{1,4}", text) else default


def _tidy_lines(text: str) -> Iterator[str]:
    """The lines of a paragraph without blanks at either end, empty ones left out."""
    for line in text.split("\n"):
        line = _BLANKS.sub(" ", line).strip(" \u3000")
        if line:
            yield line
