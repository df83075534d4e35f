"""Pictures of text -> lines, through the OCR extra (rapidocr, which carries its models and runs offline)."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from zjtx_docs.errors import MissingExtra
from zjtx_docs.limits import Limits
from zjtx_docs.readers.paragraphs import join_pages
from zjtx_docs.readers.pieces import Page, Piece, lines_of
from zjtx_docs.readers.source import refusal


def can_recognise() -> bool:
    """Whether the OCR extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The recogniser, loaded once a process, without its chatter. ImportError where a part of it is missing."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _missing(file: str) -> MissingExtra:
    return MissingExtra(
        f'{file}: 识别图像需要安装：pip install "zjtx-docs[ocr]"',
        f'{file}: recognising pictures needs: pip install "zjtx-docs[ocr]"',
    )


def read_image(data: bytes, file: str, limits: Limits) -> str:
    """The text on a picture. MissingExtra without the extra, ReadError for a broken, too large or blank picture."""
    if not can_recognise():
        raise _missing(file)
    text, _ = join_pages([recognise_page(_pixels(data, file, limits), file, limits)])
    if not text:
        raise refusal(
            file,
            "图像里没有识别出文字（期待文字的图像）",
            "no text was recognised on the picture (expected a picture of text)",
        )
    return text


def _pixels(data: bytes, file: str, limits: Limits) -> Any:
    """The picture as an array of rows of BGR, as rapidocr has it; its size is read before its pixels are."""
    import numpy
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            _refuse_large(*image.size, file, limits)
            return numpy.ascontiguousarray(numpy.asarray(image.convert("RGB"))[:, :, ::-1])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise refusal(
            file, "图像已损坏（期待完整的图像）", "the picture is damaged (expected a whole picture)"
        ) from None


def _refuse_large(width: int, height: int, file: str, limits: Limits) -> None:
    if width * height > limits.image_pixels:
        raise refusal(
            file,
            f"图像有 {width}×{height} 像素，超过上限（可用 ZJTX_LIMIT_IMAGE_PIXELS 放宽）",
            f"the picture has {width}×{height} pixels, over the limit (ZJTX_LIMIT_IMAGE_PIXELS raises it)",
        )


def recognise_page(pixels: Any, file: str, limits: Limits) -> Page:
    """The lines on a picture given as an array; a box may lean, its corners give the edges."""
    height, width = pixels.shape[:2]
    _refuse_large(width, height, file, limits)
    try:
        found = _engine()(pixels)
    except ImportError:  # rapidocr is there and a library under it is not
        raise _missing(file) from None
    pieces: list[Piece] = []
    for box, text in zip(found.boxes if found.boxes is not None else (), found.txts or (), strict=False):
        xs, ys = [float(corner[0]) for corner in box], [float(corner[1]) for corner in box]
        text = text.strip()
        if text:
            pieces.append(Piece(text, min(xs), max(xs), min(ys), max(ys), 0.8 * (max(ys) - min(ys))))
    return Page(lines_of(pieces), float(width), float(height))
