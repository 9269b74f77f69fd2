"""A cell's text: what it may leave out, what it must not, and that it is run as a reader of its own runs it."""

from __future__ import annotations

import os
import re

import numpy as np
import pytest
import torch

from lstm_docs import cells, derive
from lstm_docs.cells.sizes import H, I
from lstm_docs.ground.errors import LstmDocsError

from . import witness
from .drawn import damaged

LSTM = """\
i = sigmoid(W_i x + U_i h + b_i)
f = sigmoid(W_f x + U_f h + b_f)
g = tanh(W_g x + U_g h + b_g)
o = sigmoid(W_o x + U_o h + b_o)
c = f * c + i * g
h = o * tanh(c)
"""
TEXTS = {
    "mgu": "f = sigmoid(W_f x + U_f h + b_f)\ng = tanh(W_g x + U_g (f * h) + b_g)\nh = (1 - f) * h + f * g\n",
    "greek": """\
states: Γ
ζ: 1
ν_1: 1
z = sigmoid(W_ζ x + U_ζ h + b_σ)
φ = ζ * (1 - z) + ν_1
Γ = Γ[t-1] * z + s_φ * φ
h = φ * Γ + (1 - z) * h
""",
    "sru": """\
x: H
f = sigmoid(W_f x + v_f * c + b_f)
r = sigmoid(W_r x + v_r * c + b_r)
c = f * c + (1 - f) * (W_c x)
h = r * c + (1 - r) * x
""",
    "minlstm": """\
f = sigmoid(W_f x + b_f)
i = sigmoid(W_i x + b_i)
h = f / (f + i) * h + i / (f + i) * (W_h x + b_h)
""",
    "slstm": """\
states: n, m
n: H
m: H
z = tanh(W_z x + U_z h + b_z)
a = W_i x + U_i h + b_i
l = logsigmoid(W_f x + U_f h + b_f)
o = sigmoid(W_o x + U_o h + b_o)
m = max(l + m[t-1], a)
i = exp(a - m)
f = exp(l + m_before - m)
c = f * c + i * z
n = f * n + i
h = o * c / n
""".replace("m_before", "m[t-1]"),
    "mlstm": """\
states: n, C
C: H x H
n: H
i: 1
f: 1
q = W_q x + b_q
k = 1 / sqrt(size(H)) * (W_k x) + b_k
v = W_v x + b_v
i = exp(w_i^T x + b_i)
f = sigmoid(w_f^T x + b_f)
o = sigmoid(W_o x + b_o)
C = f * C + i * (v k^T)
n = f * n + i * k
h = o * (C q) / max(abs(n^T q), 1)
""",
    "layer-norm": """\
f = sigmoid(layernorm(W_f x + U_f h, s_f, b_f))
g = tanh(layernorm(W_g x, s_g) + U_g x[t-1])
h = f * h + (1 - f) * g
""",
    "fastgrnn": """\
W: H x I
U: H x H
zeta: 1
nu: 1
a = W x + U h
z = sigmoid(a + B_g)
g = tanh(a + B_h)
h = z * h[t-1] + (sigmoid(zeta) * (1 - z) + sigmoid(nu)) * g
""",
    "cfc": """\
A: H
ts: 1
b: 7
b = 1.7159 * tanh(0.666 * (W_b x + U_b h + b_b))
f = W_f b + b_f
h = -A * exp(-ts * (abs(w_tau) + abs(f))) * f + A
""",
    "lmu": """\
states: m
m: 6
u: 1
A: 6 x 6
B: 6
u = e_x^T x + e_h^T h + e_m^T m
m = A m + B * u
h = tanh(W_x x + W_h h + W_m m)
""",
    "delta": """\
states: S
S: H x H
b: 1
k = W_k x
v = W_v x
q = W_q x
b = sigmoid(w_b^T x)
S = S - b * ((S k - v) k^T)
h = S q
""",
    "numbers": """\
a = tanh(W_a x + U_a h - b_a) + 2 * h
b = (2 - a) * (a - 1) / 4 + 3 * (1 - h) - (1 + a) + (1 - a - b_b)
h = tanh(b) - 0.5 * (1.0 - a) * -tanh(-1 - a) + 10 / (2 - -3)
""",
    "every-function": """\
a = softplus(W_a x + U_a h + b_a)
b = log(a) - sqrt(a) / 2
h = tanh(abs(b) * 0.5 - min(b, a) + exp(-a) * relu(b))
""",
}
COUNTS = {
    "mgu": 2 * H * (H + I + 1),
    "greek": H * (H + I + 2) + 2,
    "sru": H * (3 * H + 4),
    "minlstm": 3 * H * (I + 1),
    "slstm": 4 * H * (H + I + 1),
    "mlstm": 2 * (2 * H + 1) * (I + 1),
    "layer-norm": H * (H + 3 * I + 3),
    "fastgrnn": H * (H + I + 2) + 2,
    "cfc": 7 * (I + H + 1) + 8 * H + 2 * H + 1,
    "lmu": H * (H + I + 6) + H + I + 6 + 42,
    "delta": I * (3 * H + 1),
    "numbers": H * (H + I + 2),
    "every-function": H * (H + I + 1),
}
INPUTS, HIDDEN, STEPS = 3, 4, 4


