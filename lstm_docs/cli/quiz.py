"""`quiz`: its commands, each in a file of its own."""

from __future__ import annotations

import click

from .lazy import LazyGroup

COMMANDS = {
    "check": ("quiz_bank", "Prove every family over its whole domain, and that every set can be asked."),
    "list": ("quiz_bank", "List the families of a bank, with topic, level, kind and the number of distinct questions."),
    "make": (
        "papers",
        "Make papers for candidates and, in a separate folder, what the interviewer keeps: keys, hints and follow-ups.",
    ),
    "mark": ("quiz_mark", "Mark what candidates of the kit in FOLDER sent back."),
    "progress": ("quiz_progress", "Show, export, import or clear what `quiz take` keeps of your practice."),
    "schema": (
        "quiz_bank",
        "The JSON Schema of quiz files or of sets, with which an editor completes names and underlines slips.",
    ),
    "show": (
        "papers",
        "Make a paper again from its printed code and its seed; a code that ends in /3 shows its third question.",
    ),
    "take": ("quiz_take", "Practise in the terminal; answer with a letter, or with the answer itself."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def quiz() -> None:
    """Questions with fresh numbers and verified answers."""
