"""The index beside the files of a run: of which bytes, by which program and for which order each file was made.

It only saves work. Where it is missing, damaged or of another program, everything is done again; an entry counts only
while the source has the bytes and the file the contents that it names.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import msgspec

from zjtx_docs.cli.task import Done

INDEX = ".zjtx-index.json"
_EVERY = 1.0  # seconds between two savings while a run lasts
_SHARE = 20  # and a saving may take no more than this part of the time
# Libraries that make the text of a file: another version of theirs may give another text.
_READERS = ("lxml", "pdfplumber", "pypdfium2", "python-docx", "rapidocr", "trafilatura")


class Entry(msgspec.Struct, frozen=True):
    """One file: its source as the records name it, the size and sha256 of the source, the order, its own sha256."""

    source: str
    size: int
    sha256: str
    order: str
    written: str


class Contents(msgspec.Struct):
    """The index as it lies on disk: entries by the name of their file in the folder."""

    program: str
    files: dict[str, Entry] = {}


class Index:
    """The index of a folder while a run works in it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.path = os.path.join(folder, INDEX)
        program = program_version()
        known = _read(self.path)
        self.outputs = frozenset(known.files) if known else frozenset()
        self.contents = known if known and known.program == program else Contents(program)
        self.due = time.monotonic() + _EVERY
        self.changed = False

    def is_current(self, name: str, source: str, order: str, path: str | None, data: bytes | None) -> bool:
        """Whether the file ``name`` is what the source would give again. ``data`` None: the bytes lie at ``path``."""
        entry = self.contents.files.get(name)
        if entry is None or (entry.source, entry.order) != (source, order):
            return False
        try:
            if data is None:
                if os.path.getsize(path or "") != entry.size:
                    return False
                data = Path(path or "").read_bytes()
            if len(data) != entry.size or hashlib.sha256(data).hexdigest() != entry.sha256:
                return False
            written = Path(self.folder, name).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(written).hexdigest() == entry.written

    def enter(self, name: str, order: str, done: Done) -> None:
        """Notes a file that was written, and saves the index now and then: a run that is killed loses a second."""
        try:
            f"{name}{done.name}".encode()
        except UnicodeEncodeError:  # bytes that are no UTF-8 in a name: that file is made every time
            return
        self.contents.files[name] = Entry(done.name, done.size, done.sha256, order, done.written)
        self.changed = True
        if time.monotonic() > self.due:
            self.save()

    def save(self) -> None:
        """Writes the index, whole or not at all, where something was noted. Raises UsageError."""
        if not self.changed:
            return
        from zjtx_docs.exports.atomic import write_whole

        began = time.monotonic()
        data = msgspec.json.encode(self.contents, order="sorted")
        write_whole(self.path, msgspec.json.format(data, indent=1) + b"\n")
        self.changed = False
        self.due = time.monotonic() + max(_EVERY, _SHARE * (time.monotonic() - began))


def _read(path: str) -> Contents | None:
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Contents)
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        return None


def program_version() -> str:
    """What made the files: the version, the code and word lists themselves, and the libraries that read files.

    A changed word list is another program, since people add words without a new version.
    """
    import zjtx_docs

    digest = hashlib.sha256(" ".join(_versions()).encode())
    for path in sorted(Path(zjtx_docs.__file__).parent.rglob("*")):
        if path.suffix in (".py", ".csv", ".toml"):
            digest.update(path.read_bytes())
    return f"{zjtx_docs.__version__}+{digest.hexdigest()[:16]}"


def _versions() -> list[str]:
    from importlib import metadata

    found = []
    for name in _READERS:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"{name} -")
    return found
