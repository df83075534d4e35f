"""A second string for matching, with the map back to the source.

``View`` is the one home of folding: full-width letters, digits and marks become half-width, white space and Markdown
emphasis vanish, so that 500 万, ５００万 and a word broken over two lines all match one pattern. The source is never
changed:
every find goes back through the map.
"""

from __future__ import annotations

import re

# Full-width ASCII to half-width, one code point for one, so that only deletions move offsets.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD.update(
    {ord(a): ord(b) for a, b in zip("〔〕［］﹝﹞【】「」『』﹙﹚﹐﹔﹕＂", '[][][][]“”“”(),;:"', strict=True)}
)
_FOLD.update({ord(a): ord(b) for a, b in zip("～〜∼﹪٪•", "~~~%%·", strict=True)})
_FOLD[ord("—")] = ord("-")
_FOLD[ord("–")] = ord("-")
_FOLD[ord("―")] = ord("-")
_FOLD[ord("─")] = ord("-")
_FOLD[ord("−")] = ord("-")

_PAIRS = tuple((chr(wide), chr(narrow)) for wide, narrow in _FOLD.items())

_NOISE = re.compile(r"[\s\u3000\u200b\u200c\u200d\u2060\ufeff*]+")


def fold(text: str) -> str:
    """The text with full-width forms folded, code point by code point: same length, same offsets."""
    if len(text) < 400:
        return text.translate(_FOLD)
    # A table costs a look-up a letter; replacing mark after mark runs at memory speed on long texts.
    for wide, narrow in _PAIRS:
        text = text.replace(wide, narrow)
    return text


class View:
    """A stretch of a source text as one folded line without white space.

    ``folded`` is the stretch folded, where it is at hand already. ``chars`` is what patterns run on; ``span(a, b)``
    gives the source offsets of ``chars[a:b]``. Folding writes ， as
    ``,``,
    （ as ``(``, ％ as ``%``, — as ``-`` and keeps 。、“”《》.
    """

    __slots__ = ("chars", "source", "start", "end", "_map")

    def __init__(self, source: str, start: int = 0, end: int | None = None, folded: str | None = None) -> None:
        self.source = source
        self.start = start
        self.end = len(source) if end is None else end
        raw = fold(source[start : self.end]) if folded is None else folded
        if _NOISE.search(raw) is None:
            self.chars = raw
            self._map: list[int] | None = None
            return
        parts: list[str] = []
        places: list[int] = []
        at = 0
        for gap in _NOISE.finditer(raw):
            parts.append(raw[at : gap.start()])
            places.extend(range(at + self.start, gap.start() + self.start))
            at = gap.end()
        parts.append(raw[at:])
        places.extend(range(at + self.start, len(raw) + self.start))
        self.chars = "".join(parts)
        self._map = places

    def __len__(self) -> int:
        return len(self.chars)

    def place(self, at: int) -> int:
        """The source offset of the character ``chars[at]``; the end of the stretch for ``len(chars)``."""
        if self._map is None:
            return self.start + at
        return self._map[at] if at < len(self._map) else self.end

    def span(self, a: int, b: int) -> tuple[int, int]:
        """Source offsets of ``chars[a:b]``, tight: the end is one after the last character."""
        if b <= a:
            here = self.place(a)
            return here, here
        return self.place(a), self.place(b - 1) + 1

    def words(self, a: int, b: int) -> str:
        """What ``chars[a:b]`` stands for in the source: marks as wide as there, white space and emphasis left out."""
        start, end = self.span(a, b)
        words = self.source[start:end]
        return words if self._map is None else squeeze(words)

    def at(self, offset: int) -> int:
        """The first index into ``chars`` whose source offset is ``offset`` or later."""
        if self._map is None:
            return min(max(offset - self.start, 0), len(self.chars))
        from bisect import bisect_left

        return bisect_left(self._map, offset)


def squeeze(text: str) -> str:
    """The text without white space and Markdown emphasis: a name as one would say it. Marks keep their width."""
    return _NOISE.sub("", text)
