"""Under which readings a count comes out."""

from dataclasses import replace
from random import Random

import pytest
from click.testing import CliRunner

from benchmarks import profilers
from lstm_docs import Network, explaining, facts, frameworks
from lstm_docs.cli import main
from lstm_docs.explaining.counters import COUNTERS
from lstm_docs.explaining.ways import ways
from lstm_docs.formulas.grammar import evaluate
from lstm_docs.ground.errors import LstmDocsError

CELLS = ("lstm", "gru-reset-after", "gru-reset-before", "rnn-tanh")


def _network(seed):
    rng = Random(seed)
    cell, framework = rng.choice(
        [(cell, "keras") for cell in CELLS] + [(cell, "pytorch") for cell in CELLS if "before" not in cell]
    )
    network = Network(
        cell=cell, input=rng.randint(2, 90), hidden=rng.randint(2, 60), layers=rng.randint(1, 3),
        bidirectional=rng.random() < 0.4, bias=rng.random() < 0.8,
    )  # fmt: skip
    if seed % 2 and network.bidirectional and network.layers > 1:
        return replace(network, merge="sum"), "keras"
    return network, framework


MGU = """# Minimal Gated Unit
f = sigmoid(W_f x + U_f h + b_f)
g = tanh(W_g x + U_g (f * h) + b_g)
h = (1 - f) * h + f * g
"""


@pytest.mark.parametrize("fact", ["parameters", "parameters_two_biases", "macs", "flops"])
@pytest.mark.parametrize("known", [("input", "hidden"), ("input",), ("hidden",)])
def test_a_cell_of_ones_own_is_solved_for(fact, known):
    network = Network(cell=MGU, input=80, hidden=12, layers=2, bidirectional=True, merge="ave")
    count = facts.of(network, steps=3)[fact].value
    sizes = {key: getattr(network, key) for key in (*known, "layers", "bidirectional", "cell")}
    quantity = fact if fact in ("macs", "flops") else "parameters"
    found = explaining.count(count, quantity, explaining.Known(**sizes, steps=3))
    assert replace(network, merge="sum") in [one.network for one in found.readings]
    near = explaining.count(count + 1, known=explaining.Known(**sizes)).near
    assert near is None or near.reading.network.cell == network.cell


def test_a_cell_whose_count_has_other_sizes_is_refused():
    text = "x: H\nh = tanh(U_h h + x)"
    with pytest.raises(LstmDocsError, match="no sum in I and H"):
        explaining.count(12, known=explaining.Known(cell=Network(cell=text, input=2, hidden=2).cell))


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("known", [("input", "hidden"), ("input",), ("hidden",)])
def test_a_network_is_among_the_readings_of_its_count(seed, known):
    network, framework = _network(seed)
    count = facts.stored(network, framework)
    given = explaining.Known(**{key: getattr(network, key) for key in known})
    found = explaining.count(count, known=given)
    if len(known) == 2 or "input" in known:
        assert network in [one.network for one in found.readings]
        right = next(one for one in found.readings if one.network == network)
        assert framework in right.frameworks
    for one in found.readings[:20]:
        assert evaluate(one.sum.replace("·", "*"), {}) == count
        if not one.beside:
            assert all(facts.stored(one.network, it) == count for it in (one.frameworks or (None,)))


def test_the_simplest_comes_first():
    known = explaining.Known(input=80, hidden=12)
    for framework in ("keras", "pytorch"):
        network = Network(input=80, hidden=12)
        first = explaining.count(facts.stored(network, framework), known=known).readings[0]
        assert first.network == network
        assert framework in first.frameworks
    (only,) = explaining.count(4464 + 13, known=known).readings
    assert only.beside == "a dense head of 1 output"


def test_with_no_size_known_round_sizes_come_first():
    first = explaining.count(4512).readings[0]
    assert (first.network.input, first.network.hidden) == (80, 12)
    assert evaluate(first.sum.replace("·", "*"), {}) == 4512


def test_a_count_that_no_reading_gives_is_told_the_nearest():
    found = explaining.count(4513, known=explaining.Known(input=80, hidden=12))
    assert found.readings == ()
    assert found.near.count == 4512
    assert found.near.reading.network == Network(input=80, hidden=12)


