"""Whatever convention a file of tensors is in, it comes back as the network that was packed."""

from random import Random

import numpy as np
import pytest

from lstm_docs import Network, frameworks, models, reference
from lstm_docs.reference.weights import random_inputs, random_weights

from ..frameworks.proofs import storable

NAMED = [name for name, row in frameworks.FRAMEWORKS.items() if not row.flat]
PREFIXES = ("model.{}.", "{}_cell_2/", "encoder.1.{}_layer.", "{}/")
TRIES = 12


def _networks(framework):
    draw, count = Random(framework), 0
    convention = frameworks.get(framework)
    while count < TRIES:
        cell = convention.cells[count % len(convention.cells)]
        network = Network(
            cell=cell,
            input=draw.randint(1, 9),
            hidden=draw.randint(2, 9),
            layers=draw.randint(1, 3) if convention.stacked == "native" else 1,
            bidirectional=draw.random() < 0.4,
            projection=draw.choice([None, None, draw.randint(1, 5)]) if cell.startswith("lstm") else None,
            bias=draw.random() < 0.7 or convention.bias == "always",
        )
        halves = network.bidirectional and convention.bidirectional == "objects"
        if halves and (network.layers > 1 or not convention.directions[0]):
            continue  # DyNet's and Candle's directions are networks of their own
        if frameworks.refusal(framework, network) is None:
            count += 1
            yield count, network


def _saved(path, framework, network, seed, prefix):
    """The framework's tensors among others, and the weights they hold."""
    weights = storable(framework, network, random_weights(network, seed))
    tensors = frameworks.pack(framework, weights, network)
    draw = np.random.default_rng(seed)
    shapes = {"embedding.weight": (11, 3), "head.weight": (2, 4), "head.bias": (2,)}
    others = {name: draw.normal(size=shape) for name, shape in shapes.items()}
    np.savez(path, **{prefix + name: tensor for name, tensor in tensors.items()} | others)
    return weights


@pytest.mark.parametrize("framework", NAMED)
def test_a_packed_network_comes_back(framework, tmp_path):
    for number, network in _networks(framework):
        prefix = PREFIXES[number % len(PREFIXES)].format(network.cell.partition("-")[0])
        weights = _saved(tmp_path / "model.npz", framework, network, number, prefix)
        file = models.read(tmp_path / "model.npz")
        assert len(file.layers) == 1, (network, prefix, file.layers)
        ways = [way for layer in file.layers for way in layer.readings if framework in (way.framework, *way.also)]
        mine = [way for way in ways if way.network == network]
        assert len(mine) == 1, (network, prefix, file.layers)
        assert mine[0].known_by == "names"
        x = random_inputs(network, 3, 2, number)
        got, expected = (reference.run(network, given, x).output for given in (mine[0].weights, weights))
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-12)
        assert file.rest == {"embedding": 33, "dense": 10, "convolution": 0, "other": 0}, (network, file.layers)
