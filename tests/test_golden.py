"""What is parsed today, case by case. A folder with source.txt (or source.path) and expected.json is a test.

``make golden`` writes the expectations again, and the diff is read before it is committed.
"""

from __future__ import annotations

import difflib
import json
import os
from pathlib import Path

import pytest
from eval.annotations import GOLDEN, ROOT, parse_case

from zjtx_docs.model import from_json, to_json
from zjtx_docs.pipeline import parse_file

CASES = sorted(path for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Path, request):
    _, documents = parse_case(case)
    made, expected = to_json(documents), case / "expected.json"
    if request.config.getoption("--rewrite-golden"):
        if os.environ.get("CI"):
            pytest.fail("a person accepts expectations, CI never", pytrace=False)
        expected.write_bytes(made)
        return
    if from_json(expected.read_bytes()) != documents:
        before, after = (data.decode("utf-8").splitlines() for data in (expected.read_bytes(), made))
        changed = list(difflib.unified_diff(before, after, "expected", "parsed", n=4, lineterm=""))
        pytest.fail(
            "\n".join(changed[:80]) + f"\n{len(changed)} lines differ; accept them with make golden", pytrace=False
        )
    assert expected.read_bytes() == made, "the same records, written differently: make golden"


@pytest.mark.parametrize("path", sorted((ROOT / "raw").glob("*.txt")), ids=lambda path: path.stem)
def test_structured_is_what_is_parsed(path: Path):
    """structured/ is made by ``make structured``; only the name of the source file may differ between places."""
    kept = json.loads((ROOT / "structured" / f"{path.stem}.json").read_bytes())
    made = json.loads(to_json(parse_file(path)))
    for document in (*kept, *made):
        assert Path(document["source"].pop("file")).name == path.name
    assert kept == made
