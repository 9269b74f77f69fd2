"""PyTorch's row, on PyTorch."""

import pytest

from lstm_docs import Network, frameworks

from . import probe_pytorch as probe
from . import proofs


def test_orders():
    proofs.prove_orders(probe)


def test_shapes_and_parameters():
    proofs.prove_shapes(probe, 200)


def test_outputs():
    proofs.prove_outputs(probe, 40)


def test_states():
    proofs.prove_states(probe)


@pytest.mark.parametrize("projection", [4, 5])
def test_a_projection_that_the_row_refuses_is_refused_by_pytorch(projection):
    network = Network(input=3, hidden=4, projection=projection)
    assert "narrower than H" in frameworks.refusal("pytorch", network)
    with pytest.raises(ValueError, match="smaller than hidden_size"):
        probe.build(network)


@pytest.mark.parametrize("cell", ["gru-reset-after", "rnn-tanh"])
def test_only_the_lstm_has_a_projection(cell):
    with pytest.raises(Exception, match="proj_size"):
        probe.CLASSES[cell](3, 4, proj_size=2)
