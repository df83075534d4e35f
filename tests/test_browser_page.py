"""The page in a real browser: opened from disk, filtered, clicked through, saved, printed, checked by axe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the test extra is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from zjtx_docs.comparison import compare
from zjtx_docs.comparison.records import Comparison, Pair
from zjtx_docs.pipeline import parse_file
from zjtx_docs.readers import read_source
from zjtx_docs.report.page import render_graph_page, render_page
from zjtx_docs.report.page.overview import render_overview

ROOT = Path(__file__).parents[1]
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"


@pytest.fixture(scope="module")
def material():
    left, right = parse_file(PROPOSAL), parse_file(POLICY)
    texts = {d.doc_id: read_source(path).text for path, docs in ((PROPOSAL, left), (POLICY, right)) for d in docs}
    return compare(left, right), [*left, *right], texts


@pytest.fixture(scope="module")
def report(material, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("page") / "对照 报告.html"
    path.write_text(render_page(*material, "zh"), "utf-8")
    return path.as_uri()


def opened(browser: Browser, address: str, width: int = 1280, **options: object) -> Page:
    """The page in a fresh window that must not complain nor ask for anything but itself."""
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True, **options)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:"))
            else page.complaints.append(request.url))  # fmt: skip
    page.goto(address)
    return page


@pytest.fixture
def page(browser, report):
    page = opened(browser, report)
    yield page
    assert page.complaints == []
    page.context.close()


def shown_asks(page: Page) -> list[int]:
    return page.eval_on_selector_all("#ask-list > li", "asks => asks.map(a => Number(a.dataset.number))")


def test_filters_search_and_order(page, material):
    comparison = material[0]
    asks = comparison.asks
    everything = list(range(1, len(asks) + 1))
    assert shown_asks(page) == everything
    page.select_option("select[name=relation]", "lacks")
    lacking = [n for n in everything if asks[n - 1].relation == "lacks"]
    assert shown_asks(page) == lacking
    page.select_option("select[name=status]", "not_addressed")
    assert shown_asks(page) == [n for n in lacking if asks[n - 1].reply.status == "not_addressed"]
    page.click("button[type=reset]")
    page.wait_for_function("count => document.querySelectorAll('#ask-list > li').length === count",
                           arg=len(asks))  # fmt: skip
    body = "北京市财政局"
    page.select_option("select[name=departments]", body)
    held = [n for n in everything if any(d.canonical == body for m in asks[n - 1].matches for d in m.departments)]
    assert held and shown_asks(page) == held
    page.select_option("select[name=departments]", "")
    page.fill("input[name=text]", "特色园区")
    assert 0 < len(shown_asks(page)) < len(asks)
    page.fill("input[name=text]", "没有这样的字")
    assert shown_asks(page) == [] and page.is_visible("#nothing")
    page.click("button[type=reset]")
    page.select_option("select[name=sort]", "relation")
    relations = [asks[n - 1].relation for n in shown_asks(page)]
    assert relations == sorted(relations, key=["lacks", "extends", "duplicates"].index)


def test_a_share_of_the_bar_filters(page, material):
    page.click("#answer a[data-value=partly]")
    wanted = [n for n, ask in enumerate(material[0].asks, 1) if ask.reply.status == "partly"]
    assert shown_asks(page) == wanted
    assert page.url.endswith("#asks")


def test_a_deep_link_takes_the_filter_away(page):
    page.select_option("select[name=relation]", "lacks")
    page.evaluate("location.hash = '#ask-1'")
    page.wait_for_function("() => document.getElementById('ask-1')")
    assert page.evaluate("document.activeElement.id") == "ask-1"
    page.select_option("select[name=relation]", "lacks")
    page.click(".text .back[href='#ask-1'] >> nth=0")
    page.wait_for_function("() => document.activeElement.id === 'ask-1'")
    assert len(shown_asks(page)) > 30


def test_through_to_the_source_and_back(page, material):
    ask = material[0].asks[2]
    page.click("#ask-3 .side:nth-child(2) .there a")
    page.wait_for_function("() => document.querySelector('.text .lit')")
    lit = page.eval_on_selector_all(".text .lit", "pieces => pieces.map(p => p.textContent).join('')")
    assert lit == ask.matches[0].quote
    page.wait_for_function(
        "() => { const b = document.querySelector('.text .lit').getBoundingClientRect();"
        " return b.top > 0 && b.bottom < innerHeight && document.activeElement.id === 'return' }"
    )
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.ask').id") == "ask-3"
    page.click("#ask-3 .side:nth-child(1) .there a")
    page.click(".back[href='#ask-3'] >> nth=0")
    assert page.url.endswith("#ask-3")


def test_the_keyboard_alone_is_enough(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    node = page.locator(".network .node.body").first
    node.focus()
    page.keyboard.press("Enter")
    assert node.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert node.get_attribute("aria-pressed") == "false"
    page.keyboard.press("ArrowDown")
    second = page.locator(".network .node.body").nth(1)
    assert page.evaluate("document.activeElement.dataset.name") == second.get_attribute("data-name")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.classList.contains('item')")
    assert page.locator(".network .node[tabindex='0']").count() == 1
    page.focus("#theme")
    page.keyboard.press("Enter")
    assert page.get_attribute("html", "data-theme") == "light"
    page.keyboard.press("Enter")
    assert page.get_attribute("html", "data-theme") == "dark"


def test_the_graph_draws_picks_filters_and_zooms(page):
    graph = page.locator("svg.network")
    assert graph.bounding_box()["height"] > 300
    node = page.locator(".network .node.body", has_text="北京市财政局")
    node.click()
    rows = page.locator("#graph-table tbody tr:visible")
    bodies = set(rows.locator("td:first-child").all_text_contents())
    assert bodies == {"北京市财政局"}
    lit = page.locator(".network .edge.on").count()
    assert lit and "北京市财政局" in page.inner_text("#graph-picked")
    rows.first.locator("a.to").click()
    page.wait_for_function("() => document.querySelector('.text .lit')")
    page.click("#return")
    page.click("#graph-clear")
    page.select_option("#graph-level", "district")
    levels = set(page.locator("#graph-table tbody tr:visible td:nth-child(2)").all_text_contents())
    assert levels == {"区县级"}
    assert 0 < page.locator(".network .node.body:not(.off)").count() < page.locator(".network .node.body").count()
    whole = graph.get_attribute("viewBox")
    page.click("[data-zoom=in]")
    assert float(graph.get_attribute("viewBox").split()[2]) < float(whole.split()[2])
    page.click("[data-zoom=reset]")
    assert [float(n) for n in graph.get_attribute("viewBox").split()] == [float(n) for n in whole.split()]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_pictures_are_saved(page, kind, tmp_path):
    for name in ("network", "ladder", "heat"):
        with page.expect_download() as waiting:
            page.click(f"#{name} button[data-save={kind}]")
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert path.name == f"{name}.{kind}"
        data = path.read_bytes()
        if kind == "png":
            assert data.startswith(b"\x89PNG") and len(data) > 20_000
        else:
            from lxml import etree

            fills = {element.get("fill") for element in etree.fromstring(data).iter("{*}rect", "{*}text")}
            assert len(fills) > 1 and all(fill.startswith(("rgb", "none")) for fill in fills)


def test_the_legend_switches_marks(page):
    mark = page.locator(".text .k-money").first
    colour = "e => getComputedStyle(e).backgroundColor"
    before = mark.evaluate(colour)
    page.uncheck("[data-kind=money]")
    assert mark.evaluate(colour) != before
    page.check("[data-kind=money]")
    assert mark.evaluate(colour) == before


def test_it_prints_whole_on_a4(page, tmp_path):
    pdfium = pytest.importorskip("pypdfium2")
    path = tmp_path / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    document = pdfium.PdfDocument(path)
    width, height = document[0].get_size()
    assert (round(width), round(height)) in {(595, 842), (596, 842), (595, 841), (596, 843)}
    printed = re.sub(r"\s+", "", "".join(one.get_textpage().get_text_range() for one in document))
    document.close()
    assert page.locator("details:not([open])").count() > 0  # folded again after printing
    missing = []
    for selector in (".ask blockquote", "td", "th", "dd"):
        for words in page.locator(f"main {selector}").all_text_contents():
            short = re.sub(r"\s+", "", words)[:12]
            if short and short not in printed:
                missing.append(words)
    assert missing == []


@pytest.fixture(scope="module")
def pages(report, material, tmp_path_factory) -> dict[str, str]:
    """Every kind of page: the report in both languages, two policies, the graph, the list of many."""
    comparison, documents, texts = material
    proposal, policy = (next(d for d in documents if d.kind == kind) for kind in ("proposal", "policy"))
    one = comparison.asks[0].matches[0]
    pair = Pair(left=one, right=one, relation="changed", changes=one.changes)
    versions = Comparison(left=policy.doc_id, right=(proposal.doc_id,), pairs=(pair,), added=(one,), removed=(one,))
    made = {
        "english": render_page(comparison, documents, texts, "en"),
        "versions": render_page(versions, [policy, proposal], texts, "zh"),
        "graph": render_graph_page([policy], texts, "zh"),
        "overview": render_overview([comparison, comparison], ["甲.html", "乙.html"], "zh"),
    }
    folder = tmp_path_factory.mktemp("pages")
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, "utf-8")
    return {"report": report} | {name: (folder / f"{name}.html").as_uri() for name in made}


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [("report", scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
    + [("english", "light", 390), ("versions", "dark", 390), ("graph", "dark", 1280), ("overview", "light", 390)],
)
def test_everyone_can_use_it(browser, pages, name, scheme, width):
    page = opened(browser, pages[name], width, color_scheme=scheme, bypass_csp=True)
    # Asks out of sight have a guessed height, over which axe would see their words lie on the next ask.
    page.add_style_tag(content=".ask, .block { content-visibility: visible !important }")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0].get("failureSummary")) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []
    page.context.close()


def test_it_reads_without_a_script(browser, report):
    page = opened(browser, report, java_script_enabled=False)
    assert page.is_visible("#ask-1 blockquote") and page.is_visible("svg.network")
    assert not page.is_visible(".filters") and not page.is_visible("#theme")
    page.click("#ask-1 .there a >> nth=0")
    assert re.search(r"#t\d+-\d+$", page.url)
    page.context.close()


def test_markup_in_names_and_texts_stays_text(browser, tmp_path):
    from zjtx_docs.pipeline import parse_text

    evil = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
    proposal = f"关于{evil}的提案\n建议：\n一、奖励{evil}\n对上市企业给予500万元奖励{evil}，由区财政局{evil}负责。\n"
    policy = f"某市{evil}若干措施\n一、支持上市{evil}\n1.对上市企业给予300万元{evil}奖励。（市财政局，{evil}局）\n"
    left, right = parse_text(proposal, evil, file=evil), parse_text(policy, "policy", file=evil)
    texts = {d.doc_id: proposal for d in left} | {d.doc_id: policy for d in right}
    for name, html in (
        ("report", render_page(compare(left, right), [*left, *right], texts, "zh")),
        ("graph", render_graph_page([*left, *right], texts, "zh")),
    ):
        path = tmp_path / f"{name}.html"
        path.write_text(html, "utf-8")
        page = opened(browser, path.as_uri())
        assert page.evaluate("window.hacked") is None
        assert evil in page.inner_text("#sources")
        assert page.locator("img").count() == 0 and page.complaints == []
        page.context.close()


def many_asks(asks: int, measures: int) -> tuple[Comparison, list, dict[str, str]]:
    """A comparison of so many asks with a policy of so many measures, three matches each."""
    from zjtx_docs.comparison.records import Ask, AskReply, Match
    from zjtx_docs.pipeline import parse_text

    lines = [
        f"{n}.支持第{n}类项目。对企业给予最高{n}万元奖励（市财政局牵头，市科技局配合）。"
        for n in range(1, measures + 1)
    ]
    text = "某市若干措施\n" + "\n".join(lines) + "\n"
    (policy,) = parse_text(text, "policy")
    wishes = "关于支持项目的提案\n建议：\n" + "".join(
        f"{n}.对第{n}类项目给予{n}万元奖励。\n" for n in range(1, asks + 1)
    )
    (proposal,) = parse_text(wishes, "proposal")
    matches = [
        Match(doc_id="policy", measure_id=m.id, path=m.path, start=m.start, end=m.end, quote=m.quote, score=0.5)
        for m in policy.measures
    ]
    relations, states = ("duplicates", "extends"), ("partly", "not_addressed")
    made = [
        Ask(id=m.id, path=m.path, start=m.start, end=m.end, quote=m.quote, relation=relations[n % 2], confidence=0.5,
            why="同一事项", matches=tuple(matches[(n * 7 + k) % len(matches)] for k in range(3)),
            reply=AskReply(status=states[n % 2], why="答复中没有谈到这一事项。"))
        for n, m in enumerate(proposal.measures[:asks])
    ]  # fmt: skip
    assert len(made) == asks and len(policy.measures) >= measures
    comparison = Comparison(left="proposal", right=("policy",), asks=tuple(made))
    return comparison, [proposal, policy], {"proposal": wishes, "policy": text}


def test_many_asks_stay_usable(browser, tmp_path):
    path = tmp_path / "many.html"
    path.write_text(render_page(*many_asks(500, 1000), "zh"), "utf-8")
    page = opened(browser, path.as_uri())
    milliseconds = page.evaluate(
        "() => { const list = document.querySelector('select[name=relation]'); document.body.offsetHeight;"
        " const began = performance.now(); list.value = 'extends';"
        " list.dispatchEvent(new Event('input', { bubbles: true })); document.body.offsetHeight;"
        " return performance.now() - began }"
    )
    assert len(shown_asks(page)) == 250
    assert milliseconds < 1000
    page.context.close()


def test_it_is_ready_in_a_second(browser, report):
    page = opened(browser, report)
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    assert timing["domInteractive"] < 1000
    page.context.close()
