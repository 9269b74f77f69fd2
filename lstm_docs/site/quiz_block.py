"""The quiz in a page: the first question as HTML, and the data from which the browser asks the rest."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from ..cells.sizes import LARGEST_SIZE
from ..errors import LstmDocsError, one_of
from ..quiz.asking import Question, at, question
from ..quiz.bank import load_bank
from ..quiz.compiled import as_data
from ..quiz.judging import LETTERS
from ..quiz.kinds import KINDS
from .math import inline_html

if TYPE_CHECKING:
    from pathlib import Path

    from ..located import Located
    from ..quiz.bank import Bank
    from ..quiz.compiled import CompiledFamily


def render(options: Located, *, assets: str, bank: Path | None = None) -> str:
    """The HTML of an `lstm-quiz` fence.

    `options`: `family` or `families` or `topic`; `count` of questions (1: practise without end);
    `seed`; `given`, to begin with one question of the domain. `assets` is the URL of our assets' folder.
    Raises `LstmDocsError` at the option's file:line.
    """
    options.check_keys((), ("family", "families", "topic", "count", "seed", "given"))
    chosen = _chosen(options, load_bank(bank))
    seed = str(found.plain()) if (found := options.get("seed")) else "1"
    count = found.whole(1, 200) if (found := options.get("count")) else 1
    index = _index(found, chosen[0]) if (found := options.get("given")) else None
    first = question(chosen[0], seed) if index is None else at(chosen[0], seed, index)
    return _element(chosen, seed, count, index, first, assets)


def data_files(bank: Bank) -> dict[str, str]:
    """File name -> JSON of every family, texts as safe HTML, for `assets/quiz/`."""
    return {
        f"{name}.json": json.dumps(as_data(compiled, placed_html), ensure_ascii=False, separators=(",", ":"))
        for name, compiled in bank.families.items()
    }


def placed_html(text: str) -> str:
    """A text as safe HTML in which only placeholders keep their braces."""
    pieces = str(inline_html(text)).split("<math")
    return pieces[0] + "".join("<math" + _without_braces(piece) for piece in pieces[1:])


def _without_braces(piece: str) -> str:
    inside, end, outside = piece.partition("</math>")
    return inside.replace("{", "&#123;").replace("}", "&#125;") + end + outside


def _chosen(options: Located, bank: Bank) -> list[CompiledFamily]:
    named = [key for key in ("family", "families", "topic") if options.get(key)]
    if len(named) != 1:
        raise options.error("a quiz names a family, families or a topic: one of the three")
    node = options[named[0]]
    try:
        if named[0] == "topic":
            return list(bank.topics[one_of(node.text(), bank.topics, "topic")])
        items = node.sequence() if named[0] == "families" else [node]
        return [bank.family(item.text()) for item in items]
    except LstmDocsError as error:
        raise error.at(node.where) from None


def _index(given: Located, compiled: CompiledFamily) -> int:
    """The point of the domain with the sizes and things given."""
    family = compiled.family
    wanted = {key: item.plain() for key, item in given.items()}
    sizes = {draw.size: draw for draw in family.draws}
    things = {key: value for key, value in wanted.items() if key not in sizes}
    place = next(
        (n for n, case in enumerate(family.cases) if all(getattr(case, k, None) == v for k, v in things.items())), None
    )
    if place is None:
        raise given.error(f"{family.id} draws nothing with {things}")
    index, weight = place, len(family.cases)
    for name, draw in sizes.items():
        if name in wanted:
            size = given[name].whole(1, LARGEST_SIZE)
            if size not in draw.values:
                raise given[name].error(f"{family.id} does not draw {name} = {size}")
            index += weight * list(draw.values).index(size)
        weight *= len(draw.values)
    return index


def _element(chosen: list[CompiledFamily], seed: str, count: int, index: int | None, first: Question, assets: str) -> str:
    names = " ".join(compiled.family.id for compiled in chosen)
    solution = "".join(f"<li>{inline_html(step)}</li>" for step in first.solution)
    progress = f"Question 1 of {count}" if count > 1 else "Practise"
    typed = KINDS[first.kind].typed
    return (
        f'<lstm-quiz id="quiz-{chosen[0].family.id}" data-families="{names}" data-seed="{escape(seed)}" data-count="{count}"'
        f' data-index="{"" if index is None else index}" data-base="{escape(assets)}quiz/">'
        f'<p class="lstm-quiz-progress">{progress}</p>'
        f'<div class="lstm-quiz-ask" tabindex="-1">{inline_html(first.ask)}</div>'
        f'<ol class="lstm-quiz-options">{_options(first)}</ol>'
        f'<form class="lstm-quiz-typed"{"" if typed else " hidden"}><label>or type it: <input name="answer" autocomplete="off"'
        f' spellcheck="false" maxlength="200" placeholder="{KINDS[first.kind].expects}"></label>'
        ' <button type="submit">Check</button></form>'
        '<div class="lstm-quiz-verdict" role="status"></div>'
        '<details class="lstm-quiz-work"><summary>Worked solution</summary>'
        f'<ol class="lstm-quiz-solution">{solution}</ol></details>'
        '<div class="lstm-quiz-actions"><button type="button" class="lstm-quiz-check" hidden>Check</button>'
        '<button type="button" class="lstm-quiz-next" hidden>Next question</button>'
        f'<button type="button" class="lstm-quiz-again"{" hidden" if count > 1 else ""}>Fresh numbers</button></div>'
        f'</lstm-quiz><script type="module" src="{escape(assets)}quiz.js"></script>'
    )


def _options(first: Question) -> str:
    """The options as buttons where one is right; otherwise as texts, which the browser makes into controls."""
    single = KINDS[first.kind].single
    rows = []
    for letter, option in zip(LETTERS, first.options, strict=False):
        inside = f'<span class="lstm-letter">{letter}</span> <span>{inline_html(option.text)}</span>'
        rows.append(f'<li><button type="button">{inside}</button></li>' if single else f"<li>{inside}</li>")
    rows += [f"<li>{inline_html(partner)}</li>" for partner in first.partners]
    return "".join(rows)
