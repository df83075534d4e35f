"""The documents that one file holds: a proposal and the reply under it, a cover notice and the policy that it issues.

A text is cut only where a new document surely begins: at the title of a reply, at the title that a cover notice has
announced, at a new proposal with its own head, at a new cover with its number or address. A title of the same kind, an
annex or an unnumbered heading cuts nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.model import Kind
from zjtx_docs.parsers.fields import read_field, read_section
from zjtx_docs.parsers.frame import is_sentence
from zjtx_docs.parsers.labels import read_label
from zjtx_docs.parsers.pages import blank_page_marks
from zjtx_docs.parsers.paragraphs import Paragraph, find_paragraphs
from zjtx_docs.parsers.titles import (
    Title,
    bare_title,
    is_date_line,
    is_salutation,
    kind_word,
    number_line,
    read_title,
    title_kind,
)
from zjtx_docs.text import fold, squeeze

_RECEIVED = re.compile(r"(?:提案|建议|议案)[^。\n]{0,80}收悉")
# 市政协各位领导：, 县人大代表工委： over a letter that only wishes.
_TO_REPRESENTATIVES = re.compile(
    r"[^。,:\n]{0,20}(?:政协|人大|提案委|各位领导|领导同志|[市县区省]长)[^。,:\n]{0,10}:\s*$"
)
# 关于支持农业产业化的通知 with items of its own is the policy itself.
_SUPPORTS = re.compile(
    r"关于(?:进一步|加快|大力|全面|积极|实施)*(?:支持|促进|扶持|鼓励|加大|推动|推进)[^《》]{2,40}(?:通知|公告)$"
)
_ANSWERED = re.compile(r"(?:现|兹)(?:将[^。\n]{0,30})?(?:就[^。\n]{0,30})?(?:答复|回复|办理情况|函复|答告)")
_ISSUED = re.compile(r"(?:印发|转发|发布|公布|颁布|下发|批转)(?:了)?(?P<name>.{4,80}?)(?:的)?(?:通知|公告|通告|函)$")
_OWN_NAME = re.compile(r"本(?:政策|措施|办法|意见|规定|细则|条例|若干)")
_HEAD_FIELDS = ("number", "proposal_number", "category", "session")
_CLOSE = 6  # how many lines under a title its head may take


class Part(NamedTuple):
    """One document of a file: ``text[start:end]``.

    ``cover`` is what gives its head where it has none of its own: the notice that issues it, the proposal that a reply
    without a title answers.
    """

    start: int
    end: int
    kind: Kind
    cover: tuple[int, int] | None = None


class _Document:
    """What is known of the document that is being read, line by line."""

    def __init__(self, first: int, title: Title | None = None, cover: _Document | None = None) -> None:
        self.first = first
        self.titles: list[Title] = [title] if title else []
        self.cover = cover
        self.body = False
        self.filled = False  # whether a sentence or an item has come, not only 办理结果：B类
        self.labels = 0
        self.kind_by_body: Kind | None = None
        self.sections: set[str] = set()
        self.announced = ""  # what a cover says, folded and without blanks, to know the title that it issues
        self.issues_next = False

    @property
    def covers(self) -> Title | None:
        return next((title for title in self.titles if title.cover), None)

    def kind(self) -> Kind:
        cover = self.covers
        if cover is not None:
            inner = issued_kind(cover.words)
            return inner if inner is not None and not self.issues_next and self.labels >= 3 else "notice"
        if self.titles:
            kind = self.titles[-1].kind
            if kind == "notice" and self.labels >= 3 and _SUPPORTS.search(self.titles[-1].words):
                return "policy"
            if kind in ("policy", "plan", "proposal", "reply") or self.kind_by_body is None:
                return kind
        return self.kind_by_body or "other"


def issued_name(words: str) -> str | None:
    """The name of the document that a cover's title issues, folded and without blanks: 关于印发《…办法》的通知 -> …办法."""
    match = _ISSUED.search(words)
    if match is None:
        return None
    name = match["name"].removesuffix("的")
    return name[1:].partition("》")[0] if name.startswith("《") else name


