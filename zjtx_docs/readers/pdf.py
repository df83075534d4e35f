"""PDF -> text: paragraphs joined from printed lines, ruled tables as rows with tabs between the cells.

pypdfium2 gives the characters and their places; pdfplumber is asked for the cells of tables, on pages with rules only.
A page without text is a scan: it goes to the OCR extra where that is installed, and is refused or noted where not.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from zjtx_docs.errors import MissingExtra, ReadError
from zjtx_docs.limits import Limits
from zjtx_docs.readers.paragraphs import join_pages
from zjtx_docs.readers.pdf_tables import Tables
from zjtx_docs.readers.pieces import Page, Piece, is_wide, lines_of
from zjtx_docs.readers.source import refusal

Notes = tuple[tuple[str, str], ...]

_GARBAGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
# Radicals that some fonts map characters to: they look the same and match nothing.
_RADICAL = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_PATH, _IMAGE = 2, 3  # FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE
# Pages with fewer lines drawn have no table, pages with more are drawings, on which the search takes minutes.
_RULES_NEEDED, _RULES_AT_MOST = 4, 3000
# Fewer characters than these on a full-page picture are a scanner's mark, not the text.
_STAMP = 60
_SCAN_DPI = 200


def read_pdf(data: bytes, file: str, limits: Limits) -> tuple[str, tuple[int, ...], Notes]:
    """Text, page offsets, notes. ReadError for files that are broken, locked, or scans without the OCR extra."""
    try:
        import pdfplumber  # noqa: F401 - asked for here so that a missing part is told before any work
        import pypdfium2
    except ImportError:
        raise MissingExtra(
            f'{file}: 读取 PDF 需要安装：pip install "zjtx-docs[pdf]"',
            f'{file}: reading PDF needs: pip install "zjtx-docs[pdf]"',
        ) from None
    if b"%%EOF" not in data:
        raise refusal(
            file,
            "PDF 不完整，没有结尾（期待完整的文件）",
            "the PDF is cut short, its end is missing (expected a whole file)",
        )
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
        pages, scans = _read_pages(document, Tables(data), file, limits)
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
        return refusal(
            file, "PDF 加了密码（期待没有密码的文件）", "the PDF is encrypted (expected a file without a password)"
        )
    return refusal(file, "PDF 已损坏（期待完整的文件）", "the PDF is damaged (expected a whole file)")


def _read_pages(document: Any, tables: Tables, file: str, limits: Limits) -> tuple[list[Page], list[int]]:
    """The pages, and the indexes of those that show something without having text."""
    pages: list[Page] = []
    scans: list[int] = []
    for at in range(len(document)):
        page = document[at]
        width, height = page.get_size()
        pieces = _page_pieces(page, file, limits)
        shapes = list(page.get_objects(max_depth=3))
        if _is_scan(pieces, [one for one in shapes if one.type == _IMAGE], width * height):
            scans.append(at)
            pieces = []
        rules = sum(one.type == _PATH for one in shapes)
        lines = lines_of(pieces)
        if pieces and _RULES_NEEDED <= rules <= _RULES_AT_MOST:
            lines = tables.put_in(lines, pieces, at)
        pages.append(Page(lines, width, height))
        page.close()
    return pages, scans


def _is_scan(pieces: list[Piece], images: list[Any], area: float) -> bool:
    """Whether a page is a picture of text: no text, text of unknown characters, or a stamp of text on a picture."""
    text = "".join(piece.text for piece in pieces).strip()
    if text and len(_GARBAGE.findall(text)) > 0.3 * len(text):
        return True
    if len(text) >= _STAMP:
        return False
    return any(_area(one) > 0.5 * area for one in images) or (len(text) < 3 and len(images) > 0)


def _area(image: Any) -> float:
    left, bottom, right, top = image.get_bounds() if hasattr(image, "get_bounds") else image.get_pos()
    return (right - left) * (top - bottom)


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
        code = min(raw.FPDFText_GetUnicode(text_page, at), 0x10FFFF)
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
    if " " <= char <= "~" or "\u3000" <= char <= "\u9fff":
        return char
    if _RADICAL.match(char):
        return unicodedata.normalize("NFKC", char)
    if char in "\r\n\t\u00a0":
        return " "
    if char == "\x02":  # what pdfium makes of a hyphen at the end of a line
        return "-"
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


def _read_scans(document: Any, pages: list[Page], scans: list[int], file: str, limits: Limits) -> Notes:
    """Puts recognised lines into the pages without text; without the OCR extra, refuses a scan, notes single pages."""
    if not scans:
        return ()
    from zjtx_docs.readers.ocr import can_recognise, recognise_page

    if can_recognise():
        for at in scans:
            pages[at] = recognise_page(_picture(document[at], limits), file, limits)
        return (
            (f"{file}: {len(scans)} 页由图像识别得来", f"{file}: {len(scans)} pages were recognised from pictures"),
        )
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
            f"{file}: pages {names.replace('、', ', ')} are pictures and were not read (to recognise them: "
            'pip install "zjtx-docs[ocr]")',
        ),
    )


def _picture(page: Any, limits: Limits) -> Any:
    """The page as an array of pixels, coarser where the sheet is so large that it would break the limit."""
    width, height = page.get_size()
    most = (0.9 * limits.image_pixels / max(1.0, width * height)) ** 0.5
    return page.render(scale=min(_SCAN_DPI / 72, most)).to_numpy()
