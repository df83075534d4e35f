"""What a document says of itself: title, issuer, number, dates, place and level, and the head of a proposal or reply.

Read from the blocks around the text proper (title, meta, address, signature); the cover notice above a policy gives what the
policy's own head leaves out. Names are as written, without white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zjtx_docs.model import Clause, Level, Proposal, Reply
from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.clauses import find_scope, find_validity
from zjtx_docs.parsers.dates import parse_date
from zjtx_docs.parsers.documents import Part, issued_name
from zjtx_docs.parsers.fields import read_field
from zjtx_docs.parsers.outline import Outline, find_outline
from zjtx_docs.parsers.places import find_place
from zjtx_docs.parsers.titles import NUMBER, is_body, is_date_line, title_kind
from zjtx_docs.text import View, fold, squeeze

_PREFIX = re.compile(r"(?P<body>[^《》“”]{2,80}?)(?:关于|转发|印发|对(?=[^“”]{2,60}(?:提案|建议|议案)))")
_PERSONS = re.compile(r"[\u4e00-\u9fff·]{2,12}(?:[、,][\u4e00-\u9fff·]{2,12}){0,20}")
_PARTY = re.compile(r"(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|工商联|[\u4e00-\u9fff]{0,6}界别?|[\u4e00-\u9fff]{2,8}专委会)[\u4e00-\u9fff]{0,16}")
_PROPOSAL_NUMBER = re.compile(r"(?:提案|建议|议案|案)?第\s?(?P<number>[0-9A-Za-z]{1,10})\s?号(?:提案|建议|议案)?")
_SESSION = re.compile(
    r"(?:政协)?(?:[\u4e00-\u9fff]{2,12}?)?(?:第)?[一二三四五六七八九十]{1,3}届(?:[\u4e00-\u9fff]{0,12}?)(?:第)?[一二三四五六七八九十]{1,2}次(?:全体)?会议"
)
_BARE_SESSION = re.compile(r"第?[一二三四五六七八九十]{1,3}届[\u4e00-\u9fff]{0,12}?第?[一二三四五六七八九十]{1,2}次(?:全体)?会议")
_GRADE = re.compile(r"[\[(\"“]?(?P<grade>[A-E][0-9]?)(?![A-Za-z])[\])\"”]?类?|(?P<word>[\u4e00-\u9fff]{2,10})")
_GRADE_LINE = re.compile(r"[\[(]?(?:类别|分类|类型)?:?[\[(]?(?P<grade>[A-E][0-9]?)[\])]?类?[\])]?")
_GRADE_AFTER = re.compile(r"[\[(](?P<grade>[A-E][0-9]?)类?[\])]$")
_ANSWERED_BY = ("handling", "co_handling", "category", "replied")  # what a form says of the reply above both
_AROUND = 60_000  # characters of the file that may say what a district belongs to
_SPLIT = re.compile(r"[、,;/\s]+")


class Header(NamedTuple):
    """The fields of a Document that its head and tail give; None where the text does not say."""

    title: str | None
    issuer: str | None
    document_number: str | None
    jurisdiction: str | None
    level: Level | None
    issued: str | None
    effective: str | None
    expires: str | None
    validity: Clause | None
    applies_to: Clause | None
    proposal: Proposal | None
    reply: Reply | None


class _Head:
    """The lines around the text proper of one document, sorted by what they are."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text = text
        self.titles = [block for block in outline.blocks if block.role == "title"]
        self.lines = [block for block in outline.blocks if block.role in ("meta", "salutation")]
        self.signed = [block for block in outline.blocks if block.role == "signature"]
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
        listed = (part for value in self.fields.get(name, ()) for part in _SPLIT.split(fold(value).strip("()[]")))
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


