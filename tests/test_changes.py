"""The edit battery: one field of a measure is edited, and that change must come out, typed right with both values.

``left`` is the newer text, ``right`` the older one, so ``raised`` means that the new text gives more. A case gives
old text, new text, field, operation and the values of the new and the old side; None stands for a side that says
nothing. Where the closed list of operations allows two readings (a cap turned into a floor is raised or widened)
the case holds both.
"""

from __future__ import annotations

from typing import Any

import pytest

from zjtx_docs.comparison.changes import find_changes
from zjtx_docs.comparison.records import Change, Value
from zjtx_docs.model import Measure
from zjtx_docs.pipeline import parse_text

WAN, YI = 10**4, 10**8
UP, DOWN = {"raised", "widened"}, {"lowered", "narrowed"}
# What swapping the sides makes of each operation.
TURNED = {
    "raised": "lowered", "lowered": "raised", "added": "removed", "removed": "added", "widened": "narrowed",
    "narrowed": "widened", "reassigned": "reassigned", "rescheduled": "rescheduled", "reworded": "reworded",
}  # fmt: skip


def case(name: str, *expected: Any, miss: str = "") -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=miss)] if miss else []
    return pytest.param(*expected, id=name, marks=marks)


def measure(sentence: str) -> Measure:
    """The one measure of a small policy that holds this sentence."""
    (document,) = parse_text("青岛市支持制造业发展若干措施\n一、支持企业发展\n" + sentence)
    (found,) = document.measures
    return found


def changes(old: str, new: str) -> list[Change]:
    """What the new text changes of the old, wording aside."""
    return [change for change in find_changes(measure(new), measure(old)) if change.op != "reworded"]


def says(side: Value | None, wanted: Any) -> bool:
    """True where the side gives the wanted value: numbers and set words exactly, other words as value or quote."""
    if wanted is None or side is None:  # a promise without a figure may be quoted with no value
        return wanted is None and (side is None or side.value is None)
    if isinstance(wanted, (int, float)):
        return isinstance(side.value, (int, float)) and abs(side.value - wanted) < 1e-9
    return wanted == side.value or wanted in str(side.value) or wanted in side.quote


def shown(found: list[Change]) -> list[str]:
    return [f"{c.field} {c.op}: {c.right and c.right.value!r} -> {c.left and c.left.value!r}" for c in found]


