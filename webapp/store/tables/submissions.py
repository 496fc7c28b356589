"""What a municipality answers: submissions, their revisions, answers, history and approval."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.tables.base import Base, Id, Key

STATES = "('value', 'dont_know', 'not_applicable', 'blank')"


class Submission(Base):
    """One municipality's answering of one survey in one round: one row, whatever its status (PITFALLS 10)."""

    __tablename__ = "submission"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey("municipality.number"))
    round_survey_id: Mapped[int] = mapped_column(ForeignKey("round_survey.id"))
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("round_survey_id", "municipality_number"),
        Index(None, "municipality_number"),
    )


class Revision(Base):
    """One version of a submission's answers; at most one is open, and a delivered one never changes again."""

    __tablename__ = "revision"

    id: Mapped[Id]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    municipality_number: Mapped[str] = mapped_column(ForeignKey("municipality.number"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="draft")
    reason: Mapped[str | None] = mapped_column(Text)
    progress: Mapped[dict[str, Any]]
    last_section: Mapped[str | None] = mapped_column(String(100))
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    delivered_at: Mapped[datetime | None]
    delivered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        Index(
            "uq_revision_open",
            "submission_id",
            unique=True,
            sqlite_where=sql("delivered_at IS NULL"),
            postgresql_where=sql("delivered_at IS NULL"),
        ),
        CheckConstraint("state IN ('draft', 'awaiting_approval', 'delivered')", "state"),
        CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", "delivered"),
        CheckConstraint("number > 0", "number"),
    )


class Answer(Base):
    """What stands on one item. ``version`` counts the saves; ``page_id`` names the page that saved last."""

    __tablename__ = "answer"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    item_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    municipality_number: Mapped[str] = mapped_column(ForeignKey("municipality.number"))
    state: Mapped[str] = mapped_column(String(16))
    level: Mapped[int | None] = mapped_column(SmallInteger)
    number: Mapped[Decimal | None]
    choice: Mapped[str | None] = mapped_column(String(100))
    choices: Mapped[list[str] | None]
    text: Mapped[str | None] = mapped_column(Text)
    fields: Mapped[dict[str, Any] | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    page_id: Mapped[str] = mapped_column(String(36), default="")
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", "state"),
        CheckConstraint("level BETWEEN 0 AND 4", "level"),
        CheckConstraint("version > 0", "version"),
        CheckConstraint("state <> 'not_applicable' OR reason <> ''", "reason"),
        CheckConstraint(
            "state = 'value' OR (level IS NULL AND number IS NULL AND choice IS NULL AND choices IS NULL"
            " AND text IS NULL AND fields IS NULL)",
            "no_value",
        ),
    )


class AnswerHistory(Base):
    """Every version an answer has had; only ever added to. ``content`` is the answer's columns."""

    __tablename__ = "answer_history"

    revision_id: Mapped[int] = mapped_column(primary_key=True)
    item_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    municipality_number: Mapped[str] = mapped_column(String(4))
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(["revision_id"], ["revision.id"]),
        ForeignKeyConstraint(["saved_by"], ["person.id"]),
    )


class ApprovalEvent(Base):
    """A step on the way to delivery: sent for approval, withdrawn, sent back, delivered."""

    __tablename__ = "approval_event"

    id: Mapped[Id]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    municipality_number: Mapped[str] = mapped_column(ForeignKey("municipality.number"))
    kind: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("kind IN ('sent', 'withdrawn', 'returned', 'delivered')", "kind"),
        CheckConstraint("kind <> 'returned' OR reason <> ''", "reason"),
        Index(None, "revision_id"),
    )


class Practice(Base):
    """A practice draft born in an answer; consent is own municipality until the owner decides otherwise."""

    __tablename__ = "practice"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey("municipality.number"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    survey_key: Mapped[Key]
    item_key: Mapped[Key]
    language: Mapped[str] = mapped_column(String(2))
    fields: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    consent: Mapped[str] = mapped_column(String(20), default="own_municipality")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        UniqueConstraint("revision_id", "item_key"),
        CheckConstraint("consent IN ('own_municipality', 'ks', 'municipalities', 'public')", "consent"),
        CheckConstraint("language IN ('nb', 'nn')", "language"),
        Index(None, "municipality_number"),
    )


class AcceptedPost(Base):
    """A save or delivery that was carried out, so that the same id twice is answered as the first time."""

    __tablename__ = "accepted_post"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30))
    digest: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "at"),)


class RefusedPost(Base):
    """What someone had typed when the session had ended: encrypted, for that person, one day."""

    __tablename__ = "refused_post"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str] = mapped_column(Text)
    body: Mapped[bytes]
    at: Mapped[datetime]
    kept_until: Mapped[datetime]

    __table_args__ = (Index(None, "kept_until"),)
