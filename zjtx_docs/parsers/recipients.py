"""Who receives a sum: the words that name the recipient, and the class of its head noun.

Policies name the recipient in four places: 对X给予…, X(的)，给予…, 给予X…, and 支持X做…，给予…; the head noun (企业, 平台,
项目 …) is looked up in ``lexicons/recipients.csv``.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.lexicon import alternation, rows
from zjtx_docs.parsers.sentences import Sentence, head_terms

_PAYER = r"(?:(?:由)?(?:[省市区县]|中央|本)(?:级|本级)?(?:财政)?(?:资金)?(?:、区)?(?:各)?)?"
_GIVE = r"(?:给[予与以]|予以|奖励|补助|补贴|资助|扶持|支持|奖补|贴息|发放|享受|补足|兑现|拨付)"
_LEAD = re.compile(
    r"^(?:进一步|积极|大力|继续|重点|优先|同时|并|每年|再|另|择优|引导和|鼓励和)*"
    r"(?:支持|鼓励|引导|推动|推进|组织|扶持|培育|帮助|指导|吸引|建设|打造|设立|加快|加大|解决|促进|激发|为|向|针对|给|对于?|凡是?|给予|资助|奖励|补贴)+(?:一批|各类|有条件的|更多)?"
)
# 对进口技术年度总额不低于…的企业: 年度 ends no recipient where the clause still runs to its noun.
_IN_YEAR = r"年度(?![^,;。]{0,24}的(?:企业|单位|机构|平台|项目|主体))"
_TRIM = re.compile(
    r"^(?:\(\d{1,2}\)|[①-⑳]|一次性给予|给予|同时|并(?!购)|其中|另外|此外|再|还|且|即|一批|由|在此基础上|,)+"
)


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = alternation(row["word"] for row in rows("recipients"))
    head = rf"(?:{words})(?!{words})[”\"]?(?:\([^()]{{1,60}}\))?等?"
    follow = (
        rf"(?=的?[,:]|的?{_PAYER}(?:按|{_GIVE}|分别|一次性|每年|每月|最高|可|再|除|每家|单个|实际|{_IN_YEAR}|"
        rf"依|根据|且|上一?年|首次|免费|优先|不超过|不低于|$))"
    )
    return {
        "toward": re.compile(rf"对于?([^。;]{{1,120}}?{head}){follow}"),
        "whoever": re.compile(
            rf"对于?((?:(?!给[予与以]|予以)[^。;]){{2,100}}?的),?{_PAYER}(?:分别|一次性|再|按[^,]{{1,30}})?{_GIVE}"
        ),
        "before": re.compile(
            rf"([^,。;:]{{1,80}}?{head})的?{_PAYER}(?:可)?(?:按[^,]{{0,40}}?)?(?:分别|一次性|每年|再|额外|另)*(?:给[予与以]|予以|奖励|补助|补贴)"
        ),
        "object": re.compile(
            rf"{_GIVE}(?:各|该|其)?((?!不[低超少])[^,。;:\d]{{0,30}}?{head})(?=一次性|最高|不超过|每|\d|奖|补|资|支持|贴息|共计|合计|总额|相应|一定)"
        ),
        "after": re.compile(
            rf"[^,。;\d]{{0,10}}?(?:支持|用于|给)((?!企业发展)[^,。;]{{1,60}}?{head})(?=建设|发展|运营|开展|举办|[,。;]|$)"
        ),
        "receives": re.compile(rf"的?(?:给予)?(?:补助|补贴|奖励|资助|奖补)([^,。;、\d]{{0,14}}?{head})(?=[,。;、]|$)"),
        "later": re.compile(
            rf"[^。;\d]{{0,14}}?(?:的?(?:标准|比例))?,?(?:给[予与以]|予以|奖励|补助)((?![一最每不相])[^,。;\d]{{1,24}}?{head})"
            rf"(?=一次性|奖|补|资|贴息|运营|相应|$)"
        ),
        "ends": re.compile(rf"^([^。;]{{1,160}}?{head})的?$"),
    }


class Recipient(NamedTuple):
    """``chars[start:end]`` names who receives (``words``, marks as in the source); ``per`` is the class of what is
    counted."""

    start: int
    end: int
    words: str
    per: str | None


def recipient_class(words: str | None) -> str | None:
    """The class of the last head noun in ``words`` (…企业 -> 企业, …孵化器 -> 平台, …的 without a noun -> None)."""
    if not words:
        return None
    if "(" in words or "（" in words:
        words = re.sub(r"[(（][^()（）]*[)）]", "", words)
    hits = head_terms().find(words)
    return hits[-1].value or None if hits and len(words) - hits[-1].end <= 6 else None


# 设备购置、房租, 合同额: things that are counted, not those who receive.
_THING = re.compile(r"(?:费用|投入|金额|额|租金|房租|支出|成本|部分|贷款|利息)$")
ITS_OWN = re.compile(r"对其(?![他余])|,其(?![他余中])")
_ITS = re.compile(r"其(?![他余])")
_NO_SUBJECT = re.compile(
    r"与\d|其(?![他余])|可(?!再)|每|单[个张笔]|按|以|根据|通过|结合|围绕|经[^营]|依托|在[^,]{0,12}基础上|"
    r"[为向给与][^,。;]{2,40}的(?:企业|单位|机构|平台|学校|医院|银行|公司|园区|主体)(?:,|$)"  # 为快递员购买意外险的企业
)
_NOT_ACTORS = frozenset({"项目", "产品", "标准"})


def supported_body(sentence: Sentence, stop: int) -> Recipient | None:
    """Whom the sentence supports or speaks of: 支持企业申请… -> 企业; 特色园区建设… -> 特色园区. Looks before index ``stop``."""
    chars = sentence.chars
    for a, b in sentence.clauses:
        if a >= stop:
            break
        subject = _subject_end(sentence, a, min(b, stop))
        if subject and not _NO_SUBJECT.match(chars, a):
            found = _named_between(sentence, a, subject[0], subject[1])
            balanced = all(found.words.count(left) == found.words.count(right) for left, right in ("《》", "（）", "()"))
            if balanced and not _PROCEDURE.search(found.words) and not found.words.startswith(("将", "把")):
                return found
    return None


# What may not follow the head of a subject: then the noun only modifies (企业的…), goes on (企业、机构) or is no noun (企业级).
_GOES_ON = frozenset("的、和及与或级类0123456789")
# 市民政部门应通过社会组织, 定期对…, 区财政安排试点资金: who acts and how, not who receives.
_PROCEDURE = re.compile(r"财政[^,。;]{0,12}安排|应(?![用急对届])|通过|委托|按照|按规定|也可|可按|部门|定期|密切|[＝=]")
_PLACES = frozenset(("村", "镇", "乡镇", "街道", "社区", "市场"))
_NO_NOUN = ("认定", "称号", "资质", "评定", "业务", "产业", "交易", "活动", "经营", "领域", "行业", "制")


def _subject_end(sentence: Sentence, a: int, b: int) -> tuple[int, str] | None:
    """The end and the class of the noun that opens ``chars[a:b]`` and is a recipient, brackets and 等 after it
    included."""
    chars = sentence.chars
    hits = [hit for hit in sentence.heads if a <= hit.start and hit.end <= b]
    for number, hit in enumerate(hits):
        end = hit.end
        if end < b and chars[hit.start : end] in _PLACES and chars[end] not in "对给按向可":
            continue  # 居家社区养老服务…, 街道（镇）…: the place only says where
        if end - a > 90 or number + 1 < len(hits) and hits[number + 1].start == end:
            continue
        if chars[end : end + 1] in '”"':
            end += 1
        if chars[end : end + 1] == "(":
            closing = chars.find(")", end, min(b, end + 62))
            end = closing + 1 if closing > 0 else end
        elif chars[end : end + 1] == ")" and "(" in chars[a:end]:
            end += 1  # 市场（商场）首次…
        if chars[end : end + 1] == "等":
            end += 1
        if end >= b or chars[end] not in _GOES_ON and not chars.startswith(_NO_NOUN, end):
            return min(end, b), hit.value
    return None


def find_recipient(sentence: Sentence, at: int, give_at: int | None, end: int | None = None) -> Recipient | None:
    """Who receives the number at index ``at``; None where the sentence names nobody.

    ``give_at`` is where the giving verb of that number stands, ``end`` where the number ends. Looks nearest first and
    never past the sentence.
    """
    chars, patterns = sentence.chars, _patterns()
    clause = sentence.clause_of(at)
    a, b = sentence.clauses[clause]
    if give_at is not None:
        between = _given_to(chars, give_at, at)
        if between is not None:
            return named(sentence, *between)
        match = patterns["object"].match(chars, give_at, min(at + 2, sentence.b))
        if match:
            return _found(sentence, match)
    if end is not None:
        match = patterns["receives"].match(chars, end, b) or patterns["after"].match(chars, end, b)
        match = match or patterns["later"].match(chars, end, min(b + 40, sentence.b))
        if match:
            return _found(sentence, match)
    toward = chars.rfind("对", sentence.a, at)
    while toward >= 0:
        match = patterns["toward"].match(chars, toward, min(at + 4, sentence.b))
        if match and recipient_class(match[1]) is not None and not _THING.search(match[1]):
            return None if _ITS.match(match[1]) else _better(sentence, match, whole=True)
        match = patterns["whoever"].match(chars, toward, min(at + 8, sentence.b))
        if match:
            return None if _ITS.match(match[1]) else _found(sentence, match, whole=True)
        toward = chars.rfind("对", sentence.a, toward)
    match = patterns["before"].match(chars, a, min(at, b))
    if match and not _NO_SUBJECT.match(match[1]):
        return _better(sentence, match)
    for number in range(clause - 1, -1, -1):
        ca, cb = sentence.clauses[number]
        match = patterns["ends"].match(chars[ca:cb])
        if match and not _NO_SUBJECT.match(match[1]):
            found = _found(sentence, match, ca)
            subject = _subject_end(sentence, ca, cb) if _LEAD.match(match[1]) else None
            if found.per is not None and (subject is None or subject[0] >= cb):
                return found
    return supported_body(sentence, at)


_VERB = re.compile(_GIVE)
_AMOUNT_WORDS = re.compile(
    r"(?:一次性|最高|每年|每月|每家|每个|不超过|不低于|总额|累计|分别|各|共计|合计|奖励|补助|补贴|资金|相应|一定)+$"
)


def _given_to(chars: str, give_at: int, at: int) -> tuple[int, int] | None:
    """给予服务平台房租减免: what stands between the verb and what is given, where it is a recipient."""
    verb = _VERB.match(chars, give_at)
    if verb is None or not 2 <= at - verb.end() <= 40:
        return None
    text = chars[verb.end() : at]
    tail = _AMOUNT_WORDS.search(text)
    text = text[: tail.start()] if tail else text
    hits = head_terms().find(text)
    if not hits or hits[-1].end != len(text) or text[0] in "不高低按每单" or any(mark in text for mark in ",;:的"):
        return None
    start = verb.end() + (1 if text[0] in "各该其" else 0)
    return start, verb.end() + len(text)


def _better(sentence: Sentence, match: re.Match[str], whole: bool = False) -> Recipient:
    """A project or product is no recipient where the sentence supports a body: 支持企业申请…项目，对…项目给予 -> 企业, per 项目."""
    found = _found(sentence, match, whole=whole)
    if found.per in _NOT_ACTORS:
        body = supported_body(sentence, match.start())
        if body and body.per not in _NOT_ACTORS and _LEAD.match(sentence.text):
            return body._replace(per=found.per)
    return found


def _clean(words: str) -> str:
    words = _TRIM.sub("", words)
    lead = _LEAD.match(words)
    if lead and len(words) - lead.end() >= 2:
        words = words[lead.end() :]
    return _TRIM.sub("", words)


def _found(sentence: Sentence, match: re.Match[str], shift: int = 0, whole: bool = False) -> Recipient:
    """The recipient of a match; ``whole`` where 对 leads up to it, so that a verb belongs to it (对组织包机的旅行社)."""
    if whole:
        words = _TRIM.sub("", match[1])
        return named(sentence, match.end(1) - len(words), match.end(1))
    return _named_between(sentence, match.start(1) + shift, match.end(1) + shift)


def _named_between(sentence: Sentence, a: int, b: int, per: str | None = None) -> Recipient:
    """The recipient in ``chars[a:b]`` without the verbs and connectors that lead up to it."""
    return named(sentence, b - len(_clean(sentence.chars[a:b])), b, per)


def named(sentence: Sentence, a: int, b: int, per: str | None = None) -> Recipient:
    """The recipient that ``chars[a:b]`` names, its words as the source writes them; ``per`` where its class is
    known."""
    words = sentence.block.view.words(a, b).removesuffix("等")
    return Recipient(a, b, words, per or recipient_class(words))


_THOSE = re.compile(
    r"(?:[并或]?(?:首次|初次|新|成功|当年)*(?:获得?|荣获|取得|通过|承担|承办|举办|主办|评为|获评|入选|列入|纳入|认定为|创建|参与|主导|牵头|投保))[^,;。:\d]{2,40}的"
)


def those_who(sentence: Sentence, at: int) -> Recipient | None:
    """获得中国质量奖的，奖励…: whoever does what the clause before the sum says, where no noun names the recipient."""
    clause = sentence.clause_of(at)
    for a, b in reversed(sentence.clauses[max(0, clause - 2) : clause]):
        if _THOSE.fullmatch(sentence.chars, a, b):
            return named(sentence, a, b)
    return None


def align(sentence: Sentence, found: Recipient, count: int) -> list[Recipient] | None:
    """The ``count`` members of a list of recipients (3A、4A、5A级的企业), for 分别; None where the numbers differ."""
    text = sentence.chars[found.start : found.end]
    for stop in (len(text), text.rfind("的")):
        if stop <= 0:
            continue
        cuts = [0]
        for match in _MEMBERS.finditer(text, 0, stop):
            if text.count("(", 0, match.start()) == text.count(")", 0, match.start()):
                cuts += [match.start(), match.end()]
        cuts.append(stop)
        spans = [(x, y) for x, y in zip(cuts[::2], cuts[1::2], strict=True) if y > x]
        if len(spans) == count and not any(
            re.search(r"\d[\d.]*(?:%|[万亿]?[元美])|\d{2,}", text[x:y]) for x, y in spans
        ):
            return [named(sentence, found.start + x, found.start + y)._replace(per=found.per) for x, y in spans]
    return None


_MEMBERS = re.compile(r"[、,/]|以及|和|及|或|与|(?<=”)(?=“)")
