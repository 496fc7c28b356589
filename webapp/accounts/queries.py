"""What the database knows of people: who they are, their roles, and invitations that wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Row, Table, bindparam, func, select
from sqlalchemy.orm import Session

from webapp.core.municipality import LanguageForm
from webapp.core.person import Membership, Person, Role
from webapp.core.text import Language
from webapp.store.tables import Membership as MembershipRow
from webapp.store.tables import Municipality as MunicipalityRow
from webapp.store.tables import Person as PersonRow
from webapp.store.tables import PersonInvitation as InvitationRow


@dataclass(frozen=True, slots=True)
class Account:
    """A person with what signing in needs to know of them."""

    person: Person
    password: str | None
    active: bool
    uniquifier: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person as a list of people shows them: their roles in one municipality, or at KS."""

    id: int
    name: str
    email: str
    roles: tuple[Role, ...]
    last_sign_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An offer of a role, as it stands."""

    id: int
    email: str
    name: str
    role: Role
    municipality: str | None
    invited_by: int | None
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether the offer can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > now


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as a list shows it, with how many people it has; ``label`` tells two of one name apart."""

    number: str
    label: str
    county: str
    language: Language | None = None
    people: int = 0


_FORMS: Final[dict[str, Language]] = {LanguageForm.BOKMAAL: "nb", LanguageForm.NYNORSK: "nn"}
_PERSON: Final = cast("Table", PersonRow.__table__).c
_MEMBERSHIP: Final = cast("Table", MembershipRow.__table__).c
_ACCOUNT: Final = (
    select(
        _PERSON.id,
        _PERSON.name,
        _PERSON.email,
        _PERSON.language,
        _PERSON.password,
        _PERSON.active,
        _PERSON.fs_uniquifier,
        _MEMBERSHIP.role,
        _MEMBERSHIP.municipality_number,
    )
    .select_from(PersonRow.__table__.outerjoin(MembershipRow.__table__))
    .order_by(_MEMBERSHIP.municipality_number, _MEMBERSHIP.role)
)
_NAMED: Final = _ACCOUNT.where(_PERSON.fs_uniquifier == bindparam("uniquifier"))
"""Asked on every request: on the tables and ready made, which halves what the ORM's way costs."""
_INVITATION: Final = select(
    InvitationRow.id,
    InvitationRow.email,
    InvitationRow.name,
    InvitationRow.role,
    InvitationRow.municipality_number,
    InvitationRow.invited_by,
    InvitationRow.created_at,
    InvitationRow.expires_at,
    InvitationRow.accepted_at,
    InvitationRow.withdrawn_at,
)


def account_named(session: Session, uniquifier: str) -> Account | None:
    """Give the account that a session cookie names, in one statement; None when there is none."""
    rows = session.connection().execute(_NAMED, {"uniquifier": uniquifier}).all()
    return _accounts(rows) if rows else None


def account_with_email(session: Session, email: str) -> Account | None:
    """Give the account with an e-mail address, in any case of letters; None when there is none."""
    return _account(session, _PERSON.email == email.strip().lower())


def account(session: Session, person: int) -> Account | None:
    """Give the account with an id; None when there is none."""
    return _account(session, _PERSON.id == person)


def colleagues(session: Session, municipality: str | None) -> list[Colleague]:
    """Give those who have a role in ``municipality`` (None: at KS), by name."""
    rows = session.execute(
        select(PersonRow.id, PersonRow.name, PersonRow.email, PersonRow.last_sign_in_at, MembershipRow.role)
        .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
        .where(_in(municipality))
        .order_by(PersonRow.name, PersonRow.id, MembershipRow.role)
    ).all()
    roles: dict[int, list[Role]] = {}
    people: dict[int, Row[*tuple[Any, ...]]] = {}  # Any: one row of the select above
    for row in rows:
        people.setdefault(row.id, row)
        roles.setdefault(row.id, []).append(Role(row.role))
    return [
        Colleague(row.id, row.name, row.email, tuple(roles[row.id]), row.last_sign_in_at)
        for row in people.values()
    ]


def waiting(session: Session, municipality: str | None) -> list[Invitation]:
    """Give the invitations to ``municipality`` (None: to KS) that were neither accepted nor withdrawn, newest first."""
    of_place = (
        InvitationRow.municipality_number.is_(None)
        if municipality is None
        else InvitationRow.municipality_number == municipality
    )
    rows = session.execute(
        _INVITATION.where(
            of_place, InvitationRow.accepted_at.is_(None), InvitationRow.withdrawn_at.is_(None)
        ).order_by(InvitationRow.id.desc())
    )
    return [_invitation(row) for row in rows]


