"""The pages on which an adviser runs rounds."""

from webapp.rounds.views import board, listing, planning, running
from webapp.rounds.views.room import blueprint

__all__ = ["blueprint", "board", "listing", "planning", "running"]
