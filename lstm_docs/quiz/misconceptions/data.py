"""Wrong paths from data to arrays and scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import frameworks
from ...cells.sizes import H, I, T
from ..keys.data import SERIES, K, N, R, V, Y
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _one(value: sympy.Expr, text: str, **parts: sympy.Expr) -> Wrong:
    return Wrong((value,), said("{value} " + text, value=value, **parts))


@misconception("window-off-by-one")
def window_off_by_one(case: Case, key: Key) -> Wrong:
    """N - T - Y."""
    return _one(N - T - Y, "is the last place a window can begin at, counted from 0; the place 0 counts too.")


@misconception("window-without-targets")
def window_without_targets(case: Case, key: Key) -> Wrong:
    """N - T + 1."""
    return _one(N - T + 1, "leaves no room for the targets: the last windows would have none.")


@misconception("window-whole-pieces")
def window_whole_pieces(case: Case, key: Key) -> Wrong:
    """N: one a value."""
    return _one(N, "is a window for every value; the last {late} places are too near the end.", late=T + Y - 1)


@misconception("window-one-more")
def window_one_more(case: Case, key: Key) -> Wrong:
    """N - T - Y + 2."""
    return _one(N - T - Y + 2, "is one too many: at that place the last target would lie beyond the series.")


@misconception("window-only-targets")
def window_only_targets(case: Case, key: Key) -> Wrong:
    """N - Y + 1."""
    return _one(N - Y + 1, "makes room for the targets only; the {T} inputs before them need room too.")


@misconception("samples-are-numbers")
def samples_are_numbers(case: Case, key: Key) -> Wrong | None:
    """The array's size as its number of samples."""
    if case.form != "samples":
        return None
    return _one(N * T * I, "counts the numbers in the array; a sample is a whole window.")


@misconception("numbers-are-samples")
def numbers_are_samples(case: Case, key: Key) -> Wrong | None:
    """The samples as the array's size."""
    if case.form == "samples":
        return None
    return _one(N, "counts the samples; each holds {each:with} = {each} numbers.", each=T * I)


@misconception("samples-are-steps")
def samples_are_steps(case: Case, key: Key) -> Wrong:
    """N·T."""
    text = "counts every step as a sample." if case.form == "samples" else "leaves out that each step has {I} features."
    return _one(N * T, text)


@misconception("sample-is-a-window")
def sample_is_a_window(case: Case, key: Key) -> Wrong:
    """T·I."""
    return _one(T * I, "is what one window holds; there are {N} of them.")


@misconception("samples-by-feature")
def samples_by_feature(case: Case, key: Key) -> Wrong:
    """N·I."""
    return _one(N * I, "multiplies samples and features and leaves out the steps.")


@misconception("samples-added")
def samples_added(case: Case, key: Key) -> Wrong:
    """N + T + I."""
    return _one(N + T + I, "adds up the three axes; an array holds their product.")


def _shape(rows: sympy.Expr, columns: sympy.Expr, text: str) -> Wrong:
    return Wrong((rows, columns), said("{rows}×{columns} " + text, rows=rows, columns=columns))


@misconception("one-hot-transposed")
def one_hot_transposed(case: Case, key: Key) -> Wrong:
    """The alphabet as steps."""
    return _shape(V, T, "has a row for each letter of the alphabet; the steps are the positions in the name.")


@misconception("one-hot-unpadded")
def one_hot_unpadded(case: Case, key: Key) -> Wrong:
    """The name's own length."""
    return _shape(N, V, "has a row for each of the name's own letters; padding makes it {T} rows.")


@misconception("one-hot-one-number")
def one_hot_one_number(case: Case, key: Key) -> Wrong:
    """A number a letter."""
    return _shape(T, sympy.Integer(1), "has one number a letter, its place in the alphabet; one-hot has {V}, all 0 but one.")


@misconception("one-hot-flat")
def one_hot_flat(case: Case, key: Key) -> Wrong:
    """Everything in a row."""
    return _shape(sympy.Integer(1), T * V, "lays the whole name in one row; an LSTM reads a row for each step.")


@misconception("one-hot-square")
def one_hot_square(case: Case, key: Key) -> Wrong:
    """V×V."""
    return _shape(V, V, "is the table of all one-hot letters; the name takes one of its rows for each position.")


def _lags(case: Case, inputs: sympy.Expr | int, text: str) -> Wrong:
    count = sympy.factor(frameworks.parameters(case.framework, case.network()).subs(I, inputs))
    return Wrong((count,), said("{count} " + text, count=count))


