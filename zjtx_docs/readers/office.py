"""doc, wps, rtf, odt and the XML of Word 2003 -> docx through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from zjtx_docs.limits import Limits
from zjtx_docs.readers import sniff
from zjtx_docs.readers.docx import read_docx
from zjtx_docs.readers.source import refusal

_EXTENSIONS = {sniff.DOC: ".doc", sniff.RTF: ".rtf", sniff.ODT: ".odt", sniff.WORDML: ".xml"}
_PROGRAMS = ("soffice", "libreoffice")


def read_office(data: bytes, file: str, kind: str, limits: Limits) -> str:
    """The text of a document that LibreOffice can turn into docx. ReadError where it is not installed or cannot."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise refusal(
            file,
            "读取 doc、wps、rtf 需要 LibreOffice（期待已安装 soffice，或先另存为 docx）",
            "reading doc, wps or rtf needs LibreOffice (expected soffice on the path, or save it as docx first)",
        )
    with tempfile.TemporaryDirectory(prefix="zjtx-") as folder:
        return read_docx(_convert(program, data, kind, Path(folder), file, limits), file, limits)


def _convert(program: str, data: bytes, kind: str, folder: Path, file: str, limits: Limits) -> bytes:
    """The docx that LibreOffice makes of ``data``, in a folder and with a profile of its own, without a window."""
    source = folder / ("source" + _EXTENSIONS[kind])
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [
        program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.convert_seconds,
            check=False,
            env={**os.environ, "HOME": str(folder)},
        )
    except subprocess.TimeoutExpired:
        raise refusal(
            file,
            f"LibreOffice 转换超过 {limits.convert_seconds} 秒（可用 ZJTX_LIMIT_CONVERT_SECONDS 放宽）",
            f"LibreOffice took more than {limits.convert_seconds} seconds (ZJTX_LIMIT_CONVERT_SECONDS raises it)",
        ) from None
    except OSError as error:
        raise refusal(
            file, f"LibreOffice 运行失败：{error.strerror}", f"LibreOffice failed to run: {error.strerror}"
        ) from None
    made = folder / "out" / "source.docx"
    if not made.is_file():
        raise refusal(
            file,
            "LibreOffice 不能转换这个文件，可能已损坏或加密（期待完整的文档）",
            "LibreOffice cannot convert this file, it may be damaged or encrypted (expected a whole document)",
        )
    return made.read_bytes()
