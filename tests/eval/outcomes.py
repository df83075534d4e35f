"""The outcome of measuring one field of one text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """One field of one text. ``found`` is None for lists; for fields of facts it is how many facts were found and
    judged."""

    right: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    found: int | None = None

    @property
    def precision(self) -> float:
        made = len(self.right) + len(self.extra)
        return len(self.right) / made if made else 0.0

    @property
    def recall(self) -> float:
        asked = len(self.right) + len(self.missed)
        return len(self.right) / asked if asked else 0.0

    @property
    def figure(self) -> float:
        """F1 of a list, share of those found for a field."""
        if self.found is not None:
            return len(self.right) / self.found if self.found else 0.0
        total = 2 * len(self.right) + len(self.extra) + len(self.missed)
        return 2 * len(self.right) / total if total else 0.0


Outcomes = dict[str, Outcome]
