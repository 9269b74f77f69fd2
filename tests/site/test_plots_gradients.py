"""Figures of sensitivities: what they draw is what PyTorch's autograd finds, and a mistake is told with its place."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html import unescape

import numpy as np
import pytest
import torch

from lstm_docs import Network, cells, derive, reference
from lstm_docs.facts import sensitivity
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.located import load
from lstm_docs.site.fences import kinds
from lstm_docs.site.fences.context import Context
from lstm_docs.site.fences.template_values import BACKWARD
from lstm_docs.site.figures.over_steps import power_of_ten
from lstm_docs.site.plots import draw
from lstm_docs.site.plots.gradients import BIASES, CELLS, _of

from ..reference.peers import torch_network

INPUTS, UNITS, STEPS = 3, 5, 8
SIZES = f"input: {INPUTS}\nhidden: {UNITS}\nsteps: {STEPS}\nseed: 4"
PLACE = re.compile(r"(?:M|L)([\d.]+) ([\d.]+)")
RUN = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)")


def drawn(name, options=""):
    return ET.fromstring(str(draw(load(f"figure: {name}\n{SIZES}\n{options}", "page"))))


def by_autograd(cell, bias=None):
    """‖∂h_t/∂x_s‖ for all t and s, by PyTorch alone."""
    net = Network(cell=cell, input=INPUTS, hidden=UNITS)
    weights = reference.random_weights(net, 4)
    if bias is not None:
        weights = sensitivity.with_forget_bias(net, weights, bias)
    module, x = torch_network(net, weights), torch.from_numpy(reference.random_inputs(net, STEPS, 1, 4))
    jacobian = torch.autograd.functional.jacobian(lambda x: module(x)[0], x)[:, 0, :, :, 0]
    return torch.linalg.svdvals(jacobian.permute(0, 2, 1, 3)).amax(dim=-1).numpy()


def lines(root):
    """The heights of each line's points, panel by panel, top down as they are drawn."""
    return [
        [tuple(map(float, place)) for place in PLACE.findall(path.get("d"))]
        for path in root.iter("path")
        if path.get("stroke-width") == "1.8"
    ]


def levels(root):
    """The heights of the powers of ten at the left of the first panel, by their words."""
    panel = next(g for g in root.find("g") if g.tag == "g")
    return {
        t.text: float(t.get("y")) - 4.5
        for t in panel.iter("text")
        if (t.get("text-anchor"), t.get("class")) == ("end", "lstm-label")
    }


def read(root, points):
    """The decimal logarithms of a line, read off the axis."""
    heights = sorted(levels(root).values())
    decade = heights[1] - heights[0]
    one = levels(root)["1"]
    return [(one - y) / decade for _, y in points]


def test_the_curves_are_those_of_autograd():
    root = drawn("sensitivity-curves", "cell: [rnn-tanh, lstm]\nforget_bias: 1")
    curves = lines(root)
    for place, (cell, bias) in enumerate([("rnn-tanh", None), ("lstm", 1)]):
        norms = by_autograd(cell, bias)
        np.testing.assert_allclose(read(root, curves[place]), np.log10(norms[:, 0]), atol=0.01)
        lower = [(x, y - found_offset(root)) for x, y in curves[2 + place]]
        np.testing.assert_allclose(read(root, lower), np.log10(norms[-1]), atol=0.01)


def found_offset(root):
    """How much lower the second panel stands than the first."""
    tops = [float(t.get("y")) for t in root.iter("text") if t.get("class") == "lstm-strong"]
    return tops[1] - tops[0]


def test_each_forget_bias_has_its_curve_and_its_gate():
    root = drawn("forget-bias")
    for line, bias in zip(lines(root), BIASES, strict=True):
        np.testing.assert_allclose(read(root, line), np.log10(by_autograd("lstm", bias)[:, 0]), atol=0.01)
    words = " ".join("".join(t.itertext()) for t in root.iter("text"))
    for bias in BIASES:
        assert f"{bias:g}, σ = {torch.sigmoid(torch.tensor(bias)).item():.3f}" in words


def test_the_direct_path_is_the_product_of_the_forget_gates():
    root = drawn("direct-path", "forget_bias: 2")
    net = Network(input=INPUTS, hidden=UNITS)
    weights = sensitivity.with_forget_bias(net, reference.random_weights(net, 4), 2)
    (value,) = reference.gates(net, weights, reference.random_inputs(net, STEPS, 1, 4))
    f = value["f_t"][:, 0]
    products = np.array([f[STEPS - k :].prod(axis=0) for k in range(STEPS)])
    _, best, mean = lines(root)
    np.testing.assert_allclose(read(root, best), np.log10(products.max(axis=1)), atol=0.01)
    np.testing.assert_allclose(read(root, mean), np.log10(products.mean(axis=1)), atol=0.01)


@pytest.mark.parametrize("cell", ["rnn-tanh", "lstm", "gru-reset-after"])
def test_a_shade_is_the_decade_of_its_norm(cell):
    root, norms = drawn("sensitivity", f"cell: {cell}"), by_autograd(cell)
    expected = np.floor(np.log10(norms[np.tril_indices(STEPS)])).astype(int)
    top, shades = expected.max(), {}
    for path in root.iter("path"):
        for x, y, wide, high in RUN.findall(path.get("d")):
            for n in range(round(float(wide) / float(high))):
                place = round((float(y) - 48) / float(high)), round((float(x) - 30) / float(high)) + n
                shades[place] = round((1 - float(path.get("fill-opacity"))) * 6)
    decades = [shades.get((t, s), 6) for t, s in zip(*np.tril_indices(STEPS), strict=True)]
    assert decades == list(np.minimum(top - expected, 6))
    assert set(shades) <= set(zip(*map(np.ndarray.tolist, np.tril_indices(STEPS)), strict=True))


