"""Transcripts of files for `said.py`: models read and written, papers in the other formats, classes, code that is run."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click
import numpy as np
from click.testing import CliRunner

from lstm_docs import Network, frameworks, reference
from lstm_docs.cli import main
from lstm_docs.coding import carried, inside
from lstm_docs.coding.drawing import trials_of
from lstm_docs.coding.grading import program, verdicts_of
from lstm_docs.coding.room import Outcome
from lstm_docs.coding.trials import Call, verdict
from lstm_docs.export import FORMATS, Style
from lstm_docs.quiz import exam, load_bank, make_paper
from lstm_docs.quiz.papers.plan import Selection

from .js.models import in_the_page
from .models import onnx_writer, tflite_writer
from .said_tools import SEED, brief, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lstm_docs.quiz import Paper


def helps() -> str:
    """What every command says of itself."""
    return "\n".join(_help(main))


def _help(command: click.Command, *path: str) -> Iterator[str]:
    command._help_option = None  # made anew: click keeps what it was where it was first asked for
    yield CliRunner().invoke(main, [*path, "--help"], prog_name="lstm-docs").output
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found
            yield from _help(found, *path, name)


LSTM = Network(input=3, hidden=2, bidirectional=True)
GRU = Network(cell="gru-reset-after", input=3, hidden=2)
RNN = Network(cell="rnn-tanh", input=2, hidden=3)


def models() -> str:
    """Layers in every format that is read without PyTorch: what is found in the files, and what their numbers are like."""
    for name, row, network in (("lstm", "pytorch", LSTM), ("gru", "keras", GRU), ("rnn", "keras", RNN)):
        np.savez(f"{name}.npz", **{f"{name}/{key}": array for key, array in _packed(row, network).items()})
    told = said(
        "convert lstm.npz --to keras --out lstm.keras --lossy",
        "convert lstm.npz --to onnx --out lstm.onnx --lossy",
        "convert lstm.npz --to pytorch --out m.safetensors --lossy --json",
        "convert gru.npz --to pytorch --out gru.pytorch.npz --as keras:gru-reset-after --lossy",
        "convert rnn.npz --to keras --out rnn.keras --as keras:rnn-tanh",
        "convert lstm.npz --to caffe2 --out c.npz --lossy",
        "convert lstm.npz --to onnx --out lstm.keras",
        "convert lstm.npz --to keras --out lstm.pt",
    )
    _others()
    told += said(*(f"inspect {file} --weights" for file in FILES), *(f"inspect {file}" for file in NONE))
    return f"{told}\n" + "".join(_in_the_page([Path(file.partition(" ")[0]) for file in (*FILES, *NONE)]))


def _in_the_page(paths: list[Path]) -> Iterator[str]:
    """What the reader of the pages says of those that are files."""
    files = [path for path in paths if path.is_file()]
    for file, found in zip(files, in_the_page(files), strict=True):
        told = {key: value for key, value in found.items() if key not in {"bytes", "read", "seconds"}}
        yield f"{file} in the page: {json.dumps(told, ensure_ascii=False)}\n"


FILES = (
    "gru.npz --as keras:gru-reset-after", "lstm.keras", "lstm.h5", "lstm.onnx", "m.safetensors", "gru.pytorch.npz",
    "rnn.keras", "folder", "half.safetensors", "names.npz", "array.npy", "wide.npz --as pytorch:rnn-tanh", "open.npz",
    "m.tflite", "small.tflite", "steps.onnx", "strange.onnx", "pieces.onnx", "branch.onnx", "cast.onnx", "function.onnx",
    "quantised.onnx", "others.npz",
)  # fmt: skip
NONE = ("cut.safetensors", "cut.npz", "cut.onnx", "cut.h5", "text.txt", "empty.zip", "nothing.npz", "lied.safetensors", ".")


def _packed(framework: str, network: Network) -> dict[str, Any]:
    tensors = frameworks.pack(framework, reference.random_weights(network, 1), network)
    return {name: np.asarray(array, dtype=np.float32) for name, array in tensors.items()}


def _others() -> None:
    """Files that no command of ours writes, and some that are spoilt."""
    with zipfile.ZipFile("lstm.keras") as archive:
        Path("lstm.h5").write_bytes(archive.read("model.weights.h5"))
    whole = Path("m.safetensors").read_bytes()
    length = int.from_bytes(whole[:8], "little")
    names = [name for name in json.loads(whole[8 : 8 + length]) if name != "__metadata__"]
    Path("folder").mkdir()
    Path("folder/a.safetensors").write_bytes(whole)
    index = {"weight_map": dict.fromkeys(names, "a.safetensors")}
    Path("folder/model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")
    Path("lied.safetensors").write_bytes(whole.replace(b'"shape": [8, 3]', b'"shape": [9, 3]', 1))
    _safetensors_of_halves("half.safetensors")
    packed = _packed("pytorch", Network(input=5, hidden=4))
    np.savez("names.npz", **dict(zip(("e_w_ih", "e_w_hh", "e_b_ih", "e_b_hh"), packed.values(), strict=True)))
    np.save("array.npy", packed["weight_ih_l0"])
    np.savez(
        "wide.npz",
        **{f"r.{key}": value for key, value in _packed("pytorch", Network(cell="rnn-tanh", input=1, hidden=520)).items()},
    )
    far = {name: 30 * array for name, array in packed.items()} | {"bias_ih_l0": np.full(16, np.nan, np.float32)}
    np.savez_compressed("open.npz", **{f"lstm.{name}": np.asfortranarray(array) for name, array in far.items()})
    others = {"embed.weight": (7, 3), "conv.weight": (2, 3, 5), "norm.weight": (3,), "head.kernel": (4, 2), "head.bias": (2,)}
    np.savez("others.npz", **{name: np.zeros(shape, np.float16) for name, shape in others.items()})
    alone = Network(input=3, hidden=4)
    held = _packed("tflite", alone)
    Path("m.tflite").write_bytes(tflite_writer.model(alone, held, clip=2.5))
    Path("small.tflite").write_bytes(tflite_writer.model(alone, held, quantised=True, zero=3))
    _graphs(alone)
    for name, length in (("m.safetensors", 300), ("lstm.npz", 700), ("lstm.onnx", 200), ("lstm.h5", 900)):
        Path(f"cut{Path(name).suffix}").write_bytes(Path(name).read_bytes()[:length])
    Path("text.txt").write_text("no model", encoding="utf-8")
    zipfile.ZipFile("empty.zip", "w").close()


def _safetensors_of_halves(file: str) -> None:
    """As other programs write them: numbers of 16 bits, one kind by its upper half."""
    header, body = {}, b""
    for name, array in _packed("pytorch", Network(input=5, hidden=4)).items():
        brain = "weight" in name
        content = (array.view(np.uint32) >> 16).astype("<u2").tobytes() if brain else array.astype("<f2").tobytes()
        places = [len(body), len(body) + len(content)]
        header[f"m.lstm.{name}"] = {"dtype": "BF16" if brain else "F16", "shape": [*array.shape], "data_offsets": places}
        body += content
    text = json.dumps(header).encode()
    Path(file).write_bytes(len(text).to_bytes(8, "little") + text + body)


def _graphs(network: Network) -> None:
    """Graphs that compute a layer's weights, or write its steps out."""
    for way in ("pieces", "branch", "cast", "function", "quantised"):
        ways = ["pieces", "transpose", "reshape"] if way == "pieces" else [way]
        Path(f"{way}.onnx").write_bytes(onnx_writer.node(network, _packed("onnx", network), ways))
    W, U, *biases = _packed("pytorch", network).values()
    for name, order in (("steps", "ifgo"), ("strange", "ogfi")):
        Path(f"{name}.onnx").write_bytes(onnx_writer.unrolled(order, "Gemm", W, U, biases))


