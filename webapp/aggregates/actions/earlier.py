"""What the answers of a round come to, and those of the rounds that asked the same surveys before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.aggregates.actions.subjects import Asked, Counted
from webapp.core.published import from_row, hidden_rows
from webapp.core.reference import Reference
from webapp.core.relevance import counted_answers
from webapp.core.round import Round
from webapp.core.survey import Survey
from webapp.store.answers import answers_of_revisions
from webapp.store.questionnaires import questionnaire
from webapp.store.releases import Cut, delivered_cut, figure_rows, latest_of_round
from webapp.store.rounds import AskedSurvey, asked_surveys, previous_round

AT_ONCE = 400
"""Revisions whose answers are read in one statement: memory stays the same however many there are."""


class EarlierRounds:
    """The rounds that asked a release's surveys before, read once each."""

    def __init__(
        self,
        session: Session,
        round_: Round,
        reference: Reference,
        now: datetime,
        before_release: int | None = None,
    ) -> None:
        self._session = session
        self._round = round_
        self._reference = reference
        self._now = now
        self._before_release = before_release
        self._rounds: dict[int, tuple[Round, list[Cut], dict[str, AskedSurvey]]] = {}
        self.releases: dict[int, int | None] = {}
        """The number of the newest release of each of them, as ``hidden`` found it."""

    @property
    def round_id(self) -> int | None:
        """The latest of them, None when every survey is asked for the first time."""
        found = [round_ for round_, _cut, _asked in self._rounds.values()]
        return max(found, key=lambda r: r.reference_date).id if found else None

    def of(self, survey_key: str) -> Asked | None:
        """Give the survey as it was last asked, under the numbers municipalities have now."""
        before = previous_round(self._session, self._round, survey_key)
        if before is None:
            return None
        if before.id not in self._rounds:
            asked = {a.survey_key: a for a in asked_surveys(self._session, before.id)}
            self._rounds[before.id] = (before, delivered_cut(self._session, before.id, self._now), asked)
        _, cut, asked = self._rounds[before.id]
        found = asked_and_answered(self._session, asked[survey_key], cut)
        kept = self._reference.kept_numbers(before.reference_date, self._round.reference_date)
        return Asked(
            found.survey, {new: found.answers[old] for new, old in kept.items() if old in found.answers}
        )

    def hidden(self) -> frozenset[tuple[str, str, str]]:
        """Give the rows that the newest releases of those rounds hide: their movement stays hidden too."""
        hidden: set[tuple[str, str, str]] = set()
        for round_id in self._rounds:
            release = latest_of_round(self._session, round_id, self._before_release)
            self.releases[round_id] = None if release is None else release.number
            if release is not None:
                hidden |= hidden_rows(from_row(dict(row)) for row in figure_rows(self._session, release.id))
        return frozenset(hidden)


def asked_and_answered(session: Session, asked: AskedSurvey, cut: Iterable[Cut]) -> Asked:
    """Give a survey of a round with what counts in the revisions of ``cut``."""
    survey = questionnaire(session, asked.version_id, asked.version_hash)
    mine = [c for c in cut if c.survey_key == asked.survey_key]
    return Asked(survey, _counted(session, survey, mine))


def _counted(session: Session, survey: Survey, cut: Sequence[Cut]) -> Counted:
    counted = {}
    for first in range(0, len(cut), AT_ONCE):
        some = cut[first : first + AT_ONCE]
        answers = answers_of_revisions(session, [c.revision_id for c in some])
        for c in some:
            counted[c.municipality] = counted_answers(survey, answers.get(c.revision_id, {}))
    return counted
