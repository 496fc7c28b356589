"""The words of the error pages: for each status a title, what happened, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from flask_babel.speaklater import LazyString

from webapp.web.words import lazy_gettext as _l


class Words(NamedTuple):
    """What one error page says."""

    title: LazyString
    happened: LazyString
    advice: LazyString


_REFUSED: Final = Words(
    _l("We could not do that"),
    _l("The request could not be carried out."),
    _l("Go back and try again, or start from the front page."),
)
_OURS: Final = Words(
    _l("Something went wrong at our end"),
    _l("We did not foresee this, and it has been logged."),
    _l("Try again. If it keeps happening, write to us and give the reference."),
)
_BY_STATUS: Final[Mapping[int, Words]] = {
    400: Words(
        _l("We could not understand the request"),
        _l("Something in what your browser sent was not as it should be."),
        _l("Go back, open the page again and try once more."),
    ),
    403: Words(
        _l("This is not open to you"),
        _l("You are signed in, but your role does not include this page."),
        _l("If you think you should have access, ask the one who invited you."),
    ),
    404: Words(
        _l("The page is not here"),
        _l("There is nothing at this address, or it is not yours to see."),
        _l("Check the address, or start from the front page."),
    ),
    405: Words(
        _l("This address cannot be used that way"),
        _l("The address takes part in a form and is no page of its own."),
        _l("Go back to the page you came from, or start from the front page."),
    ),
    409: Words(
        _l("Someone else has changed this"),
        _l("It was changed after you opened the page, and nothing of yours has been written over theirs."),
        _l("Go back, open the page again and look at what stands there now."),
    ),
    410: Words(
        _l("The link no longer works"),
        _l("The link has been used already, or its time is out."),
        _l("Ask for a new one where you got this one."),
    ),
    413: Words(
        _l("This is too large"),
        _l("What you sent is larger than we can take."),
        _l("Shorten the text or choose a smaller file. Nothing has been saved."),
    ),
    422: Words(
        _l("Something needs to be put right"),
        _l("What you sent could not be used as it is."),
        _l("Go back and look over what you filled in."),
    ),
    429: Words(
        _l("Too many attempts"),
        _l("There have been too many attempts in a short time."),
        _l("Wait a quarter of an hour and try again."),
    ),
    503: Words(
        _l("We cannot save or show this right now"),
        _l("The database does not answer, or it has no room left. Nothing has been saved from this page."),
        _l("Wait half a minute and try again. The fault is ours, and those who run the service are told."),
    ),
}


def words_for(status: int) -> Words:
    """Give the words for a status; those we have none for get the general ones for our fault or the request's."""
    return _BY_STATUS.get(status, _REFUSED if status < 500 else _OURS)
