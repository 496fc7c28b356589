"""`godpraksis users`: the first administrator gets in by it, and mistakes are said in plain words."""

import json

import pytest
from click.testing import CliRunner, Result

from tests.accounts.conftest import letters_to, put_together
from tests.pages import Pages
from tests.seed import COORDINATOR, PEOPLE
from webapp.commands import users as command
from webapp.settings import Settings
from webapp.store.database import in_use


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> "Run":
    """Runs the command on the test's database, as an operator does."""
    monkeypatch.setattr(command, "create_app", lambda: put_together(settings))
    return Run()


class Run:
    """One run after another."""

    def __call__(self, *words: str) -> Result:
        """Run the command."""
        result = CliRunner().invoke(command.users, list(words))
        in_use().engine.dispose()
        return result


def test_the_first_administrator_is_invited_and_gets_in(run: Run, settings: Settings) -> None:
    result = run("invite", "--email", "Sjef@ks.example", "--name", "Siv Sjef", "--role", "administrator")

    assert result.exit_code == 0
    link = result.stdout.strip()
    assert link.startswith(f"{settings.base_url}/nb/invitasjon/")
    assert link in letters_to("sjef@ks.example")[0].text
    client = Pages(put_together(settings))
    page = client.get(link.removeprefix(settings.base_url))
    values = {"password": "fire hester i en stall", "password_confirm": "fire hester i en stall"}
    client.submit(page, values, form="/invitasjon/")
    client.get("/nb/ks/personer")
    in_use().engine.dispose()


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--email", "x", "--role", "adviser"), "x er ikke en e-postadresse."),
        (("--email", "a@b.no", "--role", "reader"), "trenger --municipality"),
        (("--email", "a@b.no", "--role", "adviser", "--municipality", "1101"), "uten kommune"),
        (
            ("--email", "a@b.no", "--role", "reader", "--municipality", "9999"),
            "Det finnes ingen kommune 9999.",
        ),
        (
            ("--email", COORDINATOR.email, "--role", "coordinator", "--municipality", "1101"),
            "Personen har allerede den rollen.",
        ),
    ],
)
def test_a_mistake_is_said_and_invites_nobody(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run("invite", "--name", "N", *words)

    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stdout == ""


def test_everyone_is_listed(run: Run) -> None:
    listed = run("list")
    as_json = run("list", "--json")

    assert listed.exit_code == as_json.exit_code == 0
    assert len(listed.stdout.splitlines()) == len(PEOPLE)
    people = {person["email"]: person for person in json.loads(as_json.stdout)}
    assert people[COORDINATOR.email]["roles"] == [{"role": "coordinator", "municipality": "1101"}]
