"""The check of a draft as a table on the terminal and as a Markdown page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, get_args

from zjtx_docs.drafting.records import DraftCheck, Finding, FindingCode
from zjtx_docs.drafting.wording import message, particulars
from zjtx_docs.report.catalogue import Lang, Say, words
from zjtx_docs.report.layout import Cell, clean, paint, table, text_width, wrap
from zjtx_docs.report.markdown_table import escape
from zjtx_docs.report.markdown_table import table as markdown_table
from zjtx_docs.report.phrases import place

NARROWEST, WIDEST = 60, 200
_TABLE_FROM = 92
_STYLES = {"covered": "warn", "covered_more": "warn", "covered_wider": "warn", "repeats_earlier": "warn"}
_COLUMNS = ("place", "finding", "words", "advice")


class FindingWords(NamedTuple):
    """One finding in words."""

    place: str
    finding: str
    flags: list[str]
    words: str
    message: str
    particulars: list[str]


def render_check(check: DraftCheck, lang: Lang, width: int = 100, color: bool = False) -> str:
    """The check as a person reads it: what was held against what, counts, and a table of the findings.

    No line is wider than ``width`` columns (60 to 200). Ends with a line feed. ``color`` adds ANSI colours.
    """
    columns = min(max(width, NARROWEST), WIDEST)
    say = words(lang)
    head = _heading(check, say)
    margin = max(text_width(label) for label, _ in head) + 2
    lines = []
    for label, text in head:
        lines += _labelled(label, text, margin, columns, color)
    lines.append("")
    for statement in _summary(check, say):
        lines += [line if not number else f"  {line}" for number, line in enumerate(wrap(statement, columns - 2))]
    if check.findings:
        lines += ["", *_findings(check, say, columns, color), "", paint(say("check.advice"), "strong", color)]
    for label, text in _advice(check, say):
        lines += _labelled(label, text, max(text_width(label), 14) + 2, columns, color)
    return "\n".join(lines).rstrip() + "\n"


def render_check_markdown(check: DraftCheck, lang: Lang) -> str:
    """The check in Markdown. Ends with a line feed."""
    say = words(lang)
    first, *rest = _heading(check, say)
    lines = [f"# {escape(first[1])}", "", *(f"- **{escape(label)}** {escape(text)}" for label, text in rest)]
    lines += [f"- {escape(statement)}" for statement in _summary(check, say)]
    if check.findings:
        said = [one for _, one in _rows(check, say)]
        rows = [
            (
                one.place or "—",
                "\n".join([one.finding, *one.flags]),
                one.words,
                "\n".join([one.message, *one.particulars]),
            )
            for one in said
        ]
        lines += ["", *markdown_table([say(f"check.column_{name}") for name in _COLUMNS], rows)]
        lines += ["", f"## {say('check.advice')}", ""]
        lines += [f"- **{escape(label)}** {escape(text)}" for label, text in _advice(check, say)]
    return "\n".join(lines).rstrip() + "\n"


def finding_words(finding: Finding, say: Say) -> FindingWords:
    """One finding in the language of ``say``."""
    values = {name: clean(words) for name, words in finding.values.items()}
    return FindingWords(
        place=place(finding.path),
        finding=say(f"finding.{finding.code}"),
        flags=[say("report.flag")] if finding.review else [],
        words=clean(finding.quote) or "—",
        message=message(finding.code, values, say),
        particulars=particulars(values, finding.answer, say),
    )


def _rows(check: DraftCheck, say: Say) -> list[tuple[str, FindingWords]]:
    """The findings in words with their codes; recommendations that name no body stand in one row, with the
    bodies to name below."""
    rows = [(finding.code, finding_words(finding, say)) for finding in check.findings]
    silent = [said for code, said in rows if code == "no_department"]
    if len(silent) < 2:
        return rows
    told = [f"{said.place}{say('report.colon')}{''.join(said.particulars)}" for said in silent if said.particulars]
    places = say("report.list").join(said.place for said in silent if said.place)
    merged = silent[0]._replace(
        place="", words=places or silent[0].words, message=say("check.silent", count=len(silent)), particulars=told
    )
    first = next(number for number, (code, _) in enumerate(rows) if code == "no_department")
    rest = [row for row in rows[first + 1 :] if row[0] != "no_department"]
    return [*rows[:first], ("no_department", merged), *rest]


def _heading(check: DraftCheck, say: Say) -> list[tuple[str, str]]:
    names = {one.doc_id: clean(one.title or one.file or one.doc_id) for one in check.documents}
    lines = [(say("check.draft"), names.get(check.doc_id, clean(check.doc_id)))]
    lines += [(say("report.right"), names.get(doc_id, clean(doc_id))) for doc_id in check.policies]
    lines += [(say("check.earlier"), names.get(doc_id, clean(doc_id))) for doc_id in check.earlier]
    return [*lines, (say("check.date"), check.date)]


def _summary(check: DraftCheck, say: Say) -> list[str]:
    counts = Counter(one.code for one in check.findings)
    between = say("report.list")
    each = between.join(f"{say(f'finding.{code}')} {counts[code]}" for code in get_args(FindingCode) if counts[code])
    if each:
        lines = [say("check.found", asks=check.asks, count=len(check.findings)) + say("report.colon") + each]
    else:
        lines = [say("check.fine", asks=check.asks)]
    if not check.policies:
        lines.append(say("check.unsupplied"))
    if counts.keys() & {"covered", "covered_more", "covered_wider", "repeats_earlier"}:
        lines.append(say("check.scope"))
    return lines


def _advice(check: DraftCheck, say: Say) -> list[tuple[str, str]]:
    """What to do about each kind of finding that came up: said once, not with each."""
    codes = {one.code for one in check.findings}
    return [(say(f"finding.{code}"), say(f"advice.{code}")) for code in get_args(FindingCode) if code in codes]


def _findings(check: DraftCheck, say: Say, columns: int, color: bool) -> list[str]:
    said = _rows(check, say)
    heads = [say(f"check.column_{name}") for name in _COLUMNS]
    if columns < _TABLE_FROM:
        return [line for _, one in said for line in _block(one, heads, columns, color)]
    first, second = 7, 14 if say.lang == "zh" else 16
    third = (columns - first - second - 6) * 2 // 5
    widths = [first, second, third, columns - first - second - third - 6]
    rows = [
        [
            Cell(tuple(wrap(one.place, widths[0], 2))),
            Cell(tuple(wrap(one.finding, widths[1]) + one.flags), _STYLES.get(code, "bad")),
            Cell(tuple(wrap(one.words, widths[2], 6))),
            Cell(tuple(line for text in (one.message, *one.particulars) for line in wrap(text, widths[3], 6))),
        ]
        for code, one in said
    ]
    return table(heads, rows, widths, color)


def _block(said: FindingWords, heads: Sequence[str], columns: int, color: bool) -> list[str]:
    """One finding as labelled lines, for narrow terminals."""
    margin = max(text_width(head) for head in heads) + 2
    texts = (said.place, " ".join([said.finding, *said.flags]), said.words, said.message, *said.particulars)
    lines = ["─" * columns]
    for label, text in zip([*heads, *[""] * len(said.particulars)], texts, strict=True):
        if text:
            lines += _labelled(label, text, margin, columns, color, 6)
    return lines


def _labelled(label: str, text: str, margin: int, columns: int, color: bool, limit: int | None = None) -> list[str]:
    head = paint(label, "strong", color) + " " * (margin - text_width(label))
    wrapped = wrap(text, columns - margin, limit) or [""]
    return [((head if not number else " " * margin) + line).rstrip() for number, line in enumerate(wrapped)]
