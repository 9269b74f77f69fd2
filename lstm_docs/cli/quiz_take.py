"""`quiz take`: practice in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..formulas.digits import AnswerError
from ..formulas.texts import plain
from ..quiz import answered, load_bank, make_paper, right_answer
from ..quiz.engine.letters import LETTERS
from .papers import FOLDER, what_is_asked

if TYPE_CHECKING:
    from pathlib import Path

    from ..quiz import Question


@click.command(epilog="Example: lstm-docs quiz take --family gate-weight-shape --seed 7 --count 3")
@click.option("--bank", type=FOLDER, help="Folder of quiz files; by default the bank that ships.")
@click.option("--set", "set_", help="A blueprint: its name, or the path of its file.")
@click.option("--family", "families", multiple=True, help="A family; may be repeated. By default all.")
@click.option("--seed", required=True, help="Any text: the same seed asks the same questions.")
@click.option("--count", type=int, help="How many questions; 5 by default.")
def take(bank: Path | None, set_: str | None, families: tuple[str, ...], seed: str, count: int | None) -> None:
    """Practise in the terminal; answer with a letter, or with the answer itself."""
    loaded = load_bank(bank)
    paper = make_paper(loaded, what_is_asked(loaded, set_, families, count, 5), seed)
    count = len(paper.questions)
    right = 0
    for place, asked in enumerate(paper.questions, start=1):
        click.echo(f"\n{place} of {count}. {plain(asked.ask)}")
        for letter, option in zip(LETTERS, asked.options, strict=False):
            click.echo(f"  {letter}  {plain(option.text)}")
        for number_, partner in zip(LETTERS, asked.partners, strict=False):
            click.echo(f"  ({number_}) {plain(partner)}")
        right += _answered(asked)
    click.echo(f"\n{right} of {count} right.")


def _answered(asked: Question) -> bool:
    """Ask until an answer can be read; say the verdict and the worked solution."""
    if asked.kind == "open":
        return _compared(asked)
    while True:
        try:
            verdict = answered(asked, click.prompt("Answer", type=str))
            break
        except AnswerError as error:
            click.echo(f"This could not be read: {error}.")
    click.echo("Right." if verdict.right else plain(f"Wrong. {verdict.said or 'The answer is ' + right_answer(asked) + '.'}"))
    for step in asked.solution:
        click.echo(f"  {plain(step)}")
    return verdict.right


def _compared(asked: Question) -> bool:
    """Show what earns points in an open question; whoever answered it judges."""
    click.prompt("Answer it on paper, then press Enter", default="", show_default=False)
    for text, points in asked.notes.rubric:
        click.echo(f"  {points}  {plain(text)}")
    click.echo("\n" + asked.notes.reference)
    return click.confirm("Did your answer contain all of this?")
