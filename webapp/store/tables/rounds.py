"""Questionnaire versions and the rounds that ask them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.tables.base import Base, Id, Key


class QuestionnaireVersion(Base):
    """One version of a survey; ``content`` is its canonical form. Immutable in the database once ``frozen_at`` is set."""

    __tablename__ = "questionnaire_version"

    id: Mapped[Id]
    survey_key: Mapped[Key]
    version: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "survey_key", "created_at"),)


class Round(Base):
    """One time that surveys are answered. ``rules`` (disclosure, thresholds, audience) are locked at opening."""

    __tablename__ = "round"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    title_nb: Mapped[str] = mapped_column(Text)
    title_nn: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="planned")
    reference_date: Mapped[date]
    opens_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    rules: Mapped[dict[str, Any]]
    synthetic: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state IN ('planned', 'open', 'closed')", "state"),
        CheckConstraint("(state = 'planned') = (opened_at IS NULL)", "opened"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", "closed"),
    )


class RoundSurvey(Base):
    """One survey in a round, in the version that is asked."""

    __tablename__ = "round_survey"

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    survey_key: Mapped[Key]
    questionnaire_version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    position: Mapped[int]
    opens_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("round_id", "survey_key"), Index(None, "questionnaire_version_id"))


class RoundMunicipality(Base):
    """A municipality in a round's frozen population, with its groups as they were when the round opened."""

    __tablename__ = "round_municipality"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    municipality_number: Mapped[str] = mapped_column(ForeignKey("municipality.number"), primary_key=True)
    population: Mapped[int]
    centrality_index: Mapped[int]
    language_form: Mapped[str] = mapped_column(String(10))
    groups: Mapped[dict[str, Any]]
    derived: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index(None, "municipality_number"),)
