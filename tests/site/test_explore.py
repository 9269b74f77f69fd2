"""Explorers: the browser's modules show what Python shows, letter for letter, and Python shows what the domain says."""

from __future__ import annotations

import math
import os
import random
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from itertools import product

import numpy as np
import pytest
from markupsafe import escape

from lstm_docs import cells, facts, frameworks, reference
from lstm_docs.formulas.mathml import symbol_class
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.located import load
from lstm_docs.network import Network
from lstm_docs.reference.weights import random_weights
from lstm_docs.site import explore
from lstm_docs.site.explore import cost, shapes_data, step, step_parts, texts
from lstm_docs.site.explore.strip import _strip as strip_of
from lstm_docs.site.fences import kinds
from lstm_docs.site.fences.context import Context, sheets, style_sheet
from lstm_docs.site.figures.svg import italic
from lstm_docs.site.figures.wired import layout, sizes_of_rows
from tests.js.modules import modules

from .explorers import python_parts, setup, states
from .weight import packed, with_imports

SETTINGS = {"step": 300, "strip": 300, "padding": 60, "returns": 200, "dropout": 200}
"""How many states are compared: fewer where a whole cell is drawn for each; else 800. STATES=1000 takes that many."""


@pytest.mark.parametrize("name", explore.EXPLORERS)
def test_the_browser_shows_what_python_shows(name):
    explorer, controls, data = setup(name)
    drawn = states(controls, int(os.environ.get("STATES", SETTINGS.get(name, 800))), seed=20)
    # Half of them changed in one thing only, as a reader does.
    pairs = [
        [s, {**s, **dict([list(drawn[n - 1].items())[n % len(s)]])} if n % 2 else drawn[n - 1]] for n, s in enumerate(drawn)
    ]
    for pair, there in zip(pairs, modules().parts(name, data, pairs), strict=True):
        assert there == python_parts(explorer, data, *pair), pair


def _field(control, typed):
    low, high = control.shown(control.low), control.shown(control.high)
    number = {"type": "number", "min": low, "max": high, "step": control.step, "required": not control.optional}
    return {**number, "tag": "input", "name": control.name, "value": typed}


@pytest.mark.parametrize("name", explore.EXPLORERS)
def test_the_browser_takes_a_number_that_is_typed_as_python_reads_it(name):
    """Every hundredth that a field may hold comes back as it is, what is between is rounded, what is beyond is bounded."""
    _, made, data = setup(name)
    drawn, wanted = random.Random(name), []
    for it in (control for control in made if control.kind == "number"):
        unit = 10**it.decimals
        whole = [drawn.randint(int(it.low * unit), min(int(it.high * unit), int(it.low * unit) + 1000)) for _ in range(60)]
        exact = [it.shown(n / unit) for n in whole]
        halves = [f"{(n + 0.5) / unit:.{it.decimals + 1}f}" for n in whole if 0 <= n < it.high * unit]
        read = [(typed, it.read(load(typed, "page", 1))) for typed in [*exact, *(halves if it.decimals else [])]]
        outside = [(str(it.high + 7), it.high), (str(it.low - 7), it.low), ("-", data["first"][it.name])]
        blank = [("", None if it.optional else data["first"][it.name])]
        wanted += [(_field(it, typed), value) for typed, value in (*read, *outside, *blank)]
    call = "fields.map((field) => takenBy(name, state, field))"
    found = modules().call(call, name=name, state=data["first"], fields=[field for field, _ in wanted])
    for (field, value), taken in zip(wanted, found, strict=True):
        assert taken == value, field


def _network(state) -> Network:
    return Network(
        cell=state["cell"],
        input=state["input"],
        hidden=state["hidden"],
        projection=state["projection"] or None,
        layers=state["layers"],
        bidirectional=state["bidirectional"] == "yes",
        bias=state["bias"] == "yes",
    )


def _in_text(count) -> str:
    return f"{count:,}".replace(",", "\u202f")


