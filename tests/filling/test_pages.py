"""What people see and do when they fill in, as plain pages."""

import pytest
from flask import Flask

from tests import making
from tests.filling.conftest import FIRST, SECOND, SURVEY
from tests.pages import Pages
from tests.seed import APPROVER, CONTRIBUTOR, COORDINATOR
from webapp.core.answer import Choice, FreeText, Level, Number
from webapp.store.database import reading, writing


def test_the_front_page_shows_what_is_asked_and_what_to_do(coordinator: Pages) -> None:
    page = coordinator.get("/nb/kommune/1101/")

    assert "Runde 2025" in page.words
    assert "Eksempel" in page.words
    assert f"{SURVEY}/" in page.links
