"""What the page on profilers prints, beside the rules that were read in their code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import profilers
from lstm_docs import Network, facts
from lstm_docs.formulas.grammar import evaluate

PAGE = Path("docs/profilers.md").read_text(encoding="utf-8")
CELLS = {"LSTM": "lstm", "LSTM without bias": "lstm", "GRU": "gru-reset-after", "RNN": "rnn-tanh"}


def _rows(heading):
    """The cells of the table whose first line begins with `heading`, by row."""
    table = PAGE[PAGE.index(heading) :].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def _number(cell):
    return None if cell == "refused" else int(cell.replace("\u202f", ""))


def test_the_page_says_what_the_rules_give():
    printed = [(name, counts, *map(_number, cells)) for name, _, counts, *cells in _rows("| tool | version |")[2:]]
    names = [tool.name.removesuffix(f", {tool.counts}") for tool in profilers.TOOLS]
    assert printed == [(name, tool.counts, *profilers.by_rule(tool)) for name, tool in zip(names, profilers.TOOLS, strict=True)]


def test_the_page_names_the_versions_that_were_installed():
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)$", Path("requirements/profilers.txt").read_text(), re.MULTILINE))
    for tool, (_, version, *_) in zip(profilers.TOOLS, _rows("| tool | version |")[2:], strict=True):
        if tool.package in pinned:
            assert pinned[tool.package].startswith(version.removeprefix("torch "))


def test_the_rules_of_the_page_are_those_that_were_read():
    named = {tool.name.removesuffix(", FLOPs").removesuffix(", a loop"): tool for tool in profilers.TOOLS}
    of_a_step = {"I": 80, "H": 12, "T": 1, "B": 1}
    rows = [row[:4] for row in _rows("| tool | LSTM | GRU | RNN")]
    assert len(rows) == 6
    for names, *formulas in rows:
        for name in [names] if names in named else names.split(", "):
            rules = dict(zip(profilers.KINDS, named[name].rules, strict=True))
            for formula, kind in zip(formulas, ("LSTM", "GRU", "RNN"), strict=True):
                read = formula.strip("$").replace("M", f"*({profilers.BLOCKS[kind]}*H*(I + H))").lstrip("*")
                expected = None if rules[kind] is None else evaluate(rules[kind], of_a_step)
                assert expected == (None if formula == "refused" else evaluate(read, of_a_step)), (name, kind)


@pytest.mark.parametrize("kind", profilers.KINDS)
def test_pytorch_counts_by_its_rule(kind):
    for tool in profilers.TOOLS[:2]:
        place = profilers.KINDS.index(kind)
        assert profilers.by_rule(tool)[place] == tool.count(kind)
    exact = facts.of(Network(cell=CELLS[kind], input=80, hidden=12, bias="without" not in kind), steps=10)
    assert profilers.by_rule(profilers.TOOLS[1])[profilers.KINDS.index(kind)] == exact["flops"].value
