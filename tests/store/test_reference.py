"""The reference data that come with Godpraksis, on the days that matter."""

from collections import Counter
from datetime import date, timedelta

import pytest

from webapp.core.municipality import Breakdown
from webapp.core.reference import Reference
from webapp.core.succession import OutsideReferenceError
from webapp.core.text import Text
from webapp.store.boundaries import boundaries_by_county, read_boundaries
from webapp.store.reference import read_reference

ROUNDS = [(date(2023, 9, 1), 356), (date(2024, 9, 1), 357), (date(2025, 9, 1), 357), (date(2026, 9, 1), 357)]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference()


@pytest.mark.parametrize(("day", "number"), ROUNDS)
def test_each_year_has_its_municipalities_sorted_by_number(
    reference: Reference, day: date, number: int
) -> None:
    municipalities = reference.municipalities_on(day)
    numbers = [m.number for m in municipalities]

    assert len(municipalities) == number
    assert numbers == sorted(reference.numbers_on(day))
    assert sum(m.population for m in municipalities) == 5_627_400


def test_the_structure_of_2020_lasts_until_the_last_day_of_2023(reference: Reference) -> None:
    new_year = date(2024, 1, 1)

    assert reference.municipalities_on(date(2020, 1, 1)) == reference.municipalities_on(
        new_year - timedelta(days=1)
    )
    assert reference.municipalities_on(new_year) != reference.municipalities_on(new_year - timedelta(days=1))


@pytest.mark.parametrize(
    ("year", "number"),
    [(2017, 426), (2018, 422), (2019, 422), (2020, 356), (2023, 356), (2024, 357), (2026, 357)],
)
def test_the_changes_lead_through_statistics_norways_lists(
    reference: Reference, year: int, number: int
) -> None:
    assert len(reference.numbers_on(date(year, 1, 1))) == number


def test_before_2020_the_groups_are_not_guessed(reference: Reference) -> None:
    with pytest.raises(OutsideReferenceError):
        reference.municipalities_on(date(2019, 12, 31))
    with pytest.raises(OutsideReferenceError):
        reference.numbers_on(date(2016, 12, 31))


@pytest.mark.parametrize(("day", "_number"), ROUNDS)
def test_names_that_occur_twice_show_the_county(reference: Reference, day: date, _number: int) -> None:
    municipalities = reference.municipalities_on(day)

    assert [m.label for m in municipalities if m.label != m.name] == [
        "Herøy (Møre og Romsdal)",
        "Herøy (Nordland)",
        "Våler (Østfold)",
        "Våler (Innlandet)",
    ]
    assert len({m.label for m in municipalities}) == len(municipalities)


def test_an_old_number_takes_the_groups_of_its_successor_and_says_so(reference: Reference) -> None:
    vaaler = reference.municipality_on("3018", date(2023, 9, 1))
    successor = reference.municipality_on("3114", date(2024, 9, 1))

    assert vaaler.groups == successor.groups
    assert (vaaler.derived, successor.derived) == (True, False)
    assert vaaler.official_name == "Våler"
    assert sum(m.derived for m in reference.municipalities_on(date(2023, 9, 1))) == 114


def test_aalesund_was_one_until_2024(reference: Reference) -> None:
    whole = reference.municipality_on("1507", date(2023, 9, 1))
    parts = [reference.municipality_on(n, date(2024, 9, 1)) for n in ("1508", "1580")]

    assert whole.groups == parts[0].groups
    assert whole.population == parts[0].population + parts[1].population
    assert whole.derived


def test_official_names_are_those_of_the_day(reference: Reference) -> None:
    names = [reference.municipality_on("0301", date(year, 9, 1)).official_name for year in (2025, 2026)]

    assert names == ["Oslo", "Oslo - Oslove"]


@pytest.mark.parametrize(
    ("number", "since", "until", "kept"),
    [
        ("3101", 2023, 2024, "3001"),  # Halden: renumbered
        ("1508", 2023, 2024, None),  # Ålesund: split
        ("1580", 2023, 2024, None),  # Haram: split
        ("1833", 2023, 2024, "1833"),  # Rana: renamed
        ("3207", 2025, 2026, "3207"),  # Nordre Follo: boundary adjusted
        ("3118", 2025, 2026, "3118"),  # Indre Østfold: likewise
        ("1103", 2019, 2020, None),  # Stavanger: merged, number kept
        ("1875", 2019, 2020, None),  # Hamarøy: merged with a part of a split one
        ("5601", 2019, 2024, "2012"),  # Alta: renumbered twice
        ("4601", 2018, 2026, "1201"),  # Bergen
    ],
)
def test_history_is_kept_or_not_as_the_rule_says(
    reference: Reference, number: str, since: int, until: int, kept: str | None
) -> None:
    assert reference.history(number, date(since, 9, 1), date(until, 9, 1)) == kept


