"""Keras's row, on Keras."""

from lstm_docs import Network, frameworks

from . import probe_keras as probe
from . import probe_pytorch, proofs


def test_orders():
    proofs.prove_orders(probe)


def test_shapes_and_parameters():
    proofs.prove_shapes(probe, 200)


def test_outputs():
    proofs.prove_outputs(probe, 20)


def test_states():
    proofs.prove_states(probe)


def test_conversions_with_pytorch():
    proofs.prove_conversions(probe, probe_pytorch, 10)


def test_the_forget_gate_of_a_fresh_layer_starts_where_the_row_says():
    (form,) = (form for form in frameworks.get("keras").forms if "lstm" in form.cells)
    bias = probe.variables(probe.build(Network(input=3, hidden=4)))["bias"].numpy().reshape(4, 4)
    for place, gate in enumerate(form.gates):
        assert (bias[place] == (form.forget_initial if gate == "f" else 0)).all()
