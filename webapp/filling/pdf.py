"""The receipt for a delivery as a PDF that a municipality can put in its archive."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.core.answer import Answer, Level
from webapp.core.survey import Item, MaturityItem
from webapp.core.text import Language
from webapp.documents import set_document
from webapp.documents.model import Block, Callout, Document, Heading, Paragraph, Style, Words
from webapp.filling.receipts import Receipt
from webapp.web.answers_written import written
from webapp.web.words import gettext as _
from webapp.web.writing_out import moment


def receipt_pdf(receipt: Receipt, language: Language) -> bytes:
    """Set a receipt in the current language, which ``language`` names; the same receipt gives the same bytes."""
    return set_document(receipt_document(receipt, language))


def receipt_document(receipt: Receipt, language: Language) -> Document:
    """Give what the receipt says: who delivered when, all answers with their levels' descriptions, and the checksum."""
    submission = receipt.submission
    title = _("Receipt: %(survey)s", survey=receipt.survey.title.of(language))
    return Document(
        language=language,
        title=title,
        subtitle=submission.round.title.of(language),
        author=submission.municipality_label,
        made_at=receipt.delivered_at,
        running_head=f"{submission.municipality_label} · {title}",
        facts=_facts(receipt, language),
        blocks=tuple(_blocks(receipt, language)),
        words=Words(contents="", page=_("Page {page} of {pages}")),
        label=_("Synthetic answers") if submission.round.synthetic else "",
        contents=False,
    )


def file_name(receipt: Receipt, language: Language) -> str:
    """Give what the file is called: ``godpraksis-kvittering-1101-2025-frivillighet-nb.pdf``."""
    submission = receipt.submission
    parts = (submission.municipality, submission.round.key, submission.survey_key, language)
    return f"godpraksis-kvittering-{'-'.join(parts)}.pdf"


def _facts(receipt: Receipt, language: Language) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("Municipality"), f"{receipt.submission.municipality_label} ({receipt.submission.municipality})"),
        (_("Delivered"), moment(receipt.delivered_at, language)),
        (_("Approved and delivered by"), receipt.delivered_by),
    ]
    if receipt.sent_at is not None:
        sent = _("%(at)s by %(name)s", at=moment(receipt.sent_at, language), name=receipt.sent_by)
        facts.append((_("Sent for approval"), sent))
    facts += [
        (_("Receipt number"), receipt.number),
        (_("Checksum of the answers (SHA-256)"), f"{receipt.digest[:32]}\n{receipt.digest[32:]}"),
    ]
    return tuple(facts)


def _blocks(receipt: Receipt, language: Language) -> Iterator[Block]:
    if receipt.submission.round.synthetic:
        yield Callout(
            _("Synthetic answers"),
            _("Every answer in this document is invented. Nothing here was said by a real municipality."),
        )
    yield Paragraph(_("These answers can no longer be changed. If you find a mistake, write to KS."))
    yield Heading(1, _("What was delivered"))
    answers = {item.key: answer for item, answer in receipt.items}
    number = 0
    for section in receipt.survey.sections:
        shown = [item for item in section.items if item.key in answers]
        if shown:
            yield Heading(2, section.title.of(language))
        for item in section.items:
            number += 1  # as on the page: an item that was not asked keeps its number
            if item.key in answers:
                yield Heading(3, f"{number}. {item.text.of(language)}")
                yield from _answer(receipt, item, answers[item.key], language)


def _answer(receipt: Receipt, item: Item, answer: Answer | None, language: Language) -> Iterator[Block]:
    given = None if answer is None else answer.given
    yield Paragraph(written(receipt.survey, item, given))
    if isinstance(item, MaturityItem) and isinstance(given, Level):
        yield Paragraph(item.anchors[given.level].of(language), Style.NOTE)
    if answer is not None and answer.evidence:
        yield Paragraph(": ".join((_("Documentation"), answer.evidence)), Style.NOTE)