def test_shapes_counts_what_the_facts_count_and_refuses_what_they_refuse():
    explorer, controls, data = setup("shapes")
    refused = 0
    for drawn in states(controls, 300, seed=7):
        state = {**drawn, "layers": min(drawn["layers"], 6)}
        shown = python_parts(explorer, data, state, state)
        framework = None if state["framework"] == "none" else state["framework"]
        try:
            network = _network(state)
            count = facts.of(network, framework=framework)["parameters"].value
        except LstmDocsError:
            refused += 1
            assert " parameters." not in shown["said"]
            continue
        assert shown["said"] == f"{_in_text(count)} parameters."
        if state["notation"] == "stored" and framework:
            shapes = frameworks.tensor_shapes(framework, network)
            named = {name: shape for name, shape in shapes.items() if f">{name}</code>" in shown["picture"]}
            assert named or frameworks.get(framework).flat
            for name, shape in named.items():
                rows, columns = (shape[-2], shape[-1]) if len(shape) > 1 else (shape[0], 1)
                assert f">{name}</code> <span>{_in_text(rows)} × {_in_text(columns)}</span>" in shown["picture"]
    assert 50 < refused < 250


@pytest.mark.parametrize("framework", sorted(frameworks.FRAMEWORKS))
def test_a_tensor_that_is_stored_is_cut_between_its_gates_and_nowhere_else(framework):
    for cell in ("lstm", "gru-reset-after", "rnn-tanh"):
        network = Network(cell=cell, input=3, hidden=2)
        try:
            held = frameworks.blocks(framework, network)
        except LstmDocsError:
            continue
        (rows,) = shapes_data._stored(network, framework)["groups"]
        items = [item for row in rows for item in row]
        assert [item["name"] for item in items] == [*held] or len(rows) > 1
        for item in items:
            it = held[item["name"]]
            gates = [*it.letters.lower()] if len(it.letters) > 1 and it.axis is not None else []
            assert [letter for _, _, letter in item["cuts"]] == list(map(italic, gates))
            assert bool(item["kind"]) == (len(it.letters) == 1 and bool(symbol_class(f"W_{it.letters.lower()}")))
            assert len(item["shape"]) == len(it.shape)


@pytest.mark.parametrize("sizes", [(45, 25), (720, 400), (26, 12)])
def test_doubling_the_units_makes_u_four_times_what_its_outline_shows_and_what_is_not_to_scale_is_hollow(sizes):
    explorer, _, data = setup("shapes")
    before = data["first"] | {"input": sizes[0], "hidden": sizes[1], "fit": f"{sizes[0]}.{sizes[1]}.0"}
    shown = python_parts(explorer, data, before | {"hidden": 2 * sizes[1]}, before)["picture"]
    of_u = shown.split(">U<")[1].split(">b<")[0]
    found = re.findall(r'<rect[^>]* width="([\d.]+)" height="([\d.]+)" class="lstm-(?:block|then)"', of_u)
    sides = [(float(wide), float(high)) for wide, high in found]
    (now, then) = (wide * high for wide, high in sides)
    assert now == pytest.approx(4 * then, rel=0.02)
    assert "hollow" in shown
    assert 'class="lstm-thin"' in shown.split(">b<")[1]
    assert "lstm-then" not in python_parts(explorer, data, before, before)["picture"]


def test_the_scale_rests_until_it_is_made_to_fit_and_a_ruler_tells_it():
    explorer, _, data = setup("shapes")

    def shown(inputs, units, fit=""):
        state = data["first"] | {"input": inputs, "hidden": units, "fit": fit}
        picture = python_parts(explorer, data, state, state)["picture"]
        first = re.search(r'width="([\d.]+)" height="([\d.]+)" class="lstm-block"', picture)
        return picture, [float(first[1]), float(first[2])]

    small, sides = shown(45, 25)
    large, torn = shown(720, 400)
    fitted, same = shown(720, 400, "720.400.0")
    assert torn[0] > sides[0]
    assert ("lstm-torn" in small, "lstm-torn" in large, "lstm-torn" in fitted) == (False, True, False)
    assert same == pytest.approx([float(sides[0]), float(sides[1])], rel=0.6)
    assert len({re.search(r"</svg>([^<]*)</span>", it)[1] for it in (small, large, fitted)}) == 2
    assert shown(90, 25)[1] == pytest.approx([2 * sides[0], sides[1]], abs=0.2)
    state = data["first"] | {"fit": "80.12.0"}
    assert python_parts(explorer, data, state, data["first"])["said"] == "Drawn to fit: 4\u202f464 parameters."


@pytest.mark.parametrize("cell", [cell for cell in cells.COMMON if cell != "lstm"])
def test_one_step_of_every_cell_shows_what_python_shows(cell):
    explorer, controls, data = setup("step", f"cell: {cell}")
    pairs = [[state, state] for state in states(controls, 60, seed=3)]
    for pair, there in zip(pairs, modules().parts("step", data, pairs), strict=True):
        assert there == python_parts(explorer, data, *pair), pair


