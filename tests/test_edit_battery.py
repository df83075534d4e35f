"""One edit of a whole small policy, read from its text, is told as that one change and nothing else.

``edit_battery/`` holds policies in many layouts and ``edits.csv``: the words that are replaced, what they become
(\\n is a line break), and the one (field, op) with the value of the old (right) and the new (left) side; no field
means that the text only reads differently. A * behind the op: told of each body concerned. Rows with ``miss`` are
known misses.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.records import Change, Comparison, Value
from zjtx_docs.pipeline import parse_text

FOLDER = Path(__file__).with_name("edit_battery")
POLICIES = {path.stem[:2]: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}
ROWS = list(csv.DictReader((FOLDER / "edits.csv").read_text("utf-8").splitlines()))
MIRROR = {"raised": "lowered", "added": "removed", "widened": "narrowed"}
MIRROR |= {there: here for here, there in MIRROR.items()}


def edited(row: dict[str, str]) -> tuple[str, str]:
    """The text before and after the edit."""
    text, old, new = POLICIES[row["policy"]], *(row[name].replace("\\n", "\n") for name in ("old", "new"))
    assert text.count(old) == 1, "the words to replace must stand once"
    return text, text.replace(old, new)


def held(new: str, old: str) -> Comparison:
    """The last document of each text (a cover notice may stand before it) held against each other."""
    return compare(parse_text(new, "new")[-1], parse_text(old, "old")[-1])


def changes(found: Comparison) -> list[Change]:
    """Every change once: two measures of one sentence share its department."""
    once = {
        (c.field, c.op, *((side.start, side.end) if side else None for side in (c.left, c.right))): c
        for pair in found.pairs
        for c in pair.changes
    }
    return list(once.values())


def says(side: Value | None, wanted: str) -> bool:
    if not wanted:
        return side is None or side.value is None
    if side is None:
        return False
    if isinstance(side.value, (int, float)) and wanted.replace(".", "", 1).isdecimal():
        return abs(side.value - float(wanted)) < 1e-9 or wanted in side.quote
    return wanted in str(side.value) or wanted in "".join(side.quote.split())


def shown(found: list[Change]) -> list[str]:
    return [f"{c.field} {c.op}: {c.right and c.right.value!r} -> {c.left and c.left.value!r}" for c in found]


def params(rows: list[dict[str, str]]) -> list:
    return [
        pytest.param(
            row,
            id=f"{row['policy']}-{row['case']}",
            marks=[pytest.mark.xfail(strict=True, reason=row["miss"])] if row["miss"] else [],
        )
        for row in rows
    ]


@pytest.mark.parametrize("row", params([row for row in ROWS if row["field"]]))
def test_one_edit_is_one_change(row):
    old, new = edited(row)
    found = held(new, old)
    told = changes(found)
    assert (found.added, found.removed) == ((), ())
    kind = (row["field"], row["op"].rstrip("*"))
    if row["op"].endswith("*"):
        assert {(c.field, c.op) for c in told} == {kind}, shown(told)
        assert all(c.left and c.right and c.left.value != c.right.value for c in told)
        return
    assert [(c.field, c.op) for c in told] == [kind], shown(told)
    assert says(told[0].right, row["right"]), shown(told)
    assert says(told[0].left, row["left"]), shown(told)


@pytest.mark.parametrize("row", params([row for row in ROWS if not row["field"]]))
def test_what_says_the_same_is_no_change(row):
    old, new = edited(row)
    found = held(new, old)
    assert shown(changes(found)) == []
    assert (found.added, found.removed) == ((), ())


def test_swapping_sides_turns_every_change_round():
    wrong = []
    for row in ROWS:
        old, new = edited(row)
        there = sorted((c.field, c.op) for c in changes(held(new, old)))
        back = sorted((c.field, MIRROR.get(c.op, c.op)) for c in changes(held(old, new)))
        if there != back:
            wrong.append((row["case"], there, back))
    assert wrong == []


def test_every_side_quotes_its_own_text():
    for row in ROWS:
        old, new = edited(row)
        for change in changes(held(new, old)):
            for side, text in ((change.left, new), (change.right, old)):
                if side:
                    assert text[side.start : side.end] == side.quote, row["case"]


@pytest.mark.parametrize("text", POLICIES.values(), ids=POLICIES)
def test_a_policy_is_the_same_as_itself(text):
    found = held(text, text)
    assert found.pairs
    assert {(p.relation, p.shape, p.moved, p.left.start - p.right.start) for p in found.pairs} == {
        ("same", "one_to_one", False, 0)
    }
    assert (found.added, found.removed) == ((), ())


def test_the_battery_is_wide():
    fields = {row["field"] for row in ROWS}
    assert fields >= {
        "amount", "bound", "rate", "period", "duration", "per", "beneficiary", "threshold", "target", "department",
        "role", "deadline", "condition", "instrument", "",
    }  # fmt: skip
    missed = [row for row in ROWS if row["miss"]]
    assert len(ROWS) >= 200
    assert 1 - len(missed) / len(ROWS) >= 0.95
    assert {row["policy"] for row in ROWS} == set(POLICIES)
