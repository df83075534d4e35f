"""Money given, one sentence a case: sum or rate, bound, instrument, period, what is counted, who receives.

Each case is read as the one item of a small policy. An entry is ``(yuan or rate, bound, instrument, period, per,
beneficiary)``: a rate is a float, a range is ``(low, high)``, None means that the text does not say, ``...`` that
the case leaves it open, a set that each of its members is right. The beneficiary is a part of the words that must
come out.
"""

from __future__ import annotations

from typing import Any

import pytest

from zjtx_docs.model import Document, Money, all_finds
from zjtx_docs.pipeline import parse_text

WAN, YI = 10**4, 10**8
HEAD = "临海市促进产业发展若干措施\n一、支持产业发展\n"

GRANT = {"grant", "subsidy"}  # an amount with bare 支持 or 资助: the two are taken as one
SUBSIDY, AWARD, INTEREST = {"subsidy", "grant"}, "award", "interest_subsidy"
RENT = {"subsidy", "rent_relief"}
FUND = {"fund", "equity"}
TOPIC = {"企业", None}  # the firm is the topic of another clause


def case(text: str, *expected: Any, miss: str = "") -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=miss)] if miss else []
    return pytest.param(text, list(expected), id=text, marks=marks)


def policy(sentence: str) -> Document:
    (document,) = parse_text(HEAD + sentence)
    return document


def money_of(sentence: str) -> list[Money]:
    return list(all_finds(policy(sentence), "money"))


def value_of(entry: Money) -> Any:
    """Yuan as int, a rate as float, a range as (low, high), None where no figure is given."""
    if entry.yuan is not None:
        return entry.yuan if entry.yuan_min is None else (entry.yuan_min, entry.yuan)
    return entry.rate if entry.rate_min is None else (entry.rate_min, entry.rate)


def agrees(found: Any, wanted: Any) -> bool:
    if wanted is ...:
        return True
    if isinstance(wanted, (set, frozenset)):
        return found in wanted
    if isinstance(wanted, tuple):
        return isinstance(found, tuple) and all(agrees(a, b) for a, b in zip(found, wanted, strict=True))
    if isinstance(wanted, float):
        return isinstance(found, float) and abs(found - wanted) < 1e-9
    return found == wanted


def differences(found: list[Money], wanted: list[tuple[Any, ...]]) -> list[str]:
    """What is wrong, in words; empty where all entries agree."""
    if len(found) != len(wanted):
        return [f"{len(wanted)} entries expected, found {[(value_of(e), e.quote) for e in found]}"]
    wrong = []
    for entry, (value, bound, instrument, period, per, beneficiary) in zip(found, wanted, strict=True):
        for name, have, want in (
            ("value", value_of(entry), value),
            ("bound", entry.bound, bound),
            ("instrument", entry.instrument, instrument),
            ("period", entry.period, period),
            ("per", entry.per, per),
        ):
            if not agrees(have, want):
                wrong.append(f"{name} of {entry.quote!r}: {have!r}, expected {want!r}")
        received = entry.beneficiary
        if isinstance(beneficiary, str) and beneficiary not in (received or "") or beneficiary is None and received:
            wrong.append(f"beneficiary of {entry.quote!r}: {received!r}, expected {beneficiary!r}")
    return wrong


