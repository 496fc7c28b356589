"""Releases: the frozen cut of a round, its protected figures, and the files kept with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.tables.base import Base, Id


class Release(Base):
    """One numbered, frozen data cut of a round. Seen by KS only until an audit exists and it is published."""

    __tablename__ = "release"

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    previous_round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    state: Mapped[str] = mapped_column(String(12), default="created")
    audit: Mapped[str] = mapped_column(String(12), default="none")
    rules: Mapped[dict[str, Any]]
    code_version: Mapped[str] = mapped_column(String(80))
    hash: Mapped[str] = mapped_column(String(64))
    coverage: Mapped[dict[str, Any]]
    synthetic: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state IN ('created', 'published')", "state"),
        CheckConstraint("audit IN ('none', 'passed', 'failed')", "audit"),
        CheckConstraint("state <> 'published' OR audit = 'passed'", "published_after_audit"),
        Index(None, "round_id"),
    )


class ReleaseSubmission(Base):
    """Which revision of which submission a release rests on."""

    __tablename__ = "release_submission"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    municipality_number: Mapped[str] = mapped_column(ForeignKey("municipality.number"))

    __table_args__ = (Index(None, "revision_id"),)


class ReleasedFigure(Base):
    """One protected row: a subject in one group of one breakdown. A column is NULL where the figure is hidden or has no base."""

    __tablename__ = "released_figure"

    id: Mapped[Id]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    survey_key: Mapped[str] = mapped_column(String(100))
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_key: Mapped[str] = mapped_column(String(160))
    breakdown: Mapped[str] = mapped_column(String(20))
    group_code: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(16))
    figures: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_released_figure_subject", "release_id", "subject_key", "breakdown"),
        Index("ix_released_figure_overview", "release_id", "breakdown", "survey_key"),
        CheckConstraint(
            "status IN ('ok', 'suppressed', 'not_applicable', 'not_asked', 'missing', 'provisional')",
            "status",
        ),
    )


class ReleaseFile(Base):
    """A chart, report or export kept with its release under the hash of its bytes."""

    __tablename__ = "release_file"

    id: Mapped[Id]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    media_type: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]
    about: Mapped[dict[str, Any]]
    renderer: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("release_id", "name", "language"), Index(None, "sha256"))


class Report(Base):
    """A report made from a release; ``survey_key`` is None when it covers all the release's surveys."""

    __tablename__ = "report"

    id: Mapped[Id]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    survey_key: Mapped[str | None] = mapped_column(String(100))
    title_nb: Mapped[str] = mapped_column(Text)
    title_nn: Mapped[str] = mapped_column(Text)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "release_id"),)


class ReportText(Base):
    """An adviser's own paragraphs at one place of a report, in both language forms."""

    __tablename__ = "report_text"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(200), primary_key=True)
    nb: Mapped[str] = mapped_column(Text, default="")
    nn: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReportFile(Base):
    """A report as it was set, in one language form."""

    __tablename__ = "report_file"

    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    language: Mapped[str] = mapped_column(String(2))
    source_hash: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]
    renderer: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("report_id", "language", "source_hash"),)
