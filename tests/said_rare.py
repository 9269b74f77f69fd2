"""Transcripts for `said.py` of options that few use: languages, folders, templates, encodings, cells of one's own."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from lstm_docs.rendering import render

from .said_tools import OWN, SEED, said

SEEN_FROM = "--file page.md --line 40"
KIT = "--cell own.cell --bank OWN"
OWN_BANK = """\
schema: 2
revision: 1
topic: own
families:
  - id: how-many
    needs: equations
    level: 1
    seconds: 60
    kind: integer
    draw: {cell: lstm, T: {from: 2, to: 40}, L: {from: 2, to: 6}}
    ask: "{cell}, {L} layers, {T} steps: how many equations?"
    hint: Count the lines.
    answer: {fact: equations}
    solution: ["Together {answer:with} = {answer}."]
    distract:
      - {name: one-step, change: {T: 1}, why: "{value} is one step."}
      - {is: answer + 1, why: "{value} is one more."}
      - {is: answer - 1, why: "{value} is one less."}
      - {is: 2 * answer, why: "{value} is twice as many."}
"""
PAGES = ("--input 7 --hidden 2 --words de", "--templates own", "--templates own --force")
TEXTS = {".txt", ".csv", ".md", ".json"}


SIZES = "input: 5\nhidden: 3"
SHOWN = (
    ("equations", f"{SIZES}\ngate: [f, c]"),
    ("shapes", f"{SIZES}\nlayers: 2\nframework: pytorch"),
    ("facts", f"{SIZES}\nshow: [parameters, macs, intensity]"),
    ("trace", f"{SIZES}\nsteps: 2"),
    ("quiz", "families: [a-choice, a-shape, pairs]\nseed: 3\ncount: 3"),
    ("claims", "page: shapes"),
)
TARGETS = ("text", "latex", "typst", "mdast")


def targets() -> str:
    """Fences by themselves, as other programs take them."""
    parts = ((to, kind, body) for kind, body in SHOWN for to in TARGETS)
    return "\n".join(f"=== {kind} as {to}\n{render(kind, body, to=to, bank=Path('BANK'))}" for to, kind, body in parts) + "\n"


def rare() -> str:
    """Fences, pages, proofs and papers with the options that are left."""
    Path("own.cell").write_text(OWN, encoding="utf-8")
    for folder in ("own", "OWN"):
        Path(folder).mkdir()
    Path("OWN/own.yml").write_text(OWN_BANK, encoding="utf-8")
    Path("own/worked-run.md").write_text("# Our run\n", encoding="utf-8")
    told = said(f"fence facts --to text {SEEN_FROM}", typed="input: 5\nhiden: 3\n")
    told += said("fence facts --to text --words de", typed="input: 5\nhidden: 3\nshow: [parameters, macs]\n")
    told += said("fence equations --to text --folder .", typed="cell: own.cell\ninput: 5\nhidden: 3\n")
    told += said("fence equations --to text", typed="cell: own.cell\ninput: 5\nhidden: 3\n")
    told += said("fence quiz --assets /a/ --bank BANK", typed="family: a-shape\nmode: one\ngiven: {cell: lstm, I: 3, H: 44}\n")
    told += said(
        "trace --input 1 --hidden 2 --bidirectional --merge sum --steps 2 --json",
        *(f"pages site --page worked-run --bank BANK {more}" for more in PAGES),
        "quiz check BANK --record",
        "quiz take --cell own.cell --bank BANK",
        "quiz make --cell own.cell --bank BANK --count 1 --copies 1 --out none",
    )
    told = re.sub(r"site/assets/.*\n", "", told) + Path("site/worked-run.md").read_text(encoding="utf-8")
    return told + _papers()


def _papers() -> str:
    """Papers about one's own cell, for names that are not in UTF-8, marked, replaced and followed up."""
    Path("people.csv").write_bytes("name\nSøn\nZoë\n".encode("latin-1"))
    named = "--candidates people.csv --encoding latin-1"
    told = said(f"quiz make {KIT} --count 2 {named} --seed {SEED} --page letter --format txt --out kit")
    with Path("kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        head, *rows = csv.reader(text)
    rows = [[*row[:2], "A", "7"] for row in rows]
    table = "\n".join(",".join(row) for row in (head, *rows))
    Path("sent.csv").write_bytes(table.encode("latin-1"))
    told += said(
        f"quiz mark kit sent.csv {KIT} --encoding latin-1 --page letter --json",
        f"quiz mark kit sent.csv {KIT}",
        f"quiz follow-up kit sent.csv {KIT} --encoding latin-1 --format md --out after",
        f"quiz scorecard kit sent.csv {KIT} --encoding latin-1 --format json --out cards",
        f"quiz show {rows[0][0]} {KIT} --seed {SEED} --page letter --format txt",
        f"quiz replace kit '{rows[1][0]}/2' {KIT} --page letter --reason dull --format txt",
    )
    files = [file for folder in ("kit", "after", "cards") for file in sorted(Path(folder).rglob("*")) if file.suffix in TEXTS]
    return told + "".join(f"=== {file}\n{file.read_text(encoding='utf-8')}\n" for file in files)