AMOUNTS = [
    case(
        "上限提高",
        "对认定的企业给予最高50万元奖励。",
        "对认定的企业给予最高80万元奖励。",
        "amount",
        "raised",
        80 * WAN,
        50 * WAN,
    ),
    case(
        "上限降低",
        "对认定的企业给予最高50万元奖励。",
        "对认定的企业给予最高30万元奖励。",
        "amount",
        "lowered",
        30 * WAN,
        50 * WAN,
    ),
    case(
        "定额提高",
        "对首次上榜的企业奖励20万元。",
        "对首次上榜的企业奖励25万元。",
        "amount",
        "raised",
        25 * WAN,
        20 * WAN,
    ),
    case(
        "万元与亿元",
        "设立规模5000万元的风险补偿资金池。",
        "设立规模1亿元的风险补偿资金池。",
        "amount",
        "raised",
        YI,
        5000 * WAN,
    ),
    case(
        "下限提高",
        "对入选项目给予不低于10万元补助。",
        "对入选项目给予不低于15万元补助。",
        "amount",
        "raised",
        15 * WAN,
        10 * WAN,
    ),
    case(
        "单价降低", "对租房企业每平方米每月补贴30元。", "对租房企业每平方米每月补贴20元。", "amount", "lowered", 20, 30
    ),
    case(
        "补上金额", "对迁入企业给予一次性奖励。", "对迁入企业给予一次性20万元奖励。", "amount", "added", 20 * WAN, None
    ),
    case(
        "去掉金额",
        "对迁入企业给予一次性20万元奖励。",
        "对迁入企业给予一次性奖励。",
        "amount",
        "removed",
        None,
        20 * WAN,
    ),
    case(
        "中文数字改大", "对获奖企业奖励五十万元。", "对获奖企业奖励一百万元。", "amount", "raised", 100 * WAN, 50 * WAN
    ),
    case(
        "区间上移",
        "对示范项目给予30万元至50万元补助。",
        "对示范项目给予30万元至80万元补助。",
        "amount",
        "raised",
        80 * WAN,
        50 * WAN,
    ),
    case(
        "两档只改一档",
        "对国家级、省级平台分别给予100万元、50万元奖励。",
        "对国家级、省级平台分别给予100万元、60万元奖励。",
        "amount",
        "raised",
        60 * WAN,
        50 * WAN,
    ),
    case(
        "总额降低",
        "对上市企业给予总额不超过500万元补贴。",
        "对上市企业给予总额不超过300万元补贴。",
        "amount",
        "lowered",
        300 * WAN,
        500 * WAN,
    ),
]
RATES = [
    case("比例提高", "按设备投资额的10%给予企业补助。", "按设备投资额的15%给予企业补助。", "rate", "raised", 0.15, 0.1),
    case(
        "比例降低",
        "按实际支付利息的50%给予企业贴息。",
        "按实际支付利息的40%给予企业贴息。",
        "rate",
        "lowered",
        0.4,
        0.5,
    ),
    case(
        "成数提高", "按设备投资额的二成给予企业补助。", "按设备投资额的三成给予企业补助。", "rate", "raised", 0.3, 0.2
    ),
    case(
        "比例不变封顶提高",
        "按研发投入的10%给予企业补助，最高100万元。",
        "按研发投入的10%给予企业补助，最高200万元。",
        "amount",
        "raised",
        200 * WAN,
        100 * WAN,
    ),
    case(
        "封顶不变比例降低",
        "按研发投入的20%给予企业补助，最高100万元。",
        "按研发投入的15%给予企业补助，最高100万元。",
        "rate",
        "lowered",
        0.15,
        0.2,
    ),
    case(
        "加上封顶",
        "按研发投入的20%给予企业补助。",
        "按研发投入的20%给予企业补助，最高100万元。",
        "amount",
        "added",
        100 * WAN,
        None,
    ),
    case(
        "取消封顶",
        "按研发投入的20%给予企业补助，最高100万元。",
        "按研发投入的20%给予企业补助。",
        "amount",
        "removed",
        None,
        100 * WAN,
    ),
    case(
        "配套比例提高",
        "区级财政对获奖企业按1:0.5的比例给予配套奖励。",
        "区级财政对获奖企业按1:1的比例给予配套奖励。",
        "rate",
        "raised",
        1.0,
        0.5,
    ),
]
BOUNDS = [
    case(
        "上限改下限",
        "对入选企业给予不超过50万元补助。",
        "对入选企业给予不低于50万元补助。",
        "bound",
        UP,
        "floor",
        "cap",
    ),
    case(
        "下限改上限",
        "对入选企业给予不低于50万元补助。",
        "对入选企业给予最高50万元补助。",
        "bound",
        DOWN,
        "cap",
        "floor",
    ),
    case("定额改上限", "对入选企业给予50万元补助。", "对入选企业给予最高50万元补助。", "bound", DOWN, "cap", "exact"),
    case("上限改定额", "对入选企业给予最高50万元补助。", "对入选企业给予50万元补助。", "bound", UP, "exact", "cap"),
    case(
        "比例加不超过",
        "按设备投资额的20%给予企业补助。",
        "按不超过设备投资额20%的比例给予企业补助。",
        "bound",
        DOWN,
        "cap",
        "exact",
    ),
]
TIMES = [
    case(
        "每年改一次性",
        "每年给予平台50万元运营补助。",
        "一次性给予平台50万元运营补助。",
        "period",
        ...,
        "one_off",
        "per_year",
    ),
    case(
        "一次性改每年",
        "一次性给予平台50万元运营补助。",
        "每年给予平台50万元运营补助。",
        "period",
        ...,
        "per_year",
        "one_off",
    ),
    case(
        "每月改每年",
        "给予博士每人每月2000元补贴。",
        "给予博士每人每年2000元补贴。",
        "period",
        ...,
        "per_year",
        "per_month",
    ),
    case(
        "每年改总额",
        "对上市企业每年给予最高100万元补贴。",
        "对上市企业给予总额最高100万元补贴。",
        "period",
        ...,
        "total",
        "per_year",
    ),
    case(
        "三年改五年", "连续三年每年给予企业20万元奖励。", "连续五年每年给予企业20万元奖励。", "duration", "raised", 5, 3
    ),
    case(
        "期限缩短",
        "每年给予企业20万元租金补贴，补贴期限不超过3年。",
        "每年给予企业20万元租金补贴，补贴期限不超过2年。",
        "duration",
        "lowered",
        2,
        3,
    ),
    case(
        "加上期限",
        "每年给予企业20万元租金补贴。",
        "每年给予企业20万元租金补贴，补贴期限不超过3年。",
        "duration",
        "added",
        3,
        None,
    ),
    case("每家改每个项目", "给予每家企业50万元补助。", "给予每个项目50万元补助。", "per", ..., "项目", "企业"),
    case("按人改按户", "对参保家庭按每人500元给予补贴。", "对参保家庭按每户500元给予补贴。", "per", ..., "户", "人"),
]
GROUPS = [
    case(
        "加一档对象",
        "对国家级专精特新“小巨人”企业给予20万元奖励。",
        "对国家级专精特新“小巨人”企业、省级专精特新中小企业给予20万元奖励。",
        "beneficiary",
        "widened",
        "省级专精特新",
        "国家级",
    ),
    case(
        "减一档对象",
        "对国家级专精特新“小巨人”企业、省级专精特新中小企业给予20万元奖励。",
        "对国家级专精特新“小巨人”企业给予20万元奖励。",
        "beneficiary",
        "narrowed",
        "国家级",
        "省级专精特新",
    ),
    case(
        "换一档对象",
        "对省级专精特新中小企业给予20万元奖励。",
        "对国家级专精特新“小巨人”企业给予20万元奖励。",
        "beneficiary",
        ...,
        "国家级",
        "省级",
    ),
    case(
        "创新型扩到专精特新",
        "对创新型中小企业给予信贷支持。",
        "对创新型中小企业、省级专精特新中小企业给予信贷支持。",
        "beneficiary",
        "widened",
        "省级专精特新",
        "创新型",
    ),
    case(
        "企业改园区",
        "对获评示范的企业奖励50万元。",
        "对获评示范的园区奖励50万元。",
        {"beneficiary", "per"},
        ...,
        "园区",
        "企业",
    ),
]
BODIES = [
    case(
        "换部门",
        "开展入企诊断服务（市经信局）。",
        "开展入企诊断服务（市科技局）。",
        "department",
        "reassigned",
        "市科技局",
        "市经信局",
    ),
    case(
        "加部门",
        "开展入企诊断服务（市经信局）。",
        "开展入企诊断服务（市经信局、市财政局）。",
        "department",
        "added",
        "市财政局",
        None,
    ),
    case(
        "减部门",
        "开展入企诊断服务（市经信局、市财政局）。",
        "开展入企诊断服务（市经信局）。",
        "department",
        "removed",
        None,
        "市财政局",
    ),
    case(
        "换牵头",
        "开展入企诊断服务（市经信局牵头，市科技局配合）。",
        "开展入企诊断服务（市科技局牵头，市经信局配合）。",
        "role",
        ...,
        ...,
        ...,
    ),
    case(
        "共同改牵头",
        "开展入企诊断服务（市经信局、市科技局）。",
        "开展入企诊断服务（市经信局牵头，市科技局配合）。",
        "role",
        ...,
        ...,
        ...,
    ),
    case(
        "配合部门替换",
        "开展入企诊断服务（市经信局牵头，市科技局配合）。",
        "开展入企诊断服务（市经信局牵头，市财政局配合）。",
        "department",
        "reassigned",
        "市财政局",
        "市科技局",
    ),
    case(
        "加各区",
        "打造特色产业园区（市经信局）。",
        "打造特色产业园区（市经信局，各区）。",
        "department",
        "added",
        "各区",
        None,
    ),
]
TERMS = [
    case(
        "营收门槛降低",
        "对年营业收入超过5000万元的企业奖励20万元。",
        "对年营业收入超过3000万元的企业奖励20万元。",
        "threshold",
        "lowered",
        3000 * WAN,
        5000 * WAN,
    ),
    case(
        "增速门槛提高",
        "对产值增速10%以上的企业奖励20万元。",
        "对产值增速15%以上的企业奖励20万元。",
        "threshold",
        "raised",
        15,
        10,
    ),
    case(
        "人数门槛降低",
        "对参保职工50人以上的企业奖励20万元。",
        "对参保职工30人以上的企业奖励20万元。",
        "threshold",
        "lowered",
        30,
        50,
    ),
    case(
        "加门槛",
        "对设备更新项目给予最高50万元补助。",
        "对设备投资额超过500万元的设备更新项目给予最高50万元补助。",
        "threshold",
        "added",
        500 * WAN,
        None,
    ),
    case(
        "去门槛",
        "对年营业收入超过5000万元的企业奖励20万元。",
        "对企业奖励20万元。",
        "threshold",
        "removed",
        None,
        5000 * WAN,
    ),
    case(
        "加条件",
        "对认定的企业奖励20万元。",
        "对认定的企业奖励20万元，单个企业不重复享受。",
        "condition",
        "added",
        "不重复享受",
        None,
    ),
    case(
        "去条件",
        "对认定的企业奖励20万元，单个企业不重复享受。",
        "对认定的企业奖励20万元。",
        "condition",
        "removed",
        None,
        "不重复享受",
    ),
    case(
        "加就高规则",
        "对入选项目给予50万元补助。",
        "对入选项目给予50万元补助，与其他政策就高不重复。",
        "condition",
        "added",
        "就高不重复",
        None,
    ),
]
AIMS = [
    case("目标提高", "每年遴选不少于20家标杆企业。", "每年遴选不少于30家标杆企业。", "target", "raised", 30, 20),
    case("目标降低", "到2025年培育灯塔工厂10家。", "到2025年培育灯塔工厂8家。", "target", "lowered", 8, 10),
    case(
        "期限推迟",
        "到2025年培育灯塔工厂10家。",
        "到2027年培育灯塔工厂10家。",
        "deadline",
        "rescheduled",
        "2027年",
        "2025年",
    ),
    case(
        "期限提前",
        "2026年底前建成5个中试基地。",
        "2025年底前建成5个中试基地。",
        "deadline",
        "rescheduled",
        "2025年底",
        "2026年底",
    ),
    case("加目标", "开展数字化转型培训。", "每年开展数字化转型培训不少于10场。", "target", "added", 10, None),
    case(
        "去目标",
        "每年开展数字化转型培训不少于10场。",
        "开展数字化转型培训。",
        "target",
        "removed",
        None,
        10,
    ),
    case(
        "次数提高", "每年组织不少于10场供需对接活动。", "每年组织不少于20场供需对接活动。", "target", "raised", 20, 10
    ),
]
MEANS = [
    case(
        "奖励改补贴",
        "对参展企业给予最高10万元奖励。",
        "对参展企业给予最高10万元补贴。",
        "instrument",
        "reassigned",
        "subsidy",
        "award",
    ),
    case(
        "补助改贴息",
        "对技改项目给予最高200万元补助。",
        "对技改项目给予最高200万元贴息。",
        "instrument",
        "reassigned",
        "interest_subsidy",
        "subsidy",
    ),
    case(
        "奖励改服务券",
        "对中小企业给予最高5万元奖励。",
        "对中小企业给予最高5万元服务券。",
        "instrument",
        "reassigned",
        "voucher",
        "award",
    ),
]
EDITS = [*AMOUNTS, *RATES, *BOUNDS, *TIMES, *GROUPS, *BODIES, *TERMS, *AIMS, *MEANS]

