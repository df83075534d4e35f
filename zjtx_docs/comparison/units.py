"""What is compared: the asks of a proposal, the measures and targets of a policy, each with its profile.

A proposal's ask is the smallest stretch that asks for one thing; a heading is an ask only where no sentence under it
states the
act. A policy's title, headings and slogans are never a counterpart.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.comparison.similarity import Profile, bare, profile
from zjtx_docs.comparison.thesaurus import generic_words, subject_hits
from zjtx_docs.lexicon import rows
from zjtx_docs.model import Document, Measure, OutlineItem, Path, Statistic, Target, all_finds
from zjtx_docs.text import fold, squeeze

# Who is spoken of is no matter: nearly every measure and ask names a rung of the ladder.
_RUNGS = re.compile(
    r"(?:(?:国家|省|市)级?)?[“\"]?专精特新[”\"]?(?:中小)?(?:[“\"]?小巨人[”\"]?)?(?:企业)?|"
    r"(?:(?:国家|省|市)级)?[“\"]小巨人[”\"]企业"
)
# What is only about which firms there are: their number, a list of them, the ladder.
_OF_FIRMS = frozenset({"count", "registry", "tiers", "potential"})


class Unit(NamedTuple):
    """One stretch to compare: a measure, a target or (asks only) a heading. ``heading`` is that of its item; ``before``
    what stands right before an ask and says what it is about (the situation, or the ask that it leans on)."""

    doc_id: str
    id: str
    path: Path
    start: int
    end: int
    quote: str
    measure: Measure | None
    target: Target | None
    heading: str | None
    profile: Profile
    before: str = ""

    @property
    def told(self) -> str:
        """The words with what stands before them and the heading that they stand under."""
        return "：".join(part for part in (self.heading, self.before, self.quote) if part)

    @property
    def said(self) -> str:
        """The same as the encoder reads it beside policies: a rung of the ladder counts as a firm, unless all that the
        stretch tells is which firms are counted or listed (培育10家“小巨人”企业, 建立“专精特新”企业库)."""
        own = {subject.partition(":")[0] for subject, weight in self.profile.subjects.items() if weight >= 1.0}
        return self.told if own and own <= _OF_FIRMS else _RUNGS.sub("企业", self.told)


# 把茶园底子打牢 announces; 把8路公交延伸到产业园东门 asks.
_SLOGAN = re.compile(
    r"^(?:第[一二三四五六七八九十]+,)?(?:要|让|使|把(?![^,;。]*(?:[纳列并]入|延[伸长]|[推扩提增减降][广大展高加少低]?[至到]|交给|移交)))[^,;。]{2,24}$"
)
_ANNOUNCE = re.compile(
    r"^(?:[^。]{0,30}(?:建议如下|具体建议|提出如下|提出以下|以下建议|如下建议|几点建议|以下几点|如下:?$)|其中包括|主要包括|具体(?:如下|包括))"
)
_COURTESY = re.compile(r"^(?:以上(?:建议|提案)|妥否|特此|谢谢|请予|望(?:予|能)|当否)")


_WISH = re.compile(r"(?:因此|为此|所以|对此)?,?(?:希望|建议|恳请|请(?!老师|教|求)|盼|望(?=[能在把将])|能不能|能否)")
_WISHES = re.compile(r"(?<![申邀聘])请(?![教求客假柬老])|得(?=赶紧|给|把|有|让|修)|希望|建议|恳请|应当?|给予|支持|不要|别再|可以|能不能|能否|最好")
# 建立标杆企业开放日制度，每季度组织观摩一次: how often what the clause before sets up takes place.
_PACED = re.compile(r"每(?:半?年|季度?|个?月|周|两年)|定期")
_SET_UP = re.compile(r"(?:制度|机制|平台|中心|队伍|专班|名单|台账|清单)$")
_STEP = re.compile(r"(?:提高|增加|提|上调|放宽|延长|降低?|扩大|缩短|调整|改)(?:至|到|为)|再给|再奖|另给|一并")


# 凡是进了名册的，7个工作日内审结; 对用这种办法添置设备的: it takes up what the ask before sets up.
_TAKES_UP = re.compile(
    r"^(?:[并再](?:逐步)?[把将]|(?:凡是?|对于?)?(?:进了|进入|列入|纳入|入选)[^,。;]{0,4}(?:名册|名单|库|目录|清单)的|"
    r"(?:凡是?|对于?)?用?(?:这种|这个|该)(?:办法|方式|法子|模式))"
)


def is_elliptic(text: str) -> bool:
    """An ask that leans on the one before: it names no matter of its own (期限延长到三年, 再给不超过100万元)."""
    if _TAKES_UP.match(text):
        return True
    telling = [hit for hit in subject_hits(text) if text[hit.start : hit.end] not in generic_words()]
    return not telling and bool(_STEP.search(text) or len(bare(text)) <= 6)


def counted(targets: tuple[Target | Statistic, ...]) -> list[str]:
    """The rungs of the ladder that targets or statistics count firms on, as subjects of their own."""
    return [f"count:{target.tier}" for target in targets if target.tier]


def unit_of(
    document: Document, id: str, record: Measure | Target | OutlineItem, headings: dict[Path, str], profile: Profile
) -> Unit:
    """The unit of one record of a document; ``headings`` as ``headings_of`` gives them."""
    return Unit(
        doc_id=document.doc_id,
        id=id,
        path=record.path,
        start=record.start,
        end=record.end,
        quote=record.quote,
        measure=record if isinstance(record, Measure) else None,
        target=record if isinstance(record, Target) else None,
        heading=headings.get(record.path),
        profile=profile,
    )


def headings_of(document: Document) -> dict[Path, str]:
    """Path -> heading of each item that has one."""
    return {item.path: item.heading for item in document.outline if item.heading}


def _context(path: Path, headings: dict[Path, str]) -> list[tuple[str, float]]:
    """Headings above a stretch, the nearest with the most weight."""
    weights = (0.5, 0.3, 0.2)
    found = []
    for depth in range(len(path), 0, -1):
        heading = headings.get(path[:depth])
        if heading:
            found.append((heading, weights[min(len(found), 2)]))
    return found


def ask_units(document: Document) -> list[Unit]:
    """The asks of a proposal (or the measures of any document that stands on the left), in the order of the text."""
    headings = headings_of(document)
    asked = [m for m in document.measures if m.stance == "asked"] or [
        m for m in document.measures if m.stance == "provided"
    ]
    units: list[Unit] = []
    before = situation = ""
    for number, measure in enumerate(asked):
        text = fold(squeeze(measure.quote))
        following = asked[number + 1] if number + 1 < len(asked) else None
        if _is_no_ask(text, measure, following):
            before = measure.quote
            continue
        if _is_situation(text, measure, following):
            situation = before = measure.quote
            continue
        context = _context(measure.path, headings)
        if situation and _WISH.match(text):
            telling = any(text[hit.start : hit.end] not in generic_words() for hit in subject_hits(text))
            context.append((situation, 0.6 if telling else 1.0))
        leaned = situation
        situation = ""
        if units and measure.start - units[-1].end <= 1 and _PACED.match(text) and _SET_UP.search(units[-1].quote):
            leaned = units[-1].quote
            context.append((leaned, 0.5))
        elif units and units[-1].path == measure.path and is_elliptic(text):
            context.append((before, 0.5))
            leaned = before if _TAKES_UP.match(text) else leaned
        own = profile(measure.quote, context, counted(measure.targets))
        units.append(unit_of(document, measure.id, measure, headings, own)._replace(before=leaned))
        before = measure.quote
    units.extend(_heading_asks(document, units, headings))
    return sorted(units, key=lambda unit: (unit.start, unit.end))


def _is_no_ask(text: str, measure: Measure, following: Measure | None) -> bool:
    """Slogans that announce a list (让技改政策更普惠。一是…), announcements and courtesies ask for nothing."""
    if measure.money or measure.targets:
        return False
    if _ANNOUNCE.match(text) or _COURTESY.match(text):
        return True
    listed = (
        following is not None
        and following.path == measure.path
        and re.match(r"(?:一是|首先|其一|第一|\(?1\)?[.、])", fold(squeeze(following.quote)))
    )
    return bool(_SLOGAN.match(text) or (listed and len(text) <= 30)) or not bare(text)


@functools.cache
def _verbs() -> tuple[str, ...]:
    """The verbs of ``lexicons/actions.csv``, and those by which others are won for it: a clause that one opens asks for
    something."""
    return (*(row["word"] for row in rows("actions")), "动员", "发动", "号召", "协商")


def _is_situation(text: str, measure: Measure, following: Measure | None) -> bool:
    """What is wrong, told right before the wish (会计常常看不懂。请税务部门…): it says what the wish is about."""
    if following is None or following.path != measure.path or measure.money or measure.targets:
        return False
    if following.start - measure.end > 3 or not _WISH.match(fold(squeeze(following.quote))):
        return False
    return (
        not _WISHES.search(text)
        and not _STEP.search(text)
        and not any(clause.startswith(_verbs()) for clause in text.split(","))
    )


def _heading_asks(document: Document, units: list[Unit], headings: dict[Path, str]) -> list[Unit]:
    """Headings whose matter no sentence under them asks for."""
    if document.kind != "proposal":
        return []
    made = []
    asked_paths = {unit.path for unit in units}
    for item in document.outline:
        if not item.heading or not any(path[: len(item.path)] == item.path for path in asked_paths):
            continue
        below = " ".join(unit.quote for unit in units if unit.path[: len(item.path)] == item.path)
        own = {hit.value for hit in subject_hits(fold(squeeze(item.heading)))}
        there = {hit.value for hit in subject_hits(fold(squeeze(below)))}
        children = any(path != item.path and path[: len(item.path)] == item.path for path in asked_paths)
        if own and not own & there and children:
            start, end = _heading_span(item)
            quote = item.quote[start - item.start :]
            unit = unit_of(document, f"{'.'.join(item.path)}-0", item, headings, profile(item.heading))
            made.append(unit._replace(start=start, end=end, quote=quote))
    return made


def _heading_span(item: OutlineItem) -> tuple[int, int]:
    """Where the heading itself stands, after its label."""
    at = item.quote.find(item.heading[:2]) if item.heading else -1
    return (item.start + at if at > 0 else item.start), item.end


def _columns(measure: Measure) -> list[str]:
    """The heads of the columns that the figures of a table's row stand under."""
    if "\t" not in measure.quote:
        return []
    return [bar.metric for bar in measure.thresholds if bar.metric and bar.metric not in measure.quote]


def counterpart_units(document: Document, include_cited: bool = False) -> list[Unit]:
    """The measures and targets of a policy that an ask may be held against."""
    headings = headings_of(document)
    units = []
    inside = set()
    for measure in document.measures:
        if measure.stance == "cited" and not include_cited:
            continue
        inside.update((target.start, target.end) for target in measure.targets)
        context = _context(measure.path, headings)
        # The rows of a table are told apart by what its columns ask for, not by the figures in them.
        own = profile(" ".join((measure.quote, *_columns(measure))), context, counted(measure.targets))
        units.append(unit_of(document, measure.id, measure, headings, own))
    for target in all_finds(document, "targets"):
        if (target.start, target.end) not in inside:
            units.append(unit_of(document, "", target, headings, profile(target.quote, (), counted((target,)))))
    return units
