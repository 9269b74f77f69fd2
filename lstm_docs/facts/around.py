"""What stands around the recurrent layers: an embedding before them, a dense head behind them, and sequences of own lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import derive
from ..cells.sizes import B, H, I, P, T, check_size, size
from ..derive.stack import layer_symbols, values
from ..ground.errors import SizeError
from . import measure
from .fact import prove
from .network import counted, stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sympy

    from ..network import Network
    from .fact import Fact

V, O, S = size("V"), size("O"), size("S")  # noqa: E741 - the field's own letter for outputs
MOST_SEQUENCES = 100_000


def around(
    network: Network,
    *,
    embedding: int | None = None,
    output: int | None = None,
    every_step: bool = False,
    steps: int = 1,
    batch: int = 1,
    framework: str | None = None,
) -> dict[str, Fact]:
    """The parameters of an embedding of so many words, of a dense head with bias, and of the whole model, by name.

    `embedding` words become vectors of the network's input size I. The head has `output` outputs and reads the last step,
    or with `every_step` each (TimeDistributed, the same weights); `head_macs` are for all sequences. Raises `SizeError` for
    sizes out of range.
    """
    if embedding is None and output is None:
        return {}
    known = values(network, steps, batch)
    found = {}
    formula, measured = counted(network, framework), stored(network, framework)
    if embedding is not None:
        known[V] = check_size(embedding, "embedding")
        table = measure.hollow((embedding, network.input)).size
        note = "the vectors of all words"
        found["embedding_parameters"] = prove("embedding_parameters", V * I, known, table, "parameters", note)
        formula, measured = formula + V * I, measured + table
    if output is not None:
        known[O] = check_size(output, "output")
        width, outputs = _width(network), network.output
        head = measure.hollow((output, outputs)).size + measure.hollow((output, 1)).size
        read = f"reads {'every step, with the same weights' if every_step else 'the last step'}, {outputs} numbers wide"
        found["head_parameters"] = prove(
            "head_parameters", O * (width + 1), known, head, "parameters", f"a dense head with bias; {read}"
        )
        often = B * O * width * (T if every_step else 1)
        reads = steps if every_step else 1
        products = measure.hollow((output, outputs)).size * reads * batch
        found["head_macs"] = prove(
            "head_macs", often, known, products, "MACs", "multiply-accumulates of the head, all sequences"
        )
        formula, measured = formula + O * (width + 1), measured + head
    found["model_parameters"] = prove(
        "model_parameters", formula, known, measured, "parameters", "the layers, and what stands around"
    )
    return found


def _width(network: Network) -> sympy.Expr:
    """How wide the output of the last layer is, in the sizes."""
    return network.abreast * (
        P if network.projection else layer_symbols(network)[-1] if isinstance(network.hidden, tuple) else H
    )


def of_lengths(network: Network, lengths: Sequence[int]) -> dict[str, Fact]:
    """The steps that sequences of these lengths have, those that padding to the longest adds, and the MACs without padding.

    Raises `SizeError` for a length that is none, and for none or too many of them.
    """
    if not 1 <= len(lengths) <= MOST_SEQUENCES:
        raise SizeError(f"give from 1 to {MOST_SEQUENCES:,} lengths, not {len(lengths):,}")
    for length in lengths:
        check_size(length, "a length")
    real, longest, batch = sum(lengths), max(lengths), len(lengths)
    known = values(network, longest, batch) | {S: real}
    padding = sum(longest - length for length in lengths)
    per_step = derive.over_layers(derive.operations(network.equations).macs, network)
    products = sum(lengths.count(length) * measure.operations(network, length, 1).macs for length in set(lengths))
    return {
        "real_steps": prove("real_steps", S, known, real, "steps", "those that all sequences have together"),
        "padded_steps": prove("padded_steps", B * T - S, known, padding, "steps", "what padding to the longest adds"),
        "macs_without_padding": prove(
            "macs_without_padding", S * per_step, known, products, "MACs", "as macs, for packed sequences"
        ),
    }
