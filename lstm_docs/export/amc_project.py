"""The papers of a kit as one project of Auto Multiple Choice: a folder that its window opens, and its commands take.

`class.tex` has everybody's copy, `students.csv` their names and codes, and `options.xml` what AMC asks for otherwise:
marks as they are and not scaled to 20, and that each sheet is somebody's before anything is scanned.
"""

from __future__ import annotations

import csv
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .amc import amc_copy, amc_end, amc_head, amc_id
from .spreadsheet_cells import cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ..quiz.papers.paper import Paper
    from .format import Style

STUDENTS = "students.csv"
THRESHOLD = 0.15
"""AMC's own: a box counts as filled from this share of it on."""
OPTIONS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<projetAMC>
  <texsrc>%PROJET/class.tex</texsrc>
  <filter>latex</filter>
  <moteur_latex_b>xelatex</moteur_latex_b>
  <data>%PROJET/data</data>
  <cr>%PROJET/cr</cr>
  <doc_question>%PROJET/sheets.pdf</doc_question>
  <doc_solution>%PROJET/solutions.pdf</doc_solution>
  <doc_setting>%PROJET/sheets.xy</doc_setting>
  <listeetudiants>%PROJET/{STUDENTS}</listeetudiants>
  <liste_key>id</liste_key>
  <assoc_code>&lt;preassoc&gt;</assoc_code>
  <encodage_liste>UTF-8</encodage_liste>
  <seuil>{THRESHOLD}</seuil>
  <seuil_up>1</seuil_up>
  <auto_capture_mode>0</auto_capture_mode>
  <note_max>0</note_max>
  <note_grain>0</note_grain>
  <format_export>CSV</format_export>
</projetAMC>
"""


@contextmanager
def amc_project(folder: Path, style: Style) -> Iterator[Callable[[Paper], object]]:
    """A new project in a folder; what it gives adds a paper. Raises `LstmDocsError` as `amc_copy`."""
    for name in ("data", "cr", "scans"):
        (folder / name).mkdir(parents=True)
    (folder / "options.xml").write_text(OPTIONS, encoding="utf-8", newline="\n")
    with (
        (folder / "class.tex").open("w", encoding="utf-8", newline="\n") as document,
        (folder / STUDENTS).open("w", encoding="utf-8", newline="") as table,
    ):
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["id", "name", "code"])
        document.write(amc_head(style))

        def add(paper: Paper) -> None:
            document.write(amc_copy(paper))
            rows.writerow([amc_id(paper.code), cell(paper.candidate) or f"paper {paper.number}", cell(paper.code)])

        yield add
        document.write(amc_end())