SAME = [
    case("一字不改", "对认定的企业给予最高50万元奖励（市财政局）。", "对认定的企业给予最高50万元奖励（市财政局）。"),
    case(
        "分档不改", "对国家级、省级平台分别给予100万元、50万元奖励。", "对国家级、省级平台分别给予100万元、50万元奖励。"
    ),
    case("比例封顶不改", "按研发投入的10%给予企业补助，最高100万元。", "按研发投入的10%给予企业补助，最高100万元。"),
    case("数字写法", "对获奖企业奖励50万元。", "对获奖企业奖励五十万元。"),
    case("金额单位", "设立规模1亿元的风险补偿资金池。", "设立规模10000万元的风险补偿资金池。"),
    case("空格与全角", "对入选项目给予最高500万元补助。", "对入选项目给予最高 ５００ 万元补助。"),
    case("上限说法", "对认定的企业给予最高50万元奖励。", "对认定的企业给予不超过50万元的奖励。"),
    case(
        "给予与予以",
        "按设备投资额的10%给予企业补助。",
        "对企业按设备投资额10%的比例予以补助。",
    ),
    case("一次性位置", "一次性给予迁入企业20万元奖励。", "给予迁入企业20万元一次性奖励。"),
    case("部门次序", "开展入企诊断服务（市经信局、市财政局）。", "开展入企诊断服务（市财政局、市经信局）。"),
    case("部门全称", "开展入企诊断服务（市财政局）。", "开展入企诊断服务（青岛市财政局）。"),
    case("引号", "对国家级专精特新“小巨人”企业奖励50万元。", "对国家级专精特新小巨人企业奖励50万元。"),
    case("加修饰语", "支持企业建设智能工厂。", "积极支持企业加快建设智能工厂。"),
    case("换说法", "组织开展供需对接活动。", "定期组织开展供需对接活动。"),
    case("百分号写法", "按贷款利息的50%给予企业贴息。", "按贷款利息的百分之五十给予企业贴息。"),
    case("以内与不超过", "对入选企业给予50万元以内的补助。", "对入选企业给予不超过50万元的补助。"),
]


