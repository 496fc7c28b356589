"""What each page costs the database: a known number of statements, whatever is on the page (LIMITS)."""

from tests import making
from tests.filling.conftest import FIRST, SECOND, SURVEY
from tests.pages import Pages
from tests.seed import COORDINATOR
from webapp.core.answer import FreeText, Level
from webapp.store.database import writing

MOST = 12


def cost(by: Pages) -> list[str]:
    """Give what each statement of the last request does, in a few words; BEGIN, which SQLite is told in words, is none."""
    return [" ".join(statement.split()[:3]) for statement in by.sql if not statement.startswith("BEGIN")]


def test_pages_that_are_only_read(coordinator: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, making.complete())
    counts = {}
    for address in (
        "/nb/kommune/1101/",
        f"{SURVEY}/",
        FIRST,
        SECOND,
        f"{SURVEY}/fortsett",
        f"{SURVEY}/kontroll",
    ):
        coordinator.get(address, expect=303 if address.endswith("fortsett") else 200)
        coordinator.get(
            address, expect=303 if address.endswith("fortsett") else 200
        )  # the survey is known now
        counts[address.removeprefix(SURVEY)] = len(cost(coordinator))

    # whoever asks, what is asked of them, and what the page shows
    assert counts == {
        "/nb/kommune/1101/": 3,
        "/": 3,
        "/del/s1": 3,
        "/del/s2": 3,
        "/fortsett": 2,
        "/kontroll": 4,
    }


def test_the_first_save_of_all(coordinator: Pages) -> None:
    page = coordinator.get(FIRST)

    coordinator.submit(page, {"level.value": "2", "percent.value": "5"}, form="/del/", button="go=next")

    assert len(cost(coordinator)) == 12, cost(coordinator)


def test_saving_a_page_of_answers(coordinator: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"level": Level(1)})
    page = coordinator.get(FIRST)
    changes = {"level.value": "2", "number.value": "3", "percent.value": "5", "after_number.value": "1"}

    coordinator.submit(page, changes, form="/del/", button="go=next")

    # person, submission, hold the revision, what stands, answers, history, progress, the post itself
    assert len(cost(coordinator)) == 8, cost(coordinator)
    assert sum(s == "INSERT INTO answer" for s in cost(coordinator)) == 1
    assert sum(s == "INSERT INTO answer_history" for s in cost(coordinator)) == 1


def test_saving_a_page_where_nothing_changed(coordinator: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"level": Level(1)})

    coordinator.submit(coordinator.get(FIRST), form="/del/", button="go=next")

    assert len(cost(coordinator)) == 4, cost(coordinator)


def test_a_page_with_a_practice_example_costs_one_more(coordinator: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"level": Level(1)})

    coordinator.submit(
        coordinator.get(SECOND), {"practice.field.navn": "Turlag"}, form="/del/", button="go=save"
    )

    assert len(cost(coordinator)) == 9, cost(coordinator)


def test_a_conflict_stays_within_the_most(coordinator: Pages, contributor: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"words": FreeText("før")})
    page = contributor.get(SECOND)
    coordinator.submit(coordinator.get(SECOND), {"words.value": "én"}, form="/del/", button="go=save")

    contributor.submit(
        page, {"words.value": "to", "yes.value": "nei"}, form="/del/", button="go=save", expect=409
    )

    assert len(cost(contributor)) == 10, cost(contributor)


def test_the_acts_of_approval(coordinator: Pages, approver: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, making.complete())

    coordinator.submit(coordinator.get(f"{SURVEY}/kontroll"), form="/send")
    sending = len(cost(coordinator))
    page = approver.get(f"{SURVEY}/godkjenning")
    reading = len(cost(approver))
    approver.submit(page, form="/lever")
    delivering = len(cost(approver))
    approver.get(f"{SURVEY}/kvittering")

    assert (sending, reading, delivering, len(cost(approver))) == (8, 3, 9, 3)
    assert max(sending, delivering) <= MOST
