"""`godpraksis bench`: measures the product beside the least there is to do, and prints a line of JSON for each figure."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
MEASURES = ("responses", "saving", "releases", "memory")
"""Modules of the bench folder that have ``measure(quick)``, in the order in which they run."""


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1, type=click.Choice(MEASURES))
@click.option("--quick", is_flag=True, help="A rough run, to see that it works; the figures say little.")
def bench(names: tuple[str, ...], *, quick: bool) -> None:
    """Measure responses, saving, releases and memory, or only NAME...; docs/performance.md says how."""
    if not (ROOT / "bench" / "figures.py").is_file() or not (ROOT / "tests" / "postgres.py").is_file():
        click.echo("godpraksis: bench runs in a checkout, which this is not", err=True)
        raise SystemExit(1)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    for name in names or MEASURES:
        for figure in importlib.import_module(f"bench.{name}").measure(quick):
            click.echo(figure.line())
            sys.stdout.flush()
