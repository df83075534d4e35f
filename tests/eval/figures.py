"""Prints the figures of all annotated texts: ``python tests/eval/figures.py [WORD …] [--show]``.

A WORD keeps the texts with it in their name; ``--show`` lists what is missed and found too much.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from eval.annotations import comparisons, documents  # noqa: E402
from eval.floors import outcomes_of  # noqa: E402
from eval.measure_comparison import compare_case, measure_comparison  # noqa: E402
from eval.outcomes import Outcome, Outcomes  # noqa: E402


def line(name: str, outcome: Outcome) -> str:
    """A list as P, R, F1 and counts; a field as its share of the facts found."""
    right, missed, extra = len(outcome.right), len(outcome.missed), len(outcome.extra)
    if outcome.found is not None:
        return f"{name:28} {'':13} {outcome.figure:6.3f}  {right} of {outcome.found}"
    return (
        f"{name:28} {outcome.precision:6.3f} {outcome.recall:6.3f} {outcome.figure:6.3f}  +{right} -{missed} !{extra}"
    )


def pooled(all_outcomes: list[Outcomes]) -> Outcomes:
    """All texts as one, in the order in which fields come up."""
    pool: Outcomes = {}
    for outcomes in all_outcomes:
        for name, outcome in outcomes.items():
            into = pool.setdefault(name, Outcome(found=None if outcome.found is None else 0))
            into.right += outcome.right
            into.missed += outcome.missed
            into.extra += outcome.extra
            if outcome.found is not None:
                into.found = (into.found or 0) + outcome.found
    return pool


def main(arguments: list[str]) -> None:
    words = [word for word in arguments if not word.startswith("--")]

    def wanted(name: str) -> bool:
        return not words or any(word in name for word in words)

    groups: dict[str, list[Outcomes]] = {"documents": [], "comparisons": []}
    for group, annotated in (("documents", documents()), ("comparisons", comparisons())):
        for annotation in annotated:
            if not wanted(annotation.name):
                continue
            if group == "documents":
                outcomes, kappas = outcomes_of(annotation), {}
            else:
                outcomes, kappas = measure_comparison(annotation, *compare_case(annotation))
            groups[group].append(outcomes)
            said = "".join(f"  kappa of {name} {value:.3f}" for name, value in kappas.items())
            print(f"== {annotation.name}{said}")
            if "--show" in arguments:
                for name, outcome in outcomes.items():
                    print("\n".join([f"   {name} - {key}" for key in outcome.missed]
                                    + [f"   {name} ! {key}" for key in outcome.extra]), end="")  # fmt: skip
                    print("\n" if outcome.missed or outcome.extra else "", end="")
    for group, found in groups.items():
        if found:
            print(f"\n{group + ' together':28} {'P':>6} {'R':>6} {'F1':>6}")
            for name, outcome in pooled(found).items():
                print(line(name, outcome))


if __name__ == "__main__":
    main(sys.argv[1:])