def test_states_are_parted_by_commas_or_spaces():
    lines = "m = tanh(W_m x + U_m n[t-1])\nn = tanh(W_n x + U_n m[t-1])\nh = m * n\n"
    said = [cells.parse(f"states: {names}\n{lines}").build() for names in ("m, n", "m n", " m ,n ")]
    assert all([*map(str, cell.states)] == [*map(str, said[0].states)] for cell in said)
    assert len(said[0].states) == 2


@pytest.mark.parametrize("name", TEXTS)
def test_the_sizes_follow(name):
    cell = cells.parse(TEXTS[name], name).build()
    assert (derive.parameters(cell) - COUNTS[name]).expand() == 0


@pytest.mark.parametrize("name", TEXTS)
def test_it_runs_and_learns_as_its_text_says(name):
    text = TEXTS[name]
    cell = cells.parse(text, name).build()
    sized = cells.conform(cell)
    inputs = HIDDEN if "x: H" in text else INPUTS
    rng = np.random.default_rng(1)

    def shape(node):
        return tuple(int(size.subs({I: inputs, H: HIDDEN})) for size in sized.shape(node))

    weights = {weight.name: rng.uniform(-0.7, 0.7, shape(weight)) for weight in cell.weights}
    states = {state.name: rng.uniform(0.3, 0.8, shape(state)) for state in cell.states}
    columns = [rng.uniform(-1, 1, (inputs, 1)) for _ in range(STEPS)]
    wanted = [rng.uniform(-1, 1, (HIDDEN, 1)) for _ in range(STEPS)]
    done = derive.trace(cell, weights, columns, states)
    gradients = derive.gradient_trace(cell, weights, columns, states, done, wanted)

    theirs = {key: torch.tensor(value, requires_grad=True) for key, value in weights.items()}
    held = {name.removesuffix("_t-1"): torch.tensor(value) for name, value in states.items()}
    loss = torch.zeros((), dtype=torch.float64)
    for x, step, by in zip(columns, done, wanted, strict=True):
        values = witness.step(text, theirs, held, torch.tensor(x), HIDDEN)
        assert all(np.abs(step.values[f"{key}_t"] - value.detach().numpy()).max() < 1e-12 for key, value in values.items())
        loss = loss + (values["h"] * torch.tensor(by)).sum()
        held = {key: {**values, "x": torch.tensor(x)}[key] for key in held}
    loss.backward()
    for key, value in theirs.items():
        assert np.abs(gradients.weights[key] - value.grad.numpy()).max() < 1e-10, key


PASTED = r"""
f_t = σ(W_{f} x_t + U_{f} h_{t-1} + b_{f})
g_t = \tanh(W_g x_t + U_g (f_t \odot h_{t-1}) + b_g)
h_t = (1 − f_t) ⊙ h_{t-1} + f_t ∘ g_t
"""


