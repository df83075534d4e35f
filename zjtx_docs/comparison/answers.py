"""What one sentence of a reply does with an ask that it is about: acted, partly, deferred upwards, refused.

Bureaus answer in set phrases: 已于…建成 and 自…起执行 (acted), 拟…, 研究…, 截至…建成4个 (partly), 由省统一制定, 积极争取 (deferred),
暂不具备条件, 不宜, 财力难以承受 (refused). Whose decision it is depends on who answers: 由市财政局核定 defers in a district's letter and
not in the city's own.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.amounts import find_quantities
from zjtx_docs.comparison.records import ReplyStatus
from zjtx_docs.comparison.states import most_likely
from zjtx_docs.comparison.wording import say
from zjtx_docs.model import Level

_REFUSED = re.compile(
    r"暂不|不宜|(?:不予|不能|不便|没有|未予?)采纳|不能(?:答应|停止|取消|提高|放宽|扩大|[纳列]入|延长|增加)|不(?:予)?同意(?!见)|不赞成|(?:负担|承担)不[起了]|不准备|"
    r"难以(?:采纳|实施|实现|纳入|承受|支撑|落实|满足|负担|统一)|(?<!自行)无法(?!自行|单独)|不具备|未能纳入|不予(?:单独|另行)?(?:支持|考虑|采纳|补助|补贴|奖励|安排|调整)|暂缓|"
    r"不[作做](?:调整|改变|变动|变更|延长|提高|增加|扩大|放宽)|不符(?:合)?|暂难|不可行|尚不成熟|条件(?:尚)?不成熟|"
    r"不再(?:对|向|给予|实施|保留|开展|发放|安排|新增|新设|扩大|提高|出台|设立|"
    r"延长|上调|下调|放宽|降低|追加|增加|调整|减免"
    r"|(?:单独|另行)(?:出台|制定|设立|安排|给予|新增|开发|支持|奖励|补贴|补助|建设|组织|实施|设置|增加|成立|组建))|"
    r"(?:没有|暂无|并无|无)(?:相关|此项|该项|这项|这方面)?(?:计划|安排|依据|预算)|暂未|暂时?没有|不属于我|恕难|不(?:再)?考虑|不打算|不支持|"
    r"(?:维持|保持)[^,。;]{0,8}(?:不变|稳定)|做不到|办不了|没法"
)
# The column of a table of progress that says how it ended.
_GRADED = re.compile(
    r"(?:(?P<yes>已(?:全部|基本)?(?:解决|落实|办结|采纳|完成|兑现))|(?:留作|供)参考|未采纳|不(?:予)?采纳|暂不(?:采纳|办理))[。;]?$"
)
# Not ours to decide: whoever answers, these say so.
_NO_POWER = re.compile(
    r"(?:没有|无|不具有|不具备)[^,。;]{0,8}(?:权限|事权)|无权|(?:不能|无法|不得|难以)(?:单独|自行|擅自)|属于?[^,。;]{0,14}(?:权限|事权|职权)|权限(?:在|属)"
)
_HANDED_ON = re.compile(
    r"(?:意见|建议|诉求|提案)[^,。;]{0,8}(?:函告|转交|转报|转达|转送|报送|上报|报告)|(?:函告|转报|上报)[^,。;]{0,12}(?:中心|部门|局|厅|委|部)|积极争取|如实反映"
)
_UPPER = {"provincial": "", "prefectural": "省|自治区|", "district": "省|自治区|市|", "township": "省|自治区|市|县|区|"}
_FIRM = re.compile(
    r"已(?!上|按|明确(?!由)|有(?:明确)?(?:文件|规定))|自[^,。;]{2,14}?起|逐一|全部(?:由|拨付|完成|建成|兑现|覆盖|实现|开通|到位)|"
    r"将于[^,。;]{2,16}?(?:前|底|月|日|实施|印发|完成|开工|投用)|"
    r"(?:建立|设立|出台|印发|制定|成立|开设|配备|签订|批准|发放|兑现|举办|组织|上线)了|开设|开通|实行|今年(?:继续)?安排|明确由|"
    r"专人|持续做好|每年(?:组织|安排|举办|开展|遴选)|^建立|予以(?:补偿|补助|奖励)|给予|继续(?:执行|实施|发放|落实|按)|"
    r"按月(?:领取|发放)|(?:今年|本月|目前|现已|均|都)可(?:以)?(?:申请|享受|办理|续)|"
    r"到账|进厂|进驻|今年[^,。;]{0,10}(?:免费|安排)"
)
# Done, or done by a day that is named: stronger than 正在, 起草, 计划 in the same sentence.
_DONE = re.compile(
    r"已(?:经|于|全部|在)?[^,。;]{0,18}?(?:拨付|到账|到位|兑现|建成|印发|完成|进驻|进厂|开通|投入使用|投用|上线|启用|发放|签订|批准|落地|执行|实施|覆盖)|"
    r"将于[^,。;]{2,16}?(?:印发|实施|完成|建成|开工|投用|启用|执行)|自[^,。;]{2,14}?起(?:执行|实施|施行)|全部(?:拨付|完成|建成|兑现|覆盖|实现|开通|到位)|继续(?:执行|实施)|"
    r"(?:计划|预计|将)(?:于|在)?(?:20\d\d年|今年|明年|年内)?[^,。;]{0,8}(?:月|年|季度)底?前?(?:全部)?(?:建成|开行|印发|上线|投用|完成|开工|启用|开通)"
)
_SOFT = re.compile(
    r"拟(?!上)|研究|评估|论证|考虑|探索|参考|吸纳|适时|逐步|条件成熟|征求意见|计划(?!单列|[,。;\d]|$)|正在|起草|推进中|视情|部分|"
    r"试点|其余(?![^,。;]{0,16}(?:建成|完成|到位|拨付|均|都|全部))|仍(?:按|需)"
)
# These leave it open whatever else the sentence tells.
_OPEN = re.compile(
    r"拟(?!上)|研究(?!院|所|中心|生|平台|成果)|论证|征求意见|考虑|适时|条件成熟|视情|试点|尚[在需待]|其余(?![^,。;]{0,16}(?:建成|完成|到位|拨付|均|都|全部))|仍(?:按|需)|部分"
)
_PROGRESS = re.compile(
    r"截[至止]|累计|存量|共有|现有|达到\d|建成\d|在建|举办[^,。;]{0,20}\d+[期场次]|同比|比[^,。;]{1,8}(?:增|提高)|较[^,。;]{1,8}(?:增|提高)|\d+(?:人次|场次)"
)
_LOOSE = re.compile(
    r"加强|加大|强化|积极|鼓励|引导|进一步|不断|坚持|持续|宣传|宣讲|解读|咨询|沟通|走访|了解|帮助|协助|指导"
)
# 加大…力度, 推动更多企业…: what is counted as done so far takes it on in part; what is counted ahead takes it on.
_SCALE = re.compile(
    r"加大|推动|推进|加强|强化|持续|进一步|更多|多[一-鿿]{0,3}一些|抓紧|加快|扩大|继续|引导|都(?:可以|能|要)|提升|完善|健全|尽量|不断"
)
_COUNTED = re.compile(r"\d[\d.万余多]*(?:家次|人次|场次|家|期|人|次|个|户|名|项|座|场|件|%)")
_AHEAD = re.compile(
    r"将|年底前|年内|全部|全覆盖|继续(?:执行|实施)|自[^,。;]{2,12}起|今年再|再(?:增加|安排|新建)|列入|下半年|明年|计划|拨付|兑现|已[^,。;]{0,6}(?:出台|印发)"
)
# In part of the place or for a time, though the whole is put off.
_PILOT = re.compile(r"(?:正在|已在|开展|先行|启动)[^。;]{0,16}试点")
_MONEY_WORDS = re.compile(r"[奖补贴资]|经费|金额|费用|贷|\d元|万元|%|基金|担保|保险|免费")


class Asked(NamedTuple):
    """What an ask wants, as far as an answer is measured by it: folded ``text``, and whether it asks for ``money``."""

    text: str
    money: bool


@functools.cache
def _deferred(level: Level | None) -> re.Pattern[str]:
    """Left to those above whoever answers: 市 is above a district, not above the city's own bureau."""
    up = (
        "(?:"
        + _UPPER.get(level or "district", "省|自治区|市|")
        + r"上级|国家|中央|国务院|部委|财政部|工业和信息化部|[一-鿿]{2,6}总局)"
    )
    set_by = "核定|组织实施|制定|负责|统筹|审批|确定|出台|管理|规定|推进|发布|认定|批准|审定|统一"
    return re.compile(
        rf"{up}[^,。;]{{0,20}}?统一(?:制定|规定|部署|管理|安排|组织|设立|出台|实施|确定|推进|发布|核定)|"
        rf"由[^,。;]{{0,8}}?{up}[^,。;]{{0,24}}?(?:{set_by})"
        rf"|执行{up}级?[^,。;]{{0,6}}?(?:标准|政策|规定)|"
        rf"向[^,。;]{{0,6}}?{up}[^,。;]{{0,24}}?(?:反映|争取|申请|申报|推荐|提交|汇报|建议|呼吁|对接|请示|协调)"
        rf"|争取(?:{up}|政策|将)|报{up}[^,。;]{{0,12}}(?:局|厅|委|部|政府)|申报{up}级|申报{up}[^,。;]{{0,20}}(?:资金|补偿|补助|项目|奖励)"
        rf"|按照?{up}[^,。;]{{0,18}}(?:办法|政策|规定|标准|通知)[^,。;]{{0,8}}(?:申[领请报]|执行|办理)"
        rf"|全(?:{_UPPER.get(level or 'district', '省|自治区|市|')}国)统一的[^,。;]{{0,12}}(?:系统|平台|标准|政策|制度)"
        rf"|{up}级?[^,。;]{{0,6}}统筹|待{up}|上级[^,。;]{{0,10}}(?:政策|资金|文件|部门|支持)|"
        rf"{up}[^,。;]{{0,20}}?(?:已有|有)(?:明确)?(?:文件|规定|政策)[^。]{{0,24}}申[领请报]"
        rf"|(?:使用|属于?)[^,。;]{{0,6}}{up}[^,。;]{{0,12}}(?:资金|事权)"
    )


