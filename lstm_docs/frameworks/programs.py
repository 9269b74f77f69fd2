"""A program in NumPy that converts one layer: what reads a framework's tensors gate by gate, and what writes them.

Between the two stand `W`, `U`, `b`, `bh` and `p`: a dictionary each, with the block of every gate in the sense of the
equations. So each framework has one text for either side, and any two of them make a program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.errors import ConventionError
from ..reference.weights import weight_shapes
from .convention import MATRICES, UNUSED
from .layout import placed
from .support import form_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..network import Network
    from .convention import Convention, Form, Kind, Part
    from .layout import Placed

KINDS: tuple[Kind, ...] = ("W", "U", "b", "bh", "p")


def reading(convention: Convention, network: Network) -> list[str]:
    """Lines that read `tensors` (by name) with `H` units into the dictionaries. See `frameworks.program_ends`."""
    form, items = _items(convention, network)
    lines = _apart(convention, items)
    held = {kind: _read(items, kind) for kind in KINDS if any(kind in it.tensor.kinds for it in items)}
    lines += [f"{kind} = {text}" for kind, text in held.items()]
    own = _own(network)
    both = [part.gates.lower() for it in items for part in it.tensor.parts if part.kind == "bh"]
    if merged := "".join(gate for gates in both for gate in gates if gate not in {*own, UNUSED}):
        lines.append(f'b = b | {{g: b[g] + bh[g] for g in "{merged}"}}')
    lines += [f'bh = {{"{gate}": 0 * b["{gate}"]}}' for gate in own if not both]
    lines += _turned(form, items)
    return lines + ([f'b["f"] = b["f"] + {form.forget_added:g}'] if form.forget_added else [])


def writing(convention: Convention, network: Network) -> list[str]:
    """Lines that make `new`, the framework's tensors by name, of the dictionaries. See `frameworks.program_ends`."""
    form, items = _items(convention, network)
    lines = _turned(form, items)
    lines += [f'b["f"] = b["f"] - {form.forget_added:g}'] if form.forget_added else []
    unused = [kind for kind in KINDS if _gates(items, kind) and UNUSED in _gates(items, kind)]
    lines += [f'{kind}["_"] = 0 * {kind}["{_gates(items, kind).strip(UNUSED)[0]}"]' for kind in unused if kind != "bh"]
    lines += _second(_gates(items, "bh"), _own(network), convention.name)
    lines.append("new = {}")
    for group in _alike(items):
        lines += _written(group)
    if convention.flat:
        lines.append(f'new = {{"{convention.flat}": np.concatenate([it.ravel() for it in new.values()])}}')
    return lines


def joined(read: str, write: str, units: int) -> str:
    """The program from its two ends."""
    return f"import numpy as np\n\nH = {units}\n{read}\n\n{write}\n"


def _items(convention: Convention, network: Network) -> tuple[Form, list[Placed]]:
    form = form_for(convention, network)
    if network.layers > 1 or network.bidirectional or network.projection or not network.bias:
        raise ConventionError("a program is written for one layer in one direction, with biases and without a projection")
    return form, placed(convention, form, network)


def _own(network: Network) -> list[str]:
    """The gates whose recurrent bias is a weight of its own."""
    return [name.removeprefix("bh_") for name in weight_shapes(network, 0) if name.startswith("bh_")]


def _gates(items: Iterable[Placed], kind: str) -> str:
    return "".join(part.gates for it in items for part in it.tensor.parts if part.kind == kind).lower()


def _turned(form: Form, items: Sequence[Placed]) -> list[str]:
    """The gates of which a framework keeps one minus ours have weights of the other sign."""
    kinds = ", ".join(kind for kind in ("W", "U", "b", "p") if any(kind in it.tensor.kinds for it in items))
    return [f'for it in ({kinds}):\n    it["{g.lower()}"] = -it["{g.lower()}"]' for g in form.gates if g.isupper()]


def _second(gates: str, own: list[str], name: str) -> list[str]:
    """The whole bias goes into the first vector, and only what is a weight of its own into the second."""
    if not gates:
        return [f'assert not bh["{gate}"].any(), "{name} has no such bias"' for gate in own]
    kept = "".join(f' | {{"{gate}": bh["{gate}"]}}' for gate in own)
    zero = [gate for gate in gates if gate not in own]
    return [f'bh = {{g: 0 * b[g] for g in "{"".join(zero)}"}}{kept}'] if zero else []


def _apart(convention: Convention, items: Sequence[Placed]) -> list[str]:
    """The tensors of a framework that keeps all in one vector, matrices first, as long as W, U and biases are one each."""
    if not convention.flat:
        return []
    block = f"{len(items[0].tensor.gates)} * H"
    ends = ["I", "(I + H)", *(f"(I + H + {n})" for n in range(1, len(items) - 2))]
    cuts = ", ".join(f"{block} * {end}" for end in ends)
    names = ", ".join(f'"{it.key}"' for it in items)
    return [
        f'whole = tensors["{convention.flat}"]',
        f"I = whole.size // ({block}) - H - {len(items) - 2}",
        f"tensors = dict(zip([{names}], np.split(whole, [{cuts}])))",
    ]


def _alike(items: Iterable[Placed]) -> list[list[Placed]]:
    """Tensors of one template together."""
    groups: dict[str, list[Placed]] = {}
    for it in items:
        groups.setdefault(it.tensor.name, []).append(it)
    return list(groups.values())


