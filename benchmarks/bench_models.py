"""How long a model file of 1 GB takes to be listed and how much memory, beside safetensors' own reader and onnx.load.

The files are sparse: zeros that take no room on the disk and that whoever reads them has to read all the same.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from lstm_docs.models.onnx import writing

GIGABYTE = 2**30
LAYERS = 16
HIDDEN = 1448
"""Sixteen layers of 4·H·(I + H + 2) float32 numbers each, I = H: 1.0 GB."""
ROUNDS = 5

WORK = {
    "lstm_docs.models.read": "from lstm_docs import models\ndone = lambda: len(models.read(path).layers)",
    "safetensors.safe_open": (
        "from safetensors import safe_open\n"
        "def done():\n"
        "    with safe_open(path, 'np') as file:\n"
        "        return len({name: file.get_slice(name).get_shape() for name in file.keys()})"
    ),
    "onnx.load": "import onnx\ndone = lambda: len(onnx.load(path).graph.initializer)",
}
"""What is timed is the last line of each; the import is not."""
TIMED = """
import sys, time
path = sys.argv[1]
{work}
start = time.perf_counter()
count = done()
seconds = time.perf_counter() - start
most = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, most / 1024, count)
"""


def shapes(layer: int) -> dict[str, tuple[int, ...]]:
    """The tensors of one PyTorch LSTM."""
    wide = 4 * HIDDEN
    names = {"weight_ih_l0": (wide, HIDDEN), "weight_hh_l0": (wide, HIDDEN), "bias_ih_l0": (wide,), "bias_hh_l0": (wide,)}
    return {f"encoder.{layer}.lstm.{name}": shape for name, shape in names.items()}


def sides() -> dict[str, tuple[int, ...]]:
    """All tensors."""
    return {name: shape for layer in range(LAYERS) for name, shape in shapes(layer).items()}


def size(shape: tuple[int, ...]) -> int:
    """Bytes in float32."""
    count = 4
    for side in shape:
        count *= side
    return count


def write_safetensors(path: Path) -> None:
    """A header, and zeros to the end."""
    place, header = 0, {}
    for name, shape in sides().items():
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [place, place + size(shape)]}
        place += size(shape)
    text = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + place)


def write_onnx(path: Path) -> None:
    """A node for each layer, the weights inside, as zeros that were never written."""
    nodes, parts = b"", []
    for layer in range(LAYERS):
        names = [f"{kind}{layer}" for kind in "WRB"]
        node = writing._node("LSTM", f"layer{layer}", ["X", *names], [f"Y{layer}"], {"hidden_size": HIDDEN})
        nodes += writing._field(1, node)
        for name, shape in zip(names, ((1, 4 * HIDDEN, HIDDEN), (1, 4 * HIDDEN, HIDDEN), (1, 8 * HIDDEN)), strict=True):
            head = b"".join(writing._number(1, side) for side in shape) + writing._number(2, 1) + writing._field(8, name)
            head += writing._varint(9 << 3 | 2) + writing._varint(size(shape))
            whole = writing._varint(5 << 3 | 2) + writing._varint(len(head) + size(shape)) + head
            parts.append((whole, size(shape)))
    length = len(nodes) + sum(len(whole) + zeros for whole, zeros in parts)
    before = writing._number(1, 8) + writing._field(8, writing._field(1, "") + writing._number(2, 14))
    with path.open("wb") as file:
        file.write(before + writing._varint(7 << 3 | 2) + writing._varint(length) + nodes)
        for number, (whole, zeros) in enumerate(parts):
            file.write(whole)
            file.seek(zeros - 1, 1)
            file.write(bytes([number]))  # no two are the same tensor


def measured(work: str, path: Path) -> tuple[float, float, str]:
    """Seconds (median), megabytes (most), and what was found, in processes of their own."""
    runs = []
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", TIMED.format(work=WORK[work]), str(path)]
        runs.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    return median(float(run[0]) for run in runs), max(float(run[1]) for run in runs), runs[0][2]


def main() -> None:
    """Print a row for each reader and file."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"model.safetensors": write_safetensors, "model.onnx": write_onnx}
        for name, write in files.items():
            write(Path(folder) / name)
        for work, name in (
            ("lstm_docs.models.read", "model.safetensors"),
            ("safetensors.safe_open", "model.safetensors"),
            ("lstm_docs.models.read", "model.onnx"),
            ("onnx.load", "model.onnx"),
        ):
            path = Path(folder) / name
            seconds, megabytes, count = measured(work, path)
            size_of_file = path.stat().st_size / GIGABYTE
            print(f"{work:<22} {name} ({size_of_file:.2f} GB): {seconds:6.3f} s, {megabytes:6.0f} MB at most, {count} found")


if __name__ == "__main__":
    main()
