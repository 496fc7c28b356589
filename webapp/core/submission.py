"""A submission: one municipality's answers to one survey of a round, and what may be done with it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from webapp.core.progress import Progress
from webapp.core.round import Round


class RevisionState(StrEnum):
    """A draft can be changed; one that awaits approval must be sent back first; a delivered one never changes."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    DELIVERED = "delivered"


class Status(StrEnum):
    """How far a submission has come, as people are told."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    AWAITING_APPROVAL = "awaiting_approval"
    DELIVERED = "delivered"


class Barrier(Enum):
    """Why something cannot be done with a submission now."""

    NOT_YET = "the round has not begun"
    ROUND_CLOSED = "the round is closed"
    AWAITING_APPROVAL = "the answers await approval"
    DELIVERED = "the answers are delivered"
    NOT_STARTED = "nothing has been answered"
    NOT_SENT = "the answers have not been sent for approval"
    INCOMPLETE = "answers are missing"
    SENT_AGAIN = "the answers were sent back and sent again since they were looked at"
    REASON_MISSING = "sending back needs a reason"
    REASON_TOO_LONG = "the reason is too long"


class BarredError(Exception):
    """Something cannot be done with a submission; ``barrier`` says why, the page has the words."""

    def __init__(self, barrier: Barrier) -> None:
        super().__init__(barrier.value)
        self.barrier = barrier


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a submission's answers, without the answers. Names are those of people, empty when nobody is known."""

    id: int
    number: int
    state: RevisionState
    progress: Progress
    last_section: str | None
    saved_at: datetime | None
    saved_by: str
    sent_at: datetime | None
    sent_by: str
    delivered_at: datetime | None
    delivered_by: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What is known about it apart from the answers. ``revision`` is the latest, None when nothing was ever saved."""

    municipality: str
    municipality_label: str
    round: Round
    round_survey: int
    survey_key: str
    version_id: int
    version_hash: str
    opens_at: datetime | None
    deadline_at: datetime
    revision: Revision | None

    @property
    def status(self) -> Status:
        """How far it has come."""
        if self.revision is None:
            return Status.NOT_STARTED
        match self.revision.state:
            case RevisionState.DRAFT:
                return Status.IN_PROGRESS
            case RevisionState.AWAITING_APPROVAL:
                return Status.AWAITING_APPROVAL
            case RevisionState.DELIVERED:
                return Status.DELIVERED

    def is_late(self, now: datetime) -> bool:
        """Whether the deadline has passed without delivery. Answers are still taken until the round is closed (core.round)."""
        return self.status is not Status.DELIVERED and now > self.deadline_at

    def barrier_of_round(self, now: datetime) -> Barrier | None:
        """Give why the round takes no answers now, None when it does."""
        if not self.round.takes_answers():
            return Barrier.ROUND_CLOSED
        if self.opens_at is not None and now < self.opens_at:
            return Barrier.NOT_YET
        return None

    def barrier_to_saving(self, now: datetime) -> Barrier | None:
        """Give why answers cannot be saved now, None when they can."""
        match self.status:
            case Status.DELIVERED:
                return Barrier.DELIVERED
            case Status.AWAITING_APPROVAL:
                return self.barrier_of_round(now) or Barrier.AWAITING_APPROVAL
            case Status.NOT_STARTED | Status.IN_PROGRESS:
                return self.barrier_of_round(now)
