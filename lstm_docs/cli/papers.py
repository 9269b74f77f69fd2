"""`quiz make` and `quiz show`: papers for candidates, and any of them again."""

from __future__ import annotations

import secrets
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from .. import export
from ..export.calibration_file import shares
from ..export.new_folder import new_folder
from ..export.pool import POOLS
from ..export.pool import pool as pool_of
from ..export.wording import guessing_told
from ..ground.errors import LstmDocsError, one_of
from ..marks import earned_by_guessing
from ..practice.about_cell import about, asked_of_any
from ..quiz import Blueprint, Selection, exam, load_bank, load_set, paper_of, weakness
from ..quiz.papers.plan import ALL, repeated
from .network import given_cell
from .overlap import OverlapError, check_overlap

if TYPE_CHECKING:
    from fractions import Fraction

    from ..quiz import Bank, Exam, Paper

SEEDS = 16
"""Seeds that are tried where none is given and candidates would share too much; one in a dozen is such a seed at most."""

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
PAGES = ("a4", "letter")

bank_option = click.option("--bank", type=FOLDER, help="Folder of quiz files; by default the bank that ships.")
set_option = click.option("--set", "set_", help="A blueprint: its name, or the path of its file.")
EXISTING_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
templates_option = click.option("--templates", type=EXISTING_FOLDER, help="Folder of your own templates, used before ours.")
cell_option = click.option(
    "--cell",
    callback=given_cell,
    help="Ask about this cell alone, a name or a file of equations; each question is proved.",
)
calibration_option = click.option(
    "--calibration", type=FILE, help="A file that quiz calibrate wrote, for sets that ask for a difficulty."
)
page_option = click.option("--page", type=click.Choice(PAGES), default="a4", show_default=True, help="Size of the paper.")


@click.command(epilog="Example: lstm-docs quiz make --set interview --candidates people.csv --format pdf,html --out out")
@bank_option
@click.option("--family", "families", multiple=True, help="A family; may be repeated. By default all, unless --set is given.")
@set_option
@calibration_option
@cell_option
@click.option("--candidates", "roster", type=FILE, help="A CSV file with a column called name; everybody in it gets a paper.")
@click.option("--copies", type=click.IntRange(1, export.MOST_CANDIDATES), help="How many papers to make, without names.")
@click.option("--encoding", default="utf-8-sig", help="Encoding of the candidates' file; UTF-8 by default.")
@click.option("--shard", metavar="K/N", help="Make only the K-th of N parts, of one seed; copied together they are the kit.")
@click.option("--pool", type=click.IntRange(2, 1000), help="Make instead one file with so many variants of each question.")
@click.option("--seed", help="Any text that is hard to guess; it is kept only with the keys. By default a strong one is made.")
@click.option("--open", "anybodys", is_flag=True, help="Make practice papers, which anybody may make again; any seed will do.")
@click.option("--count", type=int, help="How many questions a paper of families has; 10 by default.")
@click.option(
    "--format", "formats", default="md", show_default=True, help="Formats joined by commas: " + ", ".join(export.FORMATS)
)
@templates_option
@page_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new or empty folder.")
def make(
    bank: Path | None,
    families: tuple[str, ...],
    set_: str | None,
    calibration: Path | None,
    cell: str | None,
    roster: Path | None,
    copies: int | None,
    encoding: str,
    shard: str | None,
    pool: int | None,
    seed: str | None,
    anybodys: bool,
    count: int | None,
    formats: str,
    templates: Path | None,
    page: str,
    out: Path,
) -> None:
    """Make papers for candidates and, in a separate folder, what the interviewer keeps: keys, hints and follow-ups."""
    wanted = export.Wanted(formats_of(formats), export.Style(templates, page))
    _refuse_together(roster, copies, shard, pool, seed, anybodys)
    loaded = load_bank(bank)
    if cell is not None:
        loaded = bank_about(loaded, cell, set_, families)
    asked = what_is_asked(loaded, set_, families, count, 10, calibration)
    if pool:
        _pool(exam(loaded, asked, _secret(seed)), pool, wanted, out)
        return
    tell_repeated(asked, loaded)
    part = export.Shard.parse(shard) if shard else export.Shard()
    people = _people(roster, copies, encoding)
    if not part.of(people):
        raise LstmDocsError(f"there are {len(people)} papers to make, fewer than {part.count} parts")
    _kit(_sitting(loaded, asked, seed, len(people)), asked, people, wanted, out, part)


