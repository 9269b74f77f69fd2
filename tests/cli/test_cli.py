from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main, papers
from lstm_docs.cli.overlap import OverlapError
from lstm_docs.ground.errors import LstmDocsError


def run(*arguments: str, text: str | None = None):
    return CliRunner().invoke(main, list(arguments), input=text)


def test_facts_prints_the_count_with_its_formula():
    result = run("facts", "--cell", "lstm", "--input", "80", "--hidden", "12", "--framework", "keras")
    assert result.exit_code == 0
    line = result.output.splitlines()[0].split()
    assert line[:2] == ["parameters", "4464"]
    assert "4*H*(H + I + 1)" in result.output


def test_facts_as_json():
    result = run("facts", "--input", "80", "--hidden", "12", "--framework", "keras", "--json")
    data = json.loads(result.output)
    assert data["network"] == {
        "cell": "lstm",
        "input": 80,
        "hidden": 12,
        "layers": 1,
        "bidirectional": False,
        "projection": None,
        "bias": True,
    }
    assert data["shapes"]["W_f"] == [12, 80]
    assert data["shapes"]["b_f"] == [12, 1]
    assert data["tensors"] == {"kernel": [80, 48], "recurrent_kernel": [12, 48], "bias": [48]}
    assert data["facts"]["parameters"]["value"] == 4464
    assert data["facts"]["parameters"]["formula"] == "4*H*(H + I + 1)"
    assert data["facts"]["macs"]["value"] == 4416


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["facts", "--input", "0", "--hidden", "2"], "lstm-docs: input must be from 1"),
        (["facts", "--input", "3", "--hidden", "-2"], "hidden must be from 1"),
        (
            ["facts", "--input", "1000000000000", "--hidden", "2"],
            "input must be from 1 to 1,048,576, not 1,000,000,000,000",
        ),
        (["facts", "--input", "3", "--hidden", "two"], "hidden must be a whole number from 1 to 1,048,576, not 'two'"),
        (["facts", "--input", "3", "--hidden", "2", "--cell", "lsmt"], "did you mean 'lstm'?"),
        (["facts", "--input", "3", "--hidden", "2", "--framework", "kreas"], "did you mean 'keras'?"),
        (["facts", "--input", "3", "--hidden", "2", "--projection", "1", "--framework", "keras"], "lstm-docs: "),
        (["facts", "--hidden", "2"], "Missing option '--input'"),
        (["trace", "--input", "3", "--hidden", "2", "--layers", "2"], "a trace follows one layer"),
        (["trace", "--input", "3", "--hidden", "2", "--seed", "-1"], "a seed of weights"),
        (["trace", "--input", "3", "--hidden", "1048576"], "a trace shows every number"),
        (["pages", "/proc/nowhere"], "cannot write to /proc/nowhere"),
        (["units", "--input", "3", "--budget", "4"], "too few"),
        (["units", "--input", "80", "--budget", "4465", "--exact"], "no whole number of units"),
        (["units", "--input", "80"], "Give --output and --samples"),
        (["units", "--input", "80", "--output", "2"], "Give --output and --samples"),
        (["units", "--input", "80", "--budget", "9999", "--steps", "3"], "--steps goes with --output and --samples"),
        (["units", "--input", "80", "--output", "2", "--samples", "9", "--exact"], "--exact goes with --budget alone"),
        (["units", "--input", "80", "--output", "2", "--samples", "0"], "samples are a whole number from 1, not '0'"),
        (["units", "--input", "1", "--output", "1", "--samples", "9000000000000"], "above 1,048,576; choose smaller sizes"),
        (["quiz", "make", "--family", "gate-weight-shpe", "--seed", "1", "--out", "x"], "did you mean 'gate-weight-shape'?"),
        (["quiz", "make", "--family", "zzz", "--seed", "1", "--out", "x"], "'value-range'; lstm-docs quiz list lists them\n"),
        (["quiz", "make", "--seed", "1", "--format", "mdd", "--out", "x"], "unknown format 'mdd'; did you mean 'md'?"),
        (["quiz", "make", "--seed", "", "--out", "x"], "a seed must not be empty"),
        (["quiz", "make", "--seed", "1", "--count", "0", "--out", "x"], "1 to 1000 questions, not 0"),
        (["quiz", "list", "nowhere"], "no folder of quiz files at nowhere"),
        (["quiz", "show", "nonsense", "--seed", "1"], "is not a paper's code"),
        (["quiz", "show", "a.1~0~1~5eed5"], "give --seed"),
    ],
)
def test_bad_input_gets_one_clear_line_and_status_2(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []


def test_trace_prints_every_gate_and_state_of_every_step():
    result = run("trace", "--cell", "lstm", "--input", "3", "--hidden", "2", "--steps", "10", "--seed", "1")
    assert result.output.count("t = ") == 10
    assert result.output.count("  f_t ") == 10
    data = json.loads(run("trace", "--input", "3", "--hidden", "2", "--steps", "2", "--json").output)
    assert set(data["steps"][1]) == {"i_t", "f_t", "g_t", "o_t", "c_t", "h_t"}


def test_units_spends_a_budget():
    result = run("units", "--input", "80", "--budget", "4464", "--framework", "keras")
    assert result.output.startswith("12 units: 4464 parameters (exactly;")


def test_units_by_rules_of_thumb():
    arguments = ["units", "--input", "30", "--output", "2", "--samples", "5000", "--steps", "11", "--budget", "4464"]
    lines = run(*arguments).output.splitlines()
    assert lines[0].split() == ["units", "parameters", "per", "sample", "MACs", "bytes", "given", "by"]
    rows = {int(line.split()[0]): line for line in lines[1 : lines.index("")]}
    assert rows[78].endswith("samples, α = 2")
    assert rows[16].endswith("samples, α = 10; middle of inputs and outputs")
    assert rows[11].endswith("steps")
    assert rows[21].endswith("budget")
    data = json.loads(run(*arguments, "--json").output)
    assert [row["units"] for row in data["candidates"]] == list(rows)
    assert data["rules"]["samples, α = 2"]["value"] == 78
    assert data["candidates"][0]["parameters"] == 4 * 11 * (30 + 11 + 1) + 2 * (11 + 1)
    assert data["candidates"][0]["macs"] == 11 * 4 * 11 * (30 + 11) + 2 * 11


def test_units_within_a_budget_as_json():
    data = json.loads(run("units", "--input", "80", "--budget", "4465", "--framework", "keras", "--json").output)
    assert data == {"budget": 4465, "units": 12, "parameters": 4464, "next_parameters": 4888, "exact": False}


def test_make_writes_paper_and_key_apart(tmp_path):
    out = tmp_path / "out"
    arguments = ["quiz", "make", "--family", "gate-weight-shape", "--seed", "tell-no-one", "--count", "3"]
    result = run(*arguments, "--format", "md,html,json", "--out", str(out))
    assert result.exit_code == 0, result.output
    files = {str(f.relative_to(out)) for f in out.rglob("*") if f.is_file()}
    written = {f"{part}/paper-0001.{kind}" for part in ("papers", "keys") for kind in ("md", "html", "json")}
    assert files == written | {f"keys/{name}" for name in ("kit.json", "candidates.csv", "responses.csv")}
    for file in (out / "papers").iterdir():
        text = file.read_text(encoding="utf-8")
        for secret in ("tell-no-one", "transpose", "concatenated", "misconception", '"option"', "solution"):
            assert secret not in text
    paper = json.loads((out / "papers" / "paper-0001.json").read_text(encoding="utf-8"))
    key = json.loads((out / "keys" / "paper-0001.json").read_text(encoding="utf-8"))
    assert paper["code"] == key["code"]
    for asked, answer in zip(paper["questions"], key["answers"], strict=True):
        assert asked["id"] == answer["id"]
        rows, columns = answer["answer"]
        assert asked["options"][answer["option"]] == f"{rows}×{columns}"
    shown = run("quiz", "show", paper["code"], "--seed", "tell-no-one")
    assert shown.output == (out / "papers" / "paper-0001.md").read_text(encoding="utf-8")
    again = run(*arguments, "--out", str(out))
    assert again.exit_code == 2
    assert "is not an empty folder" in again.output


def test_a_seed_by_which_too_much_is_shared_is_refused_and_one_made_here_is_made_again(tmp_path, monkeypatch):
    """One seed in a dozen gives two candidates of a short set more in common than it allows."""
    refused = iter([True, True, False])

    def shared(blueprint, sitting, candidates):
        tried.append(sitting.secret)
        if next(refused):
            raise OverlapError("too much is shared")

    tried: list[str] = []
    monkeypatch.setattr(papers, "check_overlap", shared)
    command = ["quiz", "make", "--set", "screen", "--copies", "2", "--out", str(tmp_path / "out")]
    given = run(*command, "--seed", "nobody guesses this one")
    assert given.exit_code == 2, given.output
    assert "too much is shared" in given.output
    assert not (tmp_path / "out").exists()
    made = run(*command)
    assert made.exit_code == 0, made.output
    assert len({*tried}) == len(tried) == 3
    assert len([*(tmp_path / "out/papers").iterdir()]) == 2


def test_nothing_is_left_behind_when_writing_fails(tmp_path, monkeypatch):
    from lstm_docs.export import kit

    def fails(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kit, "_save", fails)
    result = run("quiz", "make", "--seed", "1", "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "No space left on device" in result.output
    assert list(tmp_path.iterdir()) == []


def test_take_judges_letters_and_typed_answers():
    result = run("quiz", "take", "--family", "gate-weight-shape", "--seed", "1", "--count", "2", text="nonsense\n3x3\nA\n")
    assert result.exit_code == 0, result.output
    assert "This could not be read" in result.output
    assert "of 2 right." in result.output


def test_check_proves_a_bank_and_fails_with_status_1(tmp_path):
    from lstm_docs.quiz import bank_path

    good = (bank_path() / "unrolling.yml").read_text(encoding="utf-8")
    (tmp_path / "unrolling.yml").write_text(good, encoding="utf-8")
    result = run("quiz", "check", str(tmp_path))
    assert result.exit_code == 0
    assert "questions proved" in result.output
    (tmp_path / "unrolling.yml").write_text(
        good.replace("      - input-as-a-layer\n", "").replace("T: {from: 2", "T: {from: 1")
    )
    result = run("quiz", "check", str(tmp_path))
    assert result.exit_code == 1
    assert "unrolling.yml:6: equations-executed: fewer than 3 distractors" in result.output


def test_every_command_has_help_with_an_example():
    for arguments in (
        ["facts"],
        ["trace"],
        ["units"],
        ["pages"],
        *(["quiz", c] for c in ("list", "check", "make", "take", "show")),
    ):
        result = run(*arguments, "--help")
        assert result.exit_code == 0
        assert "Example: lstm-docs " + arguments[0] in result.output


def test_a_reader_who_leaves_early_is_no_error():
    command = f"{sys.executable} -m lstm_docs trace --input 3 --hidden 64 --steps 400 | head -n 1"
    result = subprocess.run(["bash", "-c", "set -o pipefail; " + command], capture_output=True, text=True, check=False)
    assert result.stdout.startswith("t = 1")
    assert result.stderr == ""


LONG = "a" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ("quiz", "make", "--set", "screen", "--out", LONG),
        ("quiz", "make", "--set", f"{LONG}.yml", "--out", "out"),
        ("quiz", "make", "--set", "screen", "--bank", LONG, "--out", "out"),
        ("quiz", "list", LONG),
        ("quiz", "mark", LONG, "."),
        ("pages", LONG),
        ("quiz", "show", "x", "--seed", "\udcff"),
        ("quiz", "make", "--set", "folder.yml", "--out", "out"),
        ("quiz", "make", "--set", "pipe.yml", "--out", "out"),
        ("quiz", "list", "pipes"),
    ],
    ids=lambda arguments: " ".join(arguments)[:40].encode("ascii", "replace").decode(),
)
def test_names_and_files_that_are_none_get_one_line_and_status_2(arguments, tmp_path, monkeypatch):
    (tmp_path / "folder.yml").mkdir()
    (tmp_path / "pipes").mkdir()
    for pipe in ("pipe.yml", "pipes/a.yml"):
        os.mkfifo(tmp_path / pipe)
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1
    assert result.output.startswith("lstm-docs: ")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("group", [main, main.get_command(None, "quiz")], ids=["lstm-docs", "quiz"])
