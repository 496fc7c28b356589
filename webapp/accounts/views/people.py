"""The people of one place: who has which role, inviting, changing and removing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.accounts import actions, queries
from webapp.accounts import people as changes
from webapp.accounts.forms import ROLE_WORDS, InviteForm, RolesForm
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.faults import words_of
from webapp.accounts.views.front import home
from webapp.accounts.views.switching import switched
from webapp.core.person import Person, Role
from webapp.core.text import Language
from webapp.store.database import reading, writing
from webapp.web.guards import current_person, municipal, signed_in
from webapp.web.kept import forget, kept_form
from webapp.web.languages import current

PLACE: Final = "/kommune/<string(length=4):municipality>/personer"
MUNICIPAL: Final = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER, Role.READER)


@dataclass(frozen=True, slots=True)
class Scope:
    """One place, seen by someone who looks after its people; ``endpoint`` is the page, and the others begin with it."""

    municipality: str | None
    label: str
    endpoint: str
    roles: tuple[Role, ...]
    language: Language | None = None
    can_change: bool = True

    def address(self, action: str = "", **values: object) -> str:
        """Give the address of the page, or of one of its actions."""
        if self.municipality is not None:
            values["municipality"] = self.municipality
        return url_for(f"{self.endpoint}_{action}" if action else self.endpoint, **values)  # type: ignore[arg-type]  # Flask's keywords


def show(scope: Scope, form: InviteForm | None = None) -> str:
    """Show who is here and who is invited."""
    with reading() as session:
        here = queries.colleagues(session, scope.municipality)
        waiting = queries.waiting(session, scope.municipality)
        filled = form or InviteForm(scope.roles, formdata=kept_form(session))
    return render_template(
        "accounts/people.html", scope=scope, people=here, waiting=waiting, form=filled, now=datetime.now(UTC)
    )


def invite(scope: Scope) -> ResponseReturnValue:
    """Invite someone."""
    values = {} if scope.municipality is None else {"municipality": scope.municipality}
    moved = switched(scope.endpoint, **values)
    if moved is not None:
        return moved
    form = InviteForm(scope.roles)
    if not form.validate():
        return show(scope, form), 422
    person = someone()
    try:
        with writing() as session:
            offer = actions.Offer(
                form.email.data,
                form.name.data,
                Role(form.role.data),
                scope.municipality,
                language_for(session, form.email.data, scope),
            )
            actions.invite(session, offer, by=person.id, by_name=person.name)
            forget(session)
    except actions.InvitationError as error:
        flash(words_of(error.fault), "info")
    else:
        flash(_("An invitation is on its way to %(email)s.", email=offer.email), "success")
    return redirect(scope.address(), code=303)


def send_again(scope: Scope, invitation: int) -> ResponseReturnValue:
    """Send an invitation once more, with a fresh link."""
    person = someone()
    try:
        with writing() as session:
            found = _invitation(queries.invitation(session, invitation, scope.municipality))
            language = language_for(session, found.email, scope)
            actions.send_again(session, found, language, by=person.id, by_name=person.name)
    except actions.InvitationError as error:
        flash(words_of(error.fault), "info")
    else:
        flash(_("A new letter is on its way. The link in the earlier one no longer works."), "success")
    return redirect(scope.address(), code=303)


def withdraw(scope: Scope, invitation: int) -> ResponseReturnValue:
    """Take an invitation back."""
    with writing() as session:
        found = _invitation(queries.invitation(session, invitation, scope.municipality))
        done = actions.withdraw(session, found, by=someone().id)
    if done or found.withdrawn_at is not None:
        flash(_("The invitation is withdrawn. The link in the letter no longer works."), "success")
    else:
        flash(words_of(actions.Fault.USED), "info")
    return redirect(scope.address(), code=303)


def member(scope: Scope, person: int, needed: Role, others: Callable[[int], int]) -> ResponseReturnValue:
    """Show and change which roles one person has here; ask first when nobody would be left as ``needed``."""
    with reading() as session:
        here = {one.id: one for one in queries.colleagues(session, scope.municipality)}
    if person not in here:
        abort(404)
    one = here[person]
    if request.method == "GET":
        form = RolesForm(scope.roles, formdata=kept_form(), roles=[role.value for role in one.roles])
        return _member(scope, one, form)
    values = {} if scope.municipality is None else {"municipality": scope.municipality}
    moved = switched(f"{scope.endpoint}_member", person=str(person), **values)
    if moved is not None:
        return moved
    form = RolesForm(scope.roles)
    if not form.validate():
        return _member(scope, one, form), 422
    last = needed in one.roles and needed not in form.chosen and others(person) == 0
    if last and not form.without.data:
        return _member(scope, one, form, last=needed), 422
    with writing() as session:
        changed = changes.set_roles(session, person, form.chosen, scope.municipality, by=someone().id)
        forget(session)
    if changed:
        flash(_("The roles of %(name)s are changed.", name=one.name), "success")
    if person == someone().id and needed not in form.chosen:
        return redirect(url_for("start"), code=303)  # the page is no longer theirs
    return redirect(scope.address(), code=303)


def _member(scope: Scope, one: queries.Colleague, form: RolesForm, last: Role | None = None) -> str:
    return render_template(
        "accounts/member.html",
        scope=scope,
        one=one,
        form=form,
        last=None if last is None else ROLE_WORDS[last],
    )


def someone() -> Person:
    """Give who is signed in; the guard has seen to it that someone is."""
    person = current_person()
    if person is None:
        raise LookupError
    return person


def language_for(session: Session, email: str, scope: Scope) -> Language:
    """Give the language of a letter: the person's choice, else the municipality's, else the page's."""
    account = queries.account_with_email(session, email)
    return (None if account is None else account.person.language) or scope.language or current()


