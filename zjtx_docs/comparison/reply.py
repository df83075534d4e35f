"""What the official reply did with each ask: acted, partly, deferred upwards, refused, not addressed.

Which sentence answers is told by the subject, by the heading that takes up the ask's, and by rivalry: a sentence that
is far nearer to another ask answers that one. What a sentence does with the ask stands in ``answers``.
"""

from __future__ import annotations

import re

from zjtx_docs.comparison.align import rank
from zjtx_docs.comparison.answers import status_of
from zjtx_docs.comparison.candidates import Candidate
from zjtx_docs.comparison.cues import Asked, figures, is_refused
from zjtx_docs.comparison.heard import Heard, hear, is_courtesy
from zjtx_docs.comparison.records import AskReply, Commitment, CommitmentState, ReplyStatus
from zjtx_docs.comparison.senses import Senses
from zjtx_docs.comparison.similarity import Weights, profile
from zjtx_docs.comparison.units import Unit, counted, headings_of, is_elliptic, unit_of
from zjtx_docs.comparison.wording import say
from zjtx_docs.model import Document, Path
from zjtx_docs.text import fold, squeeze

# A sentence on the field that takes nothing on must speak the more plainly of the very thing.
GENERAL = 2.0
_OUR = re.compile(
    r"(?:^|[,。;:])([^,。;:]{2,24}?(?:局|委|办|政府|厅|中心|[区县市]))(?=已|将|拟|正|会同|牵头|负责|联合|组织|承诺)"
)
_BY_WHEN = re.compile(
    r"(?:于|在|到|至)?(明年(?!\d)|(?:20\d\d年|今年|明年|本月|年内|今明两年)?(?:\d{1,2}月(?:\d{1,2}日|底|上旬|中旬|下旬|末)?|年底|上半年|下半年|"
    r"[一二三四]季度|20\d\d年(?:底|末)?)(?:之?前|以前|底前)?)(?=前|[,。;]|全部|建成|完成|出台|印发|实施|提请|拨付|付清|执行|开工|启动|投入|起|"
    r"$)"
)
_WILL = re.compile(
    r"将(?!存量|其|企业|[^,。;]{1,16}(?:纳入|列入|作为))|拟|(?<!还款)(?<!行动)计划(?=[在于今明\d年内开建设出推实举将])|下一步|承诺|力争|确保|争取|今后|继续"
)
_WAS = re.compile(
    r"今年以来|去年|上半年|已(?!上)|(?:完成|建立|开展|印发|出台|发布|举办|召开|搭建|制定|推出|成立|组织|整合)了|截[至止]|累计"
)
# 将X纳入: 将 here only takes the object, the thing is in force.
_NOW = re.compile(r"正在|推进中|在建|已启动|已进驻|目前|将[^,。;]{1,16}(?:纳入|列入)")
_STUDY = re.compile(r"研究|论证|评估|考虑|探索")

# Above this a sentence speaks of the very thing.
_CLOSE = 0.38
# Headings of a reply repeat those of the proposal; a sentence under such a heading is nearer.
_SAME_HEADING = 0.6
UNDER = 0.08


