"""Releases for tests: made-up rounds on the real municipalities, and pages to read them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.aggregates import made_up
from tests.databases import Dialect, Filled, Templates
from tests.pages import Pages
from tests.seed import ADVISER
from webapp import create_app
from webapp.aggregates.tasks import make
from webapp.core.reference import Reference
from webapp.settings import Settings
from webapp.store.database import Database, connect, in_use, use, writing
from webapp.store.loading import load_reference
from webapp.store.reference import read_reference

SECRET = "a-secret-of-the-tests-and-of-nothing-else"


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The real municipalities."""
    return read_reference()


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest,
    dialect: Dialect,
    templates: Templates,
    tmp_path: Path,
    reference: Reference,
) -> Iterator[str]:
    """The address of a database of one's own; a test that asks for ``two_rounds`` gets them in it, played only once."""
    played = Filled("two_rounds", lambda url: _play(url, reference))
    with templates.copy(
        dialect, played if "two_rounds" in request.fixturenames else "seeded", tmp_path
    ) as url:
        yield url


@pytest.fixture
def two_rounds(database: Database) -> Database:
    """Two closed rounds, before and after the split of Ålesund and the new numbers of 2024; nothing is released."""
    return database


def _play(url: str, reference: Reference) -> None:
    playing = connect(url)
    use(playing)
    with writing() as session:
        load_reference(session, reference)
        made_up.play(session, reference, 2023)
        made_up.play(session, reference, 2024, made_up.later)
    playing.engine.dispose()


@pytest.fixture(scope="session")
def released_settings(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory, reference: Reference
) -> Iterator[Settings]:
    """An installation with two released rounds, made once: to read, and for charts that are drawn once."""
    folder = tmp_path_factory.mktemp("released")
    with templates.copy("sqlite", "seeded", folder) as url:
        made = connect(url)
        use(made)
        with writing() as session:
            load_reference(session, reference)
            made_up.play(session, reference, 2023)
            made_up.play(session, reference, 2024, made_up.later)
        make("2023")
        make("2024")
        made.engine.dispose()
        yield Settings(
            database_url=url, data=folder / "data", secret_key=SECRET, password_salt="salt-of-the-tests"
        )


@pytest.fixture
def released(released_settings: Settings) -> Iterator[Flask]:
    """The application on the two released rounds."""
    application = create_app(released_settings)
    application.testing = True
    yield application
    in_use().engine.dispose()


@pytest.fixture
def adviser(released: Flask) -> Pages:
    """An adviser at the released rounds."""
    pages = Pages(released)
    pages.sign_in(ADVISER.email)
    return pages
