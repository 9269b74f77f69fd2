"""The plugin for MyST and Jupyter Book 2: it says what it has, and answers a directive or a role with nodes.

MyST runs a file of the author's, which calls `main`: without arguments it prints what it has; with `--directive` or
`--role` and a name it reads the node from standard input and writes what stands in its place.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from .ground.errors import LstmDocsError
from .rendering import inline, render
from .site.fences.inline_kinds import INLINE
from .site.fences.names import KINDS

TO = "mdast"


def main(words: str = "") -> None:
    """Answer MyST once; `words` is as in `lstm_docs.render`. A mistake is told on standard error, and the exit status is 1."""
    if len(sys.argv) < 3:
        print(json.dumps(announced()))
        return
    way, name = sys.argv[1:3]
    try:
        print(json.dumps(answer(way, name, json.load(sys.stdin), words)))
    except LstmDocsError as error:
        sys.exit(f"lstm-docs: {error}")


def announced() -> dict[str, Any]:
    """What the plugin has: a directive for each fence, a role for a number in a sentence."""
    text = {"type": "string"}
    directives = [{"name": kind, "doc": f"The fence {kind}.", "body": text} for kind in KINDS]
    return {"name": "lstm-docs", "directives": directives, "roles": [{"name": kind, "body": text} for kind in INLINE]}


def answer(way: str, name: str, asked: dict[str, Any], words: str = "") -> list[dict[str, Any]]:
    """The nodes in the place of a directive or a role. Raises `LstmDocsError` at the line that MyST says."""
    line = int(asked.get("node", {}).get("position", {}).get("start", {}).get("line", 1))
    body = str(asked.get("body") or "")
    if way == "--directive":
        nodes: list[dict[str, Any]] = json.loads(render(name, body, to=TO, file="page", line=line + 1, words=words))
        return nodes
    paragraphs = json.loads(inline([name, *body.split()], f"page:{line}", to=TO, words=words))
    return [node for paragraph in paragraphs for node in paragraph["children"]]
