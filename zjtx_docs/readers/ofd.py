"""OFD -> text. OFD (GB/T 33190) is a zip of XML pages whose TextCode elements hold characters at places in millimetres.

Read from the XML itself, then joined like the lines of a PDF. Text that a page takes from its template is read with it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from zjtx_docs.limits import Limits
from zjtx_docs.readers.container import Container, local
from zjtx_docs.readers.paragraphs import join_pages
from zjtx_docs.readers.pieces import Page, Piece, is_wide, lines_of
from zjtx_docs.readers.source import refusal

_A4 = (0.0, 0.0, 210.0, 297.0)
_FAR = 1e5


def read_ofd(data: bytes, file: str, limits: Limits) -> tuple[str, tuple[int, ...]]:
    """The text of an OFD file and the page offsets. ReadError where it is broken, locked or without text."""
    container = Container(data, file, limits)
    if any(posixpath.basename(name) == "Encryptions.xml" for name in container.members):
        raise refusal(
            file, "OFD 加了密（期待没有密码的文件）", "the OFD is encrypted (expected a file without a password)"
        )
    pages: list[Page] = []
    for root in _texts(container.xml("OFD.xml"), "DocRoot"):
        name = _resolve(container, "", root)
        pages.extend(_document_pages(container, name, limits))
    text, starts = join_pages(pages)
    if not text:
        raise refusal(
            file,
            "OFD 里没有文字，可能是扫描件（期待有文字的 OFD）",
            "the OFD has no text, it may be a scan (expected an OFD with text)",
        )
    return text, starts


def _texts(root: etree._Element, name: str) -> list[str]:
    """The text of each descendant of that local name."""
    return [one.text.strip() for one in root.iter() if local(one) == name and one.text and one.text.strip()]


def _resolve(container: Container, base: str, target: str) -> str:
    """The member that ``target`` means when it stands in the member ``base``; writers differ in slashes and case."""
    target = target.replace("\\", "/")
    folder = posixpath.dirname(base)
    tries = (
        [target.lstrip("/")] if target.startswith("/") else [posixpath.normpath(posixpath.join(folder, target)), target]
    )
    for one in tries:
        if one in container.members:
            return one
    folded = {name.lower(): name for name in container.members}
    return next((folded[one.lower()] for one in tries if one.lower() in folded), tries[0])


def _document_pages(container: Container, name: str, limits: Limits) -> Iterator[Page]:
    """The pages of the document whose Document.xml is ``name``."""
    root = container.xml(name)
    usual = next((box for one in root.iter() if local(one) == "PhysicalBox" and (box := _numbers(one.text, 4))), _A4)
    places = [(one.get("ID"), one.get("BaseLoc") or "") for one in root.iter() if local(one) == "Page"]
    templates = {one.get("ID"): one.get("BaseLoc") or "" for one in root.iter() if local(one) == "TemplatePage"}
    if len(places) > limits.pages:
        raise refusal(
            container.file,
            f"共 {len(places)} 页，超过上限（可用 ZJTX_LIMIT_PAGES 放宽）",
            f"{len(places)} pages, over the limit (ZJTX_LIMIT_PAGES raises it)",
        )
    read: dict[str, list[Piece]] = {}
    for _, place in places:
        page = container.xml(_resolve(container, name, place))
        box = next(
            (found for one in page.iter() if local(one) == "PhysicalBox" and (found := _numbers(one.text, 4))), usual
        )
        pieces = _pieces(page, container.file, limits)
        for used in (one for one in page if local(one) == "Template"):
            key = used.get("TemplateID") or ""
            if key in templates and key not in read:
                read[key] = _pieces(container.xml(_resolve(container, name, templates[key])), container.file, limits)
            pieces.extend(read.get(key, []))
        yield Page(lines_of(pieces), box[2], box[3])


def _numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """``count`` numbers of a size that paper has, written with blanks between them, else None."""
    try:
        found = tuple(float(one) for one in (text or "").split())
    except ValueError:
        return None
    return found if len(found) == count and all(abs(one) < _FAR for one in found) else None


def _pieces(page: etree._Element, file: str, limits: Limits) -> list[Piece]:
    """The pieces of text on a page with their places."""
    pieces: list[Piece] = []
    count = 0
    for one in page.iter():
        if local(one) == "TextObject" and one.get("Visible", "true") != "false":
            found = list(_object_pieces(one))
            pieces.extend(found)
            count += sum(len(piece.text) for piece in found)
            if count > limits.page_objects:
                raise refusal(
                    file,
                    f"一页超过 {limits.page_objects} 个字（可用 ZJTX_LIMIT_PAGE_OBJECTS 放宽）",
                    f"more than {limits.page_objects} characters on one page (ZJTX_LIMIT_PAGE_OBJECTS raises it)",
                )
    return pieces


def _object_pieces(element: etree._Element) -> Iterator[Piece]:
    """The runs of characters of a text object: its box places it on the page, its matrix scales what is inside."""
    box = _numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = _numbers(element.get("CTM"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    height = (_numbers(element.get("Size"), 1) or (3.5,))[0]
    size = height * ((a * a + b * b) ** 0.5 or 1.0)
    x = y = 0.0
    for code in element:
        if local(code) != "TextCode" or not code.text:
            continue
        x = (_numbers(code.get("X"), 1) or (x,))[0]
        y = (_numbers(code.get("Y"), 1) or (y,))[0]
        steps = _steps(code.get("DeltaX"), len(code.text))
        downs = _steps(code.get("DeltaY"), len(code.text))
        at, down = x, y
        run = _Run(size)
        for index, char in enumerate(code.text):
            step = steps[index] if index < len(steps) else 0.0 if downs else (1.0 if is_wide(char) else 0.5) * height
            drop = downs[index] if index < len(downs) else 0.0
            left, base = box[0] + a * at + c * down + e, box[1] + b * at + d * down + f
            run.add(" " if char.isspace() else char, left, base, max(0.0, min(abs(step * a) or size, size)))
            at, down = at + step, down + drop
        yield from run.pieces


class _Run:
    """Characters set one after the other are one piece; a jump of more than two characters begins another."""

    def __init__(self, size: float) -> None:
        self.pieces: list[Piece] = []
        self._size = size

    def add(self, char: str, left: float, base: float, width: float) -> None:
        size = self._size
        last = self.pieces[-1] if self.pieces else None
        top, bottom = base - 0.85 * size, base + 0.15 * size
        if last is not None and abs(last.top - top) < 0.3 * size and -size < left - last.right < 2 * size:
            last.text += char
            last.right = max(last.right, left + width)
        else:
            self.pieces.append(Piece(char, left, left + width, top, bottom, size))


def _steps(text: str | None, count: int) -> list[float]:
    """The distances from character to character; ``g 3 4.2`` stands for three times 4.2."""
    steps: list[float] = []
    words = iter((text or "").split())
    try:
        for word in words:
            if word == "g":
                times = int(next(words))
                steps.extend([float(next(words))] * max(0, min(times, count)))
            else:
                steps.append(float(word))
            if len(steps) >= count:
                break
    except (ValueError, StopIteration):
        pass
    return [step if abs(step) < _FAR else 0.0 for step in steps]
