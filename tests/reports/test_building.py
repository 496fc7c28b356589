"""What a report says, and that it is set the same each time, never without a chart."""

import dataclasses
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from shutil import which

import page
import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.documents.example import Structure
from tests.reports.conftest import KEY, draw
from tests.seed import NOW
from webapp.core.published import Status
from webapp.core.survey import Survey
from webapp.core.text import Language, Text
from webapp.documents.model import Block, Document, Heading, Insert, Paragraph, Table
from webapp.jobs import CannotBeDoneError, registry
from webapp.reports import queries, tasks
from webapp.reports.actions import (
    NoSuchReportError,
    build,
    compiled_in,
    document,
    file_name,
    lacking_charts,
    make_report,
    material,
    save_text,
)
from webapp.reports.actions.sections import movement_words
from webapp.store import tables as t
from webapp.store.database import reading, writing


@pytest.fixture
def inside(released: Flask) -> Iterator[None]:
    """An application context, as the worker and the command line have one."""
    with released.app_context():
        yield


def compiled(report: int, language: Language = "nb") -> Document:
    """Give a report's document, drawings and all."""
    with reading() as session:
        found = queries.report(session, report)
        assert found is not None
        return document(session, found, language, with_drawings=True)


def said(blocks: tuple[Block, ...]) -> str:
    """Give the running text of a document."""
    return "\n".join(b.text for b in blocks if isinstance(b, Paragraph | Heading))


@pytest.mark.usefixtures("inside")
def test_every_question_has_its_chart_its_numbers_and_its_groups(report: int, survey: Survey) -> None:
    made = compiled(report)
    counted = [item for item in survey.items() if type(item).__name__ not in {"TextItem", "PracticeItem"}]

    assert [f.name for f in made.figures()] == [f"item/{KEY}/{item.key}/distribution" for item in counted]
    captions = [b.caption for b in made.blocks if isinstance(b, Table)]
    assert sum(c.startswith("Fordelt på fylke") for c in captions) == len(counted)
    assert sum(c.startswith("Fordelt på innbyggertall") for c in captions) == len(counted)
    assert captions[:3] == [
        "Levert, fordelt på undersøkelse",
        "Andel som har levert, fordelt på innbyggertall",
        "Andel som har levert, fordelt på sentralitet",
    ]


@pytest.mark.usefixtures("inside")
def test_every_number_hidden_in_the_release_is_a_sign_in_the_report(report: int) -> None:
    with reading() as session:
        found = queries.report(session, report)
        assert found is not None
        made_of = material(session, found, "nb")
    hidden = [f.published for f in made_of.figures if f.published.status is Status.SUPPRESSED]
    assert hidden
    for block in compiled_in(made_of).blocks:
        if isinstance(block, Table) and block.caption == "Fordelt på fylke":
            for row in block.rows:
                if not row.total:  # no county of the seed has five municipalities
                    assert set(row.cells[1:]) <= {":", ".."}
            assert (":", "skjult av hensyn til små grupper") in block.legend


@pytest.mark.usefixtures("inside")
def test_both_forms_say_the_same_in_as_many_blocks(report: int) -> None:
    nb, nn = compiled(report, "nb"), compiled(report, "nn")

    assert [type(b) for b in nb.blocks] == [type(b) for b in nn.blocks]
    tables = [
        (a, b)
        for a, b in zip(nb.blocks, nn.blocks, strict=True)
        if isinstance(a, Table) and isinstance(b, Table)
    ]
    assert all(len(a.rows) == len(b.rows) for a, b in tables)
    assert "ikke" in said(nb.blocks).split()
    assert "ikke" not in said(nn.blocks).split()


@pytest.mark.usefixtures("inside")
def test_a_first_round_has_nothing_to_compare_with(report: int) -> None:
    with reading() as session:
        found = queries.report(session, report)
        assert found is not None
        made_of = material(session, found, "nb")
    row = made_of.country(made_of.clauses(KEY)[0])
    assert row is not None

    assert movement_words(made_of, row) == "Det finnes ikke noe tall å sammenligne med fra forrige runde."


@pytest.mark.usefixtures("inside")
def test_a_survey_on_ended_agreements_is_labelled(report: int) -> None:
    with reading() as session:
        found = queries.report(session, report)
        assert found is not None
        made_of = material(session, found, "nb")
        later = dataclasses.replace(found, reference_date=found.reference_date.replace(year=2040))
        ended = material(session, later, "nb")
    label = "Oppfølging av avsluttede avtaler"

    assert label not in [getattr(b, "title", "") for b in compiled_in(made_of).blocks]
    assert label in [getattr(b, "title", "") for b in compiled_in(ended).blocks]


