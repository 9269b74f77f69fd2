"""What a state owes to earlier inputs and cell states: the sensitivities of cells drawn for a seed, on the same inputs."""

from __future__ import annotations

from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING

from ... import cells, reference
from ...facts import sensitivity
from ...formulas.numbers import decimal, in_text
from ...ground.errors import LstmDocsError
from ...network import Network
from .. import figures
from ..fences import options as given
from ..figures.over_steps import Line, Panel
from ..figures.triangles import Triangle
from .plot import Plot, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from ...facts.sensitivity import Sensitivity
    from ...ground.located import Located
    from ...reference.packing import Array

MOST_INPUTS, MOST_UNITS, MOST_STEPS, MOST_CELLS, MOST_BIASES = 64, 24, 40, 3, 4
LARGEST_BIAS, LARGEST_SEED = 20, 2**32 - 1
SIZES = ("input", "hidden", "steps", "seed")
CELLS, BIASES = ("rnn-tanh", "lstm", "gru-reset-after"), (0.0, 1.0, 2.0, 5.0)
SHORT = {"rnn-tanh": "RNN", "rnn-relu": "RNN, ReLU", "lstm": "LSTM", "gru-reset-after": "GRU"}


@lru_cache(maxsize=64)
def _of(cell: str, inputs: int, units: int, steps: int, seed: int, bias: float | None) -> Sensitivity:
    """The weights are drawn from ±1/√H, the inputs from ±1; both depend on nothing but the seed and the sizes."""
    net = Network(cell=cell, input=inputs, hidden=units)
    weights = reference.random_weights(net, seed)
    if bias is not None:
        weights = sensitivity.with_forget_bias(net, weights, bias)
    return sensitivity.of(net, weights, reference.random_inputs(net, steps, 1, seed))


def _found(options: Located, cell: str, bias: float | None = None) -> Sensitivity:
    return _of(cell, *_sizes(options), bias)


def _sizes(options: Located) -> tuple[int, int, int, int]:
    """Inputs, units, steps and seed."""
    inputs, units = size(options, "input", 8, MOST_INPUTS), size(options, "hidden", 12, MOST_UNITS)
    steps = size(options, "steps", 24, MOST_STEPS)
    if steps < 2:
        raise options["steps"].error("steps must be at least 2: what is drawn lies between two steps")
    seed = options["seed"].whole(0, LARGEST_SEED) if "seed" in options.value else 1
    return inputs, units, steps, seed


def _cells(options: Located, default: Sequence[str]) -> list[str]:
    chosen = given.choices(options, "cell", cells.COMMON, default, named=cells.named)
    if not 1 <= len(set(chosen)) == len(chosen) <= MOST_CELLS:
        raise options["cell"].error(f"name one to {MOST_CELLS} different cells")
    return chosen


def _bias(item: Located) -> float:
    value = item.plain()
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST_BIAS:
        raise item.error(f"a forget bias must be a number from −{LARGEST_BIAS} to {LARGEST_BIAS}, not {str(value)[:40]!r}")
    return float(value)


def _biases(options: Located, chosen: Sequence[str]) -> list[float | None]:
    """For each cell the forget bias that is asked for, None where it has no forget gate; one of them must have one."""
    if "forget_bias" not in options.value:
        return [None] * len(chosen)
    bias = _bias(options["forget_bias"])
    forget = [_forgets(cell) for cell in chosen]
    if not any(forget):
        raise options["forget_bias"].error("no cell here has a forget gate")
    return [bias if forgets else None for forgets in forget]


def _forgets(cell: str) -> bool:
    return "f" in cells.build(cell).gates


def _name(cell: str, bias: float | None) -> str:
    name = SHORT.get(cell, cells.title(cell))
    return name if bias is None else f"{name}, forget bias {_typed(bias)}"


def _typed(bias: float) -> str:
    """A bias as it is typed."""
    return in_text(int(bias)) if bias == int(bias) else f"{bias:g}".replace("-", "−")


def _values(array: Array) -> tuple[float, ...]:
    return tuple(map(float, array.tolist()))


def _sensitivity(options: Located) -> Markup:
    chosen = _cells(options, CELLS)
    drawn = [
        Triangle(_name(cell, bias), _found(options, cell, bias).h_by_x.tolist())
        for cell, bias in zip(chosen, _biases(options, chosen), strict=True)
    ]
    title = f"How much each state changes with each input: {', '.join(it.name for it in drawn)}"
    return figures.triangles(drawn, title, norm=("h_t", "x_s"))


