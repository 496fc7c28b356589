"""The processes that serve: how gunicorn and the worker are started, watched and stopped, leaving none behind."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_PR_SET_PDEATHSIG = 1
_GODPRAKSIS = (sys.executable, "-c", "from webapp.commands import main; main()")


class StoppedError(BaseException):
    """This process was told to stop; like KeyboardInterrupt, so that a job being carried out does not take it for its own."""


class DidNotStartError(Exception):
    """A process that should serve ended, or did not answer in time; the message says which."""


def gunicorn_command(host: str, port: int, workers: int) -> list[str]:
    """Give the command that serves pages: sync workers, since neither threads nor more of them gain (see bench)."""
    shared_memory = Path("/dev/shm")  # noqa: S108 -- gunicorn makes its own unnamed file there
    in_memory = ["--worker-tmp-dir", str(shared_memory)] if os.access(shared_memory, os.W_OK) else []
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "--config=python:webapp.commands.serving",
        "--worker-class=sync",
        f"--workers={workers}",
        f"--bind={host}:{port}",
        "--no-control-socket",
        "--graceful-timeout=10",
        "--log-level=warning",
        *in_memory,
        "webapp:create_app()",
    ]


def worker_command() -> list[str]:
    """Give the command that carries out jobs."""
    return [*_GODPRAKSIS, "worker", "--grace=3"]


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
    return True


@contextmanager
def running(
    commands: Mapping[str, list[str]], environment: Mapping[str, str]
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Start the processes, by name, and stop them all at the end, however it comes."""
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            started[name] = subprocess.Popen(
                command,
                env=dict(environment),
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
                preexec_fn=_end_with_us if sys.platform == "linux" else None,  # noqa: PLW1509 -- no threads here yet
            )
        yield started
    finally:
        _stop(started)


def wait_until_it_answers(
    url: str, children: Mapping[str, subprocess.Popen[bytes]], seconds: float = 60
) -> None:
    """Wait until ``url`` answers 200; raises DidNotStartError when a child ends or the time is up."""
    end = time.monotonic() + seconds
    while True:
        _raise_if_ended(children)
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- an http address of our own
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        if time.monotonic() > end:
            raise DidNotStartError(f"{url} did not answer within {seconds:.0f} seconds")
        time.sleep(0.1)


def wait_until_told_to_stop(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Wait until SIGTERM or Ctrl-C; raises DidNotStartError when a child ends by itself."""
    while True:
        _raise_if_ended(children)
        time.sleep(0.5)


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn SIGTERM, SIGHUP and Ctrl-C into StoppedError, so that everything is put away."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StoppedError

    before = {n: signal.signal(n, stop) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise_if_ended(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise DidNotStartError(f"{name} ended with status {child.returncode}; what it said stands above")


def _stop(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _end_with_us() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
