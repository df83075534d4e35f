"""Text made safe for a page, and what marks HTML as safe already."""

from __future__ import annotations

import re
from html import escape

GAP = "\0"  # a character that is not known, in a text of which only quotes are

_NO_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_GAP = re.compile(f"{GAP}+")


class Html(str):
    """HTML that templates put in as it is: everything else is escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def printable(text: str) -> str:
    """The text with � for every control character, lone surrogate and the like, which no page can hold."""
    return _NO_HTML.sub("\ufffd", text)


def safe(text: str) -> str:
    """Text as HTML, for content and for attributes in double quotes: marks of HTML escaped, gaps shown as …"""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return escape(printable(_GAP.sub(" … ", text) if GAP in text else text))
