"""What stands around the text proper: title, number, address, signature, table of contents, fields of a database or web page.

``read_frame`` gives each paragraph of a document its role; None is text proper, which the outline sorts further.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.parsers.block import BlockRole
from zjtx_docs.parsers.fields import read_field, read_section
from zjtx_docs.parsers.labels import Label, read_label
from zjtx_docs.parsers.paragraphs import Paragraph, is_table
from zjtx_docs.parsers.titles import Title, is_body, is_date_line, is_salutation, number_line, read_title, title_kind
from zjtx_docs.text import squeeze

_PAGE = re.compile(r"-{0,2}\s{0,3}[0-9]{1,3}\s{0,3}-{0,2}|第\s?[0-9]{1,3}\s?页(?:\s?[,/]?\s?共\s?[0-9]{1,3}\s?页)?|[0-9]{1,3}/[0-9]{1,3}")
_NOTE = re.compile(r"\([^()]{0,12}(?:公开|删减|此页无正文|此件)[^()]{0,12}\)")
_COMMENT = re.compile(r"<!--.*-->")
_URL = re.compile(r"https?://\S+|www\.\S+")
_TOC_LINE = re.compile(r"\S.{0,80}?(?:[.·…]{2,}|\s{2,}|-{3,})\s{0,4}[(\-]?\s?[0-9]{1,3}\s?[)\-]?")
_SIGNED = re.compile(r"(?P<body>\S{2,40})[ \t\u3000\xa0]{1,40}(?P<date>\S.{5,24})")
_PAPERS = re.compile(r"附[ \u3000]{0,2}件[ \u3000]{0,2}[0-9一二三四五六七八九]{0,2}[ \u3000]{0,2}[:.、]")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}")
_MENU = re.compile(r"\S {3,}\S|\S\t\s*\S|\S\s*\|\s*\S|(?i:copyright|icp备)|公网安备")
_SENTENCE_FROM = 30  # characters from which a line with a full stop is text proper
_TAIL_LINE = 60


class Frame(NamedTuple):
    """The roles of a document's paragraphs, one each; ``head`` is where text proper begins, ``titles`` those above it."""

    roles: list[BlockRole | None]
    head: int
    titles: tuple[Title, ...]


def read_frame(folded: str, lines: list[Paragraph], labels: list[Label | None]) -> Frame:
    """The role of every paragraph of one document; ``labels`` are the numbering marks that they begin with."""
    roles: list[BlockRole | None] = [None] * len(lines)
    _contents(folded, lines, roles)
    head = _head_end(folded, lines, labels, roles)
    titles = _head(folded, lines, roles, head)
    _signatures(folded, lines, labels, roles, head)
    _papers(folded, lines, labels, roles, head)
    _tail(folded, lines, labels, roles, head)
    return Frame(roles, head, titles)


def is_sentence(folded: str, line: Paragraph) -> bool:
    """Whether the line is running text."""
    size = line.end - line.start
    last = folded[line.end - 1]
    if last == "。" and size >= 10 or last == ":" and size >= 14 and folded.find(",", line.start, line.end) >= 0:
        return True
    if size >= _SENTENCE_FROM and folded.find("。", line.start, line.end) >= 0:
        return True
    return size >= 60 and folded.count(",", line.start, line.end) >= 2


def _head_end(folded: str, lines: list[Paragraph], labels: list[Label | None], roles: list[BlockRole | None]) -> int:
    """The index of the first paragraph of text proper."""
    addressed = False
    for at, line in enumerate(lines):
        if roles[at] is not None or is_table(folded, line.start, line.end):
            continue
        label = labels[at]
        if label is not None and label.style != "附":
            return at
        if label is not None and not _PAPERS.match(folded, line.start, line.end):
            continue
        if is_salutation(folded, line.start, line.end):
            addressed = True
            continue
        field = read_field(folded, line.start, line.end)
        section = read_section(folded, line.start, line.end)
        if section is not None and (field is None or not (at and at < 12 or field.value < line.end)):
            return at
        if section is not None and field is None:
            return at
        if field is None and (is_sentence(folded, line) or addressed and _opens_text(folded, line)):
            return at
    return len(lines)


def _opens_text(folded: str, line: Paragraph) -> bool:
    """Whether the line under an address is text, however short (您提出的…收悉，现答复如下：)."""
    if number_line(folded, line.start, line.end) or is_date_line(folded, line.start, line.end):
        return False
    return folded[line.end - 1] in "。:;" or folded.find(",", line.start, line.end) >= 0


