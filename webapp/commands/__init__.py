"""What the operator runs: one module a noun, gathered here."""

from __future__ import annotations

import importlib
import sys

import click

MODULES = ("database", "demo", "doctor", "reference", "release", "report", "round", "routes", "serve", "surveys", "users", "worker", "bench")
"""Each holds one click command or group called ``command``; read only when it is asked for, so that --help stays quick."""

NAMES = {"database": "db"}


class _ByName(click.Group):
    """Finds a command in the module of its name, when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands there are."""
        del ctx
        return sorted(NAMES.get(module, module) for module in MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give the command called ``cmd_name``, or None."""
        del ctx
        for module in MODULES:
            if NAMES.get(module, module) == cmd_name:
                found: click.Command = importlib.import_module(f"webapp.commands.{module}").command
                return found
        return None


@click.command(cls=_ByName, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """Run Godpraksis: municipalities assess themselves, KS reads how good practice spreads."""


def main() -> None:
    """Run the command line; errors go to standard error in plain words, and the exit status is 0 only when all is well."""
    # Imported late: --help need not wait for the database.
    from webapp.settings import SettingsError  # noqa: PLC0415  slow import
    from webapp.store.database import WrongRevisionError  # noqa: PLC0415  slow import

    try:
        cli()
    except (SettingsError, WrongRevisionError) as error:
        click.echo(f"godpraksis: {error}", err=True)
        sys.exit(1)
