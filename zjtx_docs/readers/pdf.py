"""PDF -> text: paragraphs joined from printed lines, ruled tables as rows with tabs between the cells.

pypdfium2 gives the characters and their places; pdfplumber is asked for the cells of tables, and only on pages with rules.
A page without text is a scan: it goes to the OCR extra where that is installed, and is refused or noted where not.
"""

from __future__ import annotations

import io
import re
import unicodedata
from typing import Any

from zjtx_docs.errors import MissingExtra, ReadError
from zjtx_docs.limits import Limits
from zjtx_docs.readers.paragraphs import join_pages
from zjtx_docs.readers.pieces import Line, Page, Piece, is_wide, lines_of
from zjtx_docs.readers.source import refusal

Notes = tuple[tuple[str, str], ...]

_GARBAGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
# Radicals that some fonts map characters to: they look the same and match nothing.
_RADICAL = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_RULES_NEEDED = 4
_SCAN_DPI = 200


def read_pdf(data: bytes, file: str, limits: Limits) -> tuple[str, tuple[int, ...], Notes]:
    """Text, page offsets, notes. ReadError for files that are broken, locked, or scans without the OCR extra."""
    try:
        import pdfplumber
        import pypdfium2
    except ImportError:
        raise MissingExtra(
            f'{file}: 读取 PDF 需要安装：pip install "zjtx-docs[pdf]"', f'{file}: reading PDF needs: pip install "zjtx-docs[pdf]"'
        ) from None
    if b"%%EOF" not in data:
        raise refusal(file, "PDF 不完整，没有结尾（期待完整的文件）", "the PDF is cut short, its end is missing (expected a whole file)")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _cannot_open(file, str(error)) from None
    try:
        if len(document) > limits.pages:
            raise refusal(
                file,
                f"共 {len(document)} 页，超过上限（可用 ZJTX_LIMIT_PAGES 放宽）",
                f"{len(document)} pages, over the limit (ZJTX_LIMIT_PAGES raises it)",
            )
        with pdfplumber.open(io.BytesIO(data)) as tables:
            pages, scans = _read_pages(document, tables, file, limits)
        notes = _read_scans(document, pages, scans, file, limits)
    except pypdfium2.PdfiumError as error:
        raise _cannot_open(file, str(error)) from None
    finally:
        document.close()
    text, starts = join_pages(pages)
    if not text:
        raise refusal(file, "PDF 里没有文字（期待有文字的 PDF）", "the PDF has no text (expected a PDF with text)")
    return text, starts, notes


def _cannot_open(file: str, why: str) -> ReadError:
    """The refusal for what pdfium says."""
    if "password" in why.lower() or "security" in why.lower():
        return refusal(file, "PDF 加了密码（期待没有密码的文件）", "the PDF is encrypted (expected a file without a password)")
    return refusal(file, "PDF 已损坏（期待完整的文件）", "the PDF is damaged (expected a whole file)")


def _read_pages(document: Any, tables: Any, file: str, limits: Limits) -> tuple[list[Page], list[int]]:
    """The pages, and the indexes of those that show something without having text."""
    pages: list[Page] = []
    scans: list[int] = []
    for at in range(len(document)):
        page = document[at]
        pieces = _page_pieces(page, file, limits)
        kinds = [one.type for one in page.get_objects(max_depth=3)]
        if _is_unreadable(pieces) and (pieces or _IMAGE in kinds):
            scans.append(at)
            pieces = []
        lines = lines_of(pieces)
        if kinds.count(_PATH) >= _RULES_NEEDED and pieces:
            lines = _with_tables(lines, pieces, tables.pages[at] if at < len(tables.pages) else None)
        width, height = page.get_size()
        pages.append(Page(lines, width, height))
        page.close()
    return pages, scans


_PATH, _IMAGE = 2, 3  # FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE


def _is_unreadable(pieces: list[Piece]) -> bool:
    """Whether a page has next to no text, or text whose font does not say which characters it shows."""
    text = "".join(piece.text for piece in pieces)
    return len(text.strip()) < 3 or len(_GARBAGE.findall(text)) > 0.3 * len(text)


