"""The forms for signing in and choosing a password: Flask-Security's own, with our words and our limits."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from flask import current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_security import ChangePasswordForm, ForgotPasswordForm, LoginForm, ResetPasswordForm
from flask_security.forms import EmailValidation, EqualToLocalize, email_required, password_required
from flask_security.utils import get_message
from wtforms import EmailField, PasswordField, SubmitField

from webapp.accounts.carrying import typed
from webapp.accounts.forms import PASSWORD_HELP
from webapp.accounts.security import attempts
from webapp.accounts.security.users import PersonUser
from webapp.web.forms import Form

LONG_ENOUGH: Final = 12


def is_own_path(address: str) -> bool:
    """Whether ``address`` is a path on this site however a browser reads it: no scheme, no host, no backslash."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or "\\" in address:
        return False
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


class _Words:
    """Speaks with our catalogues instead of WTForms' own, which have no nynorsk."""

    class Meta(Form.Meta):
        """How the form speaks."""


class SignInForm(_Words, LoginForm):
    """E-mail address and password, counted before they are looked at."""

    email = EmailField(
        _l("E-mail address"),
        render_kw={"autocomplete": "username"},
        validators=[email_required, EmailValidation(verify=False)],
    )
    password = PasswordField(
        _l("Password"), render_kw={"autocomplete": "current-password"}, validators=[password_required]
    )
    remember = None
    submit = SubmitField(_l("Sign in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' signature
        """Lead nowhere but to our own pages; anything else is let fall, without a word to the one who was lured.

        What is posted is looked at once more by Flask-Security, which never leads to another host.
        """
        super().__init__(*args, **kwargs)
        if not is_own_path(self.next.data or ""):
            self.next.data = ""
        _fill_in(self)

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401  WTForms' signature
        """Whether address and password are right, and were not tried too often."""
        if self.email.data and not _admitted(self, "sign_in", self.email.data):
            return False
        right: bool = super().validate(**kwargs)
        return right


class ForgotForm(_Words, ForgotPasswordForm):
    """An e-mail address; whether somebody has it makes no difference that can be seen (PITFALLS 33)."""

    email = EmailField(
        _l("E-mail address"),
        render_kw={"autocomplete": "username"},
        validators=[email_required, EmailValidation(verify=False)],
    )
    submit = SubmitField(_l("Send the letter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  likewise
        """Begin with what was typed before the language was switched."""
        super().__init__(*args, **kwargs)
        _fill_in(self)

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401  likewise
        """Whether a letter may be sent; a stand-in takes the place of someone unknown."""
        if not super(ForgotPasswordForm, self).validate(**kwargs):
            return False
        if not _admitted(self, "reset", self.email.data):
            return False
        found: PersonUser | None = current_app.extensions["security"].datastore.find_user(
            email=self.email.data
        )
        known = found is not None and found.active and found.password
        self.user = found if known else PersonUser.stand_in(self.email.data)
        return True


class ResetForm(_Words, ResetPasswordForm):
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        description=PASSWORD_HELP,
        render_kw={"autocomplete": "new-password"},
        validators=[password_required],
    )
    password_confirm = PasswordField(
        _l("The new password once more"),
        render_kw={"autocomplete": "new-password"},
        validators=[password_required, EqualToLocalize("password", message="RETYPE_PASSWORD_MISMATCH")],
    )
    submit = SubmitField(_l("Save the password"))


class ChangeForm(_Words, ChangePasswordForm):
    """The password that is, and a new one, twice."""

    password = PasswordField(
        _l("The password you have now"),
        render_kw={"autocomplete": "current-password"},
        validators=[password_required],
    )
    new_password = PasswordField(
        _l("New password"),
        description=PASSWORD_HELP,
        render_kw={"autocomplete": "new-password"},
        validators=[password_required],
    )
    new_password_confirm = PasswordField(
        _l("The new password once more"),
        render_kw={"autocomplete": "new-password"},
        validators=[password_required, EqualToLocalize("new_password", message="RETYPE_PASSWORD_MISMATCH")],
    )
    submit = SubmitField(_l("Save the password"))

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401  likewise
        """Whether the password may be changed; guessing the old one is counted like signing in."""
        if not _admitted(self, "sign_in", current_user.email):
            return False
        right: bool = super().validate(**kwargs)
        return right


def _fill_in(form: LoginForm) -> None:
    """Put back the address that was typed before the language was switched."""
    if request.method == "GET":
        form.email.data = typed().get("email", form.email.data)


def _admitted(form: LoginForm, kind: attempts.Kind, email: str) -> bool:
    if attempts.admit(kind, email):
        return True
    form.form_errors.append(get_message("PAUSED")[0])
    g.paused = True
    return False