def _curves(options: Located) -> Markup:
    chosen = _cells(options, CELLS)
    curves = [
        (_name(cell, bias), _found(options, cell, bias)) for cell, bias in zip(chosen, _biases(options, chosen), strict=True)
    ]
    first = tuple(Line(name, _values(it.first_input), n) for n, (name, it) in enumerate(curves))
    last = tuple(Line(name, _values(it.last_state), n) for n, (name, it) in enumerate(curves))
    panels = [
        Panel("How long the first input is felt", ("h_t", "x_1"), first, "step 𝑡"),
        Panel("How far back the last state looks", ("h_T", "x_t"), last, "step 𝑡"),
    ]
    return figures.over_steps(panels, "Sensitivity to the first input, and of the last state")


def _rates(options: Located) -> Markup:
    """What is left in an RNN on the way back, beside what its mean slope and one number of U_h would leave."""
    inputs, units, count, seed = _sizes(options)
    net, steps, felt = (
        Network(cell="rnn-tanh", input=inputs, hidden=units),
        range(count),
        _found(options, "rnn-tanh").first_input,
    )
    drawn = reference.random_weights(net, seed), reference.random_inputs(net, count, 1, seed)
    slope, norm, radius = sensitivity.rates(net, *drawn)
    lines = (
        Line("measured", _values(felt / felt[0])),
        Line(f"by the norm, {decimal(norm, 2)}", tuple((slope * norm) ** k for k in steps), 1, "lstm-h"),
        Line(f"by the radius, {decimal(radius, 2)}", tuple((slope * radius) ** k for k in steps), 2, "lstm-h"),
    )
    panel = Panel(f"What is left, mean slope {decimal(slope, 2)}", ("h_t", "x_1"), lines, "steps back 𝑘", first=0)
    return figures.over_steps([panel], "What is left of a change in an RNN, measured, and by two numbers of its matrix")


def _direct(options: Located) -> Markup:
    cell = given.cell_name(options, [name for name in cells.COMMON if name.startswith("lstm")], "lstm")
    (bias,) = _biases(options, [cell])
    sensitivity = _found(options, cell, bias)
    if sensitivity.c_by_c is None or sensitivity.direct is None or sensitivity.direct_mean is None:
        raise LstmDocsError(f"{cell} has no cell state")  # a fault of ours: all that begin with lstm have one
    lines = (
        Line("all paths", _values(sensitivity.c_by_c[-1, ::-1])),
        Line("direct, best unit", _values(sensitivity.direct[-1, ::-1]), 1, "lstm-f"),
        Line("direct, mean", _values(sensitivity.direct_mean[-1, ::-1]), 2, "lstm-f"),
    )
    panel = Panel(f"{_name(cell, bias)}: from the last cell state back", ("c_T", "c_T-k"), lines, "steps back 𝑘", first=0)
    return figures.over_steps([panel], "All paths along the cell states, and the direct one")


def _forget_bias(options: Located) -> Markup:
    cell = given.cell_name(options, [name for name in cells.COMMON if _forgets(name)], "lstm")
    biases = _listed(options)
    lines = tuple(
        Line(f"{_typed(bias)}, σ = {decimal(1 / (1 + exp(-bias)), 3)}", _values(_found(options, cell, bias).first_input), n)
        for n, bias in enumerate(biases)
    )
    panel = Panel("How long the first input is felt, by forget bias", ("h_t", "x_1"), lines, "step 𝑡")
    return figures.over_steps([panel], "How long the first input is felt, by forget bias")


def _listed(options: Located) -> list[float]:
    item = options.get("biases")
    if item is None:
        return list(BIASES)
    biases = [_bias(entry) for entry in item.sequence()]
    if not 1 <= len(set(biases)) == len(biases) <= MOST_BIASES:
        raise item.error(f"name one to {MOST_BIASES} different forget biases")
    return biases


PLOTS = {
    "sensitivity": Plot(_sensitivity, (*SIZES, "cell", "forget_bias")),
    "sensitivity-curves": Plot(_curves, (*SIZES, "cell", "forget_bias")),
    "rnn-rates": Plot(_rates, SIZES),
    "direct-path": Plot(_direct, (*SIZES, "cell", "forget_bias")),
    "forget-bias": Plot(_forget_bias, (*SIZES, "cell", "biases")),
}
