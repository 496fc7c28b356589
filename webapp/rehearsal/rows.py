"""Responses as rows: a round's submissions, revisions, answers and their history in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from webapp.core.answer import Answer, Practice
from webapp.core.progress import Progress
from webapp.core.survey import Survey
from webapp.rehearsal import texts
from webapp.rehearsal.places import Place
from webapp.store import tables as t
from webapp.store.answers import columns_of

Row = dict[str, Any]  # Any: each column has its own type


@dataclass(frozen=True, slots=True)
class Hands:
    """Who answered and who approved, by person id; nobody known for municipalities outside the demo."""

    coordinator: int | None = None
    approver: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """When a round was opened, when answers were due, and until when they came in."""

    opened: datetime
    deadline: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class Times:
    """When one response was begun, last saved, sent and delivered."""

    started: datetime
    saved: datetime
    sent: datetime
    delivered: datetime

    @classmethod
    def of(cls, period: Period, luck: Random) -> Times:
        """Draw the times: most in the last weeks, one in twelve after the deadline, none after the end."""
        end = min(period.deadline, period.ended)
        whole = (end - period.opened).total_seconds()
        late = timedelta(0)
        if period.ended > period.deadline and luck.random() < 0.08:
            late = (period.ended - period.deadline) * (0.2 + 0.7 * luck.random())
        marks = sorted(whole * (0.02 + 0.96 * luck.random() ** 0.6) for _ in range(4))
        started, saved, sent, delivered = (period.opened + timedelta(seconds=int(mark)) for mark in marks)
        if late:
            delivered = period.deadline + late
        return cls(*(_at_work(moment, period) for moment in (started, saved, sent, delivered)))


def _at_work(moment: datetime, period: Period) -> datetime:
    """Move a moment into the hours in which people are at work (08 to 16 in winter), keeping order and period."""
    hour = 7 + moment.hour * 8 // 24
    moved = moment.replace(hour=hour)
    return min(max(moved, period.opened), period.ended)


@dataclass(frozen=True, slots=True)
class Response:
    """What one municipality did with one survey of a round."""

    place: Place
    survey: Survey
    asked: int
    answers: tuple[Answer, ...]
    progress: Progress
    is_sent: bool
    is_delivered: bool
    was_returned: bool
    times: Times
    hands: Hands


def write(session: Session, responses: list[Response]) -> None:
    """Write the responses of a round; what is delivered is delivered last, since it can then no longer change."""
    if not responses:
        return
    submissions = session.scalars(
        insert(t.Submission).returning(t.Submission.id, sort_by_parameter_order=True),
        [
            {
                "municipality_number": r.place.municipality.number,
                "round_survey_id": r.asked,
                "created_at": r.times.started,
            }
            for r in responses
        ],
    ).all()
    revisions = session.scalars(
        insert(t.Revision).returning(t.Revision.id, sort_by_parameter_order=True),
        [_revision(r, i) for r, i in zip(responses, submissions, strict=True)],
    ).all()
    numbered = list(zip(revisions, responses, strict=True))
    _insert(session, t.Answer, (row for i, r in numbered for row in _answers(i, r)))
    _insert(session, t.AnswerHistory, (row for i, r in numbered for row in _history(i, r)))
    _insert(session, t.Practice, (row for i, r in numbered for row in _practices(i, r)))
    _insert(session, t.ApprovalEvent, (row for i, r in numbered for row in _events(i, r)))
    delivered = [
        {"revision": i, "delivered": r.times.delivered, "by": r.hands.approver}
        for i, r in numbered
        if r.is_delivered
    ]
    if delivered:
        revision: Table = t.Revision.__table__  # type: ignore[assignment]  # a mapped class's table is a Table
        session.connection().execute(
            update(revision)
            .where(revision.c.id == bindparam("revision"))
            .values(state="delivered", delivered_at=bindparam("delivered"), delivered_by=bindparam("by")),
            delivered,
        )


def _insert(session: Session, table: type[t.Base], rows: Iterable[Row]) -> None:
    """Insert past the ORM, a few thousand rows at a time: a round has some fifty thousand."""
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 5_000:
            session.connection().execute(insert(table.__table__), batch)  # type: ignore[arg-type]  # as above
            batch = []
    if batch:
        session.connection().execute(insert(table.__table__), batch)  # type: ignore[arg-type]  # as above


def _revision(r: Response, submission: int) -> Row:
    return {
        "submission_id": submission,
        "municipality_number": r.place.municipality.number,
        "number": 1,
        "state": "awaiting_approval" if r.is_sent else "draft",
        "progress": r.progress.to_json(),
        "last_section": r.survey.sections[-1].key if r.is_sent else _last_begun(r.progress),
        "started_at": r.times.started,
        "saved_at": r.times.saved,
        "saved_by": r.hands.coordinator,
        "sent_at": r.times.sent if r.is_sent else None,
        "sent_by": r.hands.coordinator if r.is_sent else None,
    }


def _last_begun(progress: Progress) -> str | None:
    begun = [s.section for s in progress.sections if s.answered]
    return begun[-1] if begun else None


def _answers(revision: int, r: Response) -> Iterable[Row]:
    for answer in r.answers:
        yield {
            "revision_id": revision,
            "item_key": answer.item,
            "municipality_number": r.place.municipality.number,
            **columns_of(answer.given, answer.evidence),
            "version": 1,
            "page_id": "",
            "saved_at": r.times.saved,
            "saved_by": r.hands.coordinator,
        }


def _history(revision: int, r: Response) -> Iterable[Row]:
    """Give the first version of each answer, as webapp.store.answers writes it."""
    for answer in r.answers:
        content = columns_of(answer.given, answer.evidence)
        if isinstance(content["number"], Decimal):
            content["number"] = format(content["number"], "f")
        yield {
            "revision_id": revision,
            "item_key": answer.item,
            "version": 1,
            "municipality_number": r.place.municipality.number,
            "content": {**content, "page_id": ""},
            "saved_at": r.times.saved,
            "saved_by": r.hands.coordinator,
        }


def _practices(revision: int, r: Response) -> Iterable[Row]:
    for answer in r.answers:
        if isinstance(answer.given, Practice):
            yield {
                "municipality_number": r.place.municipality.number,
                "revision_id": revision,
                "survey_key": r.survey.key,
                "item_key": answer.item,
                "language": texts.language(r.place),
                "fields": dict(answer.given.fields),
                "created_at": r.times.saved,
                "changed_at": r.times.saved,
                "changed_by": r.hands.coordinator,
                "state": "draft",
                "consent": "own_municipality",
            }


def _events(revision: int, r: Response) -> Iterable[Row]:
    def event(kind: str, person: int | None, at: datetime, reason: str = "") -> Row:
        return {
            "revision_id": revision,
            "municipality_number": r.place.municipality.number,
            "kind": kind,
            "person_id": person,
            "at": at,
            "reason": reason,
        }

    if r.is_sent:
        if r.was_returned:
            first = r.times.saved + (r.times.sent - r.times.saved) / 3
            yield event("sent", r.hands.coordinator, first)
            between = r.times.saved + (r.times.sent - r.times.saved) * 2 / 3
            yield event("returned", r.hands.approver, between, texts.return_reason(r.place))
        yield event("sent", r.hands.coordinator, r.times.sent)
    if r.is_delivered:
        yield event("delivered", r.hands.approver, r.times.delivered)
