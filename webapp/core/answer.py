"""An answer: a typed value, or one of the ways in which there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Missing(StrEnum):
    """Why there is no value; never the same as 0 (measures.md A0)."""

    DONT_KNOW = "dont_know"
    BLANK = "blank"
    NOT_DELIVERED = "not_delivered"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Level:
    """A level, 0 to 4."""

    level: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number or a percentage."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """One option's value."""

    value: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The chosen options' values, in the order of the questionnaire."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FreeText:
    """What was written."""

    text: str


@dataclass(frozen=True, slots=True)
class Practice:
    """The fields of a practice example, by field key."""

    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The respondent chose don't know."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The item does not apply here, and why."""

    reason: str


Value = Level | Number | Choice | Choices | FreeText | Practice
Given = Value | DontKnow | NotApplicable
"""What a respondent can give; None stands for a blank item."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands on one item: ``given`` (None: blank), evidence, and the version number for conflicts (0: never saved)."""

    item: str
    given: Given | None
    evidence: str = ""
    version: int = 0
