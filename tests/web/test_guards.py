"""No page without a guard, and each guard lets through those it names."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.core.person import Role
from webapp.web import guards


def test_a_page_that_nothing_guards_is_refused_to_everybody(visitor: FlaskClient) -> None:
    answers = [
        visitor.get("/nb/forgotten", headers={"X-Person": who}).status_code for who in ("", "kari", "rita")
    ]

    assert answers == [403, 403, 403]


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        ("/nb/open", "", 200),
        ("/nb/own", "kari", 200),
        ("/nb/own", "", 303),
        ("/nb/ks", "rita", 200),
        ("/nb/ks", "kari", 403),
        ("/nb/ks", "", 303),
        ("/nb/1101/answers", "kari", 200),
        ("/nb/1515/answers", "kari", 404),  # another municipality's
        ("/nb/1515/answers", "nils", 404),  # the right municipality, another role
        ("/nb/1101/answers", "rita", 404),  # an adviser is no member
        ("/nb/1101/answers", "", 303),
    ],
)
def test_guards_let_through_those_they_name(visitor: FlaskClient, path: str, who: str, status: int) -> None:
    assert visitor.get(path, headers={"X-Person": who}).status_code == status


def test_a_signed_out_visitor_comes_back_to_the_same_page(visitor: FlaskClient) -> None:
    asked = visitor.get("/nn/own?a=1&b=2")

    assert asked.headers["Location"] == "/login?next=/nn/own?a%3D1%26b%3D2"


def test_a_script_is_told_that_it_is_signed_out(visitor: FlaskClient) -> None:
    answer = visitor.post("/nb/own", json={"answers": {}})

    assert (answer.status_code, answer.json) == (401, {"error": "signed_out", "text": "Du er logget ut."})


def test_guards_say_what_they_are(small: Flask) -> None:
    said = {
        name: guards.guard_of(small, f"pages.{name}")
        for name in ("open_to_all", "own", "for_advisers", "answers", "unguarded")
    }

    assert said == {
        "open_to_all": "public",
        "own": "signed in",
        "for_advisers": "ks: adviser",
        "answers": "municipal: coordinator",
        "unguarded": None,
    }


def test_a_role_of_another_kind_is_refused_when_the_guard_is_written() -> None:
    with pytest.raises(ValueError, match="adviser"):
        guards.municipal(Role.ADVISER)
    with pytest.raises(ValueError, match="coordinator"):
        guards.ks(Role.COORDINATOR)


def test_views_of_others_are_public_or_signed_in_and_nothing_else(small: Flask) -> None:
    with pytest.raises(ValueError, match="x"):
        guards.declare(small, "x", "everyone")