def issued_kind(words: str) -> Kind | None:
    """The kind of the document that a cover's title issues, or None."""
    name = issued_name(words)
    found = kind_word(bare_title(name)) if name else None
    return found[1] if found is not None and found[1] in ("policy", "plan") else None  # type: ignore[return-value]


def split_documents(text: str) -> tuple[Part, ...]:
    """The documents of a file in order; spans hold no blank ends, and every word of the file lies in one of them."""
    folded = blank_page_marks(fold(text))
    lines = find_paragraphs(folded)
    if not lines:
        return ()
    documents = _read(folded, lines)
    starts = [_first(text)] + [_start(text, lines, document.first) for document in documents[1:]]
    parts: list[Part] = []
    for number, document in enumerate(documents):
        end = starts[number + 1] if number + 1 < len(documents) else len(text)
        end = starts[number] + len(text[starts[number] : end].rstrip())
        cover = None
        if document.cover is not None:
            above = documents.index(document.cover)
            cover = (parts[above].start, parts[above].end)
        parts.append(Part(starts[number], end, document.kind(), cover))
    return tuple(parts)


def _first(text: str) -> int:
    return len(text) - len(text.lstrip())


def _start(text: str, lines: list[Paragraph], first: int) -> int:
    """Where the document of the paragraph ``first`` begins: its line with the Markdown marks, without the indent."""
    at = lines[first].start
    lowest = lines[first - 1].end if first else 0
    start = max(text.rfind("\n", lowest, at) + 1, text.rfind("\r", lowest, at) + 1, lowest)
    return start + len(text[start:at]) - len(text[start:at].lstrip())


def _read(folded: str, lines: list[Paragraph]) -> list[_Document]:
    documents = [_Document(0)]
    for at, line in enumerate(lines):
        here = documents[-1]
        title = read_title(folded, lines, at, at == 0 or here.first >= at - 1)
        if title is not None and title.first < here.first:
            title = title._replace(first=here.first)
        if title is not None and (not here.body or not (here.titles or here.filled)):
            here.titles.append(title)
            continue
        if title is not None:
            cover = _cover_of(here, title)
            if cover is not None or _opens(folded, lines, here, title):
                if cover is not None:
                    cover.issues_next = True
                documents.append(_Document(_with_head(folded, lines, title.first, here.first), title, cover))
                continue
        start = _answer_start(folded, lines, at, here)
        if start is not None:
            documents.append(_Document(start, cover=here if here.kind() == "proposal" else None))
            here = documents[-1]
        _note(folded, line, here)
    return documents


def _note(folded: str, line: Paragraph, here: _Document) -> None:
    """Take down what the line tells of its document."""
    label = read_label(folded, line.start, line.end)
    section = read_section(folded, line.start, line.end) if label is None else None
    if label is not None and label.style != "附":
        here.body = here.filled = True
        here.labels += 1
    elif section is not None:
        here.body = here.body or section.means != "case"
        here.sections.add(section.name)
        if section.means == "reply":
            here.kind_by_body = "reply"
        elif section.means in ("case", "ask", "problem", "reason") and here.kind_by_body is None:
            here.kind_by_body = "proposal"
    elif is_sentence(folded, line):
        here.body = here.filled = True
    if here.covers is not None and len(here.announced) < 1500:
        here.announced += squeeze(folded[line.start : line.end])
    if here.kind_by_body is None or not here.titles:
        field = read_field(folded, line.start, line.end) if label is None else None
        if field is not None and field.means in ("proposal_number", "proposer", "title") and here.kind_by_body is None:
            found = title_kind(squeeze(folded[field.value : line.end]))
            here.kind_by_body = found[0] if found else "proposal" if field.means != "title" else None
        elif here.kind_by_body is None and _RECEIVED.search(folded, line.start, line.end):
            here.kind_by_body = "reply"
        elif here.kind_by_body is None and not here.titles and _is_letter(folded, line):
            here.kind_by_body = "proposal"
        elif here.kind_by_body is None and (
            label is not None and label.style == "条" or _OWN_NAME.search(folded, line.start, line.end)
        ):
            here.kind_by_body = "policy"


