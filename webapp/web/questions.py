"""One question on a page: what its fields hold, what was posted in them, and how an answer is written out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, assert_never

from flask import Flask
from werkzeug.datastructures import MultiDict

from webapp.core.accepting import RawAnswer, Refusal, accept
from webapp.core.agreement import Clause
from webapp.core.answer import (
    Answer,
    Choice,
    Choices,
    DontKnow,
    FreeText,
    Level,
    Missing,
    NotApplicable,
    Number,
    Practice,
)
from webapp.core.survey import (
    ChoiceItem,
    Item,
    MaturityItem,
    MultipleChoiceItem,
    NumberItem,
    PracticeItem,
    Survey,
    TextItem,
    YesPlannedNoItem,
)
from webapp.web.answers_written import bounds_text, how_many, labels_of
from webapp.web.answers_written import written as written

STATUS: Final = "status:"
"""In a group of radio buttons don't-know is one more button, so that choosing it takes the level away:
its value is ``status:dont_know``, which ``read`` turns into a status."""

KEEP_MINE: Final = "mine:"
KEEP_THEIRS: Final = "theirs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people wrote to the same item: what stands there now, who wrote it and when."""

    theirs: Answer
    their_name: str
    their_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An item with what stands in its fields, as the component ``item.html`` draws it."""

    survey: Survey
    item: Item
    raw: RawAnswer
    version: int = 0
    number: int | None = None
    faults: tuple[str, ...] = ()
    warning: str | None = None
    conflict: Conflict | None = None
    clauses: tuple[Clause, ...] = ()
    previous: str | None = None
    is_shown: bool = True
    saved: Answer | None = None

    @property
    def kind(self) -> str:
        """The kind's name, as the component and the stylesheet know it."""
        return kind_of(self.item)

    @property
    def is_radio(self) -> bool:
        """Whether it is answered by one of a group of radio buttons."""
        return self.kind in {"maturity", "choice"}

    @property
    def asks_evidence(self) -> bool:
        """Whether it has a small field for documentation."""
        return self.item.evidence is not None or isinstance(self.item, MaturityItem)

    @property
    def first_id(self) -> str:
        """The id of its first control: where the error summary leads."""
        return first_id(self.item)

    @property
    def answer_text(self) -> str:
        """What was answered, in words; for a page that only shows it."""
        return written(self.survey, self.item, self.saved.given if self.saved is not None else None)


def ask(
    survey: Survey,
    item: Item,
    answer: Answer | None,
    *,
    typed: RawAnswer | None = None,
    version: int | None = None,
    **more: object,
) -> Question:
    """Make the question for ``item`` from what is saved, or from what was ``typed`` where that was refused or kept.

    ``version`` is the one the page had seen, when it is not that of ``answer``; ``more`` are fields of Question.
    """
    return Question(
        survey=survey,
        item=item,
        raw=typed if typed is not None else raw_of(answer),
        version=version if version is not None else (answer.version if answer is not None else 0),
        saved=answer,
        **more,  # type: ignore[arg-type]  # the dataclass refuses what it does not know
    )


def kind_of(item: Item) -> str:
    """Give the name under which an item is drawn; yes/planned/no is drawn as a choice."""
    match item:
        case MaturityItem():
            return "maturity"
        case NumberItem():
            return "number"
        case ChoiceItem() | YesPlannedNoItem():
            return "choice"
        case MultipleChoiceItem():
            return "multiple"
        case TextItem():
            return "text"
        case PracticeItem():
            return "practice"
        case other:
            assert_never(other)


def first_id(item: Item) -> str:
    """Give the id of an item's first control."""
    if isinstance(item, PracticeItem) and item.fields:
        return f"{item.key}-field-{item.fields[0].key}"
    return f"{item.key}-value"


def raw_of(answer: Answer | None) -> RawAnswer:  # noqa: C901, PLR0911 -- one line for each kind
    """Give the strings that stand in the fields of a saved answer: ``read`` of them gives the same answer again."""
    if answer is None:
        return RawAnswer()
    given, evidence = answer.given, answer.evidence
    match given:
        case None:
            return RawAnswer(evidence=evidence)
        case Level(level):
            return RawAnswer(value=(str(level),), evidence=evidence)
        case Number(number):
            return RawAnswer(value=(_typed_number(number),), evidence=evidence)
        case Choice(value):
            return RawAnswer(value=(value,), evidence=evidence)
        case Choices(values):
            return RawAnswer(value=values, evidence=evidence)
        case FreeText(text):
            return RawAnswer(value=(text,), evidence=evidence)
        case Practice(fields):
            return RawAnswer(fields=dict(fields), evidence=evidence)
        case DontKnow():
            return RawAnswer(status=Missing.DONT_KNOW, evidence=evidence)
        case NotApplicable(reason):
            return RawAnswer(status=Missing.NOT_APPLICABLE, reason=reason, evidence=evidence)
        case other:
            assert_never(other)


