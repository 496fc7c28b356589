"""A release of a national round: making it, reading one of its pages, drawing its charts, setting its report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

import psycopg
import typst
from sqlalchemy.engine import make_url

from bench import servers
from bench.figures import Figure, Measured, percentile
from bench.load import fetch
from bench.processes import cpu_seconds
from bench.round import sign_in_cookie
from webapp import create_app
from webapp.aggregates import figures as door
from webapp.aggregates.tasks import draw as draw_release
from webapp.core.text import LANGUAGES
from webapp.jobs import queue
from webapp.rehearsal.building import REPORTED_SURVEY, build, load_shipped
from webapp.rehearsal.people import create_people
from webapp.rehearsal.places import neighbours
from webapp.rehearsal.rounds import SEED, YEARS, Played, Stage, play_closed_round
from webapp.reports.actions import build as set_report
from webapp.reports.actions import lacking_charts, make_report
from webapp.store import database
from webapp.store.boundaries import read_boundaries
from webapp.store.definitions import read_surveys
from webapp.store.reference import read_reference

KEY: Final = "2025"
ADVISER: Final = "radgiver@example.no"
FEW: Final = frozenset({"0301", "1103", "3301", "3303", "4601", "4640", "5001", "5501", "1508", "1580"})
"""Municipalities of a quick run; figures of so few say nothing of a national round."""
_ANSWERS: Final = """
    SELECT a.revision_id, a.item_key, a.state, a.level, a.number, a.choice, a.choices
    FROM answer a JOIN revision v ON v.id = a.revision_id JOIN submission s ON s.id = v.submission_id
    JOIN round_survey rs ON rs.id = s.round_survey_id JOIN round r ON r.id = rs.round_id
    WHERE r.key IN ('2024', '2025')
"""


@dataclass(frozen=True, slots=True)
class _Made:
    number: int
    rows: int
    seconds: float
    peak: float


def measure(quick: bool) -> Iterator[Measured]:  # noqa: FBT001 -- every measure takes it
    """Give the time and memory of making a release, then its page, its charts and its report."""
    with servers.database() as kept, servers.settings_for(kept.url) as environment:
        settings = servers.settings_in(environment)
        database.upgrade(settings.database)
        app = create_app(settings)
        queue.use(None)  # no worker runs here
        with app.app_context():
            if quick:
                _play_few()
            else:
                build(now=datetime.now(UTC))
        made = _create(environment)
        yield _creating(kept.url, made)
        with app.app_context():
            cookie = sign_in_cookie(settings, ADVISER)
            report = _report(made.number, REPORTED_SURVEY if quick else None)
            only = {name for each in LANGUAGES for name in lacking_charts(report, each)} if quick else None
            start = perf_counter()
            drawn = draw_release(made.number, only=only)
            yield _drawing(drawn, perf_counter() - start)
            yield _reporting(made.number, report)
            page = _page(made.number)
        yield _reading(environment, kept.pid, page, cookie, 20 if quick else 150)
        database.in_use().engine.dispose()


def _play_few() -> None:
    """Play the rounds in a few municipalities, and make no release."""
    load_shipped(datetime(YEARS[0], 11, 1, tzinfo=UTC))
    beside = neighbours(read_boundaries())
    played = Played()
    with database.writing() as session:
        hands = create_people(session, None)
        stage = Stage(SEED, read_reference(), read_surveys().surveys, beside, FEW, hands)
        for year in YEARS:
            played = play_closed_round(session, stage, year, played)


def _report(number: int, survey_key: str | None) -> int:
    with database.writing() as session:
        return make_report(session, number, survey_key, by=None, now=datetime.now(UTC))


def _create(environment: Mapping[str, str]) -> _Made:
    """Run the operator's own command, and read what it used from the kernel."""
    command = [
        sys.executable,
        "-c",
        "from webapp.commands import main; main()",
        "release",
        "create",
        KEY,
        "--json",
    ]
    start = perf_counter()
    with subprocess.Popen(
        command, cwd=servers.ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True
    ) as run:
        said = run.stdout.read() if run.stdout is not None else ""
        _pid, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        msg = f"release create ended with {run.returncode}"
        raise RuntimeError(msg)
    told = json.loads(said)
    return _Made(told["release"], told["rows"], perf_counter() - start, used.ru_maxrss / 1024)


