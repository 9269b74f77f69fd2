"""The page about ports shows what the command prints, and every row of its table is so."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main

from ..models.test_silero import data

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "checking-ports.md").read_text(encoding="utf-8")
SHOWN = [
    (command, shown)
    for block in re.findall(r"^```console\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    for command, shown in re.findall(r"^\$ lstm-docs ([^\n]*)\n((?:(?!\$ ).*\n)*)", block, flags=re.MULTILINE)
]
ROWS = re.findall(r"^\| ([^|]+) \| (\[[^|]+) \| `([^`]+)` \| `([^`]+)` \| ([\d.]+) \|$", PAGE, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("ports")
    subprocess.run([sys.executable, DOCS / "code" / "wrong_ports.py"], cwd=place, check=True, capture_output=True)
    for name in ("silero_vad_16k_op15.onnx", "silero_vad_op18_ifless.onnx", "silero_vad_16k.safetensors"):
        shutil.copy(data(name), place)
    return place


def test_the_page_shows_commands_and_rows():
    """None is passed over because it is written in another way."""
    assert [command for command, _ in SHOWN] == re.findall(r"^\$ lstm-docs (.*)", PAGE, flags=re.MULTILINE)
    assert len(ROWS) == len(re.findall(r"^\| .*github\.com", PAGE, flags=re.MULTILINE))


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_the_page_shows_is_printed(command, shown, folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert CliRunner().invoke(main, command.split()).stdout == shown


@pytest.mark.parametrize("row", ROWS, ids=[row[2] for row in ROWS])
def test_a_port_of_the_table_is_named_and_off_by_what_is_told(row, folder, monkeypatch):
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(main, ["check", *row[2].split()])
    assert done.exit_code == 1
    (named,) = re.findall(r"^  ([a-z]+-[a-z-]+) +\S", done.stdout, flags=re.MULTILINE)
    (by,) = re.findall(r"largest difference ([\d.]+)", done.stdout)
    assert (named, by) == (row[3], row[4])
