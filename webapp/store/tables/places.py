"""Municipalities, the groups they belong to, and how they changed, all dated."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.tables.base import Base, Id


class Municipality(Base):
    """One municipality number, with the days it is valid (``valid_to`` is the first day it no longer is)."""

    __tablename__ = "municipality"

    number: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    official_name: Mapped[str] = mapped_column(Text)
    county_number: Mapped[str] = mapped_column(String(2))
    county_name: Mapped[str] = mapped_column(Text)
    shares_name: Mapped[bool]
    language_form: Mapped[str] = mapped_column(String(10))
    population: Mapped[int]
    centrality_index: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    derived: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("length(number) = 4", "number"),
        CheckConstraint("population >= 0", "population"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", "validity"),
        CheckConstraint("language_form IN ('bokmål', 'nynorsk', 'nøytral')", "language_form"),
    )


class MunicipalityGroup(Base):
    """Which group a municipality belongs to in one breakdown, from one day to another."""

    __tablename__ = "municipality_group"

    municipality_number: Mapped[str] = mapped_column(ForeignKey("municipality.number"), primary_key=True)
    breakdown: Mapped[str] = mapped_column(String(20), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    code: Mapped[str] = mapped_column(String(20))
    derived: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint(
            "breakdown IN ('county', 'kostra_group', 'centrality', 'size', 'language_form', 'health_community')",
            "breakdown",
        ),
    )


class MunicipalityChange(Base):
    """One step from an old number to a new one."""

    __tablename__ = "municipality_change"

    id: Mapped[Id]
    on: Mapped[date]
    old_number: Mapped[str] = mapped_column(String(4))
    old_name: Mapped[str] = mapped_column(Text)
    new_number: Mapped[str] = mapped_column(String(4))
    new_name: Mapped[str] = mapped_column(Text)
    change_type: Mapped[str] = mapped_column(String(20))

    __table_args__ = (
        CheckConstraint(
            "change_type IN ('renumbering', 'merger', 'split', 'name_change', 'boundary_adjustment')",
            "change_type",
        ),
        Index(None, "on", "old_number"),
    )
