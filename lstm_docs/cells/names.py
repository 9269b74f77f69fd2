"""What people call a cell: the classes of frameworks, and short names that leave something open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.spelling import plain_spelling

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(("cudnnlstm", "basiclstmcell", "lstmcell", "lstmlayer", "vanillalstm"), "lstm"),
    **dict.fromkeys(("gru", "grucell", "cudnngru", "grulayer"), "gru-reset-after"),
    **dict.fromkeys(("rnn", "simplernn", "rnncell", "simplernncell", "elman", "vanillarnn"), "rnn-tanh"),
    **dict.fromkeys(("peephole", "peepholelstm"), "lstm-peephole"),
    **dict.fromkeys(("cifg", "coupledlstm", "lstmcifg"), "lstm-coupled"),
    **dict.fromkeys(("layernormlstm", "layernormbasiclstmcell"), "lstm-layernorm"),
    **dict.fromkeys(("multiplicativelstm", "multiplicativelstmcell"), "mlstm-multiplicative"),
}
"""Names that people use for a cell and that are not its own, as `plain_spelling` writes them."""

OTHERS = {
    "gru-reset-after": "the variant that PyTorch and Keras compute; the other is gru-reset-before",
    "rnn-tanh": "the variant that PyTorch and Keras compute; the other is rnn-relu",
}
"""Where a synonym leaves open which cell is meant: why this one."""


MOST_LETTERS = 40


def spelled(name: str, known: Collection[str]) -> str:
    """The name among `known` that people mean by `name`; `name` itself where nobody calls a cell so."""
    plain = plain_spelling(name)
    own = {plain_spelling(cell): cell for cell in known}
    target = own.get(plain) or SYNONYMS.get(plain) or own.get(plain.removesuffix("cell"), name)
    return target if target in known and len(name) <= MOST_LETTERS else name


def hint(name: str, known: Collection[str]) -> str:
    """A sentence for the person who typed a synonym, or nothing where the name is the cell's own."""
    cell = spelled(name, known)
    if cell == name:
        return ""
    why = OTHERS.get(cell) if plain_spelling(name) in SYNONYMS else None
    return f"{name!r} is read as {cell}" + (f", {why}" if why else "")
