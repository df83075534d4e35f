"""What a sentence of a reply shows beside its words: set phrases, and how it stands to what was asked.

Bureaus answer in set phrases: 已于…建成 and 自…起执行, 拟…, 研究…, 截至…建成4个, 由省统一制定, 积极争取, 暂不具备条件, 不宜. Whose decision
it is depends on who answers: 由市财政局核定 defers in a district's letter and not in the city's own.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.amounts import find_quantities
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
# All of them asked for: what is counted as done may be some.
_ALL = re.compile(
    r"全部|全覆盖|所有|一遍|每[个家名条位](?!最高|不超|年|最多|补|奖|给)|都|各|限期|全额|全程|全免|一律|逐|统统|付清|清偿"
)
_WHOLE = re.compile(r"100%|已完成")
# 首批24间, 其余仍需窗口核验, 眼下只在300万元以下试行, 现行办法给予5%: what is left over, or stands already.
_LEFT = re.compile(
    r"其余|尚[未在需待]|暂(?:未|定|限|不列|按)|仅(?!有?需)|只(?:在|对|限|有|覆盖)|达不到|不足|目前(?:为|是|按|每)|现行|第二[处批个家]|"
    r"眼下|还(?:在|没有|未)|仍|未能|先(?:行|期|在|从|对)|首批|首[家个年期]"
)
# Ten of something, or ten thousand: small figures are those of a beginning.
_TENS = re.compile(r"\d\d")
_NO_OWN = re.compile(
    r"(?:[区县]|本级|我们|我局)[里级内]?(?:财政)?[^,。;]{0,6}(?:不再?|没有|未|暂未|暂不)[^,。;]{0,3}(?:另|单独|单设|叠加|重复|新设)"
)
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


@functools.cache
def _helped_up(level: Level | None) -> re.Pattern[str]:
    """Firms are helped to what those above give: 组织企业按市级政策申报, 协助争取市发展改革委固定资产投资补助."""
    up = rf"(?:{_UPPER.get(level or 'district', '省|自治区|市|')}上级|国家|中央)"
    return re.compile(
        rf"(?:组织|协助|指导|帮助|支持|辅导|推荐|引导|鼓励|通过|按照?|依托)[^,。;]{{0,14}}{up}[^,。;]{{0,24}}"
        r"(?:申报|申请|申领|争取|办理|执行|政策|资金|补助|规定|办法)"
        rf"|向{up}[里级]?[^,。;]{{0,14}}(?:申请|申报|争取|反映)|(?:争取|申报|申请){up}"
    )


def is_deferred(text: str, level: Level | None) -> bool:
    """Whether the sentence leaves the matter to those above whoever answers."""
    return bool(_deferred(level).search(text) or _NO_POWER.search(text) or _HANDED_ON.search(text))


def is_refused(text: str) -> bool:
    """Whether the sentence says no, or not for now."""
    return _REFUSED.search(text) is not None


def is_met(asked: Asked, text: str, cues: dict[str, bool]) -> bool:
    """Whether every kind of figure asked for is given in full, and nothing is left open."""
    mine, theirs = figures(asked.text), figures(text)
    unsaid = not any(cues[name] for name in ("less", "refused", "deferred", "open", "left", "soft"))
    return unsaid and bool(mine) and cues["firm"] and cues["not_less"] and all(kind in theirs for kind in mine)


def names_money(text: str) -> bool:
    """Whether the sentence speaks of money or what is got for it."""
    return _MONEY_WORDS.search(text) is not None


def cues_of(asked: Asked, text: str, level: Level | None) -> dict[str, bool]:
    """What a folded sentence shows beside its words: set phrases, and how its figures stand to those asked."""
    less = gives_less(asked.text, text)
    mine, theirs = figures(asked.text), figures(text)
    shown = {name: pattern.search(text) is not None for name, pattern in _SHOWN.items()}
    refused, deferred = is_refused(text), is_deferred(text, level)
    passed_over = bool(mine) and less is None
    every = _ALL.search(asked.text) is not None
    some = every and not (_ALL.search(text) or _WHOLE.search(text))
    return shown | {
        "refused": refused,
        "deferred": deferred,
        "less": less is True,
        "not_less": less is False,
        "same_figure": same_figure(asked.text, text),
        "more_asked": _SCALE.search(asked.text) is not None,
        "figure_asked": bool(mine),
        "figure_given": bool(theirs),
        "figure_passed_over": passed_over,
        "helped_up": _helped_up(level).search(text) is not None,
        "all_asked": every,
        "all_not_given": some,
        "some_counted": some and shown["counted"],
        "less_given": less is True and not deferred and not refused,
        "counted_beside": passed_over and shown["counted"],
        "figure_without_money": bool(mine) and not shown["money"],
        "less_deferred": less is True and deferred,
        "done_deferred": deferred and shown["done"],
        "figure_unasked": bool(theirs) and not mine and not every and not (shown["open"] or shown["left"]),
    }


# The cues that one pattern tells.
_SHOWN = {
    "done": _DONE,
    "firm": _FIRM,
    "soft": _SOFT,
    "open": _OPEN,
    "progress": _PROGRESS,
    "loose": _LOOSE,
    "pilot": _PILOT,
    "counted": _COUNTED,
    "ahead": _AHEAD,
    "money": _MONEY_WORDS,
    "left": _LEFT,
    "tens": _TENS,
    "no_own": _NO_OWN,
}


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
    asked, given = figures(ask), figures(_TOTAL.sub("", _BEFORE.sub("", text)))
    shared = [kind for kind in asked if kind in given]
    if not shared:
        return None
    within, lower = _WITHIN.search(ask) is not None, _LOWER.search(ask) is not None
    return all(
        min(given[kind]) > min(asked[kind]) * 1.001
        if within and kind.endswith(("日", "天")) or lower
        else max(given[kind]) < max(asked[kind]) * 0.999
        for kind in shared
    )


# 由1.5%下调至1.2%: what stood before is not what is given.
_BEFORE = re.compile(
    r"[由从][^,。;由从]{1,12}(?=(?:提高|提升|上浮|上调|下调|调[整高低]?|增加|扩大|压[缩减]?|降低?|减少?|缩短|升|放宽)[到至为])"
)
# 每家5000元，累计核销51.4万元: what all got together is not what each is given.
_TOTAL = re.compile(r"(?:累计|共计?|总计|合计)[^,。;\d]{0,8}[\d.]+[余多]?[万亿]?元")
# A charge or a bar asked down: the lower is the more.
_LOWER = re.compile(r"[降压减]低?[到至]|(?:费率?|收费|费用|利率|门槛)[^,。;]{0,16}(?:不超过|不高于|以下|以内)")
_WITHIN = re.compile(r"[日天](?:之?内|以内|办[结好完]|到账)|不(?:得)?超过[^,。;]{0,4}[日天]|限时|缩短|压缩|压减")


def same_figure(ask: str, text: str) -> bool:
    """Whether a figure asked for stands in the reply."""
    asked, given = figures(ask), figures(text)
    return any(set(asked[kind]) & set(given.get(kind, ())) for kind in asked)