CAPS_AND_FLOORS = [
    case("对首次认定为省级创新平台的企业，给予最高50万元奖励。", (50 * WAN, "cap", AWARD, None, "企业", "企业")),
    case(
        "单个企业年度补贴总额不超过100万元。",
        (100 * WAN, "cap", SUBSIDY, "per_year", "企业", "企业"),
        miss="the unit that is counted names the recipient too, yet the beneficiary is None",
    ),
    case("对新引进的总部企业给予办公用房租金补贴，上限为200万元。", (200 * WAN, "cap", RENT, None, "企业", "总部企业")),
    case("给予承担单位50万元以内的资金补助。", (50 * WAN, "cap", SUBSIDY, None, ..., "承担单位")),
    case("对获奖团队给予奖励，奖金封顶30万元。", (30 * WAN, "cap", AWARD, None, ..., "获奖团队")),
    case(
        "每户企业贴息额不高于80万元。",
        (80 * WAN, "cap", INTEREST, None, "企业", "企业"),
        miss="the unit that is counted names the recipient too, yet the beneficiary is None",
    ),
    case("对参加境外展会的企业，展位费补贴最多5万元。", (5 * WAN, "cap", SUBSIDY, None, "企业", "参加境外展会的企业")),
    case("对入选企业给予至多20万元的一次性奖励。", (20 * WAN, "cap", AWARD, "one_off", "企业", "入选企业")),
    case("同一企业累计奖励金额不超过500万元。", (500 * WAN, "cap", AWARD, "total", "企业", "企业")),
    case("奖励资金以200万元为限。", (200 * WAN, "cap", AWARD, None, None, None)),
    case(
        "各县（市、区）对新认定的瞪羚企业给予不低于10万元的奖励。", (10 * WAN, "floor", AWARD, None, "企业", "瞪羚企业")
    ),
    case("对领军人才给予不少于30万元的安家补贴。", (30 * WAN, "floor", SUBSIDY, None, ..., "领军人才")),
    case("对重大项目给予500万元以上的支持。", (500 * WAN, "floor", GRANT, None, "项目", "重大项目")),
    case("至少给予企业10万元资金支持。", (10 * WAN, "floor", SUBSIDY, None, "企业", "企业")),
    case("对首次上榜的企业给予伍拾万元奖励。", (50 * WAN, "exact", AWARD, None, "企业", "首次上榜的企业")),
    case(
        "对新落户企业给予 50 万\n元一次性奖励。",
        (50 * WAN, "exact", AWARD, "one_off", "企业", "新落户企业"),
    ),
    case(
        "给予参展企业最高20万元补贴。",
        (20 * WAN, "cap", SUBSIDY, None, "企业", "参展企业"),
    ),
    case("上述奖励单个企业不超过200万元。", (200 * WAN, "cap", AWARD, None, "企业", "企业")),
]
RANGES = [
    case("对通过评审的项目，给予30万元至50万元补助。", ((30 * WAN, 50 * WAN), "range", SUBSIDY, None, "项目", "项目")),
    case("按照研发投入的5%—20%给予补助。", ((0.05, 0.2), "range", SUBSIDY, None, None, None)),
    case(
        "根据评价结果，对示范园区给予100-300万元奖励。",
        ((100 * WAN, 300 * WAN), "range", AWARD, None, "园区", "示范园区"),
    ),
    case(
        "对每个揭榜项目给予50万元到200万元不等的资助。",
        ((50 * WAN, 200 * WAN), "range", GRANT, None, "项目", "揭榜项目"),
    ),
    case("给予担保机构担保额1%～2%的补贴。", ((0.01, 0.02), "range", SUBSIDY, None, "机构", "担保机构")),
]
LISTS = [
    case(
        "对首次认定的国家级、省级、市级企业技术中心，分别给予100万元、50万元、20万元奖励。",
        (100 * WAN, "exact", AWARD, None, ..., "国家级"),
        (50 * WAN, "exact", AWARD, None, ..., "省级"),
        (20 * WAN, "exact", AWARD, None, ..., "市级"),
    ),
    case(
        "对新认定的单项冠军企业、专精特新“小巨人”企业，分别一次性奖励200万元、100万元。",
        (200 * WAN, "exact", AWARD, "one_off", "企业", "单项冠军企业"),
        (100 * WAN, "exact", AWARD, "one_off", "企业", "“小巨人”企业"),
    ),
    case(
        "对获得一等奖、二等奖、三等奖的企业分别给予30万元、20万元、10万元奖励。",
        (30 * WAN, "exact", AWARD, None, "企业", "一等奖"),
        (20 * WAN, "exact", AWARD, None, "企业", "二等奖"),
        (10 * WAN, "exact", AWARD, None, "企业", "三等奖"),
    ),
    case(
        "对年营业收入首次突破1亿元、5亿元、10亿元的企业，分别给予20万元、50万元、100万元一次性奖励。",
        (20 * WAN, "exact", AWARD, "one_off", "企业", "企业"),
        (50 * WAN, "exact", AWARD, "one_off", "企业", "企业"),
        (100 * WAN, "exact", AWARD, "one_off", "企业", "企业"),
    ),
    case(
        "对引进的A类、B类、C类人才，分别给予100万元、50万元、30万元生活补贴。",
        (100 * WAN, "exact", SUBSIDY, None, ..., "A类"),
        (50 * WAN, "exact", SUBSIDY, None, ..., "B类"),
        (30 * WAN, "exact", SUBSIDY, None, ..., "C类"),
    ),
    case(
        "对国家高新技术企业和省级创新型企业分别给予20万元和10万元奖励。",
        (20 * WAN, "exact", AWARD, None, "企业", "国家高新技术企业"),
        (10 * WAN, "exact", AWARD, None, "企业", "省级创新型企业"),
    ),
    case(
        "对评定为A级、B级、C级的园区，分别按10/20/30万元给予奖励。",
        (10 * WAN, "exact", AWARD, None, "园区", "A级"),
        (20 * WAN, "exact", AWARD, None, "园区", "B级"),
        (30 * WAN, "exact", AWARD, None, "园区", "C级"),
    ),
    case(
        "对认定的企业，奖励20万元；对认定的服务机构，奖励10万元。",
        (20 * WAN, "exact", AWARD, None, "企业", "企业"),
        (10 * WAN, "exact", AWARD, None, "机构", "服务机构"),
    ),
    case(
        "奖励标准为：国家级50万元，省级30万元。",
        (50 * WAN, "exact", AWARD, None, ..., ...),
        (30 * WAN, "exact", AWARD, None, ..., ...),
        miss="amounts after 奖励标准为： are not read as given",
    ),
    case(
        "给予博士每人每月3000元、硕士每人每月1500元的租房补贴。",
        (3000, "exact", RENT, "per_month", "人", "博士"),
        (1500, "exact", RENT, "per_month", "人", "硕士"),
    ),
]
RATES = [
    case(
        "对符合条件的技术改造项目，按设备投资额的15%给予补助，最高不超过300万元。",
        (0.15, "exact", SUBSIDY, None, "项目", "技术改造项目"),
        (300 * WAN, "cap", SUBSIDY, None, "项目", "技术改造项目"),
    ),
    case(
        "按实际投入的30%给予补助，单个项目最高100万元。",
        (0.3, "exact", SUBSIDY, None, {"项目", None}, ...),
        (100 * WAN, "cap", SUBSIDY, None, "项目", "项目"),
        miss="the unit that is counted names the recipient too, yet the beneficiary is None",
    ),
    case(
        "企业引进关键设备的，按购置金额的10%给予不超过1000万元的资金补助。",
        (0.1, "exact", SUBSIDY, None, "企业", "企业"),
        (1000 * WAN, "cap", SUBSIDY, None, "企业", "企业"),
    ),
    case(
        "对企业首台（套）装备，按销售额的50%给予奖励，奖励金额最高1000万元。",
        (0.5, "exact", AWARD, None, {"产品", "企业"}, ...),
        (1000 * WAN, "cap", AWARD, None, {"产品", "企业"}, ...),
    ),
    case(
        "按不超过项目总投资20%的比例给予一次性奖补，封顶500万元。",
        (0.2, "cap", AWARD, "one_off", ..., ...),
        (500 * WAN, "cap", AWARD, {"one_off", None}, ..., ...),
    ),
    case(
        "按照同期贷款市场报价利率（LPR）的50%给予贴息，每家企业每年最高100万元。",
        (0.5, "exact", INTEREST, {None, "per_year"}, TOPIC, ...),
        (100 * WAN, "cap", INTEREST, "per_year", "企业", "企业"),
        miss="the unit that is counted names the recipient too, yet the beneficiary is None",
    ),
    case(
        "对企业为员工缴纳的社会保险费给予50%补贴，每人每年最高3000元。",
        (0.5, "exact", SUBSIDY, {None, "per_year"}, ..., "企业"),
        (3000, "cap", SUBSIDY, "per_year", "人", ...),
    ),
    case(
        "给予企业实缴保费80%的补贴，单个企业年度补贴不超过50万元。",
        (0.8, "exact", SUBSIDY, {None, "per_year"}, "企业", "企业"),
        (50 * WAN, "cap", SUBSIDY, "per_year", "企业", "企业"),
    ),
    case(
        "对企业年度研发费用给予最高10%、不超过200万元的补助。",
        (0.1, "cap", SUBSIDY, {None, "per_year"}, "企业", "企业"),
        (200 * WAN, "cap", SUBSIDY, {None, "per_year"}, "企业", "企业"),
    ),
    case(
        "对企业新增贷款，按实际支付利息的50％给予贴息，贴息期限不超过2年，每年贴息额不超过50万元。",
        (0.5, "exact", INTEREST, {None, "per_year"}, TOPIC, ...),
        (50 * WAN, "cap", INTEREST, "per_year", TOPIC, ...),
    ),
    case(
        "资助额度按项目合同金额的10%确定，最高100万元。",
        (0.1, "exact", GRANT, None, {"项目", None}, ...),
        (100 * WAN, "cap", GRANT, None, {"项目", None}, ...),
    ),
    case("对担保机构按担保额的1‰给予奖励。", (0.001, "exact", AWARD, None, "机构", "担保机构")),
    case("按设备投资额的三成给予补贴。", (0.3, "exact", SUBSIDY, None, None, None)),
    case(
        "按照百分之二十的比例给予企业补助。",
        (0.2, "exact", SUBSIDY, None, "企业", "企业"),
        miss="a rate or unit price before 给予X补助 loses the recipient between verb and gift",
    ),
    case(
        "市、区两级财政按1:1比例给予企业配套奖励。",
        (1.0, "exact", AWARD, None, "企业", "企业"),
        miss="a rate or unit price before 给予X补助 loses the recipient between verb and gift",
    ),
    case("区级财政补助标准不低于市级标准。", (1.0, "floor", SUBSIDY, None, None, None)),
    case("区级奖励不低于市级标准的50%。", (0.5, "floor", AWARD, None, None, None)),
    case("区级财政对获得市级奖励的企业按不低于1:1的比例给予配套奖励。", (1.0, "floor", AWARD, None, "企业", "企业")),
    case(
        "对小微企业的检验检测费用给予全额补助。",
        (1.0, "exact", SUBSIDY, None, "企业", "小微企业"),
        miss="全额 gives a second entry without a figure beside the rate",
    ),
    case(
        "对入驻孵化器的小微企业减免50%的房租。",
        (0.5, "exact", "rent_relief", None, "企业", "小微企业"),
        miss="减免…房租 gives no instrument",
    ),
    case("对当年晋级的企业，奖励标准上浮20%。", (0.2, "exact", AWARD, None, "企业", "当年晋级的企业")),
]
UNITS = [
    case("对租用办公用房的企业，给予每平方米每月20元的租金补贴。", (20, "exact", RENT, "per_month", "平方米", "企业")),
    case(
        "按每平方米每月最高30元的标准给予企业租金补助。",
        (30, "cap", RENT, "per_month", "平方米", "企业"),
        miss="a rate or unit price before 给予X补助 loses the recipient between verb and gift",
    ),
    case(
        "按20元/平方米·月的标准给予企业补助。",
        (20, "exact", SUBSIDY, "per_month", "平方米", "企业"),
        miss="a rate or unit price before 给予X补助 loses the recipient between verb and gift",
    ),
    case("对新就业的高校毕业生，每人每月发放500元生活补贴。", (500, "exact", SUBSIDY, "per_month", "人", "高校毕业生")),
    case(
        "按2000元/人的标准给予企业培训补贴。",
        (2000, "exact", SUBSIDY, None, "人", "企业"),
        miss="a rate or unit price before 给予X补助 loses the recipient between verb and gift",
    ),
    case("补贴标准为每人500元。", (500, "exact", SUBSIDY, None, "人", ...)),
    case("对购置的新能源货车按3万元/辆给予企业补贴。", (3 * WAN, "exact", SUBSIDY, None, ..., ...)),
    case("每吨给予企业200元运输补贴。", (200, "exact", SUBSIDY, None, "吨", "企业")),
    case(
        "每新增一家规上企业，给予所在街道5万元奖励。",
        (5 * WAN, "exact", AWARD, None, "企业", "街道"),
        miss="每新增一家… is not read as the unit that is counted",
    ),
    case(
        "每培育1家上市企业，奖励服务机构10万元。",
        (10 * WAN, "exact", AWARD, None, "企业", "服务机构"),
        miss="the recipient's class stands where the counted unit should",
    ),
    case("每招用1名毕业生给予用人单位1000元补助。", (1000, "exact", SUBSIDY, None, ..., "用人单位")),
    case(
        "每家企业补助10万元。",
        (10 * WAN, "exact", SUBSIDY, None, "企业", "企业"),
        miss="the unit that is counted names the recipient too, yet the beneficiary is None",
    ),
    case("市财政给予每个园区200万元建设补助。", (200 * WAN, "exact", SUBSIDY, None, "园区", "园区")),
    case(
        "对取得注册证的药品，给予每个品种最高100万元奖励。",
        (100 * WAN, "cap", AWARD, None, "产品", "药品"),
        miss="the counted unit 每个品种 is taken for the recipient",
    ),
    case(
        "对获得发明专利授权的企业，每件奖励5000元，每家每年最高10万元。",
        (5000, "exact", AWARD, None, ..., "企业"),
        (10 * WAN, "cap", AWARD, "per_year", "企业", "企业"),
    ),
]
PERIODS = [
    case("连续三年每年给予企业20万元奖励。", (20 * WAN, "exact", AWARD, "per_year", "企业", "企业")),
    case("五年内每年给予创新团队100万元经费资助。", (100 * WAN, "exact", GRANT, "per_year", ..., "创新团队")),
    case(
        "每年给予平台最高60万元的运营经费补助，补助期限不超过3年。",
        (60 * WAN, "cap", SUBSIDY, "per_year", "平台", "平台"),
    ),
    case("每季度给予运营平台10万元运营补贴。", (10 * WAN, "exact", SUBSIDY, "per_quarter", "平台", "运营平台")),
    case(
        "给予入驻企业三年总额不超过90万元的房租补贴。",
        (90 * WAN, "cap", RENT, "total", "企业", "入驻企业"),
    ),
    case("一次性给予创业者1万元创业补贴。", (WAN, "exact", SUBSIDY, "one_off", ..., "创业者")),
    case(
        "首年给予企业30万元补助，次年起每年给予10万元补助。",
        (30 * WAN, "exact", SUBSIDY, "first_year", "企业", "企业"),
        (10 * WAN, "exact", SUBSIDY, {"per_year", "second_year"}, TOPIC, ...),
    ),
    case(
        "对企业第一年给予全额租金补贴，第二至三年给予50%租金补贴。",
        (1.0, "exact", RENT, "first_year", "企业", "企业"),
        (0.5, "exact", RENT, "years_2_3", TOPIC, ...),
    ),
    case(
        "对入库企业，第一年补贴100万元，第二年补贴60万元，第三年补贴40万元。",
        (100 * WAN, "exact", SUBSIDY, "first_year", "企业", "入库企业"),
        (60 * WAN, "exact", SUBSIDY, "second_year", "企业", ...),
        (40 * WAN, "exact", SUBSIDY, "third_year", "企业", ...),
    ),
    case(
        "对租用厂房的企业，前两年给予全额租金补贴，第三年减半补贴。",
        (1.0, "exact", RENT, ..., "企业", "企业"),
        (0.5, "exact", RENT, "third_year", "企业", ...),
    ),
]
BUDGETS = [
    case("市财政每年安排1000万元专项资金，用于支持企业技术改造。", (1000 * WAN, "exact", ..., "per_year", None, ...)),
    case("设立总规模10亿元的产业发展基金。", (10 * YI, "exact", FUND, {None, "total"}, None, None)),
    case("设立规模不低于5亿元的天使投资基金，重点投向初创企业。", (5 * YI, "floor", FUND, None, ..., ...)),
    case("安排不超过2亿元的专项资金，支持灯塔工厂建设。", (2 * YI, "cap", ..., None, ..., ...)),
    case("从市级专项资金中安排500万元，对服务平台给予补助。", (500 * WAN, "exact", ..., None, ..., ...)),
    case(
        "给予办展单位20万元补贴，由市、区财政各承担50%。",
        (20 * WAN, "exact", SUBSIDY, None, ..., "办展单位"),
    ),
    case("市级财政给予项目最高200万元补助。", (200 * WAN, "cap", SUBSIDY, None, "项目", "项目")),
]
WORD_ORDER = [
    case("奖励金额为50万元。", (50 * WAN, "exact", AWARD, None, None, None)),
    case(
        "对获评省级称号的企业给予50万元奖励，已获市级奖励的补足差额。", (50 * WAN, "exact", AWARD, None, "企业", "企业")
    ),
    case(
        "首次纳入规上统计的企业，可获得10万元奖励。", (10 * WAN, "exact", AWARD, None, "企业", "首次纳入规上统计的企业")
    ),
    case("企业可享受最高100万元的研发补助。", (100 * WAN, "cap", SUBSIDY, None, "企业", "企业")),
    case(
        "对并购重组项目资助200万元。",
        (200 * WAN, "exact", GRANT, None, "项目", "并购重组项目"),
    ),
    case(
        "奖励引荐人5万元。",
        (5 * WAN, "exact", AWARD, None, ..., "引荐人"),
        miss="a recipient between 奖励 and the sum is not found",
    ),
    case("支持企业建设数字化车间，对通过验收的给予50万元补助。", (50 * WAN, "exact", SUBSIDY, None, TOPIC, ...)),
    case("将20万元奖金发放给获奖企业。", (20 * WAN, "exact", AWARD, None, "企业", "获奖企业")),
    case(
        "对入选项目给予固定资产投资补助，最高3000万元。",
        (3000 * WAN, "cap", "investment_subsidy", None, "项目", "入选项目"),
    ),
]
NO_FIGURE = [
    case("对符合条件的企业给予资金支持。", (None, None, SUBSIDY, None, "企业", "企业")),
    case("对迁入企业给予一次性奖励。", (None, None, AWARD, "one_off", "企业", "迁入企业")),
    case(
        "对发生不良的贷款，给予合作银行一定比例的风险补偿。", (None, None, "risk_compensation", None, ..., "合作银行")
    ),
    case("给予服务平台房租减免。", (None, None, "rent_relief", None, "平台", "服务平台")),
    case("对重点项目给予贷款贴息。", (None, None, INTEREST, None, "项目", "重点项目")),
    case(
        "通过发放创新券支持企业购买科技服务。",
        (None, None, "voucher", None, ..., "企业"),
        miss="the recipient after 支持 is not found where a voucher is the means",
    ),
    case("对首台套产品投保企业给予保费补贴。", (None, None, SUBSIDY, None, "企业", "投保企业")),
]
TABLE = [
    *CAPS_AND_FLOORS, *RANGES, *LISTS, *RATES, *UNITS, *PERIODS, *BUDGETS, *WORD_ORDER, *NO_FIGURE,
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), TABLE)
def test_money_given(sentence: str, expected: list[tuple[Any, ...]]) -> None:
    assert differences(money_of(sentence), expected) == []


