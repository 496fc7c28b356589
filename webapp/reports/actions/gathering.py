"""Everything a report is made of, looked up once: published figures, the questions, the charts and the own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy.orm import Session

from webapp.aggregates import figures as door
from webapp.charts.labels import Labels, item_labels
from webapp.core.agreement import Catalogue
from webapp.core.municipality import Breakdown
from webapp.core.published import COUNTRY, Published
from webapp.core.reference import Reference
from webapp.core.subject import SubjectKind
from webapp.core.survey import Survey
from webapp.core.text import Language
from webapp.reports.queries import NOTHING_YET, OwnText, Report, own_texts
from webapp.shipped import SURVEYS
from webapp.store.questionnaires import questionnaires
from webapp.store.reference import read_reference
from webapp.store.rounds import asked_surveys

BREAKDOWNS = (Breakdown.COUNTY, Breakdown.SIZE)
"""What items are broken down by in a report."""

COVERAGE_BREAKDOWNS = (Breakdown.SIZE, Breakdown.CENTRALITY)
"""Where a report shows who is missing (measures.md A9, 1)."""


class NoSuchReportError(Exception):
    """There is no such report, or its release has no such survey."""


@dataclass(frozen=True)
class Material:
    """What one report says and rests on, in one language form."""

    language: Language
    report: Report
    release: door.Release
    surveys: tuple[Survey, ...]
    figures: tuple[door.Figure, ...]
    texts: Mapping[str, OwnText]
    charts: Mapping[str, door.File]
    catalogue: Catalogue
    reference: Reference
    _rows: dict[tuple[str, str], list[Published]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the rows by subject and breakdown."""
        for figure in self.figures:
            row = figure.published
            self._rows.setdefault((row.subject_key, row.breakdown), []).append(row)

    def country(self, subject: str) -> Published | None:
        """Give the row of the whole country, None when the release does not count the subject."""
        return next((row for row in self._rows.get((subject, COUNTRY), []) if not row.option_key), None)

    def parts(self, subject: str) -> list[Published]:
        """Give the country's rows of a subject's options or classes, in order."""
        return [row for row in self._rows.get((subject, COUNTRY), []) if row.option_key]

    def groups(self, subject: str, breakdown: Breakdown) -> dict[str, Published]:
        """Give a subject's own row in each group, in the order of the groups."""
        return {r.group_code: r for r in self._rows.get((subject, breakdown.value), []) if not r.option_key}

    def group_parts(self, subject: str, breakdown: Breakdown) -> dict[tuple[str, str], Published]:
        """Give the rows of a subject's options or classes by group and option."""
        rows = self._rows.get((subject, breakdown.value), [])
        return {(r.group_code, r.option_key): r for r in rows if r.option_key}

    def group_name(self, breakdown: Breakdown, code: str) -> str:
        """Give what people call a group; its code where it is no longer known."""
        try:
            return self.reference.group_name(breakdown, code).of(self.language)
        except KeyError:
            return code

    def clauses(self, survey_key: str) -> list[str]:
        """Give the keys of the clauses that are shown under a survey, in the order of the agreements."""
        return [
            f.published.subject_key
            for f in self.figures
            if f.survey_key == survey_key
            and f.published.subject_kind is SubjectKind.CLAUSE
            and f.published.breakdown == COUNTRY
        ]

    def own(self, place: str) -> OwnText:
        """Give what an adviser has written at a place."""
        return self.texts.get(place, NOTHING_YET)


def gather(session: Session, report: Report, language: Language, *, with_drawings: bool) -> Material:
    """Look up what ``report`` is made of; with_drawings also the charts' bytes, which a page does not need.

    At most seven statements, however many items. Raises NoSuchReportError.
    """
    release = door.release(session, report.release_number)
    if release is None:
        raise NoSuchReportError(report.id)
    asked = asked_surveys(session, release.round_id)
    if report.survey_key is not None:
        asked = [a for a in asked if a.survey_key == report.survey_key]
    if not asked:
        raise NoSuchReportError(report.id)
    versions = questionnaires(session, [a.version_id for a in asked])
    surveys = tuple(versions[a.version_id] for a in asked)
    keys = {survey.key for survey in surveys}
    wanted = sorted({COUNTRY, *(b.value for b in (*BREAKDOWNS, *COVERAGE_BREAKDOWNS))})
    subjects = {f"{survey.key}/{item.key}" for survey in surveys for item in survey.items()}
    subjects |= {key for survey in surveys for item in survey.items() for key in item.measures}
    found = door.figures(session, release.id, subject_keys=sorted(subjects), breakdowns=wanted)
    labels = [
        found_of for survey in surveys for item in survey.items() if (found_of := item_labels(survey, item))
    ]
    names = [chart_name(of) for of in labels]
    return Material(
        language=language,
        report=report,
        release=release,
        surveys=surveys,
        figures=tuple(f for f in found if f.survey_key in keys),
        texts=own_texts(session, report.id),
        charts=door.files(session, release.id, names, language, with_content=with_drawings),
        catalogue=catalogue(),
        reference=read_reference(),
    )


def chart_name(labels: Labels) -> str:
    """Give the name under which the chart of an item's distribution is kept with its release."""
    return door.file_name(labels, door.DISTRIBUTION)


@cache
def catalogue() -> Catalogue:
    """Read the agreements, once for the process: they change with the code only."""
    # Imported late: a worker that only serves forms has no use for a reader of YAML (10 MB, 0.2 s).
    from webapp.store.definitions import AGREEMENTS_FILE, read_catalogue  # noqa: PLC0415

    return read_catalogue(SURVEYS / AGREEMENTS_FILE)
