"""Responsibility said in running text: 由市科技局牵头, 市财政局会同市教委制定…, 市商务局负责…, 由区发改局负责解释, 各区按职责分工….

Policies write so in their organising and closing articles, proposals where they ask for an organisation. A body that is
merely applied to, reported to or named in a definition (经市科技局会同市财政局认定的企业) answers for nothing.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Collection
from typing import NamedTuple

from zjtx_docs.lexicon import rows
from zjtx_docs.model import Role
from zjtx_docs.parsers.department_names import CERTAIN, STRONG, WEAK, is_field, is_named
from zjtx_docs.parsers.department_words import any_of, choices
from zjtx_docs.parsers.departments import read_bodies, split_pieces, strength, without_open
from zjtx_docs.parsers.responsibility_lists import Named, Reading

_TRIGGER = re.compile(
    r"(?P<lead>(?<=为)(?:总|具体|主要|第一)?牵头(?:责任|落实)?(?:单位|部门)|(?:总?牵头|主办)(?!人|企业|申报|单位|部门|高校))"
    r"|(?P<joint>负责(?!人(?![才员口力社工])|制(?![定订作])|任(?!务)|同志)|按(?:照)?(?:各自)?的?职[责能])|(?P<with>会同)"
    r"|(?P<part>配合|参与|协助|协同)|(?P<by>承担|组织实施|承办|主管|联合|(?<=[局委厅办部院府会心])落实)|(?P<steer>(?:统筹)?协调(?=各|相关|有关))"
)
_QUICK = re.compile(r"牵头|负责|会同|承担|职责|协调[各相有]|组织实施|[局委厅办部院府会心]落实")
_SENTENCE = re.compile(r"[^。;!?]+")
_ITEM_MARK = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,6}条|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.)]"
    r"|[一二三四五六七八九]是)+"
)
_BARE_FIELDS = re.compile(r"[^,。;:()]{2,80}?(?:部门|机关)(?:和单位|和机构)?")
_GOES_ON = re.compile(r"(?:抓总|负责|落实|推进|组织|实施)*[,:]")
_STOP = re.compile(r"[,、;。:()]")
_DEALT = re.compile(r"第[一二三四五六七八九十]{1,3}条由")  # 第三条由县文旅局落实，第七条由县人社局落实
_EXPLAINS = re.compile(r"负责[^,。;]{0,8}解释")
_LIST_NEXT = re.compile(r"[、和与及]|以及")
# 区科技局是专项资金主管部门，负责组织申报: who the clause before presents.
_IN_CHARGE = re.compile(r"(?:是|作为|为)[^,。;是为]{0,20}(?:部门|单位|机构),\Z")
_TITLE = re.compile(r"《[^》]{0,80}\Z")


class Statement(NamedTuple):
    """One statement, ``chars[start:end]``, and what it answers for; ``explains``: it says who interprets the text."""

    start: int
    end: int
    covers: tuple[int, int]
    reading: Reading
    explains: bool


class _Part(NamedTuple):
    """One verb with its bodies: where its clause and its object begin, and whether 由 stood before the bodies."""

    clause: int
    object: int
    bodies: tuple[Named, ...]
    passive: bool
    kind: str


@functools.cache
def _phrases(kind: str) -> str:
    """The words of ``responsibility_phrases.csv`` of one kind as the inside of a pattern."""
    return any_of(row["word"] for row in rows("responsibility_phrases") if row["value"] == kind)


@functools.cache
def _modal() -> re.Pattern[str]:
    """应当, 统一, 作为 … between a body and its verb."""
    return re.compile(rf"(?:{_phrases('modal')})\Z")


@functools.cache
def _brought() -> re.Pattern[str]:
    """The last 由, 请, 明确 … of a clause: what follows it are the bodies."""
    return re.compile(rf"(?:{_phrases('brought')})(?=[^由请]*\Z)")


@functools.cache
def _attributive() -> re.Pattern[str]:
    """认定的企业, 建设的中心: the verb tells of which things, it charges nobody. 牵头的工作机制 does."""
    return re.compile(rf"(?:[一-鿿]{{0,2}}(?:{_phrases('maker')}))?的(?!{_phrases('arrangement')})")


@functools.cache
def _reported() -> re.Pattern[str]:
    """出台了, 已建立, 近年来: what has been done is a report."""
    done = _phrases("done")
    return re.compile(rf"(?:{done})了|已经?(?:{done})|{_phrases('reported')}")


@functools.cache
def _costs() -> re.Pattern[str]:
    """经费由…承担: who pays does not answer for the matter."""
    return re.compile(rf"(?:{_phrases('cost')})\Z")


@functools.cache
def _open_words() -> re.Pattern[str]:
    return re.compile(rf"(?:各个?|相关|有关|等)(?:{choices('qualifier')}){{0,4}}(?:部门|单位|委办局|机构)")


def find_statements(chars: str, taken: Collection[tuple[int, int]] = ()) -> list[Statement]:
    """The statements of one paragraph (``View.chars``); ``taken`` are stretches that brackets have already told."""
    if not _QUICK.search(chars):
        return []
    found: list[Statement] = []
    told = sorted(taken)
    for match in _SENTENCE.finditer(chars):
        a, b = match.span()
        if _QUICK.search(chars, a, b):
            # What a bracket has told is told: a statement follows the last one and ends before one that goes on.
            last = bisect_left(told, (b, 0)) - 1
            if last >= 0 and told[last][1] > b:
                b = told[last][0]
                last -= 1
            if last >= 0 and told[last][1] > a:
                a = told[last][1]
            if a < b:
                found.extend(_of_sentence(chars, a, b))
    return found


def _of_sentence(chars: str, a: int, b: int) -> list[Statement]:
    while a < b and chars[a] in ",、:)”":
        a += 1
    mark, first = _ITEM_MARK.match(chars, a, b), a
    a = mark.end() if mark else a
    parts: list[_Part] = []
    for trigger in _TRIGGER.finditer(chars, a, b):
        part = _part(chars, a, b, trigger, parts)
        if part is not None:
            parts.append(part)
    if not any(part.kind != "part" for part in parts):
        return []
    if _reported().search(chars, a, b):
        return []
    dealt = [bool(_DEALT.match(chars, first if part.clause == a else part.clause)) for part in parts]
    charges = [part for part in parts if all(dealt) or not part.passive and part.kind == "joint"]
    if len(charges) > 1 and len(charges) == len(parts):
        ends = [part.clause for part in parts[1:]] + [b]
        pairs = zip(parts, ends, strict=True)
        return [_statement(chars, a, _trim(chars, part.clause, end), [part]) for part, end in pairs]
    return [_statement(chars, a, b, parts)]


def _trim(chars: str, a: int, b: int) -> int:
    while b > a and chars[b - 1] in ",、:":
        b -= 1
    return b


def _statement(chars: str, a: int, b: int, parts: list[_Part]) -> Statement:
    bodies: dict[tuple[int, int], Named] = {}
    for part in parts:
        for body in part.bodies:
            bodies.setdefault((body.start, body.end), body)
    start = parts[0].clause
    passive = any(part.passive for part in parts)
    covers = (a, b) if passive or parts[0].object >= b else (parts[0].object, b)
    reading = Reading(tuple(bodies.values()), _open_words().search(chars, start, b) is not None, None, False, True)
    return Statement(start, b, covers, reading, _EXPLAINS.search(chars, start, b) is not None)


def _part(chars: str, a: int, b: int, trigger: re.Match[str], before: list[_Part]) -> _Part | None:
    kind = trigger.lastgroup or ""
    at, end = trigger.span()
    clause = max(a, *(chars.rfind(mark, a, at) + 1 for mark in ",:"))
    if kind == "part" and before and chars.startswith("、", before[-1].object):
        clause = max(clause, before[-1].object + 1)  # 由市科技局牵头、市财政局配合
    if _TITLE.search(chars[max(a, at - 80) : at]):
        return None
    together = kind == "with" or trigger[0] == "联合"
    if together and before and (at == clause or chars[at - 2 : at] in ("牵头", "负责")):
        helpers, after = _bodies_after(chars, end, b, "supporting")
        return _Part(clause, after, helpers, before[-1].passive, "part") if helpers else None
    if kind in ("lead", "joint") and _attributive().match(chars, end, b):
        return None
    named = _IN_CHARGE.search(chars, a, clause) if at == clause and kind == "joint" else None
    if named is not None or at == clause and kind == "joint" and clause > a and chars[clause - 1] == ":":
        at = named.start() if named is not None else clause - 1
        clause = max(a, *(chars.rfind(mark, a, at) + 1 for mark in ",:"))
    if kind == "part" and not before:
        return None
    role: Role = "lead" if kind in ("lead", "with") else "supporting" if kind == "part" else "joint"
    subject = _bodies_before(chars, clause, at, role, strict=kind in ("joint", "by", "steer"))
    if subject is None:
        return None
    bodies, passive = subject
    if kind == "by" and not passive:
        return None
    if kind == "steer":
        return _Part(clause, trigger.start(), bodies, passive, kind)
    if kind == "by" and (chars[at - 1] in "、," or _costs().search(chars[clause : bodies[0].start].removesuffix("由"))):
        return None
    if together:
        helpers, after = _bodies_after(chars, end, b, "supporting")
        if _attributive().match(chars, after, b):
            return None
        return _Part(clause, after, (*bodies, *helpers), passive, "with")
    if chars.startswith(("分工", "权限"), end):
        end += 2
    goes_on = _GOES_ON.match(chars, end, b)
    return _Part(clause, goes_on.end() if goes_on else end, bodies, passive, kind)


def _bodies_before(chars: str, clause: int, at: int, role: Role, strict: bool) -> tuple[tuple[Named, ...], bool] | None:
    """The bodies right before a verb, and whether 由, 请, 明确 … led to them. None where anything else stands there."""
    stop = at
    while 2 <= stop - clause <= 160:
        by = _brought().search(chars[clause:stop])
        found = _all_bodies(chars, clause + by.end(), stop, role, False) if by is not None else None
        if found is not None:
            return found, True
        found = _all_bodies(chars, clause, stop, role, strict)
        if found is not None:
            return found, False
        # 应当会同: one word at a time, so that 管委会应当 keeps its own 会.
        tail = _modal().search(chars, max(clause, stop - 4), stop)
        if tail is None or at - stop > 12:
            return None
        stop = tail.start()
    return None


def _all_bodies(chars: str, a: int, b: int, role: Role, strict: bool) -> tuple[Named, ...] | None:
    """The bodies of a stretch that is a list of them and nothing else, else None. ``strict``: one must be an office."""
    bodies: list[Named] = []
    fields, open_ended = 0, False
    for x, y in split_pieces(chars, a, b):
        found = read_bodies(chars, x, y)
        open_ended = open_ended or found.open_ended
        if not found.understood:
            end, _ = without_open(chars, x, y)
            if not is_field(chars[x:end]):
                return None
            fields += 1
            bodies.append(Named(x, end, role, WEAK))
        for body in found.bodies:
            if body.strength < STRONG and not _tells_one(chars[body.start : body.end]):
                return None
            bodies.append(Named(body.start, body.end, role, body.strength))
    if fields and not open_ended:
        return None
    sure = fields or any(body.strength >= STRONG or chars[body.end - 2 : body.end] == "部门" for body in bodies)
    return tuple(bodies) if bodies and (sure or not strict) else None


def _tells_one(name: str) -> bool:
    """Whether a weak name is that of one body: a place, a township, or a name with a place or a field of its own."""
    return name.endswith(("区", "县", "市", "部门", "街道", "乡镇", "街道办事处")) or is_named(name)


def _bodies_after(chars: str, a: int, b: int, role: Role) -> tuple[tuple[Named, ...], int]:
    """The bodies of a list that runs into the sentence (会同省财政厅等单位制定…), and where the list ends."""
    bodies: list[Named] = []
    while a < b:
        open_list = _open_words().match(chars, a, b)
        if open_list:
            a = open_list.end()
        else:
            stop = _STOP.search(chars, a, b)
            end = _longest_name(chars, a, min(stop.start() if stop else b, a + 30))
            if end is None:
                break
            bodies.append(Named(a, end, role, strength(chars[a:end])))
            a = end
            open_list = _open_words().match(chars, a, b)
            if open_list or chars.startswith("等", a):
                a = open_list.end() if open_list else a + 1
        following = _LIST_NEXT.match(chars, a, b)
        if not following:
            break
        after = following.end()
        if _longest_name(chars, after, min(b, after + 30)) is None and not _open_words().match(chars, after, b):
            break
        a = after
    fields = _BARE_FIELDS.match(chars, a, b) if not bodies else None
    if fields is not None:
        a = fields.end()
    while a < b and chars[a] in ",、":
        a += 1
    return tuple(bodies), a


def _longest_name(chars: str, a: int, b: int) -> int | None:
    """Where the name that begins at ``a`` ends: the longest listed one, else the shortest that has the shape of one."""
    cuts = (end for end in range(a + 2, b + 1) if chars[end - 1 : end + 1] not in ("部门", "委员"))
    sizes = [end for end in cuts if strength(chars[a:end]) >= WEAK]
    sure = [end for end in sizes if strength(chars[a:end]) == CERTAIN]
    if sure:
        return sure[-1]
    shaped = [end for end in sizes if strength(chars[a:end]) == STRONG]
    if shaped:
        return shaped[0]
    named = [end for end in sizes if is_named(chars[a:end]) or chars[a:end].startswith(("街道", "乡镇", "属地"))]
    return named[-1] if named and without_open(chars, a, named[-1])[0] == named[-1] else None
