"""One item or clause of a release: its key figures, how the answers are spread, what moved, and how groups differ."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.aggregates import figures
from webapp.aggregates.figures import DISTRIBUTION, MAP, MOVEMENT, Contents, Release, Subject
from webapp.aggregates.views.finding import Before, before, found_release, pictures
from webapp.aggregates.views.routes import blueprint
from webapp.charts import writing
from webapp.charts.kinds import Cell
from webapp.core.groups import breakdown_name
from webapp.core.municipality import Breakdown
from webapp.core.person import Role
from webapp.core.published import COUNTRY, RELEASED_BREAKDOWNS, Published
from webapp.core.spread import Quality
from webapp.core.subject import Form
from webapp.core.survey import MaturityItem
from webapp.store.database import reading
from webapp.web.guards import ks
from webapp.web.languages import current
from webapp.web.words import gettext as _


@dataclass(frozen=True, slots=True)
class Key:
    """One key figure: what it is called, what it means, now and in the round before."""

    name: str
    means: str
    now: Cell
    then: Cell


@blueprint.get("/resultater/<int(max=2147483647):number>/sporsmal/<survey_key>/<item_key>")
@ks(Role.ADVISER)
def item(number: int, survey_key: str, item_key: str) -> ResponseReturnValue:
    """Show one question."""
    with reading() as session:
        found, about = found_release(session, number)
        return _page(session, found, about, about.item(survey_key, item_key))


@blueprint.get("/resultater/<int(max=2147483647):number>/avtalepunkt/<clause_key>")
@ks(Role.ADVISER)
def clause(number: int, clause_key: str) -> ResponseReturnValue:
    """Show one clause of an agreement, with the questions it rests on."""
    with reading() as session:
        found, about = found_release(session, number)
        return _page(session, found, about, about.clause(clause_key))


def _page(
    session: Session, release: Release, about: Contents, subject: Subject | None
) -> ResponseReturnValue:
    if subject is None:
        abort(404)
    chosen = _chosen()
    labels = subject.labels
    kept = figures.figures(
        session, release.id, subject_keys=[subject.key], breakdowns=[COUNTRY, chosen.value]
    )
    rows = [f.published for f in kept if f.survey_key == subject.survey.key]
    country = next((r for r in rows if r.breakdown == COUNTRY and not r.option_key), None)
    if country is None:
        abort(404)
    wanted = [DISTRIBUTION, figures.breakdown_picture(chosen)]
    if labels.form is Form.LEVELS:
        wanted += [MOVEMENT, MAP] if chosen is Breakdown.COUNTY else [MOVEMENT]
    charts = {picture: made for picture in wanted if (made := figures.chart(labels, rows, picture))}
    drawn = pictures(session, release, labels, charts)
    earlier = before(session, release, subject.key)
    return render_template(
        "aggregates/subject.html",
        release=release,
        subject=subject,
        agreement=about.agreement_of(subject.clause) if subject.clause else None,
        measuring=about.measuring(subject.clause.key) if subject.clause else (),
        measures=[c for key in subject.item.measures if (c := about.clause(key))] if subject.item else (),
        anchors=subject.item.anchors if isinstance(subject.item, MaturityItem) else (),
        country=country,
        keys=_keys(subject, country, earlier),
        earlier=earlier.release,
        distribution=drawn.get(DISTRIBUTION),
        movement=drawn.get(MOVEMENT),
        breakdown=drawn.get(figures.breakdown_picture(chosen)),
        map=drawn.get(MAP),
        group_table=figures.group_table(labels, rows, chosen),
        chosen=chosen,
        choices=[(b, breakdown_name(b)) for b in RELEASED_BREAKDOWNS],
        Quality=Quality,
    )


def _chosen() -> Breakdown:
    """Give the breakdown asked for; the county when none is, 404 for one that releases do not hold."""
    asked = request.args.get("inndeling", Breakdown.COUNTY.value)
    if asked not in {b.value for b in RELEASED_BREAKDOWNS}:
        abort(404)
    return Breakdown(asked)


def _keys(subject: Subject, of: Published, earlier: Before) -> list[Key]:
    then = earlier.of(subject.labels)
    if subject.labels.form is Form.LEVELS:
        return _level_keys(subject, of, then)
    answered = Key(
        _("Answered"),
        _("How many municipalities gave an answer. Don't know and not applicable are not among them."),
        writing.count(of, "valid"),
        writing.count(then, "valid"),
    )
    if subject.labels.form is not Form.NUMBERS:
        return [answered]
    unit = subject.labels.unit
    return [
        answered,
        Key(
            _("Median (%(unit)s)", unit=unit.of(current()) if unit else ""),
            _("Half of the municipalities answered this or less."),
            writing.quantity(of, "median_number"),
            writing.quantity(then, "median_number"),
        ),
        Key(
            _("Lower quartile"),
            _("A quarter of the municipalities answered this or less."),
            writing.quantity(of, "lower_quartile"),
            writing.quantity(then, "lower_quartile"),
        ),
        Key(
            _("Upper quartile"),
            _("Three quarters of the municipalities answered this or less."),
            writing.quantity(of, "upper_quartile"),
            writing.quantity(then, "upper_quartile"),
        ),
    ]


def _level_keys(subject: Subject, of: Published, then: Published | None) -> list[Key]:
    names = subject.labels.level_names
    return [
        Key(
            _("Share that have this in place"),
            _("Municipalities at level 3 or 4, of those that gave a level."),
            writing.share(of),
            writing.share(then),
        ),
        Key(
            _("Bounds of the share"),
            _(
                "Where the share would lie if everyone had answered: no one who is missing has it in place, or all have."
            ),
            writing.bounds(of),
            writing.bounds(then),
        ),
        Key(
            _("Share of inhabitants"),
            _(
                "Of the inhabitants of the municipalities that gave a level, those who live where this is in place."
            ),
            writing.share(of, "population_share"),
            writing.share(then, "population_share"),
        ),
        Key(
            _("Median level"),
            _("Half of the municipalities are at this level or lower."),
            writing.level(of, names),
            writing.level(then, names),
        ),
        Key(
            _("Entry rate"),
            _(
                "Of those that did not have this in place in the round before and answered both times, the part that has it now."
            ),
            writing.share(of, "entry_rate"),
            writing.share(then, "entry_rate"),
        ),
        Key(
            _("Change in percentage points"),
            _("The share now less the share in the round before, everyone counted."),
            writing.points(of, "change_total"),
            writing.points(then, "change_total"),
        ),
        Key(
            _("Of this, among those that answered both times"),
            _("The rest of the change comes from who answered, not from what municipalities do."),
            writing.points(of, "change_panel"),
            writing.points(then, "change_panel"),
        ),
    ]
