"""What the formulas say is what is computed: a reader of the LaTeX alone finds every number of a step."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lstm_docs import Network, cells, derive
from lstm_docs.reference import random_inputs, random_weights

from ..cells.drawn import well_formed

INPUTS, HIDDEN = 3, 4
FUNCTIONS = {
    r"\sigma": lambda a: 1 / (1 + np.exp(-a)),
    r"\log\sigma": lambda a: -np.log1p(np.exp(-a)),
    r"\tanh": np.tanh,
    r"\exp": np.exp,
    r"\log": np.log,
    r"\max": np.maximum,
    r"\min": np.minimum,
    r"\sqrt": np.sqrt,
    r"\operatorname{ReLU}": lambda a: np.maximum(a, 0),
    r"\operatorname{softplus}": lambda a: np.log1p(np.exp(a)),
    r"\operatorname{norm}": lambda a: (a - a.mean()) / np.sqrt(a.var() + 1e-5),
}
SIGNS = [r"\left(", r"\right)", r"\left|", r"\right|", r"\frac", r"\odot", r"\,", r"^{\top}", *"{}+-=,", *FUNCTIONS]


class Reader:
    """Reads a formula from left to right, as a person does: a sign binds what stands behind it up to the next sum."""

    def __init__(self, text, values):
        self.values = values
        words = sorted([*values, *SIGNS], key=len, reverse=True)
        self.left = re.findall("|".join([*map(re.escape, words), r"[\d.]+", r"\S"]), text)

    def took(self, *signs):
        return self.left.pop(0) if self.left and self.left[0] in signs else ""

    def within(self, end):
        value = self.sum()
        assert self.took(end), self.left
        return value

    def sum(self):
        value = -self.product() if self.took("-") else self.product()
        while sign := self.took("+", "-"):
            value = value + (1 if sign == "+" else -1) * self.product()
        return value

    def product(self):
        value = self.raised()
        while sign := self.took(r"\,", r"\odot"):
            other = self.raised()
            matrices = sign == r"\," and np.ndim(value) and value.shape[1] == other.shape[0]
            value = value @ other if matrices else value * other
        return value

    def raised(self):
        value = self.atom()
        return value.T if self.took(r"^{\top}") else value

    def atom(self):
        word = self.left.pop(0)
        if word in FUNCTIONS:
            end = {r"\left(": r"\right)", "{": "}"}[self.left.pop(0)]
            given = [self.sum()]
            while self.took(","):
                given.append(self.sum())
            assert self.took(end), self.left
            return FUNCTIONS[word](*given)
        if word == r"\frac":
            assert self.took("{")
            over = self.within("}")
            assert self.took("{")
            return over / self.within("}")
        if word in (r"\left(", r"\left|"):
            value = self.within(word.replace("left", "right").replace("(", ")"))
            return abs(value) if word.endswith("|") else value
        return self.values[word] if word in self.values else np.float64(word)


def read_equations(cell, known):
    """What each formula of the cell says, from the values of what it names."""
    said = {}
    for equation in cell.equations:
        name, _, body = derive.latex_equation(cell, equation).partition(" = ")
        reader = Reader(body, known | {"H": np.float64(HIDDEN)})
        said[equation.name] = known[name] = reader.sum()
        assert reader.left == []
    return said


def agree(text, seed):
    net = Network(cell=text, input=HIDDEN if text == "sru" else INPUTS, hidden=HIDDEN)  # which declares x: H
    cell, weights = net.equations, random_weights(net, seed, scale=0.7).layers[0][0]
    states = {name: np.full(zero.shape, 0.3) for name, zero in derive.zero_states(net).items()}
    given = {**weights, **states, cell.input.name: random_inputs(net, 1, 1, seed)[0].T}
    done = derive.step(cell, given).values
    said = read_equations(cell, {derive.latex_symbol(name): value for name, value in given.items()})
    for name, value in said.items():
        np.testing.assert_allclose(value, done[name], rtol=1e-10, atol=1e-12, err_msg=f"{name}\n{text}")


@pytest.mark.parametrize("seed", range(60))
def test_formulas_of_any_cell_say_what_is_computed(seed):
    agree(well_formed(seed), seed)


@pytest.mark.parametrize("name", sorted(cells.CELLS))
def test_formulas_of_our_cells_say_what_is_computed(name):
    agree(name, 1)


def test_what_is_subtracted_from_one_keeps_its_brackets():
    text = "a = tanh(W_a x)\nd = 1 - (a - h[t-1])\nh = d * (1 - (1 - a)) - (a + d)\n"
    agree(text, 2)
    cell = Network(cell=text, input=INPUTS, hidden=HIDDEN).equations
    assert derive.latex_equation(cell, cell.equations[1]) == r"d_{t} = 1 - \left(a_{t} - h_{t-1}\right)"
