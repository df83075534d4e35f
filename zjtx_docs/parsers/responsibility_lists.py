"""What a bracket or a 责任单位 line says: which bodies, in which role, by when, and whether the list is open.

Reads 责任单位：A、B；完成时限：…, A牵头，B、C配合, A会同B负责, A、B等部门按职责分工负责, and bare lists. Runs on ``View.chars``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from typing import NamedTuple

from zjtx_docs.lexicon import Terms, rows
from zjtx_docs.model import Role
from zjtx_docs.parsers.department_names import STRONG, WEAK, is_field
from zjtx_docs.parsers.departments import Body, is_open, read_bodies, split_pieces, strength, without_open

_OPENING = re.compile(r"(?:(?:并|具体|原则上|统一|首先|其中|请|均)?由|以及|并|请|其中|和|及)")
_MODIFIER = re.compile(
    r"(?:共同|联合|分别|具体|统一|统筹|各自|根据|依据|依照|按照|按|依|职责|职能|分工|权限|要求|予以|总体|积极|双)+\Z"
)
_MONTH = r"(?:1[0-2]|0?[1-9])月(?:(?:[0-3]?\d日)|[上中下]旬|份)?"
_WHEN = rf"(?:(?:20\d\d|今|明|当|本|次)年(?:{_MONTH}|[上下]半年|第?[一二三四1-4]季度)?|{_MONTH})[底末初中内]?(?:之?前|以前|内|年底)?"
_DEADLINE = re.compile(
    rf"(?:于|在|到|至|自)?(?P<when>{_WHEN}(?:[-~至到](?:{_WHEN}))?)"
    r"(?:完成|落实|办结|到位|实施|启动|建成|出台|印发|[取见]得?成?效|基本|全面)*\Z"
)
_OPENING_DATE = re.compile(rf"{_WHEN}(?<=[前底内末])")
_STANDING = re.compile(
    r"(?:长期|持续|常年|常态化|全年|每年|适时|立即|即行|尽快|按时序|按进度|分阶段)(?:坚持|推进|实施|开展|进行|落实|推动|完成|组织|整改)*\Z"
)
_FIRST_LEADS = re.compile(r"(?:[排列]名?[在于]?(?:首位|首|第一位?|最前)的?|首位)(?:单位|部门)?的?为?牵头")
_NOTE = re.compile(r"下同|排名不分先后|以下同|列首位|排首位|列第一")
_ASIDE = re.compile(r"\((?P<said>[^()]{2,30})\)\Z")
_WORDS = re.compile(r"[一-鿿A-Za-z()“”·]{2,24}")
_TELEPHONE = re.compile(r"[\d()-]{7,}\Z")


class Named(NamedTuple):
    """A body and its role; how surely it is a body (``department_names.strength``)."""

    start: int
    end: int
    role: Role
    strength: int


class Reading(NamedTuple):
    """What a list says.

    ``labelled``: 责任单位 and the like stood before; ``spoken``: 牵头, 负责 and the like stood behind; ``unknown`` counts the
    pieces that are no body, no role and no date, a phrase twice; ``first_leads`` where the list says so (排首位的为牵头单位).
    """

    bodies: tuple[Named, ...] = ()
    open_ended: bool = False
    deadline: tuple[int, int] | None = None
    labelled: bool = False
    spoken: bool = False
    unknown: int = 0
    first_leads: bool = False


class Label(NamedTuple):
    """A label with its colon in ``chars[start:end]``: a role, ``deadline``, or ``other`` for what names no body."""

    start: int
    end: int
    value: str


@functools.cache
def _terms(kind: str) -> Terms[str]:
    return Terms((row["word"], row["value"]) for row in rows("responsibility_words") if row["kind"] == kind)


@functools.cache
def _label_pattern() -> re.Pattern[str]:
    choices = "|".join(sorted(_terms("label").words, key=len, reverse=True))
    return re.compile(rf"(?:{choices})")


def label_value(words: str) -> str | None:
    """What the words are as a label (the head of a column): a role, ``deadline``, ``other``, or None for no label."""
    return _terms("label").get(words.rstrip(":"))


def find_labels(chars: str, a: int, b: int, gaps: Collection[int] = ()) -> list[Label]:
    """The labels in ``chars[a:b]``: before a colon anywhere, without one at the start, after a mark or a blank."""
    found: list[Label] = []
    values = _terms("label")
    for match in _label_pattern().finditer(chars, a, b):
        start, end = match.span()
        value = values.get(match[0]) or "other"
        if chars[end : end + 1] == "(":
            close = chars.find(")", end, min(b, end + 14))
            if chars[close + 1 : close + 2] == ":":
                end = close + 1
        if chars.startswith(("及分工:", "及职责:"), end):
            end += 3
        if end < b and (chars[end] in ":∶" or chars[end] == "]" and start and chars[start - 1] == "["):
            found.append(Label(start, end + 1, value))  # 责任单位：A, 【责任单位】A
        elif len(match[0]) >= 4 and (start == a or start in gaps or chars[start - 1] in ",;、。"):
            skip = end + 1 if chars[end : end + 1] in ("为", "-", "/") else end
            following = _first_piece(chars, skip, b)
            # 责任单位　市数据局牵头，…: the blank behind it does for a colon.
            if value == "deadline" or value != "other" and (end in gaps or strength(following) >= WEAK):
                found.append(Label(start, skip, value))
    return found


def _first_piece(chars: str, a: int, b: int) -> str:
    pieces = split_pieces(chars, a, min(b, a + 60))
    if not pieces:
        return ""
    end, _ = without_open(chars, *pieces[0])
    return chars[pieces[0][0] : end]


def read_list(chars: str, a: int, b: int, gaps: Collection[int] = (), role: Role | None = None) -> Reading:
    """What ``chars[a:b]`` says. ``role`` is that of a label that stood before the stretch (a table's head), if any."""
    labels = find_labels(chars, a, b, gaps)
    reader = _Reader(chars, gaps)
    if role is not None:
        reader.labelled = True
    edge = labels[0].start if labels else b
    reader.field(a, edge, role or "joint")
    for index, label in enumerate(labels):
        end = labels[index + 1].start if index + 1 < len(labels) else b
        if label.value == "deadline":
            reader.deadline = _trimmed(chars, label.end, end) or reader.deadline
        elif label.value != "other":
            reader.labelled = True
            reader.field(label.end, end, label.value)  # type: ignore[arg-type]
    return reader.reading()


def _trimmed(chars: str, a: int, b: int) -> tuple[int, int] | None:
    """A deadline's own words: without the marks around it and a closing 完成."""
    while a < b and chars[a] in ",;。、:":
        a += 1
    for mark in ",;。":
        stop = chars.find(mark, a, b)
        b = stop if stop >= 0 else b
    match = _DEADLINE.match(chars, a, b)
    if match:
        return match.span("when")
    opening = _OPENING_DATE.match(chars, a, b)
    if opening:  # 2024年9月底前出台认定办法
        return opening.span()
    return (a, b) if a < b else None


class _Reader:
    """Goes through the pieces of a list from left to right and gathers what they say."""

    def __init__(self, chars: str, gaps: Collection[int]) -> None:
        self.chars, self.gaps = chars, gaps
        self.named: list[Named] = []
        self.waiting: list[Body] = []
        self.open_ended = self.labelled = self.spoken = self.first_leads = False
        self.deadline: tuple[int, int] | None = None
        self.unknown = self.fields = 0

    def reading(self) -> Reading:
        bodies = tuple(self.named)
        if not (self.open_ended and self.spoken):
            # 财政、科技 are bodies only where 等部门 closes the list.
            self.unknown += self.fields
        if self.first_leads and bodies:
            bodies = (bodies[0]._replace(role="lead"), *bodies[1:])
        return Reading(
            bodies, self.open_ended, self.deadline, self.labelled, self.spoken, self.unknown, self.first_leads
        )

    def field(self, a: int, b: int, role: Role) -> None:
        """One label's value, or the whole where there is none."""
        self.preset: Role = role
        for x, y in split_pieces(self.chars, a, b):
            self._piece(x, y)
        self._settle(self.preset)

    def _settle(self, role: Role) -> None:
        self.named.extend(Named(body.start, body.end, role, body.strength) for body in self.waiting)
        self.waiting.clear()

    def _piece(self, a: int, b: int) -> None:
        chars = self.chars
        while a < b and chars[a] in "。.:":
            a += 1
        while a < b and chars[b - 1] in "。.":
            b -= 1
        text = chars[a:b]
        if not text:
            return
        note = _FIRST_LEADS.search(text)
        if (note or _NOTE.search(text)) and "(" not in text:
            self.first_leads = self.first_leads or note is not None
            return
        when = _DEADLINE.match(text)
        if when:
            self.deadline = (a + when.start("when"), a + when.end("when"))
            return
        opening_date = _OPENING_DATE.match(text)
        if opening_date:  # 2025年4月底前下达首批资金
            self.deadline = (a, a + opening_date.end())
            return
        if _STANDING.match(text) or _TELEPHONE.match(text):
            return
        aside = _ASIDE.search(text)
        if aside and self._aside(a, a + aside.start(), aside["said"]):
            return
        opening = _OPENING.match(text)
        if opening and strength(text) < WEAK:
            a = a + opening.end()
        if a < b and not self._roles(a, b):
            self._names(a, b)

    def _aside(self, a: int, b: int, said: str) -> bool:
        """Reads 市科技局(牵头) and 市科技局(排首位的为牵头单位, 下同); False for any other bracket behind a name."""
        note = _FIRST_LEADS.search(said)
        role = _terms("after").get(said) or _terms("label").get(said)
        if note is None and not _NOTE.search(said) and role not in ("lead", "supporting", "joint"):
            return False
        self.first_leads = self.first_leads or note is not None
        if role:
            self._settle(self.preset)
        self._names(a, b)
        if role:
            self._settle(role)  # type: ignore[arg-type]
            self.spoken = True
        return True

    def _roles(self, a: int, b: int) -> bool:
        """Reads a piece with a role word: A牵头, A会同B负责, 配合B. False where it holds none."""
        text = self.chars[a:b]
        for hit in _terms("between").find(text):
            left, right = text[: hit.start], a + hit.end
            if right >= b or (left and not self._are_bodies(a, a + hit.start)):
                continue
            if not left and not self._begins_with_body(right, b):
                continue
            if left:
                self._names(a, a + hit.start)
            self._settle("lead" if self.preset == "joint" else self.preset)
            self.preset, self.spoken = "supporting", True
            if not self._roles(right, b):
                self._names(right, b)
            return True
        if self._are_bodies(a, b):
            return False  # 市场监督管理局: 监督 belongs to the name
        for hit in _terms("after").find(text):
            cut = _MODIFIER.search(text[: hit.start])
            stop = a + (cut.start() if cut else hit.start)
            if stop > a and not self._are_bodies(a, stop):
                continue
            if stop == a and not self.waiting and not self.named:
                continue
            if stop > a:
                self._names(a, stop)
            role: Role = hit.value  # type: ignore[assignment]
            self._settle(self.preset if role == "joint" else role)
            self.spoken = True
            return True
        return False

    def _are_bodies(self, a: int, b: int) -> bool:
        found = read_bodies(self.chars, a, b, self.gaps)
        if found.understood and (found.bodies or found.open_ended):
            return True
        end, is_left_open = without_open(self.chars, a, b)
        return is_left_open and is_field(self.chars[a:end])

    def _begins_with_body(self, a: int, b: int) -> bool:
        end, _ = without_open(self.chars, a, b)
        return (
            strength(self.chars[a:end]) >= STRONG
            or self._are_bodies(a, b)
            or any(self._are_bodies(a, a + hit.start) for hit in _terms("after").find(self.chars[a:b]) if hit.start)
        )

    def _names(self, a: int, b: int) -> None:
        found = read_bodies(self.chars, a, b, self.gaps)
        self.open_ended = self.open_ended or found.open_ended
        self.waiting.extend(found.bodies)
        if found.understood:
            return
        end, _ = without_open(self.chars, a, b)
        if not self.labelled and is_field(self.chars[a:end]):
            self.fields += 1
            self.waiting.append(Body(a, end, WEAK))
            return
        # Behind a label every short name is a body, however strange: 责任单位：城联社.
        if self.labelled and _WORDS.fullmatch(self.chars, a, end) and not is_open(self.chars[a:end]):
            self.waiting.append(Body(a, end, WEAK))
        else:
            # A plain word may be a body that nobody has listed; a phrase is none.
            self.unknown += 1 if _WORDS.fullmatch(self.chars, a, end) and end - a <= 12 else 2
