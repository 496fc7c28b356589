"""The room's blueprint, and what its pages have in common."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Flask, Response, abort, g, make_response, redirect, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from webapp.core.person import Role
from webapp.rounds.queries import Arranged, arranged
from webapp.web import kept
from webapp.web.languages import alternate_url, switch_asked
from webapp.web.navigation import Entry, register
from webapp.web.visitor import current_person
from webapp.web.words import lazy_gettext as _l

blueprint = Blueprint("rounds", __name__, template_folder="../templates")

READERS = (Role.ADVISER, Role.ADMINISTRATOR)
"""Who may look at rounds; only advisers change them."""


@blueprint.record_once
def _in_the_menu(state: BlueprintSetupState) -> None:
    app = state.app
    assert isinstance(app, Flask)  # noqa: S101 -- Flask says App here, which has no menu; tells mypy
    register(
        app,
        Entry("rounds.index", _l("Rounds"), frozenset(READERS), order=20, also=("rounds",)),
    )


def now() -> datetime:
    """Give the moment of this request."""
    return datetime.now(UTC)


def me() -> int:
    """Give the id of the one who asks; the guard has seen to it that there is one."""
    person = current_person()
    if person is None:
        abort(403)
    return person.id


def found(session: Session, key: str) -> Arranged:
    """Give the round called ``key``; stops with 404 when there is none."""
    standing = arranged(session, key)
    if standing is None:
        abort(404)
    label(standing)
    return standing


def label(standing: Arranged) -> None:
    """Let the page say so when the round's answers are made up."""
    g.synthetic = standing.round.synthetic


def in_the_other_language() -> Response | None:
    """Take what is typed over to the other language, when the page's switch was what sent the form; else None."""
    language = switch_asked(request.form)
    if language is None:
        return None
    kept.keep(request)
    return make_response(redirect(alternate_url(language), code=303))
