"""The Chinese sentences that a comparison carries, from the one catalogue of words (``lexicons/words.csv``)."""

from __future__ import annotations

import functools

from zjtx_docs.lexicon import rows
from zjtx_docs.text import fold


@functools.cache
def _catalogue(lang: str = "zh") -> dict[str, str]:
    return {row["key"]: row[lang] for row in rows("words")}


def say(key: str, **values: object) -> str:
    """The Chinese wording of ``key``, its ``{names}`` filled in. Raises KeyError for an unknown key."""
    wording = _catalogue()[key]
    return wording.format(**values) if values else wording


def both(key: str, **values: object) -> tuple[str, str]:
    """The wording in Chinese and in English, as the errors take it."""
    return _catalogue()[key].format(**values), _catalogue("en")[key].format(**values)


@functools.cache
def codes_by_words(group: str) -> dict[str, str]:
    """The values of a vocabulary by what people call them, in either language: 政策已有 -> duplicates."""
    start = f"{group}."
    return {
        fold(words.lower()): key.removeprefix(start)
        for lang in ("zh", "en")
        for key, words in _catalogue(lang).items()
        if key.startswith(start)
    }