def test_the_panel_of_2023_and_2024_lacks_aalesund_and_haram_only(reference: Reference) -> None:
    kept = reference.kept_numbers(date(2023, 9, 1), date(2024, 9, 1))

    assert reference.numbers_on(date(2024, 9, 1)) - set(kept) == {"1508", "1580"}
    assert reference.numbers_on(date(2023, 9, 1)) - set(kept.values()) == {"1507"}
    assert len(set(kept.values())) == len(kept)


def test_every_municipality_is_in_one_named_group_of_each_breakdown(reference: Reference) -> None:
    for day, _number in ROUNDS:
        for municipality in reference.municipalities_on(day):
            assert set(municipality.groups) == set(Breakdown)
            for breakdown, code in municipality.groups.items():
                assert code in reference.groups(breakdown)


@pytest.mark.parametrize(
    ("breakdown", "sizes"),
    [
        (Breakdown.COUNTY, [1, 23, 27, 41, 12, 21, 18, 46, 6, 17, 25, 43, 38, 21, 18]),
        (Breakdown.KOSTRA, [40, 18, 9, 39, 33, 28, 38, 13, 27, 13, 10, 11, 1, 25, 36, 8, 8]),
        (Breakdown.CENTRALITY, [5, 21, 54, 65, 104, 108]),
        (Breakdown.SIZE, [128, 46, 71, 43, 48, 21]),
        (Breakdown.LANGUAGE_FORM, [118, 88, 151]),
        (
            Breakdown.HEALTH_COMMUNITY,
            [21, 18, 18, 18, 16, 17, 27, 15, 19, 42, 21, 20, 1, 19, 6, 17, 13, 25, 24],
        ),
    ],
)
def test_groups_have_the_sizes_that_the_sources_state(
    reference: Reference, breakdown: Breakdown, sizes: list[int]
) -> None:
    members = Counter(m.groups[breakdown] for m in reference.municipalities_on(date(2026, 1, 1)))

    assert [members[code] for code in reference.groups(breakdown)] == sizes


@pytest.mark.parametrize(
    ("breakdown", "code", "name"),
    [
        (Breakdown.COUNTY, "15", Text("Møre og Romsdal", "Møre og Romsdal")),
        (Breakdown.KOSTRA, "EKG01", Text("KOSTRA-gruppe 1", "KOSTRA-gruppe 1")),
        (Breakdown.KOSTRA, "EKG17", Text("KOSTRA-gruppe 17", "KOSTRA-gruppe 17")),
        (Breakdown.CENTRALITY, "1", Text("Sentralitet 1 (mest sentral)", "Sentralitet 1 (mest sentral)")),
        (Breakdown.SIZE, "1", Text("Under 3\u00a0000", "Under 3\u00a0000")),
        (Breakdown.SIZE, "2", Text("3\u00a0000–4\u00a0999", "3\u00a0000–4\u00a0999")),
        (Breakdown.SIZE, "6", Text("50\u00a0000 eller flere", "50\u00a0000 eller fleire")),
        (Breakdown.LANGUAGE_FORM, "nøytral", Text("Nøytral", "Nøytral")),
        (Breakdown.HEALTH_COMMUNITY, "983974724", Text("Helse Bergen HF", "Helse Bergen HF")),
        (
            Breakdown.HEALTH_COMMUNITY,
            "983971709",
            Text("Helsefellesskapet Innlandet", "Helsefellesskapet Innlandet"),
        ),
    ],
)
def test_groups_have_names_in_both_forms(
    reference: Reference, breakdown: Breakdown, code: str, name: Text
) -> None:
    assert reference.group_name(breakdown, code) == name


def test_the_map_has_every_municipality_and_gathers_them_by_county(reference: Reference) -> None:
    boundaries = read_boundaries()
    municipalities = reference.municipalities_on(date(2026, 1, 1))

    counties = boundaries_by_county(boundaries, {m.number: m.county_number for m in municipalities})

    assert set(boundaries) == {m.number for m in municipalities}
    assert tuple(counties) == reference.groups(Breakdown.COUNTY)
    assert sum(map(len, counties.values())) == sum(map(len, boundaries.values()))
    assert counties["03"] == boundaries["0301"]
