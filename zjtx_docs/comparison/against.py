"""Whether an ask wants the contrary of what a measure says: 取消, 不再, 一律不得 beside what is given or allowed."""

from __future__ import annotations

import re

from zjtx_docs.comparison.similarity import bare, pairs_of

_AGAINST = re.compile(
    r"取消(?!门槛|[^,。]{0,18}(?:门槛|限制|条件))|停止|停掉|叫停|砍掉|"
    r"不宜(?:年年|每年|再|过多)|停[发补]|(?:不要|别|不必|不该|不宜)(?:再(?:补|掏|给|奖|发|贴)(?:了|钱|$)|(?:补|掏|给|奖|发|贴)(?:了|$))|"
    r"(?:^|[,;])(?:应当?|要)?改[为成](?!了|[^,。;]{1,16}的(?:,|$))|"
    r"废止|不应|由[^,。]{2,16}改[为成]|改由"
)
# Against what follows, where the measure does just that (不要再搞免费开放日); else a burden is to end (不再填表跑窗口).
_NO_MORE = re.compile(r"(?:不再(?!重复)|(?:不要|别|不必|不该|不宜)再)(?P<what>[^,。;]{2,24})")
_FORBIDS = re.compile(r"不得|严禁|禁止|取消|清理")
_MUST_NOT = re.compile(r"不得([^,。;]{2,12})")
# Not: 不得低于, which is a bound.
_WILL_NOT = re.compile(r"(?:一律不得?|不予|不得|禁止|严禁)(?![低高超少多晚早再])([^,。;]{2,12})")
_NOT = re.compile(r"不得|不能|不可|不应|不要|别|严禁|禁止|取消|防止|杜绝|避免")
_SPARES = re.compile(r"替代|代替|无需|不需|不再|不得|免于|免予|免除|免收|免交|不要求|取消")


def is_against(text: str, theirs: str) -> bool:
    """Whether the ask wants the contrary of what stands."""
    against = _AGAINST.search(text)
    if against and against[0].endswith(("改为", "改成")) and re.search("改[造建]", theirs):
        against = None  # 旧车间改成研发用房 beside 改造为研发用房
    if against and not _AGAINST.search(theirs):
        return not _FORBIDS.search(theirs) or "禁" in text  # 取消各类门槛 beside 不得设置门槛
    if _NOT.search(text) is None and _forbidden(_MUST_NOT, theirs, text):
        return True  # 可以叠加享受 beside 不得叠加享受
    if _SPARES.search(theirs):
        return False
    if _NOT.search(theirs) is None and _forbidden(_WILL_NOT, text, theirs):
        return True  # 一律不提高容积率 beside 可适当提高容积率
    return any(pairs_of(bare(found["what"])) & pairs_of(bare(theirs)) for found in _NO_MORE.finditer(text))


def _forbidden(pattern: re.Pattern[str], text: str, other: str) -> bool:
    """Whether half of what one text forbids stands in the other."""
    there = pairs_of(bare(other))
    barred = (pairs_of(bare(found[1])) for found in pattern.finditer(text))
    return any(2 * len(pairs & there) >= len(pairs) > 0 for pairs in barred)
