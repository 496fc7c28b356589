"""The shape of the YAML definitions: pydantic at the door, and nowhere else."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from webapp.core.text import LANGUAGES
from webapp.store.definitions_lines import Document, Path
from webapp.store.definitions_problems import DefinitionFault, DefinitionsError, Problem

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*")


def _words(value: object) -> str:
    """Take a text that is there and says something."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise PydanticCustomError("text_blank", "blank")
    if not isinstance(value, str):
        raise PydanticCustomError("not_text", "not text")
    return value.strip()


def _amount(value: object) -> Decimal:
    """Take a number, whole or not, and nothing that merely looks like one."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number", "number")
    return Decimal(value)


def _key(value: object) -> object:
    if isinstance(value, str) and not _KEY.fullmatch(value):
        raise PydanticCustomError("key_shape", "key")
    return value


def _code(value: object) -> object:
    if isinstance(value, str) and not _VALUE.fullmatch(value):
        raise PydanticCustomError("key_shape", "key")
    return value


Words = Annotated[str, PlainValidator(_words)]
Amount = Annotated[Decimal, PlainValidator(_amount)]
Key = Annotated[str, BeforeValidator(_key)]
Code = Annotated[str, BeforeValidator(_code)]


class Doc(BaseModel):
    """What all of them share: nothing extra, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextDoc(Doc):
    """A text in both forms."""

    nb: Words
    nn: Words


class LevelDoc(TextDoc):
    """The name of a level, or its description in one item."""

    level: int


class OptionDoc(TextDoc):
    """An option."""

    value: Code
    exclusive: bool = False


class FieldDoc(TextDoc):
    """A field of a practice example."""

    key: Key


class UnknownDoc(TextDoc):
    """Don't know."""

    value: Literal["vet_ikke"]


class ScalesDoc(Doc):
    """What is the same in every survey: surveys/scales.yaml."""

    maturity: list[LevelDoc]
    yes_no_planned: list[OptionDoc]
    unknown: UnknownDoc
    practice_fields: list[FieldDoc]


class ConditionDoc(Doc):
    """When an item is shown."""

    item: str
    in_: list[str] | None = Field(default=None, alias="in")
    at_least: Amount | None = None


class ClassDoc(TextDoc):
    """A class of numbers."""

    key: Key
    from_: Amount = Field(alias="from")
    to: Amount | None = None


class BoundsDoc(Doc):
    """What a number may be."""

    min: Amount
    max: Amount
    decimals: int = Field(ge=0, le=6)
    warn_above: Amount | None = None


class LengthDoc(Doc):
    """How long a text may be."""

    max_length: int = Field(ge=1, le=20_000)


class StatisticDoc(Doc):
    """A published figure that belongs beside the answer."""

    publisher: Words
    name: TextDoc
    table: str | None
    coverage: Literal["full", "partial", "context"]
    verified: bool
    note: TextDoc | None = None


class ItemDoc(Doc):
    """What every item has."""

    key: Key
    text: TextDoc
    help: TextDoc | None = None
    evidence: TextDoc | None = None
    measures: list[str] = []
    relevant_if: ConditionDoc | None = None
    not_applicable: TextDoc | None = None
    source_statistic: StatisticDoc | None = None


class MaturityDoc(ItemDoc):
    """Five anchored levels."""

    type: Literal["maturity"]
    levels: list[LevelDoc]


class NumberDoc(ItemDoc):
    """A number, or a percentage."""

    type: Literal["number", "percent"]
    unit: TextDoc
    bounds: BoundsDoc
    classes: Annotated[list[ClassDoc], Field(min_length=1)]


class SingleChoiceDoc(ItemDoc):
    """One of the options."""

    type: Literal["single_choice"]
    options: list[OptionDoc]


class YesNoPlannedDoc(ItemDoc):
    """Yes, planned or no."""

    type: Literal["yes_no_planned"]


class MultipleChoiceDoc(ItemDoc):
    """Any number of the options."""

    type: Literal["multiple_choice"]
    options: list[OptionDoc]
    max_choices: int | None = Field(default=None, ge=1)


class FreeTextDoc(ItemDoc):
    """Free text."""

    type: Literal["text"]
    bounds: LengthDoc


class PracticeDoc(ItemDoc):
    """A practice example."""

    type: Literal["practice"]


AnyItemDoc = Annotated[
    MaturityDoc
    | NumberDoc
    | SingleChoiceDoc
    | YesNoPlannedDoc
    | MultipleChoiceDoc
    | FreeTextDoc
    | PracticeDoc,
    Field(discriminator="type"),
]


