"""Answers about PyTorch's layers, given by PyTorch."""

from __future__ import annotations

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.asking import question

BANK = load_bank()
ASKED = 40
TYPES = {"float32": torch.float32, "float16": torch.float16, "int8": torch.int8}


def _questions(family):
    asked = (question(BANK.family(family), "pytorch", n) for n in range(10 * ASKED))
    return [q for q in asked if q.given["framework"] == "pytorch"][:ASKED]


def _layer(given):
    return torch.nn.LSTM(
        given["input"],
        given["hidden"],
        num_layers=given.get("layers", 1),
        bidirectional=given.get("bidirectional", False),
        proj_size=given.get("projection", 0),
        batch_first=given.get("form") == "batch_first=True",
    )


@pytest.mark.parametrize("family", ["last-states", "projected-states"])
def test_shapes_of_the_last_states(family):
    for asked in _questions(family):
        given = asked.given
        axes = (given["steps"], given["batch"], given["input"])
        batch = torch.zeros(axes if given.get("form") != "batch_first=True" else (axes[1], axes[0], axes[2]))
        _, (h_n, c_n) = _layer(given)(batch)
        state = c_n if given.get("argument") == "c_n" else h_n
        shapes = {option.text: place == asked.key for place, option in enumerate(asked.options)}
        assert shapes[str(tuple(state.shape))], given


def test_bytes_of_the_weights():
    for asked in _questions("weight-bytes"):
        parameters = (parameter.detach().to(TYPES[asked.given["precision"]]) for parameter in _layer(asked.given).parameters())
        assert asked.answer == (sum(p.numel() * p.element_size() for p in parameters),), asked.given


def test_multiply_accumulates_of_a_run():
    for n in range(10):
        given = question(BANK.family("macs-of-a-run"), "pytorch", n).given
        assert question(BANK.family("macs-of-a-run"), "pytorch", n).answer == (_products(given),), given


def _products(given):
    """MACs of the products of inputs and states with the weights of all gates, step by step."""
    layer = {"lstm": torch.nn.LSTM, "gru-reset-after": torch.nn.GRU}[given["cell"]](given["input"], given["hidden"])
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        for _ in range(given["steps"]):
            torch.zeros(given["batch"], given["input"]) @ layer.weight_ih_l0.T
            torch.zeros(given["batch"], given["hidden"]) @ layer.weight_hh_l0.T
    return counter.get_total_flops() // 2