def is_deferred(text: str, level: Level | None) -> bool:
    """Whether the sentence leaves the matter to those above whoever answers."""
    return bool(_deferred(level).search(text) or _NO_POWER.search(text) or _HANDED_ON.search(text))


def is_refused(text: str) -> bool:
    """Whether the sentence says no, or not for now."""
    return _REFUSED.search(text) is not None


# 低于提案所提水平, 比您建议的还高: what stands meets the ask; the figures alone do not tell which way is better.
_MEETS = re.compile(
    r"(?:低于|高于|优于|超过|多于)[^,。;]{0,4}(?:提案|建议|您|代表|委员)[^,。;]{0,8}(?:水平|标准|要求|比例|数额)|"
    r"比(?:您|提案|建议|代表|委员)[^,。;]{0,10}(?:还|更)[要]?[高低多好少快]"
)
# Done for some, and the rest left open in the same sentence (技师暂未列入, 其余医院不作要求, 周日开窗将再作论证).
_REST_OPEN = re.compile(
    r"暂未|暂不(?=列入|纳入|作)|其余[^,。;]{0,8}(?:不|暂|未)|再(?:作|行|做)(?:论证|研究|考虑)|另行研究|再定(?=[,。;]|$)|还在(?:论证|研究|评估|协调|商议)"
)


