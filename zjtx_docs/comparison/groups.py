"""Who receives, in words: whether the group that one measure names is wider or narrower than that of another.

Rungs of the ladder are compared as rungs; other groups by their wording: 小微外贸企业 is narrower than 中小外贸企业, a word
less before the noun is wider, one noun more in a list is wider.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from zjtx_docs.comparison.money_changes import both_sides
from zjtx_docs.comparison.records import Change, Op
from zjtx_docs.lexicon import Terms, rows, terms
from zjtx_docs.model import Measure, Record
from zjtx_docs.text import View

_TIER_WORDS = {
    "potential": "潜在企业", "innovative_sme": "创新型中小企业", "municipal_sme": "市级专精特新中小企业",
    "municipal_little_giant": "市级小巨人", "national_little_giant": "国家级小巨人", "champion": "单项冠军",
}  # fmt: skip
_OPENS = re.compile(
    r"(?:^|(?<=[,;:。)]))(?:并|同时|再|另|其中)?(?:对|面向|针对|向)(?!接)|(?<=[一-龥])为(?=[^,;。]{2,30}(?:开展|提供|办理))"
)
_ENDS = re.compile(
    r"[,;。:]|给[予与以]|予以|发放|开展|提供|办理|免除|减免|免收|免费|奖励|补助|补贴|资助|贴息|按照?|每|一次性|最高|进行|实施|的$"
)
_FIGURE = re.compile(
    r"[\d.,一二三四五六七八九十百千万亿]+(?:[万亿]?元|[家人名个%年月日天张亩项次岁级A]+)?|以上|以下|以内"
)
_EMPTY = re.compile(r"[的等各其该为和类\"“”'‘’、()《》]|所有|全部|有关|相关")
_LISTED = re.compile(r"[、或及和与]|以及")
_LISTS = re.compile(r"[、或及和与]")
_ONE_OF = re.compile(r"[每单][个家户名位项人]")
_NOT = re.compile(r"[非不未无]|除")
# Classes of size, each with the sizes that it takes in.
_SIZES = {
    "大中小微": "大中小微", "中小微": "中小微", "中小微型": "中小微", "中小型": "中小微", "中小": "中小微", "小微": "小微",
    "小型微型": "小微", "小微型": "小微", "小型": "小", "微型": "微", "大型": "大", "大中型": "大中", "中型": "中",
}  # fmt: skip
_SIZE = re.compile("|".join(sorted(_SIZES, key=len, reverse=True)))
_COMMON_HEADS = (
    "人员",
    "生",
    "者",
    "师",
    "员",
    "户",
    "人",
    "社",
    "店",
    "馆",
    "院",
    "校",
    "园",
    "厂",
    "库",
    "场",
    "队",
    "家庭",
)


class Group(NamedTuple):
    """A group as a measure names it: its words, and the same without figures and empty words. ``opened``: it stands
    behind 对, 面向 or the like and is whole; else it may be a part of what the sentence says."""

    words: str
    plain: str
    record: Record
    opened: bool


def group_changes(left: Sequence[Measure], right: Sequence[Measure]) -> list[Change]:
    """What differs between the groups of two sides: at most one change, of the first group that differs."""
    return _rung_changes(left, right) or _word_changes(left, right)


def _rung_changes(left: Sequence[Measure], right: Sequence[Measure]) -> list[Change]:
    mine, other = ({b.tier: b for m in side for b in m.beneficiaries if b.tier} for side in (left, right))
    if not (mine and other) or set(mine) == set(other):
        return []
    more, less = set(mine) - set(other), set(other) - set(mine)
    op: Op = "widened" if more and not less else "narrowed" if less and not more else "reassigned"
    a, b = mine[sorted(more or mine)[0]], other[sorted(less or other)[0]]
    return [both_sides("beneficiary", op, (a, _named(mine)), (b, _named(other)))]


def _named(tiers: dict) -> str:
    return "、".join(_TIER_WORDS[tier] for tier in _TIER_WORDS if tier in tiers)


def _word_changes(left: Sequence[Measure], right: Sequence[Measure]) -> list[Change]:
    mine, other = ([group for measure in side for group in groups(measure)] for side in (left, right))
    known, told = {group.plain for group in other}, {group.plain for group in mine}
    new = [group for group in mine if group.plain not in known]
    old = [group for group in other if group.plain not in told]
    if len(new) != len(old) and _all_within(new, old):
        return []
    for a, b in zip(new, old, strict=False):
        if a.opened != b.opened and _is_part(a.plain, b.plain):
            continue
        return [
            both_sides("beneficiary", wider_or_narrower(a.plain, b.plain), (a.record, a.words), (b.record, b.words))
        ]
    return []


def _is_part(one: str, other: str) -> bool:
    """Whether one is the mere noun of what the other says in full."""
    from rapidfuzz import fuzz

    short, long = sorted((one, other), key=len)
    return len(short) < 0.6 * len(long) and fuzz.partial_ratio(short, long) >= 60


def _all_within(new: Sequence[Group], old: Sequence[Group]) -> bool:
    """Whether one side only says apart what the other lists together (机场建设项目, 起降点建设项目: 机场、起降点建设项目)."""
    many, few = (new, old) if len(new) > len(old) else (old, new)
    return bool(few) and all(any(_is_spread(one.plain, other.plain) for other in few) for one in many)


def _is_spread(short: str, long: str) -> bool:
    """Whether all letters of ``short`` stand in ``long`` in order."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def groups(measure: Measure) -> list[Group]:
    """The groups that a measure names, in order: what follows 对, 面向, 为 …, else whom the parser found."""
    view = View(measure.quote)
    found: dict[tuple[int, int], Group] = {}
    for opening in _OPENS.finditer(view.chars):
        start = opening.end()
        close = _ENDS.search(view.chars, start + 2)
        end = close.start() if close else len(view.chars)
        words = _cut(view.chars[start:end].rstrip("的"))
        if 2 <= len(words) <= 60:
            a, b = view.span(start, start + len(words))
            record = Record(start=measure.start + a, end=measure.start + b, quote=measure.quote[a:b])
            found[a, b] = _group(record, words, measure, opened=True)
    if not found:
        for entry in measure.beneficiaries:
            words = View(entry.as_written).chars
            if _is_group(words):
                found[entry.start, entry.end] = _group(entry, words, measure, opened=False)
    return [found[place] for place in sorted(found)]


