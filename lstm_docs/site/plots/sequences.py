"""Sequences: layers over time, what is returned, windows, one-hot letters, encoder and decoder."""

from __future__ import annotations

from dataclasses import replace
from math import cos, sin
from string import ascii_lowercase
from typing import TYPE_CHECKING

import numpy as np

from ... import cells, facts
from ...cells.sizes import H
from ...formulas.numbers import in_text
from ...ground.errors import LstmDocsError
from ...network import Network
from .. import figures
from ..fences import options as given
from ..fences.worked_run import spelled
from ..figures.encoder_decoder import Half
from ..figures.returns import Returned
from ..figures.stacked import Layer
from ..figures.windows import Cut
from .plot import Plot, size

if TYPE_CHECKING:
    from markupsafe import Markup

    from ...ground.located import Located

MOST_STEPS, MOST_LAYERS, MOST_VALUES, MOST_UNITS = 10_000, 4, 60, 12
END = "↵"
LONGEST = 5
SHORT = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}


def _short(cell: str) -> str:
    """What stands in a small box for a cell."""
    title = cells.title(cell)
    return SHORT.get(cell.partition("-")[0]) or (title if len(title) <= LONGEST else "cell")


def _stacked(options: Located) -> Markup:
    given.size(options, "layers", most=MOST_LAYERS)
    network = given.network(options)
    if network.layers > MOST_LAYERS:
        raise options["hidden"].error(f"at most {MOST_LAYERS} layers are drawn, not {network.layers}")
    layers = [_layer(network, number, given.framework(options)) for number in range(network.layers)]
    return figures.stacked(_short(network.cell), size(options, "steps", 3, MOST_STEPS), layers, both=network.bidirectional)


def _layer(network: Network, number: int, framework: str | None) -> Layer:
    """One layer as a network of its own."""
    reads, units = network.layer_input(number), network.widths[number]
    alone = replace(network, input=reads, hidden=units, layers=1)
    return Layer(reads, units, int(facts.of(alone, framework=framework)["parameters"].value), network.merge)


def _states(cell: str) -> list[str]:
    built = cells.build(cell)
    other = [state for state in built.states if cells.sizes_of(built).shape(state) != (H, 1)]
    if other:
        rows, columns = cells.sizes_of(built).shape(other[0])
        name = cells.state_letter(other[0])
        raise LstmDocsError(f"this picture is of states of H numbers, and {name} of this cell is {rows} × {columns}")
    return [cells.state_letter(state) for state in built.states]


def _return_sequences(options: Located) -> Markup:
    states = _states(given.any_cell(options))
    units, steps, batch = size(options, "hidden", 12), size(options, "steps", 10, MOST_STEPS), size(options, "batch", 32)
    variants = [
        Returned(
            sequences,
            state,
            ((batch, steps, units) if sequences else (batch, units), *([(batch, units)] * len(states) * state)),
        )
        for sequences in (False, True)
        for state in (False, True)
    ]
    return figures.return_sequences(steps, states, variants)


def _windows(options: Located) -> Markup:
    length = size(options, "length", 12, MOST_VALUES)
    steps, horizon = size(options, "steps", 4), size(options, "horizon", 1)
    if steps + horizon > length:
        raise options.error(
            f"a window takes {steps} + {horizon} values, but the series has {length}; shorten it or lengthen the series"
        )
    series = tuple(sin(0.7 * n) + 0.4 * cos(1.9 * n) for n in range(length))
    return figures.windows(Cut(series, steps, horizon, size(options, "stride", 1), size(options, "features", 1)))


def _one_hot(options: Located) -> Markup:
    name = given.name(options, "anna")
    end = [END] if given.flag(options, "end", False) else []
    return figures.one_hot([*name, *end], [*ascii_lowercase, *end])


def _name_states(options: Located) -> Markup:
    """The hidden state after each letter of a name, with weights as they are drawn before training."""
    name, cell = given.name(options, "anna"), given.any_cell(options)
    network = Network(cell=cell, input=len(ascii_lowercase), hidden=size(options, "hidden", 4, MOST_UNITS))
    seed = options["seed"].whole(0, 2**32 - 1) if "seed" in options.value else 1
    states = np.array([step.values["h_t"][:, 0] for step in spelled(network, name, seed).steps])
    units = [f"unit {n}" for n in range(1, network.widths[0] + 1)]
    title = f"The hidden state of the {_short(cell)} after each letter of {name}"
    return figures.heat(states.T.tolist(), units, [*name], title, column_axis="letter", kind="lstm-h")


def _encoder_decoder(options: Located) -> Markup:
    cell = given.any_cell(options)
    inputs, units, outputs = size(options, "input", 80), size(options, "hidden", 12), size(options, "output", 26)
    steps, steps_out = size(options, "steps", 10, MOST_STEPS), size(options, "steps_out", 6, MOST_STEPS)
    batch = size(options, "batch", 32)
    encoder = Half(steps, "x", "", _tuple(batch, steps, inputs), "")
    given_back = _tuple(batch, steps_out, outputs)
    return figures.encoder_decoder(
        _short(cell), encoder, Half(steps_out, "y", "y", given_back, given_back), _states(cell), _tuple(batch, units)
    )


def _tuple(*shape: int) -> str:
    return "(" + ", ".join(map(in_text, shape)) + ")"


PLOTS = {
    "stacked": Plot(_stacked, ("cell", "layers", "bidirectional", "merge", "bias", "steps", "framework"), ("input", "hidden")),
    "return-sequences": Plot(_return_sequences, ("cell", "hidden", "steps", "batch")),
    "windows": Plot(_windows, ("length", "steps", "horizon", "stride", "features")),
    "one-hot": Plot(_one_hot, ("name", "end")),
    "name-states": Plot(_name_states, ("name", "cell", "hidden", "seed")),
    "encoder-decoder": Plot(_encoder_decoder, ("cell", "input", "hidden", "output", "steps", "steps_out", "batch")),
}
