"""``check``: a draft proposal before it is handed in."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from zjtx_docs.cli.choosing import choose_policies, choose_proposals, distinct, taken_as
from zjtx_docs.cli.formatting import PATH
from zjtx_docs.cli.output import STDOUT, guard_inputs, suffix_of, terminal_width, wants_color, write_data
from zjtx_docs.cli.spreading import Spreading
from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import Say, both

if TYPE_CHECKING:
    from zjtx_docs.cli.sources import Found, Loaded
    from zjtx_docs.drafting.records import DraftCheck

FORMATS = ("table", "json", "markdown")
BY_SUFFIX = {"json": "json", "md": "markdown", "txt": "table"}


def check_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(
        drafts: Sequence[str],
        against: Sequence[str],
        earlier: Sequence[str],
        date: str | None,
        format: str | None,
        output: str | None,
    ) -> int:
        return check(drafts, against, earlier, date, format, output, say)

    several = {"type": PATH, "multiple": True}
    params = [
        click.Argument(["drafts"], type=PATH, nargs=-1, required=True, metavar=say("metavar.draft")),
        click.Option(["--against"], metavar=say("metavar.policies"), help=say("help.against"), **several),
        click.Option(["--earlier"], metavar=say("metavar.proposals"), help=say("help.earlier"), **several),
        click.Option(["--date"], metavar=say("metavar.date"), help=say("help.check_date")),
        click.Option(["--format"], type=click.Choice(FORMATS), help=say("help.check_format")),
        click.Option(["-o", "--output"], type=PATH, metavar=say("metavar.output"), help=say("help.check_output")),
    ]
    return Spreading("check", say, run, params, ["check", "check_save"])


def check(
    drafts: Sequence[str],
    against: Sequence[str],
    earlier: Sequence[str],
    date: str | None,
    format: str | None,
    output: str | None,
    say: Say,
) -> int:
    """Checks each draft, writes and shows what was found; 0 where nothing was, 1 where something was."""
    to_file = output not in (None, STDOUT)
    saved = BY_SUFFIX[suffix_of(output, tuple(BY_SUFFIX))] if to_file else None
    guard_inputs(output, [*drafts, *against, *earlier])
    found = _checks(drafts, against, earlier, iso_date(date), say)
    if saved:
        write_data(output, render(found, saved, say))
    shown = format or "table"
    if shown != saved:
        write_data(None, render(found, shown, say, on_terminal=True))
    return int(any(one.findings for one in found))


def render(found: Sequence[DraftCheck], format: str, say: Say, on_terminal: bool = False) -> bytes:
    """Checks in one format, as UTF-8: JSON gives one object for one draft, an array for several."""
    if format == "json":
        from zjtx_docs.model import to_json

        return to_json(found[0] if len(found) == 1 else list(found))
    from zjtx_docs.report.draft import render_check, render_check_markdown

    if format == "markdown":
        return "\n".join(render_check_markdown(one, say.lang) for one in found).encode()
    width, color = (terminal_width(), wants_color()) if on_terminal else (100, False)
    return "\n\n".join(render_check(one, say.lang, width, color) for one in found).encode()


def iso_date(words: str | None) -> str | None:
    """The date as written, once it is one. Raises UsageError."""
    if words is None:
        return None
    try:
        return datetime.date.fromisoformat(words).isoformat()
    except ValueError:
        raise UsageError(*both("error.bad_date", option="--date", found=words)) from None


def _checks(
    drafts: Sequence[str], against: Sequence[str], earlier: Sequence[str], date: str | None, say: Say
) -> list[DraftCheck]:
    from zjtx_docs.cli.run import ANY_SUFFIXES, Run, tell_notes
    from zjtx_docs.cli.sources import STDIN, find_files

    if [*drafts, *against, *earlier].count(STDIN) > 1:
        raise UsageError(*both("error.stdin_twice"))
    run = Run(say, strict=True)
    named = [find_files(names, ANY_SUFFIXES) for names in (drafts, against, earlier)]
    # The draft itself may lie in the folder of the policies or of earlier proposals.
    sides = [named[0], *(_without(files, named[0]) for files in named[1:])]
    drafted, against, earlier_ones = ([*run.load(files)] for files in sides)
    asking = [[taken_as(loaded, "proposal") for loaded in side] for side in (drafted, earlier_ones)]
    left, right, before = distinct([asking[0], against, asking[1]])
    policies = [document for loaded in right for document in choose_policies(loaded)]
    if against and not policies:
        raise UsageError(*both("error.no_policy", files=" ".join(against)))
    for policy in policies:
        if not policy.measures:
            tell_notes([both("note_file.no_measures")], policy.source.file or "-", say)
    from zjtx_docs.drafting import check_draft  # what cannot be read is told before this is loaded

    proposals = [pair for loaded in before for pair in choose_proposals(loaded) if _is_proposal(pair[0], loaded)]
    texts = {d.doc_id: loaded.text for loaded in (*left, *right) if loaded.text for d in loaded.documents}
    return [
        check_draft(draft, policies, proposals, date, texts) for loaded in left for draft, _ in choose_proposals(loaded)
    ]


def _is_proposal(document, loaded: Loaded) -> bool:
    """Of a folder only what is a proposal; of a file that is named whatever it holds."""
    return document.kind == "proposal" or loaded.found.folder is None


def _without(files: Sequence[Found], drafts: Sequence[Found]) -> list[Found]:
    """The files less the drafts, where a folder search found them again."""
    own = {os.path.realpath(found.path) for found in drafts}
    return [found for found in files if found.folder is None or os.path.realpath(found.path) not in own]
