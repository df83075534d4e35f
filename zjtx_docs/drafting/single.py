"""What a draft's own words leave open: how much, who is to act, and whether an item asks for one thing."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from zjtx_docs.amounts import find_quantities
from zjtx_docs.comparison.records import Ask
from zjtx_docs.comparison.thesaurus import is_fine, subject_name
from zjtx_docs.comparison.units import Unit
from zjtx_docs.drafting.records import Finding
from zjtx_docs.drafting.wording import finding_words
from zjtx_docs.lexicon import alternation, rows
from zjtx_docs.model import Document, OutlineItem, Path
from zjtx_docs.text import fold, squeeze

# Support that one expects a figure with.
_PAID = frozenset(
    "grant award subsidy interest_subsidy investment_subsidy risk_compensation rent_relief voucher".split()
)
# 给予支持 in housing or schooling needs no figure; money does.
_MONEY = re.compile(r"[奖补贴资费券偿]")
_SHOWN = 16  # letters that stand for an item without a heading
MANY = 3  # matters of one item from which on a reply is likely to pass over some
_LISTED = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:是|,)|其[一二三四五六七八九]|\(?\d{1,2}[).、])")
_BODY = re.compile(
    r"(?:[省市区县镇乡州旗]|开发区|新区|街道|职能|主管|业务|牵头|责任)[^,。;:、()]{0,12}?"
    r"(?:局|委(?!员)|办(?![法理好证公企])|厅|政府|管委会|中心|部门|单位|领导)"
    r"|[省市区县镇乡州旗]长(?![期远效])"
)
_HEAD_BODY = re.compile(r"^[^\n]{0,12}?(?:承办|办理|会办|主办|责任)(?:单位|部门)\s*[:：]\s*\S", re.MULTILINE)


@functools.cache
def _pattern(value: str) -> re.Pattern[str]:
    return re.compile(alternation(fold(row["word"]) for row in rows("vague_words") if row["value"] == value))


@functools.cache
def _vaguely_paid() -> re.Pattern[str]:
    """一定力度的奖励补贴: a vague word and what is given, a few letters apart."""
    given = alternation(
        [
            *(fold(row["word"]) for row in rows("cues") if row["kind"] == "give" and row["value"] in _PAID),
            "优惠",
            "经费",
        ]
    )
    return re.compile(rf"(?:{_pattern('vague').pattern})[^,。;]{{0,8}}?(?:{given})")


@functools.cache
def _vaguely_many() -> re.Pattern[str]:
    """建设一批…平台: an act and a vague number."""
    return re.compile(
        rf"(?:建设?|新建|引进|培育|培养|打造|设立|遴选|组织|建成|安排|推出|扶持|选派)[^,。;]{{0,4}}?(?:{_pattern('count').pattern})"
    )


def find_unmeasured(units: Sequence[Unit], asks: Sequence[Ask]) -> Iterator[Finding]:
    """Asks for support without how much, or for things without how many. What the ask beside it in the same item says
    on the same kind of support counts too."""
    for number, (unit, ask) in enumerate(zip(units, asks, strict=True)):
        text = fold(squeeze(unit.quote))
        if not is_unmeasured(unit, text) or any(
            _measures(unit, other) for other in units[max(number - 1, 0) : number + 2] if other is not unit
        ):
            continue
        values = {}
        model = next((match for match in ask.matches if match.measure_id and _has_sum(match.quote)), None)
        if model is not None:
            values["model"] = squeeze(model.quote)
        yield _finding(ask, "no_figure", values)


def is_unmeasured(unit: Unit, text: str) -> bool:
    """Whether an ask promises money without a figure, or speaks of 一定的奖励 and 一批平台."""
    if find_quantities(text) or _pattern("whole").search(text):
        return False
    money = unit.measure.money if unit.measure else ()
    paid = any(e.bound is None and e.instrument in _PAID and _MONEY.search(e.quote) for e in money)
    return paid or bool(_vaguely_paid().search(text) or _vaguely_many().search(text))


def _has_sum(quote: str) -> bool:
    """Whether the words name a sum or a rate; 前200位 is no standard to go by."""
    return any(found.kind in ("sum", "rate") for found in find_quantities(fold(squeeze(quote))))


def _measures(unit: Unit, other: Unit) -> bool:
    if other.path != unit.path or other.measure is None or unit.measure is None:
        return False
    figured = {entry.instrument for entry in other.measure.money if entry.bound is not None}
    return bool(figured & ({entry.instrument for entry in unit.measure.money} | set(unit.measure.instruments)))


def find_unaddressed(
    draft: Document, units: Sequence[Unit], asks: Sequence[Ask], text: str | None
) -> Iterator[Finding]:
    """One finding for each recommendation that names no body, with those that hold the matched measures.

    None at all where the head of the draft says who should handle it.
    """
    if text is not None and _HEAD_BODY.search(text[draft.source.start : min([draft.source.end, *_starts(units)])]):
        return
    for item, members in _items(draft, units):
        if any(unit.measure and unit.measure.departments for unit in (units[at] for at in members)):
            continue
        start = item.start if item else units[members[0]].start
        words = "".join(units[at].quote for at in members) + (item.quote if item else "")
        if text is not None:
            words = text[start : max(units[at].end for at in members)]
        if _BODY.search(fold(squeeze(words))) or any(_inside(r, start, units[members[-1]].end) for r in _bodies(draft)):
            continue
        first = asks[members[0]]
        values = {"item": _item_words(item, first)}
        bodies = _bodies_of([asks[at] for at in members])
        if bodies:
            values["departments"] = "、".join(bodies)
        yield _finding(first, "no_department", values, item)


def _bodies_of(asks: Sequence[Ask]) -> list[str]:
    """The three bodies that hold most of the matched measures, those in the lead first; 各区 names nobody."""
    counts: Counter[str] = Counter()
    for ask in asks:
        for body in ask.matches[0].departments if ask.matches else ():
            counts[body.canonical] += 2 if body.role == "lead" else 1
    return [name for name, _ in counts.most_common() if not name.startswith("各")][:3]


def find_bundles(draft: Document, units: Sequence[Unit], asks: Sequence[Ask]) -> Iterator[Finding]:
    """Items of the lowest rank that bundle three matters or more."""
    items = {item.path: item for item in draft.outline}
    groups: dict[Path, list[int]] = {}
    for at, unit in enumerate(units):
        if unit.path and unit.measure is not None and not _LISTED.match(fold(squeeze(unit.quote))):
            groups.setdefault(unit.path, []).append(at)
    for path, members in groups.items():
        matters = _matters([units[at] for at in members])
        if len(matters) >= MANY:
            values = {"item": _item_words(items.get(path), asks[members[0]]), "matters": "、".join(matters)}
            yield _finding(asks[members[0]], "several_matters", values, items.get(path))


def _matters(units: Sequence[Unit]) -> list[str]:
    """The matters of asks under one number, by name: asks that share a narrow subject are on one matter."""
    groups: list[tuple[set[str], str]] = []
    for unit in units:
        own = [s for s, weight in unit.profile.subjects.items() if weight >= 1.0 and is_fine(s)]
        # The number of firms on a rung of the ladder is one matter with every other rung.
        subjects = {s.partition(":")[0] for s in own}
        if not subjects:
            continue
        same = [group for group in groups if group[0] & subjects]
        name = same[0][1] if same else subject_name(own[0])
        groups = [group for group in groups if group not in same]
        groups.append((set().union(subjects, *(group[0] for group in same)), name))
    return list(dict.fromkeys(name for _, name in groups))


def _items(draft: Document, units: Sequence[Unit]) -> Iterator[tuple[OutlineItem | None, list[int]]]:
    """The recommendations with the numbers of their asks: the first rank on which the asks divide."""
    depth = _depth([unit.path for unit in units])
    outline = {item.path: item for item in draft.outline}
    groups: dict[Path, list[int]] = {}
    for at, unit in enumerate(units):
        groups.setdefault(unit.path[:depth], []).append(at)
    for path, members in groups.items():
        yield outline.get(path), members


def _depth(paths: Sequence[Path]) -> int:
    """三、意见建议 over （一）（二）: the rank below the one that all asks stand under."""
    shared = 0
    while paths and all(len(path) > shared for path in paths) and len({path[: shared + 1] for path in paths}) == 1:
        shared += 1
    return shared + 1


def _bodies(draft: Document):
    return [entry for entry in draft.responsibilities if entry.departments]


def _inside(entry, start: int, end: int) -> bool:
    return start <= entry.start < end


def _starts(units: Sequence[Unit]) -> list[int]:
    return [unit.start for unit in units[:1]]


def _item_words(item: OutlineItem | None, first: Ask) -> str:
    """A recommendation as one calls it: number and heading, else number and the beginning of its first ask."""
    label = item.label if item else ""
    return squeeze(f"{label}{item.heading if item and item.heading else _beginning(first.quote)}")


def _beginning(quote: str) -> str:
    words = squeeze(quote)
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"


def _finding(ask: Ask, code, values: dict[str, str], item: OutlineItem | None = None) -> Finding:
    place = item if item and item.heading else ask
    return Finding(
        start=place.start, end=place.end, quote=place.quote, path=place.path,
        ask_id=ask.id, fingerprint=ask.fingerprint, **finding_words(code, values),
    )  # fmt: skip
