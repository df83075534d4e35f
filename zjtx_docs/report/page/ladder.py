"""The cultivation ladder: what is given at each rung, by policy and as proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from zjtx_docs.model import Document, Measure, Money, Tier
from zjtx_docs.report.layout import clean, wrap
from zjtx_docs.report.page.duties import Cell, quoted
from zjtx_docs.report.page.finds import money_words
from zjtx_docs.report.page.markup import Html
from zjtx_docs.report.page.places import Places
from zjtx_docs.report.page.svg import Svg

TIERS: tuple[str, ...] = get_args(Tier)
ANY = ""  # firms without a rung
_SHOWN = 5  # entries a rung shows on each side; the table has all
_WIDTH, _NAME, _LINE = 1000, 220, 20


class Support(NamedTuple):
    """One thing given at a rung, in words, with its measure."""

    tier: str
    asked: bool
    words: str
    doc_id: str
    measure: Measure


def supports_of(documents: Sequence[Document], places: Places) -> list[Support]:
    """What is given at each rung: sums and rates, else the kinds of support of a measure that names the rung."""
    found: dict[tuple[str, bool, str, str, str], Support] = {}
    for document in documents:
        for measure in document.measures:
            if measure.stance not in ("asked", "provided"):
                continue
            asked = measure.stance == "asked"
            for tier, words in _given(measure, places):
                entry = Support(tier, asked, words, document.doc_id, measure)
                found.setdefault((tier, asked, words, document.doc_id, measure.id), entry)
    rungs = {name: number for number, name in enumerate((*TIERS, ANY))}
    return sorted(found.values(), key=lambda one: (rungs[one.tier], one.asked, one.doc_id, one.measure.start))


def _given(measure: Measure, places: Places) -> Iterable[tuple[str, str]]:
    say = places.say
    tiers = {clean(entry.as_written): entry.tier for entry in measure.beneficiaries if entry.tier}
    for entry in measure.money:
        for tier in _tiers_of(entry, tiers):
            yield tier, money_words(entry, say)
    if not measure.money:
        for instrument in measure.instruments:
            for tier in dict.fromkeys(tiers.values()):
                yield tier, say(f"instrument.{instrument}")


def _tiers_of(entry: Money, tiers: dict[str, Tier]) -> list[str]:
    """The rungs that an entry is for: those its recipient names, else all that the measure names, else none."""
    named = [tier for words, tier in tiers.items() if words and words in clean(entry.beneficiary or "")]
    return list(dict.fromkeys(named or tiers.values())) or [ANY]


def draw_ladder(supports: Sequence[Support], places: Places) -> Html:
    """The rungs from the highest down, municipal support beside what is proposed."""
    say = places.say
    column = (_WIDTH - _NAME - 120) // 2
    rungs = []
    for tier in (*reversed(TIERS), ANY):
        sides = [_lines([s.words for s in supports if s.tier == tier and s.asked is asked], column, places)
                 for asked in (False, True)]  # fmt: skip
        name = wrap(say(f"tier.{tier}") if tier else say("page.no_tier"), _NAME // 7 - 3)
        rungs.append((tier, name, sides, max(len(name), *(len(side) for side in sides), 2)))
    height = 44 + sum(lines * _LINE + 22 for *_, lines in rungs)
    drawing = Svg(_WIDTH, height, say("page.ladder_title"), css="chart ladder")
    drawing.text(_NAME + 110, 24, say("page.provided"), "head")
    drawing.text(_NAME + 110 + column + 10, 24, say("page.proposed"), "head")
    y = 36.0
    for step, (tier, name, sides, lines) in enumerate(rungs):
        tall = lines * _LINE + 16
        x = 100 - step * 16 if tier else 0
        drawing.rect(x, y, _NAME, tall, f"rung s{step}", round=6)
        for number_, words in enumerate(name):
            drawing.text(x + 12, y + 24 + number_ * _LINE, words, "name")
        for side, at in zip(sides, (_NAME + 110, _NAME + 120 + column), strict=True):
            drawing.rect(at - 8, y, column, tall, "cell" if side else "cell none", round=6)
            for number_, words in enumerate(side or [say("page.none_found")]):
                drawing.text(at + 2, y + 24 + number_ * _LINE, words, "entry" if side else "entry faint")
        y += tall + 6
    return drawing.html()


def _lines(words: Sequence[str], width: int, places: Places) -> list[str]:
    """The entries as lines of the cell: each once, with how often, the rest counted."""
    distinct = list(dict.fromkeys(words))
    lines: list[str] = []
    for entry in distinct[:_SHOWN]:
        several = words.count(entry)
        told = f"{entry} ×{several}" if several > 1 else entry
        lines += [("· " if first else "  ") + line
                  for first, line in ((not n, line) for n, line in enumerate(wrap(told, width // 7 - 5)))]  # fmt: skip
    if len(distinct) > _SHOWN:
        lines.append(places.say("page.more_entries", count=len(distinct) - _SHOWN))
    return lines


def ladder_rows(supports: Sequence[Support], places: Places) -> list[list[Cell]]:
    """The table behind the ladder."""
    say = places.say
    return [
        [
            Cell(say(f"tier.{one.tier}") if one.tier else say("page.no_tier")),
            Cell(say("page.proposed" if one.asked else "page.provided")),
            Cell(one.words),
            Cell(places.trail(one.doc_id, one.measure.path)),
            Cell(quoted(one.measure), places.link(one.doc_id, one.measure.start, one.measure.end)),
        ]
        for one in reversed(supports)
    ]
