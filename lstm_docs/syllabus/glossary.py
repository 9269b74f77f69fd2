"""The words of the field, each with its meaning in a sentence or two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from ..ground import located
from ..ground.errors import LstmDocsError

FILE = "glossary.yml"


@dataclass(frozen=True)
class Term:
    """A word, other forms of it that stand in texts, and what it means: plain text."""

    id: str
    term: str
    forms: tuple[str, ...]
    meaning: str


@cache
def glossary() -> tuple[Term, ...]:
    """Every term, in the order of the alphabet.

    Raises `LstmDocsError` with file:line for a term that is not as it should be, or a form that two terms claim.
    """
    text = (resources.files("lstm_docs.syllabus") / FILE).read_text(encoding="utf-8")
    terms = [_term(node) for node in located.load(text, FILE).sequence()]
    seen: dict[str, str] = {}
    for term in terms:
        for form in (term.term, *term.forms):
            if seen.setdefault(form.casefold(), term.id) != term.id:
                raise LstmDocsError(f"{form!r} is claimed by {term.id} and by {seen[form.casefold()]}", where=FILE)
    return tuple(sorted(terms, key=lambda term: term.term.casefold()))


def _term(node: located.Located) -> Term:
    node.check_keys(("id", "term", "forms", "meaning"))
    forms = tuple(item.text() for item in node["forms"].sequence())
    return Term(node["id"].text(), node["term"].text(), forms, node["meaning"].text())
