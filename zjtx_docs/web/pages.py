"""The pages: upload, progress and result, corrections, files to take away, deletion."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from zjtx_docs.errors import UsageError
from zjtx_docs.report.catalogue import LANGS, Say, both, words
from zjtx_docs.report.layout import clean
from zjtx_docs.report.phrases import place, titles
from zjtx_docs.web.carry_out import DOWNLOADS, read_decisions
from zjtx_docs.web.forms import decisions_of, merged, plain_name, rows_of, uploads_of
from zjtx_docs.web.guards import report_headers
from zjtx_docs.web.orders import Upload

if TYPE_CHECKING:
    from flask import Flask, Response

    from zjtx_docs.web.desk import Desk
    from zjtx_docs.web.store import Session, Work

_TYPES = {
    "html": "text/html", "csv": "text/csv", "json": "application/json", "md": "text/markdown",
    "graphml": "application/xml", "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def add_pages(app: Flask, desk: Desk) -> None:
    """Puts all pages into the application."""
    _add_start(app, desk)
    _add_work(app, desk)
    _add_corrections(app, desk)


def _add_start(app: Flask, desk: Desk) -> None:
    from flask import g, redirect, request, url_for

    @app.get("/")
    def start() -> Any:
        if request.args.get("lang") in LANGS:
            g.session.lang = request.args["lang"]
            return redirect(url_for("start"))
        works = [(work, name_of(work, _say())) for work in reversed(g.session.works.values())]
        return _page("start.html", works=works, limits=desk.limits)

    @app.post("/works")
    def upload() -> Any:
        uploads = uploads_of(request.form, request.files, g.session.lang)
        if not uploads:
            raise UsageError(*both("web.nothing_sent"))
        work = desk.take_on(g.session, uploads)
        return _moved(url_for("work", work_id=work.id))

    @app.post("/delete-all")
    def delete_all() -> Any:
        desk.store.delete(g.session)
        return _moved(url_for("start"))

    @app.get("/favicon.ico")
    def icon() -> Any:
        return redirect(url_for("static", filename="icon.svg"))


def _add_work(app: Flask, desk: Desk) -> None:
    from flask import jsonify, make_response, send_file, url_for

    @app.get("/works/<work_id>")
    def work(work_id: str) -> Any:
        found = _work(work_id)
        part = _part(found)
        say = _say()
        names = [titles(one, say).get(one.left, one.left) for one in found.comparisons]
        return _page("work.html", work=found, part=part, names=names, name=name_of(found, say), downloads=DOWNLOADS)

    @app.get("/works/<work_id>/status")
    def status(work_id: str) -> Any:
        found = _work(work_id)
        return jsonify(over=found.over, text=_say()(found.stage.key, **found.stage.values))

    @app.get("/works/<work_id>/report")
    def report(work_id: str) -> Any:
        from zjtx_docs.report.page.shell import digest, script

        found = _finished(work_id)
        response = make_response(desk.write(found, "html", _session().lang, _part(found)))
        response.mimetype = "text/html"
        response.headers.update(report_headers([digest(script())]))
        return response

    @app.get("/works/<work_id>/files/<name>")
    def file(work_id: str, name: str) -> Any:
        found = _finished(work_id)
        if name not in DOWNLOADS:
            _not_here()
        format = DOWNLOADS[name]
        data = desk.write(found, format, _session().lang, _part(found) if format == "html" else 0)
        type = _TYPES[name.rpartition(".")[2]]
        return send_file(io.BytesIO(data), mimetype=type, as_attachment=True, download_name=name, max_age=0)

    @app.post("/works/<work_id>/delete")
    def delete(work_id: str) -> Any:
        _work(work_id)
        desk.store.delete(_session(), work_id)
        return _moved(url_for("start"))


def _add_corrections(app: Flask, desk: Desk) -> None:
    from flask import request, url_for

    @app.get("/works/<work_id>/check")
    def check(work_id: str) -> Any:
        found = _finished(work_id)
        part = _part(found)
        say = _say()
        names = [titles(one, say).get(one.left, one.left) for one in found.comparisons]
        rows = list(rows_of(found.comparisons[part]))
        saved = request.args.get("saved", type=int)
        return _page(
            "check.html", work=found, part=part, names=names, name=name_of(found, say), rows=rows, place=place,
            clean=clean, saved=saved,
        )  # fmt: skip

    @app.post("/works/<work_id>/check")
    def correct(work_id: str) -> Any:
        found = _finished(work_id)
        part = _part(found)
        session = _session()
        session.name = request.form.get("by", "").strip()[:60]
        with found.turn:
            given = decisions_of(request.form, found.comparisons, found.decisions, session.name)
            if given != found.decisions:
                desk.correct(found, given)
        return _moved(url_for("check", work_id=work_id, part=part, saved=len(found.decisions)))

    @app.post("/works/<work_id>/decisions")
    def take_decisions(work_id: str) -> Any:
        found = _finished(work_id)
        sent = request.files.get("decisions")
        if sent is None or not sent.filename:
            raise UsageError(*both("web.nothing_sent"))
        more = read_decisions(Upload("decisions", plain_name(sent.filename), sent.read()))
        with found.turn:
            desk.correct(found, merged(found.decisions, more))
        return _moved(url_for("check", work_id=work_id, part=_part(found), saved=len(found.decisions)))


def name_of(work: Work, say: Say) -> str:
    """What a work is called: the title of its proposal."""
    if not work.comparisons:
        return say("web.no_name")
    one = work.comparisons[0]
    return titles(one, say).get(one.left, clean(one.left))


def _session() -> Session:
    from flask import g

    return g.session


def _say() -> Say:
    return words(_session().lang)


def _work(work_id: str) -> Work:
    """The work of this id among the visitor's own; anybody else's is as unknown as one that never was."""
    found = _session().works.get(work_id)
    if found is None:
        _not_here()
    return found  # type: ignore[return-value]


def _finished(work_id: str) -> Work:
    found = _work(work_id)
    if found.state != "done":
        _not_here()
    return found


def _part(work: Work) -> int:
    """Which of several comparisons of a work is asked for."""
    from flask import request

    part = request.args.get("part", 0, type=int)
    return part if 0 <= part < len(work.comparisons) else 0


def _not_here() -> None:
    from flask import abort

    abort(404)


def _moved(address: str) -> Response:
    """The next page; to a script its address alone."""
    from flask import make_response, redirect, request

    if request.headers.get("X-CSRF-Token"):
        response = make_response(address, 201)
        response.mimetype = "text/plain"
        return response
    return redirect(address, 303)  # type: ignore[return-value]


def _page(template: str, **values: object) -> str:
    from flask import render_template

    session = _session()
    say = words(session.lang)
    return render_template(template, say=say, session=session, zh=session.lang == "zh", **values)
