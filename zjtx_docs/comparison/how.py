"""How an ask goes beyond, or stays behind, the measure that it is held against: money, groups, periods, quotas, means.

Each ``How`` rests on fields where both sides have them, else on the set phrases in which proposals say so (提高到, 也应,
延长至, 不再).
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from zjtx_docs.amounts import Quantity, find_quantities
from zjtx_docs.comparison.align import Candidate
from zjtx_docs.comparison.changes import pair_money
from zjtx_docs.comparison.records import How
from zjtx_docs.comparison.similarity import bare
from zjtx_docs.comparison.units import Unit
from zjtx_docs.lexicon import rows
from zjtx_docs.model import Measure, Money
from zjtx_docs.text import fold, squeeze

# A figure, as digits or in words.
_NUMBER = r"[\d一二三四五六七八九十百两]"
# What an ask says of itself: it wants more, wider or longer than what stands, or only that what stands be carried out.
_MORE = re.compile(
    rf"(?:提高|增加|提升|上调|上浮|提|增|加|涨)(?:至|到)|再提高|翻倍|加倍|翻[一两]?番|[涨给加提贴补奖发放]到{_NUMBER}|"
    r"提上去|多给(?:一?[点些])|提高[^,。]{0,12}(?:标准|比例|额度|上限|力度)|加大[^,。]{0,10}(?:力度|投入)|不够用|偏低|太少|太低|偏少|不够(?=[,。;]|$)"
)
# 在市级奖励基础上，由区财政再给予40万元: on top of what stands.
_ON_TOP = re.compile(
    r"基础上[^。;]{0,16}(?:再|另|追加|叠加|额外|配套)|(?:区|县|本级)[^,。;]{0,6}(?:再|另行?)(?:给予|奖励|补助|补贴)|配套奖励"
)
_AGAIN = re.compile(r"再(?:给予?|奖励?|补助?|发放?)[^,。;]{0,8}\d")
_FIGURED = re.compile(r"\d|标准|比例|上限|[一二三四五六七八九十百两][十百千万成倍块番]|一半")
_WIDER = re.compile(
    r"(?:扩大|扩展|拓展|延伸|覆盖|放宽|下放|惠及)(?:至|到|范围)|"
    r"免费[^,。;]{0,6}(?:向|对)[^,。;]{2,16}开放|(?:向|对)[^,。;]{2,16}免费开放|同样(?:给|享受|办理|纳入)|"
    r"也(?:应|可(?!以?看)|一并|给予|纳入|享受|(?:能|要|该|可以?|都)(?:能|可以)?(?:同样|一并|给予|纳入|享受|申请|列入|算|参照|就近))|"
    r"都(?:能|可以?)(?:够)?(?:享受|申请|申领|领到|办)|(?:目前|眼下|现在|如今|现行)[^,。;]{0,4}(?:只有|仅有?)[^,。;]{1,20}(?:能|才|可|有|享受)|"
    r"不能只|不限于|"
    r"取消[^,。]{0,20}(?:门槛|限制|条件)|(?:降低|放宽|降|降至|降到)[^,。]{0,20}(?:门槛|条件|标准|要求)|(?:门槛|要求|起点|下限|年限|"
    r"条件)[^,。]{0,20}(?:降|放宽|取消)|一并|全部纳入|挡在门外|也别|别(?:光|只|漏)|不(?:要|能)(?:光|漏)|算进来|别非|有份|照样(?:给|享受|能)|参照执行|比照"
)
_LONGER = re.compile(
    r"延长|(?:管|给|延|放|加|续)长?到[一二三四五六七八九十\d]{1,3}年|(?:期限|年限)[^,。]{0,12}(?:到|为)[\d一二三四五]+年|长期化"
)
_AGAINST = re.compile(
    r"取消(?!门槛|[^,。]{0,18}(?:门槛|限制|条件))|停止|(?:^|[,;])(?:应当?|要)?改[为成]|废止|不应|由[^,。]{2,16}改[为成]|改由"
)
# Against what follows, where the measure does just that (不要再搞免费开放日); else a burden is to end (不再填表跑窗口).
_NO_MORE = re.compile(r"(?:不再(?!重复)|(?:不要|别|不必|不该|不宜)再)(?P<what>[^,。;]{2,24})")
_SPARES = re.compile(r"无需|不需|不再|不得|免于|免予|不要求")
_CARRY_OUT = re.compile(
    r"^(?:进一步|切实|全面|抓好|尽快|加快|及时|足额|按时)*(?:落实|兑现|执行|用好用足|落实好|用好|推动落实|抓好)|(?:落实到位|足额兑现|按规定[^,。]{0,8}兑现|落地见效|拨付到位)|"
    r"(?:别|不要|不能|不得)(?:再)?(?:拖|欠|打折扣)|早(?:一)?[天日点些](?:发|兑现|拨|给|办)"
)
_ORGANISATION = re.compile(
    r"(?:成立|组建|建立|设立|配备|明确|优选|选派|指定|配置|派)[^,。;]{0,40}?(?:领导小组|专班|工作组|委员会|联席会议|办公室|协会|联盟|专员|专职|人员|牵头|中心|机构)"
)
_PLATFORM = re.compile(
    r"(?:搭建|建设|建立|打造|开发|开通|设立)[^,。;]{0,40}?(?:平台|系统|专区|网站|数据库|小程序|APP|热线|计算器|地图|模块)"
)
_FUND = re.compile(r"(?:设立|成立|组建|建立)[^,。;]{0,24}?(?:基金(?!会)|资金池|专项资金|互助金|补偿金|引导资金)")


def how_of(ask: Unit, best: Candidate) -> list[How]:
    text = fold(squeeze(ask.quote))
    right = best.unit
    theirs = fold(squeeze(right.quote))
    found: list[How] = []
    if text == theirs:
        return found
    mine = ask.measure
    if _is_against(text, theirs):
        found.append("conflicts")
    found += _money_how(text, theirs, mine, right.measure)
    found += _group_how(text, theirs, mine, right)
    if _LONGER.search(text):
        found.append("longer_period")
    if mine is not None and any(t.value is not None for t in mine.targets) and not _same_target(mine, right):
        found.append("adds_quota_or_target")
    elif _adds_share(text, theirs):
        found.append("adds_quota_or_target")
    found += [item for item in _moves(text, theirs) if item not in found]
    found += _means_how(text, theirs, best)
    if not found and _CARRY_OUT.search(text):
        found.append("implementation")
    return list(dict.fromkeys(found))


def _is_against(text: str, theirs: str) -> bool:
    """Whether the ask wants the contrary of what stands."""
    if _AGAINST.search(text) and not _AGAINST.search(theirs):
        return True
    if _SPARES.search(theirs):
        return False
    return any(_pairs(bare(found["what"])) & _pairs(bare(theirs)) for found in _NO_MORE.finditer(text))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]}


# A share that is set aside for some (预留40%的份额, 留一半给小店, 资金比例不低于20%).
_SHARE = re.compile(
    r"(?:留出?|预留|拿出|划出|占到?|安排|用于|投向|面向)[^,。;]{0,16}$|(?:比例|占比|份额|比重)[^,。;]{0,3}(?:不低于|不少于|达到|提高到|至少)$"
)


def _adds_share(text: str, theirs: str) -> bool:
    """Whether the ask sets a share aside where what stands sets none aside, or a smaller one."""
    asked = [q for q in find_quantities(text) if q.kind == "rate" and _SHARE.search(text[: q.start])]
    given = [q for q in find_quantities(theirs) if q.kind == "rate" and _SHARE.search(theirs[: q.start])]
    return bool(asked) and max(q.value for q in asked) > max((q.value for q in given), default=0)


_BAR = re.compile(r"门槛|起点|条件|满|放宽|以上|年龄")


def _moves(text: str, theirs: str) -> list[How]:
    """A figure of what stands and another of its kind beside it: 一年修十家太慢，修上二十家; 满八十才给装，放宽到七十五岁."""
    given = {_kind(q): set() for q in find_quantities(theirs)}
    for quantity in find_quantities(theirs):
        given[_kind(quantity)].add(quantity.value)
    asked: dict[str, list[Decimal]] = {}
    for quantity in find_quantities(text):
        asked.setdefault(_kind(quantity), []).append(quantity.value)
    for kind, values in asked.items():
        standing = given.get(kind, set())
        if len(values) != 2 or values[0] == values[1] or values[0] not in standing or values[1] in standing:
            continue
        if values[1] < values[0]:
            return ["wider_beneficiary"] if _BAR.search(text) else []
        return ["higher_amount"] if kind in ("sum", "rate") else ["adds_quota_or_target"]
    return []


# Units of counts that say the same.
_PLACES = frozenset("家所个座处间")


def _kind(quantity: Quantity) -> str:
    unit = quantity.unit or ""
    return quantity.kind if quantity.kind != "count" else "岁" if unit.endswith("岁") else "家" if unit in _PLACES else unit


def _same_target(mine: Measure, right: Unit) -> bool:
    theirs = right.measure.targets if right.measure else ((right.target,) if right.target else ())
    if right.measure is None:
        return False
    return any(a.value == b.value and a.unit == b.unit for a in mine.targets for b in theirs)


def _figured(entries: tuple[Money, ...]) -> list[Money]:
    return [e for e in entries if e.yuan is not None or e.rate is not None or e.amount is not None]


def _money_how(text: str, standing: str, mine: Measure | None, theirs: Measure | None) -> list[How]:
    """How the money differs. A floor at the upper level's standard asks for no more than what stands."""
    own = _figured(mine.money) if mine else []
    if own and _AGAIN.search(text) and theirs and not {e.yuan for e in own} & {e.yuan for e in theirs.money}:
        return ["higher_amount"]
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
    named = [e.beneficiary for e in measure.money if e.beneficiary and e.beneficiary in measure.quote]
    return bool(named) and all(_class_of(words) == "人" for words in named)