@pytest.mark.parametrize("sentence", [parameter.values[0] for parameter in TABLE[::5]])
def test_money_quotes_its_own_text(sentence: str) -> None:
    for entry in money_of(sentence):
        assert entry.quote == (HEAD + sentence)[entry.start : entry.end]
        for place in entry.places:
            assert place.quote == (HEAD + sentence)[place.start : place.end]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        case("对新设外资研发中心，给予50万美元资助。", (50 * WAN, "USD", None)),
        case(
            "给予参展企业最高20万港元补贴。",
            (20 * WAN, "HKD", None),
        ),
    ],
)
def test_another_currency_is_no_yuan(sentence: str, expected: list[tuple[Any, ...]]) -> None:
    assert [(entry.amount, entry.currency, entry.yuan) for entry in money_of(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        case("连续三年每年给予企业20万元奖励。", (3, "年", "exact")),
        case("每年给予平台最高60万元的运营经费补助，补助期限不超过3年。", (3, "年", "cap")),
        case("按月给予毕业生1000元租房补贴，最长不超过24个月。", (24, {"月", "个月"}, "cap")),
        case("给予企业每年50万元补贴，补贴期为五年。", (5, "年", "exact")),
        case("给予企业50万元一次性补贴。", None),
    ],
)
def test_how_long_money_runs(sentence: str, expected: list[tuple[Any, ...] | None]) -> None:
    (entry,) = money_of(sentence)
    duration = entry.duration
    found = duration and (duration.value, duration.unit, duration.bound)
    assert agrees(found, expected[0])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        case("按设备投资额的15%给予企业补助。", "设备投资额"),
        case("按照企业实际支付利息的50%给予贴息。", "实际支付利息"),
        case("对企业上市辅导费用，按实际发生额的30%给予补助。", "实际发生额"),
        case("按不超过项目总投资20%的比例给予奖补。", "项目总投资"),
        case("区级奖励不低于市级标准的50%。", "市级标准"),
        case("根据服务绩效给予平台最高100万元奖励。", "服务绩效"),
    ],
)
def test_what_a_rate_is_taken_of(sentence: str, expected: list[str]) -> None:
    (entry,) = money_of(sentence)
    assert expected[0] in (entry.basis or "")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        case("市级财政给予项目最高200万元补助。", "市级财政"),
        case("由区财政给予企业20万元奖励。", "区财政"),
        case("省财政按每家50万元的标准给予企业补助。", "省财政"),
        case("给予企业20万元奖励。", None),
    ],
)
def test_who_pays(sentence: str, expected: list[str | None]) -> None:
    (entry,) = money_of(sentence)
    assert [entry.payer] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        case("给予企业20万元奖励（市财政局）。", ("市财政局",)),
        case("给予企业20万元奖励（责任单位：市科技局、市财政局）。", ("市科技局", "市财政局")),
        case("给予企业20万元奖励。", ()),
    ],
)
def test_money_names_the_bodies_that_answer_for_it(sentence: str, expected: list[tuple[str, ...]]) -> None:
    (entry,) = money_of(sentence)
    assert [entry.departments] == expected


