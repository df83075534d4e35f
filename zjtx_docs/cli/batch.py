"""``parse -o FOLDER/``: one file for each source, and only for those that are new or have changed."""

from __future__ import annotations

import contextlib
import functools
import os
import re
from collections.abc import Iterator, Sequence

import click

from zjtx_docs.cli.index import Index
from zjtx_docs.cli.run import Run
from zjtx_docs.cli.sources import Found, Piece
from zjtx_docs.cli.targets import Targets
from zjtx_docs.cli.task import Done, Order, Task, lost, warm, work
from zjtx_docs.cli.workers import Ready, in_order
from zjtx_docs.errors import ZjtxError
from zjtx_docs.report.catalogue import both

# What a write that was killed leaves beside its target.
_PART = re.compile(r"\.zjtx-[0-9a-f]{16}\.part")


def parse_to_folder(
    run: Run, files: Sequence[Found], folder: str, order: Order, suffix: str, jobs: int, force: bool
) -> int:
    """Writes the file of each source, tells failures as they come and how much was done at the end; the exit code."""
    missing = not os.path.isdir(folder)
    os.makedirs(folder, exist_ok=True)
    with _lock(folder) as alone:
        batch = _Batch(run, files, folder, order, suffix, force, alone)
        try:
            batch.do(jobs)
        finally:
            batch.save()
            if missing:
                with contextlib.suppress(OSError):  # not empty: something was written
                    os.rmdir(folder)
    counts = {"parsed": batch.parsed, "unchanged": batch.unchanged, "failed": batch.failed}
    click.echo(run.say("progress.summary", **counts), err=True)
    return run.code


class _Batch:
    """One run into one folder."""

    def __init__(
        self, run: Run, files: Sequence[Found], folder: str, order: Order, suffix: str, force: bool, alone: bool
    ) -> None:
        self.run = run
        self.folder = folder
        self.order = order
        self.index = Index(folder)
        self.force = force
        self.files = [found for found in files if not self._is_output(found)]
        self.targets = Targets(suffix)
        self.names: dict[str, str] = {}  # of the files that are being written, by their path
        self.swept: set[str] | None = set() if alone else None
        self.parsed = self.unchanged = self.failed = 0

    def do(self, jobs: int) -> None:
        """Works through all sources."""
        call = functools.partial(work, self.order)
        with contextlib.closing(in_order(call, self._tasks(), jobs, lost, warm)) as results:
            for done in results:
                self._take(done)

    def save(self) -> None:
        """Saves the index; one that cannot be written costs the exit code and no result."""
        try:
            self.index.save()
        except ZjtxError as error:
            self.run.fail(error)

    def _take(self, done: Done) -> None:
        self.run.tell(done)
        if done.failure:
            self.failed += 1
        elif done.unchanged:
            self.unchanged += 1
        else:
            self.parsed += 1
            self.index.enter(self.names.pop(done.target or ""), self.order.spelled(), done)

    def _tasks(self) -> Iterator[Task | Ready]:
        """What there is to do; sources that are known to be done or bad stand in their place as results."""
        for found in self.run.each(self.files):
            if isinstance(found, Done):
                yield Ready(found)
            else:
                yield self._task(found)

    def _task(self, piece: Piece) -> Task | Ready:
        name = self.targets.name(piece)
        source = piece.name
        path = None if piece.data is not None else piece.found.path
        if not self.force and self.index.is_current(name, source, self.order.spelled(), path, piece.data):
            return Ready(Done(source, unchanged=True))
        target = os.path.join(self.folder, *name.split("/"))
        if self._is_input(target):
            return Ready(Done(source, both("error.overwrites_input", file=target)))
        self._sweep(os.path.dirname(target))
        self.names[target] = name
        return Task(piece, target)

    def _is_output(self, found: Found) -> bool:
        """Whether a search found what an earlier run wrote: tables end in .txt, and the folder may lie in the one
        that is searched."""
        inside = os.path.join(os.path.abspath(self.folder), "")
        path = os.path.abspath(found.path)
        if found.folder is None or not path.startswith(inside):
            return False
        return path.removeprefix(inside).replace(os.sep, "/") in self.index.outputs

    def _is_input(self, target: str) -> bool:
        try:
            return _identity(target) in self._inputs
        except OSError:
            return False

    @functools.cached_property
    def _inputs(self) -> frozenset[tuple[int, int]]:
        found = set()
        for one in self.files:
            with contextlib.suppress(OSError):
                found.add(_identity(one.path))
        return frozenset(found)

    def _sweep(self, folder: str) -> None:
        """Takes away what a killed run left half written in a folder; not while another run may be writing there."""
        if self.swept is None or folder in self.swept:
            return
        self.swept.add(folder)
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if _PART.fullmatch(entry.name):
                    os.unlink(entry.path)


def _identity(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_dev, status.st_ino


@contextlib.contextmanager
def _lock(folder: str) -> Iterator[bool]:
    """Whether no other run is at work in the folder while this one lasts; False where that cannot be known.

    The lock is on the open folder itself: nothing lies about, and it goes with the processes that hold it.
    """
    try:
        import fcntl
    except ImportError:
        yield False
        return
    place = None
    try:
        try:
            place = os.open(folder, os.O_RDONLY)
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except OSError:
            alone = False
        yield alone
    finally:
        if place is not None:
            os.close(place)
