"""The receipt as a file to keep: for those of the municipality, after delivery, accessible and the same each time."""

from collections.abc import Callable
from pathlib import Path

import page
import pytest
from flask import Flask

from tests import making
from tests.documents.example import Structure
from tests.pages import Pages
from tests.seed import APPROVER, COORDINATOR, OTHER_COORDINATOR, Somebody
from webapp.store.database import writing

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
RECEIPT = "/kommune/1101/2025/example/kvittering"


@pytest.fixture
def delivered(app: Flask, visitor: Callable[[Somebody], Pages]) -> None:
    """Eigersund has answered everything and delivered."""
    del visitor  # asked for its open round
    with app.test_request_context(), writing() as session:
        making.answered(session, COORDINATOR, making.complete())
        making.sent(session, COORDINATOR)
        making.delivered(session, APPROVER)


def test_there_is_none_before_delivery_and_none_for_others(
    visitor: Callable[[Somebody], Pages],
) -> None:
    visitor(COORDINATOR).get(f"/nb{RECEIPT}.pdf", expect=404)
    visitor(OTHER_COORDINATOR).get(f"/nb{RECEIPT}.pdf", expect=404)


@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_receipt_is_accessible_and_the_same_each_time(
    visitor: Callable[[Somebody], Pages], language: str, tmp_path: Path
) -> None:
    coordinator = visitor(COORDINATOR)
    assert f"/{language}{RECEIPT}.pdf" in coordinator.get(f"/{language}{RECEIPT}").links
    taken = coordinator.get(f"/{language}{RECEIPT}.pdf").response
    assert coordinator.statements <= 12
    file = tmp_path / "receipt.pdf"
    file.write_bytes(taken.data)
    told = Structure(taken.data)

    assert taken.mimetype == "application/pdf"
    assert f"godpraksis-kvittering-1101-2025-example-{language}.pdf" in taken.headers["Content-Disposition"]
    assert page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1).is_compliant
    assert told.language == f"{language}-NO"
    assert told.heading_levels[:4] == [1, 1, 2, 3]  # the title, then what was delivered
    assert coordinator.get(f"/{language}{RECEIPT}.pdf").response.data == taken.data
