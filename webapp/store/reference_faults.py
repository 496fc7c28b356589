"""What can be wrong with the reference files, and where; the words for it are in commands.reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Fault(Enum):
    """One kind of breakage. ``found`` and ``expected`` of a Problem mean what the comment says."""

    FILE_MISSING = auto()
    FILE_UNREADABLE = auto()  # found: what the system said
    NOT_UTF8 = auto()
    FILE_EMPTY = auto()
    NOT_CSV = auto()  # found: what the reader said
    MISSING_COLUMN = auto()
    UNKNOWN_COLUMN = auto()
    DUPLICATE_COLUMN = auto()
    SHORT_LINE = auto()  # found and expected: numbers of fields
    LONG_LINE = auto()  # likewise
    EMPTY_FIELD = auto()
    NOT_WHOLE_NUMBER = auto()
    OUT_OF_BOUNDS = auto()  # expected: the bounds
    NOT_MUNICIPALITY_NUMBER = auto()
    NOT_COUNTY_NUMBER = auto()
    NOT_ORGANISATION_NUMBER = auto()
    NOT_DATE = auto()
    UNKNOWN_VALUE = auto()  # expected: the values there are
    UNKNOWN_GROUP = auto()  # likewise
    DUPLICATE = auto()  # expected: the line it stands on first
    UNKNOWN_COUNTY = auto()
    UNKNOWN_MUNICIPALITY = auto()
    WRONG_COUNTY = auto()  # the number does not begin with the county's
    DIFFERENT_NAME = auto()  # expected: the name in the other file
    WITHOUT_HEALTH_COMMUNITY = auto()
    WITHOUT_MAP = auto()
    UNKNOWN_SUCCESSOR = auto()  # expected: the date
    STILL_IN_USE = auto()  # likewise
    WRONG_CHANGE_TYPE = auto()
    NOT_AS_CHANGES_SAY = auto()  # expected: what the changes say
    CENTRALITY_OVERLAP = auto()  # expected: the class it falls among
    WRONG_TOTAL = auto()  # found: what the lines add up to; expected: what the file states
    MISSING_TOTAL = auto()  # found: measure and key
    NOT_JSON = auto()  # found: what the reader said
    NOT_GEOJSON = auto()
    NOT_POLYGON = auto()
    NOT_RING = auto()
    OUTSIDE_NORWAY = auto()
    WRONG_WINDING = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``column`` is a column of a CSV file, or a path into a JSON file."""

    fault: Fault
    file: str
    line: int | None = None
    column: str | None = None
    found: str = ""
    expected: str = ""


class BrokenReferenceError(Exception):
    """The reference files cannot be read; ``problems`` says all that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, and name the first for whoever reads a log."""
        first = problems[0]
        super().__init__(f"{first.file}:{first.line or ''}:{first.column or ''} {first.fault.name.lower()}")
        self.problems = tuple(problems)