class ReplyReader:
    """A reply, cut into sentences once, and asked about each ask."""

    def __init__(self, reply: Document) -> None:
        self.document = reply
        said = ((line, fold(squeeze(line.quote))) for line in reply.measures)
        self._lines = [line for line, text in said if not _OPENING.search(text) and not _LIST_HEAD.match(text)]
        headings = headings_of(reply)
        self._headed = {path: _pairs(heading) for path, heading in headings.items()}
        self._units = []
        before = ""
        for line in self._lines:
            context = _context(line.path, headings)
            if before and is_elliptic(fold(squeeze(line.quote))):
                context.append((before, 0.5))
            self._units.append(
                unit_of(reply, line.id, line, headings, profile(line.quote, context, counted(line.statistics)))
            )
            before = line.quote
        self._units += self._short_items(reply, headings)
        self._weights = Weights([unit.profile for unit in self._units])
        self._heard: dict[str, list[Heard]] = {}

    def _short_items(self, reply: Document, headings: dict[Path, str]) -> list[Unit]:
        """Items that are one short sentence and nothing else (2.非遗工坊运营补助暂不作调整。): they look like headings."""
        filled = {line.path for line in reply.measures}
        bare = [
            item
            for item in reply.outline
            if item.heading and not any(path[: len(item.path)] == item.path for path in filled)
        ]
        return [unit_of(reply, ".".join(item.path), item, headings, profile(item.heading or "", ())) for item in bare]

    def hear(self, asks: list[Unit], encoded: bool = False) -> None:
        """Weighs all asks against all sentences, before any is answered; with the encoder where ``encoded``."""
        tables = [self._table(ask) for ask in asks]
        senses = None
        if encoded and asks and self._units:
            said = [unit.told for unit in self._units]
            meant = Senses([ask.told for ask in asks], said)
            senses = [meant.near(ask.told, said) for ask in asks]
        self._heard = hear(asks, tables, senses)

    def _table(self, ask: Unit) -> list[tuple[Candidate, float]]:
        """Every sentence in the order of the reply with its nearness to the ask. An answer takes up the words and the
        figures of the ask more than a policy does."""
        found = {id(candidate.unit): candidate for candidate in rank(ask, self._units, self._weights, headed=0.0)}
        asked = figures(fold(squeeze(ask.quote)))
        under = self._answering(ask)
        ranked = [_with_figures(_under(found[id(unit)], under), asked) for unit in self._units]
        return [(c, c.score + 0.8 * max(0.0, c.features.gram - 0.1)) for c in ranked]

    def answer(self, ask: Unit) -> AskReply:
        """What the reply did with ``ask``, one of those heard; never a quote where nothing is on its subject."""
        for candidate, evidence in self._heard[ask.id]:
            if evidence <= 0.0:
                break
            if is_courtesy(fold(squeeze(candidate.unit.quote))):
                continue  # thanks say nothing on the ask
            status, why = self._status(ask, candidate)
            if status == "partly" and why == say("answer.general") and evidence < GENERAL:
                continue  # a general sentence on the field is no answer
            if status is not None:
                unit = candidate.unit
                return AskReply(
                    status=status, path=unit.path, start=unit.start, end=unit.end, quote=unit.quote, why=why
                )
        return AskReply(status="not_addressed", why=say("answer.not_addressed"))

    def _status(self, ask: Unit, candidate: Candidate) -> tuple[ReplyStatus | None, str]:
        measure = ask.measure
        asked = Asked(fold(squeeze(ask.quote)), bool(measure and measure.money))
        text = fold(squeeze(candidate.unit.quote))
        return status_of(asked, text, self.document.level, close=candidate.score >= _CLOSE)

    def _answering(self, ask: Unit) -> frozenset[Path]:
        """The items of the reply whose heading takes up the heading of the ask (关于提高补助标准的问题)."""
        mine = _pairs(ask.heading or ask.quote)
        if len(mine) < 3:
            return frozenset()
        alike = {
            path: len(mine & theirs) / min(len(mine), len(theirs))
            for path, theirs in self._headed.items()
            if len(theirs) >= 3
        }
        best = max(alike.values(), default=0.0)
        return frozenset(path for path, share in alike.items() if share == best and best >= _SAME_HEADING)

    def commitments(self) -> tuple[Commitment, ...]:
        """What the reply says was done, is under way, planned or under study, with who and by when where it says so."""
        made = []
        for line in self._lines:
            text = _TITLES.sub("", fold(squeeze(line.quote)))
            if is_courtesy(text) or is_refused(text) or _OPENING.search(text) or len(text) < 8:
                continue
            state = _state(text)
            if state is None:
                continue
            who = _OUR.search(text)
            when = _BY_WHEN.search(text)
            made.append(
                Commitment(
                    start=line.start,
                    end=line.end,
                    quote=line.quote,
                    who=who[1] if who else self.document.issuer,
                    what=squeeze(line.quote).rstrip("。；"),
                    deadline=when[1] if when and state != "done" else None,
                    state=state,
                    path=line.path,
                )  # fmt: skip
            )
        return tuple(made)


_HEAD_FRAME = re.compile(
    r"^(?:针对|对于?|就)?(?:提案|您)?(?:提出|反映|所提)?(?:的)?(?:关于)?[“\"]?|[”\"]?(?:方面)?的?(?:问题|建议|意见|事项|方面|情况|工作|诉求)$"
)


def _pairs(heading: str) -> frozenset[str]:
    """The pairs of letters of a heading without the words that frame it (关于…的问题)."""
    text = _HEAD_FRAME.sub("", fold(squeeze(heading)))
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _under(candidate: Candidate, items: frozenset[Path]) -> Candidate:
    """Sentences of the item that answers the ask's item are nearer."""
    path = candidate.unit.path
    inside = any(path[: len(item)] == item for item in items)
    return candidate._replace(score=candidate.score + UNDER, narrow=True) if inside else candidate


_TITLES = re.compile(r"《[^》]{1,60}》")
# 二是资金保障: the head of a list's member says nothing yet.
_LIST_HEAD = re.compile(r"(?:[一二三四五六七八九十]是|第[一二三四五六七八九十],?|其[一二三四五],?)[^,。;]{2,8}$")
_OPENING = re.compile(r"收悉|答复如下|汇报如下|针对您提出的")


def _state(text: str) -> CommitmentState | None:
    """done, under_way, planned or under_study; None for a sentence that takes nothing on."""
    ahead = _WILL.search(text.replace("已将", "已"))
    if _STUDY.search(text) and not _WAS.search(text):
        return "under_study"
    if _WAS.search(text) and (ahead is None or _WAS.search(text).start() < ahead.start()):  # type: ignore[union-attr]
        return "done"
    if ahead is not None:
        return "planned"
    if _NOW.search(text) or _ACTS.match(text):
        return "under_way"
    return None


_ACTS = re.compile(r"(?:持续|不断|积极)?(?:建立|设立|成立|开展|组织|实施|推进|打造|搭建|完善|加强)")


def _context(path: Path, headings: dict[Path, str]) -> list[tuple[str, float]]:
    return [(headings[path[:depth]], 0.4) for depth in range(len(path), 0, -1) if path[:depth] in headings]


def _with_figures(candidate: Candidate, asked: dict[str, list[float]]) -> Candidate:
    """A line that names the very figure asked for is nearer."""
    given = figures(fold(squeeze(candidate.unit.quote)))
    same = any(set(asked[kind]) & set(given.get(kind, ())) for kind in asked)
    return candidate._replace(score=candidate.score + 0.12) if same and candidate.features.gram > 0.03 else candidate
