"""People and their roles, and the changes to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from flask import current_app
from flask_security import hash_password
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.core.person import KS_ROLES, MUNICIPAL_ROLES, Role
from webapp.core.text import Language
from webapp.store import audit
from webapp.store.tables import Membership as MembershipRow
from webapp.store.tables import Person as PersonRow


def hash_of(password: str) -> str:
    """Give the argon2 hash of a password, normalised as at sign-in. Takes about a tenth of a second, on purpose.

    Needs an application context (the salt of the installation is mixed in).
    """
    normal: str = current_app.extensions["security"].password_util.normalize(password)
    hashed: str = hash_password(normal)
    return hashed


def create_person(
    session: Session,
    *,
    email: str,
    name: str,
    language: Language | None,
    password: str | None = None,
    memberships: Iterable[tuple[Role, str | None]] = (),
    password_hash: str | None = None,
) -> int:
    """Make a person who can sign in and give their id.

    ``memberships`` are (role, municipality number or None for KS). Many people with one password (the demo's) share
    the work of hashing when ``password_hash`` is given, made once by ``hash_of``; else ``password`` is hashed here,
    which needs an application context. Raises IntegrityError when someone has the address already.
    """
    now = datetime.now(UTC)
    if password_hash is None and password is not None:
        password_hash = hash_of(password)
    person = session.execute(
        insert(PersonRow).returning(PersonRow.id),
        {
            "email": email.strip().lower(),
            "name": " ".join(name.split()),
            "language": language,
            "password": password_hash,
            "active": True,
            "fs_uniquifier": uuid4().hex,
            "created_at": now,
        },
    ).scalar_one()
    rows = [
        {"person_id": person, "role": role, "municipality_number": municipality, "created_at": now}
        for role, municipality in memberships
    ]
    if rows:
        session.execute(insert(MembershipRow), rows)
    return person


def grant(session: Session, person: int, role: Role, municipality: str | None, *, by: int | None) -> bool:
    """Give a person a role, and say whether they did not have it already."""
    if role in roles_of(session, person, municipality):
        return False
    now = datetime.now(UTC)
    session.execute(
        insert(MembershipRow).values(
            person_id=person, role=role, municipality_number=municipality, created_at=now
        )
    )
    audit.record(
        session,
        "role.granted",
        by=by,
        at=now,
        municipality=municipality,
        subject=f"person {person}",
        details={"role": role},
    )
    return True


def set_roles(
    session: Session, person: int, roles: Iterable[Role], municipality: str | None, *, by: int
) -> bool:
    """Let ``roles`` be the person's roles in ``municipality`` (None: at KS), and say whether anything changed.

    Raises ValueError for a role that is not held there.
    """
    wanted = set(roles)
    if not wanted <= (KS_ROLES if municipality is None else MUNICIPAL_ROLES):
        msg = "a role is not held there"
        raise ValueError(msg)
    held = roles_of(session, person, municipality)
    now = datetime.now(UTC)
    for role in sorted(held - wanted):
        place = MembershipRow.municipality_number
        session.execute(
            delete(MembershipRow).where(
                MembershipRow.person_id == person,
                MembershipRow.role == role,
                place.is_(None) if municipality is None else place == municipality,
            )
        )
        audit.record(
            session,
            "role.removed",
            by=by,
            at=now,
            municipality=municipality,
            subject=f"person {person}",
            details={"role": role},
        )
    for role in sorted(wanted - held):
        grant(session, person, role, municipality, by=by)
    return held != wanted


def roles_of(session: Session, person: int, municipality: str | None) -> set[Role]:
    """Give the roles a person has in ``municipality`` (None: at KS)."""
    place = MembershipRow.municipality_number
    rows = session.scalars(
        select(MembershipRow.role).where(
            MembershipRow.person_id == person,
            place.is_(None) if municipality is None else place == municipality,
        )
    )
    return {Role(role) for role in rows}


def describe(session: Session, person: int, *, name: str, language: Language | None) -> None:
    """Keep how a person wants to be called and which written language they chose."""
    session.execute(
        update(PersonRow).where(PersonRow.id == person).values(name=" ".join(name.split()), language=language)
    )
