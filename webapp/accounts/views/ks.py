"""What an administrator at KS looks after: the municipalities' first coordinators, and the people at KS."""

from __future__ import annotations

from typing import Final

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries
from webapp.accounts.forms import one_line
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.people import Scope, invite, member, send_again, show, withdraw
from webapp.core.alphabet import alphabetical
from webapp.core.person import Role
from webapp.store.database import reading
from webapp.web.guards import ks

KS_ROLES: Final = (Role.ADVISER, Role.AUTHOR, Role.ADMINISTRATOR)
ON_A_PAGE: Final = 60


@blueprint.get("/ks/kommuner")
@ks(Role.ADMINISTRATOR)
def municipalities() -> ResponseReturnValue:
    """Show the municipalities, those that are searched for, a page at a time."""
    sought = (one_line(request.args.get("q")) or "")[:100]
    with reading() as session:
        every = queries.places(session)
    found = sorted(
        (place for place in every if _fits(place, sought)), key=lambda place: alphabetical(place.label)
    )
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "accounts/municipalities.html",
        places=found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        sought=sought,
        found=len(found),
        page=page,
        pages=pages,
        address_of=lambda number: url_for("accounts.municipalities", q=sought or None, page=number),
    )


@blueprint.route("/ks/kommuner/<string(length=4):municipality>", methods=["GET", "POST"])
@ks(Role.ADMINISTRATOR)
def municipality(municipality: str) -> ResponseReturnValue:
    """Show the people of one municipality, and invite its coordinator."""
    scope = _municipality(municipality)
    return show(scope) if request.method == "GET" else invite(scope)


@blueprint.post(
    "/ks/kommuner/<string(length=4):municipality>/invitasjoner/<int:invitation>/send-pa-nytt",
    endpoint="municipality_send_again",
)
@ks(Role.ADMINISTRATOR)
def municipality_send_again(municipality: str, invitation: int) -> ResponseReturnValue:
    """Send an invitation to a municipality once more."""
    return send_again(_municipality(municipality), invitation)


@blueprint.post(
    "/ks/kommuner/<string(length=4):municipality>/invitasjoner/<int:invitation>/trekk",
    endpoint="municipality_withdraw",
)
@ks(Role.ADMINISTRATOR)
def municipality_withdraw(municipality: str, invitation: int) -> ResponseReturnValue:
    """Take an invitation to a municipality back."""
    return withdraw(_municipality(municipality), invitation)


@blueprint.route("/ks/personer", methods=["GET", "POST"])
@ks(Role.ADMINISTRATOR)
def ks_people() -> ResponseReturnValue:
    """Show the people at KS, and invite someone."""
    return show(_ks()) if request.method == "GET" else invite(_ks())


@blueprint.post("/ks/personer/invitasjoner/<int:invitation>/send-pa-nytt", endpoint="ks_people_send_again")
@ks(Role.ADMINISTRATOR)
def ks_people_send_again(invitation: int) -> ResponseReturnValue:
    """Send an invitation to KS once more."""
    return send_again(_ks(), invitation)


@blueprint.post("/ks/personer/invitasjoner/<int:invitation>/trekk", endpoint="ks_people_withdraw")
@ks(Role.ADMINISTRATOR)
def ks_people_withdraw(invitation: int) -> ResponseReturnValue:
    """Take an invitation to KS back."""
    return withdraw(_ks(), invitation)


@blueprint.route("/ks/personer/<int:person>", methods=["GET", "POST"], endpoint="ks_people_member")
@ks(Role.ADMINISTRATOR)
def ks_people_member(person: int) -> ResponseReturnValue:
    """Change or remove someone's roles at KS."""

    def others(than: int) -> int:
        with reading() as session:
            return queries.administrators_besides(session, than)

    return member(_ks(), person, Role.ADMINISTRATOR, others)


def _fits(place: queries.Place, sought: str) -> bool:
    """Whether a municipality is meant by what was written: part of its name or county, or the start of its number."""
    text = sought.casefold()
    return text in place.label.casefold() or text in place.county.casefold() or place.number.startswith(text)


def _municipality(number: str) -> Scope:
    with reading() as session:
        place = queries.place(session, number)
    if place is None:
        abort(404)
    return Scope(
        number, place.label, "accounts.municipality", (Role.COORDINATOR,), place.language, can_change=False
    )


def _ks() -> Scope:
    return Scope(None, "KS", "accounts.ks_people", KS_ROLES)
