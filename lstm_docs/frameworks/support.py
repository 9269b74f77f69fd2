"""Which networks a framework can hold, and why not the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import cells
from ..ground.errors import ConventionError

if TYPE_CHECKING:
    from ..network import Network
    from .convention import Convention, Form

INSTEAD = "put U·V in the place of each U, leave the projection out, and multiply the layer's output by V behind it"
OTHER_RESET = {"gru-reset-after": "before", "gru-reset-before": "after"}


def form_for(convention: Convention, network: Network) -> Form:
    """How the framework stores this network. Raises `ConventionError` with the reason if it cannot."""
    if reason := refusal(convention, network):
        raise ConventionError(reason)
    return _form(convention, network.cell)  # type: ignore[return-value]  # refused if None


def refusal(convention: Convention, network: Network) -> str | None:
    """Why the framework cannot hold this network, or None if it can."""
    form = _form(convention, network.cell)
    if form is None:
        return _no_cell(convention, network.cell)
    if network.projection is not None and (reason := _no_projection(convention, form, network)):
        return reason
    if convention.stacked == "native" and len(set(network.widths)) > 1:
        return (
            f"one {convention.name} object has one hidden size for all its layers, not {', '.join(map(str, network.widths))}; "
            "convert layer by layer"
        )
    if convention.stacked == "native" and network.layers > 1 and network.merge != "concat":
        return (
            f"the layers of one {convention.name} object read both directions side by side, and here their {network.merge}; "
            "convert layer by layer"
        )
    return None


def _form(convention: Convention, cell: str) -> Form | None:
    return next((form for form in convention.forms if cell in form.cells), None)


def _no_cell(convention: Convention, cell: str) -> str:
    name, title = convention.name, cells.title(cell)
    other = OTHER_RESET.get(cell)
    if other and f"gru-reset-{other}" in convention.cells:
        return f"{name} computes another GRU: its reset gate multiplies {other} the product, and no weights make them equal"
    return f"our table of frameworks has no {title} for {name}, only {', '.join(convention.cells)}"


def _no_projection(convention: Convention, form: Form, network: Network) -> str | None:
    if not form.projects and convention.unprojected:
        return f"{convention.name} {convention.unprojected}; {INSTEAD}"
    if not form.projects:
        where = "" if not any(f.projects for f in convention.forms) else f" of the {cells.title(network.cell)}"
        return f"our table of frameworks has no projection{where} for {convention.name}; {INSTEAD}"
    if convention.narrow_projection and not all(network.projection < width for width in network.widths):  # type: ignore[operator]
        return f"{convention.name} needs a projection narrower than H, not {network.projection} for {min(network.widths)} units"
    return None
