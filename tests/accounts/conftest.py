"""The application with the accounts room in it, and people with passwords."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.pages import Form, Page, Pages
from tests.seed import COORDINATOR, Somebody
from webapp import create_app, mail
from webapp.accounts import people
from webapp.accounts import views as accounts
from webapp.mail import views as letters
from webapp.settings import Settings
from webapp.store.database import in_use, reading, writing
from webapp.store.tables import Membership, Person
from webapp.web.languages import PREFIX

PASSWORD = "fire hester i en stall"


def put_together(settings: Settings) -> Flask:
    """Make the application, with this room in it also where the factory has not taken it in."""
    with suppress(RuntimeError):  # nothing was in use yet
        in_use().engine.dispose()
    application = create_app(settings)
    if "accounts" not in application.blueprints:
        mail.set_up(application)
        accounts.set_up(application)
        application.register_blueprint(accounts.blueprint, url_prefix=PREFIX)
        application.register_blueprint(letters.blueprint, url_prefix=PREFIX)
    application.testing = True
    return application


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application of an ordinary installation."""
    yield put_together(settings)
    in_use().engine.dispose()


@pytest.fixture
def demo(settings: Settings) -> Iterator[Flask]:
    """The application of a demo, where letters can be read."""
    yield put_together(replace(settings, demo=True))
    in_use().engine.dispose()


@pytest.fixture
def client(app: Flask) -> Pages:
    """A visitor without an account, whose every page is read strictly."""
    return Pages(app)


@dataclass(frozen=True)
class Known:
    """Someone of the seed who has a password."""

    id: int
    email: str
    name: str


@pytest.fixture
def known(app: Flask) -> Known:
    """The coordinator of Eigersund, with PASSWORD."""
    return with_password(app, COORDINATOR)


def with_password(app: Flask, somebody: Somebody, password: str = PASSWORD) -> Known:
    """Give someone of the seed a password."""
    with app.app_context():
        hashed = people.hash_of(password)
    with writing() as session:
        session.execute(update(Person).where(Person.email == somebody.email).values(password=hashed))
    return Known(person_id(somebody.email), somebody.email, somebody.name)


def person_id(email: str) -> int:
    """Give the id of the person with an address."""
    with reading() as session:
        return session.execute(select(Person.id).where(Person.email == email)).scalar_one()


def sign_in(
    client: Pages, email: str, password: str = PASSWORD, *, after: str = "", expect: int = 303
) -> Page:
    """Sign in through the page, as a person does."""
    page = client.get("/nb/logg-inn" + (f"?next={after}" if after else ""))
    return client.submit(page, {"email": email, "password": password}, form="logg-inn", expect=expect)


def letters_to(email: str) -> list[mail.Letter]:
    """Give the letters in the outbox to an address, newest first."""
    with reading() as session:
        return [letter for letter in mail.letters_since(session) if letter.to_email == email]


def path_in(letter: mail.Letter, part: str) -> str:
    """Give the path of the link in a letter whose address contains ``part``."""
    links = [word for word in letter.text.split() if word.startswith("http") and part in word]
    assert len(links) == 1, letter.text
    return "/" + links[0].split("/", 3)[3]


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Pages]:
    """Makes one more browser."""
    return lambda: Pages(app)


def form_of(page: Page, field: str) -> Form:
    """Give the one form of a page that has a field with this name."""
    found = [form for form in page.forms() if field in form.values]
    assert len(found) == 1, [form.action for form in page.forms()]
    return found[0]


def fill(client: Pages, page: Page, values: dict[str, str], *, button: str = "", expect: int = 303) -> Page:
    """Fill in and send the form for inviting someone, with everything else in it as it stands."""
    form = form_of(page, "email")
    pressed = dict([button.split("=", 1)]) if button else {}
    return client.post(form.action, {**form.values, **values, **pressed}, expect=expect)


NEWCOMER = "ny@eigersund.example"


def invite(
    client: Pages, page: str, email: str = NEWCOMER, name: str = "Nora Ny", role: str = "contributor"
) -> Page:
    """Fill in the form for inviting someone."""
    return fill(client, client.get(page), {"name": name, "email": email, "role": role})


def link_to(email: str = NEWCOMER) -> str:
    """Give the path of the newest invitation's link."""
    return path_in(letters_to(email)[0], "/invitasjon/")


def accept_as_new(client: Pages, path: str, expect: int = 303, **values: str) -> Page:
    """Fill in what a newcomer is asked for."""
    given = {
        "name": "Nora Ny",
        "language": "nb",
        "password": PASSWORD,
        "password_confirm": PASSWORD,
        **values,
    }
    return client.submit(client.get(path), given, form="/invitasjon/", expect=expect)


def roles(email: str) -> list[tuple[str, str | None]]:
    """Give the roles that someone has."""
    with reading() as session:
        rows = session.execute(
            select(Membership.role, Membership.municipality_number)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.email == email)
            .order_by(Membership.role)
        ).all()
    return [(role, municipality) for role, municipality in rows]


@pytest.fixture
def coordinator(client: Pages) -> Pages:
    """The coordinator of Eigersund."""
    client.sign_in(COORDINATOR.email)
    return client


@pytest.fixture
def invited(coordinator: Pages) -> str:
    """The path of the link in a newcomer's letter."""
    invite(coordinator, "/nb/kommune/1101/personer")
    return link_to()
