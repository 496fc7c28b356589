"""Brings the shipped reference data and survey definitions into the database; loading twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.core.municipality import ChangeType, Municipality
from webapp.core.reference import Reference
from webapp.core.succession import OutsideReferenceError
from webapp.core.survey import Survey
from webapp.store import tables as t
from webapp.store.definitions import Definitions, content_hash, survey_content

_KEEPS_ITS_NUMBER = frozenset({ChangeType.NAME_CHANGE, ChangeType.BOUNDARY_ADJUSTMENT})
Row = dict[str, Any]  # Any: each column has its own type


def load_reference(session: Session, reference: Reference) -> None:
    """Bring municipalities (today's, and the numbers back to 2020), their groups and changes up to ``reference``.

    A municipality that is no longer there keeps its row: rounds point to it. Rounds have frozen the groups they use.
    """
    rows = {m.number: _municipality(reference, m) for m in _ever(reference)}
    kept = set(session.scalars(select(t.Municipality.number)))
    changed = [row for number, row in rows.items() if number in kept]
    added = [row for number, row in rows.items() if number not in kept]
    if changed:
        session.execute(update(t.Municipality), changed)
    if added:
        session.execute(insert(t.Municipality), added)
    session.execute(
        delete(t.MunicipalityGroup).where(t.MunicipalityGroup.municipality_number.in_(list(rows)))
    )
    session.execute(insert(t.MunicipalityGroup), list(_groups(reference, rows)))
    session.execute(delete(t.MunicipalityChange))
    session.execute(
        insert(t.MunicipalityChange),
        [
            {
                "on": c.on,
                "old_number": c.old_number,
                "old_name": c.old_name,
                "new_number": c.new_number,
                "new_name": c.new_name,
                "change_type": c.change_type.value,
            }
            for c in reference.changes
        ],
    )


def load_definitions(session: Session, definitions: Definitions, now: datetime) -> list[Survey]:
    """Add each shipped survey as a questionnaire version if its hash is new; give the surveys that were added.

    What is there is never changed (DESIGN section 2: an installation's truth is ``questionnaire_version``).
    """
    known = set(session.scalars(select(t.QuestionnaireVersion.hash)))
    added = {content_hash(survey): survey for survey in definitions.surveys.values()}
    added = {digest: survey for digest, survey in added.items() if digest not in known}
    if added:
        session.execute(
            insert(t.QuestionnaireVersion),
            [
                {
                    "survey_key": survey.key,
                    "version": survey.version,
                    "content": survey_content(survey),
                    "hash": digest,
                    "created_at": now,
                }
                for digest, survey in added.items()
            ],
        )
    return list(added.values())


def _ever(reference: Reference) -> Iterable[Municipality]:
    """Give today's municipalities and those of each earlier structure that is known, a number only once."""
    found = {m.number: m for m in reference.municipalities_on(date.max)}
    for on in sorted({c.on for c in reference.changes}, reverse=True):
        try:
            earlier = reference.municipalities_on(on - timedelta(days=1))
        except OutsideReferenceError:
            break
        for municipality in earlier:
            found.setdefault(municipality.number, municipality)
    return found.values()


def _municipality(reference: Reference, m: Municipality) -> Row:
    """Give the row of one municipality, with the days between which its number is valid."""
    began = [
        c.on
        for c in reference.changes
        if c.new_number == m.number and c.change_type not in _KEEPS_ITS_NUMBER and c.old_number != m.number
    ]
    ended = [
        c.on
        for c in reference.changes
        if c.old_number == m.number and c.change_type not in _KEEPS_ITS_NUMBER and c.new_number != m.number
    ]
    valid_from = max(began, default=reference.first_day)
    return {
        "number": m.number,
        "name": m.name,
        "official_name": m.official_name,
        "county_number": m.county_number,
        "county_name": m.county_name,
        "shares_name": m.shares_name,
        "language_form": m.language_form.value,
        "population": m.population,
        "centrality_index": m.centrality_index,
        "valid_from": valid_from,
        "valid_to": min((on for on in ended if on > valid_from), default=None),
        "derived": m.derived,
    }


def _groups(reference: Reference, rows: Mapping[str, Row]) -> Iterable[Row]:
    """Give a row for each municipality and breakdown."""
    for m in _ever(reference):
        for breakdown, code in m.groups.items():
            yield {
                "municipality_number": m.number,
                "breakdown": breakdown.value,
                "valid_from": rows[m.number]["valid_from"],
                "valid_to": rows[m.number]["valid_to"],
                "code": code,
                "derived": m.derived,
            }
