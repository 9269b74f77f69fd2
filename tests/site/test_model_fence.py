"""`lstm-model`: a file beside the page becomes tables, figures, equations and a quiz; none outside the folder is read."""

from __future__ import annotations

import html as entities
import json
import re

import markdown
import numpy as np
import pytest

from lstm_docs import Network, frameworks, models
from lstm_docs.quiz.engine.asking import question
from lstm_docs.quiz.engine.bank import load_bank
from lstm_docs.quiz.engine.check import check_family
from lstm_docs.reference.weights import random_weights
from lstm_docs.site.fences.model_questions import about
from lstm_docs.site.hosts.extension import LstmDocsExtension

from .building import ROOT

ANNA = ROOT / "docs/models/anna.safetensors"
EVERY = 100


def render(folder, *lines):
    ours = LstmDocsExtension(assets="/a", formulas=True, folder=str(folder))
    return markdown.markdown("\n".join(["Text", "", "```lstm-model", *lines, "```"]), extensions=[ours])


def saved(path, framework, network):
    tensors = frameworks.pack(framework, random_weights(network, 1), network)
    np.savez(path, **{f"{network.cell.partition('-')[0]}.{name}": tensor for name, tensor in tensors.items()})


@pytest.mark.parametrize(
    ("show", "has", "has_not"),
    [
        ("summary", ["LSTM, 26 → 6", "PyTorch", "i f g o", "816", "768", "dense 182", "6 tensors, 998"], ["<svg", "lstm-quiz"]),
        ("tensors", ["24 × 26", "lstm.weight_hh_l0", "<svg", "float32", 'class="lstm-i"'], ["<math", "lstm-quiz"]),
        ("equations", ["6×26", "6×6", "6×1"], ["<svg", "lstm-quiz"]),
        ("quiz", ["with 26 inputs", "Question 1 of 8"], ["<svg", "lstm-table"]),
    ],
)
def test_each_part_shows_the_file(show, has, has_not):
    html = render(ANNA.parent, "file: anna.safetensors", f"show: {show}")
    text = html.replace("\u202f", "").replace("<mo>×</mo>", "×")
    plain = re.sub(r"</?m\w+[^>]*>", "", text)
    assert "lstm-error" not in html
    assert all(word in text or word in plain for word in has), [word for word in has if word not in text and word not in plain]
    assert not any(word in html for word in has_not)


@pytest.mark.parametrize("framework", ["onnx", "keras", "flax", "chainer", "openvino", "haiku", "mlx"])
@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after"])
def test_gates_stand_in_the_order_of_the_file(framework, cell, tmp_path):
    network = Network(cell=cell, input=5, hidden=3)
    if frameworks.refusal(framework, network):
        pytest.skip("the framework has no such cell")
    saved(tmp_path / "a.npz", framework, network)
    html = render(tmp_path, "file: a.npz", f"as: {framework}:{cell}", "show: tensors")
    drawn = re.findall(r'<text[^>]*class="lstm-letter-label"[^>]*>(\w)</text>', html)
    order = frameworks.gate_order(framework, network)
    assert "lstm-error" not in html
    if framework == "chainer":  # one row of each gate after the other: there are no blocks
        assert not drawn
    elif framework == "haiku":  # W and U are one matrix
        assert "".join(drawn) == order
    else:
        assert "".join(drawn) in (2 * order, "".join(2 * gate for gate in order))


def wrong(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "secret.npz").write_bytes(ANNA.read_bytes())
    (site / "link.npz").symlink_to(tmp_path / "secret.npz")
    (site / "text.onnx").write_text("no model")
    np.savez(site / "dense.npz", a=np.zeros((2, 3)))
    saved(site / "gru.npz", "keras", Network(cell="gru-reset-after", input=5, hidden=4, bias=False))
    return site


