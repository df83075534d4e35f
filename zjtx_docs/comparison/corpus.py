"""Very many policies as one file, searched instead of compared one by one: 100,000 measures in a second or two an ask.

The file is an SQLite database: the units (measures and targets with their profiles), the policies they stand in, and
for each subject, word and letter pair the units that hold it. ``around`` gives those units that come nearest by these;
only they are compared in full.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from zjtx_docs.comparison.align import HEADED, NARROW, TELLING, WEIGHTS
from zjtx_docs.comparison.similarity import ONLY_LEFT, ONLY_RIGHT, PART, SCANT, Profile, Weights, is_own
from zjtx_docs.comparison.thesaurus import broader, is_fine
from zjtx_docs.comparison.units import Unit, counterpart_units
from zjtx_docs.errors import ReadError
from zjtx_docs.model import Document

FORMAT = "zjtx-docs corpus 1"
SUFFIX = ".zjtx"
# How many units an ask is compared with in full.
CANDIDATES = 80
# So many units tell the encoder what is common in a corpus.
SAMPLED = 100
# So many units are kept at hand.
KEPT = 20_000
# Letter pairs and words that stand in more of the units than this share tell too little to be searched for.
TOO_COMMON = 0.1
_KINDS = ("grams", "words", "subjects")
_WORTH = dict(WEIGHTS)


def is_corpus(path: str | os.PathLike[str]) -> bool:
    """Whether the file was written by ``build``."""
    try:
        with open(path, "rb") as handle:
            return handle.read(16) == b"SQLite format 3\x00"
    except (OSError, ValueError):
        return False


def build(documents: Iterable[Document], path: str | os.PathLike[str]) -> int:
    """Writes the corpus of these policies, a file there before is replaced; the number of units in it."""
    target = Path(path)
    half = target.with_name(target.name + ".part")
    half.unlink(missing_ok=True)
    try:
        base = sqlite3.connect(half)
        try:
            count = _fill(base, documents)
        finally:
            base.close()
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return count


def _fill(base: sqlite3.Connection, documents: Iterable[Document]) -> int:
    base.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
        "CREATE TABLE units (id INTEGER PRIMARY KEY, data BLOB);"
        "CREATE TABLE policies (doc_id TEXT PRIMARY KEY, data BLOB);"
        "CREATE TABLE parts (name TEXT PRIMARY KEY, data BLOB);"
    )
    encode = msgspec.msgpack.Encoder().encode
    weights = Weights()
    postings: tuple[dict[str, array[int]], ...] = ({}, {}, {})
    shares: dict[str, array[float]] = {}
    number = 0
    for document in documents:
        base.execute("INSERT OR REPLACE INTO policies VALUES (?, ?)", (document.doc_id, encode(_head(document))))
        for unit in counterpart_units(document):
            profile = unit.profile
            weights.add(profile)
            for table, names in zip(postings, (profile.grams, profile.words, profile.subjects), strict=True):
                for name in names:
                    table.setdefault(name, array("i")).append(number)
            for subject, share in profile.subjects.items():
                shares.setdefault(subject, array("f")).append(share)
            base.execute("INSERT INTO units VALUES (?, ?)", (number, encode(unit)))
            number += 1
    parts: dict[str, bytes] = {"format": FORMAT.encode(), "count": encode(number)}
    for kind, table in zip(_KINDS, postings, strict=True):
        parts[f"{kind}.names"] = encode(list(table))
        parts[f"{kind}.counts"] = array("i", map(len, table.values())).tobytes()
        parts[f"{kind}.units"] = b"".join(found.tobytes() for found in table.values())
    parts["subjects.shares"] = b"".join(shares[subject].tobytes() for subject in postings[2])
    base.executemany("INSERT INTO parts VALUES (?, ?)", parts.items())
    base.commit()
    return number


def _head(document: Document) -> Document:
    """The document without its text's finds: what a comparison says of it."""
    empty = {name: () for name in document.__struct_fields__ if isinstance(getattr(document, name), tuple)}
    return msgspec.structs.replace(document, **empty)


class _Postings:
    """Name -> the units that hold it, as slices of one array."""

    def __init__(self, part: dict[str, bytes], kind: str) -> None:
        import numpy

        self.names: dict[str, int] = {
            name: at for at, name in enumerate(msgspec.msgpack.decode(part[f"{kind}.names"], type=list[str]))
        }
        self.counts = numpy.frombuffer(part[f"{kind}.counts"], dtype=numpy.int32)
        self.units = numpy.frombuffer(part[f"{kind}.units"], dtype=numpy.int32)
        self._starts = numpy.concatenate(([0], numpy.cumsum(self.counts)))

    def slice(self, name: str) -> slice | None:
        """Where the units of a name stand, or None where no unit holds it."""
        at = self.names.get(name)
        return None if at is None else slice(int(self._starts[at]), int(self._starts[at + 1]))

    def sums(self, values: Any, size: int) -> Any:
        """For each unit the sum of the values of the names that it holds."""
        import numpy

        return numpy.bincount(self.units, weights=numpy.repeat(values, self.counts), minlength=size)