@pytest.mark.parametrize(
    "text",
    [
        PASTED,
        PASTED.replace("_{t-1}", "(t-1)").replace("x_t", "x(t)").replace("h_t =", "h(t) ="),
        TEXTS["mgu"].replace(" x ", " @ x "),
        "# A title. A source\n\n" + TEXTS["mgu"].replace("h)", "h[t-1])"),
        "\n".join(TEXTS["mgu"].splitlines()[i] for i in (1, 0, 2)),
    ],
)
def test_other_ways_to_write_it_are_the_same(text):
    plain, other = (derive.tree(cells.parse(one, "mgu").build()) for one in (TEXTS["mgu"], text))
    assert other["shapes"] == plain["shapes"]
    assert dict(other["equations"]) == dict(plain["equations"])


def test_a_greek_letter_stands_in_an_index_with_braces_and_without():
    plain = cells.parse(TEXTS["greek"], "mine").build()
    braced = re.sub(r"_(\w)(?= |$|\))", r"_{\1}", TEXTS["greek"])
    assert "W_{ζ}" in braced
    assert derive.tree(cells.parse(braced, "mine").build()) == derive.tree(plain)


def test_the_first_line_of_comment_is_title_and_source():
    text = cells.parse("# Minimal Gated Unit. Zhou et al., 2016\n# One gate.\n" + TEXTS["mgu"], "mgu").text
    assert (text.title, text.source, text.summary) == ("Minimal Gated Unit", "Zhou et al., 2016", "One gate.")


