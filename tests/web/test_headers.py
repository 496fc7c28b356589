"""What every answer tells the browser."""

from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import SECRET, made
from webapp.settings import Settings
from webapp.web import headers
from webapp.web.assets import FOR_EVER, digest_of


def test_every_answer_carries_the_policy_also_a_refusal(visitor: FlaskClient) -> None:
    for path in ("/nb/open", "/nowhere", "/nb/forgotten", "/nb/own"):
        answer = visitor.get(path)
        assert {name: answer.headers.get(name) for name in headers.ALWAYS} == headers.ALWAYS


def test_the_policy_lets_no_inline_code_run() -> None:
    assert "unsafe" not in headers.CONTENT_SECURITY_POLICY
    assert "*" not in headers.CONTENT_SECURITY_POLICY
    assert headers.CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_a_page_seen_with_a_session_is_not_kept_by_the_browser(visitor: FlaskClient) -> None:
    visitor.get("/nb/open")  # its form's token makes a session

    assert visitor.get("/nb/own", headers={"X-Person": "kari"}).headers["Cache-Control"] == "no-store"
    assert visitor.post("/nb/open").headers["Cache-Control"] == "no-store"


def test_cookies_are_bound_to_the_host_when_it_is_https() -> None:
    app = made(Settings(secret_key=SECRET, base_url="https://godpraksis.example"))

    answer = app.test_client().get("/nb/open", base_url="https://godpraksis.example")

    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in answer.headers["Set-Cookie"]
    assert "Domain" not in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == headers.HSTS


def test_plain_http_has_no_hsts_and_plain_names(visitor: FlaskClient) -> None:
    answer = visitor.get("/nb/open")

    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["Set-Cookie"].startswith("session=")


def test_static_files_are_kept_for_ever_under_their_digest_only(small: Flask, visitor: FlaskClient) -> None:
    with small.test_request_context("/"):
        address: str = small.jinja_env.globals["asset"]("css/page.css")  # type: ignore[operator]  # a function of ours

    with visitor.get(address) as fresh, visitor.get("/assets/0000/css/page.css") as stale:
        assert (fresh.status_code, fresh.headers["Cache-Control"]) == (200, FOR_EVER)
        assert stale.headers["Cache-Control"] != FOR_EVER
    with visitor.get("/assets/0000/../shell.py") as outside:
        assert outside.status_code == 404


def test_another_file_gives_another_digest(tmp_path_factory: object) -> None:
    from pathlib import Path  # noqa: PLC0415 -- for this one test
    from tempfile import TemporaryDirectory  # noqa: PLC0415 -- likewise

    del tmp_path_factory
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.css").write_text("a")
        before = digest_of(folder)
        (folder / "a.css").write_text("b")

        assert digest_of(folder) != before