def _templated(group: Sequence[Placed]) -> str:
    """The name of a group's tensors with `{g}` for the gate's letter; empty if that does not give it."""
    template = group[0].tensor.name.replace("{gate}", "{g}")
    return template if len(group) > 1 and all(template.format(g=it.tensor.gates) == it.key for it in group) else ""


def _read(items: Sequence[Placed], kind: Kind) -> str:
    """A dictionary of the blocks of a kind."""
    pieces = []
    for group in _alike(it for it in items if kind in it.tensor.kinds):
        name, first = _templated(group), group[0]
        part = first.tensor.parts[first.tensor.kinds.index(kind)]
        if name:
            gates = "".join(it.tensor.gates.lower() for it in group)
            pieces.append(f'{{g: {_taken(first, part, f"""tensors[f"{name}"]""")} for g in "{gates}"}}')
            continue
        for it in group:
            part = it.tensor.parts[it.tensor.kinds.index(kind)]
            taken, gates = _taken(it, part, f'tensors["{it.key}"]'), part.gates.lower()
            pieces.append(f'dict(zip("{gates}", {taken}))' if "G" in it.tensor.letters else f'{{"{gates}": {taken}}}')
    return " | ".join(pieces)


def _letters(it: Placed) -> str:
    return it.tensor.letters.replace("D", "").replace("K", "")


def _taken(it: Placed, part: Part, text: str) -> str:
    """The blocks of a part, the gates first; one block where there is one gate without an axis."""
    if part.kind not in MATRICES:
        return _vector(it, part, text)
    cut = ""
    if len(it.tensor.parts) > 1:  # one matrix for what comes from x and from h
        first = it.tensor.parts[0] == part
        split = "-H" if it.tensor.kinds[0] == "W" else "H"
        cut = f"[:{split}]" if first else f"[{split}:]"
    count = len(part.gates)
    return {
        "GHN": f"{text}.reshape({count}, H, -1)",
        "HGN": f"{text}.reshape(H, {count}, -1).swapaxes(0, 1)",
        "NGH": f"{text}{cut}.T.reshape({count}, H, -1)"
        if "GH" in it.tensor.axes
        else f"{text}.reshape(-1, {count}, H).transpose(1, 2, 0)",
        "HN": text,
        "NH": f"{text}{cut}.T",
    }[_letters(it)]


def _vector(it: Placed, part: Part, text: str) -> str:
    counts = [len(other.gates) for other in it.tensor.parts]
    place = it.tensor.parts.index(part)
    start, end = sum(counts[:place]), sum(counts[: place + 1])
    cut = "" if len(counts) == 1 else f"[{start or ''}:{end if end < sum(counts) else ''}]"
    return {
        "GH": f"{text}.reshape({sum(counts)}, H){cut}",
        "HG": f"{text}.reshape(H, {counts[0]}).T",
        "H": f"{text}.ravel()" if "1" in it.tensor.axes else text,
    }[_letters(it)]


def _written(group: Sequence[Placed]) -> list[str]:
    """The tensors of one template."""
    name = _templated(group)
    if name:
        gates = "".join(it.tensor.gates.lower() for it in group)
        return [f'new |= {{f"{name}": {_made(group[0], "g")} for g in "{gates}"}}']
    return [f'new["{it.key}"] = {_made(it, chr(34) + it.tensor.gates.lower() + chr(34))}' for it in group]


def _made(it: Placed, gate: str) -> str:
    """The tensor; `gate` is how its gate is written where it has but one."""
    kinds, letters = it.tensor.kinds, _letters(it)
    units = "".join("[None]" for axis in it.tensor.axes if axis in "1D")
    if kinds[0] not in MATRICES:
        return _made_vector(it, gate)
    inner = "g" if "G" in letters else gate
    one = f"{kinds[0]}[{inner}]" if len(kinds) == 1 else f"np.hstack([{kinds[0]}[{inner}], {kinds[1]}[{inner}]])"
    over = f'for g in "{it.tensor.gates.lower()}"'
    return {
        "GHN": f"np.concatenate([{one} {over}])",
        "HGN": f"np.stack([{one} {over}], axis=1).reshape({len(it.tensor.gates)} * H, -1)",
        "NGH": f"np.concatenate([{one} {over}]).T" if "GH" in it.tensor.axes else f"np.stack([{one}.T {over}], axis=1)",
        "HN": one,
        "NH": f"{one}.T",
    }[letters] + units


def _made_vector(it: Placed, gate: str) -> str:
    letters = _letters(it)
    if letters == "H":
        return f"{it.tensor.kinds[0]}[{gate}]" + ("[None]" if "1" in it.tensor.axes else "")
    parts = " + ".join(f'[{part.kind}[g] for g in "{part.gates.lower()}"]' for part in it.tensor.parts)
    if letters == "HG":
        return f"np.stack({parts}, axis=1).ravel()"
    rows = sum(len(part.gates) for part in it.tensor.parts)
    lengths = {"GH": "-1", "1": "1", "D": "1", "K": str(len(it.tensor.parts)), "G": str(rows), "H": "H"}
    shape = ", ".join(lengths[axis] for axis in it.tensor.axes)
    return f"np.concatenate({parts})" + ("" if shape == "-1" else f".reshape({shape})")
