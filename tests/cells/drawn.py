"""Cells drawn at random: well-formed texts that use every operation, and texts damaged at random."""

from __future__ import annotations

import numpy as np

SIGNS = list("()[]^T*+-=/_,: \nxhcW1.σ\\{}#é\t")
GUARDED = ("exp(-abs({}))", "log(1 + abs({}))", "sqrt(abs({}))", "{} / (1 + abs({}))")
PLAIN = ("sigmoid({})", "tanh({})", "relu({})", "softplus({})", "logsigmoid({})", "abs({})", "-({})", "1 - {}", "0.5 * ({})")
PAIRS = ("{} * {}", "max({}, {})", "min({}, {})", "({} - {})", "{} + {}")


def well_formed(seed: int) -> str:
    """A cell of two to six vectors, at times with a scalar gate and a matrix for a state."""
    rng = np.random.default_rng(seed)
    count = iter(range(1000))
    known = ["h[t-1]", "c[t-1]"]

    def product() -> str:
        read = rng.choice(["x", *known])
        way = "p_{} * {}" if read != "x" and rng.random() < 0.3 else "W_{} {}"
        return way.format(next(count), read)

    def vector(depth: int) -> str:
        kind = rng.random()
        if depth == 0 or kind < 0.15:
            return str(rng.choice(known))
        if kind < 0.4:
            terms = [product() for _ in range(rng.integers(1, 3))] + [f"b_{next(count)}"] * bool(rng.random() < 0.7)
            return f"({' + '.join(terms)})"
        if kind < 0.7:
            inner = vector(depth - 1)
            return str(rng.choice(GUARDED if rng.random() < 0.4 else PLAIN)).replace("{}", f"({inner})")
        return str(rng.choice(PAIRS)).format(vector(depth - 1), vector(depth - 1))

    lines = [f"a = tanh({product()} + {product()} + b_{next(count)})"]
    known.append("a")
    if rng.random() < 0.4:
        lines += ["s: 1", "s = sigmoid(w_s^T x + b_s)", "m = s * a - a / (1 + s)"]
        known.append("m")
    if rng.random() < 0.4:
        lines += ["states: C", "C: H x H", "C = 0.5 * C + a c[t-1]^T", "q = C a / sqrt(size(H))"]
        known.append("q")
    for name in ("d", "e")[: rng.integers(0, 3)]:
        lines.append(f"{name} = ({vector(3)}) * a")
        known.append(name)
    read = " + ".join(name for name in known if "[" not in name)
    return "\n".join([*lines, f"c = {vector(2)} + a", f"h = tanh(W_h x + {vector(2)} * a) + 0.1 * ({read} + c)", ""])


def damaged(text: str, seed: int) -> str:
    """The text with one to five places overwritten."""
    rng = np.random.default_rng(seed)
    letters = list(text)
    for _ in range(1 + seed % 5):
        place = int(rng.integers(len(letters)))
        letters[place : place + int(rng.integers(3))] = rng.choice(SIGNS, int(rng.integers(3)))
    return "".join(letters)
