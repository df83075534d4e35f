"""The heading of an item: a short line of its own, or the short first sentence before the text.

支持转化。支持企业… has one, 为了保护环境，根据… has none. A phrase that could be either follows the other items of its form.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.parsers.labels import Label
from zjtx_docs.parsers.titles import is_body
from zjtx_docs.text import squeeze

_STOP = re.compile(r"[。;!?:]")
_LINE_MOST, _LEAD_MOST, _COLON_MOST = 60, 32, 24
_BLANK = " \t\u3000\xa0"
_GAPPED = re.compile(r"(?P<words>[\u4e00-\u9fff“”、]{4,24})[ \t\u3000\xa0]{1,4}(?=[^\s0-9][^\n]{8})")
# Two wide blanks stand for a lost line break.
_WIDE = re.compile(r"(?P<words>[^\s。;!?:,]{2,30})(?:[\u3000\xa0]{2,}| {4,})(?=\S)")
_BRACKETED = re.compile(r"[(\[](?P<words>[^()\[\]\n]{2,20})[)\]][ \t\u3000\xa0]{0,4}")
_CHARGED = re.compile(r"\((?P<words>[^()]{2,80})\)$")
_AMOUNT = re.compile(r"[0-9一二三五十百][0-9.]*(?:万|亿)?(?:元|人民币)|[0-9]%|[0-9]个百分点")
# Words of a whole sentence, which a heading does not use.
_SENTENCE = re.compile(
    r"了|已经|应当|应该|必须|不得|可以|可按|予以|给予|本(?:条例|办法|规定|措施|政策|细则|意见|方案|通知)|是指|为了|之日|分别|原则上|均为|按照"
)
_ARTICLE = re.compile(
    r"由.{0,20}负责|执行|施行|适用|制定|主管|所称|规定|包括|享受|自.{2,12}起|的(?:,|$)|应(?![用急对收届])|须|可(?![持再视信靠控])|不(?!动产)|有权|^[各凡任]"
)
# A long phrase with these is a call to somebody, not a heading.
_CALL = re.compile(
    r"^各[^类级项种]|(?<![重主需必紧概摘])要(?![素求点件闻约])|^(?:由|凡|为)|(?<![供响效适反对感])应(?![用急对收届付变聘])"
)
# 外摆经营时段延长至23时，免收占道费: an item of one short sentence.
_WAIVES = re.compile(r"免[收征缴交]|减半|(?:延长|提高|降低)[至到]")
# 组织专家和律师为企业海外维权提供咨询: may be the whole item.
_ARRANGES = re.compile(r"组织(?!开展|实施)|安排|开通|开行|举办|选派|聘请|增设|开设|邀请|发放")
_INTRODUCING = re.compile(r"如下|下列|以下|(?:包括|其中|分别|为|是|指|按|享受|标准为|要求为|之一的?|的)$")


class Head(NamedTuple):
    """A heading ``folded[start:end]``; the item's own text begins at ``body``.

    ``form`` tells how it is set off; ``sure`` is 2 for a heading by form, 1 for one if its fellows are.
    """

    start: int
    end: int
    body: int
    form: str
    sure: int


def find_head(folded: str, label: Label | None, start: int, end: int, markup: str = "") -> Head | None:
    """The heading that ``folded[start:end]`` begins with, the text after a mark or a bare paragraph, or None."""
    if start >= end:
        return None
    bold = _bold(folded, start, end, markup)
    if bold is not None:
        return bold
    while start < end and folded[start] in "*" + _BLANK:
        start += 1
    article = label is not None and label.style == "条"
    if label is not None and (match := _BRACKETED.match(folded, start, end)) and (article or match.end() < end):
        return Head(match.start("words"), match.end("words"), match.end(), "bracket", 2)
    if (match := _WIDE.match(folded, start, end)) is not None and end - match.end() > 12:
        return Head(start, match.end("words"), match.end(), "lead", 2)
    if folded[end - 1] == ")" and (charged := _before_charge(folded, start, end)) is not None:
        return charged
    stop = _STOP.search(folded, start, min(end, start + 90))
    if stop is None:
        return _without_mark(folded, start, end, article)
    at = stop.start()
    words = squeeze(folded[start:at])
    if not words or stop[0] == ";" or stop[0] == "!":
        return None
    alone = at + 1 >= end
    if stop[0] == "?":
        return Head(start, at, at + 1, "alone", 2) if alone and len(words) <= _LINE_MOST else None
    if stop[0] == ":":
        if folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit():
            return None  # 损失由银行和财政按3:7承担
        return _before_colon(words, start, at, end)
    sure = _sureness(words, article)
    if alone:
        return Head(start, at, at + 1, "stopped", 1) if len(words) <= (16 if article else 36) and sure else None
    return Head(start, at, at + 1, "lead", sure) if sure and len(words) <= _LEAD_MOST else None


def _bold(folded: str, start: int, end: int, markup: str) -> Head | None:
    """The heading that bold type sets off (**支持转化。**支持企业…)."""
    opened = markup.endswith("**")
    if folded.startswith("**", start):
        opened, start = True, start + 2
    if not opened:
        return None
    close = folded.find("**", start, end)
    last = close if close >= 0 else end
    if not 2 <= last - start <= 80:
        return None
    while last > start and folded[last - 1] in "。:*" + _BLANK:
        last -= 1
    if _STOP.search(folded, start, last) or folded.find(",", start, last) >= 0 and last - start > 40:
        return None
    body = end if close < 0 else close + 2
    while body < end and folded[body] in "。:*" + _BLANK:
        body += 1
    return Head(start, last, body, "alone" if body >= end else "lead", 2)


def _without_mark(folded: str, start: int, end: int, article: bool) -> Head | None:
    """The heading of a line that no mark ends, or one that only a gap sets off (第三条　载体建设　对…)."""
    gap = _GAPPED.match(folded, start, end)
    words = squeeze(folded[start:end])
    if len(words) <= _LINE_MOST and not words.endswith((",", "、")):
        if gap is not None and article and end - gap.end() > 20:
            return Head(start, gap.end("words"), gap.end(), "gap", 1)
        sure = 2 if not _AMOUNT.search(words) and len(words) <= (30 if article else 45) else 1
        if article and (sure < 2 or _ARTICLE.search(words)):
            return None
        return Head(start, end, end, "alone", sure)
    if gap is not None and _sureness(gap["words"], article):
        return Head(start, gap.end("words"), gap.end(), "gap", 1)
    return None


def _before_charge(folded: str, start: int, end: int) -> Head | None:
    """The heading before a bracket that names who answers for the item (支持上市（责任单位：市金融办）)."""
    charged = _CHARGED.search(folded[start:end]) if end - start < 200 else None
    if charged is None or charged.start() < 4 or not _names_charge(charged["words"]):
        return None
    words = squeeze(folded[start : start + charged.start()])
    if len(words) > _LINE_MOST or _STOP.search(words) or _AMOUNT.search(words):
        return None
    return Head(start, start + charged.start(), start + charged.start(), "lead", 2)


def _names_charge(words: str) -> bool:
    """Whether a bracket at a line's end tells who answers for the item (责任单位：…, 市科技局、市财政局)."""
    if re.search(r"责任|牵头|配合|负责|时限|单位:", words):
        return True
    return is_body(squeeze(words)) and len(words) >= 3


def _before_colon(words: str, start: int, at: int, end: int) -> Head | None:
    if (
        len(words) > _COLON_MOST
        or _INTRODUCING.search(words)
        or _AMOUNT.search(words)
        or "," in words
        and len(words) > 12
    ):
        return None
    if _SENTENCE.search(words):
        return None
    return Head(start, at, at + 1, "alone" if at + 1 >= end else "colon", 2 if len(words) <= 16 else 1)


def _sureness(words: str, article: bool) -> int:
    """2 for a phrase that is a heading, 1 for one that could be, 0 for a sentence."""
    if _AMOUNT.search(words) or not words:
        return 0
    if _SENTENCE.search(words):
        return 1 if len(words) <= 10 and words.startswith("给予") else 0
    if article and (_ARTICLE.search(words) or len(words) > 16):
        return 0
    if len(words) > 14 and _CALL.search(words):
        return 0
    commas = words.count(",")
    if commas == 0:
        return 2 if len(words) <= 22 and not (len(words) >= 14 and _ARRANGES.match(words)) else 1
    return 1 if commas == 1 and len(words) <= 24 and not _WAIVES.search(words) else 0
