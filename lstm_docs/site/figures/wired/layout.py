"""The picture of a cell as data, made from its equations: shapes, each with the symbol that it belongs to.

Left to right: states and input enter at the left, what is computed leaves at the right; c runs along the top, h along the
bottom. A shape is a list, its kind first; see `drawing`, which draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .... import cells
from .detours import STEP, Wire, parted
from .measures import BOX, CHIP, EDGE
from .parts import RADIUS, half
from .places import placed
from .wiring import Wiring

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ....cells import Cell
    from .detours import Thing

Shape = list[Any]

HANDLE = 57
"""What a handle takes below a chip."""


def layout(cell: Cell, rows: Mapping[str, int], *, handles: bool = False) -> tuple[float, float, list[Shape]]:
    """Width, height and shapes of a cell whose vectors have so many rows, by name; with handles, x and h can be pulled."""
    return _Layout(placed(cell), rows, handles).drawn()


@dataclass
class _Layout(Wiring):
    pulled: bool

    def drawn(self) -> tuple[float, float, list[Shape]]:
        chips, operations = list(self.chips()), list(self.operations())
        lowest = max([*self.buses.values(), self.box_y + BOX])
        room = EDGE + CHIP + STEP, EDGE + 8, self.right - STEP, lowest + STEP
        wires = [_drawn(wire) for wire in parted(list(self.wires()), list(self.things(chips, operations)), room)]
        bottom = max([y + self.high(name) for _, name, _, y in chips] + [point for wire in wires for point in wire[6::2]])
        frame = ["frame", "", 60, EDGE + 4, self.right - 5 - 60, lowest + 10 - EDGE - 4]
        handles = [["handle", name, x, y + self.high(name)] for _, name, x, y in chips if self.has_handle(name)]
        bottom = max([bottom, *(y + HANDLE for *_, y in handles)])
        return self.right + CHIP + EDGE, bottom + EDGE, [frame, *wires, *operations, *chips, *handles]

    def things(self, chips: list[Shape], operations: list[Shape]) -> Iterator[Thing]:
        """What no wire may go through."""
        for kind, name, x, y in chips:
            if kind == "chip":
                yield x, y, x + CHIP, y + self.high(name)
        for kind, _, x, y, sign, *_ in operations:
            wide = half(sign)
            yield (x - BOX / 2, y, x + BOX / 2, y + BOX) if kind == "box" else (x - wide, y - RADIUS, x + wide, y + RADIUS)

    def has_handle(self, name: str) -> bool:
        """Whether the end of a chip can be pulled: that of the input, and that of the new h."""
        return self.pulled and name in (self.cell.input.name, "h_t")

    def operations(self) -> Iterator[Shape]:
        for part, x in self.places.x.items():
            if part.box:
                held = [part.name or part.equation, *part.weights, *part.biases]
                yield ["box", part.equation, x, self.box_y, part.sign, " ".join(filter(None, held))]
            else:
                yield ["op", part.equation, x, self.y(part), part.sign]

    def chips(self) -> Iterator[Shape]:
        for name, y in self.sources.items():
            yield ["chip", name, EDGE, y - self.high(name) / 2]
        for part, x in self.places.x.items():
            if part.name in self.ends:
                yield ["chip", part.name, self.right, self.leaving[part.name] - self.high(part.name) / 2]
            elif part.name and (part.box or self.hangs(part)):
                yield ["chip", part.name, x - CHIP / 2, self.chips_y]
            elif part.name:
                yield ["name", part.name, x + 14, self.y(part) - 13]


def _drawn(wire: Wire) -> Shape:
    name = wire.source if isinstance(wire.source, str) else wire.source.name
    colour = name if isinstance(wire.source, str) else name or wire.source.equation
    return ["wire", name, colour, wire.reader, wire.weight, *(at for point in wire.points for at in point)]


def sizes_of_rows(cell: Cell) -> dict[str, str]:
    """The letter of the size of each vector: I, H or P."""
    conformed = cells.sizes_of(cell)
    return {str(node): str(conformed.shape(node)[0]) for node in (cell.input, *cell.states, *cell.equations)}
