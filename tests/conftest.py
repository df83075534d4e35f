"""What several test files share: the two texts of raw/ and how hypothesis runs."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# Times differ too much between machines for a deadline; in CI the same examples run every time.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# The encoder takes seconds to read a comparison: tests/test_encoder.py and those that ask for it use it, others do not.
os.environ.setdefault("ZJTX_ENCODER", "off")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A runner in the background hands on an ignored Ctrl-C; how the program takes one is what is tested.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden/*/expected.json again")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def policy_text() -> str:
    """The municipal policy of raw/, newlines as they stand."""
    return (ROOT / "raw" / "beijing_zjtx_measures_2021.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def proposal_text() -> str:
    """The district proposal of raw/ with the reply under it, newlines as they stand."""
    return (ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window; missing, it is an error in CI and a reason to skip on a developer's machine."""
    playwright = pytest.importorskip("playwright.sync_api")
    from tests.browser import MISSING, find_browser

    program = find_browser()
    if program is None:
        assert not os.environ.get("CI"), MISSING
        pytest.skip(MISSING)
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def server():
    """The address of a server of this test file alone."""
    from tests.serving import serving

    with serving() as address:
        yield address


@pytest.fixture
def visitor(server):
    from tests.serving import Visitor

    return Visitor(server)
