"""Runs the programs of the questions, with their fault and with every change proposed: `python -m tests.quiz.programs`."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import re
import warnings

import numpy as np
import torch
import yaml
from torch import nn

from lstm_docs.ground.bank_folder import bank_path

FOLDER = bank_path() / "programs"
RECORD = bank_path() / "programs.json"
FILES = sorted(FOLDER.glob("*.yml"))


def programs(file):
    """Each program of a file by its slug, with its words put in."""
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    drawn = written["draw"]
    for n, values in enumerate(itertools.product(*drawn.values()), start=1):
        yield f"{file.stem}-{n}", written, dict(zip(drawn, values, strict=True))


def outcome(written, words):
    """What a program prints, and for each change its text, what is printed then, and whether it passes."""
    code = put(written["code"], words).splitlines()
    before, passes = put(written["before"], words), put(written["passes"], words)
    shown, passed = run(before, code, passes, None)
    changes = {}
    for key, proposed in written["changes"].items():
        lines = {str(place): put(text, words) for place, text in proposed.items()}
        printed, good = run(before, changed(code, lines), passes, shown)
        changes[key] = {"text": said(lines), "printed": "\n".join(printed), "passes": good}
    numbers = {name: value for name, value in words.items() if isinstance(value, int | float)}
    numbered = [f"{n:2}  {line}".rstrip() for n, line in enumerate(code, start=1)]
    return {"code": "\n".join(numbered), "printed": "\n".join(shown), "passes": passed, "words": numbers, "changes": changes}


def put(text, words):
    """A text with each capital word in it replaced by its value."""
    return re.sub(r"\b[A-Z]+\b", lambda word: str(words.get(word[0], word[0])), text)


def changed(code, lines):
    """The lines with some put in place of others, or behind them."""
    new = []
    for n, line in enumerate(code, start=1):
        new += [lines.get(str(n), line), *([lines[f"{n}+"]] if f"{n}+" in lines else [])]
    return new


def said(lines):
    """A change in words: what a line becomes, or what comes behind it."""
    parts = []
    for place, line in lines.items():
        number, text = place.rstrip("+"), line.strip()
        if not text:
            parts.append(f"line {number} is left out")
        else:
            parts.append(f"behind line {number} comes `{text}`" if place.endswith("+") else f"line {number} becomes `{text}`")
    whole = ", and ".join(parts)
    return whole[0].upper() + whole[1:]


def run(before, code, passes, shown):
    """The lines printed, or the name of an error and the beginning of what it says; and whether what must hold holds."""
    space = {"np": np, "torch": torch, "nn": nn, "close": lambda a, b: bool(torch.allclose(a, b, atol=1e-6))}
    exec(before, space)
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec("\n".join(code), space)
    except (RuntimeError, IndexError, AttributeError, TypeError) as error:
        return [
            *output.getvalue().split("\n")[:-1],
            f"{type(error).__name__}: {re.split(r'[.(]', str(error))[0].strip()}",
        ], False
    printed = output.getvalue().splitlines()
    return printed, bool(eval(passes, {**space, "printed": printed, "shown": shown}))


def recorded():
    """What all programs do."""
    return {slug: outcome(written, words) for file in FILES for slug, written, words in programs(file)}


if __name__ == "__main__":
    RECORD.write_text(json.dumps(recorded(), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
