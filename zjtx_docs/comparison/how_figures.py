"""How the figures of an ask move beside those of a measure: more given, a lower bar, a larger share, faster, oftener.

Where a text has several figures of one purpose and unit, the words around them tell which is meant.
"""

from __future__ import annotations

import re

from zjtx_docs.comparison.figures import Figure, Purpose, figures_of
from zjtx_docs.comparison.records import How
from zjtx_docs.comparison.standing import Standing, named_as_standing

# Which way further is: up (a larger gift) or down (a lower bar), and how that is told.
_FURTHER: dict[Purpose, tuple[int, How, How]] = {
    "gift": (1, "higher_amount", "lower_amount"),
    "bar": (-1, "wider_beneficiary", "narrower_beneficiary"),
    "ceiling": (1, "wider_beneficiary", "narrower_beneficiary"),
    "aim": (1, "adds_quota_or_target", "lower_amount"),
    "share": (1, "adds_quota_or_target", "lower_amount"),
    "charge": (-1, "other", "lower_amount"),
    "span": (1, "longer_period", "lower_amount"),
    "wait": (-1, "other", "lower_amount"),
    "pace": (1, "adds_quota_or_target", "lower_amount"),
    "limit": (-1, "adds_quota_or_target", "lower_amount"),
    "until": (1, "longer_period", "lower_amount"),
}


# A number so many times smaller is no smaller aim but one of another scale: a district's ten beside the city's 500.
OWN_SCALE = 20


def figures_how(text: str, theirs: str, as_much: bool = False) -> list[How]:
    """How the figures of an ask differ from those of the measure; sums and rates only where the ask itself names the
    one that stands (由30%提高到40%), since the money of both sides is compared entry by entry elsewhere. ``as_much``: the
    sums of the ask all stand in the measure, so that a figure without a partner adds nothing."""
    given = figures_of(theirs)
    asked = figures_of(text)
    found: list[How] = ["higher_amount"] if _FREED.search(text) and _HALVED.search(theirs) else []
    if _WHOLE.search(text) and not _WHOLE.search(theirs):
        if any(one.purpose == "gift" and one.unit == "rate" and one.value < 1 for one in given):
            found.append("higher_amount")
    if _ALL.search(text) and any(one.purpose == "share" and one.value < 1 for one in given):
        found.append("adds_quota_or_target")
    standing = named_as_standing(text)
    wish = _WISH.search(text)
    for figure in asked:
        if wish and figure.end <= wish.start():
            continue  # 近三年上市的4家企业，募来的钱有六成投到了外省，建议…: how things are, told before the wish
        if figure.purpose == "aim" and _is_told(text, figure):
            continue
        if figure.purpose == "pace" and text[figure.start] in "按逐" and all(one.purpose != "pace" for one in given):
            continue  # 按季汇总 says in what way it is done
        if figure.unit in ("rate", "sum") and _CHARGE_CUT.search(text[: figure.start]):
            figure = figure._replace(purpose="charge")
        figure = _as_named(figure, asked, given, standing)
        same = _alike(figure, text, given)
        if any(one.value == figure.value for one in same):
            continue
        if not same:
            found += _unpaired(figure, given, theirs, as_much)
            continue
        named = any(one.unit == figure.unit and one.value == other.value for one in same for other in asked)
        if figure.purpose == "gift" and not any((one.unit, one.value) in standing for one in same):
            continue
        partner = max(same, key=lambda one: _around(text, figure, theirs, one))
        own_place = _OWN_PLACE.search(text) is not None and _OWN_PLACE.search(theirs) is None
        if figure.purpose == "aim" and figure.value * (1 if own_place else OWN_SCALE) <= partner.value:
            found.append("adds_quota_or_target")
            continue
        sign, further, less = _FURTHER[figure.purpose]
        if (figure.value - partner.value) * sign > 0:
            found.append(further)
        else:  # 由每年1次调整为每3年1次: less than what the ask itself names as standing
            found.append("conflicts" if named and _MOVED.search(text) else less)
    return list(dict.fromkeys(found))


