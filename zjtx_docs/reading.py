"""The walk through a document's paragraphs: sentence by sentence, everything that stands in them."""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.model import (
    Beneficiary,
    Condition,
    Instrument,
    Kind,
    Money,
    Path,
    Reference,
    Responsibility,
    Stance,
    Statistic,
    Target,
    Threshold,
)  # fmt: skip
from zjtx_docs.parsers.beneficiaries import find_beneficiaries
from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.cells import has_cells
from zjtx_docs.parsers.conditions import find_conditions
from zjtx_docs.parsers.figures import find_figures
from zjtx_docs.parsers.measures import Cut, action_of, continues_last, cut_measures
from zjtx_docs.parsers.money import Context, find_money
from zjtx_docs.parsers.money_tables import MoneyTable
from zjtx_docs.parsers.recipients import Recipient, named, supported_body
from zjtx_docs.parsers.references import find_references
from zjtx_docs.parsers.responsibilities import NOTHING_ELSE
from zjtx_docs.parsers.sentences import Sentence, split_sentences
from zjtx_docs.parsers.stance import (
    Asking,
    asking_parts,
    cites_at,
    is_listed,
    lists_wishes,
    reply_stance,
    stance_of,
    wishes,
)
from zjtx_docs.parsers.targets import find_statistics, find_targets
from zjtx_docs.parsers.thresholds import find_thresholds
from zjtx_docs.text import fold, squeeze


class Draft(NamedTuple):
    """A measure before its finds are put in: source offsets, place, stance and verb."""

    start: int
    end: int
    block: Block
    stance: Stance
    action: str | None


class Finds(NamedTuple):
    """Everything found in one document, in the order of the text."""

    drafts: list[Draft]
    conditions: list[Condition]
    money: list[Money]
    thresholds: list[Threshold]
    targets: list[Target]
    statistics: list[Statistic]
    references: list[Reference]
    beneficiaries: list[Beneficiary]


_READ = frozenset({"body", "table"})
# Who answers stands apart from what is done: in a bracket, or after a label (责任单位：市科技局、市财政局).
_SET_APART = re.compile(r"[（(\[【〔［﹙]|[一-鿿]{0,4}(?:责任|牵头|配合|承办|主办|协办|实施|主管)[一-鿿]{0,4}[:：]")


def read_blocks(
    kind: Kind, blocks: tuple[Block, ...], responsibilities: tuple[Responsibility, ...], issued: str | None = None
) -> Finds:
    """The finds of all body paragraphs of a document of this kind; ``issued`` tells which years lie behind it."""
    year = int(issued[:4]) if issued else None
    finds = Finds([], [], [], [], [], [], [], [])
    tops = {block.path[0]: block.view.chars for block in blocks if block.role == "heading" and len(block.path) == 1}
    asking = asking_parts(blocks, tops)
    brackets = [entry for entry in responsibilities if _SET_APART.match(entry.quote) or _names_only(entry)]
    contexts: dict[Path, Context] = {}
    next_bracket = 0
    table: MoneyTable | None = None
    caption = ""
    for block in blocks:
        divided = has_cells(block)
        if not divided:
            table, caption = None, block.view.chars
        if block.role not in _READ:
            named = _NAMES_SUPPORT.search(block.view.chars) if block.role == "heading" else None
            if named:
                means = _means_of(named[0])
                contexts[block.path] = _above(contexts, block.path)._replace(listed=True, instrument=means)
            continue
        if divided:
            table = table or MoneyTable(caption)
            if _read_row(kind, block, table, asking, finds):
                continue
        context = _above(contexts, block.path)
        # A list may open before any item has a number: only that it is one holds for the items.
        opened = contexts.get((), context)
        if block.path not in contexts and opened.listed and not context.listed and len(block.path) == 1:
            context = opened
        while next_bracket < len(brackets) and brackets[next_bracket].end <= block.start:
            next_bracket += 1
        masked = []
        at = next_bracket
        while at < len(brackets) and brackets[at].start < block.end:
            masked.append((block.view.at(brackets[at].start), block.view.at(brackets[at].end)))
            at += 1
        contexts[block.path] = _read_block(kind, block, masked, asking, context, finds, year).outside()
    return finds


