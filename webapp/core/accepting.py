"""Turning what was posted for one item into an answer, or into the fault that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from webapp.core.answer import (
    Answer,
    Choice,
    Choices,
    DontKnow,
    FreeText,
    Given,
    Level,
    Missing,
    NotApplicable,
    Number,
    Practice,
)
from webapp.core.numbers import NumberFault, decimals_of, read_number
from webapp.core.survey import (
    LEVELS,
    ChoiceItem,
    Item,
    MaturityItem,
    MultipleChoiceItem,
    NumberItem,
    Option,
    PracticeItem,
    TextItem,
    YesPlannedNoItem,
)

REASON_MAX = 1000
EVIDENCE_MAX = 2000


class AnswerFault(StrEnum):
    """Why what was posted cannot be an answer. The page has the words."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_DOT = "ambiguous_dot"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    TOO_MANY_DECIMALS = "too_many_decimals"
    UNKNOWN_LEVEL = "unknown_level"
    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_STATUS = "unknown_status"
    SEVERAL_VALUES = "several_values"
    EXCLUSIVE_COMBINED = "exclusive_combined"
    TOO_MANY_CHOICES = "too_many_choices"
    TOO_LONG = "too_long"
    EVIDENCE_TOO_LONG = "evidence_too_long"
    REASON_TOO_LONG = "reason_too_long"
    REASON_MISSING = "reason_missing"
    NOT_APPLICABLE_NOT_ALLOWED = "not_applicable_not_allowed"
    VALUE_AND_STATUS = "value_and_status"


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """What was posted for one item, as strings.

    ``status`` is empty, ``dont_know`` or ``not_applicable``; ``fields`` are those of a practice example.
    """

    value: Sequence[str] = ()
    status: str = ""
    reason: str = ""
    evidence: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fault and what the words about it need: a bound, a length, an option or a field's key."""

    fault: AnswerFault
    args: Mapping[str, str | int | Decimal] = field(default_factory=dict)


def accept(item: Item, raw: RawAnswer) -> Answer | Refusal:
    """Read what was posted for ``item``. Nothing posted is a blank answer, which a draft may hold.

    Text is kept as it was typed, apart from line endings and characters no database keeps.
    """
    evidence = _text(raw.evidence)
    if len(evidence) > EVIDENCE_MAX:
        return Refusal(AnswerFault.EVIDENCE_TOO_LONG, {"maximum": EVIDENCE_MAX, "length": len(evidence)})
    read = _given(item, raw)
    return read if isinstance(read, Refusal) else Answer(item.key, read, evidence)


def is_unusual(item: Item, given: Given | None) -> bool:
    """Whether a number, though accepted, is above ``warn_above`` and so worth asking about once more."""
    return (
        isinstance(item, NumberItem)
        and isinstance(given, Number)
        and item.warn_above is not None
        and given.number > item.warn_above
    )


def _given(item: Item, raw: RawAnswer) -> Given | Refusal | None:
    values = [value for value in raw.value if value.strip()]
    if not raw.status:
        return _value(item, values, raw.fields)
    if raw.status not in {Missing.DONT_KNOW, Missing.NOT_APPLICABLE}:
        return Refusal(AnswerFault.UNKNOWN_STATUS, {"status": raw.status[:100]})
    if values or any(text.strip() for text in raw.fields.values()):
        return Refusal(AnswerFault.VALUE_AND_STATUS)
    return DontKnow() if raw.status == Missing.DONT_KNOW else _not_applicable(item, _text(raw.reason))


def _not_applicable(item: Item, reason: str) -> NotApplicable | Refusal:
    if item.not_applicable is None:
        return Refusal(AnswerFault.NOT_APPLICABLE_NOT_ALLOWED)
    if not reason.strip():
        return Refusal(AnswerFault.REASON_MISSING)
    if len(reason) > REASON_MAX:
        return Refusal(AnswerFault.REASON_TOO_LONG, {"maximum": REASON_MAX, "length": len(reason)})
    return NotApplicable(reason)


