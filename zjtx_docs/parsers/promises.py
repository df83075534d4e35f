"""Support without a number of its own: a floor at the upper level's standard, 全额 and 减半, and promises without a
figure."""

from __future__ import annotations

import re

from zjtx_docs.lexicon import Hit
from zjtx_docs.model import Money, Path
from zjtx_docs.parsers.durations import lasting
from zjtx_docs.parsers.figure_context import Figure
from zjtx_docs.parsers.money_fields import PAYER
from zjtx_docs.parsers.recipients import Recipient, find_recipient
from zjtx_docs.parsers.sentences import Cue, Sentence

_LEVEL_STANDARD = re.compile(r"不(?:得)?低于((?:国家|省|市|区|上级|自治区)[^,。;、]{0,10}?(?:标准|额度|水平))(?!的?\d)")
_WHOLE = re.compile(
    r"(?:全额|等额|同等额度)(?![^,。;]{0,2}(?:退|追|收回|缴))的?[^,。;]{0,6}?(?:奖励|补贴|补助|资助|贴息|返还|减免|配套|支持|承担|负担)|(?<=年)全额(?=[、,和]|$)|"
    r"(?:免收|免缴|免交|免除|(?<!费)(?<!租)(?<!用)全免)[^,。;、]{0,12}?(?:租金|房租|场租|租赁费|服务费|展位费|摊位费|收费|管理费|物业费|"
    r"费用|费)|免租(?![期住])(?:金|使用)?|"
    r"(?:租金|租|费用?|担保费|保费)全免|(?:租金|费用?|费)全额免[收交缴除]|减半(?:给予|征收|收取|计收)?(?:奖励|补贴|补助|减免|支持|租金)?"
)
_NO_MONEY = frozenset({"hukou_quota", "land", "procurement", "service"})
# Products of banks and insurers: money only where they are given (给予劣后担保), not where they are developed.
_PRODUCTS = frozenset({"insurance", "loan", "guarantee"})
_PROMISE_VERB = re.compile(r"给[予与以]|予以|提供|可享受|发放|实行|降低")
_GIVING = re.compile(r"给[予与以]|予以")
_OF_HOLDER = re.compile(
    r"的(?:企业|项目|单位|机构|平台|人才|人员|资金|政策|对象|标准|申报|方式|办法)|(?:政策|资金|项目|标准|期限|对象|申报|机制|范围|方式|总额|工作)"
)


def level_standards(
    sentence: Sentence, figures: list[Figure], path: Path, beneficiary: Recipient | None, made: list[Money]
) -> list[Money]:
    """区级…不低于市级标准: at least what the upper level pays, rate 1.0 as a floor; 全额 and 减半 likewise fix a rate."""
    view, found = sentence.block.view, []
    if "低于" in sentence.text:
        for match in _LEVEL_STANDARD.finditer(sentence.chars, sentence.a, sentence.b):
            if any(0 <= f.quantity.start - match.end() <= 4 for f in figures):
                continue
            found.append((match.start(), match.end(), 1.0, "floor", match[1]))
    if "额" in sentence.text or "减半" in sentence.text or "免" in sentence.text:
        for match in _WHOLE.finditer(sentence.chars, sentence.a, sentence.b):
            found.append((match.start(), match.end(), 0.5 if match[0].startswith("减半") else 1.0, "exact", None))
    entries = []
    before = sentence.a
    for a, b, rate, bound, basis in found:
        clause_a = max(sentence.clauses[sentence.clause_of(a)][0], before)
        before = b
        cues = [hit for hit in sentence.cues if clause_a <= hit.start < b + 8]
        give = next((hit for hit in reversed(cues) if hit.value.kind == "give"), None)
        period = next((hit.value.value for hit in reversed(cues) if hit.value.kind == "period" and hit.start < a), None)
        who = find_recipient(sentence, a, None) or beneficiary
        earlier = made[-1] if made else None
        name = who.words if who else earlier.beneficiary if earlier else None
        start = min([hit.start for hit in cues if hit.start < a and hit.value.kind in ("give", "verb", "period")] + [a])
        s, e = view.span(start, max(b, give.end if give and give.start >= a and give.start - b <= 6 else b))
        entries.append(
            Money(
                start=s,
                end=e,
                quote=view.source[s:e],
                rate=rate,
                bound=bound,
                basis=basis,
                period=period,
                duration=lasting(sentence, a, period),
                instrument=_relief(sentence, give.value.value if give else earlier.instrument if earlier else None),
                beneficiary=name,
                per=who.per if who else earlier.per if earlier else None,
                payer=_payer_before(sentence, clause_a, a),
                path=path,
            )  # fmt: skip
        )
    return entries


