"""Submissions as several activities look them up: where they stand, who works on them, and how one is begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from webapp.core.progress import Progress
from webapp.core.round import Round, RoundState
from webapp.core.submission import Revision, RevisionState, Submission
from webapp.core.text import Text
from webapp.store import tables as t

_SAVER = aliased(t.Person)
_SENDER = aliased(t.Person)
_DELIVERER = aliased(t.Person)


def submission(session: Session, municipality: str, round_key: str, survey_key: str) -> Submission | None:
    """Give one municipality's submission of one survey in one round that has been opened, started or not. One statement.

    None when there is no such round, when it does not ask the survey, or when the municipality is not in its population.
    """
    row = session.execute(
        _select().where(
            t.RoundMunicipality.municipality_number == municipality,
            t.Round.key == round_key,
            t.RoundSurvey.survey_key == survey_key,
        )
    ).one_or_none()
    return None if row is None else _submission(row)


def submissions_of_municipality(session: Session, municipality: str) -> list[Submission]:
    """Give all that a municipality has been asked in rounds that were opened, the latest round first. One statement."""
    rows = session.execute(
        _select()
        .where(t.RoundMunicipality.municipality_number == municipality)
        .order_by(t.Round.reference_date.desc(), t.Round.id.desc(), t.RoundSurvey.position, t.RoundSurvey.id)
    )
    return [_submission(row) for row in rows]


def people_who_answered(session: Session, revision_ids: Iterable[int]) -> dict[int, list[str]]:
    """Give the names of those whose answers stand in each revision, in alphabetical order. One statement; none for none."""
    ids = list(revision_ids)
    if not ids:
        return {}
    rows = session.execute(
        select(t.Answer.revision_id, t.Person.name)
        .join(t.Person, t.Person.id == t.Answer.saved_by)
        .where(t.Answer.revision_id.in_(ids))
        .distinct()
        .order_by(t.Answer.revision_id, t.Person.name)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.revision_id, []).append(row.name)
    return found


def started(session: Session, submission: Submission, progress: Progress, *, at: datetime) -> Submission:
    """Give the submission with a revision, made now unless there is one: whoever else begins at the same moment, there is one.

    ``progress`` is what an empty one has. The database's unique keys decide (PITFALLS 10), never a look beforehand.
    """
    if submission.revision is not None:
        return submission
    _insert_unless_there(
        session,
        t.Submission,
        {
            "municipality_number": submission.municipality,
            "round_survey_id": submission.round_survey,
            "created_at": at,
        },
    )
    submission_id = session.execute(
        select(t.Submission.id).where(
            t.Submission.round_survey_id == submission.round_survey,
            t.Submission.municipality_number == submission.municipality,
        )
    ).scalar_one()
    _insert_unless_there(
        session,
        t.Revision,
        {
            "submission_id": submission_id,
            "municipality_number": submission.municipality,
            "number": 1,
            "state": RevisionState.DRAFT.value,
            "progress": progress.to_json(),
            "started_at": at,
        },
    )
    again = session.execute(
        _select().where(
            t.RoundMunicipality.municipality_number == submission.municipality,
            t.RoundSurvey.id == submission.round_survey,
        )
    ).one()
    return replace(submission, revision=_revision(again))


def _insert_unless_there(
    session: Session, table: type[t.Submission | t.Revision], values: dict[str, Any]
) -> None:
    dialect = session.get_bind().dialect.name
    made: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)  # Any: alike in all we use
    session.execute(made.values(**values).on_conflict_do_nothing())


def _select() -> Select[*tuple[Any, ...]]:  # Any: more columns than SQLAlchemy spells out
    return (
        select(
            t.Municipality.number.label("municipality"),
            t.Municipality.name,
            t.Municipality.county_name,
            t.Municipality.shares_name,
            t.Round.id.label("round_id"),
            t.Round.key,
            t.Round.title_nb,
            t.Round.title_nn,
            t.Round.state.label("round_state"),
            t.Round.reference_date,
            t.Round.opens_at,
            t.Round.deadline_at,
            t.Round.opened_at,
            t.Round.closed_at,
            t.Round.synthetic,
            t.RoundSurvey.id.label("round_survey"),
            t.RoundSurvey.survey_key,
            t.RoundSurvey.questionnaire_version_id,
            t.RoundSurvey.opens_at.label("own_opens_at"),
            t.RoundSurvey.deadline_at.label("own_deadline_at"),
            t.QuestionnaireVersion.hash,
            t.Revision.id.label("revision_id"),
            t.Revision.number.label("revision_number"),
            t.Revision.state.label("revision_state"),
            t.Revision.progress,
            t.Revision.last_section,
            t.Revision.saved_at,
            t.Revision.sent_at,
            t.Revision.delivered_at,
            _SAVER.name.label("saver"),
            _SENDER.name.label("sender"),
            _DELIVERER.name.label("deliverer"),
        )
        .select_from(t.RoundMunicipality)
        .join(t.Municipality, t.Municipality.number == t.RoundMunicipality.municipality_number)
        .join(t.Round, t.Round.id == t.RoundMunicipality.round_id)
        .join(t.RoundSurvey, t.RoundSurvey.round_id == t.Round.id)
        .join(t.QuestionnaireVersion, t.QuestionnaireVersion.id == t.RoundSurvey.questionnaire_version_id)
        .outerjoin(
            t.Submission,
            and_(
                t.Submission.round_survey_id == t.RoundSurvey.id,
                t.Submission.municipality_number == t.RoundMunicipality.municipality_number,
            ),
        )
        .outerjoin(t.Revision, and_(t.Revision.submission_id == t.Submission.id, _is_latest()))
        .outerjoin(_SAVER, _SAVER.id == t.Revision.saved_by)
        .outerjoin(_SENDER, _SENDER.id == t.Revision.sent_by)
        .outerjoin(_DELIVERER, _DELIVERER.id == t.Revision.delivered_by)
        .where(t.Round.state != RoundState.PLANNED.value)
    )


def _is_latest() -> ColumnElement[bool]:
    other = aliased(t.Revision)
    latest = select(func.max(other.number)).where(other.submission_id == t.Submission.id)
    return t.Revision.number == latest.correlate(t.Submission).scalar_subquery()


def _submission(row: Row[*tuple[Any, ...]]) -> Submission:
    return Submission(
        municipality=row.municipality,
        municipality_label=f"{row.name} ({row.county_name})" if row.shares_name else row.name,
        round=Round(
            id=row.round_id,
            key=row.key,
            title=Text(row.title_nb, row.title_nn),
            state=RoundState(row.round_state),
            reference_date=row.reference_date,
            opens_at=row.opens_at,
            deadline_at=row.deadline_at,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            synthetic=row.synthetic,
        ),
        round_survey=row.round_survey,
        survey_key=row.survey_key,
        version_id=row.questionnaire_version_id,
        version_hash=row.hash,
        opens_at=row.own_opens_at or row.opens_at,
        deadline_at=row.own_deadline_at or row.deadline_at,
        revision=None if row.revision_id is None else _revision(row),
    )


def _revision(row: Row[*tuple[Any, ...]]) -> Revision:
    return Revision(
        id=row.revision_id,
        number=row.revision_number,
        state=RevisionState(row.revision_state),
        progress=Progress.from_json(row.progress),
        last_section=row.last_section,
        saved_at=row.saved_at,
        saved_by=row.saver or "",
        sent_at=row.sent_at,
        sent_by=row.sender or "",
        delivered_at=row.delivered_at,
        delivered_by=row.deliverer or "",
    )
