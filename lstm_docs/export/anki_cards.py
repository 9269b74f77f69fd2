"""The fields of a note: HTML, with formulas between `\\(` and `\\)`, which every Anki gives to MathJax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ..formulas.curves import drawn, read
from ..formulas.mathml import code_html, grouped
from ..formulas.pieces import translated
from ..ground.xml import tag
from ..quiz.engine.kinds import KINDS
from ..quiz.engine.letters import LETTERS
from .wording import rubric_lines, said_of_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..quiz.engine.asking import Question

FIELDS = ("Question", "Options", "Answer", "Solution", "Wrong options")


def note_fields(asked: Question) -> tuple[str, ...]:
    """The contents of `FIELDS`, in their order; none is a formula, tag or sound of Anki's by accident."""
    return (str(anki_html(asked.ask)), _options(asked), _answer(asked), _solution(asked), _wrong_options(asked))


def anki_html(text: str) -> Markup:
    """A text of the domain as HTML in a field."""
    return Markup(translated(text, formula=_formula, code=_code, words=_inert))  # noqa: S704 - each piece is escaped


def _formula(latex: str) -> Markup:
    return Markup(r"\({}\)").format(_inert_brackets(escape(grouped(latex))))


def _code(text: str) -> Markup:
    return drawn(held) if (held := read(text)) else code_html(_inert(text))


def _inert(text: str) -> Markup:
    # A backslash before a bracket would begin a formula; an invisible word joiner keeps them apart.
    return _inert_brackets(escape(text.replace("\\(", "\\\u2060(").replace("\\[", "\\\u2060[")))


def _inert_brackets(html: Markup) -> Markup:
    # Anki looks for [sound:…] and [latex] in the source; written as an entity, a bracket is only shown.
    return Markup(html.replace("[", Markup("&#91;")))  # noqa: S704 - escaped before


def _list(texts: Iterable[str], name: str = "ul", **attributes: str) -> Markup:
    items = [tag("li", anki_html(text)) for text in texts]
    return tag(name, *items, **attributes) if items else Markup("")


def _options(asked: Question) -> str:
    if not asked.options:
        return ""
    options = _list((option.text for option in asked.options), "ol", type="A")
    partners = _list(asked.partners, "ol", type="A")
    instruction = "" if KINDS[asked.kind].single else tag("div", KINDS[asked.kind].expects, class_="expects")
    return str(options + partners + instruction)


def _answer(asked: Question) -> str:
    """The right option, all right ones, the order, or the pairs; for an open question what earns points, and a model."""
    options = asked.options
    if asked.kind == "open":
        return _open_answer(asked)
    if asked.kind == "match":
        pairs = zip(options, asked.answer, strict=True)
        return str(_list(f"{option.text} — {LETTERS[n]}, {asked.partners[n]}" for option, n in pairs))
    places = (asked.key,) if asked.key >= 0 else asked.answer
    named = [f"{LETTERS[place]}, {options[place].text}" for place in places]
    if len(named) < 2:
        return str(anki_html("".join(named) or "none of them"))
    return str(_list(named, "ol" if asked.kind == "order" else "ul"))


def _open_answer(asked: Question) -> str:
    rubric = _list(rubric_lines(asked))
    reference = tag("pre", tag("code", _inert(asked.notes.reference.rstrip())))
    return str(rubric + reference if asked.notes.reference else rubric)


def _solution(asked: Question) -> str:
    if len(asked.solution) == 1:
        return str(anki_html(asked.solution[0]))
    return str(_list(asked.solution, "ol"))


def _wrong_options(asked: Question) -> str:
    return str(_list(said_of_options(asked)))