def formats() -> str:
    """Papers for programs that read packages, and what each format says that it leaves out."""
    bank = load_bank(Path("BANK"))
    paper = make_paper(bank, Selection(("all",), len(bank.families.read)), SEED, candidate="Ada & <Bea>")
    style = Style(page="letter")
    parts = []
    for name, form in FORMATS.items():
        parts += [f"=== {name}, {form.title}", *form.lost(paper), *form.names(["Ada & <Bea>", "مريم"], style)]
        if name in OTHER:
            parts += [f"{file}\n{text}" for file, text in _inside(form.sheet(paper, style))]
    return "\n".join([*parts, *_documents(paper, style)]) + "\n"


OTHER = ("anki", "jupyterquiz", "quizdown", "prairielearn", "scorm", "kahoot")


def _inside(content: str | bytes) -> Iterator[tuple[str, str]]:
    """The texts of a file, or of the members of an archive: those that are long by their words and a checksum."""
    if isinstance(content, str):
        yield "", content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith(("docProps", "xl/theme", "xl/styles")):  # by the program that writes spreadsheets
                continue
            inner = archive.read(name)
            yield name, _notes(inner) if inner.startswith(b"SQLite") else _short(inner.decode())


def _short(text: str) -> str:
    without = re.sub(r"<style>.*?</style>|<script\b.*?</script>", "…", text, flags=re.DOTALL)
    return text if len(text) < 4000 else brief(without)