def _secret(seed: str | None) -> str:
    return secrets.token_hex(8) if seed is None else seed


def _sitting(bank: Bank, asked: Selection | Blueprint, seed: str | None, candidates: int) -> Exam:
    """The papers of a seed; without one, of the first strong one by which candidates share no more than the set allows."""
    for left in reversed(range(1 if seed is not None else SEEDS)):
        sitting = exam(bank, asked, _secret(seed))
        try:
            if isinstance(asked, Blueprint):
                check_overlap(asked, sitting, candidates)
        except OverlapError:
            if not left:
                raise
        else:
            break
    return sitting


def _refuse_together(
    roster: Path | None, copies: int | None, shard: str | None, pool: int | None, seed: str | None, anybodys: bool
) -> None:
    """Refuse options that do not go together, and a seed that candidates would guess."""
    if roster and copies:
        raise LstmDocsError("give --candidates or --copies, not both")
    if shard and seed is None:
        raise LstmDocsError("parts of a kit have one seed; give the same --seed with each --shard")
    if shard:
        export.Shard.parse(shard)
    if seed and not anybodys and (roster or (copies or 1) > 1):
        _refuse_weak(seed)
    if pool and (roster or copies or shard):
        raise LstmDocsError("a pool is for a platform that draws; leave --candidates, --copies and --shard out")


def _kit(
    sitting: Exam,
    asked: Selection | Blueprint,
    people: list[export.Candidate],
    wanted: export.Wanted,
    out: Path,
    part: export.Shard,
) -> None:
    """Write the papers of a kit, or of a part of it, and say where they are."""
    number = len(part.of(people))
    for sentence in export.of_names(sitting.plan.title, people, wanted):
        click.echo(f"lstm-docs: {sentence}", err=True)
    signal.signal(signal.SIGTERM, _stop)
    by_guessing: set[Fraction] = set()

    def written(paper: Paper) -> None:
        by_guessing.add(earned_by_guessing(paper))
        bar.update(1)

    with click.progressbar(length=number, label="papers", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        lost = export.write_kit(sitting, asked, people, wanted, out, written, part)
    for sentence in lost:
        click.echo(f"lstm-docs: {sentence}", err=True)
    papers = f"{number} {'paper' if number == 1 else 'papers'}"
    for_candidates = any(export.FORMATS[name].paper for name in wanted.formats)
    where = f"in {out / 'papers'}; what you keep is in" if for_candidates else "for another program, with the answers, in"
    click.echo(f"{papers} {where} {out / 'keys'}")
    click.echo(f"on average pure guessing earns {guessing_told(by_guessing, sitting.plan.marks)}")


def _pool(sitting: Exam, variants: int, wanted: export.Wanted, out: Path) -> None:
    """Write the files of a pool."""
    formats = wanted.formats
    other = [name for name in formats if name not in POOLS]
    if other:
        raise LstmDocsError(
            f"{other[0]} draws no questions; a pool is for {', '.join(POOLS[:-1])} or {POOLS[-1]}: give --format"
        )
    paper = pool_of(sitting, variants)
    with new_folder(out) as folder:
        for name in formats:
            content = export.written(name, paper, wanted.style, key=True)
            file = folder / f"pool.{export.FORMATS[name].ending}"
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    for sentence in dict.fromkeys(sentence for name in formats for sentence in export.FORMATS[name].lost(paper)):
        click.echo(f"lstm-docs: {sentence}", err=True)
    for place, own in enumerate(paper.variants, start=1):
        if own < variants:
            click.echo(
                f"lstm-docs: question {place} has {own} {'variant' if own == 1 else 'variants'}, not {variants}", err=True
            )
    told = f"{len(paper.variants)} questions with up to {variants} variants each, with the answers, in {out}"
    click.echo(f"{told}; let the platform draw one of each")


def formats_of(text: str) -> tuple[str, ...]:
    """The formats that an option names, each once. Raises `UnknownNameError` for an unknown one."""
    return tuple(dict.fromkeys(one_of(name.strip(), export.FORMATS, "format") for name in text.split(",")))


def bank_about(bank: Bank, cell: str, set_: str | None, families: tuple[str, ...]) -> Bank:
    """The families of the bank about one cell, proved for it."""
    if set_ is not None:
        raise LstmDocsError("a set names its own cells; give --cell with --family, or alone")
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=len(families or asked_of_any(bank)), label="proving", file=sys.stderr, hidden=hidden) as bar:
        return about(bank, cell, families, lambda: bar.update(1))


