"""Equinox's row, on Equinox."""

from . import probe_equinox as probe
from . import probe_pytorch, proofs


def test_orders():
    proofs.prove_orders(probe)


def test_shapes_and_parameters():
    proofs.prove_shapes(probe, 100)


def test_outputs():
    proofs.prove_outputs(probe, 6)


def test_states():
    proofs.prove_states(probe)


def test_conversions_with_pytorch():
    proofs.prove_conversions(probe, probe_pytorch, 4)
