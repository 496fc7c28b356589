"""Which clauses the surveys measure, and with how strong an instrument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.core.agreement import Catalogue
from webapp.core.survey import MaturityItem, Survey


@dataclass(frozen=True, slots=True)
class ClausesMeasured:
    """Keys of measurable clauses: all of them, those that any item measures, and those that a level item does.

    ``unmeasured_own`` are the clauses a survey owns and measures with no level item of its own, as (survey, clause).
    Overall process clauses are counted nowhere here.
    """

    measurable: tuple[str, ...]
    by_any: tuple[str, ...]
    by_level: tuple[str, ...]
    unmeasured_own: tuple[tuple[str, str], ...]


def clauses_measured(catalogue: Catalogue, surveys: Iterable[Survey]) -> ClausesMeasured:
    """Give which of the clauses that municipalities can answer for are measured by ``surveys``."""
    by_any: set[str] = set()
    by_level: set[str] = set()
    owned: list[tuple[str, str]] = []
    for survey in surveys:
        own = {key for item in survey.items() if isinstance(item, MaturityItem) for key in item.measures}
        by_level |= own
        by_any |= {key for item in survey.items() for key in item.measures}
        owned += [
            (survey.key, c.key) for c in catalogue.measurable() if c.survey == survey.key and c.key not in own
        ]
    measurable = tuple(clause.key for clause in catalogue.measurable())
    return ClausesMeasured(
        measurable=measurable,
        by_any=tuple(key for key in measurable if key in by_any),
        by_level=tuple(key for key in measurable if key in by_level),
        unmeasured_own=tuple(owned),
    )
