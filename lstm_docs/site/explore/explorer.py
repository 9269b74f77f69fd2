"""What an explorer is: controls, data for the browser, and the parts of the page that follow from a state."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...formulas.digits import AnswerError
from . import controls

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...ground.located import Located
    from .controls import Control, State

Data = dict[str, Any]
Parts = dict[str, Markup]

BESIDE = ("picture", "said", "controls", "numbers")
"""The picture first and the fields beside it, or below its sentence where there is no room."""


@dataclass(frozen=True)
class Setup:
    """An explorer on a page: what can be set, and everything that its equations, formulas and tables say, as JSON.

    `fixed` are options that shape the explorer itself and cannot be changed in the browser; `numbers` is the height, in
    em, to be kept for the numbers; `still` are parts that no state changes,
    and `order` is what it shows, if that is not all.
    """

    controls: tuple[Control, ...]
    data: Data
    fixed: tuple[str, ...] = ()
    numbers: float = 4.8
    still: dict[str, Markup] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explorer:
    """`parts` gives the HTML of each part for a state, and what changed since the one before.

    `assets/explore-NAME.js` has the same function, and `does` are buttons of its own, each with its words.
    `letters` are what it may set in a formula or a figure later, which the font of formulas must hold.
    """

    name: str
    title: str
    setup: Callable[[Located], Setup]
    parts: Callable[[Data, State, State], Parts]
    order: tuple[str, ...] = ("controls", "picture", "said", "numbers")
    letters: str = ""
    does: tuple[tuple[str, str], ...] = ()


def parts(explorer: Explorer, data: Data, state: State, before: State) -> Parts:
    """The parts; for a state whose counts are too large, the sentence that says so."""
    try:
        return explorer.parts(data, state, before)
    except AnswerError as error:
        return {"said": Markup("{}").format(f"This cannot be stated exactly: {error.message}. Choose smaller sizes.")}


@dataclass(frozen=True)
class View:
    """What the fence's template shows."""

    name: str
    title: str
    beside: bool
    groups: list[tuple[str, list[Control]]]
    state: State
    order: tuple[str, ...]
    parts: Parts
    still: dict[str, Markup]
    player: Control | None
    numbers: float
    letters: str
    does: tuple[tuple[str, str], ...]
    data: Markup


def view(explorer: Explorer, options: Located) -> View:
    """The first state. Raises `LstmDocsError` at the line of an option that is refused."""
    setup = explorer.setup(options)
    options.check_keys(("explorer",), [*(it.name for it in setup.controls), *setup.fixed])
    first = controls.read(setup.controls, options)
    data = {"names": controls.names(setup.controls), "first": first, **setup.data}
    by_name = parts(explorer, data, first, first)
    order = setup.order or explorer.order
    shown = {name: by_name.get(name, Markup()) for name in order}
    player = next((it for it in setup.controls if it.group == "player"), None)
    groups = [(words, list(held)) for words, held in groupby(setup.controls, key=lambda it: it.group) if words != "player"]
    encoded = _in_single_quotes(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return View(
        explorer.name,
        explorer.title,
        order == BESIDE,
        groups,
        first,
        order,
        shown,
        setup.still,
        player,
        setup.numbers,
        explorer.letters,
        explorer.does,
        encoded,
    )


def _in_single_quotes(text: str) -> Markup:
    """JSON as an attribute, its many double quotes left as they are."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
    return Markup(safe)  # noqa: S704 - escaped for this place
