"""Cells that stand in no list: every fact follows from their text, and a file dropped beside ours is a cell."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import torch

import lstm_docs
from lstm_docs import cells, derive, facts, reference
from lstm_docs.cells.sizes import H, I
from lstm_docs.ground.errors import LstmDocsError, SizeError
from lstm_docs.network import Network
from tests.cells import witness
from tests.cells.test_texts import TEXTS
from tests.every_cell import EVERY, FAMILY

PUBLISHED = {
    file.stem: file.read_text(encoding="utf-8") for file in (Path(__file__).parents[1] / "cells/published").glob("*.cell")
}
OWN = {**TEXTS, **PUBLISHED, **{name: cells.CELLS[name].written for name in FAMILY}}
SECOND = re.compile(r" \+ d_\d+")
"""The biases that the package has beside b: one for the second product."""


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("sizes", [(3, 4), (1, 1)])
def test_every_fact_is_proved_for_every_cell(name, sizes):
    inputs, hidden = sizes
    for bias in (True, False):
        given = {"cell": OWN[name], "hidden": hidden, "input": hidden if "x: H" in OWN[name] else inputs, "bias": bias}
        known = facts.of(Network(**given), steps=3, batch=2)
        known |= facts.marginal(Network(**given)) | facts.integers(Network(**given))
        assert known["parameters"].value == sum(rows * columns for rows, columns in Network(**given).weight_shapes().values())
        assert facts.shapes(Network(**given)).keys() == set(map(str, Network(**given).equations.symbols))
    facts.of(Network(**given, layers=2))


def counting(seen, name, function, evaluations=torch.numel):
    def run(*arguments):
        result = function(*arguments)
        seen[name] += evaluations(witness.tensor(result))
        return result

    return run


@pytest.mark.parametrize("name", [*OWN, *EVERY])
def test_functions_are_evaluated_as_often_as_a_second_reader_calls_them(name, monkeypatch):
    """It reads the text by a parser of its own and runs it on tensors; a layer norm takes the root of each column."""
    seen, (inputs, hidden) = Counter(), (5, 3)
    text = OWN.get(name) or cells.CELLS[name].written
    net = Network(cell=text, input=hidden if "x: H" in text else inputs, hidden=hidden)
    for function, runs in witness.FUNCTIONS.items():
        monkeypatch.setitem(witness.FUNCTIONS, function, counting(seen, function, runs))
    pair = witness._of
    monkeypatch.setattr(witness, "_of", lambda runs: counting(seen, runs.__name__[:3], pair(runs)))
    monkeypatch.setattr(witness, "layernorm", counting(seen, "sqrt", witness.layernorm, lambda it: it.shape[1]))
    ones = {node.name: torch.ones(net.shape(node), dtype=torch.float64) for node in net.equations.symbols}
    states = {name.removesuffix("_t-1"): ones.pop(name) for name in derive.zero_states(net)}
    witness.step(text, ones, states, ones.pop("x_t"), hidden)
    known = facts.of(net)
    assert {name: fact.value for name, fact in known.items() if name.endswith("_evaluations")} == {
        f"{function}_evaluations": count for function, count in seen.items()
    }
    assert known["activations"].value == seen.total()


@pytest.mark.parametrize("name", ["MGUCell", "LiGRUCell", "UGRNNCell", "RANCell", "NASCell", "IndRNNCell"])
def test_a_second_bias_is_one_for_each_product_of_a_weight(name):
    once = SECOND.sub("", PUBLISHED[name])
    assert once != PUBLISHED[name]
    counted = derive.two_biases(cells.build(once))
    assert (counted - derive.parameters(cells.build(PUBLISHED[name]))).expand() == 0


@pytest.mark.parametrize(("cell", "framework"), [("lstm", "pytorch"), ("gru-reset-after", "pytorch"), ("rnn-tanh", "onnx")])
def test_two_biases_are_what_frameworks_that_keep_two_store(cell, framework):
    net = Network(cell=cell, input=5, hidden=7, layers=2, bidirectional=True)
    assert facts.of(net)["parameters_two_biases"].value == facts.of(net, framework=framework)["parameters"].value


def test_a_product_written_twice_is_counted_twice_and_on_a_line_of_its_own_once():
    twice = "f = sigmoid(W_x x + U_f h)\nh = f * h + (1 - f) * tanh(W_x x)\n"
    once = "a = W_x x\nf = sigmoid(a + U_f h)\nh = f * h + (1 - f) * tanh(a)\n"
    counted = [facts.of(Network(cell=text, input=5, hidden=7)) for text in (twice, once)]
    assert [it["macs"].value for it in counted] == [7 * (7 + 2 * 5), 7 * (7 + 5)]
    assert [it["parameters"].value for it in counted] == [7 * 5 + 7 * 7] * 2


def test_what_adds_matrices_is_no_bias():
    cell = cells.build("M = x x^T + A_0 + b_m^T\nh = tanh((W_a + W_b) x + W_c M x + b_h)\n".replace(" + b_m^T", ""))
    assert {weight.name for weight in cell.weights if weight.bias} == {"b_h"}
    assert derive.weight_shapes(cell)["A_0"] == (I, I)
    assert derive.weight_shapes(cell)["W_a"] == (H, I)


def test_a_cell_may_be_given_as_what_was_read():
    text = TEXTS["mgu"]
    assert Network(cell=cells.parse(text), input=3, hidden=4) == Network(cell=text, input=3, hidden=4)
    assert facts.of(Network(cell=cells.parse(text), input=3, hidden=4))["parameters"].text == "2*H*(H + I + 1)"


def test_an_input_that_is_declared_is_asked_for():
    with pytest.raises(SizeError, match="declares x: H, so the input is 4, not 3"):
        Network(cell=TEXTS["sru"], input=3, hidden=4)
    Network(cell=TEXTS["sru"], input=4, hidden=4, layers=2)
    with pytest.raises(SizeError, match="the input of layer 1 is 4, not 8"):
        Network(cell=TEXTS["sru"], input=4, hidden=4, layers=2, bidirectional=True)


@pytest.mark.parametrize("name", ["slstm", "minlstm"])
def test_a_cell_that_cannot_be_projected_is_refused(name):
    with pytest.raises(LstmDocsError):
        Network(cell=TEXTS[name], input=3, hidden=4, projection=2)


def test_the_reference_says_which_cells_it_has():
    net = Network(cell=TEXTS["mgu"], input=3, hidden=4)
    with pytest.raises(LstmDocsError, match=r"derive\.trace runs any cell"):
        reference.run(net, reference.random_weights(net, 1), reference.random_inputs(net, 2, 1, 1))


CAUGHT = {"capture_output": True, "text": True}
PROOF = """
import lstm_docs.cells
from lstm_docs import Network, derive, facts, reference
assert "new" in lstm_docs.cells.CELLS, lstm_docs.cells.CELLS
net = Network(cell="new", input=3, hidden=4)
known = facts.of(net, steps=5, batch=2)
weights, inputs = reference.random_weights(net, 1), reference.random_inputs(net, 2, 1, 1)
done = derive.trace(net.equations, weights.layers[0][0], [x.T for x in inputs], derive.zero_states(net))
print(net.equations.title, known["parameters"].value, known["macs"].value, done[-1].values["h_t"].shape)
"""


def test_a_new_cell_is_one_place(tmp_path):
    """A file dropped beside ours, in a copy of the package, and nothing else."""
    package = Path(lstm_docs.__file__).parent
    shutil.copytree(package, tmp_path / "lstm_docs", ignore=shutil.ignore_patterns("assets", "__pycache__"))
    (tmp_path / "lstm_docs/cells/new.cell").write_text(f"# Minimal Gated Unit. Zhou, 2016\n{TEXTS['mgu']}", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", PROOF], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, check=False, **CAUGHT)
    assert (done.stderr, done.stdout) == ("", "Minimal Gated Unit 64 560 (4, 1)\n")