def _notes(base: bytes) -> str:
    """What an Anki deck holds, but for the time and the note type, which is a template."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(base)
        data = sqlite3.connect(file.name)
        rows = [
            *data.execute("select id, guid, tags, flds, sfld, csum from notes"),
            *data.execute("select id, nid, due from cards"),
        ]
        data.close()
    return "\n".join(" | ".join(map(str, row)).replace("\x1f", "\n  ") for row in rows)


def _documents(paper: Paper, style: Style) -> Iterator[str]:
    """Word's documents: of each part only the texts, as its program writes the rest."""
    form = FORMATS["docx"]
    assert form.paper
    for content in (form.paper(paper, style), form.sheet(paper, style)):
        assert isinstance(content, bytes)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read("word/document.xml").decode()
        yield "=== docx " + " ".join(re.findall(r'<w:pgSz[^>]*>|w:val="[A-Z][^"]*"|<w:t(?: [^>]*)?>([^<]*)', text)).strip()
        yield re.sub(r"\s*<[^>]*>\s*", " ", re.sub("</w:p>", "\n", text))


CLASS = """\
schema: 1
title: A class
minutes: 40
pass: 50
overlap: 90
statement:
  text: "A cell with {I} inputs and {H} units."
  draw: {cell: lstm, framework: keras, I: [4, 8, 16], H: [4, 8]}
parts:
  - {families: [a-count], count: 1, marks: 3, builds: true}
  - {topics: [said], kinds: [choice, several, match], levels: [1, 3], count: 3, marks: 2}
  - {families: [in-words], count: 1, marks: 2}
"""


