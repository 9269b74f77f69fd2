"""What may stand in a sentence."""

INLINE = {
    "lstm-fact": "lstm-fact parameters input=80 hidden=12",
    "lstm-shape": "lstm-shape W_f input=80 hidden=12",
    "lstm-experiment": "lstm-experiment names show=picked",
}
"""The kinds, each with an example."""
