"""What the commands write: data as UTF-8 bytes, whole or not at all; progress and single lines on standard error."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import click

from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import Say, both
from zjtx_docs.report.layout import pad, shorten, text_width

T = TypeVar("T")

STDOUT = "-"
_PATIENCE = 0.5  # seconds before progress is worth a line
_REFRESH = 0.1  # seconds between two looks of the line


def write_data(output: str | None, data: bytes) -> None:
    """Bytes to standard output (None or ``-``) as they are, or to a file, whole or not at all."""
    if output not in (None, STDOUT):
        from zjtx_docs.exports.atomic import write_whole

        write_whole(output, data)
        return
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # What click or print wrote before comes first; then past the text layer, so that no system turns LF into CR LF.
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def guard_inputs(output: str | None, inputs: Iterable[str]) -> None:
    """Raises UsageError where the output would take the place of a file that is read: a slip that costs the source."""
    if output in (None, STDOUT) or not os.path.exists(output):
        return
    for name in inputs:
        if os.path.isfile(name) and os.path.samefile(name, output):
            raise UsageError(*both("error.overwrites_input", file=output))


def suffix_of(output: str, known: Sequence[str]) -> str:
    """The suffix of a file name without its dot, one of ``known``. Raises UsageError that names those there are."""
    suffix = os.path.splitext(output)[1].lower().removeprefix(".")
    if suffix not in known:
        raise UsageError(*both("error.output_suffix", file=output, suffixes=" ".join(f".{name}" for name in known)))
    return suffix


def terminal_width() -> int:
    """Columns of the terminal, 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def wants_color() -> bool:
    """Whether standard output is a terminal that takes colours and NO_COLOR is not set."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or sys.stdout is None:
        return False
    return sys.stdout.isatty() and (os.name != "nt" or "WT_SESSION" in os.environ)


class Progress:
    """One changing line on standard error that says how far a run is: only on a terminal, only where it lasts."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.shown = 0  # columns that the line takes now

    def over(self, items: Sequence[T], name: str = "path") -> Iterator[T]:
        """The items; the line shows the attribute ``name`` of the one that is being worked on."""
        due = time.monotonic() + _PATIENCE
        wanted = len(items) > 1 and sys.stderr is not None and sys.stderr.isatty()
        try:
            for number, item in enumerate(items, 1):
                if wanted and time.monotonic() > due:
                    due = time.monotonic() + _REFRESH
                    self._show(self.say("progress.line", done=number, total=len(items), file=getattr(item, name)))
                yield item
        finally:
            self.clear()

    def clear(self) -> None:
        """Takes the line away, for other words on standard error."""
        if self.shown:
            click.echo("\r" + " " * self.shown + "\r", nl=False, err=True)
            self.shown = 0

    def _show(self, line: str) -> None:
        line = shorten(line, terminal_width() - 1)
        click.echo("\r" + pad(line, self.shown), nl=False, err=True)
        self.shown = text_width(line)
