"""Our people as Flask-Security knows users: read in one statement, and kept without a session of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import current_app
from flask_babel import gettext as _
from flask_security import MailUtil, RoleMixin, UserDatastore, UserMixin
from flask_security.mail_util import EmailValidateException
from flask_security.utils import get_message
from sqlalchemy import update

from webapp import mail
from webapp.accounts import queries
from webapp.core.person import Person
from webapp.store import audit
from webapp.store.database import looking_up, writing
from webapp.store.tables import Person as PersonRow
from webapp.web.errors import refuse
from webapp.web.languages import current

NOBODY = 0
"""The id of the stand-in for an address that nobody here has."""


class PersonUser(UserMixin):
    """One who is signing in or signed in. ``person`` is what the rest of the house sees of them."""

    fs_uniquifier: str = ""
    roles: list[RoleMixin] = []  # noqa: RUF012  Flask-Security's own roles are not used: ours have a municipality

    def __init__(self, account: queries.Account) -> None:
        self.person: Person = account.person
        self.id = account.person.id
        self.email = account.person.email
        self.active = account.active
        self.password = account.password
        self.fs_uniquifier = account.uniquifier
        self.kept_password = account.password
        self.kept_uniquifier = account.uniquifier

    @classmethod
    def stand_in(cls, email: str) -> PersonUser:
        """Give a user for an address that nobody has, so that asking takes the same work and time (PITFALLS 33)."""
        person = Person(NOBODY, email, email, None, ())
        return cls(
            queries.Account(
                person, current_app.extensions["no_password"], active=True, uniquifier=uuid4().hex
            )
        )


class NoRole(RoleMixin):
    """Flask-Security wants a class for roles; there is never an instance."""


class People(UserDatastore):
    """The door between Flask-Security and our tables.

    A user is a value, read in a block of its own and closed at once. ``put`` writes a changed password, with its
    letter and its line in the log, in one writing() block; ``commit`` has nothing left to do. So there is no session
    per request and no second place that commits (docs/decisions/0002).
    """

    def __init__(self) -> None:
        super().__init__(PersonUser, NoRole)

    def find_user(self, case_insensitive: bool = False, **kwargs: object) -> PersonUser | None:  # noqa: FBT001, FBT002  Flask-Security's signature
        """Give the user with this ``email``, ``fs_uniquifier`` or ``id``; None when there is none."""
        del case_insensitive  # addresses are kept in lower case
        with looking_up() as session:
            match kwargs:
                case {"fs_uniquifier": str(name)}:
                    found = queries.account_named(session, name)
                case {"email": str(email)}:
                    found = queries.account_with_email(session, email)
                case {"id": int(person)}:
                    found = queries.account(session, person)
                case _:
                    found = None
        return None if found is None else PersonUser(found)

    def find_role(self, role: str) -> None:
        """Give nothing: our roles are in core.person."""
        del role

    def put(self, user: PersonUser) -> PersonUser:
        """Keep a changed password.

        With a new ``fs_uniquifier`` someone chose it, which signs out every device, and a letter tells them;
        without, the same password was only hashed anew at sign-in. The earlier one is in the WHERE: of two resets
        with one link, the second is refused with 409.
        """
        if (user.password, user.fs_uniquifier) == (user.kept_password, user.kept_uniquifier):
            return user
        now = datetime.now(UTC)
        with writing() as session:
            done = session.execute(
                update(PersonRow)
                .where(PersonRow.id == user.id, PersonRow.fs_uniquifier == user.kept_uniquifier)
                .values(password=user.password, fs_uniquifier=user.fs_uniquifier)
                .returning(PersonRow.id)
            ).one_or_none()
            if done is None:
                refuse(
                    409, _("The password was changed from somewhere else just now. Sign in with the new one.")
                )
            if user.fs_uniquifier != user.kept_uniquifier:
                audit.record(session, "password.changed", by=user.id, at=now, subject=f"person {user.id}")
                mail.post(session, _recipient(user), "accounts/password_changed", at=now)
        user.kept_password, user.kept_uniquifier = user.password, user.fs_uniquifier
        return user

    def commit(self) -> None:
        """Do nothing: ``put`` has written."""


class Post(MailUtil):
    """Flask-Security's letters, through our outbox; addresses in lower case, and no look-ups in the network."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,  # noqa: ANN401  whatever Flask-Security wanted to tell its own template
    ) -> None:
        """Put the letter about a new password in the outbox; for a stand-in it is written and thrown away."""
        del subject, recipient, sender, body, html
        if template != "password_reset":
            msg = f"there is no letter for {template}"
            raise ValueError(msg)
        user: PersonUser = kwargs["user"]
        to = _recipient(user)
        link = mail.link("security.reset_password", to.language, token=kwargs["reset_token"])
        hours = int(current_app.config["SECURITY_RESET_PASSWORD_WITHIN"].total_seconds() // 3600)
        with writing() as session:
            if user.id == NOBODY:
                mail.write(to, "accounts/password_reset", link=link, hours=hours)
            else:
                mail.post(session, to, "accounts/password_reset", link=link, hours=hours)

    def normalize(self, email: str) -> str:
        """Give the address as we keep it. Raises EmailValidateException when it is none."""
        try:
            normal: str = super().normalize(email.strip())
        except ValueError:
            raise EmailValidateException(get_message("INVALID_EMAIL_ADDRESS")[0]) from None
        return normal.lower()

    def validate(self, email: str) -> str:
        """Give the address as we keep it; whether it can receive mail is not asked of the network."""
        return self.normalize(email)


def _recipient(user: PersonUser) -> mail.Recipient:
    return mail.Recipient(
        user.id or None, user.person.name, user.person.email, user.person.language or current()
    )
