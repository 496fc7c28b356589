"""Breaking a survey in every way we know, and seeing each named at its file, line and key."""

from functools import cache

import pytest

from webapp.commands.surveys import sentence
from webapp.core.agreement import Catalogue
from webapp.shipped import SURVEYS
from webapp.store.definitions import DefinitionsError, read_scales, read_survey, read_surveys
from webapp.store.definitions_check import check_survey
from webapp.store.definitions_problems import DefinitionFault as Fault
from webapp.store.definitions_problems import Problem

SURVEY = """\
key: bemanning
version: "1"
estimated_minutes: 5
title:
  nb: Tittel
  nn: Tittel
introduction:
  nb: Om
  nn: Om
respondent:
  nb: Hvem
  nn: Kven
reference_period:
  nb: Når
  nn: Når
sections:
  - key: del_en
    title:
      nb: Del
      nn: Del
    items:
      - key: steg
        type: maturity
        text:
          nb: Hvor langt?
          nn: Kor langt?
        levels:
          - {level: 0, nb: null-nivå, nn: null-nivå}
          - {level: 1, nb: en, nn: ein}
          - {level: 2, nb: to, nn: to}
          - {level: 3, nb: tre, nn: tre}
          - {level: 4, nb: fire, nn: fire}
        measures: [ua2024.oppgavedeling]
      - key: antall
        type: number
        text:
          nb: Hvor mange?
          nn: Kor mange?
        unit:
          nb: årsverk
          nn: årsverk
        bounds: {min: 0, max: 100, decimals: 1, warn_above: 50}
        classes:
          - {key: lav, from: 0, to: 10, nb: Under 10, nn: Under 10}
          - {key: hoy, from: 10, nb: 10 og mer, nn: 10 og meir}
        relevant_if: {item: steg, at_least: 2}
        measures: [ua2024.oppgavedeling]
      - key: grupper
        type: multiple_choice
        max_choices: 2
        text:
          nb: Hvilke?
          nn: Kva for?
        options:
          - {value: a, nb: A, nn: A}
          - {value: b, nb: B, nn: B}
          - {value: ingen, exclusive: true, nb: Ingen, nn: Ingen}
        measures: [ua2024.oppgavedeling, ua2024.spredning_av_god_praksis]
      - key: mer
        type: text
        text:
          nb: Mer?
          nn: Meir?
        bounds: {max_length: 100}
        relevant_if: {item: grupper, in: [a]}
"""


@cache
def _catalogue() -> Catalogue:
    return read_surveys().catalogue


def problems_in(text: str) -> list[Problem]:
    """Give what is wrong with ``text`` as a survey."""
    try:
        read_survey(text, _catalogue(), name="prove.yaml")
    except DefinitionsError as refused:
        return list(refused.problems)
    return []


def line_of(text: str, part: str) -> int:
    """Give the line that ``part`` begins on."""
    return text.count("\n", 0, text.index(part)) + 1


def test_the_survey_that_is_broken_below_is_whole_before() -> None:
    assert problems_in(SURVEY) == []


