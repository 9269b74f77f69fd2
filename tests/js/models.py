"""What the page's reader of model files says of files, and the same of ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lstm_docs import models
from lstm_docs.models.rules import rules

from .modules import copy_modules

SCRIPT = Path(__file__).parent / "models.mjs"


def in_the_page(paths: list[Path]) -> list[dict[str, Any]]:
    """What the browser's modules make of each file; `refused` with a sentence, or `crashed`, which none should."""
    node = shutil.which("node")
    assert node, "npm brings node"
    with TemporaryDirectory() as folder:
        home = Path(folder)
        copy_modules(home)
        (home / "rules.json").write_text(json.dumps(rules(), ensure_ascii=False), encoding="utf-8")
        command = [node, str(SCRIPT), str(home), str(home / "rules.json")]
        done = subprocess.run(command, input=json.dumps(list(map(str, paths))).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer


def in_python(path: Path) -> dict[str, Any]:
    """The same of `models.read`."""
    file = models.read(path)
    layers = [
        {
            "name": layer.name,
            "uses": list(layer.uses),
            "unread": layer.unread,
            "readings": list(map(_reading, layer.readings)),
            "alternatives": list(map(_reading, layer.alternatives)),
        }
        for layer in file.layers
    ]
    return {
        "format": file.format,
        "tensors": len(file.tensors),
        "parameters": file.parameters,
        "layers": layers,
        "recurrent": file.parameters - sum(file.rest.values()),
        "notes": list(file.notes),
    }


def _reading(reading: models.Reading) -> dict[str, Any]:
    network = reading.network
    return {
        "network": {key: getattr(network, key) for key in NETWORK},
        "framework": reading.framework,
        "also": list(reading.also),
        "known": reading.known_by,
        "because": list(reading.because),
        "notes": list(reading.notes),
        "tensors": {key: [tensor.name, list(tensor.shape), tensor.dtype] for key, tensor in reading.tensors.items()},
    }


NETWORK = ("cell", "input", "hidden", "layers", "bidirectional", "projection", "bias")