def test_a_held_gate_is_used_in_place_of_the_computed_one():
    explorer, _, data = setup("step")
    state = {**data["first"], "hold-f": "1", "hold-i": "0", "c1": 0.5}
    shown = python_parts(explorer, data, state, state)
    assert "c_t is 0.500, " in shown["picture"]
    assert "held at" in python_parts(explorer, data, {**state, "at": 2}, state)["numbers"]


@pytest.mark.parametrize("cell", cells.COMMON)
def test_the_picture_of_every_size_is_the_one_laid_out_for_it(cell):
    """The browser has one picture and what a unit and an input more add to it."""
    built = cells.build(cell)
    rows = sizes_of_rows(built)
    width, height, shapes = step.measured(built, rows)
    for inputs, units in product(range(1, 5), repeat=2):
        direct = layout(built, {name: inputs if size == "I" else units for name, size in rows.items()}, handles=True)

        def sized(value, inputs=inputs, units=units):
            return value[0] + value[1] * (inputs - 1) + value[2] * (units - 1) if isinstance(value, list) else value

        assert (sized(width), sized(height), [list(map(sized, shape)) for shape in shapes]) == direct


@pytest.mark.parametrize("seed", [4, 9])
def test_the_strip_shows_the_run_of_the_reference_and_the_product_of_the_gates(seed):
    _, _, data = setup("strip", f"seed: {seed}")
    network = Network(input=2, hidden=4, bias=False)
    rounded = {name: np.array(rows) for name, rows in data["weights"].items()}
    weights = replace(random_weights(network, seed), layers=((rounded,),))
    state = {**data["first"], "hidden": 4, "feed": "drawn"}
    strip = strip_of(data, state)
    witness = reference.run(network, weights, np.array(data["drawn"])[:, np.newaxis]).output[:, 0]
    assert np.allclose(strip["h_t"], witness, rtol=0, atol=1e-12)
    assert np.allclose(strip["along"], [strip["f_t"][step + 1 :].prod(axis=0) for step in range(10)], rtol=1e-12)


@pytest.mark.parametrize(("held", "left"), [("1", 1.0), ("0.5", 0.5**9), ("0", 0.0)])
def test_a_held_forget_gate_keeps_or_loses_what_was_written(held, left):
    _, _, data = setup("strip")
    strip = strip_of(data, {**data["first"], "hold-f": held})
    assert np.allclose(strip["along"][0], left)
    written = strip["i_t"] * strip["g_t"]
    factors = [float(held) ** (9 - step) for step in range(10)]
    assert np.allclose(strip["c_t"][9], sum(factor * row for factor, row in zip(factors, written, strict=True)))


def test_a_forget_gate_without_bias_or_input_comes_near_a_half():
    """The page says so, and why holding it at 0.5 changes little there."""
    _, _, data = setup("strip")
    away = np.abs(strip_of(data, data["first"])["f_t"] - 0.5)
    assert (away[2:] < 0.03).all()
    assert (away[9] < 0.002).all()


LINE = re.compile(r'<td class="lstm-number"(?: tabindex="0")?>([=≈]) (−?[\d.]+)(?:<span class="lstm-more">(.*?)</span>)?</td>')
OPERANDS = re.compile(r"<td>((?:−?[\d.]+|\(−[\d.]+\))(?: \+\u00a0(?:−?[\d.]+|\(−[\d.]+\)))+)</td>" + LINE.pattern)


def test_shown_operands_add_to_the_shown_sum_or_it_is_said_that_they_do_not(monkeypatch):
    """Read off the page and added as decimals: equal where it says so, and where not, ten digits come closer."""
    monkeypatch.setattr(step_parts, "_pictures", lambda *_: "")  # drawing takes its time, and holds no sums
    explorer, controls, data = setup("step")
    equal = about = 0
    for drawn in states(controls, 3000, seed=6):
        state = {**drawn, "digits": 4}
        for operands, sign, result, more in OPERANDS.findall(python_parts(explorer, data, state, state)["numbers"]):
            total = sum(_decimal(operand.strip("()")) for operand in operands.split(" +\u00a0"))
            assert (sign == "=") == (total == _decimal(result))
            if more:
                assert round(_decimal(more.rsplit(" = ")[1]), 4) == _decimal(result)
            equal, about = equal + (sign == "="), about + (sign == "≈")
    assert min(equal, about) > 10


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def test_the_browsers_functions_are_right_to_the_last_digits():
    rng = random.Random(5)
    points = (
        [rng.uniform(-40, 40) for _ in range(4000)] + [rng.uniform(-1e-3, 1e-3) for _ in range(1000)] + [0.0, -700.0, 700.0]
    )
    explorer = modules().call("points.map((x) => [exp(x), tanh(x)])", points=points)
    for x, (power, squashed) in zip(points, explorer, strict=True):
        assert abs(power - math.exp(x)) <= 2 * math.ulp(math.exp(x))
        assert abs(squashed - math.tanh(x)) <= 2.3e-16


