"""One round: what it asks and whom, opening it, moving its deadline, closing it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.core.groups import breakdown_name
from webapp.core.municipality import Breakdown, Municipality
from webapp.core.participation import participation
from webapp.core.person import Role
from webapp.core.round import RoundError, RoundFault, RoundState
from webapp.core.submission import Status
from webapp.jobs import latest
from webapp.rounds.actions import (
    close_and_release,
    move_deadline,
    open_as_seen,
    release_again,
    release_lock,
)
from webapp.rounds.forms import DeadlineForm, deadline_values
from webapp.rounds.queries import Arranged, Turnout, municipalities_on, newest_release, participants, turnouts
from webapp.rounds.views.listing import may_change
from webapp.rounds.views.room import READERS, blueprint, found, in_the_other_language, label, me, now
from webapp.rounds.views.words import STATES, SurveyFacts, facts, refusal, status_of
from webapp.store.database import reading, writing
from webapp.store.questionnaires import newest_versions, questionnaires
from webapp.store.rounds import population
from webapp.web.guards import ks
from webapp.web.kept import forget, kept_form
from webapp.web.words import gettext as _


@blueprint.get("/runder/<key>")
@ks(*READERS)
def show(key: str) -> ResponseReturnValue:
    """Show the round: facts, surveys, rules in words, and what can be done with it now."""
    return _round_page(key)


@blueprint.get("/runder/<key>/apne")
@ks(Role.ADVISER)
def confirm_open(key: str) -> ResponseReturnValue:
    """Say exactly what is frozen when the round opens, and ask."""
    return _opening_page(key)


@blueprint.post("/runder/<key>/apne")
@ks(Role.ADVISER)
def open_round(key: str) -> ResponseReturnValue:
    """Open the round as it was confirmed."""
    try:
        with writing() as session:
            open_as_seen(session, key, seen=request.form.get("seen", ""), now=now(), by=me())
    except LookupError:
        abort(404)
    except RoundError as error:
        return _opening_page(key, refused=refusal(error), status=status_of(error))
    flash(_("The round is open."), "success")
    return redirect(url_for("rounds.show", key=key), code=303)


@blueprint.get("/runder/<key>/frist")
@ks(Role.ADVISER)
def deadline(key: str) -> ResponseReturnValue:
    """Show the form for another deadline."""
    with reading() as session:
        standing = found(session, key)
        typed = kept_form(session)
    if standing.round.state is RoundState.CLOSED:
        return _round_page(key, refused=_("The round is closed."), status=HTTPStatus.CONFLICT)
    values = deadline_values(standing.round.deadline_at)
    return _deadline_page(standing, DeadlineForm(formdata=typed, data=None if typed else values))


@blueprint.post("/runder/<key>/frist")
@ks(Role.ADVISER)
def change_deadline(key: str) -> ResponseReturnValue:
    """Move the deadline."""
    if (switched := in_the_other_language()) is not None:
        return switched
    form = DeadlineForm()
    with reading() as session:
        standing = found(session, key)
    if not form.validate() | form.check_deadline(now()) or form.errors or form.deadline_at is None:
        return _deadline_page(standing, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with writing() as session:
            move_deadline(session, key, form.deadline_at, now=now(), by=me())
            forget(session)
    except RoundError as error:
        form.deadline_date.errors = [refusal(error)]
        return _deadline_page(standing, form, status_of(error))
    flash(_("The deadline is moved."), "success")
    return redirect(url_for("rounds.show", key=key), code=303)


@blueprint.get("/runder/<key>/lukk")
@ks(Role.ADVISER)
def confirm_close(key: str) -> ResponseReturnValue:
    """Say how many have not delivered, and ask."""
    with reading() as session:
        standing = found(session, key)
        if standing.round.state is not RoundState.OPEN:
            return _round_page(key, refused=_not_open(standing), status=HTTPStatus.CONFLICT)
        surveys = _asked(session, standing)
        places = population(session, standing.round.id)
        rows = participants(session, standing.round.id, places, standing.asked)
    stands = participation(rows, len(surveys))
    return render_template(
        "rounds/close.html",
        standing=standing,
        surveys=list(zip(surveys, stands, strict=True)),
        lacking=sum(not row.has_delivered_all for row in rows),
        asked=len(rows),
        Status=Status,
    )


@blueprint.post("/runder/<key>/lukk")
@ks(Role.ADVISER)
def close_round(key: str) -> ResponseReturnValue:
    """Close the round, and queue the making of its release in the same transaction."""
    try:
        with writing() as session:
            close_and_release(session, key, now=now(), by=me())
    except LookupError:
        abort(404)
    except RoundError as error:
        return _round_page(key, refused=refusal(error), status=status_of(error))
    flash(_("The round is closed, and its release is being made."), "success")
    return redirect(url_for("rounds.show", key=key), code=303)


@blueprint.post("/runder/<key>/utgivelse")
@ks(Role.ADVISER)
def make_release(key: str) -> ResponseReturnValue:
    """Queue the making of a closed round's release once more, after it failed."""
    try:
        with writing() as session:
            release_again(session, key, by=me())
    except LookupError:
        abort(404)
    except RoundError as error:
        return _round_page(key, refused=refusal(error), status=status_of(error))
    return redirect(url_for("rounds.show", key=key), code=303)


