"""More transcripts for `said.py`: what every framework keeps and how one becomes another; registers; what stands around."""

from __future__ import annotations

import csv
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from lstm_docs import Network, frameworks, reference
from lstm_docs.frameworks import FRAMEWORKS
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.site.fences import kinds, tables
from lstm_docs.site.fences.context import Context

from .said_marks import SET
from .said_tools import OWN, SEED, brief, means, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HELD = (
    Network(cell="lstm", input=3, hidden=2),
    Network(cell="lstm", input=3, hidden=(2, 4), bidirectional=True, bias=False),
    Network(cell="lstm", input=3, hidden=4, projection=2),
    Network(cell="lstm-peephole", input=3, hidden=2),
    Network(cell="gru-reset-after", input=3, hidden=2, layers=2),
    Network(cell="gru-reset-before", input=3, hidden=2),
    Network(cell="rnn-tanh", input=3, hidden=2, bidirectional=True),
)


def conventions() -> str:
    """How each framework keeps some networks, what becomes of the same weights in it, and what a move to the next one loses."""
    parts = []
    for network in HELD:
        parts.append(f"=== {network}")
        weights = reference.random_weights(network, 2)
        holding = [name for name in FRAMEWORKS if not frameworks.refusal(name, network)]
        parts += [f"{name}: {frameworks.refusal(name, network)}" for name in FRAMEWORKS if name not in holding]
        for name in holding:
            parts.append(f"--- {name}, {frameworks.parameters(name, network)}, {frameworks.settings(name, network)}")
            parts += [_or_why(partial(_packed, name, weights, network)), *_order(name, network)]
        for source, target in pairwise([*holding, *holding[:1]]):
            parts += [f"--- {source} → {target}", *_moved(source, target, network)]
    return "\n".join(parts) + "\n"


def _packed(name: str, weights: reference.Weights, network: Network) -> str:
    tensors = frameworks.pack(name, weights, network)
    kept = _numbers(frameworks.unpack(name, tensors, network)) == _numbers(weights)
    return "\n".join([*(f"{key} {one.shape} {' '.join(means(one))}" for key, one in tensors.items()), f"as they were: {kept}"])


def _numbers(weights: reference.Weights) -> list[list[str]]:
    """The means of all blocks, in order."""
    return [means(*block.values()) for layer in weights.layers for block in layer]


def _order(name: str, network: Network) -> Iterator[str]:
    yield _or_why(lambda: f"{frameworks.gate_order(name, network)} along {frameworks.gate_axis(name, network)}")
    for gate in network.equations.gates:
        yield _or_why(lambda gate=gate: f"{gate}: {' to '.join(map(str, frameworks.gate_slices(name, network, gate)))}")


def _moved(source: str, target: str, network: Network) -> Iterator[str]:
    yield from frameworks.losses(source, target, network)
    yield _or_why(lambda: str(frameworks.permutation(source, target, network)))
    for kind in ("W", "U"):
        yield _or_why(lambda kind=kind: frameworks.numpy_line(source, target, network, kind))
    yield _or_why(lambda: frameworks.program(source, target, network))


def _or_why(said_of: Callable[[], str]) -> str:
    try:
        return said_of()
    except LstmDocsError as error:
        return f"{type(error).__name__}: {error}"


REGISTERS = (
    ("lstm-glossary", ""),
    ("lstm-works", ""),
    *(("lstm-frameworks", f"show: [{column}]\ninput: 3\nhidden: 2") for column in tables.COLUMNS),
    *(("lstm-frameworks", f"cell: {cell}\nshow: [order, biases, forget]") for cell in ("gru-reset-after", "rnn-tanh")),
    ("lstm-api", "module: frameworks"),
    ("lstm-gradient", "cell: gru-reset-before"),
    ("lstm-equations", "cell: lstm-peephole\nshapes: all"),
    ("lstm-unrolled", "steps: 4\ncell: gru"),
    ("lstm-shapes", "input: 5\nhidden: 4\nprojection: 2\nframework: pytorch\nlayers: 2"),
    ("lstm-table", "input: 5\nhidden: 4\nvary: hidden\nvalues: [4, 8]\nshow: [parameters, macs, state_bytes]"),
    ("lstm-table", "input: 5\nhidden: 4\nvary: framework\nvalues: [keras, pytorch, onnx]\nshow: [parameters]"),
)