def find_header(text: str, part: Part, outline: Outline) -> Header:
    """The header of one document, from its outline's blocks and the cover above it."""
    head = _Head(text, outline)
    cover = None
    if part.cover is not None:
        cover = _Head(text, find_outline(text, Part(part.cover[0], part.cover[1], "notice")))
    title, title_chars = _title(text, part, head)
    if cover is not None and part.kind == "reply":
        head.fields = {**{name: cover.fields[name] for name in _ANSWERED_BY if name in cover.fields}, **head.fields}
        cover = None
    heads = [head] if cover is None else [head, cover] if _passes_on(cover) else [cover, head]
    issuer = _own_issuer(text, part, head) or next((found for each in heads if (found := _issuer(text, part, each))), None)
    number = _number(head) or (_number(cover) if cover is not None else None)
    issued = next((found for each in heads if (found := _issued(each))), None)
    validity = find_validity(outline.blocks, issued)
    names = [_chars(issuer), title_chars, *(block.view.chars for block in head.titles)]
    names += [block.view.chars for block in cover.titles] if cover is not None else []
    names.append(head.field("issuer"))
    where = find_place(names, _chars(number), _body_chars(outline), text[:_AROUND])
    return Header(
        title=title,
        issuer=issuer,
        document_number=number,
        jurisdiction=where.name,
        level=where.level,
        issued=issued,
        effective=_chars_date(head.field("effective")) or validity.effective,
        expires=_chars_date(head.field("expires")) or validity.expires,
        validity=validity.clause,
        applies_to=find_scope(outline.blocks) if part.kind in ("policy", "plan", "notice", "other") else None,
        proposal=_proposal(head, outline, issuer) if part.kind == "proposal" else None,
        reply=_reply(head, issuer, issued) if part.kind == "reply" else None,
    )


def _chars(words: str | None) -> str | None:
    return fold(squeeze(words)) if words else None


def _chars_date(words: str | None) -> str | None:
    return parse_date(words) if words else None


def _body_chars(outline: Outline) -> str:
    """The text proper, enough of it to tell whose place it speaks of."""
    found, size = [], 0
    for block in outline.blocks:
        if block.role in ("body", "heading", "salutation"):
            found.append(block.view.chars)
            size += len(block.view.chars)
            if size > 20_000:
                break
    return "".join(found)


def _fields_of(text: str, block: Block) -> Iterator[tuple[str, str]]:
    """What a line of the head names and gives; several may stand on one line, parted by gaps."""
    raw = fold(text[block.start : block.end])
    for piece in re.split(r"\s{2,}(?=[\u4e00-\u9fff]{2,8}\s?:)|\n", raw):
        found = read_field(piece, 0, len(piece))
        if found is not None and piece[found.value :].strip():
            yield found.means, piece[found.value :].strip()


def _title(text: str, part: Part, head: _Head) -> tuple[str | None, str | None]:
    """The title, and the same folded."""
    kinds = [(block, title_kind(block.view.chars)) for block in head.titles]
    given = head.field("title")
    if given is not None and part.kind in ("proposal", "reply") and not any(_names_subject(block) for block in head.titles):
        return given, fold(given)
    own = [block for block, kind in kinds if kind is not None and kind[0] == part.kind and (not kind[1] or part.kind == "notice")]
    if own:
        words = own[-1].view.chars
        block = next(block for block in own if block.view.chars.endswith(words))  # a line of a title may stand again alone
        return squeeze(text[block.start : block.end]), block.view.chars
    for block, kind in reversed(kinds):
        name = issued_name(block.view.chars) if kind is not None and kind[1] and part.kind != "notice" else None
        if name is not None:
            at = block.view.chars.find(name)
            start, end = block.view.span(at, at + len(name))
            return squeeze(text[start:end]), name
    if given is not None and not head.titles:
        return given, fold(given)
    if head.titles:
        named = [block for block, kind in kinds if kind is not None] or head.titles
        return squeeze(text[named[-1].start : named[-1].end]), named[-1].view.chars
    return None, None


def _names_subject(title: Block) -> bool:
    """Whether a proposal's title says what it is about; 政协…会议提案 over a form does not."""
    return re.search(r"会议(?:第[0-9]+号)?(?:提案|建议|议案)(?:表|答复|复函)?$", title.view.chars) is None or "关于" in title.view.chars


def _passes_on(cover: _Head) -> bool:
    """Whether the cover hands on what another authority has written (转发, 批转)."""
    return any("转发" in block.view.chars or "批转" in block.view.chars for block in cover.titles)


def _own_issuer(text: str, part: Part, head: _Head) -> str | None:
    """Who puts a proposal, who answers in a reply, or the authority before 关于 in a title."""
    if part.kind == "proposal":
        return "、".join(_proposers(head)) or head.signers()
    if part.kind == "reply" and "handling" in head.fields:
        return head.field("handling")
    for block in reversed(head.titles):
        match = _PREFIX.match(block.view.chars)
        if match is not None and is_body(match["body"]):
            start, end = block.view.span(match.start("body"), match.end("body"))
            return " ".join(text[start:end].replace("*", "").split()) if _several(text[start:end]) else squeeze(text[start:end])
    return None


