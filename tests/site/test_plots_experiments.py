"""What pages show of the experiments is what their files hold, and where the rules fall is where they say."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from math import floor, log2
from statistics import mean, stdev

import pytest
import torch
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.experiments import census
from lstm_docs.experiments.experiment import RESULTS
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.located import load
from lstm_docs.site.fences import kinds
from lstm_docs.site.fences.context import Context
from lstm_docs.site.fences.experiment_numbers import slug
from lstm_docs.site.fences.experiment_tables import score
from lstm_docs.site.figures.scores import HEAD, HIGH, LEFT
from lstm_docs.site.plots import draw

from .explorers import python_parts, setup, states

NO_BREAK = "\u00a0"
OTHERS = ("rate-and-batch", "not-stopped", "mistakes")
"""Experiments over something else than numbers of units."""
NAMES = [path.stem for path in sorted(RESULTS.glob("*.json")) if path.stem not in OTHERS]


def raw(name):
    """A results file, read without the package: what is said of the experiment, and scores by layers and units."""
    data = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    place = {column: n for n, column in enumerate(data["columns"])}
    scores = {}
    for row in data["rows"]:
        scores.setdefault((row[place["layers"]], row[place["units"]]), []).append(row[place["score"]])
    return data["experiment"], scores


def picked(name, layers=1):
    """The one-standard-error rule, spelled out again on the file."""
    about, scores = raw(name)
    sign = 1 if about["higher_is_better"] else -1
    of = {units: [sign * score for score in errors] for (deep, units), errors in scores.items() if deep == layers}
    top = max(of, key=lambda units: mean(of[units]))
    floor_ = mean(of[top]) - stdev(of[top]) / len(of[top]) ** 0.5
    return top, min(units for units, errors in of.items() if mean(errors) >= floor_)


def drawn(options):
    return ET.fromstring(str(draw(load(f"figure: {options}", "page"))))


def circles(root, radius):
    return [(float(it.get("cx")), float(it.get("cy"))) for it in root.iter("circle") if float(it.get("r")) == radius]


def read(root, wide_to):
    """Units and scores at the means' dots, read off the axes of a figure of one panel on a plain scale."""
    words = {}
    for it in root.iter("text"):
        if it.get("text-anchor") == "end" and re.fullmatch(r"[\d.]+", it.text or "") and it.get("class") == "lstm-label":
            words[float(it.text)] = float(it.get("y")) - 4.5
    (low, y_low), (high, y_high) = min(words.items()), max(words.items())
    places = sorted(circles(root, 3.2))
    first, last = places[0][0], places[-1][0]
    return {
        round(2 ** ((x - first) / (last - first) * log2(wide_to))): low + (y - y_low) / (y_high - y_low) * (high - low)
        for x, y in places
    }


@pytest.mark.parametrize("name", ["names", "weather", "copying"])
def test_dots_stand_at_the_means_and_the_ring_at_the_pick(name):
    root = drawn(f"scores\nexperiments: {name}\nrules: false")
    _, scores = raw(name)
    of = {units: errors for (deep, units), errors in scores.items() if deep == 1}
    errors = read(root, max(of))
    assert set(errors) == set(of)
    for units, value in errors.items():
        assert value == pytest.approx(mean(of[units]), abs=0.004)
    assert len(circles(root, 1.8)) == sum(map(len, of.values()))
    (ring,) = circles(root, 8)
    assert ring == sorted(circles(root, 3.2))[sorted(of).index(picked(name)[1])]


def test_better_is_up_whichever_way_that_is():
    for name in ("copying", "adding"):
        places = sorted(circles(drawn(f"scores\nexperiments: {name}"), 3.2))
        assert places[0][1] > places[-1][1], "many units are better than one, so higher up, in both"


def test_marks_stand_where_the_rules_say():
    about, _ = raw("copying")
    root = drawn("scores\nexperiments: copying")
    marks = [float(it.get("x")) + 3 for it in root.iter("rect") if it.get("width") == "6"]
    inputs, outputs, samples = about["input"], about["output"], about["train_samples"]
    by_samples = [floor(samples / (alpha * (inputs + outputs)) + 0.5) for alpha in (2, 5, 10)]
    sizes = [inputs * 2 / 3, inputs * 2 / 3 + outputs, (inputs + outputs) / 2, inputs * 2]
    expected = {*by_samples, *(floor(size + 0.5) for size in sizes), about["steps"]}
    places = sorted(circles(root, 3.2))
    doubling = (places[-1][0] - places[0][0]) / log2(64)
    marked = {round(2 ** ((x - places[0][0]) / doubling), 1) for x in marks}
    assert {round(units) for units in marked} == expected


