"""`lstm-model`: what a model file of the author's holds, drawn, written out and asked."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import facts, frameworks, models
from ...formulas.numbers import in_text
from ...frameworks.convention import MATRICES, UNUSED
from ...frameworks.layout import placed
from ...frameworks.support import form_for
from ...ground.errors import LstmDocsError
from ...models import describing
from ...models.choosing import chosen
from ...quiz.engine.bank import load_bank
from .. import figures
from ..figures.packed import Packed
from . import options as given
from . import quiz_block, template_values
from .model_questions import about
from .shown_file import KEY, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...frameworks.layout import Placed
    from ...ground.located import Located
    from ...models import File, Layer, Reading
    from .context import Context

PARTS = ("summary", "tensors", "equations", "quiz")
MOST_ASKED = 8
MOST_LISTED, MOST_DRAWN, IN_A_ROW = 24, 8, 4


@dataclass(frozen=True)
class Row:
    """A line of the summary: what it tells, as text or as a formula with its number."""

    name: str
    said: str | Markup


@dataclass(frozen=True)
class Model:
    """The parts of the block; those that are not shown are empty."""

    name: str
    layer: str
    summary: list[Row]
    pictures: list[Markup]
    tensors: list[tuple[str, ...]]
    left: int
    equations: Markup | None
    quiz: Markup


def view(options: Located, context: Context) -> Model:
    """What the fence shows.

    Raises `LstmDocsError` at the option's file:line for a file that is not there, cannot be read or lies outside the
    site's own folder, and for a layer with several readings of which `as` chooses none.
    """
    given.require(options, ("show", "layer", "as"), KEY)
    shown = given.choices(options, "show", PARTS, PARTS)
    file = _read(options, context)
    layer = _layer(options, file)
    reading = _reading(options, layer)
    rows = list(_listed(reading))
    return Model(
        file.path.name,
        layer.name,
        list(_summary(file, layer, reading)) if "summary" in shown else [],
        list(_pictures(reading)) if "tensors" in shown else [],
        rows[:MOST_LISTED] if "tensors" in shown else [],
        max(0, len(rows) - MOST_LISTED),
        _equations(reading) if "equations" in shown else None,
        _quiz(options, reading, context) if "quiz" in shown else Markup(),
    )


def _read(options: Located, context: Context) -> File:
    """The file, in the reading that `as` chooses."""
    file = read(options[KEY], context, models.read)
    if "as" not in options.value:
        return file
    try:
        return chosen(file, options["as"].text())
    except LstmDocsError as error:
        raise options["as"].error(f"{file.path.name}: {error.message}") from None


def _layer(options: Located, file: File) -> Layer:
    if not file.layers:
        raise options[KEY].error(f"{file.path.name} has no recurrent layer that we see")
    place = options["layer"].whole(0, len(file.layers) - 1) if "layer" in options.value else 0
    return file.layers[place]


def _reading(options: Located, layer: Layer) -> Reading:
    try:
        return layer.reading
    except LstmDocsError as error:
        raise options[KEY].error(error.message.replace("--as", "as:")) from None


def _summary(file: File, layer: Layer, reading: Reading) -> Iterator[Row]:
    known = facts.of(reading.network, framework=reading.framework)
    numbers = f"{in_text(len(file.tensors))} tensors, {in_text(file.parameters)} parameters, {in_text(file.bytes)} bytes"
    yield Row("file", f"{file.path.name}: {file.format}, {numbers}")
    of = f", the one recurrent layer of {len(file.layers)} shown here" if len(file.layers) > 1 else ""
    yield Row("layer", f"{layer.name}{of}")
    yield Row("cell", describing.network(reading))
    yield Row("convention", describing.convention(reading))
    yield Row(describing.known(reading), "; ".join(reading.because))
    for label, name in (("parameters", "parameters"), ("MACs of a step", "macs"), ("state, in float32", "state_bytes")):
        unit = "" if known[name].unit.lower() in label.lower() else f" {known[name].unit}"
        yield Row(label, template_values.fact_in_text(known[name], "both") + unit)
    rest = [f"{kind} {in_text(count)}" for kind, count in file.rest.items() if count]
    if rest:
        yield Row("parameters outside recurrent layers", ", ".join(rest))
    for note in (*reading.notes, *file.notes):
        yield Row("note", note)


def _listed(reading: Reading) -> Iterator[tuple[str, ...]]:
    """Each tensor: its name in the file, shape, type, and how many numbers."""
    for name, tensor in describing.named(reading):
        yield name, template_values.by(tensor.shape), tensor.dtype, in_text(prod(tensor.shape))


def _equations(reading: Reading) -> Markup:
    network = reading.network
    letters = [equation.name.partition("_")[0] for equation in network.equations.equations]
    return template_values.equations(network.equations, letters, "numbers", network)


def _pictures(reading: Reading) -> Iterator[Markup]:
    """The matrices to scale, their gates in the file's order; a picture for each layer and direction."""
    convention = frameworks.get(reading.framework)
    groups: dict[tuple[int, tuple[int, ...]], list[Packed]] = {}
    for item in placed(convention, form_for(convention, reading.network), reading.network):
        drawn = _packed(item, reading.tensors[item.key].shape)
        if drawn is not None:
            groups.setdefault((item.layer, item.directions), []).append(drawn)
    for (layer, directions), matrices in list(groups.items())[:MOST_DRAWN]:
        for start in range(0, len(matrices), IN_A_ROW):
            where = [f"of layer {layer}"] * (reading.network.layers > 1) + ["backward"] * (directions == (1,))
            title = " ".join(["The matrices", *where, f"as {convention.name} packs them, to scale"])
            yield figures.packed(matrices[start : start + IN_A_ROW], title)


def _packed(item: Placed, shape: tuple[int, ...]) -> Packed | None:
    """A matrix with its gates as blocks; None for what is no matrix, or has its gates unit by unit."""
    sides = [(group, length) for group, length in zip(item.tensor.axes, shape, strict=True) if set(group) - set("D1K")]
    if [group for group, _ in sides][:2] == ["G", "H"]:
        sides = [("GH", sides[0][1] * sides[1][1]), *sides[2:]]
    letters = [group for group, _ in sides]
    alone = len(item.tensor.gates) == 1
    axis = next((place for place, group in enumerate(letters) if group == "GH" or (alone and group == "H")), None)
    gates = item.tensor.gates.lower()
    if item.tensor.kinds[0] not in MATRICES or len(sides) != 2 or axis is None or UNUSED in gates:
        return None
    return Packed(item.key, sides[0][1], sides[1][1], axis, gates)


def _quiz(options: Located, reading: Reading, context: Context) -> Markup:
    asked = about(reading.network, reading.framework, load_bank(context.bank), MOST_ASKED)
    html = quiz_block.about_one(asked, context.unique("quiz-model"), context.assets) if asked else ""
    if not html and "show" in options.value:
        raise options["show"].error(
            f"no family of the bank asks about such a network ({describing.network(reading)}); leave out quiz"
        )
    return Markup(html)  # noqa: S704 - made by our own renderer