def _is_told(text: str, figure: Figure) -> bool:
    """Whether a number tells how many there are and sets no aim: 厂房还有约21万平方米; 30家后备企业每家配一名专员, all of them."""
    whole = _EACH_OF.match(text, figure.end) and (figure.start == 0 or text[figure.start - 1] in ",;。:是把将")
    return figure.value == 0 or bool(whole or _THERE_IS.search(text[: figure.start]))


_EACH_OF = re.compile(r"[^,。;]{0,24}?(?:每[家户个]|逐[家户个]|全部|全都|都|均|一个不[落少])")
_THERE_IS = re.compile(r"(?:还有|现有|共有|已有|约有|目前有)[^,。;\d]{0,4}$")
# 综合收费在1.8%左右，建议降到1%以下
_CHARGE_CUT = re.compile(r"(?:费率|收费|担保费|手续费|利率|租金|电价)[^。;]{0,40}(?:[降压减]|下调)[^,。;]{0,4}[到至]$")


def _alike(figure: Figure, text: str, given: list[Figure]) -> list[Figure]:
    """The figures of one purpose and unit; 一千个 may count whatever the measure counts, where that is one thing."""
    same = [one for one in given if (one.purpose, one.unit) == (figure.purpose, figure.unit)]
    counted = [one for one in given if one.purpose == figure.purpose == "aim"]
    if not same and len(counted) == 1 and text[figure.start : figure.end].endswith("个"):
        return counted
    return same


def _as_named(figure: Figure, asked: list[Figure], given: list[Figure], standing: frozenset[Standing]) -> Figure:
    """The figure with the purpose of what stands, where the ask names that before it (由500万元降低到200万元)."""
    for other in asked:
        named = other.end <= figure.start and (other.unit, other.value) in standing
        if named and other.unit == figure.unit and other.value != figure.value:
            held = next((one for one in given if one.unit == other.unit and one.value == other.value), None)
            if held is not None:
                return figure._replace(purpose=held.purpose)
    return figure


_WISH = re.compile(r"(?<=,)(?:因此|为此|所以|对此)?,?(?:建议|希望|恳请|呼吁|请(?![教求客示]))")
# A district's own number beside the city's.
_OWN_PLACE = re.compile(r"全[区县镇]|[我本][区县镇]")
_MOVED = re.compile(r"(?:由|从)[^,。;]{1,20}(?:调整|改|降|减|缩)[^,。;]{0,4}[为到至]")
# 免收投标保证金 beside 减半收取.
_FREED = re.compile(r"免收|免征|免缴|免交|免除|全免|全部免")
_HALVED = re.compile(r"减半|减按|下调|(?<!免)(?:减收|降低)(?![^,。;]*免)")
_WHOLE = re.compile(r"补[齐足]|一分不掏|全包|全额|全部?由[^,。;]{1,8}(?:出|担|付|掏|承担|负担)|(?:公家|财政|政府)(?:全出|包圆|兜底)")
_ALL = re.compile(r"全部(?:实现|纳入|实行|达到|完成|覆盖)|全覆盖|一个不[落少]|百分之百")
_ONCE = re.compile(r"首年|第一年|一次性|当年")


def _unpaired(figure: Figure, given: list[Figure], theirs: str, as_much: bool) -> list[How]:
    """What a figure says that has no like in the measure: a quota, a pace or a share is new, years follow a single
    one (首年)."""
    if figure.purpose == "span" and figure.value > 12 and _ONCE.search(theirs):
        return ["longer_period"]
    uncharged = figure.purpose == "charge" and all(one.unit != figure.unit for one in given)
    added = uncharged or figure.purpose in ("share", "wait") or figure.purpose in ("aim", "pace") and figure.value > 1
    return ["adds_quota_or_target"] if added and not as_much and all(one.value != figure.value for one in given) else []


def _around(text: str, a: Figure, theirs: str, b: Figure) -> int:
    """How many letters the words right before and after both figures share."""
    mine = set(text[max(0, a.start - 10) : a.start]) | set(text[a.end : a.end + 6])
    other = set(theirs[max(0, b.start - 10) : b.start]) | set(theirs[b.end : b.end + 6])
    return len(mine & other)
