"""Wrong paths to the parameters of heads and whole models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import H, I, T
from ..counted import gates, parameters
from ..keys.models import E, K, V, features, model_parts
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


@misconception("flattened-without-bias")
def flattened_without_bias(case: Case, key: Key) -> Wrong | None:
    """Weights only."""
    return wrong_count(
        T * features(case) * K, "{count} = {count:with} are the weights; each of the {K} outputs has a bias too."
    )


@misconception("flattened-as-shared")
def flattened_as_shared(case: Case, key: Key) -> Wrong | None:
    """One Dense layer for every step."""
    return wrong_count(
        sympy.factor(K * (features(case) + 1)),
        "{count} = {count:with} would serve every step alike; laid end to end, each step has weights of its own.",
    )


@misconception("flattened-with-a-bias-a-step")
def flattened_with_a_bias_a_step(case: Case, key: Key) -> Wrong | None:
    """T Dense layers."""
    return wrong_count(
        sympy.factor(T * K * (features(case) + 1)),
        "{count} = {count:with} is {T} layers with biases of their own; it is one layer, with {K} biases.",
    )


@misconception("flattened-one-direction")
def flattened_one_direction(case: Case, key: Key) -> Wrong | None:
    """H where there are 2H."""
    if not case.bidirectional:
        return None
    return wrong_count(
        sympy.factor(K * (T * H + 1)),
        "{count} reads {H} numbers a step; the two directions give {wide:with} = {wide}.",
        wide=2 * H,
    )


@misconception("flattened-both-states")
def flattened_both_states(case: Case, key: Key) -> Wrong | None:
    """h and c."""
    if case.bidirectional:
        return None
    return wrong_count(
        sympy.factor(K * (2 * T * H + 1)),
        "{count} reads {wide:with} = {wide} numbers a step; $c_t$ is not put out, only $h_t$ with {H}.",
        wide=2 * H,
    )


@misconception("flattened-added")
def flattened_added(case: Case, key: Key) -> Wrong | None:
    """T + H."""
    wide = T + features(case)
    return wrong_count(
        sympy.factor(K * (wide + 1)),
        "{count} adds steps and outputs, {wide:with} = {wide}; every step has all of its outputs, so they multiply.",
        wide=wide,
    )


@misconception("model-without-embedding")
def model_without_embedding(case: Case, key: Key) -> Wrong | None:
    """The table has no weights."""
    embedding, recurrent, head = model_parts(case)
    return wrong_count(
        sympy.expand(recurrent + head), "{count} leaves out the embedding; its table of {n:with} = {n} is learnt.", n=embedding
    )


@misconception("model-without-head")
def model_without_head(case: Case, key: Key) -> Wrong | None:
    """No Dense layer."""
    embedding, recurrent, head = model_parts(case)
    return wrong_count(sympy.expand(embedding + recurrent), "{count} leaves out the Dense layer, {n:with} = {n}.", n=head)


@misconception("model-head-without-bias")
def model_head_without_bias(case: Case, key: Key) -> Wrong | None:
    """Dense without biases."""
    return wrong_count(sympy.expand(key.values[0] - K), "{count} leaves out the biases of the Dense layer: {K} of them.")


@misconception("model-embedding-with-bias")
def model_embedding_with_bias(case: Case, key: Key) -> Wrong | None:
    """A bias for every embedded number."""
    return wrong_count(
        sympy.expand(key.values[0] + E), "{count} gives the embedding {E} biases; it only looks a row up, and adds none."
    )


@misconception("model-reads-the-vocabulary")
def model_reads_the_vocabulary(case: Case, key: Key) -> Wrong | None:
    """The LSTM on one-hot words."""
    embedding, _, head = model_parts(case)
    return wrong_count(
        sympy.expand(embedding + parameters(case).subs(I, V) + head),
        "{count} lets the LSTM read {V} numbers a word; behind the embedding it reads {E}.",
    )


@misconception("model-with-two-biases")
def model_with_two_biases(case: Case, key: Key) -> Wrong | None:
    """PyTorch's convention in Keras."""
    extra = gates(case) * H
    return wrong_count(
        sympy.expand(key.values[0] + extra),
        "{count} counts two bias vectors a gate, {extra:with} = {extra} more than are stored here.",
        extra=extra,
    )


@misconception("model-one-gate")
def model_one_gate(case: Case, key: Key) -> Wrong | None:
    """A recurrent layer of one gate."""
    embedding, recurrent, head = model_parts(case)
    return wrong_count(
        sympy.expand(embedding + recurrent / gates(case) + head),
        f"{{count}} counts one gate of the LSTM; it has {gates(case)}, with {{n:with}} = {{n}} parameters in all.",
        n=recurrent,
    )
