"""MHTML, a web page saved in one file (often under the name .doc) -> the page's text."""

from __future__ import annotations

import email
import email.policy

from zjtx_docs.readers.html import Notes, read_html
from zjtx_docs.readers.source import refusal


def read_mhtml(data: bytes, file: str) -> tuple[str, str, Notes]:
    """Text, encoding and notes of the first web page in the file. ReadError where there is none."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return read_html(page, file)
    raise refusal(
        file, "网页存档里没有网页（期待完整的 MHTML）", "the web archive holds no page (expected a whole MHTML file)"
    )
