"""Questions about code: every solution passes, and what people get wrong fails a test that has a name."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lstm_docs.coding import carried, families, inside, outcomes, trials_of, verdict
from lstm_docs.coding.drawing import share_in_words
from lstm_docs.coding.room import Outcome
from lstm_docs.quiz import load_bank, question
from lstm_docs.quiz.engine.asking import at

BANK = load_bank()


def every(family):
    return [at(BANK.family(family), "s", place) for place in range(len(BANK.family(family).cases))]


def tried(code, asked, seed="1"):
    """How the tests of a question went with our own code, run right here."""
    names = {}
    exec(compile(code, "answer", "exec"), names)
    verdicts = {}
    for trial in trials_of(asked, BANK, seed):
        head, arrays = trial.call.message
        given = [inside._argument(argument, arrays) for argument in head["arguments"]]
        with np.errstate(all="ignore"):
            returned = inside._arrays(names[head["function"]](*given), head["returns"])
        state = "misshapen" if isinstance(returned, str) else "returned"
        outcome = Outcome(state, returned, []) if state == "misshapen" else Outcome(state, "", returned)
        verdicts[trial.name] = verdict(trial, outcome)
    return verdicts


def test_the_page_says_how_many_ask_for_code():
    page = (Path(__file__).parents[2] / "docs" / "interview.md").read_text(encoding="utf-8")
    assert "Fifteen of the open questions" in page
    assert len(families()) == 15


def test_code_is_asked_of_those_who_know_more():
    assert all(BANK.family(name).family.level >= 3 for name in families())


@pytest.mark.parametrize("family", families())
def test_every_solution_passes_every_test(family):
    for asked in every(family):
        failed = [one for one in tried(asked.notes.reference, asked).values() if not one.passed]
        assert failed == [], asked.notes.reference


def test_questions_that_ask_for_words_leave_points_for_them():
    """Somebody who changes the one line and explains nothing has not done what these ask for."""
    shares = {name: {share_in_words(asked) for asked in every(name)} for name in families()}
    assert {name: share for name, share in shares.items() if share != {0}} == {
        "mend-a-step": {Fraction(6, 10)},
        "convert-the-weights": {Fraction(3, 10)},
    }


@pytest.mark.parametrize("family", families())
def test_no_line_of_a_solution_gives_a_name_to_what_has_it_already(family):
    for asked in every(family):
        assert [line for line in asked.notes.reference.splitlines() if re.fullmatch(r"\s*(.+) = \1", line)] == []


@pytest.mark.parametrize("family", families())
def test_the_wording_states_the_function_and_the_marks_are_ten(family):
    for asked in every(family):
        (signature,) = {
            match for match in re.findall(r"`\n?(?:def )?(\w+\([^`]*?\)):?[`\n]", asked.ask) if "(" in match[:12]
        } or {""}
        assert signature.partition("(")[0] == families()[family].partition("(")[0]
        assert f"def {signature}:" in asked.notes.reference
        assert sum(points for _, points in asked.notes.rubric) == 10


@pytest.mark.parametrize("family", families())
def test_tests_differ_by_kit_are_the_same_again_and_have_names_of_their_own(family):
    asked = question(family, seed="1")
    one, again, other = (trials_of(asked, BANK, seed) for seed in ("1", "1", "2"))
    assert len({trial.name for trial in one}) == len(one)

    def shown(trials):
        return [(trial.name, [array.tobytes() for array in trial.call.message[1]], trial.call.message[0]) for trial in trials]

    assert shown(one) == shown(again)
    assert shown(one) != shown(other)


@pytest.mark.parametrize("family", ["write-a-step", "one-step-back", "masked-loss", "quantise-the-weights"])
def test_what_is_expected_is_not_in_what_is_sent(family):
    for trial in trials_of(question(family, seed="1"), BANK, "1"):
        sent = carried.packed(*trial.call.message)
        assert not [name for name, array in trial.expected.items() if np.any(array) and np.asarray(array).tobytes() in sent]


ZERO, STEP_C, STEP_H = (
    "a step from zero states gives the new c",
    "a step from other states gives the new c",
    "a step from other states gives the new h",
)
FAULTS = {
    "gate order": ("write-a-step", {"form": "i, f, g, o"}, "i, f, g, o = np", "i, g, f, o = np", ZERO),
    "a transpose": ("convert-the-weights", {"function": "columns"}, '["weight_hh_l0"]).T', '["weight_hh_l0"])', "U of a layer"),
    "a missing bias": ("write-a-step", {}, " + b, 4", ", 4", "an input of zeros leaves the states and the bias"),
    "half of the bias": ("convert-the-weights", {}, '"bias_ih_l0"] + tensors["bias_hh_l0"]', '"bias_ih_l0"]', "b of a layer"),
    "the state not returned": ("write-a-step", {}, "np.tanh(c), c", "np.tanh(c), h", STEP_C),
    "one value for two": ("write-a-step", {}, "return o * np.tanh(c), c", "return o * np.tanh(c)", STEP_H),
    "the old c shown": ("mend-a-step", {}, "o * np.tanh(c)", "o * np.tanh(c * 0)", STEP_H),
    "the reset on the other side": (
        "write-a-gru-step",
        {"argument": "after the product"},
        'r * (h @ u["n"] + e["n"])',
        '(r * h) @ u["n"] + e["n"]',
        "a step from another state",
    ),
    "overflow": ("write-a-step", {}, "(1 + np.tanh(a / 2)) / 2", "np.exp(a) / (1 + np.exp(a))", "large inputs do not overflow"),
    "the way by h left out": (
        "one-step-back",
        {},
        "dc = dc + dh * o * (1 - shown**2)",
        "pass",
        "the sums, where the loss reads h alone",
    ),
    "padding stepped through": (
        "mask-a-batch",
        {"argument": "lengths"},
        "np.arange(len(x))[:, None] < lengths",
        "np.arange(len(x))[:, None] < lengths * 0 + len(x)",
        "the last h of sequences of different lengths",
    ),
    "reset a step late": (
        "carry-the-state",
        {"claim": "its first step"},
        "h = np.where(marks[t][:, None], 0, h)",
        "h = np.where(marks[t - 1][:, None] & (t > 0), 0, h)",
        "the output, where sequences change within the chunk",
    ),
    "turned round with its padding": (
        "reverse-the-valid-part",
        {},
        "x[:n, lane][::-1]",
        "x[::-1, lane][:n]",
        "sequences of one step",
    ),
    "the last row": (
        "last-valid-step",
        {},
        "forward[last, np.arange(output.shape[1])]",
        "forward[-1]",
        "sequences of one step",
    ),
    "padding in the mean": (
        "head-over-a-sequence",
        {"function": "the mean over its steps"},
        "lengths[:, None]\n",
        "len(output)\n",
        "sequences of different lengths",
    ),
    "divided by T": (
        "masked-loss",
        {"claim": "the mean over all valid steps of the batch"},
        "each.sum() / lengths.sum()",
        "each.mean()",
        "sequences of different lengths",
    ),
    "small gradients enlarged": (
        "clip-the-gradients",
        {"function": "by their common norm"},
        "min(1, limit / max(norm, 1e-300))",
        "limit / max(norm, 1e-300)",
        "gradients below the limit",
    ),
    "directions forgotten": ("count-a-module", {}, "hidden * directions", "hidden", "stacked layers of two directions"),
    "gate by gate for unit by unit": (
        "pack-the-gates",
        {"claim": "unit by unit"},
        "axis=1).reshape",
        "axis=0).reshape",
        "a layer",
    ),
    "cut off instead of rounded": ("quantise-the-weights", {}, "np.rint(", "np.trunc(", "the numbers of a matrix"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_fails_a_test_that_has_a_name(fault):
    family, wanted, find, put, name = FAULTS[fault]
    asked = next(
        one
        for one, case in zip(every(family), BANK.family(family).cases, strict=True)
        if find in one.notes.reference and all(getattr(case.case, key) == value for key, value in wanted.items())
    )
    try:
        failed = tried(asked.notes.reference.replace(find, put), asked)[name]
    except ValueError as error:
        pytest.fail(f"it raises {error}; plant one that returns")
    assert failed.state == "failed"
    assert "expected" in failed.said


def test_the_code_to_be_mended_fails_and_its_own_line_is_the_fault():
    for asked, case in zip(every("mend-a-step"), BANK.family("mend-a-step").cases, strict=True):
        (listing,) = re.findall(r"`\n([^`]*)\n`", asked.ask)
        lines = [line.strip() for line in listing.splitlines()]
        broken = asked.notes.reference.partition("def lstm_step")[0] + listing
        assert lines[0].startswith("def lstm_step")
        assert lines[7].startswith("return")
        assert any(one.state == "failed" for one in tried(broken, asked).values()), case.case.claim
        right = re.findall(r"    (.*)", asked.notes.reference.partition("def lstm_step")[2])
        assert sum(line not in right for line in lines[1:8]) == 1


@pytest.mark.parametrize("family", families())
def test_a_solution_passes_in_the_closed_room(family, room):
    asked = question(family, seed="3")
    trials = trials_of(asked, BANK, "1")
    run = outcomes(asked.notes.reference, [trial.call for trial in trials])
    assert [verdict(*pair).state for pair in zip(trials, run, strict=True)] == ["passed"] * len(trials)
