"""What may be shown of a whole release: the rules of measures.md A11, applied before anything is rounded or stored."""

from webapp.core.suppression.release import Figure, ProtectedRow, protect
from webapp.core.suppression.rules import Decision, DisclosureRules, MovementDecision, Reason
from webapp.core.tally import BREAKDOWNS

__all__ = [
    "BREAKDOWNS",
    "Decision",
    "DisclosureRules",
    "Figure",
    "MovementDecision",
    "ProtectedRow",
    "Reason",
    "protect",
]
