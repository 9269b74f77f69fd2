"""What the README says is so."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from lstm_docs.cli import main

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_the_python_example_runs():
    (code,) = _blocks("python")
    names: dict = {}
    exec(compile(code, "README.md", "exec"), names)
    assert names["out"].output.shape == (10, 1, 24)
    assert names["out"].h_n.shape == (4, 1, 12)
    assert names["tensors"]["weight_ih_l0"].shape == (48, 80)
    assert (80, 48) in {tensor.shape for tensor in names["keras"].values()}


def test_the_commands_print_what_the_readme_says():
    (console,) = _blocks("console")
    steps = re.split(r"^\$ lstm-docs ", console, flags=re.MULTILINE)[1:]
    assert len(steps) == console.count("$ lstm-docs ")
    for step in steps:
        command, *expected = step.strip().splitlines()
        if not expected:
            continue
        result = CliRunner().invoke(main, command.split())
        assert result.exit_code == 0
        for line in expected:
            said = line.partition("…")[0].split()
            assert any(printed.split()[: len(said)] == said for printed in result.output.splitlines())


def test_every_file_the_readme_links_to_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (Path(__file__).parent.parent / target).exists(), target
