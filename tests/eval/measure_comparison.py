"""Comparisons against annotations: asks found and kept apart, relations, counterparts, reply statuses, items that no
ask touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from eval.annotations import Annotation, Fact, locate, parse_case, source_path
from eval.outcomes import Outcome, Outcomes
from zjtx_docs.comparison import compare
from zjtx_docs.comparison.encoder import Encoder, model
from zjtx_docs.comparison.records import Ask, Comparison

# An annotator who is no surer than this lets the second reading count too.
UNSURE = 0.60


def kappa(pairs: Iterable[tuple[str, str]]) -> float:
    """Cohen's kappa of pairs of labels: agreement beyond what chance would give."""
    both = list(pairs)
    left, right = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(count * right[label] for label, count in left.items()) / max(len(both), 1) ** 2
    seen = sum(a == b for a, b in both) / max(len(both), 1)
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def compare_case(annotation: Annotation, encoder: Encoder | None = None) -> tuple[str, Comparison]:
    """The proposal's text of a case and its comparison; a reply of its own (reply.txt) comes before one in the same
    file. The encoder takes part where one is installed, unless another choice is given."""
    folder = annotation.path.parent
    text, left = parse_case(folder, "proposal", f"{folder.name}-proposal")
    _, right = parse_case(folder, "policy", f"{folder.name}-policy")
    reply = None
    if source_path(folder, "reply")[0].is_file():
        _, answers = parse_case(folder, "reply", f"{folder.name}-reply")
        reply = next((d for d in answers if d.kind == "reply"), answers[-1])
    chosen: Encoder = encoder or ("on" if model() else "off")
    return text, compare(left, right, reply, encoder=chosen)


def measure_comparison(annotation: Annotation, text: str, comparison: Comparison) -> tuple[Outcomes, dict[str, float]]:
    """Field -> outcome, and the two kappas by name. An ask's key is its name in the annotation."""
    facts = annotation.of("asks")
    made = [(fact, _ask_at(locate(text, fact), comparison.asks)) for fact in facts]
    found = [(fact, ask) for fact, ask in made if ask is not None]
    outcomes: Outcomes = {"asks": _outcome(facts, [fact for fact, _ in found])}
    outcomes["asks.apart"] = _apart(facts, found)

    def relation_ok(fact: Fact, ask: Ask) -> bool:
        second = fact.get("alternative") if fact.get("confidence", 1) <= UNSURE else None
        return ask.relation in (fact["relation"], second)

    related = [(fact, ask) for fact, ask in found if relation_ok(fact, ask)]
    outcomes["relation"] = _outcome(facts, [fact for fact, _ in related], judged=len(facts))
    same = {fact["ask"] for fact, _ in related}
    agreement = [
        ("none" if ask is None else ask.relation, fact["relation"] if fact["ask"] not in same else ask.relation)
        for fact, ask in made
    ]
    kappas = {"relation": kappa(agreement)}
    placed = [(f, a) for f, a in found if f.get("items") and not (a.relation == "lacks" and relation_ok(f, a))]
    outcomes["item"] = _outcome([f for f, _ in placed], [f for f, a in placed if _item_ok(f, a)], judged=len(placed))
    outcomes["how"] = _outcome(facts, [f for f, a in found if set(f.get("how", ())) == set(a.how)], judged=len(facts))
    if any("status" in fact for fact in facts) and any(ask.reply for ask in comparison.asks):
        outcomes["reply"], kappas["reply"] = _replies(found)
    outcomes["uncovered"] = _uncovered(annotation, comparison)
    return outcomes, kappas


def _ask_at(span: tuple[int, int], asks: Iterable[Ask]) -> Ask | None:
    """The ask that shares most with the span."""

    def shared(ask: Ask) -> int:
        return min(span[1], ask.end) - max(span[0], ask.start)

    best = max(asks, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None


def _outcome(facts: list[Fact], right: list[Fact], judged: int | None = None) -> Outcome:
    good = {fact["ask"] for fact in right}
    names = [fact["ask"] for fact in facts]
    return Outcome([name for name in names if name in good], [name for name in names if name not in good], found=judged)


def _apart(facts: list[Fact], found: list[tuple[Fact, Ask]]) -> Outcome:
    """Groups of the annotation with an ask of their own: of two groups in one ask the first counts."""
    owner: dict[str, str] = {}
    for fact, ask in found:
        owner.setdefault(ask.id, fact.get("group", fact["ask"]))
    groups = list(dict.fromkeys(fact.get("group", fact["ask"]) for fact in facts))
    kept = set(owner.values())
    return Outcome([g for g in groups if g in kept], [g for g in groups if g not in kept])


def _item_ok(fact: Fact, ask: Ask) -> bool:
    """Whether one of the first three matches lies in an item that is right; a wrong ``lacks`` has none."""
    matches = [] if ask.relation == "lacks" else ask.matches[:3]
    return any(list(match.path[: len(item)]) == item for item in fact["items"] for match in matches)


def _replies(found: list[tuple[Fact, Ask]]) -> tuple[Outcome, float]:
    asked = [(fact, ask) for fact, ask in found if "status" in fact]
    pairs, right = [], []
    for fact, ask in asked:
        status = ask.reply.status if ask.reply else "not_addressed"
        good = status in (fact["status"], *fact.get("status_or", ()))
        right += [fact] if good else []
        pairs.append((status if good else fact["status"], status))
    return _outcome([fact for fact, _ in asked], right, judged=len(asked)), kappa(pairs)


def _uncovered(annotation: Annotation, comparison: Comparison) -> Outcome:
    """Items of the policy that no ask touches; those that an ask touches weakly are neither asked for nor punished."""
    weak = {tuple(fact["path"]) for fact in annotation.of("weak")}
    asked = [path for fact in annotation.of("uncovered") if (path := tuple(fact["path"])) not in weak]
    made = [entry.path for entry in comparison.uncovered if entry.path not in weak]
    return Outcome(
        [".".join(path) for path in asked if path in made],
        [".".join(path) for path in asked if path not in made],
        [".".join(path) for path in made if path not in asked],
    )