def pairs(*tables: list[Any]) -> list[Any]:
    """Old and new text of every case."""
    return [case(p.id, *p.values[:2]) for table in tables for p in table]


@pytest.mark.parametrize(("old", "new", "field", "op", "left", "right"), EDITS)
def test_one_edit_is_one_change(old: str, new: str, field: Any, op: Any, left: Any, right: Any) -> None:
    found = changes(old, new)
    assert found, "no change found"
    fields = field if isinstance(field, set) else {field}
    assert {change.field for change in found} <= fields, shown(found)
    if field == "role":  # told of each body whose part changed
        assert {change.op for change in found} <= {"reassigned", "raised", "lowered"}, shown(found)
        assert all(change.left and change.right and change.left.value != change.right.value for change in found)
        return
    (change,) = found
    assert op is ... or change.op in (op if isinstance(op, set) else {op})
    assert left is ... or says(change.left, left), shown(found)
    assert right is ... or says(change.right, right), shown(found)


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_says_the_same_is_no_change(old: str, new: str) -> None:
    assert shown(changes(old, new)) == []


@pytest.mark.parametrize(("old", "new"), pairs(EDITS))
def test_swapping_sides_turns_each_change_round(old: str, new: str) -> None:
    there = sorted((c.field, c.op) for c in changes(old, new))
    back = sorted((c.field, TURNED[c.op]) for c in changes(new, old))
    assert there == back


@pytest.mark.parametrize(("old", "new"), pairs(EDITS))
def test_values_quote_their_own_side(old: str, new: str) -> None:
    head = "青岛市支持制造业发展若干措施\n一、支持企业发展\n"
    for change in changes(old, new):
        for side, text in ((change.left, new), (change.right, old)):
            if side is not None:
                assert side.quote
                assert (head + text)[side.start : side.end] == side.quote


@pytest.mark.parametrize(("old", "new"), pairs(EDITS, SAME))
def test_a_measure_held_against_itself_has_no_change(old: str, new: str) -> None:
    for sentence in {old, new}:
        assert find_changes(measure(sentence), measure(sentence)) == ()
