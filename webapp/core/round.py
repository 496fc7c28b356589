"""A round: when it can be answered, and what may be done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any

from webapp.core.text import Text

KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,38}")
"""What a round may be called in an address."""


class RoundState(StrEnum):
    """Planned, open for answers, or closed."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class RoundFault(Enum):
    """Why something cannot be done with a round now."""

    NO_SURVEYS = "no surveys"
    ALREADY_OPENED = "already opened"
    NOT_OPEN = "not open"
    NOT_CLOSED = "not closed"
    KEY_TAKEN = "key taken"
    KEY_INVALID = "key invalid"
    DEADLINE_NOT_AFTER_OPENING = "deadline not after opening"
    DEADLINE_PASSED = "deadline passed"
    NO_STRUCTURE = "no structure known on the reference date"
    UNKNOWN_SURVEY = "unknown survey"
    CHANGED_MEANWHILE = "changed meanwhile"


class RoundError(Exception):
    """Something cannot be done with a round; ``fault`` says what, the page has the words."""

    def __init__(self, fault: RoundFault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round as an adviser plans it. ``rules`` is JSON: disclosure rules, thresholds and audience, locked at opening."""

    key: str
    title: Text
    reference_date: date
    opens_at: datetime | None
    deadline_at: datetime
    surveys: tuple[str, ...]
    rules: Mapping[str, Any]
    synthetic: bool = False

    def check(self) -> None:
        """Raise RoundError for a key that cannot stand in an address, or a deadline that is not after the opening."""
        if not KEY.fullmatch(self.key):
            raise RoundError(RoundFault.KEY_INVALID, self.key)
        if self.opens_at is not None and self.deadline_at <= self.opens_at:
            raise RoundError(RoundFault.DEADLINE_NOT_AFTER_OPENING, self.key)


@dataclass(frozen=True, slots=True)
class Round:
    """One time that surveys are answered. ``reference_date``: what day the answers are for, and the population's."""

    id: int
    key: str
    title: Text
    state: RoundState
    reference_date: date
    opens_at: datetime | None
    deadline_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    synthetic: bool

    def check_can_open(self, surveys: int, now: datetime) -> None:
        """Raise RoundError unless the round is planned, asks something, and its deadline lies ahead."""
        if self.state is not RoundState.PLANNED:
            raise RoundError(RoundFault.ALREADY_OPENED, self.key)
        if surveys == 0:
            raise RoundError(RoundFault.NO_SURVEYS, self.key)
        if self.deadline_at <= now:
            raise RoundError(RoundFault.DEADLINE_PASSED, self.key)

    def check_can_close(self) -> None:
        """Raise RoundError unless the round is open."""
        if self.state is not RoundState.OPEN:
            raise RoundError(RoundFault.NOT_OPEN, self.key)

    def takes_answers(self) -> bool:
        """Whether answers are taken now. A passed deadline does not lock anyone out: the adviser closes the round."""
        return self.state is RoundState.OPEN