@pytest.mark.usefixtures("inside")
def test_own_words_stand_in_their_form_only(report: int) -> None:
    with writing() as session:
        found = queries.report(session, report)
        assert found is not None
        save_text(session, found, f"survey/{KEY}", Text("Ett\n\nTo", ""), seen=0, by=None, at=NOW)

    nb = [b for b in compiled(report, "nb").blocks if isinstance(b, Insert) and b.paragraphs]
    nn = [b for b in compiled(report, "nn").blocks if isinstance(b, Insert) and b.paragraphs]

    assert [b.paragraphs for b in nb] == [("Ett", "To")]
    assert nn == []


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_pdf_is_accessible_and_the_same_each_time(
    report: int, language: Language, tmp_path: Path, survey: Survey
) -> None:
    first = build(report, language, now=NOW)
    with writing() as session:
        session.execute(t.ReportFile.__table__.delete())  # type: ignore[attr-defined]  # a mapped class's table
    second = build(report, language, now=NOW + timedelta(days=900))
    file = tmp_path / "report.pdf"
    file.write_bytes(second.content)
    told = Structure(second.content)

    assert first == second
    checked = page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.rule_id for failure in checked.failures] == []
    assert (told.language, told.title) == (f"{language}-NO", survey.title.of(language))
    levels = told.heading_levels
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(told.alternatives)
    assert len(told.alternatives) == len(list(survey.items())) - 2
    assert len(told.of("Table")) == len(
        [b for b in compiled(report, language).blocks if isinstance(b, Table)]
    )
    pdftotext = which("pdftotext")
    assert pdftotext is not None
    text = subprocess.run([pdftotext, str(file), "-"], capture_output=True, check=True, text=True).stdout
    words = " ".join(text.split())
    assert words.count("Syntetiske svar") >= len(told.pdf.pages)
    assert "Release" not in words


@pytest.mark.usefixtures("inside")
def test_a_file_is_kept_once_for_each_source_and_the_last_one_set_is_given(report: int) -> None:
    first = build(report, "nb", now=NOW)
    with writing() as session:
        found = queries.report(session, report)
        assert found is not None
        save_text(session, found, "introduction", Text("Nytt", "Nytt"), seen=0, by=None, at=NOW)
    second = build(report, "nb", now=NOW + timedelta(hours=1))
    with writing() as session:
        save_text(session, found, "introduction", Text("", ""), seen=1, by=None, at=NOW)
    third = build(report, "nb", now=NOW + timedelta(hours=2))

    assert first == third != second
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(t.ReportFile)) == 2
        assert queries.latest_content(session, report, "nb") == first.content


@pytest.mark.usefixtures("inside")
def test_the_job_draws_what_is_lacking_and_sets_both_forms(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing() as session:
        report = make_report(session, 1, KEY, by=None, now=NOW)
    lacking = lacking_charts(report, "nn")
    assert lacking
    asked_for: list[str] = []

    def drawing(number: int, only: list[str]) -> None:
        asked_for.extend(only)
        draw(survey, number=number)

    monkeypatch.setitem(registry._bodies, "release.charts", registry.Registered(drawing, 1))

    result = tasks.build_report(report)

    assert result is not None
    assert result["files"].keys() == {"nb", "nn"}
    assert not lacking_charts(report, "nn")
    assert asked_for == sorted(lacking)  # and no other chart of the release


@pytest.mark.usefixtures("inside")
def test_a_report_is_not_set_without_one_of_its_charts(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = next(survey.items()).key
    draw(survey, leave_out=left_out)
    with writing() as session:
        report = make_report(session, 1, KEY, by=None, now=NOW)
    monkeypatch.setitem(registry._bodies, "release.charts", registry.Registered(lambda **_arguments: None, 1))

    with pytest.raises(CannotBeDoneError) as refused:
        tasks.build_report(report)
    assert refused.value.note.arguments == {"names": f"item/{KEY}/{left_out}/distribution"}

    with reading() as session:
        assert queries.kept_files(session, report) == {}


@pytest.mark.usefixtures("inside")
def test_a_report_that_is_not_there_cannot_be_set() -> None:
    with pytest.raises(CannotBeDoneError):
        tasks.build_report(99)
    with pytest.raises(NoSuchReportError):
        build(99, "nb", now=NOW)
    with writing() as session, pytest.raises(NoSuchReportError):
        make_report(session, 99, None, by=None, now=NOW)


def test_a_file_says_what_it_is_in_its_name() -> None:
    assert file_name("2025", "aldersvennlig", "nn") == "godpraksis-2025-aldersvennlig-nn.pdf"
    assert file_name("2025", None, "nb") == "godpraksis-2025-nb.pdf"
