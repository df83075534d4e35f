"""What the official reply did with each ask: acted, partly, deferred upwards, refused, not addressed.

Bureaus answer in set phrases: 已于…建成 and 自…起执行 (acted), 拟…, 研究…, 截至…建成4个 (partly), 由省统一制定, 积极争取 (deferred),
暂不具备条件, 不宜, 不能采纳 (refused). Thanks and praise on the subject are no answer.
"""

from __future__ import annotations

import re

from zjtx_docs.amounts import find_quantities
from zjtx_docs.comparison.align import Candidate, rank
from zjtx_docs.comparison.records import AskReply, Commitment, CommitmentState, ReplyStatus
from zjtx_docs.comparison.similarity import Weights, profile
from zjtx_docs.comparison.units import Unit, counted, headings_of, is_elliptic, unit_of
from zjtx_docs.comparison.wording import say
from zjtx_docs.model import Document, Path
from zjtx_docs.text import fold, squeeze

_REFUSED = re.compile(
    r"暂不|暂无|不宜|不(?:予|能|便)采纳|难以(?:采纳|实施|实现|纳入)|无法|不具备|未能纳入|不予(?:支持|考虑|采纳)|暂缓|不作调整|不符(?:合)?|暂难|不可行|"
    r"尚不成熟|条件(?:尚)?不成熟|不再(?!重复)|没有(?:相关|此项|该项)?(?:计划|安排|依据)|暂未|暂时?没有|不属于我|恕难"
)
_DEFERRED = re.compile(
    r"(?:市|省|国家|上级|中央|部委|部门)[^,。;]{0,16}?统一(?:制定|规定|部署|管理|安排|组织|设立|出台|实施)|由(?:市|省|国家|上级|"
    r"中央)[^,。;]{0,24}?(?:核定|组织实施|制定|负责|统筹|审批|确定|出台|管理)|执行(?:市级|省级|国家|上级)[^,。;]{0,6}?(?:标准|政策|规定)"
    r"|向(?:市|省|国家|上级)[^,。;]{0,24}?(?:反映|争取|申请|申报|推荐|提交|汇报|建议|呼吁|对接)|(?:没有|无)[^,。;]{0,6}权限|属于?[^,。;]{0,14}(?:权限|事权|职权)|"
    r"权限(?:在|属)|争取(?:上级|"
    r"市|省|国家|政策|将)|积极争取|报(?:市|省|国家)[^,。;]{0,12}(?:局|厅|委|部|政府)|申报(?:市|省|国家)级|上级[^,。;]{0,10}(?:政策|"
    r"资金|文件|部门|支持)|(?:市级|省级|国家)[^,。;]{0,6}统筹|待(?:市|省|国家|上级)"
)
_COURTESY = re.compile(
    r"感谢|高度重视您|很有针对性|认真(?:研究)?(?:吸收|吸纳)|敬意|感动|启发|富有远见|谢意|接地气|很有见地|切中|宝贵(?:意见|建议)|深表|高度评价|欢迎(?:您|继续)|恳请(?:您)?(?:理解|谅解)|"
    r"具有[^,。]{0,8}(?:意义|价值)|设想[^,。]{0,12}(?:很好|饱含)"
)
_FIRM = re.compile(
    r"已(?:于|经|在|将|会同|由|全部|组织|建立|开通|列入|兑现|落实|制定|出台|印发|发放|安排|完成|纳入|设立|成立|启动|开展|建成|实现|推出|配备|有|形成|对接|"
    r"拨付|为|选派|提高|上线|投入)|自[^,。;]{2,14}?起|逐一|全部(?:由|拨付|完成|建成|兑现|覆盖)|将于[^,。;]{2,16}?(?:前|底|月|日|实施|印发|"
    r"完成)|建立了|设立了|出台了|印发了|制定了|成立了|开设|开通|配备了|实行|今年安排|明确由|专人|持续做好|每年(?:组织|安排|举办|开展|遴选)|^建立|予以(?:补偿|补助|奖励)|给予"
)
_SOFT = re.compile(
    r"拟|研究|评估|论证|考虑|探索|参考|吸纳|适时|逐步|条件成熟|征求意见|计划(?!单列)|正在|起草|推进中|视情|部分|试点|其余|仍(?:按|需)"
)
_PROGRESS = re.compile(
    r"截[至止]|累计|存量|共有|现有|达到\d|建成\d|在建|举办[^,。;]{0,20}\d+[期场次]|同比|比[^,。;]{1,8}(?:增|提高)|较[^,。;]{1,8}(?:增|提高)|\d+(?:人次|场次)"
)
_LOOSE = re.compile(
    r"加强|加大|强化|积极|鼓励|引导|进一步|不断|坚持|持续|宣传|宣讲|解读|咨询|沟通|走访|了解|帮助|协助|指导"
)
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

