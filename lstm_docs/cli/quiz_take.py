"""`quiz take`: practice in the terminal, in sessions as on a page, or the questions of a seed."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import click

from .. import frameworks
from ..formulas.digits import AnswerError
from ..formulas.texts import plain
from ..ground.errors import LstmDocsError, one_of
from ..practice.course import COURSE, in_order, titled, woven
from ..practice.plan import answered, grade, next_turn
from ..practice.session import SIZE, Answer, coming_back, known, to_read
from ..practice.state import today
from ..quiz import answered as judged
from ..quiz import load_bank, make_paper, right_answer
from ..quiz.engine import asking
from ..quiz.engine.family import FRAMEWORKS
from ..quiz.engine.letters import LETTERS
from ..quiz.papers.plan import ALL
from .learner import Keeper
from .papers import FOLDER, bank_about, cell_option, tell_repeated, what_is_asked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..quiz import Bank, Question


@click.command(epilog="Example: lstm-docs quiz take --family gate-weight-shape --count 3")
@click.option("--bank", type=FOLDER, help="Folder of quiz files; by default the bank that ships.")
@click.option("--set", "set_", help="A blueprint: its name, or the path of its file; needs --seed.")
@click.option("--family", "families", multiple=True, help="A family; may be repeated. By default all.")
@cell_option
@click.option("--seed", help="Any text: the same seed asks the same questions, and nothing is kept of the answers.")
@click.option("--framework", "named", multiple=True, help="May be repeated, or all; by default PyTorch, Keras and ONNX.")
@click.option("--count", type=click.IntRange(1, 200), help=f"How many questions; {SIZE} by default, 5 with a seed.")
def take(
    bank: Path | None,
    set_: str | None,
    families: tuple[str, ...],
    cell: str | None,
    seed: str | None,
    named: tuple[str, ...],
    count: int | None,
) -> None:
    """Practise in the terminal; answer with a letter, or with the answer itself.

    A session asks what comes next in the course and what you are about to forget; `lstm-docs quiz progress` shows, exports,
    imports and clears what is kept.
    """
    loaded = load_bank(bank)
    if cell is not None:
        seed = secrets.token_hex(4) if seed is None else seed
        loaded = bank_about(loaded, cell, set_, families)
        click.echo(f"The questions of seed {seed}; nothing is kept of the answers.")
    if named and seed is not None:
        raise LstmDocsError("a seed asks the questions of a paper; a set names other frameworks, by its key frameworks")
    if seed is not None:
        _fixed(loaded, set_, families, seed, count)
    elif set_ is not None:
        raise LstmDocsError("a set asks the questions of a seed; give --seed")
    else:
        _session(loaded, families, count or SIZE, _asked_about(named))


def _asked_about(named: tuple[str, ...]) -> tuple[str, ...]:
    """The frameworks that are asked about; none for all."""
    return () if ALL in named else tuple(map(frameworks.named, named)) or FRAMEWORKS


def _fixed(bank: Bank, set_: str | None, families: tuple[str, ...], seed: str, count: int | None) -> None:
    chosen = what_is_asked(bank, set_, families, count, 5)
    tell_repeated(chosen, bank)
    paper = make_paper(bank, chosen, seed)
    count = len(paper.questions)
    right = 0
    for place, asked in enumerate(paper.questions, start=1):
        click.echo(f"\n{place} of {count}. {plain(asked.ask)}")
        right += _asked(asked)
    click.echo(f"\n{right} of {count} right.")


def _session(bank: Bank, families: tuple[str, ...], count: int, about: tuple[str, ...]) -> None:
    """Questions by the plan, each answer kept at once; at the end what is known and what comes back."""
    order = woven(bank.topics)
    names = [one_of(name, order, "family") for name in families] or order
    keeper, answers, last = Keeper(), list[Answer](), ""
    for place in range(1, count + 1):
        progress = keeper.newest()
        turn = next_turn(progress, names, today(), last)
        card, last = progress.families.get(turn.name), turn.name
        asked = asking.question(bank.family(turn.name), progress.seed, card.asked if card else 0, about)
        click.echo(f"\n{place} of {count} · {titled(asked.topic)}, level {asked.level} · {turn.why}\n{plain(asked.ask)}")
        began = time.monotonic()
        right = _asked(asked)
        mark = grade(right, asked.seconds, time.monotonic() - began)
        keeper.save(answered(keeper.newest(), turn.name, asked.topic, mark, today()))
        answers.append(Answer(turn.name, asked.topic, right))
    _end(bank, keeper, answers)


def _end(bank: Bank, keeper: Keeper, answers: Sequence[Answer]) -> None:
    topics = {topic: [one.id for one in some] for topic, some in in_order(bank.topics).items()}
    click.echo(f"\n{sum(answer.right for answer in answers)} of {len(answers)} right.")
    click.echo(known(keeper.progress, topics, answers))
    click.echo(coming_back(keeper.progress, answers, today()))
    topic = to_read(keeper.progress, {topic: topics[topic] for topic in COURSE if topic in topics}, answers)
    if topic:
        click.echo(f"To read: the page on {titled(topic)}, {COURSE[topic]}.md.")


def _asked(asked: Question) -> bool:
    """Show the options; ask until an answer can be read; say the verdict and the worked solution."""
    for letter, option in zip(LETTERS, asked.options, strict=False):
        click.echo(f"  {letter}  {plain(option.text)}")
    for number_, partner in zip(LETTERS, asked.partners, strict=False):
        click.echo(f"  ({number_}) {plain(partner)}")
    if asked.kind == "open":
        return _compared(asked)
    while True:
        try:
            verdict = judged(asked, click.prompt("Answer", type=str))
            break
        except AnswerError as error:
            click.echo(f"This could not be read: {error}.")
    click.echo("Right." if verdict.right else plain(f"Wrong. {verdict.said or 'The answer is ' + right_answer(asked) + '.'}"))
    for step in asked.solution:
        click.echo(f"  {plain(step)}")
    if asked.notes.follow_up:
        click.echo(f"  And what if? {plain(asked.notes.follow_up)}")
    return verdict.right


def _compared(asked: Question) -> bool:
    """Show what earns points in an open question; whoever answered it judges."""
    click.prompt("Answer it on paper, then press Enter", default="", show_default=False)
    for text, points in asked.notes.rubric:
        click.echo(f"  {points}  {plain(text)}")
    click.echo("\n" + asked.notes.reference)
    return click.confirm("Did your answer contain all of this?")
