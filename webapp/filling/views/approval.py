"""Sending for approval, approving and delivering, sending back, and the receipt afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.core.person import Role
from webapp.core.submission import BarredError, Barrier, Status
from webapp.filling.actions import approving
from webapp.filling.actions.approving import Act
from webapp.filling.receipts import receipt as make_receipt
from webapp.filling.views.finding import ANSWERERS, ANSWERING, READERS, Found, find, visitor
from webapp.filling.views.questions import all_sections
from webapp.filling.views.routes import blueprint
from webapp.filling.views.words import barrier_words
from webapp.store.answers import answers
from webapp.store.database import reading, writing
from webapp.web import kept
from webapp.web.forms import save_id_of
from webapp.web.guards import municipal
from webapp.web.languages import current, switch_asked
from webapp.web.words import gettext as _

REASON_FAULTS = frozenset({Barrier.REASON_MISSING, Barrier.REASON_TOO_LONG})


@blueprint.post(f"{ANSWERING}/send")
@municipal(Role.COORDINATOR)
def send(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Send a complete draft for approval."""
    found = _do(
        municipality, round_key, survey_key, lambda s, f, act: approving.send(s, f.submission, f.survey, act)
    )
    flash(_("The answers are sent for approval."), "success")
    return redirect(url_for("filling.check", **found.address), code=303)


@blueprint.post(f"{ANSWERING}/trekk")
@municipal(Role.COORDINATOR)
def withdraw(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Take back what was sent for approval."""
    found = _do(
        municipality, round_key, survey_key, lambda s, f, act: approving.withdraw(s, f.submission, act)
    )
    flash(_("The answers are withdrawn from approval and can be changed again."), "info")
    return redirect(url_for("filling.check", **found.address), code=303)


@blueprint.get(f"{ANSWERING}/godkjenning")
@municipal(Role.APPROVER)
def approval(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Show all answers to the approver, with the two things they can do."""
    with reading() as session:
        found = find(session, municipality, round_key, survey_key)
        typed = kept.kept_form(session)
        return _approval_page(session, found, reason=typed.get("reason", "") if typed is not None else "")


@blueprint.post(f"{ANSWERING}/lever")
@municipal(Role.APPROVER)
def deliver(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Approve and deliver; once, however many times it is asked for."""
    sent_at = _moment(request.form.get("sent_at", ""))
    found = _do(
        municipality,
        round_key,
        survey_key,
        lambda s, f, act: approving.deliver(s, f.submission, f.survey, act, sent_at),
    )
    return redirect(url_for("filling.receipt", **found.address), code=303)


@blueprint.post(f"{ANSWERING}/send-tilbake")
@municipal(Role.APPROVER)
def send_back(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Send the answers back to the coordinator, with a reason; or show the page in the other language, with the reason in it."""
    language = switch_asked(request.form)
    if language is not None:
        page = url_for(
            "filling.approval",
            language=language,
            municipality=municipality,
            round_key=round_key,
            survey_key=survey_key,
        )
        kept.keep(request, page)
        return redirect(page, code=303)
    reason = request.form.get("reason", "").replace("\r\n", "\n").replace("\0", "")
    with writing() as session:
        found = find(session, municipality, round_key, survey_key)
        try:
            approving.send_back(session, found.submission, found.survey, _act(), reason)
        except BarredError as error:
            if error.barrier not in REASON_FAULTS:
                raise
            session.rollback()
            page = _approval_page(session, found, reason=reason, fault=barrier_words(error.barrier))
            return make_response(page, 422)
        kept.forget(session)
    flash(_("The answers are sent back with your reason."), "info")
    return redirect(url_for("filling.check", **found.address), code=303)


@blueprint.get(f"{ANSWERING}/kvittering")
@municipal(*READERS)
def receipt(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Show the receipt: who delivered what, when, and the number the delivery is known by."""
    may_open = visitor().has_in(municipality, *ANSWERERS)
    with reading() as session:
        found = find(session, municipality, round_key, survey_key)
        revision = found.submission.revision
        if found.submission.status is not Status.DELIVERED or revision is None:
            if may_open:
                return redirect(url_for("filling.survey", **found.address), code=303)
            return redirect(url_for("filling.front", municipality=municipality), code=303)
        given = answers(session, revision.id)
    return render_template(
        "filling/receipt.html",
        found=found,
        may_open=may_open,
        receipt=make_receipt(found.submission, found.survey, given),
        sections=all_sections(found.survey, given),
    )


@blueprint.get(f"{ANSWERING}/kvittering.pdf")
@municipal(*READERS)
def receipt_pdf(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Give the receipt as a PDF to keep; 404 until the answers are delivered."""
    with reading() as session:
        found = find(session, municipality, round_key, survey_key)
        revision = found.submission.revision
        if found.submission.status is not Status.DELIVERED or revision is None:
            abort(404)
        given = answers(session, revision.id)
    made = make_receipt(found.submission, found.survey, given)
    from webapp.filling import pdf  # noqa: PLC0415 -- setting documents weighs on a process that mostly serves forms

    response = make_response(pdf.receipt_pdf(made, current()))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{pdf.file_name(made, current())}"'
    return response


def _do(
    municipality: str, round_key: str, survey_key: str, deed: Callable[[Session, Found, Act], None]
) -> Found:
    with writing() as session:
        found = find(session, municipality, round_key, survey_key)
        deed(session, found, _act())
    return found


def _act() -> Act:
    return Act(by=visitor(), at=datetime.now(UTC), language=current(), save_id=save_id_of(request.form))


def _approval_page(session: Session, found: Found, *, reason: str = "", fault: str | None = None) -> str:
    revision = found.submission.revision
    given = answers(session, revision.id) if revision is not None else {}
    return render_template(
        "filling/approval.html",
        found=found,
        sections=all_sections(found.survey, given),
        awaits=found.submission.status is Status.AWAITING_APPROVAL
        and found.submission.barrier_of_round(datetime.now(UTC)) is None,
        delivered=found.submission.status is Status.DELIVERED,
        reason=reason,
        fault=fault,
        maximum=approving.REASON_MAX,
    )


def _moment(text: str) -> datetime | None:
    """Read the moment a form carried, None when it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
