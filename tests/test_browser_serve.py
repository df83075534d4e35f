"""The whole way through ``zjtx-docs serve`` in a real browser: upload, report, correction, files, deletion."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the test extra is not installed")
pytest.importorskip("flask", reason="the extra web is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.serving import serving

ROOT = Path(__file__).parents[1]
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"
EVIL = """关于<script>document.title='坏'</script>的建议

建议：
一、对<img src=x onerror="document.title='坏'">企业给予30万元奖励。
二、建设<script>document.title='坏'</script>平台。
"""


@pytest.fixture(scope="module")
def address():
    with serving() as found:
        yield f"http://127.0.0.1:{found.port}/"


def opened(browser: Browser, address: str, **options: object) -> Page:
    """The start page in a window of its own, which must not complain nor ask anybody but the server."""
    context = browser.new_context(accept_downloads=True, locale="zh-CN", **options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:"))
            else page.complaints.append(request.url))  # fmt: skip
    page.goto(address)
    return page


@pytest.fixture
def page(browser, address):
    page = opened(browser, address)
    yield page
    assert page.complaints == []
    page.context.close()


def compare(page: Page) -> None:
    page.click("#upload button[type=submit]")
    expect(page.locator("iframe.report")).to_be_visible(timeout=60_000)


def download(page: Page, name: str) -> bytes:
    if not page.locator(".menu[open]").count() and page.locator(".menu").count():
        page.click(".menu summary")
    with page.expect_download() as waiting:
        page.click(f"a[download]:has-text('{name}')")
    assert waiting.value.suggested_filename == name
    return Path(waiting.value.path()).read_bytes()


def test_from_the_upload_to_the_files(page):
    """A member's way: choose the proposal, read, correct one judgement, take the memo and all else away, delete."""
    page.set_input_files("#file-proposal", PROPOSAL)
    expect(page.locator("[data-chosen] >> nth=0")).to_have_text(PROPOSAL.name)
    assert page.is_checked("#sample-policy")
    compare(page)
    report = page.frame_locator("iframe.report")
    expect(report.locator("#ask-5")).to_contain_text("未见对应")
    report.locator("select[name=relation]").select_option("lacks")
    expect(report.locator("#ask-1")).to_be_hidden()

    page.click("text=核对与更正")
    page.fill("#by", "张委员")
    field = page.locator("#ask-5 select >> nth=0")
    assert field.input_value() == "lacks"
    field.select_option("extends")
    assert page.is_checked("#ask-5 input[type=checkbox] >> nth=0")
    page.click("button:has-text('保存核定') >> nth=0")
    expect(page.locator("[role=status]")).to_contain_text("现有核定 1 项")
    page.click("nav >> text=报告 >> nth=0")
    expect(page.frame_locator("iframe.report").locator("#ask-5")).to_contain_text("更进一步")

    rows = list(csv.DictReader(io.StringIO(download(page, "asks.csv").decode("utf-8-sig"))))
    assert rows[4]["relation"] == "extends"
    with zipfile.ZipFile(io.BytesIO(download(page, "all.zip"))) as pack:
        assert "张委员" in pack.read("decisions.csv").decode("utf-8-sig")
        assert {"report.docx", "report.xlsx", "report.html", "departments.graphml"} <= set(pack.namelist())

    work = page.url
    page.click("button:has-text('删除')")
    page.wait_for_url(re.compile(r"/$"))
    page.goto(work)
    expect(page.locator("[role=alert]")).to_contain_text("已经删除")
    page.complaints = [line for line in page.complaints if "404" not in line]


def test_files_can_be_dropped(page):
    handle = page.evaluate_handle(
        "text => { const all = new DataTransfer(); all.items.add(new File([text], '拖来的提案.txt')); return all }",
        PROPOSAL.read_text("utf-8"),
    )
    page.dispatch_event("[data-drop] >> nth=0", "drop", {"dataTransfer": handle})
    expect(page.locator("[data-chosen] >> nth=0")).to_have_text("拖来的提案.txt")
    compare(page)
    assert "房山区" in page.inner_text("h1")


def test_text_can_be_pasted_and_scripts_stay_text(page):
    page.click("summary:has-text('或者直接粘贴文字') >> nth=0")
    page.fill("#text-proposal", EVIL)
    compare(page)
    page.wait_for_timeout(300)
    assert "坏" not in page.title().replace("document.title='坏'", "")
    frame = page.frames[1]
    assert "坏" not in frame.title().replace("document.title='坏'", "")
    assert frame.evaluate("document.querySelectorAll('img, script').length") == 1
    page.click("text=核对与更正")
    assert page.evaluate("document.querySelectorAll('img').length") == 0
    assert "onerror=" in page.inner_text("#ask-1 h2")


def test_the_report_reaches_neither_session_nor_network(page, address):
    page.check("#sample-proposal")
    compare(page)
    frame = page.frames[1]
    page.wait_for_timeout(200)
    assert frame.evaluate("origin") == "null"
    for attempt in ("document.cookie", "parent.document.title", "localStorage.length"):
        assert (
            frame.evaluate(f"() => {{ try {{ {attempt}; return 'reached' }} catch {{ return 'refused' }} }}")
            == "refused"
        )
    assert frame.evaluate(f"fetch('{address}').then(() => 'reached', () => 'refused')") == "refused"
    page.complaints = [line for line in page.complaints if "Content Security Policy" not in line and line != address]


def test_what_is_missing_is_said_at_once(page):
    page.click("#upload button[type=submit]")
    expect(page.locator("#told")).to_have_text("还没有选文件，也没有粘贴文字")
    page.set_input_files("#file-reply", {"name": "答复.txt", "mimeType": "text/plain", "buffer": "收悉。".encode()})
    page.click("#upload button[type=submit]")
    expect(page.locator("[role=alert]")).to_contain_text("没有可用的提案")


def test_another_language(page):
    page.click("text=English")
    expect(page.locator("h1")).to_have_text("Proposals and policy, ask by ask")
    page.check("#sample-proposal")
    compare(page)
    expect(page.frame_locator("iframe.report").locator("#ask-5")).to_contain_text("no counterpart")


def test_the_keyboard_alone_is_enough(page):
    page.focus("#sample-proposal")
    page.keyboard.press("Space")
    page.focus("#upload button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("iframe.report")).to_be_visible(timeout=60_000)


def test_without_a_script(browser, address):
    """Slower to look at, yet whole."""
    page = opened(browser, address, java_script_enabled=False)
    page.check("#sample-proposal")
    page.click("#upload button[type=submit]")
    expect(page.locator("iframe.report")).to_be_visible(timeout=60_000)
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_over_and_axe_finds_nothing(browser, address, scheme, width):
    page = opened(browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme)

    def look() -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        found = Axe().run(page, context={"exclude": [["iframe"]]})
        assert found.violations_count == 0, found.generate_report()

    look()
    page.check("#sample-proposal")
    compare(page)
    look()
    page.click("text=核对与更正")
    look()
    page.context.close()
