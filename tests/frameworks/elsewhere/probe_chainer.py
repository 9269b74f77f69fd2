"""Chainer's stateful LSTM link and its NStep links, in float64."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import chainer
import numpy as np

from ..proofs import Ran, handed, in_layers, in_order, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from ..proofs import Array, Tensors

chainer.global_config.dtype = np.float64
chainer.global_config.train = False


def _tolerance(cell: str) -> float:
    return 1e-12


def _named(link: chainer.Link) -> dict[str, chainer.Parameter]:
    return {name.removeprefix("/"): parameter for name, parameter in link.namedparams()}


def _fill(link: chainer.Link, tensors: Tensors) -> chainer.Link:
    for name, parameter in _named(link).items():
        parameter.array = np.array(tensors[name])
    return link


def _step_link(network: Network) -> chainer.links.LSTM:
    return chainer.links.LSTM(network.input, network.widths[0])


def _step_shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return object_shapes(network, lambda alone: {name: p.shape for name, p in _named(_step_link(alone)).items()})


def _step_run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        link = _fill(_step_link(alone), own)
        if h is not None:
            link.set_state(*map(chainer.Variable, in_order("c h", h, c)))
        outputs = [link(np.ascontiguousarray(step)).array for step in sequence]
        return Ran(np.stack(outputs), link.c.array)

    return in_layers(network, tensors, x, one)


def _nstep_link(network: Network) -> chainer.Link:
    kind = chainer.links.NStepBiLSTM if network.bidirectional else chainer.links.NStepLSTM
    return kind(network.layers, network.input, network.widths[0], 0.0)


def _nstep_shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return {name: parameter.shape for name, parameter in _named(_nstep_link(network)).items()}


def _nstep_run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    first = (None, None) if h is None else in_order("h c", h[None], c[None])
    *after, outputs = _fill(_nstep_link(network), tensors)(*first, list(handed(x, "B T I")))
    stacked = np.stack([sequence.array for sequence in outputs])
    return Ran(handed(stacked, "B T I"), in_order("h c", *after)[1].array[0])


PROBES = [
    SimpleNamespace(
        framework="chainer",
        cells=("lstm",),
        time="step",
        state="c h",
        tolerance=_tolerance,
        shapes=_step_shapes,
        run=_step_run,
    ),
    SimpleNamespace(
        framework="chainer-nstep",
        cells=("lstm",),
        time="B T I",
        state="h c",
        tolerance=_tolerance,
        shapes=_nstep_shapes,
        run=_nstep_run,
    ),
]
