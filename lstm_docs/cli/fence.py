"""`fence`: one fence rendered, for hosts that are not ours."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..rendering import TARGETS, render

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command(epilog="Example: echo 'input: 80, hidden: 12' | lstm-docs fence facts --to text")
@click.argument("kind")
@click.option("--to", type=click.Choice(TARGETS), default="html", show_default=True, help="What to render it to.")
@click.option("--assets", default="", help="URL of the folder with our scripts and styles; by default HTML holds them itself.")
@click.option("--file", default="fence", help="Name of the file that the fence stands in, for messages.")
@click.option("--line", type=click.IntRange(1), default=1, help="Line of that file on which the body begins, for messages.")
@click.option("--folder", type=FOLDER, help="Folder in which files lie that the body names; by default none is read.")
@click.option("--bank", type=FOLDER, help="Folder of quiz files; by default the bank that ships.")
@click.option("--words", default="", help="Language of the words around formulas, or a file of them; by default English.")
def fence(kind: str, to: str, assets: str, file: str, line: int, folder: Path | None, bank: Path | None, words: str) -> None:
    """Render the fence called KIND, with or without lstm-, whose YAML is read from standard input."""
    body = sys.stdin.read()
    html = render(kind, body, to=to, assets=assets, file=file, line=line, folder=folder, bank=bank, words=words)
    click.echo(html, nl=False)
