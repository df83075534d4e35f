"""The floors: what is known to be missed or found too much today. Everything else that is annotated must be found.

``floors.json`` holds for each annotated text the hash of its annotation and texts, and for each field how many facts
are right, which are missed and what is found besides. ``pytest tests/test_eval.py --rewrite-golden`` writes it, and its
diff is read.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from eval.annotations import GOLDEN, HERE, Annotation, parse_case, source_path
from eval.measure import measure
from eval.measure_comparison import compare_case, measure_comparison
from eval.outcomes import Outcomes

FLOORS = HERE / "floors.json"


def digest(annotation: Annotation) -> str:
    """One hash over an annotation and the texts that it is of."""
    place = annotation.path.parent
    folder, stems = (place, ("proposal", "policy", "reply")) if place.parent.name == "compare" else (
        GOLDEN / annotation.path.stem, ("source",)
    )  # fmt: skip
    texts = [path.read_bytes() for stem in stems if (path := source_path(folder, stem)[0]).is_file()]
    return hashlib.sha256(b"\0".join([annotation.path.read_bytes(), *texts])).hexdigest()


def outcomes_of(annotation: Annotation) -> Outcomes:
    """The outcomes of one annotated text with the parsers and the comparison as they stand."""
    if annotation.path.parent.parent.name == "compare":
        text, comparison = compare_case(annotation)
        return measure_comparison(annotation, text, comparison)[0]
    text, found = parse_case(GOLDEN / annotation.path.stem)
    return measure(annotation, text, found)


@dataclass
class Verdict:
    """What changed against the floors, a line each. ``lost`` and ``more`` (found too much, beyond the number known)
    fail."""

    lost: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        signs = {"lost": "-", "more": "!", "gained": "+"}
        return "\n".join(f"{sign} {name} {line}" for name, sign in signs.items() for line in getattr(self, name))


def judge(outcomes: Outcomes, floors: dict[str, Any]) -> Verdict:
    """The outcomes of a text against its entry in floors.json."""
    verdict = Verdict()
    for name in {**floors, **outcomes}:
        known, now = floors.get(name, {}), outcomes.get(name)
        if now is None:
            verdict.lost += [f"{name}: the whole field"] if known.get("right") else []
            continue
        missed, extra = known.get("missed", []), known.get("extra", [])
        verdict.lost += [f"{name}: {key}" for key in now.missed if key not in missed]
        if len(now.right) < known.get("right", 0) and set(now.missed) <= set(missed):
            verdict.lost.append(f"{name}: {known['right'] - len(now.right)} that are no longer judged")
        if len(now.extra) > len(extra):
            verdict.more += [f"{name}: {key}" for key in now.extra if key not in extra] or [f"{name}: one twice"]
        verdict.gained += [f"{name}: {key}" for key in missed if key not in now.missed]
        verdict.gained += [f"{name}: no longer {key}" for key in extra if key not in now.extra]
    return verdict


def read_floors() -> dict[str, Any]:
    """Name of an annotation -> its entry; empty before the first writing."""
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}


def entry_of(annotation: Annotation, outcomes: Outcomes) -> dict[str, Any]:
    """The state of one text as floors.json holds it: empty lists are left out."""
    fields = {
        name: {"right": len(o.right), **{k: v for k in ("missed", "extra") if (v := sorted(getattr(o, k)))}}
        for name, o in outcomes.items()
    }
    return {"sha256": digest(annotation), "fields": fields}


def write_floors(entries: dict[str, Any]) -> None:
    """Writes floors.json, one field a line, so that a diff shows which field moved."""

    def dump(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    blocks = []
    for name, entry in sorted(entries.items()):
        lines = ",\n".join(f"      {dump(key)}: {dump(value)}" for key, value in entry["fields"].items())
        blocks.append(
            f'  {dump(name)}: {{\n    "sha256": "{entry["sha256"]}",\n    "fields": {{\n{lines}\n    }}\n  }}'
        )
    FLOORS.write_text("{\n" + ",\n".join(blocks) + "\n}\n", "utf-8", newline="\n")
