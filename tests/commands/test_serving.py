"""Whatever is logged comes out as one line of JSON, and the server's command keeps to what was measured."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from webapp.commands.processes import gunicorn_command, is_free
from webapp.web.logs import write_logs


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """Put the root logger back."""
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    structlog.reset_defaults()


def test_our_own_events_and_those_of_others_are_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("info")
    structlog.get_logger("ours").info("released", number=3)
    logging.getLogger("theirs").warning("job %s is late", 7)
    logging.getLogger("theirs").debug("not said")
    try:
        int("first\nsecond")
    except ValueError:
        logging.getLogger("theirs").exception("went wrong")

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert [(e["event"], e["level"]) for e in lines] == [
        ("released", "info"),
        ("job 7 is late", "warning"),
        ("went wrong", "error"),
    ]
    assert (lines[0]["number"], lines[1]["logger"]) == (3, "theirs")
    assert all("timestamp" in e for e in lines)


def test_gunicorn_gets_sync_workers_and_no_control_socket() -> None:
    command = gunicorn_command("127.0.0.1", 8123, 2)

    assert {"--worker-class=sync", "--workers=2", "--bind=127.0.0.1:8123", "--no-control-socket"} <= set(
        command
    )


def test_a_port_nobody_has_is_free() -> None:
    assert is_free("127.0.0.1", 0)
