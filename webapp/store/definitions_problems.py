"""What can be wrong with a definition, as faults with arguments; `godpraksis surveys check` has the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DefinitionFault(StrEnum):
    """One way in which a definition cannot be used."""

    # the file
    NOT_READABLE = "not_readable"
    NOT_YAML = "not_yaml"
    TOO_DEEP = "too_deep"
    SEVERAL_DOCUMENTS = "several_documents"
    ALIAS = "alias"
    UNKNOWN_TAG = "unknown_tag"
    NOT_A_MAPPING = "not_a_mapping"
    DUPLICATE_YAML_KEY = "duplicate_yaml_key"
    KEY_NOT_TEXT = "key_not_text"
    # the shape
    UNKNOWN_FIELD = "unknown_field"
    FIELD_MISSING = "field_missing"
    WRONG_VALUE = "wrong_value"
    KEY_SHAPE = "key_shape"
    UNKNOWN_KIND = "unknown_kind"
    # the texts
    TEXT_MISSING = "text_missing"
    TEXT_BLANK = "text_blank"
    NOT_TEXT = "not_text"
    # the agreements
    DUPLICATE_KEY = "duplicate_key"
    UNKNOWN_SECTION = "unknown_section"
    UNKNOWN_PARTY = "unknown_party"
    UNKNOWN_SURVEY = "unknown_survey"
    ENDS_BEFORE_START = "ends_before_start"
    # the survey
    UNKNOWN_CLAUSE = "unknown_clause"
    PROCESS_CLAUSE = "process_clause"
    CLAUSE_TWICE = "clause_twice"
    CONDITION_ON_MISSING = "condition_on_missing"
    CONDITION_ON_LATER = "condition_on_later"
    CONDITION_ON_KIND = "condition_on_kind"
    CONDITION_SHAPE = "condition_shape"
    CONDITION_UNKNOWN_VALUE = "condition_unknown_value"
    CONDITION_NEVER_MET = "condition_never_met"
    LEVEL_OUT_OF_ORDER = "level_out_of_order"
    LEVEL_TWICE = "level_twice"
    LEVEL_MISSING = "level_missing"
    LEVEL_UNKNOWN = "level_unknown"
    TOO_FEW_OPTIONS = "too_few_options"
    TOO_MANY_CHOICES = "too_many_choices"
    BOUNDS_EXCLUDE_ALL = "bounds_exclude_all"
    BOUNDS_DECIMALS = "bounds_decimals"
    PERCENT_BOUNDS = "percent_bounds"
    WARNING_OUTSIDE_BOUNDS = "warning_outside_bounds"
    CLASS_EMPTY = "class_empty"
    CLASS_GAP = "class_gap"
    CLASS_OVERLAP = "class_overlap"
    CLASSES_START = "classes_start"
    CLASSES_END = "classes_end"
    # the keys over time, and the folder
    KEY_RENAMED = "key_renamed"
    KEY_REMOVED = "key_removed"
    KEY_RETIRED = "key_retired"
    KEY_NOT_LOCKED = "key_not_locked"
    KIND_CHANGED = "kind_changed"
    LOCK_LINE = "lock_line"
    FILE_NAME = "file_name"
    NOT_AN_AREA = "not_an_area"
    SURVEY_MISSING = "survey_missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (``line`` and ``column`` from 1), which key, and what the words about it need."""

    fault: DefinitionFault
    file: str
    line: int
    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)
    column: int | None = None


class DefinitionsError(ValueError):
    """A definition that cannot be used; ``problems`` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order of the file."""
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column or 0)))
        super().__init__("; ".join(f"{p.file}:{p.line}: {p.key}: {p.fault}" for p in self.problems))
