"""Submissions as several activities look them up: where they stand, who works on them, and how one is begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.core.progress import Progress
from webapp.core.round import Round, RoundState
from webapp.core.submission import Revision, RevisionState, Submission
from webapp.core.text import Text
from webapp.store import tables as t

# Every page of filling in looks a submission up: tables instead of mapped classes, and each statement is built once.
_PLACE: Final[FromClause] = t.Municipality.__table__
_ASKED: Final[FromClause] = t.RoundMunicipality.__table__
_ROUND: Final[FromClause] = t.Round.__table__
_SURVEY: Final[FromClause] = t.RoundSurvey.__table__
_VERSION: Final[FromClause] = t.QuestionnaireVersion.__table__
_SUBMISSION: Final[FromClause] = t.Submission.__table__
_REVISION: Final[FromClause] = t.Revision.__table__
_SAVER: Final[FromClause] = t.Person.__table__.alias("saver")
_SENDER: Final[FromClause] = t.Person.__table__.alias("sender")
_DELIVERER: Final[FromClause] = t.Person.__table__.alias("deliverer")


def submission(session: Session, municipality: str, round_key: str, survey_key: str) -> Submission | None:
    """Give one municipality's submission of one survey in one round that has been opened, started or not. One statement.

    None when there is no such round, when it does not ask the survey, or when the municipality is not in its population.
    """
    named = {"municipality": municipality, "round_key": round_key, "survey_key": survey_key}
    row = session.execute(_NAMED, named).one_or_none()
    return None if row is None else _submission(row)


def submissions_of_municipality(session: Session, municipality: str) -> list[Submission]:
    """Give all that a municipality has been asked in rounds that were opened, the latest round first. One statement."""
    rows = session.execute(_OF_MUNICIPALITY, {"municipality": municipality})
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
    asked = {"municipality": submission.municipality, "round_survey": submission.round_survey}
    again = session.execute(_BEGUN, asked).one()
    return replace(submission, revision=_revision(again))


def _insert_unless_there(
    session: Session, table: type[t.Submission | t.Revision], values: dict[str, Any]
) -> None:
    dialect = session.get_bind().dialect.name
    made: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)  # Any: alike in all we use
    session.execute(made.values(**values).on_conflict_do_nothing())


def _is_latest() -> ColumnElement[bool]:
    other = _REVISION.alias("other")
    latest = select(func.max(other.c.number)).where(other.c.submission_id == _SUBMISSION.c.id)
    return _REVISION.c.number == latest.correlate(_SUBMISSION).scalar_subquery()


_ALL: Final[Select[*tuple[Any, ...]]] = (  # Any: more columns than SQLAlchemy spells out
    select(
        _PLACE.c.number.label("municipality"),
        _PLACE.c.name,
        _PLACE.c.county_name,
        _PLACE.c.shares_name,
        _ROUND.c.id.label("round_id"),
        _ROUND.c.key,
        _ROUND.c.title_nb,
        _ROUND.c.title_nn,
        _ROUND.c.state.label("round_state"),
        _ROUND.c.reference_date,
        _ROUND.c.opens_at,
        _ROUND.c.deadline_at,
        _ROUND.c.opened_at,
        _ROUND.c.closed_at,
        _ROUND.c.synthetic,
        _SURVEY.c.id.label("round_survey"),
        _SURVEY.c.survey_key,
        _SURVEY.c.questionnaire_version_id,
        _SURVEY.c.opens_at.label("own_opens_at"),
        _SURVEY.c.deadline_at.label("own_deadline_at"),
        _VERSION.c.hash,
        _REVISION.c.id.label("revision_id"),
        _REVISION.c.number.label("revision_number"),
        _REVISION.c.state.label("revision_state"),
        _REVISION.c.progress,
        _REVISION.c.last_section,
        _REVISION.c.saved_at,
        _REVISION.c.sent_at,
        _REVISION.c.delivered_at,
        _SAVER.c.name.label("saver"),
        _SENDER.c.name.label("sender"),
        _DELIVERER.c.name.label("deliverer"),
    )
    .select_from(_ASKED)
    .join(_PLACE, _PLACE.c.number == _ASKED.c.municipality_number)
    .join(_ROUND, _ROUND.c.id == _ASKED.c.round_id)
    .join(_SURVEY, _SURVEY.c.round_id == _ROUND.c.id)
    .join(_VERSION, _VERSION.c.id == _SURVEY.c.questionnaire_version_id)
    .outerjoin(
        _SUBMISSION,
        and_(
            _SUBMISSION.c.round_survey_id == _SURVEY.c.id,
            _SUBMISSION.c.municipality_number == _ASKED.c.municipality_number,
        ),
    )
    .outerjoin(_REVISION, and_(_REVISION.c.submission_id == _SUBMISSION.c.id, _is_latest()))
    .outerjoin(_SAVER, _SAVER.c.id == _REVISION.c.saved_by)
    .outerjoin(_SENDER, _SENDER.c.id == _REVISION.c.sent_by)
    .outerjoin(_DELIVERER, _DELIVERER.c.id == _REVISION.c.delivered_by)
    .where(_ROUND.c.state != RoundState.PLANNED.value)
)
_OF: Final = _ALL.where(_ASKED.c.municipality_number == bindparam("municipality"))
_NAMED: Final = _OF.where(
    _ROUND.c.key == bindparam("round_key"), _SURVEY.c.survey_key == bindparam("survey_key")
)
_BEGUN: Final = _OF.where(_SURVEY.c.id == bindparam("round_survey"))
_OF_MUNICIPALITY: Final = _OF.order_by(
    _ROUND.c.reference_date.desc(), _ROUND.c.id.desc(), _SURVEY.c.position, _SURVEY.c.id
)


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
