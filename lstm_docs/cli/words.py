"""`words`: the table of what readers see, to be said in another language."""

from __future__ import annotations

import click

from ..words import LANGUAGES, table_of


@click.command(epilog="Example: lstm-docs words > my.yml")
@click.argument("language", type=click.Choice(LANGUAGES), default="en")
def words(language: str) -> None:
    """The words that readers see around formulas and questions, as a table to say them in another language."""
    click.echo(table_of(language), nl=False)
