"""The pages on which advisers compile, write in and take away reports."""

from webapp.reports.views import files, listing, shown, writing
from webapp.reports.views.room import blueprint

__all__ = ["blueprint", "files", "listing", "shown", "writing"]
