"""Visitors of the rounds' pages: an adviser, an administrator, and anyone else of the seed."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.pages import Pages
from tests.seed import ADMINISTRATOR, ADVISER, Somebody
from webapp.accounts import views as accounts
from webapp.mail import views as mail
from webapp.rounds import views as rounds
from webapp.web.languages import PREFIX


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application, with the rooms these pages need where it does not have them yet."""
    if "accounts" not in app.blueprints:
        for blueprint in (accounts.blueprint, mail.blueprint):
            app.register_blueprint(blueprint, url_prefix=PREFIX)
        accounts.set_up(app)
    if "rounds" not in app.blueprints:
        app.register_blueprint(rounds.blueprint, url_prefix=PREFIX)
    return app


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
