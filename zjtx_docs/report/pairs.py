"""Policy against policy in words: what the terminal and the Markdown page both show of pairs, before either lays it
out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zjtx_docs.comparison.records import Change, Comparison, Match, Pair, Standing
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.layout import Cell, clean, hanging, paint, shorten, stack, table
from zjtx_docs.report.phrases import change, counted, place, titles, value

_TALL = 9
_STYLES = {"repeats": None, "tops_up": "good", "localises": None, "alters": "warn"}


class PairWords(NamedTuple):
    """One pair in words: both sides, each with its further parts, and what is to be said of it."""

    before: list[str]
    after: list[str]
    flags: list[str]
    changes: list[str]


def is_versions(comparison: Comparison) -> bool:
    """Whether policy was held against policy."""
    return bool(comparison.pairs or comparison.added or comparison.removed)


def pair_summary(comparison: Comparison, say: Say) -> list[str]:
    """The statements on top: how many pairs and how they stand, and how much stands on one side only."""
    pairs = comparison.pairs
    if not is_versions(comparison):
        return []
    changed = sum(pair.relation == "changed" for pair in pairs)
    lines = [say("report.pairs_summary", count=len(pairs), same=len(pairs) - changed, changed=changed)]
    shapes = {name: sum(pair.shape == name for pair in pairs) for name in ("split", "merge")}
    moved = sum(pair.moved for pair in pairs)
    if moved or any(shapes.values()):
        lines.append(say("report.pairs_moved", moved=moved, **shapes))
    standings = [pair.standing for pair in pairs if pair.standing]
    if standings:
        lines.append(say("report.standings") + say("report.colon") + counted(standings, Standing, "standing", say))
    lines.append(say("report.pairs_alone", added=len(comparison.added), removed=len(comparison.removed)))
    return lines


def shown_pairs(comparison: Comparison) -> list[Pair]:
    """The pairs worth a row: those that changed, came apart or together; all of them beside an upper level's policy."""
    return [p for p in comparison.pairs if p.standing or p.relation == "changed" or p.shape != "one_to_one"]


def pair_words(pair: Pair, comparison: Comparison, say: Say) -> PairWords:
    """One pair in words."""
    sides = {"left": [pair.left], "right": [pair.right]}
    if pair.shape != "one_to_one":
        sides["left" if pair.shape == "split" else "right"] += pair.more
    flags = [say(f"standing.{pair.standing}")] if pair.standing else []
    if pair.shape != "one_to_one":
        flags.append(say(f"shape.{pair.shape}"))
    before, after = ([one(match, comparison) for match in sides[name]] for name in ("right", "left"))
    changes = list(dict.fromkeys(said_of(found, say) for found in pair.changes))
    return PairWords(before, after, flags, changes)


def said_of(found: Change, say: Say) -> str:
    """A change between two policies as one statement: what one side alone says, and whose part it is that changed."""
    field = say(f"field.{found.field}")
    if found.left and not found.right and found.left.value is not None:
        return say("report.between_left", field=field, left=value(found.field, found.left, say))
    if found.right and not found.left:
        return say("report.between_right", field=field, right=value(found.field, found.right, say))
    if found.field == "role" and found.left:
        return say("report.role_of", name=clean(found.left.quote), change=change(found, say))
    return change(found, say)


def one(match: Match, comparison: Comparison) -> str:
    """A measure with its place, and the number of its text where several were held against."""
    several = len(comparison.right) > 1 and match.doc_id in comparison.right
    number = f"[{comparison.right.index(match.doc_id) + 1}] " if several else ""
    return f"{number}{place(match.path)} {clean(match.quote)}".strip()


def alone(comparison: Comparison, say: Say) -> list[tuple[str, list[str]]]:
    """What stands on one side only, under the words that say on which."""
    title = titles(comparison, say).get(comparison.left, clean(comparison.left))
    sides = ((say("report.added", title=title), comparison.added), (say("report.removed"), comparison.removed))
    return [(label, [one(match, comparison) for match in found]) for label, found in sides if found]


def pairs_title(comparison: Comparison, say: Say) -> str:
    """What the table of pairs is headed: all that belong together, or only those that changed."""
    standing = any(pair.standing for pair in comparison.pairs)
    return say("report.pairs_beside" if standing else "report.pairs_changed")


def pair_lines(comparison: Comparison, say: Say, columns: int, color: bool) -> list[str]:
    """The pairs as a table for the terminal, then what stands on one side only."""
    lines: list[str] = []
    shown = shown_pairs(comparison)
    if shown:
        how = columns * 3 // 10
        text = (columns - how - 4) // 2
        rows = [_row(pair, pair_words(pair, comparison, say), (text, text, how)) for pair in shown]
        head = [say(f"report.{name}") for name in ("column_before", "column_after", "column_how")]
        lines += ["", paint(pairs_title(comparison, say), "strong", color)]
        lines += table(head, rows, (text, text, how), color)
    for label, found in alone(comparison, say):
        lines += ["", paint(shorten(label, columns), "strong", color)]
        lines += [line for text in found for line in hanging(text, columns)]
    return lines


def _row(pair: Pair, said: PairWords, widths: Sequence[int]) -> list[Cell]:
    return [
        Cell(tuple(stack(said.before, widths[0], _TALL))),
        Cell(tuple(stack(said.after, widths[1], _TALL))),
        Cell(tuple(stack([*said.flags, *said.changes], widths[2], _TALL)), _STYLES.get(pair.standing or "")),
    ]


def pair_sections(comparison: Comparison, say: Say) -> list[tuple[str, list[list[str]], list[str]]]:
    """The same for a page: title, rows (head first) and plain lines of each section; a cell's statements by line."""
    sections: list[tuple[str, list[list[str]], list[str]]] = []
    shown = shown_pairs(comparison)
    if shown:
        rows = [[say(f"report.{name}") for name in ("column_before", "column_after", "column_how")]]
        for pair in shown:
            said = pair_words(pair, comparison, say)
            rows.append(["\n".join(cell) for cell in (said.before, said.after, [*said.flags, *said.changes])])
        sections.append((pairs_title(comparison, say), rows, []))
    return sections + [(label, [], found) for label, found in alone(comparison, say)]
