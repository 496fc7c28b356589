"""The results in Chromium: readable by axe at both widths, light and dark, in both languages, with every chart loaded."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser import Visit, served
from tests.pages import Pages
from webapp.aggregates.tasks import draw

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "2/",
    "2/sporsmal/frivillighet/level",
    "2/sporsmal/frivillighet/amount?inndeling=size",
    "2/sporsmal/frivillighet/yes?inndeling=kostra_group",
)


@pytest.fixture
def at_results(released: Flask, adviser: Pages, browser: Browser) -> Iterator[Visit]:
    """An adviser's browser, at releases whose charts are drawn."""
    with released.app_context():
        draw(2)
    adviser.get("/nb/resultater/")
    context = browser.new_context(locale="nb-NO")
    with served(released) as address:
        visiting = Visit(context, address)
        visiting.carry({cookie.key: cookie.value for cookie in (adviser.http._cookies or {}).values()})
        yield visiting
        context.close()
    assert visiting.strangers == []
    assert visiting.complaints == []


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("path", PAGES)
def test_results_can_be_read_by_everyone(at_results: Visit, path: str, language: str) -> None:
    page = at_results.open(f"/{language}/resultater/{path}")
    page.evaluate("() => document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_function("() => [...document.images].every(image => image.complete)")

    assert page.evaluate("() => [...document.images].every(image => image.naturalWidth > 300)")
    assert at_results.violations_everywhere() == {}
