"""Days and times of day as people in Norway write them, read on the server, and the form for a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, Final

from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from webapp.web.forms import Form
from webapp.web.words import gettext as _
from webapp.web.words import lazy_gettext as _l
from webapp.web.writing_out import OSLO, local

_DATE: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")


def on_one_line(text: str | None) -> str:
    """Give what was typed without space around it; a sign that cannot be shown (and PostgreSQL cannot keep) is a space."""
    return "".join(sign if sign.isprintable() else " " for sign in text or "").strip()


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


class DayField(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A day, as text; ``read`` is the date once the form has been checked."""

    read: date | None = None

    def pre_validate(self, form: object) -> None:
        """Read the day; raises ValidationError for what is no day."""
        del form
        self.read = day_read(self.data or "")
        if (self.data or "").strip() and self.read is None:
            raise ValidationError(_("Write a date as day, month and year: 31.12.2026."))


class ClockField(StringField):  # type: ignore[misc]  # likewise
    """A time of day, as text; ``read`` is the time once the form has been checked."""

    read: time | None = None

    def pre_validate(self, form: object) -> None:
        """Read the time; raises ValidationError for what no clock shows."""
        del form
        self.read = clock_read(self.data or "")
        if (self.data or "").strip() and self.read is None:
            raise ValidationError(_("Write a time as hours and minutes: 23:59."))


class DeadlineForm(Form):
    """When a round is due."""

    deadline_date = DayField(
        _l("Deadline: date"),
        description=_l("Day, month and year, for example 31.12.2026."),
        filters=[on_one_line],
        validators=[DataRequired()],
        render_kw={"size": "12"},
    )
    deadline_time = ClockField(
        _l("Deadline: time"),
        description=_l("Norwegian time, for example 23:59."),
        filters=[on_one_line],
        validators=[DataRequired()],
        render_kw={"size": "6"},
    )
    ORDER: tuple[str, ...] = ("deadline_date", "deadline_time")
    """The fields in the order of the page."""
    deadline_at: datetime | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Give (id of the field, its name and what is wrong) in the order of the page; then what is wrong with the whole."""
        for name in self.ORDER:
            for fault in self[name].errors:
                yield name, f"{self[name].label.text}: {fault}"
        yield from ((name, fault) for name, fault in super().faults() if name not in self.ORDER)

    def check_deadline(self, now: datetime) -> bool:
        """Read the moment, and say what is wrong with it where something is."""
        if self.deadline_date.read is None or self.deadline_time.read is None:
            return False
        self.deadline_at = moment_in_norway(self.deadline_date.read, self.deadline_time.read)
        if self.deadline_at is None:
            add_fault(
                self.deadline_time,
                _("Clocks are put forward that night: there is no such time. Choose another."),
            )
        elif self.deadline_at <= now:
            add_fault(self.deadline_date, _("The deadline must be later than now."))
        else:
            return True
        return False


def deadline_values(at: datetime) -> dict[str, str]:
    """Give what the deadline's two fields hold for a moment."""
    return {"deadline_date": written(local(at).date()), "deadline_time": f"{local(at):%H:%M}"}


def written(day: date) -> str:
    """Write a day as the form reads it: 31.12.2026."""
    return f"{day.day}.{day.month}.{day.year}"


def add_fault(field: Any, words: str) -> None:  # noqa: ANN401 -- a WTForms field, untyped
    """Say at ``field`` what is wrong with it, once."""
    if words not in field.errors:
        field.errors = [*field.errors, words]
