"""The room's blueprint, and what its pages have in common."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, g
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from webapp.core.person import Role
from webapp.reports import queries
from webapp.web.navigation import Entry, register
from webapp.web.visitor import current_person
from webapp.web.words import lazy_gettext as _l

blueprint = Blueprint("reports", __name__, template_folder="../templates")


@blueprint.record_once
def _in_the_menu(state: BlueprintSetupState) -> None:
    app = state.app
    assert isinstance(app, Flask)  # noqa: S101 -- Flask says App here, which has no menu; tells mypy
    register(
        app, Entry("reports.index", _l("Reports"), frozenset({Role.ADVISER}), order=40, also=("reports",))
    )


def me() -> int:
    """Give the id of the one who asks; the guard has seen to it that there is one."""
    person = current_person()
    if person is None:
        abort(403)
    return person.id


def found(session: Session, report_id: int) -> queries.Report:
    """Give a report, 404 when there is none. One statement. What is made up is labelled so on the page."""
    report = queries.report(session, report_id)
    if report is None:
        abort(404)
    g.synthetic = report.synthetic
    return report