def _relief(sentence: Sentence, named: str | None) -> str | None:
    """Rent that is waived or halved is rent relief, whatever verb says so; another charge that is waived is other."""
    text = sentence.text
    if "免" not in text and "收取" not in text and "计收" not in text:
        return named
    return "rent_relief" if "租" in text else named or "other"


def _payer_before(sentence: Sentence, a: int, b: int) -> str | None:
    match = PAYER.search(sentence.chars, a, b)
    return match[0] if match else None


def find_promises(
    sentence: Sentence, figures: list[Figure], path: Path, beneficiary: Recipient | None, taken: set[int]
) -> list[Money]:
    """Support promised without a figure (给予资金支持): yuan and rate None, bound None. ``taken`` clauses already give."""
    text = sentence.text
    given = "给" in text or "予以" in text
    named = [
        hit
        for hit in sentence.cues
        if (hit.value.kind == "give" or given and hit.value.kind == "weak") and hit.value.value not in _NO_MONEY
    ]
    if not named:
        return []
    made: list[Money] = []
    money = [figure for figure in figures if figure.role == "money"]
    done = {figure.clause for figure in money} | taken
    for hit in named:
        clause = sentence.clause_of(hit.start)
        a, b = sentence.clauses[clause]
        if clause in done or hit.end > b or "低于" in sentence.chars[a:b]:
            continue
        at = _promised_at(sentence, hit, a, b)
        if at is None or _OF_HOLDER.match(sentence.chars, hit.end) or _follows_from(money, clause):
            continue
        done.add(clause)
        made.append(_promise(sentence, hit, a, at, path, beneficiary))
    return made


def _promised_at(sentence: Sentence, hit: Hit[Cue], a: int, b: int) -> int | None:
    """Where the promise begins: at the giving verb before the noun (给予…补助), or at the noun that opens its clause."""
    if hit.value.value == "voucher":
        return hit.start
    verb = _PROMISE_VERB.search(sentence.chars, a, b)
    if verb is not None and verb.start() <= hit.start <= verb.end() + 22:
        named = hit.value.kind == "give" and hit.value.value not in _PRODUCTS
        giving = named or _GIVING.search(sentence.chars, a, hit.start) is not None
        return verb.start() if giving or _GIVING.search(hit.value.word) else None
    opens = (
        hit.value.kind == "give" and hit.value.value not in _PRODUCTS and hit.start == a and hit.value.value != "fund"
    )
    return (
        hit.start if opens and not hit.value.word.endswith(("奖励资金", "补贴资金", "补助资金", "奖补资金")) else None
    )


def _promise(sentence: Sentence, hit: Hit[Cue], a: int, at: int, path: Path, beneficiary: Recipient | None) -> Money:
    view = sentence.block.view
    s, e = view.span(at, hit.end)
    who = find_recipient(sentence, hit.start, at) or beneficiary
    near = [h.value.value for h in sentence.cues if h.value.kind == "period" and a <= h.start < hit.end]
    return Money(
        start=s, end=e, quote=view.source[s:e], instrument=hit.value.value, period=near[0] if near else None,
        duration=lasting(sentence, at, near[0] if near else None),
        beneficiary=who.words if who else None, per=who.per if who else None, path=path,
    )  # fmt: skip


def _follows_from(money: list[Figure], clause: int) -> bool:
    """按…的30%，给予一次性奖补: the promise only names what the figure in the clause before or after gives."""
    return any(abs(figure.clause - clause) == 1 for figure in money)
