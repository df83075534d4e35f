"""Lines that carry a name before a colon: fields of a head (承办单位：…, 发布日期：…) and unnumbered sections (问题：, 【建议】).

The names are rows of ``lexicons/head_fields.csv`` and ``lexicons/sections.csv``.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.lexicon import rows

# The name, with or without blanks inside (案　由), alone on its line, in square brackets or before a colon.
_NAMED = re.compile(
    r"(?P<open>[\[(])?(?P<name>[\u4e00-\u9fff][\u4e00-\u9fff \u3000\xa0]{0,15})(?(open)[\])]\s{0,4}:?|(?::|$))\s{0,9}"
)
# Without a colon the value follows after a gap: 承办单位 区科技局.
_GAPPED = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,8})[ \t\u3000\xa0]{1,9}(?=\S)")


class Field(NamedTuple):
    """A named line: ``name`` without blanks, what it ``means``, where the name ends and its value begins."""

    name: str
    means: str
    start: int
    name_end: int
    value: int


@functools.cache
def _table(name: str) -> dict[str, str]:
    return {row["word"]: row["value"] for row in rows(name)}


def read_field(folded: str, start: int, end: int) -> Field | None:
    """The head field that the line ``folded[start:end]`` begins with, or None."""
    table = _table("head_fields")
    for match in (_NAMED.match(folded, start, end), _GAPPED.match(folded, start, end)):
        if match is None:
            continue
        name = "".join(match["name"].split())
        if name in table and folded[match.end() : end].strip():
            return Field(name, table[name], match.start("name"), match.end("name"), match.end())
    return None


def _section(name: str) -> str | None:
    """What a section's name means; 问题及分析 is a section because both its words are."""
    table = _table("sections")
    if name in table or len(name) > 12:
        return table.get(name)
    meanings = [table.get(part) for part in re.split("[及与和、]", name)]
    return meanings[-1] if len(meanings) == 2 and None not in meanings else None


def read_section(folded: str, start: int, end: int) -> Field | None:
    """The unnumbered section heading that the line begins with (问题：, 【建议】, 分析 alone on its line), or None."""
    match = _NAMED.match(folded, start, end)
    if match is None:
        return None
    name = "".join(match["name"].split())
    means = _section(name)
    if means is None:
        return None
    tail = match.end("name")
    while tail > start and folded[tail - 1].isspace():
        tail -= 1
    return Field(name, means, match.start("name"), tail, match.end())


def opens_field(folded: str, start: int, end: int) -> bool:
    """Whether the line begins a field or a section, so that it carries on nothing."""
    return read_section(folded, start, end) is not None or read_field(folded, start, end) is not None
