"""Finds what an address names: a municipality's submission of a survey in a round, and the survey as it was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import abort, g
from sqlalchemy.orm import Session

from webapp.core.person import Person, Role
from webapp.core.submission import Submission
from webapp.core.survey import Section, Survey
from webapp.store.questionnaires import questionnaire
from webapp.store.submissions import submission as look_up
from webapp.web.visitor import current_person

PLACE: Final = "/kommune/<string(length=4):municipality>"
ANSWERING: Final = f"{PLACE}/<round_key>/<survey_key>"
WRITERS: Final = (Role.COORDINATOR, Role.CONTRIBUTOR)
ANSWERERS: Final = (*WRITERS, Role.APPROVER)
READERS: Final = (*ANSWERERS, Role.READER)
"""Who may read what the municipality has delivered; a reader sees no draft."""


@dataclass(frozen=True, slots=True)
class Found:
    """A submission and its survey, as the address names them."""

    submission: Submission
    survey: Survey

    @property
    def address(self) -> dict[str, Any]:  # Any: url_for's own type for its values
        """The parts of the address, for ``url_for``."""
        return {
            "municipality": self.submission.municipality,
            "round_key": self.submission.round.key,
            "survey_key": self.submission.survey_key,
        }

    def section(self, key: str) -> Section:
        """Give a section of the survey; 404 when it has none of that name."""
        section = self.survey.section(key)
        if section is None:
            abort(404)
        return section


def find(session: Session, municipality: str, round_key: str, survey_key: str) -> Found:
    """Give what the address names, 404 when there is no such thing. One statement when the survey was read before.

    What is made up is labelled so on the page.
    """
    found = look_up(session, municipality, round_key, survey_key)
    if found is None:
        abort(404)
    g.synthetic = found.round.synthetic
    return Found(found, questionnaire(session, found.version_id, found.version_hash))


def visitor() -> Person:
    """Give the person who is signed in; the guard has seen to it that there is one."""
    person = current_person()
    if person is None:
        abort(404)
    return person