# What is replaced, by what, and then: the fault, the text its line begins with, and the key.
BROKEN = [
    ("nn: Kor langt?", "", Fault.TEXT_MISSING, "text:\n          nb: Hvor langt", "steg.text"),
    ("nb: Hvor langt?", "", Fault.TEXT_MISSING, "text:\n          \n", "steg.text"),
    ("nn: Kor langt?", "nn: ' '", Fault.TEXT_BLANK, "nn: ' '", "steg.text.nn"),
    ("nn: Kor langt?", "nn:", Fault.TEXT_BLANK, "nn:\n        levels", "steg.text.nn"),
    ("nn: Kor langt?", "nn: no", Fault.NOT_TEXT, "nn: no", "steg.text.nn"),
    ("nn: Kor langt?", "nn: 12", Fault.NOT_TEXT, "nn: 12", "steg.text.nn"),
    ("nn: Kor langt?", "nn: [Kor]", Fault.NOT_TEXT, "nn: [Kor]", "steg.text.nn"),
    ("{level: 3, nb: tre, nn: tre}", "{level: 3, nb: tre}", Fault.TEXT_MISSING, "- {level: 3", "steg.levels.3"),
    ("nn: Kor langt?", "nn: Kor?\n          no: Kor?", Fault.KEY_NOT_TEXT, "no: Kor?", "no"),
    ("nn: Kor langt?", "nn: Kor?\n          nb: Hvor?", Fault.DUPLICATE_YAML_KEY, "nb: Hvor?", "nb"),
    ("        type: number", "        type: tall", Fault.UNKNOWN_KIND, "type: tall", "antall.type"),
    ("        type: number\n", "", Fault.FIELD_MISSING, "- key: antall", "antall"),
    ("measures: [ua2024.oppgavedeling]\n      - key: antall", "measure: []\n      - key: antall",
     Fault.UNKNOWN_FIELD, "measure: []", "steg.measure"),
    ("key: antall", "key: Årsverk", Fault.KEY_SHAPE, "- key: Årsverk", "Årsverk.key"),
    ("estimated_minutes: 5", "estimated_minutes: fem", Fault.WRONG_VALUE, "estimated_minutes", "estimated_minutes"),
    ("estimated_minutes: 5\n", "", Fault.FIELD_MISSING, "key: bemanning", ""),
    ("max: 100,", "max: true,", Fault.WRONG_VALUE, "bounds: {min", "antall.bounds.max"),
    ("max: 100,", "max: '100',", Fault.WRONG_VALUE, "bounds: {min", "antall.bounds.max"),
    ("max: 100,", "max: 0100,", Fault.WRONG_VALUE, "bounds: {min", "antall.bounds.max"),
    ("[ua2024.oppgavedeling]\n      - key: grupper", "[ua2024.oppgåve]\n      - key: grupper",
     Fault.UNKNOWN_CLAUSE, "measures: [ua2024.oppgåve]", "antall.measures.0"),
    ("ua2024.spredning_av_god_praksis", "ua2024.forankring", Fault.PROCESS_CLAUSE,
     "measures: [ua2024.oppgavedeling, ua", "grupper.measures.1"),
    ("ua2024.spredning_av_god_praksis", "ua2024.oppgavedeling", Fault.CLAUSE_TWICE,
     "measures: [ua2024.oppgavedeling, ua", "grupper.measures.1"),
    ("key: mer", "key: steg", Fault.DUPLICATE_KEY, "- key: steg\n        type: text", "steg"),
    ("value: b,", "value: a,", Fault.DUPLICATE_KEY, "- {value: a, nb: B", "grupper.options.a"),
    ("key: hoy", "key: lav", Fault.DUPLICATE_KEY, "- {key: lav, from: 10", "antall.classes.lav"),
    ("item: steg", "item: stig", Fault.CONDITION_ON_MISSING, "relevant_if: {item: stig", "antall.relevant_if.item"),
    ("item: steg", "item: grupper", Fault.CONDITION_ON_LATER, "relevant_if: {item: grupper, at",
     "antall.relevant_if.item"),
    ("item: steg", "item: antall", Fault.CONDITION_ON_LATER, "relevant_if: {item: antall", "antall.relevant_if.item"),
    ("at_least: 2", "in: [a]", Fault.CONDITION_SHAPE, "relevant_if: {item: steg", "antall.relevant_if"),
    ("at_least: 2", "at_least: 5", Fault.CONDITION_NEVER_MET, "relevant_if: {item: steg",
     "antall.relevant_if.at_least"),
    ("in: [a]", "in: [a, c]", Fault.CONDITION_UNKNOWN_VALUE, "relevant_if: {item: grupper, in: [a, c]",
     "mer.relevant_if.in.1"),
    ("in: [a]", "in: []", Fault.CONDITION_SHAPE, "relevant_if: {item: grupper, in: []", "mer.relevant_if"),
    ("in: [a]", "at_least: 1", Fault.CONDITION_SHAPE, "relevant_if: {item: grupper, at", "mer.relevant_if"),
    ("level: 1,", "level: 2,", Fault.LEVEL_TWICE, "- {level: 2, nb: to", "steg.levels.2"),
    ("          - {level: 2, nb: to, nn: to}\n", "", Fault.LEVEL_MISSING, "levels:", "steg.levels"),
    ("level: 4,", "level: 5,", Fault.LEVEL_UNKNOWN, "- {level: 5", "steg.levels.5"),
    ("min: 0, max: 100", "min: 100, max: 0", Fault.BOUNDS_EXCLUDE_ALL, "bounds: {min: 100", "antall.bounds"),
    ("max: 100,", "max: 99.95,", Fault.BOUNDS_DECIMALS, "bounds: {min: 0", "antall.bounds.max"),
    ("type: number", "type: percent", None, "", ""),
    ("warn_above: 50", "warn_above: 500", Fault.WARNING_OUTSIDE_BOUNDS, "bounds: {min: 0", "antall.bounds.warn_above"),
    ("from: 0, to: 10", "from: 1, to: 10", Fault.CLASSES_START, "- {key: lav", "antall.classes.lav.from"),
    ("to: 10", "to: 9", Fault.CLASS_GAP, "- {key: hoy", "antall.classes.hoy"),
    ("to: 10", "to: 11", Fault.CLASS_OVERLAP, "- {key: hoy", "antall.classes.hoy"),
    ("from: 0, to: 10", "from: 0", Fault.CLASS_OVERLAP, "- {key: hoy", "antall.classes.hoy"),
    ("from: 10,", "from: 10, to: 100,", Fault.CLASSES_END, "- {key: hoy", "antall.classes.hoy"),
    ("from: 10,", "from: 10, to: 101,", None, "", ""),
    ("max_choices: 2", "max_choices: 3", Fault.TOO_MANY_CHOICES, "max_choices: 3", "grupper.max_choices"),
    ("text:\n          nb: Hvor langt?", "text: &t\n          nb: Hvor langt?", Fault.ALIAS, "text: &t", ""),
    ("nb: Hvor langt?", "nb: !!binary aGVp", Fault.UNKNOWN_TAG, "nb: !!binary", "nb"),
    ("key: bemanning\n", "key: bemanning\n---\n", Fault.SEVERAL_DOCUMENTS, "---", ""),
    ("nb: Hvor langt?", "nb: 'Hvor langt?", Fault.NOT_YAML, "nb: 'Hvor langt?", ""),
    ("nb: Hvor langt?", "nb: Hvor: langt?", Fault.NOT_YAML, "nb: Hvor: langt?", ""),
    ("nb: Hvor langt?", "\tnb: Hvor langt?", Fault.NOT_YAML, "\tnb", ""),
    ("nb: Hvor langt?", "nb: Hvor\x07?", Fault.NOT_YAML, "nb: Hvor\x07?", ""),
]  # fmt: skip