def _above(contexts: dict[Path, Context], path: Path) -> Context:
    """What the item, or the nearest one above it, has said."""
    above = (path[:depth] for depth in range(len(path), 0, -1))
    return next((contexts[one] for one in above if one in contexts), Context())


def _names_only(entry: Responsibility) -> bool:
    """Whether a responsibility is a sentence of nothing but bodies and their parts (市工信局牵头，市财政局配合): no act."""
    words = squeeze(entry.quote)
    for department in entry.departments:
        words = words.replace(department.as_written, "")
    return NOTHING_ELSE.fullmatch(fold(words).rstrip("。;")) is not None


def _read_row(kind: Kind, block: Block, table: MoneyTable, asking: Asking, finds: Finds) -> bool:
    """Whether the row of a table of amounts was read as such."""
    stance = stance_of(kind, block, asking, False)
    found = table.row(block)
    if found is None or stance is None:
        return False
    finds.money.extend(found[0])
    finds.thresholds.extend(found[1])
    if not found[0]:
        return True
    finds.drafts.append(Draft(block.start, block.end, block, stance, None))
    return True


def _read_block(
    kind: Kind,
    block: Block,
    masked: list[tuple[int, int]],
    asking: Asking,
    context: Context,
    finds: Finds,
    year: int | None,
) -> Context:
    as_of: str | None = None
    quoted_from = cites_at(block.view.chars) if kind == "proposal" else None
    sentences = split_sentences(block, masked, year)
    unmarked = kind == "proposal" and not asking.marked
    listed = unmarked and lists_wishes([sentence.text for sentence in sentences])
    for sentence in sentences:
        citing = quoted_from is not None and sentence.b > quoted_from
        stance = stance_of(kind, block, asking, citing)
        if kind == "reply":
            stance = reply_stance(sentence.text)
        elif stance is None and unmarked and (wishes(sentence.text) or (listed and is_listed(sentence.text))):
            stance = "asked"
        context, as_of = _read_sentence(kind, sentence, stance, context, as_of, quoted_from if citing else None, finds)
    finds.references.extend(find_references(block))
    return context


def _read_sentence(
    kind: Kind,
    sentence: Sentence,
    stance: Stance | None,
    context: Context,
    as_of: str | None,
    cited_from: int | None,
    finds: Finds,
) -> tuple[Context, str | None]:
    """Everything of one sentence goes into ``finds``; returns what holds for the sentences that follow."""
    path = sentence.block.path
    named = _ONLY_NAMES.fullmatch(sentence.text)
    if named and stance == "provided":  # 租金补贴。前两年按实际租金50%: the name alone gives nothing yet
        return context._replace(listed=True, instrument=_means_of(named[0])), as_of
    figures = find_figures(sentence, stance, context.listed) if sentence.quantities else []
    money, last = find_money(sentence, figures, path, context) if stance is not None else ([], None)
    targets = find_targets(sentence, figures, path) if figures else []
    statistics, as_of = find_statistics(sentence, figures, path, as_of)
    finds.money.extend(money)
    finds.targets.extend(targets)
    finds.statistics.extend(statistics)
    if stance in ("provided", "asked", "cited"):
        finds.thresholds.extend(find_thresholds(sentence, figures, path))
    body = supported_body(sentence, sentence.b)
    recipients = _recipients(sentence, money, body)
    spoken_of = [(entry.start, entry.end) for entry in (*targets, *statistics)]
    if stance is not None:
        finds.beneficiaries.extend(find_beneficiaries(sentence, recipients, spoken_of, path))
        _draft(kind, sentence, figures, stance, cited_from, finds)
    supported = body if body and not money else context.beneficiary
    if money and sentence.text.endswith(":"):
        return _opened(money[-1], supported), as_of
    lists = _LISTS.search(sentence.text)
    if lists:
        context = context._replace(listed=True, instrument=_means_of(lists[0]))
    after = sentence.chars[sentence.b : sentence.b + 40]
    running = after[:1] == ";" and not _NUMBERED.match(after)
    if context.listed and not money and not lists:
        context = context._replace(listed=False, inline=False)
    if running and money and not context.listed and (_OPENS_LINE.search(sentence.text) or _FURTHER_SUM.match(after)):
        context = context._replace(listed=True, inline=True, period=money[0].period, instrument=money[0].instrument)
    elif context.inline and not running:
        context = context._replace(listed=False, inline=False, period=None, instrument=None)
    return context._replace(beneficiary=supported, last=last or context.last, running=running), as_of


