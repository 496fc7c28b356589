"""What was typed when a session had ended comes back to its author, and to nobody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, g
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from webapp.store.database import reading, writing
from webapp.store.tables import RefusedPost
from webapp.web import kept

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
TYPED = "Ærleg tala: «vi manglar ein plan»\r\nog litt til"


def token(page: TestResponse, name: str) -> str:
    """Give the value of a hidden field of the page's form."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None
    return found[1]


def form_of(page: TestResponse) -> dict[str, str]:
    """Give what the form would post, with a text written in it."""
    return {name: token(page, name) for name in ("csrf_token", "written_by", "save_id")} | {"a.value": TYPED}


def test_a_signed_out_post_is_filled_in_again_after_sign_in(keeping: Flask) -> None:
    browser = keeping.test_client()
    form = form_of(browser.get("/nb/own?x=1", headers={"X-Person": "kari"}))

    refused = browser.post("/nb/own?x=1", data=form)
    again = browser.get("/nn/own?x=1", headers={"X-Person": "kari"})

    assert (refused.status_code, refused.headers["Location"]) == (303, "/login?next=/nb/own?x%3D1")
    assert "Ærleg tala: «vi manglar ein plan»" in again.text


def test_a_post_whose_session_cookie_is_gone_is_kept_too(keeping: Flask) -> None:
    form = form_of(keeping.test_client().get("/nb/own", headers={"X-Person": "kari"}))
    browser = keeping.test_client()

    assert browser.post("/nb/own", data=form).status_code == 303
    assert "vi manglar ein plan" in browser.get("/nb/own", headers={"X-Person": "kari"}).text


def test_another_person_in_the_same_browser_gets_nothing(keeping: Flask) -> None:
    browser = keeping.test_client()
    form = form_of(browser.get("/nb/own", headers={"X-Person": "kari"}))
    browser.post("/nb/own", data=form)

    assert "vi manglar" not in browser.get("/nb/own", headers={"X-Person": "nils"}).text
    assert "vi manglar" in browser.get("/nb/own", headers={"X-Person": "kari"}).text


def test_a_form_whose_seal_is_broken_is_not_kept(keeping: Flask) -> None:
    browser = keeping.test_client()
    form = form_of(browser.get("/nb/own", headers={"X-Person": "kari"})) | {"written_by": "1.forged"}

    assert browser.post("/nb/own", data=form).status_code == 303
    with reading() as session:
        assert session.scalars(select(RefusedPost.id)).all() == []


def test_the_token_is_the_same_after_signing_in_again(keeping: Flask) -> None:
    form = form_of(keeping.test_client().get("/nb/own", headers={"X-Person": "kari"}))
    later = keeping.test_client()

    assert later.post("/nb/own", data=form, headers={"X-Person": "kari"}).status_code == 200
    assert later.post("/nb/own", data=form, headers={"X-Person": "nils"}).status_code != 200


def test_a_stale_form_of_someone_signed_in_comes_back_filled_in(keeping: Flask) -> None:
    browser = keeping.test_client()
    form = form_of(browser.get("/nb/own", headers={"X-Person": "kari"})) | {"csrf_token": "old"}

    answer = browser.post("/nb/own", data=form, headers={"X-Person": "kari"})
    page = browser.get("/nb/own", headers={"X-Person": "kari"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/nb/own")
    assert "Siden hadde stått åpen for lenge" in page.text
    assert "vi manglar ein plan" in page.text


def test_what_is_kept_cannot_be_read_in_the_database_and_holds_no_password(keeping: Flask) -> None:
    browser = keeping.test_client()
    form = form_of(browser.get("/nb/own", headers={"X-Person": "kari"})) | {"password": "hemmeleg123"}
    browser.post("/nb/own", data=form)

    with reading() as session:
        body = session.execute(select(RefusedPost.body)).scalar_one()
    opened = kept_in(keeping, body)

    assert b"manglar" not in body
    assert "manglar" in opened
    assert "hemmeleg123" not in opened


def kept_in(app: Flask, body: bytes) -> str:
    """Open a kept body with the app's own key."""
    with app.app_context():
        return kept._box().decrypt(body).decode()


def test_after_a_day_it_is_gone(keeping: Flask) -> None:
    browser = keeping.test_client()
    browser.post("/nb/own", data=form_of(browser.get("/nb/own", headers={"X-Person": "kari"})))
    with writing() as session:
        session.execute(update(RefusedPost).values(kept_until=datetime.now(UTC) - timedelta(seconds=1)))

    assert "manglar" not in browser.get("/nb/own", headers={"X-Person": "kari"}).text

    browser.post("/nb/own", data=form_of(browser.get("/nb/own", headers={"X-Person": "kari"})))
    with reading() as session:
        assert len(session.scalars(select(RefusedPost.id)).all()) == 1


def test_what_has_been_saved_is_forgotten(keeping: Flask) -> None:
    browser = keeping.test_client()
    browser.post("/nb/own", data=form_of(browser.get("/nb/own", headers={"X-Person": "kari"})))
    cookie = browser.get_cookie("kept")
    assert cookie is not None

    with keeping.test_request_context(
        "/nb/own", headers={"X-Person": "kari", "Cookie": f"kept={cookie.value}"}
    ):
        keeping.preprocess_request()
        assert kept.kept_form() is not None
        with writing() as session:
            kept.forget(session)
        assert kept.kept_form() is None
        assert g.person is not None


def test_a_form_for_everybody_says_what_to_do_when_it_is_stale(keeping: Flask) -> None:
    answer = keeping.test_client().post("/nn/open", data={"a.value": "x"})

    assert answer.status_code == 400
    assert "Opne sida på nytt" in answer.text
