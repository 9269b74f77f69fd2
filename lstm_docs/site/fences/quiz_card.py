"""One question as HTML, as `assets/card.js` takes it up and writes the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formulas.mathml import inline_html
from ...quiz.engine.kinds import KINDS
from ...quiz.engine.letters import LETTERS

if TYPE_CHECKING:
    from ...quiz.engine.asking import Question


def card(asked: Question, name: str = "") -> str:
    """One question, as the browser's `Card` takes it up; it reads, and shows its solution, without a browser's script."""
    solution = "".join(f"<li>{inline_html(step)}</li>" for step in asked.solution)
    partners = "".join(f"<li>{inline_html(partner)}</li>" for partner in asked.partners)
    kind = KINDS[asked.kind]
    named = f' id="{name}"' if name else ""
    return (
        f'<div class="lstm-card"{named}>'
        f'<div class="lstm-quiz-ask" lang="en" tabindex="-1">{inline_html(asked.ask)}</div>'
        f'<ol class="lstm-quiz-options" lang="en" role="list" aria-label="Options">{_options(asked)}</ol>'
        f'<ol class="lstm-quiz-partners" lang="en" aria-label="Partners">{partners}</ol>'
        f'<p class="lstm-quiz-keys"{"" if kind.single else " hidden"}>Choose with a click, or press the letter.</p>'
        f'<form class="lstm-quiz-typed"{"" if kind.typed else " hidden"}><label>or type it: <input name="answer"'
        f' autocomplete="off" spellcheck="false" maxlength="200" placeholder="{kind.expects if kind.typed else ""}"></label>'
        ' <button type="submit">Check</button></form>'
        f'<button type="button" class="lstm-quiz-check"{" hidden" if kind.single or name else ""}>Check</button>'
        '<div class="lstm-quiz-verdict" role="status"></div>'
        '<details class="lstm-quiz-work"><summary>Worked solution</summary>'
        f'<ol class="lstm-quiz-solution" lang="en">{solution}</ol></details></div>'
    )


def _options(asked: Question) -> str:
    """The options with their controls, row for row as the browser's `Card` writes them."""
    return "".join(
        _row(asked, place, f'<span class="lstm-letter">{letter}</span> <span>{inline_html(option.text)}</span>')
        for place, (letter, option) in enumerate(zip(LETTERS, asked.options, strict=False))
    )


_MOVES = "".join(
    f'<button type="button" data-move="{way}" aria-label="move {way}">{arrow}</button>'
    for way, arrow in (("up", "↑"), ("down", "↓"))
)


def _row(asked: Question, place: int, inside: str) -> str:
    if KINDS[asked.kind].single:
        control = f'<button type="button">{inside}</button>'
    elif asked.kind == "several":
        control = f'<label><input type="checkbox"> {inside}</label>'
    elif asked.kind == "order":
        control = f"{inside} <span>{_MOVES}</span>"
    else:
        numbers = "".join(f'<option value="{n}">{n + 1}</option>' for n in range(len(asked.partners)))
        control = f'<label>{inside} <select><option value="">–</option>{numbers}</select></label>'
    return f'<li data-place="{place}">{control}</li>'
