"""The annotations: JSON lines, one fact a line, ``list`` naming what it is; what is null, empty or false is left out.

``quote`` is the ``n``-th (1) stretch of the source with these words. ``or`` holds further values that are as right,
``optional`` marks a fact that is neither asked for nor punished. ``documents/NAME.jsonl`` belongs to
``tests/golden/NAME/``, ``compare/NAME/annotation.jsonl`` to the texts beside it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from zjtx_docs.model import Document
from zjtx_docs.pipeline import parse_text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOLDEN = HERE.parent / "golden"

Fact = dict[str, Any]


class Annotation:
    """The facts of one document or one comparison, in the order of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        data = path.read_bytes()
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.facts: list[Fact] = [json.loads(line) for line in data.decode("utf-8").splitlines()]

    @property
    def name(self) -> str:
        """documents/beijing_policy, compare/tea_qinglan: the name in floors.json."""
        place = self.path.relative_to(HERE).with_suffix("")
        return (place.parent if place.name == "annotation" else place).as_posix()

    def of(self, name: str) -> list[Fact]:
        """The facts of one list."""
        return [fact for fact in self.facts if fact["list"] == name]


def documents() -> list[Annotation]:
    """The annotated documents."""
    return [Annotation(path) for path in sorted((HERE / "documents").glob("*.jsonl"))]


def comparisons() -> list[Annotation]:
    """The annotated comparisons."""
    return [Annotation(path) for path in sorted((HERE / "compare").glob("*/annotation.jsonl"))]


def source_path(folder: Path, stem: str) -> tuple[Path, int | None]:
    """The text file ``stem`` of a folder: ``stem.txt``, or the file of the project that ``stem.path`` names.

    ``raw/file.txt#2`` there means the second document of that file, which is the number returned; else None.
    """
    pointer = folder / f"{stem}.path"
    if not pointer.is_file():
        return folder / f"{stem}.txt", None
    name, _, number = pointer.read_text("utf-8").strip().partition("#")
    return ROOT / name, int(number) if number else None


def read_text(path: Path) -> str:
    """The text, newlines as they stand."""
    return path.read_bytes().decode("utf-8")


def parse_case(folder: Path, stem: str = "source", doc_id: str | None = None) -> tuple[str, list[Document]]:
    """The text of a case and its documents; one document where the pointer names its number."""
    path, number = source_path(folder, stem)
    text = read_text(path)
    found = parse_text(text, doc_id or folder.name)
    return text, found if number is None else found[number - 1 : number]


def locate(text: str, fact: Fact) -> tuple[int, int]:
    """Where the quote of a fact stands in the text."""
    at = -1
    for _ in range(fact.get("n", 1)):
        at = text.find(fact["quote"], at + 1)
        if at < 0:
            raise LookupError(f"not in the text: {fact['quote']!r}")
    return at, at + len(fact["quote"])


def key_of(fact: Fact) -> str:
    """The name of a fact in floors.json: its path, words and value, and its number where the words stand more than
    once."""
    words = "".join((fact.get("quote") or fact.get("heading") or "").split())
    value = next((f" = {fact[name]:g}" for name in ("yuan", "rate", "value") if fact.get(name) is not None), "")
    number = f" #{fact['n']}" if "n" in fact else ""
    return f"{'.'.join(fact.get('path', ())) or '0'} {words}{number}{value}"


def accepted(fact: Fact, field: str) -> list[Any]:
    """The values of a field that are right."""
    return [fact.get(field), *fact.get("or", {}).get(field, ())]
