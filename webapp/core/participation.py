"""Who has begun, sent and delivered in a round: participation, never what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from webapp.core.alphabet import alphabetical
from webapp.core.municipality import Breakdown, Municipality
from webapp.core.submission import Status


@dataclass(frozen=True, slots=True)
class Participant:
    """One municipality of a round; ``statuses`` follow the order of the round's surveys."""

    municipality: Municipality
    statuses: tuple[Status, ...]

    @property
    def has_begun(self) -> bool:
        """Whether it has begun on any survey."""
        return any(status is not Status.NOT_STARTED for status in self.statuses)

    @property
    def has_delivered_all(self) -> bool:
        """Whether it has delivered every survey of the round."""
        return bool(self.statuses) and all(status is Status.DELIVERED for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Participation:
    """How many municipalities stand where in one survey."""

    counts: Mapping[Status, int]

    @property
    def invited(self) -> int:
        """How many were asked."""
        return sum(self.counts.values())

    @property
    def delivered_share(self) -> Fraction | None:
        """How large a share has delivered; None when nobody was asked."""
        return Fraction(self.counts[Status.DELIVERED], self.invited) if self.invited else None


@dataclass(frozen=True, slots=True)
class Sought:
    """What someone looks for in the list. ``survey`` is its place in the round: then ``status`` is of that survey alone."""

    groups: Mapping[Breakdown, str]
    status: Status | None = None
    survey: int | None = None
    words: str = ""


def participation(participants: Iterable[Participant], surveys: int) -> tuple[Participation, ...]:
    """Give how many stand where, for each of the round's ``surveys``."""
    rows = list(participants)
    counted = [Counter(row.statuses[place] for row in rows) for place in range(surveys)]
    return tuple(Participation({status: counts[status] for status in Status}) for counts in counted)


def found(participants: Iterable[Participant], sought: Sought) -> list[Participant]:
    """Give those that fit, in the order of the Norwegian alphabet, two of one name by number."""
    fitting = [row for row in participants if _fits(row, sought)]
    return sorted(fitting, key=lambda row: (alphabetical(row.municipality.label), row.municipality.number))


def _fits(row: Participant, sought: Sought) -> bool:
    place = row.municipality
    if any(place.groups.get(breakdown) != code for breakdown, code in sought.groups.items()):
        return False
    asked: Sequence[Status] = row.statuses if sought.survey is None else (row.statuses[sought.survey],)
    if sought.status is not None and sought.status not in asked:
        return False
    words = sought.words.strip()
    if words.isascii() and words.isdigit():
        return place.number.startswith(words)
    wanted = alphabetical(words)[0]
    return any(wanted in alphabetical(name)[0] for name in (place.label, place.official_name))
