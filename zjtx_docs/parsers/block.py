"""A block: one logical paragraph of a document, the unit that every other parser runs on."""

from __future__ import annotations

from typing import Literal, NamedTuple

from zjtx_docs.model import Path
from zjtx_docs.text import View

BlockRole = Literal["title", "heading", "body", "salutation", "signature", "toc", "meta", "table"]


class Block(NamedTuple):
    """One paragraph, lines that a layout broke joined again.

    A line such as ``1.支持转化。支持企业…`` makes an OutlineItem (label and heading) and a body block that begins after the
    heading's mark. ``view`` is the folded text of ``start``..``end``; ``path`` the item that the paragraph stands
    under and
    ``section`` the unnumbered heading (问题, 分析, 建议 …) above it, if any. ``lead`` is set where an unnumbered short
    sentence opens the paragraph as its heading (培育各类平台。重点培育…).
    """

    start: int
    end: int
    role: BlockRole
    path: Path
    section: str | None
    view: View
    lead: str | None = None
