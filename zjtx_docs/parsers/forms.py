"""The head of a document as a form: its fields, its signature, and what a proposal or a reply says of itself there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zjtx_docs.model import Proposal, Reply
from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.dates import parse_date
from zjtx_docs.parsers.fields import read_field
from zjtx_docs.parsers.titles import NUMBER, is_date_line
from zjtx_docs.text import fold, squeeze

_FIELD_GAP = re.compile(r"\s{2,}(?=[\u4e00-\u9fff]{2,8}\s?:)|\n")
_PERSONS = re.compile(r"[\u4e00-\u9fff·]{2,12}(?:[、,][\u4e00-\u9fff·]{2,12}){0,20}")
_PARTY = re.compile(
    r"(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|工商联|[\u4e00-\u9fff]{0,6}界别?|[\u4e00-\u9fff]{2,8}专委会)"
    r"[\u4e00-\u9fff]{0,16}"
)
_PROPOSAL_NUMBER = re.compile(r"第(?P<number>[0-9A-Za-z]{1,10})号")
_ORDINAL = r"第?[一二三四五六七八九十]{1,3}"
_SESSION = re.compile(
    rf"(?P<body>(?:政协)?[\u4e00-\u9fff]{{0,12}}?)(?P<bare>{_ORDINAL}届[\u4e00-\u9fff]{{0,12}}?{_ORDINAL}次(?:全体)?会议)"
)
_EARLIER = re.compile(r"曾|已经")
_GRADE = re.compile(r"[\[(\"“]?(?P<grade>[A-E][0-9]?)(?![A-Za-z])[\])\"”]?类?|(?P<word>[\u4e00-\u9fff]{2,10})")
_GRADE_LINE = re.compile(r"[\[(]?(?:类别|分类|类型)?:?[\[(]?(?P<grade>[A-E][0-9]?)[\])]?类?[\])]?")
_GRADE_AFTER = re.compile(r"[\[(](?P<grade>[A-E][0-9]?)类?[\])]$")
_SPLIT = re.compile(r"[、，,;；/\s]+")
_BRACKETS = "()（）[]〔〕【】 \t\u3000"


class Head:
    """The lines around the text proper of one document, sorted by what they are."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.titles = [block for block in blocks if block.role == "title"]
        self.lines = [block for block in blocks if block.role in ("meta", "salutation")]
        self.signed = [block for block in blocks if block.role == "signature"]
        self.first = self.titles[0].start if self.titles else -1
        self.fields: dict[str, list[str]] = {}
        for block in (*self.lines, *self.titles):
            for name, value in _fields_of(text, block):
                self.fields.setdefault(name, []).append(value)

    def field(self, name: str) -> str | None:
        """The first value of a field, without white space."""
        return squeeze(self.fields[name][0]) if name in self.fields else None

    def names(self, name: str) -> tuple[str, ...]:
        """The names that a field lists."""
        listed = (part for value in self.fields.get(name, ()) for part in _SPLIT.split(value.strip(_BRACKETS)))
        return tuple(dict.fromkeys(part for part in listed if part))

    def signature_date(self) -> str | None:
        """The date of the first signature that has one."""
        for block in self.signed:
            iso = parse_date(block.view.chars)
            if iso is not None:
                return iso
        return None

    def signers(self) -> str | None:
        """The authorities of the first signature, joined by a blank as they stand."""
        names: list[str] = []
        for block in self.signed:
            words = squeeze(self.text[block.start : block.end])
            dated = parse_date(block.view.chars) is not None
            if dated and is_date_line(block.view.chars, 0, len(block.view.chars)):
                if names:
                    break
                continue
            names.append(re.split(r"\s", self.text[block.start : block.end].strip())[0] if dated else words)
            if dated:
                break
        return " ".join(names) or None


def _fields_of(text: str, block: Block) -> Iterator[tuple[str, str]]:
    """What a line of the head names and gives, as written; several may stand on one line, parted by gaps."""
    raw = fold(text[block.start : block.end])
    at = 0
    for gap in [*(match.span() for match in _FIELD_GAP.finditer(raw)), (len(raw), len(raw))]:
        found = read_field(raw, at, gap[0])
        if found is not None and raw[found.value : gap[0]].strip():
            yield found.means, text[block.start + found.value : block.start + gap[0]].strip()
        at = gap[1]


def find_proposers(head: Head) -> tuple[str, ...]:
    """Who puts a proposal: a field, a line of names under the title, or the signature."""
    names = head.names("proposer")
    if names:
        return names
    for block in head.lines:
        chars = block.view.chars.strip("()")
        if block.start > head.first and len(chars) <= 60 and (_PERSONS.fullmatch(chars) or _PARTY.fullmatch(chars)):
            written = head.text[block.start : block.end].strip(_BRACKETS)
            gapped = [name for name in _SPLIT.split(written) if name]
            return tuple(gapped) if all(len(name) >= 2 for name in gapped) else (squeeze(written),)
    for block in head.signed:
        if _PERSONS.fullmatch(block.view.chars) and parse_date(block.view.chars) is None:
            return (squeeze(head.text[block.start : block.end]),)
    return ()


def find_proposal(head: Head, blocks: Sequence[Block]) -> Proposal:
    """What the head of a proposal says of itself."""
    return Proposal(
        number=_proposal_number(head),
        session=_session(head, blocks),
        proposers=find_proposers(head),
        cosigners=head.names("cosigner"),
    )


def _proposal_number(head: Head) -> str | None:
    given = head.field("proposal_number")
    if given is not None:
        match = _PROPOSAL_NUMBER.search(fold(given))
        return match["number"] if match is not None else given
    for block in (*head.lines, *head.titles):
        chars = block.view.chars
        match = _PROPOSAL_NUMBER.search(chars) if len(chars) < 80 and NUMBER.search(chars) is None else None
        if match is not None:
            return match["number"]
    return None


def _session(head: Head, blocks: Sequence[Block]) -> str | None:
    """The session that the head names, else the last one of the opening that is not told of the past."""
    given = head.field("session")
    if given is not None:
        return given
    for block in (*head.lines, *head.titles):
        match = _SESSION.search(block.view.chars)
        if match is not None:
            return match[0]
    found = None
    for block in [block for block in blocks if block.role == "body"][:8]:
        for match in _SESSION.finditer(block.view.chars):
            if not _EARLIER.search(block.view.chars, match.end(), match.end() + 8):
                found = match["bare"]
    return found


def find_reply(head: Head, issuer: str | None, issued: str | None) -> Reply:
    """What the head or tail of a reply says of itself."""
    return Reply(
        handling=head.field("handling") or issuer,
        co_handling=head.names("co_handling"),
        category=_grade(head),
        date=issued,
    )


def _grade(head: Head) -> str | None:
    """The printed grade (A, B, C …), or the words of the field that stands for it."""
    given = head.field("category")
    if given is not None and (match := _GRADE.match(fold(given))) is not None:
        return match["grade"] or match["word"]
    lines = (_GRADE_LINE.fullmatch(block.view.chars) for block in head.lines)
    titles = (_GRADE_AFTER.search(block.view.chars) for block in head.titles)
    return next((match["grade"] for match in (*lines, *titles) if match is not None), None)
