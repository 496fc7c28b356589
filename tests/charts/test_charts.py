"""What a chart says and shows: its own figures, in both forms, without colour, and never more than the row tells."""

from dataclasses import replace

import pytest

from tests.charts.published import LABELS, NAMES, row
from webapp.charts import breakdown, distribution, movement, tables, writing
from webapp.charts.kinds import Bar, Bars, ChartError, CountyMap, Dots, Fill
from webapp.charts.labels import Part
from webapp.core.subject import Form
from webapp.core.text import Text

COUNTY = Text("Fylke", "Fylke")
GROUPS = {
    "11": Text("Rogaland", "Rogaland"),
    "15": Text("Møre og Romsdal", "Møre og Romsdal"),
    "03": Text("Oslo", "Oslo"),
}


def test_the_distribution_says_the_share_and_the_median_in_both_forms() -> None:
    chart = distribution.distribution(LABELS, row(), [])

    assert chart.finding == Text(
        "130 av 200 kommuner (65,0\u00a0%) har dette i bruk. Medianen er nivå 3, «På plass».",
        "130 av 200 kommunar (65,0\u00a0%) har dette i bruk. Medianen er nivå 3, «På plass».",
    )
    assert [r.cells[0].words.nb for r in chart.table.rows] == ["10", "20", "40", "90", "40"]
    assert chart.finding.nn in chart.alt.nn


def test_a_hidden_row_is_drawn_as_signs_and_its_finding_tells_no_number() -> None:
    chart = distribution.distribution(LABELS, row(status="suppressed"), [])

    assert isinstance(chart.plan, Bars)
    assert [(b.length, b.cell.sign) for b in chart.plan.bars] == [(None, ":")] * 5
    assert chart.finding.nn == "Tala er skjulte av omsyn til små grupper."
    assert chart.table.signs == (":",)


def test_a_hidden_cell_is_a_sign_and_nought_is_nought() -> None:
    chart = distribution.distribution(LABELS, row(d0=0, withheld="d1 median_level"), [])

    assert isinstance(chart.plan, Bars)
    assert [(b.length, b.cell.words.nb) for b in chart.plan.bars][:2] == [(0.0, "0"), (None, ":")]
    assert "Median" not in chart.finding.nb


def test_hidden_adopters_are_told_neither_in_words_nor_by_a_median() -> None:
    chart = distribution.distribution(
        LABELS, row(withheld="adopters share lower_bound upper_bound median_level"), []
    )

    assert "130" not in chart.finding.nb
    assert "65" not in chart.finding.nb
    assert chart.finding.nb.startswith("Hvor mange av de 200 kommunene")


def test_low_coverage_gives_bounds_and_no_share() -> None:
    chart = distribution.distribution(
        LABELS, row(quality="bounds_only", share=None, median_level=None, population_share=None), []
    )

    assert (
        chart.finding.nb
        == "For få har levert til at en andel kan oppgis: Den ligger et sted innenfor 60,0–70,0\u00a0%."
    )


def test_groups_are_compared_by_name_and_hidden_ones_are_counted() -> None:
    groups = [
        row("county", "03", status="suppressed"),
        row("county", "11", share=0.8, valid=20),
        row("county", "15", share=0.4, valid=20),
    ]
    chart = breakdown.breakdown(COUNTY, row(), groups, GROUPS)

    assert chart.finding.nb == (
        "Andelen er høyest i Rogaland (80\u00a0%) og lavest i Møre og Romsdal (40\u00a0%). "
        "1 av 3 grupper kan ikke vises eller sammenlignes."
    )
    assert isinstance(chart.plan, Dots)
    assert [(b.length, b.cell.sign) for b in chart.plan.bars] == [(None, ":"), (0.8, ""), (0.4, "")]
    assert [r.heading.nb for r in chart.table.rows] == ["Hele landet", "Oslo", "Rogaland", "Møre og Romsdal"]


def test_a_group_with_too_low_coverage_is_not_ranked() -> None:
    groups = [
        row("county", "11", share=None, quality="bounds_only", median_level=None, population_share=None),
        row("county", "15", share=0.4, valid=20),
    ]
    chart = breakdown.breakdown(COUNTY, row(), groups, GROUPS)

    assert chart.finding.nb == "For få grupper kan vises til at de kan sammenlignes."
    assert isinstance(chart.plan, Dots)
    assert chart.plan.bars[0].cell.sign == ".."


def test_groups_that_tie_are_all_named_and_many_are_counted() -> None:
    names = {str(n): Text(f"G{n}", f"G{n}") for n in range(6)}
    groups = [row("size", str(n), share=0.5 if n < 2 else 0.25, valid=20) for n in range(6)]
    chart = breakdown.breakdown(COUNTY, row(), groups, names)

    assert chart.finding.nn == "Delen er høgast i G0 og G1 (50\u00a0%) og lågast i 4 grupper (25\u00a0%)."


