"""A frozen survey as JSON, the form in which a questionnaire version is kept, and the hash of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

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

FORMAT = 1
"""Raised when the form below changes in a way that old readers cannot read."""

ITEM_KINDS: Mapping[str, type] = {
    "maturity": MaturityItem,
    "number": NumberItem,
    "single_choice": ChoiceItem,
    "yes_no_planned": YesPlannedNoItem,
    "multiple_choice": MultipleChoiceItem,
    "text": TextItem,
    "practice": PracticeItem,
}
_KIND_OF = {made: kind for kind, made in ITEM_KINDS.items()}


def survey_content(survey: Survey) -> dict[str, Any]:  # Any: JSON
    """Give the canonical JSON form of ``survey``: what the questionnaire_version table keeps.

    Fields at their default are left out, so that a field added later changes no hash of what was there before.
    """
    return {"format": FORMAT, **_encode(survey)}


def survey_from_content(content: Mapping[str, Any]) -> Survey:  # Any: JSON
    """Give back the survey that ``survey_content`` wrote. Raises ValueError for a format of another time."""
    if content.get("format") != FORMAT:
        raise ValueError(
            f"questionnaire content of format {content.get('format')!r}; this version reads {FORMAT}"
        )
    made = _decode(Survey, {key: value for key, value in content.items() if key != "format"})
    assert isinstance(made, Survey)  # noqa: S101 - _decode gives what it is asked for; this tells mypy
    return made


def content_hash(survey: Survey) -> str:
    """Give the SHA-256 of the canonical form, as hexadecimal digits; equal in every run and on every machine."""
    written = json.dumps(survey_content(survey), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _encode(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return [_encode(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        made: dict[str, Any] = {"kind": _KIND_OF[type(value)]} if type(value) in _KIND_OF else {}  # Any: JSON
        for each in fields(value):
            here = getattr(value, each.name)
            if each.init and (each.default is MISSING or here != each.default):
                made[each.name] = _encode(here)
        return made
    return value


@cache
def _hints(made: type) -> dict[str, Any]:  # Any: type expressions
    return get_type_hints(made)


def _decode(hint: Any, value: Any) -> Any:  # noqa: ANN401 - a type expression and JSON
    origin, choices = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return None if value is None else _decode_one_of(choices, value)
    if origin is tuple:
        return tuple(_decode(choices[0], each) for each in value)
    if hint is Decimal:
        return Decimal(value)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        return hint(**{key: _decode(hints[key], each) for key, each in value.items()})
    return value


def _decode_one_of(choices: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401 - as above
    """Decode an item by its kind, or what can also be None."""
    if isinstance(value, dict) and "kind" in value:
        plain = {key: each for key, each in value.items() if key != "kind"}
        return _decode(ITEM_KINDS[value["kind"]], plain)
    return _decode(next(each for each in choices if each is not NoneType), value)


def kind_of(item: Item) -> str:
    """Give the kind of an item as YAML writes it; a percentage is a kind of its own."""
    return "percent" if isinstance(item, NumberItem) and item.is_percent else _KIND_OF[type(item)]