# Below this nothing in the reply is on the ask's subject; above _CLOSE it speaks of the very thing.
_ANSWERED = 0.26
_ANSWERED_FINE = 0.24
_CLOSE = 0.40
# Headings of a reply repeat those of the proposal; a sentence under such a heading is nearer.
_SAME_HEADING = 0.6
UNDER = 0.08


class ReplyReader:
    """A reply, cut into sentences once, and asked about each ask."""

    def __init__(self, reply: Document) -> None:
        self.document = reply
        self._lines = [line for line in reply.measures if not _OPENING.search(fold(squeeze(line.quote)))]
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
        self._weights = Weights([unit.profile for unit in self._units])

    def answer(self, ask: Unit) -> AskReply:
        """What the reply did with ``ask``; never a quote where nothing is on its subject."""
        ranked = rank(ask, self._units, self._weights, headed=0.0)
        asked = _figures(fold(squeeze(ask.quote)))
        under = self._answering(ask)
        ranked = [_under(candidate, under) for candidate in ranked[: 8 if not under else None]]
        ranked = [_with_figures(candidate, asked) for candidate in ranked]
        ranked.sort(key=lambda candidate: -candidate.score)
        for candidate in ranked[:4]:
            if not _on_subject(candidate):
                continue
            if _COURTESY.search(fold(squeeze(candidate.unit.quote))):
                if not candidate.unit.path and self._headed:
                    continue  # thanks before the first item say nothing on the ask
                break
            status, why = _status(ask, candidate)
            if status is not None:
                unit = candidate.unit
                return AskReply(
                    status=status, path=unit.path, start=unit.start, end=unit.end, quote=unit.quote, why=why
                )
        return AskReply(status="not_addressed", why=say("answer.not_addressed"))

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
            if _COURTESY.search(text) or _REFUSED.search(text) or _OPENING.search(text) or len(text) < 8:
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


def _on_subject(candidate: Candidate) -> bool:
    specific = candidate.specific or candidate.features.gram >= 0.12
    return specific and candidate.score >= (_ANSWERED_FINE if candidate.fine else _ANSWERED)


def _status(ask: Unit, candidate: Candidate) -> tuple[ReplyStatus | None, str]:
    """The state that a sentence on the ask's subject gives it, and why; None for courtesies."""
    text = fold(squeeze(candidate.unit.quote))
    if _REFUSED.search(text):
        return "refused", say("answer.refused")
    if _DEFERRED.search(text):
        return "deferred_to_upper_level", say("answer.deferred")
    if (
        ask.measure is not None
        and ask.measure.money
        and not _MONEY_WORDS.search(text)
        and candidate.score < _CLOSE + 0.1
    ):
        return None, ""
    less = _gives_less(ask, text)
    if less is None and ask.measure is not None and any((t.value or 0) > 1 for t in ask.measure.targets):
        less = True  # a number was asked for, and the reply names none
    if _FIRM.search(text) and not _SOFT.search(text):
        if less:
            return "partly", say("answer.less")
        if candidate.score >= _CLOSE and (candidate.features.terms or candidate.features.gram >= 0.12):
            return "acted", say("answer.acted")
        return "partly", say("answer.other_step")
    if _SOFT.search(text):
        return "partly", say("answer.soft")
    if less is False and _same_figure(ask, text):
        return "acted", say("answer.same_figure")
    if _PROGRESS.search(text):
        return "partly", say("answer.progress")
    if candidate.score >= _CLOSE + 0.15 and not _LOOSE.match(text):
        return "acted", say("answer.taken_on")
    return "partly", say("answer.general")


_MONEY_WORDS = re.compile(r"[奖补贴资]|经费|金额|费用|贷|\d元|万元|%|基金|担保|保险")


def _with_figures(candidate: Candidate, asked: dict[str, list[float]]) -> Candidate:
    """A line that names the very figure asked for is nearer."""
    given = _figures(fold(squeeze(candidate.unit.quote)))
    same = any(set(asked[kind]) & set(given.get(kind, ())) for kind in asked)
    return candidate._replace(score=candidate.score + 0.12) if same and candidate.features.gram > 0.03 else candidate


def _figures(text: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for quantity in find_quantities(text):
        found.setdefault(quantity.kind if quantity.kind != "count" else f"count{quantity.unit}", []).append(
            float(quantity.value)
        )
    return found


def _gives_less(ask: Unit, text: str) -> bool | None:
    """Whether the figures of the reply fall short of those asked; None where the two share no kind of figure."""
    asked, given = _figures(fold(squeeze(ask.quote))), _figures(text)
    shared = [kind for kind in asked if kind in given]
    if not shared:
        return None
    return all(max(given[kind]) < max(asked[kind]) * 0.999 for kind in shared)


def _same_figure(ask: Unit, text: str) -> bool:
    asked, given = _figures(fold(squeeze(ask.quote))), _figures(text)
    return any(set(asked[kind]) & set(given.get(kind, ())) for kind in asked)
