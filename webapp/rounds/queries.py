"""What running a round looks up: a round with its rules, its population, and participation without answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.core.municipality import Breakdown, LanguageForm, Municipality
from webapp.core.participation import Participant
from webapp.core.progress import Progress
from webapp.core.round import Round, RoundState
from webapp.core.round_rules import RoundRules
from webapp.core.submission import RevisionState, Status
from webapp.core.text import Text
from webapp.store import tables as t
from webapp.store.rounds import AskedSurvey, asked_surveys

_STATUS = {
    RevisionState.DRAFT.value: Status.IN_PROGRESS,
    RevisionState.AWAITING_APPROVAL.value: Status.AWAITING_APPROVAL,
    RevisionState.DELIVERED.value: Status.DELIVERED,
}


@dataclass(frozen=True, slots=True)
class Arranged:
    """A round with its rules and surveys. ``fingerprint`` changes with anything an adviser can change."""

    round: Round
    rules: RoundRules
    asked: tuple[AskedSurvey, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """Municipalities of a round: how many were asked, have begun on anything, and have delivered everything."""

    invited: int = 0
    begun: int = 0
    delivered: int = 0


def arranged(session: Session, key: str, *, lock: bool = False) -> Arranged | None:
    """Give the round called ``key``, or None. Two statements.

    ``lock`` keeps others from changing the round until this transaction ends; they wait, and then see what became of it.
    """
    statement = select(t.Round).where(t.Round.key == key).execution_options(populate_existing=True)
    row = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        return None
    asked = tuple(asked_surveys(session, row.id))
    return Arranged(_round(row), RoundRules.from_json(row.rules), asked, _fingerprint(row, asked))


def municipalities_on(session: Session, day: date) -> list[Municipality]:
    """Give the municipalities there are on ``day`` with their groups of that day, by number. Two statements."""
    groups: dict[str, dict[Breakdown, str]] = {}
    derived: set[str] = set()
    group = t.MunicipalityGroup
    for row in session.execute(
        select(group.municipality_number, group.breakdown, group.code, group.derived).where(
            group.valid_from <= day, or_(group.valid_to.is_(None), group.valid_to > day)
        )
    ):
        groups.setdefault(row.municipality_number, {})[Breakdown(row.breakdown)] = row.code
        if row.derived:
            derived.add(row.municipality_number)
    places = session.scalars(
        select(t.Municipality)
        .where(
            t.Municipality.valid_from <= day,
            or_(t.Municipality.valid_to.is_(None), t.Municipality.valid_to > day),
        )
        .order_by(t.Municipality.number)
    )
    return [
        Municipality(
            number=place.number,
            name=place.name,
            official_name=place.official_name,
            county_number=place.county_number,
            county_name=place.county_name,
            shares_name=place.shares_name,
            population=place.population,
            centrality_index=place.centrality_index,
            language_form=LanguageForm(place.language_form),
            groups=groups.get(place.number, {}),
            derived=place.derived or place.number in derived,
        )
        for place in places
    ]


def participants(
    session: Session, round_id: int, places: Iterable[Municipality], asked: Iterable[AskedSurvey]
) -> list[Participant]:
    """Give each of ``places`` with where it stands in each survey. One statement, which reads no answers."""
    statement = _latest(
        t.Submission.municipality_number, t.Submission.round_survey_id, t.Revision.state
    ).where(t.RoundSurvey.round_id == round_id)
    stands = {
        (row.municipality_number, row.round_survey_id): _STATUS[row.state]
        for row in session.execute(statement)
    }
    surveys = [survey.id for survey in asked]
    return [
        Participant(place, tuple(stands.get((place.number, s), Status.NOT_STARTED) for s in surveys))
        for place in places
    ]


def progress_of(
    session: Session, round_id: int, numbers: Iterable[str]
) -> dict[tuple[str, int], tuple[int, int]]:
    """Give (answered, shown) for what is under way in the municipalities ``numbers``, by number and survey. One statement."""
    statement = _latest(
        t.Submission.municipality_number, t.Submission.round_survey_id, t.Revision.progress
    ).where(
        t.RoundSurvey.round_id == round_id,
        t.Revision.state == RevisionState.DRAFT.value,
        t.Submission.municipality_number.in_(list(numbers)),
    )
    found = {}
    for row in session.execute(statement):
        progress = Progress.from_json(row.progress)
        found[row.municipality_number, row.round_survey_id] = progress.answered, progress.shown
    return found


def turnouts(session: Session, round_id: int | None = None) -> dict[int, Turnout]:
    """Give the turnout of every opened round, or of one, by the round's id. One statement."""
    delivered = case((t.Revision.state == RevisionState.DELIVERED.value, 1), else_=0)
    each = (
        _latest(
            t.RoundSurvey.round_id,
            t.Submission.municipality_number,
            func.sum(delivered).label("delivered"),
        )
        .group_by(t.RoundSurvey.round_id, t.Submission.municipality_number)
        .subquery()
    )
    asked = (
        select(t.RoundSurvey.round_id, func.count().label("surveys"))
        .group_by(t.RoundSurvey.round_id)
        .subquery()
    )
    statement = (
        select(
            t.RoundMunicipality.round_id,
            func.count().label("invited"),
            func.count(each.c.delivered).label("begun"),
            func.sum(case((each.c.delivered == asked.c.surveys, 1), else_=0)).label("delivered"),
        )
        .join(asked, asked.c.round_id == t.RoundMunicipality.round_id)
        .outerjoin(
            each,
            (each.c.round_id == t.RoundMunicipality.round_id)
            & (each.c.municipality_number == t.RoundMunicipality.municipality_number),
        )
        .group_by(t.RoundMunicipality.round_id)
    )
    if round_id is not None:
        statement = statement.where(t.RoundMunicipality.round_id == round_id)
    return {r.round_id: Turnout(r.invited, r.begun, r.delivered) for r in session.execute(statement)}


