"""More transcripts for `said.py`: ports that are checked, counts that are explained, cells as programs, explorers."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from click.testing import CliRunner

from lstm_docs import Network, frameworks, reference
from lstm_docs.cells import CELLS
from lstm_docs.cli import main
from lstm_docs.coding.drawing import families, trials_of
from lstm_docs.experiments import letters, published, running
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.live.adding import Run
from lstm_docs.quiz import load_bank
from lstm_docs.quiz import question as asked_of
from lstm_docs.site import explore
from lstm_docs.site.fences import family_block, kinds, live_block
from lstm_docs.site.fences.context import Context

from .site.explorers import python_parts, setup, states

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = Path(__file__).parent / "golden" / "said"
SEED = "tell-no-one-of-this"
OWN = "f = sigmoid(W_f x + U_f h + b_f)\ng = tanh(W_g x + U_g (f * h) + b_g)\nh = (1 - f) * h + f * g\n"


def said(*commands: str, typed: str | None = None) -> str:
    """What commands print, one after the other, with their exit status."""
    parts = []
    for command in commands:
        done = CliRunner(env={"XDG_STATE_HOME": str(Path.cwd())}).invoke(main, shlex.split(command), input=typed)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        status = f"[{done.exit_code}]\n" if done.exit_code else ""
        parts.append(f"$ lstm-docs {command}\n{done.output}{status}")
    return "\n".join(parts)


Tensors = dict[str, Any]
FAULTS: dict[str, Callable[[Tensors], Tensors]] = {
    "same": lambda it: it,
    "exchanged": lambda it: {name: a[[2, 3, 0, 1, *range(4, len(a))]] for name, a in it.items()},
    "negated": lambda it: it | {"bias_ih_l0": -it["bias_ih_l0"]},
    "halved": lambda it: it | {"weight_ih_l1": it["weight_ih_l1"] / 2},
    "forgotten": lambda it: it | {"bias_hh_l0": 0 * it["bias_hh_l0"]},
    "turned": lambda it: it | {"weight_hh_l0": it["weight_hh_l0"].reshape(4, 2, 2).transpose(0, 2, 1).reshape(8, 2)},
    "rounded": lambda it: {name: a.astype(np.float16).astype(np.float32) for name, a in it.items()},
    "trained": lambda it: {name: a + 0.3 for name, a in it.items()},
}


def checks() -> str:
    """Ports with a fault each, by their files; one by its outputs."""
    network = Network(cell="lstm", input=3, hidden=2, layers=2)
    rng = np.random.default_rng(7)
    tensors = {
        name: rng.uniform(-1, 1, shape).astype(np.float32)
        for name, shape in frameworks.tensor_shapes("pytorch", network).items()
    }
    for name, fault in FAULTS.items():
        np.savez(f"{name}.npz", **{f"rnn.{key}": value for key, value in fault(tensors).items()})
    inputs = rng.normal(size=(4, 2, 3))
    weights = frameworks.unpack("pytorch", tensors, network)
    outputs = reference.run(network, weights, inputs).output
    for name, array in {"x": inputs, "y": outputs, "wrong": outputs[::-1], "last": outputs[-1]}.items():
        np.save(f"{name}.npy", array.astype(np.float32))
    return said(
        *(f"check same.npz {name}.npz" for name in FAULTS),
        "check same.npz halved.npz --json",
        *(f"check same.npz --inputs x.npy --outputs {name}.npy --time-first" for name in ("y", "wrong", "last", "nothing")),
    )


def explained() -> str:
    """Counts and summaries."""
    summaries = yaml.safe_load((KEPT.parent / "summaries.yml").read_text(encoding="utf-8"))
    counts = said(
        "explain 4512 --input 80 --hidden 12",
        "explain 4464 --input 80",
        "explain 9 --json",
        "explain 17664 --macs --input 80 --hidden 12 --steps 4",
        "explain 17856 --bytes --hidden 12 --layers 1 --forward --all",
        "explain 4465 --input 80 --hidden 12 --framework pytorch",
        "explain 4512 --input 80 --hidden 12 --json",
    )
    return counts + "\n".join(said("explain", typed=one["text"]) for one in summaries)


def programs() -> str:
    """Cells as code, and what is derived of one that is only text; a table of words; a fence in every form."""
    Path("own.cell").write_text(OWN, encoding="utf-8")
    told = said(*(f"code --cell {cell} --to {library}" for cell in [*CELLS, "own.cell"] for library in ("numpy", "pytorch")))
    told += said("code --cell lstm --no-bias", "facts --cell own.cell --input 3 --hidden 2 --steps 4")
    told += said("trace --cell own.cell --input 1 --hidden 2 --steps 2", "explain 5 --cell own.cell")
    for kind, body in (("facts", "{input: 3, hidden: 2}"), ("equations", "cell: lstm"), ("quiz", "{topic: said, seed: 2}")):
        for to in ("text", "latex", "typst", "svg"):
            told += said(f"fence {kind} --to {to} --bank BANK", typed=body)
        told += brief(said(f"fence {kind} --words de --assets a/ --bank BANK", typed=body)) + "\n"
    return told + said("fence plot --to text", typed="figure: lstm-cell")


def tests_of_code() -> str:
    """Questions that are answered with code: their texts, and for what their tests look."""
    bank = load_bank()
    parts = []
    for name in sorted(families()):
        asked = asked_of(name, "said", bank=bank)
        parts += [f"=== {name}", asked.ask, *map(str, asked.solution)]
        parts += [f"{one.name}: {_sum(_shown(one))}" for one in trials_of(asked, bank, SEED)]
    return "\n".join(parts) + "\n"


def _shown(trial: Any) -> str:
    text = re.sub(r"-?\d*\.\d+(e-?\d+)?", lambda found: f"{float(found[0]):.4g}", repr(trial))
    return re.sub(r"\s+", " ", re.sub(r" at 0x[0-9a-f]+", "", text))


def interviews() -> str:
    """A paper that is talked through, then marked, its card written, and a question put in another's place."""
    told = said(f"quiz make --bank BANK --count 6 --seed {SEED} --format json --out kit")
    with Path("kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        code = list(csv.reader(text))[1][0]
    told += said(f"quiz interview kit '{code}' --bank BANK", typed="\n".join(STEPS))
    told += said(f"quiz interview kit '{code}' --bank BANK", typed="k\nq")
    told += said(
        f"quiz replace kit '{code}/2' --reason 'too dim' --bank BANK", "quiz mark kit kit/keys/responses.csv --bank BANK"
    )
    return told


STEPS = (
    "a A",
    "h",
    "a 3x2",
    "p 1",
    ">",
    "w",
    "o 2",
    "o 9",
    "n speaks well",
    "<",
    "g 4",
    "a B",
    "k",
    "nonsense",
    ">",
    "a",
    "p x",
    "e",
)


def explorers() -> str:
    """What each explorer shows, as its page has it first, and in two states more; the data of its page as a checksum."""
    parts = []
    for name, chosen in explore.EXPLORERS.items():
        _, controls, data = setup(name)
        page = kinds.render("lstm-explore", f"explorer: {name}", Context(assets="a/"), 1)
        parts += [f"=== {name}", brief(re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL))]
        parts += [f"{key}: {_sum(value)}" for key, value in data.items()]
        drawn = states(controls, 3, 5)
        for state, before in zip(drawn[1:], drawn, strict=False):
            parts += [json.dumps(state), *map(brief, python_parts(chosen, data, state, before).values())]
    return "\n".join(parts) + "\n"


