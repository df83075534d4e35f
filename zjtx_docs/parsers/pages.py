"""Page marks that a text kept from its pages: — 3 — on a line of its own and the running head beside it.

Texts that were copied out of a PDF or a gazette hold them in the middle of sentences. They are blanked in the folded
text, letter by letter, so that offsets stay and paragraphs run on; the source is never changed.
"""

from __future__ import annotations

import re
from collections import Counter

_PAGE = re.compile(
    r"(?m)^[ \t\u3000\xa0]*(?:-[ \u3000]?\d{1,4}[ \u3000]?-|"
    r"第[ \u3000]?\d{1,4}[ \u3000]?页(?:[ \u3000,]*共[ \u3000]?\d{1,4}[ \u3000]?页)?)[ \t\u3000\xa0]*$"
)
_LONGEST_HEAD = 40


def blank_page_marks(folded: str) -> str:
    """The folded text with page numbers on lines of their own, and lines that repeat beside them, made blank."""
    marks = [match.span() for match in _PAGE.finditer(folded)] if "-" in folded or "页" in folded else []
    if not marks:
        return folded
    beside = [near for a, b in marks for near in (_line_before(folded, a), _line_after(folded, b)) if near]
    counts = Counter("".join(folded[a:b].split()) for a, b in beside)
    heads = [(a, b) for a, b in beside if counts["".join(folded[a:b].split())] > 1]
    parts, at = [], 0
    for a, b in sorted({*marks, *heads}):
        if a >= at:
            parts += [folded[at:a], " " * (b - a)]
            at = b
    return "".join(parts) + folded[at:]


def _line_before(folded: str, at: int) -> tuple[int, int] | None:
    end = at - 1
    start = folded.rfind("\n", 0, max(end, 0)) + 1
    return _short(folded, start, end)


def _line_after(folded: str, at: int) -> tuple[int, int] | None:
    start = at + 1
    end = folded.find("\n", start)
    return _short(folded, start, len(folded) if end < 0 else end)


def _short(folded: str, start: int, end: int) -> tuple[int, int] | None:
    words = folded[start:end].strip() if 0 <= start < end <= start + 3 * _LONGEST_HEAD else ""
    return (start, end) if 0 < len(words) <= _LONGEST_HEAD else None
