"""From a closed round to a release: cut, count, protect, keep."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from webapp.aggregates.actions.earlier import EarlierRounds, asked_and_answered
from webapp.aggregates.actions.subjects import Series, clauses_to_count, items_to_count
from webapp.core.agreement import Catalogue
from webapp.core.published import from_row, release_figures
from webapp.core.reference import Reference
from webapp.core.round import Round, RoundState
from webapp.core.suppression import DisclosureRules
from webapp.settings import VERSION
from webapp.store import audit
from webapp.store.releases import (
    Cut,
    cut_of,
    delivered_cut,
    figure_rows,
    insert_release,
    latest_of_round,
    next_number,
    release_numbered,
)
from webapp.store.rounds import AskedSurvey, asked_surveys, population, round_called, rules_of

Progress = Callable[[int, int], None]


class ReleaseFault(Enum):
    """Why no release can be made."""

    UNKNOWN_ROUND = "there is no such round"
    NOT_CLOSED = "the round is not closed"
    UNKNOWN_RELEASE = "there is no such release"
    OVERTAKEN = "a round before was released meanwhile"


class ReleaseError(Exception):
    """No release can be made; ``fault`` says why, the page has the words."""

    def __init__(self, fault: ReleaseFault, round_key: str) -> None:
        super().__init__(f"{fault.value}: {round_key}")
        self.fault = fault
        self.round_key = round_key


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that is counted, protected and rounded, and only waits to be kept."""

    round_: Round
    previous_round_id: int | None
    earlier_releases: Mapping[int, int | None]
    """The newest release of each round before, by the round's id, whose hidden rows stay hidden here."""
    rules: DisclosureRules
    cut: tuple[Cut, ...]
    rows: tuple[Mapping[str, Any], ...]  # Any: the columns of released_figure
    coverage: Mapping[str, Any]  # Any: JSON

    @property
    def hash(self) -> str:
        """The SHA-256 of all that the release says and rests on; the same on every machine and database."""
        return _hash(self.round_, self.rules, self.cut, self.rows)


@dataclass(frozen=True, slots=True)
class Recounted:
    """What counting a kept release again came to: three hashes that are one and the same when all is well."""

    number: int
    hash: str
    hash_of_rows: str
    hash_recounted: str
    code_version: str

    @property
    def rows_are_untouched(self) -> bool:
        """Whether the kept rows still are those that were made."""
        return self.hash == self.hash_of_rows

    @property
    def is_reproduced(self) -> bool:
        """Whether counting the frozen cut again gives the same figures."""
        return self.hash == self.hash_recounted


def prepare_release(
    session: Session,
    round_key: str,
    catalogue: Catalogue,
    reference: Reference,
    *,
    now: datetime,
    progress: Progress = lambda _done, _total: None,
) -> Prepared:
    """Count and protect a closed round; a reading session will do, so that nobody who saves has to wait.

    The cut is the newest revision of every submission that was delivered at ``now``; movement is measured from the
    round that asked each survey before, along municipalities that kept their history. ``progress`` hears how many
    surveys have been read. Raises ReleaseError.
    """
    round_ = round_called(session, round_key)
    if round_ is None:
        raise ReleaseError(ReleaseFault.UNKNOWN_ROUND, round_key)
    if round_.state is not RoundState.CLOSED:
        raise ReleaseError(ReleaseFault.NOT_CLOSED, round_key)
    rules = disclosure_rules(rules_of(session, round_.id))
    cut = delivered_cut(session, round_.id, now)
    earlier = EarlierRounds(session, round_, reference, now)
    return _prepared(session, catalogue, round_, rules, cut, earlier, progress)


def recount(session: Session, number: int, catalogue: Catalogue, reference: Reference) -> Recounted:
    """Count release ``number`` again from its frozen cut, and compare what comes out with what is kept.

    Earlier rounds are read as they stood when the release was made. Raises ReleaseError.
    """
    release = release_numbered(session, number)
    round_ = None if release is None else round_called(session, release.round_key)
    if release is None or round_ is None:
        raise ReleaseError(ReleaseFault.UNKNOWN_RELEASE, str(number))
    cut = cut_of(session, release.id)
    earlier = EarlierRounds(session, round_, reference, release.created_at, before_release=number)
    rules = DisclosureRules(**release.rules)
    prepared = _prepared(session, catalogue, round_, rules, cut, earlier, lambda _done, _total: None)
    kept = [
        {"survey_key": row["survey_key"], **from_row(dict(row)).to_row()}
        for row in figure_rows(session, release.id)
    ]
    return Recounted(
        number=number,
        hash=release.hash,
        hash_of_rows=_hash(round_, rules, cut, kept),
        hash_recounted=prepared.hash,
        code_version=release.code_version,
    )


