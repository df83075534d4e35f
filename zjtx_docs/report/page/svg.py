"""Pictures as inline SVG: a few shapes, colours by class so that they follow the theme, no style attribute anywhere."""

from __future__ import annotations

from zjtx_docs.report.page.markup import Html, safe


def attribute(text: object) -> str:
    """A value for an attribute, safe between double quotes."""
    return safe(str(text)).replace("\n", " ")


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


class Svg:
    """A picture that grows by shapes. ``label`` says in words what it shows; with ``interactive`` its parts are
    reached one by one, else it is one image for a screen reader."""

    def __init__(self, width: float, height: float, label: str, css: str = "", interactive: bool = False) -> None:
        self.width, self.height, self.label, self.css = width, height, label, css
        self.interactive = interactive
        self.parts: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, css: str, title: str = "", round: int = 0) -> None:
        """A bar or a cell, with words for whoever points at it."""
        shape = (
            f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" '
            f'class="{attribute(css)}"' + (f' rx="{round}"' if round else "")
        )
        self.parts.append(f"<rect {shape}>{_title(title)}</rect>" if title else f"<rect {shape}/>")

    def text(self, x: float, y: float, words: str, css: str = "", anchor: str = "start") -> None:
        """One line of text, ``y`` its base line."""
        place = f'x="{_number(x)}" y="{_number(y)}"' + (f' text-anchor="{anchor}"' if anchor != "start" else "")
        self.parts.append(f'<text {place} class="{attribute(css)}">{safe(words)}</text>')

    def turned(self, x: float, y: float, words: str, css: str) -> None:
        """One line of text that climbs from the place, for the head of a narrow column."""
        turn = f'transform="translate({_number(x)} {_number(y)}) rotate(-40)"'
        self.parts.append(f'<text {turn} class="{attribute(css)}">{safe(words)}</text>')

    def path(self, data: str, css: str, **data_attributes: object) -> None:
        """A line or an outline."""
        more = "".join(f' data-{name}="{attribute(value)}"' for name, value in data_attributes.items())
        self.parts.append(f'<path d="{attribute(data)}" class="{attribute(css)}"{more}/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        """A straight line."""
        ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
        self.parts.append(f'<line {ends} class="{attribute(css)}"/>')

    def circle(self, x: float, y: float, radius: float, css: str) -> None:
        """A dot."""
        self.parts.append(
            f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" class="{attribute(css)}"/>'
        )

    def open(self, css: str, **data_attributes: object) -> None:
        """Begins a group; ``close`` ends it."""
        more = "".join(f' data-{name}="{attribute(value)}"' for name, value in data_attributes.items())
        self.parts.append(f'<g class="{attribute(css)}"{more}>')

    def close(self) -> None:
        """Ends a group."""
        self.parts.append("</g>")

    def html(self) -> Html:
        """The whole picture."""
        role = "group" if self.interactive else "img"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_number(self.width)} {_number(self.height)}" '
            f'role="{role}" aria-label="{attribute(self.label)}" class="{attribute(self.css)}"'
            + (' preserveAspectRatio="none"' if self.css == "bar" else "")
            + ">"
        )
        return Html(head + "".join(self.parts) + "</svg>")


def _title(words: str) -> str:
    return f"<title>{safe(words)}</title>"
