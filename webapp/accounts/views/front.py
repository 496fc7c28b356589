"""The front door: what the product is for, and on to where one belongs."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.accounts import queries
from webapp.accounts.views.blueprint import blueprint
from webapp.core.person import Person, Role
from webapp.store.database import reading
from webapp.web.guards import current_person, public, signed_in
from webapp.web.navigation import has_endpoint

AT_KS: Final = (
    (Role.ADVISER, "rounds.index"),
    (Role.AUTHOR, "authoring.index"),
    (Role.ADMINISTRATOR, "accounts.municipalities"),
)
"""Where each role at KS begins its day, the first that fits and is built."""


@public
def start() -> ResponseReturnValue:
    """Lead from ``/`` to the front page in the visitor's language, or straight to where they belong."""
    person = current_person()
    return redirect(url_for("accounts.front") if person is None else home(person), code=303)


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    """Say what the product is for; those who are signed in go on."""
    person = current_person()
    if person is not None:
        return redirect(home(person), code=303)
    return render_template("accounts/front.html")


@blueprint.get("/mine-kommuner")
@signed_in
def mine() -> ResponseReturnValue:
    """Let those who belong in several places choose one; tell those who belong nowhere what to do."""
    person = _someone()
    with reading() as session:
        found = queries.places(session, person.municipalities) if person.municipalities else []
    places = [
        (place.label, municipal_home(person, place.number))
        for place in sorted(found, key=lambda place: (place.label, place.number))
    ]
    if person.is_ks:
        places.append((_("KS"), ks_home(person)))
    return render_template("accounts/mine.html", places=places)


def home(person: Person) -> str:
    """Give the address where a person begins."""
    match len(person.municipalities), person.is_ks:
        case 1, False:
            return municipal_home(person, person.municipalities[0])
        case 0, True:
            return ks_home(person)
        case _:
            return url_for("accounts.mine")


def municipal_home(person: Person, number: str) -> str:
    """Give the address where a person begins in a municipality."""
    if has_endpoint("filling.front"):
        return url_for("filling.front", municipality=number)
    if person.has_in(number, Role.COORDINATOR):
        return url_for("accounts.people", municipality=number)
    return url_for("accounts.profile")


def ks_home(person: Person) -> str:
    """Give the address where a person at KS begins."""
    for role, endpoint in AT_KS:
        if person.has(role) and has_endpoint(endpoint):
            return url_for(endpoint)
    return url_for("accounts.profile")


def _someone() -> Person:
    person = current_person()
    if person is None:  # the guard has seen to it
        raise LookupError
    return person
