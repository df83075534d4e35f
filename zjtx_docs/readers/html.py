"""A web page -> the lines of its main body: headings, paragraphs, and tables as rows with tabs between the cells.

Nothing is fetched, no entity is expanded from outside, and no depth of nesting loses text.
"""

from __future__ import annotations

import re

from lxml import etree

from zjtx_docs.errors import ReadError
from zjtx_docs.readers.encoding import decode_text, marked_encoding
from zjtx_docs.readers.page_body import Line, choose_body, squeeze
from zjtx_docs.readers.source import refusal
from zjtx_docs.readers.tables import is_layout_table, table_rows

Notes = tuple[tuple[str, str], ...]

_META = re.compile(rb"<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_-]{2,20})", re.I)
_DECLARED = {
    b"utf-8": "utf-8", b"utf8": "utf-8", b"gb2312": "gb18030", b"gbk": "gb18030", b"gb18030": "gb18030",
    b"cp936": "gb18030", b"big5": "big5hkscs", b"big5-hkscs": "big5hkscs",
}  # fmt: skip
_BROKEN_SHARE = 0.001

_NEVER_SHOWN = frozenset(
    "script style noscript template title svg iframe object embed applet audio video canvas".split()
)
_DROPPED = frozenset("map nav aside footer button select option textarea input datalist frameset noframes".split())
_BLOCKS = frozenset(
    "html body address article section main header hgroup blockquote center dd div dl dt fieldset figcaption figure "
    "form h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody thead tfoot tr td th caption ul details summary "
    "ucapcontent".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3"))
_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.I)
# Whole words of class and id, as page builders name the furniture.
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|mainnav|topnav|menu|submenu|breadcrumbs?|crumbs?|curb|position|footer|foot|"
    r"footbox|copyright|share|bdsharebuttonbox|sidebar|toolbar|qrcode|qr|ewm|print|pagination|pager|login|"
    r"setfont|fontsize|related|recommend|hotnews|friendlink|links)(?:$|[\s_-])",
    re.I,
)
_LONG_SENTENCE = re.compile(r"[，。；：、！？].{0,200}[，。；：、！？].{0,200}[，。；：、！？]", re.S)
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")
_WIDE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def read_html(data: bytes, file: str) -> tuple[str, str, Notes]:
    """The main body's text, the encoding and notes. ReadError where the page has no text."""
    markup, encoding, notes = decode_page(data, file)
    body = choose_body(*page_lines(markup)) or choose_body(*page_lines(markup, keep_all=True))
    if not body:
        raise refusal(file, "网页里没有正文（期待有文字的网页）", "the page has no text (expected a page with text)")
    return "\n".join(body) + "\n", encoding, notes


def decode_page(data: bytes, file: str) -> tuple[str, str, Notes]:
    """Markup, encoding, notes. The mark comes first, then UTF-8, then the charset that the page declares, then a guess.

    A page is not refused for a few broken bytes, which browsers show too: they become �, and a note says so.
    """
    found = _META.search(data[:8192])
    declared = _DECLARED.get(found[1].lower()) if found else None
    if (
        declared in ("gb18030", "big5hkscs")
        and marked_encoding(data) is None
        and not _reads(data, "utf-8")
        and _reads(data, declared)
    ):
        return data.decode(declared).replace("\0", "\ufffd"), declared, ()
    try:
        return *decode_text(data, file), ()
    except ReadError:
        if declared is None or marked_encoding(data):
            raise
        markup = data.decode(declared, "replace").replace("\0", "\ufffd")
        broken = markup.count("\ufffd")
        if not markup.strip() or broken > max(2, len(markup) * _BROKEN_SHARE):
            raise
        zh, en = f"{file}: {broken} 处坏字节读成了 �", f"{file}: {broken} broken bytes were read as �"
        return markup, declared, ((zh, en),)


def _reads(data: bytes, codec: str) -> bool:
    """Whether ``codec`` reads all of ``data``."""
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def page_lines(markup: str, keep_all: bool = False) -> tuple[list[Line], list[tuple[int, int]], str]:
    """The page's lines in order, for each element the run of lines (from, to) that it covers, and the page's title."""
    root = parse_page(markup)
    if root is None:
        from zjtx_docs.readers.flat_html import flat_lines

        return [Line(text) for text in flat_lines(markup)], [], ""
    title = _page_title(root)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    _empty_furniture(root, keep_all)
    walk = _Walk()
    walk.run(root)
    return walk.lines, walk.ranges, title


