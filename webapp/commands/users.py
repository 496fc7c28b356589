"""`godpraksis users`: invites the first people of an installation, and lists those there are."""

from __future__ import annotations

import json

import click
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from webapp import create_app
from webapp.accounts import actions, queries
from webapp.core.person import KS_ROLES, Role
from webapp.core.text import LANGUAGES, Language
from webapp.store.database import reading, writing
from webapp.web.languages import speaking


@click.group()
def users() -> None:
    """People who can sign in."""


@users.command()
@click.option("--email", required=True, help="Their e-mail address at work.")
@click.option("--name", required=True, help="What they are called.")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="What they may do."
)
@click.option("--municipality", help="The municipality's number; needed for a role in a municipality.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="The language of the letter; else the municipality's."
)
def invite(email: str, name: str, role: str, municipality: str | None, language: Language | None) -> None:
    """Invite someone: puts a letter in the outbox and prints the link that it carries.

    This is how the first administrator gets in.
    """
    chosen = Role(role)
    with create_app().app_context(), speaking(language or "nb"):
        address = _address(email)
        if chosen in KS_ROLES and municipality is not None:
            raise click.ClickException(
                _("The role %(role)s is held at KS, without a municipality.", role=role)
            )
        if chosen not in KS_ROLES and municipality is None:
            raise click.ClickException(
                _("The role %(role)s needs %(option)s with its number.", role=role, option="--municipality")
            )
        try:
            with writing() as session:
                place = None if municipality is None else queries.place(session, municipality)
                if municipality is not None and place is None:
                    raise click.ClickException(_("There is no municipality %(number)s.", number=municipality))
                spoken: Language = language or (None if place is None else place.language) or "nb"
                offer = actions.Offer(address, name, chosen, municipality, spoken)
                link = actions.invite(session, offer, by=None, by_name="")
        except actions.InvitationError as error:
            raise click.ClickException(_refusal(error.fault)) from None
    click.echo(link)


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="Write as JSON.")
def list_users(*, as_json: bool) -> None:
    """List those who have an account, with their roles."""
    with create_app().app_context(), reading() as session:
        people = queries.everyone(session)
    if as_json:
        click.echo(json.dumps([_as_json(account) for account in people], ensure_ascii=False, indent=2))
        return
    for account in people:
        roles = ", ".join(
            held.role if held.municipality is None else f"{held.role} {held.municipality}"
            for held in account.person.memberships
        )
        closed = "" if account.active else " (" + _("closed") + ")"
        click.echo(f"{account.person.email}\t{account.person.name}\t{roles}{closed}")


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError:
        raise click.ClickException(_("%(email)s is not an e-mail address.", email=email)) from None


def _refusal(fault: actions.Fault) -> str:
    if fault is actions.Fault.HAS_ROLE:
        return str(_("This person has that role already."))
    return str(_("This person has been invited to that role already, and the link still works."))


def _as_json(account: queries.Account) -> dict[str, object]:
    return {
        "id": account.person.id,
        "email": account.person.email,
        "name": account.person.name,
        "language": account.person.language,
        "active": account.active,
        "roles": [
            {"role": held.role, "municipality": held.municipality} for held in account.person.memberships
        ],
    }
