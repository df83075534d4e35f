"""Comparisons in every format that ``compare`` writes and the web page gives away."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zjtx_docs.cli.output import terminal_width, wants_color
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import Say, both

if TYPE_CHECKING:
    from zjtx_docs.comparison.records import Comparison
    from zjtx_docs.model import Document


class Finding(NamedTuple):
    """One comparison with what a page of it needs: all documents that took part, and their files' texts by doc_id."""

    comparison: Comparison
    documents: Sequence[Document]
    texts: Mapping[str, str]


def render(found: Sequence[Finding], format: str, say: Say, on_terminal: bool = False) -> bytes:
    """Comparisons in one format, texts as UTF-8: JSON gives one object for one, an array for several."""
    every = [one.comparison for one in found]
    if format == "json":
        from zjtx_docs.model import to_json

        return to_json(every[0] if len(every) == 1 else every)
    if format == "docx":
        from zjtx_docs.report.memo import render_memo

        return render_memo(every, say.lang)
    if format == "xlsx":
        from zjtx_docs.report.workbook import render_workbook

        return render_workbook(every, say.lang)
    if format == "csv":
        from zjtx_docs.exports.comparison_tables import encode_asks

        return encode_asks(every)
    if format == "html":
        from zjtx_docs.report.page import render_page

        if len(found) > 1:
            raise UsageError(*both("error.one_page"))
        return render_page(*found[0], say.lang).encode()
    if format == "markdown":
        from zjtx_docs.report.markdown import render_markdown

        return "\n".join(render_markdown(one.comparison, say.lang) for one in found).encode()
    from zjtx_docs.report.terminal import render_comparison

    width, color = (terminal_width(), wants_color()) if on_terminal else (100, False)
    return "\n\n".join(render_comparison(one.comparison, say.lang, width, color) for one in found).encode()


def write_pages(output: str, found: Sequence[Finding], say: Say) -> None:
    """NAME.html lists the comparisons and leads to NAME-1.html, NAME-2.html and so on, the page of each."""
    from zjtx_docs.exports.atomic import write_all
    from zjtx_docs.report.page import render_page
    from zjtx_docs.report.page.overview import render_overview

    stem, suffix = os.path.splitext(output)
    names = [f"{stem}-{number}{suffix}" for number in range(1, len(found) + 1)]
    pages = {name: render_page(*one, say.lang).encode() for name, one in zip(names, found, strict=True)}
    comparisons = [one.comparison for one in found]
    overview = render_overview(comparisons, [os.path.basename(name) for name in names], say.lang)
    write_all({**pages, output: overview.encode()})
