"""The page about a model: its file dropped into the field, and its quiz, in a real browser."""

from __future__ import annotations

import base64
import json
import re
import struct

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from safetensors.torch import save

from lstm_docs import Network, facts
from lstm_docs.cells import CELLS
from tests.models.test_silero import data
from tests.site.building import ROOT, small_site

from .served import built, served
from .test_site import at_rest, told, watched

SILERO = "silero_vad_16k.safetensors"
SHOWN = ("LSTM, 128 → 128", "i f g o", "known by names", "132096", "131072", "256 numbers")
READY = "lstm-inspect.lstm-live"
FOUND = ".lstm-found td"
TOLD = "lead => document.querySelector('lstm-inspect [role=status]').textContent.startsWith(lead)"
DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name));
  const field = document.querySelector(".lstm-drop");
  const given = { dataTransfer: transfer, bubbles: true, cancelable: true };
  for (const type of ["dragover", "drop"]) field.dispatchEvent(new DragEvent(type, given));
}"""


def _source(folder):
    """A site with the project's own looks: a page with the field, and one about silero with everything of its fence."""
    ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"^nav:\n(?:[ ].*\n|\n)+", "", ours, flags=re.MULTILINE)
    config = re.sub(r"      pages: \[.*\]\n", "      pages: []\n", config)
    config = config.replace("      glossary: glossary.md\n", "")
    texts = {"field": "# Field\n\n```lstm-inspect\n```\n", "silero": f"# Silero\n\n```lstm-model\nfile: {SILERO}\n```\n"}
    site = small_site(folder, config, **texts)
    (site / "docs/assets").mkdir(exist_ok=True)
    for name in ("book.css", "book.js"):
        (site / "docs/assets" / name).write_bytes((ROOT / "docs/assets" / name).read_bytes())
    (site / "docs" / SILERO).write_bytes(data(SILERO).read_bytes())
    return site


@pytest.fixture(scope="session")
def models(tmp_path_factory, worker_id):
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with served(built(shared, "models", lambda: _source(shared / "models-source"))) as address:
        yield address


@pytest.fixture
def opened(browser, models):
    """Opens a page; in the end, nothing may have gone wrong."""
    contexts, faults = [], []

    def open_(name, **more):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **more})
        page = context.new_page()
        contexts.append(context)
        faults.append(watched(page))
        page.goto(f"{models.base}{name}/")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [fault for found in faults for fault in found] == []


def _field(opened, **more):
    page = opened("field", **more)
    page.wait_for_selector(READY)
    return page


def _drop(page, name, content):
    page.evaluate(DROP, [name, base64.b64encode(content).decode()])


def _said(page):
    return page.locator("lstm-inspect [role=status]").inner_text()


def test_a_dropped_file_is_read_and_nothing_is_asked_of_any_server(opened):
    page = _field(opened)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    _drop(page, SILERO, data(SILERO).read_bytes())
    page.wait_for_selector(FOUND)
    text = page.locator(".lstm-found").inner_text().replace("\u202f", "")
    assert [word for word in SHOWN if word not in text] == []
    assert _said(page).replace("\u202f", "") == f"{SILERO}: one recurrent layer, 309633 parameters in 15 tensors."
    assert asked == []
    letters = page.locator(".lstm-found svg .lstm-letter-label").all_text_contents()
    assert "".join(letters) == "ifgoifgo"
    classes = page.eval_on_selector_all(".lstm-found svg g", "all => all.map(one => one.getAttribute('class'))")
    assert classes == [f"lstm-{gate}" for gate in "ifgoifgo"]


def test_the_field_is_reached_and_used_by_keyboard(opened):
    page = _field(opened)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "file":
            break
    assert page.evaluate("document.activeElement.type") == "file"
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(data("silero_vad.onnx"))
    page.wait_for_selector(FOUND)
    assert "2 recurrent layers" in _said(page)


def safetensors(header):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text


def test_what_is_no_model_is_one_line_and_the_next_file_is_read(opened):
    page = _field(opened)
    for name, content, said in (
        ("a.safetensors", b"\xff" * 20, "the header is said to have"),
        ("b.onnx", b"no model", "no ONNX"),
        ("c.npz", b"PK\3\4" + b"\0" * 40, "no end"),
        ("<img src=x>.txt", b"text", "no .safetensors, .npz or .onnx"),
    ):
        _drop(page, name, content)
        page.wait_for_function(TOLD, arg=f"{name}: ")
        assert said in _said(page)
        assert "\n" not in _said(page)
        assert page.locator(".lstm-found *").count() == 0
    _drop(page, SILERO, data(SILERO).read_bytes())
    page.wait_for_selector(FOUND)


