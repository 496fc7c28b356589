"""What Flask-Security says, in our words; its own catalogues have no Norwegian."""

from __future__ import annotations

from typing import Final

from flask_babel import get_domain
from flask_security.babel import FsDomain


def N_(message: str) -> str:  # noqa: N802  the name that message extraction knows
    """Mark a text for translation where it is shown."""
    return message


ELSE: Final = (N_("That could not be done. Go back and try again."), "danger")
"""For what no page of ours can say, because the feature is off."""

MESSAGES: Final = {
    "ANONYMOUS_USER_REQUIRED": (N_("You are signed in already."), "info"),
    "API_ERROR": (N_("Something in what your browser sent was not as it should be."), "danger"),
    "DISABLED_ACCOUNT": (N_("The e-mail address and the password do not fit together."), "danger"),
    "EMAIL_NOT_PROVIDED": (N_("Write your e-mail address."), "danger"),
    "FORGOT_PASSWORD": (N_("Forgotten your password?"), "info"),
    "GENERIC_AUTHN_FAILED": (N_("The e-mail address and the password do not fit together."), "danger"),
    "INVALID_EMAIL_ADDRESS": (N_("Write an e-mail address such as name@municipality.no."), "danger"),
    "INVALID_PASSWORD": (N_("The password is not right."), "danger"),
    "INVALID_REDIRECT": (N_("Something in what your browser sent was not as it should be."), "danger"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        N_("The link has been used already, or was not copied whole. You can ask for a new letter here."),
        "warning",
    ),
    "PASSWORD_CHANGE": (
        N_("Your password has been changed. Other devices that were signed in as you have been signed out."),
        "success",
    ),
    "PASSWORD_INVALID_LENGTH": (N_("The password must have at least %(length)s characters."), "danger"),
    "PASSWORD_IS_THE_SAME": (N_("The new password must be another than the one you have."), "danger"),
    "PASSWORD_MISMATCH": (N_("The two passwords are not alike."), "danger"),
    "PASSWORD_NOT_PROVIDED": (N_("Write the password."), "danger"),
    "PASSWORD_RESET_EXPIRED": (
        N_("The time of the link is out. You can ask for a new letter here."),
        "warning",
    ),
    "PASSWORD_RESET_NO_LOGIN": (N_("Your new password is saved. Sign in with it."), "success"),
    "PASSWORD_RESET_REQUEST": (
        N_(
            "If %(email)s is the address of someone here, a letter is on its way to it, with a link to choose a new "
            "password."
        ),
        "info",
    ),
    "PAUSED": (
        N_(
            "There have been too many attempts. Wait a quarter of an hour and try again, or ask for a new password."
        ),
        "danger",
    ),
    "RETYPE_PASSWORD_MISMATCH": (N_("The two passwords are not alike."), "danger"),
    "UNAUTHENTICATED": (N_("Sign in to see this page."), "info"),
    "USER_DOES_NOT_EXIST": (N_("The e-mail address and the password do not fit together."), "danger"),
}


class OurDomain(FsDomain):
    """Flask-Security's texts, looked up in our catalogues."""

    def get_translations(self) -> object:
        """Give the messages of the language that is current."""
        return get_domain().get_translations()
