"""Records against annotations: which facts were found, which were missed, what was found besides.

A find answers to a fact where their spans overlap and their values agree, one find for one fact. Fields of a fact (its
bound, its period …) are judged on the facts that were found.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from eval.annotations import Annotation, Fact, accepted, key_of, locate
from eval.outcomes import Outcome, Outcomes
from zjtx_docs.model import Document, Money, Record, all_finds

Pair = tuple[Fact, Any]
HEAD = ("kind", "level", "issued", "issuer", "jurisdiction", "document_number", "effective", "expires", "title")


def bare(value: str | None) -> str:
    """A name without white space and quotation marks: names are written in several ways."""
    return "".join(sign for sign in value or "" if not sign.isspace() and sign not in "“”\"'‘’《》*")


def same_number(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def span_of(told: dict[str, Any] | list[Any]) -> list[Any]:
    """Value, unit and bound of an annotated duration, which is written as a list of these or with its quote."""
    value, unit, bound = told if isinstance(told, list) else (told[name] for name in ("value", "unit", "bound"))
    return [value, unit.removeprefix("个"), bound]


def measure(annotation: Annotation, text: str, documents: Iterable[Document]) -> Outcomes:
    """Field -> outcome for the document of the annotation's kind (the first where none is of that kind)."""
    found = list(documents)
    [head] = annotation.of("document")
    document = next((d for d in found if d.kind == head["kind"]), found[0])
    return _Measuring(annotation, text, document).run(head)


