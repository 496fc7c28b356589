"""What filling in looks up: what stands on a page together with whether this very post was carried out before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import FromClause, and_, bindparam, select
from sqlalchemy.orm import Session

from webapp.core.person import Role
from webapp.core.text import Language
from webapp.mail import Recipient
from webapp.store import tables as t
from webapp.store.answers import COLUMNS, Standing, answer_of


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a revision's items, and the digest and result of an earlier post with the same id, if any."""

    standing: Mapping[str, Standing]
    digest: str | None = None
    result: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON


@dataclass(frozen=True, slots=True)
class SentBack:
    """An approver's sending back: who, when and why."""

    by: str
    at: datetime
    reason: str


_POST: Final[FromClause] = t.AcceptedPost.__table__
_ANSWER: Final[FromClause] = t.Answer.__table__
_REVISION: Final[FromClause] = t.Revision.__table__
_PERSON: Final[FromClause] = t.Person.__table__
_STANDING: Final = (
    select(
        _POST.c.digest,
        _POST.c.result,
        _ANSWER.c.page_id,
        _ANSWER.c.saved_at,
        _ANSWER.c.saved_by,
        _PERSON.c.name,
        *(_ANSWER.c[column.key] for column in COLUMNS),
    )
    .select_from(_REVISION)
    .outerjoin(_POST, and_(_POST.c.id == bindparam("save_id"), _POST.c.person_id == bindparam("person")))
    .outerjoin(_ANSWER, _ANSWER.c.revision_id == _REVISION.c.id)
    .outerjoin(_PERSON, _PERSON.c.id == _ANSWER.c.saved_by)
    .where(_REVISION.c.id == bindparam("revision"))
)
"""Built once, of tables instead of mapped classes: every page of questions asks it."""


def standing_page(session: Session, revision_id: int, save_id: str | None, person_id: int) -> Page:
    """Give what stands, who wrote it and when, and what became of the post ``save_id`` of this person. One statement."""
    asked = {"revision": revision_id, "save_id": save_id, "person": person_id}
    rows = session.execute(_STANDING, asked).all()
    standing = {
        row.item_key: Standing(answer_of(row), row.page_id, row.saved_at, row.name or "", row.saved_by)
        for row in rows
        if row.item_key is not None
    }
    return Page(standing, rows[0].digest, rows[0].result or {}) if rows else Page(standing)


def holders(session: Session, municipality: str, role: Role, language: Language) -> list[Recipient]:
    """Give those who hold a role in a municipality, for a letter; ``language`` is for those who chose none."""
    rows = session.execute(
        select(t.Person.id, t.Person.name, t.Person.email, t.Person.language)
        .join(t.Membership, t.Membership.person_id == t.Person.id)
        .where(
            t.Membership.municipality_number == municipality, t.Membership.role == role.value, t.Person.active
        )
        .order_by(t.Person.id)
    )
    return [Recipient(row.id, row.name, row.email, row.language or language) for row in rows]


def municipality_labels(session: Session, numbers: Sequence[str]) -> list[tuple[str, str]]:
    """Give (number, name as people see it) of municipalities, in the order of the numbers."""
    rows = session.execute(
        select(
            t.Municipality.number, t.Municipality.name, t.Municipality.county_name, t.Municipality.shares_name
        )
        .where(t.Municipality.number.in_(numbers))
        .order_by(t.Municipality.number)
    )
    return [(row.number, f"{row.name} ({row.county_name})" if row.shares_name else row.name) for row in rows]


def sent_back(session: Session, revision_id: int) -> SentBack | None:
    """Give why and by whom a revision was sent back, when that is the last that happened to it; else None."""
    row = session.execute(
        select(t.ApprovalEvent.kind, t.ApprovalEvent.at, t.ApprovalEvent.reason, t.Person.name)
        .outerjoin(t.Person, t.Person.id == t.ApprovalEvent.person_id)
        .where(t.ApprovalEvent.revision_id == revision_id)
        .order_by(t.ApprovalEvent.id.desc())
        .limit(1)
    ).one_or_none()
    return (
        SentBack(row.name or "", row.at, row.reason) if row is not None and row.kind == "returned" else None
    )
