"""The outbox: letters in the transaction that caused them, in two languages, escaped, and read on a page in the demo."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.accounts.conftest import put_together
from tests.manners import faults
from tests.pages import Pages
from webapp import mail
from webapp.core.person import Role
from webapp.core.text import Language
from webapp.settings import Settings
from webapp.store.database import in_use, reading, writing
from webapp.store.tables import Letter

LETTERS: dict[str, dict[str, object]] = {
    "accounts/invitation": {
        "link": "https://godpraksis.example/nb/invitasjon/abc",
        "role": Role.COORDINATOR,
        "place": "Eigersund",
        "by_name": "Anne",
        "expires_at": datetime(2026, 4, 1, 12, 0, tzinfo=UTC),
    },
    "accounts/password_reset": {"link": "https://godpraksis.example/nb/glemt-passord/abc", "hours": 2},
    "accounts/password_changed": {"at": datetime(2026, 4, 1, 12, 0, tzinfo=UTC)},
}
HARMFUL = '<img src=x onerror="alert(1)">{{ 7*7 }}\r\nBcc: all@example.no'


@pytest.fixture
def demo(settings: Settings) -> Iterator[Flask]:
    """The application of a demo."""
    yield put_together(replace(settings, demo=True))
    in_use().engine.dispose()


@pytest.fixture
def ordinary(settings: Settings) -> Iterator[Flask]:
    """The application of an installation that is no demo."""
    yield put_together(settings)
    in_use().engine.dispose()


def post(app: Flask, letter: str, language: Language = "nb", name: str = "Ola") -> int:
    """Put one letter in the outbox."""
    with app.app_context(), writing() as session:
        return mail.post(
            session, mail.Recipient(None, name, "ola@eigersund.example", language), letter, **LETTERS[letter]
        )


def count() -> int:
    """Give how many letters there are."""
    with reading() as session:
        return session.execute(select(func.count()).select_from(Letter)).scalar_one()


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_is_written_in_both_languages(demo: Flask, letter: str, language: Language) -> None:
    with demo.app_context():
        to = mail.Recipient(None, "Ola", "ola@eigersund.example", language)
        written = mail.write(to, letter, **LETTERS[letter])

    assert faults(written.html, path=f"/{language}/") == []
    assert f'lang="{language}"' in written.html
    assert written.subject
    assert "\n" not in written.subject
    assert "<" not in written.text
    assert written.text.startswith("Hei, Ola")
    assert ("Vennleg helsing" if language == "nn" else "Vennlig hilsen") in written.text
    if "link" in LETTERS[letter]:
        link = str(LETTERS[letter]["link"])
        assert f"\n\n{link}\n\n" in written.text
        assert f'href="{link}"' in written.html


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_letter_there_is_is_tested(demo: Flask) -> None:
    folder = Path(demo.root_path) / "accounts" / "templates" / "accounts" / "letters"

    assert {
        f"accounts/{path.name.removesuffix('.subject.txt')}" for path in folder.glob("*.subject.txt")
    } == set(LETTERS)


def test_a_letter_is_in_the_transaction_that_caused_it(demo: Flask) -> None:
    to = mail.Recipient(None, "Ola", "ola@eigersund.example", "nb")

    def fail_after_posting() -> None:
        with demo.app_context(), writing() as session:
            mail.post(session, to, "accounts/password_changed", **LETTERS["accounts/password_changed"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_posting()

    assert count() == 0
    post(demo, "accounts/password_changed")
    assert count() == 1


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_name_can_do_no_harm_in_a_letter(demo: Flask) -> None:
    number = post(demo, "accounts/invitation", name=HARMFUL)
    with reading() as session:
        letter = mail.letter_of(session, number)

    assert letter is not None
    assert "<img" not in letter.html
    assert "&lt;img" in letter.html
    assert "49" not in letter.html
    assert faults(letter.html, path="/nb/") == []
    Pages(demo).get(f"/nb/brev/{number}")
    Pages(demo).get("/nb/brev")


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_one_letter_in_another_language_does_not_change_the_page(demo: Flask) -> None:
    with demo.test_request_context("/nb/"):
        demo.preprocess_request()
        mail.write(mail.Recipient(None, "O", "o@o.no", "nn"), "accounts/password_reset", link="x", hours=2)
        written = mail.write(
            mail.Recipient(None, "O", "o@o.no", "nb"), "accounts/password_reset", link="x", hours=2
        )

        assert written.subject == "Velg nytt passord til Godpraksis"
        assert mail.link("accounts.front", "nn").endswith("/nn/")


def test_letters_are_given_newest_first(demo: Flask) -> None:
    first, second = post(demo, "accounts/password_reset"), post(demo, "accounts/invitation")

    with reading() as session:
        everything = [letter.id for letter in mail.letters_since(session)]
        later = mail.letters_since(session, datetime.now(UTC) + timedelta(minutes=1))
    assert everything == [second, first]
    assert later == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_demo_reads_letters_on_a_page_with_links_that_work(demo: Flask, language: Language) -> None:
    number = post(demo, "accounts/invitation", language)
    client = Pages(demo)

    page = client.get(f"/{language}/brev")
    assert f"/{language}/brev/{number}" in page.links
    letter = client.get(f"/{language}/brev/{number}")

    assert LETTERS["accounts/invitation"]["link"] in letter.links
    assert "Ingen kommune har svart dette." in page.words
    client.get(f"/{language}/brev/{number + 1}", expect=404)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_elsewhere_there_is_no_such_page(ordinary: Flask) -> None:
    number = post(ordinary, "accounts/invitation")

    Pages(ordinary).get("/nb/brev", expect=404)
    Pages(ordinary).get(f"/nb/brev/{number}", expect=404)


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("https://godpraksis.example", "https://godpraksis.example/nn/"),
        ("https://ks.example/godpraksis", "https://ks.example/godpraksis/nn/"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123/nn/"),
    ],
)
def test_links_begin_with_the_installations_address(settings: Settings, base: str, address: str) -> None:
    app = put_together(replace(settings, base_url=base))
    with app.app_context():
        assert mail.link("accounts.front", "nn") == address
    in_use().engine.dispose()