def last_changer(session: Session, key: str) -> tuple[str, datetime] | None:
    """Give who made or changed the round last, and when; None when nobody is known. One statement."""
    row = session.execute(
        select(t.Person.name, t.AuditEvent.at)
        .join(t.Person, t.Person.id == t.AuditEvent.person_id)
        .where(t.AuditEvent.subject == key, t.AuditEvent.action.like("round.%"))
        .order_by(t.AuditEvent.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.name, row.at)


def newest_release(session: Session, round_id: int) -> int | None:
    """Give the number of the round's newest release, or None; its figures are for aggregates to give. One statement."""
    return session.scalar(select(func.max(t.Release.number)).where(t.Release.round_id == round_id))


def _latest(*columns: Any) -> Select[Any]:  # noqa: ANN401 -- columns and sums of several types
    """Look at the latest revision of each submission."""
    other = aliased(t.Revision)
    newest: ColumnElement[int] = (
        select(func.max(other.number)).where(other.submission_id == t.Submission.id).scalar_subquery()
    )
    return (
        select(*columns)
        .select_from(t.Submission)
        .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
        .join(t.Revision, (t.Revision.submission_id == t.Submission.id) & (t.Revision.number == newest))
    )


def _fingerprint(row: t.Round, asked: Iterable[AskedSurvey]) -> str:
    plan = [
        row.state,
        row.title_nb,
        row.title_nn,
        row.reference_date.isoformat(),
        None if row.opens_at is None else row.opens_at.isoformat(),
        row.deadline_at.isoformat(),
        row.rules,
        [[survey.survey_key, survey.version_hash] for survey in asked],
    ]
    return hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()


def _round(row: t.Round) -> Round:
    return Round(
        id=row.id,
        key=row.key,
        title=Text(row.title_nb, row.title_nn),
        state=RoundState(row.state),
        reference_date=row.reference_date,
        opens_at=row.opens_at,
        deadline_at=row.deadline_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        synthetic=row.synthetic,
    )
