"""One's own profile: name, written language, and the way to a new password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.accounts import people, queries
from webapp.accounts.forms import ProfileForm
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.switching import switched
from webapp.core.person import Person
from webapp.store.database import reading, writing
from webapp.web.guards import current_person, signed_in
from webapp.web.kept import forget, kept_form
from webapp.web.languages import current


@blueprint.route("/profil", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """Show and keep what a person decides about themselves."""
    person = current_person()
    if person is None:  # the guard has seen to it
        raise LookupError
    if request.method == "GET":
        return _show(
            person, ProfileForm(formdata=kept_form(), name=person.name, language=person.language or "")
        )
    moved = switched("accounts.profile")
    if moved is not None:
        return moved
    form = ProfileForm()
    if not form.validate():
        return _show(person, form), 422
    with writing() as session:
        people.describe(session, person.id, name=form.name.data, language=form.chosen_language)
        forget(session)
    flash(_("Your profile is saved."), "success")
    return redirect(url_for("accounts.profile", language=form.chosen_language or current()), code=303)


def _show(person: Person, form: ProfileForm) -> str:
    with reading() as session:
        places = queries.places(session, person.municipalities) if person.municipalities else []
    labels = {place.number: place.label for place in places}
    roles = [(labels.get(held.municipality or "", _("KS")), held.role) for held in person.memberships]
    return render_template("accounts/profile.html", person=person, form=form, roles=roles)
