"""Processes that work side by side: results in the order of the tasks; a process that dies costs its task alone."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

# How many tasks, for each process, may be under way or done ahead of their turn: results wait in memory until then.
AHEAD = 8
# Seconds that a process has to finish its task when the run is broken off, and again to clean up after that.
PATIENCE = 1.0
# Windows waits for 63 handles at most.
MOST = 60 if os.name == "nt" else 1000


class Ready(NamedTuple):
    """Stands among the tasks where a result is known without work; it keeps its place in the order."""

    result: Any


class Worker(NamedTuple):
    """A process and our end of the pipe to it."""

    process: Any
    pipe: Any


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[Any], Any],
    tasks: Iterable[Any],
    jobs: int,
    lost: Callable[[Any, str], Any],
    warm: Callable[[], None] | None = None,
    method: str | None = None,
) -> Iterator[Any]:
    """``work(task)`` of every task, in their order, by ``jobs`` processes; in this one for 1, 0 is one for each core.

    Tasks are taken only as they can be worked on, so neither they nor the results pile up. ``lost(task, how)`` is the
    result where a process dies over a task, ``warm`` is called before processes are forked. Close the iterator to leave
    early: it ends the processes.
    """
    jobs = min(jobs or cores(), MOST)
    if jobs == 1:
        for task in tasks:
            yield task.result if isinstance(task, Ready) else work(task)
        return
    crew = Crew(work, jobs, lost, warm, method)
    try:
        yield from crew.run(iter(tasks))
    finally:
        crew.close()


class Crew:
    """The processes of one run. Each has one task at a time and is started when the first task for it is there."""

    def __init__(self, work: Callable, jobs: int, lost: Callable, warm: Callable | None, method: str | None) -> None:
        # Forking shares what is loaded; elsewhere than on Linux system libraries do not bear it.
        self.context = multiprocessing.get_context(method or ("fork" if sys.platform == "linux" else "spawn"))
        self.work = work
        self.jobs = jobs
        self.lost = lost
        self.warm = warm if self.context.get_start_method() == "fork" else None
        self.idle: list[Worker] = []
        self.busy: dict[Worker, tuple[int, Any]] = {}

    def run(self, tasks: Iterator[Any]) -> Iterator[Any]:
        """The results in order."""
        done: dict[int, Any] = {}
        taken = turn = 0
        more = True
        while more or turn < taken:
            while more and taken - turn < AHEAD * self.jobs and len(self.busy) < self.jobs:
                task = next(tasks, self)
                if task is self:
                    more = False
                elif isinstance(task, Ready):
                    done[taken] = task.result
                    taken += 1
                else:
                    done.update(self._give(taken, task))
                    taken += 1
            if turn not in done and self.busy:
                done.update(self._collect())
            while turn in done:
                yield done.pop(turn)
                turn += 1

    def close(self) -> None:
        """Ends all processes: by closing their pipes, and those that are still at work by a signal."""
        workers = [*self.idle, *self.busy]
        for worker in workers:
            worker.pipe.close()
        for end in (None, "terminate", "kill"):
            until = time.monotonic() + PATIENCE
            for worker in workers:
                if end and worker.process.is_alive():
                    getattr(worker.process, end)()
            for worker in workers:
                worker.process.join(max(0.0, until - time.monotonic()))
        self.idle, self.busy = [], {}

    def _give(self, number: int, task: Any) -> dict[int, Any]:
        """Hands the task to a process; its result at once where a new process dies before it has the task."""
        how = None
        while how is None:
            fresh = not self.idle
            worker = self._start() if fresh else self.idle.pop()
            try:
                worker.pipe.send(task)
            except OSError:  # an idle process that somebody has ended costs nothing: the next one takes the task
                ended = _end_of(worker)
                how = ended if fresh else None
            else:
                self.busy[worker] = (number, task)
                return {}
        return {number: self.lost(task, how)}

    def _collect(self) -> dict[int, Any]:
        """The results that have come, one at least."""
        by_pipe = {worker.pipe: worker for worker in self.busy}
        found = {}
        for pipe in multiprocessing.connection.wait(list(by_pipe)):
            worker = by_pipe[pipe]
            number, task = self.busy.pop(worker)
            try:
                found[number] = pipe.recv()
            except (EOFError, OSError):
                found[number] = self.lost(task, _end_of(worker))
            else:
                self.idle.append(worker)
        return found

    def _start(self) -> Worker:
        if self.warm is not None:
            self.warm()
            self.warm = None
        ours, theirs = self.context.Pipe()
        forked = self.context.get_start_method() == "fork"
        # A forked process inherits our ends of all pipes, and would keep the others from seeing that we are gone.
        inherited = [ours, *(worker.pipe for worker in [*self.idle, *self.busy])] if forked else []
        process = self.context.Process(target=_serve, args=(theirs, inherited, self.work), daemon=True)
        with _no_interrupt():
            process.start()
        theirs.close()
        return Worker(process, ours)


def _serve(pipe: Any, inherited: list[Any], work: Callable[[Any], Any]) -> None:
    """The life of a process: a task in, its result out, until the other end of the pipe is closed or gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one decides what to do
    signal.signal(signal.SIGTERM, _leave)
    _unblock()
    for other in inherited:
        other.close()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(work(pipe.recv()))


def _leave(number: int, frame: object) -> None:
    """As an exception, so that a file that is being written is taken away on the way out."""
    raise SystemExit(128 + number)


def _end_of(worker: Worker) -> str:
    """Waits for a process that is dying and tells how: the name of the signal, or its exit code."""
    worker.pipe.close()
    worker.process.join(PATIENCE)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    code = worker.process.exitcode
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Holds Ctrl-C back while a process is started, so that it does not strike before the process can ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _unblock() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
