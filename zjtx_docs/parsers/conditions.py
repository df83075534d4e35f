"""Conditions: what must hold before support is given, and how it goes together with other support."""

from __future__ import annotations

import re

from zjtx_docs.model import Condition
from zjtx_docs.parsers.sentences import Sentence

_COMBINED = re.compile(
    r"不(?:得|可|予|再)?重复(?:享受|奖励|补助|补贴|支持|申报|申请)|就高不(?:就低|重复)|从高不重复|晋级补差|补差|择一(?:享受|申报)?|择优|叠加|不得同时享受|"
    r"不予(?:支持|奖励|补助)|除上述[^,。]{0,12}外"
)
_GATE = re.compile(
    r"经[^,。;]{0,12}?(?:认定|审核|评审|评估|考核|批准|备案|核定|验收)(?:合格|通过|后)?|符合(?:条件|要求|规定|标准|规划条件)(?:的|下)?|"
    r"按(?:照)?规定|在[^,。;]{2,30}(?:条件|前提)下|首次(?:获得|认定|通过|入选|纳入|达到)|通过[^,。;]{0,8}?(?:验收|认定|评审|审核|评估)后?"
)


def _combines(text: str) -> bool:
    return any(
        word in text for word in ("重复", "就高", "从高", "补差", "择", "叠加", "同时享受", "不予", "除上述")
    ) and bool(_COMBINED.search(text))


def find_conditions(sentence: Sentence, a: int, b: int) -> list[Condition]:
    """What must hold before support is given (…的, 经认定, 符合条件), and how it combines (不重复享受, 晋级补差)."""
    view, spans = sentence.block.view, []
    for ca, cb in sentence.clauses:
        if ca < a or cb > b:
            continue
        text = sentence.chars[ca:cb]
        if text.endswith("的") and len(text) > 4 or len(text) <= 40 and _combines(text):
            spans.append((ca, cb))
        elif any(letter in text for letter in "经符按首通在"):
            spans.extend((ca + m.start(), ca + m.end()) for m in _GATE.finditer(text))
    made = []
    for x, y in spans:
        s, e = view.span(x, y)
        made.append(Condition(start=s, end=e, quote=view.source[s:e]))
    return made