class _Measuring:
    def __init__(self, annotation: Annotation, text: str, document: Document) -> None:
        self.annotation = annotation
        self.text = text
        self.document = document
        self.outcomes: Outcomes = {}

    def run(self, head: Fact) -> Outcomes:
        self.head(head)
        self.outline()
        self.responsibilities()
        self.money()
        self.numbers()
        self.references()
        self.tiers()
        self.refusals()
        return self.outcomes

    # Lists and fields

    def overlap(self, fact: Fact, find: Record) -> bool:
        start, end = locate(self.text, fact)
        return start < find.end and find.start < end

    def list(self, name: str, finds: Iterable[Any], same: Callable[[Fact, Any], bool]) -> list[Pair]:
        """The pairs of one list, each find used once, in the order of the annotation."""
        free, pairs, outcome = list(finds), [], Outcome()
        for fact in self.annotation.of(name):
            find = next((find for find in free if same(fact, find)), None)
            if find is not None:
                free.remove(find)
                pairs.append((fact, find))
            if not fact.get("optional"):
                (outcome.missed if find is None else outcome.right).append(key_of(fact))
        outcome.extra = [f"{'.'.join(find.path) or '0'} {bare(find.quote)[:60]}" for find in free]
        if outcome.right or outcome.missed or outcome.extra:
            self.outcomes[name] = outcome
        return pairs

    def field(self, name: str, facts: list[Fact], pairs: list[Pair], ok: Callable[[Fact, Any], bool]) -> None:
        """One field of the facts given, judged on those of them that were found."""
        if not facts:
            return
        of = {id(fact): find for fact, find in pairs}
        right = [fact for fact in facts if id(fact) in of and ok(fact, of[id(fact)])]
        keys = {id(fact) for fact in right}
        self.outcomes[name] = Outcome(
            [key_of(fact) for fact in right],
            [key_of(fact) for fact in facts if id(fact) not in keys],
            found=sum(id(fact) in of for fact in facts),
        )

    def fields(self, name: str, pairs: list[Pair], names: Iterable[str]) -> None:
        """Fields that are right where they hold one of the accepted values."""
        for field_name in names:
            self.field(
                f"{name}.{field_name}", self.annotation.of(name), pairs,
                lambda fact, find, f=field_name: getattr(find, f) in accepted(fact, f),
            )  # fmt: skip

    # What is measured

    def head(self, head: Fact) -> None:
        """What the document says of itself. A field that the annotation leaves out is not asked for."""
        document = self.document
        good: dict[str, bool] = {}
        for name in HEAD:
            if name in head:
                right = head[name] if name == "title" else accepted(head, name)
                good[name] = bare(getattr(document, name)) in {bare(value) for value in right}
        for name in ("validity", "applies_to"):
            if name in head:
                clause = getattr(document, name)
                good[name] = clause is not None and bare(head[name]) in bare(clause.quote)
        if "tiers" in head:
            good["tiers"] = document.applies_to is not None and set(head["tiers"]) == set(document.applies_to.tiers)
        for name, right in good.items():
            self.outcomes[f"document.{name}"] = Outcome([name] * right, [name] * (not right), found=1)

    def outline(self) -> None:
        def same(fact: Fact, item: Any) -> bool:
            heading = fact.get("heading")
            return tuple(fact["path"]) == item.path and (
                heading is None or bare(heading)[:12] == bare(item.heading)[:12]
            )

        self.list("outline", self.document.outline, same)

    def responsibilities(self) -> None:
        name = "responsibilities"
        facts = self.annotation.of(name)
        pairs = self.list(name, sorted(self.document.responsibilities, key=lambda r: r.start), self.overlap)
        outcome = Outcome()
        for fact, find in pairs:
            asked = {bare(body) for body in fact["departments"]}
            made = {bare(body.as_written) for body in find.departments}
            made -= {bare(body) for body in fact.get("also", ())} - asked
            outcome.right += [f"{key_of(fact)} > {body}" for body in sorted(asked & made)]
            outcome.missed += [f"{key_of(fact)} > {body}" for body in sorted(asked - made)]
            outcome.extra += [f"{key_of(fact)} > {body}" for body in sorted(made - asked)]
        if facts:
            self.outcomes["departments"] = outcome
        covering = [(fact, find) for fact, find in pairs if "covers" in fact and find.covers]
        self.field(f"{name}.covers", [fact for fact in facts if "covers" in fact], covering, self._covers)
        self.field(f"{name}.open_ended", facts, pairs, lambda a, b: a.get("open_ended", False) == b.open_ended)
        dated = [fact for fact in facts if "deadline" in fact]
        self.field(f"{name}.deadline", dated, pairs, lambda a, b: bare(a["deadline"]) == bare(b.deadline))
        for role, key in (("lead", "lead"), ("supporting", "supporting")):
            bodies = [fact for fact in facts if key in fact]
            self.field(f"{name}.{key}", bodies, pairs, lambda a, b, role=role, key=key: {bare(x) for x in a[key]} <= {
                bare(body.as_written) for body in b.departments if body.role == role
            })  # fmt: skip

    def _covers(self, fact: Fact, find: Any) -> bool:
        here = "".join(self.text[find.covers.start : find.covers.end].split())
        first, last = ("".join(words.split()) for words in fact["covers"])
        return here.lstrip("。；，:：").startswith(first) and here.rstrip("。；，").endswith(last.rstrip("。；，"))

    def money(self) -> None:
        def same(fact: Fact, find: Money) -> bool:
            if not self.overlap(fact, find):
                return False
            if fact.get("yuan") is not None:
                return any(v is not None and same_number(v, find.yuan) for v in accepted(fact, "yuan"))
            return find.yuan is None and any(same_number(v, find.rate) for v in accepted(fact, "rate"))

        entries = all_finds(self.document, "money")
        facts = self.annotation.of("money")
        pairs = self.list("money", [m for m in entries if m.yuan is not None or m.rate is not None], same)
        self.fields("money", pairs, ("bound", "period", "per"))
        # Grant and subsidy are one: texts use either word. Where both are accepted, money.instrument takes any.
        one = {"grant", "subsidy"}

        def exact(fact: Fact, find: Money) -> bool:
            right = accepted(fact, "instrument")
            return find.instrument in right or (find.instrument in one and bool(one & set(right)))

        self.field("money.instrument.exact", facts, pairs, exact)
        self.field("money.instrument", facts, pairs, lambda a, b: exact(a, b)
                   or one <= {b.instrument, *accepted(a, "instrument")})  # fmt: skip
        self.field("money.departments", facts, pairs, lambda a, b: {bare(x) for x in a.get("departments", ())} == {
            bare(x) for x in b.departments
        })  # fmt: skip
        self.field("money.beneficiary", facts, pairs, self._beneficiary)
        for name in ("payer", "yuan_min", "rate_min", "currency"):
            given = [fact for fact in facts if name in fact]
            self.field(f"money.{name}", given, pairs, lambda a, b, name=name: getattr(b, name) == a[name])
        lasting = [fact for fact in facts if "duration" in fact]
        self.field("money.duration", lasting, pairs, lambda a, b: b.duration is not None
                   and [b.duration.value, b.duration.unit, b.duration.bound] == span_of(a["duration"]))  # fmt: skip
        based = [fact for fact in facts if "basis" in fact and "rate" in fact]
        self.field("money.basis", based, pairs, lambda a, b: self._alike(accepted(a, "basis"), b.basis))
        if self.annotation.of("promises"):
            pairs = self.list("promises", [m for m in entries if m.yuan is None and m.rate is None], self.overlap)
            self.fields("promises", pairs, ("instrument",))

    @staticmethod
    def _alike(right: list[str | None], made: str | None) -> bool:
        return any(
            bare(value) == bare(made) or (value and made and (bare(value) in bare(made) or bare(made) in bare(value)))
            for value in right
        )

    @staticmethod
    def _beneficiary(fact: Fact, find: Money) -> bool:
        asked, made = bare(fact.get("beneficiary")), bare(find.beneficiary)
        if not asked or asked in made or (made and made in asked):
            return True
        return any(made and value and bare(value) in made for value in fact.get("or", {}).get("beneficiary", ()))

    def numbers(self) -> None:
        def same(fact: Fact, find: Any) -> bool:
            return self.overlap(fact, find) and same_number(fact["value"], find.value)

        targets = self.list("targets", [t for t in all_finds(self.document, "targets") if t.value is not None], same)
        self.fields("targets", targets, ("bound", "period", "unit"))
        self._written("targets", "deadline", targets)
        statistics = self.list("statistics", all_finds(self.document, "statistics"), same)
        self.fields("statistics", statistics, ("unit",))
        self._written("statistics", "as_of", statistics)
        self._written("statistics", "change", statistics)
        thresholds = self.list("thresholds", all_finds(self.document, "thresholds"), self.overlap)
        self.fields("thresholds", thresholds, ("value", "unit", "bound"))

    def _written(self, name: str, field_name: str, pairs: list[Pair]) -> None:
        """A field that keeps the words of the text: right where it holds all that the annotation holds."""
        facts = [fact for fact in self.annotation.of(name) if field_name in fact]
        self.field(f"{name}.{field_name}", facts, pairs, lambda a, b: any(
            value and bare(value) in bare(getattr(b, field_name)) for value in accepted(a, field_name)
        ))  # fmt: skip

    def references(self) -> None:
        pairs = self.list(
            "references",
            all_finds(self.document, "references"),
            lambda a, b: bare(a["quote"]) == bare(b.quote or b.title),
        )
        facts = self.annotation.of("references")
        self.field("references.date", [f for f in facts if "date" in f], pairs, lambda a, b: a["date"] == b.date)
        issued = [fact for fact in facts if "issuer" in fact]
        self.field(
            "references.issuer", issued, pairs, lambda a, b: bare(b.issuer) in {bare(v) for v in accepted(a, "issuer")}
        )

    def tiers(self) -> None:
        """Rungs of the ladder by item. Subjects of targets and statistics are neither asked for nor punished."""
        asked: dict[tuple[tuple[str, ...], str], None] = {}
        free: set[tuple[tuple[str, ...], str]] = set()
        for fact in self.annotation.of("beneficiaries"):
            place, tier = tuple(fact.get("path", ())), fact.get("tier")
            if tier and not fact.get("optional"):
                asked[place, tier] = None
            places = [place, *(tuple(path) for path in fact.get("places", ()))]
            free |= {(p, t) for p in places for t in accepted(fact, "tier") if t}
        counted = {tuple(f.get("path", ())) for name in ("targets", "statistics") for f in self.annotation.of(name)}
        made = {(b.path, b.tier) for b in all_finds(self.document, "beneficiaries") if b.tier}
        named = {entry: f"{'.'.join(entry[0]) or '0'} {entry[1]}" for entry in {*asked, *made}}
        outcome = Outcome(
            [named[entry] for entry in asked if entry in made],
            [named[entry] for entry in asked if entry not in made],
            sorted(named[entry] for entry in made - set(asked) - free if entry[0] not in counted),
        )
        if outcome.right or outcome.missed or outcome.extra:
            self.outcomes["tiers"] = outcome
        self.recipients()

    def recipients(self) -> None:
        """Who receives, in words: a find that names the same and no more. What is found besides is not counted."""
        facts = [fact for fact in self.annotation.of("beneficiaries") if not fact.get("optional")]
        finds = all_finds(self.document, "beneficiaries")

        def named(fact: Fact) -> bool:
            words = bare(fact["quote"])
            return any(self.overlap(fact, f) and (bare(f.quote) in words or words in bare(f.quote)) for f in finds)

        if facts:
            right = [key_of(fact) for fact in facts if named(fact)]
            self.outcomes["beneficiaries"] = Outcome(
                right, [key_of(f) for f in facts if not named(f)], found=len(facts)
            )

    def refusals(self) -> None:
        """Stretches that look like money, a responsible body or a recipient and are none: no find may stand in them."""
        lists = {
            "not_money": all_finds(self.document, "money"),
            "not_responsibility": self.document.responsibilities,
            "not_beneficiaries": all_finds(self.document, "beneficiaries"),
        }
        for name, finds in lists.items():
            if facts := self.annotation.of(name):
                free = [fact for fact in facts if not any(self.overlap(fact, find) for find in finds)]
                self.outcomes[name] = Outcome(
                    [key_of(f) for f in free], [key_of(f) for f in facts if f not in free], found=len(facts)
                )
