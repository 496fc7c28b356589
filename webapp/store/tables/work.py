"""What happens behind the pages: jobs, letters and the log of who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.tables.base import Base, Id


class Job(Base):
    """Long work, with its progress. ``lock_key`` keeps the same work from being queued or run twice at once."""

    __tablename__ = "job"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default="queued")
    lock_key: Mapped[str | None] = mapped_column(String(200))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any] | None]
    failure: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    queued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", "state"),
        Index(
            "uq_job_live",
            "lock_key",
            unique=True,
            sqlite_where=sql("finished_at IS NULL"),
            postgresql_where=sql("finished_at IS NULL"),
        ),
        Index(None, "state", "queued_at"),
    )


class Letter(Base):
    """A letter in the outbox, written in the transaction that caused it."""

    __tablename__ = "letter"

    id: Mapped[Id]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_name: Mapped[str] = mapped_column(Text)
    to_email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("language IN ('nb', 'nn')", "language"), Index(None, "created_at"))


class AuditEvent(Base):
    """Who did what, when; only ever added to."""

    __tablename__ = "audit_event"

    id: Mapped[Id]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(60))
    municipality_number: Mapped[str | None] = mapped_column(String(4))
    subject: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any] | None]

    __table_args__ = (Index(None, "at"), Index(None, "municipality_number"))