def cues_of(asked: Asked, text: str, level: Level | None) -> dict[str, bool]:
    """What a folded sentence shows beside its words: set phrases, and how its figures stand to those asked."""
    less = gives_less(asked.text, text)
    mine, theirs = figures(asked.text), figures(text)
    return {
        "done": _DONE.search(text) is not None,
        "firm": _FIRM.search(text) is not None,
        "soft": _SOFT.search(text) is not None,
        "open": _OPEN.search(text) is not None,
        "progress": _PROGRESS.search(text) is not None,
        "loose": _LOOSE.search(text) is not None,
        "refused": is_refused(text),
        "pilot": _PILOT.search(text) is not None,
        "counted": _COUNTED.search(text) is not None,
        "ahead": _AHEAD.search(text) is not None,
        "money": _MONEY_WORDS.search(text) is not None,
        "deferred": is_deferred(text, level),
        "less": less is True,
        "not_less": less is False,
        "same_figure": same_figure(asked.text, text),
        "more_asked": _SCALE.search(asked.text) is not None,
        "figure_asked": bool(mine),
        "figure_given": bool(theirs),
        "figure_passed_over": bool(mine) and less is None,
    }


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
        and not _MONEY_WORDS.search(text)
        and not close
        and not (is_deferred(text, level) or is_refused(text))
    ):
        return None, ""
    cues = cues_of(asked, text, level)
    status = most_likely(text, cues)
    if _MEETS.search(text) and not cues["open"]:
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


def figures(text: str) -> dict[str, list[float]]:
    """The figures of a folded text by what they measure: sum, rate, count家 …"""
    found: dict[str, list[float]] = {}
    for quantity in find_quantities(text):
        found.setdefault(quantity.kind if quantity.kind != "count" else f"count{quantity.unit}", []).append(
            float(quantity.value)
        )
    return found


def gives_less(ask: str, text: str) -> bool | None:
    """Whether the figures of the reply fall short of those asked; None where the two share no kind of figure. Of a time
    within which something is to be done the shorter is the more."""
    asked, given = figures(ask), figures(text)
    shared = [kind for kind in asked if kind in given]
    if not shared:
        return None
    within = _WITHIN.search(ask) is not None
    return all(
        min(given[kind]) > min(asked[kind]) * 1.001
        if within and kind.endswith(("日", "天"))
        else max(given[kind]) < max(asked[kind]) * 0.999
        for kind in shared
    )


_WITHIN = re.compile(r"[日天](?:之?内|以内|办[结好完]|到账)|不(?:得)?超过[^,。;]{0,4}[日天]|限时|缩短|压缩|压减")


def same_figure(ask: str, text: str) -> bool:
    """Whether a figure asked for stands in the reply."""
    asked, given = figures(ask), figures(text)
    return any(set(asked[kind]) & set(given.get(kind, ())) for kind in asked)
