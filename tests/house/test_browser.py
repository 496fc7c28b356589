"""The tests' own browser finds the faults it is there to find."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser import Visit, served

pytestmark = pytest.mark.browser

GOOD = (
    '<!doctype html><html lang="nn"><title>Framside</title><main><h1>Framside</h1><p>Tekst</p></main></html>'
)
BAD = GOOD.replace("<p>Tekst</p>", '<img src="/x"><div style="width:900px;color:#ccc">Tekst</div>')


@pytest.fixture
def small_site() -> Iterator[str]:
    """Two pages: one good, one with planted faults."""
    app = Flask(__name__)
    app.add_url_rule("/good", view_func=lambda: GOOD, endpoint="good")
    app.add_url_rule("/bad", view_func=lambda: BAD, endpoint="bad")
    app.add_url_rule("/favicon.ico", view_func=lambda: "", endpoint="favicon")
    app.add_url_rule("/x", view_func=lambda: "", endpoint="x")
    with served(app) as address:
        yield address


def test_axe_finds_planted_faults_and_none_in_a_good_page(browser: Browser, small_site: str) -> None:
    context = browser.new_context()
    visit = Visit(context, small_site)

    visit.open("/good")
    good = visit.violations_everywhere()
    visit.open("/bad")
    bad = visit.violations_everywhere()
    context.close()

    assert good == {}
    assert any(fault.startswith("image-alt") for fault in bad[1280, "light"])
    assert "the page scrolls sideways at 320 px" in bad[320, "dark"]
    assert visit.strangers == []