def _creating(url: str, made: _Made) -> Figure:
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT set_config('godpraksis.scope', 'all', true)")
        start = perf_counter()
        answers = len(connection.execute(_ANSWERS).fetchall())
        bare = perf_counter() - start
        asked = connection.execute(
            "SELECT count(*) FROM round_municipality m JOIN round r ON r.id = m.round_id WHERE r.key = %s",
            (KEY,),
        ).fetchone()
    return Figure(
        name="release.create",
        value=made.seconds,
        unit="s, the whole command",
        against="fetching the answers of the round and the one before with bare psycopg",
        against_value=bare,
        more={
            "peak_memory_mb": made.peak,
            "municipalities": asked[0] if asked else 0,
            "answers": answers,
            "rows": made.rows,
        },
    )


def _drawing(drawn: int, seconds: float) -> Figure:
    # Imported late: a run of other figures need not wait for it.
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure as Drawing  # noqa: PLC0415

    took = []
    for _ in range(9):
        start = perf_counter()
        figure = Drawing(figsize=(6, 4))
        figure.add_subplot().barh([f"Gruppe {n}" for n in range(8)], list(range(8)))
        with tempfile.TemporaryFile() as file:
            FigureCanvasSVG(figure).print_svg(file)  # type: ignore[no-untyped-call]  # matplotlib's canvases carry no types
        took.append(perf_counter() - start)
    return Figure(
        name="release.charts",
        value=seconds / max(drawn, 1),
        unit="s a chart",
        against="a bare matplotlib bar chart of eight bars",
        against_value=percentile(took, 0.5),
        more={"charts": drawn, "seconds": seconds},
    )


def _reporting(number: int, report: int) -> Figure:
    now = datetime.now(UTC)
    start = perf_counter()
    sizes = [len(set_report(report, language, now=now).content) for language in LANGUAGES]
    seconds = perf_counter() - start
    drawings = _drawings(number)
    start = perf_counter()
    for _ in LANGUAGES:
        _set_barely(drawings)
    return Figure(
        name="release.report",
        value=seconds,
        unit="s for the report in both forms",
        against=f"typst setting {len(drawings)} of the release's charts and nothing else, twice",
        against_value=perf_counter() - start,
        more={"kilobytes": [size // 1024 for size in sizes]},
    )


def _set_barely(drawings: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for place, drawing in enumerate(drawings):
            (Path(folder) / f"{place}.svg").write_bytes(drawing)
        source = "\n".join(f'#image("{place}.svg")' for place in range(len(drawings)))
        (Path(folder) / "main.typ").write_text(source, encoding="utf-8")
        typst.compile(str(Path(folder) / "main.typ"))


def _reading(environment: dict[str, str], postgres: int, page: str, cookie: str, times: int) -> Figure:
    with servers.serving(environment) as ours, servers.serving(environment, servers.BARE) as bare:
        for _ in range(6):  # both workers have read what they keep
            fetch(ours.port, page, cookie)
            fetch(bare.port, "/")
        start = cpu_seconds(ours.pid, postgres)
        for _ in range(times):
            fetch(ours.port, page, cookie)
        used = (cpu_seconds(ours.pid, postgres) - start) / times
        start = cpu_seconds(bare.pid, postgres)
        for _ in range(times):
            fetch(bare.port, "/")
        bare_used = (cpu_seconds(bare.pid, postgres) - start) / times
        draws = any("matplotlib" in Path(f"/proc/{pid}/maps").read_text() for pid in ours.workers)
    return Figure(
        name="release.item_page",
        value=used * 1000,
        unit="ms of server CPU, database included",
        against="a bare Flask page of ten questions",
        against_value=bare_used * 1000,
        more={"pages": times, "drawing_library_in_a_worker": draws},
    )


def _page(number: int) -> str:
    with database.reading() as session:
        found = door.release(session, number)
        if found is None:
            msg = f"there is no release {number}"
            raise RuntimeError(msg)
        subject = next(s for s in door.contents(session, found).subjects.values() if s.item is not None)
        key = subject.item.key if subject.item is not None else ""
        return f"/nb/resultater/{number}/sporsmal/{subject.survey.key}/{key}"


def _some(number: int, subjects: int = 4) -> list[str]:
    """Give the names of the charts of the first few subjects."""
    with database.reading() as session:
        found = door.release(session, number)
        known = list(door.contents(session, found).subjects.values()) if found is not None else []
    return [
        door.file_name(s.labels, picture) for s in known[:subjects] for picture in door.pictures_of(s.labels)
    ]


def _drawings(number: int) -> list[bytes]:
    """Give a good many charts, as they are kept."""
    names = _some(number, 30)
    with database.reading() as session:
        found = door.release(session, number)
        if found is None:
            return []
        return [
            f.content
            for f in door.files(session, found.id, names, "nb", with_content=True).values()
            if f.content
        ]