class Corpus:
    """A corpus file opened for comparison. ``weights``: how telling its subjects, words and letter pairs are."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        import numpy

        self._base = sqlite3.connect(f"file:{Path(path).absolute()}?mode=ro", uri=True)
        try:
            part = dict(self._base.execute("SELECT name, data FROM parts"))
        except sqlite3.DatabaseError:
            part = {}
        if part.get("format") != FORMAT.encode():
            raise ReadError(f"{path}：不是 zjtx-docs index 写的文件。", f"{path}: not a file of zjtx-docs index.")
        self.size: int = msgspec.msgpack.decode(part["count"])
        self._grams, self._words, self._subjects = (_Postings(part, kind) for kind in _KINDS)
        self._shares = numpy.frombuffer(part["subjects.shares"], dtype=numpy.float32)
        counts = [
            dict(zip(table.names, table.counts.tolist(), strict=True))
            for table in (self._grams, self._words, self._subjects)
        ]
        self.weights = Weights.counted(self.size, *counts)
        size, weights = self.size, self.weights
        self._gram_sums = self._grams.sums([weights.gram(name) for name in self._grams.names], size)
        self._word_sums = self._words.sums([weights.word(name) for name in self._words.names], size)
        telling = numpy.repeat([weights.subject(name) for name in self._subjects.names], self._subjects.counts)
        self._own_sums = numpy.bincount(
            self._subjects.units, weights=telling * (self._shares >= 1.0), minlength=size
        )  # fmt: skip
        self._decoder = msgspec.msgpack.Decoder(Unit)
        self._kept: dict[int, Unit] = {}

    def units(self, numbers: Sequence[int]) -> list[Unit]:
        """The units of these numbers; those read last are kept at hand."""
        if len(self._kept) > KEPT:
            self._kept.clear()
        new = [number for number in numbers if number not in self._kept]
        for start in range(0, len(new), 500):
            some = new[start : start + 500]
            marks = ",".join("?" * len(some))
            for number, data in self._base.execute(f"SELECT id, data FROM units WHERE id IN ({marks})", some):
                self._kept[number] = self._decoder.decode(data)
        return [self._kept[number] for number in numbers]

    def policies(self, doc_ids: Iterable[str]) -> list[Document]:
        """The policies of these ids, each once, in the order given, without the finds of their texts."""
        found = []
        for doc_id in dict.fromkeys(doc_ids):
            row = self._base.execute("SELECT data FROM policies WHERE doc_id = ?", (doc_id,)).fetchone()
            found.append(msgspec.msgpack.decode(row[0], type=Document))
        return found

    def around(self, ask: Unit, also: Sequence[Unit] = (), most: int = CANDIDATES) -> list[Unit]:
        """The units nearest to an ask, the nearest first, and those of ``also`` that are not among them."""
        found = self.units(self.nearest(ask.profile, most).tolist())
        places = {(unit.doc_id, unit.start, unit.end) for unit in found}
        return [*found, *(unit for unit in also if (unit.doc_id, unit.start, unit.end) not in places)]

    def sample(self, most: int = SAMPLED) -> list[Unit]:
        """Units from all over the corpus, evenly spread: they tell what is common here."""
        step = max(1, self.size // most)
        return self.units(range(0, self.size, step)[:most])

    def nearest(self, profile: Profile, most: int = CANDIDATES) -> Any:
        """The numbers of the units nearest by subjects, words and letter pairs, the nearest first."""
        import numpy

        weights = self.weights
        score = self._by_subjects(profile)
        for names, table, sums, weight, worth in (
            (profile.words, self._words, self._word_sums, weights.word, _WORTH["word"]),
            (profile.grams, self._grams, self._gram_sums, weights.gram, _WORTH["gram"] + _WORTH["rest"]),
        ):
            score += worth * self._overlap(names, table, sums, weight)
        if self.size <= most:
            return numpy.argsort(-score, kind="stable")
        best = numpy.argpartition(-score, most)[:most]
        return best[numpy.lexsort((best, -score[best]))]

    def _overlap(self, names: frozenset[str], table: _Postings, sums: Any, weight: Any) -> Any:
        """What ``similarity`` calls the overlap of the names, with every unit at once."""
        import numpy

        shared = numpy.zeros(self.size)
        for name in sorted(names):
            place = table.slice(name)
            if place is not None and place.stop - place.start <= max(TOO_COMMON * self.size, 1000):
                shared[table.units[place]] += weight(name)
        mine = sum(weight(name) for name in names)
        least, most = numpy.minimum(sums, mine), numpy.maximum(sums, mine)
        alike = numpy.where(most < 3 * least, numpy.sqrt(sums * mine), 0.35 * most + 0.65 * least)
        return shared / numpy.maximum(alike, 1e-9)

    def _by_subjects(self, profile: Profile) -> Any:
        """What shared subjects, headings and narrow subjects add, with every unit at once."""
        import numpy

        common, mine, theirs, extra = (numpy.zeros(self.size) for _ in range(4))
        total = 0.0
        for subject, share in profile.subjects.items():
            worth = self.weights.subject(subject)
            total += worth * share if is_own(share) else 0.0
            units, shares = self._holders(subject)
            common[units] += worth * numpy.minimum(shares, share)
            theirs[units] += worth * (shares >= 1.0)
            if is_own(share):  # who holds the whole that it is a part of is not elsewhere
                held = numpy.zeros(self.size, dtype=bool)
                held[units] = True
                held[self._holders(broader(subject) or "")[0]] = True
                mine[held] += worth * share
            if is_fine(subject):
                near = (shares >= TELLING) if share >= 1.0 else (shares >= 1.0) & (share >= PART)
                extra[units] = numpy.maximum(extra[units], NARROW * near)
            if share >= 1.0:
                extra[units] = numpy.maximum(extra[units], (NARROW + HEADED) * (shares == TELLING))
        beside = ONLY_LEFT * (total - mine) + ONLY_RIGHT * (self._own_sums - theirs)
        return _WORTH["subject"] * common / (common + beside + SCANT) * (common > 0) + extra

    def _holders(self, subject: str) -> tuple[Any, Any]:
        """The units on a subject, and with which weight."""
        place = self._subjects.slice(subject) or slice(0, 0)
        return self._subjects.units[place], self._shares[place]
