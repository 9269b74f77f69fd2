"""`pages`: the generated pages on disk, for hosts that run no plugins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..ground.caching import own_folder
from ..network import Network
from ..site.build.build_cache import BuildCache
from ..site.hosts.staging import stage
from ..site.pages.generated import PAGES
from ..site.pages.generation import PageOptions

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command(epilog="Example: lstm-docs pages docs/generated")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--page", "names", multiple=True, help="A page; may be repeated. By default all: " + ", ".join(PAGES) + ".")
@click.option("--input", "input_size", type=int, default=80, show_default=True, help="Input size of the worked example.")
@click.option("--hidden", type=int, default=12, show_default=True, help="Units of the worked example.")
@click.option("--bank", type=FOLDER, help="Folder of quiz files; by default the bank that ships.")
@click.option("--templates", type=FOLDER, help="Folder of templates that replace ours or add pages.")
@click.option("--words", default="", help="Language of the words around formulas, or a file of them; by default English.")
@click.option("--force", is_flag=True, help="Replace pages that are there already.")
def pages(
    out: Path,
    names: tuple[str, ...],
    input_size: int,
    hidden: int,
    bank: Path | None,
    templates: Path | None,
    words: str,
    force: bool,
) -> None:
    """Write the generated pages and their assets below OUT.

    A page there that says something else is replaced only by force.
    """
    options = PageOptions(network=Network(input=input_size, hidden=hidden), bank=bank, templates=templates)
    chosen = replace(options, pages=names) if names else options
    for file in stage(chosen, out, force=force, words=words, cache=BuildCache(own_folder() / "made.json")):
        click.echo(file)
