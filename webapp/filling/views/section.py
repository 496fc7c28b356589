"""One section of a survey: a page of questions that is read, saved by form, and saved by the page's script as one types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import (
    current_app,
    flash,
    get_template_attribute,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webapp.core.progress import progress
from webapp.core.submission import BarredError
from webapp.core.survey import Section
from webapp.filling.actions.saving import Saved, conflicts_now, save
from webapp.filling.forms import GO, Posted, UnknownItemsError, read_autosave, read_page
from webapp.filling.queries import standing_page
from webapp.filling.views.finding import ANSWERERS, ANSWERING, WRITERS, Found, find, visitor
from webapp.filling.views.questions import section_questions
from webapp.filling.views.routes import blueprint
from webapp.filling.views.words import barrier_words, round_notice
from webapp.store.answers import Standing
from webapp.store.database import reading, writing
from webapp.web import errors, kept
from webapp.web.forms import new_save_id
from webapp.web.guards import municipal
from webapp.web.languages import current, switch_asked
from webapp.web.question_faults import fault_words
from webapp.web.questions import raw_of
from webapp.web.words import gettext as _
from webapp.web.writing_out import clock

SECTION = f"{ANSWERING}/del/<section_key>"
Kept = MultiDict[str, str] | None


@blueprint.get(SECTION)
@municipal(*ANSWERERS)
def section(municipality: str, round_key: str, survey_key: str, section_key: str) -> ResponseReturnValue:
    """Show a section as it stands, with what this person had typed if that was refused when their session had ended."""
    with reading() as session:
        found = find(session, municipality, round_key, survey_key)
        asked = found.section(section_key)
        standing = _standing(session, found)
        posted = _typed_before(kept.kept_form(session), asked)
        conflicts = _conflicts(session, found, standing, posted)
    return _page(found, asked, standing, posted=posted, conflicts=conflicts, is_kept=posted is not None)


@blueprint.post(SECTION)
@municipal(*WRITERS)
def save_section(municipality: str, round_key: str, survey_key: str, section_key: str) -> ResponseReturnValue:
    """Save a page of answers, and go where the button says. Saving never sends or delivers."""
    if request.form.get(GO) == "discard":
        kept.forget()
        return redirect(request.full_path.rstrip("?"), code=303)
    with writing() as session:
        found = find(session, municipality, round_key, survey_key)
        asked = found.section(section_key)
        try:
            posted = read_page(request.form, asked)
        except UnknownItemsError as error:
            return _unknown_items(error)
        try:
            saved = _save(session, found, posted)
        except BarredError as error:
            session.rollback()
            return _barred(session, found, asked, posted, error)
        if kept.kept_form(session) is not None:
            kept.forget(session)
        standing = _standing(session, found, saved.revision) if posted.faults or saved.conflicts else {}
    if posted.faults or saved.conflicts:
        return _refused(found, asked, standing, posted, saved)
    return redirect(_after(found, asked, posted, saved), code=303)


@blueprint.post(f"{SECTION}/lagre")
@municipal(*WRITERS)
def autosave(municipality: str, round_key: str, survey_key: str, section_key: str) -> ResponseReturnValue:
    """Save the answers that the page's script sends, and say what became of each."""
    with writing() as session:
        found = find(session, municipality, round_key, survey_key)
        asked = found.section(section_key)
        try:
            posted = read_autosave(request.get_json(silent=True), asked)
        except UnknownItemsError as error:
            return _unknown_items(error)
        if posted is None:
            return errors.page(400)
        saved = _save(session, found, posted)
        standing = _standing(session, found, saved.revision) if saved.conflicts else {}
    return _told(found, asked, standing, posted, saved)


def _save(session: Session, found: Found, posted: Posted) -> Saved:
    return save(
        session,
        found.submission,
        found.survey,
        posted.post,
        by=visitor(),
        at=datetime.now(UTC),
        language=current(),
    )


def _standing(session: Session, found: Found, revision: int | None = None) -> Mapping[str, Standing]:
    """Give what stands; of the revision that was begun just now, where the submission had none."""
    number = revision or (found.submission.revision.id if found.submission.revision is not None else None)
    return {} if number is None else standing_page(session, number, None, visitor().id).standing


def _typed_before(form: Kept, asked: Section) -> Posted | None:
    try:
        return None if form is None else read_page(form, asked)
    except UnknownItemsError:
        return None  # it was refused then too


def _conflicts(
    session: Session, found: Found, standing: Mapping[str, Standing], posted: Posted | None
) -> Mapping[str, Standing]:
    if posted is None or found.submission.revision is None:
        return {}
    return conflicts_now(session, found.submission.revision.id, standing, posted.post)