@pytest.mark.parametrize("counter", COUNTERS, ids=lambda it: it.name)
def test_the_counters_are_the_tools_of_the_page(counter):
    names = {"the matrix": "FlopCounterMode, oneDNN off", "calflops": "calflops, FLOPs", "TensorFlow,": "TensorFlow, unrolled"}
    word = " ".join(counter.name.split()[: 2 if counter.name.startswith("the") else 1])
    name = {"torchinfo,": "torchinfo", "thop,": "thop", "ptflops,": "ptflops, `pytorch`"}.get(word, names.get(word))
    tool = next(tool for tool in profilers.TOOLS if tool.name == name)
    rules = [profilers.by_rule(tool)[place] for place in (0, 2, 3)]
    factor = counter.factor / (2 if tool.counts == "FLOPs" else 1)
    base = name.startswith("Flop")
    for cell, extra, rule in zip(("lstm", "gru-reset-after", "rnn-tanh"), counter.extra, rules, strict=True):
        macs = facts.of(Network(cell=cell, input=profilers.INPUT, hidden=profilers.HIDDEN), steps=profilers.STEPS)["macs"].value
        ours = counter.factor * macs + extra * profilers.HIDDEN * profilers.STEPS
        assert ours == (factor * rule if base else rule)
        known = explaining.Known(input=profilers.INPUT, hidden=profilers.HIDDEN, steps=profilers.STEPS)
        found = explaining.count(int(ours), counter.counts, known).readings
        assert any(one.by == counter.name and one.network.cell == cell for one in found)


def test_bytes_are_those_of_the_weights():
    found = explaining.count(4 * 4512, "bytes", explaining.Known(input=80, hidden=12))
    assert found.readings[0].by.startswith("weights in float32")
    assert found.readings[0].network == Network(input=80, hidden=12)


def test_every_way_is_that_of_every_framework_it_names():
    for one in ways():
        network = Network(cell=one.cell, input=7, hidden=3, layers=2, bidirectional=True, bias=one.bias)
        for framework in one.frameworks:
            if frameworks.refusal(framework, network) is None:
                assert facts.stored(network, framework) == one.total(7, 3, 2, 2), (one.formula, framework)


@pytest.mark.parametrize(
    ("count", "quantity", "known", "message"),
    [
        (0, "parameters", {}, "a count is a whole number from 1"),
        (2**53, "parameters", {}, "above 2^53 - 1"),
        (12, "metres", {}, "unknown quantity 'metres'"),
        (12, "parameters", {"input": 0}, "input must be from 1"),
        (12, "parameters", {"layers": 2**21}, "layers must be from 1"),
    ],
)
def test_what_cannot_be_asked_is_refused(count, quantity, known, message):
    with pytest.raises(LstmDocsError, match=message.replace("^", r"\^")):
        explaining.count(count, quantity, explaining.Known(**known))


@pytest.mark.parametrize(
    ("arguments", "typed", "status", "part"),
    [
        (["4512", "--input", "80", "--hidden", "12"], "", 0, "two bias vectors per gate: PyTorch"),
        (["4,512", "--input", "80"], "", 0, "4·12·(12 + 80 + 2) = 4,512"),
        (
            ["4513", "--input", "80", "--hidden", "12"],
            "",
            1,
            "no reading that is tried gives 4,513 parameters; the nearest is LSTM",
        ),
        (["45120", "--macs", "--input", "80", "--hidden", "12"], "", 0, "torchinfo"),
        (["4512x"], "", 2, "COUNT must be a whole number"),
        (["--macs"], "", 2, "give one, as in"),
        (["4512", "--cell", "lstmm"], "", 2, "did you mean 'lstm'?"),
        (["2256", "--input", "80", "--cell", "mgu.cell"], "", 0, "Minimal Gated Unit, 80 → 12"),
        (["2256", "--input", "80", "--cell", "other.cell"], "", 2, "other.cell cannot be read"),
        ([], "lstm (LSTM)   (None, 12)   4464", 0, "LSTM, 80 → 12, one bias vector per gate"),
        ([], "lstm (LSTM)   (None, 12)   4465", 1, "no LSTM of width 12"),
        ([], "nothing", 2, "no line of a summary was found"),
    ],
)
def test_the_command(arguments, typed, status, part, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mgu.cell").write_text(MGU)
    done = CliRunner().invoke(main, ["explain", *arguments], input=typed)
    assert (done.exit_code, part in done.output) == (status, True), done.output
    if status < 2:
        assert CliRunner().invoke(main, ["explain", *arguments, "--json"], input=typed).output[0] in "[{"
