"""A release: each agreement area with its clauses and questions, how far they have spread and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp import jobs
from webapp.aggregates import figures
from webapp.aggregates.figures import Release, Subject
from webapp.aggregates.views.finding import Before, before, found_release
from webapp.aggregates.views.routes import blueprint
from webapp.charts import writing
from webapp.charts.breakdown import CLASS_ENDS
from webapp.charts.distribution import finding_of
from webapp.charts.kinds import Cell
from webapp.core.person import Role
from webapp.core.published import COUNTRY, Published
from webapp.core.spread import Quality, quality
from webapp.core.subject import Form, SubjectKind
from webapp.core.survey import Survey
from webapp.core.text import Text
from webapp.store.database import reading
from webapp.web.guards import ks

EVERY_AREA = "alle"
"""What the address says to show all areas on one page, to search in or to print."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item or clause in the table. ``heat`` is its class, 0 to 4, None where it may not be ranked."""

    subject: Subject
    heat: int | None
    share: Cell
    bounds: Cell
    median: Cell
    entered: Cell
    left: Cell
    previous: Cell
    change: Cell


@dataclass(frozen=True, slots=True)
class Area:
    """One agreement area: its survey, coverage, clauses and questions. ``others`` are choices and numbers with their finding."""

    survey: Survey
    delivered: int
    invited: int
    quality: Quality
    clauses: list[Line]
    items: list[Line]
    others: list[tuple[Subject, Text]]


@blueprint.get("/resultater/<int(max=2147483647):number>/")
@ks(Role.ADVISER)
def release(number: int) -> ResponseReturnValue:
    """Show the overview of one release."""
    with reading() as session:
        found, about = found_release(session, number)
        rows = [f.published for f in figures.figures(session, found.id, breakdowns=[COUNTRY])]
        earlier = before(session, found)
        drawing = jobs.latest(session, figures.drawing_lock(number))
    main = {(r.subject_kind, r.subject_key): r for r in rows if not r.option_key}
    parts: dict[str, list[Published]] = {}
    for row in rows:
        if row.option_key:
            parts.setdefault(row.subject_key, []).append(row)
    areas = []
    chosen = chosen_area(about.surveys, request.args.get("omrade", ""))
    for survey in about.surveys if chosen == EVERY_AREA else [s for s in about.surveys if s.key == chosen]:
        items = about.under(survey, SubjectKind.ITEM)
        areas.append(
            _area(
                found,
                survey,
                [_line(s, main, earlier) for s in about.under(survey, SubjectKind.CLAUSE)],
                [_line(s, main, earlier) for s in items if s.labels.form is Form.LEVELS],
                [
                    (s, finding_of(s.labels, main[s.kind, s.key], parts.get(s.key, [])))
                    for s in items
                    if s.labels.form is not Form.LEVELS and (s.kind, s.key) in main
                ],
            )
        )
    return render_template(
        "aggregates/release.html",
        release=found,
        areas=areas,
        surveys=about.surveys,
        chosen=chosen,
        every_area=EVERY_AREA,
        earlier=earlier.release,
        drawing=drawing,
        Quality=Quality,
    )


def chosen_area(surveys: Sequence[Survey], asked: str) -> str:
    """Give the key of the area to show: the one asked for, every one, or else the first, so that the page stays readable."""
    keys = [survey.key for survey in surveys]
    return asked if asked in {*keys, EVERY_AREA} else next(iter(keys), EVERY_AREA)


def _area(
    found: Release,
    survey: Survey,
    clauses: list[Line],
    items: list[Line],
    others: list[tuple[Subject, Text]],
) -> Area:
    delivered = int(found.coverage.get("delivered", {}).get(survey.key, 0))
    invited = int(found.coverage.get("invited", 0))
    return Area(survey, delivered, invited, quality(delivered, invited), clauses, items, others)


def _line(subject: Subject, main: dict[tuple[SubjectKind, str], Published], earlier: Before) -> Line:
    row = main.get((subject.kind, subject.key))
    cell = writing.share(row)
    heat = None
    if row is not None and cell.is_shown and row.may_be_ranked and row.share is not None:
        heat = sum(row.share >= end for end in CLASS_ENDS)
    return Line(
        subject=subject,
        heat=heat,
        share=cell,
        bounds=writing.bounds(row),
        median=writing.level(row, subject.labels.level_names),
        entered=writing.count(row, "entered"),
        left=writing.count(row, "left_count"),
        previous=writing.share(earlier.of(subject.labels)),
        change=writing.points(row, "change_total"),
    )
