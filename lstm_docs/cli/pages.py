"""`pages`: the generated pages on disk, for hosts that run no plugins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..network import Network
from ..site.generated import PAGES
from ..site.pages import PageOptions
from ..site.staging import stage

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command(epilog="Example: lstm-docs pages docs/generated")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--page", "names", multiple=True, help="A page; may be repeated. Without it, all: " + ", ".join(PAGES) + ".")
@click.option("--input", "input_size", type=int, default=80, show_default=True, help="Input size of the worked example.")
@click.option("--hidden", type=int, default=12, show_default=True, help="Units of the worked example.")
@click.option("--bank", type=FOLDER, help="Folder of quiz files; without it, the bank that ships.")
@click.option("--templates", type=FOLDER, help="Folder of templates that replace ours or add pages.")
def pages(out: Path, names: tuple[str, ...], input_size: int, hidden: int, bank: Path | None, templates: Path | None) -> None:
    """Write the generated pages and their assets below OUT; other files there are left alone."""
    options = PageOptions(network=Network(input=input_size, hidden=hidden), bank=bank, templates=templates)
    for file in stage(replace(options, pages=names) if names else options, out):
        click.echo(file)
