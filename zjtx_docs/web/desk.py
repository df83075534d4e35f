"""Where the server's requests meet the processes: uploads taken on, corrections carried out, files made."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from zjtx_docs.comparison.decisions import Decision
from zjtx_docs.errors import UsageError, ZjtxError
from zjtx_docs.limits import PREFIX, Limits
from zjtx_docs.report.catalogue import Lang
from zjtx_docs.web.crew import Crew
from zjtx_docs.web.orders import Compare, Read, Render, Stage, Upload
from zjtx_docs.web.store import Session, Store, Work

# Seconds for what is asked of a result that is there: a correction, a file.
_SHORT = 60
_SWEEP = 30


class Desk:
    """The store and the processes. ``close`` deletes everything and ends them."""

    def __init__(self, limits: Limits, lang: Lang, readers: int) -> None:
        self.limits = limits
        self.store = Store(limits, lang)
        tighter = {PREFIX + "FILE_BYTES": str(min(limits.file_bytes, limits.upload_bytes))}
        # Readers may be busy with large files for minutes; who only corrects or takes away need not wait for them.
        self._readers = Crew(readers, limits.work_seconds, limits.work_memory_bytes, tighter)
        self._writers = Crew(1, _SHORT, limits.work_memory_bytes, tighter)
        self._closing = threading.Event()
        threading.Thread(target=self._keep_clean, daemon=True).start()
        threading.Thread(target=self._get_ready, daemon=True).start()

    def _get_ready(self) -> None:
        """One process after the other: started together they would keep the first visitor waiting."""
        self._readers.get_ready()
        self._writers.get_ready()

    def take_on(self, session: Session, uploads: Sequence[Upload]) -> Work:
        """Has the uploads read and compared; returns at once. Raises UsageError where there is no room."""
        size = sum(len(upload.data) for upload in uploads)
        if size > self.limits.upload_bytes or len(uploads) > self.limits.upload_files:
            raise too_large(self.limits)
        work = self.store.add(session, size)
        threading.Thread(target=self._read, args=(work, list(uploads), session.lang), daemon=True).start()
        return work

    def _read(self, work: Work, uploads: list[Upload], lang: Lang) -> None:
        def tell(stage: Stage) -> None:
            work.state, work.stage = "working", stage

        answer = self._readers.run(Read(uploads, lang), work.ticket, tell)
        work.problems, work.notes, work.failure = answer.problems, answer.notes, answer.failure
        work.take(answer)
        if answer.data:
            work.keep("html", lang, 0, answer.data)
        work.state = "failed" if answer.failure else "done"

    def correct(self, work: Work, decisions: Sequence[Decision]) -> None:
        """Compares again with these decisions in place of those that stood. Raises UsageError where that fails."""
        answer = self._writers.run(Compare(work.sides, list(decisions)))
        if answer.failure:
            raise UsageError(*answer.failure)
        work.take(answer)

    def write(self, work: Work, format: str, lang: Lang, part: int = 0) -> bytes:
        """The work in a format, made once. Raises ZjtxError where that fails."""
        key = (format, lang, part)
        known = work.files.get(key)
        if known is not None:
            return known
        found = work.found
        answer = self._writers.run(Render(found, format, lang, part, work.decisions))
        if answer.failure:
            raise ZjtxError(*answer.failure)
        if found is work.found:  # no correction came in between
            work.keep(format, lang, part, answer.data)
        return answer.data

    def close(self) -> None:
        """Deletes everything and ends all processes."""
        self._closing.set()
        self.store.clear()
        self._readers.close()
        self._writers.close()

    def _keep_clean(self) -> None:
        while not self._closing.wait(min(_SWEEP, self.limits.idle_seconds)):
            self.store.sweep()


def too_large(limits: Limits) -> UsageError:
    """The refusal of an upload that is too large."""
    from zjtx_docs.report.catalogue import both

    megabytes = f"{limits.upload_bytes / 1024 / 1024:.4g}"
    return UsageError(*both("web.upload_too_large", megabytes=megabytes, files=limits.upload_files))
