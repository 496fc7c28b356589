"""Writing at a place of a report: both language forms on one page, and nothing lost when two write at once."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.core.person import Role
from webapp.reports import queries
from webapp.reports.actions import ConflictError, NoSuchReportError, known_places, material, save_text
from webapp.reports.forms import TextForm
from webapp.reports.views.room import blueprint, found, me
from webapp.store.database import reading, writing
from webapp.web import kept
from webapp.web.guards import ks
from webapp.web.languages import alternate_url, current, switch_asked
from webapp.web.words import gettext as _

PLACE = "/rapporter/<int:report_id>/tekst/<path:place>"


@blueprint.get(PLACE)
@ks(Role.ADVISER)
def edit(report_id: int, place: str) -> ResponseReturnValue:
    """Show what stands at a place, in both forms, to be changed."""
    with reading() as session:
        report, words = _find(session, report_id, place)
        own = queries.own_texts(session, report_id).get(place, queries.NOTHING_YET)
        typed = kept.kept_form(session)
    standing = {"nb": own.text.nb, "nn": own.text.nn, "seen": own.version}
    form = TextForm(formdata=typed, data=None if typed else standing)
    return _page(report, place, words, form)


@blueprint.post(PLACE)
@ks(Role.ADVISER)
def save(report_id: int, place: str) -> ResponseReturnValue:
    """Save both forms; when someone else has written since, show both texts and overwrite nothing."""
    language = switch_asked(request.form)
    if language is not None:
        kept.keep(request)
        return redirect(alternate_url(language), code=303)
    form = TextForm()
    with reading() as session:
        report, words = _find(session, report_id, place)
    if not form.validate():
        return _page(report, place, words, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with writing() as session:
            save_text(session, report, place, form.text(), seen=form.seen.data, by=me(), at=datetime.now(UTC))
            kept.forget(session)
    except ConflictError as conflict:
        form.seen.data = conflict.theirs.version
        form.seen.raw_data = None
        return _page(report, place, words, form, theirs=conflict.theirs), HTTPStatus.CONFLICT
    flash(_("The text is saved."), "success")
    return redirect(url_for("reports.show", report_id=report_id, _anchor=f"text-{anchor(place)}"), code=303)


def anchor(place: str) -> str:
    """Give what a place is called in the page's own links."""
    return place.replace("/", "-").replace(".", "-")


def _find(session: Session, report_id: int, place: str) -> tuple[queries.Report, str]:
    """Give the report and what the place is called; 404 when the report has no such place."""
    report = found(session, report_id)
    try:
        words = known_places(material(session, report, current())).get(place)
    except NoSuchReportError:
        abort(404)
    if words is None:
        abort(404)
    return report, words


def _page(
    report: queries.Report,
    place: str,
    words: str,
    form: TextForm,
    **more: Any,  # noqa: ANN401 -- for the template
) -> str:
    return render_template(
        "reports/text.html",
        report=report,
        place=place,
        words=words,
        form=form,
        faults=list(form.faults()),
        **more,
    )


blueprint.add_app_template_filter(anchor, "report_anchor")