def _head(folded: str, lines: list[Paragraph], roles: list[BlockRole | None], head: int) -> tuple[Title, ...]:
    """Give the lines of the head their roles and return the titles among them."""
    titles = []
    for at in range(head):
        title = read_title(folded, lines, at, True)
        if title is not None:
            titles.append(title)
            for number in range(title.first, title.last + 1):
                roles[number] = "title"
    for at in range(head):
        line = lines[at]
        if roles[at] is None:
            roles[at] = "salutation" if is_salutation(folded, line.start, line.end) else "meta"
    if not titles:
        plain = next((at for at in range(min(head, 12)) if _could_be_title(folded, lines[at])), None)
        if plain is not None:
            roles[plain] = "title"
    return tuple(titles)


def _could_be_title(folded: str, line: Paragraph) -> bool:
    words = squeeze(folded[line.start : line.end])
    if line.markup.startswith("#"):
        return len(words) >= 2
    return 8 <= len(words) <= 60 and re.search(r"[。;:>|]|http", words) is None and not (
        is_date_line(folded, line.start, line.end) or number_line(folded, line.start, line.end) or is_body(words)
    )


def _contents(folded: str, lines: list[Paragraph], roles: list[BlockRole | None]) -> None:
    """Mark a table of contents: 目录, then its lines until the first of them comes again as a heading."""
    at = next((at for at, line in enumerate(lines[:80]) if squeeze(folded[line.start : line.end]) in ("目录", "目次")), None)
    if at is None:
        return
    roles[at] = "toc"
    first = None
    for number in range(at + 1, min(len(lines), at + 300)):
        line = lines[number]
        words = re.sub(r"[.·…\-\s]*[0-9]{0,3}$", "", folded[line.start : line.end])
        words = squeeze(words)
        if first is not None and words == first or is_sentence(folded, line):
            return
        paged = _TOC_LINE.fullmatch(folded, line.start, line.end) is not None
        if first is None:
            again = any(squeeze(folded[line.start : line.end]) == words for line in lines[number + 1 : number + 300])
            if not paged and not again:
                return
            first = words
        elif line.end - line.start > 80:
            return
        roles[number] = "toc"


def _signatures(
    folded: str, lines: list[Paragraph], labels: list[Label | None], roles: list[BlockRole | None], head: int
) -> None:
    """Mark the authority and the date under a text, in its middle too where a cover ends."""
    for at in range(head, len(lines)):
        line = lines[at]
        if roles[at] is not None or line.end - line.start > 70:
            continue
        signed = _SIGNED.fullmatch(folded, line.start, line.end)
        if signed is not None and is_body(signed["body"]) and is_date_line(folded, signed.start("date"), line.end):
            printed = squeeze(folded[line.start : line.end]).endswith(("印发", "印发)"))
            roles[at] = "meta" if printed else "signature"
            continue
        if not is_date_line(folded, line.start, line.end):
            continue
        roles[at] = "meta" if squeeze(folded[line.start : line.end]).rstrip(")").endswith(("印发", "发布")) else "signature"
        _signers(folded, lines, labels, roles, at, head)
    last = len(lines) - 1
    while last > head and roles[last] is not None:
        last -= 1
    if last > head and roles[last] is None and labels[last] is None and _is_signer(folded, lines[last]) and folded[lines[last - 1].end - 1] in "。!":
        roles[last] = "signature"


def _signers(
    folded: str, lines: list[Paragraph], labels: list[Label | None], roles: list[BlockRole | None], at: int, head: int
) -> None:
    """Mark the names above a date, as far as they are names."""
    for above in range(at - 1, max(at - 12, head - 1), -1):
        line = lines[above]
        words = squeeze(folded[line.start : line.end])
        name = above == at - 1 and _PERSON.fullmatch(words) and above > head and folded[lines[above - 1].end - 1] in "。!"
        if roles[above] is not None or labels[above] is not None or not (_is_signer(folded, line) or name):
            return
        roles[above] = roles[at]


def _is_signer(folded: str, line: Paragraph) -> bool:
    if line.end - line.start > 60 or folded[line.end - 1] in "。;:!?,、":
        return False
    words = squeeze(folded[line.start : line.end])
    return is_body(words.removesuffix("(代章)").removesuffix("(章)")) and re.search(r"[。;:!?,]", words) is None


