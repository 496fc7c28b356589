"""Everything that is wrong with a folder of definitions, and which clauses its surveys measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.core.agreement import Catalogue
from webapp.core.measuring import ClausesMeasured, clauses_measured
from webapp.core.survey import Survey
from webapp.shipped import SURVEYS
from webapp.store.definitions import (
    AGREEMENTS_FILE,
    SCALES_FILE,
    Scales,
    read_catalogue,
    read_scales,
    read_survey_document,
    survey_document,
    survey_files,
)
from webapp.store.definitions_keys import LOCK_FILE, Keys, key_problems, keys_of, read_lock, write_lock
from webapp.store.definitions_problems import DefinitionFault as Fault
from webapp.store.definitions_problems import DefinitionsError, Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. ``surveys`` are those that could be read; ``measured`` is None unless all of them could."""

    problems: tuple[Problem, ...]
    surveys: tuple[Survey, ...]
    measured: ClausesMeasured | None


def check_surveys(folder: Path = SURVEYS, previous: Mapping[str, Survey] | None = None) -> Checked:
    """Check every file of ``folder``, and the keys against ``keys.lock`` and against ``previous``, by survey key."""
    try:
        catalogue = read_catalogue(folder / AGREEMENTS_FILE)
        scales = read_scales(folder / SCALES_FILE)
        locked = read_lock(folder / LOCK_FILE)
    except DefinitionsError as refused:
        return Checked(refused.problems, (), None)
    known: Keys = {
        **(locked or {}),
        **{key: value for survey in (previous or {}).values() for key, value in keys_of(survey).items()},
    }
    problems: list[Problem] = []
    surveys: list[Survey] = []
    for path in survey_files(folder):
        try:
            document = survey_document(path)
            survey = read_survey_document(document, catalogue, scales)
        except DefinitionsError as refused:
            problems += refused.problems
            continue
        surveys.append(survey)
        if survey.key != path.stem:
            args = {"written": survey.key, "expected": path.stem}
            problems.append(document.problem(Fault.FILE_NAME, ("key",), **args))
        if survey.key not in {area.key for area in catalogue.areas}:
            problems.append(document.problem(Fault.NOT_AN_AREA, ("key",), written=survey.key))
        problems += key_problems(document, survey, known, locked=locked)
    problems += _missing(folder, catalogue)
    problems.sort(key=lambda p: (p.file, p.line))
    measured = clauses_measured(catalogue, surveys) if len(surveys) == len(survey_files(folder)) else None
    return Checked(tuple(problems), tuple(surveys), measured)


def check_survey(
    source: Path | str, catalogue: Catalogue, scales: Scales, previous: Survey | None = None
) -> tuple[Problem, ...]:
    """Give all that is wrong with one survey, also compared with the version before it: for authors' drafts."""
    try:
        document = survey_document(source)
        survey = read_survey_document(document, catalogue, scales)
    except DefinitionsError as refused:
        return refused.problems
    known = {} if previous is None else keys_of(previous)
    return tuple(key_problems(document, survey, known, locked=None))


def lock_keys(folder: Path, surveys: tuple[Survey, ...]) -> None:
    """Write the keys of ``surveys`` into ``keys.lock``, keeping what stands there from before."""
    path = folder / LOCK_FILE
    write_lock(path, surveys, read_lock(path) or {})


def _missing(folder: Path, catalogue: Catalogue) -> list[Problem]:
    """Give the surveys that KS has asked for by name and that have no file."""
    there = {path.stem for path in survey_files(folder)}
    return [
        Problem(Fault.SURVEY_MISSING, str(folder / f"{area.key}.yaml"), 1, area.key)
        for area in catalogue.areas
        if area.required_by_name and area.key not in there
    ]
