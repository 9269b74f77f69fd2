"""Questions for interviews, answered in code: what earns marks, and a solution that runs."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from ... import frameworks
from ..registry import Open, answer
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


@answer("write-a-step")
def write_a_step(case: Case) -> Open:
    """One step in NumPy on matrices packed in the framework's order; the solution is run against the reference."""
    order = frameworks.gate_order(case.framework, case.network())
    called = {"i": "sigmoid", "f": "sigmoid", "o": "sigmoid", "g": "np.tanh"}
    reference = dedent(
        f"""\
        import numpy as np


        def sigmoid(a):
            return (1 + np.tanh(a / 2)) / 2


        def lstm_step(x, h, c, W, U, b):
            {", ".join(order)} = np.split(W @ x + U @ h + b, 4)
            """
    ) + "".join(f"    {gate} = {called[gate]}({gate})\n" for gate in order)
    reference += "    c = f * c + i * g\n    return o * np.tanh(c), c\n"
    rubric = (
        ("one product for all gates, split into four blocks along the right axis", 2),
        (f"the blocks taken in the order {', '.join(order)}", 1),
        ("σ for i, f and o, tanh for g", 2),
        ("c = f·c + i·g, component by component", 2),
        ("h = o·tanh(c) with the new c", 2),
        ("no loop over units, and no overflow of exp for large inputs", 1),
    )
    solution = (
        said("W x + U h + b gives all pre-activations in one column of 4H; the order of its blocks is the framework's."),
        said("A σ made from tanh cannot overflow: σ(a) = (1 + tanh(a/2)) / 2."),
    )
    return Open(rubric, reference, solution, (("order", ", ".join(order)),))


CONVERSIONS = {
    "keras": (
        """\
        def convert(tensors):
            return {
                "kernel": tensors["weight_ih_l0"].T,
                "recurrent_kernel": tensors["weight_hh_l0"].T,
                "bias": tensors["bias_ih_l0"] + tensors["bias_hh_l0"],
            }
        """,
        (
            ("both matrices transposed: Keras multiplies rows from the left", 3),
            ("the two bias vectors added into one", 3),
            ("the gates left in their order, i, f, g, o in both", 2),
            ("a check: the same input gives the same output in both, to rounding", 2),
        ),
        "Both pack i, f, g, o, so nothing is reordered; the axes are exchanged and the biases summed.",
    ),
    "onnx": (
        """\
        import numpy as np


        def convert(tensors):
            def reordered(packed):
                i, f, g, o = np.split(packed, 4)
                return np.concatenate([i, o, f, g])[np.newaxis]

            biases = [reordered(tensors[f"bias_{kind}_l0"]) for kind in ("ih", "hh")]
            return {
                "W": reordered(tensors["weight_ih_l0"]),
                "R": reordered(tensors["weight_hh_l0"]),
                "B": np.concatenate(biases, axis=1),
            }
        """,
        (
            ("the blocks reordered from i, f, g, o to i, o, f, g, in W, R and both biases", 4),
            ("a leading axis for the directions", 2),
            ("both bias vectors kept, one after the other in B", 2),
            ("a check: the same input gives the same output in both, to rounding", 2),
        ),
        "ONNX packs i, o, f, g by rows like PyTorch, keeps both biases, and has an axis for the directions.",
    ),
}
"""Target -> a function in code, what earns marks, and the idea."""


@answer("convert-the-weights")
def convert_the_weights(case: Case) -> Open:
    """From PyTorch's tensors to another framework's; the solution is run against both frameworks."""
    code, rubric, idea = CONVERSIONS[case.target]
    return Open(rubric, dedent(code), (said(idea),))


BROKEN = "`LSTM(64)`, `LSTM(32)`, `Dense(10, activation='sigmoid')`, loss `categorical_crossentropy`, targets 0 … 9"
STACKS = {
    "one of 10 classes for each sequence": (
        BROKEN,
        "False",
        "The last layer hands on its last state only: return_sequences=False.",
    ),
    "one of 10 classes for each step": (
        f"{BROKEN} at each step",
        "True",
        "The last layer hands on every step, and the dense layer is applied at each: return_sequences=True.",
    ),
}
"""Task -> the stack that is to be mended, the last layer's return_sequences, and why."""


@answer("mend-the-stack")
def mend_the_stack(case: Case) -> Open:
    """A stack that cannot be built, or trains towards the wrong thing; the solution is built and trained for a step."""
    broken, last, why = STACKS[case.form]
    reference = dedent(
        f"""\
        import keras


        def build(steps, features):
            model = keras.Sequential(
                [
                    keras.Input((steps, features)),
                    keras.layers.LSTM(64, return_sequences=True),
                    keras.layers.LSTM(32, return_sequences={last}),
                    keras.layers.Dense(10, activation="softmax"),
                ]
            )
            model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
            return model
        """
    )
    rubric = (
        ("return_sequences=True on the first LSTM, which otherwise gives the second no sequence", 3),
        (f"return_sequences={last} on the second, with the reason", 2),
        ("softmax in place of σ: the classes exclude each other", 2),
        ("the sparse loss for class numbers, or one-hot targets with the plain one", 2),
        ("names the error message that the first mistake gives, or the shapes at each layer", 1),
    )
    solution = (
        said("The first LSTM must hand on a sequence, or the second has nothing to step through."),
        said(why),
        said("One of ten classes: softmax, and with class numbers as targets the sparse cross-entropy."),
    )
    return Open(rubric, reference, solution, (("broken", broken),))