def _reaches_persons(measure: Measure) -> bool:
    """Whether a sum goes to persons or is counted by them (每名学徒6000元)."""
    return _paid_to_persons(measure) or any(entry.per == "人" for entry in measure.money)


_IN_PERSON = re.compile(r"本人|个人(?!所得税|信用|账户)")


def _lower_bar(mine: Measure, theirs: Measure) -> bool:
    """Whether the ask sets a lower bar for the same figure (网络销售额1000万元 beside 5000万元): more get in."""
    for a in mine.thresholds:
        alike = [
            b.value or 0
            for b in theirs.thresholds
            if a.unit == b.unit and a.metric and b.metric and set(a.metric) & set(b.metric) - set("年度额的")
            and a.bound == b.bound == "floor"
        ]  # fmt: skip
        if alike and (a.value or 0) < min(alike):
            return True
    return False


_BARE = re.compile(r"专精特新[”\"]?(?:中小)?企业")


# 市级老字号: the level of a title, and what it is a title of.
_LEVEL = re.compile(r"(?P<level>国家级|省级|市级|区级|县级)(?!财政|部门|资金|政策|补助|奖励|统筹|主管|单位|平台|以上)(?P<what>[一-龥“]{2})")
_RANKS = ("县级", "区级", "市级", "省级", "国家级")


