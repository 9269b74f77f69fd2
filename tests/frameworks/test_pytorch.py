"""PyTorch's row, on PyTorch."""

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
