"""Figures: what they say is what the domain computes, and they fit every colour scheme."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import torch

from lstm_docs import cells, facts, frameworks, reference
from lstm_docs.cells import COMMON
from lstm_docs.cells.nodes import Hadamard, OneMinus, Pointwise, walk
from lstm_docs.cells.sizes import H
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.located import load
from lstm_docs.network import Network
from lstm_docs.site.fences import kinds
from lstm_docs.site.fences.context import Context
from lstm_docs.site.figures import style_attributes
from lstm_docs.site.figures.curves import Curve, Mark, Point, curves
from lstm_docs.site.figures.heat import heat
from lstm_docs.site.plots import PLOTS, draw
from lstm_docs.site.plots.functions import FUNCTIONS

from .drawn import shapes, words
from .plain_figures import PLAIN, SIZES, plot


def drawn_heat(rows: int, columns: int) -> str:
    values = np.sin(np.arange(rows * columns).reshape(rows, columns))
    names = [f"unit {n}" for n in range(rows)], [str(n + 1) for n in range(columns)]
    return str(heat(values.tolist(), *names, "Sensitivity", column_axis="step", kind="lstm-h"))


def drawn_curves() -> str:
    sizes = [2**n for n in range(1, 10)]
    scores = {"training": [0.9 - 0.5 / n for n in sizes], "validation": [0.9 - 0.5 / n - n / 3000 for n in sizes]}
    lines = [
        Curve(name, tuple(Point(x, y, 0.02) for x, y in zip(sizes, values, strict=True)), dashed=name == "validation")
        for name, values in scores.items()
    ]
    marks = [Mark(24.0, "a rule of thumb"), Mark(200, "as many weights as samples")]
    return str(curves(lines, "Units and score", x_axis="units", y_axis="accuracy", marks=marks))


FIGURES = {f"{name} {n}": plot(name, options) for name, several in PLAIN.items() for n, options in enumerate(several)}
FIGURES |= {"heat small": drawn_heat(3, 8), "heat large": drawn_heat(20, 60), "curves": drawn_curves()}


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in parsed(svg).iter("text")]


def number(text: str) -> int:
    return int(text.replace("\u202f", ""))


def test_every_figure_is_tried():
    assert PLAIN.keys() == PLOTS.keys()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_a_name_a_description_and_no_colour_of_its_own(name):
    root = parsed(FIGURES[name])
    assert root.get("role") == "img"
    title, described = root[0], root[1]
    assert (title.tag, described.tag) == ("title", "desc")
    assert len(title.text) > 5
    assert len(described.text) > 20
    for element in root.iter():
        assert not {"style", "color"} & set(element.keys())
        for key in ("fill", "stroke"):
            assert re.fullmatch(r"none|currentColor|var\(--lstm-ground, Canvas\)", element.get(key, "none"))


@pytest.mark.parametrize("name", FIGURES)
def test_all_of_a_figure_lies_within_it_and_no_words_on_others(name):
    """As far as no browser is needed to see it; a browser sees more."""
    root = parsed(FIGURES[name])
    _, _, width, height = map(float, root.get("viewBox").split())
    texts, drawn = words(root), shapes(root)
    assert [box for box in (*texts, *drawn) if min(box.left, box.top, width - box.right, height - box.bottom) < -0.6] == []
    assert [(one.what, other.what) for n, one in enumerate(texts) for other in texts[n + 1 :] if one.meets(other)] == []
    everything = [*texts, *drawn]
    spare = min(box.left for box in everything), min(box.top for box in everything), height - max(b.bottom for b in everything)
    assert max(spare) < 60


@pytest.mark.parametrize("cell", cells.COMMON)
def test_a_cell_shows_the_operations_of_its_equations(cell):
    """A node for each ⊙ of vectors and each function; sums of states, those inside of gates are not drawn."""
    nodes = [node for equation in cells.build(cell).equations for node in walk(equation.body)]
    shown = texts(plot("lstm-cell", f"cell: {cell}"))
    functions = [node.function for node in nodes if isinstance(node, Pointwise)]
    peepholes = sum(weight.kind == "p" for weight in cells.build(cell).weights)
    assert shown.count("⊙") == sum(isinstance(node, Hadamard) for node in nodes) - peepholes
    assert shown.count("σ") == functions.count("sigmoid")
    assert shown.count("tanh") == functions.count("tanh")
    assert shown.count("1−") == sum(isinstance(node, OneMinus) for node in nodes)
    assert shown.count("+") == (not cell.startswith("rnn"))


@pytest.mark.parametrize(("cell", "sizes"), [("lstm", (80, 12)), ("lstm-peephole", (3, 40)), ("gru-reset-after", (30, 7))])
def test_the_network_counts_its_parameters(cell, sizes):
    inputs, units = sizes
    shown = texts(plot("network", f"cell: {cell}\ninput: {inputs}\nhidden: {units}"))
    each = [sum(map(number, text.split(" + "))) for text in shown if re.fullmatch(r"[\d\u202f]+( \+ [\d\u202f]+)+", text)]
    assert len(each) == len(cells.build(cell).gates)
    parameters = facts.of(Network(cell=cell, input=inputs, hidden=units))["parameters"].value
    assert sum(each) * units == parameters
    assert f"{units} × {sum(each)} = " in "".join(shown)
    assert parameters == number(next(t for t in shown if t.endswith(" parameters")).split(" = ")[1].removesuffix(" parameters"))


def test_the_network_shows_every_input_and_every_unit():
    circles = list(parsed(plot("network", SIZES)).iter("circle"))
    assert len(circles) == 80 + 12 + 12


@pytest.mark.parametrize("framework", ["keras", "pytorch", "onnx", "haiku"])
def test_packed_blocks_stand_where_the_framework_keeps_them(framework):
    network = Network(input=45, hidden=25)
    shown = texts(plot("packed", f"framework: {framework}\ninput: 45\nhidden: 25"))
    order = [text for text in shown if len(text) == 1 and text in "ifgo"]
    slices = [text for text in shown if ":" in text]
    for letter, cut in zip(order, slices, strict=True):
        start, end = (int(edge.subs(H, 25)) for edge in frameworks.gate_slices(framework, network, letter))
        assert cut == f"{start}:{end}"


@pytest.mark.parametrize(("inputs", "units"), [(3, 4), (1, 1), (12, 8)])
def test_a_gate_has_as_many_edges_as_weights(inputs, units):
    groups = {g.get("data-s"): g for g in parsed(plot("gate", f"input: {inputs}\nhidden: {units}")).iter("g")}
    shapes = {name: facts.shape(Network(input=inputs, hidden=units), name).numbers for name in ("W_f", "U_f")}
    for name, (rows, columns) in shapes.items():
        assert len(groups[name].findall("path")) == rows * columns
        assert len(groups[name].findall("circle")) == columns


@pytest.mark.parametrize("framework", ["", "keras", "pytorch"])
@pytest.mark.parametrize("both", [False, True])
def test_the_layers_of_a_stack_add_up(framework, both):
    named = f"\nframework: {framework}" if framework else ""
    shown = texts(plot("stacked", f"{SIZES}\nlayers: 3\nbidirectional: {str(both).lower()}{named}"))
    network = Network(input=80, hidden=12, layers=3, bidirectional=both)
    whole = facts.of(network, framework=framework or None)["parameters"].value
    assert sum(number(text.removesuffix(" parameters")) for text in shown if text.endswith(" parameters")) == whole


ON_TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "hard-sigmoid": torch.nn.functional.hardsigmoid,
    "hard-sigmoid-onnx": lambda a: torch.clamp(0.2 * a + 0.5, 0, 1),
    "relu": torch.relu,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_curves_are_those_of_pytorch(name):
    a = torch.linspace(-3.9, 3.95, 33, dtype=torch.float64, requires_grad=True)  # none of them a corner
    value = ON_TORCH[name](a)
    (slope,) = torch.autograd.grad(value.sum(), a)
    it = FUNCTIONS[name]
    points = a.detach().tolist()
    np.testing.assert_allclose([it.value(x) for x in points], value.detach(), atol=1e-12)
    np.testing.assert_allclose([it.slope(x) for x in points], slope, atol=1e-12)


@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after"])
def test_what_a_layer_returns_has_the_shapes_of_a_run(cell):
    network = Network(cell=cell, input=3, hidden=5)
    out = reference.run(network, reference.random_weights(network, 1), np.zeros((2, 4, 3)), batch_first=True)
    described = parsed(plot("return-sequences", f"cell: {cell}\nhidden: 5\nsteps: 4\nbatch: 2"))[1].text
    for sequences in (False, True):
        for state in (False, True):
            returned = reference.returned(out, return_sequences=sequences, return_state=state)
            shapes = [array.shape for array in (returned if state else (returned,))]
            line = f"return_sequences={sequences}, return_state={state}: {' and '.join(map(str, shapes))}"
            assert line in described.split("; ")


@pytest.mark.parametrize(("length", "steps", "horizon", "stride"), [(12, 4, 1, 1), (13, 4, 2, 3), (5, 4, 1, 7), (40, 10, 3, 5)])
def test_windows_are_those_that_fit(length, steps, horizon, stride):
    cut = np.lib.stride_tricks.sliding_window_view(np.arange(length), steps + horizon)[::stride]
    options = f"length: {length}\nsteps: {steps}\nhorizon: {horizon}\nstride: {stride}\nfeatures: 2"
    shown = texts(plot("windows", options))
    assert f"inputs ({len(cut)}, {steps}, 2): samples, steps, features" in shown
    assert f"targets ({len(cut)}, {horizon})" in shown
    assert [t for t in shown if t.startswith("sample ")][-1] == f"sample {len(cut)}"


def test_a_name_is_one_hot():
    root = parsed(plot("one-hot", "name: anna"))
    blocks = [(float(r.get("x")), float(r.get("y"))) for r in root.iter("rect")]
    left, top = min(x for x, _ in blocks), min(y for _, y in blocks)
    assert [((x - left) / 12, (y - top) / 18) for x, y in blocks] == [(0, 0), (13, 1), (13, 2), (0, 3)]
    assert "4 × 26: 4 ones, 100 zeros" in texts(plot("one-hot", "name: anna"))
    assert "5 × 27: 5 ones, 130 zeros" in texts(plot("one-hot", "name: anna\nend: true"))


@pytest.mark.parametrize("options", [SIZES, f"cell: rnn-tanh\n{SIZES}", f"framework: pytorch\n{SIZES}\nlayers: 2"])
def test_areas_are_in_proportion(options):
    squares = [
        g for g in parsed(plot("to-scale", options)).iter("g") if g.find("text") is not None and g.find("g/rect") is not None
    ]
    areas = []
    for square in squares:
        area = sum(float(r.get("width")) * float(r.get("height")) for r in square.iter("rect"))
        count, words = [t.text for t in square.findall("text")][:2]
        areas.append((number(count), words, area))
    scale = areas[0][2] / areas[0][0]
    assert all(area == pytest.approx(count * scale, rel=0.08) for count, _, area in areas if count * scale > 100)
    counts = {words: count for count, words, _ in areas}
    network = Network(
        cell="rnn-tanh" if "rnn" in options else "lstm", input=80, hidden=12, layers=2 if "layers" in options else 1
    )
    known = facts.of(network, framework="pytorch" if "pytorch" in options else None)
    assert counts["weights and biases"] == known["parameters"].value
    assert counts["MACs"] == known["macs"].value
    assert counts["states"] == known["state_bytes"].value // 4
    for name in ("bias_additions", "additions", "hadamard_products", "activations"):
        assert counts.get(name.replace("hadamard", "Hadamard").replace("_", " "), 0) == known[name].value


def test_the_family_has_every_cell_with_its_numbers():
    shown = texts(plot("family-tree", SIZES))
    for cell in COMMON:
        known = facts.of(Network(cell=cell, input=80, hidden=12))
        assert f"{known['parameters'].value:,}".replace(",", "\u202f") in shown
    assert sum(bool(re.fullmatch(r"(19|20)\d\d", text)) for text in shown) == len(COMMON)


def test_a_heat_map_is_darker_where_the_number_is_larger():
    root = parsed(str(heat([[0.0, 1.0], [-2.0, 4.0]], ["a", "b"], ["1", "2"], "Four numbers")))
    shares = [float(r.get("fill-opacity")) for r in root.iter("rect") if r.get("stroke", "").startswith("var")]
    assert shares == [0.0, 0.12, 0.25, 0.5]
    assert "−2.00" in texts(str(heat([[0.0, 1.0], [-2.0, 4.0]], ["a", "b"], ["1", "2"], "Four numbers")))


def test_curves_double_along_the_axis():
    root = parsed(drawn_curves())
    places = [float(c.get("cx")) for c in root.iter("circle")][:9]
    assert np.ptp(np.diff(places)) < 0.2
    marks = [p.get("d") for p in root.iter("path") if p.get("stroke-dasharray") == "3 3"]
    at = [float(d.split()[0].removeprefix("M")) for d in marks]
    share = (at[1] - at[0]) / (places[1] - places[0])
    assert share == pytest.approx(np.log2(200 / 24), abs=0.01)


WRONG = {
    "figure: lstm-cel": "page:1: unknown figure 'lstm-cel'; did you mean 'lstm-cell'?",
    "steps: 3": "page:1: missing key 'figure'; known: rnn-cell",
    "figure: loop\nstep: 3": "page:2: unknown key 'step'; did you mean 'steps'?",
    "figure: network\ninput: 80": "page:1: missing key 'hidden'",
    "figure: network\ninput: 80\nhidden: 12\nunit: 13": "page:4: expected a whole number from 1 to 12",
    "figure: gate\nhidden: 9": "page:2: hidden may be at most 8",
    "figure: gate\ngate: x": "page:2: unknown gate 'x'",
    "figure: packed\nframework: mlx\ncell: rnn-tanh\ninput: 3\nhidden: 2\nsteps: 2": "page:6: unknown key 'steps'",
    "figure: stacked\ninput: 3\nhidden: [1, 2, 3, 4, 5]": "page:3: at most 4 layers are drawn",
    "figure: stacked\ninput: 3\nhidden: 3\nlayers: 9": "page:4: layers may be at most 4",
    "figure: windows\nlength: 4\nsteps: 4": "page:1: a window takes 4 + 1 values, but the series has 4",
    "figure: one-hot\nname: Anna": "page:2: name must be 1 to 24 of the letters a to z, not 'Anna'",
    "figure: one-hot\nname: ''": "page:2: name must be 1 to 24",
    "figure: squashing\nfunctions: [tanh, gelu]": "page:2: unknown functions 'gelu'",
    "figure: squashing\nfunctions: []": "page:2: name at least one function",
    "figure: rnn-cell\ncell: lstm": "page:2: 'LSTM' is none of the cells",
    "figure: loop\nsteps: 0": "page:2: steps must be from 1",
}


@pytest.mark.parametrize("options", WRONG)
def test_a_mistake_is_told_with_its_place(options):
    with pytest.raises(LstmDocsError) as caught:
        draw(load(options, "page"))
    assert str(caught.value).startswith(WRONG[options])


def test_boxes_and_lines_have_their_paint_without_a_style_sheet():
    known = style_attributes.paint()
    assert known["lstm-block"]["fill"] == known["lstm-block"]["stroke"] == "currentColor"
    assert known["lstm-cell"]["fill"] == "none"
    for options in ("figure: network\ninput: 3\nhidden: 2", "figure: lstm-cell", "figure: loop\nsteps: 3"):
        html = kinds.render("lstm-plot", options, Context(), 1)
        drawn = re.findall(r'<(?:rect|path|circle)\b[^>]*class="lstm-(?:block|cell)[^>]*>', html)
        assert drawn
        assert [one for one in drawn if ' fill="' not in one] == []