MISTAKES = [
    (["file: none.npz"], 4, "cannot be read"),
    (["file: ../secret.npz"], 4, "outside the folder"),
    (["file: /etc/passwd"], 4, "outside the folder"),
    (["file: link.npz"], 4, "outside the folder"),
    (["file: ."], 4, "outside the folder"),
    (['file: "a\\0b"'], 4, "outside the folder"),
    (["file: text.onnx"], 4, "no ONNX"),
    (["file: dense.npz"], 4, "no recurrent layer"),
    (["file: gru.npz"], 4, "choose with as:"),
    (["file: gru.npz", "as: onnx:lstm"], 5, "no layer of the file can be read as"),
    (["file: gru.npz", "as: keras:gru-reset-after", "layer: 1"], 6, "from 0 to 0"),
    (["file: gru.npz", "as: keras:gru-reset-after", "show: weights"], 6, "weights"),
    (["show: quiz"], 4, "file"),
]


@pytest.mark.parametrize(("lines", "line", "said"), MISTAKES)
def test_a_mistake_is_one_line_with_its_place(lines, line, said, tmp_path, caplog):
    html = render(wrong(tmp_path), *lines)
    (message,) = [record.getMessage() for record in caplog.records if record.name.startswith("mkdocs.plugins")]
    assert message.startswith(f"page:{line}: ")
    assert said in message
    assert "\n" not in message
    assert "lstm-error" in html


def test_a_host_that_names_no_folder_reads_no_file(caplog):
    html = markdown.markdown(f"```lstm-model\nfile: {ANNA}\n```", extensions=["lstm_docs"])
    assert "lstm-error" in html
    assert "no files are read here" in caplog.text


NETWORKS = [
    ("pytorch", Network(input=128, hidden=128)),
    ("keras", Network(input=26, hidden=6)),
    ("onnx", Network(input=3, hidden=2)),
    ("keras", Network(cell="gru-reset-after", input=80, hidden=12)),
    ("pytorch", Network(input=10, hidden=8, layers=2, bidirectional=True)),
    ("pytorch", Network(input=10, hidden=8, projection=4)),
    ("pytorch", Network(input=700, hidden=2048, bias=False)),
]


@pytest.mark.parametrize(("framework", "network"), NETWORKS)
def test_questions_are_proved_for_this_very_network(framework, network):
    """Each question that can come states the network's own sizes, and check proves it by its two roads."""
    asked = about(network, framework, load_bank(), EVERY)
    assert asked
    own = {"input": network.input, "hidden": network.widths[0], "layers": network.layers, "projection": network.projection}
    for family in asked:
        proof = check_family(family)
        assert proof.proved == family.family.domain
        for place in range(min(5, family.family.domain)):
            given = question(family, "1", place).given
            assert {key: own[key] for key in own if key in given} == {key: given[key] for key in own if key in given}
            assert given.get("cell", network.cell) == network.cell
            assert given.get("framework", framework) == framework


def test_the_answers_are_what_the_file_holds():
    """Counted in the file itself, without the bank: parameters, biases, and the length of the packed axis."""
    layer = models.read(ANNA).layers[0]
    asked = {one.family.id: one for one in about(layer.network, layer.framework, load_bank(), EVERY)}
    sizes = [tensor.size for tensor in layer.tensors]
    biases = sum(tensor.size for tensor in layer.tensors if len(tensor.shape) == 1)
    assert question(asked["parameter-count"], "1").answer == (sum(sizes),)
    assert question(asked["bias-count"], "1").answer == (biases,)
    shapes = {question(asked["packed-shape"], "1", place).answer for place in range(asked["packed-shape"].family.domain)}
    assert shapes == {tensor.shape for tensor in layer.tensors if len(tensor.shape) == 2}


def test_the_page_carries_what_the_browser_asks():
    html = render(ANNA.parent, "file: anna.safetensors", "show: quiz")
    carried = dict(re.findall(r'<template data-asks="([\w-]+)" data-family="([^"]*)"', html))
    (named,) = re.findall(r'<lstm-quiz[^>]* data-families="([^"]*)"', html)
    assert list(carried) == named.split()
    assert len(carried) == 8
    for name, text in carried.items():
        family = json.loads(entities.unescape(text))
        assert family["id"] == name
        drawn = dict(family["draws"])
        assert drawn.get("I", [26]) == [26]
        assert drawn.get("H", [6]) == [6]
