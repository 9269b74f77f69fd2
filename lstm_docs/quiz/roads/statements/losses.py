"""Whether statements about losses and rules of thumb hold: polynomials fitted, softmax by hand, a rule applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .... import facts, reference
from ....facts.rules import ALPHAS
from ....formulas.decimals import fixed
from ....network import Network
from ...engine.registry import Outcome, measurement

if TYPE_CHECKING:
    from ....reference.weights import Array

SIZES = {"samples": 5000, "inputs": 30, "outputs": 2}


def _rule() -> list[int]:
    """Units by the rule N_s / (α (N_i + N_o)) for every α from 2 to 10."""
    return [facts.by_samples(SIZES["samples"], SIZES["inputs"], SIZES["outputs"], alpha) for alpha in ALPHAS]


@measurement("sample-rule-settles-units")
def sample_rule_settles_units() -> Outcome:
    """Whether it says one number."""
    sizes = _rule()
    return Outcome(len(set(sizes)) == 1, {**SIZES, "least": min(sizes), "most": max(sizes)})


@measurement("sample-rule-gives-a-range")
def sample_rule_gives_a_range() -> Outcome:
    """The factor between its ends."""
    first, *_, last = _rule()
    numbers = {"first": first, "last": last, "small": ALPHAS[0], "large": ALPHAS[-1]}
    return Outcome(4.5 < first / last < 5.5, SIZES | numbers)


def _fit(degree: int) -> tuple[float, float]:
    """Mean squared error of a polynomial on the 10 points it was fitted to, and on the 9 between them."""
    noise = 0.3 * reference.random_inputs(Network(input=1, hidden=1), 19, 1, seed=11)[:, 0, 0]
    x = np.linspace(-1, 1, 19)
    y = np.sin(3 * x) + noise
    fitted = np.polynomial.Polynomial.fit(x[::2], y[::2], degree)
    errors = (fitted(x) - y) ** 2
    return float(errors[::2].mean()), float(errors[1::2].mean())


def _fits() -> tuple[bool, bool, dict[str, str]]:
    """Whether degree 8 is better than 3 on the points fitted, and on new ones; all four errors."""
    (small, small_new), (large, large_new) = _fit(3), _fit(8)
    errors = {"small": small, "small_new": small_new, "large": large, "large_new": large_new}
    return large < small, large_new < small_new, {name: fixed(error, 3) for name, error in errors.items()}


@measurement("training-loss-is-quality")
def training_loss_is_quality() -> Outcome:
    """Whether the lower training loss is the lower loss."""
    fitted, new, numbers = _fits()
    return Outcome(fitted == new, numbers)


@measurement("training-loss-may-mislead")
def training_loss_may_mislead() -> Outcome:
    """Whether more parameters are better on the points fitted alone."""
    fitted, new, numbers = _fits()
    return Outcome(fitted and not new, numbers)


def _losses(*logits: float) -> tuple[float, float]:
    """Binary cross-entropy averaged over a softmax, and categorical cross-entropy, the first class being right."""
    powers = np.exp(logits)
    p: Array = powers / powers.sum()
    return -float(np.mean(np.log([p[0], *(1 - p[1:])]))), -float(np.log(p[0]))


@measurement("pair-of-softmax-is-binary")
def pair_of_softmax_is_binary() -> Outcome:
    """Two logits, either class being right."""
    binary, categorical = zip(*(_losses(*logits) for logits in ((1.0, -0.5), (-0.5, 1.0))), strict=True)
    return Outcome(bool(np.allclose(binary, categorical, rtol=0, atol=1e-12)), {"loss": fixed(binary[0])})


@measurement("triple-of-softmax-is-binary")
def triple_of_softmax_is_binary() -> Outcome:
    """Three logits."""
    binary, categorical = _losses(1.0, -0.5, 0.2)
    return Outcome(abs(binary - categorical) < 1e-9, {"binary": fixed(binary), "categorical": fixed(categorical)})
