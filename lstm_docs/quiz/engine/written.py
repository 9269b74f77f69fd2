"""What a family writes about a case, in its YAML: words, phrases, an answer, a solution, wrong answers, items.

A family may write it once, and again in `cases:` for the things drawn that change the question: a block that says
`when` adds to what stands outside, or stands in its place. Nothing is computed here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...ground.errors import LstmDocsError, one_of
from . import registry
from .case import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...ground.located import Located
    from .case import Case

MERGED = ("words", "given", "phrases")
PARTS = (*MERGED, "answer", "solution", "measured", "declared", "distract", "items", "rubric", "reference")
"""What can be written of a case; what is merged is added to, what is not is replaced."""

Written = dict[str, "Located"]


def written_for(case: Case, parts: Mapping[str, Located], blocks: tuple[Located, ...]) -> Written:
    """What is written of one case. Raises `LstmDocsError` unless exactly one block is of it, if there are any."""
    written = dict(parts)
    if not blocks:
        return written
    fitting = [block for block in blocks if fits(case, block["when"])]
    if len(fitting) != 1:
        drawn = case.given({})
        if not fitting:
            raise blocks[0].error(f"no block of cases is of {drawn}; every case needs one")
        raise fitting[1].error(f"two blocks of cases are of {drawn}, this one and line {fitting[0].line}")
    for name, node in fitting[0].items():
        if name in MERGED and name in written:
            both = dict(written[name].items()) | dict(node.items())
            written[name] = replace(node, value=both, keys=written[name].keys | node.keys)
        elif name != "when":
            written[name] = node
    return written


def fits(case: Case, when: Located) -> bool:
    """Whether a case has what `when` names: `{framework: keras, form: [a, b]}`; all of it must be so."""
    return all(_seen(case, name, node) in _values(node) for name, node in when.items())


def chosen(case: Case, node: Located) -> Located:
    """The value for this case of `{by: form, best: …, second: …}`; anything else as it stands."""
    while isinstance(node.value, dict) and "by" in node.value:
        by = node["by"].text()
        seen = _seen(case, by, node["by"])
        word = str(seen).lower() if isinstance(seen, bool) else str(seen)
        if word not in node.value or word == "by":
            if "else" not in node.value:
                listed = ", ".join(key for key in node.value if key != "by")
                raise node.error(f"nothing stands here for the {by} {word!r}; it has {listed}")
            word = "else"
        node = node[word]
    return node


def _seen(case: Case, name: str, node: Located) -> object:
    """What a case has by this name: a thing drawn, or a word of the case such as `gates`."""
    if name in FIELDS:
        return getattr(case, name)
    word = registry.words()[named(replace(node, value=name), (*FIELDS, *registry.words()), "thing that can be drawn")]
    with registry.serving(f"the word {name!r}", node.where):
        return word(case)


def named(node: Located, known: Iterable[str], what: str) -> str:
    """The name that stands at a node, if it is among those known. Raises at its line, naming the nearest."""
    try:
        return one_of(node.text(), known, what)
    except LstmDocsError as error:
        raise error.at(node.where) from None


def with_drawn(case: Case, values: Mapping[str, Located]) -> Case:
    """The case with other things drawn. Raises at the line of a value of the wrong sort."""
    for name, value in values.items():
        wanted = type(getattr(case, name))
        if not isinstance(value.value, wanted):
            raise value.error(f"{name} is {'true or false' if wanted is bool else 'a word'}, not {value.shown}")
        case = replace(case, **{name: value.value})
    return case


def _values(node: Located) -> list[object]:
    return [item.value for item in node.sequence()] if isinstance(node.value, list) else [node.value]