def was_posted(form: MultiDict[str, str], item: Item) -> bool:
    """Whether the form had this item on it; its version always stands there."""
    return f"{item.key}.version" in form


def read(form: MultiDict[str, str], item: Item) -> RawAnswer:
    """Read what a form carried for ``item``, for ``core.accepting.accept``. Says nothing about whether it is right."""
    prefix = f"{item.key}.field."
    fields = {name.removeprefix(prefix): value for name, value in form.items() if name.startswith(prefix)}
    return _sorted_out(
        item,
        values=form.getlist(f"{item.key}.value"),
        statuses=form.getlist(f"{item.key}.status"),
        reason=form.get(f"{item.key}.reason", ""),
        evidence=form.get(f"{item.key}.evidence", ""),
        fields=fields,
    )


def read_json(posted: object, item: Item) -> RawAnswer | None:
    """Read what autosave sent for ``item``; None when it has another shape than the page's own script sends."""
    if not isinstance(posted, dict):
        return None
    values, fields = posted.get("value", []), posted.get("fields", {})
    texts = [posted.get(name, "") for name in ("status", "reason", "evidence")]
    if not (isinstance(values, list) and isinstance(fields, dict)):
        return None
    if not all(isinstance(text, str) for text in [*values, *texts, *fields, *fields.values()]):
        return None
    status, reason, evidence = texts
    statuses = [status] if status else []
    return _sorted_out(
        item, values=values, statuses=statuses, reason=reason, evidence=evidence, fields=fields
    )


def read_version(form: MultiDict[str, str], item: Item) -> int:
    """Read the version the page had seen: after a conflict, the other's when one chose to keep one's own.

    0, never saved, for what is no number: it then meets the conflict it should.
    """
    kept = form.get(f"{item.key}.keep", "")
    text = kept.removeprefix(KEEP_MINE) if kept.startswith(KEEP_MINE) else form.get(f"{item.key}.version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def keeps_theirs(form: MultiDict[str, str], item: Item) -> bool:
    """Whether someone who met a conflict chose what the other had written; then nothing of theirs is saved."""
    return form.get(f"{item.key}.keep") == KEEP_THEIRS


def raw_json(raw: RawAnswer) -> str:
    """Give the strings of an answer to the page's script, which fills in the fields with them."""
    return json.dumps(
        {
            "value": list(raw.value),
            "status": raw.status,
            "reason": raw.reason,
            "evidence": raw.evidence,
            "fields": dict(raw.fields),
        },
        ensure_ascii=False,
    )


def _typed_number(number: Decimal) -> str:
    """Write a number as it would be typed: decimal comma and no spaces, so that it can be changed by hand."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def _sorted_out(
    item: Item,
    *,
    values: list[str],
    statuses: list[str],
    reason: str,
    evidence: str,
    fields: Mapping[str, str],
) -> RawAnswer:
    """Put statuses where they belong; what belongs together is for core.accepting to say."""
    chosen = (
        [value.removeprefix(STATUS) for value in values if value.startswith(STATUS)]
        if _is_radio(item)
        else []
    )
    rest = [value for value in values if value and not (_is_radio(item) and value.startswith(STATUS))]
    every = [*statuses, *chosen]
    return RawAnswer(
        value=tuple(rest), status=",".join(every), reason=reason, evidence=evidence, fields=dict(fields)
    )


def _is_radio(item: Item) -> bool:
    return kind_of(item) in {"maturity", "choice"}


def their_answer(question: Question) -> str:
    """Write out what the other person in a conflict answered."""
    conflict = question.conflict
    return written(question.survey, question.item, conflict.theirs.given) if conflict is not None else ""


def my_answer(question: Question) -> str:
    """Write out what this person typed, or as it was typed when it is no answer yet."""
    read_as = accept(question.item, question.raw)
    if isinstance(read_as, Refusal):
        return "\n".join([*question.raw.value, question.raw.reason, *question.raw.fields.values()]).strip()
    return written(question.survey, question.item, read_as.given)


def theirs_json(question: Question) -> str:
    """Give the strings of the other person's answer to the page's script."""
    conflict = question.conflict
    return raw_json(raw_of(conflict.theirs)) if conflict is not None else ""


def set_up(app: Flask) -> None:
    """Give the components for items what they call."""
    app.jinja_env.globals.update(
        bounds_text=bounds_text,
        how_many=how_many,
        labels_of=labels_of,
        my_answer=my_answer,
        theirs_json=theirs_json,
        their_answer=their_answer,
    )
