"""`quiz`: its commands, each in a file of its own."""

from __future__ import annotations

import click

from .lazy import LazyGroup

COMMANDS = {
    "calibrate": (
        "quiz_calibrate",
        "Estimate from the MARKS of several kits how hard each family is: folders that `quiz mark --out` wrote.",
    ),
    "check": ("quiz_bank", "Prove every family over its whole domain, and that every set can be asked."),
    "follow-up": ("quiz_follow_up", "Ask three what-ifs about each candidate's own answers."),
    "grade-code": ("quiz_grade_code", "Run the answers of a KIT that are code, and count the tests that each passes."),
    "interview": (
        "quiz_interview",
        "Hold the interview about the paper with this CODE: one question at a time, with hints, what-ifs, notes and points.",
    ),
    "list": ("quiz_bank", "List the families of a bank, with topic, level, kind and the number of distinct questions."),
    "make": (
        "papers",
        "Make papers for candidates and, in a separate folder, what the interviewer keeps: keys, hints and follow-ups.",
    ),
    "mark": ("quiz_mark", "Mark what candidates of the kit in FOLDER sent back; several folders are its parts."),
    "progress": ("quiz_progress", "Show, export, import or clear what `quiz take` keeps of your practice."),
    "replace": ("quiz_replace", "Put another question in place of question N on the paper with CODE."),
    "schema": (
        "quiz_bank",
        "The JSON Schema of quiz files or of sets, with which an editor completes names and underlines slips.",
    ),
    "scorecard": (
        "quiz_scorecard",
        "Write what each candidate showed, by which answers, and at which level: one page of PDF, and JSON.",
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
