"""Numbering marks: 第一章, 第四条, 一、, （一）, 1., （1）, ①, 1.1, A., A1., 附件2, 附则, as they
stand at the head of a paragraph or inside one.

Works on folded text (``text.fold``), whose offsets are those of the source. A mark is read by its form alone; whether
it opens an item, and on which level, the outline decides from the marks around it.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.amounts import chinese_number

_CN = "一二三四五六七八九十百零〇"
_TEN = "一二三四五六七八九十"
# What stands after 第五条 where the words refer to an article and do not open it: 第五条规定的, 第五条第二款, 第五条、第六条.
_REFERRING = r"(?![第之的至、,和与及或款项]|所[列称述规指]|规定|以[上下]|修改|删|情形|明确|中[的所第规])"

_HEAD = rf"""
    第[ \u3000]{{0,4}}(?P<law>[{_CN}]{{1,6}}|[0-9]{{1,3}})[ \u3000]{{0,4}}
        (?P<unit>(?:[编章节篇]|部分)(?![的规所第、和至])|条(?P<zhi>之[{_TEN}])?{_REFERRING})[ \u3000]*:?
    |附[ \u3000]{{0,4}}则(?=\s*(?:$|[*:\n\r]))
    |(?P<attach>附[ \u3000]{{0,2}}[件录表])[ \u3000]{{0,2}}(?P<att>[0-9]{{1,2}}|[{_TEN}]{{1,3}})?
        (?=\s*(?:[*:.、\n\r]|$|[ \u3000][^\s0-9]))[ \u3000]*[:.、]?
    |(?P<policy>政策|专题|事项)(?P<pn>[0-9]{{1,2}}|[{_TEN}]{{1,3}})(?=[ \u3000:、.])[ \u3000]*[:、.]?
    |(?:建议|措施|任务|举措|对策|问题)(?P<word>[{_TEN}]{{1,3}})[ \u3000]?[:、]
    |(?P<letter>[A-Z])(?P<under>[0-9]{{1,2}})?[ \u3000]?[.、](?=[ \u3000]*[\u3400-\u9fff“《])
"""
_SMALL = rf"""
    [(\[][ \u3000]?(?P<pc>[{_CN}]{{1,4}})[ \u3000]?[)\]][ \u3000]*[、.:]?
    |[(\[][ \u3000]?(?P<pd>[0-9]{{1,3}})[ \u3000]?[)\]][ \u3000]*[、.]?
    |(?P<c>[{_CN}]{{1,4}})[ \u3000]?(?P<cm>[、.,:)])(?![ \u3000]?[{_TEN}]+(?:[、,和及至]|产业|[级类线次期批档等者]))
    |(?P<dd>[0-9]{{1,2}}\.[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,2}})(?:[ \u3000]+|(?=[\u3400-\u9fff“《])(?![倍亿万元个件名年月日家米吨亩]))
    |(?P<d>[0-9]{{1,3}})[ \u3000]?
        (?P<dm>\.(?![0-9](?![0-9]{{3}}年|[0-9]{{2,3}}强|G))|[、)](?![ \u3000]?[0-9]{{1,2}}[、)至和号-]))
    |(?P<bare>[0-9]{{1,2}})[ \u3000]{{1,4}}(?=[\u3400-\u9fff]{{2,20}}$)
    |(?P<ring>[①-⑳㈠-㈩⑴-⒇⒈-⒛])[、.]?
