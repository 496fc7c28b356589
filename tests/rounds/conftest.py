"""Visitors of the rounds' pages: an adviser, an administrator, and anyone else of the seed."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.pages import Pages
from tests.seed import ADMINISTRATOR, ADVISER, Somebody


@pytest.fixture
def visitor(app: Flask) -> Callable[[Somebody], Pages]:
    """A browser for someone of the seed."""

    def signed_in(somebody: Somebody) -> Pages:
        pages = Pages(app)
        pages.sign_in(somebody.email)
        return pages

    return signed_in


@pytest.fixture
def adviser(visitor: Callable[[Somebody], Pages]) -> Pages:
    """The adviser's browser."""
    return visitor(ADVISER)


@pytest.fixture
def administrator(visitor: Callable[[Somebody], Pages]) -> Pages:
    """The administrator's browser."""
    return visitor(ADMINISTRATOR)
