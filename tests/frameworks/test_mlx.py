"""MLX's row, on MLX."""

from . import probe_mlx as probe
from . import probe_pytorch, proofs


def test_orders():
    proofs.prove_orders(probe)


def test_shapes_and_parameters():
    proofs.prove_shapes(probe, 60)


def test_outputs():
    proofs.prove_outputs(probe, 20)


def test_states():
    proofs.prove_states(probe)


def test_conversions_with_pytorch():
    proofs.prove_conversions(probe, probe_pytorch, 10)
