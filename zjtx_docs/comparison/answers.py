"""What one sentence of a reply does with an ask that it is about: acted, partly, deferred upwards, refused.

已于…建成 and 自…起执行 act, 拟…, 研究…, 截至…建成4个 act in part, 由省统一制定, 积极争取 defer, 暂不具备条件, 不宜 refuse; what each sentence
shows of these is told by ``cues``, what that comes to by ``states``.
"""

from __future__ import annotations

import re

from zjtx_docs.comparison.cues import Asked, cues_of, is_deferred, is_met, is_refused, names_money
from zjtx_docs.comparison.records import ReplyStatus
from zjtx_docs.comparison.states import most_likely
from zjtx_docs.comparison.wording import say
from zjtx_docs.model import Level

# The column of a table of progress that says how it ended.
_GRADED = re.compile(
    r"(?:(?P<yes>已(?:全部|基本)?(?:解决|落实|办结|采纳|完成|兑现))|(?:留作|供)参考|未采纳|不(?:予)?采纳|暂不(?:采纳|办理))[。;]?$"
)
# 低于提案所提水平, 比您建议的还高: what stands meets the ask; the figures alone do not tell which way is better.
_MEETS = re.compile(
    r"(?:低于|高于|优于|超过|多于)[^,。;]{0,4}(?:提案|建议|您|代表|委员)[^,。;]{0,8}(?:水平|标准|要求|比例|数额)|"
    r"比(?:您|提案|建议|代表|委员)[^,。;]{0,10}(?:还|更)[要]?[高低多好少快]"
)
# Done for some, and the rest left open in the same sentence (技师暂未列入, 其余医院不作要求, 周日开窗将再作论证).
_REST_OPEN = re.compile(
    r"暂未|暂不(?=列入|纳入|作)|其余[^,。;]{0,8}(?:不|暂|未)|再(?:作|行|做)(?:论证|研究|考虑)|另行研究|再定(?=[,。;]|$)|还在(?:论证|研究|评估|协调|商议)"
)
_SINCE = re.compile(
    r"自[^,。;]{2,10}起|已|(?:开通|建成|设立|成立|出台|印发|举办|组织|安排|兑现|发放|建立|开设|上线|完成|新增)了"
)


def status_of(asked: Asked, text: str, level: Level | None, close: bool) -> tuple[ReplyStatus | None, str]:
    """The state that a sentence (folded, without blanks) on the ask's subject gives it, and why; None where it is not
    an answer after all.

    ``close``: it speaks of the very thing. ``level`` is that of whoever answers. Which state the words speak for is
    learned from examples (``states``); the column of a table of progress that says how it ended is read as it stands.
    """
    graded = _GRADED.search(text)
    if graded is not None:
        return ("acted", say("answer.acted")) if graded["yes"] else ("refused", say("answer.refused"))
    if (
        asked.money
        and not names_money(text)
        and not close
        and not (is_deferred(text, level) or is_refused(text))
    ):
        return None, ""
    cues = cues_of(asked, text, level)
    status = most_likely(text, cues)
    if is_met(asked, text, cues) or _MEETS.search(text) and not cues["open"]:
        status = "acted"
    elif status in ("acted", "refused") and (cues["done"] or _SINCE.search(text)) and _REST_OPEN.search(text):
        status = "partly"
    if status == "partly":
        return status, say(f"answer.{_partly(cues)}")
    return status, say(_SAID[status])


_SAID = {"acted": "answer.acted", "refused": "answer.refused", "deferred_to_upper_level": "answer.deferred"}


def _partly(cues: dict[str, bool]) -> str:
    """In what way an answer is one in part."""
    if cues["less"]:
        return "less"
    if cues["open"] or cues["soft"]:
        return "soft"
    if cues["progress"]:
        return "progress"
    return "other_step" if cues["done"] or cues["firm"] else "general"
