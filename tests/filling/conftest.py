"""Filling in for tests: an open round, and visitors who are signed in."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import making
from tests.pages import Pages
from tests.seed import APPROVER, CONTRIBUTOR, COORDINATOR, Somebody
from webapp.store.database import writing

Visitor = Callable[[Somebody], Pages]

SURVEY = "/nb/kommune/1101/2025/example"
FIRST = f"{SURVEY}/del/s1"
SECOND = f"{SURVEY}/del/s2"


@pytest.fixture
def app_of_filling(app: Flask) -> Visitor:
    """Makes a visitor who is signed in as one of the seed's people, where no round has been opened."""

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
