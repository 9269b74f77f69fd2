"""The page about model files shows what the command prints."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from lstm_docs import Network, frameworks
from lstm_docs.cli import main
from lstm_docs.reference.weights import random_weights

from .test_silero import data

PAGE = Path(__file__).parents[2] / "docs" / "your-model.md"
SHOWN = re.findall(
    r"^```console\n\$ lstm-docs ([^\n]*)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_the_page_shows_is_printed(command, shown, tmp_path, monkeypatch):
    shutil.copy(data("silero_vad_16k.safetensors"), tmp_path)
    network = Network(cell="gru-reset-after", input=5, hidden=4, bias=False)
    tensors = frameworks.pack("keras", random_weights(network, 1), network)
    np.savez(tmp_path / "gru.npz", **{f"gru/{name}": tensor for name, tensor in tensors.items()})
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(main, command.split()).stdout
    for part in shown.split("…\n"):
        assert part in printed


def test_the_page_shows_the_commands():
    assert [command.split()[0] for command, _ in SHOWN] == ["inspect", "inspect", "inspect", "convert"]
