"""What the reader of names shows: a name letter by letter, one unit of it, what is left of the first letter, and names written.

`assets/live-reading.js` writes the same, letter for letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ... import live
from ...formulas.mathml import symbol_class
from ..explore.texts import fixed
from .grids import bars, likeliest, next_words, sign_words, strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...live import Cell, Reading

    State = dict[str, Any]

SHORT = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN"}
GATES = {"f": "forget gate f", "i": "input gate i", "o": "output gate o", "r": "reset gate r", "z": "update gate z"}
SHOWN = {"lstm": ("i_t", "f_t", "o_t", "c_t", "h_t"), "gru": ("r_t", "z_t", "h_t"), "rnn": ("h_t",)}
FIRST: State = {"name": "anna", "cell": "lstm", "unit": 1, "gate": "f", "held": "", "temperature": 0.7, "seed": 1}
WRITTEN = 6


def parts(state: State) -> dict[str, Markup]:
    """Every part of the page, by its name."""
    cell = live.cells()[state["cell"]]
    held = held_of(cell, state["held"])
    reading = live.read(cell, state["name"], held=held)
    title = f"{state['name']}, read by the {SHORT[cell.name]}"
    return {
        "said": said(cell, state["name"], reading, held),
        "picture": strip(reading, SHOWN[cell.name], state["unit"], title),
        "unit": unit(cell, reading, state),
        "left": left(state["name"]),
        "written": written(cell, state),
    }


def held_of(cell: Cell, held: str) -> dict[str, float]:
    """`f=0` as the vector that is held, for a cell that has it."""
    gate, _, value = held.partition("=")
    return {f"{gate}_t": float(value)} if f"{gate}_t" in cell.gates else {}


def said(cell: Cell, name: str, reading: Reading, held: dict[str, float]) -> Markup:
    """What the network expects after the name, and what the name costs it."""
    first = [f"{next_words(sign)} ({fixed(100 * share, 0)} %)" for sign, share in likeliest(reading.next[-1, :, 0])[:3]]
    cost = fixed(live.nats(name, reading), 2)
    words = f"After {name} the {SHORT[cell.name]} expects {first[0]}, {first[1]} or {first[2]}. "
    if not held:
        return Markup("{}").format(f"{words}Each letter of the name, and its end, costs it {cost} nats in the mean.")
    ((gate, value),) = held.items()
    free = fixed(live.nats(name, live.read(cell, name)), 2)
    return Markup("{}").format(
        f"{words}With {gate[0]} held at {value:.0f} a letter costs {cost} nats in the mean, instead of {free}."
    )


def unit(cell: Cell, reading: Reading, state: State) -> Markup:
    """The numbers of one unit at each letter, and at which letters its gate opens."""
    number, signs = state["unit"], map(sign_words, reading.signs)
    rows = [_row(name, reading.values[name][:, number - 1, 0].tolist()) for name in SHOWN[cell.name]]
    return _table(f"Unit {number}", signs, rows) + _opens(cell, state["gate"], number)


def _table(caption: str, heads: Iterable[str], rows: Iterable[str]) -> Markup:
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    head = f"<caption>{caption}</caption><thead><tr><td></td>{columns}</tr></thead>"
    text = f'<table class="lstm-table">{head}<tbody>{"".join(rows)}</tbody></table>'
    return Markup(text)  # noqa: S704 - made of numbers and letters from a to z


def _row(name: str, values: Sequence[float]) -> str:
    cells = "".join(f'<td class="lstm-number">{fixed(value, 2)}</td>' for value in values)
    return f'<tr><th scope="row" class="{symbol_class(name)}">{name[0]}</th>{cells}</tr>'


def _opens(cell: Cell, chosen: str, number: int) -> Markup:
    gates = [name[0] for name in cell.gates]
    if not gates:
        return Markup("<p>A plain RNN has no gates: nothing opens or shuts, and every step overwrites h.</p>")
    gate = chosen if chosen in gates else gates[0]
    means = dict(zip(live.SIGNS, live.opened(cell.name, f"{gate}_t")[:, number - 1].tolist(), strict=True))
    order = sorted(means, key=lambda sign: -means[sign])
    most, least = (", ".join(f"{sign_words(s)} ({fixed(means[s], 2)})" for s in it) for it in (order[:3], order[:-4:-1]))
    told = f"Over all names, the {GATES[gate]} of unit {number} is widest open at {most}, and most shut at {least}."
    return Markup("<p>{}</p>{}").format(told, bars(means, gate, number))


def left(name: str) -> Markup:
    """What each cell still has of the first letter after each letter."""
    rows = []
    for key, cell in live.cells().items():
        shares = (fixed(100 * share, 0) for share in live.left_of_the_first(cell, name).tolist())
        cells = "".join(f'<td class="lstm-number">{share}</td>' for share in shares)
        rows.append(f'<tr><th scope="row">{SHORT[key]}</th>{cells}</tr>')
    return _table("Percent of the guess that hangs on the first letter, after each letter", name, rows)


def written(cell: Cell, state: State) -> Markup:
    """Names that the network writes at a temperature."""
    names = [live.written(cell, state["temperature"], "reading", state["seed"], n) for n in range(WRITTEN)]
    words = ", ".join(name or "(nothing)" for name in names)
    return Markup("{}").format(f"At temperature {fixed(state['temperature'], 1)} the {SHORT[cell.name]} writes {words}.")
