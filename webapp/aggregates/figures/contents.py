"""What a release is about: its surveys as they were asked, and what each item and clause is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from sqlalchemy.orm import Session

from webapp.charts.labels import Labels, clause_labels, item_labels
from webapp.core.agreement import Agreement, Catalogue, Clause
from webapp.core.municipality import Breakdown
from webapp.core.reference import Reference
from webapp.core.subject import SubjectKind
from webapp.core.survey import Item, MaturityItem, Survey
from webapp.core.text import Text
from webapp.shipped import SURVEYS
from webapp.store.questionnaires import questionnaire
from webapp.store.reference import read_reference
from webapp.store.releases import Release
from webapp.store.rounds import asked_surveys


@dataclass(frozen=True, slots=True)
class Subject:
    """One item or clause of a release. ``item`` is None for a clause, ``clause`` for an item."""

    labels: Labels
    survey: Survey
    item: Item | None = None
    clause: Clause | None = None

    @property
    def key(self) -> str:
        """Its key in the release: ``survey/item``, or the clause's own."""
        return self.labels.key

    @property
    def kind(self) -> SubjectKind:
        """Item or clause."""
        return self.labels.kind


@dataclass(frozen=True)
class Contents:
    """The surveys of a release in the order they were asked, and the agreements they measure."""

    surveys: tuple[Survey, ...]
    catalogue: Catalogue

    @cached_property
    def subjects(self) -> Mapping[tuple[SubjectKind, str], Subject]:
        """Every item and clause that is counted, by kind and key: items in the order of the questionnaires, then clauses."""
        found: dict[tuple[SubjectKind, str], Subject] = {}
        for survey in self.surveys:
            for item in survey.items():
                labels = item_labels(survey, item)
                if labels is not None:
                    found[SubjectKind.ITEM, labels.key] = Subject(labels, survey, item=item)
        by_key = {survey.key: survey for survey in self.surveys}
        for clause in self.catalogue.measurable():
            measuring = self.measuring(clause.key)
            if measuring:
                under = by_key.get(clause.survey, measuring[0].survey)
                found[SubjectKind.CLAUSE, clause.key] = Subject(
                    clause_labels(clause, under), under, clause=clause
                )
        return found

    def item(self, survey_key: str, item_key: str) -> Subject | None:
        """Give an item that is counted, or None."""
        return self.subjects.get((SubjectKind.ITEM, f"{survey_key}/{item_key}"))

    def clause(self, key: str) -> Subject | None:
        """Give a clause that is counted, or None."""
        return self.subjects.get((SubjectKind.CLAUSE, key))

    def under(self, survey: Survey, kind: SubjectKind) -> list[Subject]:
        """Give the items or the clauses that are shown under a survey, in order."""
        return [s for s in self.subjects.values() if s.kind is kind and s.survey.key == survey.key]

    def measuring(self, clause_key: str) -> list[Subject]:
        """Give the level items that a clause rests on, in order."""
        return self._measuring.get(clause_key, [])

    def agreement_of(self, clause: Clause) -> Agreement | None:
        """Give the agreement that a clause is part of."""
        return next((a for a in self.catalogue.agreements if a.key == clause.agreement), None)

    @cached_property
    def _measuring(self) -> dict[str, list[Subject]]:
        found: dict[str, list[Subject]] = {}
        for survey in self.surveys:
            for item in survey.items():
                labels = item_labels(survey, item) if isinstance(item, MaturityItem) else None
                if labels is not None:
                    for key in item.measures:
                        found.setdefault(key, []).append(Subject(labels, survey, item=item))
        return found


def contents(session: Session, release: Release) -> Contents:
    """Give what a release is about.

    A release never changes, so the process reads this once: one statement, and two more for each questionnaire that
    was never read before.
    """
    known = (release.hash, release.created_at)
    if known not in _kept:
        asked = asked_surveys(session, release.round_id)
        surveys = tuple(questionnaire(session, a.version_id, a.version_hash) for a in asked)
        while len(_kept) > 16:
            _kept.pop(next(iter(_kept)))
        _kept[known] = Contents(surveys, _catalogue())
    return _kept[known]


def group_names(breakdown: Breakdown) -> Mapping[str, Text]:
    """Give the names of a breakdown's groups by code, in the order they are shown."""
    reference = _reference()
    return {code: reference.group_name(breakdown, code) for code in reference.groups(breakdown)}


_kept: dict[tuple[str, datetime], Contents] = {}


@cache
def _catalogue() -> Catalogue:
    # Imported late: a worker that only serves forms has no use for a reader of YAML (10 MB, 0.2 s).
    from webapp.store.definitions import AGREEMENTS_FILE, read_catalogue  # noqa: PLC0415

    return read_catalogue(SURVEYS / AGREEMENTS_FILE)


@cache
def _reference() -> Reference:
    return read_reference()
