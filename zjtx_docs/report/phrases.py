"""A comparison in words: what the terminal and the Markdown page both say, before either lays it out.

Nothing raw is shown: every value of a vocabulary goes through the catalogue, sums are written as people write them, and
quotes stand on one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, get_args

from zjtx_docs.comparison.records import (
    Ask,
    Change,
    Commitment,
    Comparison,
    Match,
    Nearest,
    Relation,
    ReplyStatus,
    Value,
)
from zjtx_docs.lexicon import rows
from zjtx_docs.model import Path
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.decided import decided_lines, decided_words
from zjtx_docs.report.layout import clean

# Fields whose value is a word of a vocabulary, and the group of the catalogue that says it.
_VOCABULARY = {
    "bound": "bound",
    "instrument": "instrument",
    "role": "role",
    "stance": "stance",
    "period": "period",
    "beneficiary": "tier",
}
_TOLD_BY_THEIR_WORDS = ("deadline", "condition", "wording")
_NUMBERED_WORDS = ("编", "章", "节", "条", "款", "项")


class AskWords(NamedTuple):
    """One ask in words. Every list holds separate statements, the first the most telling."""

    number: str
    place: str
    ask: str
    relation: str
    flags: list[str]
    how: list[str]
    match: list[str]
    status: str | None
    reply: list[str]


def place(path: Path) -> str:
    """Where an item stands, as people say it: 三.5, 第四条, 附件2; a number that came before under one parent 5(2).

    Empty for what stands under no number (a title, an opening sentence).
    """
    steps = []
    for step in path:
        number, _, again = step.partition("#")
        number = f"第{number}" if number.endswith(_NUMBERED_WORDS) else number
        steps.append(f"{number}({again})" if again else number)
    return ".".join(steps)


def yuan(amount: int, say: Say) -> str:
    """A sum as written in the language: 500万元, 1.5亿元 or 5,000,000 yuan."""
    if say.lang == "en":
        return say("report.yuan", number=f"{amount:,}")
    for unit, key in ((100_000_000, "report.yi_yuan"), (10_000, "report.wan_yuan")):
        if abs(amount) >= unit and amount * 10_000 % unit == 0:
            return say(key, number=f"{amount / unit:.4f}".rstrip("0").rstrip("."))
    return say("report.yuan", number=amount)


def value(field: str, side: Value, say: Say) -> str:
    """One side of a change in words: sums and rates as numbers, vocabulary from the catalogue, names as they are, and
    where the value alone says too little (a date, a count) the words that it rests on."""
    raw = side.value
    if field == "amount" and isinstance(raw, int):
        return yuan(raw, say)
    if field == "rate" and isinstance(raw, int | float):
        return f"{raw * 100:.4f}".rstrip("0").rstrip(".") + "%"
    if isinstance(raw, str) and field not in _TOLD_BY_THEIR_WORDS:
        return say.get(f"{_VOCABULARY.get(field, '')}.{raw}") or clean(raw)
    return clean(side.quote) or clean(str(raw))


def change(found: Change, say: Say) -> str:
    """A field change as one statement; where no side can be quoted, the field and what became of it."""
    field = say(f"field.{found.field}")
    left = value(found.field, found.left, say) if found.left else ""
    right = value(found.field, found.right, say) if found.right else ""
    if left and right:
        return say("report.change", field=field, left=left, right=right)
    if left:
        return say("report.change_left", field=field, left=left)
    if right:
        return say("report.change_right", field=field, right=right)
    return say("report.change_bare", field=field, op=say(f"op.{found.op}"))


def titles(comparison: Comparison, say: Say) -> dict[str, str]:
    """The name of each document that took part: its title, else its file, else its id."""
    return {
        document.doc_id: clean(document.title or document.file or document.doc_id) or say("report.untitled")
        for document in comparison.documents
    }


def _where(match: Match, comparison: Comparison) -> str:
    """The place of a counterpart, with the number of its document where several were held against."""
    number = f"[{comparison.right.index(match.doc_id) + 1}] " if _several(comparison, match.doc_id) else ""
    return number + place(match.path)


def _several(comparison: Comparison, doc_id: str) -> bool:
    return len(comparison.right) > 1 and doc_id in comparison.right


def _counterpart(ask: Ask, comparison: Comparison, say: Say) -> list[str]:
    if ask.matches:
        best, *others = ask.matches
        lines = [f"{_where(best, comparison)} {clean(best.quote)}".strip()]
        seen = dict.fromkeys(_where(match, comparison) for match in others)
        for known in ("", _where(best, comparison)):
            seen.pop(known, None)
        if seen:
            lines.append(say("report.also") + " " + say("report.list").join(seen))
        return lines
    if ask.nearest is None:
        return [say("report.no_nearest")]
    near = f"{_where(ask.nearest, comparison)} {clean(ask.nearest.quote)}".strip()
    if ask.relation != "lacks":  # a person found a counterpart; which one is not known
        return [say("report.nearest") + say("report.colon") + near]
    return [
        say("report.nearest") + say("report.colon") + near,
        say("report.refused") + say("report.colon") + refusal(ask.nearest, say),
    ]


def refusal(nearest: Nearest, say: Say) -> str:
    """Why the nearest miss is no counterpart."""
    names = {row["value"]: row[say.lang] for row in rows("subject_names")}
    shared = say("report.list").join(names.get(subject.partition(":")[0], subject) for subject in nearest.subjects[:2])
    return say(f"refused.{nearest.refused_code}", subjects=shared)


def _changes(ask: Ask, match: Match, say: Say) -> list[str]:
    """The changes worth a line: both sides told apart, or one side that the two quotes beside it do not show anyway."""
    told = {"left": clean(ask.quote), "right": clean(match.quote)}
    lines = []
    for found in match.changes:
        one = [(name, side) for name, side in (("left", found.left), ("right", found.right)) if side is not None]
        if found.op == "reworded" or (
            len(one) == 1 and value(found.field, one[0][1], say).removesuffix("元") in told[one[0][0]]
        ):
            continue
        lines.append(change(found, say))
    return list(dict.fromkeys(lines))


def ask_words(number: int, ask: Ask, comparison: Comparison, say: Say) -> AskWords:
    """One ask, the ``number``-th, in words."""
    flags = [say("report.flag")] if ask.review else []
    if ask.review and ask.alternative:
        flags.append(say("report.or", relation=say(f"relation.{ask.alternative}")))
    flags += [decided_words(entry, say) for entry in ask.decided]
    how = [say(f"how.{name}") for name in ask.how]
    changes = _changes(ask, ask.matches[0], say) if ask.matches else []
    reply: list[str] = []
    if ask.reply and ask.reply.quote:
        reply = [place(ask.reply.path), clean(ask.reply.quote)]
    return AskWords(
        number=str(number),
        place=place(ask.path),
        ask=clean(ask.quote),
        relation=say(f"relation.{ask.relation}"),
        flags=flags,
        how=how + changes,
        match=_counterpart(ask, comparison, say),
        status=say(f"status.{ask.reply.status}") if ask.reply else None,
        reply=reply,
    )


def counted(names: Iterable[str], vocabulary: object, group: str, say: Say) -> str:
    """How often each value of a vocabulary came up, in its order: 政策已有 10、更进一步 19 …"""
    counts = Counter(names)
    return say("report.list").join(f"{say(f'{group}.{name}')} {counts[name]}" for name in get_args(vocabulary))


def heading(comparison: Comparison, say: Say) -> list[tuple[str, str]]:
    """Label and text of the lines that say which documents took part."""
    names = titles(comparison, say)
    is_versions = bool(comparison.pairs or comparison.added or comparison.removed)
    left = names.get(comparison.left, clean(comparison.left))
    kind = next((d.kind for d in comparison.documents if d.doc_id == comparison.left), "proposal")
    label = (
        "report.versions_left" if is_versions else "report.left" if kind in ("proposal", "other") else f"kind.{kind}"
    )
    lines = [(say(label), left)]
    for number, doc_id in enumerate(comparison.right, 1):
        mark = f"[{number}] " if len(comparison.right) > 1 else ""
        lines.append((say("report.right"), mark + names.get(doc_id, clean(doc_id))))
    if not is_versions:
        reply = comparison.reply
        lines.append((say("report.reply"), names.get(reply, clean(reply)) if reply else say("report.no_reply")))
    return lines


def summary(comparison: Comparison, say: Say) -> list[str]:
    """The statements on top: counts, reply states, what waits for review, what no ask touches, and the notes."""
    asks = comparison.asks
    if not asks:
        lines = [] if comparison.pairs or comparison.added or comparison.removed else [say("report.no_asks")]
        return lines + _uncovered(comparison, say) + _notes(comparison, say)
    colon, between = say("report.colon"), say("report.list")
    lines = [
        say("report.asks", count=len(asks)) + colon + counted((ask.relation for ask in asks), Relation, "relation", say)
    ]
    lines += _sources(comparison, say)
    answered = [ask.reply.status for ask in asks if ask.reply]
    if answered:
        lines.append(say("report.replies") + colon + counted(answered, ReplyStatus, "status", say))
    lines += category_lines(comparison, say)
    told = (
        ("relation.lacks", [ask.relation == "lacks" for ask in asks]),
        ("status.refused", [bool(ask.reply and ask.reply.status == "refused") for ask in asks]),
        ("status.not_addressed", [bool(ask.reply and ask.reply.status == "not_addressed") for ask in asks]),
    )
    for key, marked in told:
        numbers = [str(number) for number, hit in enumerate(marked, 1) if hit]
        if numbers:
            lines.append(say(key) + colon + between.join(numbers))
    waiting = [str(number) for number, ask in enumerate(asks, 1) if ask.review]
    if waiting:
        lines.append(say("report.review", count=len(waiting)) + colon + between.join(waiting))
    lines += decided_lines(comparison, say)
    lines += _uncovered(comparison, say)
    if any(ask.relation == "lacks" for ask in asks):
        lines.append(say("report.scope"))
    return lines + _notes(comparison, say)


def category_lines(comparison: Comparison, say: Say) -> list[str]:
    """The official category that the answers suggest, and the one printed in the reply, if any."""
    found = comparison.category
    if found is None:
        return []
    line = say("report.category", letter=say(f"category.{found.suggested}"))
    return [line + (say("report.category_printed", printed=clean(found.printed)) if found.printed else "")]


def _sources(comparison: Comparison, say: Say) -> list[str]:
    """Which of several texts answers how many asks: the one that holds the best counterpart."""
    if len(comparison.right) < 2:
        return []
    best = Counter(ask.matches[0].doc_id for ask in comparison.asks if ask.matches)
    counts = (f"[{number}] {best[doc_id]}" for number, doc_id in enumerate(comparison.right, 1))
    return [say("report.sources") + say("report.colon") + say("report.list").join(counts)]


def _uncovered(comparison: Comparison, say: Say) -> list[str]:
    items = [
        (f"[{comparison.right.index(item.doc_id) + 1}] " if _several(comparison, item.doc_id) else "")
        + f"{place(item.path)} {clean(item.heading or '')}".strip()
        for item in comparison.uncovered
    ]
    if not items:
        return []
    return [say("report.uncovered", count=len(items)) + say("report.colon") + say("report.semicolon").join(items)]


def _notes(comparison: Comparison, say: Say) -> list[str]:
    return [
        say("report.notes") + say("report.colon") + clean(say(f"note.{note.code}", **note.values))
        for note in comparison.notes
    ]


def commitment_words(commitment: Commitment, say: Say) -> tuple[str, str, str, str, str]:
    """Place, who, what, by when and how far, of one commitment."""
    return (
        place(commitment.path),
        clean(commitment.who or "—"),
        clean(commitment.what or commitment.quote),
        clean(commitment.deadline or "—"),
        say(f"state.{commitment.state}"),
    )
