"""A process that carries out one order after the other: ``python -m zjtx_docs.web.worker BYTES``.

Orders come on standard input, answers and progress leave on standard output. A hostile file can cost this process at
most, and whoever started it ends it when its time is up; BYTES is all the memory it may have.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from zjtx_docs.web.orders import ORDERS, Stage, encode, read_frame, write_frame


def main() -> int:
    """Works until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the server decides what to do
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    _limit_memory(int(sys.argv[1]))
    from zjtx_docs.web.carry_out import carry_out, warm

    with contextlib.suppress(Exception):  # who starts cold is slower at first, no worse
        warm()

    def tell(stage: Stage) -> None:
        write_frame(target, encode(stage))

    with contextlib.suppress(BrokenPipeError):
        while (data := read_frame(source)) is not None:
            write_frame(target, encode(carry_out(ORDERS.decode(data), tell)))
            del data
    return 0


def _limit_memory(most: int) -> None:
    """More than this is refused by the system, where it can be told so."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    sys.exit(main())
