"""A language in which every word of ours stands in brackets, so that a text that was missed is seen."""

from __future__ import annotations

import json
import re

from lstm_docs.family import members
from lstm_docs.frameworks import FRAMEWORKS
from lstm_docs.words import english
from lstm_docs.words.saying import PLACE

NAMES = {
    *[
        "LSTM",
        "GRU",
        "RNN",
        "ReLU",
        "NVIDIA",
        "HBM",
        "float",
        "int",
        "torch",
        "cuda",
        "cudnn",
        "driver",
        "PyTorch",
        "TensorFlow",
        "Keras",
        "Python",
        "JavaScript",
        "NumPy",
        "Horowitz",
        "log",
        "tanh",
        "PLAN",
        "Amin",
        "Schraudolph",
        "Hardsigmoid",
        "HardSigmoid",
        "Softsign",
        "Deeplearning",
        "JAX",
        "cuDNN",
        "Core",
        "ONNX",
        "Runtime",
        "True",
        "False",
        "lstm",
        "embedding",
        "Embedding",
        "bidirectional",
        "Bidirectional",
        "dense",
        "Dense",
        "Total",
        "params",
        "rnn",
        "relu",
        "return_sequences",
        "recurrent_dropout",
        "dropout",
        "batch_first",
        "weight_ih_l",
        "weight_hh_l",
        "sigmoid",
        "size",
        "exp",
        "logsigmoid",
        "softplus",
        "abs",
        "sqrt",
        "max",
        "min",
        "layernorm",
        "kernel",
        "linear",
        "python",
        "blas",
        "EPYC",
        "AMD",
        "TFLOP",
        "anna",
        "safetensors",
    ]
}


def wrapped(text: str) -> str:
    """Without blanks inside, so that no text of ours is found in it again."""
    parts = enumerate(re.split(PLACE, text))
    return "".join(f"{{{part}}}" if place % 2 else _in_brackets(part) for place, part in parts)


def _in_brackets(part: str) -> str:
    inside = part.strip()
    return part.replace(inside, f"⟦{inside.replace(' ', '_')}⟧") if inside else part


def table() -> str:
    """As a file of words."""
    return "".join(f"{name}: {json.dumps(wrapped(text), ensure_ascii=False)}\n" for name, text in english().items())


def missed(texts: list[str]) -> dict[str, list[str]]:
    """The English words of each text outside brackets, but for names, what is typed in quotes, and what a network writes."""
    named = [*(it.name for it in FRAMEWORKS.values()), *(it.name for it in members() if not re.search(" [a-z]", it.name))]
    names = {*NAMES, *(word for name in named for word in re.findall(r"[A-Za-z]+", name))}
    found = {
        text: re.findall(r"(?<![\w.\\-])[A-Za-z]{3,}(?![\w(-])", re.sub(r"⟦writes⟧.*|⟦[^⟧]*⟧|'[^']*'", " ", text))
        for text in texts
    }
    return {text: left for text, words in found.items() if (left := [word for word in words if word not in names])}
