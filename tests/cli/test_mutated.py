"""Files damaged at random: each run ends in moments, with a status of ours, and harms nobody.

Bytes are changed, and what the bytes mean: cells, values, lines. The same files every time: a thousand of them, or as many as
MUTATIONS says (ten thousand take two minutes, and are for whoever changes how files are read).
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.ground.bank_folder import bank_path
from lstm_docs.ground.temporary_folder import PREFIX
from lstm_docs.quiz import exam, load_bank, load_set
from lstm_docs.quiz.engine.letters import LETTERS

if TYPE_CHECKING:
    from pathlib import Path

MOST_SECONDS = 20
MUTATIONS = int(os.environ.get("MUTATIONS", "1000"))
SEED = "kV7-mutated-9Qz"
FAMILIES = ("gate-weight-shape", "equation-order", "head-match", "state-order", "write-a-step")
SET = """schema: 1
title: A test
minutes: 60
scoring: balanced
parts:
- {families: [gate-weight-shape], count: 1, marks: 2}
- {families: [equation-order, head-match], count: 2}
- topics: [shapes, axes]
  levels: [1, 2]
  kinds: [shape, truefalse]
  count: 1
- {families: [write-a-step], count: 1, marks: 4}
"""
NAMES = ("Anna", "Bert", "Çelik, Ö.", "李小龙")
SIGNS = ("", " ", "\0", '"', "'", ",", ";", "\t", "\n", "\r", "\r\n", "[", "]", "{", "}", ":", "- ", "#", "|", "&a ", "*a", "~")
WORDS = (
    "\\",
    "\\u0000",
    "\\ud800",
    "%s",
    "{0}",
    "{{ 9**9 }}",
    "$x$",
    "<b>",
    "=1+1",
    "@",
    "../../x",
    "code",
    "1",
    "A",
    "!!int ",
)
NUMBERS = ("-1", "0", "1e999", "1e99999999", "NaN", "9" * 400, "0x" + "f" * 50, "1" + ":59" * 20, "½", "１", "٣", "1/0", "2,5")
TEXTS = ("\u202e", "\u202f", "\ufeff", "🦆", "e\u0301", "\u2028", "(" * 10, "9^9^9^9", "H*" * 40, "A" * 3000, "[" * 500)
NASTY = (*SIGNS, *WORDS, *NUMBERS, *TEXTS)
VALUES = (None, True, 0, -1, 10**400, 1e308, "", "A", [], {}, [[[[]]]], {"1": "A"}, "9" * 5000, "\ud800", "\0", "=1")


class TooLongError(BaseException):
    """Not to be taken for an error of the command's own."""


@contextmanager
def bounded():
    def stop(signum, frame):
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def run(*arguments):
    """A run of the command: within its time, with a status of ours, and told in lines."""
    with bounded():
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    fault = result.exception
    assert fault is None or isinstance(fault, SystemExit), f"{fault!r}"
    assert result.exit_code in (0, 1, 2)
    assert result.exit_code == 0 or "lstm-docs: " in result.stderr
    assert "Traceback" not in result.output
    return result


