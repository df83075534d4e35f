"""Every word that people are shown, in Chinese and English: the rows of ``lexicons/words.csv``.

Keys are ``group.name``; a vocabulary of the model is a group of its own (``relation.extends``), so that a raw value
such as sets_amount_where_none never reaches a page. Rows of the group ``click`` hold what the click library says, its
own words as the English. No parser is imported here: the help pages read the catalogue and must come up at once.
"""

from __future__ import annotations

import csv
import functools
import pkgutil
from typing import Literal

Lang = Literal["zh", "en"]

LANGS: tuple[Lang, ...] = ("zh", "en")


@functools.cache
def catalogue() -> dict[str, dict[Lang, str]]:
    """Every key of the catalogue with its wording in each language."""
    data = pkgutil.get_data("zjtx_docs", "lexicons/words.csv") or b""
    rows = csv.DictReader(data.decode("utf-8").splitlines())
    return {row["key"]: {lang: row[lang].replace("\\n", "\n").replace("\\t", "\t") for lang in LANGS} for row in rows}


class Say:
    """The wording of keys in one language: ``say("report.asks", count=3)``."""

    __slots__ = ("_table", "lang")

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._table = {key: wording[lang] for key, wording in catalogue().items()}

    def __call__(self, key: str, **values: object) -> str:
        """The wording of ``key``, its ``{names}`` filled in. Raises KeyError for an unknown key."""
        wording = self._table[key]
        return wording.format(**values) if values else wording

    def get(self, key: str) -> str | None:
        """The wording of ``key``, or None: for values that may or may not be words of a vocabulary."""
        return self._table.get(key)


@functools.cache
def words(lang: Lang) -> Say:
    """What gives the wording of a key in ``lang``."""
    return Say(lang)


def both(key: str, **values: object) -> tuple[str, str]:
    """The wording in Chinese and in English: what the errors of ``zjtx_docs.errors`` are made of."""
    return words("zh")(key, **values), words("en")(key, **values)


@functools.cache
def library_words() -> dict[str, str]:
    """What the click library says, in Chinese: its English message to ours."""
    return {wording["en"]: wording["zh"] for key, wording in catalogue().items() if key.startswith("click.")}
