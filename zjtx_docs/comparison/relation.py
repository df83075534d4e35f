"""duplicates, extends or lacks: decided by the fields, not by a threshold.

The subject is the activity supported. Same subject and the ask promises no more: duplicates (a smaller amount or
narrower group
too, told in ``how``). Same subject and the ask goes further: extends. No counterpart on the subject: lacks.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.comparison.align import Candidate
from zjtx_docs.comparison.changes import pair_money
from zjtx_docs.comparison.records import How, Refusal, Relation
from zjtx_docs.comparison.thesaurus import subject_name
from zjtx_docs.comparison.units import Unit
from zjtx_docs.comparison.wording import say
from zjtx_docs.lexicon import rows
from zjtx_docs.model import Measure, Money
from zjtx_docs.text import fold, squeeze


class Verdict(NamedTuple):
    """A relation with how, how sure, what else it might be, and the reason in one line."""

    relation: Relation
    how: tuple[How, ...]
    confidence: float
    alternative: Relation | None
    why: str


# What an ask says of itself: it wants more, wider or longer than what stands, or only that what stands be carried out.
_MORE = re.compile(
    r"(?:提高|增加|提升|上调|上浮|提|增|加|涨)(?:至|到)|再提高|翻倍|加倍|翻[一两]?番|(?:涨|给|加|提)到[\d一二三四五六七八九十百两]|"
    r"提上去|多给(?:一?[点些])|提高[^,。]{0,12}(?:标准|比例|额度|上限|力度)|加大[^,。]{0,10}(?:力度|投入)|不够用|偏低|太少|太低|偏少|不够(?=[,。;]|$)"
)
# 在市级奖励基础上，由区财政再给予40万元: on top of what stands.
_ON_TOP = re.compile(
    r"基础上[^。;]{0,16}(?:再|另|追加|叠加|额外|配套)|(?:区|县|本级)[^,。;]{0,6}(?:再|另行?)(?:给予|奖励|补助|补贴)|配套奖励"
)
_FIGURED = re.compile(r"\d|标准|比例|上限|[一二三四五六七八九十百两][十百千万成倍块番]|一半")
_WIDER = re.compile(
    r"(?:扩大|扩展|拓展|延伸|覆盖|放宽|下放|惠及)(?:至|到|范围)|"
    r"免费[^,。;]{0,6}(?:向|对)[^,。;]{2,16}开放|(?:向|对)[^,。;]{2,16}免费开放|也(?:能|要(?!落实|兑现)|应|可|一并|给|纳入|享受)|同样(?:给|享受|办理|纳入)|"
    r"不能只|不限于|"
    r"取消[^,。]{0,20}(?:门槛|限制|条件)|(?:降低|放宽|降|降至|降到)[^,。]{0,20}(?:门槛|条件|标准|要求)|(?:门槛|要求|起点|下限|年限|"
    r"条件)[^,。]{0,20}(?:降|放宽|取消)|一并|都能享受|全部纳入|挡在门外|也别|别(?:光|只|漏)|不(?:要|能)(?:光|漏)|算进来|别非|也该|有份|照样(?:给|享受|能)|参照执行|比照"
)
_LONGER = re.compile(
    r"延长|(?:管|给|延|放|加|续)长?到[一二三四五六七八九十\d]{1,3}年|(?:期限|年限)[^,。]{0,12}(?:到|为)[\d一二三四五]+年|长期化"
)
_AGAINST = re.compile(
    r"不再(?!重复)|(?:不要|别|不必|不该)再|取消(?!门槛|[^,。]{0,18}(?:门槛|限制|条件))|停止|"
    r"(?:^|[,;])(?:应当?|要)?改[为成]|不宜再|废止|不应|由[^,。]{2,16}改[为成]|改由"
)
_CARRY_OUT = re.compile(
    r"^(?:进一步|切实|全面|抓好|尽快|加快|及时|足额|按时)*(?:落实|兑现|执行|用好用足|落实好|用好|推动落实|抓好)|(?:落实到位|足额兑现|按规定[^,。]{0,8}兑现|落地见效|拨付到位)"
)
_ORGANISATION = re.compile(
    r"(?:成立|组建|建立|设立|配备|明确|优选|选派|指定|配置|派)[^,。;]{0,40}?(?:领导小组|专班|工作组|委员会|联席会议|办公室|协会|联盟|专员|专职|人员|牵头|中心|机构)"
)
_PLATFORM = re.compile(
    r"(?:搭建|建设|建立|打造|开发|开通|设立)[^,。;]{0,40}?(?:平台|系统|专区|网站|数据库|小程序|APP|热线)"
)
_FUND = re.compile(r"(?:设立|成立|组建|建立)[^,。;]{0,24}?(?:基金(?!会)|资金池|专项资金|互助金|补偿金|引导资金)")


def judge(ask: Unit, best: Candidate, second: float) -> Verdict:
    """The relation of an ask to its best counterpart. ``second`` is the score of the next item's best candidate."""
    how = _how(ask, best)
    further = [item for item in how if item not in ("lower_amount", "narrower_beneficiary", "implementation")]
    relation: Relation = "extends" if further else "duplicates"
    strength = min(1.0, best.score / 0.7)
    margin = min(1.0, max(0.0, best.score - second) / 0.3)
    confidence = round(min(0.98, 0.42 + 0.38 * strength + 0.18 * margin), 2)
    if relation == "extends" and all(
        item in ("other", "new_instrument", "adds_organisation", "adds_platform") for item in further
    ):
        confidence = round(confidence * 0.85, 2)
    alternative: Relation | None = None
    if confidence < 0.75:
        alternative = "lacks" if best.score < 0.40 else ("duplicates" if relation == "extends" else "extends")
    return Verdict(relation, tuple(how), confidence, alternative, _why(relation, how, best))


