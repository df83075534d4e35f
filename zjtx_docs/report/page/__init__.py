"""A comparison as one HTML page that needs nothing else: no network, no font, no script from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zjtx_docs.comparison.records import Comparison
from zjtx_docs.model import Document
from zjtx_docs.report.catalogue import Lang, words

__all__ = ["render_page"]


def render_page(comparison: Comparison, documents: Sequence[Document], texts: Mapping[str, str], lang: Lang) -> str:
    """The whole page in ``lang``.

    ``documents`` are all that took part; ``texts`` gives for each ``doc_id`` the whole text of its file, the one that
    spans count in. A document without its text is shown by its quotes alone.
    """
    from html import escape

    say = words(lang)
    title = escape(say("report.asks", count=len(comparison.asks)))
    return f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head></html>\n'
