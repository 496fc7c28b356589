"""From complete to delivered, page by page: what each role can do, and what the letters and the receipt say."""

from io import BytesIO

import pytest
from pikepdf import Pdf
from sqlalchemy import select

from tests import making
from tests.core.example_survey import EXAMPLE
from tests.filling.conftest import FIRST, SURVEY, Visitor
from tests.pages import Page, Pages
from tests.seed import APPROVER, COORDINATOR, NOW, READER
from webapp.core.answer import DontKnow, Level
from webapp.core.person import Role
from webapp.core.submission import Status
from webapp.filling.receipts import receipt
from webapp.store import tables as t
from webapp.store.answers import answers
from webapp.store.database import reading, writing

CHECK = f"{SURVEY}/kontroll"
APPROVAL = f"{SURVEY}/godkjenning"
RECEIPT = f"{SURVEY}/kvittering"


def status() -> Status:
    with reading() as session:
        return making.submission_of(session).status


def letters() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(select(t.Letter.name, t.Letter.to_email).order_by(t.Letter.id))
        return [(row.name, row.to_email) for row in rows]


@pytest.fixture
def complete(coordinator: Pages) -> Pages:
    """The coordinator, when everything is answered."""
    with writing() as session:
        making.answered(session, COORDINATOR, making.complete())
    return coordinator


def sent_by(coordinator: Pages) -> Page:
    return coordinator.submit(coordinator.get(CHECK), form="/send")


def test_the_whole_way_from_sending_to_receipt(complete: Pages, approver: Pages) -> None:
    sent = complete.follow(sent_by(complete))
    assert "Kari Koordinator sendte svarene til godkjenning" in sent.words
    assert status() is Status.AWAITING_APPROVAL

    page = approver.get(APPROVAL)
    assert "3 3" in page.words
    delivered = approver.submit(page, form="/lever")
    shown = approver.follow(delivered)

    assert delivered.location == RECEIPT
    assert status() is Status.DELIVERED
    for words in (APPROVER.name, COORDINATOR.name, "Eigersund", "1101-2025-example-1-", "Noen ord"):
        assert words in shown.words
    assert letters() == [("filling/sent", APPROVER.email), ("filling/delivered", COORDINATOR.email)]
    assert "Levert" in complete.get("/nb/kommune/1101/").words
    assert "kan ikke endres lenger" in complete.get(FIRST).words


def test_what_is_incomplete_cannot_be_sent(coordinator: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"level": Level(0)})
    page = coordinator.get(CHECK)
    token = next(f for f in coordinator.get(FIRST).forms() if "/del/" in f.action).values["csrf_token"]

    refused = coordinator.post(f"{SURVEY}/send", {"csrf_token": token}, expect=409)

    assert not [f for f in page.forms() if f.action.endswith("/send")]
    assert "trenger svar" in refused.words
    assert status() is Status.IN_PROGRESS
    assert letters() == []


def test_dont_know_and_not_applicable_are_enough_and_text_is_optional(coordinator: Pages) -> None:
    unknown = {key: DontKnow() for key in ("level", "percent", "yes", "several")}
    with writing() as session:
        making.answered(session, COORDINATOR, unknown)

    sent_by(coordinator)

    assert status() is Status.AWAITING_APPROVAL


def test_an_awaiting_page_cannot_be_saved_and_what_was_typed_is_shown(
    complete: Pages, contributor: Pages
) -> None:
    page = contributor.get(FIRST)
    sent_by(complete)

    refused = contributor.submit(
        page, {"level.evidence": "for sent ute"}, form="/del/", button="go=save", expect=409
    )

    assert "sendt til godkjenning" in refused.words
    assert "for sent ute" in refused.words


def test_the_coordinator_withdraws_and_can_change_again(complete: Pages) -> None:
    sent_by(complete)

    complete.submit(complete.get(CHECK), form="/trekk")

    assert status() is Status.IN_PROGRESS
    assert [f for f in complete.get(FIRST).forms() if "/del/" in f.action]


def test_sending_back_needs_a_reason_that_reaches_the_coordinator(complete: Pages, approver: Pages) -> None:
    sent_by(complete)
    page = approver.get(APPROVAL)

    refused = approver.submit(page, {"reason": "  "}, form="/send-tilbake", expect=422)
    assert "#reason" in refused.links
    assert status() is Status.AWAITING_APPROVAL

    approver.submit(refused, {"reason": "Se på tallene\n<b>en gang til</b>"}, form="/send-tilbake")

    assert status() is Status.IN_PROGRESS
    for address in (CHECK, f"{SURVEY}/"):
        assert "Se på tallene <b>en gang til</b>" in complete.get(address).words
    with reading() as session:
        asked = select(t.Letter.to_email, t.Letter.html, t.Letter.text)
        letter = session.execute(asked.where(t.Letter.name == "filling/returned")).one()
    assert letter.to_email == COORDINATOR.email
    assert "&lt;b&gt;en gang til&lt;/b&gt;" in letter.html
    assert "<b>en gang til</b>" in letter.text


