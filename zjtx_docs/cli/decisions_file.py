"""The decisions file of ``compare`` and ``score``: read like any other text, shared out among proposals."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from zjtx_docs.cli.output import STDOUT
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import both

if TYPE_CHECKING:
    from zjtx_docs.comparison.decisions import Decision
    from zjtx_docs.model import Document


def load_decisions(path: str | None) -> list[Decision]:
    """The decisions of a CSV or JSON file in any encoding that a spreadsheet saves; none where no file is named.

    Raises ReadError, or UsageError that names the line.
    """
    if path is None:
        return []
    from zjtx_docs.exports.decisions import decode_decisions

    return decode_decisions(*read_text(path))


def read_text(path: str) -> tuple[str, str]:
    """The text of a table or JSON file, and the name that errors call it by."""
    from zjtx_docs.cli.sources import read_bytes
    from zjtx_docs.readers.encoding import decode_text
    from zjtx_docs.readers.source import display_name

    name = display_name(path)
    return decode_text(read_bytes(path), name)[0], name


def share_decisions(decisions: Sequence[Decision], proposals: Sequence[Document]) -> list[Sequence[Decision]]:
    """The decisions for each proposal: all where there is one, else those on its asks and those on nobody's."""
    if not decisions or len(proposals) == 1:
        return [decisions for _ in proposals]
    from zjtx_docs.comparison.decisions import share_out
    from zjtx_docs.comparison.fingerprints import fingerprints_of

    return list(share_out(decisions, [fingerprints_of(proposal) for proposal in proposals]))


def refuse_taken(path: str | None) -> None:
    """Raises UsageError where the table to fill in would take the place of a file: that may hold somebody's work."""
    if path not in (None, STDOUT) and os.path.exists(path):
        raise UsageError(*both("error.template_exists", file=path))