def _value(item: Item, values: list[str], fields: Mapping[str, str]) -> Given | Refusal | None:
    if isinstance(item, PracticeItem):
        return _practice(item, fields)
    if not values:
        return None
    if len(values) > 1 and not isinstance(item, MultipleChoiceItem):
        return Refusal(AnswerFault.SEVERAL_VALUES)
    read: Given | Refusal
    match item:
        case MaturityItem():
            read = _level(values[0])
        case NumberItem():
            read = _number(item, values[0])
        case ChoiceItem() | YesPlannedNoItem():
            read = _choice(item.options, values[0])
        case MultipleChoiceItem():
            read = _choices(item, values)
        case TextItem():
            read = _free_text(item, values[0])
        case other:
            assert_never(other)
    return read


def _level(value: str) -> Level | Refusal:
    if value in {str(level) for level in LEVELS}:
        return Level(int(value))
    return Refusal(AnswerFault.UNKNOWN_LEVEL, {"value": value[:100]})


def _number(item: NumberItem, value: str) -> Number | Refusal:
    number = read_number(value.rstrip().removesuffix("%") if item.is_percent else value)
    match number:
        case NumberFault.NOT_A_NUMBER:
            return Refusal(AnswerFault.NOT_A_NUMBER)
        case NumberFault.AMBIGUOUS_DOT:
            return Refusal(AnswerFault.AMBIGUOUS_DOT)
        case NumberFault.TOO_MANY_DIGITS:
            return Refusal(AnswerFault.TOO_HIGH, {"maximum": item.maximum})
        case Decimal():
            return _within(item, number)
        case other:
            assert_never(other)


def _within(item: NumberItem, number: Decimal) -> Number | Refusal:
    if number < item.minimum:
        return Refusal(AnswerFault.TOO_LOW, {"minimum": item.minimum})
    if number > item.maximum:
        return Refusal(AnswerFault.TOO_HIGH, {"maximum": item.maximum})
    if decimals_of(number) > item.decimals:
        return Refusal(AnswerFault.TOO_MANY_DECIMALS, {"decimals": item.decimals})
    return Number(number)


def _choice(options: tuple[Option, ...], value: str) -> Choice | Refusal:
    if any(option.value == value for option in options):
        return Choice(value)
    return Refusal(AnswerFault.UNKNOWN_OPTION, {"value": value[:100]})


def _choices(item: MultipleChoiceItem, values: list[str]) -> Choices | Refusal:
    known = {option.value: option for option in item.options}
    for value in values:
        if value not in known:
            return Refusal(AnswerFault.UNKNOWN_OPTION, {"value": value[:100]})
    chosen = tuple(value for value in known if value in set(values))
    exclusive = [value for value in chosen if known[value].exclusive]
    if exclusive and len(chosen) > 1:
        return Refusal(AnswerFault.EXCLUSIVE_COMBINED, {"option": exclusive[0]})
    if item.max_choices is not None and len(chosen) > item.max_choices:
        return Refusal(AnswerFault.TOO_MANY_CHOICES, {"maximum": item.max_choices, "chosen": len(chosen)})
    return Choices(chosen)


def _free_text(item: TextItem, value: str) -> FreeText | Refusal:
    text = _text(value)
    if len(text) > item.max_length:
        return Refusal(AnswerFault.TOO_LONG, {"maximum": item.max_length, "length": len(text)})
    return FreeText(text)


def _practice(item: PracticeItem, fields: Mapping[str, str]) -> Practice | Refusal | None:
    known = [each.key for each in item.fields]
    for key in fields:
        if key not in known:
            return Refusal(AnswerFault.UNKNOWN_FIELD, {"field": key[:100]})
    texts = {key: _text(fields[key]) for key in known if fields.get(key, "").strip()}
    for key, text in texts.items():
        if len(text) > item.max_length:
            return Refusal(
                AnswerFault.TOO_LONG, {"maximum": item.max_length, "length": len(text), "field": key}
            )
    return Practice(texts) if texts else None


def _text(value: str) -> str:
    """Give what was typed with one kind of line ending, and without what PostgreSQL or UTF-8 cannot hold."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or c >= " ")
    return kept.encode("utf-8", "replace").decode("utf-8")
