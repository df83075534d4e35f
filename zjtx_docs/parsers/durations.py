"""How long support runs: 连续补贴三年, 前两年, 期限不超过3年, 三年内按…给予, as 惠企政策 write it beside a sum or a promise."""

from __future__ import annotations

import re

from zjtx_docs.model import Duration, Period
from zjtx_docs.parsers.sentences import Sentence

_CN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NUMBER = r"(\d{1,2}|[一二两三四五六七八九十])"
_DURATION = re.compile(
    r"(?:(?:连续|持续|连)(?:补贴|补助|支持|发放|给予|奖励|奖补|资助|享受|减免|扶持|[补奖发免])?|最长(?:不超过)?"
    rf"|期限(?:最长)?(?:不超过|为|:)?|期(?:最长)?(?:不超过|为)|不超过|为期|给予|享受){_NUMBER}个?(?:年|月)|[前后]{_NUMBER}年"
    rf"|{_NUMBER}年内(?=按|每|给|补|免|享|全额)"
)
# 连续三年入选的，再奖励…: how long one must have held out, not how long one receives.
_HELD_FOR = re.compile(r"[^,。;给享发补奖按每]{1,16}的(?=[,企单机平园项])")


def lasting(sentence: Sentence, at: int, period: Period | None) -> Duration | None:
    """For how long what is given at index ``at`` runs: the span named last before it, else the first one after it. What
    comes once or in one year only (第三年减半) does not run."""
    found = None
    if period in ("one_off", "first_year", "second_year", "third_year"):
        return None
    for match in _DURATION.finditer(sentence.chars, sentence.a, sentence.b):
        if match[0].startswith(("连", "持")) and _HELD_FOR.match(sentence.chars, match.end()):
            continue
        if found is not None and match.start() >= at:
            break
        found = match
    if found is None:
        return None
    word = next(part for part in found.groups() if part)
    s, e = sentence.block.view.span(found.start(), found.end())
    return Duration(
        start=s, end=e, quote=sentence.block.view.source[s:e],
        value=int(word) if word.isdecimal() else _CN[word], unit="月" if found[0].endswith("月") else "年",
        bound="cap" if re.search("不超过|最长|内$", found[0]) else "exact",
    )  # fmt: skip