def _or_reason(asked, *arguments):
    """What the domain says, or why it does not, as a page shows it."""
    try:
        return asked(*arguments), ""
    except LstmDocsError as error:
        return None, str(escape(error.message))


def test_gate_order_gives_the_blocks_that_the_domain_gives_and_its_reasons():
    explorer, controls, data = setup("gate-order")
    rng, moved, unmoved = random.Random(1), 0, 0
    names = list(frameworks.FRAMEWORKS)
    for state in states(controls, 500, seed=9):
        pair = [rng.choice(names), rng.choice(names)]
        given = {**state, "source": pair[0], "target": pair[1]}
        shown = python_parts(explorer, data, given, given)
        network = Network(cell=state["cell"], input=3, hidden=state["hidden"])
        order, reason = _or_reason(frameworks.permutation, *pair, network)
        assert reason in shown["said"]
        assert reason or f"[{', '.join(map(str, order))}]" in shown["numbers"]
        moved, unmoved = moved + (not reason), unmoved + bool(reason)
    assert min(moved, unmoved) > 40


def test_a_block_that_a_framework_leaves_empty_is_not_moved():
    explorer, _, data = setup("gate-order")
    for pair in (("keras", "flux"), ("flux", "keras"), ("flux", "flux")):
        state = {**data["first"], "cell": "gru-reset-before", "source": pair[0], "target": pair[1]}
        order = frameworks.permutation(*pair, Network(cell="gru-reset-before", input=3, hidden=12))
        assert f"[{', '.join(map(str, order))}]" in python_parts(explorer, data, state, state)["numbers"]


def _run(page: str, tensors, units: int):
    """What the program on a page makes of tensors whose layer has so many units."""
    text = page.removeprefix("<code>").removesuffix("</code>")
    names = {"np": np, "tensors": tensors}
    exec(unescape(text), names)
    assert names["H"] == units
    return names["new"]


@pytest.mark.parametrize("cell", [name for name in cells.COMMON if len(cells.build(name).gates) > 1])
def test_the_program_on_the_page_makes_what_a_conversion_makes_for_every_pair(cell):
    """Read off the page and run: the same tensors, in the same order, or a refusal where the conversion refuses."""
    explorer, _, data = setup("gate-order")
    network, rng = Network(cell=cell, input=3, hidden=2), np.random.default_rng(1)
    known = [it for it in frameworks.FRAMEWORKS if not frameworks.refusal(it, network)]
    for source in known:
        tensors = {name: rng.normal(size=shape) for name, shape in frameworks.tensor_shapes(source, network).items()}
        for target in known:
            state = data["first"] | {"source": source, "target": target, "cell": cell, "hidden": 2}
            page = python_parts(explorer, data, state, state)["program"]
            wanted, reason = _or_reason(_converted, tensors, network, source, target)
            if reason:
                with pytest.raises(AssertionError):
                    _run(page, tensors, 2)
                continue
            made = _run(page, tensors, 2)
            assert [*made] == [*wanted]
            for name, tensor in wanted.items():
                np.testing.assert_allclose(made[name], tensor, rtol=0, atol=1e-14, err_msg=f"{source} to {target}: {name}")


def _converted(tensors, network, source, target):
    return frameworks.conversion(tensors, network, source=source, target=target).tensors


def test_nothing_moves_is_said_only_where_a_matrix_stays_as_it_is():
    explorer, _, data = setup("gate-order")
    seen = set()
    network = Network(cell="lstm", input=3, hidden=12)
    for source in frameworks.FRAMEWORKS:
        for target in frameworks.FRAMEWORKS:
            line, lineless = _or_reason(frameworks.numpy_line, source, target, network, "W")
            if lineless:
                continue
            state = {**data["first"], "source": source, "target": target}
            said = python_parts(explorer, data, state, state)["said"]
            turned = line.count(".T") % 2 == 1
            assert ("transposed" in said) == turned
            assert ("Nothing moves" in said) == (not turned and "reshape" not in line)
            seen.add((turned, "reshape" in line))
    assert len(seen) == 4


