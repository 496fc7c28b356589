"""What stops a command, in words for an operator: a setting, the database, a folder or the disk."""

from __future__ import annotations

import errno

from sqlalchemy.exc import SQLAlchemyError

from webapp.settings import Settings, SettingsError
from webapp.store.database import WrongRevisionError


def in_plain_words(error: Exception) -> str | None:
    """Say what is wrong and where; None for an error that no operator can mend."""
    match error:
        case SettingsError() | WrongRevisionError():
            return str(error)
        case SQLAlchemyError():
            first = str(getattr(error, "orig", None) or error).strip()
            where = (
                Settings.read().database if "unable to open database file" in first else ""
            )  # SQLite does not say
            return f"the database could not be used: {first} {where}".rstrip()
        case OSError() if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return f"the disk is full: {error.filename or error.strerror}"
        case OSError() if error.filename is not None:
            return f"{error.filename}: {(error.strerror or str(error)).lower()}"
        case _:
            return None
