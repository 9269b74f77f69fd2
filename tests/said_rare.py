"""Transcripts for `said.py` of options that few use: languages, folders, templates, encodings, cells of one's own."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from .said_tools import OWN, SEED, said

SEEN_FROM = "--file page.md --line 40"
KIT = "--cell own.cell"
ASKED = "--family gate-weight-shape --family equations-executed --family macs-of-a-run"
PAGES = ("--input 7 --hidden 2 --words de", "--templates own", "--templates own --force")
TEXTS = {".txt", ".csv", ".md", ".json"}


def rare() -> str:
    """Fences, pages, proofs and papers with the options that are left."""
    Path("own.cell").write_text(OWN, encoding="utf-8")
    Path("own").mkdir()
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
    told = said(f"quiz make {KIT} {ASKED} --count 3 {named} --seed {SEED} --page letter --format txt --out kit")
    with Path("kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        head, *rows = csv.reader(text)
    rows = [[*row[:2], "A", "B", "C"] for row in rows]
    table = "\n".join(",".join(row) for row in (head, *rows))
    Path("sent.csv").write_bytes(table.encode("latin-1"))
    told += said(
        f"quiz mark kit sent.csv {KIT} --encoding latin-1",
        f"quiz mark kit sent.csv {KIT} --encoding latin-1 --page letter --json",
        f"quiz mark kit sent.csv {KIT}",
        f"quiz follow-up kit sent.csv {KIT} --encoding latin-1 --format md --out after",
        f"quiz scorecard kit sent.csv {KIT} --encoding latin-1 --format json --out cards",
        f"quiz show {rows[0][0]} {KIT} --seed {SEED} --page letter --format txt",
        f"quiz replace kit '{rows[1][0]}/2' {KIT} --page letter --reason dull --format txt",
    )
    files = [file for folder in ("kit", "after", "cards") for file in sorted(Path(folder).rglob("*")) if file.suffix in TEXTS]
    return told + "".join(f"=== {file}\n{file.read_text(encoding='utf-8')}\n" for file in files)