@pytest.mark.parametrize("options", ["scores", "scores\nexperiments: names\nlayers: [1, 2]"])
def test_nothing_is_drawn_outside_of_its_panel(options):
    for x, y in circles(drawn(options), 1.8):
        assert x >= LEFT
        assert HEAD <= y <= HEAD + HIGH


def cells(options):
    html = str(kinds.render("lstm-experiment", options, Context(assets="a/"), 1))
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html)
    return {words: re.findall(r"<td>(.*?)</td>", row) for words, row in rows}


@pytest.mark.parametrize("name", NAMES)
def test_the_table_of_sizes_tells_the_best_and_the_pick(name):
    by_units = {int(words.split(NO_BREAK)[0]): row for words, row in cells(f"show: sizes\nexperiments: {name}").items()}
    best, smallest = picked(name)
    assert "best" in by_units[best][-1]
    assert "picked" in by_units[smallest][-1]
    assert sum(bool(row[-1]) for row in by_units.values()) == len({best, smallest})
    _, scores = raw(name)
    for units, row in by_units.items():
        assert row[2] == score(mean(scores[1, units]))


def test_parameters_of_the_table_are_those_of_torch():
    for units, row in ((int(w.split(NO_BREAK)[0]), r) for w, r in cells("show: sizes\nexperiments: names").items()):
        modules = torch.nn.LSTM(26, units), torch.nn.Linear(units, 2)
        counted = sum(p.numel() for module in modules for name, p in module.named_parameters() if "bias_hh" not in name)
        assert row[0].replace("\u202f", "") == str(counted)


def test_an_lstm_that_fits_does_and_one_unit_more_does_not():
    row = next(texts for words, texts in cells("show: rules").items() if words.startswith("an LSTM"))
    for name, units in zip(("names", "copying", "weather", "adding"), map(int, row), strict=True):
        about, _ = raw(name)
        i, k = about["input"], about["output"]
        taken, next_ = (4 * h * (h + i + 1) + k * (h + 1) for h in (units, units + 1))
        assert taken <= about["train_samples"] / 2 < next_


def test_a_pick_at_the_end_of_the_grid_says_so():
    row = next(texts for words, texts in cells("show: rules").items() if words == "picked")
    for name, text in zip(("names", "copying", "weather", "adding"), row, strict=True):
        _, scores = raw(name)
        assert text.startswith("≥") == (picked(name)[1] == max(units for layers, units in scores if layers == 1))


def test_what_was_run_names_rate_and_batch():
    for name in ("names", "weather"):
        (row,) = cells(f"show: about\nexperiments: {name}").values()
        assert row[3:6] == [f"{raw(name)[0]['settings'][key]:g}" for key in ("rate", "batch", "epochs")]


def test_what_was_run_names_the_grid():
    (row,) = cells("show: about\nexperiments: rate-and-batch").values()
    assert row[3:5] == ["0.0003 to 0.3", "16 to 1\u202f024"]


def kept_rows(name):
    data = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]


def test_the_map_of_settings_shows_the_means_and_frames_the_best():
    rows = kept_rows("rate-and-batch")
    of = {}
    for row in rows:
        of.setdefault((row["batch"], row["rate"]), []).append(row["score"])
    means = [f"{mean(of[key]):.3f}" for key in sorted(of)]
    root = drawn("settings\nexperiment: rate-and-batch")
    words = [it.text for it in root.iter("text")]
    assert [it for it in words if re.fullmatch(r"0\.\d{3}", it or "") and it in means][-len(means) :] == means
    framed = [n for n, it in enumerate(it for it in root.iter("rect") if it.get("height") == "28") if it.get("stroke")]
    assert framed == [means.index(max(means))]
    shares = [int(it.removesuffix("\u00a0%")) for it in words if it and it.endswith("%")]
    assert sum(shares) == pytest.approx(100, abs=2)
    widths = [float(it.get("width")) for it in root.iter("rect") if it.get("height") == "16"]
    assert [w / widths[0] for w in widths] == pytest.approx([s / shares[0] for s in shares], abs=0.05)


def test_losses_are_marked_where_the_held_out_mean_is_lowest():
    losses = [row["losses"][1] for row in kept_rows("not-stopped")]
    means = [mean(each) for each in zip(*losses, strict=True)]
    lowest = means.index(min(means)) + 1
    words = [it.text for it in drawn("losses\nexperiment: not-stopped").iter("text")]
    assert f"lowest after {lowest}" in words
    assert said("not-stopped show=epoch") == str(lowest)
    assert said("not-stopped show=loss of=held-out at=lowest") == f"{min(means):.3f}"
    assert said("not-stopped show=loss of=held-out at=last") == f"{means[-1]:.3f}"


