"""What is locked when a round opens: which small figures are hidden, from which level a practice counts, who reads what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from webapp.core.suppression.rules import DisclosureRules
from webapp.core.survey import ADOPTED_FROM


@dataclass(frozen=True, slots=True)
class RoundRules:
    """The rules of one round (measures.md A11).

    ``advisers_read_delivered``: whether KS advisers may read delivered answers by name; drafts they never read.
    ``adopted_from`` is one and the same for every round, and kept with it so that an old round can be read as it was.
    """

    disclosure: DisclosureRules = field(default_factory=DisclosureRules)
    advisers_read_delivered: bool = False
    adopted_from: int = ADOPTED_FROM

    def to_json(self) -> dict[str, Any]:  # Any: JSON, as it goes into a JSON column
        """Give what is kept on the round."""
        return {
            "disclosure": asdict(self.disclosure),
            "adopted_from": self.adopted_from,
            "audience": {"advisers_read_delivered": self.advisers_read_delivered},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:  # Any: JSON, as it comes from a JSON column
        """Read back what ``to_json`` gave; what is not there has its default. Raises ValueError for rules that hide nothing."""
        known = {each.name for each in fields(DisclosureRules)}
        disclosure = {name: int(n) for name, n in kept.get("disclosure", {}).items() if name in known}
        return cls(
            disclosure=DisclosureRules(**disclosure),
            advisers_read_delivered=kept.get("audience", {}).get("advisers_read_delivered") is True,
            adopted_from=int(kept.get("adopted_from", ADOPTED_FROM)),
        )
