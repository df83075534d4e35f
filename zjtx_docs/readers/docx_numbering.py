"""The automatic numbers of a docx file: which list a paragraph is in, and what stands before it when it is printed.

A paragraph names a list (``w:numId``) and a level, itself or through its style. The list points to an abstract list,
whose levels say how to count, in which numerals, and what to write around them: ``第%1条``, ``（%1）``, ``%1.%2``.
"""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from zjtx_docs.readers.container import attribute, local
from zjtx_docs.readers.numerals import write_number

_PLACEHOLDER = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[、．.，,：:）)\]】〕\u2460-\u249b]$")
_MAX_STYLES = 64


class Level(msgspec.Struct):
    """How one level of a list counts. ``restart`` is the level (from 1) whose next item starts it anew, 0 for never."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False


class Style(msgspec.Struct):
    """What a paragraph style says of lists; ``name`` in lower case."""

    name: str = ""
    based_on: str | None = None
    number: str | None = None
    level: int | None = None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name."""
    return next((one for one in element if local(one) == name), None) if element is not None else None


def value(element: etree._Element | None, name: str) -> str | None:
    """The ``w:val`` of the child ``name``."""
    found = child(element, name)
    return attribute(found, "val") if found is not None else None


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else default


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Paragraph styles by id."""
    styles: dict[str, Style] = {}
    for element in root if root is not None else ():
        if local(element) != "style" or attribute(element, "type") != "paragraph":
            continue
        listing = child(child(element, "pPr"), "numPr")
        level = value(listing, "ilvl")
        styles[attribute(element, "styleId") or ""] = Style(
            name=(value(element, "name") or "").lower(),
            based_on=value(element, "basedOn"),
            number=value(listing, "numId"),
            level=_whole(level, 0) if level is not None else None,
        )
    return styles


def _read_level(element: etree._Element) -> Level:
    restart = value(element, "lvlRestart")
    legal = child(element, "isLgl")
    return Level(
        start=_whole(value(element, "start"), 0),
        style=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        suffix=value(element, "suff") or "tab",
        restart=_whole(restart, 0) if restart is not None else None,
        legal=legal is not None and attribute(legal, "val") not in ("0", "false"),
    )


class Numbering:
    """Counts the lists of one document. ``label`` is to be called for each paragraph in order."""

    def __init__(self, numbering: etree._Element | None, styles: dict[str, Style]) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, str] = {}
        self._own: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for element in numbering if numbering is not None else ():
            if local(element) == "abstractNum":
                self._read_abstract(element)
            elif local(element) == "num":
                self._read_list(element)

    def _read_abstract(self, element: etree._Element) -> None:
        key = attribute(element, "abstractNumId") or ""
        self._levels[key] = {
            _whole(attribute(one, "ilvl"), 0): _read_level(one) for one in element if local(one) == "lvl"
        }
        if link := value(element, "numStyleLink"):
            self._links[key] = link

    def _read_list(self, element: etree._Element) -> None:
        key = attribute(element, "numId") or ""
        self._lists[key] = value(element, "abstractNumId") or ""
        for one in element:
            if local(one) != "lvlOverride":
                continue
            at = _whole(attribute(one, "ilvl"), 0)
            if (level := child(one, "lvl")) is not None:
                self._own.setdefault(key, {})[at] = _read_level(level)
            if (start := value(one, "startOverride")) is not None:
                self._starts.setdefault(key, {})[at] = _whole(start, 1)

    def label(self, paragraph: etree._Element) -> str:
        """What the word processor prints before this paragraph, "" where it counts nothing. Moves the counters on."""
        number, at = self._place(child(paragraph, "pPr"))
        if number is None or number == "0" or number not in self._lists:
            return ""
        key, levels = self._resolve(number)
        if at not in levels:
            return ""
        counts = self._counts.setdefault(key, {})
        fresh = self._starts.get(number, {}).pop(at, None)
        counts[at] = fresh if fresh is not None else counts[at] + 1 if at in counts else levels[at].start
        for deeper in [one for one in counts if one > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and at < restart):
                del counts[deeper]
        return _print_label(levels, at, counts)

    def _resolve(self, number: str) -> tuple[str, dict[int, Level]]:
        """The key that counters are kept under, and the levels, for a list; links through styles are followed once."""
        key = self._lists[number]
        if key in self._links:
            style = self._styles.get(self._links[key])
            if style and style.number in self._lists:
                key = self._lists[style.number]
        levels = self._levels.get(key, {})
        own = self._own.get(number)
        return key, {**levels, **own} if own else levels

    def _place(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """(list, level) of a paragraph: its own, else those of its style or of the style that is based on."""
        listing = child(properties, "numPr")
        number, level = value(listing, "numId"), value(listing, "ilvl")
        found_level = _whole(level, 0) if level is not None else None
        style = self._styles.get(value(properties, "pStyle") or "")
        for _ in range(_MAX_STYLES):
            if style is None or (number is not None and found_level is not None):
                break
            number = number if number is not None else style.number
            found_level = found_level if found_level is not None else style.level
            style = self._styles.get(style.based_on or "")
        return number, found_level or 0


def _print_label(levels: dict[int, Level], at: int, counts: dict[int, int]) -> str:
    """The level's text with its numbers, and a blank after it where the printed gap parts words: 第一条 …, Ⅰ …, not 1.…"""
    level = levels[at]
    if level.style == "bullet":
        return ""

    def number(found: re.Match[str]) -> str:
        which = int(found[1]) - 1
        one = levels.get(which, level)
        return write_number(counts.get(which, one.start), "decimal" if level.legal else one.style)

    label = _PLACEHOLDER.sub(number, level.text).strip()
    gap = "" if not label or level.suffix == "nothing" or _CLOSED.search(label) else " "
    return label + gap
