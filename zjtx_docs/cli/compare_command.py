"""``compare``: each ask of a proposal against policies and the reply."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import STDOUT, guard_inputs, suffix_of, terminal_width, wants_color, write_data
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import Say, both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zjtx_docs.cli.sources import Loaded
    from zjtx_docs.comparison.records import Comparison
    from zjtx_docs.model import Document

FORMATS = ("table", "json", "markdown", "html")
BY_SUFFIX = {"json": "json", "md": "markdown", "txt": "table", "html": "html", "htm": "html"}
_AGAINST = "--against"


class Finding(NamedTuple):
    """One comparison with what a page of it needs: all documents that took part, and their files' texts by doc_id."""

    comparison: Comparison
    documents: Sequence[Document]
    texts: Mapping[str, str]


def compare_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(
        proposals: Sequence[str], against: Sequence[str], reply: str | None, format: str | None, output: str | None
    ) -> int:
        return compare(proposals, against, reply, format, output, say)

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
    ]
    return _Compare("compare", say, run, params, ["compare", "compare_save"])


class _Compare(Command):
    """``--against`` takes all names up to the next option where the proposals stand before it, else one each time."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, spread(args, self._with_value()))

    def _with_value(self) -> frozenset[str]:
        options = (param for param in self.params if isinstance(param, click.Option) and not param.is_flag)
        return frozenset(name for option in options for name in option.opts)


def spread(args: Sequence[str], with_value: frozenset[str]) -> list[str]:
    """The words with ``--against A B`` written as ``--against A --against B``."""
    result: list[str] = []
    words = iter(args)
    takes_more = has_proposal = False
    for word in words:
        if word == "--":
            result += [word, *words]
        elif word.startswith("-") and word != STDOUT:
            takes_more = has_proposal and word.split("=")[0] == _AGAINST
            result.append(word)
            if word in with_value:
                result += [value for value in [next(words, None)] if value is not None]
        elif takes_more:
            result += [_AGAINST, word]
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
) -> int:
    """Compares, writes the file that ``-o`` names in the format of its suffix, and shows the table or other format."""
    to_file = output not in (None, STDOUT)
    saved = BY_SUFFIX[suffix_of(output, tuple(BY_SUFFIX))] if to_file else None
    guard_inputs(output, [*proposals, *against, *([reply] if reply else [])])
    found = _comparisons(proposals, against, reply, say)
    if saved == "html" and len(found) > 1:
        _write_pages(output, found, say)
    elif saved:
        write_data(output, render(found, saved, say))
    shown = format or "table"
    if shown != saved:
        write_data(None, render(found, shown, say, on_terminal=True))
    return 0


def render(found: Sequence[Finding], format: str, say: Say, on_terminal: bool = False) -> bytes:
    """Comparisons in one format, as UTF-8: JSON gives one object for one, an array for several."""
    if format == "json":
        from zjtx_docs.model import to_json

        every = [one.comparison for one in found]
        return to_json(every[0] if len(every) == 1 else every)
    if format == "html":
        from zjtx_docs.report.page import render_page

        if len(found) > 1:
            raise UsageError(*both("error.one_page"))
        return render_page(*found[0], say.lang).encode()
    if format == "markdown":
        from zjtx_docs.report.markdown import render_markdown

        return "\n".join(render_markdown(one.comparison, say.lang) for one in found).encode()
    from zjtx_docs.report.terminal import render_comparison

    width, color = (terminal_width(), wants_color()) if on_terminal else (100, False)
    return "\n\n".join(render_comparison(one.comparison, say.lang, width, color) for one in found).encode()


def _write_pages(output: str, found: Sequence[Finding], say: Say) -> None:
    """NAME.html lists the comparisons and leads to NAME-1.html, NAME-2.html and so on, the page of each."""
    from zjtx_docs.exports.atomic import write_all
    from zjtx_docs.report.page import render_page
    from zjtx_docs.report.page.overview import render_overview

    stem, suffix = os.path.splitext(output)
    names = [f"{stem}-{number}{suffix}" for number in range(1, len(found) + 1)]
    pages = {name: render_page(*one, say.lang).encode() for name, one in zip(names, found, strict=True)}
    comparisons = [one.comparison for one in found]
    overview = render_overview(comparisons, [os.path.basename(name) for name in names], say.lang)
    write_all({**pages, output: overview.encode()})


def _comparisons(proposals: Sequence[str], against: Sequence[str], reply: str | None, say: Say) -> list[Finding]:
    from zjtx_docs.cli.run import ANY_SUFFIXES, Run
    from zjtx_docs.cli.sources import STDIN, find_files, texts_of

    if [*proposals, *against, reply].count(STDIN) > 1:
        raise UsageError(*both("error.stdin_twice"))
    run = Run(say, strict=True)
    named_files = [find_files(names, ANY_SUFFIXES) for names in (proposals, against, [reply] if reply else [])]
    sides = [list(run.load(files)) for files in named_files]
    left, right, answers = distinct(sides)
    policies = [document for loaded in right for document in choose_policies(loaded)]
    if not policies:
        raise UsageError(*both("error.no_policy", files=" ".join(against)))
    named = choose_reply(answers[0]) if answers else None
    _tell_odd(policies, named, say)
    from zjtx_docs.comparison import compare as compare_documents  # what cannot be read is told before this is loaded

    texts = texts_of([*left, *right, *answers])
    findings = []
    for loaded in left:
        for proposal, own in choose_proposals(loaded):
            answer = named or own
            documents = [proposal, *policies, *([answer] if answer else [])]
            findings.append(Finding(compare_documents(proposal, policies, answer), documents, texts))
    return findings


def _tell_odd(policies: Sequence[Document], reply: Document | None, say: Say) -> None:
    """A text without a measure finds no counterpart, and a text that is no reply answers nothing: said, not refused."""
    from zjtx_docs.cli.run import tell_notes

    for policy in policies:
        if not policy.measures:
            tell_notes([both("note_file.no_measures")], policy.source.file, say)
    if reply is not None and reply.kind != "reply":
        tell_notes([both("note_file.no_reply")], reply.source.file, say)


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
