"""The site's own modules, run by Node as they are, and asked from Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import lstm_docs.site

ASSETS = Path(lstm_docs.site.__file__).parent / "assets"
SERVE = Path(__file__).parent / "serve.mjs"


class Modules:
    """One Node process that has loaded them."""

    def __init__(self) -> None:
        node = shutil.which("node")
        assert node, "npm brings node"
        self.folder = tempfile.TemporaryDirectory()
        copy_modules(Path(self.folder.name))
        command = [node, str(SERVE), self.folder.name]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def call(self, expression: str, **values: Any) -> Any:
        """The JSON value of a JavaScript expression in which `values`, and what the modules export, are bound."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin
        assert stdout
        stdin.write(json.dumps({"expression": expression, "values": values}) + "\n")
        stdin.flush()
        answer = json.loads(stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer.get("value")

    def parts(self, name: str, data: Any, pairs: list[Any]) -> list[dict[str, str]]:
        """What an explorer writes into the parts of its page, for each pair of a state and the one before."""
        return self.call("pairs.map((pair) => partsOf(name, data, pair))", name=name, data=data, pairs=pairs)


def copy_modules(folder: Path) -> None:
    """The modules where Node takes them for what they are to a browser."""
    for file in ASSETS.glob("*.js"):
        shutil.copy(file, folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")


def modules() -> Modules:
    """The process that all share who run in this one; it ends with this one, whose end closes its input."""
    return _modules_of(os.getpid())


@cache
def _modules_of(process: int) -> Modules:
    """What is forked from a process has one of its own: two who ask through the same pipe get each other's answers."""
    return Modules()
