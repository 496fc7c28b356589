"""What an adviser fills in about a round."""

from webapp.rounds.forms.moments import DeadlineForm, deadline_values
from webapp.rounds.forms.planning import RoundForm, proposed, values_of

__all__ = ["DeadlineForm", "RoundForm", "deadline_values", "proposed", "values_of"]
