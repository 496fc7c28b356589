"""Questionnaire versions: kept as canonical content, read once per process into core values."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.survey import Survey
from webapp.store.definitions_content import survey_from_content
from webapp.store.tables import QuestionnaireVersion

_KEPT = 64
_by_hash: dict[str, Survey] = {}
"""Surveys already read, by the hash of their content: the same hash is the same survey in any database."""


def questionnaire(session: Session, version_id: int, content_hash: str | None = None) -> Survey:
    """Give the survey kept as version ``version_id``; raises LookupError when there is none.

    A caller that has the version's hash from its own query gives it along: then a survey read before costs no statement.
    """
    known = _by_hash.get(content_hash) if content_hash else None
    return known if known is not None else questionnaires(session, [version_id])[version_id]


def questionnaires(session: Session, version_ids: Iterable[int]) -> dict[int, Survey]:
    """Give the surveys kept under ``version_ids``: one statement, and one more when some were never read before."""
    wanted = list(dict.fromkeys(version_ids))
    hashes = {
        row.id: row.hash
        for row in session.execute(
            select(QuestionnaireVersion.id, QuestionnaireVersion.hash).where(
                QuestionnaireVersion.id.in_(wanted)
            )
        )
    }
    absent = [i for i in wanted if i not in hashes]
    if absent:
        msg = f"no questionnaire version {absent[0]}"
        raise LookupError(msg)
    unread = [i for i in wanted if hashes[i] not in _by_hash]
    if unread:
        while len(_by_hash) > _KEPT:
            _by_hash.pop(next(iter(_by_hash)))
        rows = session.execute(
            select(QuestionnaireVersion.hash, QuestionnaireVersion.content).where(
                QuestionnaireVersion.id.in_(unread)
            )
        )
        _by_hash.update({row.hash: survey_from_content(row.content) for row in rows})
    return {i: _by_hash[hashes[i]] for i in wanted}


def newest_versions(session: Session) -> dict[str, int]:
    """Give the id of the newest version of each survey, by survey key in alphabetical order."""
    rows = session.execute(
        select(QuestionnaireVersion.survey_key, QuestionnaireVersion.id).order_by(
            QuestionnaireVersion.survey_key, QuestionnaireVersion.created_at, QuestionnaireVersion.id
        )
    )
    return {row.survey_key: row.id for row in rows}
