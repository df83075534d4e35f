"""How an ask goes beyond, or stays behind, the measure that it is held against: groups, periods, quotas, means.

Each ``How`` rests on fields where both sides have them, else on the set phrases in which proposals say so (提高到, 也应,
延长至, 不再).
"""

from __future__ import annotations

import functools
import re

from zjtx_docs.comparison.against import is_against
from zjtx_docs.comparison.candidates import Candidate
from zjtx_docs.comparison.further import LESS, goes_further, means_named
from zjtx_docs.comparison.how_figures import figures_how
from zjtx_docs.comparison.how_much import money_how, says_as_much
from zjtx_docs.comparison.how_ranks import finer_places, new_grade, new_level
from zjtx_docs.comparison.records import How
from zjtx_docs.comparison.similarity import bare, pairs_of
from zjtx_docs.comparison.tokens import words_of
from zjtx_docs.comparison.units import Unit
from zjtx_docs.lexicon import rows
from zjtx_docs.model import Measure
from zjtx_docs.text import fold, squeeze

_WIDER = re.compile(
    r"(?:扩大|扩展|拓展|延伸|覆盖|放宽|下放|惠及|推广|推开)(?:至|到|范围)|不[论管看分](?:是|其)?[^,。;]{0,6}(?:快慢|大小|新老|先后|牌子|规模|所有制)|"
    r"不要?只盯|也分给|免费[^,。;]{0,6}(?:向|对)[^,。;]{2,16}开放|(?:向|对)[^,。;]{2,16}免费开放|同样(?:给|享受|办理|纳入)|"
    r"也(?:给(?=[补奖发钱])|可(?!以?看)|一并|给予|纳入|列入|算进|放进|享受|(?:能|要|该|可以?|都)(?:能|可以)?(?:同样|一并|给予|纳入|享受|申请|列入|算|参照|就近))|"
    r"都(?:能|可以?)(?:够)?(?:享受|申请|申领|领到|办)|(?:目前|眼下|现在|如今|现行)[^,。;]{0,4}(?:只有|仅有?)[^,。;]{1,20}(?:能|才|可|有|享受)|"
    r"纳入[^,。;]{0,10}(?:补贴|奖励|补助|支持|扶持|享受|保障|申领|发放|资助|政策|认定)[^,。;]{0,4}(?:范围|对象|名单)|都?算进来|"
    r"(?:照|和|与|跟|同)[^,。;]{1,10}(?:一样|同等|一视同仁)|也请(?!把|将|政府|市里|区里|县里|公家|财政|有关|相关)|不能只|不限于|"
    r"取消[^,。]{0,20}(?:门槛|限制|条件)|(?:降低|放宽|降|降至|降到)[^,。]{0,20}(?:门槛|条件|标准|要求)|(?:门槛|要求|起点|下限|年限|"
    r"条件)[^,。]{0,20}(?:降|放宽|取消)|一并|挡在门外|也?别(?:光|只|漏|落|忘)(?![写挂停说喊贴])|"
    r"不(?:要|能)(?:光|漏)(?![写挂停说喊贴])|算进来|别非|有份|有(?:他|她|它)们的?一份|照样(?:给|享受|能)|参照执行|比照(?!市|省|国家|上级)"
)
_LONGER = re.compile(
    r"延长|(?:补|给|发|管|免|奖)(?:满|足|够)[一二三四五六七八九十\d]{1,3}年|年[^,。;]{0,4}太短|"
    r"(?:管|给|延|放|加|续)长?到[一二三四五六七八九十\d]{1,3}年|(?:期限|年限)[^,。]{0,12}(?:到|为)[\d一二三四五]+年|长期化"
)
_CARRY_OUT = re.compile(
    r"^(?:进一步|切实|全面|抓好|尽快|加快|及时|足额|按时)*(?:落实|兑现|执行|用好用足|落实好|用好|推动落实|抓好)|"
    r"(?:落[实到]到位|落到实处|(?:足额|及时|尽快|按时|如期)(?:兑现|拨付)|按规定[^,。]{0,8}兑现|落地见效|拨付到位)|"
    r"(?:别|不要|不能|不得)(?:再)?(?:拖|欠|打折扣)|(?:按期|如期|按照既定)[^,。;]{0,12}(?:纳入|完成|建成|推进|落实)|早(?:一)?[天日点些](?:发|兑现|拨|给|办)|"
    r"真正执行|执行到|^(?:建议|希望|请)?继续(?:发放|实施|执行|办好|开展|落实)|(?:光|只)[写挂停][^,。;]{0,4}(?:纸上|墙上|文件)"
)
_ORGANISATION = re.compile(
    r"(?:成立|组建|建立|设立|配备|明确|优选|选派|指定|配置|派|搭个?|建个|弄个|[设开][一两几]?[个处家])[^,。;]{0,40}?(?:领导小组|专班|"
    r"工作组|委员会|联席会议|办公室|协会|联盟|专员|专职|人员|牵头|中心|机构|班子|集团|公司|服务站|工作站|联络站)"
)
_PLATFORM = re.compile(
    r"(?:搭建|建设|建立|打造|开发|开通|设立|增加|增设|上线|[建弄做办][一个])[^,。;]{0,40}?(?:平台|系统|专区|网站|数据库|小程序|"
    r"APP|热线|计算器|地图|模块|(?:网上|线上|云上?)展厅)"
)
_FUND = re.compile(r"(?:设立|成立|组建|建立)[^,。;]{0,24}?(?:基金(?!会)|资金池|专项资金|互助金|补偿金|引导资金)")


