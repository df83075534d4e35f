"""Fingerprints of asks: made of their own words, so that a person's decision finds its ask again after edits elsewhere.

``f`` + 12 hex digits for the ask's words + ``-`` + 4 for the heading above it; an ask whose words and heading both
stood before in the text gets ``-2``, ``-3`` … behind. Neither offsets, paths nor file names are in it. The leading
letter keeps spreadsheets from taking one for a number.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from zjtx_docs.comparison.records import Ask
from zjtx_docs.comparison.units import ask_units, headings_of
from zjtx_docs.model import Document, Path
from zjtx_docs.text import fold, squeeze

# Marks say little, save those inside a figure: 1.5% is not 15%, 1:1 is not 11.
_MARKS = re.compile(r"(?<!\d)[^\w%]|[^\w%](?!\d)|_")
_WORDS = 13  # characters of a fingerprint that stand for the ask's words


def normalised(words: str) -> str:
    """The words without white space, width and punctuation: 给予 50 万元。 and 给予５０万元 are the same."""
    return _MARKS.sub("", fold(squeeze(words)))


def fingerprint(words: str, heading: str | None = None, occurrence: int = 1) -> str:
    """The fingerprint of an ask with these words under this heading, the ``occurrence``-th of its like."""
    mark = f"f{_digest(normalised(words), 12)}-{_digest(normalised(heading or ''), 4)}"
    return mark if occurrence == 1 else f"{mark}-{occurrence}"


def words_part(mark: str) -> str:
    """The part of a fingerprint that stands for the ask's own words."""
    return mark[:_WORDS]


def fingerprints(asks: Iterable[tuple[str, Path]], headings: Mapping[Path, str]) -> list[str]:
    """The fingerprint of each (quote, path), in order, all different."""
    seen: Counter[str] = Counter()
    marks = []
    for quote, path in asks:
        heading = _nearest_heading(path, headings)
        plain = fingerprint(quote, heading)
        seen[plain] += 1
        marks.append(fingerprint(quote, heading, seen[plain]))
    return marks


def with_fingerprints(asks: Sequence[Ask], document: Document) -> tuple[Ask, ...]:
    """The asks of a document, each with its fingerprint."""
    marks = fingerprints([(ask.quote, ask.path) for ask in asks], headings_of(document))
    return tuple(msgspec.structs.replace(ask, fingerprint=mark) for ask, mark in zip(asks, marks, strict=True))


def fingerprints_of(document: Document) -> list[str]:
    """The fingerprints of all asks of a document, in the order of the text."""
    return fingerprints([(unit.quote, unit.path) for unit in ask_units(document)], headings_of(document))


def find_same(known: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """Which fingerprint of ``known`` each of ``wanted`` is; those that none is are left out.

    The very same, else the only one left with the same words where one alone is left on either side: the heading may
    have been reworded, or the same ask added elsewhere, since ``wanted`` was written.
    """
    there, asked = list(dict.fromkeys(known)), list(dict.fromkeys(wanted))
    found = {mark: mark for mark in asked if mark in set(there)}
    free = _by_words(mark for mark in there if mark not in found)
    for part, marks in _by_words(mark for mark in asked if mark not in found).items():
        if len(marks) == len(free.get(part, ())) == 1:
            found[marks[0]] = free[part][0]
    return found


def _by_words(marks: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for mark in marks:
        groups.setdefault(words_part(mark), []).append(mark)
    return groups


def _nearest_heading(path: Path, headings: Mapping[Path, str]) -> str | None:
    return next((headings[path[:depth]] for depth in range(len(path), 0, -1) if path[:depth] in headings), None)


def _digest(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