LAYERS = {
    "lstm": {"input": 5, "hidden": 6},
    "gru-reset-after": {"input": 5, "hidden": 6, "bidirectional": True},
    "a projection, twice": {"input": 5, "hidden": 6, "layers": 2, "bidirectional": True, "projection": 3},
}


@pytest.mark.parametrize("name", LAYERS)
def test_what_is_counted_of_a_layer_of_pytorch_is_what_facts_count(name, opened):
    cell, sizes = name if name in CELLS else "lstm", LAYERS[name]
    known = facts.of(Network(cell=cell, **sizes))
    kind = torch.nn.GRU if "gru" in cell else torch.nn.LSTM
    words = {"input": "input_size", "hidden": "hidden_size", "layers": "num_layers", "projection": "proj_size"}
    state = kind(**{words.get(key, key): value for key, value in sizes.items()}).state_dict()
    page = _field(opened)
    _drop(page, "layer.safetensors", save({f"rnn.{key}": value for key, value in state.items()}))
    page.wait_for_selector(FOUND)
    told = {row.locator("th").inner_text(): row.locator("td").inner_text() for row in page.locator(".lstm-found tr").all()}
    assert told["parameters"].replace("\u202f", "") == str(known["parameters_two_biases"].value)
    assert told["MACs of a step"].replace("\u202f", "") == str(known["macs"].value)
    assert told["state between calls"] == f"{known['state_bytes'].value // 4} numbers"


def test_names_of_a_file_stay_text(opened):
    page = _field(opened)
    name = "<img src=x onerror=alert(1)>.lstm"
    shapes = {"weight_ih_l0": (16, 3), "weight_hh_l0": (16, 4)}
    header = {f"{name}.{key}": {"dtype": "F32", "shape": shape, "data_offsets": [0, 0]} for key, shape in shapes.items()}
    place = 0
    for entry in header.values():
        entry["data_offsets"] = [place, place := place + 4 * entry["shape"][0] * entry["shape"][1]]
    _drop(page, "x.safetensors", safetensors(header) + bytes(place))
    page.wait_for_selector(FOUND)
    assert page.locator(".lstm-found strong").first.inner_text() == name
    assert page.locator(".lstm-found img").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["field", "silero"])
def test_nothing_stands_in_a_readers_way(opened, name, width):
    page = opened(name, viewport={"width": width, "height": 900})
    if name == "field":
        page.wait_for_selector(READY)
        page.set_input_files("lstm-inspect input", data("silero_vad.onnx"))
        page.wait_for_selector(FOUND)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        at_rest(page)
        assert told(Axe().run(page).response["violations"]) == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_was_found_is_printed_and_the_field_is_not(opened):
    page = _field(opened)
    page.emulate_media(media="print")
    assert not page.locator(".lstm-inspect").is_visible()
    page.emulate_media(media="screen")
    page.set_input_files("lstm-inspect input", data(SILERO))
    page.wait_for_selector(FOUND)
    page.emulate_media(media="print")
    assert page.locator(FOUND).first.is_visible()
    assert not page.locator("lstm-inspect input").is_visible()


def test_without_scripts_the_page_says_which_command_reads_it(opened):
    page = opened("field", java_script_enabled=False)
    assert "lstm-docs inspect" in page.locator("noscript").first.inner_text()


def test_the_quiz_about_a_model_runs_to_its_end(opened):
    page = opened("silero")
    quiz = page.locator("lstm-quiz")
    quiz.scroll_into_view_if_needed()
    page.wait_for_selector("lstm-quiz.lstm-live")
    for number in range(1, 9):
        assert quiz.locator(".lstm-quiz-progress").inner_text().startswith(f"Question {number} of 8")
        assert re.search(r"\b128\b|LSTM", quiz.locator(".lstm-quiz-ask").inner_text())
        options = quiz.locator(".lstm-quiz-options button:visible, .lstm-quiz-options input:visible")
        options.first.click()
        if quiz.locator(".lstm-quiz-check:visible").count():
            quiz.locator(".lstm-quiz-check").click()
        assert quiz.locator("[role=status]").first.inner_text()
        quiz.locator(".lstm-quiz-next").click()
    assert re.fullmatch(r"\d of 8 right\.", quiz.locator(".lstm-quiz-ask").inner_text())