def damaged(content: bytes, rng: Random) -> bytes:
    """The bytes with a few faults."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        place, until = sorted((rng.randint(0, len(content)), rng.randint(0, len(content))))
        nasty, byte = rng.choice(NASTY).encode("utf-8", "surrogatepass"), bytes([rng.randrange(256)])
        put = rng.choice((nasty, nasty, nasty, byte, content[place : min(until, place + 200)], b""))
        cut = rng.choice((0, 1, 2, until - place if rng.random() < 0.2 else 0))
        content = content[:place] + put + content[place + cut :]
    return content


def table(rows) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def with_row(rows, place: int, rng: Random, others) -> bytes:
    """A table in which one row is damaged: its bytes, or its cells. The rest stays byte for byte."""
    before, row, after = table(rows[:place]), list(rows[place]), table(rows[place + 1 :])
    if rng.random() < 0.4:
        return before + damaged(table([row])[:-1], rng).replace(b"\n", b" ") + b"\n" + after
    for _ in range(rng.randint(1, 3)):
        row[rng.randrange(len(row))] = rng.choice((*NASTY, *others, rng.choice(row) * 2))
    if rng.random() < 0.1:
        row += [rng.choice(NASTY)] * rng.randint(1, 3)
    return before + table([row] * rng.choice((1, 1, 1, 2))) + after


def with_value(data, rng: Random):
    """JSON data with a value exchanged, a key gone or a key more."""
    data = json.loads(json.dumps(data))
    inner = rng.choice((data, data["answers"]))
    key = rng.choice(list(inner))
    inner[rng.choice((key, f"0{key}", f"question {key}", rng.choice(NASTY)))] = rng.choice((*VALUES, *NASTY))
    if rng.random() < 0.3:
        del inner[key]
    return data


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bank")
    for file in bank_path().glob("*.yml"):
        if any(f"id: {family}\n" in file.read_text(encoding="utf-8") for family in FAMILIES):
            shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="module")
def kit(bank, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    (folder / "own.yml").write_text(SET, encoding="utf-8")
    (folder / "people.csv").write_bytes(table([["name"], *([name] for name in NAMES)]))
    options = ("--bank", bank, "--set", folder / "own.yml", "--candidates", folder / "people.csv", "--seed", SEED)
    result = run("quiz", "make", *options, "--out", folder / "kit")
    assert result.exit_code == 0, result.stderr
    return folder / "kit"


def answer(asked) -> str:
    """The right answer, as a letter or letters; of an open question, something."""
    places = (asked.key,) if asked.key >= 0 else asked.answer
    return ", ".join(LETTERS[place] for place in places) or "my own words"


@pytest.fixture(scope="module")
def rows(kit, bank):
    """The kit's own table, filled: every candidate with right and wrong answers of their own."""
    with (kit / "keys" / "responses.csv").open(encoding="utf-8", newline="") as text:
        table = list(csv.reader(text))
    loaded = load_bank(bank)
    sitting = exam(loaded, load_set(str(kit.parent / "own.yml"), loaded), SEED)
    for number, row in enumerate(table[1:], start=1):
        row[2:] = [answer(asked) for asked in sitting.paper(number).questions]
        row[1 + number] = "B"
    return table


@pytest.fixture(scope="module")
def points(rows):
    return [["code", "question", "points"], *([row[0], "5", f"{n}.5"] for n, row in enumerate(rows[1:]))]


def given(folder: Path, rows, points) -> tuple[Path, Path, Path]:
    """The answers as a table and as saved files, and the points."""
    (folder / "sent").mkdir()
    (folder / "table.csv").write_bytes(table(rows))
    (folder / "points.csv").write_bytes(table(points))
    for row in rows[1:]:
        (folder / "sent" / f"{row[1]}.json").write_text(json.dumps(saved(row)), encoding="utf-8")
    return folder / "table.csv", folder / "sent", folder / "points.csv"


def saved(row) -> dict:
    answers = {str(place): text for place, text in enumerate(row[2:], start=1)}
    return {"schema": 1, "code": row[0], "candidate": row[1], "answers": answers}


def marks(result) -> dict[str, object]:
    """What each candidate got, by name; nobody anything where the file was refused."""
    if result.exit_code == 2:
        assert result.stdout == ""
        return {}
    return {paper["name"]: paper for paper in json.loads(result.stdout)["candidates"]}


def whole(out: Path, result) -> None:
    """The report is whole, or there is none; nothing lies beside it."""
    assert out.exists() == (result.exit_code < 2)
    if out.exists():
        json.loads((out / "marks.json").read_text(encoding="utf-8"))
        assert {file.name for file in out.iterdir()} >= {"report.html", "marks.csv", "problems.csv", "marks.json"}
        shutil.rmtree(out)
    assert not list(out.parent.glob(f"{PREFIX}*"))


