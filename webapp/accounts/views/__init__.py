"""The pages of the accounts room, and how they are put into the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from webapp.accounts import security
from webapp.accounts.forms import ROLE_MEANS, ROLE_WORDS
from webapp.accounts.views import accept as accept
from webapp.accounts.views import front, ks, people, profile
from webapp.accounts.views.blueprint import blueprint as blueprint
from webapp.core.person import Role
from webapp.web import navigation
from webapp.web.shell import register_person_page

__all__ = ["accept", "blueprint", "front", "ks", "people", "profile", "set_up"]


def set_up(app: Flask) -> None:
    """Give ``app`` sign-in, its menu entries, the redirect at ``/`` and the words for roles; after the shell.

    The blueprint is registered by the application, under the language prefix.
    """
    security.set_up(app)
    app.add_url_rule("/", "start", front.start)
    app.jinja_env.filters["role_word"] = lambda role: ROLE_WORDS[Role(role)]
    app.jinja_env.filters["role_means"] = lambda role: ROLE_MEANS[Role(role)]
    navigation.register(
        app,
        navigation.Entry("accounts.colleagues", _l("People"), frozenset({Role.COORDINATOR}), order=80),
        navigation.Entry(
            "accounts.municipalities", _l("Municipalities"), frozenset({Role.ADMINISTRATOR}), order=80
        ),
        navigation.Entry("accounts.ks_people", _l("People at KS"), frozenset({Role.ADMINISTRATOR}), order=81),
    )
    if app.extensions["settings"].demo:
        navigation.register(app, navigation.Entry("letters.outbox", _l("Letters"), order=95))
    register_person_page(app, "accounts.profile", _l("Profile"))
