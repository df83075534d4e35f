"""What the labels of the page mean, for a reader who does not know the tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from zjtx_docs.comparison.records import Relation, ReplyStatus
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.page.asks import AskView

Entries = list[tuple[str, str]]


def guide_of(say: Say, asks: Sequence[AskView]) -> list[tuple[str, Entries]]:
    """Groups of labels with what each means; those of the asks only where there are asks."""
    groups: list[tuple[str, Entries]] = []
    if asks:
        groups.append((say("report.column_relation"), _explained("relation", get_args(Relation), say)))
        groups.append((say("page.bar_status"), _explained("status", get_args(ReplyStatus), say)))
        rest = ("review", "confidence", "nearest", "bodies", "scope")
        groups.append((say("page.guide_more"), [(say(f"guide.{name}"), say(f"explain.{name}")) for name in rest]))
    return groups


def _explained(group: str, names: Sequence[str], say: Say) -> Entries:
    return [(say(f"{group}.{name}"), say(f"explained_{group}.{name}")) for name in names]