def test_mistakes_are_drawn_and_told_with_their_losses():
    rows = kept_rows("mistakes")
    root = drawn("losses\nexperiment: mistakes")
    named = {it.text for it in root.iter("text")}
    table = cells("show: variants\nexperiments: mistakes")
    for name in {row["variant"] for row in rows}:
        of = [row for row in rows if row["variant"] == name]
        assert name in named
        first, last = (f"{mean(row['losses'][0][place] for row in of):.3f}" for place in (0, -1))
        assert table[name][:3] == [first, last, f"{mean(row['score'] for row in of):.3f}"]
    assert next(iter(table)) == "no mistake"


def test_numbers_of_the_grid_in_a_sentence():
    rows = kept_rows("rate-and-batch")
    at = mean(row["score"] for row in rows if (row["rate"], row["batch"]) == (0.0003, 1024))
    assert said("rate-and-batch show=score rate=0.0003 batch=1024") == f"{at:.3f}"
    total = sum(
        int(said(f"rate-and-batch show=share of={of}").removesuffix("\u00a0%")) for of in ("rate", "batch", "both", "seeds")
    )
    assert total == pytest.approx(100, abs=2)
    assert said("rate-and-batch show=share of=rate from=0.003 to=0.03") != said("rate-and-batch show=share of=rate")
    assert (said("rate-and-batch show=rate"), said("rate-and-batch show=batch")) == ("0.003", "64")
    of_16 = {row["rate"]: [] for row in rows}
    for row in rows:
        of_16[row["rate"]] += [row["score"]] * (row["batch"] == 16)
    assert float(said("rate-and-batch show=rate batch=16")) == max(of_16, key=lambda rate: mean(of_16[rate]))


def said(words):
    return re.sub("<.*?>", "", str(kinds.inline(["lstm-experiment", *words.split()], "page:7", Context())))


def test_numbers_in_a_sentence():
    about, scores = raw("names-by-person")
    _, clean = raw("names-by-name")
    assert said("names show=picked") == str(picked("names")[1])
    assert said("adding show=picked") == f"≥{NO_BREAK}{picked('adding')[1]}" == f"≥{NO_BREAK}32"
    assert said("copying show=best layers=2") == str(picked("copying", 2)[0])
    assert said("weather show=score units=4") == f"{mean(raw('weather')[1][1, 4]):.3f}"
    assert said("names-by-person show=baseline of=look-up-of-the-name") == f"{about['baselines']['look-up of the name']:.3f}"
    assert said("names-by-person show=gain than=names-by-name units=64") == str(
        floor(100 * (mean(scores[1, 64]) - mean(clean[1, 64])) + 0.5)
    )


@pytest.mark.parametrize(
    ("value", "words"), [(0.8743, "0.874"), (2.731, "2.731"), (0.00068, "6.8\u00a0·\u00a010⁻⁴"), (0.0, "0.000")]
)
def test_scores_are_written_as_they_are_read(value, words):
    assert score(value) == words


def test_names_with_signs_are_one_word():
    assert slug("samples, α = 2") == "samples-α-2"
    assert slug("2/3 of inputs + outputs") == "2-3-of-inputs-outputs"


WRONG = {
    "figure: scores\nexperiments: wether": "page:2: unknown experiments 'wether'; did you mean 'weather'?",
    "figure: scores\nexperiments: [names, names]": "page:2: name one to 8 different experiments",
    "figure: scores\nexperiments: names-by-name\nlayers: 2": "page:3: names-by-name was tried with layers: 1, not 2",
    "figure: scores\nexperiments: [names, weather]\ntogether: true": "page:2: experiments on one scale must have one metric",
    "figure: scores\nexperiments: weather\nbaselines: the last valu": "page:3: unknown baselines 'the last valu'; did you",
    "figure: score-by-cost\nexperiments: names": "page:2: unknown key 'experiments'; did you mean 'experiment'?",
    "figure: scores\nexperiments: not-stopped": "page:2: not-stopped was not tried with several numbers of units",
    "figure: settings\nexperiment: names": "page:2: names is no full grid of two or more rates and two or more batch sizes",
    "figure: losses\nexperiment: names": "page:2: the losses of names were not kept",
}


@pytest.mark.parametrize("options", WRONG)
def test_a_mistake_in_a_figure_is_told_with_its_place(options):
    with pytest.raises(LstmDocsError) as caught:
        draw(load(options, "page"))
    assert str(caught.value).startswith(WRONG[options])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("wether show=best", "page:7: unknown experiment 'wether'; did you mean 'weather'?"),
        ("names show=bets", "page:7: unknown show 'bets'; did you mean 'best'?"),
        ("names show=score units=3", "page:7: names was tried with units 1, 2, 4, 8, 16, 32, 64, best or picked, not 3"),
        ("names show=baseline of=majorit", "page:7: unknown of 'majorit'; did you mean 'majority'?"),
        ("names", "page:7: missing key 'show'"),
        ("rate-and-batch show=score rate=1 batch=16", "page:7: rate-and-batch was tried with rate 0.0003 to 0.3, batch 16 to"),
        ("names show=share of=rate", "page:7: names is no full grid"),
        ("rate-and-batch show=share of=rat", "page:7: unknown of 'rat'; did you mean 'rate'?"),
        ("rate-and-batch show=share of=rate from=low", "page:7: from must be a number, not 'low'"),
    ],
)
def test_a_mistake_in_a_sentence_is_told_with_its_place(words, message):
    with pytest.raises(LstmDocsError) as caught:
        kinds.inline(["lstm-experiment", *words.split()], "page:7", Context())
    assert str(caught.value).startswith(message)


