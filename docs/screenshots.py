"""Takes the pictures of the report and of the page of ``serve`` for the README: ``make screenshots``."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import MISSING, find_browser
from tests.serving import serving
from zjtx_docs.cli import main

ROOT = Path(__file__).parents[1]

PROPOSAL, POLICY = "raw/fangshan_zjtx_proposal_2023.txt", "raw/beijing_zjtx_measures_2021.txt"
DESKTOP, PHONE = (1280, 860), (390, 844)
# Name, size of the window, colours, what is clicked, what is brought to the top.
SHOTS = (
    ("report-desktop-light", DESKTOP, "light", None, None),
    ("report-desktop-dark", DESKTOP, "dark", None, "#ask-18"),
    ("report-phone-light", PHONE, "light", None, "#ask-18"),
    ("report-phone-dark", PHONE, "dark", None, None),
    ("report-graph", DESKTOP, "light", ".network .node.body >> nth=2", "#network"),
    ("report-text", DESKTOP, "light", "#ask-16 .side:nth-child(2) .there a", None),
)


def shoot(browser: Browser, address: str, name: str, size: tuple[int, int], colours: str, click: str | None,
          top: str | None) -> None:  # fmt: skip
    """Saves one picture of the report."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=colours)
    page.goto(address)
    if click:
        page.click(click)
        page.wait_for_timeout(500)
    if top:
        page.evaluate("selector => document.querySelector(selector).scrollIntoView()", top)
    page.wait_for_timeout(500)
    save(page, name)
    page.close()


def save(page: Page, name: str) -> None:
    """Saves what a window shows, with few colours, so that it stays small."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image = shot.quantize(255, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    image.save(ROOT / "docs" / f"{name}.png", optimize=True)


def shoot_serve(browser: Browser) -> None:
    """The page of ``zjtx-docs serve``: where one begins, the report in it, where one corrects it."""
    with serving() as server:
        for name, size, colours in (("serve-desktop-light", DESKTOP, "light"), ("serve-phone-dark", PHONE, "dark")):
            page = browser.new_page(
                viewport={"width": size[0], "height": size[1]}, color_scheme=colours, locale="zh-CN"
            )
            page.goto(f"http://127.0.0.1:{server.port}/")
            save(page, f"{name}-start")
            page.check("#sample-proposal")
            page.click("#upload button[type=submit]")
            page.wait_for_selector("iframe.report")
            page.wait_for_timeout(1000)
            page.click(".menu summary")
            save(page, f"{name}-report")
            page.click("nav.tabs a >> nth=1")
            save(page, f"{name}-check")
            page.close()


if __name__ == "__main__":
    program = find_browser()
    if program is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        names = [str(ROOT / name) for name in (PROPOSAL, POLICY)]
        try:
            main(["--lang", "zh", "compare", names[0], "--against", names[1], "-o", str(report), "--format", "html"])
        except SystemExit as end:
            if end.code:
                raise
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for shot in SHOTS:
                shoot(browser, report.as_uri(), *shot)
            shoot_serve(browser)
            browser.close()
