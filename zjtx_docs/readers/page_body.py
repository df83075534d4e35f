"""Which lines of a web page are its document, and which are menus, index cards, feet and copies.

Menus and side lists are short lines made of links, a document is long lines with sentence marks, the foot of a
government site names its 主办单位 and its ICP备案. Every element covers a run of lines; the body is the run that scores
highest.
"""

from __future__ import annotations

import re
from itertools import accumulate

import msgspec

# Lines that every such site has and no document does.
_FURNITURE = re.compile(
    r"^[>＞»|｜\s]{0,3}(?:您?(?:当前|现在|目前)?(?:所在)?(?:的)?位置\s?[:：]|首页\s?[>＞»|]|当前页)|"
    r"版权所有|ICP备|公网安备|网站标识码|^(?:网站)?主办(?:单位)?\s?[:：].{0,40}承办(?:单位)?\s?[:：]|"
    r"扫一扫(?:在)?手机|打开当前页|^(?:字体|字号)\s?[:：]|^分享(?:到|至)?\s?[:：]?$|"
    r"^(?:[【\[(（]?\s?(?:打印|关闭|收藏|返回顶部|返回|纠错)(?:本页|窗口|页面)?\s?[】\])）]?\s?){1,6}$|"
    r"(?:浏览|阅读|访问|点击)(?:次数|量|数)?\s?[:：]|我要纠错|设为首页|加入收藏|无障碍(?:浏览|阅读)|网站地图|"
    r"(?:发布|发表|更新|成文|发文)?(?:时间|日期)\s?[:：].{0,60}(?:来源|作者|浏览|阅读|点击|字体|字号)|^(?:信息|文章|稿件)?来源\s?[:：]"
)
# How many lines at either end of the body may be furniture that lies inside its element.
_EDGE = 12
_SHORT = 120
_SENTENCE = re.compile(r"[，。；：、！？]")
# The index card before a document: 索引号, 文号, 成文日期 … with their values.
_CARD_LABEL = re.compile(
    r"索引号|统一编号|组配分类|主题分类|体裁分类|信息分类|发布机构|发布机关|发文机关|发文字号|公开方式|公开范围|公开时限|成文日期|"
    r"发布日期|发文日期|生效日期|实施日期|施行日期|失效日期|废止日期|文件状态|文件时效|有效性|主题词|信息名称|生成日期"
)
_CARD_LINE = re.compile(r"^(?:基本信息|(?:" + _CARD_LABEL.pattern + r"|文号)(?:[:：]|$))")


class Line(msgspec.Struct):
    """One line of a page: its text, how many of its characters are links, where it stands."""

    text: str
    linked: int = 0
    heading: bool = False
    row: bool = False


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def line_score(line: Line, seen: set[str]) -> float:
    """How much a line speaks for the body (above 0) or against; a long line that came before is a hidden copy."""
    text = line.text
    size = len(text)
    if _is_furniture(line) or len(set(_CARD_LABEL.findall(text[:500]))) > 1:
        return -2.0 * size
    if line.linked * 2 > size:
        return -1.0 * size
    if size >= 30 and not line.row:
        if text in seen:
            return -1.0 * size
        seen.add(text)
    if _SENTENCE.search(text) or size >= 20:
        return float(size)
    return 0.2 * size if line.row or line.heading else -0.3 * size


def _is_furniture(line: Line) -> bool:
    return len(line.text) < _SHORT and _FURNITURE.search(line.text) is not None


def _is_card(line: Line) -> bool:
    """Whether a line is of the index card: a label with its value, in one line or in the cells of a row."""
    return _CARD_LINE.match(squeeze(line.text.split("\t")[0][:60])) is not None


def choose_body(lines: list[Line], ranges: list[tuple[int, int]], title: str) -> list[str]:
    """The lines of the main body, headed by the page's title where that stands before it; all where no body shows."""
    seen: set[str] = set()
    sums = [0.0, *accumulate(line_score(line, seen) for line in lines)]
    first, last = max(ranges, key=lambda run: (sums[run[1]] - sums[run[0]], run[0] - run[1]), default=(0, len(lines)))
    if sums[last] - sums[first] <= 0:
        first, last = 0, len(lines)
    body = trim(lines[first:last])
    head = _title_line(lines[:first], body, title)
    return ([head] if head else []) + [line.text for line in body]


def trim(lines: list[Line]) -> list[Line]:
    """The lines less the furniture at either end, the index card and the links before the first words."""
    edges = {*range(_EDGE), *range(len(lines) - _EDGE, len(lines))}
    kept = [line for at, line in enumerate(lines) if at not in edges or not _is_furniture(line)]
    first = 0
    while first < len(kept) and (kept[first].linked * 3 > len(kept[first].text) or _is_card(kept[first])):
        first += 1
    return kept[first:] or kept


def _title_line(before: list[Line], body: list[Line], title: str) -> str | None:
    """The line before the body that is the title: what the head of the page says, or the nearest heading."""
    opening = [squeeze(line.text) for line in body[:8]]
    standing = {"".join(opening[i:j]) for i in range(len(opening)) for j in range(i + 1, len(opening) + 1)}
    for line in reversed(before):
        text = squeeze(line.text)
        if len(text) < 6 or line.linked * 2 > len(text) or _is_furniture(line):
            continue
        if line.heading or (title and (text in title or title in text) and len(text) < 2 * len(title)):
            return None if text in standing else line.text
    return None
