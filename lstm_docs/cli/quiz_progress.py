"""`quiz progress`: what is kept of a learner's practice in the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from ..ground.errors import LstmDocsError, reason
from ..practice.course import MASTERY, in_order, mastery, titled
from ..practice.state import Progress, merged
from ..quiz import load_bank
from .learner import kept, read, state_file, write

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(epilog="Example: lstm-docs quiz progress --import lstm-docs-progress.json")
@click.option("--export", "exported", type=FILE, help="Write it to a file, which the practice page imports as well.")
@click.option("--import", "imported", type=FILE, help="Take in a file that this command or the practice page has exported.")
@click.option("--clear", is_flag=True, help="Forget everything.")
def progress(exported: Path | None, imported: Path | None, clear: bool) -> None:
    """Show, export, import or clear what `quiz take` keeps of your practice."""
    if sum(map(bool, (exported, imported, clear))) > 1:
        raise LstmDocsError("give one of --export, --import and --clear")
    if clear:
        _forget()
    elif exported:
        write(kept(), exported)
        click.echo(f"exported to {exported}")
    elif imported:
        write(merged(kept(), read(imported)), state_file())
        click.echo(f"imported from {imported}")
    else:
        _show(kept())


def _forget() -> None:
    try:
        state_file().unlink(missing_ok=True)
    except OSError as error:
        raise LstmDocsError(f"cannot remove {state_file()}: {reason(error)}") from None
    click.echo("nothing is kept any more")


def _show(progress: Progress) -> None:
    """A line a topic, in the order of the course; families that the bank does not have come last."""
    if not progress.families:
        click.echo("nothing is kept yet; practise with: lstm-docs quiz take")
        return
    topics = {topic: [one.id for one in some] for topic, some in in_order(load_bank().topics).items()}
    asked = {name for names in topics.values() for name in names}
    for topic, names in topics.items():
        cards = [progress.families[name] for name in names if name in progress.families]
        if cards:
            counts = f"{sum(card.right for card in cards)} of {sum(card.asked for card in cards)} right"
            mark = mastery(progress, names)
            click.echo(f"{titled(topic):<14}{mark} of 3, {MASTERY[mark]}; {counts}")
    if others := sorted(set(progress.families) - asked):
        click.echo(f"no longer asked, and kept: {', '.join(others)}")
    click.echo(f"kept in {state_file()}")
