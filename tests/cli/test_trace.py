"""What `trace` prints for people holds the numbers that it writes for programs."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from click.testing import CliRunner

from lstm_docs import cells
from lstm_docs.cli.trace import trace


@pytest.mark.parametrize("name", sorted(cells.CELLS))
def test_the_lines_of_a_trace_hold_what_its_json_holds(name):
    """A vector lies in a line, a matrix, such as C of an mLSTM, has a line for each of its rows."""
    asked = ("--cell", name, "--input", "3", "--hidden", "3", "--steps", "2", "--seed", "5")
    told: list[dict[str, list[list[float]]]] = []
    for line in CliRunner().invoke(trace, asked).output.splitlines():
        if re.match(r"t = \d+$", line):
            told.append({})
            continue
        named, *values = line.split() if line[2] != " " else ["", *line.split()]
        vector = [float(value.replace("−", "-")) for value in values]
        last = told[-1].setdefault(named, []) if named else next(reversed(told[-1].values()))
        last.append(vector)
    held = json.loads(CliRunner().invoke(trace, [*asked, "--json"]).output)["steps"]
    assert [[*step] for step in told] == [[*step] for step in held]
    for lines, step in zip(told, held, strict=True):
        for named, value in step.items():
            np.testing.assert_allclose(np.squeeze(lines[named]), np.squeeze(value), rtol=1e-4, atol=1e-4, err_msg=named)
