"""The way from draft to delivered: sending, withdrawing, sending back and delivering, each carried out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from webapp.core.person import Person, Role
from webapp.core.progress import missing_items
from webapp.core.submission import BarredError, Barrier, Revision, RevisionState, Submission
from webapp.core.survey import Survey
from webapp.core.text import Language
from webapp.filling.queries import holders
from webapp.mail import link, post
from webapp.store import tables as t
from webapp.store.accepted import claim_post
from webapp.store.answers import answers
from webapp.store.submissions import submission as look_up

REASON_MAX = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who does something with a submission, when, in which language, and the id that makes doing it twice harmless."""

    by: Person
    at: datetime
    language: Language
    save_id: str | None = None


def send(session: Session, submission: Submission, survey: Survey, act: Act) -> None:
    """Send a complete draft to the approvers, who get a letter. Sent already: nothing more happens.

    Raises BarredError(INCOMPLETE) when a shown item has neither value, don't-know nor not-applicable; nothing is changed then.
    """
    if not claim_post(session, act.save_id, person=act.by.id, kind="send", at=act.at):
        return
    revision = _open(submission, act.at)
    moved = _move(
        session,
        revision,
        RevisionState.DRAFT,
        {"state": RevisionState.AWAITING_APPROVAL.value, "sent_at": act.at, "sent_by": act.by.id},
    )
    if not moved:
        if _state_now(session, submission) is RevisionState.AWAITING_APPROVAL:
            return
        raise BarredError(Barrier.DELIVERED)
    if missing_items(survey, answers(session, revision.id)):
        raise BarredError(Barrier.INCOMPLETE)
    _note(session, submission, revision, "sent", act)
    _tell(session, submission, survey, act, Role.APPROVER, "filling/sent", "filling.approval")


def withdraw(session: Session, submission: Submission, act: Act) -> None:
    """Take back what was sent for approval, so that it can be changed. A draft already: nothing more happens."""
    if not claim_post(session, act.save_id, person=act.by.id, kind="withdraw", at=act.at):
        return
    revision = _open(submission, act.at)
    if _move(session, revision, RevisionState.AWAITING_APPROVAL, _not_sent()):
        _note(session, submission, revision, "withdrawn", act)
    elif _state_now(session, submission) is RevisionState.DELIVERED:
        raise BarredError(Barrier.DELIVERED)


def send_back(session: Session, submission: Submission, survey: Survey, act: Act, reason: str) -> None:
    """Send answers back to the coordinators with a reason, which stands in their letter.

    Raises BarredError when the reason is missing or too long, or when the answers no longer await approval.
    """
    if not reason.strip():
        raise BarredError(Barrier.REASON_MISSING)
    if len(reason) > REASON_MAX:
        raise BarredError(Barrier.REASON_TOO_LONG)
    if not claim_post(session, act.save_id, person=act.by.id, kind="return", at=act.at):
        return
    revision = _open(submission, act.at)
    if not _move(session, revision, RevisionState.AWAITING_APPROVAL, _not_sent()):
        now = _state_now(session, submission)
        raise BarredError(Barrier.DELIVERED if now is RevisionState.DELIVERED else Barrier.NOT_SENT)
    _note(session, submission, revision, "returned", act, reason)
    _tell(
        session,
        submission,
        survey,
        act,
        Role.COORDINATOR,
        "filling/returned",
        "filling.survey",
        reason=reason,
    )


def deliver(
    session: Session, submission: Submission, survey: Survey, act: Act, sent_at: datetime | None
) -> None:
    """Approve and deliver what was sent at ``sent_at``: from here on the answers never change. Delivered already: nothing more.

    Raises BarredError when the answers do not await approval, or were sent back and sent again since the approver looked.
    """
    if not claim_post(session, act.save_id, person=act.by.id, kind="deliver", at=act.at):
        return
    # the one who closes the round waits for us, or we for them: nothing is delivered to a closed round
    session.execute(select(t.Round.id).where(t.Round.id == submission.round.id).with_for_update(read=True))
    now = look_up(session, submission.municipality, submission.round.key, submission.survey_key) or submission
    if now.revision is not None and now.revision.state is RevisionState.DELIVERED:
        return
    revision = _open(now, act.at)
    if revision.state is not RevisionState.AWAITING_APPROVAL:
        raise BarredError(Barrier.NOT_SENT)
    if revision.sent_at != sent_at:
        raise BarredError(Barrier.SENT_AGAIN)
    delivered = _move(
        session,
        revision,
        RevisionState.AWAITING_APPROVAL,
        {"state": RevisionState.DELIVERED.value, "delivered_at": act.at, "delivered_by": act.by.id},
    )
    if not delivered:
        if _state_now(session, submission) is RevisionState.DELIVERED:
            return  # another approver was a moment before us
        raise BarredError(Barrier.NOT_SENT)
    _note(session, submission, revision, "delivered", act)
    _tell(session, submission, survey, act, Role.COORDINATOR, "filling/delivered", "filling.receipt")


def _open(submission: Submission, at: datetime) -> Revision:
    """Give the revision of a submission whose round takes answers; raises BarredError when it does not."""
    barrier = submission.barrier_of_round(at)
    if barrier is not None:
        raise BarredError(barrier)
    if submission.revision is None:
        raise BarredError(Barrier.NOT_STARTED)
    return submission.revision


def _move(session: Session, revision: Revision, expected: RevisionState, values: dict[str, Any]) -> bool:
    """Change a revision that is in the ``expected`` state, and was sent when we think it was; False when it is not."""
    where = [t.Revision.id == revision.id, t.Revision.state == expected.value]
    if expected is RevisionState.AWAITING_APPROVAL and revision.sent_at is not None:
        where.append(t.Revision.sent_at == revision.sent_at)
    moved = session.execute(update(t.Revision).where(*where).values(**values).returning(t.Revision.id))
    return moved.one_or_none() is not None


def _not_sent() -> dict[str, Any]:
    return {"state": RevisionState.DRAFT.value, "sent_at": None, "sent_by": None}


def _state_now(session: Session, submission: Submission) -> RevisionState | None:
    now = look_up(session, submission.municipality, submission.round.key, submission.survey_key)
    return None if now is None or now.revision is None else now.revision.state


def _note(
    session: Session, submission: Submission, revision: Revision, kind: str, act: Act, reason: str = ""
) -> None:
    session.execute(
        insert(t.ApprovalEvent).values(
            revision_id=revision.id,
            municipality_number=submission.municipality,
            kind=kind,
            person_id=act.by.id,
            at=act.at,
            reason=reason,
        )
    )


def _tell(
    session: Session,
    submission: Submission,
    survey: Survey,
    act: Act,
    role: Role,
    letter: str,
    endpoint: str,
    **more: str,
) -> None:
    """Write to those who hold ``role`` in the municipality, except to the one who did it."""
    place = {
        "municipality": submission.municipality,
        "round_key": submission.round.key,
        "survey_key": submission.survey_key,
    }
    for recipient in holders(session, submission.municipality, role, act.language):
        if recipient.person_id != act.by.id:
            post(
                session,
                recipient,
                letter,
                submission=submission,
                survey=survey,
                by=act.by.name,
                address=link(endpoint, recipient.language, **place),
                **more,
            )