def _page(
    found: Found,
    asked: Section,
    standing: Mapping[str, Standing],
    *,
    posted: Posted | None = None,
    conflicts: Mapping[str, Standing] | None = None,
    is_kept: bool = False,
) -> str:
    now = datetime.now(UTC)
    questions = section_questions(found.survey, asked, standing, posted, conflicts)
    barrier = found.submission.barrier_to_saving(now)
    sections = found.survey.sections
    here = sections.index(asked)
    return render_template(
        "filling/section.html",
        found=found,
        section=asked,
        here=here,
        before=sections[here - 1] if here > 0 else None,
        after=sections[here + 1] if here + 1 < len(sections) else None,
        questions=questions,
        faults=[(q.first_id, f"{q.number}. {' '.join(q.faults)}") for q in questions if q.faults],
        conflicting=[q for q in questions if q.conflict is not None],
        progress=progress(found.survey, {key: each.answer for key, each in standing.items()}),
        page_id=posted.post.page_id if posted is not None else new_save_id(),
        is_kept=is_kept,
        may_write=barrier is None and visitor().has_in(found.submission.municipality, *WRITERS),
        barrier=barrier_words(barrier) if barrier is not None else None,
        notice=round_notice(found.submission, now) if barrier is None else None,
    )


def _refused(
    found: Found, asked: Section, standing: Mapping[str, Standing], posted: Posted, saved: Saved
) -> ResponseReturnValue:
    """Give the page back with what was typed: the good answers are saved, the others wait to be put right or chosen."""
    if switch_asked(request.form) is not None and kept.keep(request):
        return redirect(_section_address(found, asked, switch_asked(request.form)), code=303)
    status = 409 if saved.conflicts else 422
    html = _page(found, asked, standing, posted=posted, conflicts=saved.conflicts)
    return make_response(html, status)


def _barred(
    session: Session, found: Found, asked: Section, posted: Posted, error: BarredError
) -> ResponseReturnValue:
    """Say why nothing could be saved, with what was typed so that it can be copied."""
    standing = _standing(session, found)
    questions = section_questions(found.survey, asked, standing, posted)
    unsaved = [q for q in questions if q.raw != raw_of(q.saved)]
    html = render_template(
        "filling/closed.html",
        found=found,
        section=asked,
        reason=barrier_words(error.barrier),
        unsaved=unsaved,
    )
    return make_response(html, 409)


def _unknown_items(error: UnknownItemsError) -> ResponseReturnValue:
    current_app.logger.warning("a post to %s had unknown items: %s", request.path, error)
    return errors.page(
        422, lead=_("The form had questions that this page does not have. Nothing has been saved.")
    )


def _after(found: Found, asked: Section, posted: Posted, saved: Saved) -> str:
    """Give where to go when all is saved: on, to the check page, to the other language, or back to the same page."""
    language = switch_asked(request.form)
    go = request.form.get(GO, "")
    if language is None and go in {"next", "check"} and _has_new_questions(asked, posted, saved):
        flash(_("Saved. Your answers brought new questions onto this page."), "info")
        return _section_address(found, asked)
    if go == "check":
        return url_for("filling.check", **found.address)
    if go == "next":
        return _next_address(found, asked, saved)
    flash(_("Saved at %(time)s.", time=clock(datetime.now(UTC))), "success")
    return _section_address(found, asked, language)


def _has_new_questions(asked: Section, posted: Posted, saved: Saved) -> bool:
    """Whether this save made questions of the page relevant that have not been answered: one who has no script must see them."""
    answered = {w.item for w in posted.post.wanted if w.answer.given is not None}
    return any(item.key in saved.appeared and item.key not in answered for item in asked.items)


def _next_address(found: Found, asked: Section, saved: Saved) -> str:
    sections = found.survey.sections
    for later in sections[sections.index(asked) + 1 :]:
        come = saved.progress.section(later.key)
        if come is None or come.shown:
            return _section_address(found, later)
    return url_for("filling.check", **found.address)


def _section_address(found: Found, asked: Section, language: str | None = None) -> str:
    place = {**found.address, "section_key": asked.key}
    if language:
        place["language"] = language
    return url_for("filling.section", **place)


def _told(
    found: Found, asked: Section, standing: Mapping[str, Standing], posted: Posted, saved: Saved
) -> ResponseReturnValue:
    """Tell the page's script what became of each answer."""
    box = get_template_attribute("components/conflict.html", "conflict_box")
    items = {item.key: item for item in asked.items}
    questions = (
        section_questions(found.survey, asked, standing, posted, saved.conflicts) if saved.conflicts else []
    )
    come = saved.progress
    answer = jsonify(
        versions={key: version for key, version in saved.versions.items() if key not in saved.conflicts},
        faults={key: [fault_words(items[key], refusal)] for key, refusal in posted.faults.items()},
        conflicts={q.item.key: box(q) for q in questions if q.conflict is not None},
        shown=sorted(saved.shown & items.keys()),
        progress={
            "answered": come.answered,
            "total": come.shown,
            "text": _("%(answered)s of %(total)s answered", answered=come.answered, total=come.shown),
        },
        saved_at_text=_("Saved at %(time)s.", time=clock(datetime.now(UTC))),
    )
    answer.status_code = 409 if saved.conflicts else 422 if posted.faults else 200
    return answer
