"""What a document says of itself: title, issuer, number, dates, place and level, scope and validity.

Read from the blocks around the text proper (title, meta, address, signature); the cover notice above a policy gives
what the policy's own head leaves out. Names are as written, without white space.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.model import Clause, Level, Proposal, Reply
from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.clauses import find_scope, find_validity
from zjtx_docs.parsers.dates import parse_date
from zjtx_docs.parsers.documents import Part, issued_name
from zjtx_docs.parsers.fields import read_field
from zjtx_docs.parsers.forms import Head, find_proposal, find_proposers, find_reply
from zjtx_docs.parsers.outline import Outline, find_outline
from zjtx_docs.parsers.places import find_place
from zjtx_docs.parsers.titles import NUMBER, is_body, is_date_line, title_kind
from zjtx_docs.text import fold, squeeze

_PREFIX = re.compile(r"(?P<body>[^《》“”]{2,80}?)(?:关于|转发|印发|对(?=[^“”]{2,60}(?:提案|建议|议案)))")
_FORM = re.compile(r"会议(?:第[0-9]+号)?(?:提案|建议|议案)(?:表|答复|复函)?$")
_BEFORE_NUMBER = re.compile(r":$|^\([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日$")
# (2024年1月18日某市人民政府令第47号公布), (某省人民政府2024年12月10日印发): who enacted it, under the title.
_ENACTED = re.compile(
    r"\((?:[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)?(?P<body>[\u4e00-\u9fff]{4,30}?)"
    r"(?:令第?[0-9]{1,4}号|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)?(?:印发|公布|发布)\)$"
)
_ANSWERED_BY = ("handling", "co_handling", "category", "replied")  # what a form says of the reply above both
_AROUND = 60_000  # characters of the file that may say what a district belongs to
_SEEN_MOST = 20_000  # characters of the text proper that may say whose it is


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


def find_header(text: str, part: Part, outline: Outline) -> Header:
    """The header of one document, from its outline's blocks and the cover above it."""
    head = Head(text, outline.blocks)
    cover = None
    if part.cover is not None:
        cover = Head(text, find_outline(text, Part(*part.cover, "notice")).blocks)
    title, title_chars = _title(text, part, head)
    if cover is not None and part.kind == "reply":
        head.fields = {**{name: cover.fields[name] for name in _ANSWERED_BY if name in cover.fields}, **head.fields}
        cover = None
    heads = [head] if cover is None else [head, cover] if _passes_on(cover) else [cover, head]
    issuer = _own_issuer(text, part, head) or next(
        (found for each in heads if (found := _issuer(text, part, each))), None
    )
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
        proposal=find_proposal(head, outline.blocks) if part.kind == "proposal" else None,
        reply=find_reply(head, issuer, issued) if part.kind == "reply" else None,
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
            if size > _SEEN_MOST:
                break
    return "".join(found)


def _title(text: str, part: Part, head: Head) -> tuple[str | None, str | None]:
    """The title, and the same folded."""
    kinds = [(block, title_kind(block.view.chars)) for block in head.titles]
    given = head.field("title")
    form = part.kind in ("proposal", "reply") and not any(_names_subject(block) for block in head.titles)
    if given is not None and form:
        return given, fold(given)
    own = [
        block
        for block, kind in kinds
        if kind is not None and kind[0] == part.kind and (not kind[1] or part.kind == "notice")
    ]
    if own:
        words = own[-1].view.chars
        # the last line of a title may stand again alone
        block = next(block for block in own if block.view.chars.endswith(words))
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
    return _FORM.search(title.view.chars) is None or "关于" in title.view.chars


def _passes_on(cover: Head) -> bool:
    """Whether the cover hands on what another authority has written (转发, 批转)."""
    return any("转发" in block.view.chars or "批转" in block.view.chars for block in cover.titles)


def _own_issuer(text: str, part: Part, head: Head) -> str | None:
    """Who puts a proposal, who answers in a reply, or the authority before 关于 in a title."""
    if part.kind == "proposal":
        return "、".join(find_proposers(head)) or head.signers()
    if part.kind == "reply" and "handling" in head.fields:
        return head.field("handling")
    for block in reversed(head.titles):
        match = _PREFIX.match(block.view.chars)
        if match is not None and is_body(match["body"]):
            start, end = block.view.span(match.start("body"), match.end("body"))
            names = text[start:end].replace("*", "").split()
            return " ".join(names) if all(is_body(name) for name in names) else "".join(names)
    return None


def _issuer(text: str, part: Part, head: Head) -> str | None:
    return _own_issuer(text, part, head) or head.signers() or head.field("issuer") or _enacting(head)


def _enacting(head: Head) -> str | None:
    """The authority in the bracket under a title that says when the text was issued."""
    for block in head.lines:
        match = _ENACTED.match(block.view.chars)
        if match is not None and is_body(match["body"]):
            return block.view.words(*match.span("body"))
    return None


def _number(head: Head) -> str | None:
    for block in (*head.lines, *head.titles):
        if block.end - block.start > 120 and block.role != "title":
            continue
        match = NUMBER.search(block.view.chars)
        before = block.view.chars[: match.start()] if match is not None else ""
        if match is not None and (
            block.role == "title" and "《" not in before or len(before) <= 1 or _BEFORE_NUMBER.search(before)
        ):
            start, end = block.view.span(*match.span("number"))
            words = squeeze(head.text[start:end])
            field = read_field(fold(words), 0, len(words))
            return words[field.value :] if field is not None else words
    return head.field("number")


def _issued(head: Head) -> str | None:
    signed = head.signature_date()
    if signed is not None:
        return signed
    for name in ("written", "replied"):
        for value in head.fields.get(name, ()):
            if (iso := parse_date(value)) is not None:
                return iso
    for block in head.lines:
        chars = block.view.chars
        if (
            is_date_line(dated := NUMBER.sub("", chars), 0, len(dated))
            or len(chars) < 60
            and chars.rstrip(")").endswith(("印发", "公布", "发布"))
        ):
            if (iso := parse_date(chars)) is not None:
                return iso
    for value in head.fields.get("published", ()):
        if (iso := parse_date(value)) is not None:
            return iso
    return None
