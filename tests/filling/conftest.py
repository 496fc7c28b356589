"""Filling in for tests: an open round, and visitors who are signed in."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import making
from tests.pages import Pages
from tests.seed import APPROVER, CONTRIBUTOR, COORDINATOR, Somebody
from webapp import mail
from webapp.accounts import security
from webapp.accounts.views import blueprint as accounts
from webapp.filling.views import blueprint as filling
from webapp.store.database import writing
from webapp.web.languages import PREFIX

Visitor = Callable[[Somebody], Pages]

SURVEY = "/nb/kommune/1101/2025/example"
FIRST = f"{SURVEY}/del/s1"
SECOND = f"{SURVEY}/del/s2"


def put_together(app: Flask) -> None:
    """Add the rooms that filling in leans on, as long as the factory does not."""
    if "filling" in app.blueprints:
        return
    security.set_up(app)
    mail.set_up(app)
    app.register_blueprint(accounts, url_prefix=PREFIX)
    app.register_blueprint(filling, url_prefix=PREFIX)


@pytest.fixture
def app_of_filling(app: Flask) -> Visitor:
    """Makes a visitor who is signed in as one of the seed's people, where no round has been opened."""
    put_together(app)

    def signed_in(somebody: Somebody) -> Pages:
        pages = Pages(app)
        pages.sign_in(somebody.email)
        return pages

    return signed_in


@pytest.fixture
def visitor(app_of_filling: Visitor) -> Visitor:
    """Makes a visitor where a round asks the example survey of every municipality of the seed."""
    with writing() as session:
        making.opened_round(session)
    return app_of_filling


@pytest.fixture
def coordinator(visitor: Visitor) -> Pages:
    """The coordinator of Eigersund."""
    return visitor(COORDINATOR)


@pytest.fixture
def contributor(visitor: Visitor) -> Pages:
    """The contributor of Eigersund."""
    return visitor(CONTRIBUTOR)


@pytest.fixture
def approver(visitor: Visitor) -> Pages:
    """The approver of Eigersund."""
    return visitor(APPROVER)
