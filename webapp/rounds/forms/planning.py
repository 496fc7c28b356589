"""The form for a round as it is planned: read, judged by the core, and answered in words a person can act on."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from wtforms import BooleanField, HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from webapp.core.round import KEY, RoundError, RoundFault, RoundPlan
from webapp.core.round_rules import RoundRules
from webapp.core.suppression import DisclosureRules
from webapp.core.text import Text
from webapp.rounds.forms.moments import (
    ClockField,
    DayField,
    DeadlineForm,
    add_fault,
    deadline_values,
    moment_in_norway,
    on_one_line,
    written,
)
from webapp.rounds.queries import Arranged
from webapp.web.words import gettext as _
from webapp.web.words import lazy_gettext as _l
from webapp.web.writing_out import local

LAST_MINUTE: Final = "23:59"
TAKEN_BY_PAGES: Final = frozenset({"ny", "personer"})
"""Addresses under the rounds or a municipality that are pages of their own, and so no round's key."""


def _title(label: object) -> StringField:
    return StringField(label, filters=[on_one_line], validators=[DataRequired(), Length(max=120)])


def _number(label: object, description: object) -> IntegerField:
    return IntegerField(
        label, description=description, validators=[InputRequired()], widget=TextInput(),
        render_kw={"inputmode": "numeric", "size": "4"},
    )  # fmt: skip


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
        filters=[on_one_line],
        validators=[DataRequired()],
    )
    surveys = SelectMultipleField(
        _l("Surveys"),
        description=_l("Each is asked in its newest version, in the order shown here."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reference_date = DayField(
        _l("The answers are for"),
        description=_l(
            "The day the answers describe. The municipalities of that day are asked, in the groups of that day."
        ),
        filters=[on_one_line],
        validators=[DataRequired()],
        render_kw={"size": "12"},
    )
    opens_date = DayField(
        _l("Answers are taken from: date"),
        description=_l("You open the round by hand. Leave this empty to let answers in from that moment."),
        filters=[on_one_line],
        validators=[Optional()],
        render_kw={"size": "12"},
    )
    opens_time = ClockField(
        _l("Answers are taken from: time"),
        description=_l("Norwegian time, for example 23:59."),
        filters=[on_one_line],
        validators=[Optional()],
        render_kw={"size": "6"},
    )
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
    ORDER = (
        "title_nb", "title_nn", "key", "surveys", "reference_date", "opens_date", "opens_time", "deadline_date",
        "deadline_time", "base", "small_cell", "unanimity", "advisers_read_delivered",
    )  # fmt: skip
    opens_at: datetime | None = None
    rules = RoundRules()

    def choose_from(self, surveys: list[tuple[str, str]]) -> None:
        """Say which surveys there are: (key, what stands beside the box)."""
        self.surveys.choices = surveys

    def check(self, now: datetime) -> bool:
        """Whether all of it can be used; what is wrong stands at its field."""
        whole = bool(self.validate())
        if not self.surveys.data and not self.surveys.errors:
            add_fault(self.surveys, _("Choose at least one survey."))
            whole = False
        if self.key.data and (not KEY.fullmatch(self.key.data) or self.key.data in TAKEN_BY_PAGES):
            add_fault(self.key, _("Use 2 to 39 small letters a to z, digits and hyphens, for example 2026."))
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
        add_fault(fields.get(error.fault, self.deadline_date), words)

    def _check_opening(self) -> bool:
        day, clock = self.opens_date.read, self.opens_time.read
        self.opens_at = None
        if day is None:
            if clock is not None:
                add_fault(self.opens_date, _("Write the date too, or leave both empty."))
            return clock is None and not self.opens_date.errors
        if self.opens_time.errors:
            return False
        self.opens_at = moment_in_norway(day, clock or time(0, 0))
        if self.opens_at is None:
            add_fault(
                self.opens_time,
                _("Clocks are put forward that night: there is no such time. Choose another."),
            )
        elif self.deadline_at is not None and self.deadline_at <= self.opens_at:
            add_fault(self.deadline_date, _("The deadline must be later than the opening."))
        else:
            return True
        return False

    def _check_rules(self) -> bool:
        base, small, unanimity = self.base.data, self.small_cell.data, self.unanimity.data
        if base is None or small is None or unanimity is None:
            return False
        too_few = _("Write a whole number from 3 to 100.")
        too_large = _("Write a whole number from 1, lower than the number behind a figure.")
        too_small = _("Write a whole number from the number behind a figure up to 100.")
        wrong = [
            (self.base, not 3 <= base <= 100, too_few),
            (self.small_cell, not 1 <= small < max(base, 2), too_large),
            (self.unanimity, not base <= unanimity <= 100, too_small),
        ]
        for field, is_wrong, words in wrong:
            if is_wrong:
                add_fault(field, words)
        if any(is_wrong for _field, is_wrong, _words in wrong):
            return False
        usual = DisclosureRules()
        self.rules = RoundRules(
            DisclosureRules(base, small, unanimity, usual.residual, max(usual.proven_from, base)),
            advisers_read_delivered=bool(self.advisers_read_delivered.data),
        )
        return True


def values_of(standing: Arranged) -> dict[str, Any]:  # Any: each field has its own type
    """Give what the form's fields hold for a round as it stands."""
    round_ = standing.round
    opens = None if round_.opens_at is None else local(round_.opens_at)
    return {
        "seen": standing.fingerprint,
        "title_nb": round_.title.nb,
        "title_nn": round_.title.nn,
        "key": round_.key,
        "surveys": [survey.survey_key for survey in standing.asked],
        "reference_date": written(round_.reference_date),
        "opens_date": "" if opens is None else written(opens.date()),
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
        "reference_date": written(date(today.year, 12, 31)),
        "deadline_time": LAST_MINUTE,
        **rules_values(RoundRules()),
    }