@misconception("lags-the-other-way")
def lags_the_other_way(case: Case, key: Key) -> Wrong:
    """Steps for features."""
    if case.form == "features":
        return _lags(case, 1, "has one input; as features of one step the {N} lags are {N} inputs.")
    return _lags(case, N, "takes the {N} lags for inputs; as steps they go through the same one input, one after the other.")


@misconception("lags-multiplied")
def lags_multiplied(case: Case, key: Key) -> Wrong:
    """A cell for each lag."""
    count = sympy.factor(key.values[0] * N)
    return Wrong((count,), said("{count} is {N} sets of weights; there is one, however many lags there are.", count=count))


@misconception("lags-no-bias")
def lags_no_bias(case: Case, key: Key) -> Wrong:
    """Matrices only."""
    inputs = N if case.form == "features" else 1
    count = sympy.factor(4 * H * (H + inputs))
    return Wrong((count,), said("{count} leaves out the biases.", count=count))


@misconception("lags-one-gate")
def lags_one_gate(case: Case, key: Key) -> Wrong:
    """A quarter."""
    count = sympy.factor(key.values[0] / 4)
    return Wrong((count,), said("{count} is one gate; an LSTM has four blocks of weights.", count=count))


@misconception("lags-both")
def lags_both(case: Case, key: Key) -> Wrong:
    """Lags and one more feature."""
    return (
        _lags(case, N + 1, "counts an input too many.") if case.form == "features" else _lags(case, 2, "has an input too many.")
    )


@misconception("accuracy-of-all")
def accuracy_of_all(case: Case, key: Key) -> Wrong:
    """The whole set."""
    return _one(100 * (R + K) / N, "% is the score of the whole set, the {K} names seen in training included.")


@misconception("accuracy-over-all")
def accuracy_over_all(case: Case, key: Key) -> Wrong:
    """R / N."""
    return _one(100 * R / N, "% divides by all {N} names; only {unseen} of them are unseen.", unseen=N - K)


@misconception("accuracy-is-the-unseen-share")
def accuracy_is_the_unseen_share(case: Case, key: Key) -> Wrong:
    """(N - K) / N."""
    return _one(100 * (N - K) / N, "% is the share of names that were not seen; how many of them are right is asked.")


@misconception("accuracy-of-the-seen")
def accuracy_of_the_seen(case: Case, key: Key) -> Wrong:
    """100 %."""
    return _one(sympy.Integer(100), "% is the score on the names seen in training.")


@misconception("accuracy-wrong-ones")
def accuracy_wrong_ones(case: Case, key: Key) -> Wrong:
    """The error rate."""
    return _one(100 * (N - K - R) / (N - K), "% is the share of unseen names that are wrong.")


def _error(value: sympy.Expr, text: str) -> Wrong:
    return Wrong((value,), said("{value} " + text, value=value))


S1, S2, S3, S4 = SERIES
SQUARES = (S2 - S1) ** 2 + (S3 - S2) ** 2 + (S4 - S3) ** 2


@misconception("persistence-not-averaged")
def persistence_not_averaged(case: Case, key: Key) -> Wrong:
    """The sum."""
    return _error(SQUARES, "is the sum of the squared errors; the mean is asked.")


@misconception("persistence-over-four")
def persistence_over_four(case: Case, key: Key) -> Wrong:
    """Divided by the values."""
    return _error(SQUARES / 4, "divides by the four values; there are three forecasts.")


@misconception("persistence-signed")
def persistence_signed(case: Case, key: Key) -> Wrong:
    """Errors with their signs."""
    return _error((S4 - S1) / 3, "is the mean of the errors with their signs, which cancel; they are squared first.")


@misconception("persistence-from-the-mean")
def persistence_from_the_mean(case: Case, key: Key) -> Wrong:
    """The variance."""
    mean = (S1 + S2 + S3 + S4) / 4
    return _error(
        sympy.Add(*((s - mean) ** 2 for s in SERIES)) / 4,
        "measures the distance from the mean of the series, not from the value before.",
    )


@misconception("persistence-from-the-first")
def persistence_from_the_first(case: Case, key: Key) -> Wrong:
    """The first value as every forecast."""
    return _error(
        sympy.Add(*((s - S1) ** 2 for s in SERIES[1:])) / 3, "forecasts {S1} every time; the forecast is the value just before."
    )
