"""What the operator runs: one module a noun, gathered here."""

from __future__ import annotations

import importlib
import sys

import click

COMMANDS = {
    "bench": ("bench", "bench"),
    "db": ("db", "db"),
    "demo": ("demo", "demo"),
    "doctor": ("doctor", "doctor"),
    "reference": ("reference", "reference"),
    "release": ("release", "release"),
    "report": ("report", "report"),
    "round": ("rounds", "rounds"),
    "routes": ("routes", "routes"),
    "serve": ("serve", "serve"),
    "surveys": ("surveys", "surveys"),
    "users": ("users", "users"),
    "worker": ("worker", "worker"),
}
"""What is typed, and the module and name it stands under; read only when asked for, so that --help stays quick."""


class _ByName(click.Group):
    """Finds a command in its module, when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands there are."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give the command called ``cmd_name``, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found: click.Command = getattr(importlib.import_module(f"webapp.commands.{module}"), name)
        return found


@click.command(
    cls=_ByName, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
def cli() -> None:
    """Run Godpraksis: municipalities assess themselves, KS reads how good practice spreads."""


def main() -> None:
    """Run the command line; errors go to standard error in plain words, and the exit status is 0 only when all is well."""
    try:
        cli()
    except Exception as error:
        # Imported late: --help need not wait for the database.
        from webapp.commands.plain_words import in_plain_words  # noqa: PLC0415  slow import

        words = in_plain_words(error)
        if words is None:
            raise  # a fault of ours: whoever mends it needs the whole of it
        click.echo(f"godpraksis: {words}", err=True)
        sys.exit(1)