# …；（3）评定为五星级的: a member of its own.
_NUMBERED = re.compile(r";\s*(?:\(?[\d一二三四五六七八九十]{1,2}[)、.]|[①-⑳])")
# 每条给予20万元补助；其中跨市航线每条40万元
_FURTHER_SUM = re.compile(r";(?:其中,?)?[^,。;:\d]{1,16}每(?!递?增|再|新增|超|达|满|提高)[^,。;:\d]{1,4}(?=\d)")
# 给予一次性购房补贴：A类人才100万元；B类人才60万元
_OPENS_LINE = re.compile(r"(?:奖励|补助|补贴|资助|奖补|扶持|支持):[^:]+$")
# 租房补贴。博士每月2000元: an item that only names the support opens a list too.
_NAMES_SUPPORT = re.compile(r"(?:奖励|奖金|补助|补贴|津贴|资助|奖补)(?:资金|金)?(?:的?(?:标准|额度|金额))?[。:]?$")
_ONLY_NAMES = re.compile(r"[^,。;:、\d支给对]{1,6}(?:奖励|补助|补贴|津贴|奖补)(?:标准)?")
# 奖励标准如下: what follows is given.
_LISTS = re.compile(r"(?:奖励|补助|补贴|资助|奖补|扶持|支持)(?:资金)?的?标准(?:如下|为|是|分别为):$")


def _means_of(name: str) -> Instrument:
    """The means that the name of a support tells (奖励标准: an award)."""
    return "award" if "奖" in name else "subsidy"


def _opened(promise: Money, supported: Recipient | None) -> Context:
    """What a promise that opens a list says for its members: 社会力量兴办机构的，按下列标准给予一次性建设补助：（1）…"""
    name = promise.beneficiary
    receives = Recipient(-1, -1, name, promise.per) if name else supported
    period = None if promise.period == "total" else promise.period  # 按下列阶段给予奖励，合计1000万元：
    return Context(receives, receives, False, period, promise.instrument, listed=True)


def _draft(kind: Kind, sentence: Sentence, figures: list, stance: Stance, cited_from: int | None, finds: Finds) -> None:
    view = sentence.block.view
    if stance in ("asked", "provided") and continues_last(sentence) and finds.drafts:
        last = finds.drafts[-1]
        if last.block is sentence.block and last.stance == stance == "asked":
            finds.drafts[-1] = last._replace(end=view.span(sentence.a, sentence.b)[1])
            return
    cuts = cut_measures(sentence, figures, stance == "asked")
    if kind == "reply" and sentence.b - sentence.a >= 6:
        # A bureau's sentence answers as a whole: …所限，仍按10%执行，暂不提高.
        cuts = [Cut(sentence.a, sentence.b, action_of(sentence.text))]
    for cut in cuts:
        if cited_from is not None and cut.b <= cited_from:
            continue
        a = max(cut.a, cited_from) if cited_from is not None else cut.a
        start, end = view.span(a, cut.b)
        finds.drafts.append(Draft(start, end, sentence.block, stance, cut.action))
        finds.conditions.extend(find_conditions(sentence, a, cut.b))


def _recipients(sentence: Sentence, money: list[Money], body: Recipient | None) -> list[Recipient]:
    """Whom the sentence gives to: the recipients of its money, else the body that it supports."""
    found = []
    view = sentence.block.view
    for entry in money:
        for spot in entry.places:
            if spot.field == "beneficiary":
                found.append(named(sentence, view.at(spot.start), view.at(spot.end)))
    if not found and body is not None and _SUPPORTED.match(sentence.text):
        found.append(body)
    return found


# Only who is supported or served receives: 鼓励保险机构开发… names one who acts.
_SUPPORTED = re.compile(
    r"(?:进一步|积极|大力|优先|重点|继续|加大|加强)*(?:支持|资助|扶持|帮助|培育|引进|吸引|奖励|补贴|补助|资金支持|对(?!接)|为(?!了|深|全|进|贯)|向|给)"
)
