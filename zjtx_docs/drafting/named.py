"""The policies that a draft names: expired, replaced by a later one, or called by a name that is not quite theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from zjtx_docs.comparison.records import Compared
from zjtx_docs.drafting.records import Finding
from zjtx_docs.drafting.wording import finding_words
from zjtx_docs.model import Document, all_finds
from zjtx_docs.text import fold, squeeze

# Names that differ by less are taken for a slip of the pen.
NEAR = 86
_QUOTES = re.compile(r"[“”\"'‘’《》〈〉<>]")
_COVER = re.compile(r"印发(?P<name>.{4,80}?)的?(?:通知|函)$")
_TAIL = re.compile(r"\((?:试行|暂行|修订版?|修正|\d{4}年[^()]{0,8})\)$")
# A year, a number or a place that differs makes another document of the same kind, no slip.
_TELLING = re.compile(
    r"[\d一二三四五六七八九十零〇两省市县区州盟旗]|细则|解读|指南|补充|修订|废止|征求意见|任务分工|汇编"
)
_PLACE = re.compile(r"^[^关印促支推加]{2,8}?[省市区县州盟旗]")
_REPEALED = re.compile(r"《(?P<name>[^《》]{4,80})》[^《》。]{0,40}?(?:同时|予以|即行|自行|相应)(?:废止|停止执行|失效)")


class Dead(NamedTuple):
    """Why a policy no longer holds: it expired on ``day``, or ``by`` replaced it."""

    why: Literal["expired", "replaced"]
    day: str
    by: str


def name_key(title: str) -> str:
    """A title for comparing: folded, without quotation marks, the name inside 关于印发《…》的通知."""
    bare = _QUOTES.sub("", fold(squeeze(title)))
    found = _COVER.search(bare)
    return found["name"] if found else bare


def dead_policies(policies: Sequence[Document], on: str, texts: Mapping[str, str]) -> dict[str, Dead]:
    """Which of the policies, by ``doc_id``, no longer hold on the day ``on``; ``texts`` are theirs by ``doc_id``.

    Expired: the last day stands in its text and has passed. Replaced: another policy supplied says that it is repealed,
    or has the same name and was issued later.
    """
    dead = {}
    for policy in policies:
        later = next((other for other in policies if other is not policy and _replaces(other, policy, on, texts)), None)
        if policy.expires and policy.expires < on:
            dead[policy.doc_id] = Dead("expired", policy.expires, "")
        elif later is not None:
            dead[policy.doc_id] = Dead("replaced", later.issued or "", later.title or later.doc_id)
    return dead


def _replaces(later: Document, policy: Document, on: str, texts: Mapping[str, str]) -> bool:
    if not policy.title or (later.issued or later.effective or "") > on:
        return False
    key = name_key(policy.title)
    text = fold(squeeze(texts.get(later.doc_id, "")[later.source.start : later.source.end]))
    if any(_same(name_key(found["name"]), key) for found in _REPEALED.finditer(text)):
        return True
    same = bool(later.title) and _TAIL.sub("", name_key(later.title or "")) == _TAIL.sub("", key)
    return same and bool(policy.issued and later.issued and later.issued > policy.issued)


def find_named(draft: Document, policies: Sequence[Document], dead: dict[str, Dead]) -> Iterator[Finding]:
    """A finding for each policy that the draft names wrongly or too late, at its first mention."""
    known = [(name_key(policy.title), policy) for policy in policies if policy.title]
    seen: set[str] = set()
    for reference in all_finds(draft, "references"):
        key = name_key(reference.title)  # type: ignore[attr-defined]
        if key in seen:
            continue
        seen.add(key)
        policy = next((one for name, one in known if _same(key, name)), None)
        slip = next((one for name, one in known if is_slip(key, name)), None) if policy is None else None
        place = {"start": reference.start, "end": reference.end, "quote": reference.quote}
        path = getattr(reference, "path", ())
        written = squeeze(reference.title)  # type: ignore[attr-defined]
        if slip is not None:
            values = {"written": written, "title": squeeze(slip.title or "")}
            yield Finding(**place, path=path, **finding_words("policy_misnamed", values))
        gone = dead.get((policy or slip).doc_id) if policy or slip else None  # type: ignore[union-attr]
        if gone is not None and gone.why == "expired":
            yield Finding(**place, path=path, **finding_words("policy_expired", {"title": written, "day": gone.day}))
        elif gone is not None:
            by = {"title": written, "by": squeeze(gone.by), "day": gone.day or "—"}
            yield Finding(**place, path=path, **finding_words("policy_replaced", by))


def _same(written: str, name: str) -> bool:
    """The name, or the name without the place or the body in front, or without （试行） behind: a usual short form."""
    a, b = _TAIL.sub("", written), _TAIL.sub("", name)
    return a == b or (min(len(a), len(b)) >= 8 and (a.endswith(b) or b.endswith(a)))


def is_slip(written: str, name: str) -> bool:
    """Whether a name is so near another that it must mean it. Another year, place or kind of text is another one."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    if min(len(written), len(name)) < 8 or fuzz.ratio(written, name) < NEAR:
        return False
    places = {found[0] for found in (_PLACE.match(written), _PLACE.match(name)) if found}
    if len(places) == 2:
        return False
    changed = [
        written[step.src_start : step.src_end] + "|" + name[step.dest_start : step.dest_end]
        for step in Levenshtein.opcodes(written, name)
        if step.tag != "equal"
    ]
    return not any(_TELLING.search(piece) for piece in changed)


def compared(documents: Iterable[Document]) -> tuple[Compared, ...]:
    """The documents that took part."""
    return tuple(
        Compared(doc_id=d.doc_id, kind=d.kind, title=d.title, file=d.source.file, sha256=d.source.sha256)
        for d in documents
    )