class SectionDoc(Doc):
    """A page of the survey."""

    key: Key
    title: TextDoc
    introduction: TextDoc | None = None
    items: Annotated[list[AnyItemDoc], Field(min_length=1)]


class SurveyDoc(Doc):
    """A survey file."""

    key: Key
    version: Words
    estimated_minutes: int = Field(ge=1, le=240)
    title: TextDoc
    introduction: TextDoc
    respondent: TextDoc
    reference_period: TextDoc
    sections: Annotated[list[SectionDoc], Field(min_length=1)]


class PartyDoc(TextDoc):
    """A party."""

    key: Code
    abbreviation: str | None = None


class AreaDoc(TextDoc):
    """An agreement area."""

    key: Key
    required_by_name: bool


class AgreementSectionDoc(TextDoc):
    """A section of an agreement."""

    key: Key


class ClauseDoc(TextDoc):
    """A clause."""

    key: Code
    kind: Literal[
        "background", "purpose", "scope", "exclusion", "principle",
        "commitment", "bullet", "economy", "follow_up", "term",
    ]  # fmt: skip
    section: str
    parties: list[str]
    basis: Literal["named", "lead_in", "none"]
    actors: list[str] = []
    survey: str
    also: list[str] = []
    overall: bool = False


class AgreementDoc(Doc):
    """An agreement."""

    key: Key
    title: TextDoc
    short_title: TextDoc
    start: date | None
    end: date | None
    notice_months: int | None
    lead_ministry: str | None
    parties: list[str]
    sections: list[AgreementSectionDoc]
    clauses: Annotated[list[ClauseDoc], Field(min_length=1)]


class CatalogueDoc(Doc):
    """surveys/agreements.yaml."""

    parties: list[PartyDoc]
    surveys: list[AreaDoc]
    agreements: Annotated[list[AgreementDoc], Field(min_length=1)]


D = TypeVar("D", bound=Doc)

_EXPECTED = {
    "int_type": "whole_number",
    "number": "number",
    "bool_type": "true_or_false",
    "list_type": "list",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "date_type": "date",
    "too_short": "not_empty",
    "greater_than_equal": "within_limits",
    "less_than_equal": "within_limits",
    "literal_error": "one_of",
    "text_blank": "text",
}
"""What should have stood there, by pydantic's name for the error; the words are the command's."""


_FAULTS = {
    "missing": DefinitionFault.FIELD_MISSING,
    "union_tag_not_found": DefinitionFault.FIELD_MISSING,
    "extra_forbidden": DefinitionFault.UNKNOWN_FIELD,
    "not_text": DefinitionFault.NOT_TEXT,
    "string_type": DefinitionFault.NOT_TEXT,
    "key_shape": DefinitionFault.KEY_SHAPE,
    "union_tag_invalid": DefinitionFault.UNKNOWN_KIND,
}


def shaped(kind: type[D], document: Document) -> D:
    """Read ``document`` as ``kind``. Raises DefinitionsError with every misfit, each at its line."""
    try:
        return kind.model_validate(document.value)
    except ValidationError as error:
        raise DefinitionsError(_problem(document, each) for each in error.errors()) from error


def _problem(document: Document, error: ErrorDetails) -> Problem:
    steps = _path(document, error["loc"])
    last = str(error["loc"][-1]) if error["loc"] else ""
    written = document.mark(steps).written[:100]
    kind = error["type"]
    fault, args = _FAULTS.get(kind, DefinitionFault.WRONG_VALUE), {"written": written}
    if fault in {DefinitionFault.FIELD_MISSING, DefinitionFault.UNKNOWN_FIELD}:
        args = {"field": "type" if kind == "union_tag_not_found" else last}
    if kind in {"missing", "text_blank"} and last in LANGUAGES:
        fault = DefinitionFault.TEXT_MISSING if kind == "missing" else DefinitionFault.TEXT_BLANK
        args = {"language": last}
    if kind == "union_tag_invalid":
        steps = (*steps, "type")
        args = {"written": document.mark(steps).written[:100]}
    if fault is DefinitionFault.WRONG_VALUE:
        args["expected"] = _EXPECTED.get(kind, kind)
        if kind == "literal_error":
            args["allowed"] = (
                str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
            )
    return document.problem(fault, steps, **args)


def _path(document: Document, loc: tuple[int | str, ...]) -> Path:
    """Give the place in the document that pydantic means.

    pydantic puts the kind of an item into the path (``items, 3, maturity, text``); the document has no such step.
    A field that is missing ends the path at the mapping that lacks it.
    """
    path: Path = ()
    for step in loc:
        if (*path, step) in document.marks:
            path = (*path, step)
    return path
