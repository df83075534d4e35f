"""Where a text turns from its last item to speak of itself: 本措施自印发之日起施行 as a paragraph of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zjtx_docs.parsers.block import BlockRole
from zjtx_docs.parsers.clauses import ITSELF
from zjtx_docs.parsers.headings import find_head
from zjtx_docs.parsers.labels import Label
from zjtx_docs.parsers.paragraphs import Paragraph

_ITSELF = re.compile(ITSELF)
_CLOSING = re.compile(r"适用|施行|起实施|起执行|开始执行|有效期|解释|印发之日|发布之日|公布之日")
_BEFORE = re.compile(r"实施细则|申报指南|申报细则|操作细则|服务指南")


def find_closing(
    folded: str, lines: list[Paragraph], roles: Sequence[BlockRole | None], labels: Sequence[Label | None]
) -> int:
    """The paragraph from which the text speaks of the document itself after its last item, else -1.

    The first paragraph of an item is the item's own: 附则 and below it 本办法自…起施行 stay together.
    """
    last = max((at for at, label in enumerate(labels) if label is not None), default=-1)
    label = labels[last] if last >= 0 else None
    if label is None:
        return -1
    head = find_head(folded, label, label.end, lines[last].end)
    spoken = head is None or head.body < lines[last].end
    for at in range(last + 1, len(lines)):
        line = lines[at]
        if roles[at] is not None:
            continue
        if spoken and _ITSELF.search(folded, line.start, line.end) and _CLOSING.search(folded, line.start, line.end):
            while at - 1 > last + 1 and _BEFORE.search(folded, lines[at - 1].start, lines[at - 1].end):
                at -= 1
            return at
        spoken = True
    return -1
