"""The browser of the tests: finds Chromium, or installs it. Run as a script by ``make test``.

Playwright drives it. Its own Chromium is taken where it is installed, else one of the system; where there is none,
the script asks Playwright's download for one and, where that cannot be reached, the package manager of Debian.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
MISSING = "no Chromium: `python -m playwright install chromium` or a package of the system installs one"


def find_browser() -> str | None:
    """The program to start: the one that CHROMIUM names, Playwright's own, or one of the system; None for none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    candidates = [os.environ.get("CHROMIUM"), own, *map(shutil.which, NAMES), *PLACES]
    return next((path for path in candidates if path and os.path.isfile(path)), None)


def has_chinese_font() -> bool:
    """Whether a page can show Chinese at all; taken for granted where no font list can be asked."""
    if not shutil.which("fc-list"):
        return sys.platform != "linux" or bool(glob.glob("/usr/share/fonts/**/*.tt[cf]", recursive=True))
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip())


def install() -> str | None:
    """Installs what is missing; the browser, or None where it cannot be had."""
    wanted = []
    if find_browser() is None:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, stdout=sys.stderr, stderr=subprocess.DEVNULL, check=False, timeout=600)
        if find_browser() is None:
            wanted.append("chromium")
    if not has_chinese_font():
        wanted.append("fonts-wqy-microhei")
    if wanted and shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *wanted]):
            subprocess.run(["apt-get", *command], env=environment, stdout=sys.stderr, check=False, timeout=900)
    return find_browser()


if __name__ == "__main__":
    found = install()
    print(found or MISSING, file=sys.stderr)
    sys.exit(0 if found else 1)
