"""The server that carries the application: waitress, a pool of threads and no more."""

from __future__ import annotations

import contextlib
import errno
import logging
import signal
import socket
import threading
from collections.abc import Iterator

from zjtx_docs.cli.workers import cores
from zjtx_docs.errors import UsageError
from zjtx_docs.limits import MEGABYTE, Limits
from zjtx_docs.report.catalogue import Lang, both
from zjtx_docs.web.app import make_app, missing
from zjtx_docs.web.desk import Desk
from zjtx_docs.web.guards import EVERYWHERE

_THREADS = 16
_MOST_READERS = 4


class Server:
    """A server that listens from the moment it is made; ``run`` answers until it is interrupted."""

    def __init__(self, host: str, port: int, lang: Lang, limits: Limits) -> None:
        """Port 0 takes any free one. Raises UsageError where it cannot listen there, MissingExtra without Flask."""
        try:
            import flask  # noqa: F401
            from waitress import create_server
        except ImportError:
            raise missing() from None
        logging.getLogger("waitress").setLevel(logging.CRITICAL)
        # What lies around a body of the largest size allowed still fits, so that the page can say what is too large;
        # and it all stays in memory: waitress would put larger bodies and answers on disk.
        most = limits.upload_bytes + 2 * MEGABYTE
        with _listening(host, port) as listener:
            self.port = int(listener.getsockname()[1])
            self.address = f"http://{'127.0.0.1' if host in EVERYWHERE else host}:{self.port}/"
            self.desk = Desk(limits, lang, min(cores(), _MOST_READERS))
            self._server = create_server(
                make_app(self.desk, host, self.port), sockets=[listener], threads=_THREADS, ident=None,
                max_request_body_size=most, inbuf_overflow=most + 1, outbuf_overflow=2**31, channel_timeout=60,
                connection_limit=500,
            )  # fmt: skip

    def run(self) -> None:
        """Answers until Ctrl-C, then deletes everything."""
        try:
            self._server.run()
        finally:
            self.close()

    def close(self) -> None:
        """Stops listening, deletes everything, ends all processes."""
        with contextlib.suppress(OSError):
            self._server.close()
        self.desk.close()


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that is bound there; closed again where what follows fails."""
    name = host.strip("[]")
    try:
        listener = socket.create_server((name, port), family=socket.AF_INET6 if ":" in name else socket.AF_INET)
    except (OSError, OverflowError, UnicodeError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        raise UsageError(*both("web.port_taken" if taken else "web.cannot_listen", host=host, port=port)) from error
    try:
        yield listener
    except BaseException:
        listener.close()
        raise


@contextlib.contextmanager
def ending_on_signals() -> Iterator[None]:
    """Inside, SIGTERM ends the program as Ctrl-C does, so that it leaves nothing behind."""

    def leave(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
