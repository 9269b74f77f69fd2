"""The field for a printed summary, with one that is explained."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from ... import explaining
from ...explaining.classes import rules
from . import options as given

if TYPE_CHECKING:
    from ...ground.located import Located

EXAMPLE = """\
Layer (type)                     Output Shape         Param #
==============================================================
embedding (Embedding)            (None, 10, 32)         3,200
bidirectional (Bidirectional)    (None, 10, 24)         4,320
lstm (LSTM)                      (None, 12)             1,776
dense (Dense)                    (None, 1)                 13
==============================================================
Total params: 9,309
"""


def values(options: Located) -> dict[str, Any]:
    """What the template shows: the summary of `text`, or an example, and its lines.

    Raises `LstmDocsError` at the line of the fault for a text in which there is no line of a summary.
    """
    given.require(options, ("text",))
    text = given.text(options, "text", EXAMPLE).rstrip("\n")
    return {"text": text, "lines": explaining.summary(text), "rules": _rules()}


@cache
def _rules() -> str:
    return json.dumps(rules(), ensure_ascii=False, separators=(",", ":"))