def test_the_check_of_a_gate_order_is_what_a_conversion_gives():
    explorer, _, data = setup("gate-order")
    network = Network(input=3, hidden=5)
    numbered = {"kernel": np.tile(np.arange(20.0), (3, 1)), "recurrent_kernel": np.zeros((5, 20)), "bias": np.zeros(20)}
    there = frameworks.convert(numbered, network, source="keras", target="onnx")["W"][0, :, 0]
    state = data["first"] | {"source": "keras", "target": "onnx", "hidden": 5}
    shown = python_parts(explorer, data, state, state)["numbers"]
    assert f"times number is {_in_text(int(np.arange(20) @ there))}<" in shown


@pytest.mark.parametrize(("called", "framework"), [("torch", "pytorch"), ("TensorFlow", "keras"), ("Keras3", "keras")])
def test_a_framework_is_found_by_the_names_that_people_use(called, framework):
    assert setup("gate-order", f"source: {called}")[2]["first"]["source"] == framework
    assert setup("shapes", f"framework: {called}")[2]["first"]["framework"] == framework


def test_every_framework_and_order_can_be_chosen_and_stands_in_one_group():
    _, controls, data = setup("gate-order", "source: IFGO\ntarget: torch")
    assert data["first"] | {"source": "ifgo", "target": "pytorch"} == data["first"]
    shown = {name: group for group, held in controls[0].sections for name, _ in held}
    assert set(frameworks.FRAMEWORKS) | {"ifgo", "iofg", "rzn"} <= set(shown) == set(controls[0].choices)
    assert len(controls[0].sections) == len({group for group, _ in controls[0].sections})
    explorer = explore.EXPLORERS["gate-order"]
    state = data["first"] | {"target": "rzn"}
    assert python_parts(explorer, data, state, state) == {"said": "rzn is no order of i, f, g, o."}


def test_cost_says_what_the_facts_say():
    explorer, controls, data = setup("cost")
    for drawn in states(controls, 150, seed=4):
        small = {key: min(drawn[key], 6) for key in ("layers",)} | {key: min(drawn[key], 200) for key in ("steps", "batch")}
        price = data["presets"]["dtype"][drawn["dtype"]]
        state = {**drawn, **small, **price, "input": min(drawn["input"], 300), "hidden": min(drawn["hidden"], 300)}
        known = facts.of(
            _network({**state, "projection": 0, "bias": "yes"}), **{k: state[k] for k in ("steps", "batch", "dtype")}
        )
        shown = python_parts(explorer, data, state, state)["numbers"]
        for name in ("macs", "step_bytes"):
            assert f"= {_in_text(known[name].value)}<" in shown
        spoken = [texts.significant(float(known["intensity"].value)) + " operations for a byte"]
        spoken += [cost._scaled(float(known[name].value), cost.ENERGIES) for name in ("arithmetic_energy", "memory_energy")]
        for words in spoken:
            assert f"= {words}<" in shown, state


def test_a_count_too_large_is_said_on_both_sides():
    explorer, _, data = setup("cost")
    state = data["first"] | {"input": 8192, "hidden": 8192, "layers": 64, "steps": 10000, "batch": 4096}
    said = python_parts(explorer, data, state, data["first"])
    assert said == {"said": "This cannot be stated exactly: a number is above 2^53 - 1. Choose smaller sizes."}
    assert modules().parts("cost", data, [[state, data["first"]]]) == [said]


def test_budget_holds_the_units_that_the_facts_find_for_every_framework():
    explorer, controls, data = setup("budget")
    for drawn in states(controls, 4, seed=8):
        state = {**drawn, "given": "budget", "layers": min(drawn["layers"], 3), "budget": drawn["budget"] + 10**5}
        network = _network({**state, "projection": 0})
        shown = python_parts(explorer, data, state, state)["numbers"]
        for framework in (None, *frameworks.FRAMEWORKS):
            if framework is None or not frameworks.refusal(framework, network):
                units, _ = _or_reason(facts.units_for, state["budget"], network, framework)
                assert units is None or f">{_in_text(units.units)}</td>" in shown
                assert units is None or f">{_in_text(units.parameters)}</td>" in shown


