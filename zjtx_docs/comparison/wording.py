"""The Chinese sentences that a comparison carries, from the one catalogue of words (``lexicons/words.csv``)."""

from __future__ import annotations

import functools

from zjtx_docs.lexicon import rows


@functools.cache
def _catalogue() -> dict[str, str]:
    return {row["key"]: row["zh"] for row in rows("words")}


def say(key: str, **values: object) -> str:
    """The Chinese wording of ``key``, its ``{names}`` filled in. Raises KeyError for an unknown key."""
    wording = _catalogue()[key]
    return wording.format(**values) if values else wording
