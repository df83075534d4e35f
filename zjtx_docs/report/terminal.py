"""A comparison and a list of documents as plain text, lined up where Chinese characters take two columns."""

from __future__ import annotations

from collections.abc import Sequence

from zjtx_docs.comparison.records import Ask, Comparison
from zjtx_docs.model import Document, all_finds
from zjtx_docs.report.catalogue import Lang, Say, words
from zjtx_docs.report.layout import Cell, clean, hanging, paint, stack, table, text_width, wrap
from zjtx_docs.report.pairs import pair_lines, pair_summary
from zjtx_docs.report.phrases import AskWords, ask_words, commitment_words, heading, summary

NARROWEST, WIDEST = 60, 200
# Below this the table would be a comb of two-character columns: each ask is a block of its own instead.
_TABLE_FROM = 92
_STYLES = {"duplicates": "good", "extends": "warn", "lacks": "bad"}
_STATUS_STYLES = {"acted": "good", "partly": "warn", "refused": "bad"}


def render_comparison(comparison: Comparison, lang: Lang, width: int = 100, color: bool = False) -> str:
    """The comparison as a person reads it: the summary, a table of the asks, and the commitments of the reply.

    No line is wider than ``width`` columns (60 to 200). Ends with a line feed. ``color`` adds ANSI colours.
    """
    columns = min(max(width, NARROWEST), WIDEST)
    say = words(lang)
    lines = _labelled(heading(comparison, say), columns, color)
    lines.append("")
    for statement in (*pair_summary(comparison, say), *summary(comparison, say)):
        lines.extend(hanging(statement, columns))
    if comparison.asks:
        lines.append("")
        lines.extend(_asks(comparison, say, columns, color))
    lines.extend(pair_lines(comparison, say, columns, color))
    lines.extend(_commitments(comparison, say, columns, color))
    return "\n".join(lines).rstrip() + "\n"


