"""1,000 asks against a corpus of 100,000 measures: index time, seconds, memory, and what the search misses.

The policies are made of the sentences of raw/ and of the golden tests: subjects, sums and places are exchanged, so that
hardly two are alike. Run: python benchmarks/corpus.py [--quick] [--encoder]
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import POLICY, PROPOSAL, ROOT, peak_memory

sys.path.insert(0, str(ROOT))

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.align import rank
from zjtx_docs.comparison.candidates import is_counterpart
from zjtx_docs.comparison.corpus import Corpus, build
from zjtx_docs.comparison.thesaurus import subject_hits
from zjtx_docs.comparison.units import ask_units
from zjtx_docs.lexicon import rows
from zjtx_docs.model import Document
from zjtx_docs.pipeline import parse_text
from zjtx_docs.text import fold, squeeze

MEASURES, ASKS, SAMPLE = 100_000, 1_000, 60
QUICK_MEASURES, QUICK_ASKS, QUICK_SAMPLE = 5_000, 100, 10
IN_POLICY, IN_PROPOSAL = 40, 20
PLACES = [row["word"] for row in rows("places") if 2 < len(row["word"]) < 5]
WORDS: dict[str, list[str]] = {}
for _row in rows("subjects"):
    if _row["value"] != "none" and not _row["generic"]:
        WORDS.setdefault(_row["value"], []).append(_row["word"])
EXAMPLES = [row["example"] for row in (*rows("subjects"), *rows("subject_phrases")) if row["example"]]
_NUMBER = re.compile(r"[1-9][0-9]{0,3}(?=万元|亿元|元|%|家|个|名)")


def sentences() -> list[str]:
    """The sentences that are varied: the measures of raw/ and of the golden tests."""
    paths = [*sorted((ROOT / "tests" / "golden").glob("*/source.txt")), POLICY, PROPOSAL]
    found = {
        squeeze(measure.quote)
        for path in paths
        for document in parse_text(path.read_text("utf-8"), path.parent.name)
        for measure in document.measures
    }
    return sorted(text for text in found if 12 <= len(text) <= 160)


def vary(text: str, dice: random.Random) -> str:
    """The sentence on other subjects, with other sums."""
    text = fold(text)
    parts, at = [], 0
    for hit in subject_hits(text):
        if dice.random() < 0.7:
            parts += [text[at : hit.start], dice.choice(WORDS[dice.choice(SUBJECTS)])]
            at = hit.end
    text = "".join([*parts, text[at:]])
    return _NUMBER.sub(lambda match: str(max(1, round(int(match[0]) * dice.uniform(0.3, 3)))), text)


SUBJECTS = sorted(WORDS)


def policies(count: int, texts: list[str], dice: random.Random) -> Iterator[Document]:
    """So many measures in policies of some forty, each parsed from its text."""
    made = number = 0
    while made < count:
        place, head = dice.choice(PLACES), dice.choice(SUBJECTS)
        lines = [f"{place}关于促进{dice.choice(WORDS[head])}发展的若干措施"]
        for item in range(IN_POLICY // 2):
            subject = dice.choice(WORDS[dice.choice(SUBJECTS)])
            one, two = (vary(dice.choice(texts), dice) for _ in range(2))
            lines.append(f"{item + 1}.支持{subject}。{one}。{two}。({place}财政局)")
        for document in parse_text("\n".join(lines) + "\n", f"p{number}"):
            made += len(document.measures)
            yield document
        number += 1


def proposals(count: int, texts: list[str], dice: random.Random) -> Iterator[Document]:
    """Proposals of some twenty asks: sentences as policies write them, and everyday ways of speaking."""
    for number in range(max(1, count // IN_PROPOSAL)):
        asks = [
            vary(dice.choice(texts), dice) if dice.random() < 0.6 else f"建议{dice.choice(EXAMPLES)}"
            for _ in range(IN_PROPOSAL)
        ]
        text = f"关于{dice.choice(PLACES)}发展的提案\n建议：\n" + "\n".join(
            f"{at + 1}.{ask}。" for at, ask in enumerate(asks)
        )
        yield from parse_text(text + "\n", f"q{number}")


def recall(corpus: Corpus, asked: list, sample: int, dice: random.Random) -> tuple[int, int]:
    """Of the counterparts (three at most) that comparison with every unit accepts, how many the search brings."""
    everything = corpus.units(range(corpus.size))
    wanted = got = 0
    for ask in dice.sample(asked, min(sample, len(asked))):
        best = [one for one in rank(ask, everything, corpus.weights)[:12] if is_counterpart(one)][:3]
        found = [one for one in rank(ask, corpus.around(ask), corpus.weights)[:12] if is_counterpart(one)][:3]
        wanted += len(best)
        scores = [one.score for one in found]
        for one in best:  # units of equal score take each other's place
            near = next((score for score in scores if score >= one.score - 1e-9), None)
            if near is not None:
                scores.remove(near)
                got += 1
    return got, wanted


def main() -> None:
    quick, encoder = "--quick" in sys.argv, "on" if "--encoder" in sys.argv else "off"
    measures, asks, sample = (QUICK_MEASURES, QUICK_ASKS, QUICK_SAMPLE) if quick else (MEASURES, ASKS, SAMPLE)
    texts = sentences()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corpus.zjtx")
        start = time.perf_counter()
        documents = list(policies(measures, texts, random.Random(1)))
        parsed = time.perf_counter()
        units = build(documents, path)
        built = time.perf_counter()
        print(f"corpus          {len(documents)} policies, {units} units, {path.stat().st_size / 1e6:.0f} MB")
        print(
            f"parsed in       {parsed - start:.1f} s, indexed in {built - parsed:.1f} s, so far {peak_memory():.0f} MB"
        )
        del documents
        drafts = list(proposals(asks, texts, random.Random(2)))
        start = time.perf_counter()
        corpus = Corpus(path)
        opened, busy = time.perf_counter(), time.process_time()
        found = [ask for draft in drafts for ask in compare(draft, corpus, encoder=encoder).asks]
        done, busy = time.perf_counter(), time.process_time() - busy
        print(f"opened in       {opened - start:.1f} s")
        print(f"compared        {len(found)} asks in {done - opened:.1f} s, {busy:.1f} s of one core")
        print(f"with match      {sum(bool(ask.matches) for ask in found)} of {len(found)}")
        print(f"memory          {peak_memory():.0f} MB")
        asked = [unit for draft in drafts for unit in ask_units(draft)]
        got, wanted = recall(corpus, asked, sample, random.Random(3))
        print(f"recall          {got}/{wanted} = {got / max(wanted, 1):.3f} of what {sample} full comparisons find")


if __name__ == "__main__":
    main()
