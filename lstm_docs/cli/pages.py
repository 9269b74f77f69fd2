"""`pages`: the generated pages on disk, for hosts that run no plugins."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(epilog="Example: lstm-docs pages generated")
@click.argument("out", type=click.Path(path_type=Path))
def pages(out: Path) -> None:
    """Write the generated pages and their assets to a new or empty folder."""
    raise NotImplementedError(out)