WRAPPED = """一、支持技术改造
支持企业围绕主导产业加大设备投入，对纳入年度计划的技术改造项目，按设备投资额的15%给予补助，单个项目最高不超过 800 万元，同一项目不得重复申报。
对首次认定的省级智能工厂、数字化车间，分别给予企业 100 万元、50 万元一次性奖励，所需资金由市级财政统筹安排，经专家评审和现场核查后按程序拨付。
二、支持企业融资
对企业通过融资租赁方式购置关键生产设备的，按照实际支付租息的30%给予贴息，每家企业每年最高 200 万元，贴息期限不超过3年，由所在地主管部门负责初审。
"""


def wrap(line: str, columns: int) -> str:
    """The line broken where a page of so many columns breaks it: a Chinese character takes two, a digit one."""
    lines, used = [""], 0
    for char in line:
        size = 1 if char.isascii() else 2
        if used + size > columns:
            lines.append("")
            used = 0
        lines[-1] += char
        used += size
    return "\n".join(lines)


@pytest.mark.parametrize("columns", [56, 64, 72, 80])
def test_lines_broken_at_a_column_change_no_amount(columns: int) -> None:
    title = "临海市促进产业发展若干措施\n"
    whole, broken = (
        [
            (value_of(entry), entry.bound, entry.instrument, entry.period, entry.per)
            for entry in all_finds(document, "money")
        ]
        for text in (WRAPPED, "\n".join(wrap(line, columns) for line in WRAPPED.splitlines()))
        for document in parse_text(title + text)
    )
    assert [value for value, *_ in whole] == [0.15, 800 * WAN, 100 * WAN, 50 * WAN, 0.3, 200 * WAN]
    assert broken == whole


