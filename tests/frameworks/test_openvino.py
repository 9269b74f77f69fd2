"""OpenVINO's row, on OpenVINO."""

import numpy as np
import pytest

from lstm_docs import frameworks
from lstm_docs.reference import random_inputs, random_weights

from . import probe_openvino, probe_pytorch, proofs


class Probe:
    """OpenVINO's operations have no weights of their own: they are given, and accepted or refused by shape."""

    framework, cells, time, state = probe_openvino.framework, probe_openvino.cells, probe_openvino.time, probe_openvino.state
    tolerance, run = staticmethod(probe_openvino.tolerance), staticmethod(probe_openvino.run)

    @staticmethod
    def shapes(network):
        return frameworks.tensor_shapes("openvino", network)


probe = Probe()


def test_orders():
    proofs.prove_orders(probe)


def test_outputs():
    proofs.prove_outputs(probe, 12)


def test_states():
    proofs.prove_states(probe)


def test_conversions_with_pytorch():
    proofs.prove_conversions(probe, probe_pytorch, 6)


@pytest.mark.parametrize("network", list(proofs.networks(probe, 10, "nodes", layers=1)), ids=str)
def test_the_shapes_of_the_row_are_accepted_and_others_refused(network):
    tensors = frameworks.pack("openvino", proofs.storable("openvino", network, random_weights(network, 1)), network)
    x = random_inputs(network, 2, 3, seed=1)
    probe_openvino.run(network, tensors, x)
    for name, tensor in tensors.items():
        for axis in range(tensor.ndim):
            wrong = tensors | {name: np.concatenate([tensor, tensor], axis=axis)}
            with pytest.raises(RuntimeError, match="Sequence"):
                probe_openvino.run(network, wrong, x)