# What was promised and did not come: 说好一个月到账，等了大半年还没见着.
_NOT_KEPT = re.compile(
    r"说好了?(?=[^,。;]*[一二三四五六七八九十\d])|欠着的|(?:还|一直|至今|迟迟)(?:没有?|未)(?:见[着到]|到账|兑现|拨付|发下?|落实)"
)


def how_of(ask: Unit, best: Candidate) -> list[How]:
    """How an ask differs from its counterpart: what the fields tell, and where they tell nothing further, the words."""
    found = fields_how(ask, best)
    text, theirs = fold(squeeze(ask.quote)), fold(squeeze(best.unit.quote))
    if text == theirs or any(item not in LESS for item in found) or _is_copied(best):
        return found
    if goes_further(text, theirs, found):
        return [*(item for item in found if item == "narrower_beneficiary"), means_named(text)]
    return found


def fields_how(ask: Unit, best: Candidate) -> list[How]:
    """How the fields and set phrases of an ask differ from those of its counterpart."""
    text = fold(squeeze(ask.quote))
    right = best.unit
    theirs = fold(squeeze(right.quote))
    found: list[How] = []
    if text == theirs:
        return found
    mine = ask.measure
    if is_against(text, theirs):
        found.append("conflicts")
    money = money_how(text, theirs, mine, right.measure)
    found += money
    found += _group_how(text, theirs, mine, right)
    if _LONGER.search(text):
        found.append("longer_period")
    found += figures_how(text, theirs, says_as_much(text, theirs))
    found += _means_how(text, theirs, best)
    if any(item not in LESS for item in found):
        found = [item for item in found if item != "lower_amount"]
    if _NOT_KEPT.search(text) and "higher_amount" not in money:
        return ["implementation"]
    if found in ([], ["wider_beneficiary"]) and _CARRY_OUT.search(text) and not _adds_group(text, theirs):
        found = ["implementation"]
    return list(dict.fromkeys(found))


@functools.cache
def _heads() -> dict[str, str]:
    return {row["word"]: row["per"] for row in rows("recipients")}


def _class_of(words: str) -> str | None:
    """The class of the noun that ``words`` end with (…送餐员 -> 人), or None."""
    ends = (words[-size:] for size in range(min(8, len(words)), 0, -1))
    return next((_heads()[end] for end in ends if end in _heads()), None)


# 配齐三名以上专职人员: a condition, nobody who is paid.
_COUNTED = re.compile(r"[\d一二三四五六七八九十]+[名个位人]")


def _paid_to_persons(measure: Measure) -> bool:
    """Whether all its sums that name a recipient go to persons (送餐员, 护理员), not to firms or places."""
    named = [e.beneficiary for e in measure.money if e.beneficiary and e.beneficiary in measure.quote]
    return bool(named) and all(_class_of(words) == "人" and not _COUNTED.search(words) for words in named)


def _reaches_persons(measure: Measure) -> bool:
    """Whether a sum goes to persons or their homes, or is counted by them (每名学徒6000元, 每户3000元)."""
    return _paid_to_persons(measure) or any(entry.per in ("人", "户") for entry in measure.money)


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


