"""The site's own modules, run in V8 from Python."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

import lstm_docs.site

ASSETS = Path(lstm_docs.site.__file__).parent / "assets"
MODULES = ("streams.js", "grammar.js", "typed.js", "numbers.js", "kinds.js", "question.js")


class Browser:
    """One V8 context with the quiz's modules loaded, their exports as globals."""

    def __init__(self) -> None:
        self.engine = MiniRacer()
        source = "".join((ASSETS / name).read_text(encoding="utf-8") for name in MODULES)
        source = re.sub(r"^(import .*|export {.*};)$", "", source, flags=re.MULTILINE)
        self.engine.eval(re.sub(r"^export ", "", source, flags=re.MULTILINE))

    def call(self, expression: str, **values: Any) -> Any:
        """The JSON value of a JavaScript expression in which `values` are bound."""
        bound = "".join(f"const {name} = {json.dumps(value)};" for name, value in values.items())
        return json.loads(self.engine.eval(f"(() => {{ {bound} return JSON.stringify({expression}); }})()"))


@cache
def browser() -> Browser:
    """The shared context."""
    return Browser()
