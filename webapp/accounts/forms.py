"""The forms of the accounts room: inviting, accepting, roles and one's own profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import current_app
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.core.person import Role
from webapp.core.text import Language
from webapp.web.forms import Form

ROLE_WORDS: Final[Mapping[Role, LazyString]] = {
    Role.COORDINATOR: _l("Coordinator"),
    Role.CONTRIBUTOR: _l("Contributor"),
    Role.APPROVER: _l("Approver"),
    Role.READER: _l("Reader"),
    Role.ADVISER: _l("Adviser"),
    Role.AUTHOR: _l("Survey author"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
"""What a role is called."""

ROLE_MEANS: Final[Mapping[Role, LazyString]] = {
    Role.COORDINATOR: _l("Coordinator: owns the answers, invites colleagues and sends for approval"),
    Role.CONTRIBUTOR: _l("Contributor: answers the sections they are given"),
    Role.APPROVER: _l("Approver: the municipal director or a deputy, who approves and delivers"),
    Role.READER: _l("Reader: sees the municipality's answers, but changes nothing"),
    Role.ADVISER: _l("Adviser: runs rounds, reads results and writes reports"),
    Role.AUTHOR: _l("Survey author: writes surveys in both written languages"),
    Role.ADMINISTRATOR: _l(
        "Administrator: invites people at KS and the first coordinator of each municipality"
    ),
}
"""What a role may do, in one line."""

PASSWORD_HELP: Final = _l(
    "At least 12 characters; a few words you can remember do well, and there is no need for digits or signs. Choose "
    "one you use nowhere else: we cannot check whether it has leaked from another service."
)


def one_line(text: str | None) -> str | None:
    """Give a text without the signs that no name or address has: line breaks and control characters become spaces.

    They would break a letter's heading, and some may not even stand in a page.
    """
    if text is None:
        return None
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


class InviteForm(Form):
    """Who is invited, and to what."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[DataRequired(), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _l("E-mail address at work"),
        filters=[one_line],
        validators=[DataRequired(), Length(max=254), Email()],
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(_l("Role"), validators=[InputRequired()])

    def __init__(self, of: Iterable[Role], **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(**kwargs)
        self.role.choices = choices_of(of)
        if len(self.role.choices) == 1 and not self.role.data:
            self.role.data = self.role.choices[0].value


class RolesForm(Form):
    """Which roles a person has in one place; none takes them out of it."""

    roles = SelectMultipleField(
        _l("Roles"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    without = BooleanField(_l("Yes, I want to do this"))

    def __init__(self, of: Iterable[Role], **kwargs: Any) -> None:  # noqa: ANN401  likewise
        super().__init__(**kwargs)
        self.roles.choices = choices_of(of)

    def validate_roles(self, field: SelectMultipleField) -> None:
        """Refuse a role that is not held here; WTForms would say it in English."""
        if not set(field.data or ()) <= {choice.value for choice in self.roles.choices}:
            field.data = []
            raise ValidationError(_("Choose one of the alternatives."))

    @property
    def chosen(self) -> list[Role]:
        """The roles that were ticked."""
        return [Role(value) for value in self.roles.data or ()]


class AcceptForm(Form):
    """Who someone new is, and the password they choose."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[DataRequired(), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )
    language = RadioField(
        _l("Written language"),
        choices=[SelectChoice("nb", "Bokmål"), SelectChoice("nn", "Nynorsk")],
        validators=[InputRequired()],
    )
    password = PasswordField(
        _l("Password"),
        description=PASSWORD_HELP,
        validators=[DataRequired()],
        render_kw={"autocomplete": "new-password"},
    )
    password_confirm = PasswordField(
        _l("The password once more"),
        validators=[DataRequired(), EqualTo("password")],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that Flask-Security's rules refuse."""
        faults, _normal = current_app.extensions["security"].password_util.validate(
            field.data, is_register=False
        )
        if faults:
            raise ValidationError(" ".join(str(fault) for fault in faults))

    @property
    def chosen_language(self) -> Language:
        """The written language that was chosen."""
        return "nn" if self.language.data == "nn" else "nb"


class ProfileForm(Form):
    """What a person decides about themselves."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[DataRequired(), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )
    language = RadioField(
        _l("Written language"),
        description=_l("Used when you sign in and in letters to you. You can still switch on every page."),
        choices=[
            SelectChoice("nb", "Bokmål"),
            SelectChoice("nn", "Nynorsk"),
            SelectChoice("", _l("As the municipality and the browser say")),
        ],
        validate_choice=True,
    )

    @property
    def chosen_language(self) -> Language | None:
        """The written language that was chosen, None for no choice."""
        match self.language.data:
            case "nb":
                return "nb"
            case "nn":
                return "nn"
            case _:
                return None


def choices_of(roles: Iterable[Role]) -> list[SelectChoice]:
    """Give roles as a form's alternatives."""
    return [SelectChoice(role.value, ROLE_MEANS[role]) for role in roles]