def judge_lacking(nearest: Candidate | None, accept: float) -> Verdict:
    """No counterpart: how sure that is falls as the nearest miss comes near."""
    if nearest is None:
        return Verdict("lacks", (), 0.98, None, say("why.nothing"))
    gap = max(0.0, 1 - nearest.score / max(accept, 0.01)) if not nearest.fine or nearest.score < accept else 0.2
    confidence = round(0.55 + 0.4 * min(gap, 1.0), 2)
    return Verdict("lacks", (), confidence, "extends" if confidence < 0.7 else None, say("why.lacks"))


def refusal(nearest: Candidate) -> tuple[Refusal, str]:
    """The one reason why the nearest miss is no counterpart: its code and the sentence."""
    if nearest.other_sector:
        return "other_sector", say("refused.other_sector")
    shared = [subject_name(subject) for subject in nearest.features.shared[:2]]
    if shared:
        return "same_field", say("refused.same_field", subjects="、".join(shared))
    code: Refusal = "few_words" if nearest.features.gram < 0.12 else "near_words"
    return code, say(f"refused.{code}")


def _how(ask: Unit, best: Candidate) -> list[How]:
    text = fold(squeeze(ask.quote))
    right = best.unit
    theirs = fold(squeeze(right.quote))
    found: list[How] = []
    if text == theirs:
        return found
    mine = ask.measure
    if _AGAINST.search(text) and not _AGAINST.search(theirs):
        found.append("conflicts")
    found += _money_how(text, mine, right.measure)
    found += _group_how(text, mine, right)
    if _LONGER.search(text):
        found.append("longer_period")
    if mine is not None and any(t.value is not None for t in mine.targets) and not _same_target(mine, right):
        found.append("adds_quota_or_target")
    found += _means_how(text, theirs, best)
    if not found and _CARRY_OUT.search(text):
        found.append("implementation")
    return list(dict.fromkeys(found))


def _same_target(mine: Measure, right: Unit) -> bool:
    theirs = right.measure.targets if right.measure else ((right.target,) if right.target else ())
    if right.measure is None:
        return False
    return any(a.value == b.value and a.unit == b.unit for a in mine.targets for b in theirs)


def _figured(entries: tuple[Money, ...]) -> list[Money]:
    return [entry for entry in entries if entry.yuan is not None or entry.rate is not None]


def _money_how(text: str, mine: Measure | None, theirs: Measure | None) -> list[How]:
    """How the money differs. A floor at the upper level's standard asks for no more than what stands."""
    own = _figured(mine.money) if mine else []
    if _ON_TOP.search(text) and own or _MORE.search(text) and (own or _FIGURED.search(text)):
        return ["higher_amount"]
    if not own:
        promised = mine is not None and any(entry.bound is None for entry in mine.money)
        return ["new_instrument"] if promised and theirs is not None and not theirs.money else []
    if all(entry.rate == 1.0 and entry.bound == "floor" for entry in own) and theirs is not None and theirs.money:
        return []
    other = _figured(theirs.money) if theirs else []
    if not other:
        return ["sets_amount_where_none"] if theirs is not None and theirs.money else ["new_instrument"]
    found: list[How] = []
    for a, b in pair_money(mine, theirs):
        if a.duration and b.duration and (a.duration.value or 0) > (b.duration.value or 0):
            found.append("longer_period")
        if b.yuan is None and b.rate is None:
            continue
        x, y = (a.yuan, b.yuan) if a.yuan is not None else (a.rate, b.rate)
        if x is None or y is None:
            continue
        if _other_basis(a, b):
            found.append("new_instrument")
        elif x > y:
            found.append("higher_amount")
        elif x < y:
            found.append("lower_amount")
        if _yearly(a) and b.period == "one_off":
            found.append("longer_period")
    if "higher_amount" in found and "lower_amount" in found:
        found = [item for item in found if item != "lower_amount"]
    return found