@pytest.mark.parametrize(
    ("lead", "instrument"),
    [
        ("按照下列标准给予一次性奖励：", "award"),
        ("对获证企业给予补贴：", "subsidy"),
        ("奖励标准如下：", "award"),
        ("补助标准为：", "subsidy"),
    ],
)
def test_sums_listed_under_a_promise_are_given(lead: str, instrument: str) -> None:
    items = "（一）主要农作物品种通过国家审定的，每个60万元；通过省级审定的，每个20万元。\n（二）投资1000万元以上的，最高100万元。"
    (document,) = parse_text(f"海川市若干措施\n第一条　奖励品种。{lead}\n{items}")
    found = [entry for entry in all_finds(document, "money") if entry.yuan]
    assert [(entry.yuan, entry.instrument) for entry in found] == [
        (600_000, instrument), (200_000, instrument), (1_000_000, instrument)
    ]  # fmt: skip
    assert [entry.bound for entry in found] == ["exact", "exact", "cap"]
    assert [bar.value for bar in all_finds(document, "thresholds")] == [10_000_000]


def test_sums_under_a_heading_that_promises_nothing_are_not_given() -> None:
    (document,) = parse_text("海川市若干措施\n第一条　项目分为以下两类：\n（一）大项目，投资1亿元。\n（二）小项目，1000万元。")
    assert [entry for entry in all_finds(document, "money") if entry.yuan] == []