SHARES = {"table": 0.4, "saved": 0.32, "points": 0.12, "roster": 0.1, "set": 0.06}


@pytest.mark.parametrize("kind", ["table", "saved", "points"])
def test_nobody_elses_marks_change(kind, kit, bank, rows, points, tmp_path):
    sent, folder, extra = given(tmp_path, rows, points)
    given_as = folder if kind == "saved" else sent
    arguments = ("quiz", "mark", kit, given_as, "--points", extra, "--bank", bank, "--json")
    right = marks(run(*arguments))
    assert len(right) == len(NAMES)
    codes = [row[0] for row in rows[1:]]
    for number in range(round(SHARES[kind] * MUTATIONS)):
        rng = Random(f"{kind} {number}")
        place = rng.randint(1, len(NAMES))
        touched = NAMES[place - 1]
        if kind == "saved":
            file = folder / f"{touched}.json"
            data = saved(rows[place])
            text = json.dumps(with_value(data, rng) if rng.random() < 0.6 else data, ensure_ascii=rng.random() < 0.5)
            content = text.encode("utf-8", "surrogatepass")
            file.write_bytes(damaged(content, rng) if rng.random() < 0.6 else content)
        else:
            file, good = (sent, rows) if kind == "table" else (extra, points)
            file.write_bytes(with_row(good, place, rng, codes))
        out = tmp_path / "out"
        reported = ("--out", out) if number % 40 == 0 else ()
        result = run(*arguments, *reported)
        after = marks(result)
        for name in right:
            if name != touched and name in after:
                assert after[name] == right[name], (kind, number)
            elif name != touched:
                assert result.exit_code, (kind, number)  # withheld, and told
        if reported:
            whole(out, result)
        file.write_bytes(table(points) if kind == "points" else table(rows))
        if kind == "saved":
            file.write_text(json.dumps(saved(rows[place])), encoding="utf-8")


@pytest.mark.parametrize("kind", ["roster", "set"])
def test_a_kit_is_whole_or_none(kind, bank, kit, tmp_path):
    good = (kit.parent / ("people.csv" if kind == "roster" else "own.yml")).read_bytes()
    file, out = tmp_path / ("people.csv" if kind == "roster" else "own.yml"), tmp_path / "out"
    for number in range(round(SHARES[kind] * MUTATIONS)):
        rng = Random(f"{kind} {number}")
        file.write_bytes(damaged(good, rng))
        people = file if kind == "roster" else kit.parent / "people.csv"
        asked = file if kind == "set" else kit.parent / "own.yml"
        options = ("--bank", bank, "--set", asked, "--candidates", people, "--seed", SEED, "--format", "txt")
        result = run("quiz", "make", *options, "--out", out)
        assert out.exists() == (result.exit_code == 0), (kind, number)
        if out.exists():
            with (out / "keys" / "candidates.csv").open(encoding="utf-8", newline="") as text:
                files = {f"{row['file']}.txt" for row in csv.DictReader(text)}
            assert {paper.name for paper in (out / "papers").iterdir()} == files
            assert files <= {sheet.name for sheet in (out / "keys").iterdir()}
            json.loads((out / "keys" / "kit.json").read_text(encoding="utf-8"))
            shutil.rmtree(out)
        assert {path.name for path in tmp_path.iterdir()} == {file.name}


def test_a_damaged_kit_is_refused_or_marks_as_it_is(kit, bank, rows, points, tmp_path):
    sent, _, _ = given(tmp_path, rows, points)
    for number in range(round(0.04 * MUTATIONS)):
        rng = Random(f"kit {number}")
        shutil.copytree(kit, tmp_path / "kit", dirs_exist_ok=True)
        file = tmp_path / "kit" / "keys" / rng.choice(("kit.json", "candidates.csv"))
        file.write_bytes(damaged(file.read_bytes(), rng))
        run("quiz", "mark", tmp_path / "kit", sent, "--bank", bank, "--json")
