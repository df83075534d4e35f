"""A comparison as one HTML page that needs nothing else: no network, no font, no script from elsewhere.

The whole content is in the HTML, so that the page reads, links and prints without a script; scripts add the filters,
the search, the picking in the graph and the saving of pictures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zjtx_docs.comparison.records import Comparison
from zjtx_docs.model import Document
from zjtx_docs.report.catalogue import Lang, words
from zjtx_docs.report.layout import clean
from zjtx_docs.report.page.answer import answer_of
from zjtx_docs.report.page.asks import ask_views
from zjtx_docs.report.page.finds import KINDS, marks_of
from zjtx_docs.report.page.guide import guide_of
from zjtx_docs.report.page.marks import mark_text
from zjtx_docs.report.page.markup import Html
from zjtx_docs.report.page.pictures import graph_of, partners_picture, pictures_of
from zjtx_docs.report.page.places import Places
from zjtx_docs.report.page.shell import fill
from zjtx_docs.report.page.versions import versions_of
from zjtx_docs.report.phrases import commitment_words, heading

__all__ = ["render_graph_page", "render_page"]


def render_page(comparison: Comparison, documents: Sequence[Document], texts: Mapping[str, str], lang: Lang) -> str:
    """The whole page in ``lang``.

    ``documents`` are all that took part; ``texts`` gives for each ``doc_id`` the whole text of its file, the one that
    spans count in. A document without its text is shown by its quotes alone.
    """
    say = words(lang)
    places = Places(documents, texts, say, comparison.left)
    asks = ask_views(comparison, places)
    promises = [
        (commitment_words(entry, say), places.trail(comparison.reply or "", entry.path),
         places.link(comparison.reply or "", entry.start, entry.end, "commitments", say("page.commitments_tag")))
        for entry in comparison.commitments
    ]  # fmt: skip
    took_part = [one for one in documents if one.doc_id in {comparison.left, comparison.reply, *comparison.right}]
    return fill(
        "report.html",
        say,
        title=places.title(comparison.left),
        heading=heading(comparison, say),
        answer=answer_of(comparison, asks, places),
        asks=asks,
        several=len(comparison.right) > 1,
        versions=versions_of(comparison, places),
        promises=promises,
        network=graph_of(took_part, places),
        pictures=pictures_of(took_part, places),
        sources=_sources(places),  # last: by now all that points into the texts is known
        kinds=KINDS,
        guide=guide_of(say, asks),
        departments=sorted({name for ask in asks for name in ask.departments}),
        tiers=list(dict.fromkeys(tier for ask in asks for tier in ask.tiers)),
    )


def render_graph_page(
    documents: Sequence[Document],
    texts: Mapping[str, str],
    lang: Lang,
    projection: str | None = None,
    include_cited: bool = False,
) -> str:
    """The page of the graph alone: which department answers for what, with the full texts.

    ``projection="departments"`` shows which departments answer for measures together, and nothing else.
    """
    say = words(lang)
    places = Places(documents, texts, say)
    partners = partners_picture(documents, places, include_cited)
    pictures = [partners] if partners else []
    if projection is None:
        pictures += pictures_of(documents, places)
    return fill(
        "graph.html",
        say,
        title=say("page.network_title" if projection is None else "page.partners_title"),
        names=[(places.kind(one.doc_id), places.title(one.doc_id)) for one in documents],
        network=graph_of(documents, places, include_cited) if projection is None else None,
        pictures=pictures,
        sources=_sources(places),
        kinds=KINDS,
    )


def _sources(places: Places) -> list[tuple[int, str, bool, Html]]:
    """Each full text: its number, the titles of the documents in it, whether it is whole, and the text with marks."""
    made = []
    for text in places.texts:
        marks = [mark for document in text.documents for mark in marks_of(document, places.say)]
        names = places.say("report.semicolon").join(
            f"{places.kind(one.doc_id)}{places.say('report.colon')}{places.title(one.doc_id)}" for one in text.documents
        )
        html = mark_text(text.text, text.number, marks, places.used[text.number])
        made.append((text.number, clean(names), text.whole, html))
    return made