def registers() -> str:
    """The glossary, the works, an interface, all that is shown of frameworks, and more forms of what pages show."""
    return "\n".join(
        f"=== {kind} {body}\n{_or_why(lambda kind=kind, body=body: brief(kinds.render(kind, body, Context(), 1)))}"
        for kind, body in REGISTERS
    )


def around() -> str:
    """What stands around the layers, lengths of their own, merged directions; counts that are told in many ways."""
    return said(
        "facts --input 5 --hidden 3 --embedding 100 --output 7 --steps 4 --batch 2",
        "facts --input 5 --hidden 3 --embedding 100 --output 7 --steps 4 --every-step --framework keras --json",
        "facts --input 5 --hidden 3,2 --bidirectional --merge sum --output 2 --lengths 7,3,1",
        "facts --cell gru --input 5 --hidden 4 --layers 2 --bidirectional --lengths 2,5,3 --framework pytorch",
        "facts --input 5 --hidden 4 --projection 2 --shapes --framework pytorch --dtype float16",
        "explain 608 --input 5 --hidden 4 --layers 2 --all",
        "explain 640 --input 5 --hidden 4 --framework pytorch",
        "explain 1216 --input 5 --bidirectional --json",
        "trace --cell gru-reset-before --input 2 --hidden 2 --steps 3 --seed 1 --json",
        "trace --cell lstm --input 2 --hidden 1 --steps 3",
        "units --input 12 --output 3 --samples 1000 --steps 20 --cell gru --bidirectional --layers 2",
        "units --input 12 --budget 5000 --cell gru --framework onnx --bidirectional",
    )


def options() -> str:
    """What is left of the options of commands: papers in parts, of a cell, of a set; timings of a network."""
    Path("own.cell").write_text(OWN, encoding="utf-8")
    Path("four.yml").write_text(SET, encoding="utf-8")
    told = said(
        f"quiz make --set four.yml --bank BANK --seed {SEED} --copies 4 --shard 2/2 --page letter --format txt --out part",
        "quiz make --bank BANK --open --seed 7 --copies 1 --count 2 --format txt --out practice",
        f"quiz make --set four.yml --bank BANK --seed {SEED} --copies 2 --format json --out kit",
    )
    with Path("kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        (_, *rows) = csv.reader(text)
    Path("points.csv").write_text(f"code,question,points\n{rows[0][0]},4,3\n", encoding="utf-8")
    of_set = "--bank BANK --set four.yml"
    told += said(
        f"quiz scorecard kit kit/keys/responses.csv {of_set} --points points.csv --page letter --format json --out cards",
        f"quiz replace kit '{rows[0][0]}/2' --reason dull {of_set} --format txt",
        f"quiz follow-up kit kit/keys/responses.csv {of_set} --format md --page letter --out after",
        f"quiz show '{rows[1][0]}' {of_set} --seed {SEED} --format txt",
        "quiz check BANK --candidates 3 --set four.yml",
    )
    told += said("quiz take --cell own.cell --family gate-weight-shape --seed 1 --count 1", typed="A\n")
    folders = ("part", "practice", "kit", "after")
    files = [file for folder in folders for file in sorted(Path(folder).rglob("*")) if file.suffix in {".txt", ".csv", ".md"}]
    told += "".join(f"=== {file}\n{file.read_text(encoding='utf-8')}\n" for file in files)
    return told + said(
        *(f"timings --input 64 --hidden {hidden} --steps 20 --batch {batch} {more}" for hidden, batch, more in TIMED),
        *(f"timings {more}" for more in ("--energy", "--memory")),
        "experiments show adding --json",
        *(f"experiments show {name} --layers {layers}" for name in ("names", "weather") for layers in (1, 2, 3)),
        *(f"experiments show {name}" for name in ("copying", "mistakes", "names-by-person", "not-stopped", "rate-and-batch")),
        "explain 17664 --flops --input 80 --hidden 12",
        "trace --cell lstm --input 2 --hidden 3 --projection 1 --steps 2",
    )


TIMED = ((128, 1, ""), (512, 64, "--dtype float16"), (1024, 256, "--energy"), (64, 8, "--memory"))
