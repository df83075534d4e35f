"""A comparison as one Markdown page: the same statements as in the terminal, nothing shortened."""

from __future__ import annotations

from zjtx_docs.comparison.records import Comparison, Match
from zjtx_docs.report.catalogue import Lang, Say, words
from zjtx_docs.report.layout import clean
from zjtx_docs.report.markdown_table import escape, table
from zjtx_docs.report.phrases import ask_words, change, commitment_words, heading, place, summary, titles


def render_markdown(comparison: Comparison, lang: Lang) -> str:
    """The comparison in Markdown with tables: summary, asks, commitments. Ends with a line feed."""
    say = words(lang)
    parts = heading(comparison, say)
    lines = [f"# {escape(parts[0][1])}", ""]
    lines += [f"- **{escape(label)}** {escape(text)}" for label, text in parts[1:]]
    lines += [f"- {escape(statement)}" for statement in summary(comparison, say)]
    if comparison.asks:
        lines += ["", *_asks(comparison, say)]
    lines += _versions(comparison, say)
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


def _versions(comparison: Comparison, say: Say) -> list[str]:
    """What changed between two policies: pairs that differ, then what stands on one side only."""
    lines: list[str] = []
    changed = [pair for pair in comparison.pairs if pair.relation == "changed"]
    if changed:
        rows = [
            (_one(pair.right), _one(pair.left), "\n".join(change(entry, say) for entry in pair.changes))
            for pair in changed
        ]
        head = [say(f"report.{name}") for name in ("column_before", "column_after", "column_how")]
        lines += ["", f"## {say('report.pairs_changed')}", "", *table(head, rows)]
    title = titles(comparison, say).get(comparison.left, clean(comparison.left))
    for label, entries in (
        (say("report.added", title=title), comparison.added),
        (say("report.removed"), comparison.removed),
    ):
        if entries:
            lines += ["", f"## {escape(label)}", "", *(f"- {escape(_one(entry))}" for entry in entries)]
    return lines


def _one(match: Match) -> str:
    return f"{place(match.path)} {clean(match.quote)}".strip()
