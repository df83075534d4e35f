"""The sentence around a number: does it report, aim, require, share out? Kept apart from the rules that use it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from zjtx_docs.amounts import Quantity
from zjtx_docs.lexicon import Hit
from zjtx_docs.model import Stance
from zjtx_docs.parsers.sentences import Cue, Sentence

FigureRole = Literal["money", "threshold", "target", "statistic"]

_SHARE_OUT = re.compile(
    r"比例(?:拨付|兑付|兑现|支付|预拨)|(?<!部)分(?:[两二三四五\d]?期|[两二三四\d]次|[两二三四\d]年|批|年度|阶段|按)|首期|尾款|余款|剩余|拨付比例|先行?拨付|验收"
)
# 由市、区财政各承担50%: who bears what; 拨付资助资金的60%: how much of it is paid now.
_EACH_BEARS = re.compile(r"(?:各|分别)(?:承担|负担|分担|出资)")
# How much of a firm a fund may hold, how much of a grant may go to one use.
_SHARE_HELD = re.compile(
    r"(?:(?:持股|参股|出资|股权|分享|分配|提取|用于奖励[^,。;]{0,10})的?比例|用于[^,。;]{2,24}(?:比例|部分|占比)|"
    r"(?:工程|进度|预付|结算)价?款[^,。;]{0,12}|保证金)[^,。;]{0,24}$"
)
# 项目立项后拨付40%: a step of the payment; 合作银行承担40%: a loss that others bear.
_PAID_STEP = re.compile(
    r"(?:拨付|兑付|预拨|先[付拨]|支付|兑现|自负|自付|自筹|自缴|自担|自行承担)(?:其余|剩余|余下|至)?(?:的)?$"
)
_OTHERS_BEAR = re.compile(
    r"(?:银行|担保机构|经营主体|担保公司|保险公司|保险机构|金融机构|企业|个人|社会资本|平台公司|合作机构)[^,;、。]{0,6}承担[^,;。]{0,12}$|其余$"
)
# 所需资金由区级承担70%、镇（街道）承担30%: who bears what is paid.
_COST_SPLIT = re.compile(r"(?:资金|经费|费用)(?:总额)?(?:,)?由[^。;]{1,40}(?:承担|负担)[^。;\d]{0,8}$")
_PAID_OUT = re.compile(r"(?:拨付|兑付|支付|预拨)[^,。;]{0,10}(?:资金|经费|款项?|奖励|补助|补贴)(?:总?额)?的?$")
_YEAR_OPENING = re.compile(r"(?:截[至止])?20\d\d年(?:度|末|底|上半年)?,?")
_DEADLINE = re.compile(r"到20\d\d年|20\d\d年底?前?[,达]|[“\"]?十[三四五六]五[”\"]?(?:期?末|期间)|年底前?")
CONDITION = re.compile(r"(?:\(?含(?:本数)?\)?|及)?(?:以上|以下|之上)|的?部分|\(含\)|至[^,]{0,8}之间")
BOUNDS = frozenset({"reach", "cap", "floor"})
NAMING = frozenset({"give", "weak"})


class Figure(NamedTuple):
    """A quantity with its role and the cues that stand around it, nearest last in ``left`` and first in ``right``.

    ``head`` is the number (in the sentence's list of figures) of the list's first member, itself where it stands alone;
    ``tail`` is where the list's last member ends.
    """

    quantity: Quantity
    role: FigureRole | None
    clause: int
    left: tuple[Hit[Cue], ...]
    right: tuple[Hit[Cue], ...]
    head: int
    tail: int


def _is_cost_split(sentence: Sentence, figure: Figure) -> bool:
    """Several that share a cost; where one alone bears a part of it (培训费用由财政承担50%), that is support."""
    several = sentence.text.count("承担") + sentence.text.count("负担") > 1
    return several and _COST_SPLIT.search(sentence.chars[sentence.a : figure.quantity.start]) is not None


def is_share_out(sentence: Sentence, figure: Figure) -> bool:
    """Instalments of a sum already given (分两年按60%、40%拨付): no support of their own."""
    a, b = sentence.clauses[figure.clause]
    if figure.quantity.ratio and re.search(r"承担|负担|分担|出资|共担|财政按?\d[^,]*比例$", sentence.chars[a:b]):
        return True
    if _EACH_BEARS.search(sentence.chars, a, b) or _PAID_OUT.search(sentence.chars[a : figure.quantity.start]):
        return True
    before = sentence.chars[a : figure.quantity.start]
    if figure.quantity.ratio and _LEVERED.match(sentence.chars, figure.quantity.end):
        return True
    if (
        _SHARE_HELD.search(before)
        or _is_cost_split(sentence, figure)
        or _PAID_STEP.search(before)
        or _OTHERS_BEAR.search(before)
    ):
        return True
    return bool(_SHARE_OUT.search(sentence.chars, a, b)) and not any(hit.value.kind == "ratio" for hit in figure.left)


_RELIEVED = re.compile(r"免|减|优惠")
_LEVERED = re.compile(r"的?(?:比例)?(?:放大|撬动|杠杆)")  # 按1:8放大授信
_RENT_SHARE = re.compile(r"(?:的?(?:比例|标准))?(?:收取|计收|缴纳|交纳)")


def is_rent_share(sentence: Sentence, figure: Figure) -> bool:
    """第二年按50%收取租金: what is left to pay of a rent is relief given."""
    a = sentence.clauses[figure.clause][0]
    if (
        "租" not in sentence.text
        or not _RELIEVED.search(sentence.text)
        or "按" not in sentence.chars[a : figure.quantity.start]
    ):
        return False
    return _RENT_SHARE.match(sentence.chars, figure.quantity.end) is not None


_REFUSED = re.compile(
    r"(?:\(?含(?:本数)?\)?)?(?:以上|以下)的?(?:部分|企业|项目)?,?(?:一律)?(?:不予|不再|不得|不纳入|不列入|不享受|取消)"
)


def is_refused(sentence: Sentence, figure: Figure) -> bool:
    """支付额100万元以下的不予补助: a limit beyond which nothing is given."""
    return _REFUSED.match(sentence.chars, figure.tail) is not None


def is_reported(sentence: Sentence, figure: Figure, stance: Stance | None) -> bool:
    """Whether the number tells what has been reached; in a reply or a description that is so unless it looks ahead."""
    if stance == "cited":
        return False
    past = [hit for hit in sentence.cues if hit.value.kind == "past" and hit.start < figure.quantity.start]
    if stance in ("reported", None):
        return bool(past) and not _is_ahead(sentence, figure) or not is_future(sentence, figure)
    if _in_past_year(sentence, figure):
        return True
    opening = not sentence.block.path and _YEAR_OPENING.match(sentence.text) is not None
    if opening and not CONDITION.match(sentence.chars, figure.quantity.end):
        return not is_future(sentence, figure)
    # 统筹现有专项，三年安排18亿元: what a clause before has at hand, this one gives.
    gives = any(hit.value.kind in ("give", "verb") for hit in figure.left)
    begin = sentence.clauses[figure.clause][0] if gives else sentence.a
    return (
        any(hit.value.value == "strong" and hit.start >= begin for hit in past)
        and not is_condition(sentence, figure)
        and not is_future(sentence, figure)
    )


_YEAR = re.compile(r"(?<![到至自起从\d])(20\d\d)年(?![^,。;]{0,4}(?:起|前|以[来后]|后))")


def _in_past_year(sentence: Sentence, figure: Figure) -> bool:
    """2023年，全市企业68家，实现营业收入41.5亿元 in a text of 2024: reached, not aimed at; what gives is left out."""
    if sentence.year is None:
        return False
    begin = sentence.chars.rfind("。", 0, sentence.a) + 1  # a year holds over semicolons
    years = [int(match[1]) for match in _YEAR.finditer(sentence.chars, begin, figure.quantity.start)]
    if not years or years[-1] >= sentence.year or CONDITION.match(sentence.chars, figure.quantity.end):
        return False
    gives = any(hit.value.kind in ("give", "verb", "weak") for hit in (*figure.left, *figure.right))
    return not gives and not is_condition(sentence, figure) and not is_future(sentence, figure)


# Replies tell standing support in the present (对首次认定的给予20万元奖励); what was paid out says so.
_PAID = re.compile(
    r"累计|截[至止]|惠及|去年|(?<!自)20\d\d年(?!起)|今年|上半年|共(?:计)?(?=发放|兑现|拨付|支持|奖|补)|已(?!上|按|明确|出台|印发)|"
    r"(?:兑现|发放|拨付|下达|落实|争取|投入|支付)(?:了|资金|各|奖|补|财政|专项|\d)"
)


def is_paid(sentence: Sentence, figure: Figure) -> bool:
    """Whether a reply tells of money that was paid (累计兑现奖励500万元), not of money that is to be had."""
    if is_future(sentence, figure):
        return False
    return _PAID.search(sentence.chars, sentence.a, figure.quantity.start) is not None


_AHEAD = re.compile(r"(?:将|力争|拟|计划)(?:达到?|新增|增至|增加到|建成|完成|突破)[^,。;]{0,4}$")


def _is_ahead(sentence: Sentence, figure: Figure) -> bool:
    """目前已开通5条，年底前将达到8条: the word right before the number looks ahead."""
    return _AHEAD.search(sentence.chars, max(sentence.a, figure.quantity.start - 10), figure.quantity.start) is not None


def is_future(sentence: Sentence, figure: Figure) -> bool:
    return _is_ahead(sentence, figure) or any(
        hit.value.kind == "future" and hit.start < figure.quantity.start for hit in sentence.cues
    )


def is_condition(sentence: Sentence, figure: Figure) -> bool:
    """The number stands before 的 and a giving word follows: …达到10家以上的，给予…."""
    chars, end = sentence.chars, figure.quantity.end
    giving = next((hit.start for hit in sentence.cues if hit.start >= end and hit.value.kind in ("give", "verb")), None)
    return giving is not None and "的" in chars[end:giving]


_FROM = re.compile(r"(?:由|从|现行|目前|原来?的?|现有)[^,。;]{0,14}$")
_RAISED_TO = re.compile(r"[^。;]{0,30}?(?:提高|增加|提|上调|下调|降低?|调整|改|放宽|延长|扩大|缩短|升)(?:至|到|为)")


def is_old_value(sentence: Sentence, figure: Figure) -> bool:
    """由每亩800元提高到1200元: the figure that is to be left behind."""
    a = sentence.clauses[figure.clause][0]
    if not _FROM.search(sentence.chars, a, figure.quantity.start):
        return False
    return _RAISED_TO.match(sentence.chars, figure.quantity.end, sentence.b) is not None


_POOL = re.compile(
    r"(?:(?:专项|扶持|奖补|引导)资金|基金|资金池)(?:[^,。;\d]{0,6},)?的?(?:总|年度|首期|初始)?规模"
    r"(?:为|是|约|达到?|每年|扩大|增加|提高|不[低少]于|控制在|暂定|[到至]){0,4}$"
    r"|(?:兑现|奖补|扶持)资金(?:年度)?总额(?:控制)?(?:在|为|不超过)?$"
)


def is_pool_size(sentence: Sentence, figure: Figure) -> bool:
    """专项资金规模为每年8000万元, 基金规模扩大到20亿元: how much there is to give."""
    if figure.quantity.kind != "sum":
        return False
    return _POOL.search(sentence.chars[sentence.a : figure.quantity.start]) is not None


_FINE = re.compile(r"处(?:以)?(?=\d|[一二三四五六七八九十]+[万千])")


def is_no_matter(sentence: Sentence, figure: Figure) -> bool:
    """Examples (例如某企业可获40万元) and penalties (处1万元以上5万元以下罚款) give, ask and aim at nothing."""
    a, b = sentence.clauses[figure.clause]
    for hit in sentence.cues:
        if hit.value.kind == "example" and hit.start < figure.quantity.start:
            return True
        if hit.value.kind == "penalty" and (hit.start < figure.quantity.start or hit.end <= b):
            return True
    return _FINE.search(sentence.chars, a, b) is not None


def is_aim(sentence: Sentence, figure: Figure, stance: Stance | None) -> bool:
    if is_condition(sentence, figure):
        return False
    if is_future(sentence, figure) or _DEADLINE.search(sentence.chars, sentence.a, figure.quantity.start):
        return True
    return stance == "asked" and last_of(figure.left, frozenset({"floor", "reach"})) is not None


def last_of(cues: tuple[Hit[Cue], ...], kinds: frozenset[str]) -> Hit[Cue] | None:
    return next((hit for hit in reversed(cues) if hit.value.kind in kinds), None)


UNIT_AFTER = re.compile(
    r"(?:及?以上|以内|以下|左右)?(?:[/每·.]\(?(?:平方米|平米|[人月年天日家个台辆吨亩件户床间次]))*"
)
_GRADED = r"(?:[^,。;、:\d]|\d(?=[A级类档星等]))"
SERIES = re.compile(rf"[、,](?!且){_GRADED}{{1,16}}")
# 给予一次性奖励，其中5A级景区500万元: the sums of a promise, by grade.
_OF_WHICH = re.compile(rf"(?:其中|具体为|具体是|分别为|即|标准为):?{_GRADED}{{1,20}}$")
# 给予建设补贴，直流桩每千瓦200元，交流桩每千瓦100元
_EACH_OF = re.compile(rf"{_GRADED}{{1,14}}?按?每[^,。;、\d]{{1,6}}")


_NEXT_SUM = re.compile(rf"、{_GRADED}{{1,16}}[\d,.]+(?:万?元|%)")
# 前两年按实际租金50%、第三年按30%
_BY_SHARE = re.compile(r"按[^,。;、]{0,12}$")


def closes(sentence: Sentence, figure: Figure) -> bool:
    """（一）通过国家审定的，每个60万元: a sum that closes its clause, and that nothing says must be reached."""
    by_share = figure.quantity.kind == "rate" and _BY_SHARE.search(sentence.chars, sentence.a, figure.quantity.start)
    reached = any(hit.value.kind in ("metric", "ratio", "reach") for hit in figure.left)
    if reached or not (figure.quantity.kind == "sum" or by_share):
        return False
    unit = UNIT_AFTER.match(sentence.chars, figure.tail)
    rest = sentence.chars[unit.end() if unit else figure.tail : sentence.clauses[figure.clause][1]]
    if rest.startswith("、") and _NEXT_SUM.match(rest):  # 博士每月2000元、硕士每月1500元
        return True
    return len(rest) <= 3 and "的" not in rest


def label_of(sentence: Sentence, figure: Figure) -> tuple[Hit[Cue], ...]:
    """补偿比例：实缴保费的60%: the label of what is given that the clause stands behind, if any."""
    colon = sentence.clauses[figure.clause][0] - 1
    if colon <= sentence.a or sentence.chars[colon] != ":":
        return ()
    return tuple(hit for hit in sentence.cues if hit.value.kind == "standard" and hit.end == colon)


def is_listed_under(sentence: Sentence, figure: Figure) -> bool:
    """给予一次性补贴：博士20万元，硕士10万元: sums listed after the colon of a giving phrase."""
    colon = sentence.chars.rfind(":", sentence.a, figure.quantity.start)
    if colon < 0:
        return False
    give = next((hit for hit in reversed(sentence.cues) if hit.value.kind == "give" and hit.end <= colon), None)
    return give is not None and colon - give.end <= 8 and "," not in sentence.chars[give.end : colon]


def is_of_which(sentence: Sentence, figure: Figure) -> bool:
    """给予一次性奖励，其中5A级景区500万元，4A级景区100万元: the sum closes a clause that opens with 其中."""
    a, b = sentence.clauses[figure.clause]
    ends = figure.tail >= b or sentence.chars[figure.tail] in "、,;和(/每"
    before = sentence.chars[a : figure.quantity.start]
    return ends and bool(_OF_WHICH.match(before) or _EACH_OF.fullmatch(before))
