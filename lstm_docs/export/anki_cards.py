"""The fields of a note: HTML, with formulas between `\\(` and `\\)`, which every Anki gives to MathJax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ..formulas.mathml import PIECE, grouped
from ..quiz.kinds import KINDS
from ..quiz.letters import LETTERS
from .telling import rubric_lines, said_of_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..quiz.asking import Question

FIELDS = ("Question", "Options", "Answer", "Solution", "Wrong options")

_ITEM = Markup("<li>{}</li>")
_LETTERED = Markup('<ol type="A">{}</ol>')
_NUMBERED = Markup("<ol>{}</ol>")
_LISTED = Markup("<ul>{}</ul>")


def note_fields(asked: Question) -> tuple[str, ...]:
    """The contents of `FIELDS`, in their order; none is a formula, tag or sound of Anki's by accident."""
    return (str(anki_html(asked.ask)), _options(asked), _answer(asked), _solution(asked), _wrong_options(asked))


def anki_html(text: str) -> Markup:
    """A text of the domain as HTML in a field."""
    return Markup("").join(map(_piece, PIECE.split(text)))


def _piece(piece: str) -> Markup:
    if len(piece) > 2 and piece[0] == piece[-1] == "`":
        return Markup("<code>{}</code>").format(_inert(piece[1:-1]))
    if len(piece) > 2 and piece[0] == piece[-1] == "$":
        return Markup(r"\({}\)").format(_inert_brackets(escape(grouped(piece[1:-1]))))
    return _inert(piece)


def _inert(text: str) -> Markup:
    # A backslash before a bracket would begin a formula; an invisible word joiner keeps them apart.
    return _inert_brackets(escape(text.replace("\\(", "\\\u2060(").replace("\\[", "\\\u2060[")))


def _inert_brackets(html: Markup) -> Markup:
    # Anki looks for [sound:…] and [latex] in the source; written as an entity, a bracket is only shown.
    return Markup(html.replace("[", Markup("&#91;")))  # noqa: S704 - escaped before


def _list(kind: Markup, texts: Iterable[str]) -> Markup:
    items = Markup("").join(_ITEM.format(anki_html(text)) for text in texts)
    return kind.format(items) if items else Markup("")


def _options(asked: Question) -> str:
    if not asked.options:
        return ""
    options = _list(_LETTERED, (option.text for option in asked.options))
    partners = _list(_LETTERED, asked.partners)
    told = "" if KINDS[asked.kind].single else Markup('<div class="expects">{}</div>').format(KINDS[asked.kind].expects)
    return str(options + partners + told)


def _answer(asked: Question) -> str:
    """The right option, all right ones, the order, or the pairs; for an open question what earns points, and a model."""
    options = asked.options
    if asked.kind == "open":
        return _open_answer(asked)
    if asked.kind == "match":
        pairs = zip(options, asked.answer, strict=True)
        return str(_list(_LISTED, (f"{option.text} — {LETTERS[n]}, {asked.partners[n]}" for option, n in pairs)))
    places = (asked.key,) if asked.key >= 0 else asked.answer
    named = [f"{LETTERS[place]}, {options[place].text}" for place in places]
    if len(named) < 2:
        return str(anki_html("".join(named) or "none of them"))
    return str(_list(_NUMBERED if asked.kind == "order" else _LISTED, named))


def _open_answer(asked: Question) -> str:
    rubric = _list(_LISTED, rubric_lines(asked))
    reference = Markup("<pre><code>{}</code></pre>").format(_inert(asked.notes.reference.rstrip()))
    return str(rubric + reference if asked.notes.reference else rubric)


def _solution(asked: Question) -> str:
    if len(asked.solution) == 1:
        return str(anki_html(asked.solution[0]))
    return str(_list(_NUMBERED, asked.solution))


def _wrong_options(asked: Question) -> str:
    return str(_list(_LISTED, said_of_options(asked)))
