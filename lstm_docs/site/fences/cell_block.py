"""`lstm-cell`: a cell's equations in a field, and all that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import escape

from ... import cells
from ...cells.sizes import LARGEST_SIZE, H, I
from ...ground.errors import LstmDocsError
from . import options as given
from .cell_parts import SMALL, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from ...ground.located import Located

STEP, MOST_STEPS = 3, 50


@dataclass(frozen=True)
class View:
    """What the template shows; `parts` by the names that the script has for them."""

    text: str
    input: int
    hidden: int
    step: int
    lines: int
    parts: Mapping[str, Markup]
    choices: Mapping[str, str]
    """Texts to choose from, by the names they have."""


def view(options: Located) -> View:
    """The first state of the field. Raises `LstmDocsError` at the option of a cell that is at fault."""
    given.require(options, ("cell", "input", "hidden", "step", "choose"), "cell")
    input_size = given.size(options, "input", 80, LARGEST_SIZE) or 1
    hidden = given.size(options, "hidden", 12, LARGEST_SIZE) or 1
    step = given.size(options, "step", STEP, MOST_STEPS) or 1
    try:
        text = cells.recipe(cells.named(options["cell"].text())).written.rstrip("\n") + "\n"
        shown = Shown(text, input_size, hidden, step)
    except LstmDocsError as error:
        raise options["cell"].error(error.message) from None
    chosen = given.choices(options, "choose", cells.CELLS, (), named=cells.named)
    first = {} if not chosen or text in [cells.recipe(name).written for name in chosen] else {shown.called: text}
    choices = first | {cells.title(name): cells.recipe(name).written for name in chosen}
    return View(text, input_size, hidden, step, len(shown.cell.equations), shown.parts(), choices)


def at_work(name: str) -> View:
    """A cell of ours by itself: its equations as text, and its picture, as large as pictures are."""
    recipe = cells.recipe(name)
    lines = [line for line in recipe.written.splitlines() if not line.startswith("#")]
    text = "\n".join([f"# {recipe.text.title}", *lines, ""])
    shown = Shown(text, SMALL[I], SMALL[H], STEP)
    return View(text, SMALL[I], SMALL[H], STEP, len(shown.cell.equations), {"text": escape(text), **shown.living()}, {})
