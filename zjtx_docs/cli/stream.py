"""``parse`` to one output: documents leave as they are made, so that a thousand files take the memory of one."""

from __future__ import annotations

import contextlib
import functools
import mmap
import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from zjtx_docs.cli.output import STDOUT, write_data
from zjtx_docs.cli.run import Run
from zjtx_docs.cli.sources import Found
from zjtx_docs.cli.task import Done, Order, Task, encode, lost, warm, work
from zjtx_docs.cli.workers import Ready, in_order


def parse_to_stream(run: Run, files: Sequence[Found], output: str | None, order: Order, jobs: int) -> int:
    """Writes the documents of all sources in their order; nothing where no source can be read. The exit code."""
    tasks = (Ready(one) if isinstance(one, Done) else Task(one) for one in run.each(files))
    call = functools.partial(work, order)
    with contextlib.closing(in_order(call, tasks, jobs, lost, warm)) as results:
        good = _good(run, results)
        first = next(good, None)
        if first is None:
            return run.code
        with _Output(output) as out:
            for data in _joined(order, first, good, on_terminal=output in (None, STDOUT)):
                out.write(data)
    return run.code


def _good(run: Run, results: Iterator[Done]) -> Iterator[Done]:
    """The results that hold documents; the failures are told."""
    for done in results:
        run.tell(done)
        if not done.failure:
            yield done


def _joined(order: Order, first: Done, rest: Iterator[Done], on_terminal: bool) -> Iterator[bytes]:
    """The bytes of the common output, the same as if all documents were encoded together."""
    parts = (part for done in _chain(first, rest) for part in done.parts)
    if order.format == "jsonl":
        yield from parts
    elif order.format == "table":
        import msgspec

        from zjtx_docs.model import Document

        decoder = msgspec.json.Decoder(Document)
        yield encode(order, [decoder.decode(part) for part in parts], on_terminal)
    else:
        begun = False
        for part in parts:
            yield (b",\n" if begun else b"[\n") + part
            begun = True
        yield b"\n]\n" if begun else b"[]\n"


def _chain(first: Done, rest: Iterator[Done]) -> Iterator[Done]:
    yield first
    yield from rest


class _Output:
    """Where the bytes go: at once to standard output, to a file whole or not at all, when the last one is there."""

    def __init__(self, output: str | None) -> None:
        self.target = None if output in (None, STDOUT) else output
        self.waiting: BinaryIO | None = None

    def __enter__(self) -> _Output:
        if self.target is not None:
            self.waiting = _nameless(os.path.dirname(os.path.realpath(self.target)))
        return self

    def write(self, data: bytes) -> None:
        if self.waiting is None:
            write_data(None, data)
        else:
            self.waiting.write(data)

    def __exit__(self, kind: object, *error: object) -> None:
        if self.waiting is None:
            return
        with self.waiting:
            if kind is None:
                self.waiting.flush()
                write_data(self.target, _contents(self.waiting))


def _nameless(folder: str) -> BinaryIO:
    """A file that goes with this process, where the output will lie if that can be: it may be as large."""
    try:
        return tempfile.TemporaryFile(dir=folder)
    except OSError:  # told when the output itself is written
        return tempfile.TemporaryFile()


def _contents(file: BinaryIO) -> bytes | mmap.mmap:
    """The bytes of a file, as pages of it that need no memory of their own."""
    if not os.fstat(file.fileno()).st_size:
        return b""
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
