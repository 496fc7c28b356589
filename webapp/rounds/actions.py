"""What changes a round: making it, choosing its surveys, opening and closing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.core.municipality import Municipality
from webapp.core.round import Round, RoundError, RoundFault, RoundPlan, RoundState
from webapp.jobs import enqueue
from webapp.rounds.queries import arranged, municipalities_on
from webapp.store import audit
from webapp.store import tables as t
from webapp.store.accepted import claim_post, result_of_post
from webapp.store.questionnaires import newest_versions
from webapp.store.rounds import asked_surveys

RELEASE_JOB = "release.create"
MADE = "round.create"
"""What a post that made a round is called among those that were carried out."""


def release_lock(key: str) -> str:
    """Give the lock of the job that makes the release of round ``key``: one at a time, and found again by pages."""
    return f"{RELEASE_JOB}:{key}"


def create_round(session: Session, plan: RoundPlan, *, now: datetime, by: int | None) -> int:
    """Make a planned round that asks the plan's surveys in that order, in their newest version; give its id.

    Raises RoundError for a plan that does not hold together, a key that is taken or a survey that does not exist.
    """
    plan.check()
    try:
        with session.begin_nested():
            round_id = session.execute(
                insert(t.Round)
                .values(
                    key=plan.key,
                    title_nb=plan.title.nb,
                    title_nn=plan.title.nn,
                    state=RoundState.PLANNED.value,
                    reference_date=plan.reference_date,
                    opens_at=plan.opens_at,
                    deadline_at=plan.deadline_at,
                    rules=dict(plan.rules),
                    synthetic=plan.synthetic,
                    created_by=by,
                    created_at=now,
                )
                .returning(t.Round.id)
            ).scalar_one()
    except IntegrityError:
        raise RoundError(RoundFault.KEY_TAKEN, plan.key) from None
    choose_surveys(session, round_id, plan.surveys)
    audit.record(session, "round.created", by=by, at=now, subject=plan.key)
    return round_id


def choose_surveys(session: Session, round_id: int, surveys: Sequence[str]) -> None:
    """Let a planned round ask ``surveys`` and no others; raises RoundError for one that does not exist."""
    versions = newest_versions(session)
    unknown = [key for key in surveys if key not in versions]
    if unknown:
        raise RoundError(RoundFault.UNKNOWN_SURVEY, unknown[0])
    session.execute(delete(t.RoundSurvey).where(t.RoundSurvey.round_id == round_id))
    if surveys:
        session.execute(
            insert(t.RoundSurvey),
            [
                {
                    "round_id": round_id,
                    "survey_key": key,
                    "questionnaire_version_id": versions[key],
                    "position": position,
                }
                for position, key in enumerate(dict.fromkeys(surveys))
            ],
        )


def change_round(session: Session, plan: RoundPlan, *, seen: str, now: datetime, by: int | None) -> None:
    """Let the planned round with the plan's key be as the plan says, with each survey in its newest version.

    ``seen`` is the fingerprint of the round that the changes were made to. Raises RoundError when the plan does not hold
    together, when the round has been opened, or when someone else changed it since (CHANGED_MEANWHILE).
    """
    plan.check()
    standing = arranged(session, plan.key, lock=True)
    if standing is None or standing.round.state is not RoundState.PLANNED:
        raise RoundError(RoundFault.ALREADY_OPENED, plan.key)
    if standing.fingerprint != seen:
        raise RoundError(RoundFault.CHANGED_MEANWHILE, plan.key)
    session.execute(
        update(t.Round)
        .where(t.Round.id == standing.round.id)
        .values(
            title_nb=plan.title.nb,
            title_nn=plan.title.nn,
            reference_date=plan.reference_date,
            opens_at=plan.opens_at,
            deadline_at=plan.deadline_at,
            rules=dict(plan.rules),
        )
    )
    choose_surveys(session, standing.round.id, plan.surveys)
    audit.record(session, "round.changed", by=by, at=now, subject=plan.key)


def open_as_seen(session: Session, key: str, *, seen: str | None, now: datetime, by: int | None) -> Round:
    """Open the round called ``key`` with the municipalities of its reference date, and give it as it was planned.

    ``seen`` is the fingerprint of what was confirmed, None where nobody was asked. Raises LookupError when there is no
    such round, and RoundError when it cannot be opened or is not what was confirmed.
    """
    standing = arranged(session, key, lock=True)
    if standing is None:
        raise LookupError(key)
    if standing.round.state is not RoundState.PLANNED:
        raise RoundError(RoundFault.ALREADY_OPENED, key)
    if seen is not None and standing.fingerprint != seen:
        raise RoundError(RoundFault.CHANGED_MEANWHILE, key)
    places = municipalities_on(session, standing.round.reference_date)
    open_round(session, standing.round, places, now=now, by=by)
    return standing.round


def close_and_release(session: Session, key: str, *, now: datetime, by: int | None) -> int:
    """Close the open round called ``key``, queue the making of its release with it, and give the job's id.

    Raises LookupError when there is no such round, and RoundError when it is not open.
    """
    standing = arranged(session, key, lock=True)
    if standing is None:
        raise LookupError(key)
    close_round(session, standing.round, now=now, by=by)
    return enqueue(session, RELEASE_JOB, lock_key=release_lock(key), queued_by=by, round_key=key, by=by)


def open_round(
    session: Session, round_: Round, municipalities: Iterable[Municipality], *, now: datetime, by: int | None
) -> None:
    """Open a planned round: its questionnaires, its population with their groups, and its rules are frozen from here on.

    ``municipalities`` are those of the round's reference date. Raises RoundError when the round cannot be opened, also
    when someone else opened it a moment ago.
    """
    asked = asked_surveys(session, round_.id)
    round_.check_can_open(len(asked), now)
    people = list(municipalities)
    if not people:
        raise RoundError(RoundFault.NO_STRUCTURE, round_.key)
    opened = session.execute(
        update(t.Round)
        .where(t.Round.id == round_.id, t.Round.state == RoundState.PLANNED.value)
        .values(state=RoundState.OPEN.value, opened_at=now)
        .returning(t.Round.id)
    )
    if opened.one_or_none() is None:
        raise RoundError(RoundFault.ALREADY_OPENED, round_.key)
    session.execute(
        update(t.QuestionnaireVersion)
        .where(
            t.QuestionnaireVersion.id.in_([survey.version_id for survey in asked]),
            t.QuestionnaireVersion.frozen_at.is_(None),
        )
        .values(frozen_at=now)
    )
    session.execute(
        insert(t.RoundMunicipality),
        [
            {
                "round_id": round_.id,
                "municipality_number": m.number,
                "population": m.population,
                "centrality_index": m.centrality_index,
                "language_form": m.language_form.value,
                "groups": {breakdown.value: code for breakdown, code in m.groups.items()},
                "derived": m.derived,
            }
            for m in people
        ],
    )
    audit.record(
        session, "round.opened", by=by, at=now, subject=round_.key, details={"municipalities": len(people)}
    )


def close_round(session: Session, round_: Round, *, now: datetime, by: int | None) -> None:
    """Close an open round: no more answers. Raises RoundError when it is not open, also when it just was closed."""
    round_.check_can_close()
    closed = session.execute(
        update(t.Round)
        .where(t.Round.id == round_.id, t.Round.state == RoundState.OPEN.value)
        .values(state=RoundState.CLOSED.value, closed_at=now)
        .returning(t.Round.id)
    )
    if closed.one_or_none() is None:
        raise RoundError(RoundFault.NOT_OPEN, round_.key)
    audit.record(session, "round.closed", by=by, at=now, subject=round_.key)


def move_deadline(
    session: Session, key: str, deadline_at: datetime, *, now: datetime, by: int | None
) -> None:
    """Give a round that is not closed another deadline; raises RoundError when there is no such round."""
    standing = arranged(session, key, lock=True)
    if standing is None or standing.round.state is RoundState.CLOSED:
        raise RoundError(RoundFault.NOT_OPEN, key)
    round_ = standing.round
    if round_.opens_at is not None and deadline_at <= round_.opens_at:
        raise RoundError(RoundFault.DEADLINE_NOT_AFTER_OPENING, key)
    if deadline_at <= now:
        raise RoundError(RoundFault.DEADLINE_PASSED, key)
    session.execute(update(t.Round).where(t.Round.id == round_.id).values(deadline_at=deadline_at))
    audit.record(
        session,
        "round.deadline_moved",
        by=by,
        at=now,
        subject=key,
        details={"from": round_.deadline_at.isoformat(), "to": deadline_at.isoformat()},
    )


def create_once(session: Session, plan: RoundPlan, *, save_id: str, now: datetime, by: int) -> str:
    """Make the round and give its key; the same post twice (a double click) is answered as the first time.

    Raises RoundError as ``create_round`` does, and CHANGED_MEANWHILE when ``save_id`` was used for another plan.
    """
    digest = hashlib.sha256(repr(plan).encode()).hexdigest()
    if not claim_post(
        session, save_id, person=by, kind=MADE, at=now, digest=digest, result={"key": plan.key}
    ):
        made = result_of_post(session, save_id, person=by, kind=MADE, digest=digest)
        if made is None:
            raise RoundError(RoundFault.CHANGED_MEANWHILE, plan.key)
        return str(made["key"])
    create_round(session, plan, now=now, by=by)
    return plan.key


def release_again(session: Session, key: str, *, by: int | None) -> int:
    """Queue the making of a closed round's release, unless that is under way, and give the job's id.

    Raises LookupError when there is no such round, and RoundError when it is not closed.
    """
    standing = arranged(session, key, lock=True)
    if standing is None:
        raise LookupError(key)
    if standing.round.state is not RoundState.CLOSED:
        raise RoundError(RoundFault.NOT_CLOSED, key)
    return enqueue(session, RELEASE_JOB, lock_key=release_lock(key), queued_by=by, round_key=key, by=by)
