"""The chapter of one survey: its introduction, the agreement's points, and question by question."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.charts import writing
from webapp.charts.distribution import distribution
from webapp.charts.kinds import Cell
from webapp.charts.kinds import Table as ChartTable
from webapp.charts.labels import Labels, clause_labels, item_labels
from webapp.core.agreement import Agreement, Clause
from webapp.core.published import Published, Status
from webapp.core.spread import Quality
from webapp.core.subject import Form
from webapp.core.survey import Item, MaturityItem, NumberItem, Survey
from webapp.documents.model import (
    Block,
    Callout,
    Column,
    Figure,
    Heading,
    Insert,
    Paragraph,
    Row,
    Style,
    Table,
)
from webapp.reports.actions.gathering import BREAKDOWNS, Material, chart_name
from webapp.reports.actions.tables import (
    BESIDE,
    choice_key_figures,
    group_table,
    level_key_figures,
    number_key_figures,
    said,
    table,
)
from webapp.web.words import gettext as _
from webapp.web.words import ngettext
from webapp.web.writing_out import day


def survey_place(survey_key: str) -> str:
    """Name the place after a survey's introduction."""
    return f"survey/{survey_key}"


def clause_place(clause_key: str) -> str:
    """Name the place under a clause."""
    return f"clause/{clause_key}"


def places(material: Material) -> list[tuple[str, str]]:
    """Give every place of a report where an adviser may write, with what people call it, in the order of the report."""
    found = []
    for survey in material.surveys:
        title = survey.title.of(material.language)
        found.append((survey_place(survey.key), _("%(survey)s, after the introduction", survey=title)))
        for number, key in enumerate(material.clauses(survey.key), 1):
            place = _("%(survey)s, point %(number)s", survey=title, number=number)
            found.append((clause_place(key), place))
    return found


def insert(material: Material, place: str) -> Insert:
    """Give what an adviser has written at a place, in the report's language only: the other form never stands in for it."""
    own = material.own(place).text.of(material.language)
    paragraphs = tuple(part.strip("\n") for part in own.replace("\r\n", "\n").split("\n\n") if part.strip())
    return Insert(place, _("From KS"), paragraphs)


def survey_chapter(material: Material, survey: Survey) -> Iterator[Block]:
    """Give the whole chapter of a survey."""
    here = material.language
    yield Heading(1, survey.title.of(here), f"survey-{survey.key}")
    yield Paragraph(survey.introduction.of(here), Style.LEAD)
    clauses = [c for key in material.clauses(survey.key) if (c := material.catalogue.clause(key)) is not None]
    agreements = {a.key: a for a in material.catalogue.agreements}
    resting = {agreements[c.agreement].key: agreements[c.agreement] for c in clauses}
    if resting and not any(a.is_in_force(material.report.reference_date) for a in resting.values()):
        yield Callout(
            _("Follow-up of ended agreements"),
            _(
                "This survey rests on agreements that had ended on the day the answers apply to. "
                "What stands here is not the yearly evaluation of an agreement in force."
            ),
        )
    yield insert(material, survey_place(survey.key))
    if clauses:
        yield from _clauses(material, survey, clauses, agreements)
    yield Heading(2, _("Question by question"), f"items-{survey.key}")
    for section in survey.sections:
        for item in section.items:
            yield from _item(material, survey, item, section.title.of(here))


def _clauses(
    material: Material, survey: Survey, clauses: list[Clause], agreements: dict[str, Agreement]
) -> Iterator[Block]:
    yield Heading(2, _("The points of the agreements"), f"clauses-{survey.key}")
    yield _overview(material, clauses)
    for number, clause in enumerate(clauses, 1):
        agreement = agreements[clause.agreement]
        title = _(
            "Point %(number)s: %(agreement)s",
            number=number,
            agreement=agreement.short_title.of(material.language),
        )
        yield Heading(3, title, f"clause-{clause.key.replace('.', '-')}")
        yield Paragraph(clause.text.of(material.language))
        if agreement.end is not None and not agreement.is_in_force(material.report.reference_date):
            yield Paragraph(
                _(
                    "The agreement ended on %(day)s. The figures are shown as follow-up.",
                    day=day(agreement.end, material.language),
                ),
                Style.NOTE,
            )
        yield Paragraph(_measured_by(material, survey, clause), Style.NOTE)
        row = material.country(clause.key)
        if row is not None:
            labels = clause_labels(clause, survey)
            yield from level_key_figures(material, row, labels)
            if (words := coverage_words(row)) is not None:
                yield Paragraph(words)
            yield Paragraph(movement_words(material, row))
        yield insert(material, clause_place(clause.key))


def _overview(material: Material, clauses: list[Clause]) -> Table:
    columns = [
        Column(_("Point"), numeric=False),
        Column(_("In use")),
        Column(_("Bounds")),
        Column(_("Inhabitants")),
        Column(_("Median")),
        Column(_("New")),
        Column(_("Left")),
        Column(_("Entry rate")),
    ]
    rows = []
    for number, clause in enumerate(clauses, 1):
        of = material.country(clause.key)
        cells = (
            writing.share(of),
            writing.bounds(of),
            writing.share(of, "population_share"),
            writing.count(of, "median_level"),
            writing.count(of, "entered"),
            writing.count(of, "left_count"),
            writing.share(of, "entry_rate"),
        )
        name = f"{number}. {clause.text.of(material.language)}"
        rows.append(Row(name, tuple(said(cell, material) for cell in cells)))
    return table(_("The points, the whole country"), columns, rows)


