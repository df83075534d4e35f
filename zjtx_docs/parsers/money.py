"""Money given: sums, rates and rules, with bound, instrument, period, what is counted, basis, recipient and payer.

Rules follow how 惠企政策 write support: 对X给予最高N万元一次性奖励; 按Y的N%给予补助，最高M万元 (two entries: a rate and its
ceiling); 分别给予A、B、C (one entry an amount); 区级…不低于市级标准 (rate 1.0, floor); support promised without a figure.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.lexicon import Hit
from zjtx_docs.model import Bound, Duration, Instrument, Money, Path, Period, Place
from zjtx_docs.parsers.figures import Figure
from zjtx_docs.parsers.recipients import Recipient, align, find_recipient, recipient_class
from zjtx_docs.parsers.sentences import Cue, Sentence

_STANDARD_WORD = (
    ("贴息", "interest_subsidy"), ("奖", "award"), ("补贴", "subsidy"), ("补助", "subsidy"), ("补偿", "risk_compensation"),
    ("资助", "grant"), ("扶持", "grant"), ("支持", "grant"),
)  # fmt: skip
_CEILING_AFTER = re.compile(r"(?:的?(?:以内|以下|封顶|为限|为上限|为最高限额|上限))")
_FLOOR_AFTER = re.compile(r"(?:及?以上|起(?!草|步))")
_YEARLY_SUM = re.compile(r"年(?:度)?(?:奖励|补贴|补助|支持|资助|扶持|奖补|贴息|最高|累计|总额|合计)")
_PER_AFTER = re.compile(r"[/每](?:\(?)(平方米|平米|亩|人|月|年|家|个|台|辆|吨|件|户|床|间|场|次|千瓦时|瓦)(?:[/·.、每]?(月|年|天|日))?")
_PAYER = re.compile(r"(?:市、区|市区两级|省、市|省市|中央|国家|省|市|区|县|各区|本级|同级)(?:本)?(?:级|两级)?财政|(?:省级|市级|区级|县级)(?=给予|按|分别|统筹|安排|对|再)|各区(?=给予)")
_BASIS = re.compile(r"(?:按照?+|根据|依据|对照|以(?![上下内外及来后前为]))((?:(?!按|根据)[^,。;]){1,50}?)(?:的|总额的)?(?:不超过|最高)?$")
_BASIS_OF = re.compile(r"([^,。;的予励助贴]{2,40}?)的?$")
_DURATION = re.compile(
    r"(?:连续|持续|最长(?:不超过)?|期限(?:最长)?(?:不超过|为)?|不超过|为期|给予|享受|连续给予)(\d{1,2}|[一二两三四五六七八九十]{1,2})个?(年|个月|月)|前([一二两三四五])年"
)
_LEVEL_STANDARD = re.compile(r"不(?:得)?低于((?:国家|省|市|区|上级|自治区)[^,。;、]{0,10}?(?:标准|额度|水平))(?!的?\d)")
_WHOLE = re.compile(r"(?:全额|等额|同等额度)(?:的)?(奖励|补贴|补助|资助|贴息|返还|减免|配套|支持|承担|负担)|减半(?:给予)?(奖励|补贴|补助|减免|支持|收取)?")
_CN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NO_MONEY = frozenset({"hukou_quota", "land", "procurement", "insurance", "loan", "guarantee", "service"})


class Context(NamedTuple):
    """What the sentences before, in the same paragraph, have said: the last recipient named."""

    beneficiary: Recipient | None = None


def find_money(sentence: Sentence, figures: list[Figure], path: Path, context: Context) -> list[Money]:
    """The money entries of one sentence, in the order of the text. Departments are added where responsibilities are known."""
    made: list[Money] = []
    last: Recipient | None = None
    for number, figure in enumerate(figures):
        if figure.role == "money":
            entry, last = _entry(sentence, figures, number, path, context, made, last)
            made.append(entry)
    taken = [(entry.start, entry.end) for entry in made]
    made.extend(_level_standards(sentence, figures, path, context, made))
    made.extend(_promises(sentence, figures, path, context, taken))
    return sorted(made, key=lambda entry: (entry.start, entry.end))


def _entry(
    sentence: Sentence, figures: list[Figure], number: int, path: Path, context: Context, made: list[Money],
    last: Recipient | None,
) -> tuple[Money, Recipient | None]:  # fmt: skip
    figure = figures[number]
    head = figures[figure.head]
    quantity = figure.quantity
    earlier = made[-1] if made else None
    naming = _naming(sentence, figure)
    give = next((hit for hit in reversed(head.left) if hit.value.kind in ("give", "verb", "weak")), None)
    bare = give is None and naming is None
    bound = _bound(sentence, figure, head)
    instrument = _instrument(sentence, figure, head, naming, earlier)
    period = _period(sentence, figure, head, naming) or _period_around(sentence, figure, earlier, bare)
    who = _who(sentence, figures, number, give, context, last, bare)
    per = _per(sentence, figure, head, naming, who, bare)
    start, end = _expression(sentence, figure, head, naming, give, number == figure.head)
    view = sentence.block.view
    s, e = view.span(start, end)
    value = quantity.value
    is_sum = quantity.kind == "sum"
    yuan = int(value) if is_sum and quantity.currency is None else None
    low = quantity.low
    places = [_place(view, "amount" if is_sum else "rate", quantity.start, quantity.end)]
    if who and sentence.a <= who.start < sentence.b and who.end <= sentence.b:
        places.append(_place(view, "beneficiary", who.start, who.end))
    entry = Money(
        start=s, end=e, quote=view.source[s:e], yuan=yuan,
        yuan_min=int(low) if low is not None and yuan is not None else None,
        rate=None if is_sum else float(value), rate_min=None if is_sum or low is None else float(low),
        currency=(quantity.currency or "CNY") if is_sum else None,
        amount=int(value) if quantity.currency else None,
        bound=bound, instrument=instrument, period=period, duration=_duration(sentence, figure), per=per,
        basis=_basis(sentence, figure, head) or (earlier.basis if earlier and bare else None),
        beneficiary=who.words if who else None, payer=_payer(sentence, figure), path=path, places=tuple(places),
    )  # fmt: skip
    return entry, who


def _place(view, field: str, a: int, b: int) -> Place:
    start, end = view.span(a, b)
    return Place(field=field, start=start, end=end, quote=view.source[start:end])


def _naming(sentence: Sentence, figure: Figure) -> Hit[Cue] | None:
    """The noun after the number that says what it is (的一次性奖励)."""
    for hit in figure.right:
        if hit.value.kind in ("give", "weak"):
            return hit if hit.start - figure.tail <= 24 else None
    return None


def _bound(sentence: Sentence, figure: Figure, head: Figure) -> Bound:
    chars, quantity = sentence.chars, figure.quantity
    if quantity.low is not None:
        return "range"
    if _CEILING_AFTER.match(chars, quantity.end):
        return "cap"
    for hit in reversed(head.left):
        if hit.value.kind in ("cap", "floor"):
            return "cap" if hit.value.kind == "cap" else "floor"
        if hit.value.kind == "standard" and hit.value.word.endswith(("上限", "限额", "最高额度")):
            return "cap"
    if _FLOOR_AFTER.match(chars, quantity.end):
        return "floor"
    return "exact"


def _instrument(
    sentence: Sentence, figure: Figure, head: Figure, naming: Hit[Cue] | None, earlier: Money | None
) -> Instrument | None:
    if naming is not None and naming.value.kind == "give":
        return naming.value.value
    strong = next((hit for hit in reversed(head.left) if hit.value.kind == "give"), None)
    if strong is not None:
        return strong.value.value
    standard = next((hit for hit in reversed(head.left) if hit.value.kind == "standard"), None)
    if standard is not None:
        for word, instrument in _STANDARD_WORD:
            if word in standard.value.word:
                return instrument
    later = _later_naming(sentence, figure)
    if later is not None:
        return later
    weak = naming or next((hit for hit in reversed(head.left) if hit.value.kind == "weak"), None)
    if weak is not None:
        return "grant"
    if any(hit.value.kind == "fundpool" for hit in head.left):
        return "fund"
    if earlier is not None:
        return earlier.instrument
    before = [hit for hit in sentence.cues if hit.value.kind == "give" and hit.end <= figure.quantity.start]
    after = [hit for hit in sentence.cues if hit.value.kind == "give" and hit.start >= figure.quantity.end]
    return before[-1].value.value if before else after[0].value.value if after else None


def _later_naming(sentence: Sentence, figure: Figure) -> Instrument | None:
    """按…的标准，给予租房补助: the noun stands in a clause that follows, before any other number."""
    stop = min((q.start for q in sentence.quantities if q.start > figure.quantity.end and q.kind != "count"), default=sentence.b)
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


def _period(sentence: Sentence, figure: Figure, head: Figure, naming: Hit[Cue] | None) -> Period | None:
    chars, quantity = sentence.chars, figure.quantity
    after = _PER_AFTER.match(chars, quantity.end)
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
    for choice in ("one_off", "years_2_3", "third_year", "second_year", "first_year", "per_month", "per_quarter", "per_year"):
        if choice in near:
            return choice
    a = sentence.clauses[head.clause][0]
    if _YEARLY_SUM.search(chars, max(a, head.quantity.start - 16), head.quantity.start):
        return "per_year"
    return "total" if "total" in near else None


# 每头300元, 每个网点补助3万元, 每张保单最多20万元, 单个案件补助最高50万元: the noun that is counted.
_COUNTED = re.compile(
    r"(?:每|单(?!位))(?:新增|新建|建成|新设|牵头|参与|引进|招用|带动|成功推荐|举办|组织|承办|节约|增加|完成)?"
    r"(?:[1一]?(?:个|张|家|名|项|头|台|座|场|件|笔|批|条|只|位|吨))?((?![年月日天季位增次])[一-龥]{0,5}?)"
    r"(?=的?(?:每|一次性|年度|全年|累计|合计|补助|补贴|奖励|资助|奖补|给予|最高|最多|不超过|不高于|总额|按|可|\d))"
)


def _per(
    sentence: Sentence, figure: Figure, head: Figure, naming: Hit[Cue] | None, who: Recipient | None, bare: bool
) -> str | None:
    chars, quantity = sentence.chars, figure.quantity
    after = _PER_AFTER.match(chars, quantity.end)
    if after and after[1] not in ("月", "年"):
        return {"平米": "平方米", "家": "企业", "个": "项目"}.get(after[1], after[1])
    end = naming.end if naming else quantity.end + 6
    near = [hit for hit in (*head.left, *(h for h in figure.right if h.end <= end)) if hit.value.kind == "per"]
    a = sentence.clauses[head.clause][0]
    counted = None
    for counted in _COUNTED.finditer(chars, max(a, head.quantity.start - 24), head.quantity.start + 1):  # noqa: B007
        pass
    if counted is not None and counted[1] and counted[1] not in ("年", "月", "季度", "日", "天"):
        known = recipient_class(counted[1])
        if not near or near[-1].value.value in ("标准", "项目") or (known or counted[1]) != near[-1].value.value:
            return known if known in ("企业", "平台", "园区", "项目", "机构", "人", "团队") else counted[1]
    if not near and bare and figure.clause:
        a, b = sentence.clauses[figure.clause - 1]
        near = [hit for hit in sentence.cues if hit.value.kind == "per" and a <= hit.start < b and _is_lone(sentence, a, b)]
    if near:
        hit = near[-1]
        generic = hit.value.word in ("每家", "单家", "每户", "单户")
        return ((who.per if who else None) or hit.value.value) if generic else hit.value.value
    return who.per if who else None


def _period_around(sentence: Sentence, figure: Figure, earlier: Money | None, bare: bool) -> Period | None:
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


def _who(
    sentence: Sentence, figures: list[Figure], number: int, give: Hit[Cue] | None, context: Context,
    earlier: Recipient | None, bare: bool,
) -> Recipient | None:  # fmt: skip
    figure = figures[number]
    quantity = figures[figure.head].quantity
    if bare and earlier is not None:
        return earlier
    found = find_recipient(sentence, quantity.start, give.start if give else None, figure.quantity.end)
    if found is None:
        return earlier or context.beneficiary
    members = [n for n, other in enumerate(figures) if other.head == figure.head]
    if len(members) > 1:
        parts = align(sentence, found, len(members))
        if parts:
            return parts[members.index(number)]
    return found


def _expression(
    sentence: Sentence, figure: Figure, head: Figure, naming: Hit[Cue] | None, give: Hit[Cue] | None, first: bool
) -> tuple[int, int]:
    """The stretch that a person would quote for the entry: from the giving or bounding word to the naming noun."""
    quantity = figure.quantity
    start, end = quantity.start, quantity.end
    if first:
        kinds = ("cap", "floor", "period", "per", "give", "verb", "weak", "standard", "fundpool")
        gap = 14
        for hit in reversed(figure.left):
            if hit.value.kind in kinds and start - hit.end <= gap:
                start = hit.start
                gap = 2 if hit.value.kind in ("give", "verb", "weak") else gap
        if quantity.kind == "rate":
            by = _BASIS.search(sentence.chars[sentence.clauses[figure.clause][0] : quantity.start])
            if by:
                start = min(start, sentence.clauses[figure.clause][0] + by.start())
    last = not any(other.start >= quantity.end and other.start < (naming.start if naming else 0) for other in sentence.quantities)
    if naming is not None and last and naming.end > end:
        end = naming.end
    after = _PER_AFTER.match(sentence.chars, quantity.end)
    return start, max(end, after.end() if after else end)


def _basis(sentence: Sentence, figure: Figure, head: Figure) -> str | None:
    """What a rate or award is reckoned from: 按实际投入的10% -> 实际投入."""
    a = sentence.clauses[head.clause][0]
    text = sentence.chars[a : head.quantity.start]
    match = _BASIS.search(text)
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


def _payer(sentence: Sentence, figure: Figure) -> str | None:
    a = sentence.clauses[figure.clause][0]
    matches = list(_PAYER.finditer(sentence.chars, a, figure.quantity.start))
    return matches[-1][0] if matches else None


def _duration(sentence: Sentence, figure: Figure) -> Duration | None:
    view = sentence.block.view
    for match in _DURATION.finditer(sentence.chars, sentence.a, sentence.b):
        word = match[1] or match[3]
        value = int(word) if word.isdecimal() else _CN.get(word[-1]) if len(word) == 1 else None
        cap = "不超过" in match[0] or "最长" in match[0]
        s, e = view.span(match.start(), match.end())
        return Duration(start=s, end=e, quote=view.source[s:e], value=value, unit=match[2] or "年", bound="cap" if cap else "exact")
    return None


def _level_standards(
    sentence: Sentence, figures: list[Figure], path: Path, context: Context, made: list[Money]
) -> list[Money]:
    """区级…不低于市级标准: at least what the upper level pays, rate 1.0 as a floor; 全额 and 减半 likewise fix a rate."""
    view, found = sentence.block.view, []
    if "低于" in sentence.text:
        for match in _LEVEL_STANDARD.finditer(sentence.chars, sentence.a, sentence.b):
            if any(0 <= f.quantity.start - match.end() <= 4 for f in figures):
                continue
            found.append((match.start(), match.end(), 1.0, "floor", match[1]))
    if "额" in sentence.text or "减半" in sentence.text:
        for match in _WHOLE.finditer(sentence.chars, sentence.a, sentence.b):
            found.append((match.start(), match.end(), 0.5 if match[0].startswith("减半") else 1.0, "exact", None))
    entries = []
    for a, b, rate, bound, basis in found:
        clause_a = sentence.clauses[sentence.clause_of(a)][0]
        cues = [hit for hit in sentence.cues if clause_a <= hit.start < b + 8]
        give = next((hit for hit in reversed(cues) if hit.value.kind == "give"), None)
        period = next((hit.value.value for hit in cues if hit.value.kind == "period" and hit.start < a), None)
        who = find_recipient(sentence, a, None) or context.beneficiary
        earlier = made[-1] if made else None
        name = who.words if who else earlier.beneficiary if earlier else None
        start = min([hit.start for hit in cues if hit.start < a and hit.value.kind in ("give", "verb", "period")] + [a])
        s, e = view.span(start, max(b, give.end if give and give.start >= a and give.start - b <= 6 else b))
        entries.append(
            Money(
                start=s, end=e, quote=view.source[s:e], rate=rate, bound=bound, basis=basis, period=period,
                instrument=give.value.value if give else earlier.instrument if earlier else None,
                beneficiary=name, per=who.per if who else earlier.per if earlier else None, payer=_payer_before(sentence, clause_a, a), path=path,
            )  # fmt: skip
        )
    return entries


def _payer_before(sentence: Sentence, a: int, b: int) -> str | None:
    match = _PAYER.search(sentence.chars, a, b)
    return match[0] if match else None


_PROMISE_VERB = re.compile(r"给[予与以]|予以|提供|可享受|发放|实行|降低")
_OF_HOLDER = re.compile(r"的(?:企业|项目|单位|机构|平台|人才|人员|资金|政策|对象|标准|申报|方式|办法)|(?:政策|资金|项目|标准|期限|对象|申报|机制|范围|方式|总额|工作)")


def _promises(
    sentence: Sentence, figures: list[Figure], path: Path, context: Context, taken: list[tuple[int, int]]
) -> list[Money]:
    """Support promised without a figure (给予资金支持): yuan and rate None, bound None."""
    view, made = sentence.block.view, []
    money = [f for f in figures if f.role == "money"]
    used = {f.clause for f in money}
    for clause, (a, b) in enumerate(sentence.clauses):
        if clause in used or "低于" in sentence.chars[a:b]:
            continue
        verb = _PROMISE_VERB.search(sentence.chars, a, b)
        for hit in sentence.cues:
            if hit.start < a or hit.end > b or hit.value.kind not in ("give", "weak") or hit.value.value in _NO_MONEY:
                continue
            after = bool(verb and verb.start() <= hit.start <= verb.end() + 22)
            opens = hit.value.kind == "give" and hit.start == a and not hit.value.word.endswith(("奖励资金", "补贴资金", "补助资金"))
            if not after and not (opens and hit.value.value != "fund"):
                continue
            if hit.value.kind == "weak" and not re.search(r"给[予与以]|予以", sentence.chars[a : hit.start] + hit.value.word):
                continue
            if _OF_HOLDER.match(sentence.chars, hit.end) or (money and _follows_from(sentence, money, clause)):
                continue
            at = verb.start() if after and verb else hit.start
            s, e = view.span(at, hit.end)
            who = find_recipient(sentence, hit.start, at) or context.beneficiary
            near = [h.value.value for h in sentence.cues if h.value.kind == "period" and a <= h.start < hit.end]
            made.append(
                Money(
                    start=s, end=e, quote=view.source[s:e], instrument=hit.value.value, period=near[0] if near else None,
                    beneficiary=who.words if who else None, per=who.per if who else None, path=path,
                )  # fmt: skip
            )
            break
    return made


def _follows_from(sentence: Sentence, money: list[Figure], clause: int) -> bool:
    """按…的30%，给予一次性奖补: the promise only names what the figure in the clause before or after gives."""
    return any(abs(figure.clause - clause) == 1 for figure in money)
