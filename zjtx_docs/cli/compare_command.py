"""``compare``: each ask of a proposal against policies and the reply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from zjtx_docs.cli.comparison_output import Finding, render, write_pages
from zjtx_docs.cli.decisions_file import load_decisions, refuse_taken, share_decisions
from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import STDOUT, guard_inputs, suffix_of, write_data
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import Say, both

if TYPE_CHECKING:
    from zjtx_docs.cli.sources import Loaded
    from zjtx_docs.comparison.decisions import Decision
    from zjtx_docs.model import Document

FORMATS = ("table", "json", "markdown", "html")
# What a file can hold besides what the screen can show.
BY_SUFFIX = {
    "json": "json", "md": "markdown", "txt": "table", "html": "html", "htm": "html", "docx": "docx", "xlsx": "xlsx",
    "csv": "csv",
}  # fmt: skip
_AGAINST = "--against"
SEVERAL = frozenset({_AGAINST})


def compare_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(
        proposals: Sequence[str],
        against: Sequence[str],
        reply: str | None,
        format: str | None,
        output: str | None,
        decisions: str | None,
        decisions_template: str | None,
    ) -> int:
        return compare(proposals, against, reply, format, output, say, decisions, decisions_template)

    formats = click.Choice(FORMATS)
    params = [
        click.Argument(["proposals"], type=PATH, nargs=-1, required=True, metavar=say("metavar.proposals")),
        click.Option(
            [_AGAINST],
            type=PATH,
            multiple=True,
            required=True,
            metavar=say("metavar.policies"),
            help=say("help.against"),
        ),
        click.Option(["--reply"], type=PATH, metavar=say("metavar.file"), help=say("help.reply")),
        click.Option(["--format"], type=formats, help=say("help.compare_format")),
        click.Option(["-o", "--output"], type=PATH, metavar=say("metavar.output"), help=say("help.compare_output")),
        click.Option(["--decisions"], type=PATH, metavar=say("metavar.file"), help=say("help.decisions")),
        click.Option(
            ["--decisions-template"], type=PATH, metavar=say("metavar.output"), help=say("help.decisions_template")
        ),
    ]
    return Spreading("compare", say, run, params, ["compare", "compare_save", "compare_template", "compare_decisions"])


class Spreading(Command):
    """``--against`` takes all names up to the next option where the proposals stand before it, else one each time.

    So does every other option that may be given several times.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [param for param in self.params if isinstance(param, click.Option) and param.multiple]
        several = frozenset(name for option in options for name in option.opts)
        return super().parse_args(ctx, spread(args, self._with_value(), several))

    def _with_value(self) -> frozenset[str]:
        options = (param for param in self.params if isinstance(param, click.Option) and not param.is_flag)
        return frozenset(name for option in options for name in option.opts)


def spread(args: Sequence[str], with_value: frozenset[str], several: frozenset[str] = SEVERAL) -> list[str]:
    """The words with ``--against A B`` written as ``--against A --against B``, likewise for all of ``several``."""
    result: list[str] = []
    words = iter(args)
    has_proposal = False
    takes_more = ""
    for word in words:
        if word == "--":
            result += [word, *words]
        elif word.startswith("-") and word != STDOUT:
            name = word.split("=")[0]
            takes_more = name if has_proposal and name in several else ""
            result.append(word)
            if word in with_value:
                result += [value for value in [next(words, None)] if value is not None]
        elif takes_more:
            result += [takes_more, word]
        else:
            has_proposal = True
            result.append(word)
    return result


def compare(
    proposals: Sequence[str],
    against: Sequence[str],
    reply: str | None,
    format: str | None,
    output: str | None,
    say: Say,
    decisions: str | None = None,
    template: str | None = None,
) -> int:
    """Compares, writes the file that ``-o`` names in the format of its suffix, and shows the table or other format."""
    to_file = output not in (None, STDOUT)
    saved = BY_SUFFIX[suffix_of(output, tuple(BY_SUFFIX))] if to_file else None
    guard_inputs(output, [*proposals, *against, *([reply] if reply else []), *([decisions] if decisions else [])])
    refuse_taken(template)
    found = _comparisons(proposals, against, reply, say, decisions)
    if template:
        from zjtx_docs.exports.decisions import encode_template

        write_data(template, encode_template([one.comparison for one in found], say.lang))
    if saved == "html" and len(found) > 1:
        write_pages(output, found, say)
    elif saved:
        write_data(output, render(found, saved, say))
    shown = format or "table"
    if shown != saved:
        write_data(None, render(found, shown, say, on_terminal=True))
    return 0


def _comparisons(
    proposals: Sequence[str], against: Sequence[str], reply: str | None, say: Say, decisions: str | None = None
) -> list[Finding]:
    from zjtx_docs.cli.run import ANY_SUFFIXES, Run, tell_notes
    from zjtx_docs.cli.sources import STDIN, find_files

    if [*proposals, *against, reply, decisions].count(STDIN) > 1:
        raise UsageError(*both("error.stdin_twice"))
    run = Run(say, strict=True)
    decided = load_decisions(decisions)
    named_files = [find_files(names, ANY_SUFFIXES) for names in (proposals, against, [reply] if reply else [])]
    sides = [list(run.load(files)) for files in named_files]

    def tell(file: str | None, note: tuple[str, str]) -> None:
        tell_notes([note], file or "-", say)

    return compare_loaded(sides, decided, tell)


def compare_loaded(
    sides: Sequence[Sequence[Loaded]], decided: Sequence[Decision], tell: Callable[[str | None, tuple[str, str]], None]
) -> list[Finding]:
    """Each proposal of the first side held against the policies of the second; the third may hold a reply.

    ``tell`` hears what is odd about a file. Raises UsageError where there is nothing to hold against.
    """
    left, right, answers = distinct(sides)
    policies = [document for loaded in right for document in choose_policies(loaded)]
    if not policies:
        raise UsageError(*both("error.no_policy", files=" ".join(loaded.found.path for loaded in right)))
    named = choose_reply(answers[0]) if answers else None
    _tell_odd(policies, named, tell)
    from zjtx_docs.cli.sources import texts_of
    from zjtx_docs.comparison import compare as compare_documents  # what cannot be read is told before this is loaded

    texts = texts_of([*left, *right, *answers])
    chosen = [pair for loaded in left for pair in choose_proposals(loaded)]
    shares = share_decisions(decided, [proposal for proposal, _ in chosen])
    findings = []
    for (proposal, own), share in zip(chosen, shares, strict=True):
        answer = named or own
        documents = [proposal, *policies, *([answer] if answer else [])]
        findings.append(Finding(compare_documents(proposal, policies, answer, share), documents, texts))
    return findings


def _tell_odd(
    policies: Sequence[Document], reply: Document | None, tell: Callable[[str | None, tuple[str, str]], None]
) -> None:
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


def choose_proposals(loaded: Loaded) -> list[tuple[Document, Document | None]]:
    """Each proposal of a file with the reply that follows it; the first document where none is a proposal."""
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
    return [(documents[0], next((one for one in documents[1:] if one.kind == "reply"), None))]


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
