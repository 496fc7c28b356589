"""Error pages speak the reader's language, say what to do, and hand back what was typed."""

import errno
import re
from collections.abc import Callable

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from tests.manners import faults
from tests.web.conftest import SECRET, made
from webapp.settings import Settings
from webapp.web import errors, guards
from webapp.web.languages import PREFIX

STATUSES = (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503, 418)


def raising(problem: Callable[[], object]) -> FlaskClient:
    """Give a browser at an application whose page /nb/x does what ``problem`` does."""
    app = made(Settings(secret_key=SECRET))
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.route(PREFIX + "/x", methods=["GET", "POST"])
    @guards.public
    def page() -> str:
        problem()
        return "done"

    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def away() -> None:
    raise OperationalError("SELECT", {}, Exception("database or disk is full"))


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_status_has_a_page_of_good_manners(status: int, language: str) -> None:
    page = raising(lambda: abort(status)).get(f"/{language}/x")

    assert page.status_code == status
    assert faults(page.text, path=f"/{language}/x") == []


def test_what_a_view_says_stands_first_on_the_page() -> None:
    said = raising(lambda: abort(409, description=_("Keep mine"))).get("/nn/x")
    refused = raising(lambda: errors.refuse(400, _("Keep mine"))).get("/nn/x")

    assert "Behald mitt" in said.text
    assert "Behald mitt" in refused.text


def test_a_refusal_of_the_core_is_answered_with_its_words() -> None:
    class Closed(Exception):  # noqa: N818 -- as the core names its refusals
        pass

    def refuse() -> None:
        raise Closed

    client = raising(refuse)
    errors.map_exception(client.application, Closed, 409, lambda _error: _("Keep mine"))

    answer = client.get("/nb/x")
    script = client.post("/nb/x", json={})

    assert (answer.status_code, "Behold mitt" in answer.text) == (409, True)
    assert (script.status_code, script.json) == (409, {"error": "conflict", "text": "Behold mitt"})


def test_a_full_disk_hands_back_what_was_typed_and_a_way_to_try_again() -> None:
    form = {
        "csrf_token": "t",
        "save_id": "7f9c2ba4-e88f-4f3e-9c9e-9d1f9d2c0001",
        "a.value": ["3", "Vi har ein plan <b>no</b>"],
        "a.version": "4",
    }

    page = raising(away).post("/nn/x", data=form)

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert faults(page.text, path="/nn/x") == []
    assert re.findall(r'name="([^"]+)"', page.text.split("<main")[1]) == [
        "a.value",
        "csrf_token",
        "save_id",
        "a.value",
        "a.version",
    ]
    assert ">\nVi har ein plan &lt;b&gt;no&lt;/b&gt;</textarea>" in page.text
    assert 'name="a.value" value="3"' in page.text


def test_a_password_is_never_handed_back() -> None:
    page = raising(away).post(
        "/nb/x", data={"email": "kari@kommune.no og noko til", "password": "hemmeleg å"}
    )

    assert page.status_code == 503
    assert "hemmeleg" not in page.text


def test_a_script_is_told_to_try_again_when_the_database_is_away() -> None:
    answer = raising(away).post("/nb/x", json={"answers": {}})

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["error"] == "service_unavailable"


def test_a_full_disk_outside_the_database_is_the_same_to_people() -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    assert raising(full).get("/nb/x").status_code == 503


def test_the_page_is_drawn_although_nobody_can_be_looked_up() -> None:
    client = raising(away)
    manager = client.application.login_manager  # type: ignore[attr-defined]  # Flask-Login puts it there

    @manager.request_loader  # type: ignore[misc, untyped-decorator, unused-ignore]  # no types
    def load(_request: object) -> None:
        away()

    page = client.get("/nn/x")

    assert page.status_code == 503
    assert faults(page.text, path="/nn/x") == []


def test_the_unforeseen_is_logged_under_the_reference_on_the_page(caplog: pytest.LogCaptureFixture) -> None:
    def surprise() -> None:
        raise KeyError("hidden detail")

    page = raising(surprise).get("/nb/x")
    reference = re.search(r"<strong>([0-9a-f]{8})</strong>", page.text)

    assert page.status_code == 500
    assert reference is not None
    assert reference[1] in caplog.text
    assert "hidden detail" not in page.text


def test_the_methods_an_address_takes_are_told(visitor: FlaskClient, small: Flask) -> None:
    del small
    answer = visitor.delete("/nb/ks", headers={"X-Person": "rita"})

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
