"""All reports, and the form that makes one more."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webapp.aggregates import figures as door
from webapp.core.person import Role
from webapp.reports import queries
from webapp.reports.actions import NoSuchReportError, make_report
from webapp.reports.forms import ALL, NewReportForm
from webapp.reports.views.room import blueprint, me
from webapp.store.database import reading, writing
from webapp.store.questionnaires import newest_versions, questionnaires
from webapp.web import kept
from webapp.web.guards import ks
from webapp.web.languages import current, switch_asked
from webapp.web.words import gettext as _


@blueprint.get("/rapporter/")
@ks(Role.ADVISER)
def index() -> ResponseReturnValue:
    """Show every report, and let one more be made from a release."""
    with reading() as session:
        form = _form(session, kept.kept_form(session))
        return _page(session, form)


@blueprint.post("/rapporter/")
@ks(Role.ADVISER)
def make() -> ResponseReturnValue:
    """Make a report, or open the one there is of that release and survey; or show the page in the other language."""
    language = switch_asked(request.form)
    if language is not None:
        kept.keep(request)
        return redirect(url_for("reports.index", language=language), code=303)
    with reading() as session:
        form = _form(session)
        if not form.validate():
            return _page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with writing() as session:
            report_id = make_report(
                session, form.release.data, form.survey.data or None, by=me(), now=datetime.now(UTC)
            )
            kept.forget(session)
    except NoSuchReportError:
        form.survey.errors = [_("This release has no such survey. Choose another.")]
        with reading() as session:
            return _page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("reports.show", report_id=report_id), code=303)


def _form(session: Session, chosen: MultiDict[str, str] | None = None) -> NewReportForm:
    releases = door.all_releases(session)
    versions = newest_versions(session)
    known = questionnaires(session, list(versions.values()))
    asked = {key for release in releases for key in release.coverage.get("delivered", {})}
    form = NewReportForm() if chosen is None else NewReportForm(formdata=chosen)
    form.release.choices = [
        (r.number, _("%(number)s: %(round)s", number=r.number, round=r.round_title.of(current())))
        for r in releases
    ]
    form.survey.choices = [
        (ALL, _("All surveys of the release")),
        *((key, known[version].title.of(current())) for key, version in versions.items() if key in asked),
    ]
    return form


def _page(session: Session, form: NewReportForm) -> str:
    made = queries.reports(session)
    g.synthetic = any(report.synthetic for report in made)
    return render_template("reports/index.html", reports=made, form=form, faults=list(form.faults()))
