"""A survey's own page: what it is about, who should answer, and its sections; and the page with all its answers."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.person import Role
from webapp.core.progress import missing_items, progress
from webapp.core.submission import Status
from webapp.filling.queries import sent_back
from webapp.filling.views.finding import ANSWERERS, ANSWERING, WRITERS, Found, find, visitor
from webapp.filling.views.questions import all_sections, unusual
from webapp.filling.views.routes import blueprint
from webapp.filling.views.words import STATUS_COLORS, round_notice, status_words
from webapp.store.answers import answers
from webapp.store.database import reading
from webapp.web.guards import municipal


@blueprint.get(f"{ANSWERING}/")
@municipal(*ANSWERERS)
def survey(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Show what the survey is about, and its sections with how far each has come."""
    now = datetime.now(UTC)
    with reading() as session:
        found = find(session, municipality, round_key, survey_key)
        revision = found.submission.revision
        returned = sent_back(session, revision.id) if revision is not None else None
    return render_template(
        "filling/survey.html",
        found=found,
        progress=revision.progress if revision is not None else progress(found.survey, {}),
        status=status_words(found.submission),
        color=STATUS_COLORS[found.submission.status],
        notice=round_notice(found.submission, now),
        returned=returned,
        may_write=_may_write(found, municipality, now),
        resume=_last_section(found),
    )


@blueprint.get(f"{ANSWERING}/fortsett")
@municipal(*ANSWERERS)
def resume(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Lead to the section that was saved last, whoever saved it and on whatever machine (PITFALLS 5)."""
    with reading() as session:
        found = find(session, municipality, round_key, survey_key)
    address = {**found.address, "section_key": _last_section(found)}
    return redirect(url_for("filling.section", **address), code=303)


@blueprint.get(f"{ANSWERING}/kontroll")
@municipal(*ANSWERERS)
def check(municipality: str, round_key: str, survey_key: str) -> ResponseReturnValue:
    """Show all answers on one page, with what is missing, and what can be done next."""
    with reading() as session:
        found = find(session, municipality, round_key, survey_key)
        revision = found.submission.revision
        given = answers(session, revision.id) if revision is not None else {}
        returned = sent_back(session, revision.id) if revision is not None else None
    now = datetime.now(UTC)
    person = visitor()
    return render_template(
        "filling/check.html",
        found=found,
        sections=all_sections(found.survey, given),
        missing=[_place(found, key) for key in missing_items(found.survey, given)],
        unusual=[_place(found, key) for key in unusual(found.survey, given)],
        status=status_words(found.submission),
        color=STATUS_COLORS[found.submission.status],
        notice=round_notice(found.submission, now),
        returned=returned,
        takes_answers=found.submission.barrier_of_round(now) is None,
        may_write=_may_write(found, municipality, now),
        is_coordinator=person.has_in(municipality, Role.COORDINATOR),
        is_approver=person.has_in(municipality, Role.APPROVER),
        section_address=lambda key: url_for("filling.section", **found.address, section_key=key),
        Status=Status,
    )


def _may_write(found: Found, municipality: str, now: datetime) -> bool:
    return found.submission.barrier_to_saving(now) is None and visitor().has_in(municipality, *WRITERS)


def _last_section(found: Found) -> str:
    """Give the key of the section to go on with: the one saved last, else the first."""
    revision = found.submission.revision
    last = revision.last_section if revision is not None else None
    known = last is not None and found.survey.section(last) is not None
    return last if known and last is not None else found.survey.sections[0].key


def _place(found: Found, item_key: str) -> tuple[str, str]:
    """Give (address of the item on its page, its text) for a list of things to look at."""
    section = next(s for s in found.survey.sections if any(i.key == item_key for i in s.items))
    address = url_for("filling.section", **found.address, section_key=section.key, _anchor=f"item-{item_key}")
    return address, item_key
