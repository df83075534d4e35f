"""What a person confirmed or corrected, in words."""

from __future__ import annotations

from zjtx_docs.comparison.decisions import BETWEEN
from zjtx_docs.comparison.records import Comparison, Decided
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.layout import clean


def decided_words(decided: Decided, say: Say) -> str:
    """What a person said of an ask: confirmed, or corrected with what stood there, who and when."""
    if decided.value == (decided.tool_value or ""):
        words = say(f"confirmed.{decided.field}")
    else:
        values = [say(f"{decided.field}.{one}") for one in (decided.tool_value or "").split(BETWEEN) if one]
        words = say(f"decided.{decided.field}", value=say("report.list").join(values) or say("report.none_said"))
    who = clean(" ".join(filter(None, (decided.by, decided.date))))
    return f"{words} {who}" if who else words


def decided_lines(comparison: Comparison, say: Say) -> list[str]:
    """Which asks a person corrected, and which were confirmed."""
    numbers: dict[str, list[str]] = {"report.corrected": [], "report.confirmed": []}
    for number, ask in enumerate(comparison.asks, 1):
        if ask.decided:
            same = all(one.value == (one.tool_value or "") for one in ask.decided)
            numbers["report.confirmed" if same else "report.corrected"].append(str(number))
    lists = [(say(key, count=len(found)), say("report.list").join(found)) for key, found in numbers.items() if found]
    return [label + say("report.colon") + found for label, found in lists]
