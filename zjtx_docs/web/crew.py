"""Processes that work for the server: each has one order at a time, and a time in which to carry it out."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import zjtx_docs
from zjtx_docs.report.catalogue import both
from zjtx_docs.web.orders import ANSWERS, Answer, Order, Stage, encode, read_frame, write_frame

# A process that has carried out so many orders makes room for a new one: what a large file took is given back.
_ORDERS_A_LIFE = 200


class Ticket:
    """An order that is under way or waits; ``cancel`` ends it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Ends the process that carries the order out, and with it whatever of the texts it holds."""
        with self._lock:
            self.cancelled = True
            if self._process is not None:
                self._process.kill()

    def hold(self, process: subprocess.Popen[bytes] | None) -> bool:
        """Whether the order is still wanted; from now on ``cancel`` ends ``process``."""
        with self._lock:
            self._process = process
            return not self.cancelled


class _Worker:
    """One process and how many orders it has carried out."""

    def __init__(self, memory: int, limits: dict[str, str]) -> None:
        # The same package as the server's, wherever one stands; and nothing else from the folder one stands in.
        place = os.pathsep.join(filter(None, (str(Path(zjtx_docs.__file__).parents[1]), os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "zjtx_docs.web.worker", str(memory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": place, "PYTHONUTF8": "1", **limits},
        )  # fmt: skip
        self.orders = 0

    def carry_out(self, order: bytes, tell: Callable[[Stage], None]) -> Answer | None:
        """The answer; None where the process ends before it has answered."""
        self.orders += 1
        try:
            write_frame(self.process.stdin, order)  # type: ignore[arg-type]
            while (data := read_frame(self.process.stdout)) is not None:  # type: ignore[arg-type]
                found = ANSWERS.decode(data)
                if isinstance(found, Answer):
                    return found
                tell(found)
        except OSError:
            pass
        return None

    def end(self) -> None:
        """Ends the process now."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                pipe.close()  # type: ignore[union-attr]
            except OSError:
                pass


class Crew:
    """``size`` processes; an order waits until one of them is free."""

    def __init__(self, size: int, seconds: float, memory: int, limits: dict[str, str] | None = None) -> None:
        self._seconds, self._memory, self._limits = seconds, memory, limits or {}
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._all: set[_Worker] = set()
        self._closed = False
        for _ in range(size):
            self._idle.put(self._start())

    def run(self, order: Order, ticket: Ticket | None = None, tell: Callable[[Stage], None] | None = None) -> Answer:
        """Waits for a process, has the order carried out and returns the answer; failures are told in it."""
        data = encode(order)
        worker = self._idle.get()
        if worker is None:  # closed: pass it on to whoever waits too
            self._idle.put(None)
            return Answer(failure=both("web.closing"))
        ticket = ticket or Ticket()
        answer = None
        late = threading.Event()

        def out_of_time() -> None:
            late.set()
            worker.process.kill()

        clock = threading.Timer(self._seconds, out_of_time)
        clock.daemon = True
        try:
            if ticket.hold(worker.process):
                clock.start()
                answer = worker.carry_out(data, tell or (lambda stage: None))
        finally:
            clock.cancel()
            if clock.ident is not None:
                clock.join()
            wanted = ticket.hold(None)
            unharmed = wanted and not late.is_set()
            self._give_back(worker, unharmed and (answer is not None or worker.orders == 0))
        if answer is not None:
            return answer
        if ticket.cancelled:
            return Answer(failure=both("web.deleted"))
        return Answer(failure=both("web.too_long", seconds=int(self._seconds)) if late.is_set() else both("web.died"))

    def close(self) -> None:
        """Ends all processes; orders under way fail."""
        with self._lock:
            self._closed = True
            workers = list(self._all)
        self._idle.put(None)
        for worker in workers:
            worker.end()

    def _start(self) -> _Worker | None:
        with self._lock:
            if self._closed:
                return None
            worker = _Worker(self._memory, self._limits)
            self._all.add(worker)
            return worker

    def _give_back(self, worker: _Worker, healthy: bool) -> None:
        if healthy and worker.orders < _ORDERS_A_LIFE and worker.process.poll() is None:
            self._idle.put(worker)
            return
        worker.end()
        with self._lock:
            self._all.discard(worker)
        self._idle.put(self._start())
