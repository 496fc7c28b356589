"""Who has begun, sent and delivered: participation while a round runs, never what anyone answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.groups import BREAKDOWN_NAMES, FIXED_GROUPS
from webapp.core.municipality import Breakdown, Municipality
from webapp.core.participation import Sought, found, participation
from webapp.core.round import RoundState
from webapp.core.submission import Status
from webapp.core.text import Text
from webapp.rounds.forms.moments import on_one_line
from webapp.rounds.queries import participants, progress_of
from webapp.rounds.views import room
from webapp.rounds.views.room import READERS, blueprint
from webapp.rounds.views.words import STATES, STATUSES
from webapp.store.database import reading
from webapp.store.questionnaires import questionnaires
from webapp.store.rounds import population
from webapp.web.guards import ks
from webapp.web.languages import current

PER_PAGE: Final = 50
LONGEST_SEARCH: Final = 100
GROUPED_BY: Final = {
    "fylke": Breakdown.COUNTY,
    "kostra": Breakdown.KOSTRA,
    "storrelse": Breakdown.SIZE,
}
"""What the list can be narrowed by, as the address says it."""


@blueprint.get("/runder/<key>/deltaking")
@ks(*READERS)
def board(key: str) -> ResponseReturnValue:
    """Show how many stand where in each survey, and every municipality, fifty a page."""
    with reading() as session:
        standing = room.found(session, key)
        asked = standing.asked
        read = questionnaires(session, [survey.version_id for survey in asked])
        surveys = [(survey.survey_key, read[survey.version_id].title) for survey in asked]
        places = population(session, standing.round.id)
        rows = participants(session, standing.round.id, places, asked)
        fitting = found(rows, _sought([survey.survey_key for survey in asked]))
        pages = max(1, -(-len(fitting) // PER_PAGE))
        page = min(max(1, _number("side")), pages)
        shown = fitting[(page - 1) * PER_PAGE : page * PER_PAGE]
        progress = progress_of(session, standing.round.id, [row.municipality.number for row in shown])
    return render_template(
        "rounds/board.html",
        standing=standing,
        is_planned=standing.round.state is RoundState.PLANNED,
        states=STATES,
        statuses=STATUSES,
        Status=Status,
        surveys=surveys,
        ids=[survey.id for survey in asked],
        surveys_and_stands=list(zip(surveys, participation(rows, len(surveys)), strict=True)),
        asked=len(rows),
        fitting=len(fitting),
        rows=shown,
        progress=progress,
        page=page,
        pages=pages,
        address_of=lambda number: url_for("rounds.board", key=key, **{**_asked_for(), "side": number}),
        filters=_filters(places),
        wanted=_asked_for(),
    )


def _asked_for() -> dict[str, str]:
    """Give what the address narrows the list by, without the page."""
    names = (*GROUPED_BY, "status", "undersokelse", "q")
    return {name: value for name in names if (value := on_one_line(request.args.get(name))[:LONGEST_SEARCH])}


def _sought(keys: list[str]) -> Sought:
    """Read the address; a status or survey there is none of narrows nothing."""
    wanted = _asked_for()
    survey = wanted.get("undersokelse")
    status = wanted.get("status")
    return Sought(
        groups={by: wanted[name] for name, by in GROUPED_BY.items() if name in wanted},
        status=Status(status) if status in set(Status) else None,
        survey=keys.index(survey) if survey in keys else None,
        words=wanted.get("q", ""),
    )


def _filters(places: Iterable[Municipality]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give (name in the address, label, [(code, name)]) for each way to narrow the list: groups that someone is in."""
    language = current()
    counties: dict[str, Text] = {}
    codes: dict[Breakdown, set[str]] = {by: set() for by in GROUPED_BY.values()}
    for place in places:
        for by, code in place.groups.items():
            if by in codes:
                codes[by].add(code)
        county = place.groups.get(Breakdown.COUNTY, place.county_number)
        counties[county] = Text(place.county_name, place.county_name)
    names = {**FIXED_GROUPS, Breakdown.COUNTY: counties}
    return [
        (
            name,
            BREAKDOWN_NAMES[by].of(language),
            [
                (code, names[by][code].of(language) if code in names[by] else code)
                for code in sorted(codes[by])
            ],
        )
        for name, by in GROUPED_BY.items()
    ]


def _number(name: str) -> int:
    written = request.args.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
