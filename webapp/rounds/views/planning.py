"""Making a round, and changing one that is not yet open."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.core.person import Role
from webapp.core.round import RoundError, RoundFault, RoundState
from webapp.rounds.actions import change_round, create_once
from webapp.rounds.forms import RoundForm, proposed, values_of
from webapp.rounds.queries import Arranged, last_changer
from webapp.rounds.views.room import blueprint, found, in_the_other_language, me, now
from webapp.rounds.views.words import SurveyFacts, facts, refusal, status_of
from webapp.store.database import reading, writing
from webapp.store.questionnaires import newest_versions, questionnaires
from webapp.web.forms import new_save_id
from webapp.web.guards import ks
from webapp.web.kept import forget, kept_form
from webapp.web.languages import current
from webapp.web.words import gettext as _
from webapp.web.writing_out import local


@blueprint.get("/runder/ny")
@ks(Role.ADVISER)
def new() -> ResponseReturnValue:
    """Show the form for a new round."""
    with reading() as session:
        surveys = surveys_to_choose(session)
        typed = kept_form(session)
    values = {**proposed(local(now()).date()), "surveys": [survey.key for survey in surveys]}
    form = RoundForm(formdata=typed, data=None if typed else values)
    return _page(form, surveys)


@blueprint.post("/runder/ny")
@ks(Role.ADVISER)
def create() -> ResponseReturnValue:
    """Make the round."""
    if (switched := in_the_other_language()) is not None:
        return switched
    form = RoundForm()
    with reading() as session:
        surveys = surveys_to_choose(session)
    form.choose_from(_choices(surveys))
    if not form.check(now()):
        return _page(form, surveys, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with writing() as session:
            key = create_once(session, form.plan(), save_id=form.save_id.data, now=now(), by=me())
            forget(session)
    except RoundError as error:
        words = refusal(error)
        if error.fault is RoundFault.CHANGED_MEANWHILE:
            words = _("This form has been sent before, with other content. Look it over and save once more.")
            form.save_id.data = new_save_id()
        form.refuse(error, words)
        return _page(form, surveys, status_of(error))
    flash(_("The round is planned. Nobody sees it before you open it."), "success")
    return redirect(url_for("rounds.show", key=key), code=303)


@blueprint.get("/runder/<key>/endre")
@ks(Role.ADVISER)
def edit(key: str) -> ResponseReturnValue:
    """Show the form for a planned round."""
    with reading() as session:
        standing = found(session, key)
        if standing.round.state is not RoundState.PLANNED:
            return _too_late(key)
        surveys = surveys_to_choose(session)
        typed = kept_form(session)
    form = RoundForm(formdata=typed, data=None if typed else values_of(standing))
    return _page(form, surveys, standing=standing)


@blueprint.post("/runder/<key>/endre")
@ks(Role.ADVISER)
def change(key: str) -> ResponseReturnValue:
    """Change the planned round, unless someone else did so first: then both are shown."""
    if (switched := in_the_other_language()) is not None:
        return switched
    form = RoundForm()
    form.key.data = key
    with reading() as session:
        standing = found(session, key)
        surveys = surveys_to_choose(session)
    form.choose_from(_choices(surveys))
    if not form.check(now()):
        return _page(form, surveys, HTTPStatus.UNPROCESSABLE_ENTITY, standing=standing)
    try:
        with writing() as session:
            change_round(session, form.plan(), seen=form.seen.data or "", now=now(), by=me())
            forget(session)
    except RoundError as error:
        return _refused(form, key, error, surveys)
    flash(_("The round is changed."), "success")
    return redirect(url_for("rounds.show", key=key), code=303)


def surveys_to_choose(session: Session) -> list[SurveyFacts]:
    """Give every survey in its newest version, by key. Two statements, three when one was never read before."""
    newest = newest_versions(session)
    read = questionnaires(session, newest.values())
    return [facts(read[version], version) for version in newest.values()]


def _refused(form: RoundForm, key: str, error: RoundError, surveys: list[SurveyFacts]) -> ResponseReturnValue:
    """Show the form again with all that was typed and what stands there now; saving once more then is a choice."""
    if error.fault is RoundFault.ALREADY_OPENED:
        return _too_late(key)
    with reading() as session:
        standing = found(session, key)
        changer = last_changer(session, key)
    theirs: list[tuple[str, str, str]] = []
    if error.fault is RoundFault.CHANGED_MEANWHILE:
        theirs = _differences(form, standing)
        form.seen.data = standing.fingerprint
    else:
        form.refuse(error, refusal(error))
    return _page(form, surveys, status_of(error), standing=standing, theirs=theirs, changer=changer)


def _too_late(key: str) -> ResponseReturnValue:
    flash(_("The round has been opened already, and its plan can no longer be changed."), "warning")
    return redirect(url_for("rounds.show", key=key), code=303)


def _differences(form: RoundForm, standing: Arranged) -> list[tuple[str, str, str]]:
    """Give (field, what stands, what was typed) for each field where the two differ."""
    titles = dict(form.surveys.choices)

    def said(value: Any) -> str:  # noqa: ANN401 -- what any field holds
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, list | tuple):
            return ", ".join(str(titles.get(each, each)) for each in sorted(value))
        return "–" if value is None or value == "" else str(value)

    return [
        (str(form[name].label.text), said(stands), said(form[name].data))
        for name, stands in values_of(standing).items()
        if name not in {"seen", "key"} and said(stands) != said(form[name].data)
    ]


def _choices(surveys: list[SurveyFacts]) -> list[tuple[str, str]]:
    return [
        (
            survey.key,
            _(
                "%(title)s: %(items)d questions that count, about %(minutes)d minutes (version %(version)s)",
                title=survey.title.of(current()),
                items=survey.items,
                minutes=survey.minutes,
                version=survey.version,
            ),
        )
        for survey in surveys
    ]


def _page(
    form: RoundForm,
    surveys: list[SurveyFacts],
    status: HTTPStatus = HTTPStatus.OK,
    *,
    standing: Arranged | None = None,
    **more: Any,  # noqa: ANN401 -- what only the conflict shows
) -> ResponseReturnValue:
    form.choose_from(_choices(surveys))
    action = url_for("rounds.create") if standing is None else request.path
    faults = list(form.faults())
    shown = render_template(
        "rounds/plan.html", form=form, standing=standing, action=action, faults=faults, **more
    )
    return shown, status
