"""Ask by ask, how a proposal stands to policy, and what the reply did with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from zjtx_docs.comparison.align import rank
from zjtx_docs.comparison.candidates import ACCEPT, Candidate, is_counterpart, reasons_for
from zjtx_docs.comparison.category import suggest_category
from zjtx_docs.comparison.changes import find_changes
from zjtx_docs.comparison.corpus import Corpus
from zjtx_docs.comparison.decisions import Decision, decide
from zjtx_docs.comparison.encoder import Encoder, model, wanted
from zjtx_docs.comparison.fingerprints import with_fingerprints
from zjtx_docs.comparison.policies import pair_policies
from zjtx_docs.comparison.records import Ask, Compared, Comparison, Match, Nearest, Note, Uncovered
from zjtx_docs.comparison.relation import Verdict, judge, judge_lacking, refusal
from zjtx_docs.comparison.reply import ReplyReader
from zjtx_docs.comparison.senses import Senses
from zjtx_docs.comparison.similarity import Weights
from zjtx_docs.comparison.units import Unit, ask_units, counterpart_units
from zjtx_docs.comparison.wording import say
from zjtx_docs.model import Document

__all__ = ["compare"]

POLICY_KINDS = ("policy", "plan", "notice")
REVIEW_BELOW = 0.62
_MATCHES = 3
# So many of the units of a corpus that come nearest are encoded for each ask.
ENCODED = 12


def compare(
    left: Document | Sequence[Document],
    right: Document | Sequence[Document] | Corpus,
    reply: Document | None = None,
    decisions: Sequence[Decision] = (),
    encoder: Encoder = "auto",
    as_: Literal["asks", "pairs"] | None = None,
) -> Comparison:
    """How each ask of ``left`` stands to the policies ``right``, and what ``reply`` did with it.

    Where the left is a policy itself, its measures are paired with those of the right instead (``as_`` "pairs"), as
    two versions or as a district's policy beside the city's; ``as_`` "asks" judges them like the asks of a proposal.

    ``left`` and ``right`` may be what ``parse_file`` returned: of a file's documents the proposal is taken on the
    left, its policies on the right (or a corpus of very many), and a reply under the proposal is used unless another
    is given. ``decisions`` are what a person confirmed or corrected; they take the place of what is found here.
    ``encoder``: whether an offline sentence encoder, where it is installed, takes part in the search for counterparts.
    """
    lefts = [left] if isinstance(left, Document) else list(left)
    corpus = right if isinstance(right, Corpus) else None
    rights = [] if isinstance(right, Corpus) else [right] if isinstance(right, Document) else list(right)
    proposal = next((d for d in lefts if d.kind == "proposal"), None) or _policy(lefts)
    if reply is None:
        reply = next((d for d in lefts if d.kind == "reply" and d is not proposal), None)
    policies = _policies(rights)
    if corpus is None and (as_ or default_view(lefts)) == "pairs":
        policy = _policy(lefts)
        paired = pair_policies(policy, policies)
        return Comparison(
            documents=tuple(_compared(d) for d in (policy, *policies)),
            left=policy.doc_id, right=tuple(one.doc_id for one in policies),
            pairs=paired.pairs, added=paired.added, removed=paired.removed, summary=paired.summary,
        )  # fmt: skip
    reader = ReplyReader(reply) if reply is not None else None
    said = _asks(proposal, corpus or Shelf(policies), reader, _takes_part(encoder, corpus))
    asks, decided = decide(with_fingerprints(said, proposal), decisions)
    if corpus:  # of very many policies only those take part that an ask met
        near = (match for ask in asks for match in (*ask.matches, *((ask.nearest,) if ask.nearest else ())))
        policies = corpus.policies(match.doc_id for match in near)
    chosen = {(ask.matches[0].doc_id, ask.matches[0].path) for ask in asks if ask.matches}
    uncovered = tuple(_uncovered(policy, chosen) for policy in policies)
    commitments = reader.commitments() if reader else ()
    return Comparison(
        documents=tuple(_compared(d) for d in (proposal, *policies, *((reply,) if reply else ()))),
        left=proposal.doc_id, right=tuple(policy.doc_id for policy in policies), reply=reply.doc_id if reply else None,
        asks=asks, uncovered=tuple(entry for group in uncovered for entry in group), commitments=commitments,
        category=suggest_category(asks, reply), encoder=model() if _takes_part(encoder, corpus) else None,
        notes=(*_notes(proposal, policies), *decided), summary=_summary(asks, reply is not None, uncovered),
    )  # fmt: skip


def _takes_part(encoder: Encoder, corpus: Corpus | None) -> bool:
    """Whether the encoder takes part; against a corpus, whose candidates it would have to read, only when asked for."""
    return wanted(encoder) and (encoder == "on" or corpus is None)


def default_view(lefts: Sequence[Document]) -> Literal["asks", "pairs"]:
    """pairs where the left is an issued policy or plan, asks where it holds a proposal or asks for anything."""
    if any(d.kind == "proposal" for d in lefts):
        return "asks"
    policy = _policy(lefts)
    stances = {measure.stance for measure in policy.measures}
    return "pairs" if policy.kind in POLICY_KINDS and "provided" in stances and "asked" not in stances else "asks"


def _policy(documents: Sequence[Document]) -> Document:
    """The policy of a file; a notice that gives support itself counts as one, a cover notice gives way."""
    for kind in POLICY_KINDS:
        found = next((d for d in documents if d.kind == kind and d.measures), None)
        if found:
            return found
    return documents[0]


def _policies(documents: list[Document]) -> list[Document]:
    """What stands as policy among the documents supplied: a cover notice gives way to the policy that it issues."""
    issued = [d for d in documents if d.kind in ("policy", "plan")]
    return issued or [d for d in documents if d.measures] or documents


def _compared(document: Document) -> Compared:
    return Compared(
        doc_id=document.doc_id,
        kind=document.kind,
        title=document.title,
        file=document.source.file,
        sha256=document.source.sha256,
    )


class Shelf:
    """The measures of a few policies: each ask is compared with all of them."""

    def __init__(self, policies: list[Document]) -> None:
        self._units = [unit for policy in policies for unit in counterpart_units(policy)]
        self.weights = Weights(unit.profile for unit in self._units)

    def around(self, ask: Unit, also: Sequence[Unit] = ()) -> list[Unit]:
        """All units, whatever the ask."""
        return self._units

    def sample(self) -> list[Unit]:
        """The units that tell what is common here: all of them."""
        return self._units


def _asks(proposal: Document, shelf: Shelf | Corpus, reader: ReplyReader | None, encoded: bool) -> tuple[Ask, ...]:
    made = []
    asked = ask_units(proposal)
    senses = None
    if encoded:
        senses = Senses([unit.said for unit in asked], [unit.said for unit in shelf.sample()])
    if reader is not None:
        reader.hear(asked, encoded)
    ranked: list[Candidate] = []
    place = None
    for unit in asked:
        last = ranked[:8] if unit.path == place else []
        units = shelf.around(unit, [candidate.unit for candidate in last])
        before = {id(candidate.unit): candidate.score for candidate in last}
        if senses and isinstance(shelf, Corpus):  # of a corpus only what comes near is encoded
            units = [candidate.unit for candidate in rank(unit, units, shelf.weights, before)[:ENCODED]]
        said = senses.near(unit.said, [other.said for other in units]) if senses else None
        ranked = rank(unit, units, shelf.weights, before, senses=said)
        place = unit.path
        made.append(_ask(unit, ranked, reader))
    return tuple(made)


def _ask(unit: Unit, ranked: list[Candidate], reader: ReplyReader | None) -> Ask:
    found = [candidate for candidate in ranked[:12] if is_counterpart(candidate)]
    nearest = None
    if found:
        best = found[0]
        rest = next((c.score for c in ranked[1:] if c.unit.path != best.unit.path), 0.0)
        verdict: Verdict = judge(unit, best, rest)
        found = _shown(found)
    else:
        verdict = judge_lacking(ranked[0] if ranked else None, ACCEPT)
        nearest = _nearest(unit, _closest(unit, ranked)) if ranked else None
    return Ask(
        id=unit.id, path=unit.path, start=unit.start, end=unit.end, quote=unit.quote,
        relation=verdict.relation, how=verdict.how,
        confidence=verdict.confidence, alternative=verdict.alternative,
        review=verdict.confidence < REVIEW_BELOW, why=verdict.why,
        matches=tuple(_match(unit, candidate) for candidate in found), nearest=nearest,
        reply=reader.answer(unit) if reader else None,
    )  # fmt: skip


def _shown(found: list[Candidate]) -> list[Candidate]:
    """The counterparts that are shown: the best of each place first of all, for a policy often speaks of one subject in
    several items; then others of the first place. In the order of their likelihood."""
    places = {candidate.unit.path: number for number, candidate in reversed(list(enumerate(found)))}
    first = sorted(places.values())[:_MATCHES]
    own = (number for number, candidate in enumerate(found) if candidate.unit.path == found[0].unit.path and number)
    return [found[number] for number in sorted([*first, *own][:_MATCHES])]


def _closest(ask: Unit, ranked: list[Candidate]) -> Candidate:
    """The nearest miss: the best candidate, or where none shares a word the one that gives most alike to most alike."""
    if ranked[0].score >= 0.10 or ask.measure is None:
        return ranked[0]
    tiers = {entry.tier for entry in ask.measure.beneficiaries if entry.tier}
    means = set(ask.measure.instruments)

    def alike(candidate: Candidate) -> float:
        measure = candidate.unit.measure
        if measure is None:
            return candidate.score
        shared = len(tiers & {entry.tier for entry in measure.beneficiaries}) + len(means & set(measure.instruments))
        return candidate.score + 0.2 * shared

    return max(ranked, key=alike)


def _match(ask: Unit, candidate: Candidate) -> Match:
    unit = candidate.unit
    changes = find_changes(ask.measure, unit.measure) if ask.measure and unit.measure else ()
    if ask.measure and ask.measure.stance == "asked":  # what an ask leaves unsaid it does not ask to take away
        changes = tuple(change for change in changes if change.op != "removed")
    return Match(
        doc_id=unit.doc_id, measure_id=unit.id or None, path=unit.path,
        start=unit.start, end=unit.end, quote=unit.quote,
        score=round(candidate.likely, 3), reasons=reasons_for(candidate), subjects=candidate.features.shared[:3],
        changes=changes,
        departments=unit.measure.departments if unit.measure else (),
    )  # fmt: skip


def _nearest(ask: Unit, candidate: Candidate) -> Nearest:
    unit = candidate.unit
    code, because = refusal(candidate)
    return Nearest(
        doc_id=unit.doc_id, measure_id=unit.id or None, path=unit.path,
        start=unit.start, end=unit.end, quote=unit.quote,
        score=round(candidate.likely, 3), reasons=reasons_for(candidate), subjects=candidate.features.shared[:3],
        refused_because=because, refused_code=code,
    )  # fmt: skip


def _uncovered(policy: Document, chosen: set[tuple[str, tuple[str, ...]]]) -> tuple[Uncovered, ...]:
    """The items of a policy with measures of their own (or below them) that no ask is matched with."""
    touched = {path for doc_id, path in chosen if doc_id == policy.doc_id}
    acting = {measure.path for measure in policy.measures if measure.stance == "provided"}
    found = []
    for item in policy.outline:
        below = any(
            other.path != item.path and other.path[: len(item.path)] == item.path and other.path in acting
            for other in policy.outline
        )
        own = item.path in acting
        if (below and not own) or not own:
            continue
        if not any(path[: len(item.path)] == item.path for path in touched):
            found.append(Uncovered(doc_id=policy.doc_id, path=item.path, heading=item.heading))
    return tuple(found)


def _notes(proposal: Document, policies: list[Document]) -> tuple[Note, ...]:
    """What the reader must know of the texts supplied."""
    said = []
    for policy in policies:
        if policy.issued and proposal.issued and policy.issued > proposal.issued:
            values = {"title": policy.title or policy.doc_id, "policy": policy.issued, "proposal": proposal.issued}
            said.append(Note(code="policy_younger", text=say("note.policy_younger", **values), values=values))
    if proposal.level == "district" and not any(policy.level == "district" for policy in policies):
        said.append(Note(code="district_missing", text=say("note.district_missing")))
    return tuple(said)


def _summary(asks: tuple[Ask, ...], replied: bool, uncovered: tuple[tuple[Uncovered, ...], ...]) -> dict[str, int]:
    counts: Counter[str] = Counter(ask.relation for ask in asks)
    summary = {"asks": len(asks), **{name: counts[name] for name in ("duplicates", "extends", "lacks")}}
    summary["review"] = sum(ask.review for ask in asks)
    summary["uncovered"] = sum(len(group) for group in uncovered)
    if replied:
        states = Counter(ask.reply.status for ask in asks if ask.reply)
        for name in ("acted", "partly", "deferred_to_upper_level", "refused", "not_addressed"):
            summary[name] = states[name]
    return summary
