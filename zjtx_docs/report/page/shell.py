"""From templates, style sheets and scripts to one page, with a policy that lets nothing else in."""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib.resources import files
from typing import Any

from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.page.markup import Html, printable

_STYLES = ("colours.css", "page.css", "asks.css", "pictures.css", "print.css")
_SCRIPTS = ("page.js", "asks.js", "pictures.js", "network.js")


@functools.cache
def _asset(name: str) -> str:
    return files("zjtx_docs.report.page.assets").joinpath(name).read_text("utf-8")


@functools.cache
def _environment() -> Any:
    """Jinja over the templates of this package: everything put in is escaped unless it is Html."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("zjtx_docs.report.page", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@functools.cache
def style() -> str:
    """The style sheet of every page."""
    return "\n".join(_asset(name) for name in _STYLES)


@functools.cache
def script() -> str:
    """The script of every page: the page is whole without it."""
    return "\n".join(_asset(name) for name in _SCRIPTS)


def digest(content: str) -> str:
    """What a content security policy calls an inline script or style sheet by."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() + "'"


@functools.cache
def policy() -> str:
    """The content security policy: our style sheet, our script, pictures made in the page; nothing from anywhere."""
    return (
        f"default-src 'none'; style-src {digest(style())}; script-src {digest(script())}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def fill(template: str, say: Say, **values: object) -> str:
    """The page of a template; ``say`` gives its words."""
    page = _environment().get_template(template).render(
        say=say, lang="zh-CN" if say.lang == "zh" else "en", policy=Html(policy().replace('"', "&quot;")),
        style=Html(style()), script=Html(script()), **values,
    )  # fmt: skip
    return printable(page.rstrip()) + "\n"
