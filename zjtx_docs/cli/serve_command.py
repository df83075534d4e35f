"""``serve``: the local web page."""

from __future__ import annotations

import os
import sys

import click

from zjtx_docs.cli.formatting import Command
from zjtx_docs.report.catalogue import Say

HOST, PORT = "127.0.0.1", 8765


def serve_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(host: str, port: int, no_browser: bool) -> int:
        return serve(host, port, not no_browser, say)

    params = [
        click.Option(
            ["--host"], default=HOST, show_default=True, metavar=say("metavar.address"), help=say("help.host")
        ),
        click.Option(
            ["--port"], type=click.IntRange(0, 65535), default=PORT, show_default=True, metavar=say("metavar.number"),
            help=say("help.port"),
        ),
        click.Option(["--no-browser"], is_flag=True, help=say("help.no_browser")),
    ]  # fmt: skip
    return Command("serve", say, run, params, ["serve", "serve_port"])


def serve(host: str, port: int, browser: bool, say: Say) -> int:
    """Serves until Ctrl-C; the address stands on standard error as soon as it answers there."""
    from zjtx_docs.limits import read_limits
    from zjtx_docs.web.server import Server, ending_on_signals

    server = Server(host, port, say.lang, read_limits())
    with ending_on_signals():
        click.echo(say("web.serving", address=server.address), err=True)
        if host not in (HOST, "localhost", "::1"):
            click.echo(say("web.open_to_all", host=host), err=True)
        if browser and _has_screen():
            import threading
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
        server.run()
    click.echo(say("web.ended"), err=True)
    return 0


def _has_screen() -> bool:
    """Whether a browser has somewhere to show itself: without, a text browser would take the terminal over."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
