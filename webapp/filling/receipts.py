"""The receipt for a delivery: who, when, which answers, and a number by which the answers can be known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.core.answer import (
    Answer,
    Choice,
    Choices,
    DontKnow,
    FreeText,
    Given,
    Level,
    NotApplicable,
    Number,
    Practice,
)
from webapp.core.relevance import shown_items
from webapp.core.submission import BarredError, Barrier, RevisionState, Submission
from webapp.core.survey import Item, Survey


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery as the municipality keeps it. ``items`` are those that were asked, with their answers, in order.

    ``digest`` is the sha256 of what was delivered, so that anyone with the answers can prove they are the same.
    """

    submission: Submission
    survey: Survey
    number: str
    digest: str
    sent_at: datetime | None
    sent_by: str
    delivered_at: datetime
    delivered_by: str
    items: tuple[tuple[Item, Answer | None], ...]


def receipt(submission: Submission, survey: Survey, answers: Mapping[str, Answer]) -> Receipt:
    """Make the receipt for a delivered submission; raises BarredError(NOT_SENT) when it is not delivered.

    Items that were not relevant are not part of the delivery, whatever was once typed in them (PITFALLS 9).
    """
    revision = submission.revision
    if revision is None or revision.state is not RevisionState.DELIVERED or revision.delivered_at is None:
        raise BarredError(Barrier.NOT_SENT)
    shown = frozenset(shown_items(survey, answers))
    items = tuple((item, answers.get(item.key)) for item in survey.items() if item.key in shown)
    content = {
        "municipality": submission.municipality,
        "round": submission.round.key,
        "survey": survey.key,
        "questionnaire": submission.version_hash,
        "revision": revision.number,
        "delivered_at": revision.delivered_at.astimezone(UTC).isoformat(),
        "answers": {item.key: _content(answer) for item, answer in items},
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    number = f"{submission.municipality}-{submission.round.key}-{survey.key}-{revision.number}-{digest[:8]}"
    return Receipt(
        submission=submission,
        survey=survey,
        number=number,
        digest=digest,
        sent_at=revision.sent_at,
        sent_by=revision.sent_by,
        delivered_at=revision.delivered_at,
        delivered_by=revision.delivered_by,
        items=items,
    )


def _content(answer: Answer | None) -> dict[str, object]:
    """Give an answer in a form that is written the same everywhere and always."""
    if answer is None:
        return {"kind": "blank", "evidence": ""}
    return {**_given(answer.given), "evidence": answer.evidence}


def _given(given: Given | None) -> dict[str, object]:  # noqa: PLR0911 -- one line for each kind
    match given:
        case None:
            return {"kind": "blank"}
        case Level(level):
            return {"kind": "level", "value": level}
        case Number(number):
            return {"kind": "number", "value": f"{number.normalize():f}"}
        case Choice(value):
            return {"kind": "choice", "value": value}
        case Choices(values):
            return {"kind": "choices", "value": list(values)}
        case FreeText(text):
            return {"kind": "text", "value": text}
        case Practice(fields):
            return {"kind": "practice", "value": dict(fields)}
        case DontKnow():
            return {"kind": "dont_know"}
        case NotApplicable(reason):
            return {"kind": "not_applicable", "value": reason}
