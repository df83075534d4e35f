"""Writes files whole or not at all, so that a broken run never leaves half a table behind an old name."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from zjtx_docs.errors import UsageError

PathLike = str | os.PathLike[str]


def write_whole(path: PathLike, data: bytes) -> None:
    """Writes ``data`` to ``path``: the file is the old one or the new one, never a part.

    A symbolic link is followed and an old file keeps its mode. What is no plain file (a pipe, a terminal, /dev/null)
    is written to directly, since putting a file in its place would destroy it. Raises UsageError that names the path.
    """
    write_all({path: data})


def write_all(files: Mapping[PathLike, bytes]) -> None:
    """Writes several files together: all of them lie complete beside their targets before the first takes its name.

    A missing last folder is made, and taken away again where the writing fails. Raises UsageError that names the path.
    """
    waiting: list[tuple[str, str]] = []
    made: list[str] = []
    direct: list[tuple[str, bytes]] = []
    at = ""
    try:
        for path, data in files.items():
            at = os.fspath(path)
            if _is_special(at):
                direct.append((at, data))
                continue
            target = os.path.realpath(at)
            if os.path.isdir(target):
                raise IsADirectoryError(21, "a folder of this name is there, expected a file")
            folder = os.path.dirname(target)
            if not os.path.isdir(folder):
                os.mkdir(folder)
                made.append(folder)
            _write_beside(target, data, waiting)
        for temporary, target in list(waiting):
            at = target
            os.replace(temporary, target)
            waiting.remove((temporary, target))
        for target, data in direct:
            at = target
            Path(target).write_bytes(data)
    except OSError as error:
        why = error.strerror or error
        raise UsageError(f"{at}: 不能写入（{why}）", f"{at}: cannot be written: {why}") from error
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        for folder in made:
            with contextlib.suppress(OSError):
                if not os.listdir(folder):
                    os.rmdir(folder)


def write_out(target: PathLike | BinaryIO, data: bytes) -> None:
    """``write_whole`` for a path; for a binary stream (standard output) the bytes are written and flushed."""
    if isinstance(target, (str, os.PathLike)):
        write_whole(target, data)
        return
    target.write(data)
    target.flush()


def _is_special(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _write_beside(target: str, data: bytes, waiting: list[tuple[str, str]]) -> None:
    """Puts ``data`` on disk beside ``target``; the pair to rename joins ``waiting`` as soon as the file is there."""
    # A short name of our own: with the target's name in it, a long Chinese name would pass the 255 bytes of a name. And
    # plain open, not mkstemp, whose files are private: an output gets the mode that any new file gets.
    temporary = os.path.join(os.path.dirname(target), f".zjtx-{secrets.token_hex(8)}.part")
    with open(temporary, "xb") as file:
        waiting.append((temporary, target))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(OSError):
        os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
