"""A page with every fence, as each host's authors write it."""

from __future__ import annotations

import json

NETWORK = "input: 45\nhidden: 25\n"
BODIES = {
    "lstm-api": "module: timings",
    "lstm-arithmetic": "show: functions",
    "lstm-cell": "cell: lstm",
    "lstm-claims": "page: activations",
    "lstm-equations": NETWORK,
    "lstm-experiment": "show: baselines\nexperiments: weather",
    "lstm-explain": "",
    "lstm-explore": "explorer: shapes\n" + NETWORK,
    "lstm-facts": NETWORK + "framework: keras\nshow: [parameters, macs]",
    "lstm-family": "cell: mgu",
    "lstm-frameworks": "cell: lstm",
    "lstm-glossary": "",
    "lstm-gradient": "cell: lstm",
    "lstm-inspect": "",
    "lstm-live": "show: scores",
    "lstm-model": "file: anna.safetensors\nshow: tensors",
    "lstm-plot": "figure: gate",
    "lstm-quiz": "family: gate-weight-shape",
    "lstm-shapes": NETWORK + "gate: f",
    "lstm-table": NETWORK + "vary: layers\nvalues: [1, 2]\nshow: [parameters]",
    "lstm-timings": "show: machines",
    "lstm-trace": "input: 3\nhidden: 2\nsteps: 2",
    "lstm-unrolled": "steps: 4",
    "lstm-works": "group: cell",
}
"""A short body of each kind."""

SENTENCE = "parameters input=80 hidden=12 show=value"


def markdown() -> str:
    """For every host of Python-Markdown."""
    fences = (f"```{kind}\n{body}\n```" for kind, body in BODIES.items())
    return "\n\n".join(["# Every fence", f"There are `lstm-fact {SENTENCE}` of them.", *fences]) + "\n"


def myst(*kinds: str) -> str:
    """For Sphinx, by MyST-Parser, and for MyST; all kinds, or some."""
    fences = (f"```{{{kind}}}\n{body}\n```" for kind, body in BODIES.items() if not kinds or kind in kinds)
    return "\n\n".join(["# Every fence", f"There are {{lstm-fact}}`{SENTENCE}` of them.", *fences]) + "\n"


def notebook() -> str:
    """For a notebook: a cell of text for each fence."""
    texts = ["# Every fence", *(f"```{kind}\n{body}\n```" for kind, body in BODIES.items())]
    cells = [{"cell_type": "markdown", "id": f"cell-{n}", "metadata": {}, "source": text} for n, text in enumerate(texts)]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})