def _page_pieces(page: Any, file: str, limits: Limits) -> list[Piece]:
    """Each character of a page with its place, the page's rotation undone."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    count = text_page.count_chars()
    if count > limits.page_objects:
        raise refusal(
            file,
            f"一页有 {count} 个字，超过上限（可用 ZJTX_LIMIT_PAGE_OBJECTS 放宽）",
            f"{count} characters on one page, over the limit (ZJTX_LIMIT_PAGE_OBJECTS raises it)",
        )
    turn = _turner(page)
    box = raw.FS_RECTF()
    pieces: list[Piece] = []
    high = 0
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text_page, at)
        if raw.FPDFText_IsGenerated(text_page, at) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if raw.FPDFText_GetLooseCharBox(text_page, at, box):
            pieces.append(_piece(_clean(chr(code)), *turn(box.left, box.right, box.top, box.bottom)))
    text_page.close()
    return [piece for piece in pieces if piece.text]


def _clean(char: str) -> str:
    """The character as it is written elsewhere: no radicals, no control characters."""
    if _RADICAL.match(char):
        return unicodedata.normalize("NFKC", char)
    if char in "\r\n\t\u00a0":
        return " "
    return "" if char in "\ufffe\uffff\u00ad\u200b\ufeff" else "\ufffd" if char < " " else char


def _piece(char: str, left: float, right: float, top: float, bottom: float) -> Piece:
    wide = bool(char) and is_wide(char)
    return Piece(char, left, right, top, bottom, right - left if wide and right > left else bottom - top)


def _turner(page: Any) -> Any:
    """A function from a box in PDF coordinates, which run up, to (left, right, top, bottom) as the page is shown."""
    left, bottom, right, top = page.get_bbox()
    match page.get_rotation():
        case 90:
            return lambda a, b, high, low: (low - bottom, high - bottom, a - left, b - left)
        case 180:
            return lambda a, b, high, low: (right - b, right - a, low - bottom, high - bottom)
        case 270:
            return lambda a, b, high, low: (top - high, top - low, right - b, right - a)
        case _:
            return lambda a, b, high, low: (a - left, b - left, top - high, top - low)


def _with_tables(lines: list[Line], pieces: list[Piece], plumber_page: Any) -> list[Line]:
    """The lines with those inside a ruled table replaced by its rows."""
    try:
        found = plumber_page.find_tables() if plumber_page is not None else []
    except Exception:  # pdfminer raises anything on odd drawing commands; the lines are still right
        return lines
    for table in found:
        left, top, right, bottom = table.bbox
        rows = _rows(table, pieces)
        if len(rows) < 2 or max(row.text.count("\t") for row in rows) < 1:
            continue
        inside = [one for one in lines if left - 2 < one.left < right + 2 and top - 2 < (one.top + one.bottom) / 2 < bottom + 2]
        if inside:
            outside = [one for one in lines if one not in inside]
            lines = sorted(outside + rows, key=lambda one: one.top)
    return lines


def _rows(table: Any, pieces: list[Piece]) -> list[Line]:
    """The rows of a table, each cell the characters whose middle lies in it; merged cells stand where they begin."""
    rows: list[Line] = []
    for row in table.rows:
        cells = ["" if cell is None else _cell_text(cell, pieces) for cell in row.cells]
        if any(cells):
            left, top, right, bottom = row.bbox
            rows.append(Line("\t".join(cells), left, right, top, bottom, 1.0, row=True))
    return rows


def _cell_text(cell: tuple[float, float, float, float], pieces: list[Piece]) -> str:
    left, top, right, bottom = cell
    inside = [
        one for one in pieces if left <= (one.left + one.right) / 2 <= right and top <= (one.top + one.bottom) / 2 <= bottom
    ]  # fmt: skip
    out = ""
    for line in lines_of(inside):
        latin = out and out[-1].isascii() and out[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
        out += (" " if latin else "") + line.text
    return out


def _read_scans(document: Any, pages: list[Page], scans: list[int], file: str, limits: Limits) -> Notes:
    """Puts the recognised lines into the pages without text; without the OCR extra, refuses a scan and notes single pages."""
    if not scans:
        return ()
    from zjtx_docs.readers.ocr import can_recognise, recognise_page

    if can_recognise():
        for at in scans:
            pages[at] = recognise_page(document[at].render(scale=_SCAN_DPI / 72).to_numpy(), file, limits)
        return ((f"{file}: {len(scans)} 页由图像识别得来", f"{file}: {len(scans)} pages were recognised from pictures"),)
    if len(scans) == len(pages) or not any(page.lines for page in pages):
        raise refusal(
            file,
            '是扫描件，没有文字层（期待有文字的 PDF，或安装识别功能：pip install "zjtx-docs[ocr]"）',
            'a scan without text (expected a PDF with text, or recognition installed: pip install "zjtx-docs[ocr]")',
        )
    names = "、".join(str(at + 1) for at in scans[:20])
    return (
        (
            f'{file}: 第{names}页是图像，没有读（识别需安装：pip install "zjtx-docs[ocr]"）',
            f'{file}: pages {names.replace("、", ", ")} are pictures and were not read (pip install "zjtx-docs[ocr]" to recognise them)',
        ),
    )
