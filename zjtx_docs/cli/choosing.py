"""Which documents of the files given take part in a comparison, as what, and the comparisons of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from zjtx_docs.cli.comparison_output import Finding
from zjtx_docs.cli.decisions_file import share_decisions
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import both

if TYPE_CHECKING:
    from zjtx_docs.cli.sources import Loaded
    from zjtx_docs.comparison.corpus import Corpus
    from zjtx_docs.comparison.decisions import Decision
    from zjtx_docs.comparison.encoder import Encoder
    from zjtx_docs.model import Document, Kind

    Tell = Callable[[str | None, tuple[str, str]], None]

CORPUS = ".zjtx"


class Parties:
    """What is held against what: proposals, each with the reply in its own file; policies or a corpus; the reply that
    was given; and the texts by ``doc_id``. Raises UsageError where there is nothing to hold against."""

    def __init__(self, sides: Sequence[Sequence[Loaded]], tell: Tell, corpus: Corpus | None = None) -> None:
        """``sides`` are the files of proposals, of policies and of replies; ``tell`` hears what is odd about one."""
        from zjtx_docs.cli.sources import texts_of

        proposals, against, replies = sides
        asked = [taken_as(loaded, "proposal") for loaded in proposals]
        answered = [taken_as(loaded, "reply") for loaded in replies]
        left, right, answers = distinct((asked, against, answered))
        self.policies = [document for loaded in right for document in choose_policies(loaded)]
        self.corpus = corpus
        if not self.policies and not corpus:
            raise UsageError(*both("error.no_policy", files=" ".join(loaded.found.path for loaded in right)))
        self.reply = choose_reply(answers[0]) if answers else None
        _tell_odd(self.policies, self.reply, tell)
        self.lefts = [pair for loaded in left for pair in choose_proposals(loaded)]
        self.texts = texts_of([*left, *right, *answers])

    def compare(
        self, decided: Sequence[Decision] = (), encoder: Encoder = "auto", view: str | None = None
    ) -> list[Finding]:
        """The comparison of each proposal, with what a person decided of it."""
        from zjtx_docs.comparison import compare  # what cannot be read is told before this is loaded

        findings = []
        shares = share_decisions(decided, [proposal for proposal, _ in self.lefts])
        for (proposal, own), share in zip(self.lefts, shares, strict=True):
            answer = self.reply or own
            against = self.corpus or self.policies
            found = compare(proposal, against, answer, share, encoder=encoder, as_=view)  # type: ignore[arg-type]
            policies = self.corpus.policies(found.right) if self.corpus else self.policies
            documents = [proposal, *policies, *([answer] if answer else [])]
            findings.append(Finding(found, documents, self.texts))
        return findings


def open_corpus(against: Sequence[str]) -> Corpus | None:
    """The corpus that ``index`` wrote, where the one name given is such a file; it stands alone."""
    if not any(name.endswith(CORPUS) for name in against):
        return None
    if len(against) > 1:
        raise UsageError(*both("error.corpus_alone", suffix=CORPUS))
    from zjtx_docs.cli.sources import find_files, read_bytes
    from zjtx_docs.comparison.corpus import Corpus, is_corpus

    if not is_corpus(against[0]):
        read_bytes(find_files(against)[0].path)  # says so where there is no such file, or it cannot be read
    return Corpus(against[0])


def _tell_odd(policies: Sequence[Document], reply: Document | None, tell: Tell) -> None:
    """A text without a measure finds no counterpart, and a text that is no reply answers nothing: said, not refused."""
    for policy in policies:
        if not policy.measures:
            tell(policy.source.file, both("note_file.no_measures"))
    if reply is not None and reply.kind != "reply":
        tell(reply.source.file, both("note_file.no_reply"))


def distinct(sides: Sequence[Sequence[Loaded]]) -> list[list[Loaded]]:
    """The same files with every ``doc_id`` once: two files may share a name, and a match says by id where it stands."""
    import msgspec

    taken: dict[str, int] = {}

    def renamed(document: Document) -> Document:
        number = taken[document.doc_id] = taken.get(document.doc_id, 0) + 1
        return document if number == 1 else msgspec.structs.replace(document, doc_id=f"{document.doc_id}({number})")

    return [
        [loaded._replace(documents=[renamed(document) for document in loaded.documents]) for loaded in side]
        for side in sides
    ]


def taken_as(loaded: Loaded, kind: Kind) -> Loaded:
    """The file read as what it was handed in as, where its own words tell no kind (a letter that only wishes)."""
    documents = loaded.documents
    if not loaded.text or not documents or any(document.kind != "other" for document in documents):
        return loaded
    from zjtx_docs.pipeline import parse_text

    first = documents[0]
    origin = first.source
    again = parse_text(
        loaded.text, first.doc_id, origin.file, origin.sha256, origin.encoding, origin.media_type, taken_for=kind
    )
    return loaded._replace(documents=again)


def choose_proposals(loaded: Loaded) -> list[tuple[Document, Document | None]]:
    """Each proposal of a file with the reply that follows it; where none is a proposal, its policy (a cover notice
    before it put aside), else its first document."""
    documents = _some(loaded)
    pairs: list[tuple[Document, Document | None]] = []
    for document in documents:
        if document.kind == "proposal":
            pairs.append((document, None))
        elif document.kind == "reply" and pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], document)
    if len(pairs) == 1 and pairs[0][1] is None:
        pairs = [(pairs[0][0], next((one for one in documents if one.kind == "reply"), None))]
    if pairs:
        return pairs
    first = next((one for one in documents if one.kind in ("policy", "plan")), documents[0])
    return [(first, next((one for one in documents[1:] if one.kind == "reply"), None))]


def choose_policies(loaded: Loaded) -> list[Document]:
    """What of a file proposals are held against: its policies, else its plans and notices, else its first document.

    A file that a folder search found gives none in the last case: the proposal itself may lie beside the policies.
    """
    documents = _some(loaded)
    for kinds in (("policy",), ("plan", "notice")):
        chosen = [document for document in documents if document.kind in kinds]
        if chosen:
            return chosen
    return [] if loaded.found.folder else documents[:1]


def choose_reply(loaded: Loaded) -> Document:
    """The reply of a file, or its first document."""
    documents = _some(loaded)
    return next((document for document in documents if document.kind == "reply"), documents[0])


def _some(loaded: Loaded) -> list[Document]:
    if not loaded.documents:
        raise UsageError(*both("error.no_documents", file=loaded.found.path))
    return loaded.documents
