"""What can be looked for: municipalities, people who have a role in one, clauses and questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.core.agreement import Agreement, Catalogue, Clause
from webapp.core.person import Role
from webapp.core.survey import Item, Survey
from webapp.shipped import SURVEYS
from webapp.store import tables as t
from webapp.store.questionnaires import newest_versions, questionnaires


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality; ``valid_to`` is the first day it no longer was one."""

    number: str
    label: str
    official_name: str
    county: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone with a role in one or more municipalities; ``roles`` are (role, municipality's number and label)."""

    name: str
    email: str
    roles: tuple[tuple[Role, str, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A clause with the agreement it is in."""

    clause: Clause
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Question:
    """An item in the newest version of its survey."""

    survey: Survey
    item: Item

    @property
    def key(self) -> str:
        """What the item is called in a release."""
        return f"{self.survey.key}/{self.item.key}"


def places(session: Session) -> list[Place]:
    """Give every municipality there is or has been, by number."""
    row = t.Municipality
    found = session.execute(
        select(
            row.number, row.name, row.official_name, row.county_name, row.shares_name, row.valid_to
        ).order_by(row.number)
    )
    return [
        Place(
            number=r.number,
            label=f"{r.name} ({r.county_name})" if r.shares_name else r.name,
            official_name=r.official_name,
            county=r.county_name,
            valid_to=r.valid_to,
        )
        for r in found
    ]


def contacts(session: Session) -> list[Contact]:
    """Give everyone who can sign in and has a role in a municipality, by e-mail address."""
    found = session.execute(
        select(
            t.Person.name,
            t.Person.email,
            t.Membership.role,
            t.Municipality.number,
            t.Municipality.name.label("municipality"),
            t.Municipality.county_name,
            t.Municipality.shares_name,
        )
        .join(t.Membership, t.Membership.person_id == t.Person.id)
        .join(t.Municipality, t.Municipality.number == t.Membership.municipality_number)
        .where(t.Person.active)
        .order_by(t.Person.email, t.Municipality.number, t.Membership.role)
    )
    people: dict[str, tuple[str, list[tuple[Role, str, str]]]] = {}
    for r in found:
        label = f"{r.municipality} ({r.county_name})" if r.shares_name else r.municipality
        people.setdefault(r.email, (r.name, []))[1].append((Role(r.role), r.number, label))
    return [Contact(name, email, tuple(roles)) for email, (name, roles) in people.items()]


def points() -> list[Point]:
    """Give every clause of the agreements, those for the parties alone too."""
    return [Point(clause, agreement) for agreement in _catalogue().agreements for clause in agreement.clauses]


def questions(session: Session) -> list[Question]:
    """Give every question of the newest version of each survey."""
    versions = newest_versions(session)
    read = questionnaires(session, versions.values())
    return [Question(read[v], item) for v in versions.values() for item in read[v].items()]


def released(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """Give the number of the newest release, by those of ``keys`` (items and clauses) that it has figures of."""
    newest = select(func.max(t.Release.number)).scalar_subquery()
    found = session.execute(
        select(t.Release.number, t.ReleasedFigure.subject_key)
        .join(t.ReleasedFigure, t.ReleasedFigure.release_id == t.Release.id)
        .where(t.Release.number == newest, t.ReleasedFigure.subject_key.in_(list(keys)))
        .distinct()
    )
    return {r.subject_key: r.number for r in found}


@cache
def _catalogue() -> Catalogue:
    # Imported late: a worker that only serves forms has no use for a reader of YAML (10 MB, 0.2 s).
    from webapp.store.definitions import AGREEMENTS_FILE, read_catalogue  # noqa: PLC0415

    return read_catalogue(SURVEYS / AGREEMENTS_FILE)
