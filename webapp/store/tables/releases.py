"""Releases: the frozen cut of a round, its protected figures, and the files kept with it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
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
    """One protected row: a subject, or one of its options or classes, in one group (core.published.Published).

    A figure's column is NULL where it is hidden (``status``, ``withheld``), has no base, or means nothing for the subject.
    """

    __tablename__ = "released_figure"

    id: Mapped[Id]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    survey_key: Mapped[str] = mapped_column(String(100))
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_key: Mapped[str] = mapped_column(String(201))
    option_key: Mapped[str] = mapped_column(String(100))
    breakdown: Mapped[str] = mapped_column(String(20))
    group_code: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(10))
    quality: Mapped[str] = mapped_column(String(20))
    withheld: Mapped[str] = mapped_column(Text)
    invited: Mapped[int]
    submitted: Mapped[int]
    valid: Mapped[int | None]
    not_applicable: Mapped[int | None]
    dont_know: Mapped[int | None]
    adopters: Mapped[int | None]
    d0: Mapped[int | None]
    d1: Mapped[int | None]
    d2: Mapped[int | None]
    d3: Mapped[int | None]
    d4: Mapped[int | None]
    count: Mapped[int | None]
    share: Mapped[float | None]
    lower_bound: Mapped[float | None]
    upper_bound: Mapped[float | None]
    population_share: Mapped[float | None]
    median_level: Mapped[int | None]
    lower_quartile: Mapped[Decimal | None]
    median_number: Mapped[Decimal | None]
    upper_quartile: Mapped[Decimal | None]
    panel: Mapped[int | None]
    entered: Mapped[int | None]
    left_count: Mapped[int | None]
    entry_rate: Mapped[float | None]
    exit_rate: Mapped[float | None]
    net_movement: Mapped[float | None]
    share_before: Mapped[float | None]
    share_after: Mapped[float | None]
    change_total: Mapped[float | None]
    change_panel: Mapped[float | None]
    change_composition: Mapped[float | None]

    __table_args__ = (
        Index(
            "uq_released_figure_row",
            "release_id",
            "subject_key",
            "breakdown",
            "group_code",
            "option_key",
            unique=True,
        ),
        Index("ix_released_figure_overview", "release_id", "breakdown", "subject_kind"),
        CheckConstraint(
            "status IN ('ok', 'suppressed', 'not_applicable', 'not_asked', 'missing', 'provisional')",
            "status",
        ),
        CheckConstraint("subject_kind IN ('item', 'clause', 'option', 'class')", "subject_kind"),
        CheckConstraint(
            "status IN ('ok', 'provisional') OR (valid IS NULL AND adopters IS NULL AND share IS NULL)",
            "hidden",
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
