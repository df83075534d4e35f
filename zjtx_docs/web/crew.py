"""Processes that work for the server: each has one order at a time, and a time in which to carry it out."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import zjtx_docs
from zjtx_docs.report.catalogue import both
from zjtx_docs.web.orders import ANSWERS, Answer, Order, Ready, Stage, encode, read_frame, write_frame

# A process that has carried out so many orders makes room for a new one: what a large file took is given back.
_ORDERS_A_LIFE = 200


class Ticket:
    """An order that is under way or waits; ``cancel`` ends it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Ends the process that carries the order out, and with it whatever of the texts it holds."""
        with self._lock:
            self.cancelled = True
            if self._worker is not None:
                self._worker.kill()

    def hold(self, worker: _Worker | None) -> bool:
        """Whether the order is still wanted; from now on ``cancel`` ends ``worker``."""
        with self._lock:
            self._worker = worker
            return not self.cancelled


class _Worker:
    """One process, how many orders it has carried out, and the one folder in which it may put anything on disk.

    Readers work in memory, save that old Word files are converted by LibreOffice, which works on files: they lie in
    that folder, and go with the process.
    """

    def __init__(self, memory: int, limits: dict[str, str]) -> None:
        # The same package as the server's, wherever one stands; and nothing else from the folder one stands in.
        place = os.pathsep.join(filter(None, (str(Path(zjtx_docs.__file__).parents[1]), os.environ.get("PYTHONPATH"))))
        self.folder = tempfile.mkdtemp(prefix="zjtx-")
        here = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self.folder)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "zjtx_docs.web.worker", str(memory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "PYTHONPATH": place, "PYTHONUTF8": "1", **here, **limits},
        )  # fmt: skip
        self.orders = 0

    def carry_out(self, order: bytes, tell: Callable[[Stage], None]) -> Answer | None:
        """The answer; None where the process ends before it has answered."""
        self.orders += 1
        with contextlib.suppress(OSError):
            write_frame(self.process.stdin, order)  # type: ignore[arg-type]
            while (data := read_frame(self.process.stdout)) is not None:  # type: ignore[arg-type]
                found = ANSWERS.decode(data)
                if isinstance(found, Answer):
                    return found
                tell(found)
        return None

    def kill(self) -> None:
        """Ends the process now, and LibreOffice with it where that is at work for it."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()

    def end(self) -> None:
        """Ends the process now and takes away what it left on disk."""
        self.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


class Crew:
    """Up to ``size`` processes, each started when the first order for it is there; an order waits for a free one."""

    def __init__(self, size: int, seconds: float, memory: int, limits: dict[str, str] | None = None) -> None:
        self._most, self._seconds, self._memory, self._limits = size, seconds, memory, limits or {}
        # Until the first process is ready there is no second one: they would only keep each other waiting.
        self._size = 1
        self._change = threading.Condition()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    def get_ready(self) -> None:
        """Starts the first process and waits until it has loaded all it needs."""
        self.run(Ready())
        with self._change:
            self._size = self._most
            self._change.notify_all()

    def run(self, order: Order, ticket: Ticket | None = None, tell: Callable[[Stage], None] | None = None) -> Answer:
        """Waits for a process, has the order carried out and returns the answer; failures are told in it."""
        data = encode(order)
        ticket = ticket or Ticket()
        worker = self._take()
        if worker is None:
            return Answer(failure=both("web.closing"))
        late = threading.Event()

        def out_of_time() -> None:
            late.set()
            worker.kill()

        answer = None
        clock = threading.Timer(self._seconds, out_of_time)
        clock.daemon = True
        wanted = ticket.hold(worker)
        try:
            if wanted:
                clock.start()
                answer = worker.carry_out(data, tell or (lambda stage: None))
        finally:
            clock.cancel()
            if clock.ident is not None:
                clock.join()
            unharmed = ticket.hold(None) and not late.is_set() and answer is not None
            self._give_back(worker, unharmed or not wanted)
        if answer is not None:
            return answer
        if ticket.cancelled:
            return Answer(failure=both("web.deleted"))
        return Answer(failure=both("web.too_long", seconds=int(self._seconds)) if late.is_set() else both("web.died"))

    def close(self) -> None:
        """Ends all processes; orders under way and those that wait fail."""
        with self._change:
            self._closed = True
            workers = list(self._all)
            self._change.notify_all()
        for worker in workers:
            worker.end()

    def _take(self) -> _Worker | None:
        """A free process, waiting for one where all are at work; None when the crew is closed."""
        with self._change:
            while not self._closed:
                while self._idle:
                    worker = self._idle.pop()
                    if worker.process.poll() is None:
                        return worker
                    self._all.discard(worker)  # somebody ended it
                    worker.end()
                if len(self._all) < self._size:
                    worker = _Worker(self._memory, self._limits)
                    self._all.add(worker)
                    return worker
                self._change.wait()
        return None

    def _give_back(self, worker: _Worker, healthy: bool) -> None:
        keep = healthy and worker.orders < _ORDERS_A_LIFE and worker.process.poll() is None
        if not keep:
            worker.end()
        with self._change:
            if keep:
                self._idle.append(worker)
            else:
                self._all.discard(worker)
            self._change.notify()
