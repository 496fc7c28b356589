"""All rounds, the newest first."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.core.person import Role
from webapp.rounds.queries import turnouts
from webapp.rounds.views.room import READERS, blueprint
from webapp.rounds.views.words import STATES
from webapp.store.database import reading
from webapp.store.rounds import all_rounds
from webapp.web.guards import ks
from webapp.web.visitor import current_person


@blueprint.get("/runder/")
@ks(*READERS)
def index() -> ResponseReturnValue:
    """Show every round with how many were asked, have begun and have delivered."""
    with reading() as session:
        rounds = all_rounds(session)
        turnout = turnouts(session)
    return render_template(
        "rounds/index.html", rounds=rounds, turnout=turnout, states=STATES, may_change=may_change()
    )


def may_change() -> bool:
    """Whether the one who asks may change rounds: advisers, not administrators who only look."""
    person = current_person()
    return person is not None and person.has(Role.ADVISER)
