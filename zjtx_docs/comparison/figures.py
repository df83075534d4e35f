"""The figures of an ask or a measure, each with what it is for.

Policies and proposals name one figure for one purpose: what is given, what must be reached to qualify (以上的), what is
aimed at (不少于500套), a share set aside, a charge, how long support lasts, how fast something is settled, how often it is
done. Only figures of one purpose and one unit are compared (how_figures.py).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from zjtx_docs.amounts import Quantity, chinese_number, find_quantities

Purpose = Literal["gift", "bar", "ceiling", "aim", "share", "charge", "span", "wait", "pace", "limit", "until"]


class Figure(NamedTuple):
    """One figure of a folded text: ``chars[start:end]``; ``value`` in yuan, a share of one, a count, months (span),
    hours (wait), times a year (pace) or the hour of the day (until)."""

    purpose: Purpose
    unit: str
    value: Decimal
    start: int
    end: int


_CN = "一二两三四五六七八九十"
_N = rf"(?:\d+(?:\.\d+)?|[{_CN}百]{{1,4}})"
# Units that say the same of what is counted.
_ALIKE = (
    dict.fromkeys("家所个座处间幢栋", "处") | dict.fromkeys(("名", "人", "位", "人次"), "人") | {"届": "场", "套": "套", "趟": "班"}
)
_ALIKE |= {"周岁": "岁"}
# Times are read as waits and spans.
_TIMES = ("天", "工作日", "个工作日", "小时", "分钟")
# Measures of size that amounts.py leaves to the parsers.
_SIZE = re.compile(rf"(?P<n>\d+(?:\.\d+)?|[{_CN}百千]{{1,6}})(?P<unit>立方米|千瓦时|千瓦|兆瓦时|兆瓦|公斤|米(?!饭)|分贝|席|床|张)")
_YEARS = re.compile(rf"(?<![\d第年])(?P<n>{_N})(?:个)?(?P<unit>年|月|季度)(?!前|度|级|份|底|初|末|\d)")
_HALF = re.compile(r"(?<=[免补贴管帮住用缓])(?:[^,。;\d]{0,3})半年|(?<=期限)[^,。;\d]{0,4}半年")
_USED = re.compile(rf"(?:使用|用上|用满|周转|垫付)[^,。;\d]{{0,8}}?(?P<n>{_N})个?(?:工作日|自然日|天|日)")
# 提供7天免费住宿 beside 白住半个月
_FREE = re.compile(r"免费|白[住用吃坐]|免租|免收")
_FREE_DAYS = re.compile(rf"(?P<half>半个月)|(?P<days>{_N})天(?!之?内|以内)|(?P<weeks>{_N})(?:个(?:礼拜|星期)|周)")
_TO_YEAR = re.compile(rf"(?:到|满)第(?P<n>[{_CN}])年")
_WAIT = re.compile(rf"(?P<n>{_N})个?(?P<unit>工作日|自然日|天|日|小时|分钟)(?:之?内|以内|办结|办完|到账|拨付|答复)")
# 办理时间不超过3个工作日, 压缩至5个工作日.
_LASTS = re.compile(
    rf"(?:(?<![使占]用)(?:时间|时限|周期|(?<![使占])用时)[^,。;\d]{{0,6}}?(?:不超过|不多于)|(?:压缩|压减|缩短|控制)[到至为在])"
    rf"(?P<n>{_N})个?(?P<unit>工作日|自然日|天|小时|分钟)(?!之?内|以内|办结|办完)"
)
_EACH = re.compile(
    rf"每(?P<n>{_N})?个?(?P<unit>半年|年度?|季度?|月|周|星期|礼拜|天|日)(?:至少|不少于|应当?|要|都|固定|定期|集中|"
    rf"公开|组织|安排|举办|召开|开展|进行|开|办|来|去|有|坐班|公布|通报|发布|点名|面对面|各)*(?:[^,。;\d]{{0,14}}?(?P<times>{_N})[次回场期遍轮班](?!性))?"
)
_BY = re.compile(
    r"(?:按|逐)(?P<unit>季度?|月|周|年)(?=[^度内,。;]{0,2}(?:公布|发布|通报|更新|报|向|调度|拨付|发放|兑付|公开|公示|[,。;]|$))"
)
_OFTEN = re.compile(
    rf"(?P<unit>一年|一季度|一个?月|一周|一个?星期|一个?礼拜)(?:[^。;\d]{{0,14}}?)(?P<times>{_N})[次回场班](?!性)"
)
# 每年检查不超过2次: the fewer the better for those who are visited.
_AT_MOST = re.compile(r"不(?:得|应)?超过|至多|最多|顶多")
_A_YEAR = {
    "半年": 2,
    "年": 1,
    "年度": 1,
    "季": 4,
    "季度": 4,
    "月": 12,
    "周": 52,
    "星期": 52,
    "礼拜": 52,
    "天": 365,
    "日": 365,
}
_DONE_IN = {"工作日": 24, "自然日": 24, "天": 24, "日": 24, "小时": 1, "分钟": Decimal(1) / 60}

# What stands right before or after a figure tells what it is for.
_BAR_AFTER = re.compile(r"^(?:[(（][^)）]{1,8}[)）])?(?:及以上|以上|起|才)")
_BAR_END = re.compile(r"^[^,。;]{0,28}的(?=[,。;]|$|给|按|可)")
_BAR_BEFORE = re.compile(r"(?:年满|已?满|达到?|超过|突破|不低于|不少于|不足|具有|拥有|增长|累计)[^,。;\d]{0,6}$")
# 最低工资标准的60%: a share of what a standard gives, no standard to be met.
_TITLE_BAR = re.compile(r"(?:门槛|起点|条件|要求|标准(?!的))[^,。;]{0,8}$")
_CEILING_AFTER = re.compile(r"^(?:及以下|以下|以内|之内)")
_CHARGED = re.compile(
    r"(?:费率|收费|费用?|保证金|电价|价格)(?!的)(?:最[高多好]|一律|都|要|应当?|统一|标准|平均|每日|一天|一晚|一年)*"
    r"(?:不(?:得|要)?(?:超过|高于)|控制在|压在|压到|压降至|降[至到]|收|为|按)[^,。;]{0,4}$"
)
_SHARED = re.compile(r"(?:预留|留出?|留给|拿出|划出|占比?|比例|比重|份额|覆盖率|率(?!的)|占[^,。;]{1,12})[^,。;]{0,6}$")
_SUPPORT = re.compile(r"补|贴|奖|免|期限|年限|租|扶持|支持|资助|享受|管|扛|帮|发放|缓缴|连续|给")
_TERM = re.compile(r"(?:期限|年限|最长|延长|补足?|贴息?|免[租收]?|缓缴?|管|扛|帮|放宽)[^,。;]{0,4}$")
_HELD = re.compile(
    r"(?:成立|设立|注册|毕业|从业|工作|签订|任教|经营|运营|居住|缴纳|参保|离校|登记|服务|使用|房龄|持有|投资|入驻|存续|承诺|合同)[^,。;]{0,6}$"
)


_ABOUT = re.compile(r"[一二两三四五六七八九]{2}[^一二两三四五六七八九十百千万]")


def figures_of(text: str) -> list[Figure]:
    """The figures of a folded text without white space, by their places."""
    found: list[Figure] = []
    taken: set[int] = set()
    for reader in (_paces, _closing_hours, _quantities, _sizes, _waits, _spans):
        for figure in reader(text):
            if not taken & set(range(figure.start, figure.end)):
                found.append(figure)
                taken.update(range(figure.start, figure.end))
    return sorted(found, key=lambda figure: figure.start)


def _number(word: str) -> Decimal | None:
    if word[0].isdecimal():
        return Decimal(word)
    value = chinese_number(word)
    return None if value is None else Decimal(value)


def _quantities(text: str) -> list[Figure]:
    return [figure for quantity in find_quantities(text) if (figure := _of_quantity(quantity, text))]


# 企业与区内两所职业学校合办定向班, 协调落户我区的两家市属医院: those who are there already, no aim.
_PARTY = re.compile(r"(?:[与和同跟](?:[区市县]内|本地|当地)?的?|落户[我本][区市县]的|[现已原仅]有的?)$")


def _of_quantity(quantity: Quantity, text: str) -> Figure | None:
    before, after = text[max(0, quantity.start - 16) : quantity.start], text[quantity.end : quantity.end + 40]
    unit = quantity.unit or ""
    if quantity.kind == "count":
        # 好几百人, 七八家厂子, 四处求人, 避免二次施工
        told = text[quantity.start : quantity.end]
        vague = before.endswith(("几", "上")) or told in ("四处", "二次") or _ABOUT.search(before[-1:] + told)
        if vague or unit in _TIMES or _PARTY.search(before):
            return None
        purpose = _bar(before, after) or "aim"
        return Figure(purpose, _ALIKE.get(unit, unit), quantity.value, quantity.start, quantity.end)
    purpose: Purpose = "gift"
    if quantity.kind == "rate":
        purpose = "charge" if _CHARGED.search(before) else "share" if _SHARED.search(before) else "gift"
        if purpose == "gift" and _bar(before, after) == "bar" and not re.search(r"[按补贴奖给]", before[-6:]):
            purpose = "bar"
    else:
        bar = _bar(before, after)
        purpose = "charge" if _CHARGED.search(before) and not bar else bar or "gift"
    return Figure(purpose, quantity.currency or quantity.kind, quantity.value, quantity.start, quantity.end)


def _bar(before: str, after: str) -> Literal["bar", "ceiling"] | None:
    """Whether a figure is what must be reached (500席以上的) or not passed (500万元以下的) to qualify."""
    if _CEILING_AFTER.match(after):
        return "ceiling"
    ends = _BAR_END.match(after)
    if _BAR_AFTER.match(after) and (ends or re.match(r"^(?:及以上|以上)[一-龥]", after) or after.startswith("才")):
        return "bar"
    if ends and _BAR_BEFORE.search(before) and not re.search(r"[补奖贴助]", ends[0]):
        return "bar"
    return "bar" if _TITLE_BAR.search(before) else None


def _sizes(text: str) -> list[Figure]:
    made = []
    for match in _SIZE.finditer(text):
        value = _number(match["n"])
        if value is not None:
            purpose = _bar(text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 40])
            unit = "床" if match["unit"] in ("张", "床") else match["unit"]
            made.append(Figure(purpose or "aim", unit, value, *match.span()))
    return made


def _paces(text: str) -> list[Figure]:
    made = []
    for match in _EACH.finditer(text):
        if match["unit"] in ("年", "年度", "天", "日") and not match["times"]:
            continue  # 每年补助30万元: a period of the money
        every = _number(match["n"]) if match["n"] else Decimal(1)
        times = _number(match["times"]) if match["times"] else Decimal(1)
        if every and times and not text[match.end() : match.end() + 1].isdecimal():
            purpose: Purpose = "limit" if _AT_MOST.search(match[0]) else "pace"
            made.append(Figure(purpose, "次", times * _A_YEAR[match["unit"]] / every, *match.span()))
    for match in _BY.finditer(text):
        made.append(Figure("pace", "次", Decimal(_A_YEAR[match["unit"]]), *match.span()))
    for match in _OFTEN.finditer(text):
        times = _number(match["times"])
        unit = re.sub("^一个?", "", match["unit"])
        if times:
            seldom: Purpose = "limit" if _AT_MOST.search(match[0]) else "pace"
            made.append(Figure(seldom, "次", times * _A_YEAR[unit], *match.span()))
    return made


# 延时开放至21时, 开到夜里十点, 次日3时收摊: until when something is open or runs.
_CLOSES = re.compile(
    rf"(?:[延开跑营业放]{{1,2}}[^,。;\d至到]{{0,6}}[至到]|末班[^,。;\d]{{0,6}}|闭馆[^,。;\d]{{0,6}}|至)"
    rf"(?P<part>凌晨|次日|第二天|半夜|夜里|夜间|晚上?|傍晚|下午)?(?P<n>\d{{1,2}}|[{_CN}]{{1,3}})[时点](?![间段候])"
)


def _closing_hours(text: str) -> list[Figure]:
    made = []
    for match in _CLOSES.finditer(text):
        hour = _number(match["n"])
        if hour is None or hour > 24:
            continue
        part = match["part"] or ""
        if part in ("凌晨", "次日", "第二天") or part == "半夜" and hour < 6:
            hour += 24
        elif part and hour <= 12 and not (part == "夜里" and hour < 6):
            hour += 12
        made.append(Figure("until", "时", hour, match.start("n"), match.end()))
    return made


def _waits(text: str) -> list[Figure]:
    made = []
    for match in (*_WAIT.finditer(text), *_LASTS.finditer(text)):
        value = _number(match["n"])
        if value:
            made.append(Figure("wait", "小时", value * _DONE_IN[match["unit"]], match.start("n"), match.end()))
    return made


def _spans(text: str) -> list[Figure]:
    made = []
    for match in _YEARS.finditer(text):
        value = _number(match["n"])
        if not value or value > 50 and match["unit"] == "年":
            continue
        months = value * {"年": 12, "季度": 3, "月": 1}[match["unit"]]
        before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 40]
        if before.endswith("每") or re.match(r"^(?:后|内|来|以来|多|一[次回度])", after):
            continue
        if match["n"] in ("一", "1") and not _TERM.search(before):
            continue  # 一年给厂里六千块: a year as the period of a sum
        held = (
            _HELD.search(before)
            or before.endswith("满")
            and after.startswith("的")
            or _BAR_AFTER.match(after)
            or re.match(r"^[^,。;]{0,16}以?[上下内]的", after)
        )
        purpose: Purpose = "bar" if held else "span"
        if purpose == "span" and not _SUPPORT.search(before + text[match.start() : match.end()] + after[:8]):
            continue
        made.append(Figure(purpose, "月", months, *match.span()))
    for match in _HALF.finditer(text):
        made.append(Figure("span", "月", Decimal(6), *match.span()))
    for match in _USED.finditer(text):
        value = _number(match["n"])
        if value:
            made.append(Figure("span", "天", value, match.start("n"), match.end()))
    for match in _FREE_DAYS.finditer(text) if _FREE.search(text) else ():
        told = Decimal(15) if match["half"] else _number(match["days"] or match["weeks"]) or 0
        days = told * 7 if match["weeks"] else told
        if days:
            made.append(Figure("span", "天", Decimal(days), *match.span()))
    for match in _TO_YEAR.finditer(text):
        value = _number(match["n"])
        if value:
            made.append(Figure("span", "月", value * 12, *match.span()))
    return made
