"""Many comparisons: one page that lists them with their counts and leads to the page of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args
from urllib.parse import quote

from zjtx_docs.comparison.records import Comparison, Relation, ReplyStatus
from zjtx_docs.report.catalogue import Lang, words
from zjtx_docs.report.page.shell import fill
from zjtx_docs.report.phrases import titles


class Line(NamedTuple):
    """One comparison of the list: the file of its page, its title, and the counts in the order of the columns."""

    address: str
    title: str
    counts: list[int]


def render_overview(comparisons: Sequence[Comparison], files: Sequence[str], lang: Lang) -> str:
    """The list in ``lang``; ``files`` are the names of the comparisons' pages, which lie in the same folder."""
    say = words(lang)
    names = ("asks", *get_args(Relation), "review", *get_args(ReplyStatus))
    heads = [
        say("page.asks_counted"),
        *(say(f"relation.{name}") for name in get_args(Relation)),
        say("report.flag"),
        *(say("page.reply_state", state=say(f"status.{name}")) for name in get_args(ReplyStatus)),
    ]
    lines = [
        Line(
            quote(file),
            titles(one, say).get(one.left, one.left),
            [one.summary.get(name, 0) for name in names],
        )
        for one, file in zip(comparisons, files, strict=True)
    ]
    return fill("overview.html", say, title=say("page.overview"), heads=heads, lines=lines)
