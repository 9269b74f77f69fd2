"""The explorer of shapes: every tensor of a network drawn to scale, in three notations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import cells, frameworks
from ...cells.sizes import LARGEST_SIZE
from ...formulas.decimals import number
from ...formulas.grammar import evaluate
from ...network import LARGEST_DEPTH
from ..fences import options as given
from . import shapes_data
from .controls import Changes, Choice, Number
from .explorer import Explorer, Setup
from .shapes_data import EQUATIONS
from .shapes_drawn import drawn
from .texts import change, compared, expression, refused_after

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import Control, State
    from .explorer import Data, Parts

FITTED = re.compile(r"(\d{1,7})\.(\d{1,7})\.(\d{1,7})", re.ASCII)
HINT = Markup("<p>Drag an edge of 𝑊 or the corner of 𝑈, or use the arrow keys while the picture has the focus.</p>")
NOTATIONS = {"split": "gate by gate", "concatenated": "W and U side by side", "stored": "as they are stored"}


def _setup(options: Located) -> Setup:
    proved = [name for name, it in frameworks.FRAMEWORKS.items() if it.evidence == "tests"]
    named = given.framework(options) if options.value.get("framework") else None
    chosen = tuple(
        dict.fromkeys([*given.choices(options, "frameworks", frameworks.FRAMEWORKS, proved), *([named] if named else [])])
    )
    narrow = [name for name in chosen if frameworks.get(name).narrow_projection]
    return Setup(_controls(chosen), shapes_data.data(chosen) | {"narrow": narrow}, ("frameworks",), still={"hint": HINT})


def _controls(chosen: tuple[str, ...]) -> tuple[Control, ...]:
    titles = {name: recipe.title for name, recipe in cells.COMMON.items()}
    keepers = {EQUATIONS: "the equations"} | {name: frameworks.get(name).name for name in chosen}
    return (
        Number("input", "I", "inputs", 1, LARGEST_SIZE, 80),
        Number("hidden", "H", "units", 1, LARGEST_SIZE, 12),
        Number("projection", "P", "projection, 0 without one", 0, LARGEST_SIZE, 0),
        Number("layers", "L", "layers", 1, LARGEST_DEPTH, 1),
        Choice("bidirectional", "directions", {"no": "one", "yes": "two"}, "no"),
        Choice("bias", "biases", {"yes": "with", "no": "without"}, "yes"),
        Choice("cell", "cell", titles, "lstm", named=cells.named),
        Choice("framework", "framework", keepers, EQUATIONS, named=frameworks.named),
        Choice("notation", "drawn", NOTATIONS, "split"),
        Changes("fit", "fit", of=("input", "hidden", "projection")),
    )


def _parts(data: Data, state: State, before: State) -> Parts:
    keeper, sizes = str(state["framework"]), _sizes(state)
    reason = _refusal(data, state)
    keeper = EQUATIONS if reason else keeper
    notation = state["notation"] if keeper != EQUATIONS or state["notation"] != "stored" else "split"
    stands = EQUATIONS if notation != "stored" else keeper
    scheme = data["schemes"].get(f"{_key(state, stands)},{notation}")
    if scheme is None:  # the equations themselves refuse
        return {"said": Markup("{}").format(refused_after(_done(data, state, before), reason))}
    picture = drawn(_heads(state, scheme), scheme, data["items"], sizes, _sizes(before), _sizes(_fitted(data, state)))
    return {"picture": picture, "said": _said(data, state, before, reason), "numbers": _numbers(data, state, keeper, sizes)}


def _sizes(state: State) -> dict[str, int]:
    names = {"I": "input", "H": "hidden", "P": "projection", "L": "layers"}
    return {letter: int(state[name] or 0) for letter, name in names.items()}


def _fitted(data: Data, state: State) -> State:
    """The sizes that the scale was made to fit: the first ones, until a reader asks for others."""
    first: State = data["first"]
    found = FITTED.fullmatch(str(state["fit"]))
    return first | dict(zip(("input", "hidden", "projection"), found.groups(), strict=True)) if found else first


def _key(state: State, keeper: str) -> str:
    flags = (
        state["projection"] != 0,
        state["bias"] == "yes",
        state["bidirectional"] == "yes",
        state["layers"] != 1,
    )
    return ",".join([str(state["cell"]), keeper, *("01"[flag] for flag in flags)])


def _refusal(data: Data, state: State) -> str:
    """Why the equations or the framework cannot be as the state says; empty if they can."""
    keeper = str(state["framework"])
    kinds = (f"{state['cell']},{name},{'01'[state['projection'] != 0]}" for name in (EQUATIONS, keeper))
    refused: str = next(filter(None, map(data["refused"].get, kinds)), "")
    if not refused and keeper in data["narrow"] and int(state["projection"] or 0) >= int(state["hidden"] or 0):
        return f"{data['names']['framework'][1][keeper]} needs a projection narrower than H"
    return refused


def _count(data: Data, state: State) -> int | None:
    """The parameters as the framework or the equations have them; None if neither can."""
    keeper = EQUATIONS if _refusal(data, state) else str(state["framework"])
    formula = data["counts"].get(_key(state, keeper))
    return evaluate(formula, _sizes(state)) if formula else None


def _heads(state: State, scheme: Data) -> list[str]:
    layers = int(state["layers"] or 1)
    two = state["bidirectional"] == "yes"
    directions = "" if not two else ", both directions" if scheme["both"] else ", each of two directions"
    if layers == 1:
        return [f"One layer{directions}"]
    others = "Layer 1" if layers == 2 else f"Layers 1 to {number(layers - 1)}, all alike"
    return [f"Layer 0{directions}", f"{others}{directions}"]


def _done(data: Data, state: State, before: State) -> str:
    return change(data["names"], before, state | {"fit": before["fit"]})


def _said(data: Data, state: State, before: State, reason: str) -> Markup:
    count, earlier = _count(data, state), _count(data, before)
    if reason:
        return Markup("{} What is shown are the equations.").format(refused_after(_done(data, state, before), reason))
    done = _done(data, state, before)
    if not done or count is None or earlier is None:
        lead = "Drawn to fit: " if state["fit"] != before["fit"] else ""
        return Markup("{}{} parameters.").format(lead, number(count or 0))
    return Markup("{}").format(compared(done, earlier, count, "parameters"))


def _numbers(data: Data, state: State, keeper: str, sizes: dict[str, int]) -> Markup:
    """The count by the equations, and by the framework if one is chosen."""
    rows = [("By the equations", EQUATIONS)]
    rows += [(f"{data['names']['framework'][1][keeper]} stores", keeper)] if keeper != EQUATIONS else []
    counts = Markup("").join(_counted(words, data["counts"][_key(state, name)], sizes) for words, name in rows)
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(counts)


def _counted(words: str, formula: str, sizes: dict[str, int]) -> Markup:
    row = Markup('<tr><th scope="row">{}</th><td>{}</td><td class="lstm-number">= {}</td><td>parameters</td></tr>')
    return row.format(words, expression(formula), number(evaluate(formula, sizes)))


ORDER = ("controls", "picture", "hint", "said", "numbers")
DOES = (("fit", "Fit"),)
EXPLORER = Explorer("shapes", "Shapes of a recurrent network", _setup, _parts, ORDER, "BDHILPUVWbfghimnoprz", DOES)
