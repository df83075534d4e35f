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
from zjtx_docs.report.layout import shorten

T = TypeVar("T")

STDOUT = "-"
_PATIENCE = 0.5  # seconds before progress is worth a line


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


def progress(items: Sequence[T], say: Say, name: str = "path") -> Iterator[T]:
    """The items, with one changing line on standard error that says how far it is: on a terminal, where it lasts."""
    shown = False
    started = time.monotonic()
    wanted = len(items) > 1 and sys.stderr is not None and sys.stderr.isatty()
    try:
        for number, item in enumerate(items, 1):
            if wanted and time.monotonic() - started > _PATIENCE:
                line = say("progress.line", done=number, total=len(items), file=getattr(item, name))
                click.echo("\r\x1b[K" + shorten(line, terminal_width() - 1), nl=False, err=True)
                shown = True
            yield item
    finally:
        if shown:
            click.echo("\r\x1b[K", nl=False, err=True)
