"""The fallback for pages nested deeper than libxml2 goes: tags are read as they come, without a tree."""

from __future__ import annotations

from html.parser import HTMLParser

_SKIPPED = frozenset(("script", "style", "noscript", "template", "title", "textarea", "select"))
_INLINE = frozenset(
    "a abbr b big cite code em font i ins kbd label mark q s small span strong sub sup tt u var wbr".split()
)


class _Reader(HTMLParser):
    """Gathers lines: any tag that is not inline ends one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._text: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipped += 1
        elif tag not in _INLINE:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif tag not in _INLINE:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._text.append(data)

    def flush(self) -> None:
        line = " ".join("".join(self._text).split())
        if line:
            self.lines.append(line)
        self._text.clear()


def flat_lines(markup: str) -> list[str]:
    """Every line of text on the page, menus included."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.flush()
    return reader.lines
