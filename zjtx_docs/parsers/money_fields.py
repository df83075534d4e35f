"""The fields of one money entry, each read from the words around its number: bound, instrument, period, what is
counted, basis.

Policies put the bound and the period before the sum (每年最高500万元), the instrument after it (的一次性奖励) or before it
(贷款贴息…最高500万元), and what a rate is reckoned from behind 按 (按实际投入的10%).
"""

from __future__ import annotations

import re

from zjtx_docs.lexicon import Hit
from zjtx_docs.model import Bound, Instrument, Money, Period
from zjtx_docs.parsers.figure_context import Figure, is_pool_size, label_of
from zjtx_docs.parsers.recipients import Recipient, recipient_class
from zjtx_docs.parsers.sentences import Cue, Sentence

STANDARD_WORD = (
    ("贴息", "interest_subsidy"), ("奖", "award"), ("补贴", "subsidy"), ("补助", "subsidy"), ("补偿", "risk_compensation"),
    ("资助", "grant"), ("扶持", "grant"), ("支持", "grant"),
)  # fmt: skip
_CEILING_AFTER = re.compile(r"(?:的?(?:以内|以下|封顶|为限|为上限|为最高限额|上限))")
_FLOOR_AFTER = re.compile(r"(?:及?以上|起(?!草|步))")
_YEARLY_SUM = re.compile(
    r"(?<![一二两三四五六七八九十\d])年(?:度)?(?:奖励|补贴|补助|支持|资助|扶持|奖补|贴息|最高|累计|总额|合计)"
)
PER_AFTER = re.compile(
    r"[/每](?:\(?)(平方米|立方米|平米|亩|人|月|年|家|个|项|台|辆|吨|件|户|床|间|场|次|千瓦时|瓦)(?:[/·.、每]?(月|年|天|日))?"
)
PAYER = re.compile(
    r"(?:市、区|市区两级|省、市|省市|中央|国家|省|市|区|县|各区|本级|同级)(?:本)?(?:级|两级)?财政|(?:省级|市级|区级|县级)(?=给予|按|分别|统筹|安排|对|再)|各区(?=给予)"
)
BASIS = re.compile(
    r"(?:按照?+|根据|依据|对照|以(?![上下内外及来后前为]))((?:(?!按|根据)[^,。;]){1,50}?)(?:的|总额的)?(?:不超过|最高)?$"
)
_BASIS_OF = re.compile(r"([^,。;的予励助贴]{2,40}?)的?$")
# 每头300元, 每个网点补助3万元, 每张保单最多20万元, 单个案件补助最高50万元: the noun that is counted.
_COUNTED = re.compile(
    r"(?:每|单(?!位))(?:新增|新建|建成|新设|牵头|参与|引进|招用|带动|成功推荐|举办|组织|承办|节约|增加|完成)?"
    r"(?:[1一]?(?:[个张家名项头台座件笔批条只位吨间套辆栋幢处门款部篇例艘]|场(?![景地所馆])|架(?!次)))?"
    r"((?![个年月日天季位增次达满超分不]|[补奖]\d)[一-龥]{0,5}?)"
    r"(?=的?(?:每|一次性|年度|全年|累计|合计|补助|补贴|奖励|资助|奖补|[补奖](?=\d)|分别|给予|最高|最多|至多|不超过|不高于|总额|按|可|再|优惠|降低|贴息|抵扣|最低|总量|\d))"
)


def naming_of(sentence: Sentence, figure: Figure) -> Hit[Cue] | None:
    """The noun after the number that says what it is (的一次性奖励)."""
    for hit in figure.right:
        if sentence.chars.startswith("、", figure.tail) and sentence.chars[hit.end : hit.end + 1].isdecimal():
            return None  # 每辆奖励5万元、轻型车每辆奖励2万元: it names the next sum
        if hit.value.kind in ("give", "weak"):
            return hit if hit.start - figure.tail <= 24 else None
        if hit.value.kind == "period" and sentence.chars[figure.tail : hit.start] == "、":
            return None  # 第二年补贴80%、第三年补贴50%
    return None


