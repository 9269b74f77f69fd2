"""Under which cells, conventions, layers, directions and heads a count comes out, the simplest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .. import cells, frameworks
from ..cells.sizes import LARGEST_SIZE, check_count, check_size
from ..facts import PRECISIONS
from ..ground.errors import SizeError, one_of
from ..network import Network
from .counters import COUNTERS, EXTRA_CELLS
from .solving import roughness, sizes
from .ways import FIRST, Way, own, way, ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Total = Callable[[Any, Any], Any]

Quantity = Literal["parameters", "macs", "flops", "bytes"]
QUANTITIES = ("parameters", "macs", "flops", "bytes")
"""What a count may be of; bytes are those of the weights."""
MOST_LAYERS = 4
"""The deepest stack that is tried where nobody says how many layers there are."""
MOST_OUTPUTS = 1000
HEAD, EMBEDDED, NO_BIAS, MERGED, VARIANT = 8, 10, 2, 3, 4
"""What makes a reading less simple, beside a layer or a direction more, which are 1 each."""


@dataclass(frozen=True)
class Known:
    """What the person who asks knows; None is tried."""

    input: int | None = None
    hidden: int | None = None
    layers: int | None = None
    bidirectional: bool | None = None
    cell: str | None = None
    framework: str | None = None
    steps: int | None = None

    def __post_init__(self) -> None:
        for key in ("input", "hidden", "layers", "steps"):
            if getattr(self, key) is not None:
                check_size(getattr(self, key), key)


@dataclass(frozen=True)
class Reading:
    """One way in which a count comes out: the network, who counts so, the sum, and what stands beside the layer."""

    network: Network
    sum: str
    by: str
    beside: str = ""
    frameworks: tuple[str, ...] = ()
    cost: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Near:
    """Where no reading gives a count: the nearest one, and what it counts."""

    count: int
    reading: Reading


@dataclass(frozen=True)
class Readings:
    """Every reading of a count, the simplest first; `near` where there is none and the sizes are known."""

    count: int
    quantity: Quantity
    readings: tuple[Reading, ...]
    near: Near | None = None


def explain(count: int, quantity: Quantity = "parameters", known: Known | None = None) -> Readings:
    """In which ways `count` comes out for a network of which so much is known.

    Raises `SizeError` for a count or a size out of range, `UnknownNameError` for another quantity.
    """
    known = known or Known()
    one_of(quantity, QUANTITIES, "quantity")
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise SizeError(f"a count is a whole number from 1, not {str(count)[:40]!r}")
    check_count(count, "the count")
    by_quantity = {"parameters": _parameters, "bytes": _bytes, "macs": _operations, "flops": _operations}
    found = sorted(by_quantity[quantity](count, quantity, known), key=lambda one: one.cost)
    distinct = {(one.network, one.by, one.beside): one for one in reversed(found)}
    ordered = tuple(sorted(distinct.values(), key=lambda one: one.cost))
    return Readings(count, quantity, ordered, None if ordered else _near(count, quantity, known))


def _parameters(count: int, _: str, known: Known) -> Iterator[Reading]:
    """Those of the layers alone; only where a common cell has none, those with something beside the layers."""
    alone = [
        _reading(one, inputs, hidden, stack)
        for one in _ways(known)
        for stack in _stacks(known)
        for inputs, hidden in sizes(count, _total(one, stack), known.input, known.hidden)
    ]
    yield from alone
    if known.input and known.hidden and not any(one.network.cell in FIRST for one in alone):
        for one in _ways(known):
            for stack in _stacks(known) if one.bias and one.cell in FIRST else ():
                if not stack.merged:
                    yield from _headed(count, one, known.input, known.hidden, stack)


class _Stack(NamedTuple):
    """How layers stand upon each other, and whether two directions become one by sum, product or mean before they are read."""

    layers: int
    directions: int
    merged: bool = False


def _total(one: Way, stack: _Stack) -> Total:
    layers, directions, merged = stack
    return lambda inputs, hidden: one.total(inputs, hidden, layers, directions, merged=merged)


def _ways(known: Known) -> Iterator[Way]:
    """The ways that are not ruled out. With no size known the common cells are enough: any number is many variants."""
    wide_open = known.input is None and known.hidden is None and known.cell is None
    for one in own(known.cell) if known.cell and known.cell not in cells.COMMON else ways():
        fits = (known.cell or one.cell) == one.cell and (known.framework or "") in ("", *one.frameworks)
        if fits and (one.cell in FIRST or not wide_open):
            yield one


def _stacks(known: Known) -> Iterator[_Stack]:
    most = MOST_LAYERS if known.input or known.hidden else MOST_LAYERS // 2
    depths = [known.layers] if known.layers else range(1, most + 1)
    both = (1, 2) if known.bidirectional is None else (1 + known.bidirectional,)
    for layers, directions in product(depths, both):
        yield _Stack(layers, directions)
        if layers > 1 and directions > 1:
            yield _Stack(layers, directions, merged=True)


def _reading(one: Way, inputs: int, hidden: int, stack: _Stack, **more: Any) -> Reading:  # noqa: ANN401
    layers, directions, merged = stack
    network = Network(
        cell=one.cell, input=inputs, hidden=hidden, layers=layers, bidirectional=directions == 2,
        merge="sum" if merged else "concat", bias=one.bias,
    )  # fmt: skip
    holders = tuple(it for it in one.frameworks if not merged or frameworks.refusal(it, network) is None)
    summed = one.sum(inputs, hidden, layers, directions, merged=merged) + more.get("sum", "")
    cost = _cost(one, network, holders) + more.get("cost", 0)
    return Reading(network, summed, more.get("by") or _who(one, holders), more.get("beside", ""), holders, cost)


def _cost(one: Way, network: Network, holders: tuple[str, ...]) -> int:
    """How far a reading is from the simplest: one layer of an LSTM, of round sizes, as PyTorch or Keras keep it."""
    cell = (0, 1, 2, 2)[FIRST.index(one.cell)] if one.cell in FIRST else VARIANT + 1
    unusual = 2 * (not {"pytorch", "keras"} & set(holders)) + NO_BIAS * (not one.bias)
    stack = network.layers - 1 + network.directions - 1 + MERGED * (network.abreast != network.directions)
    return cell + unusual + stack + roughness(network.input) + roughness(network.widths[0])


def _who(one: Way, holders: tuple[str, ...]) -> str:
    """Who counts so, in words."""
    names = [frameworks.get(framework).name for framework in holders]
    more = f" and {len(names) - 3} more" if len(names) > 4 else ""
    who = ", ".join(names[: 3 if more else 4]) + more
    vectors = f"{one.biases}: " if one.biases and one.bias else ""
    return vectors + (who or "no framework of ours counts so")


def _headed(count: int, one: Way, inputs: int, hidden: int, stack: _Stack) -> Iterator[Reading]:
    """With a dense head on the last output, or an embedding that feeds the layer."""
    rest, width = count - _total(one, stack)(inputs, hidden), stack.directions * hidden
    if rest > 0 and rest % (width + 1) == 0 and rest // (width + 1) <= MOST_OUTPUTS:
        outputs = rest // (width + 1)
        words = f"a dense head of {outputs:,} output{'s' * (outputs > 1)}"
        yield _reading(
            one, inputs, hidden, stack,
            sum=f" + {outputs}·({width} + 1)", beside=words, cost=HEAD + roughness(outputs),
        )  # fmt: skip
    if rest > 0 and rest % inputs == 0 and 1 < rest // inputs <= LARGEST_SIZE:
        words = f"an embedding of {rest // inputs:,} words"
        yield _reading(
            one, inputs, hidden, stack,
            sum=f" + {rest // inputs}·{inputs}", beside=words, cost=EMBEDDED + roughness(rest // inputs),
        )  # fmt: skip


def _bytes(count: int, _: str, known: Known) -> Iterator[Reading]:
    """A number of bytes as that of weights, at every width of a number."""
    for place, (name, width) in enumerate(PRECISIONS.items()):
        if count % width.bytes == 0:
            for one in _parameters(count // width.bytes, "", known):
                yield Reading(
                    one.network, f"{width.bytes}·({one.sum})", f"weights in {name}, {one.by}", one.beside,
                    one.frameworks, one.cost + place,
                )  # fmt: skip


def _operations(count: int, quantity: str, known: Known) -> Iterator[Reading]:
    """A number of operations as that of so many steps, by the rule of each tool."""
    for place, counter in enumerate(it for it in COUNTERS if it.counts == quantity):
        extras = dict(zip(EXTRA_CELLS, counter.extra, strict=True))
        if known.cell and known.cell not in extras and not any(counter.extra):
            extras[known.cell] = 0
        for cell, extra in extras.items():
            if known.cell in (None, cell):
                one = _counting(cell, counter.factor, extra)
                yield from _stepped(count, one, counter.name, known, 2 * place)


def _counting(cell: str, factor: int, extra: int) -> Way:
    """The rule of a tool for a step, as a way to count."""
    products = way(cell, None, bias=False)
    terms = tuple((factor * times, i, h, p) for times, i, h, p in products.terms)
    scaled = f"{factor}*({products.formula})" if factor > 1 else products.formula
    return Way(cell, True, False, f"{scaled} + {extra}*H" if extra else scaled, (*terms, (extra, 0, 1, 0)))


def _stepped(count: int, one: Way, by: str, known: Known, cost: int) -> Iterator[Reading]:
    """The readings for the steps that are known, or for those that divide the count where the sizes are."""
    for stack in _stacks(known):
        total = _total(one, stack)
        steps = known.steps or 1
        if known.steps is None and known.input and known.hidden:
            steps, rest = divmod(count, total(known.input, known.hidden))
            if rest:
                continue
        if steps and count % steps == 0:
            for inputs, hidden in sizes(count // steps, total, known.input, known.hidden):
                made = _reading(one, inputs, hidden, stack, by=by, cost=cost + roughness(steps))
                words = f"{steps:,} step{'s' * (steps > 1)}"
                yield Reading(made.network, f"{steps}·({made.sum})" if steps > 1 else made.sum, by, words, (), made.cost)


def _near(count: int, quantity: str, known: Known) -> Near | None:
    """The nearest count of one layer, or of as many as are known, where both sizes are."""
    if not (known.input and known.hidden) or quantity != "parameters":
        return None
    tried = [
        (_total(one, stack)(known.input, known.hidden), one, stack)
        for one in _ways(known)
        for stack in (_stacks(known) if known.cell or one.cell in FIRST else ())
    ]
    if not tried:
        return None
    value, one, stack = min(tried, key=lambda entry: abs(entry[0] - count))
    return Near(value, _reading(one, known.input, known.hidden, stack))
