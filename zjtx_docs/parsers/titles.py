"""Titles: which lines name a document, of which kind it is, and whether it only issues another one.

The last word of a title tells the kind (lexicons/kinds.csv): …若干措施 is a policy, …的建议 a proposal, …提案的答复 a reply. What
a title quotes or asks for does not: 关于出台扶持政策的建议 is a proposal, 关于印发《…办法》的通知 a notice.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.lexicon import rows
from zjtx_docs.model import Kind
from zjtx_docs.parsers.dates import DATE
from zjtx_docs.parsers.fields import opens_field
from zjtx_docs.parsers.labels import read_label
from zjtx_docs.parsers.paragraphs import Paragraph, is_table
from zjtx_docs.text import squeeze

NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z]{0,19}[\[(](?:19|20)[0-9]{2}[\])]第?[0-9]{1,5}(?:-[0-9]{1,3})?号"
    r"|(?!日)[\u4e00-\u9fff]{2,20}令第?[0-9]{1,4}号)"
)
_NUMBER_LINE = re.compile(rf"[(\[]?\s*{NUMBER.pattern}\s*[)\]]?")
_LONGEST, _SHORTEST, _SHORT_NOTICE = 120, 5, 8
_TAIL = re.compile(r"(?:\([^()]{1,40}\)|\[[^\[\]]{1,20}\]|[0-9])+$")
_ANSWERS = re.compile(r"(?:提案|建议|议案|来信)[^。《》]{0,40}(?:答复|办理|复函|回复|会办|办复)")
_COVER = re.compile(r"印发|转发|发布|公布|颁布|下发|批转|公开")
_OTHER_NOTICE = re.compile(r"贯彻|落实|做好|开展|征求|组织|申报|执行|修改|修订|废止|加强|举办|推荐|征集|规范|停止|调整")
_BARRED = re.compile(r"[。;!?:>|_=@\\]|https?|(?:点击|上一|下一|相关|返回|关于我们|网站)(?!产业|政策)")
_NOTE = re.compile(r"\((?:试行|暂行|草案|[^()]{0,14}(?:修订|修正|修改|年|版|稿|本))\)")
_ADDRESSED = re.compile(
    r"(?:委员|代表|政府|单位|部门|[局厅部会院委办所处站组盟党]|同志|先生|女士|您好|你好|公司|企业|机关|机构|镇|街道|乡|大学|学校|中心|集团|银行|园区|方面"
    r"|各[^。:]{0,20}[省市区县旗园])(?:\([^()]{1,20}\))?:$"
)
_NOT_ADDRESSED = re.compile(r"^(?:建议|请|现|为|根据|按照|目前|我|本|其|以上|下一步|责任|牵头|配合|由)")
_DATE_LINE = re.compile(rf"\(?\s*(?:{DATE.pattern})\s*(?:印发|发布)?\s*\)?", re.VERBOSE)
_CARRIES_ON = ("的", "“", "《", "和", "与", "及", "并", "、")


class Title(NamedTuple):
    """A title over the paragraphs ``first``..``last``.

    ``words`` is its text folded and without blanks; ``cover`` tells that it issues another document.
    """

    first: int
    last: int
    start: int
    end: int
    kind: Kind
    words: str
    cover: bool


@functools.cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["value"] for row in rows("kinds")}


@functools.cache
def _bodies() -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("issuers"))


def is_body(words: str) -> bool:
    """Whether the words end as the name of an authority does (…人民政府, …局, …委员会)."""
    return words.endswith(_bodies())


def kind_word(words: str) -> tuple[str, str] | None:
    """The word of lexicons/kinds.csv that a folded title without blanks ends with, and its kind."""
    table = _kinds()
    for length in range(min(8, len(words)), 0, -1):
        kind = table.get(words[-length:])
        if kind is not None:
            return words[-length:], kind
    return None


def bare_title(words: str) -> str:
    """The title without quotation marks around it and without (试行), (2023年修订) or digits at its end."""
    if words.startswith("《") and words.endswith("》") and words.count("《") == 1:
        words = words[1:-1]
    return _TAIL.sub("", words)


def title_kind(words: str) -> tuple[Kind, bool] | None:
    """The kind that a title (folded, without blanks) names, and whether it is a cover that issues another document."""
    words = bare_title(words)
    found = kind_word(words)
    if found is None:
        return None
    word, kind = found
    if kind != "proposal" and _ANSWERS.search(words) and kind in ("reply", "notice", "other", "policy"):
        return "reply", False
    if kind == "proposal" and len(words) < 8 and "关于" not in words:
        return None
    if kind == "notice" and word in ("通知", "公告", "通告", "函"):
        if _COVER.search(words):
            return "notice", True
        inner = kind_word(bare_title(words[: -len(word)].removesuffix("的")))
        if inner is not None and inner[1] in ("policy", "plan") and not _OTHER_NOTICE.search(words):
            return inner[1], False  # type: ignore[return-value]
    return kind, False  # type: ignore[return-value]


def is_date_line(folded: str, start: int, end: int) -> bool:
    """Whether the line is a date and nothing else (2023年2月8日, （2023年2月8日印发）)."""
    return end - start < 40 and _DATE_LINE.fullmatch(squeeze(folded[start:end])) is not None


def is_salutation(folded: str, start: int, end: int) -> bool:
    """Whether the line addresses somebody and ends in a colon (各区人民政府：, 张三委员：)."""
    if not 3 <= end - start <= 160 or folded[end - 1] != ":" or folded.find("。", start, end) >= 0:
        return False
    words = squeeze(folded[start:end])
    if read_label(folded, start, end) is not None or opens_field(folded, start, end):
        return False
    return _ADDRESSED.search(words) is not None and _NOT_ADDRESSED.match(words) is None


def number_line(folded: str, start: int, end: int) -> str | None:
    """The document number where the line is one and nothing else (某政发〔2023〕1号), else None."""
    if end - start > 60:
        return None
    match = _NUMBER_LINE.fullmatch(squeeze(folded[start:end]))
    return match["number"] if match else None


def _plain(folded: str, line: Paragraph) -> bool:
    """Whether the line could be part of a title: short, no sentence, no label, field, date, number or table row."""
    size = line.end - line.start
    if size > _LONGEST or _BARRED.search(folded, line.start, line.end):
        return False
    if read_label(folded, line.start, line.end) is not None or opens_field(folded, line.start, line.end):
        return False
    return not (
        is_table(folded, line.start, line.end)
        or is_date_line(folded, line.start, line.end)
        or number_line(folded, line.start, line.end) is not None
    )


def read_title(folded: str, lines: list[Paragraph], at: int, first: bool) -> Title | None:
    """The title whose last line is ``lines[at]``, with the lines above that belong to it, or None.

    ``first`` tells that a document begins above.
    """
    line = lines[at]
    if line.end - line.start > _LONGEST or not _may_end(folded, line):
        return None
    words = squeeze(folded[line.start : line.end])
    if len(words) < 2 or kind_word(bare_title(words)) is None or not _plain(folded, line):
        return None
    top = at
    while top > 0 and at - top < 4:
        above = lines[top - 1]
        if not _joins(folded, above, words, lines[top], first and top == 1):
            break
        words = squeeze(folded[above.start : above.end]) + words
        top -= 1
    kind = title_kind(words)
    if kind is None or len(words) < (_SHORTEST if kind[0] in ("policy", "plan", "reply") else _SHORT_NOTICE):
        return None
    last = at
    if at + 1 < len(lines) and _NOTE.fullmatch(squeeze(folded[lines[at + 1].start : lines[at + 1].end])):
        last = at + 1
        words += squeeze(folded[lines[last].start : lines[last].end])
    return Title(top, last, lines[top].start, lines[last].end, kind[0], words, kind[1])


@functools.cache
def _last_chars() -> frozenset[str]:
    return frozenset(word[-1] for word in _kinds()) | frozenset(")]》") | frozenset("0123456789")


def _may_end(folded: str, line: Paragraph) -> bool:
    return folded[line.end - 1] in _last_chars()


def _joins(folded: str, above: Paragraph, words: str, line: Paragraph, first: bool) -> bool:
    """Whether the line above belongs to the title that ``words`` begin."""
    if line.gap > 1 or not _plain(folded, above):
        return False
    upper = squeeze(folded[above.start : above.end])
    if not 2 <= len(upper) <= 60 or upper[-1] in ",、" and len(upper) > 40:
        return False
    if words.startswith("关于"):
        return is_body(upper) and line.gap == 0 or is_body(upper) and first
    if words.startswith("对") and is_body(upper):
        return True
    found = title_kind(upper)
    unfinished = found is not None and found[0] != "notice" and _COVER.search(upper) is not None
    if found is not None and len(upper) >= 8 and not unfinished and not words.startswith(_CARRIES_ON):
        return False
    if "关于" in words:
        return False
    if "关于" in upper or words.startswith(_CARRIES_ON) or above.markup and above.markup == line.markup:
        return True
    return (
        first
        and len(upper) >= 6
        or line.gap == 0
        and len(upper) >= 10
        and not is_body(upper)
        and upper[-1] not in ")》”"
    )
