"""The rules by which files are recognised, as data for the reader in the browser: the same rows, patterns and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import cells, frameworks
from ..frameworks.convention import MATRICES
from ..ground.errors import LstmDocsError
from ..network import Network
from . import carried_settings, choosing, guessing, naming, safetensors, stored, templates
from .onnx import graph, layers, nodes

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from ..frameworks.convention import Convention, Tensor
    from .templates import Pattern, Table


def rules() -> dict[str, Any]:
    """All that the browser's reader knows of frameworks and formats, as JSON takes it.

    A table is a form of a framework: the framework, its cells, the order of its gates, what it adds to the forget gate,
    the words for its gates, whether its names are vague, and its tensors. A tensor has its name in the row, the name
    under which files have it, the kinds of weights with their gates, its axes, and the patterns for the last two parts
    and for the whole of a name.
    """
    patterns: dict[tuple[int, str], Pattern] = {(p.table, p.tensor.name): p for p in templates.patterns()}
    return {
        "frameworks": {name: _framework(row) for name, row in frameworks.FRAMEWORKS.items() if not row.flat},
        "cells": {name: [recipe.title, len(cells.build(name).states)] for name, recipe in cells.COMMON.items()},
        "tables": [_table(number, table, patterns) for number, table in enumerate(templates.tables())],
        "settings": [[sorted(pair), said] for pair, said in choosing.SETTINGS.items()],
        "telling": _telling(),
        "matrices": MATRICES,
        "cell_words": templates.CELL_WORDS,
        "guesses": {
            "W": sorted(guessing.INPUT | {"bih"}),
            "U": sorted(guessing.STATE | {"bhh"}),
            "bias": sorted(guessing.BIAS),
            "plain": sorted(guessing.PLAIN),
            "role": guessing.ROLE.pattern,
            "telling": guessing.TELLING.pattern,
            "last": guessing.LAST.pattern,
            "cells": guessing.CELLS,
        },
        "bytes": stored.BYTES,
        "quantised": stored.QUANTISED,
        "safetensors": safetensors.DTYPES,
        "onnx": {
            "dtypes": graph.DTYPES,
            "usual": nodes.USUAL,
            "stated": nodes.STATED,
        },
        "said": {
            "names": naming.SAID,
            "guess": guessing.SAID,
            "settings": carried_settings.SAID,
            "unseen": layers.UNSEEN,
            "reverse": nodes.BACKWARDS,
            "layout": nodes.BATCH_FIRST,
        },
        "most": {
            "header": safetensors.LONGEST_HEADER,
            "tensors": safetensors.MOST_TENSORS,
            "layers": naming.MOST_LAYERS,
            "group": naming.MOST_IN_A_GROUP,
        },
    }


def _framework(row: Convention) -> dict[str, Any]:
    return {
        "name": row.name,
        "directions": row.directions,
        "wrapper": row.bidirectional == "wrapper",
        "native": row.bidirectional == "native",
        "biased": row.bias == "always",
        "narrow": row.narrow_projection,
    }


def _table(number: int, table: Table, patterns: Mapping[tuple[int, str], Pattern]) -> dict[str, Any]:
    form = table.form
    return {
        "of": table.framework,
        "cells": form.cells,
        "gates": form.gates,
        "projects": form.projects,
        "added": form.forget_added,
        "words": dict(form.words),
        "vague": table.vague,
        "tensors": [_tensor(tensor, table, patterns[number, tensor.name]) for tensor in form.tensors],
    }


def _tensor(tensor: Tensor, table: Table, pattern: Pattern) -> dict[str, Any]:
    return {
        "name": tensor.name,
        "as": table.names[tensor.name],
        "parts": [[part.kind, part.gates] for part in tensor.parts],
        "kinds": tensor.kinds,
        "matrix": tensor.kinds[0] in MATRICES,
        "letters": tensor.letters,
        "gates": tensor.gates,
        "axes": tensor.axes,
        "last": _script(pattern.last),
        "whole": _script(pattern.whole),
    }


def _script(pattern: re.Pattern[str]) -> str:
    """A pattern as JavaScript writes it."""
    return pattern.pattern.replace("(?P<", "(?<")


def _telling() -> dict[str, dict[str, dict[str, Any]]]:
    """By framework and cell, the settings that tell apart the cells between which a file can leave the choice."""
    by_framework: dict[str, dict[str, dict[str, Any]]] = {}
    for pair in choosing.SETTINGS:
        for name in frameworks.FRAMEWORKS:
            try:
                said = {cell: frameworks.settings(name, Network(cell=cell, input=3, hidden=2)) for cell in sorted(pair)}
            except LstmDocsError:
                continue
            one, other = said.values()
            for cell, settings in said.items():
                telling = {key: value for key, value in settings.items() if one.get(key) != other.get(key)}
                by_framework.setdefault(name, {})[cell] = telling
    return by_framework
