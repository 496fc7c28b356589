"""The municipality's front page: every survey it is asked, how far each has come, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.core.person import Person, Role
from webapp.core.progress import progress
from webapp.core.round import RoundState
from webapp.core.submission import Status, Submission
from webapp.core.survey import Survey
from webapp.filling.queries import municipality_labels
from webapp.filling.views.finding import ANSWERERS, PLACE, WRITERS, visitor
from webapp.filling.views.routes import blueprint
from webapp.filling.views.words import STATUS_COLORS, round_notice, status_words
from webapp.store.database import reading
from webapp.store.questionnaires import questionnaire
from webapp.store.submissions import people_who_answered, submissions_of_municipality
from webapp.web.guards import municipal, signed_in
from webapp.web.words import gettext as _


@dataclass(frozen=True, slots=True)
class Card:
    """One survey on the front page. ``action`` is (words, endpoint) of what this person does next, None: nothing."""

    submission: Submission
    survey: Survey
    status: str
    color: str
    answered: int
    shown: int
    people: Sequence[str]
    notice: str | None
    next_step: str
    action: tuple[str, str] | None


@blueprint.get("/kommune/")
@signed_in
def home() -> ResponseReturnValue:
    """Lead a person to their municipality; one who has several chooses."""
    numbers = visitor().municipalities
    if not numbers:
        abort(404)
    if len(numbers) == 1:
        return redirect(url_for("filling.front", municipality=numbers[0]), code=303)
    with reading() as session:
        labels = municipality_labels(session, numbers)
    return render_template("filling/home.html", municipalities=labels)


@blueprint.get(f"{PLACE}/")
@municipal()
def front(municipality: str) -> ResponseReturnValue:
    """Show the surveys of open rounds, and what was delivered in earlier ones."""
    with reading() as session:
        asked = submissions_of_municipality(session, municipality)
        label = asked[0].municipality_label if asked else municipality_labels(session, [municipality])[0][1]
        people = people_who_answered(
            session,
            [s.revision.id for s in asked if s.revision is not None and s.round.state is RoundState.OPEN],
        )
        cards = [_card(session, each, people, visitor()) for each in asked]
    open_ = [card for card in cards if card.submission.round.state is RoundState.OPEN]
    earlier = [card for card in cards if card.submission.round.state is RoundState.CLOSED]
    return render_template(
        "filling/front.html",
        label=label,
        rounds=_by_round(open_),
        earlier=_by_round(earlier),
        may_open=visitor().has_in(municipality, *ANSWERERS),
    )


def _by_round(cards: Sequence[Card]) -> list[list[Card]]:
    rounds: dict[int, list[Card]] = {}
    for card in cards:
        rounds.setdefault(card.submission.round.id, []).append(card)
    return list(rounds.values())


def _card(session: Session, submission: Submission, people: dict[int, list[str]], person: Person) -> Card:
    survey = questionnaire(session, submission.version_id, submission.version_hash)
    revision = submission.revision
    come = progress(survey, {}) if revision is None else revision.progress
    words, action = _next(submission, person, is_complete=come.is_complete)
    return Card(
        submission=submission,
        survey=survey,
        status=status_words(submission),
        color=STATUS_COLORS[submission.status],
        answered=come.answered,
        shown=come.shown,
        people=people.get(revision.id, []) if revision is not None else [],
        notice=round_notice(submission, datetime.now(UTC)),
        next_step=words,
        action=action,
    )


def _next(  # noqa: PLR0911 -- one line for each thing there is to do
    submission: Submission, person: Person, *, is_complete: bool
) -> tuple[str, tuple[str, str] | None]:
    """Say what this person does next with a survey, and where; by status and role."""
    number = submission.municipality
    writes, approves = person.has_in(number, *WRITERS), person.has_in(number, Role.APPROVER)
    if submission.status is Status.DELIVERED:
        return _("The answers are delivered. There is nothing more to do."), (
            _("See the receipt"),
            "filling.receipt",
        )
    if submission.barrier_of_round(datetime.now(UTC)) is not None:
        return "", (_("Read the survey"), "filling.survey") if writes or approves else None
    if submission.status is Status.AWAITING_APPROVAL:
        if approves:
            return _("Look through the answers, and approve or send them back."), (
                _("Go to approval"),
                "filling.approval",
            )
        return _("Waiting for the approver."), (_("See the answers"), "filling.check") if writes else None
    if not writes:
        where = (_("Read the survey"), "filling.survey") if approves else None
        return _("The colleagues who answer are not done yet."), where
    if submission.status is Status.NOT_STARTED:
        return _("Read what the survey is about, and begin."), (_("Begin"), "filling.survey")
    if is_complete:
        words = (
            _("Everything is answered. Look it over and send it for approval.")
            if person.has_in(number, Role.COORDINATOR)
            else _("Everything is answered. The coordinator can send it for approval.")
        )
        return words, (_("Look over the answers"), "filling.check")
    return _("Go on where you left off."), (_("Go on"), "filling.resume")