def _measured_by(material: Material, survey: Survey, clause: Clause) -> str:
    """Say which questions a clause's level is made of; a clause may be measured by questions of several surveys."""
    numbers = [
        str(number)
        for number, item in enumerate(survey.items(), 1)
        if isinstance(item, MaturityItem) and clause.key in item.measures
    ]
    others = sum(
        1
        for other in material.surveys
        if other.key != survey.key
        for item in other.items()
        if isinstance(item, MaturityItem) and clause.key in item.measures
    )
    said_of = ngettext(
        "Made of the answers to question %(numbers)s.",
        "Made of the answers to questions %(numbers)s.",
        len(numbers),
        numbers=", ".join(numbers),
    )
    if others:
        more = ngettext(
            "One question of another survey counts too.",
            "%(num)d questions of other surveys count too.",
            others,
        )
        return f"{said_of} {more}" if numbers else more
    return said_of


def coverage_words(of: Published) -> str | None:
    """Say what the coverage of a row means for its figures; nothing where it is good (measures.md A1)."""
    match of.quality:
        case Quality.LOW_COVERAGE:
            return _("Low coverage: fewer than 80 per cent have delivered.")
        case Quality.BOUNDS_ONLY:
            return _("Fewer than 60 per cent have delivered. Only the bounds are given, no share.")
        case _:
            return None


def movement_words(material: Material, of: Published) -> str:
    """Say what has changed since the previous round, and how much of it is only that others answered (measures.md A4)."""
    state = of.state("panel")
    if state is Status.SUPPRESSED:
        return _("The change since the previous round is hidden out of regard for small groups.")
    if of.panel is None:
        return _("There is no comparable figure from the previous round.")
    counts = {
        name: _count_words(material, writing.count(of, name)) for name in ("panel", "entered", "left_count")
    }
    total, panel, others = (
        writing.points(of, name) for name in ("change_total", "change_panel", "change_composition")
    )
    first = _(
        "Of the %(panel)s municipalities that answered in both rounds, %(entered)s have taken it into use since the "
        "previous round, and %(left_count)s have fallen away.",
        **counts,
    )
    if not (total.is_shown and panel.is_shown and others.is_shown):
        return first
    second = _(
        "The share has changed by %(total)s percentage points: %(panel)s because the same municipalities answer "
        "otherwise, and %(others)s because other municipalities answer.",
        total=said(total, material),
        panel=said(panel, material),
        others=said(others, material),
    )
    return f"{first} {second}"


def _count_words(material: Material, cell: Cell) -> str:
    """Give a count for a sentence, where a sign would stop the reader."""
    return cell.words.of(material.language) if cell.is_shown else _("a hidden number")


def _item(material: Material, survey: Survey, item: Item, section: str) -> Iterator[Block]:
    number = next(n for n, each in enumerate(survey.items(), 1) if each.key == item.key)
    labels = item_labels(survey, item)
    yield Heading(3, f"{number}. {item.text.of(material.language)}", f"item-{survey.key}-{item.key}")
    if labels is None:
        yield Paragraph(
            _("Free text and examples are never counted, and are quoted only with consent."), Style.NOTE
        )
        return
    row = material.country(labels.key)
    if row is None:
        yield Paragraph(_("The release has no figures for this question."), Style.NOTE)
        return
    yield Paragraph(section, Style.NOTE)
    yield from _item_key_figures(material, row, labels)
    if (words := coverage_words(row)) is not None:
        yield Paragraph(words)
    if labels.form is Form.LEVELS:
        yield Paragraph(movement_words(material, row))
    chart = distribution(labels, row, material.parts(labels.key))
    kept = material.charts.get(chart_name(labels))
    if row.is_shown or kept is not None:
        yield Figure(
            chart_name(labels),
            None if kept is None else kept.content,
            chart.alt.of(material.language),
            chart.finding.of(material.language),
            "" if kept is None else kept.sha256,
        )
    else:
        yield Paragraph(chart.finding.of(material.language))
    yield _distribution_table(material, chart.table, item)
    for breakdown in BREAKDOWNS:
        yield group_table(material, labels, breakdown)


def _item_key_figures(material: Material, row: Published, labels: Labels) -> list[Block]:
    match labels.form:
        case Form.LEVELS:
            return level_key_figures(material, row, labels)
        case Form.NUMBERS:
            return number_key_figures(material, row, labels)
        case _:
            return choice_key_figures(material, row)


def _distribution_table(material: Material, of: ChartTable, item: Item) -> Table:
    """Give the numbers behind the chart; options that stand under their numbers later get them here."""
    here = material.language
    numbered = not isinstance(item, MaturityItem | NumberItem) and len(of.rows) > BESIDE
    rows = [
        Row(
            f"{number}. {row.heading.of(here)}" if numbered else row.heading.of(here),
            tuple(said(cell, material) for cell in row.cells),
            row.is_total,
        )
        for number, row in enumerate(of.rows, 1)
    ]
    columns = [Column(h.of(here), numeric=place > 0) for place, h in enumerate(of.headings)]
    return table(of.caption.of(here), columns, rows)
