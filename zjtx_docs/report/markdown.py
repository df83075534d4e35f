"""A comparison as one Markdown page: the same statements as in the terminal, nothing shortened."""

from __future__ import annotations

from zjtx_docs.comparison.records import Comparison
from zjtx_docs.report.catalogue import Lang, Say, words
from zjtx_docs.report.markdown_table import escape, table
from zjtx_docs.report.pairs import pair_sections, pair_summary
from zjtx_docs.report.phrases import ask_words, commitment_words, heading, summary


def render_markdown(comparison: Comparison, lang: Lang) -> str:
    """The comparison in Markdown with tables: summary, asks, commitments. Ends with a line feed."""
    say = words(lang)
    parts = heading(comparison, say)
    lines = [f"# {escape(parts[0][1])}", ""]
    lines += [f"- **{escape(label)}** {escape(text)}" for label, text in parts[1:]]
    statements = (*pair_summary(comparison, say), *summary(comparison, say))
    lines += [f"- {escape(statement)}" for statement in statements]
    if comparison.asks:
        lines += ["", *_asks(comparison, say)]
    lines += _pairs(comparison, say)
    if comparison.commitments:
        head = [say(f"report.column_{name}") for name in ("id", "who", "what", "deadline", "state")]
        rows = [commitment_words(entry, say) for entry in comparison.commitments]
        lines += ["", f"## {say('report.commitments')}", "", *table(head, rows)]
    return "\n".join(lines).rstrip() + "\n"


def _asks(comparison: Comparison, say: Say) -> list[str]:
    with_reply = any(ask.reply for ask in comparison.asks)
    names = ["id", "ask", "relation", "how", "match"] + (["reply"] if with_reply else [])
    rows = []
    for number, ask in enumerate(comparison.asks, 1):
        said = ask_words(number, ask, comparison, say)
        cells = [
            f"{said.number}\n{said.place}",
            said.ask,
            "\n".join([said.relation, *said.flags]),
            "\n".join(said.how),
            "\n".join(said.match),
        ]
        if with_reply:
            cells.append("\n".join([said.status or "—", " ".join(said.reply)]))
        rows.append(cells)
    return table([say(f"report.column_{name}") for name in names], rows)


def _pairs(comparison: Comparison, say: Say) -> list[str]:
    """Policy against policy: pairs that differ, then what stands on one side only."""
    lines: list[str] = []
    for title, rows, plain in pair_sections(comparison, say):
        lines += ["", f"## {escape(title)}", ""]
        lines += table(rows[0], rows[1:]) if rows else [f"- {escape(text)}" for text in plain]
    return lines
