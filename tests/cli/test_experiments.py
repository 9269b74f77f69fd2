"""The command on results that are stored, and a run cut short."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lstm_docs import experiments
from lstm_docs.cli import main
from lstm_docs.experiments.experiment import from_data
from lstm_docs.experiments.running import TASKS, jobs


def run(*arguments: str):
    return CliRunner().invoke(main, ["experiments", *arguments])


def test_list_names_every_experiment():
    lines = run("list").output.splitlines()
    assert [line.split()[0] for line in lines] == list(experiments.names())


def test_show_tells_means_baselines_and_rules():
    output = run("show", "names", "--layers", "1").output
    experiment = experiments.stored("names")
    rows = {line.split()[1]: line for line in output.splitlines() if line.split()[0] == "1"}
    assert list(rows) == ["1", "2", "4", "8", "16", "32", "64"]
    assert rows[str(experiments.best(experiment, 1).units)].rstrip("+").endswith("*")
    assert rows[str(experiments.one_standard_error(experiment, 1).units)].endswith("+")
    assert f"last letter: {experiment.baselines['last letter']:.4g}" in output
    assert "samples, α = 2: " in output


def test_show_as_json_has_every_training():
    data = json.loads(run("show", "weather", "--json").output)
    assert len(data["rows"]) == len(jobs(TASKS["weather"]))
    assert {"units", "layers", "seed", "score", "parameters", "macs"} <= set(data["rows"][0])


def test_a_run_writes_what_can_be_read_again(tmp_path):
    result = run("run", "names-by-name", "--epochs", "1", "--out", str(tmp_path / "new"))
    assert result.exit_code == 0, result.output
    (file,) = (tmp_path / "new").iterdir()
    again = from_data(json.loads(file.read_text(encoding="utf-8")))
    assert (again.name, again.settings["epochs"], {row.epochs for row in again.rows}) == ("names-by-name", 1, {1})
    stored = {(row.units, row.seed): row.first_loss for row in experiments.stored("names-by-name").rows}
    assert {(row.units, row.seed): row.first_loss for row in again.rows} == pytest.approx(stored, rel=1e-5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "wether"], "did you mean 'weather'?"),
        (["show", "names", "--layers", "3"], "names has no networks of 3 layers"),
        (["run", "wether", "--out", "x"], "did you mean 'weather'?"),
        (["run", "weather", "--out", "/proc/nowhere"], "cannot write to /proc/nowhere"),
    ],
)
def test_bad_input_gets_one_clear_line_and_status_2(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert list(tmp_path.iterdir()) == []


def test_every_command_has_help_with_an_example():
    for command in ("list", "show", "run"):
        assert f"Example: lstm-docs experiments {command}" in run(command, "--help").output
