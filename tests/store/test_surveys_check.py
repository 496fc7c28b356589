"""Checking a folder of definitions: agreements, scales, files, keys over time, and the command that says it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.commands.surveys import EXPECTED, WORDS, surveys
from webapp.shipped import SURVEYS
from webapp.store.definitions import read_surveys
from webapp.store.definitions_check import check_surveys
from webapp.store.definitions_problems import DefinitionFault as Fault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped definitions that may be broken."""
    return Path(shutil.copytree(SURVEYS, tmp_path / "surveys"))


Change = Callable[[str, str, str], None]


@pytest.fixture
def change(folder: Path) -> Change:
    def _change(file: str, part: str, instead: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert part in text
        path.write_text(text.replace(part, instead, 1), encoding="utf-8")

    return _change


def told(folder: Path) -> list[tuple[Fault, str, str]]:
    return [(p.fault, Path(p.file).name, p.key) for p in check_surveys(folder).problems]


def test_the_shipped_definitions_are_whole_and_every_key_is_locked() -> None:
    checked = check_surveys(SURVEYS)

    assert checked.problems == ()
    assert (SURVEYS / "keys.lock").is_file()


@pytest.mark.parametrize(
    ("part", "instead", "fault", "key"),
    [
        ("key: ua2024.formaal", "key: ua2024.forankring", Fault.DUPLICATE_KEY, "ua2024.forankring"),
        ("section: innledning", "section: innleiing", Fault.UNKNOWN_SECTION, "ua2024.forankring.section"),
        ("survey: process", "survey: prosess", Fault.UNKNOWN_SURVEY, "ua2024.forankring.survey"),
        ("lead_ministry: HOD", "lead_ministry: HOOD", Fault.UNKNOWN_PARTY, "ua2024.lead_ministry"),
        ("end: 2028-12-31", "end: 2028-12-32", Fault.WRONG_VALUE, "ua2024.end"),
        ("start: 2019-01-01", "start: 2029-01-01", Fault.ENDS_BEFORE_START, "lhl2019.end"),
        ("basis: named", "basis: nemnd", Fault.WRONG_VALUE, "ua2024.forankring.basis"),
        ("key: staten", "key: regjeringen", Fault.DUPLICATE_KEY, "parties.regjeringen"),
    ],
)
def test_what_is_broken_in_the_agreements_is_named(
    folder: Path, change: Change, part: str, instead: str, fault: Fault, key: str
) -> None:
    change("agreements.yaml", part, instead)

    assert (fault, "agreements.yaml", key) in told(folder)


def test_what_is_broken_in_the_scales_is_named(folder: Path, change: Change) -> None:
    change("scales.yaml", "value: planlagt", "value: ja")

    assert told(folder) == [(Fault.DUPLICATE_KEY, "scales.yaml", "yes_no_planned.ja")]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "scales.yaml").unlink()

    assert told(folder) == [(Fault.NOT_READABLE, "scales.yaml", "")]


def test_a_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / "bemanning.yaml").write_bytes("key: bemanning # å".encode("latin-1"))

    assert told(folder) == [(Fault.NOT_READABLE, "bemanning.yaml", "")]


def test_a_survey_that_was_asked_for_by_name_may_not_be_missing(folder: Path) -> None:
    (folder / "bemanning.yaml").unlink()

    assert told(folder) == [(Fault.SURVEY_MISSING, "bemanning.yaml", "bemanning")]


def test_a_survey_is_called_as_its_file_and_as_an_area(folder: Path, change: Change) -> None:
    (folder / "keys.lock").unlink()
    change("bemanning.yaml", "key: bemanning", "key: bemaning")

    assert told(folder) == [
        (Fault.FILE_NAME, "bemanning.yaml", "key"),
        (Fault.NOT_AN_AREA, "bemanning.yaml", "key"),
    ]


def test_a_renamed_key_is_told_from_a_new_one_and_a_removed_one(folder: Path, change: Change) -> None:
    change("bemanning.yaml", "- key: vikarbruk", "- key: bruk_av_vikarer")

    problems = check_surveys(folder).problems

    assert [(p.fault, p.key) for p in problems] == [(Fault.KEY_RENAMED, "bruk_av_vikarer.key")]
    assert problems[0].args == {"before": "vikarbruk", "written": "bruk_av_vikarer"}