def _new_level(text: str, theirs: str) -> bool:
    """Whether the ask names a title of a lower level than any that what stands names (市级老字号 beside 省级老字号)."""
    asked = [found for found in _LEVEL.finditer(text) if found["what"] in theirs]
    given = {_RANKS.index(found["level"]) for found in _LEVEL.finditer(theirs)}
    return bool(asked and given) and min(_RANKS.index(found["level"]) for found in asked) < min(given)


def _group_how(text: str, theirs: str, mine: Measure | None, right: Unit) -> list[How]:
    """Who is reached: another rung of the ladder, a wider wording, another class of recipient."""
    if _WIDER.search(text) or _new_level(text, theirs):
        return ["wider_beneficiary"]
    if mine is None or right.measure is None:
        return []
    if _paid_to_persons(mine) and right.measure.money and not _reaches_persons(right.measure):
        return ["new_beneficiary"]
    if _IN_PERSON.search(text) and not _IN_PERSON.search(fold(squeeze(right.quote))):
        return ["new_beneficiary"]
    if _lower_bar(mine, right.measure):
        return ["wider_beneficiary"]
    own = {b.tier for b in mine.beneficiaries if b.tier}
    their = {b.tier for b in right.measure.beneficiaries if b.tier}
    if own and their and own - their and not (_BARE.search(text) and "专精特新" in theirs):
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


# What a platform is called: the words before it without those of any platform.
_CALLED = re.compile(r"(?:搭建|建设|建立|打造|开发|开通|设立)(?P<name>[^,。;]{2,24}?)平台")
_ANY_PLATFORM = re.compile(r"公共|综合|服务|技术|信息|网络|线上|统一|专业|共享|建设|全[市区省县]|[市区省县]级?")


def _adds_platform(text: str, theirs: str) -> bool:
    """Whether the ask wants a platform where none stands, or one of another name."""
    if not _PLATFORM.search(text):
        return False
    if not _PLATFORM.search(theirs):
        return True
    asked = _CALLED.search(text)
    name = _pairs(_ANY_PLATFORM.sub(" ", bare(asked["name"]))) if asked else set()
    return len(name) >= 3 and len(name & _pairs(theirs)) <= 0.2 * len(name)


def _means_how(text: str, theirs: str, best: Candidate) -> list[How]:
    """New means on a known subject: a fund, a platform, a body; none where the text is taken over nearly word for
    word."""
    if best.features.copied >= 0.75 and best.features.gram >= 0.35:
        return []
    found: list[How] = []
    if _FUND.search(text) and not _FUND.search(theirs):
        found.append("new_instrument")
    if _adds_platform(text, theirs):
        found.append("adds_platform")
    elif _ORGANISATION.search(text) and not _ORGANISATION.search(theirs):
        found.append("adds_organisation")
    return found


