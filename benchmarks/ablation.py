"""What words, thesaurus, fields and encoder each add: relations and items right on labelled cases.

Run: python benchmarks/ablation.py FOLDER…, where each case is a folder (at any depth) with gold.json (asks with quote,
relation, confidence, alternative, municipal paths), proposal.txt and policy.txt, or policy.path with its name.
Every row but those "as shipped" gets the shift of its threshold that is best on all other cases, so that none is
judged by a threshold made for another.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from zjtx_docs.comparison.align import rank
from zjtx_docs.comparison.candidates import Candidate, is_counterpart
from zjtx_docs.comparison.encoder import model
from zjtx_docs.comparison.relation import judge
from zjtx_docs.comparison.senses import Senses
from zjtx_docs.comparison.similarity import Weights
from zjtx_docs.comparison.units import Unit, ask_units, counterpart_units
from zjtx_docs.model import Document
from zjtx_docs.pipeline import parse_text

SHIFTS = [step / 50 for step in range(-12, 7)]
ROWS = (
    ("words alone", "words"),
    ("words + encoder", "words encoder"),
    ("+ thesaurus", "words thesaurus"),
    ("+ thesaurus + fields", "words thesaurus fields"),
    ("+ thesaurus + fields + encoder", "words thesaurus fields encoder"),
)


class Gold(NamedTuple):
    """One labelled ask: the unit that meets it, the relations that count as right, the paths of its items."""

    number: int
    relations: frozenset[str]
    paths: frozenset[tuple[str, ...]]


class Case(NamedTuple):
    """A labelled case: its asks, the units they are held against, and what is right."""

    name: str
    asks: list[Unit]
    units: list[Unit]
    gold: list[Gold]
    unfound: int


class Result(NamedTuple):
    """Counts over asks: relations right, items right of those with one, asks that lack a counterpart told so."""

    relation: int
    item: int
    items: int
    lacks: int
    lacking: int


def read(path: Path) -> list[Document]:
    return parse_text(path.read_bytes().decode("utf-8-sig"), path.stem)


def read_case(folder: Path) -> Case:
    """The case of a folder; an ask is found by the largest overlap with its quote in the proposal."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    file, named = folder / "proposal.txt", folder / "policy.path"
    text = file.read_bytes().decode("utf-8-sig")
    policy = Path(named.read_text("utf-8").strip()) if named.exists() else folder / "policy.txt"
    documents = read(file)
    # A draft may lie under the notice that asks for opinions on it.
    drafts = [d for d in documents if d.kind in ("policy", "plan")] or [d for d in documents if d.measures] or documents
    proposal = next((d for d in documents if d.kind == "proposal"), drafts[0])
    asks = ask_units(proposal)
    rights = read(policy)
    units = [u for d in ([d for d in rights if d.kind in ("policy", "plan")] or rights) for u in counterpart_units(d)]
    found, unfound = [], 0
    for entry in gold["asks"]:
        at = -1
        for _ in range(entry.get("n", 1)):
            at = text.find(entry["quote"], at + 1)
        end = at + len(entry["quote"])
        shares = [min(end, ask.end) - max(at, ask.start) for ask in asks]
        if not shares or max(shares) <= 0:
            unfound += 1
            continue
        right = {entry["relation"]}
        if entry.get("confidence", 1) <= 0.60 and entry.get("alternative"):
            right.add(entry["alternative"])
        paths = frozenset(tuple(item["path"]) for item in entry["municipal"] if item["path"])
        found.append(Gold(shares.index(max(shares)), frozenset(right), paths))
    return Case(str(folder.name), asks, units, found, unfound)


def without(unit: Unit, parts: str) -> Unit:
    """The unit as seen with some parts only."""
    if "thesaurus" not in parts:
        unit = unit._replace(profile=unit.profile._replace(subjects={}, terms=frozenset()))
    return unit if "fields" in parts else unit._replace(measure=None)


def ranked(case: Case, parts: str) -> list[list[Candidate]]:
    """For each labelled ask all units, the best first, with the parts of this row."""
    seen = [without(unit, parts) for unit in case.units]
    whole = {id(part): unit for part, unit in zip(seen, case.units, strict=True)}
    weights = Weights(unit.profile for unit in seen)
    said = [unit.said for unit in seen]
    senses = Senses([ask.said for ask in case.asks], said) if "encoder" in parts else None
    tables: list[list[Candidate]] = []
    last: list[Candidate] = []
    for number, ask in enumerate(case.asks):
        near = senses.near(ask.said, said) if senses else None
        follows = bool(number) and case.asks[number - 1].path == ask.path
        before = {id(c.unit): c.score for c in last[:8]} if follows else None
        last = rank(without(ask, parts), seen, weights, before, senses=near)
        tables.append([c._replace(unit=whole[id(c.unit)]) for c in last])
    return [tables[gold.number] for gold in case.gold]


def score(case: Case, tables: Sequence[Sequence[Candidate]], shift: float) -> Result:
    """How many are right with the threshold moved by ``shift``."""
    relation = item = items = lacks = lacking = 0
    for gold, table in zip(case.gold, tables, strict=True):
        found = [c for c in table[:12] if is_counterpart(c._replace(score=c.score + shift))][:6]
        said = "lacks"
        if found:
            second = next((c.score for c in table[1:] if c.unit.path != found[0].unit.path), 0.0)
            said = judge(case.asks[gold.number], found[0], second).relation
        right = said in gold.relations
        relation += right
        lacking += gold.relations == {"lacks"}
        lacks += gold.relations == {"lacks"} and not found
        if gold.paths and not (said == "lacks" and right):
            items += 1
            near = [c for c in found if c.unit.path == found[0].unit.path or c.score >= 0.93 * found[0].score][:3]
            item += any(c.unit.path[: len(path)] == path for c in near for path in gold.paths)
    return Result(relation, item, items, lacks, lacking)


def added(results: Sequence[Result]) -> Result:
    return Result(*map(sum, zip(*results, strict=True)))


def show(name: str, results: Sequence[Result], total: int) -> None:
    relation, item, items, lacks, lacking = added(results)
    print(
        f"{name:32} relation {relation:3}/{total} = {relation / total:.3f}   item {item:3}/{items} ="
        f" {item / max(items, 1):.3f}   lacks told {lacks:2}/{lacking}   by case"
        f" {' '.join(str(one.relation) for one in results)}"
    )


def main() -> None:
    folders = sorted({path.parent for name in sys.argv[1:] for path in Path(name).rglob("gold.json")})
    cases = [read_case(folder) for folder in folders]
    if not cases:
        raise SystemExit("no gold.json in the folders named")
    total = sum(len(case.gold) + case.unfound for case in cases)
    print(f"{len(cases)} cases, {total} asks:", *(f"{c.name} {len(c.gold) + c.unfound}" for c in cases))
    for name, parts in ROWS:
        if "encoder" in parts and not model():
            print(f"{name:32} the encoder is not installed")
            continue
        tables = [ranked(case, parts) for case in cases]
        every = [[score(case, table, shift) for shift in SHIFTS] for case, table in zip(cases, tables, strict=True)]
        chosen = []
        for number in range(len(cases)):
            others = [sum(sum(every[k][at][:2]) for k in range(len(cases)) if k != number) for at in range(len(SHIFTS))]
            chosen.append(every[number][others.index(max(others))])
        show(name, chosen, total)
        if "fields" in parts:
            kept = [score(case, table, 0.0) for case, table in zip(cases, tables, strict=True)]
            show("  the same as shipped", kept, total)


if __name__ == "__main__":
    main()
