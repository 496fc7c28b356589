"""Rounds as several activities look them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from webapp.core.municipality import Breakdown, LanguageForm, Municipality
from webapp.core.round import Round, RoundState
from webapp.core.text import Text
from webapp.store import tables as t


@dataclass(frozen=True, slots=True)
class AskedSurvey:
    """One survey of a round, and the version that is asked. The dates are the round's where the survey has none of its own."""

    id: int
    round_id: int
    survey_key: str
    version_id: int
    version_hash: str
    position: int
    opens_at: datetime | None
    deadline_at: datetime


_ROUND = (
    t.Round.id,
    t.Round.key,
    t.Round.title_nb,
    t.Round.title_nn,
    t.Round.state,
    t.Round.reference_date,
    t.Round.opens_at,
    t.Round.deadline_at,
    t.Round.opened_at,
    t.Round.closed_at,
    t.Round.synthetic,
)


def all_rounds(session: Session) -> list[Round]:
    """Give every round, the latest reference date first."""
    return [
        _round(r)
        for r in session.execute(_select().order_by(t.Round.reference_date.desc(), t.Round.id.desc()))
    ]


def round_called(session: Session, key: str) -> Round | None:
    """Give the round whose key is ``key``, or None."""
    row = session.execute(_select().where(t.Round.key == key)).one_or_none()
    return None if row is None else _round(row)


def rounds_in_state(session: Session, state: RoundState) -> list[Round]:
    """Give the rounds that are in ``state``, the earliest deadline first."""
    statement = _select().where(t.Round.state == state.value).order_by(t.Round.deadline_at, t.Round.id)
    return [_round(r) for r in session.execute(statement)]


def asked_surveys(session: Session, round_id: int) -> list[AskedSurvey]:
    """Give the surveys of a round, in the order in which they are shown."""
    rows = session.execute(
        select(
            t.RoundSurvey.id,
            t.RoundSurvey.round_id,
            t.RoundSurvey.survey_key,
            t.RoundSurvey.questionnaire_version_id,
            t.QuestionnaireVersion.hash,
            t.RoundSurvey.position,
            t.RoundSurvey.opens_at,
            t.RoundSurvey.deadline_at,
            t.Round.opens_at.label("round_opens_at"),
            t.Round.deadline_at.label("round_deadline_at"),
        )
        .join(t.QuestionnaireVersion, t.QuestionnaireVersion.id == t.RoundSurvey.questionnaire_version_id)
        .join(t.Round, t.Round.id == t.RoundSurvey.round_id)
        .where(t.RoundSurvey.round_id == round_id)
        .order_by(t.RoundSurvey.position, t.RoundSurvey.id)
    )
    return [
        AskedSurvey(
            id=r.id,
            round_id=r.round_id,
            survey_key=r.survey_key,
            version_id=r.questionnaire_version_id,
            version_hash=r.hash,
            position=r.position,
            opens_at=r.opens_at or r.round_opens_at,
            deadline_at=r.deadline_at or r.round_deadline_at,
        )
        for r in rows
    ]


def population(session: Session, round_id: int) -> list[Municipality]:
    """Give the municipalities of a round as they were frozen when it opened, by number: groups and population of that day."""
    rows = session.execute(
        select(
            t.Municipality.number,
            t.Municipality.name,
            t.Municipality.official_name,
            t.Municipality.county_number,
            t.Municipality.county_name,
            t.Municipality.shares_name,
            t.RoundMunicipality.population,
            t.RoundMunicipality.centrality_index,
            t.RoundMunicipality.language_form,
            t.RoundMunicipality.groups,
            t.RoundMunicipality.derived,
        )
        .join(t.Municipality, t.Municipality.number == t.RoundMunicipality.municipality_number)
        .where(t.RoundMunicipality.round_id == round_id)
        .order_by(t.Municipality.number)
    )
    return [
        Municipality(
            number=r.number,
            name=r.name,
            official_name=r.official_name,
            county_number=r.county_number,
            county_name=r.county_name,
            shares_name=r.shares_name,
            population=r.population,
            centrality_index=r.centrality_index,
            language_form=LanguageForm(r.language_form),
            groups={Breakdown(name): code for name, code in r.groups.items()},
            derived=r.derived,
        )
        for r in rows
    ]


def previous_round(session: Session, round_: Round, survey_key: str) -> Round | None:
    """Give the latest closed round with an earlier reference date that asked ``survey_key``, or None."""
    row = session.execute(
        _select()
        .join(t.RoundSurvey, t.RoundSurvey.round_id == t.Round.id)
        .where(
            t.RoundSurvey.survey_key == survey_key,
            t.Round.reference_date < round_.reference_date,
            t.Round.state == RoundState.CLOSED.value,
        )
        .order_by(t.Round.reference_date.desc(), t.Round.id.desc())
        .limit(1)
    ).first()
    return None if row is None else _round(row)


def _select() -> Select[*tuple[Any, ...]]:  # Any: eleven columns are more than SQLAlchemy spells out
    return select(*_ROUND)


def _round(row: Row[*tuple[Any, ...]]) -> Round:
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


def rules_of(session: Session, round_id: int) -> dict[str, Any]:  # Any: JSON
    """Give the rules of a round, as they were locked when it opened."""
    rules: dict[str, Any] = session.execute(select(t.Round.rules).where(t.Round.id == round_id)).scalar_one()
    return rules
