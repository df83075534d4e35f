"""What a text speaks of: the subjects named in it, by official terms and by everyday words.

``subjects.csv`` holds words and their subject (``generic``: it only names a field), ``subject_phrases.csv`` ways of
speaking in two parts with other words between (替企业出一部分利息), ``subject_names.csv`` the subjects: Chinese and
English name, ``grain``, the ``broader`` subject and the family of instruments.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.lexicon import Hit, Terms, columns, rows
from zjtx_docs.text import fold, squeeze

# Letters that may stand between the two parts of a phrase; a mark between them ends it.
GAP = 8
_PLACE = frozenset("省市区县旗州盟")
_MARK = re.compile(r"[,;:。、!?《》\s]")


class Phrase(NamedTuple):
    """A two-part way of speaking found: its place, its subject and its two parts as one name (老师傅…徒)."""

    start: int
    end: int
    value: str
    name: str


@functools.cache
def subject_terms() -> Terms[str]:
    """The matcher over the thesaurus; words of value ``none`` (高质量发展) and names of places (房山区) only keep
    shorter words inside them from counting."""
    words = zip(subject_words(), columns("subjects")["value"], strict=True)
    places = [(row["word"], "none") for row in rows("places") if len(row["word"]) > 2 and row["word"][-1] in _PLACE]
    return Terms([*words, *places], folded=True)


@functools.cache
def subject_words() -> tuple[str, ...]:
    """All words of the thesaurus, folded."""
    return tuple(fold("\n".join(columns("subjects")["word"])).split("\n"))


def subject_hits(folded: str) -> list[Hit[str]]:
    """The subjects named in a folded text, with their places."""
    return [hit for hit in subject_terms().find(folded) if hit.value != "none"]


@functools.cache
def _phrases() -> tuple[Terms[tuple[tuple[str, str], ...]], frozenset[str]]:
    """First parts with the (second part, subject) that may follow each."""
    table: dict[str, list[tuple[str, str]]] = {}
    for row in rows("subject_phrases"):
        table.setdefault(row["word"], []).append((row["then"], row["value"]))
    return Terms((first, tuple(after)) for first, after in table.items()), frozenset(table)


def phrase_hits(folded: str, hits: list[Hit[str]]) -> list[Phrase]:
    """The two-part phrases of a folded text; none that lies whole inside a word of the thesaurus (``hits``)."""
    found: dict[tuple[int, str], Phrase] = {}
    for first in _phrases()[0].find(folded):
        between = folded[first.end : first.end + GAP + 4]
        mark = _MARK.search(between)
        between = between[: mark.start()] if mark else between
        for second, value in first.value:
            at = between.find(second)
            if at < 0 or at > GAP:
                continue
            end = first.end + at + len(second)
            if not any(hit.start <= first.start and end <= hit.end for hit in hits):
                name = f"{folded[first.start : first.end]}…{second}"
                found.setdefault((first.start, value), Phrase(first.start, end, value, name))
    return list(found.values())


@functools.cache
def _names() -> dict[str, dict[str, str]]:
    return {row["value"]: row for row in rows("subject_names")}


@functools.cache
def fine_subjects() -> frozenset[str]:
    """Subjects narrow enough that sharing one means speaking of the same thing."""
    return frozenset(value for value, row in _names().items() if row["grain"] == "fine")


def is_fine(subject: str) -> bool:
    """Narrow subjects, and the number of firms on one rung of the ladder (count:municipal_sme)."""
    return subject in fine_subjects() or subject.startswith("count:")


@functools.cache
def broader(subject: str) -> str | None:
    """The subject that this one is a part of (租房补贴 -> 住房保障), or None."""
    row = _names().get(subject)
    return (row["broader"] or None) if row else None


@functools.cache
def generic_words() -> frozenset[str]:
    """Words of the thesaurus that only name a field (旅游, 人才): sharing one does not yet mean the same matter."""
    generic = columns("subjects")["generic"]
    return frozenset(word for word, told in zip(subject_words(), generic, strict=True) if told)


@functools.lru_cache(maxsize=4096)
def heading_subjects(heading: str) -> frozenset[str]:
    """The subjects that a heading names."""
    return frozenset(hit.value for hit in subject_hits(fold(squeeze(heading))))


@functools.cache
def subject_name(subject: str) -> str:
    """The Chinese name of a subject."""
    row = _names().get(subject.partition(":")[0])
    return row["zh"] if row else subject
