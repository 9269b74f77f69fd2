"""From a series or a text to arrays: windows, one-hot letters, lags, baselines, leakage."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import frameworks
from ...cells.sizes import I, T, size
from ...derive import latex_size
from ...network import Network
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

K, N, V, Y, R = map(size, "KNVYR")
SERIES = tuple(size(f"S{n}") for n in range(1, 5))


@answer("window-count")
def window_count(case: Case) -> Key:
    """N - T - Y + 1 windows; measured: by moving a window over a series."""
    value = N - T - Y + 1
    solution = (
        said("A window takes {span:with} = {span} values, inputs and targets together.", span=T + Y),
        said("It can begin at {value:with} = {value} places.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        windows = np.lib.stride_tricks.sliding_window_view(np.zeros(sizes["N"]), sizes["T"] + sizes["Y"])
        return (len(windows),)

    return Key((value,), solution, measured)


@answer("samples-or-numbers")
def samples_or_numbers(case: Case) -> Key:
    """N samples, or N·T·I numbers; measured: on the array."""
    samples = case.form == "samples"
    value = N if samples else N * T * I
    solution = (
        said("Its shape is (samples, steps, features) = ({N}, {T}, {I})."),
        said("A window is one sample: {N}.") if samples else said("It holds {value:with} = {value} numbers.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        array = np.zeros((sizes["N"], sizes["T"], sizes["I"]), np.int8)
        return (len(array) if samples else array.size,)

    return Key((value,), solution, measured)


@answer("one-hot-shape")
def one_hot_shape(case: Case) -> Key:
    """Steps × letters of the alphabet; measured: on the one-hot array of a padded name."""
    solution = (
        said("One step for each position, padding included: {T} rows."),
        said("One feature for each letter of the alphabet: {V} columns, so {T}×{V}."),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        letters = np.arange(sizes["N"]) % sizes["V"]
        array = np.pad(np.eye(sizes["V"], dtype=np.int8)[letters], ((0, sizes["T"] - sizes["N"]), (0, 0)))
        return array.shape

    return Key((T, V), solution, measured)


@answer("lag-parameters")
def lag_parameters(case: Case) -> Key:
    """The layer's count with the lags as steps or as features; measured: on the framework's tensors."""
    inputs = N if case.form == "features" else sympy.Integer(1)
    formula = sympy.factor(frameworks.parameters(case.framework, case.network()).subs(I, inputs))
    solution = (
        said(
            "Lags as features are inputs: I = {N}, and one step." if case.form == "features" else "Lags as steps leave I = 1."
        ),
        said(f"${latex_size(formula)}$ = {{count:with}} = {{count}} parameters.", count=formula),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = Network(input=sizes["N"] if case.form == "features" else 1, hidden=sizes["H"])
        return (sum(int(np.prod(shape)) for shape in frameworks.tensor_shapes(case.framework, network).values()),)

    return Key((formula,), solution, measured, (("fed", _FED[case.form]),))


_FED = {"features": "as {N} features of a single step", "steps": "as {N} steps of one feature"}


@answer("unseen-accuracy")
def unseen_accuracy(case: Case) -> Key:
    """100 R/(N - K) percent; measured: by marking every name and taking the mean over the unseen."""
    value = 100 * R / (N - K)
    solution = (
        said("Of {N} names {K} were seen in training; {unseen} were not.", unseen=N - K),
        said("Of these {R} are right: {value} %.", value=value),
        said("The whole set scores {whole} %, because the names seen are right by heart.", whole=100 * (R + K) / N),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        names = np.arange(sizes["N"])
        right = names < sizes["K"] + sizes["R"]
        return (float(100 * right[names >= sizes["K"]].mean()),)

    return Key((value,), solution, measured)


@answer("persistence-error")
def persistence_error(case: Case) -> Key:
    """The mean squared error of "the same as last time" over three forecasts; measured: on the shifted series."""
    a, b, c = ((after - before) ** 2 for before, after in pairwise(SERIES))
    total = a + b + c
    solution = (
        said("The forecasts are {S1}, {S2}, {S3} for {S2}, {S3}, {S4}."),
        said("The squared errors: {a} + {b} + {c} = {total}.", a=a, b=b, c=c, total=total),
        said("Over three forecasts: {value}.", value=total / 3),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        series = np.array([sizes[str(name)] for name in SERIES], float)
        return (float(np.mean((series[1:] - series[:-1]) ** 2)),)

    return Key((total / 3,), solution, measured)