def parse_page(markup: str) -> etree._Element | None:
    """The tree of the page; None where libxml2's own limits on depth or size would cut it short."""
    data = markup.encode("utf-8", "replace")
    # HTML has no entities to expand, so the wider limits cost memory only, which file_bytes caps.
    for huge in (False, True):
        parser = etree.HTMLParser(
            encoding="utf-8", no_network=True, remove_blank_text=False, huge_tree=huge, recover=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        cut = any("HUGE" in entry.message for entry in parser.error_log)
        if root is not None and not cut:
            return root
    return None


def _page_title(root: etree._Element) -> str:
    """What the head gives as the title: of the article where it says so, else of the page."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "title") and meta.get("content"):
            return squeeze(meta.get("content"))
    found = next(root.iter("title"), None)
    return squeeze(found.text or "") if found is not None else ""


def tidy(text: str) -> str:
    """The text as a browser shows it: white space is one blank, none where the source wrapped a line of Chinese."""

    def blank(found: re.Match[str]) -> str:
        a, b = found.span()
        wrapped = "\n" in found[0] and a and _WIDE.match(text, a - 1) and _WIDE.match(text, b)
        return "" if wrapped else " "

    return _SPACES.sub(blank, text).strip(" \u3000")


def _empty_furniture(root: etree._Element, keep_all: bool) -> None:
    """Empties what is never the body: scripts, and unless ``keep_all`` menus, forms, hidden parts, share bars, feet."""
    prose = _holders_of_prose(root)
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        tag = element.tag
        if tag in ("html", "body", "a"):
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        named = len(names) > 1 and element not in prose and _FURNITURE_NAME.search(names)
        if tag in _NEVER_SHOWN or (not keep_all and (tag in _DROPPED or named or hidden)):
            walker.skip_subtree()
            element.clear(keep_tail=True)


def _holders_of_prose(root: etree._Element) -> set[etree._Element]:
    """The elements around any 80 characters with three sentence marks: a document, whatever the element is named."""
    found: set[etree._Element] = set()
    for element in root.iter():
        if element.tag in _NEVER_SHOWN:
            continue
        for text, owner in ((element.text, element), (element.tail, element.getparent())):
            if text and len(text) >= 80 and _LONG_SENTENCE.search(text):
                while owner is not None and owner not in found:
                    found.add(owner)
                    owner = owner.getparent()
    return found


class _Walk:
    """One pass over a tree, without recursion: gathers lines and the run of lines of each block element."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.ranges: list[tuple[int, int]] = []
        self._text: list[str] = []
        self._linked = 0
        self._links = 0
        self._heading = 0
        self._prefix = ""

    def run(self, root: etree._Element) -> None:
        starts: list[int] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            block = tag in _BLOCKS
            if event == "start":
                if block or tag == "br":
                    self._flush()
                if block:
                    starts.append(len(self.lines))
                if tag == "table" and not is_layout_table(element):
                    self._add_rows(element)
                    walker.skip_subtree()
                    continue
                self._enter(tag, element)
                self._add(element.text)
            else:
                self._leave(tag)
                if block:
                    self._flush()
                    self.ranges.append((starts.pop(), len(self.lines)))
                if element is not root:
                    self._add(element.tail)
        self._flush()

    def _enter(self, tag: str, element: etree._Element) -> None:
        self._links += tag == "a"
        self._heading += tag in _HEADINGS
        if tag == "li":
            self._prefix = _list_number(element)

    def _leave(self, tag: str) -> None:
        self._links -= tag == "a"
        if tag in _HEADINGS:
            self._flush()
            self._heading -= 1

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(text)
            if self._links:
                self._linked += len(text.strip())

    def _flush(self) -> None:
        if self._text:
            text = tidy("".join(self._text))
            if text:
                self.lines.append(Line(self._prefix + text, self._linked, heading=self._heading > 0))
                self._prefix = ""
        self._text.clear()
        self._linked = 0

    def _add_rows(self, table: etree._Element) -> None:
        linked = sum(len(tidy("".join(a.itertext()))) for a in table.iter("a"))
        rows = [row for row in ("\t".join(map(tidy, cells)) for cells in table_rows(table)) if row.strip()]
        share = linked / max(1, sum(map(len, rows)))
        self.lines.extend(Line(row, int(len(row) * share), row=True) for row in rows)


def _list_number(item: etree._Element) -> str:
    """The number that a browser shows before an item of an ordered list: ``3.``, else nothing."""
    owner = item.getparent()
    if owner is None or owner.tag != "ol" or "none" in (owner.get("style") or ""):
        return ""
    before = owner.get("data-zjtx-count") or str(_whole(owner.get("start"), 1) - 1)
    number = _whole(item.get("value"), int(before) + 1)
    owner.set("data-zjtx-count", str(number))
    return f"{number}."


def _whole(value: str | None, default: int) -> int:
    """A whole number of at most six digits, else ``default``."""
    return int(value) if value and re.fullmatch(r"[0-9]{1,6}", value) else default
