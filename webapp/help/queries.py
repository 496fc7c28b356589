"""The guides: which there are, whom each is for, and what it is put together from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

from webapp.core.person import Person, Role
from webapp.core.text import Language
from webapp.web.words import Words
from webapp.web.words import lazy_gettext as _l

FOLDER: Final = Path(__file__).parent / "guides"


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide. ``key`` stands in its address, ``parts`` are files in the folder of each language, in order."""

    key: str
    title: Words
    lead: Words
    parts: tuple[str, ...]
    role: Role | None = None

    def text(self, language: Language) -> Markup:
        """Give the guide as HTML in ``language``."""
        return Markup("\n").join(_part(language, part) for part in self.parts)


GUIDES: Final[Mapping[str, Guide]] = {
    guide.key: guide
    for guide in (
        Guide(
            "svaransvarlig",
            _l("Guide for the coordinator"),
            _l("You own the municipality’s answers, get the right people to answer, and send for approval."),
            ("coordinator", "answering", "seeing"),
            Role.COORDINATOR,
        ),
        Guide(
            "medsvarer",
            _l("Guide for the contributor"),
            _l("You answer what you know best, together with colleagues."),
            ("contributor", "answering", "seeing"),
            Role.CONTRIBUTOR,
        ),
        Guide(
            "godkjenner",
            _l("Guide for the approver"),
            _l(
                "You look through the answers on behalf of the municipality, and deliver them or send them back."
            ),
            ("approver", "seeing"),
            Role.APPROVER,
        ),
        Guide(
            "radgiver",
            _l("Guide for the adviser at KS"),
            _l("You run rounds, follow who takes part, and read what the municipalities answered, together."),
            ("adviser",),
            Role.ADVISER,
        ),
        Guide(
            "skjemaforfatter",
            _l("Guide for the survey author"),
            _l("You write surveys in both written languages."),
            ("author",),
            Role.AUTHOR,
        ),
        Guide(
            "administrator",
            _l("Guide for the administrator at KS"),
            _l("You let people in: each municipality’s first coordinator, and colleagues at KS."),
            ("administrator",),
            Role.ADMINISTRATOR,
        ),
        Guide(
            "tall",
            _l("How the figures are made"),
            _l("What is counted, what the words and signs mean, and what is hidden and why."),
            ("figures",),
        ),
    )
}
"""Every guide by its key, in the order in which they are shown."""


def own_first(person: Person | None) -> tuple[list[Guide], list[Guide]]:
    """Give the guides of the roles that ``person`` holds, and the others."""
    own = [g for g in GUIDES.values() if person is not None and g.role is not None and person.has(g.role)]
    return own, [g for g in GUIDES.values() if g not in own]


@cache
def _part(language: Language, name: str) -> Markup:
    """Read one part; the files are ours, so their HTML is taken as it stands."""
    return Markup((FOLDER / language / f"{name}.html").read_text(encoding="utf-8"))  # noqa: S704  our own file
