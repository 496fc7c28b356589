"""Every page that a GET gives, in both language forms: strict HTML, a title with its h1, ids once, no English, few statements.

tests.pages reads each page strictly as it is fetched; here every route of the list is fetched by each who may see it.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.databases import Templates
from tests.house.routes import ROUTES, WHO
from tests.house.test_role_walk import PEOPLE, SECRET, address
from tests.house.walked import World, applied, build
from tests.manners import text_of
from tests.pages import Pages
from webapp.core.text import LANGUAGES
from webapp.settings import Settings

MOST_STATEMENTS = 12
PAGES = tuple(r for r in ROUTES if r.method == "GET" and r.rule.startswith("/<any(nb, nn):language>"))


@pytest.fixture(scope="module")
def world(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("pages")
    with templates.copy("sqlite", "seeded", folder) as url:
        settings = Settings(
            database_url=url, data=folder / "data", secret_key=SECRET, password_salt="salt-of-the-tests"
        )
        yield build(settings, folder / "test.db")


@pytest.fixture
def demo(world: World) -> Iterator[Flask]:
    """The application as the demo is, where letters are pages too."""
    with applied(replace(world, settings=replace(world.settings, demo=True))) as app:
        yield app


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", WHO)
def test_every_page_reads_well_and_costs_little(demo: Flask, world: World, who: str, language: str) -> None:
    pages, somebody = Pages(demo), PEOPLE[who]
    if somebody is not None:
        pages.sign_in(somebody.email)
    titles: dict[str, str] = {}
    dear: dict[str, int] = {}
    for route in PAGES:
        expected = route.codes[WHO.index(who)]
        is_letter = route.endpoint.startswith("letters.")
        if expected != "200" and not is_letter:
            continue
        page = pages.get(address(demo, world, route, language=language))  # fails the test on any bad manner
        if pages.statements > MOST_STATEMENTS:
            dear[route.name] = pages.statements
        if page.html is not None:
            titles[route.name] = text_of(next(page.tree.iter("title")))
            assert page.tree.get("lang") == language, route.name

    assert dear == {}
    assert len(titles) >= 8
    # two pages of one name cannot be told apart in a list of tabs
    assert len(set(titles.values())) >= len(titles) - 1, sorted(titles.items(), key=lambda item: item[1])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_for_refusals_read_well_too(demo: Flask, world: World, language: str) -> None:
    pages = Pages(demo)
    seen = {}
    for who in ("reader", "adviser"):
        somebody = PEOPLE[who]
        assert somebody is not None
        pages.sign_in(somebody.email)
        for route in PAGES:
            expected = route.codes[WHO.index(who)]
            if expected in {"403", "404"} and not route.endpoint.startswith("letters."):
                page = pages.get(address(demo, world, route, language=language), expect=int(expected))
                seen[expected] = page.h1

    assert set(seen) == {"403", "404"}
    assert len(set(seen.values())) == 2
