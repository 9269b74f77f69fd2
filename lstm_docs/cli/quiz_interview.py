"""`quiz interview`: an interview held live, in the terminal or in two windows of a browser."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from ..export import kit_marks as marking
from ..export.response import tidy
from ..formulas.texts import plain
from ..ground.errors import LstmDocsError, reason
from ..interview.keeping import ANSWERS, POINTS, Kept
from ..interview.room import Room
from ..interview.seen import seen_in
from ..interview.server import Windows
from ..quiz import right_answer
from ..quiz.engine.letters import LETTERS
from .kits import bar, exam_of
from .papers import FOLDER, bank_option, cell_option, set_option

if TYPE_CHECKING:
    from pathlib import Path

    from ..interview.what_if import WhatIf
    from ..quiz.engine.asking import Question

HELP = """a TEXT  the answer, as you heard it     h  give the hint: the answer then earns half
p N     points by hand                  w  ask the what-if        o N  its points, of 3
n TEXT  a note                          k  show the key again     ?    this help
>  <    the next question, the one before, and g N the N-th       e    end     q  leave, and resume another time"""
TAKES = {"a": "answer", "p": "points", "o": "oral", "n": "note", "g": "go", "h": "hint", "w": "what-if", "e": "end"}


@click.command(epilog="Example: lstm-docs quiz interview interview interview:0f3a9c~4be02d71c6a8~7~5eed5 --web")
@click.argument("folder", metavar="KIT", type=FOLDER)
@click.argument("code")
@click.option("--web", is_flag=True, help="Two pages on this machine: the interviewer's, and one for the candidate.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port of --web; a free one by default.")
@click.option("--candidate", is_flag=True, help="The candidate's view, for a second terminal.")
@bank_option
@set_option
@cell_option
def interview(
    folder: Path, code: str, web: bool, port: int, candidate: bool, bank: Path | None, set_: str | None, cell: str | None
) -> None:
    """Hold the interview about the paper with this CODE: one question at a time, with hints, what-ifs, notes and points.

    Each step is kept in KIT/keys/interviews, so that an interview that was interrupted goes on where it was; what is kept is
    read by quiz mark. With --web nothing but this machine is listened to.
    """
    kit = marking.read_kit(folder)
    if tidy(code) not in kit.names:
        raise LstmDocsError(f"{code[:80]!r} is on no paper of this kit; keys/candidates.csv lists the codes")
    if web and candidate:
        raise LstmDocsError("--web opens both windows; --candidate is for a second terminal")
    sitting = exam_of(kit, bank, set_, cell)
    paper = kit.paper(sitting, tidy(code))
    with bar("papers", len(kit.names)) as advance:
        seen = seen_in((kit.paper(sitting, one) for one in kit.names), advance)
    room = Room(sitting, paper, seen, Kept(folder, paper))
    try:
        if web:
            _serve(room, port)
        elif candidate:
            _follow(room)
        else:
            _talk(room)
    except (KeyboardInterrupt, click.Abort):
        click.echo()
    if not candidate:
        home = room.kept.home
        click.echo(f"{room.total} so far; to mark: lstm-docs quiz mark {folder} {home / ANSWERS} --points {home / POINTS}")


def _serve(room: Room, port: int) -> None:
    try:
        server = Windows(room, port)
    except OSError as error:
        raise LstmDocsError(f"port {port} cannot be used: {reason(error)}; leave --port out for a free one") from None
    click.echo(f"yours:           {server.address('interviewer')}")
    click.echo(f"the candidate's: {server.address('candidate')}")
    click.echo("Ctrl-C ends the program; the interview is kept after each step and goes on when you start it again.")
    with server:
        server.serve_forever(poll_interval=0.2)


def _talk(room: Room) -> None:
    click.echo(HELP)
    if room.talk.ended:
        room.step("resume")
    _key(room)
    while not room.talk.ended:
        typed = click.prompt(f"{_clock(room.seconds)} {room.talk.place}", prompt_suffix="> ", default="", show_default=False)
        try:
            if typed.strip() == "q":
                return
            _done(room, typed.strip())
        except LstmDocsError as error:
            click.echo(f"lstm-docs: {error}", err=True)


def _done(room: Room, typed: str) -> None:
    """What one line says."""
    letter, value = typed[:1], typed[1:].strip()
    if letter in ("", "k"):
        _key(room)
    elif letter == "?":
        click.echo(HELP)
    elif letter in (">", "<") and not value:
        room.step("go", str(room.talk.place + (1 if letter == ">" else -1)))
        _key(room)
    elif letter in TAKES and (typed[1:2] in ("", " ")):
        room.step(TAKES[letter], value)
        _told(room, letter)
    else:
        raise LstmDocsError(f"{typed[:20]!r} is no command; ? lists them")


def _told(room: Room, letter: str) -> None:
    one = room.what_if
    if letter == "g":
        _key(room)
    elif letter == "h":
        click.echo(f"  Hint: {plain(room.asked.notes.hint)}")
    elif letter == "w" and one:
        _asked(one)
        click.echo(f"  Key: {plain(one.key)}{f' ({one.letter})' if one.letter else ''}")
        for text in (*one.good, *(f"{points} point: {text}" for text, points in one.rubric)):
            click.echo(f"    {plain(text)}")
    elif letter in "ap":
        click.echo(f"  {plain(room.verdict)}")


def _key(room: Room) -> None:
    """The question on view with its key, for the interviewer."""
    asked = room.asked
    _question(room)
    if asked.kind == "open":
        for text, points in asked.notes.rubric:
            click.echo(f"  {points} points: {plain(text)}")
        click.echo(asked.notes.reference)
    else:
        click.echo(f"  Key: {plain(right_answer(asked))}{f' ({LETTERS[asked.key]})' if asked.key >= 0 else ''}")
    click.echo(f"  {plain(room.verdict)}; {room.total} so far")


def _question(room: Room) -> None:
    click.echo(f"\n{room.talk.place} of {len(room.paper.questions)}. {plain(room.asked.ask)}")
    _options(room.asked)


def _asked(one: WhatIf) -> None:
    """A what-if, with options as on the paper."""
    click.echo(f"  {plain(one.opening)}\n  {plain(one.asked.ask)}")
    _options(one.asked)


def _options(asked: Question) -> None:
    for letter, option in zip(LETTERS, asked.options, strict=False):
        click.echo(f"  {letter}  {plain(option.text)}")
    for letter, partner in zip(LETTERS, asked.partners, strict=False):
        click.echo(f"  ({letter}) {plain(partner)}")


def _follow(room: Room) -> None:
    """Show what the interviewer puts on view, until the end."""
    shown = None
    while True:
        talk = room.kept.load()
        if (talk.place, talk.turn.hint, talk.turn.what_if, talk.ended) != shown:
            shown = (talk.place, talk.turn.hint, talk.turn.what_if, talk.ended)
            room.talk = talk
            _shown(room)
        if talk.ended:
            return
        time.sleep(0.5)


def _shown(room: Room) -> None:
    if room.talk.ended:
        click.echo("\nThat is all. Thank you.")
        return
    _question(room)
    if room.talk.turn.hint:
        click.echo(f"  A hint: {plain(room.asked.notes.hint)}")
    if one := room.what_if:
        _asked(one)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"