TAGS = re.compile(r"""(?:\s*<(?:"[^"]*"|'[^']*'|[^>"'])*>)+\s*""")


def _sum(value: Any) -> str:
    text = re.sub(r"-?\d+\.\d{7,}(e-?\d+)?", lambda found: f"{float(found[0]):.6g}", json.dumps(value, sort_keys=True))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def brief(html: str) -> str:
    """Its words, and a checksum of all of it: what differs can be seen, and what cannot be seen still differs."""
    return f"[{_sum(html)}] {TAGS.sub(' | ', html).strip(' |')}"


def more_fences() -> str:
    """Fences about cells, members, networks in the page and frameworks; the same in German."""
    network = Network(cell="gru-reset-after", input=3, hidden=2)
    tensors = frameworks.pack("keras", reference.random_weights(network, 1), network)
    np.savez("k.npz", **{f"gru/{name}": np.asarray(value, dtype=np.float32) for name, value in tensors.items()})
    asked = [
        *(("lstm-family", f"show: {show}") for show in family_block.TABLES),
        *(("lstm-live", f"show: {show}") for show in live_block.SHOWN),
        ("lstm-frameworks", ""),
        ("lstm-cell", f"equations: |\n  {OWN.strip().replace(chr(10), chr(10) + '  ')}\ninput: 4\nhidden: 3"),
        ("lstm-model", "file: k.npz"),
        ("lstm-plot", "figure: lstm-cell"),
        ("lstm-equations", "cell: slstm"),
    ]
    parts = []
    for kind, body in asked:
        try:
            html = kinds.render(kind, body, Context(assets="a/", folder=Path.cwd(), root=Path.cwd()), 1)
            parts.append(f"=== {kind} {body}\n{brief(html)}")
        except LstmDocsError as error:
            parts.append(f"=== {kind} {body}\n{error}")
    return "\n".join(parts) + "\n"


