"""`quiz`: list, check and take; `papers` has the rest."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..formulas.digits import AnswerError
from ..formulas.texts import plain
from ..quiz import answered, check_bank, check_sets, load_bank, make_paper, record, right_answer
from ..quiz.letters import LETTERS
from .papers import make, show, what_is_asked
from .quiz_mark import mark

if TYPE_CHECKING:
    from ..quiz import Question

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def quiz() -> None:
    """Questions with fresh numbers and verified answers."""


@quiz.command("list", epilog="Example: lstm-docs quiz list")
@click.argument("bank", required=False, type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def list_(bank: Path | None, as_json: bool) -> None:
    """List the families of a bank, with topic, level, kind and the number of distinct questions."""
    families = list(load_bank(bank).families.read.values())
    if as_json:
        rows = [{"id": f.id, "topic": f.topic, "level": f.level, "kind": f.kind, "questions": f.domain} for f in families]
        click.echo(json.dumps(rows, indent=1))
        return
    wide = max(len(f.id) for f in families)
    for f in families:
        click.echo(f"{f.id:<{wide}}  {f.topic:<12} level {f.level}  {f.kind:<8} {f.domain:>12} questions")


@quiz.command(epilog="Example: lstm-docs quiz check")
@click.argument("bank", required=False, type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--record", "keep", is_flag=True, help="Record the result in the bank, where the site reads it.")
@click.pass_context
def check(ctx: click.Context, bank: Path | None, as_json: bool, keep: bool) -> None:
    """Prove every family over its whole domain, and that every set can be asked. Exit status 1 if one fails."""
    loaded = load_bank(bank)
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=len(loaded.families), label="proving", file=sys.stderr, hidden=hidden) as bar:
        proofs, faults = check_bank(loaded, progress=lambda family: bar.update(1))
    faults += check_sets(loaded)
    for fault in faults:
        click.echo(f"lstm-docs: {fault}", err=True)
    proved, second, declared = (sum(getattr(proof, name) for proof in proofs) for name in ("proved", "second", "declared"))
    alone = [proof.family for proof in proofs if not proof.second]
    if as_json:
        told = {"families": len(proofs), "proved": proved, "second": second, "declared": declared, "without_second_road": alone}
        click.echo(json.dumps(told | {"faults": [str(fault) for fault in faults]}))
    else:
        for proof in proofs:
            road = f"{proof.second:>5} measured anew" if proof.second else f"{proof.declared:>5} declared"
            click.echo(f"{proof.family:<28} {proof.proved:>12} proved, {road}")
        click.echo(
            f"{len(proofs)} families, {proved} questions proved, {second} measured by a second road, {declared} declared"
        )
        if alone:
            count = f"{len(alone)} families have" if len(alone) > 1 else "1 family has"
            click.echo(f"{count} no second road: {', '.join(alone[:10])}{' …' * (len(alone) > 10)}")
    if faults:
        ctx.exit(1)
    if keep:
        record(loaded, proofs)


@quiz.command(epilog="Example: lstm-docs quiz schema families > families.schema.json")
@click.argument("of", type=click.Choice(["families", "sets"]))
def schema(of: str) -> None:
    """The JSON Schema of quiz files or of sets, with which an editor completes names and underlines slips."""
    from ..quiz import schemas

    click.echo(schemas.written_out(of), nl=False)


@quiz.command(epilog="Example: lstm-docs quiz take --family gate-weight-shape --seed 7 --count 3")
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


for command in (make, show, mark):
    quiz.add_command(command)
