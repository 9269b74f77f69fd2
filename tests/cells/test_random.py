"""Random cells: our evaluator and the witness, our gradient, autograd and finite differences agree, and facts are proved.

`CELLS=1000` makes a thousand of them, and as many damaged texts in `test_texts.py`.
"""

from __future__ import annotations

import os
import random

import numpy as np
import pytest
import torch

from lstm_docs import Network, derive, facts
from lstm_docs.reference import random_inputs, random_weights

from . import witness

MANY = int(os.environ.get("CELLS", "40"))
INPUTS, HIDDEN, STEPS = 3, 4, 3
KINDS = ("affine", "name", "function", "product", "sum", "difference", "share", "scaled", "norm", "quotient", "extremum")
FUNCTIONS = ("sigmoid", "tanh", "softplus", "sigmoid", "tanh", "logsigmoid")


class Writer:
    """Lines of a cell, all vectors of H; what may be large is squashed, and what is divided by is above 1."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.known = ["h[t-1]", *(["c[t-1]"] if self.draw.random() < 0.6 else [])]
        self.count = 0

    def weight(self, letter):
        self.count += 1
        return f"{letter}_{self.count}"

    def vector(self, depth):
        kinds = (
            "affine name" if depth == 0 else "affine affine function product sum difference share scaled norm quotient extremum"
        )
        match self.draw.choice(kinds.split()):
            case "name":
                return self.draw.choice(self.known)
            case "affine":
                one, other = self.draw.choice(self.known), self.draw.choice(self.known)
                inner = f"{one} * tanh({self.vector(depth - 1)})" if depth else one
                diagonal = f"{self.weight('u')} * {other}"
                recurrent = self.draw.choice([f"{self.weight('U')} ({inner}) + {diagonal}", f"{diagonal} * ({inner})"])
                return f"{self.weight('W')} x + {recurrent} + {self.weight('b')}"
            case "function":
                return f"{self.draw.choice(FUNCTIONS)}({self.vector(depth - 1)})"
            case "product":
                return f"({self.vector(depth - 1)}) * tanh({self.vector(depth - 1)})"
            case "sum":
                return f"{self.draw.choice(self.known)} + {self.vector(depth - 1)}"
            case "difference":
                return f"({self.vector(depth - 1)}) - ({self.vector(depth - 1)})"
            case "share":
                return f"(1 - {self.draw.choice(self.known)}) * ({self.vector(depth - 1)})"
            case "scaled":
                return f"0.5 * ({self.vector(depth - 1)})"
            case "norm":
                return f"layernorm({self.vector(depth - 1)}, {self.weight('s')}, {self.weight('b')})"
            case "quotient":
                return f"({self.vector(depth - 1)}) / (1 + exp(tanh({self.vector(depth - 1)})))"
        return f"{self.draw.choice(('max', 'min'))}({self.vector(depth - 1)}, {self.draw.choice(self.known)})"

    def text(self):
        lines = []
        for name in self.draw.sample("fgioz", self.draw.randint(1, 4)):
            lines.append(f"{name} = {self.draw.choice(FUNCTIONS)}({self.vector(2)})")
            self.known.append(name)
        if "c[t-1]" in self.known:
            lines.append(f"c = sigmoid({self.vector(1)}) * c[t-1] + tanh(W_c x)")
        unread = [name for name in self.known if "[" not in name]
        lines.append(f"h = tanh({self.vector(2)}) + tanh(W_h x) + 0.1 * tanh({' + '.join(unread)})")
        return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("seed", range(MANY))
def test_all_roads_agree(seed):
    text = Writer(seed).text()
    net = Network(cell=text, input=INPUTS, hidden=HIDDEN)
    facts.of(net)
    cell, weights = net.equations, random_weights(net, seed, scale=0.7).layers[0][0]
    columns = [x.T for x in random_inputs(net, STEPS, 1, seed)]
    states = {name: np.full(zero.shape, 0.3) for name, zero in derive.zero_states(net).items()}
    wanted = [np.full((HIDDEN, 1), 1.0 - n) for n in range(STEPS)]
    done = derive.trace(cell, weights, columns, states)
    ours = derive.gradient_trace(cell, weights, columns, states, done, wanted).weights

    theirs = {key: torch.tensor(value, requires_grad=True) for key, value in weights.items()}
    held = {name.removesuffix("_t-1"): torch.tensor(value) for name, value in states.items()}
    loss = torch.zeros((), dtype=torch.float64)
    for x, step, by in zip(columns, done, wanted, strict=True):
        values = witness.step(text, theirs, held, torch.tensor(x), HIDDEN)
        for key, value in values.items():
            np.testing.assert_allclose(step.values[f"{key}_t"], value.detach().numpy(), rtol=1e-11, atol=1e-12, err_msg=text)
        loss = loss + (values["h"] * torch.tensor(by)).sum()
        held = {key: values[key] for key in held}
    loss.backward()
    for key, value in theirs.items():
        grad = np.zeros(value.shape) if value.grad is None else value.grad.numpy()
        np.testing.assert_allclose(ours[key], grad, rtol=1e-9, atol=1e-10, err_msg=text)

    def of(moved):
        steps = derive.trace(cell, moved, columns, states)
        return sum(float((step.values["h_t"] * by).sum()) for step, by in zip(steps, wanted, strict=True))

    name = random.Random(seed).choice(list(weights))
    moved = [of({**weights, name: weights[name] + sign * 1e-6}) for sign in (1, -1)]
    assert ours[name].sum() == pytest.approx((moved[0] - moved[1]) / 2e-6, rel=1e-4, abs=1e-6), text
