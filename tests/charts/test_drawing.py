"""The drawing itself: the same bytes each time, real text, nothing that can run, and the mask of its table."""

import re
import subprocess
import sys
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.charts.published import LABELS, row
from webapp.charts import breakdown, distribution
from webapp.charts.drawing import Shapes, draw
from webapp.charts.kinds import Chart
from webapp.charts.labels import Part
from webapp.charts.outlines import county_outlines
from webapp.charts.svg import UnsafeDrawingError, cleaned
from webapp.core.subject import Form
from webapp.core.text import Text

PAYLOAD = "</text><script>alert(1)</script><image href='https://evil.example/x'/> $x^2$ & \" onload=\"x()"
SQUARES: Shapes = {
    "11": [((0.0, 0.0), (0.5, 0.0), (0.5, 0.5), (0.0, 0.5), (0.0, 0.0))],
    "15": [((0.5, 0.0), (1.0, 0.0), (1.0, 0.5), (0.5, 0.5), (0.5, 0.0))],
}
COUNTY = Text("Fylke", "Fylke")
NAMES = {"11": Text("Rogaland", "Rogaland"), "15": Text("Møre og Romsdal", "Møre og Romsdal")}


def tree(chart: Chart, synthetic: str | None = None) -> Element:
    return fromstring(draw(chart, "nn", shapes=SQUARES, synthetic=synthetic).content)  # noqa: S314  our own drawing


def texts(root: Element) -> list[str]:
    return [e.text or "" for e in root.iter("{http://www.w3.org/2000/svg}text")]


def charts() -> dict[str, Chart]:
    rows = [row("county", "11", share=0.8, valid=20), row("county", "15", status="suppressed")]
    return {
        "distribution": distribution.distribution(LABELS, row(withheld="d1 median_level"), []),
        "breakdown": breakdown.breakdown(COUNTY, row(), rows, NAMES),
        "map": breakdown.county_map(COUNTY, row(), rows, NAMES, "© Kartverket"),
    }


@pytest.mark.parametrize("name", ["distribution", "breakdown", "map"])
def test_a_chart_is_the_same_bytes_each_time(name: str) -> None:
    first, again = (draw(charts()[name], "nb", shapes=SQUARES).content for _ in range(2))

    assert first == again
    assert draw(charts()[name], "nn", shapes=SQUARES).content != first


@pytest.mark.parametrize("name", ["distribution", "breakdown", "map"])
def test_a_chart_shows_exactly_what_its_table_shows(name: str) -> None:
    # R6: the same mask for the page and the drawing, read out of the drawing's own text
    chart = charts()[name]
    drawn = texts(tree(chart))
    column = {"distribution": 0, "breakdown": 2, "map": 2}[name]
    in_table = [r.cells[column].words.nn for r in chart.table.rows if not r.is_total]

    assert drawn.count(":") == in_table.count(":") == 1
    assert [words for words in in_table if words not in drawn] == []


def test_what_is_hidden_looks_the_same_whatever_it_hides() -> None:
    seen = {
        draw(distribution.distribution(LABELS, row(d1=hidden, withheld="d1 median_level"), []), "nb").content
        for hidden in (0, 1, 2)
    }

    assert len(seen) == 1


def test_text_is_text_and_is_described_in_its_language() -> None:
    root = tree(charts()["distribution"], synthetic="Syntetiske svar.")
    title, desc = list(root)[:2]

    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "nn"
    assert (title.text, desc.text) == (charts()["distribution"].title.nn, charts()["distribution"].finding.nn)
    assert "0 Ikkje i gang" in texts(root)
    assert "Syntetiske svar." in texts(root)
    assert root.get("font-family") == "Inter, sans-serif"


def test_a_map_names_who_made_it() -> None:
    assert "© Kartverket" in texts(tree(charts()["map"]))


def test_a_script_in_a_label_stays_words() -> None:
    # PITFALLS 34
    labels = replace(
        LABELS, form=Form.SINGLE, parts=(Part("x", Text(PAYLOAD, PAYLOAD)), Part("y", Text("$1$", "$1$")))
    )
    parts = [
        row(kind="option", option="x", count=9, share=0.1),
        row(kind="option", option="y", count=3, share=0.1),
    ]
    content = draw(distribution.distribution(labels, row(), parts), "nb").content
    root = fromstring(content)  # noqa: S314  our own drawing

    assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {
        *("svg", "title", "desc", "defs", "g", "path", "text", "pattern", "rect", "use", "clipPath")
    }
    assert [n for e in root.iter() for n in e.attrib if n.lower().startswith("on") or n == "style"] == []
    assert "<script>alert(1)</script>" in " ".join(texts(root)).replace("\u00a0", " ")
    assert "$1$" in texts(root)


@pytest.mark.parametrize(
    "planted",
    [
        "<script>x</script>",
        "<image href='https://evil.example/x'/>",
        "<path onload='x()'/>",
        "<path d='M 0 0' style='fill: url(https://evil.example/#a)'/>",
        "<use xmlns:x='http://www.w3.org/1999/xlink' x:href='https://evil.example/#a'/>",
        "<foreignObject/>",
    ],
)
def test_what_no_chart_needs_is_refused(planted: str) -> None:
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg'><g>{planted}</g></svg>"

    with pytest.raises(UnsafeDrawingError):
        cleaned(drawing.encode(), "t", "d", "nb")


def test_nothing_points_out_of_the_drawing() -> None:
    for chart in charts().values():
        content = draw(chart, "nb", shapes=SQUARES).content.decode()
        addresses = set(re.findall(r"https?://[^\"'\s)]+", content))

        assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_borders_inside_a_county_are_taken_away() -> None:
    left = [((10.0, 60.0), (11.0, 60.0), (11.0, 61.0), (10.0, 61.0), (10.0, 60.0))]
    right = [((11.0, 60.0), (12.0, 60.0), (12.0, 61.0), (11.0, 61.0), (11.0, 60.0))]

    whole = county_outlines({"33": [left, right]})["33"]

    assert len(whole) == 1
    assert len(set(whole[0])) == 6  # the six corners; the border between them is gone


def test_pages_never_load_matplotlib() -> None:
    code = (
        "import sys; import webapp; import webapp.aggregates.views; "
        "print([m for m in ('matplotlib', 'numpy', 'scipy') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
