"""Fixtures for every test: a database on both engines, the application, and a strict reader of pages."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from weakref import WeakSet

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, event

from tests.browser import Visit, launched, served
from tests.databases import DIALECTS, Dialect, Templates
from tests.pages import Pages
from webapp.jobs import queue
from webapp.settings import Settings
from webapp.store.database import Database, connect, use

# Long enough for Settings.check_serving, and known to nobody but these tests.
SECRET = "a-secret-of-the-tests-and-of-nothing-else"
SALT = "salt-of-the-tests-only"


_engines: WeakSet[Engine] = WeakSet()
event.listen(Engine, "engine_connect", lambda connection: _engines.add(connection.engine))


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Close the connections a test left in its pools and its queue: from Python 3.13 on a forgotten one is a warning."""
    yield
    queue.close()
    for engine in list(_engines):
        engine.dispose()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    """Databases made once for this worker."""
    with ExitStack() as closing:
        yield Templates(tmp_path_factory.mktemp("templates"), closing)


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    """Both engines in turn; a test of one says @pytest.mark.parametrize("dialect", ["sqlite"])."""
    chosen: Dialect = request.param
    return chosen


@pytest.fixture
def empty_database_url(dialect: Dialect, templates: Templates, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database: for tests of the migrations."""
    with templates.copy(dialect, "empty", tmp_path) as url:
        yield url


@pytest.fixture
def migrated_database_url(dialect: Dialect, templates: Templates, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database with nothing in it."""
    with templates.copy(dialect, "migrated", tmp_path) as url:
        yield url


@pytest.fixture
def database_url(dialect: Dialect, templates: Templates, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database with the content of tests/seed.py."""
    with templates.copy(dialect, "seeded", tmp_path) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The seeded database, in use by reading() and writing(); its engine is closed afterwards."""
    connected = connect(database_url)
    use(connected)
    yield connected
    connected.engine.dispose()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an installation on this machine, with the test's own database and data folder."""
    return Settings(database_url=database_url, data=tmp_path / "data", secret_key=SECRET, password_salt=SALT)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application, made by the real factory, on the test's own database."""
    from webapp import create_app  # noqa: PLC0415  slow to import; most tests need no application
    from webapp.store.database import in_use  # noqa: PLC0415  likewise

    application = create_app(settings)
    application.testing = True
    yield application
    in_use().engine.dispose()


@pytest.fixture
def client(app: Flask) -> Pages:
    """A visitor without an account, whose every page is read strictly."""
    return Pages(app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for this worker."""
    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the application, really served; for tests with a browser."""
    with served(app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Someone at a Norwegian browser; leaving, nothing was asked of third parties and the console is silent."""
    context = browser.new_context(locale="nb-NO")
    visiting = Visit(context, site)
    yield visiting
    context.close()
    assert visiting.strangers == []
    assert visiting.complaints == []
