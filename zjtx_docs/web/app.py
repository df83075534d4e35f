"""The web application: what each address answers. Flask comes with the extra ``web``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zjtx_docs.errors import MissingExtra, ZjtxError
from zjtx_docs.report.catalogue import Lang, Say, words
from zjtx_docs.web.guards import host_check, is_from_here, is_token, protect
from zjtx_docs.web.pages import add_pages

if TYPE_CHECKING:
    from flask import Flask, Response

    from zjtx_docs.web.desk import Desk


def make_app(desk: Desk, host: str, port: int) -> Flask:
    """The application for a server that listens on ``host`` and ``port``. Raises MissingExtra without Flask."""
    try:
        import flask
    except ImportError:
        raise missing() from None

    app = flask.Flask("zjtx_docs.web", static_folder="static", static_url_path="/static")
    most = desk.limits.upload_bytes + 1024 * 1024  # what stands around the files in a form
    app.config.update(MAX_CONTENT_LENGTH=most, MAX_FORM_MEMORY_SIZE=most, MAX_FORM_PARTS=50_000)
    app.request_class = _request_class()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _guard(app, desk, host, port)
    add_pages(app, desk)
    return app


def missing() -> MissingExtra:
    """Says what to install."""
    return MissingExtra(
        'serve 需要 flask 和 waitress（pip install "zjtx-docs[web]"）',
        'serve needs flask and waitress (pip install "zjtx-docs[web]")',
    )


def _request_class() -> type:
    """Requests whose files stay in memory: the usual ones put larger files on disk."""
    import io

    import flask

    class Request(flask.Request):
        def _get_file_stream(self, *args: Any, **named: Any) -> io.BytesIO:
            return io.BytesIO()

    return Request


def _guard(app: Flask, desk: Desk, host: str, port: int) -> None:
    """What every request passes before a page answers it, and what is put on every answer."""
    from flask import g, request
    from werkzeug.exceptions import HTTPException

    is_ours = host_check(host, port)
    # Cookies do not tell ports apart: two servers on one machine would take each other's.
    cookie = f"zjtx_{port}"

    @app.before_request
    def let_in() -> Response | None:
        g.session = None
        if not is_ours(request.headers.get("Host", "")):
            return plain(words("zh")("web.wrong_host"), 421)
        if request.endpoint == "static":
            return None
        g.session = desk.store.session(request.cookies.get(cookie))
        if request.method in ("GET", "HEAD"):
            return None
        if not is_from_here(request):
            return plain(say()("web.wrong_origin"), 403)
        # A script sends it as a head, so that it need not wait for the form.
        if not is_token(request.headers.get("X-CSRF-Token") or request.form.get("csrf"), g.session.csrf):
            return plain(say()("web.wrong_token"), 403)
        return None

    @app.after_request
    def give_out(response: Response) -> Response:
        session = g.get("session")
        if session is not None and request.cookies.get(cookie) != session.token:
            response.set_cookie(cookie, session.token, httponly=True, samesite="Strict", path="/")
        return protect(response)

    @app.errorhandler(HTTPException)
    def told(error: HTTPException) -> Response | HTTPException:
        if error.code is None or error.code < 400:
            return error
        known = {404: "web.not_here", 413: "web.sent_too_much", 405: "web.not_so"}
        return plain(say()(known.get(error.code, "web.bad_request")), error.code)

    @app.errorhandler(ZjtxError)
    def refused(error: ZjtxError) -> Response:
        return plain(error.zh if say().lang == "zh" else error.en, 400)

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        return plain(say()("web.failed", why=type(error).__name__), 500)


def say() -> Say:
    """The words in the visitor's language."""
    from flask import g

    session = g.get("session")
    lang: Lang = session.lang if session is not None else "zh"
    return words(lang)


def plain(line: str, status: int) -> Response:
    """A page of one line; to a script the line alone."""
    from flask import make_response, render_template, request

    if request.headers.get("X-CSRF-Token"):
        response = make_response(line, status)
        response.mimetype = "text/plain"
        return response
    return make_response(render_template("line.html", say=say(), line=line), status)