@pytest.mark.parametrize("name", explore.EXPLORERS)
def test_a_page_with_an_explorer_is_light(name):
    loaded = with_imports(f"explore-{name}.js") | {"symbols.js"}
    assert {"explore.js", "explore-parts.js", "numbers.js"} <= loaded
    assert packed("explore.css", *loaded) <= 17.6 * 1024


REFUSED = {
    "": "page:1: missing key 'explorer'; known: " + ", ".join(explore.EXPLORERS),
    "explorer: shape": "page:1: unknown explorer 'shape'; did you mean 'shapes'?",
    "explorer: shapes\ninput: 0": "page:2: input must be from 1 to 1,048,576 here, not 0",
    "explorer: shapes\nhidden: many": "page:2: hidden must be a whole number from 1 to 1,048,576, not 'many'",
    "explorer: shapes\nnotation: packed": "page:2: unknown notation 'packed'; known: split, concatenated, stored",
    "explorer: shapes\nbidirectional: maybe": "page:2: unknown bidirectional 'maybe'; known: no, yes",
    "explorer: shapes\nframework: kears": "page:2: unknown framework 'kears'; did you mean 'keras'?",
    "explorer: cost\nbatches: 3": "page:2: unknown key 'batches'; did you mean 'batch'?",
    "explorer: step\nhidden: 9": "page:2: hidden must be from 1 to 4 here, not 9",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_mistake_in_the_options_is_placed(text):
    with pytest.raises(LstmDocsError) as caught:
        kinds.render("lstm-explore", text, Context(assets="a/"), 1)
    assert str(caught.value) == REFUSED[text]


def test_a_small_cell_shows_what_python_shows():
    explorer, controls, data = setup("step", "show: small")
    pairs = [[state, state] for state in states(controls, 60, seed=5)]
    for pair, there in zip(pairs, modules().parts("step", data, pairs), strict=True):
        assert there == python_parts(explorer, data, *pair), pair
    state = {**data["first"], "input": 3, "hidden": 4}
    formula = facts.of(Network(input=3, hidden=4))["parameters"].value
    assert python_parts(explorer, data, state, state)["count"].endswith(f" = {formula} parameters")


def test_one_page_may_hold_an_explorer_twice_and_loads_it_once():
    page = Context(assets="a/")
    first, second = (kinds.render("lstm-explore", f"explorer: budget\nhidden: {n}", page, 1) for n in (5, 6))
    assert 'id="explore-budget"' in first
    assert 'id="explore-budget-2"' in second
    assert "<script" in first
    assert "<script" not in second
    assert "5 units take 1\u202f720 parameters by the equations." in first


def test_without_assets_the_first_state_stands_alone():
    html = kinds.render("lstm-explore", "explorer: cost", Context(), 1)
    assert "<style>" in html
    assert "<script" not in html
    assert "Memory is the limit" in html


@pytest.mark.parametrize(
    ("options", "sheet"),
    [
        *((f"explorer: {name}", "explore.css") for name in explore.EXPLORERS),
        ("explorer: step\nshow: small", "explore-small.css"),
    ],
)
def test_an_explorer_has_the_style_sheet_that_says_how_its_parts_look(options, sheet):
    html = str(kinds.render("lstm-explore", options, Context(assets="a/"), 1))
    assert re.findall(r'href="a/([\w.-]+)"', html) == [sheet]
    said = {name: set(re.findall(r"\.(lstm-[\w-]+)", text)) for name, text in sheets().items()}
    shown = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}
    only_there = said["explore.css"] - said[sheet] - set(re.findall(r"\.(lstm-[\w-]+)", style_sheet()))
    assert shown & only_there == set()


@pytest.mark.parametrize(
    ("name", "first", "changed", "said"),
    [
        ("shapes", {"projection": 4}, {"framework": "keras"}, r"Framework: the equations → Keras, but .*projection.*"),
        ("shapes", {"projection": 4, "framework": "keras"}, {"hidden": 24}, r"Doubling H, but .*projection.*"),
        ("gate-order", {"cell": "lstm-peephole", "source": "pytorch"}, {"hidden": 24}, r"Doubling H, but .*PyTorch.*"),
    ],
)
def test_a_refusal_stands_after_what_was_chosen_so_that_each_change_is_told(name, first, changed, said):
    explorer, _, data = setup(name)
    before = data["first"] | first
    assert re.fullmatch(said, python_parts(explorer, data, before | changed, before)["said"])
