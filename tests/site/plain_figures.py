"""Every figure with options that try its sizes, and some that are large."""

from __future__ import annotations

from lstm_docs.ground.located import load
from lstm_docs.site.plots import draw
from lstm_docs.timings import BELIEFS

SIZES = "input: 80\nhidden: 12"
PLAIN = {
    "rnn-cell": ["", SIZES, "cell: rnn-relu\ninput: 2\nhidden: 50"],
    "lstm-cell": ["", SIZES, "input: 1024\nhidden: 65536"],
    "gru-cell": ["", SIZES],
    "loop": ["cell: rnn-tanh", "steps: 1", "cell: lstm\nsteps: 1000"],
    "network": [SIZES, "cell: gru-reset-after\ninput: 3\nhidden: 100", "input: 1\nhidden: 1", "input: 65536\nhidden: 65536"],
    "packed": [
        f"framework: keras\n{SIZES}",
        f"framework: pytorch\n{SIZES}",
        "framework: onnx\ncell: gru-reset-after\ninput: 30\nhidden: 20",
        "framework: keras\ninput: 1\nhidden: 1024",
    ],
    "gate": ["", "gate: g\ninput: 12\nhidden: 8", "input: 1\nhidden: 1", "gate: o\ninput: 1\nhidden: 8"],
    "stacked": [
        SIZES,
        f"{SIZES}\nlayers: 2\nsteps: 1000",
        f"{SIZES}\nlayers: 4\nsteps: 2\nbidirectional: true\nframework: pytorch",
        "cell: gru-reset-after\ninput: 1024\nhidden: [512, 65536]",
    ],
    "squashing": ["", "functions: [sigmoid, tanh, hard-sigmoid, hard-sigmoid-onnx, relu]", "functions: relu"],
    "return-sequences": ["", "cell: gru-reset-after\nsteps: 3\nhidden: 512\nbatch: 256", "steps: 1", "steps: 1000"],
    "windows": ["", "length: 60\nsteps: 10\nhorizon: 3\nstride: 5\nfeatures: 3", "length: 2\nsteps: 1"],
    "one-hot": ["", "name: maximilian\nend: true", "name: w"],
    "encoder-decoder": [
        "",
        "cell: gru-reset-before\nsteps: 2\nsteps_out: 1\ninput: 1024\nhidden: 1024",
        "batch: 65536\nsteps: 1000",
    ],
    "to-scale": [
        SIZES,
        "cell: gru-reset-after\ninput: 512\nhidden: 1024\nframework: pytorch\ndtype: int8",
        "input: 1\nhidden: 1",
    ],
    "family-tree": ["", "input: 65536\nhidden: 65536"],
    "sensitivity": ["", "cell: lstm\nforget_bias: 1", "cell: [rnn-relu, lstm-peephole]\ninput: 3\nhidden: 4\nsteps: 2"],
    "sensitivity-curves": ["", "cell: lstm\nforget_bias: -2", "cell: rnn-relu\nsteps: 40"],
    "rnn-rates": ["", "input: 1\nhidden: 1\nsteps: 2", "hidden: 24\nsteps: 40\nseed: 7"],
    "direct-path": ["", "forget_bias: 5", "cell: lstm-1997\nsteps: 2\nhidden: 1\ninput: 1"],
    "forget-bias": ["", "biases: [-20, 20]", "cell: lstm-coupled\nbiases: [1.5]"],
    "scores": [
        "",
        "experiments: [copying, weather]",
        "experiments: names\nlayers: [1, 2]",
        "experiments: weather\nrules: false\nbaselines: [the last value, linear regression on 14 days]",
        "experiments: [names-by-person, names-by-name]\ntogether: true\nbaselines: look-up of the name",
    ],
    "score-by-cost": ["", "experiment: copying", "experiment: adding"],
    "name-states": ["", "name: banana\ncell: gru-reset-after\nhidden: 12", "cell: rnn-tanh\nhidden: 2\nseed: 7\nname: ab"],
    "timings-expected": ["", "machine: h200"],
    "timings-ratios": [f"belief: {belief}" for belief in BELIEFS],
    "timings-energy": ["", "machine: h200\nhidden: 12"],
    "timings-memory": ["", "machine: h200\nkind: [GRU, RNN]"],
    "settings": ["experiment: rate-and-batch"],
    "losses": ["experiment: not-stopped", "experiment: mistakes"],
    "arithmetic-drift": ["", "input: 3\nhidden: 4\nseed: 2"],
}


def plot(name: str, options: str = "") -> str:
    return str(draw(load(f"figure: {name}\n{options}", "page")))
