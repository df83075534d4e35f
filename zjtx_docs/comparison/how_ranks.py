"""Whether an ask goes to a lower rank than a measure does: levels of titles, grades, hospitals, places."""

from __future__ import annotations

import re

# 市级老字号: the level of a title, and what it is a title of.
_LEVEL = re.compile(
    r"(?P<level>国家级|省级|市级|区级|县级)(?!财政|部门|资金|政策|补助|奖励|统筹|主管|单位|平台|以上|一次|再|给|"
    r"补贴|标准|资助|配套|奖补|经费|预算|层面|同类|有关|相关|各)(?P<what>[一-龥“]{2})"
)
_RANKS = ("县级", "区级", "市级", "省级", "国家级")


def new_level(text: str, theirs: str) -> bool:
    """Whether the ask names a title of a lower level than any that what stands names (市级老字号 beside 省级老字号)."""
    asked = [found for found in _LEVEL.finditer(text) if found["what"] in theirs]
    given = {_RANKS.index(found["level"]) for found in _LEVEL.finditer(theirs)}
    return bool(asked and given) and min(_RANKS.index(found["level"]) for found in asked) < min(given)


# Grades that have an order, the highest first.
_GRADES = ("甲乙丙丁", "特一二三四")
_GRADED = re.compile(r"([甲乙丙丁])级|([特一二三四])等(?!方)|([特一二三四])级(?!建造|市场|[^,。;、]{0,4}医)")
# Of hospitals the third grade is the highest.
_HOSPITAL = re.compile(r"([一二三])级[^,。;、]{0,4}医")


def new_grade(text: str, theirs: str) -> bool:
    """Whether the ask is on a lower grade than any that the measure gives to (丙级民宿 beside 甲级、乙级民宿)."""
    low, least = (["一二三".index(found) for found in _HOSPITAL.findall(each)] for each in (text, theirs))
    if low and least and min(low) < min(least) and "及以上" not in theirs:
        return True
    asked, given = ({"".join(found) for found in _GRADED.findall(each)} for each in (text, theirs))
    for order in _GRADES:
        mine, other = ([order.index(grade) for grade in grades if grade in order] for grades in (asked, given))
        if mine and other and max(mine) > max(other) and "及以上" not in theirs:
            return True
    return False


# 每个乡镇都搭一间 beside 每个县至少建设1个: the finer, the more of them.
_EVERY = re.compile(r"每(?:一|个|1个)?(?:(?P<town>乡镇|镇街|街道|乡|镇)|(?P<village>村|社区|行政村|自然村|小区)|(?P<county>县|区))")
_FINER = ("county", "town", "village")


def finer_places(text: str, theirs: str) -> bool:
    """Whether the ask wants in each place of a finer kind what the measure sets up in each of a coarser one."""
    asked, given = ({_FINER.index(str(found.lastgroup)) for found in _EVERY.finditer(each)} for each in (text, theirs))
    return bool(asked and given) and min(asked) > max(given)