def classes() -> str:
    """A set with a statement, for five people whose answers come as a table and as files: marks, pages, gradebooks, shares."""
    Path("class.yml").write_text(CLASS, encoding="utf-8")
    rows = [f"{name},{n},{n}0,one\n" for n, name in enumerate(("Ada", "Bo", "Cy", "Di", "Eli"))]
    Path("people.csv").write_text("name,ID,ID number,Section\n" + "".join(rows), encoding="utf-8")
    options = f"--set class.yml --bank BANK --seed {SEED}"
    told = said(
        f"quiz make {options} --candidates people.csv --format md,csv,amc --out kit",
        f"quiz make --bank BANK --seed {SEED} --count 4 --pool 3 --format gift,qti12 --out pool",
        "quiz check BANK --set class.yml",
    )
    with Path("kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    given = ["A B ABC A words", "B A AB C", "A A A B x", "C D ABCD D", "A B BC A"]
    for row, answers in zip(rows[1:], given, strict=True):
        row[2:] = (answers.split() + [""] * len(row))[: len(row) - 2]
    _sent(rows)
    marked = "--gradebook {} --hand-out {} --accept 1=a-count-1 --void 4 --reason unclear --bank BANK --set class.yml --out {}"
    told += said(
        f"quiz mark kit sent {marked.format('moodle', 'with-keys', 'one')}",
        f"quiz mark kit sent {marked.format('canvas', 'without-keys', 'two')}",
        "quiz calibrate one",
        "quiz calibrate one --json --out calibration.json",
        "quiz calibrate one two",
        "quiz calibrate people.csv",
    )
    files = [file for folder in ("one", "two", "pool") for file in sorted(Path(folder).rglob("*")) if file.is_file()]
    return told + "".join(f"=== {file}\n{_short(_text(file))}\n" for file in files)


def _sent(rows: list[list[str]]) -> None:
    """The first two rows as a table, the others as the files that papers save, of which some are spoilt."""
    Path("sent").mkdir()
    with Path("sent/table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows[:3])
    for place, (code, name, *answers) in enumerate(rows[3:]):
        saved = {"code": code, "candidate": name, "answers": {str(n): text for n, text in enumerate(answers, 1)}}
        Path(f"sent/{place}.json").write_text(json.dumps(saved), encoding="utf-8")
    Path("sent/list.json").write_text("[]", encoding="utf-8")
    Path("sent/cut.json").write_text('{"code": ', encoding="utf-8")
    Path("sent/twice.json").write_text('{"code": "x", "code": "y", "answers": {}}', encoding="utf-8")
    Path("sent/odd.json").write_text('{"code": "x", "answers": {"one": "A"}}', encoding="utf-8")


def _text(file: Path) -> str:
    if file.suffix == ".zip":
        return "\n".join(text for _, text in _inside(file.read_bytes()))
    return file.read_text(encoding="utf-8")


def code() -> str:
    """What the closed room says of values and errors, without the room; how answers are read and compared."""
    answer = ModuleType("answer")
    exec(compile(ANSWER, "/room/answer.py", "exec"), vars(answer))
    parts = [
        _replied(answer, name, returns)
        for name in ("one", "two", "named", "lacking", "words", "fails", "wide", "none")
        for returns in RETURNS
    ]
    parts += [repr(program(text)) for text in WRITTEN]
    parts += [str(carried.unpacked(carried.packed({"a": 1}, [np.arange(3.0), np.array(True)])[8:]))]
    parts += [_refused(content) for content in (b"", b"\x05\0\0\0\0\0\0\0[]", carried.packed({}, [np.array(1.0 + 2j)])[8:])]
    bank = load_bank()
    sitting = exam(bank, Selection(("mend-a-step",), 1), SEED)
    asked = sitting.paper(1).questions[0]
    parts += [str(one) for one in verdicts_of(asked, sitting, " ")]
    for trial in trials_of(asked, bank, SEED)[:2]:
        arrays = [np.asarray(trial.expected.get(name, 0), dtype=float) for name in trial.call.returns]
        for outcome in (Outcome("returned", "", arrays), *(Outcome("returned", "", wrong(arrays)) for wrong in WRONG), *ENDED):
            parts.append(re.sub(r"-?\d+\.\d+", "#", str(verdict(trial, outcome))))
    return "\n".join(parts) + "\n"


ANSWER = """\
import numpy as np
def one(x): return x * 2
def two(x): return x, np.array([1, 2])
def named(x): return {"b": x, "a": 1.5}
def lacking(x): return {"b": x}
def words(x): return "words", [x]
def fails(x):
    return x / np.array("a")
def wide(x): return x.astype(complex), np.longdouble(2)
def none(x): return None
"""
RETURNS: tuple[str | tuple[str, ...], ...] = ("y", ("a", "b"))
WRITTEN = (
    "x = 1",
    "It is wrong.\ndef f(x):\n    return x",
    "```python\nx = 1\n```\nor\n```\ny = 2\n```",
    "from here it follows:\r\nimport math\r\n",
    "no code",
)
WRONG = (
    lambda it: it[:-1],
    lambda it: [one + 0.5e-6 for one in it],
    lambda it: [one + 1e-3 for one in it],
    lambda it: [one[None] for one in it],
)
ENDED = tuple(Outcome(state, "why") for state in ("misshapen", "raised", "killed"))


def _replied(answer: ModuleType, name: str, returns: str | tuple[str, ...]) -> str:
    given = Call(name, (np.arange(2.0), [np.ones(1)], {"k": np.ones(1)}, 3)[:1], returns)
    head, arrays = given.message
    said, sent = carried.unpacked(inside._reply(answer, {**head, "returns": returns}, arrays, carried.packed)[8:])
    return re.sub(r"(Error: ).*?(['\"],)", r"\1…\2", f"{name}: {said} {[one.tolist() for one in sent]}")


def _refused(content: bytes) -> str:
    try:
        return str(carried.unpacked(content))
    except carried.CarriedError as error:
        return f"refused: {error}"[:60]