def invitation_with(session: Session, token_hash: str) -> Invitation | None:
    """Give the invitation whose link's token has this hash; None when there is none."""
    row = session.execute(_INVITATION.where(InvitationRow.token_hash == token_hash)).one_or_none()
    return None if row is None else _invitation(row)


def invitation(session: Session, number: int, municipality: str | None) -> Invitation | None:
    """Give one invitation, None unless it is to ``municipality`` (None: to KS)."""
    row = session.execute(_INVITATION.where(InvitationRow.id == number)).one_or_none()
    return None if row is None or row.municipality_number != municipality else _invitation(row)


def place(session: Session, number: str) -> Place | None:
    """Give a municipality; None when there is none with that number."""
    row = session.execute(
        select(
            MunicipalityRow.number,
            MunicipalityRow.name,
            MunicipalityRow.county_name,
            MunicipalityRow.shares_name,
            MunicipalityRow.language_form,
        ).where(MunicipalityRow.number == number)
    ).one_or_none()
    return None if row is None else _place(row)


def places(session: Session, numbers: Sequence[str] | None = None) -> list[Place]:
    """Give the municipalities with these numbers (None: all that are valid now), each with how many people it has."""
    people = (
        select(
            MembershipRow.municipality_number, func.count(MembershipRow.person_id.distinct()).label("people")
        )
        .group_by(MembershipRow.municipality_number)
        .subquery()
    )
    asked = select(
        MunicipalityRow.number,
        MunicipalityRow.name,
        MunicipalityRow.county_name,
        MunicipalityRow.shares_name,
        MunicipalityRow.language_form,
        func.coalesce(people.c.people, 0).label("people"),
    ).outerjoin(people, people.c.municipality_number == MunicipalityRow.number)
    if numbers is None:
        asked = asked.where(MunicipalityRow.valid_to.is_(None))
    else:
        asked = asked.where(MunicipalityRow.number.in_(numbers))
    return [_place(row) for row in session.execute(asked)]


def coordinators_besides(session: Session, municipality: str, person: int) -> int:
    """Give how many coordinators ``municipality`` has besides ``person``."""
    return session.execute(
        select(func.count())
        .select_from(MembershipRow)
        .join(PersonRow, PersonRow.id == MembershipRow.person_id)
        .where(
            MembershipRow.municipality_number == municipality,
            MembershipRow.role == Role.COORDINATOR,
            MembershipRow.person_id != person,
            PersonRow.active,
        )
    ).scalar_one()


def administrators_besides(session: Session, person: int) -> int:
    """Give how many administrators KS has besides ``person``."""
    return session.execute(
        select(func.count())
        .select_from(MembershipRow)
        .join(PersonRow, PersonRow.id == MembershipRow.person_id)
        .where(MembershipRow.role == Role.ADMINISTRATOR, MembershipRow.person_id != person, PersonRow.active)
    ).scalar_one()


def everyone(session: Session) -> list[Account]:
    """Give all accounts by e-mail address, with their roles."""
    rows = session.execute(_ACCOUNT.order_by(None).order_by(_PERSON.email, _MEMBERSHIP.role)).all()
    grouped: dict[int, list[Row[*tuple[Any, ...]]]] = {}  # Any: rows of _ACCOUNT
    for row in rows:
        grouped.setdefault(row.id, []).append(row)
    return [_accounts(part) for part in grouped.values()]


def _in(municipality: str | None) -> ColumnElement[bool]:
    column = MembershipRow.municipality_number
    return column.is_(None) if municipality is None else column == municipality


def _account(session: Session, where: ColumnElement[bool]) -> Account | None:
    rows = session.execute(_ACCOUNT.where(where)).all()
    return _accounts(rows) if rows else None


def _accounts(rows: Sequence[Row[*tuple[Any, ...]]]) -> Account:  # Any: rows of _ACCOUNT, all of one person
    first = rows[0]
    return Account(
        person=Person(
            id=first.id,
            name=first.name,
            email=first.email,
            language=_language(first.language),
            memberships=tuple(
                Membership(Role(row.role), row.municipality_number) for row in rows if row.role is not None
            ),
        ),
        password=first.password,
        active=first.active,
        uniquifier=first.fs_uniquifier,
    )


def _language(code: str | None) -> Language | None:
    match code:
        case "nb" | "nn":
            return code
        case _:
            return None


def _invitation(row: Row[*tuple[Any, ...]]) -> Invitation:  # Any: a row of _INVITATION
    return Invitation(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        municipality=row.municipality_number,
        invited_by=row.invited_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        withdrawn_at=row.withdrawn_at,
    )


def _place(row: Row[*tuple[Any, ...]]) -> Place:  # Any: a row of one of the selects above
    label = f"{row.name} ({row.county_name})" if row.shares_name else row.name
    return Place(row.number, label, row.county_name, _FORMS.get(row.language_form), getattr(row, "people", 0))
