"""Reading the shipped definitions, and keeping a survey as JSON."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.core.example_survey import EXAMPLE
from webapp.core.answer import Missing
from webapp.core.measuring import clauses_measured
from webapp.core.survey import (
    ChoiceItem,
    MaturityItem,
    MultipleChoiceItem,
    NumberItem,
    PracticeItem,
    Survey,
    TextItem,
    YesPlannedNoItem,
)
from webapp.shipped import SURVEYS
from webapp.store.definitions import (
    MISSING_CODES,
    Definitions,
    content_hash,
    read_survey,
    read_surveys,
    survey_content,
    survey_from_content,
)

NAMED = ["aldersvennlig", "frivillighet", "heltidskultur", "bemanning"]


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return read_surveys(SURVEYS)


def test_the_catalogue_holds_four_agreements_and_175_clauses_of_which_89_can_be_answered(
    definitions: Definitions,
) -> None:
    catalogue = definitions.catalogue

    assert [a.key for a in catalogue.agreements] == ["ua2024", "lhl2019", "kv2012", "hf2024"]
    assert [len(a.clauses) for a in catalogue.agreements] == [48, 30, 53, 44]
    assert len(list(catalogue.clauses())) == 175
    assert len(catalogue.measurable()) == 89
    assert [a.key for a in catalogue.agreements if a.is_in_force(date(2026, 6, 1))] == ["ua2024", "hf2024"]
    assert [a.key for a in catalogue.areas if a.required_by_name] == NAMED


def test_the_four_named_surveys_are_there_in_the_order_of_the_agreements(definitions: Definitions) -> None:
    assert list(definitions.surveys) == NAMED


def test_the_surveys_measure_39_clauses_and_every_clause_they_own_with_levels(
    definitions: Definitions,
) -> None:
    measured = clauses_measured(definitions.catalogue, definitions.surveys.values())

    assert (len(measured.measurable), len(measured.by_any), len(measured.by_level)) == (89, 39, 37)
    assert measured.unmeasured_own == ()
    assert "ua2024.spredning_av_god_praksis" not in measured.by_any


def test_every_kind_of_item_is_asked_somewhere(definitions: Definitions) -> None:
    kinds = {type(item) for survey in definitions.surveys.values() for item in survey.items()}

    assert kinds == {
        MaturityItem,
        NumberItem,
        YesPlannedNoItem,
        ChoiceItem,
        MultipleChoiceItem,
        TextItem,
        PracticeItem,
    }


@pytest.mark.parametrize("key", NAMED)
def test_a_survey_is_no_longer_than_people_can_answer(definitions: Definitions, key: str) -> None:
    items = list(definitions.surveys[key].items())

    assert len(items) <= 20
    assert sum(isinstance(item, MaturityItem) for item in items) <= 14
    assert sum(isinstance(item, TextItem | PracticeItem) for item in items) <= 4
    assert 20 <= definitions.surveys[key].estimated_minutes <= 30


def test_level_four_builds_on_level_three(definitions: Definitions) -> None:
    for survey in definitions.surveys.values():
        for item in survey.items():
            if isinstance(item, MaturityItem):
                assert item.anchors[4].nb.startswith("Som nivå 3"), item.key
                assert item.anchors[4].nn.startswith("Som nivå 3"), item.key


def test_consent_to_share_a_practice_is_no_part_of_the_answer(definitions: Definitions) -> None:
    practice = definitions.surveys["bemanning"].item("god_praksis")

    assert isinstance(practice, PracticeItem)
    assert [f.key for f in practice.fields] == ["navn", "beskrivelse", "resultat", "rad", "lenke", "kontakt"]


def test_numbers_are_read_as_exact_decimals(definitions: Definitions) -> None:
    years = definitions.surveys["frivillighet"].item("koordinator_arsverk")

    assert isinstance(years, NumberItem)
    assert (years.minimum, years.maximum, years.decimals) == (Decimal(0), Decimal(100), 1)
    assert [(c.lower, c.upper) for c in years.classes] == [
        (Decimal(0), Decimal("0.5")),
        (Decimal("0.5"), Decimal(1)),
        (Decimal(1), Decimal(2)),
        (Decimal(2), None),
    ]


def test_the_norwegian_codes_for_a_missing_answer_are_all_mapped() -> None:
    assert set(MISSING_CODES.values()) == set(Missing)
    assert MISSING_CODES["ubesvart"] is Missing.BLANK


@pytest.mark.parametrize("key", NAMED)
def test_a_survey_survives_being_kept_as_json(definitions: Definitions, key: str) -> None:
    survey = definitions.surveys[key]

    kept = json.dumps(survey_content(survey))

    assert survey_from_content(json.loads(kept)) == survey


def test_every_kind_of_item_and_condition_survives_being_kept_as_json() -> None:
    assert survey_from_content(json.loads(json.dumps(survey_content(EXAMPLE)))) == EXAMPLE


def test_content_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 2"):
        survey_from_content({**survey_content(EXAMPLE), "format": 2})


def test_the_hash_is_the_same_in_every_run(definitions: Definitions) -> None:
    code = (
        "from webapp.store.definitions import *; d = read_surveys();"
        "print(*[content_hash(s) for s in d.surveys.values()])"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    ).stdout.split()

    assert elsewhere == [content_hash(survey) for survey in definitions.surveys.values()]


def test_the_hash_tells_two_surveys_apart_by_one_letter(definitions: Definitions) -> None:
    text = (SURVEYS / "bemanning.yaml").read_text(encoding="utf-8")

    changed = read_survey(text.replace("Sykepleiere\n", "Sykepleierne\n"), definitions.catalogue)

    assert content_hash(changed) != content_hash(definitions.surveys["bemanning"])


def test_a_text_is_read_like_the_file_it_came_from(definitions: Definitions) -> None:
    path = SURVEYS / "frivillighet.yaml"

    read: Survey = read_survey(path.read_text(encoding="utf-8"), definitions.catalogue)

    assert read == read_survey(path, definitions.catalogue) == definitions.surveys["frivillighet"]


def test_no_definition_names_a_path_of_some_machine() -> None:
    for path in sorted(Path(SURVEYS).iterdir()):
        text = path.read_text(encoding="utf-8")
        assert "/home" not in text
        assert "\t" not in text
