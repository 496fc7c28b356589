"""What the room says: why something is refused, and what states, statuses and surveys are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask_babel.speaklater import LazyString

from webapp.core.progress import must_be_answered
from webapp.core.round import RoundError, RoundFault, RoundState
from webapp.core.submission import Status
from webapp.core.survey import Survey
from webapp.core.text import Text
from webapp.web.words import lazy_gettext as _l

REFUSALS: Final[Mapping[RoundFault, LazyString]] = {
    RoundFault.NO_SURVEYS: _l("The round asks no surveys yet. Choose at least one."),
    RoundFault.ALREADY_OPENED: _l(
        "The round has been opened already, and its plan can no longer be changed."
    ),
    RoundFault.NOT_OPEN: _l("The round is not open. It may just have been closed."),
    RoundFault.NOT_CLOSED: _l("The round has not been closed yet."),
    RoundFault.KEY_TAKEN: _l("There is a round with this short name already. Choose another."),
    RoundFault.KEY_INVALID: _l("Use 2 to 39 small letters a to z, digits and hyphens, for example 2026."),
    RoundFault.DEADLINE_NOT_AFTER_OPENING: _l("The deadline must be later than the opening."),
    RoundFault.DEADLINE_PASSED: _l("The deadline has passed. Move it first."),
    RoundFault.NO_STRUCTURE: _l("No municipalities are known on that date. Choose another date."),
    RoundFault.UNKNOWN_SURVEY: _l("One of the surveys is no longer there. Choose again."),
    RoundFault.CHANGED_MEANWHILE: _l("Someone else has changed the round since you opened the page."),
}
_CONFLICTS: Final = frozenset(
    {RoundFault.ALREADY_OPENED, RoundFault.NOT_OPEN, RoundFault.NOT_CLOSED, RoundFault.CHANGED_MEANWHILE}
)

STATES: Final[Mapping[RoundState, tuple[LazyString, str]]] = {
    RoundState.PLANNED: (_l("Planned"), "neutral"),
    RoundState.OPEN: (_l("Open"), "success"),
    RoundState.CLOSED: (_l("Closed"), "info"),
}
"""Word and colour."""

STATUSES: Final[Mapping[Status, tuple[LazyString, str]]] = {
    Status.NOT_STARTED: (_l("Not begun"), "neutral"),
    Status.IN_PROGRESS: (_l("In progress"), "info"),
    Status.AWAITING_APPROVAL: (_l("Awaiting approval"), "warning"),
    Status.DELIVERED: (_l("Delivered"), "success"),
}
"""Word and colour."""


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """A survey as it is chosen and listed: ``items`` are those that must be answered and are counted."""

    key: str
    title: Text
    version: str
    version_id: int
    items: int
    minutes: int


def facts(survey: Survey, version_id: int) -> SurveyFacts:
    """Give what an adviser needs to know to choose a survey."""
    items = sum(must_be_answered(item) for item in survey.items())
    return SurveyFacts(survey.key, survey.title, survey.version, version_id, items, survey.estimated_minutes)


def refusal(error: RoundError) -> str:
    """Say why the core refused."""
    return str(REFUSALS[error.fault])


def status_of(error: RoundError) -> HTTPStatus:
    """Give the status of the answer: 409 where someone was first, else 422."""
    return HTTPStatus.CONFLICT if error.fault in _CONFLICTS else HTTPStatus.UNPROCESSABLE_ENTITY