def test_sums_under_an_item_that_names_the_support_are_given_to_those_named_beside_them() -> None:
    lines = (
        "一、租房补贴。博士每月2000元、硕士每月1500元、本科每月800元，最长不超过3年。",
        "二、奖励标准",
        "（一）国家级平台，100万元；",
        "（二）投资5000万元以上的项目。",
    )
    found = [entry for entry in all_finds(policy("\n".join(lines)), "money") if entry.yuan]
    assert [(entry.yuan, entry.beneficiary, entry.instrument) for entry in found] == [
        (2000, "博士", "subsidy"), (1500, "硕士", "subsidy"), (800, "本科", "subsidy"),
        (1_000_000, "国家级平台", "award"),
    ]  # fmt: skip


def test_sums_of_a_list_within_a_line_are_given_and_those_after_it_are_not() -> None:
    text = "按照以下标准给予一次性购房补贴：A类人才100万元；B类人才60万元；C类人才30万元。项目总投资5亿元；其中一期2亿元。"
    found = [entry for entry in all_finds(policy(text), "money") if entry.yuan]
    assert [(entry.yuan, entry.instrument, entry.period) for entry in found] == [
        (1_000_000, "subsidy", "one_off"), (600_000, "subsidy", "one_off"), (300_000, "subsidy", "one_off")
    ]  # fmt: skip


