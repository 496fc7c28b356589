"""People, their roles, invitations to join, and failed sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.tables.base import Base, Id


class Person(Base):
    """One who can sign in. ``email`` is kept in lower case; ``fs_uniquifier`` is what the session cookie names."""

    __tablename__ = "person"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(2))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("email = lower(email)", "email_lower"),
        CheckConstraint("language IN ('nb', 'nn')", "language"),
    )


class Membership(Base):
    """One role of a person: in a municipality, or at KS."""

    __tablename__ = "membership"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    municipality_number: Mapped[str | None] = mapped_column(ForeignKey("municipality.number"))
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "(role IN ('coordinator', 'contributor', 'approver', 'reader') AND municipality_number IS NOT NULL)"
            " OR (role IN ('adviser', 'author', 'administrator') AND municipality_number IS NULL)",
            "role_scope",
        ),
        Index("uq_membership_municipal", "person_id", "role", "municipality_number", unique=True),
        Index(
            "uq_membership_ks",
            "person_id",
            "role",
            unique=True,
            sqlite_where=sql("municipality_number IS NULL"),
            postgresql_where=sql("municipality_number IS NULL"),
        ),
        Index(None, "municipality_number"),
    )


class PersonInvitation(Base):
    """An offer of a role, by letter; only the hash of the link's token is kept."""

    __tablename__ = "person_invitation"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    municipality_number: Mapped[str | None] = mapped_column(ForeignKey("municipality.number"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("email = lower(email)", "email_lower"),
        CheckConstraint(
            "(role IN ('coordinator', 'contributor', 'approver', 'reader') AND municipality_number IS NOT NULL)"
            " OR (role IN ('adviser', 'author', 'administrator') AND municipality_number IS NULL)",
            "role_scope",
        ),
        Index(None, "municipality_number"),
    )


class SignInAttempt(Base):
    """A failed sign-in or a reset asked for, so that guessing can be slowed down on every web node alike."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Id]
    subject_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "subject_hash", "at"),)
