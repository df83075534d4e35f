"""The category that bureaus give a reply, suggested from what it did with the asks: A 已解决, B 计划解决, C 留作参考.

Offices of proposals grade by the whole: A where what was asked is done or taken on, B where it is under way, planned or
done in part, C where it is left for later, to those above, or not taken up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zjtx_docs.comparison.records import Ask, Category, CategoryLetter
from zjtx_docs.comparison.wording import say
from zjtx_docs.model import Document

# Shares of the asks that the reply speaks of.
_SOLVED, _TAKEN_UP = 0.6, 0.5


def suggest_category(asks: Sequence[Ask], reply: Document | None) -> Category | None:
    """The category that fits the states of the asks, its grounds, and the one printed; None without a reply."""
    if reply is None or not asks:
        return None
    counts = Counter(ask.reply.status for ask in asks if ask.reply)
    answered = sum(counts.values()) - counts["not_addressed"]
    letter: CategoryLetter = "C"
    if answered and counts["acted"] >= _SOLVED * answered:
        letter = "A"
    elif answered and counts["acted"] + counts["partly"] >= _TAKEN_UP * answered:
        letter = "B"
    why = say(
        "answer.category",
        acted=counts["acted"],
        partly=counts["partly"],
        deferred=counts["deferred_to_upper_level"],
        refused=counts["refused"],
        silent=counts["not_addressed"],
    )
    printed = reply.reply.category if reply.reply else None
    return Category(suggested=letter, why=why, printed=printed)