def test_a_further_sum_after_a_semicolon_and_a_list_before_the_first_number_are_given() -> None:
    line = money_of("开通固定航线的，每条一次性给予20万元补助；其中跨市航线每条40万元，最高不超过200万元。")
    assert [value_of(entry) for entry in line] == [200_000, 400_000, 2_000_000]
    text = (
        "【培育主体】\n★ 支持企业落户\n支持标准：对新引进的企业，按下列标准给予落户奖励：\n"
        "① 注册资本1000万元以上的，30万元；\n② 注册资本5000万元以上的，80万元。\n上述资金由市、区两级承担，项目总规模5亿元。"
    )
    (document,) = parse_text(f"霁原市支持企业落户政策清单\n{text}")
    assert [entry.yuan for entry in all_finds(document, "money") if entry.yuan] == [300_000, 800_000]


def test_a_sentence_that_only_names_the_support_is_no_measure_and_opens_a_list() -> None:
    (document,) = parse_text("海川市若干措施\n第一条　【办公用房】\n租金补贴。初创企业每月2000元，年度最高8万元。\n第二条　对获评的企业，奖励5万元。")
    assert [measure.quote for measure in document.measures] == [
        "初创企业每月2000元，年度最高8万元", "对获评的企业，奖励5万元"
    ]  # fmt: skip
    assert {entry.yuan for entry in all_finds(document, "money")} == {2000, 80_000, 50_000}


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        case("对企业设备更新项目，按设备投资额的10%、单个项目最高200万元给予补助。", 0.1, 2_000_000),
        case("按实际租金的三成、每家每年最多三万元给予补贴。", 0.3, 30_000),
        case("贷款出现坏账的，由风险补偿资金分担40%。", 0.4),
        case("设立总额2亿元的纾困资金，化解企业质押风险。", 200_000_000),
        case("奖补资金于每年11月底前拨付到位。"),
    ],
)
def test_rates_before_their_ceiling_and_what_public_money_bears(sentence: str, values: list[float]) -> None:
    assert [entry.yuan or entry.rate for entry in money_of(sentence)] == values


