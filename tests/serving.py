"""A server of ``zjtx-docs serve`` in a process of its own, and a visitor that speaks HTTP with it over sockets."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
# (field, file name, content) for a file, (field, value) for a plain field.
Field = tuple[str, str] | tuple[str, str, bytes]


class Got(NamedTuple):
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def words_of(page: str) -> str:
    """What a person reads on a page, white space taken away."""
    reader = _Words()
    reader.feed(page)
    return "".join("".join(reader.words).split())


@contextlib.contextmanager
def serving(*args: str, **variables: object) -> Iterator[Address]:
    """A server that runs while inside; its address."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **{name: str(value) for name, value in variables.items()}}
    command = [sys.executable, "-m", "zjtx_docs.cli", "serve", "--no-browser", "--port", "0", *args]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        line = process.stderr.readline()  # type: ignore[union-attr]
        found = re.search(r"http://(.*):(\d+)/", line)
        assert found, line
        yield Address(found[1], int(found[2]), process)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.stderr.close()  # type: ignore[union-attr]
        process.wait()


class Address(NamedTuple):
    """Where a server answers, and its process."""

    host: str
    port: int
    process: subprocess.Popen


class Visitor:
    """A browser as far as cookies go, with a session of its own."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Got:
        """One request; cookies are kept, redirections are not followed."""
        connection = http.client.HTTPConnection(self.address.host.strip("[]"), self.address.port, timeout=60)
        sent = dict(headers or {})
        if self.cookies:
            sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            got = Got(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in got.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return got

    def get(self, path: str) -> Got:
        return self.ask("GET", path)

    @property
    def token(self) -> str:
        """The token of the session, as its forms carry it."""
        return re.search(r'name="csrf" value="([^"]+)"', self.get("/").text)[1]  # type: ignore[index]

    def post(self, path: str, fields: Sequence[Field] = (), headers: Mapping[str, str] | None = None) -> Got:
        """A form with the token of the session."""
        return self.send(path, [("csrf", self.token), *fields], headers)

    def send(self, path: str, fields: Sequence[Field], headers: Mapping[str, str] | None = None) -> Got:
        """A form with these fields and no others."""
        mark = secrets.token_hex(16)
        parts = []
        for name, *rest in fields:
            file = f'; filename="{rest[0]}"' if len(rest) == 2 else ""
            value = rest[-1] if isinstance(rest[-1], bytes) else rest[-1].encode()
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
            parts.append(head.encode() + value + b"\r\n")
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self.ask(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}", **(headers or {})}
        )

    def upload(self, *fields: Field) -> str:
        """Sends an upload; the path of the work that it became."""
        got = self.post("/works", fields)
        assert got.status == 303, got.text
        return urllib.parse.urlsplit(got.headers["Location"]).path

    def wait(self, work: str, seconds: float = 60) -> str:
        """The page of a work when it is over."""
        until = time.monotonic() + seconds
        while not json.loads(self.get(f"{work}/status").body)["over"]:
            assert time.monotonic() < until
            time.sleep(0.02)
        return self.get(work).text

    def comparison(self, work: str) -> dict:
        """The structured result of a work."""
        got = self.get(f"{work}/files/comparison.json")
        assert got.status == 200, got.text
        return json.loads(got.body)