H_BEFORE_C = LSTM.replace("c = f * c + i * g\nh = o * tanh(c)", "h = o * tanh(c)\nc = f * c + i * g")
FAULTS = {
    "c above its line may be either": (H_BEFORE_C, 5, "c[t-1]"),
    "a forgotten line is no weight": (LSTM.replace("o = sigmoid(W_o x + U_o h + b_o)\n", ""), 5, "no line computes 'o'"),
    "a misspelt name": (LSTM.replace("i * g", "i * gg"), 5, "did you mean 'g'?"),
    "a real circle": ("a = tanh(W_a x + b)\nb = tanh(a)\nh = a + b\n", 1, "a → b → a"),
    "h first": ("h = (1 - z) * h + z * n\nz = sigmoid(W_z x + U_z h)\nn = tanh(W_n x)\n", 1, "h[t-1]"),
    "no input": ("h = tanh(U_h h + b_h)\n", None, "no line reads the input x"),
    "no output": ("c = tanh(W_c x)\n", None, "no line computes h"),
    "two lines for one name": ("h = tanh(W_h x)\nh = tanh(U_h x)\n", 2, "has an equation already, in line 1"),
    "not closed": ("h = tanh(W_h x\n", 1, "column 15: a closing parenthesis was expected, not 'the end of the line'"),
    "two arguments": ("h = tanh(W_h x, b_h)\n", 1, "tanh takes 1 argument, not 2"),
    "an unknown function": ("h = sigmod(W_h x)\n", 1, "did you mean 'sigmoid'?"),
    "a strange sign": ("h = tanh(W_h x ? b_h)\n", 1, "column 16: '?' is not understood"),
    "a function computed": ("tanh = W_h x\nh = tanh(W_h x)\n", 1, "is a function"),
    "a weight computed": ("W_h = W_h x\nh = W_h\n", 1, "is a weight's name"),
    "a state of no line": ("states: s\nh = tanh(W_h x)\n", None, "s is declared a state"),
    "a strange size": ("C: H x Q\nh = tanh(W_h x)\n", 1, "a size is I, H or a whole number, not 'Q'"),
    "a strange time": ("h = tanh(W_h x + U_h h[t-2])\n", 1, "a time is [t] or [t-1]"),
    "a strange time as programs write it": ("h = tanh(W_h x(t-2))\n", 1, "a time is [t] or [t-1], not [t-2]"),
    "no equation": ("h tanh(W_h x)\n", 1, "expected an equation"),
    "only a number": ("a = 1\nh = tanh(W_h x) + a\n", 1, "a is a number"),
    "too deep": (f"h = {'(' * 70}W_h x{')' * 70}\n", 1, "more than 60"),
    "too long": (f"h = W_h x{' + W_h x' * 100}\n", 1, "at most 500 letters"),
    "a number too long": (f"h = tanh(W_h x) * {'9' * 26}\n", 1, "a number has at most 25 signs"),
    "an exponent too large": ("h = tanh(W_h x) * 1e999999999\n", 1, "no line computes 'e999999999'"),
    "an accent of LaTeX": (
        "\\tilde{h}_t = tanh(W_h x)\nh = \\tilde{h}_t\n",
        1,
        r"column 1: \tilde is not understood; write its meaning in plain letters, such as tanh, htilde or *",
    ),
    "a letter of LaTeX": ("h = \\zeta * tanh(W_h x)\n", 1, r"column 5: \zeta is not understood"),
    "a letter of LaTeX declared": ("\\zeta: 1\nh = \\zeta * tanh(W_h x)\n", 1, r"column 1: \zeta is not understood"),
    "a backslash": ("h = tanh(W_h x) \\\\\n", 1, "column 17: \\ is not understood"),
    "an accent": (
        "h\u0303_t = tanh(W_h x)\nh = h\u0303_t\n",
        1,
        "column 2: '\u0303' cannot stand in a name; write plain letters",
    ),
    "an accent declared": ("h\u0303: 1\nh = tanh(W_h x)\n", 1, "column 2: '\u0303' cannot stand in a name"),
    "a letter of no alphabet of ours": ("ĉ = tanh(W_c x)\nh = ĉ\n", 1, "column 1: 'ĉ' cannot stand in a name"),
    "an undeclared letter": (
        "h = ζ(1 - tanh(W_h x))\n",
        1,
        "no line computes 'ζ', and a weight has an underscore in its name or is",
    ),
    "an identity matrix": (
        "gamma_1: 1\nh = tanh((U_h - gamma_1 * I) h + W_h x)\n",
        2,
        "column 27: I is a size and no matrix; for a * I h write a * h, and size(I) for the number",
    ),
    "two vectors side by side": (
        "f = sigmoid(W_f x)\nh = (1 - f) h\n",
        2,
        "column 13: (1 - f_t) h_t-1 puts two vectors side by side; write (1 - f_t) * h_t-1",
    ),
    "a forgotten * before a line": (
        "f = sigmoid(W_f x + U_f h)\ng = tanh(W_g x + U_g h)\nh = (1 - f) * h + f g\n",
        3,
        "column 21: f_t g_t puts two vectors side by side; write f_t * g_t",
    ),
    "a forgotten * before a sum": (
        "o = sigmoid(W_o x)\nh = o (W_p tanh(h) + W_r x)\n",
        2,
        "column 7: o_t (W_p tanh(h_t-1) + W_r x_t) puts two vectors side by side; write o_t * (W_p tanh(h_t-1) + W_r x_t)",
    ),
    "a forgotten * after a function of a weight": (
        "states: z\nh = h + 0.5 * sigmoid(w_c) z[t-1]\nz = z[t-1] - sigmoid(w_c) * tanh(W_z x)\n",
        2,
        "puts two vectors side by side; write sigmoid(w_c) * z_t-1",
    ),
    "a concatenation": ("h = tanh(W_h [h, x])\n", 1, "column 14: '[' is not understood; write W_f x + U_f h"),
    "a matrix written together with its vector": ("h = tanh(Wx_t + U_h h)\n", 1, "column 10: Wx: for W times x write W_x x"),
    "a matrix without an index": ("h = tanh(W x)\n", 1, "has an underscore in its name or is declared, as in W: H x I"),
    "a column of LaTeX": ("h &= tanh(W_h x)\n", 1, "column 3: '&' is not understood; leave it out"),
    "a formula's dollar": ("$h = tanh(W_h x)$\n", 1, "column 1: '$' is not understood; leave it out"),
    "brackets of LaTeX": (
        "h = \\left(W_h x\\right)\n",
        1,
        r"\left is not understood; write its meaning in plain letters, such as tanh, htilde or *",
    ),
    "a prime": ("h' = tanh(W_h x)\n", 1, "is not understood; write h[t-1] and h"),
    "a power": ("h = tanh(W_h x)^2\n", 1, "column 16: '^' is not understood; write a * a, or A^T"),
    "the next step": ("h_{t+1} = tanh(W_h x)\n", 1, "column 2: '_' is not understood; write W_f, h_t or h_{t-1}"),
    "a colon before =": ("h := tanh(W_h x)\n", 1, "write h = …, without the colon"),
    "a weight of the step before": ("h = tanh(W_h x + b_h[t-1])\n", 1, "column 18: b_h is a weight, which has no time"),
    "a line with an underscore": (
        "new_h = W_h x\nh = new_h\n",
        1,
        "'new_h' is a weight's name, having an underscore, and cannot be computed",
    ),
    "a line that needs itself": ("h = tanh(W_h x + U_h h[t])\n", 1, "write h[t-1]"),
    "a line that nothing reads": (
        "f = sigmoid(W_f x)\nh = tanh(W_h x + U_h h)\n",
        1,
        "no line reads f; use it or leave it out",
    ),
    "another function": ("h = silu(W_h x)\n", 1, "unknown function 'silu'; known: sigmoid, tanh"),
    "a scalar that nobody declared": (
        "states: m\nm: H\nA: H x H\nB: H\nu = e_x^T x + e_h^T h\nm = A m + B * u\nh = W_m m\n",
        5,
        "column 8: e_x^T makes e_x a matrix; declare u: 1 if u is one number, or e_x: I x H",
    ),
    "too many lines": ("#\n" * 201, None, "at most 200 lines"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_at_its_line(fault):
    text, line, says = FAULTS[fault]
    with pytest.raises(LstmDocsError) as raised:
        cells.conform(cells.parse(text, "mine", "mine.cell").build())
    assert says in raised.value.message
    assert raised.value.where == ("mine.cell" if line is None else f"mine.cell:{line}")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("h = tanh(W_a (W_b x))\n", "nothing determines"),
        ("x: H\nh: I\nh = x + tanh(h)\n", "must equal"),
        ("a = tanh(W_a x)\nh = a^T h\n", "must equal"),
    ],
)
def test_sizes_that_cannot_be_are_told(text, says):
    with pytest.raises(LstmDocsError, match=says):
        cells.conform(cells.parse(text, "mine").build())


def test_an_output_that_is_no_state_has_the_size_of_h():
    cell = cells.parse("h = tanh(W_h x + b_h) * 1.5e-3\n", "mine").build()
    assert derive.weight_shapes(cell) == {"W_h": (H, I), "b_h": (H, 1)}


def test_long_chains_of_lines_are_read_at_once():
    doubled = "".join(f"a{n} = a{n - 1} + a{n - 1}\n" for n in range(1, 150))
    signed = "".join(f"b{n} = {'-' * 50}b{n - 1}\n" for n in range(1, 40))
    cell = cells.parse(f"s_0: 1\na0 = s_0 + s_0\nb0 = W_b x\n{doubled}{signed}h = a149 * tanh(b39)\n", "mine").build()
    assert len(cell.equations) == 191


@pytest.mark.parametrize("seed", range(max(200, int(os.environ.get("CELLS", "0")))))
def test_a_damaged_text_is_read_or_told_in_a_line(seed):
    raised = ""
    try:
        cells.conform(cells.parse(damaged(list(TEXTS.values())[seed % len(TEXTS)], seed), "mine", "mine.cell").build())
    except LstmDocsError as error:
        raised = str(error)
    assert "\n" not in raised
    assert len(raised) < 400
