"""What every request must pass and every answer carries, so that other sites, names and frames get nowhere.

A page of another site that is open in the same browser can send requests to 127.0.0.1 too. What keeps it out: the Host
must be a name that was given out here (else DNS rebinding makes the other site this one), a request that changes
anything must come from this very origin and carry the session's token, and the cookie is not sent across sites at all.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Request, Response

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = ("0.0.0.0", "::", "[::]", "")
_SAME = ("same-origin", "none")

# Nothing is loaded but this server's own style and script; no frame of another site may hold a page.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The report is made of texts that strangers wrote. Its sandbox gives it an origin of its own: were a script to slip
# through, it could reach neither the session nor the network.
REPORT_POLICY = (
    "sandbox allow-scripts allow-downloads allow-modals; default-src 'none'; script-src {script}; "
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def host_check(host: str, port: int) -> Callable[[str], bool]:
    """Whether a Host header names this server: bound to this machine alone its loopback names, else any address of
    numbers (which no other site can claim), the machine's name and the name that it was told to listen on."""
    here = host in ("127.0.0.1", "localhost", "::1", "[::1]")
    names = set(_LOOPBACK) | ({host} if host not in EVERYWHERE else set())
    if not here:
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}

    def is_ours(header: str) -> bool:
        name, colon, number = header.strip().lower().rpartition(":")
        if not colon or not number.isdigit() or name.endswith(":"):
            name, number = header.strip().lower(), "80"
        return int(number) == port and (name in names or (not here and _is_address(name)))

    return is_ours


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_from_here(request: Request) -> bool:
    """Whether a browser says that the request comes from a page of this origin; a client that is none says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    return (site is None or site in _SAME) and (origin is None or origin == f"http://{request.host}")


def is_token(given: str | None, wanted: str) -> bool:
    """Whether the token is the session's, compared in constant time."""
    return secrets.compare_digest((given or "").encode(), wanted.encode())


def protect(response: Response) -> Response:
    """The answer with the headers that every answer has."""
    for name, value in _ALWAYS.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.setdefault("X-Frame-Options", "DENY")
    return response


def report_headers(scripts: Iterable[str]) -> dict[str, str]:
    """The headers of a report whose scripts are these, each named by its hash in the policy."""
    sources = " ".join(scripts) or "'none'"
    return {"Content-Security-Policy": REPORT_POLICY.format(script=sources), "X-Frame-Options": "SAMEORIGIN"}
