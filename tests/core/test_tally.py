"""Counting: who is in a row, what is missing, and what the base of a choice is."""

import time
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.counted import municipality
from webapp.core.answer import Missing
from webapp.core.municipality import Breakdown
from webapp.core.subject import Form, LevelValue, Subject, SubjectKind, SubjectValue
from webapp.core.survey import NumberClass
from webapp.core.tally import COUNTRY, layout, levels_of, tally, tally_levels, tally_numbers, tally_options
from webapp.core.text import Text

HALVES = (
    NumberClass("low", Text("lav", "låg"), Decimal(0), Decimal(50)),
    NumberClass("high", Text("høy", "høg"), Decimal(50), None),
)
VALUES: st.SearchStrategy[LevelValue] = st.one_of(st.integers(0, 4), st.sampled_from(list(Missing)))


def test_each_way_of_missing_is_counted_apart_and_none_is_zero() -> None:
    where = layout([municipality(f"{n:02}") for n in range(7)])
    values: dict[str, LevelValue] = {
        "00": 0,
        "01": 3,
        "02": Missing.DONT_KNOW,
        "03": Missing.BLANK,
        "04": Missing.NOT_APPLICABLE,
        "05": Missing.NOT_ASKED,
    }

    row = tally_levels(where, values)[COUNTRY]

    assert (row.invited, row.submitted, row.not_applicable, row.dont_know, row.valid) == (6, 5, 1, 1, 2)
    assert (row.counts, row.adopters, row.base) == ((1, 0, 0, 1, 0), 1, 5)
    assert (row.adopter_sizes, row.other_sizes) == ((1000,), (1000,))


def test_a_municipality_that_is_not_among_the_values_has_not_delivered() -> None:
    row = tally_levels(layout([municipality("01"), municipality("02")]), {"01": 2})[COUNTRY]

    assert (row.invited, row.submitted, row.valid) == (2, 1, 1)


def test_rows_are_the_country_and_then_each_group_by_breakdown_and_code() -> None:
    where = layout(
        [municipality("02", "B", SIZE="1"), municipality("01", "A"), municipality("03", "A", SIZE="1")]
    )

    assert where.rows == (COUNTRY, ("county", "A"), ("county", "B"), ("size", "1"))
    assert where.members == ((0, 1, 2), (0, 2), (1,), (1, 2))


def test_health_communities_make_no_rows_yet() -> None:
    where = layout([municipality("01", HEALTH_COMMUNITY="HF1")])

    assert {breakdown for breakdown, _ in where.rows} == {"country", Breakdown.COUNTY}


@settings(deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=30), st.randoms())
def test_order_changes_nothing_and_groups_add_up_to_the_country(
    values: list[LevelValue], shuffled: Random
) -> None:
    municipalities = [municipality(f"{n:02}", "ABC"[n % 3], 100 + n) for n in range(len(values))]
    by_number = {m.number: value for m, value in zip(municipalities, values, strict=True)}
    expected = tally_levels(layout(municipalities), by_number)
    shuffled.shuffle(municipalities)

    found = tally_levels(layout(municipalities), dict(reversed(by_number.items())))

    assert found == expected
    groups = [row for key, row in found.items() if key != COUNTRY]
    whole = found[COUNTRY]
    assert tuple(map(sum, zip(*(g.counts for g in groups), strict=True))) == whole.counts
    assert sum(whole.counts) == whole.valid
    assert [
        sum(getattr(g, name) for g in groups) for name in ("invited", "submitted", "valid", "dont_know")
    ] == [
        whole.invited,
        whole.submitted,
        whole.valid,
        whole.dont_know,
    ]


def test_the_base_of_a_multiple_choice_is_respondents_never_choices() -> None:
    where = layout([municipality(f"{n}") for n in range(6)])
    values: dict[str, SubjectValue] = {
        "0": ("training", "time"),
        "1": ("training", "time"),
        "2": ("training",),
        "3": Missing.DONT_KNOW,
        "4": (),
    }

    row = tally_options(where, values, ("training", "time", "money"))[COUNTRY]

    assert row.valid == 3
    assert row.counts == (3, 2, 0)


def test_an_option_nobody_chose_is_zero_and_not_missing() -> None:
    row = tally_options(layout([municipality("1")]), {"1": "yes"}, ("yes", "planned", "no"))[COUNTRY]

    assert (row.valid, row.counts) == (1, (1, 0, 0))


def test_numbers_are_counted_in_their_classes_and_the_upper_end_belongs_to_the_next() -> None:
    where = layout([municipality(f"{n}") for n in range(4)])

    row = tally_numbers(where, {"0": Decimal(0), "1": Decimal("49.9"), "2": Decimal(50)}, HALVES)[COUNTRY]

    assert (row.valid, row.counts, row.quartiles) == (3, (2, 1), None)


def test_quartiles_are_given_from_ten_answers_on() -> None:
    where = layout([municipality(f"{n:02}") for n in range(11)])
    nine: dict[str, SubjectValue] = {f"{n:02}": Decimal(n) for n in range(9)}

    assert tally_numbers(where, nine, HALVES)[COUNTRY].quartiles is None
    ten = tally_numbers(where, nine | {"09": Decimal(9)}, HALVES)[COUNTRY]
    assert ten.quartiles == (Decimal(2), Decimal(4), Decimal(6))


@pytest.mark.parametrize("value", ["3", 3.0, True, None])
def test_what_is_no_level_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="not a level"):
        levels_of({"01": value})  # type: ignore[dict-item]  # the wrong type is the point


def test_a_number_outside_every_class_and_a_choice_of_the_wrong_type_are_refused() -> None:
    where = layout([municipality("01")])

    with pytest.raises(ValueError, match="no class"):
        tally_numbers(where, {"01": Decimal(-1)}, HALVES)
    with pytest.raises(TypeError, match="Decimal"):
        tally_numbers(where, {"01": 3}, HALVES)
    with pytest.raises(TypeError, match="choice"):
        tally_options(where, {"01": 3}, ("yes",))
    with pytest.raises(KeyError):
        tally_levels(where, {"01": 5})


def test_a_round_of_the_whole_country_is_counted_in_a_moment() -> None:
    municipalities = [
        municipality(f"{n:04}", f"{n % 15}", SIZE=f"{n % 6}", KOSTRA=f"{n % 17}") for n in range(357)
    ]
    values: dict[str, SubjectValue] = {m.number: place % 5 for place, m in enumerate(municipalities)}
    where = layout(municipalities)
    subject = Subject(SubjectKind.ITEM, "item", Form.LEVELS, values)
    begun = time.process_time()

    for _ in range(115):
        tally(where, subject)

    assert (
        time.process_time() - begun < 1
    )  # about 0.1 s; three rounds of 115 items and clauses shall take about a second
