"""One report as a page: the same blocks as in the PDF, with links to where one may write."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.person import Role
from webapp.core.text import LANGUAGES, Language
from webapp.documents.model import Document, Heading
from webapp.jobs import enqueue, latest
from webapp.reports import queries
from webapp.reports.actions import (
    BUILD_JOB,
    NoSuchReportError,
    build_lock,
    compiled_in,
    known_places,
    material,
)
from webapp.reports.views.room import blueprint, found, me
from webapp.store.database import reading, writing
from webapp.web.guards import ks
from webapp.web.languages import NAMES, current
from webapp.web.writing_out import NBSP, number


@dataclass(frozen=True, slots=True)
class Offer:
    """One language form to take away: the file as it was set last, and whether something was written since."""

    language: Language
    file: queries.KeptFile | None
    is_outdated: bool

    @property
    def words(self) -> str:
        """Say what it is and how large: ``Nynorsk (PDF, 1 003 kB)``."""
        size = number((self.file.size if self.file else 0) / 1024, 0)
        return f"{NAMES[self.language]} (PDF, {size}{NBSP}kB)"


@blueprint.get("/rapporter/<int:report_id>")
@ks(Role.ADVISER)
def show(report_id: int) -> ResponseReturnValue:
    """Show the report in the reader's form, with what stands in the way of a final version."""
    with reading() as session:
        report = found(session, report_id)
        try:
            made_of = material(session, report, current())
        except NoSuchReportError:
            abort(404)
        files = queries.kept_files(session, report_id)
        job = latest(session, build_lock(report_id))
    document = compiled_in(made_of)
    changed = max((own.changed_at for own in made_of.texts.values() if own.changed_at), default=None)
    offers = [
        Offer(
            language,
            files.get(language),
            changed is not None and language in files and files[language].created_at < changed,
        )
        for language in LANGUAGES
    ]
    known = known_places(made_of)
    one_form = [
        (place, known[place], "nb" if own.text.nn else "nn")
        for place, own in made_of.texts.items()
        if place in known and bool(own.text.nb) != bool(own.text.nn)
    ]
    return render_template(
        "reports/report.html",
        report=report,
        document=document,
        contents=_contents(document),
        places=known,
        offers=offers,
        one_form=one_form,
        undrawn=len([b for b in document.figures() if not b.sha256]),
        job=job,
    )


@blueprint.post("/rapporter/<int:report_id>/pdf")
@ks(Role.ADVISER)
def build(report_id: int) -> ResponseReturnValue:
    """Queue the setting of the report in both forms; while one is under way no second one is queued."""
    with writing() as session:
        found(session, report_id)
        enqueue(session, BUILD_JOB, lock_key=build_lock(report_id), queued_by=me(), report_id=report_id)
    return redirect(url_for("reports.show", report_id=report_id, _anchor="files"), code=303)


def _contents(document: Document) -> list[Heading]:
    return [block for block in document.blocks if isinstance(block, Heading) and block.level < 3]
