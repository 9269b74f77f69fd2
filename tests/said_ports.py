"""More transcripts for `said.py`: what is said of what ports gave, through dense layers, from states, of lengths and calls."""

from __future__ import annotations

import zipfile

import numpy as np

from lstm_docs import Network, frameworks, reference
from lstm_docs.reference import State

from .said_tools import said

ENDS = {
    "plain": lambda a: a,
    "softmax": lambda a: np.exp(a) / np.exp(a).sum(axis=-1, keepdims=True),
    "log-softmax": lambda a: a - np.log(np.exp(a).sum(axis=-1, keepdims=True)),
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
}


def ports() -> str:
    """Faults in weights that change what a gate is; what came out of a dense layer; what came from a state, or in two calls."""
    network = Network(cell="lstm", input=3, hidden=2)
    rng = np.random.default_rng(11)
    shapes = frameworks.tensor_shapes("pytorch", network)
    tensors = {name: rng.uniform(-1, 1, shape).astype(np.float32) for name, shape in shapes.items()}
    _save("rnn", tensors)
    sign, shift = np.repeat([1, -1, 1, 1], 2), np.repeat([0, 1, 0, 0], 2)
    _save("inverted", {name: (a.T * sign).T for name, a in tensors.items()})
    _save("shifted", tensors | {"bias_ih_l0": tensors["bias_ih_l0"] + shift})
    _save("one-gate", {name: (a.T * np.repeat([1, 1, 0.5, 1], 2)).T for name, a in tensors.items()})
    _save("longer", tensors, more=rng.uniform(-1, 1, 8))
    x, state, lengths = rng.normal(size=(4, 3, 3)), [rng.uniform(-1, 1, (1, 3, 2)) for _ in range(2)], [4, 2, 3]
    weights = frameworks.unpack("pytorch", tensors, network)
    np.savez("s.npz", h=state[0], c=state[1])
    np.savez("h.npz", h=state[0])
    begun = reference.run(network, weights, x, State([state[0][0]], [state[1][0]]))
    runs = {
        "x": x,
        "fresh": reference.run(network, weights, x).output,
        "begun": begun.output,
        "again": reference.run(network, weights, x, begun.state).output,
        "padded": reference.run(network, weights, x, None, lengths).output,
    }
    for name, array in runs.items():
        np.save(f"{name}.npy", array.astype(np.float32))
    given = "check rnn.npz --time-first --inputs x.npy --outputs"
    return said(
        *(f"check rnn.npz {name}.npz" for name in ("inverted", "shifted", "one-gate", "longer")),
        *(f"{given} {name}.npy --state s.npz" for name in ("begun", "fresh")),
        f"{given} begun.npy",
        f"{given} begun.npy --state h.npz",
        *(f"{given} {name}.npy --lengths 4,2,3" for name in ("padded", "fresh")),
        f"{given} padded.npy --lengths 4,2",
        f"{given} padded.npy",
        *(f"{given} begun.npy --inputs x.npy --outputs {second}.npy --state s.npz" for second in ("again", "begun")),
        f"{given} begun.npy --outputs again.npy",
    ) + "\n".join([_through_heads(x, runs["fresh"], tensors), _from_the_end(network, tensors, x)])


def _save(name: str, tensors: dict[str, np.ndarray], **others: np.ndarray) -> None:
    arrays = {f"rnn.{key}": value for key, value in tensors.items()} | others
    np.savez(f"{name}.npz", **{key: np.asarray(value, dtype=np.float32) for key, value in arrays.items()})


def _through_heads(x: np.ndarray, y: np.ndarray, tensors: dict[str, np.ndarray]) -> str:
    """A layer of three outputs behind the last step, with a norm of that size in the file, and with none; and one turned."""
    rng = np.random.default_rng(13)
    matrix, bias, norm = rng.uniform(-1, 1, (3, 2)), rng.uniform(-1, 1, 3), rng.uniform(-1, 1, 3)
    _save("head", tensors, **{"fc.weight": matrix, "fc.bias": bias, "norm.weight": norm})
    _save("alone", tensors, **{"fc.weight": matrix, "other": bias})
    _save("turned", tensors, **{"fc.kernel": matrix.T})
    _save("several", tensors, **{"fc.weight": matrix, "gc.weight": matrix + 1})
    for name, end in ENDS.items():
        np.save(f"y-{name}.npy", end(y[-1] @ matrix.T + bias))
    np.save("y-none.npy", y @ matrix.T)
    given = "--time-first --inputs x.npy --outputs"
    return said(
        *(f"check head.npz {given} y-{name}.npy" for name in ENDS),
        *(f"check {name}.npz {given} y-plain.npy" for name in ("alone", "several")),
        *(f"check {name}.npz {given} y-none.npy" for name in ("turned", "head")),
    )


def _from_the_end(network: Network, tensors: dict[str, np.ndarray], x: np.ndarray) -> str:
    """A file of Keras whose layer reads from the last step: what it gives, that turned, and what one onward gives."""
    told = said("convert rnn.npz --to keras --lossy --out onward.keras")
    with zipfile.ZipFile("onward.keras") as onward, zipfile.ZipFile("back.keras", "w") as back:
        for name in onward.namelist():
            back.writestr(name, onward.read(name).replace(b'"units":', b'"go_backwards": true, "units":'))
    weights = frameworks.unpack("pytorch", tensors, network)
    as_read = reference.run(network, weights, x[::-1]).output
    onward_too = reference.run(network, weights, x).output
    for name, y in {"as-read": as_read, "aligned": as_read[::-1], "onward": onward_too}.items():
        np.save(f"{name}.npy", y.astype(np.float32))
    given = "check back.keras --time-first --inputs x.npy --outputs"
    return told + said(
        "inspect back.keras",
        "check rnn.npz back.keras",
        *(f"{given} {name}.npy" for name in ("as-read", "aligned", "onward")),
        "check rnn.npz onward.keras --port-as keras:lstm",
        "check rnn.npz onward.keras --as keras:lstm",
        "check rnn.npz onward.keras --layer rnn --port-as torch:gru",
    )
