"""A network is described in four places, and read in one: the same words, the same network, the same fault."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.network import OPTIONS, Network
from lstm_docs.site.fences import kinds
from lstm_docs.site.fences.context import Context
from lstm_docs.syllabus.rendering import rendered

FAULTS = {
    ("input", "many"): "input must be a whole number from 1 to 1,048,576, not 'many'",
    ("input", "0"): "input must be from 1 to 1,048,576, not 0",
    ("hidden", "2.5"): "hidden must be a whole number from 1 to 1,048,576, not '2.5'",
    ("layers", "-1"): "layers must be from 1 to 1,048,576, not -1",
    ("layers", "5000"): "layers must be at most 1,024, not 5,000",
    ("merge", "sun"): "unknown merge 'sun'; did you mean 'sum'?",
    ("merge", "ave"): "merge ave joins two directions, and this network has one; it goes with bidirectional",
    ("projection", "0"): "projection must be from 1 to 1,048,576, not 0",
    ("cell", "lstn"): "unknown cell 'lstn'; did you mean 'lstm'?",
}


def _command(options: dict[str, str]) -> str:
    arguments = [word for key, value in options.items() for word in (f"--{key}", value)]
    return CliRunner().invoke(main, ["facts", *arguments]).output


def _fence(options: dict[str, str]) -> str:
    body = "\n".join(f"{key}: {value}" for key, value in options.items())
    return kinds.render("lstm-facts", body, Context(), 1)


def _sentence(options: dict[str, str]) -> str:
    return kinds.inline(["lstm-fact", "parameters", *(f"{key}={value}" for key, value in options.items())], "page:1", Context())


def _claim(options: dict[str, str]) -> str:
    return rendered("{fact:parameters " + " ".join(f"{key}={value}" for key, value in options.items()) + "}", "page:1")


@pytest.mark.parametrize("place", [_command, _fence, _sentence, _claim], ids=lambda place: place.__name__)
@pytest.mark.parametrize(("key", "value"), FAULTS, ids=" ".join)
def test_a_fault_is_told_in_the_same_words_wherever_a_network_is_described(place, key, value):
    options = {"input": "3", "hidden": "2"} | {key: value}
    try:
        message = place(options)
    except LstmDocsError as error:
        message = str(error)
    assert FAULTS[key, value].replace("'2.5'", "2.5") in message.replace("'2.5'", "2.5")


def test_text_and_values_mean_the_same():
    text = {"input": "80", "hidden": "12,8", "layers": "2", "bidirectional": "true", "projection": "4", "bias": "false"}
    values = {"input": 80, "hidden": [12, 8], "layers": 2, "bidirectional": True, "projection": 4, "bias": False}
    text, values = text | {"merge": "sum"}, values | {"merge": "sum"}
    assert Network.from_options(text) == Network.from_options(values) == Network(**values)
    assert {"cell", *text} == set(OPTIONS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"input": 3}, "missing key 'hidden'"),
        ({"input": 3, "hidden": 2, "unit": 1}, "unknown option 'unit'"),
        ({"input": 3, "hidden": 2, "bias": "no"}, "bias must be true or false, not 'no'"),
        ({"input": 3, "hidden": 2, "bias": 1}, "bias must be true or false, not '1'"),
        ({"input": "9" * 5000, "hidden": 2}, "input must be a whole number"),
        ({"input": 3, "hidden": "2,x"}, "hidden of layer 1 must be a whole number"),
    ],
)
def test_what_describes_no_network_is_refused(options, message):
    with pytest.raises(LstmDocsError, match=message):
        Network.from_options(options)
