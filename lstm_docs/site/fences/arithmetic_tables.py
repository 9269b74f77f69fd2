"""What cheaper functions and narrow integers do to h, as tables."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ... import arithmetic, reference
from ...formulas.numbers import in_text
from ...network import Network
from . import options as given
from .tables import Row, Table, plain_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...arithmetic import Drift
    from ...ground.located import Located

AFTER = (1, 10, 100)
"""The steps after which the error in h is shown."""
RUN = ("input", "hidden", "seed")
CELL_BITS = (16, 12, 8)


def table(options: Located) -> Table:
    """`lstm-arithmetic`: the table that `show` names. Raises `LstmDocsError` at the line of an option that is refused."""
    given.require(options, ("show", "bits", *RUN), "show")
    return TABLES[given.choice(options, "show", TABLES, "functions")](options)


def network(options: Located) -> tuple[Network, int]:
    """The layer that is run, 80 inputs and 12 units if the options say nothing, and the seed of its weights and inputs."""
    inputs, hidden = given.size(options, "input", 80, most=256) or 1, given.size(options, "hidden", 12, most=256) or 1
    seed = options["seed"].whole(0, 2**32 - 1) if "seed" in options.value else 1
    return Network(input=inputs, hidden=hidden), seed


@lru_cache(maxsize=8)
def drifts(net: Network, seed: int) -> Mapping[str, Drift]:
    """`arithmetic.drift`, remembered: a figure and a table show the same run."""
    return arithmetic.drift(net, max(AFTER), seed)


def _functions(options: Located) -> Table:
    """Every approximation: what it is, where it is found, and how far it is off itself."""
    by_name = drifts(*network(options))
    rows = [
        plain_row(name, [by.says, by.where, small(by_name[name].sigmoid), small(by_name[name].tanh)])
        for name, by in arithmetic.APPROXIMATIONS.items()
    ]
    return Table("Approximations of σ and tanh", ["what", "where", "error in σ", "in tanh"], rows)


def _drift(options: Located) -> Table:
    """The error in h with every approximation."""
    by_name = drifts(*network(options)).items()
    rows = [plain_row(name, [small(off.h[step - 1]) for step in AFTER]) for name, off in by_name]
    return Table("Error in h by approximation", _after(), rows)


def _narrow(options: Located) -> Table:
    """Every vector in so many bits alone, all else exact."""
    bits = options["bits"].whole(2, 16) if "bits" in options.value else 8
    net, seed = network(options)
    rows = [
        _narrowed(arithmetic.ROUNDED[letter], scale.step, off)
        for letter, (scale, off) in arithmetic.alone(net, max(AFTER), seed, bits).items()
    ]
    return Table(f"In {bits} bits alone", ["one step of it is", *_after()], rows)


def _narrowed(words: str, step: float, off: arithmetic.Array) -> Row:
    return plain_row(words, [small(step), *(small(off[after - 1]) for after in AFTER)])


def _integers(options: Located) -> Table:
    """The LSTM in integers alone, with cell states of several widths."""
    net, seed = network(options)
    weights, x = reference.random_weights(net, seed, 1.0), reference.random_inputs(net, max(AFTER), 16, seed)
    exact = reference.run(net, weights, x).output
    rows = []
    for bits in CELL_BITS:
        lstm = arithmetic.IntegerLSTM.of(net, weights, x, cell_bits=bits)
        off = np.abs(lstm.scales["h"].values(lstm.run(x)) - exact).max(axis=(1, 2))
        rows.append(_narrowed(f"{bits} bits for c", lstm.scales["c"].step, off))
    return Table("In integers alone", ["one step of c is", *_after()], rows)


def _scales(options: Located) -> Table:
    """The scales of the LSTM in integers: bits, step, and the largest number that each reaches."""
    net, seed = network(options)
    weights, x = reference.random_weights(net, seed, 1.0), reference.random_inputs(net, max(AFTER), 16, seed)
    scales = arithmetic.IntegerLSTM.of(net, weights, x).scales
    names = {"x": "x", "W_f": "W of the forget gate", "U_f": "U of the forget gate", "b_f": "b of the forget gate"}
    names |= {"c": "c", "h": "h"}
    rows = [
        plain_row(words, [in_text(scales[key].bits), small(scales[key].step), small(scales[key].step * scales[key].most)])
        for key, words in names.items()
    ]
    return Table("Scales", ["bits", "one step is", "reaches to"], rows)


TABLES: Mapping[str, Callable[[Located], Table]] = {
    "functions": _functions,
    "drift": _drift,
    "narrow": _narrow,
    "integers": _integers,
    "scales": _scales,
}


def _after() -> list[str]:
    return [f"in h after {steps} step" + ("s" if steps > 1 else "") for steps in AFTER]


def small(value: float) -> str:
    """Two digits that count; a power of ten where many zeros would go before them."""
    if value < 1e-12:
        return "0"
    if 1e-4 <= value < 100:
        return f"{value:.2g}"
    if value >= 100:
        return in_text(round(value))
    digits, power = f"{value:.1e}".split("e-")
    return f"{digits}·10⁻{''.join('⁰¹²³⁴⁵⁶⁷⁸⁹'[int(digit)] for digit in str(int(power)))}"
