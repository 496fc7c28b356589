"""The form every other form is made from: messages in the reader's language, and ids that make saving twice harmless."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.validators import ValidationError

from webapp.web.kept import WRITTEN_BY, written_by
from webapp.web.words import gettext as _


class _Messages:
    """WTForms' own messages, through our catalogues instead of its own (which have no nynorsk)."""

    def gettext(self, string: str) -> str:
        """Translate one message."""
        known = _builtin().get(string)
        return known if known is not None else str(_(string))

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        """Translate a message that depends on a number; the number is filled in by WTForms."""
        return self.gettext(singular if num == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """A form with a ``save_id`` (the same id twice is answered as the first time) and a sealed ``written_by``."""

    save_id = HiddenField()
    written_by = HiddenField()

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # likewise
        """How the form speaks."""

        def get_translations(self, form: object) -> _Messages:
            """Give our messages, in the language of the request."""
            del form
            return _Messages()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own signature
        super().__init__(*args, **kwargs)
        if not self.save_id.data:
            self.save_id.data = new_save_id()
        self.written_by.data = written_by()

    def validate_save_id(self, field: HiddenField) -> None:
        """Refuse an id that is not one of ours."""
        if not is_save_id(field.data):
            raise ValidationError(_("This form was not made here. Open the page again."))

    def faults(self) -> Iterator[tuple[str, str]]:
        """Give (id of the field, its name and what is wrong) for the error summary, in the order of the form."""
        for field in self:
            for fault in field.errors:
                # three times "This must be filled in." would say nothing; a hidden field has no name that people know
                yield (
                    field.id,
                    str(fault) if isinstance(field, HiddenField) else f"{field.label.text}: {fault}",
                )


def new_save_id() -> str:
    """Give a fresh id for one save."""
    return str(uuid4())


def is_save_id(text: str | None) -> bool:
    """Whether ``text`` is such an id."""
    try:
        return str(UUID(text or "")) == (text or "").lower()
    except ValueError:
        return False


def save_id_of(form: MultiDict[str, str]) -> str | None:
    """Give the save id that a plain HTML form carried, None when it is not one."""
    given = form.get("save_id")
    return given.lower() if given is not None and is_save_id(given) else None


def form_tokens(save_id: str | None = None) -> Markup:
    """Give the hidden fields of a form written by hand: csrf_token, written_by and save_id."""
    row = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup("\n").join(
        (
            row.format("csrf_token", generate_csrf()),
            row.format(WRITTEN_BY, written_by()),
            row.format("save_id", save_id or new_save_id()),
        )
    )


def set_up(app: Flask) -> None:
    """Give templates ``form_tokens()``."""
    app.jinja_env.globals["form_tokens"] = form_tokens


def _builtin() -> dict[str, str]:
    """Give WTForms' messages that our forms can meet, as we say them."""
    return {
        "This field is required.": _("This must be filled in."),
        "Not a valid choice.": _("Choose one of the alternatives."),
        "Not a valid choice": _("Choose one of the alternatives."),
        "Invalid Choice: could not coerce.": _("Choose one of the alternatives."),
        "Invalid email address.": _("Write an e-mail address such as name@municipality.no."),
        "Not a valid integer value.": _("Write a whole number."),
        "Not a valid decimal value.": _("Write a number such as 12,5."),
        "Not a valid date value.": _("Write a date as day, month and year: 31.12.2026."),
        "Not a valid datetime value.": _("Write a date as day, month and year: 31.12.2026."),
        "Field cannot be longer than %(max)d character.": _("Write at most %(max)d characters."),
        "Field cannot be longer than %(max)d characters.": _("Write at most %(max)d characters."),
        "Field must be at least %(min)d character long.": _("Write at least %(min)d characters."),
        "Field must be at least %(min)d characters long.": _("Write at least %(min)d characters."),
        "Field must be equal to %(other_name)s.": _("The two are not alike."),
        "Number must be between %(min)s and %(max)s.": _("Write a number from %(min)s to %(max)s."),
        "CSRF token missing": _("This form was not made here. Open the page again."),
    }
