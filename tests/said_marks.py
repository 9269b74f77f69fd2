"""More transcripts for `said.py`: one small paper, marked again and again as questions are voided and answers accepted."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from .said_tools import SEED, said

if TYPE_CHECKING:
    from collections.abc import Iterable

SET = """\
schema: 1
title: Four questions
minutes: 20
pass: 50
parts:
  - {families: [a-count], count: 1, marks: 3}
  - {families: [a-shape], count: 1, marks: 2}
  - {families: [some-of-them], count: 1, marks: 2}
  - {families: [in-words], count: 1, marks: 5}
"""
SENT = (("A", "A", "A", "well"), ("B", "B", "AB", "words"), ("", "1x", "ABC", ""), ("C", "D", "B", "more"))


def changes() -> str:
    """Who passes, fails or waits, and what is listed, after each change; and changes that are refused."""
    Path("four.yml").write_text(SET, encoding="utf-8")
    told = said(f"quiz make --set four.yml --bank BANK --seed {SEED} --copies 4 --format json --out kit")
    with Path("kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        head, *rows = csv.reader(text)
    codes = [code for code, *_ in rows]
    sent = [[code, name, *answers] for (code, name, *_), answers in zip(rows, SENT, strict=True)]
    _write("sent.csv", [head, *sent])
    judged = [[codes[0], 4, 1], [codes[1], 4, "2.5"], [codes[3], 4, 5]]
    _write("points.csv", [["code", "question", "points"], *judged])
    _write("second.csv", [["code", "question", "points"], [codes[0], 4, 2], [codes[1], 4, "2.5"], [codes[2], 4, 0]])
    _write("wrong.csv", [["code", "question", "points"], [codes[0], 4, 6]])
    tried = (
        "",
        "--points points.csv --json",
        "--points wrong.csv",
        f"--void {codes[1]}/1",
        "--void 2 --reason 'it was unclear'",
        "--points points.csv --points second.csv",
        f"--accept {codes[0]}/1=A",
        "--accept 3=A",
        "--accept 1=nothing",
        f"--void 3 --void {codes[2]}/1 --void {codes[2]}/4",
        f"--void 4 --void 3 --void {codes[1]}/1",
        "--void 3 --points points.csv --json",
        "--void 1 --void 4",
    )
    return told + said(*(f"quiz mark kit sent.csv --bank BANK --set four.yml {more}".strip() for more in tried))


def _write(name: str, rows: Iterable[Iterable[object]]) -> None:
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
