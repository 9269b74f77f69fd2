"""`units --budget`: what is said of a budget adds up."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from lstm_docs import Network, facts
from lstm_docs.cli import main

SAID = re.compile(r"(\d+) units: (\d+) parameters \((?:(\d+) left|exactly); (\d+) units take (\d+)\)\n")


def count(units, framework):
    return facts.of(Network(input=30, hidden=units), framework=framework)["parameters"].value


@pytest.mark.parametrize("framework", [None, "pytorch"])
@pytest.mark.parametrize("budget", [1000, 4096, 10_000, 999_999])
def test_what_is_taken_and_what_is_left_are_the_budget(budget, framework):
    asked = ["units", "--input", "30", "--budget", str(budget), *(["--framework", framework] if framework else [])]
    units, taken, left, more, needed = (int(n or 0) for n in SAID.fullmatch(CliRunner().invoke(main, asked).output).groups())
    assert taken + left == budget
    assert (taken, more, needed) == (count(units, framework), units + 1, count(units + 1, framework))
    assert taken <= budget < needed
    exact = CliRunner().invoke(main, [*asked[:4], str(taken), *asked[5:]])
    assert "exactly" in exact.output
    data = json.loads(CliRunner().invoke(main, [*asked, "--json"]).output)
    assert (data["units"], data["parameters"], data["next_parameters"], data["exact"]) == (units, taken, needed, not left)
