"""Other documents that a paragraph names in 《》, with the date and issuer where its sentence says them.

2023年3月5日市科技局发布了《…办法》 dates the document; 按照《…》 does not. 《方案》 as the short name of a document named before is
none. Quotation marks inside a name (《关于印发〈…〉的通知》) and line breaks are part of it.
"""

from __future__ import annotations

import re

from zjtx_docs.model import Reference
from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.dates import DATE, date_of
from zjtx_docs.parsers.titles import is_body, kind_word
from zjtx_docs.text import squeeze

_NAME_MOST = 120
_BREAK = re.compile(r"[。;!?]")
_PUT_OUT = (
    r"(?:正式|联合|陆续|先后|曾|又|再次|已经?|也)?"
    r"(?:刊发|发布|印发|出台|公布|颁布|制定|签署|签订|下发|通过|实施|推出|出版|修订|印制)(?:并?实施|施行)?(?:了)?"
)
_BEFORE = re.compile(
    rf"(?P<date>(?:{DATE.pattern})(?:前|后|以来|底|初|末|起|之?后)?)[,\s]?(?:由|曾|,)?(?P<issuer>[^。;,《》()]{{0,60}}?){_PUT_OUT}的?$",
    re.VERBOSE,
)
_ISSUER = re.compile(
    rf"(?:^|[,。;:])(?:随后|此前|同年|近期|目前|近年来|据悉)?(?P<issuer>[^。;,:《》()]{{3,50}}?){_PUT_OUT}的?$"
)
_AFTER = re.compile(
    rf"\(?(?:于|自|从)?(?P<date>{DATE.pattern})(?:起)?(?:正式)?(?:发布|印发|出台|公布|颁布|刊发|通过|下发)", re.VERBOSE
)
_LISTED = re.compile(r"》(?:\([^()]{1,40}\))?(?:、|和|及|与|以及)?$")


def find_references(block: Block) -> tuple[Reference, ...]:
    """The documents that the block names, in order, each mention at its place.

    ``title`` is without brackets and white space.
    """
    chars = block.view.chars
    found = []
    at = chars.find("《")
    while at >= 0:
        end = _close(chars, at)
        if end is None:
            at = chars.find("《", at + 1)
            continue
        name = chars[at + 1 : end - 1]
        if not _is_short_name(name):
            found.append(_reference(block, at, end))
        at = chars.find("《", end)
    return tuple(found)


def _close(chars: str, start: int) -> int | None:
    """The index after the 》 that closes the 《 at ``start``, None where none does nearby."""
    depth = 0
    for at in range(start, min(len(chars), start + _NAME_MOST)):
        if chars[at] == "《":
            depth += 1
        elif chars[at] == "》":
            depth -= 1
            if depth == 0:
                return at + 1 if at - start > 1 else None
    close = chars.find("》", start, start + _NAME_MOST)
    return close + 1 if close > start + 1 else None


def _is_short_name(name: str) -> bool:
    """Whether the name is only the word for its kind (《办法》, 《若干措施》), which stands for a document named before."""
    found = kind_word(name)
    return found is not None and len(name) <= len(found[0]) + 2 and len(name) <= 6


def _reference(block: Block, at: int, end: int) -> Reference:
    chars = block.view.chars
    start, stop = block.view.span(at, end)
    date = written = issuer = None
    sentence = max((match.end() for match in _BREAK.finditer(chars, max(0, at - 160), at)), default=max(0, at - 160))
    before = chars[sentence:at]
    match = _BEFORE.search(before)
    if match is not None:
        date = date_of(match) if match["date"].endswith(("日", "号")) or match["y2"] else None
        written = _source(block, sentence + match.start("date"), sentence + match.end("date"))
        issuer = _issuer(match["issuer"])
    elif (match := _AFTER.match(chars, end)) is not None:
        date = date_of(match)
        written = _source(block, match.start("date"), match.end("date"))
    elif (match := _ISSUER.search(before)) is not None:
        issuer = _issuer(match["issuer"])
    return Reference(
        start=start,
        end=stop,
        quote=block.view.source[start:stop],
        title=squeeze(block.view.source[start:stop])[1:-1],
        date=date,
        date_as_written=written,
        issuer=issuer,
        path=block.path,
    )


def _issuer(words: str) -> str | None:
    words = words.removeprefix("由").removesuffix("共同").removesuffix("联合")
    return words if is_body(words) and 3 <= len(words) <= 50 else None


def _source(block: Block, a: int, b: int) -> str:
    start, end = block.view.span(a, b)
    return block.view.source[start:end]
