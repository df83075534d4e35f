"""What stands around the text proper: title, number, address, signature, contents, fields of a database or web page.

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

_PAGE = re.compile(
    r"-{0,2}\s{0,3}[0-9]{1,3}\s{0,3}-{0,2}|[0-9]{1,3}/[0-9]{1,3}"
    r"|第\s?[0-9]{1,3}\s?页(?:\s?[,/]?\s?共\s?[0-9]{1,3}\s?页)?"
)
_NOTE = re.compile(r"\([^()]{0,12}(?:公开|删减|此页无正文|此件)[^()]{0,12}\)")
_COMMENT = re.compile(r"<!--.*-->|https?://\S+|www\.\S+")
_MENU = re.compile(r"\S {3,}\S|\S\t\s*\S|\S\s*\|\s*\S|(?i:copyright|icp备)|公网安备")
_TOC_LINE = re.compile(r"\S.{0,80}?(?:[.·…]{2,}|\s{2,}|-{3,})\s{0,4}[(\-]?\s?[0-9]{1,3}\s?[)\-]?")
_PAGE_NUMBER = re.compile(r"[.·…\-\s]*[0-9]{0,3}$")
_SIGNED = re.compile(r"(?P<body>\S{2,40})[ \t\u3000\xa0]{1,40}(?P<date>\S.{5,24})")
_PAPERS = re.compile(r"附[ \u3000]{0,2}件[ \u3000]{0,2}[0-9一二三四五六七八九]{0,2}[ \u3000]{0,2}[:.、]")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}")
_NO_TITLE = re.compile(r"[。;:>|]|http")
_SENTENCE_FROM = 30  # characters from which a line with a full stop is text proper
_TAIL_LINE = 60
_TITLE_WITHIN = 12  # lines from the top among which a title of an unknown kind is looked for
_CONTENTS_WITHIN, _CONTENTS_MOST = 80, 300  # lines


class Frame(NamedTuple):
    """The roles of a document's paragraphs, one each, and the titles above its text."""

    roles: list[BlockRole | None]
    titles: tuple[Title, ...]


def read_frame(folded: str, lines: list[Paragraph], labels: list[Label | None]) -> Frame:
    """The role of every paragraph of one document; ``labels`` are the numbering marks that they begin with."""
    reading = _Reading(folded, lines, labels)
    reading.mark_contents()
    reading.find_head()
    titles = reading.mark_head()
    reading.mark_signatures()
    reading.mark_annex_lists()
    reading.mark_pages()
    reading.mark_after_signature()
    reading.mark_tail()
    return Frame(reading.roles, titles)


def is_sentence(folded: str, line: Paragraph) -> bool:
    """Whether the line is running text."""
    size = line.end - line.start
    last = folded[line.end - 1]
    if last in "。;" and size >= 10 or last == ":" and size >= 14 and folded.find(",", line.start, line.end) >= 0:
        return True
    if size >= _SENTENCE_FROM and folded.find("。", line.start, line.end) >= 0:
        return True
    return size >= 60 and folded.count(",", line.start, line.end) >= 2


