"""zjtx-docs: Chinese support policies, proposals and replies as structured records, compared ask by ask.

>>> from zjtx_docs import parse_text
>>> document = parse_text("一、支持创新。对首次认定的企业给予20万元奖励（市财政局）。")[0]
>>> document.measures[0].money[0].yuan
200000
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zjtx_docs.comparison import compare
    from zjtx_docs.comparison.records import Comparison
    from zjtx_docs.exports.frames import to_frames
    from zjtx_docs.graph import to_graph
    from zjtx_docs.model import Document, Measure, Money, Responsibility
    from zjtx_docs.pipeline import parse_file, parse_text

__version__ = "0.1.0"

_HOMES = {
    "compare": "zjtx_docs.comparison",
    "Comparison": "zjtx_docs.comparison.records",
    "to_frames": "zjtx_docs.exports.frames",
    "to_graph": "zjtx_docs.graph",
    "Document": "zjtx_docs.model",
    "Measure": "zjtx_docs.model",
    "Money": "zjtx_docs.model",
    "Responsibility": "zjtx_docs.model",
    "parse_file": "zjtx_docs.pipeline",
    "parse_text": "zjtx_docs.pipeline",
}
__all__ = [
    "Comparison",
    "Document",
    "Measure",
    "Money",
    "Responsibility",
    "__version__",
    "compare",
    "parse_file",
    "parse_text",
    "to_frames",
    "to_graph",
]


def __getattr__(name: str) -> object:
    """Each public name is loaded when first used, so that ``import zjtx_docs`` costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'zjtx_docs' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