@pytest.mark.parametrize(("part", "instead", "fault", "begins", "key"), BROKEN)
def test_what_is_broken_is_named_at_its_line_and_key(
    part: str, instead: str, fault: Fault | None, begins: str, key: str
) -> None:
    assert SURVEY.count(part) >= 1
    text = SURVEY.replace(part, instead, 1)

    problems = problems_in(text)

    if fault is None:
        assert problems == []
        return
    named = next(p for p in problems if p.fault is fault)
    if fault is Fault.NOT_YAML:
        # The reader notices where it could go no further: on the line or, for an open quote, below it.
        assert named.line >= line_of(text, begins)
        assert named.file == "prove.yaml"
    else:
        assert (named.file, named.line, named.key) == ("prove.yaml", line_of(text, begins), key)
    assert "%(" not in sentence(named)


def test_broken_yaml_is_named_with_its_column() -> None:
    text = SURVEY.replace("nb: Hvor langt?", "nb: Hvor: langt?")

    [problem] = problems_in(text)

    assert (problem.fault, problem.line, problem.column) == (Fault.NOT_YAML, line_of(text, "nb: Hvor:"), 19)


def test_a_level_out_of_order_is_named() -> None:
    one, two = "{level: 1, nb: en, nn: ein}", "{level: 2, nb: to, nn: to}"
    text = SURVEY.replace(one, "@").replace(two, one).replace("@", two)

    assert [(p.fault, p.line, p.key) for p in problems_in(text)] == [
        (Fault.LEVEL_OUT_OF_ORDER, line_of(text, one), "steg.levels.1")
    ]


def test_a_condition_on_a_text_is_refused() -> None:
    extra = SURVEY + SURVEY[SURVEY.index("      - key: mer") :].replace("key: mer", "key: enda_mer").replace(
        "item: grupper", "item: mer"
    )

    assert [(p.fault, p.key) for p in problems_in(extra)] == [
        (Fault.CONDITION_ON_KIND, "enda_mer.relevant_if.item")
    ]


def test_a_percentage_stays_between_0_and_100() -> None:
    text = SURVEY.replace("type: number", "type: percent").replace("max: 100,", "max: 120,")

    assert [(p.fault, p.key) for p in problems_in(text)] == [(Fault.PERCENT_BOUNDS, "antall.bounds")]


def test_a_section_may_not_be_called_like_another() -> None:
    second = SURVEY + SURVEY[SURVEY.index("  - key: del_en") :].replace("key: mer", "key: annet")

    assert (Fault.DUPLICATE_KEY, "del_en") in [(p.fault, p.key) for p in problems_in(second)]


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    text = SURVEY.replace("nn: Tittel", "nn:").replace("nn: Kor mange?", "nn: no").replace("nn: Meir?", "")

    assert [p.fault for p in problems_in(text)] == [Fault.TEXT_BLANK, Fault.NOT_TEXT, Fault.TEXT_MISSING]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.NOT_A_MAPPING),
        ("- a\n- b\n", Fault.NOT_A_MAPPING),
        ("bare: [" + "[" * 40 + "]" * 40 + "]", Fault.TOO_DEEP),
        ("[" * 100_000, Fault.TOO_DEEP),
        ("key: x\n" + "# " + "x" * 2_000_001, Fault.NOT_READABLE),
    ],
)
def test_what_is_no_definition_at_all_is_refused(text: str, fault: Fault) -> None:
    assert [p.fault for p in problems_in(text)] == [fault]


def test_a_draft_is_compared_with_the_version_before_it() -> None:
    scales = read_scales(SURVEYS / "scales.yaml")
    before = read_survey(SURVEY, _catalogue())
    renamed = SURVEY.replace("- key: mer", "- key: annet")
    removed = SURVEY[: SURVEY.index("      - key: mer")]

    assert check_survey(SURVEY, _catalogue(), scales, before) == ()
    assert check_survey(renamed, _catalogue(), scales) == ()
    assert [p.fault for p in check_survey(renamed, _catalogue(), scales, before)] == [Fault.KEY_RENAMED]
    assert [p.fault for p in check_survey(removed, _catalogue(), scales, before)] == [Fault.KEY_REMOVED]
    assert [p.fault for p in check_survey("[]", _catalogue(), scales, before)] == [Fault.NOT_A_MAPPING]