def test_a_removed_key_must_be_retired_and_is_never_used_again(folder: Path, change: Change) -> None:
    path = folder / "bemanning.yaml"
    whole = path.read_text(encoding="utf-8")
    start = whole.index("      - key: vikarbruk")
    path.write_text(whole[:start] + whole[whole.index("      - key: innleie_kostnad") :], encoding="utf-8")

    assert told(folder) == [(Fault.KEY_REMOVED, "bemanning.yaml", "vikarbruk")]

    lock = folder / "keys.lock"
    lines = lock.read_text(encoding="utf-8").splitlines()
    marked = [f"{line} retired" if " vikarbruk " in line else line for line in lines]
    lock.write_text("\n".join(marked), encoding="utf-8")
    assert told(folder) == []

    path.write_text(whole, encoding="utf-8")
    assert told(folder) == [(Fault.KEY_RETIRED, "bemanning.yaml", "vikarbruk.key")]


def test_another_kind_under_the_same_key_is_refused(folder: Path, change: Change) -> None:
    change("bemanning.yaml", "type: percent", "type: number")

    assert told(folder) == [(Fault.KIND_CHANGED, "bemanning.yaml", "andel_helseutdanning.type")]


def test_a_survey_is_also_compared_with_the_one_before_it(folder: Path, change: Change) -> None:
    before = read_surveys(folder).surveys
    (folder / "keys.lock").unlink()
    change("frivillighet.yaml", "- key: dialog_arena", "- key: dialog")

    assert check_surveys(folder).problems == ()
    assert [p.fault for p in check_surveys(folder, before).problems] == [Fault.KEY_RENAMED]


def test_new_keys_are_locked_when_asked_and_not_while_something_is_wrong(
    folder: Path, change: Change
) -> None:
    change("bemanning.yaml", "- key: vikarbruk", "- key: noe_nytt")
    change("bemanning.yaml", "Hvordan dekker kommunen fravær", "Hvorfor dekker kommunen fravær")
    lock = folder / "keys.lock"
    before = lock.read_text(encoding="utf-8")

    refused = CliRunner().invoke(surveys, ["check", "--folder", str(folder), "--lock"])

    assert refused.exit_code == 1
    assert lock.read_text(encoding="utf-8") == before

    line = next(each for each in before.splitlines() if " vikarbruk " in each)
    lock.write_text(before.replace(line, f"{line} retired"), encoding="utf-8")
    assert told(folder) == [(Fault.KEY_NOT_LOCKED, "bemanning.yaml", "noe_nytt.key")]

    done = CliRunner().invoke(surveys, ["check", "--folder", str(folder), "--lock"])

    assert done.exit_code == 0
    assert "bemanning noe_nytt maturity" in lock.read_text(encoding="utf-8")
    assert f"{line} retired" in lock.read_text(encoding="utf-8")


def test_a_line_of_the_lock_that_cannot_be_read_is_named(folder: Path) -> None:
    with (folder / "keys.lock").open("a", encoding="utf-8") as lock:
        lock.write("bemanning\n")

    assert [(p.fault, p.line) for p in check_surveys(folder).problems] == [
        (Fault.LOCK_LINE, len((folder / "keys.lock").read_text(encoding="utf-8").splitlines()))
    ]


def test_the_command_counts_the_clauses() -> None:
    result = CliRunner().invoke(surveys, ["check", "--json"])

    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["problems"] == []
    assert (found["clauses"]["measurable"], found["clauses"]["measured"]) == (89, 39)
    assert found["clauses"]["measured_by_level"] == 37
    assert len(found["clauses"]["not_measured"]) == 50


def test_clauses_are_not_counted_while_a_survey_cannot_be_read(folder: Path, change: Change) -> None:
    change("bemanning.yaml", "type: percent", "type: prosent")

    result = CliRunner().invoke(surveys, ["check", "--folder", str(folder), "--json"])

    assert json.loads(result.stdout)["clauses"] is None
    assert list(json.loads(result.stdout)["surveys"]) == ["aldersvennlig", "frivillighet", "heltidskultur"]


def test_the_command_says_what_is_wrong_in_plain_words(folder: Path, change: Change) -> None:
    change("heltidskultur.yaml", "- ua2024.heltidskultur", "- ua2024.deltidskultur")

    result = CliRunner().invoke(surveys, ["check", "--folder", str(folder)])

    text = (folder / "heltidskultur.yaml").read_text(encoding="utf-8")
    line = text.count("\n", 0, text.index("- ua2024.deltidskultur")) + 1
    place = f"{folder / 'heltidskultur.yaml'}, line {line}, heltid_mal.measures.0"
    assert result.exit_code == 1
    assert f"{place}: No agreement has a clause “ua2024.deltidskultur”." in result.stderr


def test_every_fault_has_words() -> None:
    assert set(WORDS) == set(Fault)
    assert all(str(words) for words in [*WORDS.values(), *EXPECTED.values()])
