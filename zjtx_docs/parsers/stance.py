"""On whose behalf a sentence speaks: asked, provided, reported, or cited from another plan.

Only a part of a proposal asks (建议, 办法); a reply reports what was done and promises what will be done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zjtx_docs.model import Kind, Stance
from zjtx_docs.parsers.block import Block

_CITING = re.compile(r"(?:指出|提出|明确|规定|要求|强调|部署)(?:指出|提出|规定|要求)?[::,]")
_DONE = re.compile(
    r"(?<![不未尚])已(?!上)|截[至止]|目前|累计|完成了|建立了|开展了|组织了|出台了|发布了|制定了|召开了|成立了|实现了|今年以来|去年|近年来|近期"
)
_WILL = re.compile(
    r"将(?!其|相|企业|符合|中小|“|[^,。;]{1,16}(?:纳入|列入|作为))|下一步|拟(?!上市|定)|\d年(?:\d{1,2}月)?(?:底)?前|计划(?!》)|"
    r"力争|争取|着力|进一步|继续|下一阶段|今后|未来"
)
_ASKING = re.compile(r"建议|办法|对策|措施|意见|诉求|请求")


class Asking(NamedTuple):
    """Where a proposal asks: under unnumbered headings (建议, 办法), or under the numbered items ``paths``;
    ``background`` are the items that only describe (一、基本情况, 二、存在的问题). ``after`` is where a paragraph announces the asks
    (为此建议：), an offset into the source."""

    sections: bool
    paths: frozenset[str]
    background: frozenset[str]
    after: int | None = None

    @property
    def marked(self) -> bool:
        """Whether the proposal says at all where it asks."""
        return self.sections or bool(self.paths) or self.after is not None


_BACKGROUND = re.compile(r"现状|背景|基本情况|问题|困难|原因|分析|调研|不足|短板|意义|必要性|概况|情况")
# 补齐人才短板, 解决用地问题: what is to be done about it; 人才是短板: a remark that opens an item of asks.
_TO_MEND = re.compile(
    r"补(?:齐|上|足|强)?|解决|破解|化解|缓解|消除|克服|弥补|攻克|应对|(?:是|要|别|不能)[^,。;]{0,10}$"
)


def _describes(heading: str) -> bool:
    """Whether the item under a heading only describes."""
    return bool(_BACKGROUND.search(heading) and not _ASKING.search(heading) and not _TO_MEND.search(heading))


# 为此建议：, 特提出如下建议： at the end of a paragraph.
_ANNOUNCES = re.compile(r"(?:建议|意见|对策|措施)(?:如下)?[:。]?$")
# Letters in plain words wish rather than propose: 不妨给到…, 请区里按月…, 也要能…, 最好只认一个窗口.
_WISHES = re.compile(
    r"建议(?!人|者|案)|不妨|应(?:当|该)?(?!用|对|急|届|聘|运|有)|[也还](?:该|要)|请(?!您|示|求|客|予|收[到悉阅]|阅|函)|希望|最好|呼吁|提议|能否|"
    r"能不能|可不可以|我的(?:想法|主意|意见)是|由(?:政府|财政|公家)[^,。;]{0,6}[认担出补贴兜掏]|多(?P<verb>[讲听看跑帮管问])(?P=verb)|"
    r"盼[着望它]?|(?:不要|别)[只光]|[^,。;]也给(?!我们?[^,。;]{0,4}(?:带|造|添))|就[得行好成]了?$|能给[^,。;]{0,6}[报补减免]|早[点些](?=[把让摆公放办给定开])|"
    r"要是[^。]{0,24}能|我(?:看|想)(?![到过起])|(?<![取获值觉懂记赢使显舍])得(?=[给把让有先盖建补办管修设])|"
    r"不要再|别再|吧$|[就也都]该|可以?(?:由|考虑|探索|[收办建设补给让开])|要(?=[给让能把对加抓多建设]|安排|进一步|尽[快早]|继续)|(?:奖|补|贴|给)[^,。;]{0,8}[元块]"
)


def wishes(text: str) -> bool:
    """Whether a sentence asks for something: in proposals that say nowhere where they ask, each sentence is taken by
    its words."""
    return _WISHES.search(text) is not None and _CLOSING.search(text) is None


_LISTED = re.compile(r"^(?:[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十]{1,2}[,、是]|其[一二三四五六])")


def is_listed(text: str) -> bool:
    """Whether a sentence is a member of a list in running text (二是…)."""
    return _LISTED.match(text) is not None


def lists_wishes(texts: Sequence[str]) -> bool:
    """Whether the list in a paragraph (一是…二是…) is one of wishes: two of its members and a third of them all wish. Then
    those that put the wish in other words (三是每个村都有个能歇脚的地方) ask too."""
    members = [text for text in texts if is_listed(text)]
    wishing = sum(wishes(text) for text in members)
    return wishing >= 2 and 3 * wishing >= len(members)


_CLOSING = re.compile(
    r"^(?:以上|上述)(?:建议|意见)|妥否|请[^,。;]{0,6}(?:包涵|批评|指正|海涵|见谅|谅解)|请予(?:研究|考虑|审议)|"
    r"(?:建议|提案)(?:收悉|如上)"
)


def asking_parts(blocks: Sequence[Block], headings: dict[str, str]) -> Asking:
    """Which parts of a proposal ask, told by the words of its headings (``headings``: first numeral -> heading)."""
    return Asking(
        any(is_asking(block.section) for block in blocks),
        frozenset(
            number
            for number, heading in headings.items()
            if _ASKING.search(heading) and not _BACKGROUND.search(heading)
        ),
        frozenset(number for number, heading in headings.items() if _describes(heading)),
        next((block.end for block in blocks if block.role == "body" and _ANNOUNCES.search(block.view.chars)), None),
    )


def stance_of(kind: Kind, block: Block, asking: Asking, citing: bool) -> Stance | None:
    """The stance of a paragraph's sentences; None where they report the state of things and act on nothing.

    In a proposal only the part under 建议/办法 asks (or the numbered items where no such heading stands).
    """
    if kind != "proposal":
        return "provided"
    if citing:
        return "cited"
    if asking.after is not None and not asking.sections and not block.path and block.start >= asking.after:
        return "asked"  # under 案由 too, where the text goes on with 为此，提出以下建议。
    if block.section is not None and (asking.sections or not block.path):
        return "asked" if _ASKING.search(block.section) else None
    if asking.sections or not block.path:
        return None
    if asking.background and asking.paths:
        return "asked" if block.path[0] in asking.paths else None
    return None if block.path[0] in asking.background else "asked"


def is_asking(section: str | None) -> bool:
    """Whether an unnumbered heading opens the part of a proposal that asks."""
    return bool(section and _ASKING.search(section))


def cites_at(text: str) -> int | None:
    """Where a quotation from another plan begins (…明确指出：), as an index into ``text``; None where nothing is cited."""
    if "》" not in text:
        return None
    match = _CITING.search(text, text.index("》"))
    return match.end() if match else None


def reply_stance(text: str) -> Stance:
    """In a reply: reported for what was done, provided for what will be done."""
    if _WILL.search(text) and not _DONE.search(text):
        return "provided"
    return "reported"
