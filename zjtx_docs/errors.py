"""The errors that reach a person. Each message names the file, the place and what was expected, in Chinese and
English."""

from __future__ import annotations


class ZjtxError(Exception):
    """Anything that the command line reports in one line and exit code 2. ``zh`` and ``en`` say the same."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh} ({self.en})"


class ReadError(ZjtxError):
    """A file that cannot be read as text."""


class UsageError(ZjtxError):
    """A call that cannot be carried out as it stands."""


class MissingExtra(ZjtxError):
    """A library that is not installed; the message says what to install."""
