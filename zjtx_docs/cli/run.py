"""A run over many files: a file that cannot be read costs one line and the exit code, never the rest of the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from zjtx_docs.cli.output import Progress
from zjtx_docs.cli.program import report
from zjtx_docs.cli.sources import RECORD_SUFFIXES, SOURCE_SUFFIXES, Found, Loaded, Piece, load, pieces
from zjtx_docs.cli.task import Done
from zjtx_docs.errors import ReadError, ZjtxError
from zjtx_docs.model import Document
from zjtx_docs.report.catalogue import Say


class Run:
    """Loads files one after the other; ``code`` is 2 as soon as one of them failed.

    ``strict`` raises the first failure instead: for answers that a missing file would make wrong.
    """

    def __init__(self, say: Say, strict: bool = False) -> None:
        self.say = say
        self.strict = strict
        self.code = 0
        self.progress = Progress(say)

    def load(self, files: Sequence[Found]) -> Iterator[Loaded]:
        """What each file holds, in order. Failures and the readers' notes go to standard error."""
        for found in self.progress.over(files):
            try:
                for entry in load(found):
                    if isinstance(entry, ZjtxError):
                        self.fail(entry)
                    else:
                        if entry.notes:
                            self.progress.clear()
                            tell_notes(entry.notes, found.path, self.say)
                        yield entry
            except ZjtxError as error:
                self.fail(error)

    def each(self, files: Sequence[Found]) -> Iterator[Piece | Done]:
        """The sources of all files in order, archives opened; a failure in place of what cannot be opened."""
        for found in self.progress.over(files):
            try:
                for piece in pieces(found):
                    yield Done(found.path, (piece.zh, piece.en)) if isinstance(piece, ZjtxError) else piece
            except ZjtxError as error:
                yield Done(found.path, (error.zh, error.en))

    def tell(self, done: Done) -> None:
        """What came of a source, where there is something to say: its failure, or its reader's notes."""
        if done.failure:
            self.fail(ReadError(*done.failure))
        if done.notes:
            self.progress.clear()
            tell_notes(done.notes, done.name, self.say)

    def fail(self, error: ZjtxError) -> None:
        """Tells the failure and keeps it in mind for the exit code; raises it where the run is strict."""
        if self.strict:
            raise error
        self.progress.clear()
        report(error, self.say)
        self.code = 2


def tell_notes(notes: Iterable[tuple[str, str]], path: str, say: Say) -> None:
    """What a reader has to tell of a file, on standard error."""
    for zh, en in notes:
        click.echo(say("error.note", file=path, note=zh if say.lang == "zh" else en), err=True)


def all_documents(run: Run, files: Sequence[Found]) -> list[Document]:
    """The documents of all files that can be read."""
    return [document for loaded in run.load(files) for document in loaded.documents]


ANY_SUFFIXES = (*SOURCE_SUFFIXES, *RECORD_SUFFIXES)
