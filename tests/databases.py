"""Databases for tests: migrated and seeded once, then copied for each test, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, assert_never

from tests.postgres import Server, server
from tests.seed import seed
from webapp.store import database

Dialect = Literal["sqlite", "postgresql"]
Content = Literal["empty", "migrated", "seeded"]
DIALECTS: tuple[Dialect, ...] = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Filled:
    """What a room's tests all begin with: a seeded database that ``fill`` writes more into, once, given its address."""

    name: str
    fill: Callable[[str], None]


class Templates:
    """Makes each kind of database once, when it is first asked for, and hands out copies."""

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self._folder = folder
        self._closing = closing
        self._made: dict[tuple[Dialect, str], str] = {}
        self._server: Server | None = None

    @property
    def server(self) -> Server:
        """The PostgreSQL of this worker, started when first needed."""
        if self._server is None:
            self._server = self._closing.enter_context(server())
        return self._server

    @contextmanager
    def copy(self, dialect: Dialect, content: Content | Filled, folder: Path) -> Iterator[str]:
        """Give the address of a database of one's own; it is gone afterwards."""
        match dialect:
            case "sqlite":
                path = folder / "test.db"
                if content != "empty":
                    shutil.copyfile(self._template(dialect, content), path)
                yield f"sqlite:///{path}"
            case "postgresql":
                template = None if content == "empty" else self._template(dialect, content)
                name = self.server.create(template)
                try:
                    yield self.server.database(name)
                finally:
                    self.server.drop(name)
            case _:
                assert_never(dialect)

    def _template(self, dialect: Dialect, content: Content | Filled) -> str:
        key = (dialect, content.name if isinstance(content, Filled) else content)
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = self._make(dialect, content)
        return known

    def _make(self, dialect: Dialect, content: Content | Filled) -> str:
        match dialect:
            case "sqlite":
                name = str(self._folder / f"{content.name if isinstance(content, Filled) else content}.db")
                url = f"sqlite:///{name}"
            case "postgresql":
                name = self.server.create()
                self._closing.callback(self.server.drop, name)
                url = self.server.database(name)
            case _:
                assert_never(dialect)
        database.upgrade(url)
        if content != "migrated":
            seed(url)
        if isinstance(content, Filled):
            content.fill(url)  # and disconnects: PostgreSQL copies no database that someone is connected to
        return name
