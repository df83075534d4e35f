"""Sentences and clauses of a paragraph, with the cues and numbers that stand in them.

A sentence ends at 。；！？ outside brackets and quotation marks, and at a bracket that names who is responsible
(…补贴（市科委）；支持…). A clause ends at a comma or colon. Everything is in indices of ``block.view.chars``.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zjtx_docs.amounts import Quantity, find_quantities
from zjtx_docs.lexicon import Hit, Terms, rows
from zjtx_docs.parsers.block import Block

# A colon between digits is a ratio (按1:1配套), a comma parts thousands (3,000万元): no end of a clause.
_MARKS = re.compile(r"[。;!?()《》“”\[\]]|,(?!(?<=\d,)\d{3}(?!\d))|(?<!\d):|:(?!\d)")
_END = "。;!?"
# 【支持标准】 and 支持标准　 name what follows.
_NAME = re.compile(
    r"\[[一-鿿]{2,8}\]:?|(?P<bare>(?:支持|扶持|奖励|奖补|补助|补贴|资助|申报)(?:对象|标准|条件|范围|内容|方式))"
)
_LONGEST = 1000


class Cue(NamedTuple):
    """What a cue word tells: its kind (give, metric, cap …), the value that goes with it, the word itself."""

    kind: str
    value: str
    word: str


class Sentence(NamedTuple):
    """One sentence: ``chars[a:b]`` without its final mark; ``clauses`` are its comma-separated stretches.

    ``chars`` is the block's whole line and ``text`` the sentence's part of it. ``heads`` are the nouns for those who
    may receive (``lexicons/recipients.csv``), each with the class that is counted. ``year`` is the document's.
    """

    block: Block
    a: int
    b: int
    clauses: tuple[tuple[int, int], ...]
    cues: list[Hit[Cue]]
    quantities: list[Quantity]
    heads: list[Hit[str]]
    chars: str
    text: str
    year: int | None = None

    def clause_of(self, at: int) -> int:
        """The number of the clause that holds index ``at``."""
        for number, (_, end) in enumerate(self.clauses):
            if at < end:
                return number
        return len(self.clauses) - 1


@functools.cache
def cue_terms() -> Terms[Cue]:
    """The matcher over ``lexicons/cues.csv``."""
    return Terms((row["word"], Cue(row["kind"], row["value"], row["word"])) for row in rows("cues"))


@functools.cache
def head_terms() -> Terms[str]:
    """The matcher over ``lexicons/recipients.csv``: head noun -> class of what is counted (企业, 平台, 项目 …)."""
    return Terms((row["word"], row["per"]) for row in rows("recipients"))


def split_sentences(block: Block, masked: Iterable[tuple[int, int]] = (), year: int | None = None) -> list[Sentence]:
    """The sentences of one block. ``masked`` are stretches (indices) that end a sentence and belong to none."""
    chars = block.view.chars
    if not chars:
        return []
    hits = cue_terms().find(chars)
    quantities = find_quantities(chars)
    heads = head_terms().find(chars)
    hit_starts = [hit.start for hit in hits]
    head_starts = [hit.start for hit in heads]
    quantity_starts = [quantity.start for quantity in quantities]
    sentences = []
    for a, b, commas in _bounds(chars, sorted(masked)):
        whole = a
        if a == 0 and (named := _NAME.match(chars)) is not None:
            at, gap = named.end(), block.view.place(named.end()) - block.view.place(named.end() - 1)
            a = at if not named["bare"] or gap > 1 else a
        while a < b and chars[a] in ",;。:、 ":
            a += 1
        if a >= b:
            continue
        clauses = []
        at = a
        for comma in commas:
            if comma > at:
                clauses.append((at, comma))
            at = max(at, comma + 1)
        if at < b:
            clauses.append((at, b))
        sentences.append(
            Sentence(
                block, a, b, tuple(clauses) or ((a, b),),
                _said(hits, whole, a) + hits[bisect_left(hit_starts, a) : bisect_left(hit_starts, b)],
                quantities[bisect_left(quantity_starts, a) : bisect_left(quantity_starts, b)],
                heads[bisect_left(head_starts, a) : bisect_left(head_starts, b)],
                chars, chars[a:b], year,
            )
        )  # fmt: skip
    return sentences


def _said(hits: list[Hit[Cue]], a: int, b: int) -> list[Hit[Cue]]:
    """What a label tells of the sums behind it: 支持标准　国际标准100万元／项."""
    return [hit for hit in hits if a <= hit.start and hit.end <= b and hit.value.kind == "standard"] if a < b else []


def _bounds(chars: str, masked: list[tuple[int, int]]) -> list[tuple[int, int, list[int]]]:
    """(start, end, commas) of each sentence. Brackets and quotes that never close do not swallow the rest."""
    found: list[tuple[int, int, list[int]]] = []
    start = depth = quoted = opened = 0
    commas: list[int] = []
    mask = iter(masked)
    next_mask = next(mask, None)
    for match in _MARKS.finditer(chars):
        at = match.start()
        if next_mask and at >= next_mask[0]:
            found.append((start, next_mask[0], commas))
            start, commas, depth, quoted = next_mask[1], [], 0, 0
            while next_mask and at >= next_mask[0]:
                start = next_mask[1]
                next_mask = next(mask, None)
        if at < start:
            continue
        mark = match[0]
        if (depth or quoted) and at - opened > 120:
            depth = quoted = 0
        if mark in "([":
            depth += 1
            opened = at
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif mark in "《“":
            quoted += 1
            opened = at
        elif mark in "》”":
            quoted = max(0, quoted - 1)
        elif depth or (quoted and mark in ",:"):
            continue
        elif mark in _END:
            found.append((start, at, commas))
            start, commas, depth, quoted = at + 1, [], 0, 0
        else:
            commas.append(at)
    if next_mask and next_mask[0] >= start:
        found.append((start, next_mask[0], commas))
        start, commas = next_mask[1], []
        for next_mask in mask:
            found.append((start, next_mask[0], []))
            start = next_mask[1]
    found.append((start, len(chars), commas))
    return [part for a, b, commas in found if b > a for part in _bounded(a, b, [c for c in commas if a <= c < b])]


def _bounded(a: int, b: int, commas: list[int]) -> Iterator[tuple[int, int, list[int]]]:
    """A sentence of sensible length as it is; an endless one (no full stop for pages) in pieces that end at a comma."""
    first = 0
    while b - a > _LONGEST:
        stop = bisect_left(commas, a + _LONGEST, first)
        cut = commas[stop - 1] if stop > first else a + _LONGEST
        yield a, cut, [comma for comma in commas[first:stop] if comma < cut]
        a = cut + 1 if stop > first else cut
        first = stop
    if b > a:
        yield a, b, commas[first:]