def _invitation(found: queries.Invitation | None) -> queries.Invitation:
    if found is None:
        abort(404)
    return found


def _scope(municipality: str) -> Scope:
    with reading() as session:
        place = queries.place(session, municipality)
    if place is None:
        abort(404)
    return Scope(municipality, place.label, "accounts.people", MUNICIPAL, place.language)


@blueprint.get("/personer")
@signed_in
def colleagues() -> ResponseReturnValue:
    """Lead a coordinator to the people of their municipality; the menu has no number to put in an address."""
    person = someone()
    own = [number for number in person.municipalities if person.has_in(number, Role.COORDINATOR)]
    if len(own) == 1:
        return redirect(url_for("accounts.people", municipality=own[0]), code=303)
    return redirect(url_for("accounts.mine") if own else home(person), code=303)


@blueprint.route(PLACE, methods=["GET", "POST"])
@municipal(Role.COORDINATOR)
def people(municipality: str) -> ResponseReturnValue:
    """Show the people of the municipality, and invite a colleague."""
    scope = _scope(municipality)
    return show(scope) if request.method == "GET" else invite(scope)


@blueprint.post(f"{PLACE}/invitasjoner/<int:invitation>/send-pa-nytt", endpoint="people_send_again")
@municipal(Role.COORDINATOR)
def people_send_again(municipality: str, invitation: int) -> ResponseReturnValue:
    """Send a colleague's invitation once more."""
    return send_again(_scope(municipality), invitation)


@blueprint.post(f"{PLACE}/invitasjoner/<int:invitation>/trekk", endpoint="people_withdraw")
@municipal(Role.COORDINATOR)
def people_withdraw(municipality: str, invitation: int) -> ResponseReturnValue:
    """Take a colleague's invitation back."""
    return withdraw(_scope(municipality), invitation)


@blueprint.route(f"{PLACE}/<int:person>", methods=["GET", "POST"], endpoint="people_member")
@municipal(Role.COORDINATOR)
def people_member(municipality: str, person: int) -> ResponseReturnValue:
    """Change or remove a colleague's roles."""

    def others(than: int) -> int:
        with reading() as session:
            return queries.coordinators_besides(session, municipality, than)

    return member(_scope(municipality), person, Role.COORDINATOR, others)