def bound_of_money(sentence: Sentence, figure: Figure, head: Figure) -> Bound:
    chars, quantity = sentence.chars, figure.quantity
    if quantity.low is not None:
        return "range"
    if _CEILING_AFTER.match(chars, quantity.end):
        return "cap"
    for hit in (*reversed(head.left), *label_of(sentence, figure)):
        if hit.value.kind in ("cap", "floor"):
            return "cap" if hit.value.kind == "cap" else "floor"
        if hit.value.kind == "standard" and hit.value.word.endswith(("上限", "限额", "最高额度")):
            return "cap"
    if _FLOOR_AFTER.match(chars, quantity.end):
        return "floor"
    return "exact"


def instrument_of(
    sentence: Sentence, figure: Figure, head: Figure, naming: Hit[Cue] | None, earlier: Money | None
) -> Instrument | None:
    if naming is not None and naming.value.kind == "give":
        return naming.value.value
    strong = next((hit for hit in reversed(head.left) if hit.value.kind == "give"), None)
    if strong is not None:
        return strong.value.value
    # 支持标准　国际标准100万元／项
    named = [*(hit for hit in sentence.cues if hit.end <= sentence.a), *label_of(sentence, figure)]
    standard = next((hit for hit in reversed((*named, *head.left)) if hit.value.kind == "standard"), None)
    if standard is not None:
        for word, instrument in STANDARD_WORD:
            if word in standard.value.word:
                return instrument
    later = _later_naming(sentence, figure)
    if later is not None:
        return later
    weak = naming or next((hit for hit in reversed(head.left) if hit.value.kind == "weak"), None)
    if weak is not None:
        return "grant"
    if (
        any(hit.value.kind == "fundpool" for hit in head.left)
        or "基金" in sentence.chars[figure.tail : figure.tail + 28]
        or is_pool_size(sentence, figure)
    ):
        return "fund"
    plain = sentence.chars[max(sentence.a, figure.quantity.start - 1) : figure.quantity.start]
    if plain in ("奖", "补"):  # 每户奖2万元, 每辆补1万元
        return "award" if plain == "奖" else "subsidy"
    if figure.quantity.kind == "rate" and "承担" in sentence.text and re.search("损失|风险|代偿", sentence.text):
        return "risk_compensation"
    if earlier is not None:
        return earlier.instrument
    before = [hit for hit in sentence.cues if hit.value.kind == "give" and hit.end <= figure.quantity.start]
    after = [hit for hit in sentence.cues if hit.value.kind == "give" and hit.start >= figure.quantity.end]
    return before[-1].value.value if before else after[0].value.value if after else None


def _later_naming(sentence: Sentence, figure: Figure) -> Instrument | None:
    """按…的标准，给予租房补助: the noun stands in a clause that follows, before any other number."""
    stop = min(
        (q.start for q in sentence.quantities if q.start > figure.quantity.end and q.kind != "count"),
        default=sentence.b,
    )
    a, b = sentence.clauses[figure.clause]
    if any(hit.value.kind in ("give", "verb", "weak") for hit in figure.left):
        return None
    if any(hit.value.kind == "give" and hit.end <= a for hit in sentence.cues):
        return None
    for hit in sentence.cues:
        if hit.start >= b and hit.value.kind == "give":
            before = any(h.value.kind in ("cap", "per") and h.start >= a for h in figure.left)
            return hit.value.value if hit.end <= stop or before else None
    return None


def period_of(sentence: Sentence, figure: Figure, head: Figure, naming: Hit[Cue] | None) -> Period | None:
    chars, quantity = sentence.chars, figure.quantity
    after = PER_AFTER.match(chars, quantity.end)
    if after and (after[2] or after[1]) in ("月", "年"):
        return "per_month" if (after[2] or after[1]) == "月" else "per_year"
    end = naming.end if naming else figure.tail + 4
    if not naming and chars[quantity.end : quantity.end + 1] in "且、和":
        end = quantity.end
    near = [
        hit.value.value
        for hit in (*head.left, *(h for h in figure.right if h.end <= end))
        if hit.value.kind == "period" and not (hit.value.value == "total" and chars[hit.end : hit.end + 1] == "的")
    ]
    for choice in (
        "one_off",
        "years_2_3",
        "third_year",
        "second_year",
        "first_year",
        "per_month",
        "per_quarter",
        "per_year",
    ):
        if choice in near:
            return choice
    a = sentence.clauses[head.clause][0]
    if _YEARLY_SUM.search(chars, max(a, head.quantity.start - 16), head.quantity.start):
        return "per_year"
    return "total" if "total" in near else None


