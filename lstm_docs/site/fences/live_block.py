"""Networks that run in the page, and what was measured of them."""

from __future__ import annotations

import json
from dataclasses import asdict
from statistics import fmean
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from ... import live
from ..explore.texts import fixed, significant
from ..living import adding_parts, data, reading_parts
from . import options as given

if TYPE_CHECKING:
    from ...ground.located import Located

SHOWN = ("reading", "adding", "scores", "left", "held")
TENTH = 10


def show(options: Located) -> str:
    """What the fence shows. Raises `LstmDocsError` at the line of an option that is refused."""
    given.require(options, ("show",), "show")
    return given.choice(options, "show", SHOWN, "reading")


def reading() -> dict[str, Any]:
    """What the template of the reader shows: its first state."""
    cells = live.cells()
    first = {"first": reading_parts.FIRST, "lines": data.reading_cells(), "kinds": data.kinds()}
    gates = {name: [gate[0] for gate in cell.gates] for name, cell in cells.items()}
    return {
        "parts": reading_parts.parts(reading_parts.FIRST),
        "first": reading_parts.FIRST,
        "data": as_attribute(first),
        "cells": reading_parts.SHORT,
        "gates": {gate: reading_parts.GATES[gate] for name in gates for gate in gates[name]},
        "units": cells["lstm"].network.hidden,
        "most": live.MOST_LETTERS,
    }


def adding() -> dict[str, Any]:
    """What the template of the training shows: the published run, which is over."""
    run, stored = live.published()
    losses, settings = adding_parts.losses(), asdict(run)
    said = f"The published run: after {run.updates} updates the loss is {significant(losses[-1])}."
    first = {key: settings[key] for key in ("cell", "hidden", "rate", "clip", "forget")}
    given_ = {"first": first, "run": settings, "every": stored["every"], "lines": data.adding_cells(), "kinds": data.kinds()}
    return {
        "run": run,
        "cells": data.ADDING,
        "data": as_attribute(given_),
        "said": f"{said} Press Train to see it happen.",
        "seen": adding_parts.seen(live.at_rest(run, np.array(stored["parameters"])), adding_parts.SHOWN[run.cell]),
        "curve": adding_parts.curve(losses, stored["every"], run.updates),
    }


def scores() -> list[tuple[str, str, str, str]]:
    """Tables and networks with what they score on names that nothing has seen, the worst first."""
    measured = live.scores()
    rows = [(f"table of {it['order']} letters", it["parameters"], it["nats"], it["nats"]) for it in measured["tables"]]
    for name, it in measured["networks"].items():
        nats, rounded = ([row[key] for row in it["rows"]] for key in ("nats", "rounded"))
        rows.append((reading_parts.SHORT[name], it["parameters"], nats, rounded))
    ordered = sorted(rows, key=lambda row: -fmean(row[2]))
    return [
        (name, f"{parameters:,}".replace(",", "\u202f"), _spread(nats), _spread(rounded) if rounded is not nats else "")
        for name, parameters, nats, rounded in ordered
    ]


def _spread(nats: list[float]) -> str:
    return f"{fixed(fmean(nats), 3)} ({fixed(min(nats), 3)} to {fixed(max(nats), 3)})"


def left() -> list[tuple[str, list[str]]]:
    """What is left of the first letter after each of ten letters, in percent, a mean over the long names."""
    networks = live.scores()["networks"]
    return [(reading_parts.SHORT[name], [fixed(100 * share, 0) for share in it["left"]]) for name, it in networks.items()]


def held() -> list[tuple[str, str, str]]:
    """What a letter costs with a gate held shut, and open, on names that nothing has seen; as computed first."""
    network = live.scores()["networks"]["lstm"]
    free, costs = fixed(network["rows"][0]["rounded"], 2), network["held"]
    gates = dict.fromkeys(name[0] for name in costs)
    each = [(reading_parts.GATES[gate], fixed(costs[f"{gate}=0"], 2), fixed(costs[f"{gate}=1"], 2)) for gate in gates]
    return [("every gate as computed", free, free), *each]


def as_attribute(values: dict[str, Any]) -> Markup:
    """JSON for an attribute in single quotes."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
    return Markup(safe)  # noqa: S704 - escaped for this place


MEASURED = {"scores": scores, "left": left, "held": held}
"""The tables of what was measured."""
LIVING = {"reading": reading, "adding": adding}
"""What runs in the page."""