def trainings() -> str:
    """What each experiment trains on, and one epoch of two units; the letters that a page spells, and its run of adding."""
    parts = []
    for name, task in running.TASKS.items():
        split = task.splits(0)[0]
        data = [(len(one), *one.x.shape, *means(one.x, one.targets)) for one in (split.train, split.stop, split.validation)]
        job = next(job for job in running.jobs(task) if job.seed == 0)
        row = running.run(job._replace(units=2, layers=1), epochs=1)
        row = {key: value for key, value in row.items() if key not in {"seconds", "losses"}}
        parts += [f"=== {name}: {task.says}", str(data), str({key: _four(value) for key, value in row.items()})]
        parts += [f"{key}: {_four(value)}" for key, value in task.baselines(split).items()]
        parts += [str(len(running.jobs(task))), str(task.settings)]
    adding = published.results(Run(updates=10))
    parts += ["=== published", *(f"{rate}: {[_four(value) for value in curve]}" for rate, curve in adding["curves"].items())]
    parts += [str(adding["run"]), *means(adding["parameters"])]
    train, stop, judged = letters.split(0)
    parts += ["=== letters", f"{len(train)} {len(stop)} {len(judged)} {train[:3]} {judged[:3]}"]
    spelt = letters.sequences(["anna", "bo"])
    return "\n".join([*parts, str(spelt.x.shape), str(means(spelt.x, spelt.targets))]) + "\n"


def means(*arrays: Any) -> list[str]:
    """What every number of an array, and its place, adds to."""
    flat = [np.asarray(array, dtype=float).ravel() for array in arrays]
    return [_four(float(one @ np.cos(np.arange(one.size))) / one.size) for one in flat]


def _four(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def more_commands() -> str:
    """Commands about results: cards of candidates, timings, progress, generated pages, questions about a cell of one's own."""
    Path("own.cell").write_text(OWN, encoding="utf-8")
    told = said(f"quiz make --bank BANK --count 8 --copies 2 --seed {SEED} --format json --out kit")
    with Path("kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    rows[1][2:] = ["A", "B", "0.5", "B", "AC", "true", "ABC", "words"]
    with Path("sent.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    told += said("quiz scorecard kit sent.csv --bank BANK --format json --out cards")
    told += "".join(f"=== {file}\n{file.read_text(encoding='utf-8')}\n" for file in sorted(Path("cards").rglob("*.json")))
    told += said("timings", "timings --json", "quiz list --json --bank BANK nowhere", "quiz schema")[:20_000]
    told += said(f"quiz make --cell own.cell --family gate-weight-shape --count 2 --seed {SEED} --format md --out own")
    told += "".join(file.read_text(encoding="utf-8") for file in sorted(Path("own").rglob("*.md")))
    told += said("pages out --bank BANK --input 3 --hidden 2")
    told += "\n".join(
        f"=== {file} {brief(file.read_text(encoding='utf-8'))[:4000]}" for file in sorted(Path("out").rglob("*.md"))
    )
    Path("out/parameters.md").write_text("mine", encoding="utf-8")
    return f"{told}\n{said('pages out --bank BANK --input 3 --hidden 2')}"
