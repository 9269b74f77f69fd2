"""A pasted summary explained line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import recurrent
from .classes import DENSE, EMBEDDING, PER_FEATURE, called
from .explained import Explained, Fit, Reading
from .modules import module
from .printed import Line, lines
from .tensors import tensors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_SHOWN = 5
OPEN = "the table leaves open which of these it is"
PROJECTED = "; one with a projection (proj_size) may, which is tried where torchinfo prints input_size"
ANY = 0
"""What a layer reads whose count does not depend on it."""


def explain(text: str) -> tuple[Explained, ...]:
    """Every line of a summary that says something of a layer, with its readings, the simplest first.

    Raises `LstmDocsError` for a text in which there is no such line, or which is too long.
    """
    read = lines(text)
    widths = {line.name: line.width for line in read if line.source == "keras"}
    shapes = {line.name: line.shape for line in read if line.source == "tensors"}
    explained: list[Explained] = []
    for place, line in enumerate(read):
        if line.source == "total":
            explained.append(_total(place, read))
        elif line.source == "print":
            explained.append(module(line))
        elif line.source == "tensors":
            explained.append(tensors(line, shapes))
        else:
            explained.append(_layer(line, _reads(place, read, widths)))
    return (*explained, *_summed(explained))


def _reads(place: int, read: Sequence[Line], widths: Mapping[str, int | None]) -> int | None:
    """What a layer reads, as far as the table says: in a column of its own, by the names of the layers below, or above it."""
    line = read[place]
    if line.reads or line.below:
        return line.reads or widths.get(line.below[0])
    for at in range(place - 1, -1, -1):
        other = read[at]
        if other.source != line.source:
            return None
        if not other.depth < read[at + 1].depth:
            return other.width
    return None


def _layer(line: Line, reads: int | None) -> Explained:
    if line.unbuilt:
        return Explained(line, note="not built yet, so nothing is counted: start the model with keras.Input(shape=…)")
    if not line.count:
        return Explained(line, note="no weights of its own")
    if line.width is None:
        return Explained(
            line,
            note="its sizes are not in the table: give torchinfo.summary an input_size, "
            f"or ask lstm-docs explain {line.count} --input I",
        )
    known = line.kind in (*called()["keras" if line.source == "keras" else "torch"], *DENSE, *EMBEDDING, *PER_FEATURE)
    if not known:
        return Explained(line, note="a kind of layer that is not explained here; its parameters are in the total")
    return _chosen(line, reads, sorted(_fits(line, reads), key=lambda one: one.cost))


def _fits(line: Line, reads: int | None) -> Iterator[Fit]:
    count, width = line.count or 0, line.width or 0
    if line.kind in DENSE:
        yield from _dense(line, count, width)
    elif line.kind in EMBEDDING:
        if count % width == 0:
            words = count // width
            says = f"an embedding: {words:,} words, {width} numbers for each"
            yield Fit(ANY, 0, Reading(says, f"{words}·{width} = {count:,}"))
    elif line.kind in PER_FEATURE:
        each = PER_FEATURE[line.kind]
        if count == each * width:
            yield Fit(ANY, 0, Reading(f"{each} numbers for each of {width} features", f"{each}·{width} = {count:,}"))
    else:
        yield from recurrent.fits(line, reads)


def _dense(line: Line, count: int, outputs: int) -> Iterator[Fit]:
    every = ", the same at every step" if line.kind == "TimeDistributed" else ""
    for bias, words in ((1, "with bias"), (0, "without bias")):
        inputs = count // outputs - bias
        if count % outputs == 0 and inputs > 0:
            summed = f"{outputs}·({inputs} + 1)" if bias else f"{outputs}·{inputs}"
            yield Fit(inputs, 1 - bias, Reading(f"dense, {inputs} → {outputs}, {words}{every}", f"{summed} = {count:,}"))


def _chosen(line: Line, reads: int | None, fitting: list[Fit]) -> Explained:
    """The readings that read what the table says; without any, all of them, and a word on that."""
    if not fitting:
        told = f" that reads {reads}" if reads else ""
        more = PROJECTED if line.source == "torchinfo" and line.kind == "LSTM" and not reads else ""
        note = f"no {line.kind} of width {line.width}{told} has {line.count:,} parameters{more}"
        return Explained(line, note=note, failed=True)
    agreeing = [one for one in fitting if one.reads in (reads, ANY)]
    shown = tuple(one.reading for one in (agreeing or fitting)[:MOST_SHOWN])
    if agreeing:
        return Explained(line, shown, OPEN if len(shown) > 1 else _macs(line, agreeing[0]))
    if reads is None:
        return Explained(line, shown, "what it reads is not in the table, and follows from the count")
    return Explained(line, shown, f"the line above gives {reads} numbers, which does not lead to {line.count:,}")


def _macs(line: Line, one: Fit) -> str:
    """torchinfo's operations beside those of the matrix products."""
    network = one.reading
    if not (line.macs and line.count and network.cell) or line.macs % line.count or line.kind.endswith("Cell"):
        return ""
    ways = called()["torch"][line.kind]
    bare = next(it.way for it in ways if not it.way.bias and it.way.projected == bool(network.projection))
    products = bare.total(network.input, network.hidden, network.layers, network.directions, network.projection)
    steps = line.macs // line.count
    extra = "" if products == line.count else "; torchinfo takes every parameter, biases too, for a MAC"
    exact = f"the matrix products are {steps}·{products} = {steps * products:,}"
    return f"{line.macs:,} MACs are {steps} times {line.count:,}; {exact}{extra}"


def _total(place: int, read: Sequence[Line]) -> Explained:
    """A total beside the sum of the lines above it, back to the total of another table."""
    line = read[place]
    if line.name != "Total":
        return Explained(line, note=_part(place, read))
    first = next((at for at in range(place, 0, -1) if read[at - 1].source == "total"), 0)
    summed = sum(one.count or 0 for one in read[first:place])
    kept = next((one.count or 0 for one in _following(place, read) if one.name == "Optimizer"), 0)
    if summed + kept == line.count:
        beside = f" and {kept:,} of the optimizer" if kept else ""
        return Explained(line, (Reading(f"the sum of the lines above{beside}", f"{summed:,} + {kept:,}" if kept else ""),))
    apart = (line.count or 0) - summed - kept
    note = f"the lines above sum to {summed + kept:,}, {abs(apart):,} {'fewer' if apart > 0 else 'more'}: "
    return Explained(line, note=note + "is a line missing, or a layer there twice?", failed=True)


def _following(place: int, read: Sequence[Line]) -> Sequence[Line]:
    """The totals that stand below a line."""
    end = next((at for at in range(place + 1, len(read)) if read[at].source != "total"), len(read))
    return read[place:end]


def _part(place: int, read: Sequence[Line]) -> str:
    line = read[place]
    if line.name == "Optimizer":
        trainable = next((it.count or 0 for it in read[place::-1] if it.name == "Trainable"), 0)
        if line.count == 2 * trainable + 2:
            return f"two numbers for each trainable parameter, as Adam keeps them, and two of its own: 2·{trainable} + 2"
        return "what the optimizer keeps beside the weights"
    return "what training changes" if line.name == "Trainable" else "what training leaves as it is"


def _summed(explained: Sequence[Explained]) -> Iterator[Explained]:
    """The sum of printed modules, or of tensors, which have no total of their own."""
    counted = [one.line.count or 0 for one in explained if one.line.source in ("print", "tensors")]
    if counted and not any(one.line.source == "total" for one in explained):
        total = Line("total", "Total", "total", sum(counted))
        yield Explained(total, (Reading("the sum of the lines above", ""),))
