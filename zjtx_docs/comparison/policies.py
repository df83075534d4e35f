"""Policy against policy: two versions of one, or a lower level's policy against the upper level's.

Left is the document in question (the new version, the district), right what it is held against (the old version, the
city). Measures are paired first; what differs between the two of a pair are changes from right to left.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from zjtx_docs.comparison.changes import find_changes
from zjtx_docs.comparison.pairing import pair_up
from zjtx_docs.comparison.parts import Group
from zjtx_docs.comparison.records import Change, Match, Pair, Shape, Standing, Value
from zjtx_docs.comparison.sides import Side, side_of
from zjtx_docs.comparison.similarity import Profile
from zjtx_docs.comparison.thesaurus import subject_name
from zjtx_docs.comparison.units import Unit
from zjtx_docs.comparison.wording import say
from zjtx_docs.lexicon import terms
from zjtx_docs.model import Document
from zjtx_docs.text import fold, squeeze

_LEVELS = ("national", "provincial", "prefectural", "district", "township")
# Fields that a lower level sets for its own place without giving more or less.
_OWN_PLACE = frozenset({"department", "role", "deadline"})
_PLACE_WORDS = re.compile(
    r"在?(?:[本我全](?:省|市|区|县|旗|州)|辖区|区内|县内|市内|属地|[一-龥]{2}(?:市|县|(?<!园)区))(?:范围)?内?的?(?:注册|登记|落户)?的?"
)
# 按市级资助额的50%配套, 按1:1配套.
_MATCHED = re.compile(
    r"[按以][^,。;]{0,24}(?:\d%|\d:\d|成|比例|额度?)[^,。;]{0,8}配套(?!设施|服务|政策|建设|产业|企业)"
)
# A clause that only sets a condition for the item it stands in: it changes that item, and is no measure of its own.
_CONDITION = re.compile(
    r"^(?:申[请报][^,]{0,20}(?:企业|单位|机构|项目|主体|人)?|享受[^,]{2,20}|[^,]{2,14}(?:企业|机构|单位|人))[^,]{0,12}(?:须|应当?|必须|不得)"
    r"|就高不重复|不(?:得|可|再)?重复享受|不(?:得|可)(?:叠加|兼得)|择优不重复|从高不重复"
)


class Outcome(NamedTuple):
    """Pairs in the order of the left text, and what stands on one side only."""

    pairs: tuple[Pair, ...]
    added: tuple[Match, ...]
    removed: tuple[Match, ...]
    summary: dict[str, int]


def pair_policies(left: Document, rights: Sequence[Document]) -> Outcome:
    """How the measures of ``left`` stand to those of ``rights``."""
    mine, theirs = side_of([left]), side_of(rights)
    found = pair_up(mine.units, theirs.units)
    lower = any(_is_lower(left, right, mine) for right in rights)
    used = {i for group in found for i in group.left}, {j for group in found for j in group.right}
    conditions: dict[int, list[Change]] = {}
    added = _alone(mine.units, used[0], found, 0, conditions)
    removed = _alone(theirs.units, used[1], found, 1, conditions)
    pairs = tuple(_pair(group, mine, theirs, conditions.get(number, []), lower) for number, group in enumerate(found))
    return Outcome(pairs, added, removed, _summary(pairs, added, removed, lower))


def _is_lower(left: Document, right: Document, mine: Side) -> bool:
    """Whether ``left`` is the policy of a lower level than ``right``; never of two versions under one title.

    Where the right does not say its level, a district or township that gives on top of another's support is lower.
    """
    if left.level is None or _bare_title(left) == _bare_title(right):
        return False
    if right.level is None:
        return left.level in ("district", "township") and any(_is_on_top(unit) for unit in mine.units)
    return _LEVELS.index(left.level) > _LEVELS.index(right.level)


def _bare_title(document: Document) -> str:
    """The title without what tells versions apart: (试行), (2025年修订版)."""
    return re.sub(r"\([^)]*\)|20\d\d年?(?:版|修订版)?", "", fold(squeeze(document.title or document.doc_id)))


def _alone(
    units: list[Unit], used: set[int], found: list[Group], side: int, conditions: dict[int, list[Change]]
) -> tuple[Match, ...]:
    """What stands on one side only; a clause that only sets a condition is told at the pair of its item instead."""
    left_over = []
    for number, unit in enumerate(units):
        if number in used:
            continue
        at = _pair_of_item(number, unit, units, found, side) if _is_condition(unit) else None
        if at is None:
            left_over.append(_match(unit, 0.0, ()))
            continue
        value = Value(value=squeeze(unit.quote), start=unit.start, end=unit.end, quote=unit.quote)
        change = (
            Change(field="condition", op="removed", right=value)
            if side
            else Change(field="condition", op="added", left=value)
        )
        conditions.setdefault(at, []).append(change)
    return tuple(left_over)


def _is_condition(unit: Unit) -> bool:
    measure = unit.measure
    if measure is None or measure.money or measure.targets or measure.instruments:
        return False
    return _CONDITION.search(fold(squeeze(unit.quote))) is not None


def _pair_of_item(number: int, unit: Unit, units: list[Unit], found: list[Group], side: int) -> int | None:
    """The pair of the nearest measure of the same item before the unit, else after it."""
    places = [
        (abs(k - number), k > number, at)
        for at, group in enumerate(found)
        for k in (group.right if side else group.left)
        if units[k].path == unit.path and units[k].doc_id == unit.doc_id
    ]
    return min(places)[2] if places else None


def _pair(group: Group, mine: Side, theirs: Side, conditions: list[Change], lower: bool) -> Pair:
    lefts, rights = [mine.units[i] for i in group.left], [theirs.units[j] for j in group.right]
    sides = [[u.measure for u in units if u.measure is not None] for units in (lefts, rights)]
    deadlines = tuple(
        [record for unit in units for record in side.deadlines.get((unit.doc_id, unit.id), ())]
        for units, side in ((lefts, mine), (rights, theirs))
    )
    changes = (*find_changes(sides[0], sides[1], (deadlines[0], deadlines[1])), *conditions)
    standing = _standing(lefts, changes) if lower else None
    if standing == "tops_up":
        changes = tuple(change for found in changes for change in _on_top(found))
    shape: Shape = "split" if len(lefts) > 1 else "merge" if len(rights) > 1 else "one_to_one"
    reasons, subjects = _reasons(group, lefts[0].profile, rights[0].profile)
    more = lefts[1:] if shape == "split" else rights[1:]
    return Pair(
        left=_match(lefts[0], group.score, reasons, subjects), right=_match(rights[0], group.score, reasons, subjects),
        relation="changed" if changes else "same", standing=standing,
        shape=shape, moved=lefts[0].path != rights[0].path,
        more=tuple(_match(unit, group.score, ()) for unit in more), changes=changes,
    )  # fmt: skip


def _reasons(group: Group, left: Profile, right: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why the two belong together, and the subjects that they share."""
    if group.features is None:
        return (say("reason.copied"),), tuple(left.subjects)[:3]
    shared = group.features.shared[:3]
    said = [say("reason.subject", subject=subject_name(subject)) for subject in shared]
    said += [say("reason.words")] if group.features.gram >= 0.3 else []
    return tuple(said), shared