def test_a_map_has_the_mask_of_its_table_and_the_same_classes_everywhere() -> None:
    shares = (0.0, 0.19, 0.2, 0.6, 0.8, 1.0)
    groups = [row("county", str(n), share=s, valid=20) for n, s in enumerate(shares)]
    groups.append(row("county", "9", status="suppressed"))
    chart = breakdown.county_map(COUNTY, row(), groups, {}, "© Kartverket")

    assert isinstance(chart.plan, CountyMap)
    assert [a.share_class for a in chart.plan.areas] == [0, 0, 1, 3, 4, 4, None]
    assert [a.cell for a in chart.plan.areas] == [r.cells[2] for r in chart.table.rows[1:]]
    assert [c.nb for c in chart.plan.classes] == [
        "0 til 19\u00a0%",
        "20 til 39\u00a0%",
        "40 til 59\u00a0%",
        "60 til 79\u00a0%",
        "80\u00a0% eller mer",
    ]


def test_movement_says_who_moved_or_that_it_is_hidden() -> None:
    moved = movement.movement(row(panel=150, entered=20, left_count=0))
    hidden = movement.movement(row(panel=150, entered=20, withheld="left_count"))

    assert moved.finding.nb == (
        "Av 150 kommuner som har svart begge gangene, har 20 tatt dette i bruk, og 0 har falt fra."
    )
    assert (
        hidden.finding.nn
        == "Kor mange som har endra seg, er heilt eller delvis skjult av omsyn til små grupper."
    )
    assert [r.cells[0].sign for r in hidden.table.rows] == ["", ":"]


def test_the_most_common_answer_is_said_with_its_base() -> None:
    labels = replace(
        LABELS,
        form=Form.MULTIPLE,
        parts=(Part("x", Text("X", "X")), Part("y", Text("Y", "Y")), Part("z", Text("Z", "Z"))),
    )
    parts = [
        row(kind="option", option="x", count=150, share=0.75),
        row(kind="option", option="y", count=0, share=0.0),
        row(kind="option", option="z", withheld="count share"),
    ]
    chart = distribution.distribution(labels, row(), parts)

    assert (
        chart.finding.nb
        == "Av svarene som kan vises, er «X» det vanligste: 150 av 200 kommuner (75,0\u00a0%)."
    )
    assert [[c.words.nb for c in r.cells] for r in chart.table.rows] == [
        ["150", "75,0\u00a0%"],
        ["0", "0,0\u00a0%"],
        [":", ":"],
    ]


def test_how_groups_answered_a_choice_stands_in_a_table() -> None:
    labels = replace(LABELS, form=Form.SINGLE, parts=(Part("ja", Text("Ja", "Ja")),))
    rows = [
        row(),
        row(kind="option", option="ja", count=150, share=0.75),
        row("county", "11", valid=20),
        row("county", "11", kind="option", option="ja", count=10, share=0.5, valid=20),
        row("county", "03", status="suppressed"),
        row("county", "03", kind="option", option="ja", status="suppressed"),
    ]
    table = tables.by_group(labels, COUNTY, rows, ["11", "03"], GROUPS)

    assert [[c.words.nb for c in r.cells] for r in table.rows] == [
        ["200", "75,0\u00a0%"],
        ["20", "50\u00a0%"],
        [":", ":"],
    ]


def test_figures_are_written_as_norwegians_write_them() -> None:
    of = row(change_total=-0.041, change_panel=0.02, median_number="1250.50", valid=1234)

    assert writing.count(of, "valid").words.nb == "1\u00a0234"
    assert writing.points(of, "change_total").words.nb == "\u22124,1"
    assert writing.points(of, "change_panel").words.nb == "+2,0"
    assert writing.quantity(of, "median_number").words.nb == "1\u00a0250,5"
    assert writing.share(row(status="provisional")).words.nb == "65,0\u00a0%*"
    assert writing.share(row(status="not_asked")).sign == "."
    assert writing.share(None).sign == ".."
    assert writing.level(of, NAMES).words.nn == "3 På plass"


def test_a_chart_that_someone_could_not_read_cannot_be_made() -> None:
    chart = distribution.distribution(LABELS, row(), [])

    for lacking in (
        {"finding": Text("Noe", " ")},
        {"alt": Text("", "Noko")},
        {"table": replace(chart.table, rows=())},
        {"encoding": "colour"},
        {"plan": Bars((), (), Text("a", "a"))},
    ):
        with pytest.raises(ChartError):
            replace(chart, **lacking)


def test_a_bar_cannot_be_as_long_as_what_it_hides() -> None:
    with pytest.raises(ChartError):
        Bar(Text("a", "a"), writing.sign_cell(":"), 0.4, Fill.PLAIN)
    with pytest.raises(ChartError):
        Bar(Text("a", "a"), writing.sign_cell(":"), None, low=0.1, high=0.2)