class _Reading:
    """The paragraphs of one document while their roles are found; ``head`` is where text proper begins."""

    def __init__(self, folded: str, lines: list[Paragraph], labels: list[Label | None]) -> None:
        self.folded, self.lines, self.labels = folded, lines, labels
        self.roles: list[BlockRole | None] = [None] * len(lines)
        self.head = len(lines)

    def words(self, at: int) -> str:
        """The paragraph without white space."""
        return squeeze(self.folded[self.lines[at].start : self.lines[at].end])

    def mark_contents(self) -> None:
        """Mark a table of contents: 目录, then its lines until the first of them comes again as a heading."""
        near = range(min(len(self.lines), _CONTENTS_WITHIN))
        at = next((at for at in near if self.words(at) in ("目录", "目次")), None)
        if at is None:
            return
        self.roles[at] = "toc"
        first = None
        for number in range(at + 1, min(len(self.lines), at + _CONTENTS_MOST)):
            line = self.lines[number]
            words = squeeze(_PAGE_NUMBER.sub("", self.folded[line.start : line.end]))
            if first is not None and words == first or is_sentence(self.folded, line) or line.end - line.start > 90:
                return
            if first is None:
                below = range(number + 1, min(len(self.lines), number + _CONTENTS_MOST))
                paged = _TOC_LINE.fullmatch(self.folded, line.start, line.end) is not None
                if not paged and not any(self.words(other) == words for other in below):
                    return
                first = words
            self.roles[number] = "toc"

    def find_head(self) -> None:
        """Find the first paragraph of text proper."""
        addressed = False
        for at, line in enumerate(self.lines):
            if self.roles[at] is not None or is_table(self.folded, line.start, line.end):
                continue
            if is_salutation(self.folded, line.start, line.end):
                addressed = True
            elif self._is_text(at, addressed):
                self.head = at
                return
        # A list of policies may be nothing but a table under its title: then the table is the text.
        rows = (at for at, line in enumerate(self.lines) if is_table(self.folded, line.start, line.end))
        self.head = next((at for at in rows if self.roles[at] is None), self.head)

    def _is_text(self, at: int, addressed: bool) -> bool:
        line, label = self.lines[at], self.labels[at]
        if label is not None:
            return label.style != "附"
        field = read_field(self.folded, line.start, line.end)
        section = read_section(self.folded, line.start, line.end)
        if section is not None:
            # 案由：… over a form is a field, 案由 alone on its line a section
            return field is None or not (0 < at < _TITLE_WITHIN or field.value < line.end)
        if field is not None:
            return False
        return is_sentence(self.folded, line) or addressed and self._opens_text(line)

    def _opens_text(self, line: Paragraph) -> bool:
        """Whether the line under an address is text, however short (您提出的…收悉，现答复如下：)."""
        if number_line(self.folded, line.start, line.end) or is_date_line(self.folded, line.start, line.end):
            return False
        return self.folded[line.end - 1] in "。:;" or self.folded.find(",", line.start, line.end) >= 0

    def mark_head(self) -> tuple[Title, ...]:
        """Give the lines of the head their roles and return the titles among them."""
        titles = []
        for at in range(self.head):
            title = read_title(self.folded, self.lines, at, True)
            if title is not None:
                titles.append(title)
                self.roles[title.first : title.last + 1] = ["title"] * (title.last + 1 - title.first)
        for at, line in enumerate(self.lines[: self.head]):
            if self.roles[at] is None:
                self.roles[at] = "salutation" if is_salutation(self.folded, line.start, line.end) else "meta"
        for at in range(0 if titles else min(self.head, _TITLE_WITHIN)):
            if self._could_be_title(at):
                self.roles[at] = "title"
                break
        return tuple(titles)

    def _could_be_title(self, at: int) -> bool:
        line, words = self.lines[at], self.words(at)
        if line.markup.startswith("#"):
            return len(words) >= 2
        if not 8 <= len(words) <= 60 or _NO_TITLE.search(words) is not None or is_body(words):
            return False
        return not (is_date_line(self.folded, line.start, line.end) or number_line(self.folded, line.start, line.end))

    def mark_signatures(self) -> None:
        """Mark the authority and the date under a text, in its middle too where a cover ends."""
        for at in range(self.head, len(self.lines)):
            line = self.lines[at]
            if self.roles[at] is not None or line.end - line.start > 70:
                continue
            signed = _SIGNED.fullmatch(self.folded, line.start, line.end)
            date = signed.start("date") if signed is not None and is_body(signed["body"]) else line.start
            if is_date_line(self.folded, date, line.end):
                self.roles[at] = "meta" if self._is_printed(at) else "signature"
                if date == line.start:
                    self._mark_signers(at)
        last = len(self.lines) - 1
        while last > self.head and self.roles[last] is not None:
            last -= 1
        if last > self.head and self._is_signer(last) and self.folded[self.lines[last - 1].end - 1] in "。!":
            self.roles[last] = "signature"

    def _is_printed(self, at: int) -> bool:
        """Whether the line dates the printing (2023年8月9日印发), not the document."""
        return self.words(at).rstrip(")").endswith(("印发", "发布"))

    def _mark_signers(self, at: int) -> None:
        """Mark the names above a date, as far as they are names."""
        for above in range(at - 1, max(at - 12, self.head - 1), -1):
            if self.roles[above] is not None or not (
                self._is_signer(above) or above == at - 1 and self._is_name(above)
            ):
                return
            self.roles[above] = self.roles[at]

    def _is_name(self, at: int) -> bool:
        """Whether the line is a person's name under the end of a text."""
        if at <= self.head or self.labels[at] is not None or _PERSON.fullmatch(self.words(at)) is None:
            return False
        return self.folded[self.lines[at - 1].end - 1] in "。!"

    def _is_signer(self, at: int) -> bool:
        line = self.lines[at]
        if self.labels[at] is not None or line.end - line.start > 60 or self.folded[line.end - 1] in "。;:!?,、":
            return False
        words = self.words(at)
        return is_body(words.removesuffix("(代章)").removesuffix("(章)")) and not set(words) & set("。;:!?,")

    def mark_annex_lists(self) -> None:
        """Mark the list of annexes (附件：1.…) that stands over a signature or at a text's end."""
        for at, line in enumerate(self.lines):
            label = self.labels[at]
            if label is None or label.style != "附" or self.roles[at] not in (None, "meta"):
                continue
            if _PAPERS.match(self.folded, line.start, line.end) is None:
                continue
            last = at + 1 == len(self.lines)
            first = None if last else self.labels[at + 1]
            listed = first is not None and first.style in ("d", "pd", "附") and self._is_short(at + 1)
            if self.folded[label.end : line.end].strip():
                listed = listed or last or self.roles[at + 1] in ("signature", "title") or self._is_short(at + 1)
            if listed:
                self._mark_annexes(at)

    def _mark_annexes(self, at: int) -> None:
        self.roles[at] = "meta"
        label = self.labels[at]
        if label is None:
            return
        inside = read_label(self.folded, label.end, self.lines[at].end)
        expected = 1 + (inside.number if inside is not None else 0 if label.token == "附件" else label.number)
        for below in range(at + 1, len(self.lines)):
            found = self.labels[below]
            if self.roles[below] is not None or found is None or found.style not in ("d", "pd", "附"):
                return
            if found.number != expected or not self._is_short(below):
                return
            self.roles[below] = "meta"
            expected += 1

    def mark_pages(self) -> None:
        """Mark rows of tables, page numbers, notes and comments."""
        for at in range(self.head, len(self.lines)):
            line = self.lines[at]
            if self.roles[at] is not None:
                continue
            if is_table(self.folded, line.start, line.end):
                self.roles[at] = "table"
            elif (
                _COMMENT.fullmatch(self.folded, line.start, line.end)
                or line.end - line.start <= 30
                and (
                    _PAGE.fullmatch(self.folded, line.start, line.end)
                    or _NOTE.fullmatch(self.folded, line.start, line.end)
                )
            ):
                self.roles[at] = "meta"

    def mark_after_signature(self) -> None:
        """Mark what a page puts under a signature or a field such as 公开方式, up to the next text proper."""
        last = max((at for at, label in enumerate(self.labels) if label is not None), default=self.head)
        closed = False
        for at in range(self.head, len(self.lines)):
            line = self.lines[at]
            if at > last and self.roles[at] is None:
                field = read_field(self.folded, line.start, line.end)
                self.roles[at] = "meta" if field is not None and field.means == "other" else None
            if self.roles[at] is not None:
                closed = closed or self.roles[at] == "signature" or self.roles[at] == "meta" and at > last
            elif closed and self._is_furniture(at) and title_kind(self.words(at)) is None:
                self.roles[at] = "meta"
            else:
                closed = False

    def mark_tail(self) -> None:
        """Mark what a database or web page puts at the end: short lines that no sentence ends."""
        at = len(self.lines) - 1
        while at > self.head and self._is_furniture(at):
            at -= 1
        run = range(at + 1, len(self.lines))
        closed = at >= 0 and self.roles[at] == "signature" or any(self.roles[number] is not None for number in run)
        fields = any(read_field(self.folded, self.lines[number].start, self.lines[number].end) for number in run)
        if closed or fields or len(run) >= 4:
            for number in run:
                self.roles[number] = self.roles[number] or "meta"

    def _is_short(self, at: int) -> bool:
        line = self.lines[at]
        return line.end - line.start <= _TAIL_LINE and self.folded.find("。", line.start, line.end) < 0

    def _is_furniture(self, at: int) -> bool:
        """Whether a line at the end is no text proper: short, unfinished, not numbered."""
        if self.roles[at] is not None or self.labels[at] is not None:
            return self.roles[at] in ("meta", "signature")
        line = self.lines[at]
        field = read_field(self.folded, line.start, line.end)
        if field is not None and field.means != "category" or _MENU.search(self.folded, line.start, line.end):
            return True
        return self._is_short(at) and self.folded[line.end - 1] not in ";,!。"
