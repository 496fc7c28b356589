"""How groups answered choices and numbers: the mask of the table, a finding in both forms, and nothing where nothing is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from tests.charts.published import LABELS, row
from webapp.charts.answers import answers
from webapp.charts.drawing import draw
from webapp.charts.kinds import Bar, Chart, ChartError, Column, Columns, Dots
from webapp.charts.labels import Labels, Part
from webapp.charts.writing import sign_cell
from webapp.core.published import Published, from_row
from webapp.core.subject import Form
from webapp.core.text import LANGUAGES, Language, Text

COUNTY = Text("Fylke", "Fylke")
NAMES = {
    "03": Text("Oslo", "Oslo"),
    "11": Text("Rogaland", "Rogaland"),
    "15": Text("Møre og Romsdal", "Møre og Romsdal"),
}
YES = replace(
    LABELS,
    form=Form.SINGLE,
    parts=(
        Part("ja", Text("Ja", "Ja")),
        Part("planlagt", Text("Planlagt", "Planlagd")),
        Part("nei", Text("Nei", "Nei")),
    ),
    lead="ja",
)
MANY = replace(
    LABELS,
    form=Form.MULTIPLE,
    parts=tuple(Part(f"o{n}", Text(f"Svar {n}", f"Svar {n} på nynorsk")) for n in range(6)),
)
AMOUNT = replace(
    LABELS,
    form=Form.NUMBERS,
    parts=(Part("lite", Text("Lite", "Lite")),),
    unit=Text("ansatte", "tilsette"),
)


def options(code: str, shares: Mapping[str, float | None], *, valid: int = 20) -> list[Published]:
    """Give the rows of one group, or of the country, by option; None is hidden."""
    breakdown = "county" if code else "country"
    made = [row(breakdown, code, valid=valid)]
    for key, share in shares.items():
        hidden = (
            {"withheld": "count share"} if share is None else {"count": int(share * valid), "share": share}
        )
        made.append(row(breakdown, code, kind="option", option=key, valid=valid, **hidden))
    return made


def numbers(code: str, *quarters: str, withheld: str = "") -> Published:
    names = ("lower_quartile", "median_number", "upper_quartile")
    figures: dict[str, Any] = dict(zip(names, map(Decimal, quarters), strict=False))  # Any: columns by name
    return row("county" if code else "country", code, valid=20, withheld=withheld, **figures)


def made(labels: Labels, rows: Sequence[Published]) -> Chart:
    chart = answers(labels, COUNTY, rows, list(NAMES), NAMES)
    assert chart is not None
    return chart


def drawn(chart: Chart, language: Language) -> list[str]:
    root = fromstring(draw(chart, language).content)  # noqa: S314  our own drawing
    return [e.text or "" for e in root.iter("{http://www.w3.org/2000/svg}text")]


def yes_rows() -> list[Published]:
    return [
        *options("", {"ja": 0.55, "planlagt": 0.25, "nei": 0.2}, valid=200),
        *options("03", {"ja": None, "planlagt": None, "nei": 0.0}),
        *options("11", {"ja": 0.8, "planlagt": 0.15, "nei": 0.05}),
        *options("15", {"ja": 0.4, "planlagt": None, "nei": None}),
    ]


def many_rows() -> list[Published]:
    usual = {f"o{n}": 0.1 for n in range(6)}
    return [
        *options("", usual | {"o4": 0.5}, valid=200),
        *options("03", usual | {"o4": None}),
        *options("11", usual | {"o4": 0.65, "o1": 0.9}),
        *options("15", usual | {"o4": 0.35}),
    ]


def number_rows() -> list[Published]:
    return [
        numbers("", "12.5", "24", "33"),
        numbers("03", "10", "18", "30", withheld="median_number"),
        numbers("11", "20", "31.5", "47"),
        numbers("15", "9", "22", "30", withheld="upper_quartile"),
    ]


PLANTED: dict[str, float | str] = {
    "count": 19,
    "share": 0.95,
    "median_number": "900",
    "upper_quartile": "990",
}
KINDS: dict[str, tuple[Labels, Callable[[], list[Published]]]] = {
    "yes": (YES, yes_rows),
    "many": (MANY, many_rows),
    "number": (AMOUNT, number_rows),
}


def test_each_answer_has_a_column_and_the_finding_is_of_the_first() -> None:
    chart = made(YES, yes_rows())

    assert chart.title == Text(
        "Andel som har gitt hvert svar, etter fylke", "Del som har gitt kvart svar, etter fylke"
    )
    assert chart.finding == Text(
        "Andelen som har svart «Ja», er høyest i Rogaland (80\u00a0%) og lavest i Møre og Romsdal (40\u00a0%). "
        "1 av 3 grupper kan ikke vises eller sammenlignes.",
        "Delen som har svart «Ja», er høgast i Rogaland (80\u00a0%) og lågast i Møre og Romsdal (40\u00a0%). "
        "1 av 3 grupper kan ikkje visast eller samanliknast.",
    )
    assert chart.alt.nn.endswith("Talet for kvart punkt står i tabellen.")
    assert isinstance(chart.plan, Columns)
    assert [c.reference for c in chart.plan.columns] == [0.55, 0.25, 0.2]
    assert [[b.length for b in c.bars] for c in chart.plan.columns] == [
        [None, 0.8, 0.4],
        [None, 0.15, None],
        [0.0, 0.05, None],
    ]


def test_of_many_answers_the_most_common_in_the_country_is_shown_and_its_title_says_so() -> None:
    chart = made(MANY, many_rows())

    assert chart.title == Text(
        "Andel som har gitt det vanligste svaret i landet, «Svar 4», etter fylke",
        "Del som har gitt det vanlegaste svaret i landet, «Svar 4 på nynorsk», etter fylke",
    )
    assert isinstance(chart.plan, Dots)
    assert [b.length for b in chart.plan.bars] == [None, 0.65, 0.35]
    assert chart.plan.reference is not None
    assert chart.plan.reference[1].nn == "Heile landet: 50,0\u00a0%"
    assert len(chart.table.headings) == 8  # the group, how many answered, and all six answers


def test_a_number_is_compared_by_its_median_and_only_shown_quartiles_have_a_line() -> None:
    chart = made(AMOUNT, number_rows())

    assert chart.title == Text("Median etter fylke (ansatte)", "Median etter fylke (tilsette)")
    assert chart.finding.nn == (
        "Medianen er høgast i Rogaland (31,5) og lågast i Møre og Romsdal (22). "
        "1 av 3 grupper kan ikkje visast eller samanliknast."
    )
    assert isinstance(chart.plan, Dots)
    assert [(b.length, b.low, b.high) for b in chart.plan.bars] == [
        (None, None, None),
        (0.63, 0.4, 0.94),
        (0.44, None, None),
    ]
    assert [words.nb for _at, words in chart.plan.ticks] == ["0", "10", "20", "30", "40", "50"]
    assert [r.cells[2].words.nb for r in chart.table.rows] == ["12,5–33", "10–30", "20–47", ":"]


def test_a_median_without_a_basis_is_two_dots_and_not_hatched() -> None:
    rows = [numbers(""), numbers("03"), numbers("11", "20", "31.5", "47"), numbers("15", "1", "2", "3")]
    chart = made(AMOUNT, rows)
    without = draw(chart, "nb").content

    assert drawn(chart, "nb").count("..") == 1
    assert drawn(chart, "nb").count(":") == 0
    assert b"<pattern" not in without
    assert b"<pattern" in draw(made(AMOUNT, number_rows()), "nb").content


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_drawing_has_the_mask_of_its_table(kind: str, language: Language) -> None:
    # R6, read out of the drawing's own text: every figure of the table's columns, and as many signs
    labels, rows = KINDS[kind]
    chart = made(labels, rows())
    columns = {"yes": (1, 2, 3), "many": (5,), "number": (1,)}[kind]
    in_table = [r.cells[c].words.of(language) for r in chart.table.rows if not r.is_total for c in columns]
    seen = drawn(chart, language)

    assert in_table.count(":") > 0
    assert seen.count(":") == in_table.count(":")
    assert [w for w in in_table if seen.count(w) < in_table.count(w)] == []
    if kind == "yes":
        assert sorted(w for w in seen if w.endswith("%")) == sorted(w for w in in_table if w != ":")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_hidden_leaves_no_trace_in_the_drawing(kind: str) -> None:
    # a hidden figure is never kept; were it there, no length, tick or word may come of it
    labels, rows = KINDS[kind]
    planted = [
        from_row({**r.to_row(), **{name: PLANTED[name] for name in r.withheld}}) if r.withheld else r
        for r in rows()
    ]

    assert any(r.share == 0.95 or r.upper_quartile == 990 for r in planted)
    assert draw(made(labels, planted), "nb").content == draw(made(labels, rows()), "nb").content


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_no_chart_where_no_group_has_a_figure(kind: str) -> None:
    labels, rows = KINDS[kind]
    hidden = [
        row("county", r.group_code, status="suppressed", kind=r.subject_kind.value, option=r.option_key)
        if r.group_code
        else r
        for r in rows()
    ]

    assert answers(labels, COUNTY, hidden, list(NAMES), NAMES) is None


def test_the_most_common_answer_is_sought_among_those_shown() -> None:
    usual = dict.fromkeys((f"o{n}" for n in range(6)), 0.1)
    rows = [*options("", usual | {"o2": None, "o3": 0.3}, valid=200), *options("11", usual | {"o2": 0.9})]
    nothing = [*options("", dict.fromkeys(usual, None), valid=200), *options("11", usual)]

    assert made(MANY, rows).title.nb.startswith("Andel som har gitt det vanligste svaret i landet, «Svar 3»")
    assert answers(MANY, COUNTY, nothing, list(NAMES), NAMES) is None


def test_one_group_alone_is_not_compared_and_groups_alike_are_said_to_be() -> None:
    alone = made(YES, [*options("", {"ja": 0.5}), *options("11", {"ja": 0.5})])
    alike = made(AMOUNT, [numbers("11", "1", "0", "3"), numbers("15", "1", "0", "3")])

    assert alone.finding.nn == "For få grupper kan visast til at dei kan samanliknast."
    assert alike.finding.nb.startswith("Medianen er den samme i alle gruppene som vises: 0.")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        ("0", "0", ["0", "0,2", "0,4", "0,6", "0,8", "1"]),
        ("-3", "9", ["\u22125", "0", "5", "10"]),
        ("81", "100", ["0", "20", "40", "60", "80", "100"]),
        ("1000", "8300000", ["0", "5\u00a0000\u00a0000", "10\u00a0000\u00a0000"]),
    ],
)
def test_an_axis_begins_at_nought_and_has_few_round_ticks(low: str, high: str, ticks: list[str]) -> None:
    chart = made(AMOUNT, [numbers("11", low, low, low), numbers("15", high, high, high)])

    assert isinstance(chart.plan, Dots)
    assert [words.nb for _at, words in chart.plan.ticks] == ticks
    assert all(0 <= (bar.length or 0) <= 1 for bar in chart.plan.bars)


def test_a_script_in_an_answer_stays_words() -> None:
    payload = "</text><script>alert(1)</script><image href='https://evil.example/x'/> \" onload=\"x()"
    labels = replace(YES, parts=(Part("ja", Text(payload, payload)), *YES.parts[1:]))
    many = replace(MANY, parts=(*MANY.parts[:4], Part("o4", Text(payload, payload)), MANY.parts[5]))
    for chart in (made(labels, yes_rows()), made(many, many_rows())):
        root = fromstring(draw(chart, "nb").content)  # noqa: S314  our own drawing

        assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {
            *("svg", "title", "desc", "defs", "g", "path", "text", "pattern", "use", "clipPath", "rect")
        }
        assert [n for e in root.iter() for n in e.attrib if n.lower().startswith("on") or n == "style"] == []
        assert "<script>" in "".join(e.text or "" for e in root.iter())


def test_a_chart_of_no_columns_cannot_be_made() -> None:
    chart = made(YES, yes_rows())
    empty = Columns((Column(COUNTY, (), None),), COUNTY, COUNTY)

    with pytest.raises(ChartError):
        replace(chart, plan=empty)
    with pytest.raises(ChartError):
        Bar(COUNTY, sign_cell(":"), 0.5)
