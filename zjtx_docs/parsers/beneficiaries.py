"""Who receives, and on which rung of the 梯度培育 ladder they stand.

Tiers are named with a level and a class: 国家级专精特新“小巨人”企业, 市级“专精特新”中小企业, 国家和市级…中小企业及“小巨人”企业.
A bare “专精特新”企业 names no rung. Certification runs 创新型中小企业 -> 专精特新中小企业 (province) -> 小巨人 (nation) -> 单项冠军.
"""

from __future__ import annotations

import re

from zjtx_docs.model import Beneficiary, Path, Tier
from zjtx_docs.parsers.recipients import Recipient
from zjtx_docs.parsers.sentences import Sentence
from zjtx_docs.text import squeeze

_QUOTE = "[“”\"'‘’]?"
_LEVEL = (
    r"(?P<levels>(?:(?:国家级?|(?:省|市|自治区)级?|(?:黑龙江|内蒙古|[一-龥]{2})(?:省|市|自治区)(?!级))"
    r"(?:、|和|及|或|与|/)?){1,3})(?:重点)?"
)
_SME = rf"(?P<sme>{_QUOTE}专精特新{_QUOTE}(?:中小)?企业)"
_GIANT = rf"(?P<giant>(?:{_QUOTE}专精特新{_QUOTE})?(?:企业)?{_QUOTE}小巨人{_QUOTE}(?:企业)?)"
_TITLE = rf"(?P<title>{_QUOTE}专精特新{_QUOTE}(?:{_QUOTE}小巨人{_QUOTE})?(?=(?:企业)?(?:称号|认定|荣誉|资格|的)))"
_TIERED = re.compile(
    rf"{_LEVEL}(?:{_GIANT}|{_SME}(?:(?:及|和|、|与|或){_QUOTE}(?P<also>小巨人){_QUOTE}(?:企业)?)?|{_TITLE})"
)
_PLAIN: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("innovative_sme", re.compile(r"创新型中小企业")),
    ("champion", re.compile(r"(?:制造业)?单项冠军|隐形冠军")),
    (
        "potential",
        re.compile(
            rf"(?:潜在|准|拟培育|待培育|后备|储备|入库培育){_QUOTE}专精特新{_QUOTE}(?:中小)?企业"
            rf"|{_QUOTE}专精特新{_QUOTE}(?:潜在|后备|培育|储备|种子)(?:中小)?企业|准培育企业|(?:优质中小企业)?培育库(?:内|入库)企业"
        ),
    ),
)


def tiers_in(chars: str, a: int, b: int) -> list[tuple[int, int, Tier]]:
    """(start, end, tier) of every rung named in ``chars[a:b]`` (folded text), in the order of the text."""
    text = chars[a:b]
    if not ("专精特新" in text or "小巨人" in text or "创新型中小" in text or "冠军" in text or "培育企业" in text):
        return []
    found: list[tuple[int, int, Tier]] = []
    for match in _TIERED.finditer(chars, a, b):
        national = "国家" in match["levels"]
        local = bool(re.search(r"省|市|自治区", match["levels"]))
        giant = match["giant"] or match["also"] or "小巨人" in (match["title"] or "")
        small = match["sme"] or (match["title"] and "小巨人" not in match["title"])
        if small and (local or match["also"]) and local:
            found.append((match.start(), match.end(), "municipal_sme"))
        if giant and national:
            found.append((match.start(), match.end(), "national_little_giant"))
        if giant and local:
            found.append((match.start(), match.end(), "municipal_little_giant"))
    for tier, pattern in _PLAIN:
        found.extend((match.start(), match.end(), tier) for match in pattern.finditer(chars, a, b))
    return sorted(set(found))


def find_beneficiaries(
    sentence: Sentence, recipients: list[Recipient], spoken_of: list[tuple[int, int]], path: Path
) -> list[Beneficiary]:
    """The rungs and groups that one sentence gives to. ``spoken_of`` are source spans of targets and statistics, whose
    subject receives nothing."""
    view, made = sentence.block.view, []
    covered: list[tuple[int, int]] = []
    for a, b, tier in tiers_in(sentence.chars, sentence.a, sentence.b):
        s, e = view.span(a, b)
        if any(x < e and s < y for x, y in spoken_of) or _inside_title(sentence, a):
            continue
        made.append(
            Beneficiary(
                start=s, end=e, quote=view.source[s:e], as_written=squeeze(view.source[s:e]), tier=tier, path=path
            )
        )
        covered.append((a, b))
    for recipient in recipients:
        if not sentence.a <= recipient.start < recipient.end <= sentence.b:
            continue
        s, e = view.span(recipient.start, recipient.end)
        if any(a < recipient.end and recipient.start < b for a, b in covered) or any(
            x < e and s < y for x, y in spoken_of
        ):
            continue
        if _inside_title(sentence, recipient.start):
            continue
        words = recipient.words
        made.append(Beneficiary(start=s, end=e, quote=view.source[s:e], as_written=words, other=words, path=path))
        covered.append((recipient.start, recipient.end))
    return sorted(made, key=lambda entry: (entry.start, entry.end))


def _inside_title(sentence: Sentence, at: int) -> bool:
    """Inside 《…》 the words belong to the name of a document."""
    opening = sentence.chars.rfind("《", sentence.a, at)
    return opening >= 0 and sentence.chars.find("》", opening, at) < 0
