"""Invitations: making one, sending it again, taking it back, and accepting it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from webapp import mail
from webapp.accounts import people, queries
from webapp.core.person import KS_ROLES, MUNICIPAL_ROLES, Role
from webapp.core.text import Language
from webapp.store import audit
from webapp.store.tables import Person as PersonRow
from webapp.store.tables import PersonInvitation as InvitationRow

VALID_FOR: Final = timedelta(days=14)
SAME_CLICK: Final = timedelta(minutes=1)
"""Sending again within this time of the last letter is a double click, and sends nothing."""


class Fault(Enum):
    """Why an invitation was not made or could not be accepted."""

    HAS_ROLE = "has_role"
    INVITED_ALREADY = "invited_already"
    UNKNOWN = "unknown"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class InvitationError(Exception):
    """An invitation was refused; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Offer:
    """Who is offered what: a role in ``municipality``, or at KS when it is None."""

    email: str
    name: str
    role: Role
    municipality: str | None
    language: Language

    def __post_init__(self) -> None:
        """Raise ValueError for a role that is not held there."""
        if self.role not in (KS_ROLES if self.municipality is None else MUNICIPAL_ROLES):
            msg = f"{self.role} is not held {'at KS' if self.municipality is None else 'in a municipality'}"
            raise ValueError(msg)


def invite(session: Session, offer: Offer, *, by: int | None, by_name: str) -> str:
    """Offer someone a role by letter, and give the link that the letter carries.

    Raises InvitationError with HAS_ROLE or INVITED_ALREADY; the inviter's row is locked meanwhile, so that a double
    click finds the first one's invitation. Only the hash of the link's token is kept.
    """
    now = datetime.now(UTC)
    email = offer.email.strip().lower()
    if by is not None:
        session.execute(select(PersonRow.id).where(PersonRow.id == by).with_for_update())
    account = queries.account_with_email(session, email)
    if account is not None and offer.role in people.roles_of(session, account.person.id, offer.municipality):
        raise InvitationError(Fault.HAS_ROLE)
    for earlier in queries.waiting(session, offer.municipality):
        if (earlier.email, earlier.role) == (email, offer.role) and earlier.is_open(now):
            raise InvitationError(Fault.INVITED_ALREADY)
    token = secrets.token_urlsafe(32)
    session.execute(
        insert(InvitationRow).values(
            token_hash=hash_of(token),
            email=email,
            name=" ".join(offer.name.split()),
            role=offer.role,
            municipality_number=offer.municipality,
            invited_by=by,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
    )
    _note(session, "person.invited", offer.role, email, offer.municipality, by)
    return _letter(session, token, replace(offer, email=email), now + VALID_FOR, by_name)


def send_again(
    session: Session, invitation: queries.Invitation, language: Language, *, by: int, by_name: str
) -> bool:
    """Send a fresh link, valid for 14 days from now; the earlier link stops working. Say whether a letter was sent.

    Raises InvitationError when it has been accepted or withdrawn meanwhile.
    """
    now = datetime.now(UTC)
    token = secrets.token_urlsafe(32)
    done = session.execute(
        update(InvitationRow)
        .where(
            InvitationRow.id == invitation.id,
            InvitationRow.accepted_at.is_(None),
            InvitationRow.withdrawn_at.is_(None),
            InvitationRow.expires_at <= now + VALID_FOR - SAME_CLICK,
        )
        .values(token_hash=hash_of(token), expires_at=now + VALID_FOR)
        .returning(InvitationRow.id)
    ).one_or_none()
    if done is None:
        current = queries.invitation(session, invitation.id, invitation.municipality)
        fault = None if current is None else _fault(current, now)
        if fault is not None:
            raise InvitationError(fault)
        return False
    offer = Offer(invitation.email, invitation.name, invitation.role, invitation.municipality, language)
    _note(session, "person.invited_again", offer.role, offer.email, offer.municipality, by)
    _letter(session, token, offer, now + VALID_FOR, by_name)
    return True


def withdraw(session: Session, invitation: queries.Invitation, *, by: int) -> bool:
    """Take an invitation back, and say whether it was open until now."""
    now = datetime.now(UTC)
    done = session.execute(
        update(InvitationRow)
        .where(
            InvitationRow.id == invitation.id,
            InvitationRow.accepted_at.is_(None),
            InvitationRow.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .returning(InvitationRow.id)
    ).one_or_none()
    if done is None:
        return False
    _note(
        session, "person.invitation_withdrawn", invitation.role, invitation.email, invitation.municipality, by
    )
    return True


def open_invitation(session: Session, token: str) -> queries.Invitation:
    """Give the invitation that a link leads to. Raises InvitationError unless it can be accepted now."""
    invitation = queries.invitation_with(session, hash_of(token))
    if invitation is None:
        raise InvitationError(Fault.UNKNOWN)
    fault = _fault(invitation, datetime.now(UTC))
    if fault is not None:
        raise InvitationError(fault)
    return invitation


def accept(session: Session, invitation: queries.Invitation, who: Callable[[], int]) -> None:
    """Give the person that ``who`` finds or makes the role that was offered.

    The invitation is claimed first, so that of two clicks only one makes a person. Raises InvitationError for the other.
    """
    now = datetime.now(UTC)
    done = session.execute(
        update(InvitationRow)
        .where(
            InvitationRow.id == invitation.id,
            InvitationRow.accepted_at.is_(None),
            InvitationRow.withdrawn_at.is_(None),
            InvitationRow.expires_at > now,
        )
        .values(accepted_at=now)
        .returning(InvitationRow.id)
    ).one_or_none()
    if done is None:
        raise InvitationError(Fault.USED)
    person = who()
    people.grant(session, person, invitation.role, invitation.municipality, by=person)
    _note(session, "person.accepted", invitation.role, invitation.email, invitation.municipality, person)


def hash_of(token: str) -> str:
    """Give the hash that is kept of a link's token; the token has 256 random bits, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _fault(invitation: queries.Invitation, now: datetime) -> Fault | None:
    if invitation.accepted_at is not None:
        return Fault.USED
    if invitation.withdrawn_at is not None:
        return Fault.WITHDRAWN
    return Fault.EXPIRED if invitation.expires_at <= now else None


def _letter(session: Session, token: str, offer: Offer, expires_at: datetime, by_name: str) -> str:
    address = mail.link("accounts.accept", offer.language, token=token)
    place = None if offer.municipality is None else queries.place(session, offer.municipality)
    to = mail.Recipient(None, offer.name, offer.email, offer.language)
    mail.post(
        session,
        to,
        "accounts/invitation",
        link=address,
        role=offer.role,
        place=None if place is None else place.label,
        by_name=by_name,
        expires_at=expires_at,
    )
    return address


def _note(
    session: Session, action: str, role: Role, email: str, municipality: str | None, by: int | None
) -> None:
    audit.record(
        session,
        action,
        by=by,
        at=datetime.now(UTC),
        municipality=municipality,
        subject=email,
        details={"role": role},
    )
