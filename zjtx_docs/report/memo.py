"""A comparison as an official's memo in Word: what was found, the table of the asks, the words themselves in an annex.

The look is that of Chinese official documents (GB/T 9704): A4 with a text field of 156 by 225 mm, title in 宋体, text in
仿宋 of size 3, headings in 黑体, page numbers at the foot. Fonts are named, not shipped; a machine without them takes
others.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from zjtx_docs.comparison.records import Ask, Comparison, Match
from zjtx_docs.report.catalogue import Lang, Say, words
from zjtx_docs.report.layout import clean
from zjtx_docs.report.pairs import pair_sections, pair_summary
from zjtx_docs.report.phrases import ask_words, change, commitment_words, place, refusal, summary, titles
from zjtx_docs.report.word_page import Page

_ASK_WIDTHS = (12, 44, 27, 45, 28)  # mm, 156 together
_ASK_WIDTHS_WITHOUT_REPLY = (12, 56, 30, 58)
_COMMITMENT_WIDTHS = (15, 30, 66, 22, 23)
_PAIR_WIDTHS = (55, 55, 46)


def render_memo(comparisons: Sequence[Comparison], lang: Lang) -> bytes:
    """The memo as the bytes of a docx file, one part a comparison, each on a new page.

    Raises MissingExtra where python-docx is not installed.
    """
    say = words(lang)
    page = Page(lang)
    for number, comparison in enumerate(comparisons):
        if number:
            page.new_page()
        _write(page, comparison, say)
    page.describe(_title(comparisons[0], say) if comparisons else "")
    stream = io.BytesIO()
    page.save(stream)
    return stream.getvalue()


def _title(comparison: Comparison, say: Say) -> str:
    return say("memo.title", title=titles(comparison, say).get(comparison.left, clean(comparison.left)))


def _write(page: Page, comparison: Comparison, say: Say) -> None:
    names = titles(comparison, say)
    against = [say("memo.named", title=names.get(one, clean(one))) for one in comparison.right]
    page.title(_title(comparison, say))
    left = names.get(comparison.left, clean(comparison.left))
    page.text(say("memo.subject", left=left, right=say("report.list").join(against)))
    for statement in (*pair_summary(comparison, say), *summary(comparison, say)):
        page.text(statement)
    _pairs(page, comparison, say)
    if comparison.asks:
        page.heading(say("memo.asks"))
        _asks(page, comparison, say)
        page.heading(say("memo.commitments"))
        _commitments(page, comparison, say)
        page.heading(say("memo.uncovered"))
        _uncovered(page, comparison, names, say)
        page.new_page()
        page.heading(say("memo.annex"))
        for number, ask in enumerate(comparison.asks, 1):
            _annex(page, number, ask, comparison, say)


def _asks(page: Page, comparison: Comparison, say: Say) -> None:
    with_reply = any(ask.reply for ask in comparison.asks)
    names = ["id", "ask", "relation", "match"] + (["reply"] if with_reply else [])
    rows = []
    for number, ask in enumerate(comparison.asks, 1):
        said = ask_words(number, ask, comparison, say)
        row = [
            "\n".join(filter(None, (said.number, said.place))),
            said.ask,
            "\n".join([said.relation, *said.flags, *said.how]),
            "\n".join(said.match),
        ]
        rows.append([*row, "\n".join(filter(None, (said.status or "—", *said.reply[:1])))] if with_reply else row)
    widths = _ASK_WIDTHS if with_reply else _ASK_WIDTHS_WITHOUT_REPLY
    page.table([say(f"report.column_{name}") for name in names], rows, widths)


def _commitments(page: Page, comparison: Comparison, say: Say) -> None:
    if not comparison.commitments:
        page.text(say("memo.no_commitments" if comparison.reply else "memo.no_reply"))
        return
    head = [say(f"report.column_{name}") for name in ("id", "who", "what", "deadline", "state")]
    page.table(head, [commitment_words(entry, say) for entry in comparison.commitments], _COMMITMENT_WIDTHS)


def _uncovered(page: Page, comparison: Comparison, names: dict[str, str], say: Say) -> None:
    if not comparison.uncovered:
        page.text(say("memo.no_uncovered"))
    for item in comparison.uncovered:
        several = len(comparison.right) > 1
        title = say("memo.named", title=names.get(item.doc_id, clean(item.doc_id))) if several else ""
        page.text(f"{title}{place(item.path)} {clean(item.heading or '')}".strip())


def _annex(page: Page, number: int, ask: Ask, comparison: Comparison, say: Say) -> None:
    """One ask with every quote it rests on, nothing shortened."""
    said = ask_words(number, ask, comparison, say)
    page.small_heading(" ".join(filter(None, (said.number + ".", said.relation, *said.flags))))
    page.quoted(say("memo.ask"), f"{said.place} {said.ask}".strip())
    for match in ask.matches:
        page.quoted(say("memo.match"), _one(match))
        bodies = say("report.list").join(dict.fromkeys(clean(body.canonical) for body in match.departments))
        if bodies:
            page.quoted(say("memo.departments"), bodies)
        changes = list(dict.fromkeys(change(entry, say) for entry in match.changes))
        if changes:
            page.quoted(say("memo.changes"), say("report.semicolon").join(changes))
    if ask.nearest:
        page.quoted(say("report.nearest"), _one(ask.nearest))
        page.quoted(say("report.refused"), refusal(ask.nearest, say))
    if ask.reply:
        page.quoted(say("memo.reply"), " ".join(filter(None, (said.status, *said.reply))))


def _pairs(page: Page, comparison: Comparison, say: Say) -> None:
    """Policy against policy: the pairs, then what stands on one side only."""
    for title, rows, plain in pair_sections(comparison, say):
        page.heading(title)
        if rows:
            page.table(rows[0], rows[1:], _PAIR_WIDTHS)
        for text in plain:
            page.text(text)


def _one(match: Match) -> str:
    return f"{place(match.path)} {clean(match.quote)}".strip()
