"""Auto Multiple Choice itself, as those who use it run it. Run as a module it makes sure that it is there:

python -m tests.export.amc_program
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pypdfium2
from PIL import ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

# With what it recommends for AMC-TXT: the engine and the font that it uses by default.
PACKAGES = ("auto-multiple-choice", "texlive-xetex", "fonts-linuxlibertine")
ADVICE = f"auto-multiple-choice is not installed: apt-get install {' '.join(PACKAGES)}"

DOTS_PER_INCH = 150
ANSWER_BOX = 1  # the role of a box that is ticked on the sheet


def present():
    """Whether AMC, the engine and the font are there."""
    return all(map(shutil.which, ("auto-multiple-choice", "xelatex", "fc-list"))) and bool(_font())


def _font():
    return subprocess.run(["fc-list", "Linux Libertine O"], capture_output=True, text=True, check=True).stdout.strip()


def install():
    """Install the packages, as root on Debian and its like."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *command], stdout=subprocess.DEVNULL, env=environment, check=False)


@dataclass(frozen=True)
class Project:
    """A folder in which AMC makes sheets from a file and marks scans of them."""

    folder: Path
    sheets: int

    def make(self, text):
        """Sheets, correction and positions of the boxes; the log of LaTeX is returned."""
        (self.folder / "data").mkdir()
        (self.folder / "paper.amc.txt").write_text(text, encoding="utf-8")
        outputs = [f"--out-{name}={name}.{end}" for name, end in (("sujet", "pdf"), ("corrige", "pdf"), ("calage", "xy"))]
        self._prepare("s", *outputs)
        log = (self.folder / "amc-compiled.log").read_text(encoding="utf-8", errors="replace")
        self._run("meptex", "--src", "calage.xy", "--data", "data")
        self._prepare("b")
        return log

    def mark(self, scans):
        """Read scans; the score of each question and the mark of each sheet, by its number."""
        (self.folder / "cr").mkdir()
        self._run("analyse", "--projet", ".", "--data", "data", "--cr", "cr", *scans)
        self._run("note", "--data", "data", "--seuil", "0.5", "--notemax", "0", "--grain", "0")
        scores = "select student, title, score from scoring_score join scoring_title using (question)"
        marks = "select student, mark from scoring_mark"
        by_box = {(sheet, name): score for sheet, name, score in self._rows("scoring", scores)}
        return by_box, dict(self._rows("scoring", marks))

    def scans(self, ticked):
        """Pictures of filled sheets: `ticked` has (sheet, question, answer), answers from 1, 0 for "none of these"."""
        pages = pypdfium2.PdfDocument(self.folder / "sujet.pdf")
        files = []
        for sheet, page, place, dpi in self._rows("layout", "select student, page, subjectpage, dpi from layout_page"):
            picture = pages[place - 1].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
            pen = ImageDraw.Draw(picture)
            for question, answer, box in self._boxes.get((sheet, page), ()):
                if (sheet, question, answer) in ticked:
                    left, right, top, bottom = (value * DOTS_PER_INCH / dpi for value in box)
                    pen.rectangle((left + 1, top + 1, right - 1, bottom - 1), fill=0)
            files.append(f"scan-{place:04}.png")
            picture.save(self.folder / files[-1], compress_level=1)
        return files

    @cached_property
    def _boxes(self):
        by_sheet = {}
        query = (
            "select student, page, name, answer, xmin, xmax, ymin, ymax from layout_box "
            f"join layout_question using (question) where role = {ANSWER_BOX}"
        )
        for sheet, page, name, answer, *box in self._rows("layout", query):
            by_sheet.setdefault((sheet, page), []).append((name, answer, box))
        return by_sheet

    def _prepare(self, mode, *options):
        common = ["--prefix", ".", "--filter", "plain", "--data", "data", "--n-copies", str(self.sheets)]
        said = self._run("prepare", "--mode", mode, *common, *options, "paper.amc.txt")
        errors = [line for line in said.splitlines() if line.startswith("ERR")]
        if errors:
            raise AssertionError("\n".join(errors))

    def _run(self, *command):
        done = subprocess.run(
            ["auto-multiple-choice", *command], cwd=self.folder, capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode:
            raise AssertionError(f"{command[0]}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def _rows(self, base, query):
        with closing(sqlite3.connect(self.folder / "data" / f"{base}.sqlite")) as data:
            return data.execute(query).fetchall()


def main():
    """0 if AMC is there, installing it if need be; otherwise one line of advice and 1."""
    if not present():
        print("installing auto-multiple-choice and LaTeX: some minutes", flush=True)
        install()
    if present():
        return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