def _papers(
    folded: str, lines: list[Paragraph], labels: list[Label | None], roles: list[BlockRole | None], head: int
) -> None:
    """Mark the list of annexes (附件：1.…) that stands over a signature or at a text's end."""
    for at in range(len(lines)):
        line = lines[at]
        if roles[at] not in (None, "meta") or _PAPERS.match(folded, line.start, line.end) is None:
            continue
        label = labels[at]
        rest = folded[label.end : line.end].strip() if label is not None else ""
        below = lines[at + 1] if at + 1 < len(lines) else None
        first = labels[at + 1] if below is not None else None
        numbered = first is not None and first.style in ("d", "pd", "附")
        if rest and (below is None or roles[at + 1] in ("signature", "title") or numbered or _short(folded, below)) or (
            not rest and numbered and _short(folded, below)  # type: ignore[arg-type]
        ):
            _annex_lines(folded, lines, labels, roles, at)


def _annex_lines(
    folded: str, lines: list[Paragraph], labels: list[Label | None], roles: list[BlockRole | None], at: int
) -> None:
    roles[at] = "meta"
    number = labels[at]
    inside = read_label(folded, number.end, lines[at].end) if number is not None else None
    expected = (inside.number if inside is not None else number.number if number is not None and number.token != "附件" else 0) + 1
    for below in range(at + 1, len(lines)):
        label = labels[below]
        if roles[below] is not None or label is None or label.number != expected or not _short(folded, lines[below]):
            return
        if label.style not in ("d", "pd", "附"):
            return
        roles[below] = "meta"
        expected += 1


def _short(folded: str, line: Paragraph) -> bool:
    return line.end - line.start <= _TAIL_LINE and folded.find("。", line.start, line.end) < 0


def _tail(
    folded: str, lines: list[Paragraph], labels: list[Label | None], roles: list[BlockRole | None], head: int
) -> None:
    """Mark tables and page numbers, and what a database or web page puts under a text."""
    for at, line in enumerate(lines):
        if at < head or roles[at] is not None:
            continue
        if is_table(folded, line.start, line.end):
            roles[at] = "table"
        elif line.end - line.start <= 30 and (
            _PAGE.fullmatch(folded, line.start, line.end) or _NOTE.fullmatch(folded, line.start, line.end)
        ):
            roles[at] = "meta"
        elif _COMMENT.fullmatch(folded, line.start, line.end) or _URL.fullmatch(folded, line.start, line.end):
            roles[at] = "meta"
    _after_signature(folded, lines, labels, roles, head)
    at = len(lines) - 1
    while at > head and _is_furniture(folded, lines[at], labels[at], roles[at]):
        at -= 1
    run = range(at + 1, len(lines))
    fields = any(read_field(folded, lines[number].start, lines[number].end) for number in run)
    closed = roles[at] == "signature" or any(roles[number] in ("signature", "meta") for number in run)
    if fields or closed or len(run) >= 4:
        for number in run:
            roles[number] = roles[number] or "meta"


def _after_signature(
    folded: str, lines: list[Paragraph], labels: list[Label | None], roles: list[BlockRole | None], head: int
) -> None:
    """Mark what a page puts under a signature or a field such as 公开方式, up to the next text proper."""
    last = max((at for at, label in enumerate(labels) if label is not None), default=head)
    closed = False
    for at in range(head, len(lines)):
        line = lines[at]
        if at > last and roles[at] is None:
            field = read_field(folded, line.start, line.end)
            if field is not None and field.means == "other":
                roles[at] = "meta"
        if roles[at] is not None:
            closed = closed or roles[at] == "signature" or roles[at] == "meta" and at > last
        elif closed and _is_furniture(folded, line, labels[at], None) and title_kind(squeeze(folded[line.start : line.end])) is None:
            roles[at] = "meta"
        else:
            closed = False


def _is_furniture(folded: str, line: Paragraph, label: Label | None, role: BlockRole | None) -> bool:
    """Whether a line at the end is no text proper: short, unfinished, not numbered."""
    if role is not None:
        return role in ("meta", "signature")
    if label is not None:
        return False
    field = read_field(folded, line.start, line.end)
    if field is not None and field.means != "category" or _MENU.search(folded, line.start, line.end) is not None:
        return True
    return _short(folded, line) and folded[line.end - 1] not in ";,!。"
