"""What an adviser fills in about a round: read, judged by the core, and answered in words a person can act on."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any, Final

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from webapp.core.round import KEY, RoundError, RoundFault, RoundPlan
from webapp.core.round_rules import RoundRules
from webapp.core.suppression import DisclosureRules
from webapp.core.text import Text
from webapp.rounds.queries import Arranged
from webapp.web.forms import Form
from webapp.web.words import gettext as _
from webapp.web.words import lazy_gettext as _l
from webapp.web.writing_out import OSLO, local

LAST_MINUTE: Final = "23:59"
TAKEN_BY_PAGES: Final = frozenset({"ny"})
"""Addresses under the rounds that are pages of their own, and so no round's key."""

_DATE: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")


def day_read(written: str) -> date | None:
    """Give the day written as 31.12.2026 (or 2026-12-31), None when it is no day there is."""
    norwegian, iso = _DATE.fullmatch(written.strip()), _ISO_DATE.fullmatch(written.strip())
    if norwegian is not None:
        day, month, year = map(int, norwegian.groups())
    elif iso is not None:
        year, month, day = map(int, iso.groups())
    else:
        return None
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if 2000 <= read.year <= 2100 else None


def clock_read(written: str) -> time | None:
    """Give the time written as 23:59, 23.59 or 23, None when no clock shows it."""
    given = _TIME.fullmatch(written.strip())
    if given is None:
        return None
    hour, minute = int(given[1]), int(given[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment_in_norway(day: date, clock: time) -> datetime | None:
    """Give the moment when Norwegian clocks show ``clock`` on ``day``; None for the hour that is skipped in spring.

    In the hour that comes twice in autumn it is the later one: nobody loses an hour they were promised.
    """
    moment = datetime.combine(day, clock, OSLO).replace(fold=1).astimezone(UTC)
    return moment if moment.astimezone(OSLO).time() == clock else None


class _Day(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A day, as text; ``read`` is the date once the form has been checked."""

    read: date | None = None

    def pre_validate(self, form: object) -> None:
        """Read the day; raises ValidationError for what is no day."""
        del form
        self.read = day_read(self.data or "")
        if (self.data or "").strip() and self.read is None:
            raise ValidationError(_("Write a date as day, month and year: 31.12.2026."))


class _Clock(StringField):  # type: ignore[misc]  # likewise
    """A time of day, as text; ``read`` is the time once the form has been checked."""

    read: time | None = None

    def pre_validate(self, form: object) -> None:
        """Read the time; raises ValidationError for what no clock shows."""
        del form
        self.read = clock_read(self.data or "")
        if (self.data or "").strip() and self.read is None:
            raise ValidationError(_("Write a time as hours and minutes: 23:59."))


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _one_line(_form: object, field: StringField) -> None:
    """Refuse what cannot stand in a heading, nor be kept in PostgreSQL."""
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in field.data or ""):
        raise ValidationError(_("Write it on one line, with letters, numbers and signs only."))


def _title(label: object) -> StringField:
    return StringField(label, filters=[_stripped], validators=[InputRequired(), Length(max=120), _one_line])


def _number(label: object, description: object) -> IntegerField:
    return IntegerField(
        label, description=description, validators=[InputRequired()], widget=TextInput(),
        render_kw={"inputmode": "numeric", "size": "4"},
    )  # fmt: skip


class DeadlineForm(Form):
    """When a round is due."""

    deadline_date = _Day(
        _l("Deadline: date"),
        description=_l("Day, month and year, for example 31.12.2026."),
        validators=[InputRequired()],
        render_kw={"size": "12"},
    )
    deadline_time = _Clock(
        _l("Deadline: time"),
        description=_l("Norwegian time, for example 23:59."),
        validators=[InputRequired()],
        render_kw={"size": "6"},
    )
    deadline_at: datetime | None = None

    def check_deadline(self, now: datetime) -> bool:
        """Read the moment, and say what is wrong with it where something is."""
        if self.deadline_date.read is None or self.deadline_time.read is None:
            return False
        self.deadline_at = moment_in_norway(self.deadline_date.read, self.deadline_time.read)
        if self.deadline_at is None:
            _add(
                self.deadline_time,
                _("Clocks are put forward that night: there is no such time. Choose another."),
            )
        elif self.deadline_at <= now:
            _add(self.deadline_date, _("The deadline must be later than now."))
        else:
            return True
        return False


class RoundForm(DeadlineForm):
    """A round as it is planned."""

    seen = HiddenField()
    title_nb = _title(_l("Name in bokmål"))
    title_nn = _title(_l("Name in nynorsk"))
    key = StringField(
        _l("Short name in addresses"),
        description=_l(
            "Small letters a to z, digits and hyphens, for example 2026. It cannot be changed afterwards."
        ),
        filters=[_stripped],
        validators=[InputRequired()],
    )
    surveys = SelectMultipleField(
        _l("Surveys"),
        description=_l("Each is asked in its newest version, in the order shown here."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reference_date = _Day(
        _l("The answers are for"),
        description=_l(
            "The day the answers describe. The municipalities of that day are asked, in the groups of that day."
        ),
        validators=[InputRequired()],
        render_kw={"size": "12"},
    )
    opens_date = _Day(
        _l("Answers are taken from: date"),
        description=_l("You open the round by hand. Leave this empty to let answers in from that moment."),
        validators=[Optional()],
        render_kw={"size": "12"},
    )
    opens_time = _Clock(_l("Answers are taken from: time"), validators=[Optional()], render_kw={"size": "6"})
    base = _number(
        _l("Fewest municipalities behind a figure"),
        _l("A group with fewer answers than this is hidden altogether. Usually 5, at least 3."),
    )
    small_cell = _number(
        _l("Largest count that is hidden"),
        _l("In a distribution, counts from 1 up to this are hidden. Usually 2, at least 1."),
    )
    unanimity = _number(
        _l("Hide “all” and “none” in groups smaller than"),
        _l("In so small a group, “all” or “none” would tell what each one answered. Usually 10."),
    )
    advisers_read_delivered = BooleanField(
        _l("Advisers at KS may read delivered answers by name"),
        description=_l("Reading is logged. Drafts are never read by others than the municipality."),
    )
    opens_at: datetime | None = None
    rules = RoundRules()

    def choose_from(self, surveys: list[tuple[str, str]]) -> None:
        """Say which surveys there are: (key, what stands beside the box)."""
        self.surveys.choices = surveys

    def fill(self, standing: Arranged) -> None:
        """Fill the form with a round as it stands."""
        self.process(MultiDict(), data=values_of(standing))

    def check(self, now: datetime) -> bool:
        """Whether all of it can be used; what is wrong stands at its field."""
        whole = bool(self.validate())
        if not self.surveys.data and not self.surveys.errors:
            _add(self.surveys, _("Choose at least one survey."))
            whole = False
        if self.key.data and (not KEY.fullmatch(self.key.data) or self.key.data in TAKEN_BY_PAGES):
            _add(self.key, _("Use 2 to 39 small letters a to z, digits and hyphens, for example 2026."))
            whole = False
        return self.check_deadline(now) & self._check_opening() & self._check_rules() & whole

    def plan(self, *, synthetic: bool = False) -> RoundPlan:
        """Give the plan of a form that was found in order."""
        reference, deadline = self.reference_date.read, self.deadline_at
        if reference is None or deadline is None:
            raise ValueError("the form was not checked")
        return RoundPlan(
            key=self.key.data,
            title=Text(self.title_nb.data, self.title_nn.data),
            reference_date=reference,
            opens_at=self.opens_at,
            deadline_at=deadline,
            surveys=tuple(key for key, _label in self.surveys.choices if key in self.surveys.data),
            rules=self.rules.to_json(),
            synthetic=synthetic,
        )

    def refuse(self, error: RoundError, words: str) -> None:
        """Put ``words`` at the field that the core's refusal is about."""
        fields = {
            RoundFault.KEY_TAKEN: self.key,
            RoundFault.KEY_INVALID: self.key,
            RoundFault.UNKNOWN_SURVEY: self.surveys,
            RoundFault.NO_SURVEYS: self.surveys,
        }
        _add(fields.get(error.fault, self.deadline_date), words)

    def _check_opening(self) -> bool:
        day, clock = self.opens_date.read, self.opens_time.read
        self.opens_at = None
        if day is None:
            if clock is not None:
                _add(self.opens_date, _("Write the date too, or leave both empty."))
            return clock is None and not self.opens_date.errors
        if self.opens_time.errors:
            return False
        self.opens_at = moment_in_norway(day, clock or time(0, 0))
        if self.opens_at is None:
            _add(
                self.opens_time,
                _("Clocks are put forward that night: there is no such time. Choose another."),
            )
        elif self.deadline_at is not None and self.deadline_at <= self.opens_at:
            _add(self.deadline_date, _("The deadline must be later than the opening."))
        else:
            return True
        return False

    def _check_rules(self) -> bool:
        base, small, unanimity = self.base.data, self.small_cell.data, self.unanimity.data
        if base is None or small is None or unanimity is None:
            return False
        wrong = [
            (self.base, not 3 <= base <= 100, _("Write a whole number from 3 to 100.")),
            (self.small_cell, not 1 <= small < max(base, 2), _("Write a whole number from 1, lower than the number behind a figure.")),
            (self.unanimity, not base <= unanimity <= 100, _("Write a whole number from the number behind a figure up to 100.")),
        ]  # fmt: skip
        for field, is_wrong, words in wrong:
            if is_wrong:
                _add(field, words)
        if any(is_wrong for _field, is_wrong, _words in wrong):
            return False
        usual = DisclosureRules()
        self.rules = RoundRules(
            DisclosureRules(base, small, unanimity, usual.residual, max(usual.proven_from, base)),
            advisers_read_delivered=bool(self.advisers_read_delivered.data),
        )
        return True


def deadline_values(at: datetime) -> dict[str, str]:
    """Give what the deadline's two fields hold for a moment."""
    return {"deadline_date": _written(local(at).date()), "deadline_time": f"{local(at):%H:%M}"}


def values_of(standing: Arranged) -> dict[str, Any]:  # Any: each field has its own type
    """Give what the form's fields hold for a round as it stands."""
    round_, disclosure = standing.round, standing.rules.disclosure
    opens = None if round_.opens_at is None else local(round_.opens_at)
    return {
        "seen": standing.fingerprint,
        "title_nb": round_.title.nb,
        "title_nn": round_.title.nn,
        "key": round_.key,
        "surveys": [survey.survey_key for survey in standing.asked],
        "reference_date": _written(round_.reference_date),
        "opens_date": "" if opens is None else _written(opens.date()),
        "opens_time": "" if opens is None else f"{opens:%H:%M}",
        **deadline_values(round_.deadline_at),
        **rules_values(standing.rules),
    }


def rules_values(rules: RoundRules) -> dict[str, Any]:  # Any: likewise
    """Give what the rules' fields hold."""
    return {
        "base": rules.disclosure.base,
        "small_cell": rules.disclosure.small_cell,
        "unanimity": rules.disclosure.unanimity,
        "advisers_read_delivered": rules.advisers_read_delivered,
    }


def proposed(today: date) -> dict[str, Any]:  # Any: likewise
    """Give what a new round begins with: this year's reference date, and the key and names that follow from it."""
    return {
        "title_nb": f"Egenvurdering {today.year}",
        "title_nn": f"Eigenvurdering {today.year}",
        "key": str(today.year),
        "reference_date": _written(date(today.year, 12, 31)),
        "deadline_time": LAST_MINUTE,
        **rules_values(RoundRules()),
    }


def _written(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def _add(field: Any, words: str) -> None:  # noqa: ANN401 -- a WTForms field, untyped
    if words not in field.errors:
        field.errors = [*field.errors, words]