def _prepared(
    session: Session,
    catalogue: Catalogue,
    round_: Round,
    rules: DisclosureRules,
    cut: Sequence[Cut],
    earlier: EarlierRounds,
    progress: Progress,
) -> Prepared:
    municipalities = population(session, round_.id)
    asked = asked_surveys(session, round_.id)
    series = []
    for place, survey in enumerate(asked):
        series.append(Series(asked_and_answered(session, survey, cut), earlier.of(survey.survey_key)))
        progress(place + 1, len(asked) + 1)
    numbers = [m.number for m in municipalities]
    subjects = [*items_to_count(series), *clauses_to_count(series, catalogue, numbers)]
    under = {subject.key: survey for survey, subject in subjects}
    figures = release_figures(
        (subject for _survey, subject in subjects), municipalities, rules, hidden_before=earlier.hidden()
    )
    progress(len(asked) + 1, len(asked) + 1)
    return Prepared(
        round_=round_,
        previous_round_id=earlier.round_id,
        earlier_releases=earlier.releases,
        rules=rules,
        cut=tuple(cut),
        rows=tuple({"survey_key": under[figure.subject_key], **figure.to_row()} for figure in figures),
        coverage=_coverage(asked, cut, len(municipalities)),
    )


def keep_release(session: Session, prepared: Prepared, *, now: datetime, by: int | None) -> int:
    """Keep what was prepared as the next numbered release, and give its number.

    Two who keep at the same time come one after the other. Raises ReleaseError where a round before got a new release
    since this was prepared: what that one hides might be told here, so it must be prepared anew.
    """
    number = next_number(session)
    for round_id, known in prepared.earlier_releases.items():
        newest = latest_of_round(session, round_id)
        if newest is not None and newest.number != known:
            raise ReleaseError(ReleaseFault.OVERTAKEN, prepared.round_.key)
    columns = {
        "number": number,
        "round_id": prepared.round_.id,
        "previous_round_id": prepared.previous_round_id,
        "state": "created",
        "audit": "none",
        "rules": asdict(prepared.rules),
        "code_version": VERSION,
        "hash": prepared.hash,
        "coverage": prepared.coverage,
        "synthetic": prepared.round_.synthetic,
        "created_by": by,
        "created_at": now,
    }
    insert_release(session, columns, prepared.cut, prepared.rows)
    details = {"round": prepared.round_.key}
    audit.record(session, "release.created", by=by, at=now, subject=str(number), details=details)
    return number


def disclosure_rules(rules: Mapping[str, Any]) -> DisclosureRules:  # Any: JSON
    """Read the disclosure rules a round was opened with; what it does not say has its default."""
    known = DisclosureRules.__dataclass_fields__
    return DisclosureRules(
        **{name: int(value) for name, value in rules.get("disclosure", {}).items() if name in known}
    )


def _hash(
    round_: Round,
    rules: DisclosureRules,
    cut: Sequence[Cut],
    rows: Sequence[Mapping[str, Any]],  # Any: the columns of released_figure
) -> str:
    whole = {
        "round": round_.key,
        "rules": asdict(rules),
        "cut": sorted((c.survey_key, c.municipality, c.revision_number) for c in cut),
        "rows": [dict(row) for row in rows],
    }
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _coverage(asked: Iterable[AskedSurvey], cut: Iterable[Cut], invited: int) -> dict[str, Any]:  # Any: JSON
    delivered: dict[str, int] = {}
    for c in cut:
        delivered[c.survey_key] = delivered.get(c.survey_key, 0) + 1
    return {
        "invited": invited,
        "delivered": {survey.survey_key: delivered.get(survey.survey_key, 0) for survey in asked},
    }