def period_around(sentence: Sentence, figure: Figure, earlier: Money | None, bare: bool) -> Period | None:
    """A ceiling keeps the period of the support it limits; 按…的30%，给予一次性奖补 names it in the clause that follows."""
    if bare and earlier is not None:
        return earlier.period
    giving = any(hit.value.kind in ("give", "verb", "weak") for hit in figure.left)
    neighbour = figure.clause - 1 if bare and figure.clause else figure.clause + 1
    if (giving and not bare) or not 0 <= neighbour < len(sentence.clauses):
        return None
    a, b = sentence.clauses[neighbour]
    if not _is_lone(sentence, a, b) or not any(h.value.kind == "give" and a <= h.start < b for h in sentence.cues):
        return None
    return next((h.value.value for h in sentence.cues if h.value.kind == "period" and a <= h.start < b), None)


def _is_lone(sentence: Sentence, a: int, b: int) -> bool:
    """The clause gives nothing itself (单个项目贴息期不超过3年)."""
    return not any(a <= q.start < b and q.kind != "count" for q in sentence.quantities)


def per_of(
    sentence: Sentence, figure: Figure, head: Figure, naming: Hit[Cue] | None, who: Recipient | None, bare: bool
) -> str | None:
    chars, quantity = sentence.chars, figure.quantity
    after = PER_AFTER.match(chars, quantity.end)
    if after and after[1] not in ("月", "年"):
        return {"平米": "平方米", "家": "企业", "个": "项目", "项": "项目"}.get(after[1], after[1])
    end = naming.end if naming else quantity.end + 6
    near = [hit for hit in (*head.left, *(h for h in figure.right if h.end <= end)) if hit.value.kind == "per"]
    a = sentence.clauses[head.clause][0]
    counted = None
    for counted in _COUNTED.finditer(chars, max(a, head.quantity.start - 24), head.quantity.start + 1):  # noqa: B007
        pass
    if counted is not None and (counted[1] == "家" or near and near[0].end <= counted.start()):
        counted = None  # 每家分别奖励 counts those who receive
    if counted is not None and counted[1] and counted[1] not in ("年", "月", "季度", "日", "天", "学年", "学期"):
        known = recipient_class(counted[1])
        if known is None and counted[1].startswith(("户", "人次")):
            return "户" if counted[1][0] == "户" else "人次"
        if not near or near[-1].value.value in ("标准", "项目") or (known or counted[1]) != near[-1].value.value:
            return known if known in ("企业", "平台", "园区", "项目", "机构", "人", "团队") else counted[1]
    if not near and bare and figure.clause:
        a, b = sentence.clauses[figure.clause - 1]
        near = [
            hit for hit in sentence.cues if hit.value.kind == "per" and a <= hit.start < b and _is_lone(sentence, a, b)
        ]
    if near:
        hit = near[0]
        generic = hit.value.word in ("每家", "单家", "每户", "单户")
        return ((who.per if who else None) or hit.value.value) if generic else hit.value.value
    return who.per if who else None


def basis_of(sentence: Sentence, figure: Figure, head: Figure) -> str | None:
    """What a rate or award is reckoned from: 按实际投入的10% -> 实际投入."""
    a = sentence.clauses[head.clause][0]
    text = sentence.chars[a : head.quantity.start]
    match = BASIS.search(text)
    if match:
        words = re.sub(r"(?:不超过|最高|给予|予以|一次性|奖励|补助|支持|分别|的)+$", "", match[1])
        words = re.split(r"(?:给[予与以]|予以)", words)[0]
        words = re.sub(r"^(?:不超过|最高|各)", "", words)
        return words if words and not re.search(r"\d+[万亿]?元|^每", words) else None
    if figure.quantity.kind == "rate":
        text = re.sub(r"(?:不超过|最高|不低于|不得低于|给[予与以]|予以|奖励|补助|补贴|市级|省级)+$", "", text)
        text = re.split(r"给[予与以]|予以|不得?低于|不超过|最高", text)[-1]
        match = _BASIS_OF.search(text.removesuffix("的"))
        return match[1] if match else None
    return None


def payer_of(sentence: Sentence, figure: Figure) -> str | None:
    a = sentence.clauses[figure.clause][0]
    matches = list(PAYER.finditer(sentence.chars, a, figure.quantity.start))
    return matches[-1][0] if matches else None
