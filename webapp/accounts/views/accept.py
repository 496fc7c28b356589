"""Accepting an invitation: the link shows it, a button accepts it, so a mail scanner's click changes nothing."""

from __future__ import annotations

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import login_user

from webapp.accounts import actions, carrying, people, queries
from webapp.accounts.forms import AcceptForm
from webapp.accounts.security import attempts
from webapp.accounts.security.users import PersonUser
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.faults import words_of
from webapp.core.text import Language
from webapp.store.database import reading, writing
from webapp.web.guards import current_person, public, sign_in_url
from webapp.web.languages import current


@blueprint.route("/invitasjon/<token>", methods=["GET", "POST"])
@public
def accept(token: str) -> ResponseReturnValue:
    """Show what someone is invited to, and let them accept."""
    try:
        with reading() as session:
            invitation = actions.open_invitation(session, token)
            account = queries.account_with_email(session, invitation.email)
            place = (
                None if invitation.municipality is None else queries.place(session, invitation.municipality)
            )
        if account is None:
            return _new(token, invitation, place)
        return _known(invitation, place, account)
    except actions.InvitationError as error:
        return _refused(token, error.fault)


def _new(token: str, invitation: queries.Invitation, place: queries.Place | None) -> ResponseReturnValue:
    """Let someone who has no account make one."""
    if current_person() is not None:
        return _show("other", invitation, place, None)
    if request.method == "GET":
        language = (None if place is None else place.language) or current()
        begun = {"name": invitation.name, "language": language, **carrying.typed()}
        return _show("new", invitation, place, AcceptForm(formdata=None, **begun))
    moved = carrying.switched("accounts.accept", token=token)
    if moved is not None:
        return moved
    form = AcceptForm()
    if not form.validate():
        return make_response(_show("new", invitation, place, form), 422)
    hashed = people.hash_of(form.password.data)
    with writing() as session:
        actions.accept(
            session,
            invitation,
            lambda: people.create_person(
                session,
                email=invitation.email,
                name=form.name.data,
                language=form.chosen_language,
                password_hash=hashed,
            ),
        )
    return _welcome(invitation.email, form.chosen_language)


def _known(
    invitation: queries.Invitation, place: queries.Place | None, account: queries.Account
) -> ResponseReturnValue:
    """Let someone who has an account say yes; they must be signed in as the one who was invited."""
    person = current_person()
    if person is None:
        return _show("sign_in", invitation, place, None)
    if person.id != account.person.id:
        return _show("other", invitation, place, None)
    if request.method == "GET":
        return _show("known", invitation, place, None)
    with writing() as session:
        actions.accept(session, invitation, lambda: person.id)
    flash(_("Welcome. You have the new role now."), "success")
    return redirect(url_for("start"), code=303)


def _show(
    who: str, invitation: queries.Invitation, place: queries.Place | None, form: AcceptForm | None
) -> str:
    return render_template(
        "accounts/accept.html",
        who=who,
        invitation=invitation,
        place=place,
        form=form,
        sign_in=sign_in_url(request.path),
    )


def _refused(token: str, fault: actions.Fault) -> ResponseReturnValue:
    """Say why the link does not work; the second of two clicks is answered as the first."""
    if fault is actions.Fault.USED and request.method == "POST":
        again = _same_as_before(token)
        if again is not None:
            return again
    page = render_template(
        "accounts/no_invitation.html", words=words_of(fault), used=fault is actions.Fault.USED
    )
    return make_response(page, 404 if fault is actions.Fault.UNKNOWN else 410)


def _same_as_before(token: str) -> ResponseReturnValue | None:
    """Give the first click's answer to the one who accepted: signed in as them, or with the password just chosen."""
    with reading() as session:
        invitation = queries.invitation_with(session, actions.hash_of(token))
        account = None if invitation is None else queries.account_with_email(session, invitation.email)
    if account is None:
        return None
    person = current_person()
    if person is not None:
        return redirect(url_for("start"), code=303) if person.id == account.person.id else None
    password = request.form.get("password", "")
    if not password or not account.active or not attempts.admit("sign_in", account.person.email):
        return None
    normal = current_app.extensions["security"].password_util.normalize(password)
    if not PersonUser(account).verify_and_update_password(normal):
        return None
    return _welcome(account.person.email, account.person.language or current())


def _welcome(email: str, language: Language) -> ResponseReturnValue:
    """Sign the person in and lead them on, in their language."""
    user = current_app.extensions["security"].datastore.find_user(email=email)
    login_user(user, authn_via=["invitation"])
    flash(_("Welcome to Godpraksis. You are signed in."), "success")
    return redirect(url_for("accounts.front", language=language), code=303)
