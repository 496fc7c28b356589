"""Bodies of jobs for the tests, and a worker process that knows them."""

import os
import signal
import sys
import time
from pathlib import Path

from webapp.jobs import N_, CannotBeDoneError, Note, progress, register
from webapp.jobs.worker import work
from webapp.settings import Settings
from webapp.store.database import connect, use


@register("test.write")
def write(path: str) -> dict[str, str]:
    """Add a line to a file."""
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("once\n")
    progress(2, 2, Note(N_("Counted %(number)s answers"), {"number": 7}))
    return {"path": path}


@register("test.stumble", attempts=2)
def stumble(path: str) -> None:
    """Go wrong every time."""
    write(path)
    raise ValueError("as always")


@register("test.refuse")
def refuse() -> None:
    """Be something that cannot be done."""
    raise CannotBeDoneError(N_("The round %(round)s is still open."), round="2025")


@register("test.die_first")
def die_first(path: str) -> None:
    """Take the whole worker down the first time, as a lack of memory does."""
    first = not Path(path).exists()
    write(path)
    if first:
        os.kill(os.getpid(), signal.SIGKILL)


@register("test.take_long")
def take_long(path: str, seconds: float) -> None:
    """Say that it has begun, take its time, and say that it is done."""
    write(path)
    time.sleep(seconds)
    write(path)


def main() -> None:
    """Be a worker on the database and the data folder that the environment names."""
    settings = Settings.read()
    use(connect(settings.database))
    work(settings, grace=int(sys.argv[1]) if len(sys.argv) > 1 else 30)


if __name__ == "__main__":
    main()
