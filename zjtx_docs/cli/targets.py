"""What the file of each source is called: below the folder as the source lay below the one that was searched."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from typing import TYPE_CHECKING

from zjtx_docs.cli.index import INDEX

if TYPE_CHECKING:
    from zjtx_docs.cli.sources import Piece

_LONGEST = 255  # bytes of one name on the usual file systems
_NO_NAME = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]|[. ]+$')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)


class Targets:
    """Gives out names, each once. The first source takes its stem; the next of that stem keeps its ending before ours:
    政策.docx is 政策.json, 政策.pdf beside it 政策.pdf.json. The files of an archive lie in a folder of its name."""

    def __init__(self, suffix: str) -> None:
        self.suffix = suffix
        self.taken = {_key(INDEX)}

    def name(self, piece: Piece) -> str:
        """The name for a source, relative, with ``/`` between its parts."""
        *folders, last = parts(piece)
        stem = os.path.splitext(last)[0]
        number = 1
        while True:
            candidate = {1: stem, 2: last}.get(number, f"{last}~{number}")
            fitting = [fit(part) for part in folders] + [fit(candidate, self.suffix)]
            name = "/".join(fitting)
            if _key(name) not in self.taken:
                self.taken.add(_key(name))
                return name
            number += 1


def parts(piece: Piece) -> list[str]:
    """The parts of a source's path that its file keeps: below the folder that was searched, else the name alone."""
    path, folder = piece.found
    if path == "-":
        names = ["stdin"]
    elif folder:
        names = os.path.relpath(path, folder).split(os.sep)
    else:
        names = [os.path.basename(os.path.normpath(path))]
    return names if piece.member is None else names + member_parts(piece.member)


def member_parts(member: str) -> list[str]:
    """The path inside an archive as harmless names: it never leads out of its folder, and every system takes it."""
    names = [_NO_NAME.sub("_", part) for part in re.split(r"[/\\]", member) if part not in ("", ".", "..")]
    return [f"_{name}" if _DEVICE.match(name) else name for name in names] or ["_"]


def fit(name: str, suffix: str = "") -> str:
    """The name with the suffix; too long a name is cut, and the mark at its end tells it from others cut alike."""
    room = _LONGEST - len(suffix)
    raw = os.fsencode(name)
    if len(raw) <= room:
        return name + suffix
    mark = "~" + hashlib.sha256(raw).hexdigest()[:8]
    return raw[: room - len(mark)].decode("utf-8", "ignore") + mark + suffix


def _key(name: str) -> str:
    """What names share that are one on systems which do not tell capitals or composed letters apart."""
    return unicodedata.normalize("NFC", name).casefold()