def test_help_says_of_each_command_what_it_says_itself(group):
    for name, (_, summary) in group.lazy.items():
        assert " ".join(group.get_command(None, name).help.split("\n\n")[0].split()) == summary


STARTS = "import lstm_docs.__main__ as m, os, signal, sys; {before}; m.run()"
INTERRUPTIONS = {
    "while the command is loading": "sys.addaudithook(lambda e, a: e == 'import' and a[0] == 'lstm_docs.cli' and "
    "os.kill(os.getpid(), signal.SIGINT))",
    "while it runs": "import lstm_docs.quiz.engine.bank as b; b.bank_files = lambda f: os.kill(os.getpid(), signal.SIGINT)",
}


@pytest.mark.parametrize("before", INTERRUPTIONS.values(), ids=INTERRUPTIONS)
def test_an_interruption_says_nothing_and_ends_with_130(before):
    program = [sys.executable, "-c", STARTS.format(before=before), "quiz", "list"]
    # Whoever runs the tests in the background may have told them to ignore interruptions.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    ended = subprocess.run(program, check=False, capture_output=True, text=True, preexec_fn=heard)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_answers_that_end_too_early_are_no_traceback():
    ended = run("quiz", "take", "--seed", "1", text="")
    assert (ended.exit_code, ended.stderr) == (2, "\nlstm-docs: the input ended before the last answer\n")


def test_a_bank_without_families_and_a_folder_outside_the_site_are_refused(tmp_path):
    from lstm_docs.site.pages.generation import page_options

    (tmp_path / "empty.yml").write_text("schema: 2\nrevision: 1\ntopic: shapes\nfamilies: []\n", encoding="utf-8")
    refused = run("quiz", "list", str(tmp_path))
    assert (refused.exit_code, "hold no families" in refused.output) == (2, True)
    with pytest.raises(LstmDocsError, match="leads out of the site"):
        page_options(pages=(), folder="../..", beside=(), input=3, hidden=2, steps=1, templates=None, bank=None)