def _group(record: Record, words: str, measure: Measure, opened: bool) -> Group:
    plain = words
    for threshold in measure.thresholds:  # what one must reach is told as a threshold
        plain = plain.replace(View(threshold.quote).chars, "").replace(threshold.metric or "\n", "")
    plain = _EMPTY.sub(lambda m: m[0] if _LISTS.fullmatch(m[0]) else "", _FIGURE.sub("", plain))
    return Group(words, plain, record, opened)


@functools.cache
def _heads() -> tuple[str, ...]:
    return tuple(View(row["word"]).chars for row in rows("recipients")) + _COMMON_HEADS


def _cut(words: str) -> str:
    """The words up to the noun that receives (新迁入企业 of 新迁入企业租用办公用房); empty where none does."""
    if _is_group(words):
        return words
    hits = _recipients().find(words)
    return words[: hits[0].end] if hits else ""


@functools.cache
def _recipients() -> Terms[str]:
    return terms("recipients", "per")


def _is_group(words: str) -> bool:
    """Whether the last noun names someone or something that receives, not the matter (…的不良损失, …业务)."""
    return words.endswith(_heads()) and not _ONE_OF.match(words)


def wider_or_narrower(mine: str, other: str) -> Op:
    """How the group ``mine`` stands to ``other``, both without figures and empty words."""
    sizes = _sizes(mine), _sizes(other)
    if sizes[0] != sizes[1] and _SIZE.sub("", mine) == _SIZE.sub("", other):
        return "widened" if sizes[0] > sizes[1] else "narrowed" if sizes[0] < sizes[1] else "reassigned"
    members = _members(mine), _members(other)
    if members[0] > members[1]:
        return "widened"
    if members[0] < members[1]:
        return "narrowed"
    if len(mine) < len(other):
        turned = wider_or_narrower(other, mine)
        return "widened" if turned == "narrowed" else turned if turned != "widened" else "narrowed"
    more = _inserted(mine, other)
    if more is None or _NOT.search(more[0]) or not more[1]:
        return "reassigned"
    return "widened" if _LISTED.search(more[0]) else "narrowed"


def _sizes(words: str) -> frozenset[str]:
    found = _SIZE.search(words)
    return frozenset(_SIZES[found[0]] if found else "大中小微")


def _members(words: str) -> frozenset[str]:
    return frozenset(part for part in _LISTED.split(words) if part)


def _inserted(longer: str, shorter: str) -> tuple[str, str] | None:
    """The one run of letters by which ``longer`` exceeds ``shorter`` and what follows it; None where more differs."""
    start = 0
    while start < len(shorter) and longer[start] == shorter[start]:
        start += 1
    rest = shorter[start:]
    if not longer.endswith(rest) or len(longer) == len(shorter):
        return None
    end = len(longer) - len(rest)
    return longer[start:end], longer[end:]
