"""The same policy as txt, docx, html, pdf and ofd gives the same records: files made by real libraries."""

from __future__ import annotations

import io
from html import escape

import pytest
from eval.annotations import GOLDEN
from test_readers_formats import make_ofd, make_pdf

from zjtx_docs.model import Document, all_finds
from zjtx_docs.pipeline import parse_source
from zjtx_docs.readers import read_source

CASES = ("zjtx_hunan", "digital_beigui", "tourism_yunlu", "chapters_articles", "money_forms")
WITH_TABLES = ("lowaltitude_jingchuan", "foreign_donglan_zone")


def paragraphs(name: str) -> list[str]:
    """The paragraphs of a golden case, lines that its layout broke joined by the parser's own reading of them."""
    from zjtx_docs.parsers.paragraphs import find_paragraphs
    from zjtx_docs.text import fold

    text = (GOLDEN / name / "source.txt").read_bytes().decode("utf-8")
    return ["".join(text[p.start : p.end].split("\n")).strip() for p in find_paragraphs(fold(text))]


def as_txt(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("gb18030")


def as_docx(lines: list[str]) -> bytes:
    docx = pytest.importorskip("docx")
    document, table = docx.Document(), None
    for line in lines:
        cells = line.split("\t")
        if len(cells) == 1:
            document.add_paragraph(line)
            table = None
            continue
        if table is None:
            table = document.add_table(0, len(cells))
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html(lines: list[str]) -> bytes:
    body, rows = [], []
    for line in [*lines, ""]:
        if "\t" in line:
            rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t")) + "</tr>")
            continue
        if rows:
            body.append(f"<table>{''.join(rows)}</table>")
            rows = []
        body.append(f"<p>　　{escape(line)}</p>" if line else "")
    menu = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("首页", "政务公开", "互动交流") * 6))
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><ul>{menu}</ul><div id='con'>{''.join(body)}"
    return (page + "</div><div class='foot'><p>主办：市人民政府办公室</p></div></body></html>").encode()


def as_pdf(lines: list[str]) -> bytes:
    return make_pdf(texts=lines, table=(), heads=False)


def squeezed(words: str | None) -> str | None:
    return None if words is None else "".join(words.split())


def records(documents: list[Document]) -> dict[str, list[tuple]]:
    """What was found, without places: those count in texts that differ in their white space."""
    document = documents[-1]
    return {
        "head": [(d.kind, squeezed(d.title), d.issued, d.effective, d.expires) for d in documents],
        "outline": [(item.path, squeezed(item.heading)) for item in document.outline],
        "measures": [(m.path, m.stance, squeezed(m.quote)) for m in document.measures],
        "money": [
            (m.path, m.yuan, m.yuan_min, m.rate, m.bound, m.instrument, m.period, m.per, squeezed(m.beneficiary),
             tuple(squeezed(name) for name in m.departments))
            for m in all_finds(document, "money")
        ],
        "thresholds": [(t.path, squeezed(t.metric), t.value, t.bound) for t in all_finds(document, "thresholds")],
        "responsibilities": [
            (r.path, tuple((squeezed(d.as_written), d.role) for d in r.departments), r.open_ended, squeezed(r.deadline))
            for r in document.responsibilities
        ],
    }  # fmt: skip


@pytest.mark.parametrize("make", [as_docx, as_html, as_pdf, make_ofd], ids=["docx", "html", "pdf", "ofd"])
@pytest.mark.parametrize("name", CASES)
def test_every_kind_gives_the_records_of_the_text(name, make):
    lines = [line for line in paragraphs(name) if "\t" not in line]
    expected = records(parse_source(read_source(as_txt(lines), "a.txt")))
    made = records(parse_source(read_source(make(lines), "a")))
    assert expected["money"] and expected["outline"]
    for kind, entries in expected.items():
        assert made[kind] == entries, kind


@pytest.mark.parametrize("make", [as_docx, as_html], ids=["docx", "html"])
@pytest.mark.parametrize("name", WITH_TABLES)
def test_tables_of_amounts_give_the_records_of_the_text(name, make):
    lines = paragraphs(name)
    expected = records(parse_source(read_source(as_txt(lines), "a.txt")))
    made = records(parse_source(read_source(make(lines), "a")))
    assert sum(len(line.split("\t")) > 1 for line in lines) >= 3
    for kind, entries in expected.items():
        assert made[kind] == entries, kind
