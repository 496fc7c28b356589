"""Why an invitation could not be made or accepted, in words."""

from __future__ import annotations

from typing import assert_never

from flask_babel import gettext as _

from webapp.accounts.actions import Fault


def words_of(fault: Fault) -> str:
    """Say what is the matter and what to do."""
    match fault:
        case Fault.HAS_ROLE:
            return str(_("This person has that role already."))
        case Fault.INVITED_ALREADY:
            return str(
                _("This person has been invited to that role already. You can send the letter again below.")
            )
        case Fault.UNKNOWN:
            return str(
                _("The link is not whole. Copy all of it from the letter, or ask for a new invitation.")
            )
        case Fault.USED:
            return str(
                _("The invitation has been accepted already. Sign in with your e-mail address and password.")
            )
        case Fault.WITHDRAWN:
            return str(
                _("The invitation has been withdrawn. Ask the one who invited you if you should have access.")
            )
        case Fault.EXPIRED:
            return str(_("The time of the invitation is out. Ask the one who invited you to send it again."))
        case _:
            assert_never(fault)
