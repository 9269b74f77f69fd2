"""What is said of things that never change: transcripts of the commands, kept in `golden/said`.

    python -m tests.said [NAME ...]

writes them anew; whoever changes what a command says looks at the difference, and it is theirs. They hold a bank,
networks and pages of their own; of the bank that ships, `questions` has one question of each family.
`test_said.py` compares.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from lstm_docs import Network, frameworks, reference
from lstm_docs.export import FORMATS, Style
from lstm_docs.formulas.texts import plain, spoken
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.practice.state import Progress, as_json
from lstm_docs.quiz import load_bank, make_paper
from lstm_docs.quiz import question as asked_of
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.registry import answers
from lstm_docs.quiz.papers.plan import Selection
from lstm_docs.site.fences import arithmetic_tables, experiment_tables, kinds, timing_tables
from lstm_docs.site.fences.context import Context
from lstm_docs.syllabus.computations import COMPUTATIONS

from . import said_files, said_marks, said_more, said_pages, said_ports, said_rare, said_tools
from .said_tools import KEPT, SEED, said
from .site.drawn import shapes, words
from .site.plain_figures import PLAIN, plot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lstm_docs.quiz import Question

    from .site.drawn import Box


def numbers() -> str:
    """Facts, traces, units: text and JSON, of all options."""
    return said(
        "facts --input 80 --hidden 12 --framework keras",
        "facts --cell gru-reset-after --input 3 --hidden 5,4 --layers 2 --bidirectional --steps 7 --batch 2",
        "facts --input 3 --hidden 8 --projection 2 --no-bias --dtype float16 --json",
        "facts --input 3 --hidden 8 --dtype int8 --framework onnx --json",
        "facts --cell rnn-relu --input 3 --hidden 8 --dtype int9",
        "trace --cell lstm-peephole --input 2 --hidden 3 --steps 2 --seed 4",
        "trace --cell rnn-tanh --input 1 --hidden 2 --steps 1 --no-bias --json",
        "units --input 30 --output 2 --samples 5000 --steps 11 --budget 4464",
        "units --input 30 --output 2 --samples 5000 --json",
        "units --input 80 --budget 4465 --framework keras",
        "units --input 80 --budget 4464 --framework keras --exact --json",
        "units --input 5 --budget 9000 --layers 2 --cell gru-reset-after",
        "units --input 30 --output 2 --samples 5000 --budget 8950 --framework pytorch",
        "trace --input 1 --hidden 2 --bidirectional",
        "trace --input 1 --hidden 2 --layers 2",
        "experiments list",
        "experiments show adding",
    )


def bank() -> str:
    """A bank: what it holds, what is proved of it, and what is shown of it."""
    Path("SMALL").mkdir()
    small = yaml.safe_load(Path("BANK/said.yml").read_text(encoding="utf-8"))
    small["families"] = small["families"][:2]
    Path("SMALL/said.yml").write_text(yaml.safe_dump(small), encoding="utf-8")
    return said(
        "quiz list BANK",
        "quiz list BANK --json",
        "quiz check BANK",
        "quiz check SMALL --json",
        "quiz check nowhere",
    )


def model() -> str:
    """A model file: inspected, converted, and inspected again."""
    network = Network(cell="lstm", input=3, hidden=2, layers=2)
    tensors = frameworks.pack("pytorch", reference.random_weights(network, 1), network)
    np.savez("m.npz", **{f"rnn.{name}": np.asarray(value, dtype=np.float32) for name, value in tensors.items()})
    told = said(
        "inspect m.npz",
        "inspect m.npz --weights --steps 4 --batch 2",
        "inspect m.npz --json",
        "convert m.npz --to keras --out k.npz",
        "convert m.npz --to keras --out k2.npz --lossy",
        "convert m.npz --to onnx --out o.onnx --json",
        "inspect k2.npz",
        "inspect o.onnx",
        "convert m.npz --to keras --out t.safetensors --lossy",
    )
    content = Path("t.safetensors").read_bytes()
    length = int.from_bytes(content[:8], "little")
    return f"{told}{content[8 : 8 + length].decode()} {length}, then {len(content) - 8 - length} bytes\n"


def kit() -> str:
    """Papers in every format that is text, all that stands in their files, and what becomes of three answers."""
    Path("people.csv").write_text("name\nAda & Bea\n=1+1\nSøn\n", encoding="utf-8")
    told = said(f"quiz make --bank BANK --count 8 --candidates people.csv --seed {SEED} --format md,txt,json --out kit")
    with Path("kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    rows[1][2:] = ["A", "2x3", "0.5", "B", "AC", "true", "ABC", "words"]
    rows[2][2:] = ["99", "A", "", "1/0", "A", "B", "CAB", ""]
    with Path("sent.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    points = [["code", "question", "points"], [rows[1][0], "8", "0.5"], [rows[2][0], "9", "1"], ["x", "1", "1"]]
    with Path("points.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(points)
    told += said("quiz mark kit sent.csv --bank BANK --points points.csv --out marks", "quiz mark kit sent.csv --bank BANK")
    told += said(*(f"quiz show {rows[1][0]}{part} --bank BANK --seed {SEED} {more}" for part, more in SHOWN))
    told += said("quiz follow-up kit sent.csv --bank BANK --points points.csv --format md,json --out follow-up")
    return told + "".join(text for folder in ("kit", "marks", "follow-up") for text in _files(Path(folder)))


def packages() -> str:
    """What is in the packages for learning platforms."""
    bank = load_bank(Path("BANK"))
    paper = make_paper(bank, Selection(("all",), len(bank.families.read)), SEED, candidate="Ada & <Bea>")
    parts = []
    for name in ("qti12", "qti21", "qti3"):
        with zipfile.ZipFile(io.BytesIO(FORMATS[name].sheet(paper, Style()))) as package:
            parts += [f"=== {name} {file}\n{package.read(file).decode()}\n" for file in package.namelist()]
    return "".join(parts)


def practice() -> str:
    """Questions answered in the terminal, read and unread, right and wrong; and what is kept of it."""
    take = f"quiz take --bank BANK --seed {SEED} --count 8"
    told = [said(take, typed="\n".join(answers)) for answers in TYPED]
    told.append(said("quiz progress", "quiz progress --clear"))
    Path("lstm-docs").mkdir()
    Path("lstm-docs/progress.json").write_text(as_json(Progress(seed="said")), encoding="utf-8")
    for asked, typed in SESSIONS:
        told.append(said(f"quiz take --bank BANK {asked}", typed="\n".join(typed)))
    return "\n".join([*told, said("quiz progress", "quiz progress --clear")])


TYPED = (
    ("A", "nonsense", "3x3", "0.5", "B", "AC", "A", "ABC", "h = o", "y"),
    ("D", "C", "B", "A", "ABD", "B", "BCA", "nothing", ""),
)
SESSIONS = (
    ("--count 3", ("nonsense", "1x1")),
    ("--family a-count --family a-shape --count 4 --framework keras", ("1", "1x1", "1", "1x1", "1")),
    ("--family a-count --count 4", ("1", "1", "1", "1")),
    ("--family a-count --count 4 --framework all", ("1", "1", "1", "1")),
    ("--family a-coun", ()),
    ("--framework kears", ()),
    ("--framework keras --seed 1", ()),
    ("--set nothing", ()),
)
"""What is wrong is wrong however long it took."""


def questions() -> str:
    """Of each family one question with its key, and what each wrong answer is and is told: no proof reads sentences."""
    bank = load_bank()
    return "\n".join(_question(asked_of(name, "said", bank=bank)) for name in sorted(bank.families.read))


def solutions() -> str:
    """Of each family two more questions with how they are solved, and twelve where code writes its sentences."""
    bank = load_bank()
    seeds = {name: range(12 if name in answers() else 2) for name in sorted(bank.families.read)}
    asked = (asked_of(name, f"said {seed}", bank=bank) for name, of_it in seeds.items() for seed in of_it)
    return "\n".join("\n".join([f"=== {one.id}", *map(plain, (one.ask, *one.solution))]) for one in asked)


def computed() -> str:
    """The texts with numbers that claims are made of."""
    return "\n".join(f"{name}: {plain(made())}" for name, made in sorted(COMPUTATIONS.items())) + "\n"


def _question(asked: Question) -> str:
    told = [(KINDS[asked.kind].numeric, option.text, option.said) for option in asked.options]
    wrong = [f"{plain(text)}: {plain(sentence)}" for numeric, text, sentence in told if not numeric]
    wrong += [
        f"{' '.join(map(str, answer))}: {plain(spoken(path.said, asked.sizes, asked.scales))}" for path, answer in asked.paths
    ]
    right = [*asked.partners, " ".join(map(str, asked.answer)), *map(plain, asked.solution)]
    return "\n".join([f"=== {asked.id}", plain(asked.ask), *wrong, "Right:", *right]) + "\n"


def fences() -> str:
    """Fences and sentences of a page, as HTML, a tag on a line."""
    contexts = {"lstm-quiz": Context(assets="a/", bank=Path("BANK"))}
    blocks = [kinds.render(kind, body, contexts.get(kind) or Context(), 1) for kind, body in FENCES]
    sentences = [kinds.inline(words.split(), "page:1", Context()) for words in SENTENCES]
    return re.sub(r"(?<=.)<(?=[a-z])", "\n<", "\n\n".join([*blocks, *sentences])) + "\n"


def figures() -> str:
    """Figures: their names and descriptions, every word where it stands, and how many shapes of each class lie where."""
    drawn = [(name, body) for name, bodies in PLAIN.items() for body in bodies]
    return "\n".join(f"=== {name} {body}\n{_figure(ET.fromstring(plot(name, body)))}" for name, body in drawn)


def _figure(root: ET.Element) -> str:
    lines = [root.get("viewBox", ""), *("".join(told.itertext()) for told in root[:2])]
    lines += [f"{round(box.left, -1):.0f} {round(box.bottom, -1):.0f} {box.what}" for box in words(root)]
    drawn: dict[str, list[Box]] = {}
    for box in shapes(root):
        drawn.setdefault(box.what, []).append(box)
    for what, boxes in sorted(drawn.items()):
        middles = (sum(getattr(box, side) for box in boxes) / len(boxes) for side in ("left", "top", "right", "bottom"))
        lines.append(f"{len(boxes)} × {what}: {' '.join(f'{middle:.0f}' for middle in middles)}")
    return "\n".join(lines) + "\n"


def tables() -> str:
    """Every table that a fence shows of what was measured, its cells as text; or what it says that it lacks."""
    small = {"lstm-arithmetic": "\ninput: 3\nhidden: 2"}
    parts = []
    for kind, listed in TABLES.items():
        for show in listed:
            try:
                html = kinds.render(kind, f"show: {show}{small.get(kind, '')}", Context(), 1)
            except LstmDocsError as error:
                html = str(error)
            rows = (re.sub(r"(?:\s*<[^>]*>\s*)+", " | ", row).strip(" |") for row in html.split("</tr>"))
            parts.append("\n".join([f"=== {kind}, {show}", *rows]))
    return "\n".join(parts)


TABLES = {
    "lstm-arithmetic": arithmetic_tables.TABLES,
    "lstm-experiment": experiment_tables.TABLES,
    "lstm-timings": timing_tables.TABLES,
}
SIZES = "input: 5\nhidden: 3"
FENCES = (
    ("lstm-equations", f"{SIZES}\ngate: [f, c]"),
    ("lstm-equations", "cell: gru-reset-after\ngate: z\nshapes: none"),
    ("lstm-gradient", "cell: rnn-tanh"),
    ("lstm-shapes", f"{SIZES}\ngate: f\nlayers: 2\nlayer: 1"),
    ("lstm-shapes", f"{SIZES}\nframework: keras\nbidirectional: true"),
    ("lstm-facts", f"{SIZES}\nsteps: 2\nshow: [parameters, macs, saved_bytes]"),
    ("lstm-trace", f"{SIZES}\nsteps: 2"),
    ("lstm-trace", "cell: rnn-relu\ninput: 26\nhidden: 2\nname: ab"),
    ("lstm-unrolled", "steps: 3"),
    ("lstm-table", f"{SIZES}\nvary: cell\nvalues: [lstm, rnn-tanh]\nshow: [parameters, macs]"),
    ("lstm-inspect", ""),
    ("lstm-explain", "text: '(fc): Linear(in_features=4, out_features=2, bias=True)'"),
    ("lstm-live", "show: held"),
    ("lstm-quiz", "topic: said\nseed: 2\nfold: Try $W$"),
    ("lstm-quiz", "families: [a-choice, pairs, some-of-them]\nmode: test\ncount: 5\nframeworks: all"),
    ("lstm-quiz", "family: a-count\ncount: 2\ngiven: {cell: lstm, framework: keras, I: 3, H: 4}"),
    ("lstm-quiz", "family: a-count\nmode: one\ngiven: {cell: lstm, framework: keras, I: 3, H: 4}"),
)
SENTENCES = (
    "lstm-fact parameters input=80 hidden=12",
    "lstm-fact macs input=80 hidden=12 steps=3 show=formula",
    "lstm-shape W_f input=80 hidden=12 show=value",
)


SHOWN = (
    ("", "--format html --name Ada"),
    ("", "--format csv --key"),
    ("", "--format moodle --key"),
    ("", "--format gift --key"),
    ("", "--format amc --key"),
    ("", "--format aiken --key"),
    ("", "--format mkdocs-quiz --key"),
    ("/2", "--format txt --key"),
    ("/9", "--format txt"),
)


def _files(folder: Path) -> Iterator[str]:
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield f"=== {file}\n{file.read_text(encoding='utf-8')}\n"


TRANSCRIPTS: dict[str, Callable[[], str]] = {
    "numbers": numbers,
    "model": model,
    "kit": kit,
    "packages": packages,
    "practice": practice,
    "fences": fences,
    "figures": figures,
    "tables": tables,
    "checks": said_tools.checks,
    "ports": said_ports.ports,
    "explained": said_tools.explained,
    "programs": said_tools.programs,
    "tests_of_code": said_tools.tests_of_code,
    "interviews": said_tools.interviews,
    "explorers": said_tools.explorers,
    "more_fences": said_tools.more_fences,
    "more_commands": said_tools.more_commands,
    "helps": said_files.helps,
    "models": said_files.models,
    "formats": said_files.formats,
    "classes": said_files.classes,
    "changes": said_marks.changes,
    "conventions": said_more.conventions,
    "registers": said_more.registers,
    "around": said_more.around,
    "options": said_more.options,
    "targets": said_rare.targets,
    "rare": said_rare.rare,
    "code": said_files.code,
    "sites": said_pages.sites,
    "hosts": said_pages.hosts,
    "refusals": said_pages.refusals,
    "learner": said_pages.learner,
    "bank": bank,
    "questions": questions,
    "solutions": solutions,
    "computed": computed,
    "trainings": said_tools.trainings,
}
LEFT_OUT = (
    (re.compile(r"<style>.*?</style>|<script\b.*?</script>", re.DOTALL), "…"),  # tested in browsers
    (re.compile(r"^\d+:\d\d (?=\d+> )", re.MULTILINE), ""),  # the clock of an interview
    (re.compile(r"(?<=largest difference )\d(\.\d+)?e-(0[7-9]|1\d)"), "a rounding"),
    (re.compile(r"base64,[\w+/=]+"), "base64,…"),
    (re.compile(rf"\b{re.escape(version('lstm-docs'))}\b"), "VERSION"),
)
LONG = re.compile(r"-?\d+\.\d{7,}(e-?\d+)?")
"""The last digits of a number are its processor's."""


def transcript(name: str) -> str:
    """One of them, made in an empty folder."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            shutil.copytree(KEPT / "bank", "BANK")
            text = TRANSCRIPTS[name]()
        finally:
            os.chdir(here)
    for pattern, put in LEFT_OUT:
        text = pattern.sub(put, text)
    text = LONG.sub(lambda match: f"{float(match[0]):.6g}", text).replace(folder, "FOLDER")
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def file_of(name: str) -> Path:
    """Where it is kept."""
    return KEPT / f"{name}.txt"


if __name__ == "__main__":
    for made in sys.argv[1:] or TRANSCRIPTS:
        file_of(made).write_text(transcript(made), encoding="utf-8")