_PLAIN_BASIS = re.compile(
    r"实际|支出|支付|费用?|金额|投入|总额|年度|当年|相关|合同|发生|部分|的|额|款|按照?|给予|[\d%]"
)


def _other_basis(mine: Money, theirs: Money) -> bool:
    """Whether the two rates are of different things (机票的30% beside 展位费的60%)."""
    if mine.rate is None or theirs.rate is None or not mine.basis or not theirs.basis:
        return False
    a, b = (_PLAIN_BASIS.sub("", fold(squeeze(basis))) for basis in (mine.basis, theirs.basis))
    return len(a) >= 2 and len(b) >= 2 and not set(a) & set(b)


def _yearly(entry: Money) -> bool:
    return entry.period in ("per_year", "per_month", "per_quarter")


@functools.cache
def _heads() -> dict[str, str]:
    return {row["word"]: row["per"] for row in rows("recipients")}


def _class_of(words: str) -> str | None:
    """The class of the noun that ``words`` end with (…送餐员 -> 人), or None."""
    ends = (words[-size:] for size in range(min(8, len(words)), 0, -1))
    return next((_heads()[end] for end in ends if end in _heads()), None)


def _paid_to_persons(measure: Measure) -> bool:
    """Whether all its sums that name a recipient go to persons (送餐员, 护理员), not to firms or places."""
    classes = [_class_of(entry.beneficiary) for entry in measure.money if entry.beneficiary]
    return bool(classes) and all(name == "人" for name in classes)


_IN_PERSON = re.compile(r"本人|个人(?!所得税|信用|账户)")


def _lower_bar(mine: Measure, theirs: Measure) -> bool:
    """Whether the ask sets a lower bar for the same figure (网络销售额1000万元 beside 5000万元): more get in."""
    for a in mine.thresholds:
        for b in theirs.thresholds:
            alike = a.unit == b.unit and a.metric and b.metric and set(a.metric) & set(b.metric) - set("年度额的")
            if alike and a.bound == b.bound == "floor" and (a.value or 0) < (b.value or 0):
                return True
    return False


_RANK = ("potential", "innovative_sme", "municipal_sme", "municipal_little_giant", "national_little_giant", "champion")
_BARE = re.compile(r"专精特新[”\"]?(?:中小)?企业")


def _group_how(text: str, mine: Measure | None, right: Unit) -> list[How]:
    """Who is reached: another rung of the ladder, a wider wording, another class of recipient."""
    if _WIDER.search(text):
        return ["wider_beneficiary"]
    if mine is None or right.measure is None:
        return []
    if _paid_to_persons(mine) and right.measure.money and not _paid_to_persons(right.measure):
        return ["new_beneficiary"]
    if _IN_PERSON.search(text) and not _IN_PERSON.search(fold(squeeze(right.quote))):
        return ["new_beneficiary"]
    if _lower_bar(mine, right.measure):
        return ["wider_beneficiary"]
    own = {b.tier for b in mine.beneficiaries if b.tier}
    their = {b.tier for b in right.measure.beneficiaries if b.tier}
    if own and their and own - their:
        return ["wider_beneficiary"]
    if own and not their and _BARE.search(fold(squeeze(right.quote))):
        return ["narrower_beneficiary"]
    if their and not own and mine.money and _BARE.search(text):
        return ["wider_beneficiary"]
    if their and own and own < their:
        return ["narrower_beneficiary"]
    classes = (
        {entry.per for entry in mine.money if entry.per},
        {entry.per for entry in right.measure.money if entry.per},
    )
    if classes[0] and classes[1] and not classes[0] & classes[1] and {"企业", "机构"} <= classes[0] | classes[1]:
        return ["new_beneficiary"]
    return []


def _means_how(text: str, theirs: str, best: Candidate) -> list[How]:
    """New means on a known subject: a fund, a platform, a body; none where the text is taken over nearly word for
    word."""
    if best.features.copied >= 0.75 and best.features.gram >= 0.35:
        return []
    found: list[How] = []
    if _FUND.search(text) and not _FUND.search(theirs):
        found.append("new_instrument")
    if _PLATFORM.search(text) and not _PLATFORM.search(theirs):
        found.append("adds_platform")
    elif _ORGANISATION.search(text) and not _ORGANISATION.search(theirs):
        found.append("adds_organisation")
    return found


def _why(relation: Relation, how: list[How], best: Candidate) -> str:
    about = "、".join(subject_name(subject) for subject in best.features.shared[:2]) or best.unit.heading
    differ = "；".join(say(f"how.{item}") for item in how)
    about = about or say("why.matter")
    if relation == "duplicates":
        return say("why.duplicates_but", about=about, how=differ) if differ else say("why.duplicates", about=about)
    return say("why.extends", about=about, how=differ)
