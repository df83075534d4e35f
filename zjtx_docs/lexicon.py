"""Loads the words of ``lexicons/`` and finds them in text, longest first.

Rows carry the word, its value and an ``example`` that holds it; a test reads them all, so adding a word needs no code.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Generic, NamedTuple, TypeVar

import ahocorasick_rs

from zjtx_docs.text import fold, squeeze

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """One word found: ``chars[start:end]`` and the value that its row gives."""

    start: int
    end: int
    value: T


class Terms(Generic[T]):
    """Words and their values; finds the leftmost longest of them. Words are folded as ``View.chars`` is, unless they
    are ``folded`` already."""

    def __init__(self, pairs: Iterable[tuple[str, T]], folded: bool = False) -> None:
        table: dict[str, T] = {}
        for word, value in pairs:
            table.setdefault(word if folded else fold(squeeze(word)), value)
        self.words = tuple(table)
        self.values = tuple(table.values())
        self._table = table
        # Of the three kinds this one is built the fastest, and finds as fast as the others or faster.
        self._automaton = ahocorasick_rs.AhoCorasick(
            self.words,
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def find(self, chars: str) -> list[Hit[T]]:
        """Every word of ``chars`` from left to right, none overlapping another."""
        values, new = self.values, tuple.__new__  # straight to the tuple: a document has ten thousands of hits
        found = self._automaton.find_matches_as_indexes(chars)
        return [new(Hit, (start, end, values[index])) for index, start, end in found]

    def get(self, word: str) -> T | None:
        """The value of exactly this word, or None."""
        return self._table.get(word)

    def __contains__(self, word: str) -> bool:
        return word in self._table


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, as nested groups: it fails at the first letter, not after
    each word."""
    tree: dict[str, dict] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def pattern(node: dict[str, dict]) -> str:
        branches = [re.escape(letter) + pattern(below) for letter, below in node.items() if letter]
        if not branches:
            return ""
        joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
        return f"(?:{joined})?" if "" in node else joined

    # One look at a set of letters spares most places the branches.
    return f"(?=[{''.join(map(re.escape, tree))}]){pattern(tree)}" if len(tree) > 8 else pattern(tree)


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lexicons/<name>.csv`` as dicts of strings."""
    with files("zjtx_docs").joinpath("lexicons", f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        table = csv.reader(handle)
        names = next(table)
        return tuple(dict(zip(names, row, strict=True)) for row in table if row)


@functools.cache
def columns(name: str) -> dict[str, tuple[str, ...]]:
    """The columns of ``lexicons/<name>.csv``: for long tables, which take a third of the time so."""
    with files("zjtx_docs").joinpath("lexicons", f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        table = csv.reader(handle)
        return dict(zip(next(table), zip(*table, strict=True), strict=True))


@functools.cache
def terms(name: str, value: str = "value") -> Terms[str]:
    """The words of ``lexicons/<name>.csv`` (column ``word``) with the column ``value`` as their value."""
    return Terms((row["word"], row[value]) for row in rows(name))
