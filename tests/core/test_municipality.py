"""Municipalities: size bands, labels and what history a number keeps."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.groups import breakdown_name
from webapp.core.municipality import (
    SIZE_BANDS,
    Breakdown,
    Change,
    ChangeType,
    LanguageForm,
    Municipality,
    size_band,
)
from webapp.core.reference import Reference
from webapp.core.succession import (
    OutsideReferenceError,
    UnknownMunicipalityError,
    marked_where_shared,
    numbers_after,
    numbers_before,
)
from webapp.core.text import Text

BEFORE, AFTER = date(2023, 12, 31), date(2024, 1, 1)


def _municipality(number: str, name: str = "Vik", population: int = 1000) -> Municipality:
    return Municipality(
        number, name, number[:2], f"Fylke {number[:2]}", population, 500, LanguageForm.NEUTRAL
    )


def _change(old: str, new: str, kind: ChangeType, names: tuple[str, str] = ("Vik", "Vik")) -> Change:
    return Change(AFTER, old, names[0], new, names[1], kind)


def _reference(municipalities: list[Municipality], *changes: Change) -> Reference:
    # a change long before, so that the reference reaches further back than the change under test
    first = Change(date(2017, 1, 1), "9998", "X", "9998", "Y", ChangeType.NAME_CHANGE)
    return Reference((*municipalities, _municipality("9998", "Y")), (), (first, *changes), ())


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (0, "1"),
        (2_999, "1"),
        (3_000, "2"),
        (4_999, "2"),
        (5_000, "3"),
        (9_999, "3"),
        (10_000, "4"),
        (19_999, "4"),
        (20_000, "5"),
        (49_999, "5"),
        (50_000, "6"),
        (728_714, "6"),
    ],
)
def test_a_size_band_holds_its_lower_edge_and_not_its_upper(population: int, band: str) -> None:
    assert size_band(population) == band


@given(st.integers(min_value=0, max_value=10**7))
def test_every_population_has_exactly_one_band(population: int) -> None:
    fitting = [c for c, low, high in SIZE_BANDS if low <= population and (high is None or population < high)]

    assert fitting == [size_band(population)]


def test_fewer_than_no_residents_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        size_band(-1)


def test_a_shared_name_shows_its_county_and_others_do_not() -> None:
    marked = marked_where_shared(
        [_municipality("4601", "Bø"), _municipality("1801", "Bø"), _municipality("1802", "Os")]
    )

    assert [m.label for m in marked] == ["Bø (Fylke 18)", "Os", "Bø (Fylke 46)"]


def test_municipalities_can_be_gathered_in_a_set() -> None:
    one = _municipality("1801")

    assert len({one, replace(one), replace(one, name="Os")}) == 2


@pytest.mark.parametrize(
    ("kind", "old"),
    [
        (ChangeType.RENUMBERING, "1801"),
        (ChangeType.MERGER, None),
        (ChangeType.SPLIT, None),
    ],
)
def test_a_new_number_keeps_its_history_only_when_it_was_renumbered(
    kind: ChangeType, old: str | None
) -> None:
    reference = _reference([_municipality("4601")], _change("1801", "4601", kind))

    assert reference.history("4601", BEFORE, AFTER) == old


@pytest.mark.parametrize("kind", [ChangeType.NAME_CHANGE, ChangeType.BOUNDARY_ADJUSTMENT])
def test_renaming_and_boundary_adjustment_keep_the_history(kind: ChangeType) -> None:
    old = "4601" if kind is ChangeType.NAME_CHANGE else "9998"
    reference = _reference([_municipality("4601")], _change(old, "4601", kind))

    assert reference.history("4601", BEFORE, AFTER) == "4601"


def test_a_merger_that_kept_its_number_kept_no_history() -> None:
    edges = (_change("1103", "1103", ChangeType.MERGER), _change("1141", "1103", ChangeType.MERGER))
    reference = _reference([_municipality("1103")], *edges)

    assert reference.history("1103", BEFORE, AFTER) is None
    assert reference.history("1103", AFTER, AFTER) == "1103"
    assert reference.kept_numbers(BEFORE, AFTER) == {"9998": "9998"}


def test_questions_that_have_no_answer_are_refused() -> None:
    reference = _reference([_municipality("4601")], _change("1801", "4601", ChangeType.RENUMBERING))

    with pytest.raises(UnknownMunicipalityError):
        reference.history("1801", BEFORE, AFTER)
    with pytest.raises(OutsideReferenceError):
        reference.history("4601", date(2016, 12, 31), AFTER)
    with pytest.raises(ValueError, match="2024"):
        reference.history("4601", AFTER, BEFORE)
    with pytest.raises(UnknownMunicipalityError):
        reference.municipality_on("4601", BEFORE)


def test_a_split_is_put_together_with_the_groups_of_the_part_that_kept_the_name() -> None:
    kept = replace(_municipality("1508", "Ålesund", 100), groups={Breakdown.KOSTRA: "EKG11"})
    larger = replace(_municipality("1580", "Haram", 900), groups={Breakdown.KOSTRA: "EKG01"})
    edges = (
        _change("1507", "1508", ChangeType.SPLIT, ("Ålesund", "Ålesund")),
        _change("1507", "1580", ChangeType.SPLIT, ("Ålesund", "Haram")),
    )

    whole = _reference([kept, larger], *edges).municipality_on("1507", BEFORE)

    assert (whole.name, whole.population, whole.derived) == ("Ålesund", 1000, True)
    assert whole.groups == {Breakdown.KOSTRA: "EKG11"}


def test_what_merged_parts_were_is_not_guessed() -> None:
    reference = _reference([_municipality("4601")], _change("1801", "4601", ChangeType.MERGER))

    with pytest.raises(OutsideReferenceError):
        reference.municipalities_on(BEFORE)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("uvwxyz")),
    st.frozensets(st.sampled_from("mno")),
)
def test_going_back_and_forward_again_ends_where_it_began(
    moved: dict[str, str], stays: frozenset[str]
) -> None:
    edges = [_change(old, new, ChangeType.MERGER) for old, new in moved.items()]
    after = stays | set(moved.values())

    assert numbers_before(after, edges) == stays | set(moved)
    assert numbers_after(numbers_before(after, edges), edges) == after


def test_breakdowns_are_called_as_the_glossary_says() -> None:
    assert [breakdown_name(b) for b in Breakdown] == [
        Text("Fylke", "Fylke"),
        Text("KOSTRA-gruppe", "KOSTRA-gruppe"),
        Text("Sentralitet", "Sentralitet"),
        Text("Innbyggertall", "Innbyggjartal"),
        Text("Målform", "Målform"),
        Text("Helsefellesskap", "Helsefellesskap"),
    ]
