"""How far a response has come, and what it lacks before it can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from webapp.core.answer import DontKnow, Given, NotApplicable
from webapp.core.relevance import Answers, given, shown_items
from webapp.core.survey import Item, PracticeItem, Section, Survey, TextItem


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """One section: how many items are shown, answered, and still missing before sending."""

    section: str
    shown: int
    answered: int
    missing: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing in the section stands in the way of sending."""
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class Progress:
    """A whole response, section by section in the order of the survey."""

    sections: tuple[SectionProgress, ...]

    @property
    def shown(self) -> int:
        """How many items are shown."""
        return sum(s.shown for s in self.sections)

    @property
    def answered(self) -> int:
        """How many of the shown items have a value, a don't-know or a not-applicable."""
        return sum(s.answered for s in self.sections)

    @property
    def missing(self) -> int:
        """How many shown items must have an answer before sending, and have none."""
        return sum(s.missing for s in self.sections)

    @property
    def is_complete(self) -> bool:
        """Whether the response can be sent."""
        return self.missing == 0

    @property
    def has_begun(self) -> bool:
        """Whether anything is answered."""
        return self.answered > 0

    def section(self, key: str) -> SectionProgress | None:
        """Give the progress of the section called ``key``, or None."""
        return next((s for s in self.sections if s.section == key), None)

    def to_json(self) -> dict[str, Any]:  # Any: JSON, as it goes into a JSON column
        """Give what is kept on the revision."""
        return {
            "sections": [
                {"section": s.section, "shown": s.shown, "answered": s.answered, "missing": s.missing}
                for s in self.sections
            ]
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:  # Any: JSON, as it comes from a JSON column
        """Read back what ``to_json`` gave."""
        return cls(tuple(SectionProgress(**section) for section in kept["sections"]))


def must_be_answered(item: Item) -> bool:
    """Whether sending needs an answer on the item when it is shown; text and practice are optional."""
    return not isinstance(item, TextItem | PracticeItem)


def is_answered(item: Item, answer: Given | None) -> bool:
    """Whether ``answer`` is a value, a don't-know, or a not-applicable that is allowed and has a reason."""
    match answer:
        case None:
            return False
        case NotApplicable(reason):
            return item.not_applicable is not None and bool(reason.strip())
        case DontKnow():
            return True
        case _:
            return True


def progress(survey: Survey, answers: Answers) -> Progress:
    """Give how far the response has come. Items that are not shown count neither as shown nor as missing."""
    shown = frozenset(shown_items(survey, answers))
    return Progress(tuple(_section(section, shown, answers) for section in survey.sections))


def _section(section: Section, shown: frozenset[str], answers: Answers) -> SectionProgress:
    items = [item for item in section.items if item.key in shown]
    unanswered = [item for item in items if not is_answered(item, given(answers, item.key))]
    missing = sum(must_be_answered(item) for item in unanswered)
    return SectionProgress(section.key, len(items), len(items) - len(unanswered), missing)


def missing_items(survey: Survey, answers: Answers) -> tuple[str, ...]:
    """Give the keys of the shown items that must be answered before sending and are not, in order."""
    shown = frozenset(shown_items(survey, answers))
    return tuple(
        item.key
        for item in survey.items()
        if item.key in shown and must_be_answered(item) and not is_answered(item, given(answers, item.key))
    )
