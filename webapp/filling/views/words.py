"""What people read about where a submission stands and what stands in its way."""

from __future__ import annotations

from datetime import datetime
from typing import Final, assert_never

from webapp.core.submission import Barrier, Status, Submission
from webapp.filling.actions.approving import REASON_MAX
from webapp.web.languages import current
from webapp.web.words import gettext as _
from webapp.web.writing_out import moment

STATUS_COLORS: Final = {
    Status.NOT_STARTED: "neutral",
    Status.IN_PROGRESS: "info",
    Status.AWAITING_APPROVAL: "warning",
    Status.DELIVERED: "success",
}


def status_words(submission: Submission) -> str:
    """Say how far a submission has come, in a few words."""
    match submission.status:
        case Status.NOT_STARTED:
            return _("Not started")
        case Status.IN_PROGRESS:
            return _("In progress")
        case Status.AWAITING_APPROVAL:
            return _("Awaiting approval")
        case Status.DELIVERED:
            return _("Delivered")
        case other:
            assert_never(other)


def barrier_words(barrier: Barrier) -> str:  # noqa: C901, PLR0911 -- one line for each barrier
    """Say why something cannot be done now, and what to do."""
    match barrier:
        case Barrier.NOT_YET:
            return _("The survey has not opened yet.")
        case Barrier.ROUND_CLOSED:
            return _("The round is closed, so the answers can no longer be changed or delivered.")
        case Barrier.AWAITING_APPROVAL:
            return _(
                "The answers have been sent for approval. They can be changed when they are withdrawn or sent back."
            )
        case Barrier.DELIVERED:
            return _("The answers are delivered and can no longer be changed.")
        case Barrier.NOT_STARTED:
            return _("Nothing has been answered yet.")
        case Barrier.NOT_SENT:
            return _(
                "The answers are not waiting for approval. They may have been withdrawn or sent back meanwhile."
            )
        case Barrier.INCOMPLETE:
            return _("Some questions still need an answer before this can be sent.")
        case Barrier.SENT_AGAIN:
            return _(
                "The answers have been changed and sent again since you opened the page. Look at them once more."
            )
        case Barrier.REASON_MISSING:
            return _("Write why you send the answers back.")
        case Barrier.REASON_TOO_LONG:
            return _("The reason is too long; there is room for %(maximum)s characters.", maximum=REASON_MAX)
        case other:
            assert_never(other)


def round_notice(submission: Submission, now: datetime) -> str | None:
    """Say what a person should know of the round before they write anything; None when all is as usual."""
    barrier = submission.barrier_of_round(now)
    if barrier is Barrier.NOT_YET and submission.opens_at is not None:
        return _("The survey opens %(at)s.", at=moment(submission.opens_at, current()))
    if barrier is not None:
        return barrier_words(barrier)
    if submission.is_late(now):
        return _("The deadline has passed. You can still deliver until KS closes the round.")
    return None
