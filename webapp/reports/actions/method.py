"""The chapter on method: how the figures come about, what the signs mean, and what they do not say."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.documents.model import Block, Bullets, Facts, Heading, Paragraph
from webapp.reports.actions.gathering import Material
from webapp.reports.actions.tables import SIGNS, sign_words
from webapp.web.words import gettext as _


def method_chapter(material: Material) -> Iterator[Block]:
    """Say in plain words what measures.md A0 to A4 and A11 say, with the rules that were locked for the round."""
    yield Heading(1, _("How the figures are made"), "method")
    yield Heading(2, _("Who answers, and what counts"), "method-unit")
    yield Paragraph(
        _(
            "The unit is a municipality: one approved answer to each survey in each round. It is the municipality's own "
            "assessment, approved by the municipal director or a deputy. Nobody has checked it from outside."
        )
    )
    yield Paragraph(
        _(
            "Questions about how far a municipality has come are answered on five levels, from 0 to 4, and each level has "
            "a description of its own. Level 3 and 4 count as in use."
        )
    )
    yield Paragraph(
        _(
            "An answer that is missing never counts as level 0. Whoever answers “don't know” or has not delivered is left "
            "out of the share, and whoever answers that it does not apply is outside the base."
        )
    )
    yield Heading(2, _("What the figures are"), "method-figures")
    yield Bullets(
        (
            _("In use: the share at level 3 or 4 among those that gave a level."),
            _(
                "Bounds: what the share would be if everyone who did not answer were without it, and if all of them had it. "
                "The answers are from all municipalities, not a sample, so there are no margins of error; "
                "the uncertainty is who is missing."
            ),
            _(
                "Inhabitants: how large a part of the inhabitants, among the municipalities that gave a level, live where it "
                "is in use. It often tells another story than the share of municipalities."
            ),
            _(
                "Median level: the middle one when the municipalities are put in order; the lower of the "
                "two when their number is even."
            ),
            _(
                "Points of the agreements: a municipality's level on a point is the median of its levels on the questions "
                "that measure the point. So a point is in use when more than half of its answered questions are."
            ),
            _("Numbers: the median and the quartiles, never the least, the greatest or the sum."),
        )
    )
    yield Heading(2, _("Change from round to round"), "method-movement")
    yield Paragraph(
        _(
            "Change is measured among the municipalities that answered the same question in both rounds. The entry rate is "
            "how many have taken it into use, out of those that did not have it in use in the previous round. Compared "
            "from year to year, it shows whether good practice spreads faster."
        )
    )
    yield Paragraph(
        _(
            "The share can change because municipalities change, or because others answer. So the "
            "change is always given in two parts. "
            "A municipality that was merged or split starts anew; one that only changed its number or name keeps its history."
        )
    )
    yield Heading(2, _("Small groups"), "method-protection")
    yield Paragraph(
        _(
            "Figures are hidden where so few answered that one could tell what a municipality said. This protects honest "
            "answers; it is no promise of secrecy, since anyone may ask a municipality for its own copy."
        )
    )
    yield Bullets(_rules(material))
    yield Heading(2, _("Signs and spelling"), "method-signs")
    yield Facts(tuple((sign, sign_words(sign)) for sign in SIGNS))
    yield Paragraph(
        _(
            "Zero is written 0. Shares are written in whole per cent when fewer than a hundred answered, otherwise with one "
            "decimal. Differences between shares are in percentage points."
        )
    )
    yield Heading(2, _("The release"), "method-release")
    yield Paragraph(
        _(
            "All figures come from release %(number)s, a frozen cut of what had been delivered when it was made. "
            "A correction that comes later enters the next release; this one never changes. Its "
            "checksum (SHA-256) is %(hash)s.",
            number=material.release.number,
            hash=_in_groups(material.release.hash),
        )
    )


def _rules(material: Material) -> tuple[str, ...]:
    """Say the disclosure rules R1 to R4 and R6, with the numbers that were locked for the round."""
    rules = material.release.rules
    return (
        _("A group where fewer than %(base)s answered is hidden whole.", base=rules.get("base", 5)),
        _("A count from 1 to %(small)s is hidden; 0 may be shown.", small=rules.get("small_cell", 2)),
        _(
            "Where all or none have it in use and fewer than %(unanimous)s answered, the group is hidden.",
            unanimous=rules.get("unanimity", 10),
        ),
        _("Where a hidden figure could be worked out from the others, one more is hidden."),
        _(
            "What is hidden is hidden before anything is rounded or drawn, and is hidden in every table, chart and file."
        ),
    )


def _in_groups(digest: str) -> str:
    """Give a checksum in groups of eight, so that a line can break in it."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))