"""
_AT_HEAD = re.compile(rf"(?:{_HEAD}|{_SMALL})", re.VERBOSE)
_OPENERS = re.compile(r"[A-Z第附政专事(\[0-9一二三四五六七八九十百①-⑳㈠-㈩⑴-⒇⒈-⒛建措任举对问]")
# Inside a paragraph a mark follows the end of a sentence, a colon, a bracket or a gap.
_INSIDE = re.compile(rf"(?<=[。;:!?)”》\s])(?:{_SMALL})", re.VERBOSE)
_MOST = 1300  # articles of the longest code; 二〇二三、 is a year

# Outer levels first: where a new form opens, it lies inside the open ones of a lower rank.
_RANKS = {
    "附": -1, "政策": -1, "编": 0, "篇": 0, "部分": 0, "章": 1, "节": 2, "条": 3, "word": 4, "c": 4, "pc": 5, "d": 6, "dd": 7,
    "pd": 7, "d)": 8, "letter": 8, "under": 9, "ring": 8,
}  # fmt: skip


class Label(NamedTuple):
    """A numbering mark at ``text[start:end]``: ``style`` is its form, ``mark`` what closes it, ``token`` the numeral.

    A ``mark`` of one blank is a number that only a blank parts from a heading (1 总则): it counts only where 1.1 stands
    below.
    """

    start: int
    end: int
    style: str
    mark: str
    number: int
    token: str
    key: str  # form and closing mark: 1、 and 1. may be two levels

    @property
    def rank(self) -> int:
        """Where the form stands by custom, outer levels first."""
        return _RANKS[self.style]


@functools.lru_cache(4096)
def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    return chinese_number(numeral) or 0


def _ring(char: str) -> tuple[str, str, int, str]:
    code = ord(char)
    for first, style, chinese in (
        (0x2460, "ring", False),
        (0x3220, "pc", True),
        (0x2474, "pd", False),
        (0x2488, "d", False),
    ):
        if first <= code < first + 20:
            number = code - first + 1
            return style, "." if style == "d" else "", number, _TEN[number - 1] if chinese else str(number)
    return "ring", "", 0, char


def label(start: int, end: int, style: str, mark: str, number: int, token: str) -> Label:
    """A mark with its key."""
    return Label(start, end, style, mark, number, token, style + mark)


def _made(match: re.Match[str]) -> Label:
    start, end = match.span()
    kind = match.lastgroup
    if kind in ("law", "unit", "zhi"):
        zhi = match["zhi"] or ""
        unit = match["unit"].removesuffix(zhi) if zhi else match["unit"]
        return label(start, end, unit, "", _value(match["law"]), match["law"] + unit + zhi)
    if kind in ("attach", "att"):
        number = match["att"] or ""
        return label(start, end, "附", "件", _value(number) if number else 1, "".join(match["attach"].split()) + number)
    if kind in ("policy", "pn"):
        return label(start, end, "政策", match["policy"], _value(match["pn"]), match["policy"] + match["pn"])
    if kind is None:
        return label(start, end, "附", "则", 1, "附则")
    found = match[kind]
    if kind in ("c", "cm"):
        return label(start, end, "c", match["cm"], _value(match["c"]), match["c"])
    if kind == "pc":
        return label(start, end, "pc", "", _value(found), found)
    if kind in ("d", "dm"):
        number = match["d"]
        return label(start, end, "d)" if match["dm"] == ")" else "d", match["dm"], int(number), str(int(number)))
    if kind == "pd":
        return label(start, end, "pd", "", int(found), str(int(found)))
    if kind == "dd":
        return label(start, end, "dd", str(found.count(".")), int(found.rsplit(".", 1)[1]), found)
    if kind == "bare":
        return label(start, end, "d", " ", int(found), str(int(found)))
    if kind == "letter":
        return label(start, end, "letter", "", ord(found) - 64, found)
    if kind == "under":
        return label(start, end, "under", "", int(found), match["letter"] + found)
    if kind == "word":
        return label(start, end, "word", match[0][:2], _value(found), found)
    style, mark, number, token = _ring(found)
    return label(start, end, style, mark, number, token)


def read_label(folded: str, at: int, end: int) -> Label | None:
    """The mark that a paragraph at ``folded[at:end]`` begins with, or None. A numeral that is no number is none."""
    if at >= end or _OPENERS.match(folded, at) is None:
        return None
    match = _AT_HEAD.match(folded, at, end)
    if match is None:
        return None
    found = _made(match)
    return found if 0 < found.number <= _MOST else None


def inside_labels(folded: str, at: int, end: int) -> list[Label]:
    """The marks inside ``folded[at:end]`` that follow a sentence's end, a colon, a bracket or a gap, in order."""
    found = []
    for match in _INSIDE.finditer(folded, at + 1, end):
        made = _made(match)
        if 0 < made.number <= _MOST:
            found.append(made)
    return found