def _issuer(text: str, part: Part, head: _Head) -> str | None:
    return _own_issuer(text, part, head) or head.signers() or head.field("issuer")


def _several(words: str) -> bool:
    """Whether white space parts several authorities in the words, each with the ending of one."""
    return all(is_body(word) for word in words.replace("*", "").split())


def _number(head: _Head) -> str | None:
    for block in (*head.lines, *head.titles):
        if block.end - block.start > 120 and block.role != "title":
            continue
        match = NUMBER.search(block.view.chars)
        before = block.view.chars[: match.start()] if match is not None else ""
        if match is not None and (block.role == "title" and "《" not in before or len(before) <= 1 or before.endswith(":")):
            start, end = block.view.span(*match.span("number"))
            words = squeeze(head.text[start:end])
            field = read_field(fold(words), 0, len(words))
            return words[field.value :] if field is not None else words
    return head.field("number")


def _issued(head: _Head) -> str | None:
    signed = head.signature_date()
    if signed is not None:
        return signed
    for name in ("written", "replied"):
        for value in head.fields.get(name, ()):
            if (iso := parse_date(value)) is not None:
                return iso
    for block in head.lines:
        chars = block.view.chars
        if is_date_line(chars, 0, len(chars)) or len(chars) < 60 and chars.rstrip(")").endswith(("印发", "公布", "发布")):
            if (iso := parse_date(chars)) is not None:
                return iso
    for value in head.fields.get("published", ()):
        if (iso := parse_date(value)) is not None:
            return iso
    return None


def _proposers(head: _Head) -> tuple[str, ...]:
    """Who puts a proposal: a field, a line of names under the title, or the signature."""
    names = head.names("proposer")
    if names:
        return names
    for block in head.lines:
        chars = block.view.chars.strip("()")
        if block.start > head.first and len(chars) <= 60 and (_PERSONS.fullmatch(chars) or _PARTY.fullmatch(chars)):
            words = squeeze(head.text[block.start : block.end]).strip("()（）")
            gapped = re.split(r"[、，,\s]+", head.text[block.start : block.end].strip("()（） \t\u3000"))
            return tuple(word for word in gapped if word) if all(2 <= len(word) for word in gapped) else (words,)
    for block in head.signed:
        if _PERSONS.fullmatch(block.view.chars) and parse_date(block.view.chars) is None:
            return (squeeze(head.text[block.start : block.end]),)
    return ()


def _proposal(head: _Head, outline: Outline, issuer: str | None) -> Proposal:
    number = head.field("proposal_number")
    if number is None:
        for block in (*head.lines, *head.titles):
            match = _PROPOSAL_NUMBER.search(block.view.chars)
            if match is not None and NUMBER.search(block.view.chars) is None and block.end - block.start < 80:
                number = match["number"]
                break
    elif (match := _PROPOSAL_NUMBER.search(fold(number))) is not None:
        number = match["number"]
    return Proposal(
        number=number, session=_session(head, outline), proposers=_proposers(head), cosigners=head.names("cosigner")
    )


def _session(head: _Head, outline: Outline) -> str | None:
    given = head.field("session")
    if given is not None:
        return given
    for block in (*head.lines, *head.titles):
        match = _SESSION.search(block.view.chars)
        if match is not None:
            return match[0]
    found = None
    for block in [block for block in outline.blocks if block.role == "body"][:8]:
        for match in _BARE_SESSION.finditer(block.view.chars):
            if not re.search(r"曾|已经", block.view.chars[match.end() : match.end() + 8]):
                found = match[0]
    return found


def _reply(head: _Head, issuer: str | None, issued: str | None) -> Reply:
    category = None
    given = head.field("category")
    if given is not None and (match := _GRADE.match(fold(given))) is not None:
        category = match["grade"] or match["word"]
    for block in head.lines if category is None else ():
        if (match := _GRADE_LINE.fullmatch(block.view.chars)) is not None:
            category = match["grade"]
            break
    for block in head.titles if category is None else ():
        if (match := _GRADE_AFTER.search(block.view.chars)) is not None:
            category = match["grade"]
    return Reply(handling=head.field("handling") or issuer, co_handling=head.names("co_handling"), category=category, date=issued)