def _asked(session: Session, standing: Arranged) -> list[SurveyFacts]:
    """Give the round's surveys in its order. One statement, two when one was never read before."""
    versions = [survey.version_id for survey in standing.asked]
    read = questionnaires(session, versions)
    return [facts(read[version], version) for version in versions]


def _not_open(standing: Arranged) -> str:
    if standing.round.state is RoundState.CLOSED:
        return _("The round is closed already.")
    return _("The round has not been opened yet.")


def _round_page(
    key: str, *, refused: str | None = None, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    with reading() as session:
        standing = found(session, key)
        surveys = _asked(session, standing)
        places: list[Municipality] = []
        turnout, job, release = Turnout(), None, None
        if standing.round.state is RoundState.PLANNED:
            places = municipalities_on(session, standing.round.reference_date)
        else:
            turnout = turnouts(session, standing.round.id).get(standing.round.id, Turnout())
        if standing.round.state is RoundState.CLOSED:
            job = latest(session, release_lock(key))
            release = newest_release(session, standing.round.id)
    shown = render_template(
        "rounds/round.html",
        standing=standing,
        surveys=surveys,
        places=len(places),
        turnout=turnout,
        job=job,
        release=release,
        states=STATES,
        refused=refused,
        may_change=may_change(),
        is_late=standing.round.deadline_at <= now(),
    )
    return shown, status


def _opening_page(
    key: str, *, refused: str | None = None, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    with reading() as session:
        standing = found(session, key)
        if standing.round.state is not RoundState.PLANNED:
            words = refused or _("The round has been opened already, and its plan can no longer be changed.")
            return _round_page(key, refused=words, status=HTTPStatus.CONFLICT)
        surveys = _asked(session, standing)
        newest = newest_versions(session)
        places = municipalities_on(session, standing.round.reference_date)
        barrier = None if places else refusal(RoundError(RoundFault.NO_STRUCTURE))
        try:
            standing.round.check_can_open(len(surveys), now())
        except RoundError as error:
            barrier = refusal(error)
    outdated = [survey for survey in surveys if newest.get(survey.key) != survey.version_id]
    groups: dict[Breakdown, int] = {
        breakdown: len(codes)
        for breakdown in Breakdown
        if (codes := {place.groups[breakdown] for place in places if breakdown in place.groups})
    }
    shown = render_template(
        "rounds/open.html",
        standing=standing,
        surveys=surveys,
        outdated=outdated,
        places=len(places),
        groups=groups,
        breakdown_name=breakdown_name,
        barrier=barrier,
        refused=refused if refused != barrier else None,
    )
    return shown, status


def _deadline_page(
    standing: Arranged,
    form: DeadlineForm,
    status: HTTPStatus = HTTPStatus.OK,
    **more: Any,  # noqa: ANN401 -- for the template
) -> ResponseReturnValue:
    label(standing)
    shown = render_template(
        "rounds/deadline.html", standing=standing, form=form, faults=list(form.faults()), **more
    )
    return shown, status
