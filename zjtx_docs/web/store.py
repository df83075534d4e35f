"""Who is there and what they work on: sessions that cannot see each other, kept in memory alone.

A session is known by an unguessable token in a cookie, a work by an unguessable id that is looked up inside its session
only: the id of somebody else's work finds nothing.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field

from zjtx_docs.comparison.decisions import Decision
from zjtx_docs.comparison.records import Comparison
from zjtx_docs.errors import UsageError
from zjtx_docs.limits import Limits
from zjtx_docs.report.catalogue import Lang, both
from zjtx_docs.web.crew import Ticket
from zjtx_docs.web.orders import Answer, Message, Stage


@dataclass
class Work:
    """One upload and what came of it."""

    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    state: str = "waiting"  # then working, and in the end done or failed
    stage: Stage = field(default_factory=lambda: Stage("web.waiting"))
    sides: bytes = b""
    found: bytes = b""
    comparisons: list[Comparison] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    failure: Message | None = None
    files: dict[tuple[str, Lang, int], bytes] = field(default_factory=dict)
    size: int = 0  # bytes that it holds in memory, its upload while it waits
    ticket: Ticket = field(default_factory=Ticket)
    # One correction at a time: two that run side by side would each lose the other's.
    turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def over(self) -> bool:
        """Whether nothing more is being done for it."""
        return self.state in ("done", "failed")

    def take(self, answer: Answer) -> None:
        """Keeps what came of the upload, or of a correction; the files made of what stood before are dropped."""
        self.sides, self.found = answer.sides, answer.found
        self.comparisons, self.decisions = answer.comparisons, answer.decisions
        self.files = {}
        # A comparison in memory is about three times its bytes; it is a part of ``found``.
        self.size = len(self.sides) + 4 * len(self.found)

    def keep(self, format: str, lang: Lang, part: int, data: bytes) -> None:
        """Keeps a file that was made of what stands now."""
        self.files[format, lang, part] = data
        self.size += len(data)


class Session:
    """What one visitor has."""

    def __init__(self, lang: Lang) -> None:
        self.token = secrets.token_urlsafe(32)
        self.csrf = secrets.token_urlsafe(32)
        self.lang: Lang = lang
        self.works: dict[str, Work] = {}
        self.used = time.monotonic()
        self.name = ""  # who decides, as the visitor wrote it


class Store:
    """All sessions. Every method may be called from any thread."""

    def __init__(self, limits: Limits, lang: Lang) -> None:
        self._limits = limits
        self._lang: Lang = lang
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def session(self, token: str | None) -> Session:
        """The session of this token, or a new one: a token that was not given out here opens nothing."""
        with self._lock:
            self._sweep()
            session = self._sessions.get(token or "")
            if session is None:
                session = Session(self._lang)
                if len(self._sessions) >= self._limits.sessions:
                    self._forget(min(self._sessions.values(), key=lambda one: (bool(one.works), one.used)))
                self._sessions[session.token] = session
            session.used = time.monotonic()
            return session

    def add(self, session: Session, size: int) -> Work:
        """A new work of ``size`` bytes. Raises UsageError where there is no room for it."""
        with self._lock:
            works = [work for one in self._sessions.values() for work in one.works.values()]
            if len(session.works) >= self._limits.works:
                raise UsageError(*both("web.too_many_works", count=self._limits.works))
            if sum(not work.over for work in works) >= self._limits.works_waiting:
                raise UsageError(*both("web.busy"))
            if sum(work.size for work in works) + size > self._limits.kept_bytes:
                raise UsageError(*both("web.full"))
            work = Work(size=size)
            session.works[work.id] = work
            return work

    def delete(self, session: Session, work_id: str | None = None) -> None:
        """Deletes one work, or all of the session; what is under way for it is ended."""
        with self._lock:
            for key in [work_id] if work_id else list(session.works):
                work = session.works.pop(key, None)
                if work is not None:
                    work.ticket.cancel()

    def sweep(self) -> None:
        """Deletes what has not been visited for the time that the limits name."""
        with self._lock:
            self._sweep()

    def clear(self) -> None:
        """Deletes everything."""
        with self._lock:
            for session in list(self._sessions.values()):
                self._forget(session)

    def _sweep(self) -> None:
        oldest = time.monotonic() - self._limits.idle_seconds
        for session in [one for one in self._sessions.values() if one.used < oldest]:
            self._forget(session)

    def _forget(self, session: Session) -> None:
        self._sessions.pop(session.token, None)
        for work in session.works.values():
            work.ticket.cancel()
        session.works.clear()
