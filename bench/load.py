"""Many clients at once, each as cheap as can be: bytes made beforehand, sent over a fresh connection."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from bench.figures import percentile
from bench.servers import HOST
from bench.visitor import Pairs, UnexpectedAnswerError

Deed = Callable[[int, int], None]
"""What client ``n`` does the ``i``-th time."""


@dataclass(slots=True)
class Run:
    """What came of a load: how long each deed took, and how long it all lasted."""

    seconds: float = 0.0
    timings: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Deeds a second, all clients together."""
        return len(self.timings) / self.seconds

    def milliseconds(self, share: float) -> float:
        """Give a percentile of the deeds."""
        return percentile(self.timings, share) * 1000


def together(clients: int, seconds: float, deed: Deed) -> Run:
    """Let ``clients`` do the deed over and over for so many seconds; raises what the first of them that failed raised."""
    run, failures = Run(), list[BaseException]()
    start = time.perf_counter()
    end = start + seconds

    def work(client: int) -> None:
        own, turn = [], 0
        try:
            while (began := time.perf_counter()) < end:
                deed(client, turn)
                own.append(time.perf_counter() - began)
                turn += 1
        except BaseException as error:  # noqa: BLE001 -- raised again below, in the thread that waits
            failures.append(error)
        run.timings.extend(own)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.seconds = time.perf_counter() - start
    if failures:
        raise failures[0]
    return run


@dataclass(frozen=True, slots=True)
class FormPost:
    """A form post as bytes, in which the id of the save is new each time."""

    port: int
    before: bytes
    after: bytes

    @classmethod
    def make(cls, port: int, path: str, values: Pairs, cookie: str = "") -> FormPost:
        """Make it of a form's values; a ``save_id`` among them is renewed each time it is sent."""
        mark = str(uuid4())
        body = urlencode([(name, mark if name == "save_id" else value) for name, value in values])
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\nAccept-Language: nb\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"{f'Cookie: {cookie}' if cookie else 'X-Nobody: 1'}\r\n\r\n"
        )
        before, _mark, after = (head + body).partition(mark)
        return cls(port, before.encode(), after.encode())

    def send(self) -> None:
        """Send it; raises UnexpectedAnswerError unless it is answered 303, which means it is saved."""
        save_id = str(uuid4()).encode() if self.after else b""
        answer = _exchange(self.port, self.before + save_id + self.after)
        if not answer.startswith(b"HTTP/1.1 303"):
            raise UnexpectedAnswerError(answer[:300].decode(errors="replace"))


def fetch(port: int, path: str, cookie: str = "") -> None:
    """Fetch a page; raises UnexpectedAnswerError unless it is answered 200."""
    asked = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\nAccept-Language: nb\r\n"
    answer = _exchange(port, (asked + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode())
    if not answer.startswith(b"HTTP/1.1 200"):
        raise UnexpectedAnswerError(answer[:300].decode(errors="replace"))


def _exchange(port: int, sent: bytes) -> bytes:
    with socket.create_connection((HOST, port), timeout=60) as connection:
        connection.sendall(sent)
        parts = []
        while part := connection.recv(1 << 16):
            parts.append(part)
    return b"".join(parts)
