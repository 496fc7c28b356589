"""Every way we know to break the reference files is caught, with file, line, column and why."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from webapp.commands.reference import WORDS, reference, sentence
from webapp.shipped import REFERENCE
from webapp.store.boundaries import read_boundaries
from webapp.store.reference import read_reference
from webapp.store.reference_check import check_reference
from webapp.store.reference_faults import BrokenReferenceError, Fault

M, C, H = "municipalities.csv", "counties.csv", "health_communities.csv"
E, T, G = "municipality_changes.csv", "totals.csv", "municipalities.geojson"

Place = tuple[Fault, str, int | None, str | None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the reference files, to break."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def _places(folder: Path) -> list[Place]:
    return [(p.fault, p.file, p.line, p.column) for p in check_reference(folder)]


def _replace(folder: Path, file: str, line: int, old: str, new: str) -> None:
    """Put ``new`` for ``old`` in one line, which must hold it."""
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    assert old in lines[line - 1], lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    (folder / file).write_text("\n".join(lines), encoding="utf-8", newline="")


def test_the_files_that_come_with_godpraksis_are_whole() -> None:
    assert check_reference() == []


def test_the_totals_are_those_the_sources_state() -> None:
    stated = dict(
        line.rsplit(",", 1) for line in (REFERENCE / T).read_text(encoding="utf-8").splitlines()[1:]
    )

    assert stated["municipalities,"] == "357"
    assert stated["population,"] == "5627400"
    assert stated["changes,"] == "502"
    assert [stated[f"language_form,{form}"] for form in ("bokmål", "nynorsk", "nøytral")] == [
        "118",
        "88",
        "151",
    ]
    assert " ".join(stated[f"kostra_group,EKG{n:02}"] for n in range(1, 18)) == (
        "40 18 9 39 33 28 38 13 27 13 10 11 1 25 36 8 8"
    )
    assert " ".join(stated[f"centrality,{n}"] for n in range(1, 7)) == "5 21 54 65 104 108"
    assert " ".join(v for k, v in stated.items() if k.startswith("numbers_on")) == "426 422 422 356 357 357"
    assert stated["changes_on,2024-01-01"] == "118"


@pytest.mark.parametrize(
    ("file", "line", "old", "new", "places"),
    [
        # the header
        (M, 1, ",population,", ",people,", [(Fault.MISSING_COLUMN, M, 1, "population"), (Fault.UNKNOWN_COLUMN, M, 1, "people")]),
        (C, 1, "official_name", "name", [(Fault.MISSING_COLUMN, C, 1, "official_name"), (Fault.DUPLICATE_COLUMN, C, 1, "name")]),
        # the line
        (M, 3, ",2026-01-01", "", [(Fault.SHORT_LINE, M, 3, None)]),
        (M, 3, ",2026-01-01", ",2026-01-01,", [(Fault.LONG_LINE, M, 3, None)]),
        (H, 5, "997005562", '"997005562', [(Fault.NOT_CSV, H, 5, None)]),
        # the field
        (M, 3, "Eigersund,", ",", [(Fault.EMPTY_FIELD, M, 3, "name")]),
        (M, 3, ",15546,", ",15 546,", [(Fault.NOT_WHOLE_NUMBER, M, 3, "population")]),
        (M, 3, ",15546,", ",-5,", [(Fault.NOT_WHOLE_NUMBER, M, 3, "population")]),
        (M, 3, ",15546,", f",{'9' * 5000},", [(Fault.NOT_WHOLE_NUMBER, M, 3, "population")]),
        (M, 3, ",15546,", ",0,", [(Fault.OUT_OF_BOUNDS, M, 3, "population")]),
        (M, 3, ",747,", ",1747,", [(Fault.OUT_OF_BOUNDS, M, 3, "centrality_index")]),
        (M, 2, "0301,", "301,", [(Fault.NOT_MUNICIPALITY_NUMBER, M, 2, "number")]),
        (M, 3, ",11,", ",٤٢,", [(Fault.NOT_COUNTY_NUMBER, M, 3, "county_number")]),
        (H, 2, "997005562", "997005563", [(Fault.NOT_ORGANISATION_NUMBER, H, 2, "health_trust_org_number")]),
        (E, 2, "2017-01-01", "2017-02-30", [(Fault.NOT_DATE, E, 2, "change_date")]),
        (M, 3, ",2026-01-01", ",20260101", [(Fault.NOT_DATE, M, 3, "population_date")]),
        (M, 3, "bokmål", "samnorsk", [(Fault.UNKNOWN_VALUE, M, 3, "language_form")]),
        (E, 2, "merger", "marriage", [(Fault.UNKNOWN_VALUE, E, 2, "change_type")]),
        (M, 3, "EKG07", "EKG18", [(Fault.UNKNOWN_GROUP, M, 3, "kostra_group")]),
        (M, 3, "2020,4,", "2020,7,", [(Fault.UNKNOWN_GROUP, M, 3, "centrality_class")]),
        # what the files say of each other
        (M, 3, ",11,Rogaland", ",99,Rogaland", [(Fault.UNKNOWN_COUNTY, M, 3, "county_number")]),
        (M, 3, ",11,Rogaland", ",11,Ryfylke", [(Fault.DIFFERENT_NAME, M, 3, "county_name")]),
        (M, 3, ",11,Rogaland", ",18,Nordland", [(Fault.WRONG_COUNTY, M, 3, "county_number")]),
        (H, 2, "Kristiansund", "Kristiansand", [(Fault.DIFFERENT_NAME, H, 2, "municipality_name")]),
        (H, 3, "Romsdal HF", "Romsdal", [(Fault.DIFFERENT_NAME, H, 3, "health_trust_name")]),
        (H, 2, "1505", "9505", [
            (Fault.UNKNOWN_MUNICIPALITY, H, 2, "municipality_number"),
            (Fault.WITHOUT_HEALTH_COMMUNITY, M, 26, "number"),
        ]),
        # the sums
        (M, 3, ",15546,", ",15547,", [(Fault.WRONG_TOTAL, T, 4, "expected")]),
        (C, 3, ",23", ",24", [(Fault.WRONG_TOTAL, C, 3, "municipality_count")]),
        (M, 3, "bokmål", "nynorsk", [(Fault.WRONG_TOTAL, T, 7, "expected"), (Fault.WRONG_TOTAL, T, 8, "expected")]),
        (M, 3, "EKG07", "EKG08", [(Fault.WRONG_TOTAL, T, 16, "expected"), (Fault.WRONG_TOTAL, T, 17, "expected")]),
        (M, 3, ",747,", ",900,", [(Fault.CENTRALITY_OVERLAP, M, 3, "centrality_index")]),
        (M, 4, "2020-01-01", "2018-01-01", [(Fault.NOT_AS_CHANGES_SAY, M, 4, "last_merger_or_split")]),
        (T, 4, "population,,5627400", "population,all,0", [(Fault.MISSING_TOTAL, T, None, "measure")]),
        (T, 4, "population,", "peoples,", [(Fault.UNKNOWN_VALUE, T, 4, "measure")]),
    ],
)  # fmt: skip
def test_a_broken_field_is_named(
    folder: Path, file: str, line: int, old: str, new: str, places: list[Place]
) -> None:
    _replace(folder, file, line, old, new)

    assert _places(folder) == places


def test_a_duplicate_number_names_the_line_it_repeats(folder: Path) -> None:
    lines = (folder / M).read_text(encoding="utf-8").splitlines()
    (folder / M).write_text("\n".join([*lines, lines[1], ""]), encoding="utf-8")

    problem = check_reference(folder)[0]

    assert (problem.fault, problem.line, problem.column) == (Fault.DUPLICATE, 359, "number")
    assert (problem.found, problem.expected) == ("0301", "2")
    assert sentence(problem) == (
        "municipalities.csv, line 359, column number: 0301 is already there, in line 2."
    )


def test_everything_wrong_is_said_at_once(folder: Path) -> None:
    _replace(folder, M, 3, "bokmål", "samnorsk")
    _replace(folder, M, 3, ",15546,", ",mange,")
    _replace(folder, C, 2, "nøytral", "")
    (folder / H).unlink()

    assert _places(folder) == [
        (Fault.UNKNOWN_VALUE, M, 3, "language_form"),
        (Fault.NOT_WHOLE_NUMBER, M, 3, "population"),
        (Fault.EMPTY_FIELD, C, 2, "language_form"),
        (Fault.FILE_MISSING, H, None, None),
    ]


@pytest.mark.parametrize("file", [M, C, H, E, T, G])
def test_a_file_that_cannot_be_read_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert _places(folder)[0] == (Fault.FILE_MISSING, file, None, None)

    (folder / file).mkdir()
    assert _places(folder)[0] == (Fault.FILE_UNREADABLE, file, None, None)

    (folder / file).rmdir()
    (folder / file).write_bytes(b"\n")
    assert _places(folder)[0] == (Fault.FILE_EMPTY, file, None, None)

    (folder / file).write_bytes("number\n\nBærum".encode("latin-1"))
    assert _places(folder)[0] == (Fault.NOT_UTF8, file, 3, None)


def test_a_byte_order_mark_and_windows_lines_are_let_pass(folder: Path) -> None:
    for file in (M, C, H, E, T):
        raw = (folder / file).read_bytes()
        (folder / file).write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))

    assert check_reference(folder) == []


def _line_of(text: str) -> int:
    lines = (REFERENCE / E).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("step", "old", "new", "fault", "column"),
    [
        ("2024-01-01,3001,", ",3101,", ",3999,", Fault.UNKNOWN_SUCCESSOR, "new_number"),
        ("2026-01-01,3118,", ",3118,", ",3999,", Fault.UNKNOWN_SUCCESSOR, "old_number"),
        ("2024-01-01,3001,", ",3001,", ",1101,", Fault.STILL_IN_USE, "old_number"),
        ("2024-01-01,3001,", "renumbering", "merger", Fault.WRONG_CHANGE_TYPE, "change_type"),
        ("2024-01-01,3001,", "renumbering", "split", Fault.WRONG_CHANGE_TYPE, "change_type"),
        ("2024-01-01,1507,", "split", "renumbering", Fault.WRONG_CHANGE_TYPE, "change_type"),
        ("2026-01-01,0301,", "name_change", "renumbering", Fault.WRONG_CHANGE_TYPE, "change_type"),
        ("2020-01-01,1103,", "merger", "name_change", Fault.WRONG_CHANGE_TYPE, "change_type"),
    ],
)
def test_a_change_that_leads_nowhere_is_named(
    folder: Path, step: str, old: str, new: str, fault: Fault, column: str
) -> None:
    line = _line_of(step)
    _replace(folder, E, line, old, new)

    assert (fault, E, line, column) in _places(folder)


def test_a_change_that_is_left_out_is_missed(folder: Path) -> None:
    kept = [x for x in (folder / E).read_text(encoding="utf-8").splitlines() if ",3001,Halden," not in x]
    (folder / E).write_text("\n".join([*kept, ""]), encoding="utf-8")

    places = _places(folder)

    assert places[0] == (Fault.NOT_AS_CHANGES_SAY, M, 94, "number_valid_from")
    assert {(fault, file) for fault, file, *_ in places[1:]} == {(Fault.WRONG_TOTAL, T)}


Breakage = Callable[[list[Any]], object]  # Any: JSON, broken on purpose


def _ring(features: list[Any]) -> list[Any]:
    ring: list[Any] = features[0]["geometry"]["coordinates"][0][0]
    return ring


NUMBER, NAME = "features[0].properties.number", "features[0].properties.name"
POLYGON, RING = "features[0].geometry.coordinates[0]", "features[0].geometry.coordinates[0][0]"
FLAT = [[10, 60], [11, 60], [10, 60], [10, 60]]


@pytest.mark.parametrize(
    ("breakage", "place"),
    [
        (lambda f: f[0]["properties"].update(number="301"), (Fault.NOT_MUNICIPALITY_NUMBER, G, None, NUMBER)),
        (lambda f: f[0]["properties"].update(name=None), (Fault.EMPTY_FIELD, G, None, NAME)),
        (lambda f: f[0]["properties"].update(name="Kristiania"), (Fault.DIFFERENT_NAME, G, None, NAME)),
        (lambda f: f[0]["properties"].update(number="9301"), (Fault.UNKNOWN_MUNICIPALITY, G, None, NUMBER)),
        (lambda f: f.pop(0), (Fault.WITHOUT_MAP, M, 2, "number")),
        (lambda f: f.append(f[0]), (Fault.DUPLICATE, G, None, "features[357]")),
        (lambda f: f[0].pop("geometry"), (Fault.NOT_GEOJSON, G, None, "features[0]")),
        (lambda f: f.insert(0, 7), (Fault.NOT_GEOJSON, G, None, "features[0]")),
        (lambda f: f[0]["geometry"].update(type="Point"), (Fault.NOT_POLYGON, G, None, "features[0].geometry")),
        (lambda f: f[0]["geometry"].update(type=[]), (Fault.NOT_POLYGON, G, None, "features[0].geometry")),
        (lambda f: f[0]["geometry"].update(coordinates=[[]]), (Fault.NOT_POLYGON, G, None, POLYGON)),
        (lambda f: _ring(f).pop(), (Fault.NOT_RING, G, None, RING)),
        (lambda f: _ring(f).__setitem__(slice(2, -1), []), (Fault.NOT_RING, G, None, RING)),
        (lambda f: _ring(f).__setitem__(3, ["10", 60.0]), (Fault.NOT_RING, G, None, RING)),
        (lambda f: _ring(f).__setitem__(slice(None), FLAT), (Fault.NOT_RING, G, None, RING)),
        (lambda f: _ring(f).__setitem__(3, [60.0, 10.0]), (Fault.OUTSIDE_NORWAY, G, None, RING)),
        (lambda f: _ring(f).__setitem__(3, [float("nan"), 60.0]), (Fault.OUTSIDE_NORWAY, G, None, RING)),
        (lambda f: _ring(f).reverse(), (Fault.WRONG_WINDING, G, None, RING)),
    ],
)  # fmt: skip
def test_a_broken_map_is_named(folder: Path, breakage: Breakage, place: Place) -> None:
    content = json.loads((folder / G).read_text(encoding="utf-8"))
    breakage(content["features"])
    (folder / G).write_text(json.dumps(content), encoding="utf-8")

    assert place in _places(folder)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"type":\n "Feat', (Fault.NOT_JSON, G, 2, "2")),
        ("[" * 100_000, (Fault.NOT_JSON, G, None, None)),
        (f"[{'9' * 10_000}]", (Fault.NOT_JSON, G, None, None)),
        ("[]", (Fault.NOT_GEOJSON, G, None, None)),
        ('{"type": "Topology", "features": []}', (Fault.NOT_GEOJSON, G, None, None)),
    ],
)
def test_a_map_that_is_no_map_is_named(folder: Path, text: str, place: Place) -> None:
    (folder / G).write_text(text, encoding="utf-8")

    assert _places(folder) == [place]


def test_a_broken_reference_cannot_be_read(folder: Path) -> None:
    _replace(folder, M, 3, "bokmål", "samnorsk")
    (folder / G).write_text("{}", encoding="utf-8")

    with pytest.raises(BrokenReferenceError, match=r"municipalities\.csv:3:language_form") as refused:
        read_reference(folder)
    with pytest.raises(BrokenReferenceError, match=r"municipalities\.geojson"):
        read_boundaries(folder)

    assert [p.fault for p in refused.value.problems] == [Fault.UNKNOWN_VALUE]


def test_every_fault_has_words() -> None:
    assert set(WORDS) == set(Fault)


def test_the_command_says_that_all_is_well() -> None:
    result = CliRunner().invoke(reference, ["check"])

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "The reference data are whole, and every total is as its source states.\n"


def test_the_command_names_what_is_wrong_and_fails(folder: Path) -> None:
    _replace(folder, M, 3, "bokmål", "samnorsk")

    result = CliRunner().invoke(reference, ["check", "--folder", str(folder)])

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "municipalities.csv, line 3, column language_form:"
        " “samnorsk” is not one of: bokmål, nynorsk, nøytral.\n"
        "1 fault in the reference data.\n"
    )


def test_the_command_writes_json_for_machines(folder: Path) -> None:
    _replace(folder, C, 3, ",23", ",24")

    result = CliRunner().invoke(reference, ["check", "--json", "--folder", str(folder)])

    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "fault": "wrong_total",
            "file": "counties.csv",
            "line": 3,
            "column": "municipality_count",
            "found": "23",
            "expected": "24",
            "message": "counties.csv, line 3, column municipality_count:"
            " The total is stated as 24, but the lines add up to 23.",
        }
    ]
