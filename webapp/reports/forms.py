"""What advisers send: which report they want, and what they write in it."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from webapp.core.text import Text
from webapp.reports.actions import TEXT_MAX
from webapp.web.forms import Form
from webapp.web.words import lazy_gettext as _l

ALL = ""
"""The choice of all surveys."""


class NewReportForm(Form):
    """Which release and which survey; the choices are given by the view."""

    release = SelectField(_l("Release"), coerce=int, validators=[InputRequired()])
    survey = SelectField(_l("Surveys"))


class TextForm(Form):
    """An adviser's own paragraphs in both forms, with the version that was seen."""

    nb = TextAreaField(_l("Bokmål"), validators=[Length(max=TEXT_MAX)])
    nn = TextAreaField(_l("Nynorsk"), validators=[Length(max=TEXT_MAX)])
    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def text(self) -> Text:
        """Give what was written, in both forms."""
        return Text(_plain(self.nb.data), _plain(self.nn.data))


def _plain(typed: Any) -> str:  # noqa: ANN401 -- a field's value, untyped
    return str(typed or "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
