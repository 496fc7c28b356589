"""What a report says from its first page to its last: the one model that the web page and the PDF are made from."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.core.groups import breakdown_name
from webapp.core.municipality import Breakdown
from webapp.core.published import Published
from webapp.core.spread import Quality, quality
from webapp.core.survey import Survey
from webapp.documents.model import (
    Block,
    Bullets,
    Callout,
    Column,
    Document,
    Heading,
    Insert,
    Paragraph,
    Row,
    Style,
    Table,
    Words,
)
from webapp.reports.actions.gathering import COVERAGE_BREAKDOWNS, Material
from webapp.reports.actions.method import method_chapter
from webapp.reports.actions.sections import insert, survey_chapter
from webapp.reports.actions.tables import table
from webapp.web.words import gettext as _
from webapp.web.writing_out import day, percent

INTRODUCTION = "introduction"
"""The place where an adviser may write before everything else."""


def compiled(material: Material) -> Document:
    """Make the report of ``material``; call it while its language is spoken. The same material gives the same document."""
    here = material.language
    release = material.release
    title = material.report.title.of(here)
    synthetic = _("Synthetic answers") if release.synthetic else ""
    return Document(
        language=here,
        title=title,
        subtitle=release.round_title.of(here),
        author="KS",
        made_at=release.created_at,
        running_head=_("%(title)s · release %(number)s", title=title, number=release.number),
        facts=_facts(material),
        blocks=tuple(_blocks(material)),
        words=Words(contents=_("Contents"), page=_("Page {page} of {pages}")),
        label=synthetic,
    )


def synthetic_callout() -> Callout:
    """Say that nothing here is real."""
    return Callout(
        _("Synthetic answers"),
        _("Every answer in this document is invented. Nothing here was said by a real municipality."),
    )


def _facts(material: Material) -> tuple[tuple[str, str], ...]:
    here, release = material.language, material.release
    facts = [
        (_("Answers apply to"), day(material.report.reference_date, here)),
        (
            _("Release"),
            _("%(number)s, made %(day)s", number=release.number, day=day(release.created_at, here)),
        ),
        (_("Checksum of the release"), f"{release.hash[:32]}\n{release.hash[32:]}"),
    ]
    if material.report.made_by:
        facts.append((_("Report made by"), material.report.made_by))
    if release.synthetic:
        facts.append((_("About the answers"), _("Synthetic: every answer is invented")))
    if release.state != "published":
        facts.append((_("Status"), _("Not published. For use in KS only.")))
    return tuple(facts)


def _blocks(material: Material) -> Iterator[Block]:
    yield from _front(material)
    yield from _coverage(material)
    for survey in material.surveys:
        yield from survey_chapter(material, survey)
    yield from method_chapter(material)


def _front(material: Material) -> Iterator[Block]:
    here = material.language
    yield Heading(1, _("About this report"), "about")
    if material.release.synthetic:
        yield synthetic_callout()
    yield Paragraph(
        _(
            "The report shows how far the municipalities say they have come on the areas of the agreements between the "
            "Government and KS, and what has changed since the previous round. The answers apply to %(day)s.",
            day=day(material.report.reference_date, here),
        ),
        Style.LEAD,
    )
    yield Paragraph(_("It covers:"))
    yield Bullets(tuple(survey.title.of(here) for survey in material.surveys))
    yield Callout(
        _("A low level is not a breach"),
        _(
            "The agreements rest on local self-government and give the municipalities no new duties. A low level says where a "
            "municipality stands, not that it has broken anything. The report is no supervision."
        ),
    )
    yield insert(material, INTRODUCTION)


def _coverage(material: Material) -> Iterator[Block]:
    here = material.language
    yield Heading(1, _("Who answered"), "coverage")
    yield Paragraph(
        _(
            "%(invited)s municipalities were invited. The figures rest on those that had delivered when the release was made.",
            invited=material.release.coverage["invited"],
        )
    )
    yield _by_survey(material)
    for breakdown in COVERAGE_BREAKDOWNS:
        rows = _rows_of(material, breakdown)
        if rows:
            name = breakdown_name(breakdown).of(here)
            columns = [
                Column(name, numeric=False),
                Column(_("Invited")),
                *(Column(survey.title.of(here)) for survey in material.surveys),
            ]
            yield table(_("Share that delivered, by %(breakdown)s", breakdown=name.lower()), columns, rows)
    yield Paragraph(
        _(
            "Where fewer than 80 per cent have delivered, the figures are marked with low coverage. Where fewer than 60 per cent "
            "have, only bounds are given, and the group is neither ranked nor shown on a map."
        ),
        Style.NOTE,
    )


def _by_survey(material: Material) -> Table:
    invited = int(material.release.coverage["invited"])
    rows = []
    for survey in material.surveys:
        delivered = int(material.release.coverage["delivered"].get(survey.key, 0))
        share = percent(delivered / invited, invited) if invited else ".."
        rows.append(
            Row(
                survey.title.of(material.language),
                (str(invited), str(delivered), share, _quality_word(quality(delivered, invited))),
            )
        )
    columns = [
        Column(_("Survey"), numeric=False),
        Column(_("Invited")),
        Column(_("Delivered")),
        Column(_("Response rate")),
        Column(_("Coverage")),
    ]
    return table(_("Delivered, by survey"), columns, rows)


def _rows_of(material: Material, breakdown: Breakdown) -> list[Row]:
    """Give the groups with the share that delivered each survey; participation is never hidden."""
    by_survey = [_any_item(material, survey, breakdown) for survey in material.surveys]
    codes = list(dict.fromkeys(code for rows in by_survey for code in rows))
    lines = []
    for code in codes:
        there = [rows.get(code) for rows in by_survey]
        invited = max((row.invited for row in there if row is not None), default=0)
        shares = tuple(
            ".." if row is None or not row.invited else percent(row.submitted / row.invited, row.invited)
            for row in there
        )
        lines.append(Row(material.group_name(breakdown, code), (str(invited), *shares)))
    return lines


def _any_item(material: Material, survey: Survey, breakdown: Breakdown) -> dict[str, Published]:
    """Give one item's rows: how many were invited and delivered is the same for every item of a survey."""
    for item in survey.items():
        rows = material.groups(f"{survey.key}/{item.key}", breakdown)
        if rows:
            return rows
    return {}


def _quality_word(mark: Quality) -> str:
    match mark:
        case Quality.GOOD:
            return _("good")
        case Quality.LOW_COVERAGE:
            return _("low")
        case Quality.BOUNDS_ONLY:
            return _("too low")


def inserts(document: Document) -> list[Insert]:
    """Give the places of a document where someone may write, in order."""
    return [block for block in document.blocks if isinstance(block, Insert)]