def test_how_long_one_must_have_held_out_is_no_duration() -> None:
    (held,) = money_of("连续三年入选百强榜的，再奖励100万元。")
    (paid,) = money_of("连续三年每年给予10万元补贴。")
    assert held.duration is None
    assert paid.duration is not None and paid.duration.value == 3


def test_a_sum_is_quoted_up_to_the_name_of_the_next_one() -> None:
    quotes = [entry.quote for entry in money_of("购置冷藏车的，重型车每辆奖励5万元、轻型车每辆奖励2万元。")]
    assert quotes == ["每辆奖励5万元", "每辆奖励2万元"]


def test_who_sets_money_aside_does_not_receive_it() -> None:
    (entry,) = money_of("区财政今年安排试点资金2000万元，用完即止。")
    assert (entry.yuan, entry.instrument, entry.beneficiary) == (2000 * WAN, "fund", None)


def test_a_label_tells_that_a_share_is_given_and_where_it_ends() -> None:
    """Guides and notices of application list names and figures line by line."""
    found = money_of("补偿比例：实缴保费的60%\n年度上限：10万元（“小巨人”企业20万元）")
    assert [(entry.rate or entry.yuan, entry.bound) for entry in found] == [
        (0.6, "exact"), (10 * WAN, "cap"), (20 * WAN, "cap"),
    ]  # fmt: skip
    assert found[-1].beneficiary == "“小巨人”企业"


@pytest.mark.parametrize(
    ("sentence", "spans"),
    [
        case("对新引进的博士，每人每月补贴5000元，连续补贴三年。", (3, "年", "exact")),
        case("租用办公用房的，前三年租金全额补助，后两年减半补助。", (3, "年", "exact"), (2, "年", "exact")),
        case("对单位缴费部分给予全额补贴，补贴期限不超过1年。", (1, "年", "cap")),
        case("对知识产权质押贷款按贷款本金的2%贴息，期限一年。", (1, "年", "exact")),
        case("租用标准厂房的，三年内按每平方米每月8元给予租金补贴。", (3, "年", "cap")),
        case("每店每月补贴电费500元，连补三个月。", (3, "月", "exact")),
        case("设立存续期10年、规模5亿元的产业基金。", None),
        case("对首次获评的企业一次性奖励20万元，三年内不得迁出。", None),
    ],
)
def test_how_long_support_runs(sentence: str, spans: list[Any]) -> None:
    found = [entry.duration for entry in money_of(sentence)]
    assert [one and (one.value, one.unit, one.bound) for one in found] == spans