def test_the_language_is_switched_without_losing_the_reason(complete: Pages, approver: Pages) -> None:
    sent_by(complete)
    reason = "Se på tallene\r\n<b>en gang til</b>"

    moved = approver.submit(
        approver.get(APPROVAL), {"reason": reason}, form="/send-tilbake", button="go=language:nn"
    )
    page = approver.follow(moved)

    assert moved.location == APPROVAL.replace("/nb/", "/nn/")
    assert page.form("/send-tilbake").values["reason"] == [reason.replace("\r\n", "\n")]
    assert status() is Status.AWAITING_APPROVAL
    approver.submit(page, form="/send-tilbake")
    assert status() is Status.IN_PROGRESS
    with reading() as session:
        assert session.execute(select(t.RefusedPost.id)).all() == []


def test_a_reason_that_is_too_long_comes_back(complete: Pages, approver: Pages) -> None:
    sent_by(complete)

    page = approver.submit(approver.get(APPROVAL), {"reason": "x" * 2001}, form="/send-tilbake", expect=422)

    assert page.form("/send-tilbake").values["reason"] == ["x" * 2001]


def test_a_late_approver_is_told_that_it_was_withdrawn(complete: Pages, approver: Pages) -> None:
    sent_by(complete)
    page = approver.get(APPROVAL)
    complete.submit(complete.get(CHECK), form="/trekk")

    refused = approver.submit(page, form="/lever", expect=409)

    assert "venter ikke på godkjenning" in refused.words
    assert status() is Status.IN_PROGRESS


def test_only_the_role_for_it_may_do_each_act(complete: Pages, contributor: Pages, approver: Pages) -> None:
    sent_by(complete)
    token = next(f for f in approver.get(APPROVAL).forms() if f.action.endswith("/lever")).values

    for act in ("send", "trekk"):
        approver.post(f"{SURVEY}/{act}", token, expect=404)
    mine = complete.get(CHECK).form("/trekk").values
    for act in ("lever", "send-tilbake"):
        complete.post(f"{SURVEY}/{act}", mine, expect=404)
    assert not [f for f in contributor.get(CHECK).forms() if SURVEY in f.action]
    contributor.get(APPROVAL, expect=404)
    assert status() is Status.AWAITING_APPROVAL


def test_one_with_both_roles_does_both_as_two_acts(visitor: Visitor) -> None:
    with writing() as session:
        both = making.another_person(session, "Berit Begge", Role.COORDINATOR, Role.APPROVER)
        making.answered(session, both, making.complete())
    pages = visitor(both)

    sent = pages.follow(pages.submit(pages.get(CHECK), form="/send"))
    assert status() is Status.AWAITING_APPROVAL

    assert APPROVAL in sent.links
    pages.submit(pages.get(APPROVAL), form="/lever")
    assert status() is Status.DELIVERED


def test_the_receipt_of_what_is_not_delivered_leads_back(complete: Pages) -> None:
    assert complete.get(RECEIPT, expect=303).location == f"{SURVEY}/"


def test_a_reader_reads_what_is_delivered_and_no_draft(
    complete: Pages, approver: Pages, visitor: Visitor
) -> None:
    reader = visitor(READER)
    assert reader.get(RECEIPT, expect=303).location == "/nb/kommune/1101/"
    reader.get(f"{RECEIPT}.pdf", expect=404)
    sent_by(complete)
    approver.submit(approver.get(APPROVAL), form="/lever")

    assert RECEIPT in reader.get("/nb/kommune/1101/").links
    shown = reader.get(RECEIPT)

    assert "Noen ord" in shown.words
    assert f"{SURVEY}/" not in shown.links  # what a reader is led to is theirs to see
    reader.get(CHECK, expect=404)


def test_an_earlier_round_has_its_receipts_on_the_front_page(complete: Pages, approver: Pages) -> None:
    sent_by(complete)
    approver.submit(approver.get(APPROVAL), form="/lever")
    with writing() as session:
        making.closed_round(session)

    page = complete.get("/nb/kommune/1101/")

    assert "Tidligere runder" in page.words
    assert RECEIPT in page.links
    assert complete.get(RECEIPT).status == 200


def test_the_receipt_number_changes_with_the_answers_and_with_nothing_else(
    complete: Pages, approver: Pages
) -> None:
    sent_by(complete)
    approver.submit(approver.get(APPROVAL), form="/lever")

    with reading() as session:
        place = making.submission_of(session)
        assert place.revision is not None
        given = answers(session, place.revision.id)
    one = receipt(place, EXAMPLE, given)
    again = receipt(place, EXAMPLE, dict(reversed(given.items())))
    other = receipt(place, EXAMPLE, {**given, "words": given["level"]})

    assert one.digest == again.digest
    assert one.digest != other.digest
    assert one.delivered_at > NOW
    assert one.number in complete.get(RECEIPT).words


@pytest.mark.parametrize(("language", "tagged"), [("nb", "nb-NO"), ("nn", "nn-NO")])
def test_the_receipt_can_be_kept_as_a_tagged_pdf(
    complete: Pages, approver: Pages, language: str, tagged: str
) -> None:
    sent_by(complete)
    approver.submit(approver.get(APPROVAL), form="/lever")
    address = RECEIPT.replace("/nb/", f"/{language}/") + ".pdf"

    first, again = complete.get(address).response.data, complete.get(address).response.data

    assert first == again
    with Pdf.open(BytesIO(first)) as pdf:
        assert str(pdf.Root.Lang).startswith(tagged[:2])
        assert "/StructTreeRoot" in pdf.Root
        assert len(pdf.pages) >= 1


def test_there_is_no_pdf_before_delivery(complete: Pages) -> None:
    complete.get(f"{RECEIPT}.pdf", expect=404)
