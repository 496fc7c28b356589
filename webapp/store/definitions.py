"""Survey definitions and the agreements they rest on: YAML in, frozen core objects out, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.core.agreement import Catalogue
from webapp.core.answer import Missing
from webapp.core.survey import Survey
from webapp.shipped import SURVEYS
from webapp.store.definitions_building import Scales, catalogue_of, scales_of, survey_of
from webapp.store.definitions_content import content_hash, survey_content, survey_from_content
from webapp.store.definitions_lines import Document, read_yaml
from webapp.store.definitions_problems import DefinitionFault, DefinitionsError, Problem
from webapp.store.definitions_rules import catalogue_problems, scales_problems, survey_problems
from webapp.store.definitions_schema import CatalogueDoc, ScalesDoc, SurveyDoc, shaped

__all__ = [
    "AGREEMENTS_FILE",
    "MISSING_CODES",
    "SCALES_FILE",
    "Definitions",
    "DefinitionsError",
    "Scales",
    "content_hash",
    "read_catalogue",
    "read_scales",
    "read_survey",
    "read_surveys",
    "survey_content",
    "survey_files",
    "survey_from_content",
]

AGREEMENTS_FILE = "agreements.yaml"
SCALES_FILE = "scales.yaml"

MISSING_CODES: Mapping[str, Missing] = {
    "vet_ikke": Missing.DONT_KNOW,
    "ubesvart": Missing.BLANK,
    "ikke_levert": Missing.NOT_DELIVERED,
    "ikke_aktuelt": Missing.NOT_APPLICABLE,
    "ikke_spurt": Missing.NOT_ASKED,
}
"""The Norwegian codes of YAML and of the golden example (measures.md A0), mapped here and nowhere else."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """The agreements, and the surveys by key in the order of the catalogue's areas."""

    catalogue: Catalogue
    surveys: Mapping[str, Survey]


def read_catalogue(path: Path) -> Catalogue:
    """Read ``agreements.yaml``. Raises DefinitionsError with everything that is wrong with it."""
    document = read_yaml(_text_of(path), str(path))
    doc = shaped(CatalogueDoc, document)
    _refuse(catalogue_problems(doc, document))
    return catalogue_of(doc)


def read_scales(path: Path) -> Scales:
    """Read ``scales.yaml``. Raises DefinitionsError with everything that is wrong with it."""
    document = read_yaml(_text_of(path), str(path))
    doc = shaped(ScalesDoc, document)
    _refuse(scales_problems(doc, document))
    return scales_of(doc)


def read_survey(
    source: Path | str, catalogue: Catalogue, scales: Scales | None = None, name: str | None = None
) -> Survey:
    """Read one survey from a file, or from YAML text (a ``str`` is always text, never a path).

    Without ``scales``, those beside the file are used, or else the shipped ones. ``name`` is what the file is
    called in problems. Raises DefinitionsError with everything that is wrong, by file, line and key.
    """
    return read_survey_document(survey_document(source, name), catalogue, scales or _scales_for(source))


def survey_document(source: Path | str, name: str | None = None) -> Document:
    """Read the YAML of a survey, before anything in it has been judged."""
    if isinstance(source, Path):
        return read_yaml(_text_of(source), name or str(source))
    return read_yaml(source, name or "survey.yaml")


def read_survey_document(document: Document, catalogue: Catalogue, scales: Scales) -> Survey:
    """Give the survey that ``document`` describes. Raises DefinitionsError."""
    doc = shaped(SurveyDoc, document)
    values = tuple(option.value for option in scales.yes_planned_no)
    _refuse(survey_problems(doc, document, catalogue, values))
    return survey_of(doc, scales)


def survey_files(folder: Path) -> list[Path]:
    """Give the survey files of a folder, by name: every YAML file but the agreements and the scales."""
    return sorted(path for path in folder.glob("*.yaml") if path.name not in {AGREEMENTS_FILE, SCALES_FILE})


def read_surveys(folder: Path = SURVEYS) -> Definitions:
    """Read the agreements and every survey of a folder. Raises DefinitionsError with all problems of all files."""
    catalogue = read_catalogue(folder / AGREEMENTS_FILE)
    scales = read_scales(folder / SCALES_FILE)
    surveys: dict[str, Survey] = {}
    problems: list[Problem] = []
    for path in survey_files(folder):
        try:
            survey = read_survey(path, catalogue, scales)
        except DefinitionsError as refused:
            problems += refused.problems
            continue
        surveys[survey.key] = survey
        if survey.key != path.stem:
            args = {"written": survey.key, "expected": path.stem}
            problems.append(Problem(DefinitionFault.FILE_NAME, str(path), 1, "key", args))
    _refuse(problems)
    order = {area.key: n for n, area in enumerate(catalogue.areas)}
    return Definitions(catalogue, dict(sorted(surveys.items(), key=lambda s: (order.get(s[0], 99), s[0]))))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DefinitionsError(problems)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        args = {"detail": str(getattr(error, "strerror", None) or error)}
        raise DefinitionsError([Problem(DefinitionFault.NOT_READABLE, str(path), 1, "", args)]) from error


def _scales_for(source: Path | str) -> Scales:
    beside = source.parent / SCALES_FILE if isinstance(source, Path) else None
    return read_scales(beside if beside is not None and beside.is_file() else SURVEYS / SCALES_FILE)