@pytest.mark.parametrize(
    ("power", "words"), [(0, "1"), (3, "1\u202f000"), (-3, "0.001"), (-4, "10⁻⁴"), (-12, "10⁻¹²"), (5, "10⁵")]
)
def test_powers_are_written_as_they_are_read(power, words):
    assert power_of_ten(power) == words


WRONG = {
    "figure: sensitivity\ncell: [lstm, lstm]": "page:2: name one to 3 different cells",
    "figure: sensitivity\ncell: []": "page:2: name one to 3 different cells",
    "figure: sensitivity\nhidden: 25": "page:2: hidden may be at most 24",
    "figure: sensitivity\nsteps: 1": "page:2: steps must be at least 2",
    "figure: sensitivity\ncell: gru-reset-after\nforget_bias: 1": "page:3: no cell here has a forget gate",
    "figure: sensitivity-curves\nforget_bias: high": "page:2: a forget bias must be a number from −20 to 20, not 'high'",
    "figure: direct-path\ncell: rnn-tanh": "page:2: 'RNN (tanh)' is none of the cells",
    "figure: forget-bias\nbiases: [1, 1]": "page:2: name one to 4 different forget biases",
    "figure: forget-bias\nbiases: [.nan]": "page:2: a forget bias must be a number",
    "figure: forget-bias\nforget_bias: 1": "page:2: unknown key 'forget_bias'",
}


@pytest.mark.parametrize("options", WRONG)
def test_a_mistake_is_told_with_its_place(options):
    with pytest.raises(LstmDocsError) as caught:
        draw(load(options, "page"))
    assert str(caught.value).startswith(WRONG[options])


@pytest.mark.parametrize("cell", ["rnn-tanh", "lstm", "gru-reset-after"])
def test_the_equations_of_the_gradient_are_shown_in_their_parts(cell):
    bars = derive.gradient_equations(cells.build(cell))
    by_part = {part: backward(f"cell: {cell}\nshow: {part}") for part in BACKWARD}
    for bar in bars:
        line = derive.latex_gradient(bar).replace(" = ", " &= ", 1).replace(r"\left(", "(").replace(r"\right)", ")")
        assert sum(line in latex.split(r" \\ ") for latex in by_part.values()) == 1, line
    assert sum(latex.count("&=") for latex in by_part.values()) == backward(f"cell: {cell}").count("&=") == len(bars)
    names = {weight.name for weight in cells.build(cell).weights}
    assert by_part["weights"].count("&=") == len(names)


def backward(options):
    html = str(kinds.render("lstm-gradient", options, Context(assets="assets/"), 1))
    (latex,) = re.findall(r'data-tex="([^"]*)"', html)
    return unescape(latex).removeprefix(r"\begin{aligned}").removesuffix(r"\end{aligned}")


@pytest.mark.parametrize(
    ("options", "message"),
    [("show: forward", "page:1: unknown show 'forward'"), ("hidden: 3", "page:1: unknown key 'hidden'")],
)
def test_a_mistake_in_the_fence_is_told_with_its_place(options, message):
    with pytest.raises(LstmDocsError, match=re.escape(message)):
        kinds.render("lstm-gradient", options, Context(), 1)


def test_the_page_says_what_its_figures_show():
    """Of the cells that docs/gradients.md draws: 12 units, 8 inputs, 24 steps, seed 1."""
    plain = {cell: _of(cell, 8, 12, 24, 1, None) for cell in CELLS}
    rnn, lstm, gru = (it.first_input for it in plain.values())
    assert max(rnn[-1], lstm[-1], gru[-1]) < 1e-5, "in all three the corner is nearly empty"
    assert 0.5 < rnn[11] / lstm[11] < 2, "the LSTM is hardly better"
    one, five = (_of("lstm", 8, 12, 24, 1, bias) for bias in (1.0, 5.0))
    assert one.first_input[-1] > 100 * lstm[-1]
    assert one.c_by_c[-1, 0] > 2 * one.direct[-1, 0], "the other paths carry more than the direct one"
    assert five.direct[-1].max() <= 1 < five.c_by_c[-1, 0], "the direct path stays under 1, the whole does not"
    forget = reference.gates(*_drawn("lstm"))[0]["f_t"]
    assert 0.4 < forget.mean() < 0.6, "f is about one half"


def _drawn(cell):
    net = Network(cell=cell, input=8, hidden=12)
    return net, reference.random_weights(net, 1), reference.random_inputs(net, 24, 1, 1)


def test_rates_of_an_rnn_are_drawn_beside_what_is_measured():
    """Lines read off the axis: autograd's norms as shares of the first, and powers of PyTorch's norm and eigenvalues."""
    root = drawn("rnn-rates")
    net = Network(cell="rnn-tanh", input=INPUTS, hidden=UNITS)
    weights, x = reference.random_weights(net, 4), torch.from_numpy(reference.random_inputs(net, STEPS, 1, 4))
    U = torch.from_numpy(weights.layers[0][0]["U_h"])
    slope = (1 - torch_network(net, weights)(x)[0] ** 2).mean().item()
    sizes = torch.linalg.matrix_norm(U, 2).item(), torch.linalg.eigvals(U).abs().max().item()
    felt = by_autograd("rnn-tanh")[:, 0]
    expected = [felt / felt[0], *((slope * size) ** np.arange(STEPS) for size in sizes)]
    for points, values in zip(lines(root), expected, strict=True):
        np.testing.assert_allclose(read(root, points), np.log10(values), atol=0.02)
