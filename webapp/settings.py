"""Every setting, read once from the environment and checked at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "GODPRAKSIS_"
VERSION = "0.1.0"
"""The product's version; setup.cfg says the same (a test compares)."""
LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


class SettingsError(Exception):
    """A setting is missing or cannot be understood; the message names it and says what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can choose. Each field is the environment variable ``GODPRAKSIS_<FIELD IN CAPITALS>``."""

    database_url: str = field(
        default="", metadata={"help": "SQLAlchemy address of the database; empty: SQLite in the data folder"}
    )
    data: Path = field(
        default=Path("data"), metadata={"help": "folder for the SQLite database and the job queue"}
    )
    secret_key: str = field(
        default="", metadata={"help": "at least 32 characters; signs sessions and encrypts kept posts"}
    )
    password_salt: str = field(default="", metadata={"help": "at least 16 characters; used with argon2"})
    base_url: str = field(
        default="http://127.0.0.1:8000", metadata={"help": "the address people use; https except on loopback"}
    )
    demo: bool = field(
        default=False, metadata={"help": "synthetic data: labelled on every page, letters readable on a page"}
    )
    trusted_proxies: int = field(
        default=0, metadata={"help": "how many proxies in front set X-Forwarded-For, -Proto and -Host"}
    )
    accessibility_statement_url: str = field(
        default="https://uustatus.no/nb", metadata={"help": "this installation's accessibility statement"}
    )
    contact_email: str = field(
        default="godpraksis@example.no", metadata={"help": "where people can ask for help"}
    )
    session_idle_minutes: int = field(
        default=30, metadata={"help": "signed out after so long without a request"}
    )
    session_minutes: int = field(
        default=120, metadata={"help": "signed out after so long in all (Ansattporten's limit)"}
    )
    sign_in_attempts: int = field(
        default=10, metadata={"help": "failed sign-ins per address and quarter of an hour before a pause"}
    )
    max_request_bytes: int = field(default=2_000_000, metadata={"help": "largest form or upload accepted"})
    pool_size: int = field(default=2, metadata={"help": "database connections kept per process (PostgreSQL)"})
    log_level: str = field(default="INFO", metadata={"help": "DEBUG, INFO, WARNING or ERROR"})

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from ``environment`` (the process's own when None).

        Raises SettingsError when a value cannot be understood or the combination is unsafe.
        """
        env = os.environ if environment is None else environment
        given: dict[str, object] = {}
        for setting in fields(cls):
            raw = env.get(PREFIX + setting.name.upper())
            if raw is not None and raw != "":
                given[setting.name] = _understood(setting.name, raw, type(setting.default))
        unknown = sorted(
            name
            for name in env
            if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in _names(cls)
        )
        if unknown:
            msg = f"unknown setting {unknown[0]}; docs/settings.md lists those there are"
            raise SettingsError(msg)
        made = cls(**given)  # type: ignore[arg-type]  # each value was made of its field's type above
        made._check_words()
        return made

    def _check_words(self) -> None:
        """Raise SettingsError for an address of a database or a level that nothing here understands."""
        kind = urlsplit(self.database).scheme.partition("+")[0]
        if kind not in {"sqlite", "postgresql"}:
            msg = f"{PREFIX}DATABASE_URL must begin with postgresql:// or sqlite:///"
            raise SettingsError(msg)
        if self.log_level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            msg = f"{PREFIX}LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not {self.log_level!r}"
            raise SettingsError(msg)

    @property
    def database(self) -> str:
        """The database's address, with the embedded SQLite as default."""
        return self.database_url or f"sqlite:///{self.data.absolute() / 'godpraksis.db'}"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the product over https."""
        return urlsplit(self.base_url).scheme == "https"

    def check_serving(self) -> None:
        """Raise SettingsError if it would be unsafe to serve people with these settings."""
        if len(self.secret_key) < 32:
            msg = f"{PREFIX}SECRET_KEY must have at least 32 characters"
            raise SettingsError(msg)
        if len(self.password_salt) < 16:
            msg = f"{PREFIX}PASSWORD_SALT must have at least 16 characters"
            raise SettingsError(msg)
        if not self.is_secure and not self.demo and urlsplit(self.base_url).hostname not in LOOPBACK:
            msg = f"{PREFIX}BASE_URL must be https when it is not on this machine"
            raise SettingsError(msg)


def _names(cls: type[Settings]) -> set[str]:
    return {setting.name for setting in fields(cls)}


def _understood(name: str, raw: str, kind: type) -> object:
    """Turn the text ``raw`` into a ``kind``; raise SettingsError if it is not one."""
    variable = PREFIX + name.upper()
    if kind is bool:
        if raw.lower() in {"1", "true", "yes", "on"}:
            return True
        if raw.lower() in {"0", "false", "no", "off"}:
            return False
        msg = f"{variable} must be 1 or 0, not {raw!r}"
        raise SettingsError(msg)
    if kind is int:
        try:
            return int(raw)
        except ValueError:
            msg = f"{variable} must be a whole number, not {raw!r}"
            raise SettingsError(msg) from None
    if issubclass(kind, Path):
        return Path(raw)
    return raw
