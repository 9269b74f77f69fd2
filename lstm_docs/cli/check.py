"""`check`: whether a port is the network that it was made from, and what is wrong with it if it is not."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import checking, models
from ..checking.arrays import loaded, loaded_all
from ..ground.errors import LstmDocsError
from ..models.choosing import chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..checking import Comparison, Diagnosis, Fault, Pair, Suspect
    from ..models import File

MOST_NAMED = 6
WIDTH, LONGEST = 22, 12
PATH = click.Path(path_type=Path)


EXAMPLES = """\b
Examples: lstm-docs check model.pt model.onnx
          lstm-docs check model.pt --inputs x.npy --outputs y.npy --state s.npz
"""


@click.command(epilog=EXAMPLES)
@click.argument("original", metavar="ORIGINAL", type=PATH)
@click.argument("port", metavar="[PORT]", type=PATH, required=False)
@click.option("--inputs", type=PATH, multiple=True, help="An input of the port, x.npy; twice for two calls in a row.")
@click.option("--outputs", type=PATH, multiple=True, help="What the port gave for it, y.npy: every step, or the last.")
@click.option("--state", type=PATH, help="The state with which it began, s.npz: h (L·D, B, R) and, of an LSTM, c (L·D, B, H).")
@click.option("--lengths", metavar="N,N,…", help="The sequences' own lengths, where the input is padded.")
@click.option("--batch-first/--time-first", default=None, help="Axes of the input; else those of the original's framework.")
@click.option("--layer", metavar="NAME", help="Which layer of the original, where it has several that are not one stack.")
@click.option("--as", "choice", metavar="FRAMEWORK:CELL", help="Which reading of the original, where there are several.")
@click.option("--port-as", "port_choice", metavar="FRAMEWORK:CELL", help="Which reading of the port.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def check(
    original: Path,
    port: Path | None,
    inputs: tuple[Path, ...],
    outputs: tuple[Path, ...],
    state: Path | None,
    lengths: str | None,
    batch_first: bool | None,
    layer: str | None,
    choice: str | None,
    port_choice: str | None,
    as_json: bool,
) -> None:
    """Whether a port is the network that it was made from, and if not, what is wrong with it.

    With PORT, the weights of two files are compared, whichever frameworks wrote them and in whatever order. With
    --inputs and --outputs, ORIGINAL is run, and what the port gave is compared with what ORIGINAL gives, step by step:
    that shows faults that are in no file.

    Of the state's shapes, L·D are the layers times the directions, B the sequences, H the units of a layer, and R the
    numbers of its h: H, unless there is a projection.

    Exit status 0 if they are the same, as far as can be told from what was given; 1 if they part; 2 if the command
    cannot be run so, or a file cannot be read.
    """
    if (port is None) == (not inputs and not outputs):
        raise LstmDocsError("give the port's file, or what it gave with --inputs and --outputs")
    used = {"--state": state, "--lengths": lengths, "--batch-first": batch_first, "--layer": layer}
    stray = [name for name, value in used.items() if value is not None] if port else ["--port-as"] if port_choice else []
    if stray:
        raise LstmDocsError(f"{stray[0]} goes with {'--inputs and --outputs' if port else 'a second file'}")
    here = _read(original, choice)
    if port is not None:
        comparison = checking.compare(here, _read(port, port_choice))
        _tell(_comparison_json(comparison), _comparison_lines(comparison), as_json=as_json)
        sys.exit(0 if comparison.same else 1)
    trained = checking.trained(here, layer)
    first = trained.batch_first if batch_first is None else batch_first
    observed = checking.observed(
        trained.network,
        [loaded(path) for path in inputs],
        [loaded(path) for path in outputs],
        loaded_all(state) if state else None,
        _lengths(lengths),
        batch_first=first,
        file=here,
    )
    diagnosis = checking.diagnose(trained, observed, _with_bar)
    axes = [f"x is read as {'(B, T, I)' if first else '(T, B, I)'}"]
    if batch_first is None:
        axes[0] += f", as {trained.title} has it; --{'time' if first else 'batch'}-first if it is not"
    if not all(call.sequence for call in observed.calls):
        axes.append("y was taken as the last step, since it has no axis of steps")
    if trained.turned:
        axes.append("the layer reads from the last step to the first, as the original's file says")
    if observed.digits:
        axes.append(f"y has the digits of {observed.digits}, and is compared as far as they go")
    _tell(_diagnosis_json(diagnosis), _diagnosis_lines(diagnosis, axes), as_json=as_json)
    sys.exit(0 if diagnosis.same else 1)


def _read(path: Path, choice: str | None) -> File:
    file = models.read(path)
    return chosen(file, choice) if choice else file


def _lengths(text: str | None) -> list[int] | None:
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and len(part) < LONGEST for part in parts):
        raise LstmDocsError(f"--lengths must be whole numbers with commas between them, not {text[:40]!r}")
    return [int(part) for part in parts]


def _with_bar(pairs: list[tuple[Suspect, ...]]) -> Iterable[tuple[Suspect, ...]]:
    """Two faults at once are many to try, which can take long: a bar, on a terminal."""
    if not sys.stderr.isatty():
        return pairs
    return _barred(pairs)


def _barred(pairs: list[tuple[Suspect, ...]]) -> Iterator[tuple[Suspect, ...]]:
    with click.progressbar(pairs, label="two faults at once", file=sys.stderr) as bar:
        yield from bar


def _tell(data: dict[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(line)


def _comparison_json(found: Comparison) -> dict[str, Any]:
    return {
        "same": found.same,
        "layers": [_pair_json(pair) for pair in found.pairs],
        "faults": [_fault_json(fault) for fault in found.faults],
        "notes": list(found.notes),
    }


def _pair_json(pair: Pair) -> dict[str, Any]:
    return {
        "original": pair.original,
        "port": pair.port,
        "frameworks": list(pair.frameworks),
        "orders": list(pair.orders),
        "faults": [_fault_json(fault) for fault in pair.faults],
        "largest_difference": pair.apart,
        "notes": list(pair.notes),
        "cannot_be_told": list(pair.untold),
    }


def _fault_json(fault: Fault) -> dict[str, Any]:
    return {"name": fault.name, "said": fault.said, "largest_difference": fault.apart}


def _comparison_lines(found: Comparison) -> Iterator[str]:
    several = any(len(set(pair.orders)) > 1 for pair in found.pairs)
    yield ("the same network" + (", in two orders" if several else "")) if found.same else "the two part"
    for fault in found.faults:
        yield _row(fault.name, fault.said)
    for pair in found.pairs:
        yield f"{pair.original}: in the port {pair.port}{_together(len(pair.faults))}"
        for fault in pair.faults:
            by = "" if fault.apart is None else f" (largest difference {fault.apart:.4g})"
            yield _row(fault.name, fault.said + by)
        if not pair.faults:
            yield _row("same", f"largest difference {pair.apart:.2g}")
        yield from (_row("note", note) for note in pair.notes)
        yield from (_row("cannot be told", note) for note in pair.untold)
    yield from (_row("note", note) for note in found.notes)


def _together(faults: int) -> str:
    return "" if faults < 2 else f", with {'both' if faults == 2 else f'all {faults}'} of these faults together"


def _diagnosis_json(found: Diagnosis) -> dict[str, Any]:
    first = found.first
    return {
        "same": found.same,
        "explanations": [[{"name": fault.name, "said": fault.said} for fault in some] for some in found.explanations],
        "names": list(found.names),
        "largest_difference": found.apart if found.apart < float("inf") else None,
        "tolerance": found.tolerance,
        "head": found.head or None,
        "first": None if first is None else vars(first),
        "cannot_be_told": [
            {"needs": need, "faults": [{"name": fault.name, "said": fault.said} for fault in faults]}
            for need, faults in found.untold.items()
        ],
    }


def _diagnosis_lines(found: Diagnosis, axes: list[str]) -> Iterator[str]:
    lacking = " or ".join(filter(None, [", ".join(found.lacking[:-1]), *found.lacking[-1:]]))
    limits = f", as far as can be told without {lacking}" if lacking else ""
    yield f"the port gives what the original gives{limits}" if found.same else "the port gives something else"
    if len(found.explanations) == 1:
        (some,) = found.explanations
        if len(some) > 1:
            yield _row("both together", "neither of these two faults alone gives what was observed, and both together do:")
        yield from (_row(fault.name, fault.said) for fault in some)
    elif found.explanations:
        yield _row("cannot be told", "which of these it is, for any one of them gives what was observed:")
        for number, some in enumerate(found.explanations[:MOST_NAMED]):
            both = "both together, " if len(some) > 1 else ""
            yield _row("or" if number else "either", both + ", and ".join(f"{fault.name}: {fault.said}" for fault in some))
        if len(found.explanations) > MOST_NAMED:
            yield _row("", f"or one of {len(found.explanations) - MOST_NAMED} more")
        needs = dict.fromkeys(fault.needs for some in found.explanations for fault in some)
        yield _row("would tell", "; ".join(needs))
    elif not found.same:
        yield from _unexplained_lines(lacking)
    yield from _place_lines(found)
    for need, faults in found.untold.items():
        named = ", ".join(dict.fromkeys(fault.name for fault in faults))
        yield _row("cannot be told", f"{named}: it needs {need}")
    if found.head:
        yield _row("head", f"y is compared with what the original's dense layer makes of the output: {found.head}")
    yield from (_row("axes", line) for line in axes)


def _unexplained_lines(lacking: str) -> Iterator[str]:
    yield _row("not explained", "by no fault that we know and no two of them: it has more, or one that we do not know")
    if lacking:
        yield _row("would tell more", f"{lacking}, if the port had that")


def _place_lines(found: Diagnosis) -> Iterator[str]:
    if found.apart < float("inf"):
        yield _row("apart", f"largest difference {found.apart:.2g}, of {found.tolerance:.2g} allowed")
    if found.first is None:
        return
    first = found.first
    step = f"step {first.step}, " if first.step else ""
    call = f"call {first.call}, " if first.call > 1 else ""
    numbers = f"{first.given:.6g} where the original gives {first.expected:.6g}"
    yield _row("first", f"{call}{step}sequence {first.sequence}, unit {first.unit}: {numbers}")


def _row(label: str, text: str) -> str:
    return f"  {label:<{WIDTH}}{text}" if len(label) < WIDTH else f"  {label}  {text}"