@functools.cache
def _top_up_words():
    return terms("top_up_words")


def _is_on_top(unit: Unit) -> bool:
    words = fold(squeeze(unit.quote))
    return bool(_top_up_words().find(words) or _MATCHED.search(words))


def _standing(lefts: list[Unit], changes: Sequence[Change]) -> Standing:
    """How a lower level's measure stands to the upper level's: by its own words, then by the fields that differ."""
    if any(_is_on_top(unit) for unit in lefts):
        return "tops_up"
    if not changes:
        return "repeats"
    own_place = all(
        change.field in _OWN_PLACE or (change.field in ("beneficiary", "condition") and _is_of_place(change))
        for change in changes
    )
    return "localises" if own_place else "alters"


def _on_top(change: Change) -> tuple[Change, ...]:
    """What is given on top takes nothing away: the upper level's own sum stands beside it."""
    if change.field in ("period", "per", "instrument") and change.left is None:
        return ()
    if change.field not in ("amount", "rate", "bound"):
        return (change,)
    if change.field == "bound" or change.left is None or change.left.value is None:
        return ()
    return (Change(field=change.field, op="added", left=change.left),)


def _is_of_place(change: Change) -> bool:
    """Whether a group or condition differs by the place alone (新认定的企业, 本区新认定的企业)."""
    left, right = (str(side.value) if side else "" for side in (change.left, change.right))
    return left != right and _PLACE_WORDS.sub("", left) == _PLACE_WORDS.sub("", right)


def _match(unit: Unit, score: float, reasons: tuple[str, ...], subjects: tuple[str, ...] = ()) -> Match:
    return Match(
        doc_id=unit.doc_id, measure_id=unit.id or None, path=unit.path, start=unit.start, end=unit.end,
        quote=unit.quote, score=score, reasons=reasons, subjects=subjects,
        departments=unit.measure.departments if unit.measure else (),
    )  # fmt: skip


def _summary(
    pairs: tuple[Pair, ...], added: tuple[Match, ...], removed: tuple[Match, ...], lower: bool
) -> dict[str, int]:
    relations, shapes = Counter(pair.relation for pair in pairs), Counter(pair.shape for pair in pairs)
    summary = {
        "pairs": len(pairs), "same": relations["same"], "changed": relations["changed"],
        "moved": sum(pair.moved for pair in pairs), "split": shapes["split"], "merge": shapes["merge"],
        "added": len(added), "removed": len(removed),
    }  # fmt: skip
    if lower:
        standings = Counter(pair.standing for pair in pairs)
        summary |= {name: standings[name] for name in ("repeats", "tops_up", "localises", "alters")}
    return summary