# 对三年期满、顺利通过复核的企业，也应当给予…; 将扫地机器人增列为补贴品类: those who come in, unless the measure names them.
_TOO = re.compile(
    r"(?P<who>(?:[^,。;]{2,30},)?[^,。;]{0,30})也(?:应|(?:该|要|得)(?:让|给|算)|请?(?:收下|收进|算上|照样|一样))|"
    r"(?:将|把)(?P<what>[^,。;]{2,40}?)(?:增列|(?:一并|全部)?(?:纳入|列入)[^,。;]{2,14}(?:范围|目录|名录|品类))"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


def _adds_group(text: str, theirs: str) -> bool:
    """Whether the ask lets those in whom the measure does not name (…企业也应享受)."""
    found = _TOO.search(text)
    if found is None:
        return False
    words = found["who"] or found["what"] or ""
    who, years = pairs_of(bare(words)), set(_YEAR.findall(words))
    named = set(words_of(bare(words.rpartition(",")[2])))
    if named and 2 * len(named & set(words_of(bare(theirs)))) >= len(named):
        return False  # 过了复核的厂子也该给点鼓励 beside 对通过复核的企业
    if years and _YEAR.search(theirs) and not years & set(_YEAR.findall(theirs)):
        return True  # 2006年至2010年建成的小区 beside those built before 2005
    return not who or 3 * len(who & pairs_of(bare(theirs))) < len(who)


_EVERY = re.compile(
    r"(?:全[区市县镇省])?[^,。;]{0,20}(?:全部|全都|统统)(?:完成|实现|轮训|参[训加]|培训|纳入|覆盖|达到)[^,。;]{0,10}|轮训一遍"
)
_SAID_OF_ALL = re.compile(r"全部|全覆盖|所有|全面|每[家户个]|各[类个]")


def _reaches_all(text: str, theirs: str) -> bool:
    """Whether the ask wants all reached where the measure says so of none, or only of the higher rung (小巨人)."""
    every = _EVERY.search(text)
    if every is None:
        return False
    rung = "小巨人" in theirs and "小巨人" not in text and "全覆盖" in theirs
    return rung or not _SAID_OF_ALL.search(theirs)


def _group_how(text: str, theirs: str, mine: Measure | None, right: Unit) -> list[How]:
    """Who is reached: another rung of the ladder, a wider wording, another class of recipient."""
    wider = _WIDER.search(text) or ("全部纳入" in text and "纳入" not in theirs)
    let_in = (_reaches_all, _adds_group, new_level, new_grade)
    if wider or any(told(text, theirs) for told in let_in):
        return ["wider_beneficiary"]
    if mine is None or right.measure is None:
        return []
    if _paid_to_persons(mine) and right.measure.money and not _reaches_persons(right.measure):
        return ["new_beneficiary"]
    if _IN_PERSON.search(text) and not _IN_PERSON.search(theirs) and not _reaches_persons(right.measure):
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
    named = any(e.beneficiary and squeeze(e.beneficiary)[-4:] in theirs for e in mine.money)
    named = named or any((e.beneficiary or "").endswith("单位") for e in right.measure.money)  # firms among them
    apart = classes[0] and classes[1] and not classes[0] & classes[1] and {"企业", "机构"} <= classes[0] | classes[1]
    if apart and not named:
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
    name = pairs_of(_ANY_PLATFORM.sub(" ", bare(asked["name"]))) if asked else set()
    return len(name) >= 3 and len(name & pairs_of(theirs)) <= 0.2 * len(name)


# Bodies of which one does not stand for another (领导小组 beside 联席会议制度).
_BODY = re.compile(r"领导小组|专班|工作组|委员会|联席会议|协会|联盟|集团|公司|班子|专员|服务站|工作站|联络站")


def _adds_organisation(text: str, theirs: str) -> bool:
    """Whether the ask wants a body where none stands, or one of another kind."""
    if not _ORGANISATION.search(text):
        return False
    asked = set(_BODY.findall(text))
    return not _ORGANISATION.search(theirs) or bool(
        asked and _BODY.search(theirs) and not asked & set(_BODY.findall(theirs))
    )


def _is_copied(best: Candidate) -> bool:
    """Whether the ask is taken over nearly word for word."""
    return best.features.copied >= 0.75 and best.features.gram >= 0.35


# Means that are of another kind where the measure has no letter of them: 保险, 贴息, 担保, 供地, 宿舍.
_NEW_MEANS = tuple(
    (re.compile(asked), re.compile(there))
    for asked, there in (
        ("保险(?!公司|机构|业)|投保", "险|社保|保费"),
        ("贴息", "息|利率"),
        ("融资担保|担保费|提供担保", "担保|保费|信保"),
        ("供地|用地(?:指标|计划|优先)", "地"),
        ("宿舍|公寓", "[住房寓宿]"),
        ("免[收交缴征]|减免|给免|不(?:再|用|必)补?[缴交收]", "[免减降]|零收费|不收"),
    )
)


# 头两年的使用费请财政全包下来, beside help that costs the firm nothing or is paid already.
_ALL_PAID = re.compile(r"(?:财政|政府|公家)[^,。;]{0,6}(?:全包|包圆|全出|全掏|全额|兜底)|全(?:部|额)?由(?:财政|政府|公家)")
_FREE = re.compile(r"免费|免收|全免|免除|购买服务|由财政|公益")
# 再添一个礼拜天让本地人白逛
_ONE_MORE = re.compile(r"(?:再(?:添|加|增|多)(?:上|设|开)?|增设|增建|增开)(?:[一两二三四五几]|\d+)(?:个|处|家|天|次|场|条|座|间)")


def _means_how(text: str, theirs: str, best: Candidate) -> list[How]:
    """New means on a known subject: a fund, a platform, a body; none where the text is taken over nearly word for
    word."""
    if _is_copied(best):
        return []
    found: list[How] = []
    other_kind = any(asked.search(text) and not there.search(theirs) for asked, there in _NEW_MEANS)
    if _ONE_MORE.search(text) or finer_places(text, theirs):
        found.append("adds_quota_or_target")
    measure = best.unit.measure
    other_kind |= bool(_ALL_PAID.search(text) and measure and not measure.money and not _FREE.search(theirs))
    if other_kind or _FUND.search(text) and (not _FUND.search(theirs) or ("子基金" in text and "子基金" not in theirs)):
        found.append("new_instrument")
    if _adds_platform(text, theirs):
        found.append("adds_platform")
    elif _adds_organisation(text, theirs):
        found.append("adds_organisation")
    return found