NUMBER = r'<td class="lstm-number">(.*?)</td>'
ROW = re.compile(rf'<th scope="row">(.*?)</th>{NUMBER}<td>.*?</td>{NUMBER * 3}')


def explored(state):
    explorer, _, data = setup("units")
    shown = python_parts(explorer, data, state, state)
    rows = ROW.findall(shown.get("numbers", ""))
    return {words: (int(_digits(units)), int(_digits(count)), int(_digits(macs))) for words, units, count, _, macs in rows}


def _digits(text):
    return text.replace("\u202f", "")


def test_the_explorer_gives_the_numbers_of_the_command():
    _, controls, _ = setup("units")
    for drawn_ in states(controls, 12, seed=3):
        state = {**drawn_, "alpha": (2, 5, 10)[drawn_["input"] % 3]}
        sizes = [f"--{name}={state[name]}" for name in ("input", "output", "samples", "steps")]
        printed = CliRunner().invoke(main, ["units", *sizes, "--json"])
        rows = explored(state)
        if not rows:
            assert printed.exit_code, "too large for both"
            continue
        assert printed.exit_code == 0, printed.output
        there = {name: row for row in json.loads(printed.output)["candidates"] for name in row["rules"]}
        for words, (units, parameters, macs) in rows.items():
            row = there[f"samples, α = {state['alpha']}" if words == "samples" else words]
            assert (units, parameters, macs) == (row["units"], row["parameters"], row["macs"]), (words, state)


def test_the_page_says_what_was_measured():
    """What docs/choosing-units.md says in words of the experiments."""
    scores = {name: {units: mean(errors) for (deep, units), errors in raw(name)[1].items() if deep == 1} for name in NAMES}
    assert scores["adding"][2] < 0.01 * raw("adding")[0]["baselines"]["the mean"], "two units do it"
    assert picked("adding")[0] == max(scores["adding"]), "the best is at the edge of the grid"
    assert scores["weather"][64] > scores["weather"][4], "more units are not better"
    assert (picked("names-by-person")[1], picked("names-by-name")[1]) == (64, 1), "the leak picks the largest"
    by_person = [scores["names-by-person"][units] for units in sorted(scores["names-by-person"])]
    assert by_person == sorted(by_person), "with the leak every doubling helps"
    line = raw("weather")[0]["baselines"]["linear regression on 14 days"]
    assert line < min(scores["weather"].values()), "and no size beats linear regression"
    assert raw("copying")[0]["train_samples"] == raw("adding")[0]["train_samples"]
    assert max(scores["names-by-name"].values()) - min(scores["names-by-name"].values()) < 0.03, "no size stands out"
    deep, flat = ({u: mean(s) for (d, u), s in raw("copying")[1].items() if d == layers} for layers in (2, 1))
    assert deep[8] > flat[8], "with the same units a second layer helps in copying"


def test_the_pages_on_training_and_architecture_say_what_was_measured():
    """What docs/training.md and docs/architecture.md say in words of the experiments."""
    tops = {}
    for layers in (1, 2):
        of = {units: errors for (deep, units), errors in raw("names")[1].items() if deep == layers}
        top = max(of, key=lambda units: mean(of[units]))
        tops[layers] = mean(of[top])
    assert tops[2] <= tops[1], "two layers are no better than one"
    assert raw("copying")[0]["says"].startswith("4 of 8 symbols"), "four symbols after a pause"
    names = census.distinct()
    women = [not gender for name, gender in zip(names.names, names.genders, strict=True) if name.endswith("A")]
    assert mean(women) > 0.95, "most names that end in a are women's"
    rows = kept_rows("rate-and-batch")
    assert len({row["rate"] for row in rows}) == 7
    assert len({row["batch"] for row in rows}) == 4
    assert len({row["seed"] for row in rows}) == 5
    assert {row["units"] for row in rows} == {16}
    assert {row["units"] for row in kept_rows("not-stopped")} == {64}
    assert {raw(name)[0]["settings"]["clip"] for name in (*NAMES, *OTHERS)} == {1.0}
