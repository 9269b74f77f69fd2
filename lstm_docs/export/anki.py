"""A paper as a deck of Anki: one note for each question, which a later import brings up to date.

Anki knows a note by its GUID, and takes the wording of a file when its time is later than the note's. Both come from
the bank alone: the GUID from the question, the time from the bank's revision, so that any paper of a bank brings its
questions once, and a bank whose revision was raised changes them where they lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .anki_cards import FIELDS, note_fields
from .anki_package import Deck, Note, NoteType, package

if TYPE_CHECKING:
    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper
    from .format import Style

# When fields, templates or the look of a note change: a later day, and for fields or templates another id.
LAID_OUT = 1767225600
NOTE_TYPE_ID = 1767225600001

FRONT = '{{Question}}{{#Options}}<div class="options">{{Options}}</div>{{/Options}}'
BACK = """{{FrontSide}}<hr id="answer"><div class="answer">{{Answer}}</div>
{{#Solution}}<div class="solution">{{Solution}}</div>{{/Solution}}
{{#Wrong options}}<div class="wrong">{{Wrong options}}</div>{{/Wrong options}}"""
CSS = """.card { font-family: Georgia, "Noto Serif", serif; font-size: 20px; line-height: 1.5; text-align: left; }
.card > *, #qa > * { max-width: 36em; margin-left: auto; margin-right: auto; }
.answer { font-weight: bold; }
.wrong, .expects { font-size: 85%; }
pre { overflow-x: auto; font-size: 75%; font-weight: normal; }
li { margin: 0.3em 0; }
"""
NOTE_TYPE = NoteType(NOTE_TYPE_ID, "lstm-docs question", FIELDS, FRONT, BACK, CSS, LAID_OUT)


def anki_package(paper: Paper, style: Style) -> bytes:
    """The questions as an .apkg file; the same questions under the same revision give the same bytes."""
    notes = {asked.id: _note(asked) for asked in paper.questions}
    return package(Deck(paper.title, tuple(notes.values()), LAID_OUT + paper.revision), NOTE_TYPE)


def anki_lost(paper: Paper) -> list[str]:
    """What a deck does not carry."""
    lost = ["marks, minutes, hints and follow-up questions are left out: whoever answers grades themselves"]
    if len({asked.id for asked in paper.questions}) < len(paper.questions):
        lost.append("a question that is asked twice is one note")
    return lost


def _note(asked: Question) -> Note:
    return Note(f"lstm-docs/{asked.id}", note_fields(asked), (f"topic::{asked.topic}", f"level::{asked.level}"))