def render_documents(documents: Sequence[Document], lang: Lang, width: int = 100, color: bool = False) -> str:
    """One row a document: its id, kind and title, and how much was found in it. Ends with a line feed."""
    columns = min(max(width, NARROWEST), WIDEST)
    say = words(lang)
    names = ("id", "kind", "title", "items", "measures", "money", "targets", "departments", "issues")
    head = [say(f"report.documents_{name}") for name in names]
    counts = [max(6, text_width(word)) if columns >= _TABLE_FROM else 4 for word in head[3:]]
    kind = 10
    left = columns - sum(counts) - kind - 2 * (len(names) - 1)
    first = max(left * 2 // 5, 8)
    rows = []
    for document in documents:
        numbers = (
            len(document.outline),
            len(document.measures),
            len(all_finds(document, "money")),
            len(all_finds(document, "targets")),
            len({body.canonical for entry in document.responsibilities for body in entry.departments}),
            len(document.issues),
        )
        texts = (
            clean(document.doc_id),
            say(f"kind.{document.kind}"),
            clean(document.title or say("report.untitled")),
        )
        cells = [
            Cell(tuple(wrap(text, size, 3))) for text, size in zip(texts, (first, kind, left - first), strict=True)
        ]
        rows.append(cells + [Cell((str(number),)) for number in numbers])
    lines = table(head, rows, [first, kind, left - first, *counts], color)
    return "\n".join([*lines, "", say("report.documents_total", count=len(documents))]) + "\n"


def _labelled(pairs: Sequence[tuple[str, str]], columns: int, color: bool) -> list[str]:
    """Label and text, the texts below each other."""
    margin = max(text_width(label) for label, _ in pairs) + 2
    lines = []
    for label, text in pairs:
        for number, line in enumerate(wrap(text, columns - margin) or [""]):
            mark = paint(label, "strong", color) + " " * (margin - text_width(label)) if not number else " " * margin
            lines.append((mark + line).rstrip())
    return lines


def _asks(comparison: Comparison, say: Say, columns: int, color: bool) -> list[str]:
    if columns < _TABLE_FROM:
        blocks = [
            _block(ask_words(number, ask, comparison, say), say, columns, color)
            for number, ask in enumerate(comparison.asks, 1)
        ]
        return [line for block in blocks for line in (*block, "")]
    with_reply = any(ask.reply for ask in comparison.asks)
    widths = _ask_widths(columns, with_reply, say)
    names = ["id", "ask", "relation", "how", "match"] + (["reply"] if with_reply else [])
    rows = [
        _ask_row(ask, ask_words(number, ask, comparison, say), widths) for number, ask in enumerate(comparison.asks, 1)
    ]
    return table([say(f"report.column_{name}") for name in names], rows, widths, color)


def _ask_widths(columns: int, with_reply: bool, say: Say) -> list[int]:
    """Widths of the columns: the short ones by their longest word, the rest for the two texts and what differs."""
    relation = 10 if say.lang == "zh" else 14
    reply = [10 if columns < 130 else columns // 6] if with_reply else []
    left = columns - 7 - relation - sum(reply) - 2 * (4 + len(reply))
    how = left * 27 // 100
    ask = left * 30 // 100
    return [7, ask, relation, how, left - how - ask, *reply]


def _ask_row(ask: Ask, said: AskWords, widths: Sequence[int]) -> list[Cell]:
    tall = 9
    style = _STYLES[ask.relation]
    cells = [
        Cell((said.number, *wrap(said.place, widths[0], 2))),
        Cell(tuple(wrap(said.ask, widths[1]))),
        Cell(tuple(stack([said.relation, *said.flags], widths[2], tall)), style),
        Cell(tuple(stack(said.how, widths[3], tall))),
        Cell(tuple(stack(said.match, widths[4], tall))),
    ]
    if len(widths) > len(cells):
        room = widths[5]
        reply = [said.status or "—", *(said.reply if room > 10 else said.reply[:1])]
        style = _STATUS_STYLES.get(ask.reply.status, "faint") if ask.reply else "faint"
        cells.append(Cell(tuple(stack(reply, room, tall)), style))
    return cells


def _block(said: AskWords, say: Say, columns: int, color: bool) -> list[str]:
    """One ask as a block of labelled lines, for narrow terminals."""
    pairs = [
        (say("report.column_ask"), " ".join(filter(None, (said.number, said.place, said.ask)))),
        (say("report.column_relation"), say("report.semicolon").join([said.relation, *said.flags])),
        (say("report.column_how"), say("report.semicolon").join(said.how)),
        (say("report.column_match"), say("report.semicolon").join(said.match)),
        (say("report.column_reply"), " ".join([said.status or "", *said.reply])),
    ]
    lines = ["─" * columns]
    margin = max(text_width(label) for label, _ in pairs) + 2
    for label, text in pairs:
        if text.strip():
            wrapped = wrap(text, columns - margin, 4)
            head = paint(label, "strong", color) + " " * (margin - text_width(label))
            lines.extend((head if not number else " " * margin) + line for number, line in enumerate(wrapped))
    return lines


def _commitments(comparison: Comparison, say: Say, columns: int, color: bool) -> list[str]:
    if not comparison.commitments:
        return []
    place_columns, who, deadline, state = (
        7,
        max(columns // 7, 10),
        max(columns // 9, 8),
        10 if say.lang == "zh" else 11,
    )
    widths = [place_columns, who, columns - place_columns - who - deadline - state - 8, deadline, state]
    names = ("id", "who", "what", "deadline", "state")
    rows = [
        [Cell(tuple(wrap(text, size, 3))) for text, size in zip(commitment_words(entry, say), widths, strict=True)]
        for entry in comparison.commitments
    ]
    lines = table([say(f"report.column_{name}") for name in names], rows, widths, color)
    return ["", paint(say("report.commitments"), "strong", color), *lines]
