"""The HTML page: what it says, that every word of a text stays text, and that it needs nothing but itself."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import get_args

import lxml.html
import msgspec
import pytest

from zjtx_docs import model
from zjtx_docs.comparison import compare, records
from zjtx_docs.comparison.records import Change, Comparison, Match, Pair, Value
from zjtx_docs.model import all_finds
from zjtx_docs.pipeline import parse_text
from zjtx_docs.report.catalogue import words
from zjtx_docs.report.page import __file__ as page_folder
from zjtx_docs.report.page import render_graph_page, render_page
from zjtx_docs.report.page.marks import Mark, mark_quote, mark_text
from zjtx_docs.report.page.shell import digest

EVIL = '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">\'"&\u2028\x07'


def flat(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Made:
    """A rendered page with what it was made of."""

    def __init__(self, proposal_text: str, policy_text: str, lang: str = "zh") -> None:
        self.left = parse_text(proposal_text, "proposal")
        self.right = parse_text(policy_text, "policy")
        self.texts = {d.doc_id: proposal_text for d in self.left} | {d.doc_id: policy_text for d in self.right}
        self.documents = [*self.left, *self.right]
        self.comparison = compare(self.left, self.right)
        self.html = render_page(self.comparison, self.documents, self.texts, lang)
        self.tree = lxml.html.document_fromstring(self.html)

    def source(self, doc_id: str) -> lxml.html.HtmlElement:
        """The element that holds the full text of a document."""
        numbers = {text: number for number, text in enumerate(dict.fromkeys(self.texts.values()))}
        return self.tree.get_element_by_id(f"text-{numbers[self.texts[doc_id]]}").find_class("text")[0]


@pytest.fixture(scope="module")
def made(proposal_text, policy_text):
    return Made(proposal_text, policy_text)


def visible(tree: lxml.html.HtmlElement) -> str:
    """All that a reader sees or hears: text, and the attributes that are shown or read out."""
    parts = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        parts += [
            element.get(name) or ""
            for name in ("title", "aria-label", "placeholder", "data-label", "data-told", "data-name")
        ]
        parts.append(element.text or "")
        parts += [child.tail or "" for child in element]
    return "\n".join(parts)


def test_the_answer_stands_first(made):
    answer = made.tree.get_element_by_id("answer")
    told = answer.text_content()
    summary = made.comparison.summary
    say = words("zh")
    for name in get_args(records.Relation):
        assert re.search(rf"{say(f'relation.{name}')}\s*{summary[name]}\b", told)
    for name in get_args(records.ReplyStatus):
        assert re.search(rf"{say(f'status.{name}')}\s*{summary[name]}\b", told)
    silent = [str(n) for n, ask in enumerate(made.comparison.asks, 1) if ask.reply.status == "not_addressed"]
    assert [a.text for a in answer.find_class("told-silent")[0].findall(".//a")] == silent
    waiting = [str(n) for n, ask in enumerate(made.comparison.asks, 1) if ask.review]
    assert [a.text for a in answer.find_class("told-review")[0].findall(".//a")] == waiting
    assert say("note.district_missing") in told
    assert len(made.tree.get_element_by_id("uncovered").findall(".//li")) == summary["uncovered"]


def test_each_ask_stands_beside_the_policy(made):
    for number, ask in enumerate(made.comparison.asks, 1):
        card = made.tree.get_element_by_id(f"ask-{number}")
        quotes = [quote.text_content() for quote in card.iter("blockquote")]
        assert quotes[0] == flat(ask.quote)
        counterpart = ask.matches[0] if ask.matches else ask.nearest
        assert quotes[1] == flat(counterpart.quote)
        if ask.reply and ask.reply.quote:
            assert flat(ask.reply.quote) in quotes
        if ask.nearest:
            assert card.find_class("refused")
        bodies = {body.canonical for match in ask.matches for body in match.departments}
        assert {li.text_content().split()[0] for li in card.findall(".//div[@class='bodies']//li")} >= bodies


def test_the_full_text_is_the_text(made):
    for doc_id, text in made.texts.items():
        assert made.source(doc_id).text_content() == flat(text)


def test_line_ends_of_windows_move_nothing(proposal_text, policy_text):
    page = Made(*(flat(text).replace("\n", "\r\n") for text in (proposal_text, policy_text)))
    test_the_full_text_is_the_text(page)
    test_each_ask_stands_beside_the_policy(page)
    test_every_link_leads_to_its_words(page)


def test_a_text_of_two_documents_stands_once(made, proposal_text):
    assert len(made.tree.find_class("source")) == 2 < len(made.documents)


def test_every_link_leads_to_its_words(made):
    for link in made.tree.find_class("to"):
        number, start = map(int, re.fullmatch(r"#t(\d+)-(\d+)", link.get("href")).groups())
        text = list(dict.fromkeys(made.texts.values()))[number]
        end = int(link.get("data-end"))
        spot = made.tree.get_element_by_id(f"t{number}-{start}")
        assert spot.getparent().get("class") == "block"
        quote = link.xpath("ancestor::div[contains(@class, 'side') or contains(@class, 'reply')][1]/blockquote")
        if quote and link.getparent().get("class") == "there":
            assert quote[0].text_content() == flat(text[start:end])


KINDS = {
    "money": "money", "threshold": "thresholds", "target": "targets", "statistic": "statistics",
    "reference": "references", "beneficiary": "beneficiaries", "measure": "measures", "heading": "outline",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_every_find_is_marked_from_end_to_end(made, kind, name):
    for document in made.documents:
        pieces = [
            (int(piece.get("data-o")), piece.text_content())
            for piece in made.source(document.doc_id).find_class(f"k-{kind}")
        ]
        text = flat(made.texts[document.doc_id])
        assert text == made.texts[document.doc_id]  # offsets of the page are those of the records
        finds = all_finds(document, name) if name in model.FIND_LISTS else getattr(document, name)
        for found in finds:
            inside = [words for at, words in pieces if found.start <= at < found.end]
            assert "".join(inside) == found.quote


def test_links_and_anchors_are_whole(made):
    ids = [element.get("id") for element in made.tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = [link.get("href") for link in made.tree.iter("a")]
    assert {target for target in targets if not target.startswith("#")} == set()
    assert {target[1:] for target in targets} <= set(ids)


RAW = {
    value
    for vocabulary in (*vars(records).values(), *vars(model).values())
    for value in get_args(vocabulary)
    if isinstance(value, str)
}


def test_no_raw_identifier_is_shown(made):
    assert "sets_amount_where_none" in RAW and "duplicates" in RAW
    assert set(re.findall(r"[a-z]+(?:_[a-z]+)+|[a-z]{3,}", visible(made.tree))) & RAW == set()


def test_all_words_are_said_in_english_too(proposal_text, policy_text):
    page = Made(proposal_text, policy_text, "en")
    assert page.tree.get("lang") == "en"
    own = "".join(
        element.text or ""
        for element in page.tree.iter("h2", "h3", "th", "button", "label", "summary", "dt", "caption", "legend")
        if not element.xpath("ancestor-or-self::*[@lang='zh']")
    )
    assert re.findall(r"[\u4e00-\u9fff]+", own.replace("专精特新", "")) == []
    assert set(re.findall(r"[a-z]+(?:_[a-z]+)+", visible(page.tree))) & RAW == set()


def test_nothing_is_loaded_from_elsewhere(made):
    assert not made.tree.xpath("//link | //iframe | //object | //embed | //base | //*[@src] | //*[@style]")
    (style,) = made.tree.iter("style")
    (script,) = made.tree.iter("script")
    assert not re.search(r"@import|url\(|https?:", style.text)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", script.text)
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|eval|innerHTML)\b", script.text)
    (policy,) = made.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert digest(style.text) in policy and digest(script.text) in policy
    assert not made.tree.xpath("//@*[starts-with(name(), 'on')]")


def test_the_seeds_page_is_small(made):
    assert len(made.html.encode()) < 2_000_000


def spoiled(value: object, key: str = "") -> object:
    """The same records with a hostile string behind every text that a file could bring in."""
    keep = {"doc_id", "left", "right", "reply", "id", "measure_id", "measure_ids", "field", "code", "refused_code"}
    if isinstance(value, dict):
        return {name: spoiled(inner, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [spoiled(inner, key) for inner in value]
    if isinstance(value, str) and key not in keep and value not in RAW and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return EVIL + value
    return value


def test_markup_in_every_field_is_text(made):
    comparison = msgspec.convert(spoiled(msgspec.to_builtins(made.comparison)), Comparison)
    documents = msgspec.convert(spoiled(msgspec.to_builtins(made.documents)), list[model.Document])
    for page in (
        render_page(comparison, documents, made.texts, "zh"),
        render_page(comparison, documents, {}, "en"),
        render_graph_page(documents, made.texts, "zh"),
    ):
        tree = lxml.html.document_fromstring(page)
        assert len(list(tree.iter("script"))) == 1
        assert not tree.xpath("//img | //@onerror")
        assert "window.hacked=1" in visible(tree)
        assert "\x07" not in page


def test_no_template_switches_escaping_off():
    folder = Path(page_folder).parent / "templates"
    assert [
        path.name for path in folder.glob("*.html") if re.search(r"\|\s*safe|autoescape", path.read_text("utf-8"))
    ] == []


def test_markup_in_a_text_is_text(policy_text):
    text = (
        f"关于支持企业上市的提案\n\n提案人：{EVIL}\n\n建议：\n一、加大对企业的奖励{EVIL}\n"
        f"对上市企业给予500万元奖励{EVIL}，由区财政局<b>负责</b>。\n二、<!-- 建议设立基金 -->\n建议设立10亿元基金。\n"
    )
    page = Made(text, policy_text)
    assert page.comparison.asks
    assert not page.tree.xpath("//img | //b[text()='负责'] | //comment()")
    assert page.source("proposal").text_content() == text.replace("\x07", "\ufffd")


def test_without_the_text_the_quotes_stand_alone(made):
    page = render_page(made.comparison, made.documents, {}, "zh")
    tree = lxml.html.document_fromstring(page)
    say = words("zh")
    assert page.count(say("page.not_whole")) == len(made.documents)
    shown = "".join(text.text_content() for text in tree.find_class("text"))
    for ask in made.comparison.asks:
        assert flat(ask.quote) in shown
    for link in tree.find_class("to"):
        assert tree.get_element_by_id(link.get("href")[1:]) is not None


def test_two_policies_stand_side_by_side():
    before = "某市若干措施\n一、支持上市。对上市企业给予300万元奖励（市财政局）。\n二、支持研发。支持企业建设实验室。\n"
    after = "某市若干措施\n一、支持上市。对上市企业给予500万元奖励（市财政局）。\n三、支持出口。支持企业参加展会。\n"
    (old,), (new,) = parse_text(before, "old"), parse_text(after, "new")

    def match(document: model.Document, number: int) -> Match:
        measure = document.measures[number]
        return Match(doc_id=document.doc_id, measure_id=measure.id, path=measure.path, start=measure.start,
                     end=measure.end, quote=measure.quote, score=1.0)  # fmt: skip

    def side(document: model.Document) -> Value:
        entry = document.measures[0].money[0]
        return Value(value=entry.yuan, start=entry.start, end=entry.end, quote=entry.quote)

    raised = Change(field="amount", op="raised", left=side(new), right=side(old))
    comparison = Comparison(
        left="new", right=("old",), pairs=(Pair(left=match(new, 0), right=match(old, 0), relation="changed",
                                                changes=(raised,)),),
        added=(match(new, -1),), removed=(match(old, -1),),
    )  # fmt: skip
    tree = lxml.html.document_fromstring(render_page(comparison, [new, old], {"new": after, "old": before}, "zh"))
    pair = tree.get_element_by_id("pair-1")
    assert [q.text_content() for q in pair.iter("blockquote")] == [new.measures[0].quote, old.measures[0].quote]
    assert [cell.text_content().strip() for cell in pair.xpath(".//tbody//td")] == ["500万元", "300万元", "提高"]
    money = ["".join(piece.text for piece in quote.find_class("k-money")) for quote in pair.iter("blockquote")]
    assert money == [new.measures[0].money[0].quote, old.measures[0].money[0].quote]
    assert [mark.text_content() for mark in pair.find_class("k-figure")] == ["500万元", "300万元"]
    split = Pair(left=match(new, 0), right=match(old, 0), relation="same", shape="split", moved=True,
                 standing="tops_up", more=(match(new, -1),))  # fmt: skip
    parted = msgspec.structs.replace(comparison, pairs=(split,))
    page = lxml.html.document_fromstring(render_page(parted, [new, old], {"new": after, "old": before}, "zh"))
    left, right = page.get_element_by_id("pair-1").find_class("parts")
    assert [q.text_content() for q in left.iter("blockquote")] == [new.measures[0].quote, new.measures[-1].quote]
    assert [q.text_content() for q in right.iter("blockquote")] == [old.measures[0].quote]
    flags = [flag.text_content() for flag in page.get_element_by_id("pair-1").find_class("how")]
    assert flags == [words("zh")(key) for key in ("standing.tops_up", "shape.split", "page.moved")]
    assert "参加展会" in tree.xpath("//h3[@id='added']/following-sibling::ul[1]")[0].text_content()
    assert "建设实验室" in tree.xpath("//h3[@id='removed']/following-sibling::ul[1]")[0].text_content()


def test_a_persons_word_is_told(made):
    said = records.Decided(field="relation", tool_value="lacks", value="extends", by="张委员", date="2024-05-01")
    first = msgspec.structs.replace(made.comparison.asks[0], decided=(said,))
    comparison = msgspec.structs.replace(made.comparison, asks=(first,))
    page = render_page(comparison, made.documents, made.texts, "zh")
    shown = lxml.html.document_fromstring(page).get_element_by_id("ask-1").text_content()
    assert "人工更正（原判：未见对应）" in shown and "张委员" in shown


def test_the_graph_page_shows_who_answers_for_what(policy_text):
    (policy,) = parse_text(policy_text, "policy")
    tree = lxml.html.document_fromstring(render_graph_page([policy], {"policy": policy_text}, "zh"))
    (network,) = tree.find_class("network")
    drawn = {node.get("data-name") for node in network.find_class("body")}
    named = {body.canonical for one in policy.responsibilities for body in one.departments if one.measure_ids}
    assert drawn == named
    rows = tree.get_element_by_id("graph-table").findall(".//tbody/tr")
    assert {row[0].text_content() for row in rows} == named
    joined = lxml.html.document_fromstring(render_graph_page([policy], {}, "zh", "departments"))
    assert not joined.find_class("network") and joined.get_element_by_id("partners") is not None


def test_of_several_policies_each_is_named(made, proposal_text, policy_text):
    other = "乙市关于引进企业的若干措施\n一、引进企业。对成功引进“专精特新”企业的中介机构给予30万元奖励（市财政局）。\n"
    (second,) = parse_text(other, "second")
    comparison = compare(made.left, [*made.right, second])
    texts = {**made.texts, "second": other}
    tree = lxml.html.document_fromstring(render_page(comparison, [*made.documents, second], texts, "zh"))
    number, ask = next(
        (n, a) for n, a in enumerate(comparison.asks, 1) if a.matches and a.matches[0].doc_id == "second"
    )
    assert "《乙市关于引进企业的若干措施》" in tree.get_element_by_id(f"ask-{number}").text_content()
    assert len(tree.find_class("source")) == 3


def test_a_page_without_asks_says_so():
    (document,) = parse_text("天气很好。", "note")
    comparison = compare(document, document)
    page = render_page(comparison, [document], {"note": "天气很好。"}, "zh")
    assert words("zh")("report.no_asks") in page


def test_crossing_marks_keep_the_text():
    text = "甲乙丙丁戊己庚辛"
    marks = [Mark(0, 4, "measure"), Mark(2, 6, "money", "资金"), Mark(3, 5, "target"), Mark(5, 99, "condition")]
    html = lxml.html.fragment_fromstring(mark_quote(text, 0, marks), create_parent="div")
    assert html.text_content() == text
    assert "".join(piece.text for piece in html.find_class("k-money")) == "丙丁戊己"
    assert "".join(piece.text for piece in html.find_class("k-condition")) == "己庚辛"


def test_marking_takes_time_in_step_with_the_text():
    def seconds(size: int) -> float:
        text = "对企业给予奖励。\n" * size
        marks = [Mark(at, at + 7, "money") for at in range(0, len(text), 9)]
        began = time.perf_counter()
        mark_text(text, 0, marks, {})
        return time.perf_counter() - began

    seconds(2000)
    assert min(seconds(40_000) for _ in range(2)) < 8 * min(seconds(10_000) for _ in range(2))
