"""Words of a clause by our own dictionary. The one home of jieba."""

from __future__ import annotations

import functools
from typing import Any

from zjtx_docs.comparison.thesaurus import subject_words
from zjtx_docs.lexicon import rows
from zjtx_docs.text import fold, squeeze


@functools.cache
def _tokenizer() -> Any:
    """A private jieba tokenizer over our own words: no cache file, nothing global touched."""
    import logging
    import sys

    # jieba asks for pkg_resources only to find its own dictionary, which is not read here; loading it takes longer than
    # all the rest. Where it is loaded already nothing is changed.
    absent = sys.modules.setdefault("pkg_resources", None) is None  # type: ignore[call-overload]
    try:
        import jieba
    finally:
        if absent:
            del sys.modules["pkg_resources"]

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    others = (row["word"] for name in ("cues", "recipients", "actions", "common_words") for row in rows(name))
    for word in (*subject_words(), *map(fold, map(squeeze, others))):
        frequencies[word] = 1000 * len(word)
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    tokenizer.FREQ = frequencies
    tokenizer.total = sum(frequencies.values())
    tokenizer.initialized = True
    return tokenizer


def words_of(text: str) -> list[str]:
    """The words of two or more letters of a text, by our own dictionary."""
    return [word for word in _tokenizer().lcut(text, HMM=False) if len(word) > 1]