def families_in(label: str) -> tuple[str, ...]:
    """The families that the code of a paper names, or a kit; none for all."""
    families = Selection.parse(label.partition("~")[0]).families
    return () if families == (ALL,) else families


def what_is_asked(
    bank: Bank, set_: str | None, families: tuple[str, ...], count: int | None, default: int, calibration: Path | None = None
) -> Selection | Blueprint:
    """The set, or the families and how many questions of them, that the options name."""
    if set_ is None and calibration:
        raise LstmDocsError("a calibration is for a set that asks for a difficulty; give --set")
    if set_ is None:
        return Selection(families or (ALL,), default if count is None else count)
    if families or count is not None:
        raise LstmDocsError("a set says which families and how many questions; give --set, or --family and --count")
    return load_set(set_, bank, shares(calibration) if calibration else None)


def tell_repeated(asked: Selection | Blueprint, bank: Bank) -> None:
    """Say on stderr if more questions are asked than there are distinct ones."""
    if isinstance(asked, Selection):
        again, distinct = repeated(asked, bank)
        if again:
            only = f"only {distinct} distinct {'question' if distinct == 1 else 'questions'}"
            click.echo(
                f"lstm-docs: there {'is' if distinct == 1 else 'are'} {only}; of {asked.count}, {again} come again", err=True
            )


def _refuse_weak(seed: str) -> None:
    """A roster, or copies for more than one, are papers for candidates: they have time to try the seeds people choose."""
    reason = weakness(seed)
    if reason:
        raise LstmDocsError(
            f"{reason} can be guessed, and whoever guesses it has every key; leave --seed out and a strong one is made, "
            "or give --open if anybody may make these papers"
        )


def _people(roster: Path | None, copies: int | None, encoding: str) -> list[export.Candidate]:
    """The candidates of the roster, or as many without a name."""
    if roster is None:
        return [export.Candidate(n, "", 0) for n in range(1, (copies or 1) + 1)]
    people, warnings = export.read_roster(roster, encoding)
    for warning in warnings:
        click.echo(f"lstm-docs: {warning}", err=True)
    return people


def _stop(signum: int, frame: object) -> NoReturn:
    sys.exit(128 + signum)


@click.command(epilog="Example: lstm-docs quiz show gate-weight-shape.5~0123456789ab~1~5eed5 --seed 42 --format md")
@click.argument("code")
@bank_option
@set_option
@calibration_option
@cell_option
@click.option("--seed", help="The seed of the paper, which is kept with its key.")
@click.option("--name", default="", help="The candidate's name, as it stood on the paper.")
@click.option("--format", "form", default="md", show_default=True, help="One of: " + ", ".join(export.FORMATS))
@templates_option
@page_option
@click.option("--key", is_flag=True, help="Show what the interviewer keeps instead of the paper.")
def show(
    code: str,
    bank: Path | None,
    set_: str | None,
    calibration: Path | None,
    cell: str | None,
    seed: str | None,
    name: str,
    form: str,
    templates: Path | None,
    page: str,
    key: bool,
) -> None:
    """Make a paper again from its printed code and its seed; a code that ends in /3 shows its third question."""
    if seed is None:
        raise LstmDocsError("a paper is made again from its code and its seed; the seed lies with the key: give --seed")
    chosen = export.FORMATS[one_of(form, export.FORMATS, "format")]
    loaded = load_bank(bank) if cell is None else bank_about(load_bank(bank), cell, set_, families_in(code))
    known = shares(calibration) if calibration else None
    paper = paper_of(code, loaded, seed, lambda label: load_set(set_ or label, loaded, known), candidate=name)
    if chosen.paper is None and not key:
        raise LstmDocsError(f"{form} is for another program and holds the answers; ask for it with --key")
    content = export.written(form, paper, export.Style(templates, page), key=key)
    if isinstance(content, bytes) and sys.stdout.isatty():
        raise LstmDocsError(f"{form} is not for a terminal: send it to a file, with > paper.{chosen.ending}")
    click.echo(content, nl=False)