def _is_letter(folded: str, line: Paragraph) -> bool:
    """Whether the line addresses those who take in proposals."""
    return line.end - line.start <= 32 and _TO_REPRESENTATIVES.match(folded, line.start, line.end) is not None


def _cover_of(here: _Document, title: Title) -> _Document | None:
    """The cover above that has announced this title, or None."""
    cover = here if here.covers is not None else here.cover
    if cover is None or cover.covers is None or title.cover or len(title.words) < 6:
        return None
    if any(title.words == old.words for old in here.titles):
        return None
    name = bare_title(title.words)
    words = "".join(old.words for old in cover.titles if old.cover) + cover.announced
    return cover if name in words or name.removeprefix("关于") in words else None


def _opens(folded: str, lines: list[Paragraph], here: _Document, title: Title) -> bool:
    """Whether the title under the body of another document begins a new one."""
    if title.first > 0 and (label := read_label(folded, lines[title.first - 1].start, lines[title.first - 1].end)):
        if label.style == "附":
            return False
    kind = here.kind()
    below = lines[title.last + 1 : title.last + 1 + _CLOSE]
    if title.kind == "reply":
        return kind != "reply" or any(is_salutation(folded, line.start, line.end) for line in below[:4])
    if title.kind == "proposal":
        return "关于" in title.words and _begins_proposal(folded, lines, title, here)
    addressed = any(
        is_salutation(folded, line.start, line.end) or number_line(folded, line.start, line.end) for line in below[:2]
    )
    if title.cover:
        return addressed
    if title.kind == kind or len(title.words) < 10 or title.first == 0:
        return False
    above = lines[title.first - 1]
    ended = is_date_line(folded, above.start, above.end) or number_line(folded, above.start, above.end) is not None
    first = next((label for line in below if (label := read_label(folded, line.start, line.end))), None)
    return ended and (addressed or first is not None and first.number == 1)


def _begins_proposal(folded: str, lines: list[Paragraph], title: Title, here: _Document) -> bool:
    """Whether the lines around a proposal's title are the head of a proposal of its own."""
    near = lines[max(title.first - 3, here.first) : title.first] + lines[title.last + 1 : title.last + 3]
    around = near + lines[title.last + 3 : title.last + 1 + _CLOSE]
    fields = [read_field(folded, line.start, line.end) for line in near]
    if any(field is not None and field.means in ("proposal_number", "proposer", "session") for field in fields):
        return True
    sections = [read_section(folded, line.start, line.end) for line in around]
    names = {section.name for section in sections if section is not None}
    if here.kind() == "proposal":
        return bool(names & here.sections)
    labels = [read_label(folded, line.start, line.end) for line in around]
    return bool(names) or any(label is not None and label.number == 1 for label in labels)


def _with_head(folded: str, lines: list[Paragraph], first: int, lowest: int) -> int:
    """The line where the head over a title begins: its number, the word 附件 over an issued text."""
    while first - 1 > lowest:
        above = lines[first - 1]
        label = read_label(folded, above.start, above.end)
        field = read_field(folded, above.start, above.end)
        if not (
            number_line(folded, above.start, above.end)
            or field is not None
            and field.means in _HEAD_FIELDS
            or label is not None
            and label.style == "附"
            and above.end - label.end < 2
        ):
            break
        first -= 1
    return first


def _answer_start(folded: str, lines: list[Paragraph], at: int, here: _Document) -> int | None:
    """The line where a reply without a title begins: 答复内容：, or the address over 您提出的…收悉."""
    line = lines[at]
    if not here.body or here.kind() == "reply":
        return None
    section = read_section(folded, line.start, line.end)
    if section is not None and section.means == "reply":
        return at if here.kind() == "proposal" else None
    if folded.find("收悉", line.start, line.end) < 0 or not _RECEIVED.search(folded, line.start, line.end):
        return None
    if not _ANSWERED.search(folded, line.start, line.end) and here.kind() != "proposal":
        return None
    for above in range(at - 1, max(at - 4, here.first), -1):
        if is_salutation(folded, lines[above].start, lines[above].end):
            return _with_head(folded, lines, above, here.first)
    return at
