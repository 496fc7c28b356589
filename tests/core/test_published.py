"""What leaves a release: protected before it is rounded, the same through the store, and made in no other way."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.counted import golden_levels, golden_municipalities, municipality
from webapp.core.answer import Missing
from webapp.core.published import (
    COLUMNS,
    HiddenReason,
    Published,
    Status,
    from_row,
    hidden_rows,
    release_figures,
    round_half_up,
)
from webapp.core.spread import Quality
from webapp.core.subject import Earlier, Form, LevelValue, Subject, SubjectKind, SubjectValue
from webapp.core.suppression import DisclosureRules
from webapp.core.survey import NumberClass
from webapp.core.text import Text

RULES = DisclosureRules()
HALVES = (
    NumberClass("low", Text("lav", "låg"), Decimal(0), Decimal(50)),
    NumberClass("high", Text("høy", "høg"), Decimal(50), None),
)
COUNTIES = {"A": 12, "B": 4, "C": 9, "D": 14}
PLACES = [
    municipality(f"{code}{n:02}", code, 1000 + n, SIZE=f"{n % 2}")
    for code, many in COUNTIES.items()
    for n in range(many)
]


def levels(key: str, values: dict[str, LevelValue], earlier: Earlier | None = None) -> Subject:
    return Subject(SubjectKind.ITEM, key, Form.LEVELS, dict(values), earlier=earlier)


def spread_out(step: int = 0) -> dict[str, LevelValue]:
    """Levels 0 to 4 in turn."""
    return {m.number: min(4, (n + step) % 5) for n, m in enumerate(PLACES)}


def found(figures: list[Published], code: str = "", option: str = "") -> Published:
    breakdown = "county" if code else "country"
    return next(f for f in figures if (f.breakdown, f.group_code, f.option_key) == (breakdown, code, option))


def released(subject: Subject) -> list[Published]:
    return release_figures([subject], PLACES, RULES)


def test_the_golden_round_is_published_rounded_to_whole_per_cent() -> None:
    subject = levels("item", golden_levels(3), Earlier(golden_levels(2)))

    row = found(release_figures([subject], golden_municipalities(), RULES))

    assert (row.invited, row.submitted, row.valid, row.adopters) == (12, 12, 10, 6)
    assert (row.share, row.lower_bound, row.upper_bound) == (0.6, 0.55, 0.64)
    assert row.distribution == (None,) * 5
    assert (row.panel, row.change_total) == (10, 0.05)
    assert [row.state(name) for name in ("entered", "left_count", "entry_rate", "change_panel")] == [
        Status.SUPPRESSED
    ] * 4


def test_a_hidden_row_leaves_with_its_participation_only() -> None:
    row = found(released(levels("item", spread_out(), Earlier(spread_out(1)))), "B")

    assert (row.status, row.reason, row.invited, row.submitted) == (
        Status.SUPPRESSED,
        HiddenReason.BASE,
        4,
        4,
    )
    figures = COLUMNS[COLUMNS.index("valid") :]
    assert {getattr(row, name) for name in figures} == {None}
    assert row.state("share") is Status.SUPPRESSED


def test_whether_a_row_was_unanimous_or_covers_another_is_not_told() -> None:
    """A reader who knew which of two it was could subtract (R3: the symbol itself would tell)."""
    values = spread_out()
    values |= {number: 3 for number in values if number.startswith("C")}

    unanimous = found(released(levels("item", values)), "C")
    secondary = found(released(levels("item", spread_out())), "C")

    assert (unanimous.reason, secondary.reason) == (HiddenReason.PROTECTED, HiddenReason.PROTECTED)
    assert {reason.value for reason in HiddenReason} == {"base", "protected"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 4), st.sampled_from(list(Missing))), min_size=78, max_size=78))
def test_every_hidden_figure_is_gone_and_its_row_cannot_be_told_from_what_stays(
    drawn: list[LevelValue],
) -> None:
    now, before = (
        {m.number: v for m, v in zip(PLACES, part, strict=True)} for part in (drawn[:39], drawn[39:])
    )

    for row in released(levels("item", now, Earlier(before))):
        assert all(getattr(row, name) is None for name in row.withheld)
        if row.valid is not None and row.is_shown:
            assert row.valid >= RULES.base
        if row.adopters is None:
            assert (row.share, row.lower_bound, row.upper_bound, row.population_share) == (None,) * 4
            assert row.change_total is None
        if row.entered is None:
            assert row.entry_rate is None
        if row.entered is None or row.left_count is None:
            assert (row.share_before, row.share_after, row.change_panel, row.change_composition) == (
                None,
            ) * 4
        if row.panel is None:
            assert (row.entered, row.left_count, row.net_movement) == (None,) * 3
        assert row.entered not in (1, 2)
        assert row.left_count not in (1, 2)
        assert not {1, 2} & set(row.distribution)
        if row.share is not None and row.lower_bound is not None and row.upper_bound is not None:
            assert row.lower_bound <= row.share <= row.upper_bound


def test_movement_of_a_row_that_the_round_before_hid_stays_hidden() -> None:
    subject = levels("item", spread_out(2), Earlier(spread_out()))
    assert found(released(subject)).panel == len(PLACES)

    hidden = release_figures([subject], PLACES, RULES, hidden_before={("item", "country", "")})

    assert found(hidden).state("panel") is Status.SUPPRESSED
    assert found(hidden).state("share") is Status.OK


def in_county(values: dict[str, LevelValue], code: str, given: list[int]) -> dict[str, LevelValue]:
    """Give the values with those of one county replaced."""
    numbers = [m.number for m in PLACES if m.number.startswith(code)]
    return values | dict(zip(numbers, given, strict=True))


def test_a_rate_of_fewer_than_five_is_withheld_though_its_count_is_shown() -> None:
    before = in_county(spread_out(), "D", [0] * 3 + [3] * 11)
    now = in_county(spread_out(), "D", [3] * 14)

    row = found(released(levels("item", now, Earlier(before))), "D")

    assert (row.entered, row.left_count, row.exit_rate) == (3, 0, 0.0)
    assert row.state("entry_rate") is Status.SUPPRESSED


def test_a_net_movement_of_one_is_withheld() -> None:
    before = in_county(spread_out(), "D", [1] * 7 + [3] * 7)
    now = in_county(spread_out(), "D", [2] + [1] * 6 + [3] * 7)

    row = found(released(levels("item", now, Earlier(before))))

    assert (row.panel, row.entered, row.state("net_movement")) == (39, 0, Status.SUPPRESSED)


def test_the_change_is_withheld_where_the_round_before_withheld_its_adopters() -> None:
    before = in_county(spread_out(), "D", [0] * 13 + [3])
    now = in_county(spread_out(), "D", [0] * 8 + [3] * 6)

    row = found(released(levels("item", now, Earlier(before))), "D")

    assert (row.adopters, row.share) == (6, 0.43)
    assert row.state("change_total") is Status.SUPPRESSED


def test_a_release_tells_the_next_which_rows_it_hid() -> None:
    assert ("item", "county", "B") in hidden_rows(released(levels("item", spread_out())))
    assert ("item", "county", "D") not in hidden_rows(released(levels("item", spread_out())))


def test_a_clause_compares_only_the_items_that_both_rounds_have() -> None:
    fifteen = {m.number for m in PLACES[:15]}
    shared: dict[str, LevelValue] = {m.number: 4 if m.number in fifteen else 0 for m in PLACES}

    row = found(released(levels("clause", spread_out(2), Earlier(spread_out(), comparable=shared))))

    assert row.adopters == sum(isinstance(v, int) and v >= 3 for v in spread_out(2).values())
    assert row.share_after == round_half_up(Fraction(15, 39), 100)
    assert row.change_total == round_half_up(Fraction(15 - 15, 39), 100)


def test_choices_are_counted_of_those_who_answered_and_nobody_is_zero() -> None:
    """Indico counted choices and not respondents, and showed 0 as N/A (PITFALLS 26)."""
    values: dict[str, SubjectValue] = {m.number: ("training", "time") for m in PLACES[:20]}
    values |= {m.number: ("training",) for m in PLACES[20:30]}
    subject = Subject(SubjectKind.ITEM, "barriers", Form.MULTIPLE, values, ("training", "time", "money"))

    figures = released(subject)

    assert found(figures).valid == 30
    assert [(found(figures, option=o).count, found(figures, option=o).share) for o in subject.options] == [
        (30, 1.0),
        (20, 0.67),
        (0, 0.0),
    ]
    assert found(figures, option="money").state("count") is Status.OK
    assert found(figures, option="money").subject_kind is SubjectKind.OPTION


def test_numbers_leave_as_classes_and_quartiles() -> None:
    values: dict[str, SubjectValue] = {m.number: Decimal(n) for n, m in enumerate(PLACES)}
    values |= {m.number: Decimal(60) for m in PLACES[30:]}

    figures = released(Subject(SubjectKind.ITEM, "full_time", Form.NUMBERS, values, classes=HALVES))

    row = found(figures)
    assert (row.lower_quartile, row.median_number, row.upper_quartile) == (
        Decimal(9),
        Decimal(19),
        Decimal(28),
    )
    assert [
        (found(figures, option=c.key).subject_kind, found(figures, option=c.key).count) for c in HALVES
    ] == [
        (SubjectKind.CLASS, 30),
        (SubjectKind.CLASS, 9),
    ]
    assert found(figures, "C").state("median_number") is not Status.OK


def test_quartiles_that_would_narrow_a_hidden_class_are_withheld() -> None:
    values: dict[str, SubjectValue] = {m.number: Decimal(n * 2) for n, m in enumerate(PLACES)}
    county = [m.number for m in PLACES if m.number.startswith("D")]
    values |= {number: Decimal(60 if n < 2 else 10) for n, number in enumerate(county)}

    row = found(released(Subject(SubjectKind.ITEM, "full_time", Form.NUMBERS, values, classes=HALVES)), "D")

    assert (row.valid, row.state("median_number"), row.median_number) == (14, Status.SUPPRESSED, None)


def test_below_sixty_per_cent_only_the_bounds_leave() -> None:
    few = {number: value for n, (number, value) in enumerate(spread_out().items()) if n % 2}

    row = found(released(levels("item", few, Earlier(spread_out()))))

    assert (row.quality, row.may_be_ranked) == (Quality.BOUNDS_ONLY, False)
    assert (row.share, row.population_share, row.median_level, row.entered, row.change_total) == (None,) * 5
    assert (row.lower_bound, row.upper_bound) == (0.18, 0.69)
    assert row.state("share") is Status.MISSING


def test_what_was_not_asked_and_where_nobody_delivered_each_has_its_status() -> None:
    not_asked = levels("new", {m.number: Missing.NOT_ASKED for m in PLACES})
    silent = levels("item", {number: v for number, v in spread_out().items() if not number.startswith("B")})

    assert {row.status for row in released(not_asked)} == {Status.NOT_ASKED}
    row = found(released(silent), "B")
    assert (row.status, row.invited, row.submitted, row.valid) == (Status.MISSING, 4, 0, None)
    assert row.withheld == frozenset()


def test_provisional_figures_are_marked_and_hidden_ones_stay_hidden() -> None:
    figures = release_figures([levels("item", spread_out())], PLACES, RULES, provisional=True)

    assert found(figures).status is Status.PROVISIONAL
    assert found(figures).state("share") is Status.PROVISIONAL
    assert found(figures, "B").status is Status.SUPPRESSED


def test_shares_have_one_decimal_from_a_hundred_answers_on() -> None:
    places = [municipality(f"{n:03}") for n in range(300)]
    values: dict[str, LevelValue] = {m.number: 3 if n % 3 else 0 for n, m in enumerate(places)}

    row = found(release_figures([levels("item", values)], places, RULES))

    assert row.share == 0.667


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        (Fraction(1, 8), 0.13),
        (Fraction(-1, 8), -0.13),
        (Fraction(-1, 1000), 0.0),
        (Fraction(0), 0.0),
        (Fraction(1), 1.0),
    ],
)
def test_halves_are_rounded_away_from_zero(exact: Fraction, expected: float) -> None:
    assert round_half_up(exact, 100) == expected
    assert str(round_half_up(exact, 100)) == str(expected)


def test_a_row_is_the_same_after_it_has_been_stored() -> None:
    numbers = Subject(
        SubjectKind.ITEM,
        "n",
        Form.NUMBERS,
        {m.number: Decimal(n) for n, m in enumerate(PLACES)},
        classes=HALVES,
    )
    figures = release_figures([levels("item", spread_out(1), Earlier(spread_out())), numbers], PLACES, RULES)

    assert [from_row(row.to_row()) for row in figures] == figures
    assert all(tuple(row.to_row()) == COLUMNS for row in figures)
    assert {type(value) for row in figures for value in row.to_row().values()} == {
        str,
        int,
        float,
        type(None),
    }


def test_nobody_else_can_make_a_published_figure() -> None:
    row = found(released(levels("item", spread_out())), "B")

    with pytest.raises(TypeError, match="release_figures"):
        replace(row, share=0.5)


def test_order_of_municipalities_changes_nothing() -> None:
    subject = levels("item", spread_out(1), Earlier(spread_out()))

    assert release_figures([subject], PLACES[::-1], RULES) == release_figures([subject], PLACES, RULES)
